"""Files of other offices and feeds: what neither a header nor a cell says alone."""

from decimal import Decimal

import pytest

from weft.formats import amounts, headers

PHONE = "+66812345678"


def values(reading):
    return {one["value"] for one in reading.sightings.to_pylist()}


def test_a_caller_beside_a_scammer_is_who_reported(give):
    text = "id,Caller ID,Scammer contact\nR1,0811111111,0812345678\n"

    assert values(give({"a.csv": text}, country="TH")) == {PHONE}
    assert values(give({"b.csv": "id,Caller ID\nR1,0812345678\n"}, country="TH")) == {PHONE}


def test_whoever_answers_a_form_is_no_scammer(give):
    text = "ประทับเวลา,ที่อยู่อีเมล,เบอร์คนร้าย\n1/2/2568 10:00,ann@mailbox.example,0812345678\n"

    assert values(give({"a.csv": text})) == {PHONE}


def test_pages_of_the_list_itself_are_no_sites_of_scammers(give):
    rows = "".join(f"{n},http://evil{n}.com/x,https://list.example/detail/{n}\n" for n in range(3))

    found = values(give({"a.csv": f"id,url,detail_page\n{rows}"}))

    assert {"evil0.com", "evil1.com", "evil2.com"} <= found
    assert not any("list.example" in value for value in found)


def test_a_column_nobody_knows_is_searched_where_identifiers_stand_in_it(give, seen):
    text = 'id,where did it go\nR1,กสิกรไทย 066-8-12345-2 น.ส.มาลี\nR2,"ออมสิน 020312345678"\n'

    assert [one[2] for one in seen(give({"a.csv": text}))] == ["TH:KBANK:0668123452", "TH:GSB:020312345678"]


def test_a_header_that_names_the_bank_names_it_for_its_accounts(give, seen):
    text = "id,STK Vietcombank,STK Techcombank\nR1,1023456782,\nR2,,19037654321012\n"

    assert [one[2] for one in seen(give({"a.csv": text}, country="VN"))] == [
        "VN:VCB:1023456782",
        "VN:TCB:19037654321012",
    ]


def test_a_header_of_several_apps_gives_no_name_to_one_of_them(give, seen):
    text = "id,WhatsApp / Telegram\nR1,@bella_trades\nR2,TG: @fxchris_cs\nR3,whatsapp 60187766552\n"

    assert [one[2] for one in seen(give({"a.csv": text}))] == [
        ":bella_trades",
        "telegram:fxchris_cs",
        "whatsapp:60187766552",
        "+60187766552",
    ]


def test_a_number_in_scientific_notation_with_all_its_digits_is_read(give, seen, noted):
    text = "id,phone,account\nR1,6.6812345678E+10,9.83123E+11\n"

    reading = give({"a.csv": text}, country="TH")

    assert [one[2] for one in seen(reading)] == [PHONE]
    assert (2, "account", "input.number_lost_digits") in noted(reading)


def test_links_to_profiles_in_a_column_of_links_are_handles(give, seen):
    text = "id,Link FB\nR1,fb.com/tranb.invest\nR2,https://evil.com\n"

    assert [one[1:3] for one in seen(give({"a.csv": text}))] == [
        ("handle", "facebook:tranb.invest"),
        ("domain", "evil.com"),
    ]


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("涉案金额(万元)", 10_000),
        ("Thiệt hại (triệu đồng)", 1_000_000),
        ("ความเสียหาย (ล้านบาท)", 1_000_000),
        ("Loss (RM'000)", 1000),
        ("Loss (USD)", 1),
        ("Amount (k)", 1),
        ("Loss (2 million max)", 1),
    ],
)
def test_a_header_may_say_what_sums_are_counted_in(header, scale):
    assert amounts.scale_in(header) == scale


def test_sums_are_multiplied_by_what_their_header_counts_in_unless_they_say_so_themselves(give):
    text = "序号,账号,涉案金额(万元)\n1,6222081234567890120,12.8\n2,6222081234567890121,3千元\n"

    assert give({"a.csv": text}).reports["amount"].to_pylist() == [Decimal(128000), Decimal(3000)]


def test_money_with_its_currency_is_never_counted_in_thousandths():
    assert amounts.parse("USD 1,000", decimal=",").value == 1000
    assert amounts.parse("BTC 1.000").value == 1


def test_a_table_stands_below_lines_about_its_account(give, seen):
    text = (
        "BANK;;;\nAccount: 0071001234567;;Holder: A B;\n;;;\nDate;Ref;Debit;Details\n"
        "05/02/2026;5078;20.000.000,00;Chuyen tien den 19036789012345 TECHCOMBANK\n"
        "15/02/2026;5079;1.000.000,00;phi\n"
    )

    reading = give({"a.csv": text}, country="VN")

    assert [one[2] for one in seen(reading)] == ["VN:TCB:19036789012345"]
    assert reading.reports["amount"].to_pylist() == [Decimal(20_000_000), Decimal(1_000_000)]


def test_forms_have_titles_and_chats_of_kakaotalk_are_one_report(give, seen):
    form = "POLICE REPORT\nReport No.: 12\nSuspect phone: 0812345678\nAmount Lost: 5,000\n"
    chat = "방 님과 카카오톡 대화\n\n[김] [오전 9:30] 안녕\n[김] [오전 9:31] 010-2345-6789\n[나] [오후 1:40] 네\n"

    assert [one[:3] for one in seen(give({"a.txt": form}, country="TH"))] == [("12", "phone", PHONE)]
    assert give({"b.txt": chat}).reports.num_rows == 1


@pytest.mark.parametrize("header", ["_source.msisdn_b", "suspect/phone", "node.phone_number"])
def test_the_last_name_of_a_path_says_most(header):
    assert headers.best(header)[0] == "phone"
