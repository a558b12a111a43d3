"""Reports that are no tables: lists that name their kinds, events of MISP, letters, saved mails, columns set with blanks; and their country."""

import datetime as dt
import gzip
import io
import json
import zipfile

import pytest

from weft.formats import html_tables, text_shapes


def test_a_list_that_names_its_kinds_is_read_by_them_with_the_bank_beside(give, seen):
    records = [
        {
            "ref": "K-1",
            "indicators": [
                {"type": "phone", "value": "012 345 678"},
                {"type": "bank_account", "value": "001234567", "bank": "ABA"},
                {"type": "telegram", "value": "@luckyinvest88", "note": "blocked"},
            ],
            "victim": {"phone": "+855 17 222 333"},
        },
        {"ref": "K-2", "indicators": [{"type": "url", "value": "hxxps://lucky-invest[.]top/login"}]},
    ]

    reading = give({"a.json": json.dumps(records)})

    assert seen(reading) == [
        ("K-1", "phone", "+85512345678", "indicators.phone"),
        ("K-1", "bank_account", "KH:ABA:001234567", "indicators.bank_account"),
        ("K-1", "handle", "telegram:luckyinvest88", "indicators.telegram"),
        ("K-2", "url", "https://lucky-invest.top/login", "indicators.url"),
        ("K-2", "domain", "lucky-invest.top", "indicators.url"),
    ]
    assert reading.reports["narrative"][0].as_py() == "blocked"


def test_a_list_of_plain_objects_stays_as_it_was(give, seen):
    reading = give(
        {"a.json": json.dumps([{"id": "1", "paid": [{"account": "0123456789", "sum": "5"}], "country": "TH"}])}
    )

    assert seen(reading) == [("1", "bank_account", "TH::0123456789", "paid.account")]


@pytest.mark.parametrize("wrap", [lambda event: event, lambda event: [event], lambda event: {"response": [event]}])
def test_an_event_of_misp_is_one_report(give, seen, wrap):
    event = {
        "Event": {
            "id": "77",
            "date": "2026-02-01",
            "info": "Investment scam",
            "Attribute": [
                {"type": "domain", "value": "gold-fx.vip", "comment": "landing page"},
                {"type": "phone-number", "value": "+84 912 345 678"},
                {"type": "domain", "value": "gone.vip", "deleted": True},
                {"type": "text", "value": "nothing of ours"},
            ],
            "Object": [
                {
                    "name": "bank-account",
                    "Attribute": [
                        {"type": "bank-account-nr", "object_relation": "account", "value": "0123456789"},
                        {"type": "text", "object_relation": "institution-name", "value": "Vietcombank"},
                    ],
                }
            ],
        }
    }

    reading = give({"a.json": json.dumps(wrap(event))})

    assert sorted(one[:3] for one in seen(reading)) == [
        ("77", "bank_account", "VN:VCB:0123456789"),
        ("77", "domain", "gold-fx.vip"),
        ("77", "phone", "+84912345678"),
    ]
    assert reading.reports["narrative"].to_pylist() == ["Investment scam\nlanding page"]
    assert reading.reports["reported_on"].to_pylist() == [dt.date(2026, 2, 1)]


def test_an_event_of_very_many_attributes_is_a_list_and_no_report(give):
    attributes = [{"type": "domain", "value": f"bad-{number}.top"} for number in range(300)]

    reading = give({"a.json": json.dumps({"Event": {"id": "1", "info": "feed", "Attribute": attributes}})})

    assert reading.reports.num_rows == 300


LETTER = """To the Cyber Police
Phnom Penh, 12 February 2026

Dear Sir or Madam,

I was contacted on Telegram by @miss_lily_trade.

I sent 2,500 USD to ABA account 000 123 456. Later she called from 012 888 999.

Yours faithfully,
Invented Person
Tel 017 555 444
"""


def test_a_letter_is_one_report_and_its_end_is_its_writers(give, seen):
    reading = give({"letter.txt": LETTER})

    assert [one[1:3] for one in seen(reading)] == [
        ("handle", "telegram:miss_lily_trade"),
        ("bank_account", "KH:ABA:000123456"),
        ("phone", "+85512888999"),
    ]
    assert reading.reports["reporter"].to_pylist() == ["Invented Person\nTel 017 555 444"]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("Kính gửi: Công an quận 1", "Trân trọng,"),
        ("เรียน ผู้กำกับการ", "ขอแสดงความนับถือ"),
        ("尊敬的警官：", "此致"),
        ("Kepada Ketua Polis", "Hormat saya,"),
    ],
)
def test_letters_open_and_close_in_other_languages(opening, closing):
    lines = ["", opening, "", "call 0812345678", "", closing, "Name"]

    assert text_shapes.letter_ends(lines) == 5


