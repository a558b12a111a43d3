"""Files that are damaged, lie about themselves or mean harm: refused in one clear line, or read with every loss listed, within a second."""

import bz2
import gzip
import io
import json
import lzma
import resource
import subprocess
import sys
import tarfile
import time
import zipfile

import pytest

from weft.errors import FileNotRead

XLSX_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>{}</sheetData></worksheet>'


def text_cell(place, value):
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def zipped(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def workbook(rows, dimension="", **more):
    return zipped(XLSX_PARTS | {"xl/worksheets/sheet1.xml": SHEET.format(dimension, rows)} | more)


HEAD = f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "phone")}</row>'
BODY = f'<row r="2">{text_cell("A2", "1")}{text_cell("B2", "0812345678")}</row>'


@pytest.fixture
def quick():
    """What is read must not make the work explode: a second of processor time is the promise, five are an alarm on any machine."""
    before = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    yield
    assert time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before < 5


BOMBS = {
    "one part of zeros": lambda: workbook(HEAD + BODY, **{"xl/media/x.bin": "\0" * 60_000_000}),
    "shared strings": lambda: workbook(
        HEAD, **{"xl/sharedStrings.xml": "<sst>" + "<si><t>a</t></si>" * 3_000_000 + "</sst>"}
    ),
    "five thousand parts": lambda: workbook(HEAD, **{f"xl/worksheets/sheet{n}.xml": "" for n in range(2, 5000)}),
    "an archive within": lambda: workbook(HEAD, **{"inner.zip": "PK"}),
    "nested zips": lambda: zipped({"a.zip": zipped({"b.csv": "id\n"}).decode("latin-1")}),
    "a zip of zeros": lambda: zipped({"a.csv": "0" * 150_000_000}),
    "gzip": lambda: gzip.compress(b"0" * 150_000_000),
    "bzip2": lambda: bz2.compress(b"0" * 150_000_000),
    "xz": lambda: lzma.compress(b"0" * 100_000_000, preset=0),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_refused(give, name):
    data = BOMBS[name]()
    before = time.process_time()

    with pytest.raises(FileNotRead) as error:
        give({"a.xlsx": data})

    assert time.process_time() - before < 5
    assert error.value.hint
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:A1", "A1", "", "ZZZ99999999999:A1"])
def test_a_workbook_that_lies_about_its_size_is_read_by_its_cells(give, quick, dimension):
    data = workbook(HEAD + BODY, f'<dimension ref="{dimension}"/>' if dimension else "")

    reading = give({"a.xlsx": data}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1"]
    assert reading.sightings["value"].to_pylist() == ["+66812345678"]


def test_one_cell_at_the_far_corner_does_not_fill_the_memory(give):
    far = f'<row r="1048576">{text_cell("XFD1048576", "boo")}</row>'

    try:
        reading = give({"a.xlsx": workbook(HEAD + BODY + far)}, country="TH")
    except FileNotRead as error:
        assert error.hint  # noqa: PT017 -- either answer is right: refused, or read up to the limits
    else:
        assert reading.reports["report_id"].to_pylist() == ["1"]
        assert any(problem.code == "input.row_limit" for problem in reading.problems)


def test_formula_cells_are_never_computed(give):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "phone", "narrative"])
    sheet.write_row(1, 0, ["1", "0812345678"])
    sheet.write_formula(1, 2, '=HYPERLINK("http://evil.example.com","x")', value="x")
    sheet.write_string(2, 0, "2")
    sheet.write_string(2, 1, "=cmd|' /C calc'!A0")
    book.close()

    reading = give({"a.xlsx": held.getvalue()}, country="TH")

    assert reading.sightings["value"].to_pylist() == ["+66812345678"]
    assert [(one.row, one.column, one.code) for one in reading.problems] == [(3, "phone", "input.formula")]


XML_TRICKS = {
    "entity laughs": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
    "a file of this machine": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
}


@pytest.mark.parametrize("name", sorted(XML_TRICKS))
def test_entities_in_a_workbook_give_nothing(give, quick, name):
    entity = "&c;" if "laughs" in name else "&a;"
    rows = HEAD + f'<row r="2">{text_cell("A2", "1")}{text_cell("B2", entity)}</row>'
    sheet = XML_TRICKS[name] + SHEET.format("", rows)

    try:
        reading = give({"a.xlsx": zipped(XLSX_PARTS | {"xl/worksheets/sheet1.xml": sheet})}, country="TH")
    except FileNotRead:
        return
    told = str(reading.reports.to_pylist())
    assert "root" not in told
    assert "aaaa" not in told


