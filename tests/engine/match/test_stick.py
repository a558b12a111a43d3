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
