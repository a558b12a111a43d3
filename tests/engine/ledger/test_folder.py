"""The real folder: what system calls it makes, in which order, and what a kill at each of them leaves."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from disks import LOG
from faults import BROKEN, FULL, KILL, STRACE, counted, counting, failing, needs_strace

from weft.errors import InputProblem
from weft.ledger.audit import audit
from weft.ledger.folder import Busy, Folder, NotWritten
from weft.ledger.log import Log, openings, writing

WORK = """
import random, sys
from pathlib import Path
from weft.ledger.log import writing
from weft.ledger.note import Signer
signer = Signer("kh.example/log", bytes(range(32)))
with writing(Path(sys.argv[1]), signer) as log:
    for n in range(log.size, 6):
        print(log.append(b'{"n":%d}' % n, random.Random(n).randbytes), flush=True)
        if n == 3:
            log.sign(signer)
    log.sign(signer)
    print("signed", flush=True)
"""
CALLS = "openat,write,fsync,rename,mkdir,unlink,close"


def worked(folder, *before):
    return subprocess.run(
        [*before, sys.executable, "-c", WORK, str(folder)], capture_output=True, text=True, check=False, timeout=60
    )


@needs_strace
def test_every_file_is_synced_before_its_name_and_its_name_before_the_next_step(tmp_path):
    """write beside - fsync - rename - fsync of the folder; and append - fsync."""
    trace = tmp_path / "trace"
    done = worked(tmp_path / "log", STRACE, "-qq", "-y", "-o", str(trace), "-e", f"trace={CALLS}")
    assert done.returncode == 0, done.stderr
    root = re.escape(str(tmp_path / "log"))
    dirty, unnamed, events = set(), set(), []
    for line in trace.read_text("utf-8").splitlines():
        if written := re.match(rf"write\(\d+<({root}/[^>]+)>", line):
            dirty.add(written[1])
        elif synced := re.match(r"fsync\(\d+<([^>]*)>\) = 0", line):
            dirty.discard(synced[1])
            unnamed = {name for name in unnamed if str(Path(name).parent) != synced[1]}
        elif renamed := re.match(rf'rename\("({root}/[^"]+)", "({root}/[^"]+)"\) = 0', line):
            assert renamed[1] not in dirty, f"renamed before it was synced: {line}"
            assert not dirty | unnamed, f"earlier work was not on the disk yet: {line}"
            unnamed.add(renamed[2])
            events.append(renamed[2].removeprefix(str(tmp_path / "log") + "/"))
        elif made := re.match(rf'mkdir\("({root}[^"]*)"', line):
            unnamed.add(made[1])
        elif acknowledged := re.match(r'write\(1<[^>]*>, "([^"]*)', line):
            assert not dirty | unnamed, f"{acknowledged[1]} was acknowledged before it was on the disk"
            events += [acknowledged[1]] if acknowledged[1] != "\\n" else []

    assert not dirty | unnamed
    assert [event for event in events if event == "checkpoint"] == ["checkpoint"] * 2
    assert events.index("tile/0/000.p/4") < events.index("checkpoint")
    assert len(events) == 7 + 2 * 3


def kill_points(folder):
    """(system call, how often the work makes it)."""
    worked(folder / "whole", *counting(folder / "counts", "write,fsync,rename"))
    return counted(folder / "counts")


def survives(folder, call, when, fault):
    done = worked(folder, *failing(call, when, fault))
    said = done.stdout.split()
    files = Folder(folder)
    acknowledged = [int(word) for word in said if word.isdecimal()]
    log = Log.open(files, LOG)
    assert log.size >= len(acknowledged)
    assert [log.opening(index).record for index in acknowledged] == [b'{"n":%d}' % index for index in acknowledged]
    again = worked(folder)
    assert again.returncode == 0, again.stderr
    from weft.ledger.verify import Policy

    found = audit(files.read, list(files.names()), Policy((LOG.key,)), openings=openings(files))
    assert (found.vouched.checkpoint.size, found.opened) == (6, 6)
    return done


@needs_strace
@pytest.mark.parametrize(("call", "when"), [("write", 2), ("fsync", 6), ("rename", 3)])
def test_a_kill_at_a_system_call_loses_nothing(call, when, tmp_path):
    done = survives(tmp_path / "log", call, when, KILL)

    assert done.returncode in {-signal.SIGKILL, 128 + signal.SIGKILL}


@needs_strace
@pytest.mark.parametrize(("call", "when", "error"), [("write", 3, "ENOSPC"), ("fsync", 4, "EIO"), ("rename", 4, "EIO")])
def test_a_disk_that_fails_stops_the_process_with_a_reason_and_loses_nothing(call, when, error, tmp_path):
    done = survives(tmp_path / "log", call, when, f"error={error}")

    assert done.returncode == 1
    assert "cannot be written" in done.stderr


@needs_strace
@pytest.mark.nightly
def test_a_kill_or_an_error_at_every_system_call_loses_nothing(tmp_path):
    points = 0
    for call, times in kill_points(tmp_path).items():
        for when in range(1, times + 1):
            for fault in (KILL, BROKEN, FULL):
                survives(tmp_path / f"{call}-{when}-{fault}", call, when, fault)
                points += 1
    assert points >= 120


# Without strace -------------------------------------------------------------------------------------------------------


def test_one_writer_at_a_time(tmp_path, rng):
    with writing(tmp_path, LOG) as log:
        log.append(b"{}", rng)
        with pytest.raises(Busy), writing(tmp_path, LOG):
            pass
    with writing(tmp_path, LOG) as log:
        assert log.size == 1


def test_files_are_for_their_owner_only(tmp_path, rng):
    with writing(tmp_path / "log", LOG) as log:
        log.append(b"{}", rng)
        log.sign(LOG)

    files = [path for path in (tmp_path / "log").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_what_a_cut_off_write_left_beside_is_not_seen(tmp_path):
    folder = Folder(tmp_path)
    folder.replace("a/b", b"1")
    (tmp_path / "a" / "b.writing").write_bytes(b"half")

    assert list(folder.names()) == ["a/b"]
    folder.replace("a/b", b"2")
    assert (folder.read("a/b"), folder.read("a"), folder.read("a/b/c"), folder.read("c")) == (b"2", None, None, None)
    folder.remove("a/b")
    folder.remove("a/b")
    assert list(folder.names()) == []


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(NotWritten, match="cannot be written"):
        Folder(tmp_path).replace("file/log", b"")
    with pytest.raises(NotWritten, match="cannot be written"), Folder(tmp_path / "file").alone():
        pass
    with pytest.raises(InputProblem, match="cannot be read"):
        Folder(tmp_path).read("x" * 300)