def test_a_text_that_only_says_dear_is_no_letter():
    assert text_shapes.letter_ends(["Dear customer, your parcel waits", "", "another report"]) is None
    assert text_shapes.letter_ends(["regards", "Dear all"]) is None


MAIL = """From: Ann <ann@example.com>
To: desk@police.example
Subject: scam report
Date: Tue, 3 Feb 2026 23:30:00 +0700
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

They wrote from support@amaz0n-refund.com. I paid 3,000 baht to SCB 123-456789-0.
"""


def test_a_mail_is_one_report_whose_sender_is_never_a_sighting(give, seen):
    reading = give({"a.eml": MAIL})

    assert [one[1:3] for one in seen(reading)] == [
        ("email", "support@amaz0n-refund.com"),
        ("bank_account", "TH:SCB:1234567890"),
    ]
    assert reading.reports["reported_on"].to_pylist() == [dt.date(2026, 2, 3)]
    assert reading.reports["reporter"].to_pylist() == ["Ann <ann@example.com>"]


FORWARDED = """From: desk@agency.example
To: lab@agency.example
Subject: =?utf-8?B?Rndk?=
Date: Wed, 4 Feb 2026 08:00:00 +0700
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="B1"

--B1
Content-Type: text/plain; charset=no-such-charset

see below
--B1
Content-Type: message/rfc822

From: Tax <refund@rd-go-th.top>
Subject: Refund
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<html><style>a{color:red}</style><p>Click <a href="http://rd-go-th.top/claim?x=1">here</a></p></html>
--B1
Content-Type: application/pdf
Content-Disposition: attachment; filename="slip.pdf"

x
--B1--
"""


def test_an_attached_message_is_searched_with_its_sender_and_other_attachments_are_told(give, seen, noted):
    reading = give({"a.eml": FORWARDED})

    assert [one[1:3] for one in seen(reading)] == [
        ("email", "refund@rd-go-th.top"),
        ("url", "http://rd-go-th.top/claim?x=1"),
        ("domain", "rd-go-th.top"),
    ]
    assert (1, "", "input.archive_part") in noted(reading)


@pytest.mark.parametrize(
    "text",
    [
        "From: a\nMessage-ID: <x\nSubject: =?x?Q?\nDate: never\n\nbody 0812345678\n",
        "From: \nReceived: x\nContent-Type: multipart/mixed\nTo: y\n\n--\n",
        "From: a@b.co\nMIME-Version: 1.0\nContent-Type: message/rfc822\nTo: y\n\n"
        + "Content-Type: message/rfc822\n\n" * 40,
    ],
)
def test_a_broken_mail_is_still_one_report(give, text):
    reading = give({"a.eml": text})

    assert reading.reports.num_rows == 1


TABLE = """Case no   Reported     Suspect phone     Account        Bank   Loss
SG-1      2026-01-02   +65 8123 4567     123-45678-9    DBS    S$ 500
SG-2      2026-01-03                     123456789      DBS    1,200

SG-3      2026-01-04   9123 4567                        OCBC   S$ 80
"""


def test_columns_set_with_blanks_are_a_table(give, seen):
    reading = give({"a.txt": TABLE})

    assert [one[:3] for one in seen(reading)] == [
        ("SG-1", "phone", "+6581234567"),
        ("SG-1", "bank_account", "SG:DBS:123456789"),
        ("SG-2", "bank_account", "SG:DBS:123456789"),
        ("SG-3", "phone", "+6591234567"),
    ]
    assert reading.reports["row"].to_pylist() == [2, 3, 5]


def test_prose_is_no_table_of_blanks():
    assert text_shapes.aligned(["He called me.  Then he wrote.", "I paid.       Never again.", "That is  all."]) is None
    assert text_shapes.aligned(["phone", "0812345678", "0812345679"]) is None


@pytest.mark.parametrize(
    ("text", "country", "why"),
    [
        ("no,text\n1,I lost 3000 baht by 0812345678\n", "TH", "the currency of sums in its text"),
        ("no,text\n1,RM 500 gone; 012-345 6789\n", "MY", "the currency of sums in its text"),
        ("no,phone\n1,+65 8123 4567\n2,81234567\n", "SG", "a number that stands there with its code and without"),
    ],
)
def test_the_country_is_guessed_from_what_the_text_says(give, text, country, why):
    reading = give({"a.csv": text})

    told = [one.message for one in reading.problems if one.code == "input.country_guessed"]
    assert told == [f"local numbers were read as of {country}, by {why}; name the country with --country"]


def test_two_currencies_or_a_foreign_number_alone_tell_no_country(give):
    for text in ("no,text\n1,3000 baht and 500 ringgit\n", "no,phone\n1,+65 8123 4567\n2,0812345678\n"):
        assert [one.code for one in give({"a.csv": text}).problems if one.code == "input.country_guessed"] == []


