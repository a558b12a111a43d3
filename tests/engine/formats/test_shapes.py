"""Files as offices really send them: titles, groups of columns, sums, notes, several rows a report, forms, chats, archives."""

import datetime as dt
import gzip
import io
import json
import tarfile
import zipfile
from decimal import Decimal

import pytest

PHONE = "+66812345678"
SECOND = "+66898765432"


def test_a_hotline_sheet_with_title_running_number_and_sum(give, seen, noted):
    text = """แบบรายงานสายด่วน ประจำเดือนตุลาคม 2568,,,,,,
จัดทำโดย: ศูนย์ข้อมูล,,,,,,
,,,,,,
ลำดับ,เลขที่เคส,วันที่รับแจ้ง,เบอร์ผู้แจ้ง,เบอร์คนร้าย,ชื่อบัญชีปลายทาง,ความเสียหาย (บาท)
1,A-1001,1/10/2568,081-111-1111,081-234-5678,นายหนึ่ง,"150,000.00"
2,A-1002,15/10/2568,089-222-2222,089 876 5432,นายสอง,"2,500"
รวม,,,,,,"152,500.00"
"""

    reading = give({"a.csv": text})

    assert seen(reading) == [("A-1001", "phone", PHONE, "เบอร์คนร้าย"), ("A-1002", "phone", SECOND, "เบอร์คนร้าย")]
    assert reading.reports["reported_on"].to_pylist() == [dt.date(2025, 10, 1), dt.date(2025, 10, 15)]
    assert reading.reports["amount"].to_pylist() == [Decimal(150000), Decimal(2500)]
    assert noted(reading) == [(0, "", "input.country_guessed"), (7, "", "input.total_row")]
    assert (reading.files[0].rows, reading.files[0].refused) == (2, 1)


def test_groups_over_columns_tell_the_victims_phone_from_the_suspects(give, seen):
    text = "Victim,,Suspect,,Loss,\nName,Phone,Phone,Account,Amount,Currency\nAnn,0811111111,0812345678,1234567890,5000,THB\n"

    reading = give({"a.csv": text})

    assert seen(reading) == [
        ("a.csv:3", "phone", PHONE, "Suspect Phone"),
        ("a.csv:3", "bank_account", "TH::1234567890", "Suspect Account"),
    ]
    assert reading.reports["reporter"].to_pylist() == ["Ann; 0811111111"]


def test_a_header_in_two_languages_is_one_header(give, seen):
    reading = give({"a.csv": "id,phone,amount\nรหัส,เบอร์โทร,จำนวนเงิน\nR1,0812345678,5\n"})

    assert seen(reading) == [("R1", "phone", PHONE, "phone")]


