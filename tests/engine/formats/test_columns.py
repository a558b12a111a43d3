"""Which column holds what: from header words in the region's languages, and from what the cells hold."""

import pytest

from weft.formats import columns
from weft.formats.columns import recognise

PHONES = ["081-234-5678", "089-876-5432", "062-111-2222"]
WALLET = "0x00000000219ab540356cbb839cbe05303d7705fa"

HEADERS = [
    ("Phone", "phone"),
    ("suspect_phone_no.", "phone"),
    ("suspectPhone", "phone"),
    ("เบอร์โทรคนร้าย", "phone"),
    ("Số điện thoại", "phone"),
    ("电话", "phone"),
    ("涉案电话", "phone"),
    ("전화번호", "phone"),
    ("លេខទូរស័ព្ទ", "phone"),
    ("ເບີໂທ", "phone"),
    ("ဖုန်းနံပါတ်", "phone"),
    ("ဖုန္းနံပါတ္", "phone"),  # Zawgyi
    ("ဘဏ္အေကာင့္", "bank_account"),  # Zawgyi
    ("Bank account", "bank_account"),
    ("เลขบัญชี", "bank_account"),
    ("số tài khoản", "bank_account"),
    ("银行账号", "bank_account"),
    ("ธนาคาร", "bank"),
    ("Wallet address", "wallet"),
    ("E-mail", "email"),
    ("URL", "url"),
    ("เว็บไซต์", "domain"),
    ("LINE ID", "handle"),
    ("รายละเอียด", "narrative"),
    ("案情描述", "narrative"),
    ("Loss amount (THB)", "amount"),
    ("损失金额（元）", "amount"),
    ("วันที่แจ้ง", "reported_on"),
    ("Ngày", "reported_on"),
    ("ประเทศ", "country"),
    ("Case No.", "report_id"),
    ("IMEI", "device"),
    ("Passport number", "passport"),
    ("victim phone", "reporter"),
    ("Victim's e-mail", "reporter"),
    ("reporter_name", "reporter"),
    ("เบอร์โทรผู้เสียหาย", "reporter"),
    ("Số điện thoại nạn nhân", "reporter"),
    ("受害人电话", "reporter"),
    ("피해자 전화번호", "reporter"),
    ("source", "extra"),
    ("Reference link", "extra"),
    ("xyzzy", "extra"),
]


@pytest.mark.parametrize(("header", "field"), HEADERS)
def test_a_header_says_what_its_column_holds(header, field):
    seen = recognise([header, "zz"], [])

    assert seen.columns[0].field == field
    assert seen.columns[0].because


CONTENTS = [
    (PHONES, "phone"),
    (["a@example.com", "b@example.org", "c@example.net"], "email"),
    (["hxxps://bad[.]example.com/a", "https://x.example.org/b", "http://y.example.net/c"], "url"),
    ([WALLET, WALLET.replace("0x00", "0x01"), WALLET.replace("0x00", "0x02")], "wallet"),
    (["03/10/2025", "04/10/2025", "25/12/2025"], "reported_on"),
    (["Thailand", "เวียดนาม", "KH"], "country"),
    (["5,000 บาท", "2 ล้านบาท", "300 THB"], "amount"),
    (["50000 บาท", "0", "3 แสน", "20,000 baht"], "amount"),
    (["2 tỷ", "500 triệu", "35 triệu đồng", "7000000"], "amount"),
    (["KBANK 1234567890", "SCB 405-123-4567", "KBANK 9876543210"], "identifiers"),
    (["THB", "USD", "VND"], "currency"),
    (["A man called and said my parcel was stopped at customs, then asked for money"] * 3, "narrative"),
    (["red", "green", "blue"], "extra"),
    (["", "", ""], "extra"),
]


@pytest.mark.parametrize(("cells", "field"), CONTENTS)
def test_cells_say_what_a_column_holds_where_the_header_does_not(cells, field):
    seen = recognise(["zz", "vv"], [["one", cell] for cell in cells], "TH")

    assert seen.columns[1].field == field


def test_cells_that_prove_themselves_overrule_a_header():
    seen = recognise(
        ["id", "account"], [[str(number), WALLET.replace("00000000", f"0000000{number}")] for number in range(5)]
    )

    assert seen.columns[1].field == "wallet"
    assert "100%" in seen.columns[1].because


@pytest.mark.parametrize("cells", [["31/12/2025", "1/2/2025"], ["1/2", "3/4"], ["3.14/2", "2.50/1"]])
def test_dates_and_fractions_are_no_links(cells):
    seen = recognise(["zz", "vv"], [["one", cell] for cell in cells], "TH")

    assert seen.columns[1].field != "url"


def test_a_street_address_is_no_wallet():
    seen = recognise(["id", "address"], [[str(number), f"{number} Invented Road, Nowhere"] for number in range(5)])

    assert seen.columns[1].field == "extra"