def test_the_first_of_several_countries_counts_and_is_told(give, seen, noted):
    reading = give({"a.csv": "id,country,phone\n1,CA; US,(415) 555-2671\n2,nowhere; US,415 555 2671\n"})

    assert reading.reports["country"].to_pylist() == ["CA", None]
    assert seen(reading)[0] == ("1", "phone", "+14155552671", "phone")
    assert (2, "country", "input.country") in noted(reading)


def test_ids_of_upi_are_handles_and_no_number_of_the_report(give, seen):
    text = 'Ack No,Mobile,UPI ID,Bank/Wallet,Account No,Amount,Txn ID\n2010260001,98765 43210,Fraud.person@okaxis,Axis,917010012345678,"Rs. 1,50,000",412345678901\n'

    reading = give({"a.csv": text})

    assert seen(reading) == [
        ("2010260001", "phone", "+919876543210", "Mobile"),
        ("2010260001", "handle", "upi:fraud.person@okaxis", "UPI ID"),
        ("2010260001", "bank_account", "IN:AXIS:917010012345678", "Account No"),
    ]


def test_words_of_a_page_and_where_its_links_lead():
    page = (
        '<html><script>var a="<p>no</p>"</script><h1>Pay</h1>now<br>at <a class=x href=http://bad.top>bank</a>&amp; go'
    )

    assert html_tables.plain(page).split() == ["Pay", "now", "at", "http://bad.top", "bank&", "go"]


def test_each_account_goes_with_the_bank_named_after_it(give, seen):
    text = "case,acct1,acct1_bank,acct2,acct2_bank\nA,1234567890,KBANK,4051234567,SCB\n"

    assert [one[2] for one in seen(give({"a.csv": text}, country="TH"))] == ["TH:KBANK:1234567890", "TH:SCB:4051234567"]


def test_banks_before_and_behind_their_accounts_each_serve_one(give, seen):
    for header, row in (
        ("Account,Bank,Account 2,Bank 2", "1234567890,KBANK,4051234567,SCB"),
        ("Bank,Account,Bank 2,Account 2", "KBANK,1234567890,SCB,4051234567"),
    ):
        found = seen(give({"a.csv": f"{header}\n{row}\n"}, country="TH"))
        assert [one[2] for one in found] == ["TH:KBANK:1234567890", "TH:SCB:4051234567"]


def test_banks_are_known_by_their_numbers(give, seen):
    text = "id,account,bank code\n1,1234567890123,822\n"

    assert seen(give({"a.csv": text}, country="TW"))[0][2] == "TW:CTBC:1234567890123"


def test_a_column_of_numbers_or_names_is_read_as_what_each_cell_holds(give, seen):
    text = 'id,Contact (phone / LINE / Facebook)\n1,"Line: gold_expert, 0812345678"\n2,+66 81 234 5678\n3,facebook.com/gold.expert\n'

    assert [one[1:3] for one in seen(give({"a.csv": text}, country="TH"))] == [
        ("handle", "line:gold_expert"),
        ("phone", "+66812345678"),
        ("phone", "+66812345678"),
        ("handle", "facebook:gold.expert"),
    ]


def test_a_guess_under_which_the_phones_cannot_be_read_gives_way_to_the_next(give, seen):
    text = "案件編號,嫌疑人電話,銀行,金額(元)\nT1,0912-345-678,中國信託,50000\nT2,0912345678,玉山銀行,3萬\n"

    reading = give({"a.csv": text.encode("big5")})

    assert {one[2] for one in seen(reading)} == {"+886912345678"}


def test_a_slip_names_its_bank_on_the_line_above_the_account(give, seen):
    text = "โอนเงินสำเร็จ\nไปยัง\nนาย ตัวอย่าง\nธ.ไทยพาณิชย์\n405-123456-7\nจำนวนเงิน 50,000.00 บาท\n"

    assert [one[1:3] for one in seen(give({"slip.txt": text}))] == [("bank_account", "TH:SCB:4051234567")]


def test_months_of_indonesia_and_malaysia(give):
    reading = give({"a.csv": "id,tanggal\n1,5 Januari 2026\n2,7 Ogos 2026\n3,31 Disember 2026\n"})

    assert reading.reports["reported_on"].to_pylist() == [
        dt.date(2026, 1, 5),
        dt.date(2026, 8, 7),
        dt.date(2026, 12, 31),
    ]


def workbook(*rows):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return held.getvalue()


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_workbooks_inside_archives_are_read(give, seen, how):
    book = workbook(["id", "phone"], ["1", "0812345678"])
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        archive.writestr("month/a.xlsx", workbook(["id", "phone"], ["3", "0811111111"]))
        archive.writestr("month/b.csv", "id,phone\n2,0898765432\n")

    reading = give({"both.zip": held.getvalue(), "one.xlsx.gz": gzip.compress(book)}, country="TH")

    assert sorted(one[2] for one in seen(reading)) == ["+66811111111", "+66812345678", "+66898765432"]
