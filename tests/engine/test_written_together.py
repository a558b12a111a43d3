"""Results are written together or not at all: kill -9, Ctrl-C, a full disk, and what stands there already."""

import csv
import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from weft.findings.place import TEMPORARY, together

TABLES = {
    "members.csv", "sightings.csv", "networks.csv", "ties.csv", "damped.csv", "problems.csv", "changes.csv", "duplicates.csv",
    "watch.csv", "index.html",
}  # fmt: skip


@pytest.fixture
def start(tmp_path):
    """Start `weft networks` on 3,000 reports, into ``found``."""
    rows = (f"R{number},0{810000000 + number // 3},2025-10-{number % 28 + 1:02}\n" for number in range(3000))
    (tmp_path / "a.csv").write_text("id,phone,date\n" + "".join(rows), encoding="utf-8")

    def begin(name="a.csv", **options):
        command = [sys.executable, "-m", "weft.cli.main", "networks", name, "--country", "TH", "--out", "found"]
        return subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )

    return begin


def visible(folder):
    return {path.name for path in folder.iterdir() if not path.name.endswith(TEMPORARY)} if folder.exists() else set()


def test_killed_at_any_moment_the_folder_is_whole_or_absent(start, tmp_path):
    done = start()
    began = time.monotonic()
    done.communicate()
    whole = time.monotonic() - began
    wanted = visible(tmp_path / "found")
    assert wanted == TABLES
    for place in range(6):
        for path in (tmp_path / "found").iterdir():
            path.unlink()
        (tmp_path / "found").rmdir()
        process = start()
        time.sleep(whole * (0.5 + place * 0.1))
        process.kill()
        process.communicate()

        assert visible(tmp_path / "found") in (set(), TABLES)
        start().communicate()
        assert visible(tmp_path / "found") == TABLES
        assert not list(tmp_path.glob(f"*{TEMPORARY}")) + list(tmp_path.glob(f".*{TEMPORARY}"))


def test_ctrl_c_says_so_and_writes_nothing(start, tmp_path):
    # A shell that runs jobs behind its back has them ignore Ctrl-C, and so would what they start.
    process = start(
        "-",
        stdin=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    # More than a pipe holds: written means that it is being read, and it waits for the rest.
    process.stdin.write("id,phone\n" + "1,0812345678\n" * 20_000)
    process.stdin.flush()
    os.killpg(process.pid, signal.SIGINT)
    _, words = process.communicate(timeout=120)

    assert process.returncode == 130
    assert words == "weft: stopped; nothing was written\n"
    assert visible(tmp_path / "found") == set()


def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_takes_no_more_is_said_in_a_line_and_leaves_nothing(start, tmp_path):
    process = start(preexec_fn=small_files)
    _, words = process.communicate(timeout=120)

    assert process.returncode == 2
    assert words.startswith("weft: error: the results cannot be written")
    assert "Traceback" not in words
    assert visible(tmp_path / "found") == set()
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_leaves_the_results_of_the_run_before(start, tmp_path):
    start().communicate()
    before = {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir()}
    with (tmp_path / "a.csv").open("a", encoding="utf-8") as rows:
        rows.write("R9999,0810000000,2025-11-01\n")
    process = start(preexec_fn=small_files)
    process.communicate(timeout=120)

    assert process.returncode == 2
    assert {path.name: path.read_bytes() for path in (tmp_path / "found").iterdir()} == before


def test_what_else_stands_in_the_folder_stays(start, tmp_path):
    (tmp_path / "found").mkdir()
    (tmp_path / "found/notes.txt").write_text("mine", encoding="utf-8")
    start().communicate()
    start().communicate()

    assert visible(tmp_path / "found") == TABLES | {"notes.txt"}
    with (tmp_path / "found/members.csv").open(encoding="utf-8", newline="") as rows:
        assert len(list(csv.DictReader(rows))) == 3000


def test_leftovers_of_a_dead_process_are_cleared_and_those_of_a_living_one_stay(tmp_path):
    folder = tmp_path / "found"
    folder.mkdir()
    (folder / "old.csv").write_text("x", encoding="utf-8")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (folder / f".a.csv.{dead.pid}{TEMPORARY}").write_text("half", encoding="utf-8")
    (folder / f".b.csv.{os.getppid()}{TEMPORARY}").write_text("half", encoding="utf-8")

    with together(folder) as placing, placing.open("c.csv") as stream:
        stream.write(b"x")

    assert {path.name for path in folder.iterdir()} == {"old.csv", "c.csv", f".b.csv.{os.getppid()}{TEMPORARY}"}


def test_an_error_while_writing_leaves_nothing(tmp_path):
    def write():
        with together(tmp_path / "found") as placing, placing.open("a.csv") as stream:
            stream.write(b"x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()

    assert list(tmp_path.iterdir()) == []
