"""Delimited text as people really write it: no row lost, none swallowed by another."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.formats import delimited, encodings


def rows_of(text, **options):
    data = text if isinstance(text, bytes) else text.encode()
    grid = delimited.read(data, "a.csv", encodings.detect(data), **options)
    batches = list(grid.batches)
    numbered = [(number, row) for batch in batches for number, row in zip(batch.numbers, batch.rows, strict=True)]
    problems = [(problem.row, problem.code) for batch in batches for problem in batch.problems]
    return numbered, problems


@pytest.mark.parametrize("delimiter", delimited.DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_is_told(delimiter, end):
    text = end.join(delimiter.join(row) for row in (["id", "a", "b"], ["1", "x", "y"], ["2", "x", "y"])) + end

    numbered, problems = rows_of(text)

    assert numbered == [(1, ["id", "a", "b"]), (2, ["1", "x", "y"]), (3, ["2", "x", "y"])]
    assert problems == []


def test_a_decimal_comma_does_not_make_the_comma_the_delimiter():
    numbered, _ = rows_of("id;loss;note\n1;1.234,5;a\n2;17,25;b\n")

    assert [row for _, row in numbered] == [["id", "loss", "note"], ["1", "1.234,5", "a"], ["2", "17,25", "b"]]


def test_excels_sep_line_names_the_delimiter():
    numbered, _ = rows_of("sep=|\nid|a\n1|x,y;z\n")

    assert numbered == [(2, ["id", "a"]), (3, ["1", "x,y;z"])]


def test_line_ends_inside_quotes_belong_to_the_cell_and_rows_are_counted_as_in_a_spreadsheet():
    numbered, problems = rows_of('id,story\n1,"one\ntwo\n\nthree"\n2,b\n')

    assert numbered == [(1, ["id", "story"]), (2, ["1", "one\ntwo\n\nthree"]), (3, ["2", "b"])]
    assert problems == []


UNCLOSED = [
    # text, rows, problems
    ('id,a,b\n1,"x,y\n2,c,d\n3,e,f\n', [["1", "x", "y"], ["2", "c", "d"], ["3", "e", "f"]], [(2, "input.quote")]),
    (
        'id,a,b\n1,x,"y, and so on\n2,c,d\n3,"e",f\n',
        [["1", "x", "y, and so on"], ["2", "c", "d"], ["3", "e", "f"]],
        [(2, "input.quote")],
    ),
    ('id,a,b\n1,c,d\n2,"e"x,f\n3,g,h\n', [["1", "c", "d"], ["2", "ex", "f"], ["3", "g", "h"]], [(3, "input.quote")]),
    ('id,a,b\n1,c,"\n', [["1", "c", ""]], [(2, "input.quote")]),
]


@pytest.mark.parametrize(("text", "rows", "problems"), UNCLOSED)
def test_an_unclosed_quotation_mark_costs_one_row_at_most(text, rows, problems):
    numbered, noted = rows_of(text)

    assert [row for _, row in numbered[1:]] == rows
    assert noted == problems


def test_an_unclosed_quotation_mark_at_the_top_of_a_large_file_is_recovered_from():
    text = 'id,a\n1,"oops\n' + "".join(f"{number},x\n" for number in range(2, 200_000))

    numbered, problems = rows_of(text)

    assert len(numbered) == 200_000
    assert problems == [(2, "input.quote")]


def test_a_line_of_a_megabyte_is_one_row():
    long = "x" * 1_500_000

    numbered, problems = rows_of(f"id,a\n1,{long}\n2,b\n")

    assert [len(row[1]) for _, row in numbered] == [1, delimited.MAX_CELL, 1]
    assert problems == [(2, "input.long_cell")]


def test_a_cell_of_64_kilobytes_is_nothing_special():
    numbered, problems = rows_of(f'id,a\n1,"{"x" * 65_537}"\n')

    assert len(numbered[1][1][1]) == 65_537
    assert problems == []


def test_nul_bytes_are_taken_out_and_told():
    numbered, problems = rows_of(b"id,a\n1,b\x00c\n2,d\n")

    assert [row for _, row in numbered] == [["id", "a"], ["1", "bc"], ["2", "d"]]
    assert problems == [(2, "input.nul")]


def test_mixed_encodings_are_told_row_by_row():
    story = "ผู้เสียหายได้รับโทรศัพท์"
    data = f"id,a\n1,{story}\n".encode() + f"2,{story}\n".encode("cp874") + b"3,bro\xe9ken\n" + f"4,{story}\n".encode()

    numbered, problems = rows_of(data)

    assert [row[1] for _, row in numbered] == ["a", story, story, "bro\ufffdken", story]
    assert problems == [(3, "input.mixed_encoding"), (4, "input.bad_bytes")]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=12),
            min_size=2,
            max_size=2,
        ),
        min_size=2,
        max_size=8,
    )
)
def test_what_a_csv_writer_writes_is_read_back(rows):
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)

    numbered, problems = rows_of(out.getvalue(), delimiter=",")

    assert [row for _, row in numbered] == rows
    assert problems == []


@given(st.lists(st.sampled_from(['"', ",", "a", "\n", "\r", " ", "ก", '""', "b,c\n"]), max_size=60))
def test_no_character_outside_marks_is_lost_whatever_the_quoting(parts):
    text = "id,a\n" + "".join(parts)

    numbered, _ = rows_of(text, delimiter=",")

    kept = "".join("".join(row) for _, row in numbered)
    for character in "abcก":
        assert kept.count(character) == text.replace("id,a\n", "ida").count(character)
