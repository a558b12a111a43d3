"""The file way, through the command line: two agencies, a stick between them."""

import csv
import subprocess
import sys

import pytest

KH = """kind,value,network,tier,last_seen
phone,+85512345678,N1,2,2026-10-01
phone,012 999 888,N1,,
wallet,0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B,N2,3,
phone,1441,,,
bogus,1,,,
bank_account,KH:ABA:000123456,N2,,
"""
TH = """kind,value,evidence,network
phone,+855 12 345 678,report 17,T1
phone,0812345678,report 18,T1
wallet,0xab5801a7d398351b8be11c439e05c5b3259aec9b,report 19,T2
email,a@b.example,report 20,T2
phone,0812345678,report 21,T1
"""


@pytest.fixture
def weft(tmp_path):
    """Run the command in an empty folder: ``weft("ask", ...)`` gives (exit code, words)."""
    (tmp_path / "kh.csv").write_text(KH, "utf-8")
    (tmp_path / "th.csv").write_text(TH, "utf-8")

    def run(*words):
        done = subprocess.run(
            [sys.executable, "-m", "weft.cli.main", *map(str, words)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin", "COLUMNS": "400", "PYTHONWARNINGS": "error"},
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stderr

    run.folder = tmp_path
    run.new = lambda out="KH-DIR", *more: run(
        "epoch",
        "new",
        "--holder",
        "KH",
        "--asker",
        "TH",
        "--agreement",
        "A-1",
        "--set",
        "subjects",
        "kh.csv",
        "--out",
        out,
        *more,
    )
    run.start = lambda out="Q", *more, send="KH-DIR/send": run(
        "ask", "start", send, "th.csv", "--case", "CASE-7", "--purpose", "fraud.network", "--out", out, *more
    )
    return run


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_whole_round(weft):
    assert weft.new()[0] == 0
    assert weft.start()[0] == 0
    code, words = weft("ask", "answer", "KH-DIR", "Q/send/query", "--out", "answer")
    assert (code, "64 evaluations charged, 4,936 left today" in words) == (0, True)
    assert weft("ask", "finish", "Q", "answer", "--out", "hits.csv")[0] == 0

    hits = table(weft.folder / "hits.csv")
    assert [(one["kind"], one["value"], one["tier"], one["last_seen"], one["my_network"]) for one in hits] == [
        ("phone", "+85512345678", "2", "2026Q4", "T1"),
        ("wallet", "0xab5801a7d398351b8be11c439e05c5b3259aec9b", "3", "", "T2"),
    ]
    assert hits[0]["pseudonym"] != hits[1]["pseudonym"]
    kept = table(weft.folder / "KH-DIR/keep/problems.csv")
    assert [(one["row"], one["code"]) for one in kept] == [("5", "input.value"), ("6", "input.kind")]
    kept = table(weft.folder / "Q/keep/problems.csv")
    assert [(one["row"], one["code"]) for one in kept] == [("5", "refused.type"), ("6", "input.repeated")]


def refused(done, code, words):
    """A refusal is its exit code, one line that says why, at most one hint, and nothing else."""
    lines = [line for line in done[1].splitlines() if line.startswith("weft: ")]
    assert done[0] == code, done
    assert lines[0].startswith("weft: error: ")
    assert words in lines[0]
    assert all(line.startswith("weft: hint: ") for line in lines[1:])
    assert len(lines) <= 2


def test_each_refusal_says_why_in_one_line(weft):
    weft.new("KH-DIR", "--budget-day", "64")
    weft.start()
    refused(weft.new(), 3, "is there already")
    refused(weft.start(), 3, "is there already")
    refused(weft("ask", "answer", "KH-DIR", "nowhere", "--out", "answer"), 2, "cannot be read")
    refused(weft("ask", "answer", "KH-DIR", "kh.csv", "--out", "answer"), 4, "no signed text")
    refused(weft("ask", "answer", "Q", "Q/send/query", "--out", "answer"), 2, "is not there")
    assert weft("ask", "answer", "KH-DIR", "Q/send/query", "--out", "answer")[0] == 0
    weft.start("Q2")
    refused(weft("ask", "answer", "KH-DIR", "Q2/send/query", "--out", "answer2"), 3, "0 left today of 64")
    refused(weft("ask", "finish", "Q2", "answer", "--out", "hits.csv"), 3, "it answers another question")
    spoilt = bytearray((weft.folder / "answer").read_bytes())
    spoilt[-1] ^= 1
    (weft.folder / "spoilt").write_bytes(spoilt)
    refused(weft("ask", "finish", "Q", "spoilt", "--out", "hits.csv"), 4, "not those that were signed")
    spoilt[20] ^= 1
    (weft.folder / "spoilt").write_bytes(spoilt)
    refused(weft("ask", "finish", "Q", "spoilt", "--out", "hits.csv"), 5, "not signed by the key")
    refused(weft.new("V", "--set", "victims"), 3, "never published")
    refused(weft("epoch", "destroy", "KH-DIR"), 3, "cannot be undone")
    assert weft("epoch", "destroy", "KH-DIR", "--yes")[0] == 0
    refused(weft("ask", "answer", "KH-DIR", "Q/send/query", "--out", "answer"), 3, "destroyed")
    assert not (weft.folder / "hits.csv").exists()


def test_keys_are_made_and_pinned(weft):
    done = weft("ask", "key", "TH", "--out", "th.key")
    assert done[0] == 0
    refused(weft("ask", "key", "TH", "--out", "th.key"), 3, "is there already")
    weft.new()
    (weft.folder / "other.vkey").write_text("VN+2f0e2e9f+nonsense", "utf-8")
    refused(weft.start("Q", "--pin", "other.vkey"), 2, "no public key")
    assert weft.start("Q", "--pin", "KH-DIR/send/holder.vkey")[0] == 0


def test_rows_behind_a_refusal_are_shown(weft):
    (weft.folder / "kh.csv").write_text("kind,value\nphone,117\nshoe,42\n", "utf-8")
    code, words = weft.new()
    assert code == 3
    assert "kh.csv, row 2, value: cannot be read as phone" in words
    assert "kh.csv, row 3, kind: no kind of identifier is called 'shoe'" in words