def test_without_a_header_the_first_row_is_data():
    rows = [
        ["R-1", "081-234-5678", "03/10/2025"],
        ["R-2", "089-876-5432", "04/10/2025"],
        ["R-3", "062-111-2222", "25/10/2025"],
    ]

    seen = recognise(None, rows, "TH")

    assert (seen.has_header, seen.first_row) == (False, 0)
    assert seen.fields() == {"column 1": "report_id", "column 2": "phone", "column 3": "reported_on"}


def test_title_rows_before_the_header_are_skipped():
    rows = [
        ["Scam reports of the first quarter", "", ""],
        ["", "", ""],
        ["id", "phone", "details"],
        ["1", "0812345678", "he called"],
    ]

    seen = recognise(None, rows, "TH")

    assert (seen.has_header, seen.first_row) == (True, 3)
    assert seen.fields() == {"id": "report_id", "phone": "phone", "details": "narrative"}


def test_a_header_in_words_nobody_knows_is_told_by_contrast():
    rows = [["blorp", "zib"], ["0812345678", "03/10/2025"], ["0898765432", "04/10/2025"]]

    seen = recognise(None, rows, "TH")

    assert (seen.has_header, seen.first_row) == (True, 1)
    assert seen.fields() == {"blorp": "phone", "zib": "reported_on"}


def test_duplicate_and_empty_headers_get_names_of_their_own():
    seen = recognise(["phone", "", "phone", " "], [["0812345678", "", "0898765432", ""]], "TH")

    assert [column.header for column in seen.columns] == ["phone", "column 2", "phone (2)", "column 4"]
    assert seen.notes == ("two columns are called 'phone'",)
    assert [column.field for column in seen.columns] == ["phone", "extra", "phone", "extra"]


def test_a_second_story_is_kept_and_searched():
    seen = recognise(["id", "summary", "narrative"], [["1", "short", "a longer story of what was said on the phone"]])

    assert {column.header: (column.field, column.searched) for column in seen.columns} == {
        "id": ("report_id", False),
        "summary": ("extra", True),
        "narrative": ("narrative", False),
    }


def test_an_account_is_joined_with_the_nearest_bank_column():
    seen = recognise(["bank", "account number", "x", "bank name", "account no"], [])

    assert [column.hint for column in seen.of("bank_account")] == [0, 3]


def test_a_mapping_outranks_everything():
    seen = recognise(["phone", "notes"], [["0812345678", "x"]], mapping={"columns": {"phone": "reporter"}, "file": {}})

    assert seen.fields() == {"phone": "reporter", "notes": "narrative"}
    assert seen.columns[0].sureness == 1.0


def test_every_field_it_gives_is_a_known_field():
    seen = recognise([header for header, _ in HEADERS], [])

    assert {column.field for column in seen.columns} <= set(columns.FIELDS)


def test_a_story_under_an_unknown_header_outranks_a_column_of_short_remarks():
    story = "He said he was from the parcel office and made me send money to an account, then blocked me"
    rows = [
        [str(number), f"{story} {number}", said] for number, said in enumerate(("urgent", "ok", "call back", "new"))
    ]

    seen = recognise(["id", "Zz", "remarks"], rows)

    assert [column.field for column in seen.columns] == ["report_id", "narrative", "extra"]


@pytest.mark.parametrize("header", ["By phone (yes/no)", "By LINE?", "Facebook", "Contacted?"])
@pytest.mark.parametrize("cells", [["yes", "no", "No"], ["ใช่", "ไม่ใช่", "ใช่"], ["có", "không", "không"]])
def test_a_column_of_answers_holds_no_identifiers(header, cells):
    seen = recognise(["id", header], [[f"R-{place}", cell] for place, cell in enumerate(cells)], "TH")

    assert seen.columns[1].field == "extra"
    assert "yes or no" in seen.columns[1].because


def test_a_column_where_nobody_says_yes_may_still_hold_phones_further_down():
    seen = recognise(["id", "phone"], [["R-1", "no"], ["R-2", "no"], ["R-3", "no"]], "TH")

    assert seen.columns[1].field == "phone"


def test_a_header_that_names_phones_and_contacts_holds_phones_where_the_cells_agree():
    seen = recognise(["id", "SĐT liên hệ"], [["1", "912345678"], ["2", "0987 654 321"], ["3", "987654321"]], "VN")

    assert seen.columns[1].field == "phone"


def test_without_a_story_the_wordiest_unknown_column_is_searched():
    rows = [["R1", "0812345678", "blue", "he said evil.com"], ["R2", "0898765432", "red", "sent to 123-4-56789-0"]]

    seen = recognise(["id", "phone", "colour of it", "anything else?"], rows, "TH")

    assert [column.searched for column in seen.columns] == [False, False, False, True]
