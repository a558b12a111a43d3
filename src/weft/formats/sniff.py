"""Which format a file is, from its first bytes before its name: names lie more often."""

import io
import re
import zipfile
from typing import Final

from weft.errors import FileNotRead
from weft.formats import delimited, mail, packed, text_shapes, xml_records
from weft.formats.encodings import Encoding
from weft.formats.text_lines import Lines

FORMATS: Final = ("csv", "spreadsheet", "zip", "json", "jsonl", "yaml", "html", "xml", "text")

_SHEETS: Final = (b"xl/workbook", b"application/vnd.oasis.opendocument.spreadsheet")
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAMPLE: Final = 65_536

# What people send by mistake, with what to do about it.
_OTHERS: Final = (
    (b"%PDF", "a PDF document", "copy its table into a spreadsheet, or its text into a .txt file"),
    (b"\x89PNG", "a picture", "type what it shows into a .txt file"),
    (b"\xff\xd8\xff", "a picture", "type what it shows into a .txt file"),
    (b"GIF8", "a picture", "type what it shows into a .txt file"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"SQLite format 3", "a database", "export its tables as CSV"),
    (b"PAR1", "a Parquet file", "export it as CSV"),
    (b"{\\rtf", "an RTF document", "open it and save it as plain text (.txt), or its table as CSV"),
    (b"ID3\3", "a sound recording", "type what is said into a .txt file"),
    (b"ID3\4", "a sound recording", "type what is said into a .txt file"),
    (b"OggS\0", "a sound recording", "type what is said into a .txt file"),
    (b"#!AMR", "a sound recording", "type what is said into a .txt file"),
    (b"II*\0", "a picture", "type what it shows into a .txt file"),
    (b"MM\0*", "a picture", "type what it shows into a .txt file"),
    (b"MZ", "a program", "give a file of reports"),
    (b"\x7fELF", "a program", "give a file of reports"),
)


# The same, told by bytes that do not stand first.
_INSIDE: Final = (
    (8, b"WEBP", "a picture", "type what it shows into a .txt file"),
    (8, b"WAVE", "a sound recording", "type what is said into a .txt file"),
    (4, b"ftyphei", "a picture", "type what it shows into a .txt file"),
    (4, b"ftypmif", "a picture", "type what it shows into a .txt file"),
    (4, b"ftyp", "a film or sound recording", "type what it shows into a .txt file"),
    (4, b"Standard ACE DB", "a database", "export its tables as CSV"),
    (4, b"Standard Jet DB", "a database", "export its tables as CSV"),
)
# Office documents that are packed as workbooks are.
_DOCUMENTS: Final = (
    (b"word/document.xml", "a Word document", "save it as plain text (.txt), or copy its table into a spreadsheet"),
    (b"ppt/presentation.xml", "a presentation", "copy its text into a .txt file"),
    (
        b"application/vnd.oasis.opendocument.text",
        "a text document",
        "save it as plain text (.txt), or copy its table into a spreadsheet",
    ),
)


def binary(data: bytes, name: str) -> str | None:
    """``spreadsheet``, ``zip`` or ``packed`` for formats that are not text, None for text. Raises FileNotRead for what we do not read."""
    if not data:
        raise FileNotRead(f"{name} is empty", hint="a file of 0 bytes is usually a copy that broke off")
    if data.startswith(_OLE):
        # Names of streams are UTF-16: "Workbook" or "Book" of a workbook, "EncryptedPackage" of a locked one.
        if not any(one.encode("utf-16-le") in data for one in ("Workbook", "Book", "EncryptedPackage")):
            raise FileNotRead(
                f"{name} is a document or a mail of an Office program, which is not read",
                hint="save a document as plain text (.txt), a mail as .eml",
            )
        return "spreadsheet"
    if data.startswith((_ZIP, b"PK\x05\x06")):
        for mark, what, hint in _DOCUMENTS:
            if mark in data and not any(one in data for one in _SHEETS):
                raise FileNotRead(f"{name} is {what}, which is not read", hint=hint)
        return "spreadsheet" if _is_workbook(data) else "zip"
    if data.startswith(packed.MARKS):
        return "packed"
    for at, mark, what, hint in _INSIDE:
        if data[at : at + len(mark)] == mark:
            raise FileNotRead(f"{name} is {what}, which is not read", hint=hint)
    for mark, what, hint in _OTHERS:
        if data.startswith(mark):
            raise FileNotRead(f"{name} is {what}, which is not read", hint=hint)
    return None


def _is_workbook(data: bytes) -> bool:
    """Whether a zip archive is an office document: xlsx, xlsb and ods name their parts in its directory."""
    marks = (b"xl/workbook", b"application/vnd.oasis.opendocument.spreadsheet", b"[Content_Types].xml")
    if not any(mark in data for mark in marks):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        # Damaged, or part of one: the reader of workbooks says what is wrong.
        return True
    # An archive may also hold a workbook, stored as it is.
    return "[Content_Types].xml" in names or "content.xml" in names or any(name.startswith("xl/") for name in names)


def text(data: bytes, name: str, encoding: Encoding) -> str:
    """The format of a text file. Raises FileNotRead when it is no text."""
    # Read as rows are, so that a row in another encoding is no sign of a picture.
    sample = "".join(Lines(name, data[: encoding.bom + _SAMPLE], encoding))
    controls = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\x1a")
    nuls = 0 if encoding.name.startswith("utf-") and encoding.name != "utf-8" else data[:_SAMPLE].count(0)
    if nuls * 4 > len(data[:_SAMPLE]) or controls * 20 > len(sample) or sample.count("\ufffd") * 5 > len(sample):
        raise FileNotRead(
            f"{name} is not text and no format we read",
            hint="known: CSV, TSV, XLSX, XLS, ODS, JSON, JSON Lines, YAML, plain text",
        )
    start = sample.lstrip("\ufeff \t\r\n")
    if mail.is_mail(start.splitlines()):
        return "mail"
    if xml_records.is_xml(start) and "<html" not in start[:2000].lower():
        return "xml"
    if start[:1] == "<" and (b"<table" in data or b"<TABLE" in data or "<html" in start[:2000].lower()):
        return "html"
    suffix = name.lower().rpartition(".")[2]
    if start[:1] in "{[" and start[:1] and _is_json(start, suffix):
        lines = [line for line in start.splitlines() if line.strip()][:3]
        alone = (
            len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines) and lines[0].rstrip().endswith("}")
        )
        return "jsonl" if suffix in {"jsonl", "ndjson"} or alone else "json"
    if suffix in {"jsonl", "ndjson"}:
        return "jsonl"
    if suffix == "json":
        return "json"
    if suffix in {"yaml", "yml"}:
        return "yaml"
    if suffix in {"csv", "tsv", "tab", "psv"}:
        return "csv"
    lines = [line for line in sample.splitlines()[:120] if not line.lstrip().startswith("#")][:50]
    return "csv" if delimited.is_table("\n".join(lines)) and not text_shapes.is_chat(lines) else "text"


# [12, 5] is a list; "[12/3/31, 09:15] Linda:" is a line of a chat.
_JSON_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?\s*[,\]]")


def _is_json(start: str, suffix: str) -> bool:
    """A text may open with a bracket ("[scam] he called…"), a table too; JSON goes on with a quotation mark, a bracket or a value."""
    if suffix in {"json", "jsonl", "ndjson"}:
        return True
    rest = start[1:].lstrip()
    return rest[:1] in '"}' if start[0] == "{" else (rest[:1] in '{["]' or _JSON_NUMBER.match(rest) is not None)
