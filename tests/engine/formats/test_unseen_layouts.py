"""Layouts of other programs: tables below each other, prints, names in two rows, chats and bundles as JSON, papers by nationality."""

import json
from decimal import Decimal

import pytest

from weft.formats import dates

PHONE = "+66812345678"
SECOND = "+66898765432"


def values(reading):
    return {one["value"] for one in reading.sightings.to_pylist()}


def test_tables_below_each_other_are_each_read(give, noted):
    text = "Weekly intake,,\n,,\nA. Phones,,\nDate,Number,Reports\n2026-02-23,+66812345678,5\n,,\nB. Accounts,,\nDate,Bank,Account No\n2026-02-25,KBANK,123-4-56789-0\n"

    reading = give({"a.csv": text}, country="TH")

    assert values(reading) == {PHONE, "TH:KBANK:1234567890"}
    assert reading.reports.num_rows == 2


def test_the_same_names_on_every_page_are_one_table(give):
    page = "Date,Phone\n2026-02-23,+66812345678\n2026-02-24,+66898765432\n,\n"

    assert give({"a.csv": page + page.replace("2345", "2346")}).reports.num_rows == 4


def test_rows_of_data_above_a_table_are_told(give, noted):
    text = "Account,123-4-56789-0,,,\n,,,,\nid,date,phone,amount,story\nR1,2026-02-03,0812345678,5,a\n"

    reading = give({"a.csv": text}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["R1"]
    assert (1, "", "input.note_row") in noted(reading)


def test_names_in_two_rows_of_which_the_second_fills_the_first(give, seen):
    text = "ลำดับ,วันที่,ผู้เสียหาย,,ผู้รับโอน,,จำนวนเงิน (บาท)\n,,ชื่อ,เลขบัญชี,ธนาคาร,เลขบัญชี,\n1,12/02/2569,ก,111-2-22333-4,SCB,405-8-12345-6,49500\n,รวม,,,,,\n"

    reading = give({"a.csv": text})

    assert [one[2:] for one in seen(reading)] == [("TH:SCB:4058123456", "ผู้รับโอน เลขบัญชี")]
    assert reading.reports["amount"].to_pylist() == [Decimal(49500)]


def test_a_print_whose_columns_a_line_of_dashes_shows(give, seen, noted):
    text = (
        "        SUSPICIOUS WIRES            PAGE 1\n\n"
        "SEQ  DATE        AMOUNT       BENE ACCT     PHONE\n"
        "---  ----------  -----------  ------------  ------------\n"
        "001  02/10/2026    14,200.00  8823001457    646-555-0181\n"
        "002  02/17/2026     1,005.75  009912345678\n"
        "                 -----------\n"
        "     TOTAL         15,205.75\n"
    )

    reading = give({"RPT.PRN": text}, country="US")

    assert values(reading) == {"US::8823001457", "+16465550181", "US::009912345678"}
    assert reading.reports["amount"].to_pylist() == [Decimal(14200), Decimal("1005.75")]
    assert (1, "", "input.note_row") in noted(reading)


def test_a_pivot_of_months_has_a_header_and_a_sum(give):
    text = "Reported number,2025-12,2026-01,Grand Total\n081-234-5678,3,8,11\n089-876-5432,0,1,1\nGrand Total,3,9,12\n"

    reading = give({"a.csv": text}, country="TH")

    assert (values(reading), reading.reports.num_rows) == ({PHONE, SECOND}, 2)


def test_a_chat_of_telegram_is_one_report_of_its_last_day(give):
    messages = [
        {"id": 1, "type": "service", "date": "2026-02-10T08:00:00", "action": "create_group", "text": ""},
        {"id": 2, "type": "message", "date": "2026-02-10T08:05:00", "from": "A", "text": ["DM ", {"type": "mention", "text": "@vip_cashier"}]},
        {"id": 3, "type": "message", "date": "2026-02-11T09:05:00", "from": "B", "text": "https://arb-usdt.app"},
    ]  # fmt: skip

    reading = give({"result.json": json.dumps({"name": "VIP", "type": "private_group", "id": 1, "messages": messages})})

    assert values(reading) == {"telegram:vip_cashier", "arb-usdt.app"}
    assert [str(day) for day in reading.reports["reported_on"].to_pylist()] == ["2026-02-11"]


def test_who_made_a_bundle_is_no_scammer(give, noted):
    objects = [
        {"type": "identity", "id": "identity--1", "name": "CERT", "contact_information": "soc@cert.example +6562223333"},
        {"type": "indicator", "id": "indicator--1", "pattern": "[domain-name:value = 'evil.com']", "created": "2026-02-05T00:00:00Z"},
    ]  # fmt: skip

    reading = give({"a.json": json.dumps({"type": "bundle", "id": "bundle--1", "objects": objects})})

    assert values(reading) == {"evil.com"}
    assert (0, "objects", "input.sheet_skipped") in noted(reading)


def test_values_with_their_type_as_mongodb_exports_them(give):
    text = '{"_id": {"$oid": "65f0"}, "createdAt": {"$date": {"$numberLong": "1772150400000"}}, "amount": {"$numberDecimal": "49999.00"}, "ccy": "INR"}\n'

    reading = give({"a.json": text * 2})

    assert str(reading.reports["reported_on"][0]) == "2026-02-27"
    assert reading.reports["amount"][0].as_py() == 49999


def test_papers_are_of_their_holders_nationality(give):
    text = "No,Name,Nationality,Passport No\n1,A,Vietnamese,C7654321\n2,B,Thai,AA1234567\n3,C,CN,EJ1234567\n"

    assert values(give({"a.csv": text})) == {"VN:C7654321", "TH:AA1234567", "CN:EJ1234567"}


def test_each_story_of_a_mixed_file_is_read_by_its_own_country(give):
    text = "ผมโดนหลอก เบอร์ 081-234-5678\n\nSaya rugi lima ribu ringgit, nombor 011-2345 6781\n\nKẻ gian dùng số 0987214564 để lừa đảo tôi\n"

    assert values(give({"a.txt": text})) >= {PHONE, "+601123456781", "+84987214564"}


def test_who_sent_a_message_is_reported(give):
    text = (
        "ref,channel,sender,message\n1,WhatsApp,+66812345678,hi mum\n2,Telegram,@jobs_hr_1,Earn more\n3,SMS,KBank,OTP\n"
    )

    assert values(give({"a.csv": text})) == {PHONE, "telegram:jobs_hr_1"}


def test_a_story_under_the_fields_of_a_form_is_searched(give, seen):
    text = (
        "No. Report : A/12\nTarikh : 12/02/2026\nNo. Tel Pengadu : 013-2233445\n"
        "Pengadu menyatakan telah menerima panggilan dari nombor 018-7766554 yang mendakwa dari LHDN dan diarah memindahkan wang.\n"
    )

    assert [one[:3] for one in seen(give({"a.txt": text}, country="MY"))] == [("A/12", "phone", "+60187766554")]


def test_a_file_named_after_an_app_holds_accounts_on_it(give):
    text = "編號,帳號,通報日期\n1,ab778899,2026/2/1\n2,hello.1688,2026/2/3\n"

    assert values(give({"詐騙LINE_ID.csv": text}, country="TW")) == {"line:ab778899", "line:hello.1688"}


@pytest.mark.parametrize(("text", "day"), [("R8.2.5", "2026-02-05"), ("H31.4.30", "2019-04-30"), ("r08/02/05", "2026-02-05")])  # fmt: skip
def test_years_of_japan_by_their_letter(text, day):
    assert str(dates.parse(text, country="JP")) == day


def test_a_list_of_links_is_a_report_a_link(give):
    text = "https://evil.com/login\nhttps://bad.com/\nhttp://worse.com/\nhttps://evil.com/otp\n"

    assert give({"feed.txt": text}).reports.num_rows == 4


def test_what_whoever_reported_told_is_a_story(give):
    text = "id,victim statement,victim phone,analyst note\nR1,told by +66812345678 to pay,0811111111,see also +66898765432\n"

    assert values(give({"a.csv": text})) == {PHONE, SECOND}


def test_pages_referred_to_are_no_sites_of_scammers(give):
    text = "id,domain,reference\n1,evil.com,https://blog.vendor.example/1\n2,bad.com,https://news.example/2\n"

    assert values(give({"a.csv": text})) == {"evil.com", "bad.com"}


def test_the_bank_of_each_of_several_accounts(give):
    text = "id,acct_1,acct_1_bank,acct_2,acct_2_bank\nR1,0668123904,KBANK,4058123904,SCB\nR2,,,9831239000,KTB\n"

    assert values(give({"a.csv": text}, country="TH")) == {
        "TH:KBANK:0668123904",
        "TH:SCB:4058123904",
        "TH:KTB:9831239000",
    }


def test_lines_that_each_name_a_kind_are_each_a_report(give):
    text = "SĐT: 0987214590 - vay tiền\nSĐT: 0339123490 - giả công an\nSTK: 1023456790 VCB\nWeb: vay-gap247.top - app vay\n"

    assert give({"a.txt": text}, country="VN").reports.num_rows == 4


def test_the_sum_of_a_named_loss_is_no_report_and_online_is_no_app(give, seen):
    text = 'ที่,เบอร์ที่โทรมา,ไลน์/เฟซบุ๊ก,ความเสียหาย(บาท),หมายเหตุ\n1,0812345678,เพจ facebook.com/loan.quick,"1,250,000.-",ก\n,,รวมความเสียหาย,"1,250,000.-",\n'

    reading = give({"คดีออนไลน์.csv": text})

    assert [one[2] for one in seen(reading)] == [PHONE, "facebook:loan.quick"]
    assert reading.reports["amount"].to_pylist() == [Decimal(1250000)]
