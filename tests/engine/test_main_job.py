"""The main job from file to folder, through the command a user types."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

REPORTS = """report_id,date,country,phone,account,bank,victim phone,amount,description
1,2025-10-01,TH,081-234-5678,123-4-56789-0,KBANK,0899999999,50000 บาท,Called by 0812345678 about investment at hxxps://evil-bank[.]com/a
2,2025-10-03,TH,0812345678,,,,3 ล้าน,ลงทุน evil-bank.com
3,2025-10-05,VN,,0123456789,Vietcombank,,2 tỷ,nothing more
4,2025-10-09,VN,,0123456789,VCB,,bad,a row with an amount nobody can read
5,2025-10-09,VN,,,,0899999999,,alone
"""


def weft(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "weft.cli.main", *words], cwd=cwd, capture_output=True, text=True, check=False
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")
    return tmp_path


def test_reports_that_share_something_rare_come_out_as_one_network(folder):
    done = weft("networks", "reports.csv", "--out", "found", cwd=folder)

    assert done.returncode == 0, done.stderr
    member = {row["report_id"]: row["network_id"] for row in rows(folder / "found/members.csv")}
    assert member["1"] == member["2"] != ""
    assert member["3"] == member["4"] != ""
    assert member["1"] != member["3"]
    assert member["5"] == ""


def test_the_victims_own_number_is_never_a_sighting(folder):
    weft("networks", "reports.csv", "--out", "found", cwd=folder)

    assert "+66899999999" not in (folder / "found/sightings.csv").read_text(encoding="utf-8")
    assert "0899999999" not in (folder / "found/index.html").read_text(encoding="utf-8")


def test_a_value_that_cannot_be_read_is_told_with_its_place(folder):
    weft("networks", "reports.csv", "--out", "found", cwd=folder)

    told = [(row["file"], row["row"], row["column"], row["as_written"]) for row in rows(folder / "found/problems.csv")]
    assert ("reports.csv", "5", "amount", "bad") in told


def test_the_same_input_gives_the_same_bytes_whatever_the_order_of_files(folder):
    head, *lines = REPORTS.splitlines(keepends=True)
    (folder / "a.csv").write_text(head + "".join(lines[:2]), encoding="utf-8")
    (folder / "b.csv").write_text(head + "".join(lines[2:]), encoding="utf-8")

    weft("networks", "a.csv", "b.csv", "--out", "one", cwd=folder)
    weft("networks", "b.csv", "a.csv", "--out", "two", cwd=folder)

    for name in sorted(path.name for path in (folder / "one").iterdir()):
        assert (folder / "one" / name).read_bytes() == (folder / "two" / name).read_bytes(), name


def test_networks_keep_their_names_when_more_reports_come(folder):
    weft("networks", "reports.csv", "--out", "found", cwd=folder)
    before = {row["report_id"]: row["network_id"] for row in rows(folder / "found/members.csv")}
    with (folder / "reports.csv").open("a", encoding="utf-8") as lines:
        lines.write("6,2025-10-20,TH,+66812345678,,,,,again\n")

    weft("networks", "reports.csv", "--out", "found", cwd=folder)

    after = {row["report_id"]: row["network_id"] for row in rows(folder / "found/members.csv")}
    assert after["1"] == after["6"] == before["1"]
    assert [(row["network_id"], row["what"]) for row in rows(folder / "found/changes.csv")] == [(before["1"], "grew")]


@pytest.mark.parametrize("name", ["absent.csv", "empty.csv"])
def test_a_file_that_cannot_be_read_ends_with_two_and_one_clear_line(folder, name):
    (folder / "empty.csv").write_bytes(b"")

    done = weft("networks", name, "--out", "found", cwd=folder)

    assert done.returncode == 2
    assert done.stderr.startswith("weft: error: ")
    assert "Traceback" not in done.stderr
    assert not (folder / "found").exists()


def test_every_answer_of_explain_names_the_tie(folder):
    weft("networks", "reports.csv", "--out", "found", cwd=folder)

    done = weft("explain", "081-234-5678", "--in", "found", "--json", cwd=folder)
    if done.returncode:  # a local number says no country by itself
        done = weft("explain", "+66812345678", "--in", "found", "--json", cwd=folder)

    assert json.loads(done.stdout)["about"] == "identifier"


def test_a_simulated_world_without_hubs_is_found_again(tmp_path):
    made = weft(
        "simulate", "--out", "world", "--reports", "300", "--seed", "3", "--hub-rate", "0", "--noise", "0", cwd=tmp_path
    )
    assert made.returncode == 0, made.stderr
    truths = {"truth.csv", "identifiers_truth.csv", "events_truth.csv"}
    files = sorted(f"world/{path.name}" for path in (tmp_path / "world").iterdir() if path.name not in truths)
    weft("networks", *files, "--out", "found", cwd=tmp_path)

    done = weft("simulate", "--score", "found", "--truth", "world", cwd=tmp_path)

    figures = json.loads(done.stdout)["pairwise_networks"]
    # Joining nothing at all would score precision 1: it must join, and what it joins must belong together.
    assert figures["recall"] > 0.5
    assert figures["precision"] > 0.8