NOT_FILES = {
    "empty": b"",
    "random.csv": bytes(range(256)) * 40,
    "cut.xlsx": workbook(HEAD + BODY)[:400],
    "cut.zip": zipped({"a.csv": "id,phone\n1,2\n" * 50})[:60],
    "empty.zip": zipped({}),
    "cut.gz": gzip.compress(b"id,phone\n1,0812345678\n" * 100)[:40],
    "page.html": b"<html><body><p>nothing here</p></body></html>",
    "scan.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "photo.csv": b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "program.xlsx": b"MZ" + b"\0" * 100,
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "broken.json": b'{"id": "1", "phone": ',
    "deep.json": b"[" * 100_000 + b"]" * 100_000,
    "broken.yaml": b"a: [1, 2\nb: }",
    "aliases.yaml": b"a: &a [1]\nb: *a\n",
    "laughs.yaml": b"a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c]\n",
    "deep.yaml": b"[" * 5_000 + b"]" * 5_000,
    "text.rtf": rb"{\rtf1\ansi Suspect phone: +66 81 234 5678\par }",
    "voice.opus": b"OggS\0\2" + bytes(range(256)),
    "voice.mp3": b"ID3\3\0" + bytes(range(256)),
    "pic.webp": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(range(256)),
    "pic.heic": b"\0\0\0\x18ftypheic" + bytes(range(256)),
    "old.accdb": b"\0\1\0\0Standard ACE DB\0" + bytes(range(256)),
    "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "wide.csv": (",".join(f"c{number}" for number in range(100_000)) + "\n").encode() * 2,
    "book.xml": b"<?xml version='1.0'?><a/>",
}


@pytest.mark.parametrize("name", sorted(NOT_FILES))
def test_what_cannot_be_read_at_all_is_one_line_with_a_hint(give, quick, name):
    with pytest.raises(FileNotRead) as error:
        give({name: NOT_FILES[name]})

    assert name in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.hint


def test_a_path_in_an_archive_writes_nothing(give, tmp_path):
    reading = give({"a.zip": zipped({"../../evil.csv": "id,phone\n1,0812345678\n"})}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_links_in_a_tar_archive_are_not_followed(give):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        link = tarfile.TarInfo("passwd.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        text = b"id,phone\n1,0812345678\n"
        entry = tarfile.TarInfo("a.csv")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))

    reading = give({"a.tgz": held.getvalue()}, country="TH")

    assert [file.name for file in reading.files] == ["a.tgz[a.csv]"]


