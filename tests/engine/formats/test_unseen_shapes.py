"""Files of other offices and feeds: what neither a header nor a cell says alone."""

from decimal import Decimal

import pytest

from weft.errors import FileNotRead
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


SMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="2"><sms address="+66812345678" date="1772150400000" type="1" body="กด https://dol-refund.cc" service_center="+66891009120"
contact_name="(Unknown)" /><sms address="KBank" date="1772236800000" type="1" body="OTP 482913" service_center="+66891009120" /></smses>"""


def test_a_backup_of_text_messages_is_a_report_a_message(give, noted):
    reading = give({"sms.xml": SMS}, country="TH")

    assert values(reading) == {PHONE, "dol-refund.cc"}
    assert [str(day) for day in reading.reports["reported_on"].to_pylist()] == ["2026-02-27", "2026-02-28"]
    assert noted(reading) == [(2, "address", "input.phone")]


def test_a_workbook_of_2003_is_read_cell_by_cell(give, seen):
    book = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="L"><Table>
<Row><Cell><Data ss:Type="String">Date</Data></Cell><Cell><Data ss:Type="String">Scam number</Data></Cell><Cell><Data ss:Type="String">Lost</Data></Cell></Row>
<Row><Cell><Data ss:Type="DateTime">2026-02-03T00:00:00.000</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">450</Data></Cell></Row>
<Row><Cell/><Cell><Data ss:Type="String">+66 81 234 5678</Data></Cell></Row></Table></Worksheet></Workbook>"""

    reading = give({"a.xls": book})

    assert [one[1:] for one in seen(reading)] == [("phone", PHONE, "Scam number")]
    assert reading.reports["amount"].to_pylist() == [Decimal(450), None]


@pytest.mark.parametrize(
    "text",
    ['<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a><b x="1"/></a>', "<?xml version='1.0'?><a><b></a>", "<?xml version='1.0'?>" + "<a>" * 100],
)  # fmt: skip
def test_xml_that_does_harm_or_broke_off_is_refused_in_one_line(give, text):
    with pytest.raises(FileNotRead) as told:
        give({"a.xml": text})
    assert told.value.hint


def test_comments_over_a_feed_hold_its_names(give, seen, noted):
    text = '# Feed of evil, see https://feed.example\n#\n# id,dateadded,url\n"1","2026-03-03 07:58:11","http://evil.com"\n"2","2026-03-02 07:58:11","http://bad.com"\n# 2 entries\n'

    reading = give({"csv.txt": text})

    assert [one[:3] for one in seen(reading)] == [("1", "domain", "evil.com"), ("2", "domain", "bad.com")]
    assert [code for _, _, code in noted(reading)].count("input.note_row") == 3
    assert give({"b.csv": "#,Name,Phone\n1,Ann,+66812345678\n"}).reports.num_rows == 1


def test_a_hosts_file_is_a_report_a_site(give):
    text = "# Title\n# Mail: lists@block.example\n127.0.0.1 localhost\n0.0.0.0 evil.com\n0.0.0.0 bad.com  # refund\n||worse.com^\n"

    reading = give({"hosts.txt": text})

    assert reading.reports.num_rows == 3
    assert values(reading) == {"evil.com", "bad.com", "worse.com"}


def test_of_several_lists_in_a_document_none_is_dropped_in_silence(give, noted):
    text = """{"cases": {"-a": {"suspect": {"phone": "0812345678", "accounts": {"0": {"bank": "KBANK", "number": "1234567890"}}}, "desc": "x"},
    "-b": {"suspect": {"phone": ""}, "desc": "evil.com"}}, "users": {"u1": {"phone": "0898765432"}, "u2": {"phone": "0898765433"}}}"""

    reading = give({"a.json": text}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["-a", "-b"]
    assert "TH:KBANK:1234567890" in values(reading)
    assert "+66898765432" not in values(reading)
    assert (0, "users", "input.sheet_skipped") in noted(reading)
    both = give({"b.json": '{"phones": [{"number": "0812345678"}], "sites": [{"domain": "evil.com"}]}'}, country="TH")
    assert (both.reports.num_rows, values(both)) == (2, {PHONE, "evil.com"})


def test_a_list_of_sites_beside_its_description_is_a_report_a_site(give):
    text = '{"name": "scam hosts", "version": 3, "list": ["evil.com", "bad.com"], "tags": ["a", "b"]}'

    assert give({"a.json": text}).reports.num_rows == 2


def test_the_wrapper_of_a_search_engine_hides_nothing(give):
    text = '{"_id": "r1", "_source": {"@timestamp": "2026-02-14T01:02:03Z", "text": "call +66812345678"}}\n' * 2

    reading = give({"a.ndjson": text.replace("r1", "r0", 1)})

    assert values(reading) == {PHONE}
    assert reading.reports["reported_on"].null_count == 0


def test_a_form_on_its_side_is_a_report_a_column(give, seen):
    text = "登记表,,\n案件编号,A1,A2\n报案时间,2026年2月3日,2026年2月4日\n嫌疑人电话,+66812345678,+66898765432\n涉案金额,12.5万元,3800元\n"

    reading = give({"a.csv": text})

    assert [one[:3] for one in seen(reading)] == [("A1", "phone", PHONE), ("A2", "phone", "+66898765432")]
    assert reading.reports["amount"].to_pylist() == [Decimal(125000), Decimal(3800)]


def test_sections_of_a_list_are_no_reports(give, noted):
    text = "STT,Ngày,SĐT đối tượng,Ngân hàng,Số tài khoản,Thiệt hại\n1,3/2/2026,0987214561,VCB,1023456781,45 triệu\nII,Huyện B,,,,\n2,5/2/2026,0339123453,ACB,12345678,1 triệu\n"

    reading = give({"a.csv": text})

    assert reading.reports.num_rows == 2
    assert (3, "", "input.note_row") in noted(reading)


def test_what_an_id_is_stands_beside_it(give, seen):
    text = "id,ID type,ID number\nR1,Passport,C1234567\nR2,passport,B7654321\n"

    assert {one[1] for one in seen(give({"a.csv": text}))} == {"passport"}


def test_a_mail_may_bring_a_table_of_reports(give, seen):
    mail = """From: Desk <fraud@bank.example>
To: intake@agency.example
Subject: two cases
Date: Tue, 03 Mar 2026 09:30:00 +0800
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>Please see:</p><table><tr><th>Case</th><th>Scammer phone</th><th>Bank</th><th>Account</th></tr>
<tr><td>K-1</td><td>+66 81 234 5678</td><td>KBANK</td><td>123-4-56789-0</td></tr><tr><td>K-2</td><td>+66898765432</td><td></td><td></td></tr></table>
<p>Regards, T +852 2123 0000, www.bank.example</p>
"""

    reading = give({"a.eml": mail}, country="TH")

    assert {one[2] for one in seen(reading)} == {PHONE, "+66898765432", "TH:KBANK:1234567890"}
    assert reading.reports.num_rows == 2
    assert [str(day) for day in reading.reports["reported_on"].to_pylist()] == ["2026-03-03"] * 2


def test_the_day_of_a_chat_is_that_of_its_last_message(give):
    text = "21/02/2026, 9:14 am - +66 81 234 5678: Hi\n21/02/2026, 9:15 am - Me: hello\n22/02/2026, 9:16 am - +66 81 234 5678: bye\n"

    assert str(give({"chat.txt": text}).reports["reported_on"][0]) == "2026-02-22"
