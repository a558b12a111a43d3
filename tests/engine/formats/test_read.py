"""Files to reports and sightings: every row accounted for, whatever order the files come in."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from weft import formats
from weft.errors import FileNotRead, MappingNotRead
from weft.formats import workshop
from weft.tables.schemas import REPORTS, SIGHTINGS

HEADER = "report_id,reported_on,country,phone,bank,account number,narrative,amount,victim phone,status\n"


def test_a_row_becomes_a_report_with_its_sightings(give, seen):
    reading = give(
        {
            "a.csv": HEADER
            + 'R1,03/10/2025,TH,081-234-5678,KBANK,123-4-56789-0,"Call 0898765432 now","50,000 บาท",0811111111,open\n'
        }
    )

    assert reading.reports.to_pylist() == [
        {
            "report_id": "R1",
            "file": "a.csv",
            "row": 2,
            "country": "TH",
            "language": None,
            "reported_on": dt.date(2025, 10, 3),
            "narrative": "Call 0898765432 now",
            "amount": Decimal("50000.00000000"),
            "amount_as_written": "50,000 บาท",
            "currency": "THB",
            "category": None,
            "reporter": "0811111111",
            "extra": '{"bank": "KBANK", "status": "open"}',
        }
    ]
    assert seen(reading) == [
        ("R1", "phone", "+66812345678", "phone"),
        ("R1", "bank_account", "TH:KBANK:1234567890", "account number"),
        ("R1", "phone", "+66898765432", "narrative:5-15"),
    ]
    assert reading.problems == []
    assert (reading.reports.schema, reading.sightings.schema) == (REPORTS, SIGHTINGS)


def test_the_same_number_in_a_column_and_in_the_story_is_two_sightings(give, seen):
    reading = give({"a.csv": "id,phone,narrative\n1,0812345678,call 0812345678\n"}, country="TH")

    assert seen(reading) == [("1", "phone", "+66812345678", "phone"), ("1", "phone", "+66812345678", "narrative:5-15")]


def test_offsets_are_into_the_story_as_stored(give):
    reading = give({"a.csv": 'id,narrative\n1,"  ไลน์\n๐๘๑-๒๓๔-๕๖๗๘ \u200b โทร"\n'}, country="TH")

    (story,) = reading.reports["narrative"].to_pylist()
    (sighting,) = reading.sightings.to_pylist()
    start, end = map(int, sighting["source"].removeprefix("narrative:").split("-"))
    assert sighting["as_written"] == story[start:end]
    assert sighting["value"] == "+66812345678"


def test_what_a_reporter_owns_is_never_a_sighting(give, seen):
    reading = give(
        {"a.csv": "id,victim phone,reporter email,phone\n1,0811111111,victim@example.com,0812345678\n"}, country="TH"
    )

    assert seen(reading) == [("1", "phone", "+66812345678", "phone")]
    assert reading.reports["reporter"].to_pylist() == ["0811111111; victim@example.com"]


def test_bad_values_are_listed_and_the_rest_goes_on(give, noted):
    rows = "R1,31/02/2025,Atlantis,abc,,,ok,twelve,,\nR2,04/10/2025,TH,0812345678,,,ok,100,,\n"

    reading = give({"a.csv": HEADER + rows})

    assert noted(reading) == [
        (2, "amount", "input.amount"),
        (2, "country", "input.country"),
        (2, "phone", "input.phone"),
        (2, "reported_on", "input.date"),
    ]
    assert reading.reports["report_id"].to_pylist() == ["R1", "R2"]
    assert reading.reports["amount_as_written"].to_pylist() == ["twelve", "100"]


def test_a_dash_says_nothing_and_is_no_problem(give):
    reading = give({"a.csv": "id,phone,email,amount\n1,-,n/a,-\n2,ไม่มี,0,\n"}, country="TH")

    assert [problem.code for problem in reading.problems] == ["input.email"]


def test_rows_read_and_rows_refused_are_the_rows_of_the_file(give, noted):
    text = "id,phone,notes\n1,0812345678,a\n,,\n1,0812345678,a\n\n2,0898765432\n3,0898765432,b,c\n1,0611112222,z\n"

    reading = give({"a.csv": text}, country="TH")

    (file,) = reading.files
    assert (file.rows, file.refused) == (4, 2)
    assert reading.reports["report_id"].to_pylist() == ["1", "2", "3", "1#2"]
    assert noted(reading) == [
        (3, "", "input.blank_row"),
        (4, "", "input.duplicate_report"),
        (6, "", "input.few_fields"),
        (7, "", "input.many_fields"),
        (8, "", "input.duplicate_id"),
    ]
    assert json.loads(reading.reports["extra"].to_pylist()[2]) == {"column 4": "c"}


def test_the_same_row_in_two_files_is_one_report(give, noted):
    rows = "id,phone\n1,0812345678\n2,0898765432\n"

    reading = give({"a.csv": rows, "b.csv": rows + "3,0611112222\n"}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1", "2", "3"]
    assert reading.sightings["report"].to_pylist() == [0, 1, 2]
    assert [(file.name, file.rows, file.refused) for file in reading.files] == [("a.csv", 2, 0), ("b.csv", 1, 2)]
    assert [code for _, _, code in noted(reading)] == ["input.duplicate_report"] * 2


def test_a_report_without_an_id_is_named_by_file_and_row(give):
    reading = give({"a.csv": "phone,notes\n0812345678,a\n0898765432,b\n"}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["a.csv:2", "a.csv:3"]


def test_files_of_one_name_are_told_apart_by_their_folders(give):
    reading = give({"a/x.csv": "phone,notes\n0812345678,a\n", "b/x.csv": "phone,notes\n0898765432,b\n"}, country="TH")

    assert sorted(reading.reports["report_id"].to_pylist()) == ["a/x.csv:2", "b/x.csv:2"]
    assert sorted(file.name for file in reading.files) == ["a/x.csv", "b/x.csv"]


def test_the_order_and_repetition_of_files_change_nothing(tmp_path):
    paths = []
    for number in range(4):
        path = tmp_path / f"{number}.csv"
        path.write_text(f"id,phone\n{number},081234567{number}\n9,089876543{number}\n", encoding="utf-8")
        paths.append(path)

    forth = formats.read(paths, country="TH")
    back = formats.read([*reversed(paths), paths[0]], country="TH")

    assert forth == back
    assert forth.reports["report_id"].to_pylist() == ["0", "9", "1", "9#2", "2", "9#3", "3", "9#4"]


def test_several_processes_give_the_same_as_one(tmp_path):
    path = tmp_path / "many.csv"
    rows = (
        f"{number},0{810000000 + number % 70_001},03/{number % 12 + 1:02}/2025,call 0{890000000 + number}\n"
        for number in range(60_500)
    )
    path.write_text("id,phone,date,narrative\n" + "".join(rows) + "5,bad,30/02/2025,x\n", encoding="utf-8")
    steps = []

    alone = formats.read([path], country="TH", workers=1)
    together = formats.read([path], country="TH", workers=2, progress=steps.append)

    assert alone == together
    assert alone.reports.num_rows == 60_501
    assert steps[-1] == formats.Progress("many.csv", 60_501, 60_501)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert all(step.done <= step.total for step in steps)


@pytest.mark.parametrize(
    "child", ["raise SystemExit", "import sys; sys.stdin.buffer.read(100); sys.stdout.buffer.write(b'x' * 8)"]
)
def test_workers_that_die_cost_no_row(tmp_path, monkeypatch, child):
    (tmp_path / "a.csv").write_text(
        "id,phone\n" + "".join(f"{n},0{810000000 + n}\n" for n in range(25_000)), encoding="utf-8"
    )
    alone = formats.read([tmp_path / "a.csv"], country="TH", workers=1)
    monkeypatch.setattr(workshop, "_CHILD", child)

    assert formats.read([tmp_path / "a.csv"], country="TH", workers=2) == alone


def test_the_order_of_day_and_month_is_decided_by_the_whole_column(give, noted):
    rows = "".join(f"{number},0{3 + number % 9}/04/2025\n" for number in range(400)) + "400,04/25/2025\n"

    reading = give({"a.csv": "id,date\n" + rows})

    assert reading.reports["reported_on"].to_pylist()[0] == dt.date(2025, 3, 4)
    assert reading.reports["reported_on"].to_pylist()[-1] == dt.date(2025, 4, 25)
    assert noted(reading) == []


def test_a_date_against_the_order_is_read_and_listed(give, noted):
    reading = give({"a.csv": "id,date\n1,25/04/2025\n2,26/04/2025\n3,04/27/2025\n"})

    assert [day.day for day in reading.reports["reported_on"].to_pylist()] == [25, 26, 27]
    assert noted(reading) == [(4, "date", "input.date_order")]


def test_the_country_is_guessed_from_the_script_and_that_is_told(give, seen):
    reading = give({"a.csv": "id,เบอร์โทร,รายละเอียด\n1,0812345678,โทรมาหลอกให้โอนเงิน\n"})

    assert seen(reading) == [("1", "phone", "+66812345678", "เบอร์โทร")]
    assert reading.reports["country"].to_pylist() == [None]
    assert [problem.code for problem in reading.problems] == ["input.country_guessed"]


def test_a_mapping_says_what_columns_are(give, seen):
    mapping = {
        "file": {"delimiter": "|", "encoding": "cp874", "country": "TH"},
        "columns": {"zib": "phone", "blorp": "ignore"},
    }

    reading = give({"a.txt": "blorp|zib|ประเภท\nx|0812345678|หลอก\n".encode("cp874")}, mapping=mapping)

    assert seen(reading) == [("a.txt:2", "phone", "+66812345678", "zib")]
    assert reading.reports["country"].to_pylist() == ["TH"]
    assert reading.reports["category"].to_pylist() == ["หลอก"]
    assert reading.reports["extra"].to_pylist() == [None]


def test_a_mapping_for_columns_that_are_nowhere_is_refused(give):
    with pytest.raises(MappingNotRead, match="'Phone'") as error:
        give({"a.csv": "id,phone\n1,0812345678\n"}, mapping={"Phone": "phone"})

    assert "phone" in error.value.hint


def test_a_file_that_is_not_there_is_one_line_and_a_hint(tmp_path):
    with pytest.raises(FileNotRead, match="No such file") as error:
        formats.read([tmp_path / "none.csv"])

    assert error.value.hint


LOST = [
    ("1.23E+12", "input.number_lost_digits", []),
    ("8.12E+08", "input.number_lost_digits", []),
    ("812345678", None, ["+66812345678"]),
    ("=HYPERLINK(1)", "input.formula", []),
    ("=cmd|' /C calc'!A0", "input.formula", []),
    ("@SUM(1)", "input.formula", []),
    ("'0812345678", None, ["+66812345678"]),
    ("+66 81 234 5678", None, ["+66812345678"]),
]


@pytest.mark.parametrize(("cell", "code", "values"), LOST)
def test_what_spreadsheets_do_to_numbers_is_told(give, cell, code, values):
    reading = give({"a.csv": f"id,phone\n1,{cell}\n2,0898765432\n"}, country="TH")

    first = [one["value"] for one in reading.sightings.to_pylist() if one["report"] == 0]
    assert first == values
    assert [problem.code for problem in reading.problems] == ([code] if code else [])


def test_a_formula_in_a_story_stays_text(give):
    reading = give({"a.csv": "id,narrative\n1,\"=cmd|' /C calc'!A0\"\n2,hello there\n"})

    assert reading.reports["narrative"].to_pylist()[0] == "=cmd|' /C calc'!A0"
    assert [problem.code for problem in reading.problems] == ["input.formula"]


def test_a_header_alone_is_no_report_and_that_is_told(give, noted):
    reading = give({"a.csv": "id,phone,narrative\n"})

    assert reading.reports.num_rows == 0
    assert noted(reading) == [(0, "", "input.sheet_empty")]


def test_columns_without_a_name_are_kept(give):
    reading = give({"a.csv": "id,phone,,phone\n1,0812345678,x,0898765432\n"}, country="TH")

    assert reading.files[0].columns == {"id": "report_id", "phone": "phone", "column 3": "extra", "phone (2)": "phone"}
    assert reading.sightings["source"].to_pylist() == ["phone", "phone (2)"]
    assert reading.reports["extra"].to_pylist() == ['{"column 3": "x"}']


def test_a_long_text_nobody_recognised_is_searched(give, seen):
    text = "the man on the line said to call 0812345678 again tomorrow or lose the parcel"

    reading = give({"a.csv": f"id,narrative,zz\n1,short,{text}\n"}, country="TH")

    assert seen(reading) == [("1", "phone", "+66812345678", "zz")]


def test_look_shows_what_was_recognised(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id;เบอร์โทร;วันที่\n1;0812345678;25/10/2025\n", encoding="cp874")

    seen = formats.look(path)

    assert (seen.file, seen.format, seen.encoding, seen.delimiter, seen.date_order) == (
        "a.csv",
        "csv",
        "cp874",
        ";",
        "dmy",
    )
    assert json.loads(json.dumps(seen.as_json()))["columns"][1]["field"] == "phone"


def test_a_mapping_written_by_look_changes_nothing(tmp_path, give):
    text = "id;เบอร์โทร;วันที่;zz\n1;0812345678;25/10/2025;x\n".encode("cp874")
    before = give({"a.csv": text})
    formats.mapping.write(tmp_path / "m.toml", formats.look(tmp_path / "a.csv"))

    after = give({"a.csv": text}, mapping=formats.mapping.read(tmp_path / "m.toml"))

    assert (after.reports, after.sightings) == (before.reports, before.sightings)
