"""What people said, from a file to the networks."""

import csv

import pytest

from weft.findings import judgements, run

REPORTS = "id,phone,country\n1,0812345678,TH\n2,0812345678,TH\n3,0898765432,TH\n4,0898765432,TH\n"


@pytest.fixture
def found(tmp_path):
    """A function that runs the main job with judgements and gives report to network."""

    def make(said):
        (tmp_path / "reports.csv").write_text(REPORTS, "utf-8")
        (tmp_path / "said.csv").write_text(said, "utf-8")
        done = run.networks([tmp_path / "reports.csv"], tmp_path / "out", judgements=tmp_path / "said.csv", fresh=True)
        with (tmp_path / "out" / "members.csv").open(encoding="utf-8", newline="") as file:
            return done, {row["report_id"]: row["network_id"] for row in csv.DictReader(file)}

    return make


def test_the_run_obeys_what_people_said(found):
    done, of = found("report_id,other,judgement\n1,3,same\n1,9,different\n")

    assert len({of[one] for one in "1234"}) == 1
    assert done.networks.unheeded == [("1", "9")]
    assert done.as_json()["judgements_unheeded"] == [["1", "9"]]


def test_what_is_different_is_parted(found):
    _, of = found("report_id,other,judgement,why\n1,2,Different,another voice\n")

    assert of["1"] != of["2"] or of["1"] == ""
    assert of["3"] == of["4"] != ""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("report,other,judgement\n1,2,same\n", "no column report_id"),
        ("report_id,other,judgement\n1,2,same\n1,3,maybe\n", "row 3: 'maybe'"),
        ("", "no column"),
    ],
)
def test_a_file_that_is_no_judgements_is_refused_with_its_place(tmp_path, said, message):
    (tmp_path / "said.csv").write_text(said, "utf-8")

    with pytest.raises(judgements.JudgementsNotRead, match=message) as refused:
        judgements.read(tmp_path / "said.csv")
    assert refused.value.hint


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(judgements.JudgementsNotRead, match=r"said\.csv"):
        judgements.read(tmp_path / "said.csv")