def test_a_header_in_the_middle_and_notes_below_are_no_reports(give, noted):
    rows = "id,phone,amount\n1,0812345678,5\nid,phone,amount\n2,0898765432,6\n,,\nSource: hotline of October,,\n* in THB,,\n"

    reading = give({"a.csv": rows}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1", "2"]
    assert noted(reading) == [
        (3, "", "input.header_row"),
        (5, "", "input.blank_row"),
        (6, "", "input.note_row"),
        (7, "", "input.note_row"),
    ]


@pytest.mark.parametrize(
    "word", ["Total", "Grand total", "รวมทั้งสิ้น", "Tổng cộng", "សរុប", "ລວມ", "စုစုပေါင်း", "合计", "합계", "Jumlah"]
)
def test_a_sum_is_no_report_in_any_language(give, noted, word):
    reading = give({"a.csv": f"id,phone,note,amount\n1,0812345678,x,5\n{word},,,5\n"}, country="TH")

    assert noted(reading) == [(3, "", "input.total_row")]


def test_a_report_that_only_has_its_number_is_kept(give):
    reading = give({"a.csv": "id,phone,note,amount\nR1,0812345678,x,5\nR2,,,\n"}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["R1", "R2"]


LONG = [
    "report_id,type,value\nR1,phone,0812345678\nR1,bank account,123-4-56789-0\nR1,url,http://bad.example.com/a\nR2,phone,0812345678\n",
    "case_no,indicator_type,indicator\nR1,MSISDN,0812345678\nR1,Account,1234567890\nR1,link,http://bad.example.com/a\nR2,เบอร์โทร,0812345678\n",
]


@pytest.mark.parametrize("text", LONG)
def test_rows_of_type_and_value_with_one_number_are_one_report(give, text):
    reading = give({"a.csv": text}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["R1", "R2"]
    found = [(one["report"], one["kind"], one["value"]) for one in reading.sightings.to_pylist()]
    assert found == [
        (0, "phone", PHONE),
        (0, "bank_account", "TH::1234567890"),
        (0, "url", "http://bad.example.com/a"),
        (0, "domain", "bad.example.com"),
        (1, "phone", PHONE),
    ]
    assert [(one.row, one.code) for one in reading.problems] == [(0, "input.rows_joined")]
    assert (reading.files[0].rows, reading.files[0].refused) == (4, 0)


def test_a_row_for_each_transfer_of_a_case_adds_up(give):
    rows = (
        "case id,date,account,amount,currency\nC1,2025-10-03,1234567890,5000,THB\nC1,2025-10-03,4051234567,7000,THB\n"
    )

    reading = give({"a.csv": rows})

    assert reading.reports["amount"].to_pylist() == [Decimal(12000)]
    assert reading.reports["amount_as_written"].to_pylist() == ["5000; 7000"]
    assert reading.sightings["report"].to_pylist() == [0, 0]


CONTRADICTIONS = [
    ("date", "2025-10-03", "2025-10-04"),
    ("narrative", "He called me", "She wrote to me"),
    ("country", "TH", "VN"),
    ("victim name", "Ann", "Bob"),
]


@pytest.mark.parametrize(("column", "one", "other"), CONTRADICTIONS)
def test_rows_of_one_number_that_contradict_each_other_are_two_reports(give, column, one, other):
    text = f"report id,phone,{column}\nR1,+66812345678,{one}\nR1,+66898765432,{other}\n"

    reading = give({"a.csv": text})

    assert reading.reports["report_id"].to_pylist() == ["R1", "R1#2"]
    assert [(p.row, p.code) for p in reading.problems if p.row] == [(3, "input.duplicate_id")]


@pytest.mark.parametrize("blank", ["", "-", "n/a", "ไม่มี", "无"])
def test_reports_without_a_number_are_never_one_report(give, blank):
    reading = give({"a.csv": f"report id,phone\n{blank},0812345678\n{blank},0898765432\nR3,0611112222\n"}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["a.csv:2", "a.csv:3", "R3"]


def test_numbered_columns_and_columns_named_by_app(give, seen):
    text = "id,phone1,phone2,LINE ID,facebook,telegram\n1,0812345678,0898765432,fraud1,fraud.page,@fraudtg\n"

    reading = give({"a.csv": text}, country="TH")

    assert [(kind, value) for _, kind, value, _ in seen(reading)] == [
        ("phone", PHONE),
        ("phone", SECOND),
        ("handle", "line:fraud1"),
        ("handle", "facebook:fraud.page"),
        ("handle", "telegram:fraudtg"),
    ]


def test_several_values_in_one_cell(give, seen):
    text = 'id,identifiers\n1,"081-234-5678 / 089-876-5432\nevil.example.org; TWjLr2Dm64Cf9Azev3qsHBGg3pQtNCBVLK"\n'

    reading = give({"a.csv": text}, country="TH")

    assert {(kind, value) for _, kind, value, _ in seen(reading)} == {
        ("phone", PHONE),
        ("phone", SECOND),
        ("domain", "evil.example.org"),
        ("wallet", "TWjLr2Dm64Cf9Azev3qsHBGg3pQtNCBVLK"),
    }


GUESSED = [
    ("id,phone,amount,currency\n1,0812345678,5,THB\n", "a.csv"),
    ("id,phone,loss\n1,0812345678,5000 baht\n", "a.csv"),
    ("id,phone,loss (THB)\n1,0812345678,5000\n", "a.csv"),
    ("id,phone,bank\n1,0812345678,KBANK\n", "a.csv"),
    ("id,phone\n1,0812345678\n", "thailand_hotline.csv"),
]


@pytest.mark.parametrize(("text", "name"), GUESSED)
def test_the_country_is_guessed_from_currency_bank_or_name_and_told(give, text, name):
    reading = give({name: text})

    assert PHONE in reading.sightings["value"].to_pylist()
    assert reading.reports["country"].to_pylist() == [None]
    assert "input.country_guessed" in [one.code for one in reading.problems]


def test_without_any_sign_of_a_country_a_local_number_is_not_guessed_at(give):
    reading = give({"a.csv": "id,phone\n1,0812345678\n"})

    assert reading.sightings.num_rows == 0
    (problem,) = reading.problems
    assert "--country" in problem.message


def test_a_file_without_header_is_read_by_its_cells(give, seen):
    rows = "2025-10-03,0812345678,KBANK,1234567890,50000\n2025-10-04,0898765432,SCB,4051234567,7000\n"

    reading = give({"a.csv": rows})

    assert seen(reading) == [
        ("a.csv:1", "phone", PHONE, "column 2"),
        ("a.csv:1", "bank_account", "TH:KBANK:1234567890", "column 4"),
        ("a.csv:2", "phone", SECOND, "column 2"),
        ("a.csv:2", "bank_account", "TH:SCB:4051234567", "column 4"),
    ]


def test_fields_quoted_with_apostrophes(give, seen):
    reading = give({"a.csv": "'id','phone','note'\n'1','0812345678','hello, world'\n"}, country="TH")

    assert reading.reports["narrative"].to_pylist() == ["hello, world"]


NESTED = {
    "status": "ok",
    "meta": {"page": 1},
    "data": [
        {
            "id": "J1",
            "createdAt": "2025-10-03T10:22:33Z",
            "country": "Thailand",
            "suspects": [{"phones": ["0812345678"]}, {"phones": ["0898765432"]}],
            "transfers": [
                {"account": {"bank": "KBANK", "number": "1234567890"}, "amount": {"value": 5000, "currency": "THB"}},
                {"account": {"bank": "SCB", "number": "4051234567"}, "amount": {"currency": "THB"}},
            ],
            "victim": {"phone": "0811111111", "email": "v@example.com"},
        }
    ],
}


def test_nested_json_in_its_wrapper(give, seen):
    reading = give({"a.json": json.dumps(NESTED)})

    assert [(kind, value) for _, kind, value, _ in seen(reading)] == [
        ("phone", PHONE),
        ("phone", SECOND),
        ("bank_account", "TH:KBANK:1234567890"),
        ("bank_account", "TH:SCB:4051234567"),
    ]
    assert reading.reports["reporter"].to_pylist() == ["0811111111; v@example.com"]
    assert reading.reports["amount"].to_pylist() == [Decimal(5000)]


JSON = [
    '[["id","phone"],["1","0812345678"],["2","0898765432"]]',
    '{"columns":["id","phone"],"data":[["1","0812345678"],["2","0898765432"]]}',
    '{"id":["1","2"],"phone":["0812345678","0898765432"]}',
    '{"id":"1","phone":"0812345678"}{"id":"2","phone":"0898765432"}',
    '{\n "id":"1",\n "phone":"0812345678"\n}\n{\n "id":"2",\n "phone":"0898765432"\n}\n',
    '{"results":{"items":[{"id":1,"phone":"0812345678"},{"id":2,"phone":"0898765432"}]}}',
    '{"1":{"phone":"0812345678"},"2":{"phone":"0898765432"}}',
    '{"type":"FeatureCollection","features":[{"properties":{"id":"1","phone":"0812345678"}},{"properties":{"id":"2","phone":"0898765432"}}]}',
]


@pytest.mark.parametrize("text", JSON)
def test_json_of_many_shapes(give, text):
    reading = give({"a.json": text}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1", "2"]
    assert reading.sightings["value"].to_pylist() == [PHONE, SECOND]


def test_forms_of_names_and_values(give, seen):
    text = """Report No: 55
Date: 3 October 2025
Phone: 081-234-5678
Amount: 50,000 THB
Details: They called me.
And again.

Report No: 56
Date: 4 October 2025
Details: website evil.example.com
"""

    reading = give({"a.txt": text})

    assert reading.reports["report_id"].to_pylist() == ["55", "56"]
    assert reading.reports["narrative"].to_pylist() == ["They called me.\nAnd again.", "website evil.example.com"]
    assert [one[1:3] for one in seen(reading)] == [("phone", PHONE), ("domain", "evil.example.com")]


CHATS = [
    "03/10/2025, 10:15 - Ann: hello\n03/10/2025, 10:17 - Bob: pay to +66 81 234 5678\n\n03/10/2025, 10:18 - Ann: ok\n",
    "[LINE] Chat history\n\n2025/10/03(Fri)\n10:15\tAnn\thello\n10:16\tBob\tcall +66812345678\n10:17\tAnn\tok\n",
    "2025년 10월 3일 오전 10:15, 홍길동 : 안녕\n2025년 10월 3일 오전 10:16, 사기 : +66812345678\n2025년 10월 3일 오후 1:16, 홍길동 : 네\n",
]


@pytest.mark.parametrize("text", CHATS)
def test_a_saved_chat_is_one_report(give, text):
    reading = give({"chat.txt": text})

    assert reading.reports.num_rows == 1
    assert reading.sightings["value"].to_pylist() == [PHONE]


def test_a_list_of_identifiers_ties_nobody(give):
    reading = give(
        {"a.txt": "# bad ones\n+66812345678\nevil.example.com\n0x00000000219ab540356cbb839cbe05303d7705fa\n"}
    )

    assert reading.reports["report_id"].to_pylist() == ["a.txt:2", "a.txt:3", "a.txt:4"]
    assert reading.sightings["report"].to_pylist() == [0, 1, 2]


def test_a_story_of_several_lines_is_still_one_report(give):
    reading = give({"a.txt": "He called: give me money.\nI went to evil.example.com and paid.\n\nAnother story\n"})

    assert reading.reports["narrative"].to_pylist() == [
        "He called: give me money.\nI went to evil.example.com and paid.",
        "Another story",
    ]


TABLE = "id,phone\n1,0812345678\n2,0898765432\n"


def archives():
    zipped, tarred = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("sub/a.csv", TABLE)
        archive.writestr("__MACOSX/._a.csv", b"\0\1")
    with tarfile.open(fileobj=tarred, mode="w:gz") as archive:
        entry = tarfile.TarInfo("a.csv")
        entry.size = len(TABLE)
        archive.addfile(entry, io.BytesIO(TABLE.encode()))
    html = (
        "<html><table><tr><th>id<th>phone<tr><td>1<td>0812345678</td><tr><td>2<td><b>0898765432</b></td></table></html>"
    )
    return {
        "a.zip": zipped.getvalue(),
        "a.csv.gz": gzip.compress(TABLE.encode()),
        "a.tgz": tarred.getvalue(),
        "a.xls": html.encode(),
        "b.csv": TABLE.encode("utf-16"),
    }


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.tgz", "a.xls", "b.csv"])
def test_tables_packed_or_dressed_as_something_else(give, name):
    reading = give({name: archives()[name]}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1", "2"]
    assert reading.sightings["value"].to_pylist() == [PHONE, SECOND]


def test_a_workbook_of_several_sheets(give, noted):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("October")
    sheet.merge_range(0, 0, 0, 3, "Reports of October")
    sheet.merge_range(1, 0, 1, 1, "Report")
    sheet.merge_range(1, 2, 1, 3, "Suspect")
    sheet.write_row(2, 0, ["No.", "Date", "Phone", "Account"])
    sheet.write_row(3, 0, ["R1"])
    sheet.write_datetime(3, 1, dt.datetime(2025, 10, 3), day)  # noqa: DTZ001 -- as a workbook holds it
    sheet.write_number(3, 2, 812345678)
    sheet.write_string(3, 3, "123-4-56789-0")
    second = book.add_worksheet("November")
    second.write_row(0, 0, ["No.", "Date", "Phone", "Account"])
    second.write_row(1, 0, ["R2", "2025-11-03", "0898765432", ""])
    book.add_worksheet("Sums").write_row(0, 0, ["Month", "Count"])
    book.worksheets()[2].write_row(1, 0, ["October", 1])
    book.add_worksheet("Empty")
    book.close()

    reading = give({"a.xlsx": held.getvalue()}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["R1", "R2"]
    assert reading.reports["reported_on"].to_pylist() == [dt.date(2025, 10, 3), dt.date(2025, 11, 3)]
    assert reading.sightings["value"].to_pylist() == [PHONE, "TH::1234567890", SECOND]
    assert {file.name: (file.rows, file.refused) for file in reading.files} == {
        "a.xlsx[October]": (1, 0),
        "a.xlsx[November]": (1, 0),
        "a.xlsx[Sums]": (0, 1),
    }
    assert "input.sheet_skipped" in [code for _, _, code in noted(reading)]


def test_a_wallet_in_a_column_of_accounts_is_kept_and_noted(give, seen, noted):
    text = "id,account\nR1,123-4-56789-0\nR2,USDT TRC20 T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb\nR3,123-4-56789-1\n"

    reading = give({"a.csv": text}, country="TH")

    assert ("R2", "wallet", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "account") in seen(reading)
    assert (3, "account", "input.bank_account") in noted(reading)


def test_sums_in_zawgyi_are_read_whole(give):
    reading = give({"a.csv": "id,phone,ေငြပမာဏ\nR1,09450123456,၅ သိန္း\nR2,09450123457,၁၀ သိန္းက်ပ္\n"}, country="MM")

    assert reading.reports["amount"].to_pylist() == [Decimal(500000), Decimal(1000000)]


def test_the_name_of_the_app_is_no_name_on_it(give, seen):
    reading = give({"a.csv": "id,LINE or Telegram\nR1,line id: richgold9\nR2,@richgold9\n"}, country="TH")

    assert [(one[0], one[2]) for one in seen(reading)] == [("R1", "line:richgold9"), ("R2", ":richgold9")]


def test_a_bank_known_by_letters_in_two_countries_is_the_reports_own(give, seen):
    reading = give({"a.csv": "id,bank,account\nR1,MBB,112233445566\n"}, country="MY")

    assert [one[2] for one in seen(reading)] == ["MY:MAYBANK:112233445566"]


def test_a_chat_whose_lines_begin_with_bracketed_times_is_no_json(give, seen):
    text = "[12/3/31, 09:16:10] Linda: join telegram @hrlinda_jobs\n[12/3/31, 09:25:00] Linda: call +62 812-3456-7890\n"

    reading = give({"chat.txt": text}, country="ID")

    assert {one[2] for one in seen(reading)} == {"telegram:hrlinda_jobs", "+6281234567890"}


def test_days_are_looked_for_in_the_column_that_holds_days(give):
    text = "id,เวลา,วันที่ทำรายการ,phone\nR1,10:15,2/3/2574,0812345678\nR2,10:18,3/3/2574,0812345679\n"

    reading = give({"a.csv": text}, country="TH")

    assert reading.reports["reported_on"].to_pylist() == [dt.date(2031, 3, 2), dt.date(2031, 3, 3)]


def test_a_promptpay_column_holds_aliases_too(give, seen):
    reading = give({"a.csv": "id,พร้อมเพย์\nR1,0812345678\nR2,812345678\n"}, country="TH")

    assert [one[:3] for one in seen(reading)] == [("R1", "phone", PHONE), ("R2", "phone", PHONE)]


def test_a_name_as_a_page_shows_it_is_no_handle(give, seen):
    text = (
        "id,platform,username\nR1,Facebook,Invest With Ana\nR2,Telegram,@ana_invest\nR3,Telegram,telegram anainvest\n"
    )

    reading = give({"a.csv": text}, country="PH")

    assert [one[2] for one in seen(reading)] == ["telegram:ana_invest", "telegram:anainvest"]


def test_bank_and_account_under_a_header_that_says_bank(give, seen):
    reading = give(
        {"a.csv": "Complaint #,Suspect bank,notes\nC-1,KBANK 1234567890,x\nC-2,SCB 405-123-4567,y\n"}, country="TH"
    )

    assert [one[:3] for one in seen(reading)] == [
        ("C-1", "bank_account", "TH:KBANK:1234567890"),
        ("C-2", "bank_account", "TH:SCB:4051234567"),
    ]


def test_a_currency_in_a_header_of_joined_words_is_seen(give):
    reading = give({"a.csv": "caseId,phone,lossUsd\nX1,0812345678,1200\n"}, country="TH")

    assert reading.reports["currency"].to_pylist() == ["USD"]


def test_years_of_the_republic_in_taiwan(give):
    reading = give({"a.csv": "案號,報案日期,電話\n1,120/03/02,0912345678\n2,99/12/31,0912345679\n"}, country="TW")

    assert reading.reports["reported_on"].to_pylist()[0] == dt.date(2031, 3, 2)


@pytest.mark.parametrize(
    ("header", "written"), [("損失金額", "50萬元"), ("損失金額（元）", "500000"), ("損失金額", "$500,000")]
)
def test_a_sign_of_several_currencies_is_read_by_the_reports_country(give, header, written):
    reading = give({"a.csv": f'案號,電話,{header}\n1,0912345678,"{written}"\n'}, country="TW")

    assert reading.reports["amount"].to_pylist() == [Decimal(500000)]
    assert reading.reports["currency"].to_pylist() == ["TWD"]


def test_a_ruled_line_is_no_report(give, noted):
    reading = give({"a.csv": "id,phone,story\n---,:---:,-----\nR1,0812345678,-\n"}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["R1"]
    assert noted(reading) == [(2, "", "input.note_row")]


def test_a_sum_and_its_word_in_one_cell_make_no_report(give):
    text = "STT;Thời gian;Nội dung;Thiệt hại\n1;06/05/2031;gọi từ 0912345678;2 tỷ\n2;07/05/2031;nhắn tin;3 triệu\n;;;Cộng: 4 vụ\n"

    reading = give({"a.csv": text}, country="VN")

    assert reading.reports["report_id"].to_pylist() == ["1", "2"]
    assert [problem.code for problem in reading.problems] == ["input.total_row"]