def test_what_cannot_be_read_in_an_archive_is_listed_and_the_rest_is_read(give, noted):
    reading = give({"a.zip": zipped({"a.csv": "id,phone\n1,0812345678\n", "b.pdf": "%PDF-1.7"})}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1"]
    assert [(one.file, one.code) for one in reading.problems] == [("a.zip[b.pdf]", "input.archive_part")]


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.json", "a.txt", "noending"])
def test_a_workbook_is_one_whatever_its_name(give, name):
    reading = give({name: workbook(HEAD + BODY)}, country="TH")

    assert reading.files[0].format == "spreadsheet"


def test_a_polyglot_is_read_as_what_it_starts_as(give):
    """A file that is CSV at its head and a zip archive at its tail."""
    head = "id,phone\n" + "".join(f"{number},0812345678\n" for number in range(1, 101))

    reading = give({"a.csv": head.encode() + zipped({"x.csv": "id,phone\nB2,0898765432\n"})}, country="TH")

    assert reading.reports["report_id"].to_pylist()[0] == "1"
    assert "B2" not in reading.reports["report_id"].to_pylist()
    assert reading.problems


JSON_TRICKS = [
    (
        '[{"id":"1","phone":"0812345678","phone":"0898765432"}]',
        ["+66812345678", "+66898765432"],
        ["input.duplicate_key"],
    ),
    ('[{"id":"1","phone":"0812345678","amount":NaN}]', ["+66812345678"], ["input.json_number"]),
    ('[{"id":"1","phone":"0812345678","amount":-Infinity}]', ["+66812345678"], ["input.amount", "input.json_number"]),
    ('[{"id":"1","phone":"0812345678","notes":"\\ud800x"}]', ["+66812345678"], ["input.surrogate"]),
    ('[{"id":"1","phone":"0812345678","notes":"a\\u0000b"}]', ["+66812345678"], []),
    ('[{"id":"1","phone":"0812345678","n":' + "9" * 5000 + "}]", ["+66812345678"], []),
    ('[{"id":"1","phone":"0812345678","n":1e999999}]', ["+66812345678"], []),
    ('[{"id":"1","phone":"0812345678","x":' + "[" * 100 + "]" * 100 + "}]", ["+66812345678"], ["input.record"]),
    ('[{"id":"1","phone":["0812345678",["0898765432"]]}]', ["+66812345678", "+66898765432"], []),
    ('[{"id":"1","phone":{"a":"0812345678"}}]', ["+66812345678"], []),
    ('[{"id":"1","phone":"0812345678"},7,null,"x",[1]]', ["+66812345678"], ["input.record"] * 4),
    ('[{"id":"1","phone":812345678}]', ["+66812345678"], None),
    ('[{"__proto__":"x","constructor":"y","id":"1","phone":"0812345678"}]', ["+66812345678"], []),
]


@pytest.mark.parametrize(("text", "values", "codes"), JSON_TRICKS)
def test_tricks_of_json_lose_nothing(give, quick, text, values, codes):
    reading = give({"a.json": text}, country="TH")

    assert reading.sightings["value"].to_pylist() == values
    if codes is not None:
        assert sorted(one.code for one in reading.problems) == codes


def test_a_bad_line_of_json_lines_is_listed_and_the_rest_is_read(give, noted):
    lines = ['{"id":"1","phone":"0812345678"}', '{"id":', "", "[1]", "null", '{"id":"2","phone":"0898765432"}']

    reading = give({"a.jsonl": "\n".join(lines)}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ["1", "2"]
    assert noted(reading) == [(2, "", "input.json"), (4, "", "input.record"), (5, "", "input.record")]
    assert (reading.files[0].rows, reading.files[0].refused) == (2, 3)


def test_thousands_of_keys_do_not_make_thousands_of_columns(give, quick):
    rows = [{"id": str(number), f"key{number}": "x", "phone": "0812345678"} for number in range(3000)]

    reading = give({"a.json": json.dumps(rows)}, country="TH")

    assert len(reading.files[0].columns) <= 501
    assert reading.reports.num_rows == 3000
    assert json.loads(reading.reports["extra"].to_pylist()[2999]) == {"other keys": "key2999: x"}


LINES = {
    "a line of 64 KB": "1," + "x" * 65_536,
    "a line of a megabyte": "1," + "word 0812345679 " * 60_000,
    "digits without end": "1," + "1234567890" * 20_000,
    "dots without end": "1," + "a." * 60_000,
    "at signs": "1," + "a@" * 60_000,
    "slashes": "1," + "http://" * 20_000,
    "quotes": "1," + '"' * 60_001,
    "brackets": "1," + "[.]" * 40_000,
    "combining marks": "1,a" + "\u0301" * 80_000,
    "thai marks": "1,ก" + "\u0e49" * 80_000,
    "zero width": "1," + "\u200b" * 80_000,
    "bidi": "1," + "\u202e" * 40_000,
    "ligatures that grow": "1," + "\ufdfa" * 20_000,
    "zawgyi": "1," + "\u1031\u1000\u1039" * 20_000,
}


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_long_line_takes_no_long_time(give, quick, name):
    reading = give({"a.csv": f"id,narrative\n{LINES[name]}\n2,call 0812345678\n"}, country="TH")

    assert "2" in reading.reports["report_id"].to_pylist()
    assert "+66812345678" in reading.sightings["value"].to_pylist()


def test_floods_of_marks_are_cut_and_told(give, noted):
    reading = give({"a.csv": "id,narrative\n1,a" + "\u0301" * 100 + "b\n"})

    assert reading.reports["narrative"].to_pylist() == ["a" + "\u0301" * 30 + "b"]
    assert noted(reading) == [(2, "narrative", "input.combining_marks")]


BYTES = [
    ("cr only", b"id,phone\r1,0812345678\r2,0898765432\r", ["1", "2"], []),
    ("nul", b"id,phone\n1,08123\x0045678\n2,0898765432\n", ["1", "2"], ["input.nul"]),
    ("bom in the middle", "id,phone\n1,0812345678\n\ufeff2,0898765432\n".encode(), ["1", "\ufeff2"], []),
    (
        "one bad byte",
        "id,phone,n\n1,0812345678,โทร".encode() + b"\xff\n2,0898765432,x\n",
        ["1", "2"],
        ["input.bad_bytes"],
    ),
    (
        "a row in another encoding",
        "id,phone,n\n1,0812345678,โทรมาหลอก\n".encode() + "2,0898765432,โทรมาหลอกให้โอนเงินแล้วปิดเครื่อง\n".encode("cp874"),
        ["1", "2"],
        ["input.mixed_encoding"],
    ),
    ("no end of line", b"id,phone\n1,0812345678\n2,0898765432", ["1", "2"], []),
    ("an open quote", b'id,phone,n\n1,0812345678,"open\n2,0898765432,x\n', ["1", "2"], ["input.quote"]),
]


@pytest.mark.parametrize(("name", "data", "ids", "codes"), BYTES)
def test_odd_bytes_lose_no_row(give, quick, name, data, ids, codes):
    reading = give({"a.csv": data}, country="TH")

    assert reading.reports["report_id"].to_pylist() == ids
    assert reading.sightings["value"].to_pylist() == ["+66812345678", "+66898765432"]
    assert [one.code for one in reading.problems] == codes


def test_a_large_odd_file_stays_within_a_gigabyte(tmp_path):
    """50,000 rows, each with a flood of its own, read in a process that may use no more."""
    path, flood = tmp_path / "a.csv", "ก" + "\u0e49" * 40
    with path.open("w", encoding="utf-8") as file:
        file.write("id,phone,narrative\n")
        for number in range(50_000):
            file.write(f'{number},08{number:08},"x\0 \u202e {number} {flood}"\n')
    code = "import resource,sys; resource.setrlimit(resource.RLIMIT_AS,(1<<30,1<<30)); from pathlib import Path; from weft import formats; r=formats.read([Path(sys.argv[1])],country='TH',workers=1); print(r.reports.num_rows,len(r.problems))"

    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=False)

    assert done.stdout.split()[0] == "50000", done.stderr[-500:]
