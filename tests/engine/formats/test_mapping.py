"""The mapping file: written, read back, and what is said when it is wrong."""

import pytest

from weft.errors import MappingNotRead
from weft.formats import mapping
from weft.formats.columns import Column, Columns


def test_what_is_written_is_read_back(tmp_path):
    columns = Columns(
        columns=(Column(0, 'เบอร์ "โทร"', "phone", 0.9, "because"), Column(1, "a\\b\tc", "extra", 0.1, "no\nreason")),
        encoding="cp874",
        delimiter="\t",
        country="TH",
        date_order="dmy",
    )
    path = tmp_path / "mapping.toml"

    mapping.write(path, columns)

    assert mapping.read(path) == {
        "columns": {'เบอร์ "โทร"': "phone", "a\\b\tc": "extra"},
        "file": {"encoding": "cp874", "delimiter": "\t", "country": "TH", "date_order": "dmy"},
    }


def test_plain_pairs_are_a_mapping_too():
    assert mapping.checked({"Tel": "phone"}) == {"columns": {"Tel": "phone"}, "file": {}}


WRONG = [
    ('[columns]\n"Tel" = "phon"\n', ["line 2", "'phon'", "'Tel'"], "phone"),
    ('[file]\n\nencoding = "klingon"\n', ["line 3", "klingon"], "utf-8"),
    ('[file]\nencoding = "base64"\n', ["line 2", "base64"], "utf-8"),
    ('[file]\ndelimiter = ";;"\n', ["line 2", "one character"], "delimiter"),
    ('[file]\ndate_order = "dd/mm"\n', ["line 2", "dd/mm"], "dmy"),
    ('[file]\ncolour = "red"\n', ["line 2", "colour"], "encoding"),
    ("[file]\nsheet = 3\n", ["line 2", "sheet", "quotation"], "for instance"),
    ('[columns]\n[rows]\na = "b"\n', ["rows"], "[columns]"),
    ('"Tel" = phone\n', ["line 1"], "field"),
]


@pytest.mark.parametrize(("text", "said", "hint"), WRONG)
def test_a_wrong_mapping_names_the_line_and_what_may_stand_there(tmp_path, text, said, hint):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(MappingNotRead) as error:
        mapping.read(path)

    assert all(part in str(error.value) for part in said)
    assert hint in error.value.hint


def test_a_mapping_that_is_not_there_is_told(tmp_path):
    with pytest.raises(MappingNotRead, match="No such file"):
        mapping.read(tmp_path / "none.toml")


def test_a_mapping_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_bytes('"เบอร์" = "phone"'.encode("cp874"))

    with pytest.raises(MappingNotRead, match="not UTF-8"):
        mapping.read(path)


def test_deep_nesting_is_told_not_crashed_on(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text("a = " + "[" * 5000 + "]" * 5000, encoding="utf-8")

    with pytest.raises(MappingNotRead):
        mapping.read(path)
