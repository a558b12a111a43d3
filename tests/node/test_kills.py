"""A server or a worker killed, and a disk that is full or broken, at any system call that writes: nothing is lost, nothing is done twice, and
the database and the log agree. A short sample here; every call of every deed by `make nightly`.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import faults
import killed_deeds as deeds
import pytest
from faults import BROKEN, FULL, KILL, needs_strace

TOOLS = Path(faults.__file__).parent
WRITES = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "mkdir", "unlink", "rmdir")
DEEDS = [*deeds.PAGES, *deeds.WORKED, *deeds.ALONE]
# A disk that is full takes no more bytes; a disk that fails says so when it is asked to keep them.
REFUSED = {"pwrite64": FULL, "write": FULL, "mkdir": FULL, "rename": FULL, "fsync": BROKEN, "fdatasync": BROKEN}
KILLED = 9
pytestmark = needs_strace


class Node:
    """A node in a folder, the process that forks its children, and each deed done once undisturbed for comparison."""

    def __init__(self, folder, env):
        self.folder, self.env = folder, env
        self.forge = subprocess.Popen(
            [sys.executable, str(TOOLS / "forge.py"), str(folder / "node")],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.wanted = {}
        assert self.ask(folder / "node", "world")["code"] == 0

    def ask(self, place, deed, strace=None):
        self.forge.stdin.write(json.dumps({"dir": str(place), "deed": deed, "strace": strace}) + "\n")
        self.forge.stdin.flush()
        return json.loads(self.forge.stdout.readline())

    def census(self, place):
        told = self.ask(place, "census")
        assert told["code"] == 0, told["said"]
        return json.loads(told["said"])

    def before(self, deed):
        """A folder in which the deed is about to be done."""
        place = self.folder / f"before-{deed}"
        if not place.exists():
            shutil.copytree(self.folder / "node", place)
            if deed in deeds.WORKED:
                assert self.ask(place, f"ready {deed}")["code"] == 0
        return place

    def undisturbed(self, deed):
        """What is there before the deed, what is there after it, and how often it makes each call."""
        if deed not in self.wanted:
            before = self.before(deed)
            place = self.folder / f"after-{deed}"
            shutil.copytree(before, place)
            trace = self.folder / "trace"
            told = self.ask(place, deed, faults.counting(trace, ",".join(WRITES)))
            assert (told["signal"], told["code"]) == (0, 0), told["said"][:3000]
            self.wanted[deed] = self.census(before), self.census(place), faults.counted(trace)
            assert self.wanted[deed][0] != self.wanted[deed][1] or deed == "sign"
        return self.wanted[deed]

    def disturbed(self, deed, call, when, fault):
        """Do a deed under a fault, start again, and look at what is there; how the process ended."""
        before, after, _ = self.undisturbed(deed)
        place = self.folder / "now"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.before(deed), place)
        told = self.ask(place, deed, faults.failing(call, when, fault))
        where = f"{deed} {call} {when} {fault}: {told['signal']} {told['code']} {told['said'][-3000:]}"
        if deed in deeds.WORKED:
            again = self.ask(place, "lost")
            assert again["code"] == 0, f"{where} {again['said'][-3000:]}"
        else:
            found = self.census(place)
            assert found in (before, after), where
            if told["code"] == 0:
                # Told that it was done: it is done.
                assert found == after, where
            elif found == before:
                again = self.ask(place, deed)
                assert again["code"] == 0, f"{where} {again['said'][-3000:]}"
        assert self.census(place) == after, where
        return told


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    env = {**kept, "WEFT_DIR": str(folder / "node"), "PYTHONPATH": str(TOOLS)}
    subprocess.run([sys.executable, "-m", "weft.cli.main", "node", "init"], env=env, check=True, capture_output=True)
    with (folder / "node" / "weft.env").open("a") as settings:
        settings.write("WEFT_SECOND_FACTOR=no\nWEFT_COUNTRY=TH\n")
    made = Node(folder, env)
    yield made
    made.forge.communicate()
    shutil.rmtree(folder, ignore_errors=True)


def points(node, deed, most):
    """Where a deed can be killed, drawn evenly over its calls; all of them when ``most`` is None."""
    calls = node.undisturbed(deed)[2]
    found = [(call, when) for call, times in sorted(calls.items()) for when in range(1, times + 1)]
    return found if most is None or len(found) <= most else random.Random(deed).sample(found, most)


def test_a_few_kills_and_full_disks_lose_and_double_nothing_and_the_log_agrees(node):
    """One test and not several: making the node is what takes time, and each of the tests' processes would make its own."""
    # Calls are counted over all threads and struck in one of them, so a call may come and not strike; what is there afterwards is looked at all the same.
    struck = [
        node.disturbed(deed, call, when, KILL)["signal"]
        for deed in ("intake", "send", "import")
        for call, when in points(node, deed, 3)
    ]
    assert KILLED in struck
    for deed, call, when in (("intake", "pwrite64", "2+"), ("upload", "write", "1+")):
        told = node.disturbed(deed, call, when, FULL)
        assert told["code"] == 7
        assert "The disk would not take what was written" in told["said"]
        assert "Nothing was changed" in told["said"]
    assert "NotWritten" in node.disturbed("import", "pwrite64", "9+", FULL)["said"]

    node.disturbed("judge", "pwrite64", 5, KILL)
    env = {**node.env, "WEFT_DIR": str(node.folder / "now")}

    def weft(*words):
        return subprocess.run(
            [sys.executable, "-m", "weft.cli.main", *words], env=env, capture_output=True, text=True, check=False
        )

    key = "from weftnode.audit import actions, stored; actions.sign(); print(stored.signer().key)"
    (node.folder / "key").write_text(weft("node", "manage", "shell", "-v0", "-c", key).stdout)
    assert "signed for, every one as it was written" in weft("node", "doctor").stdout
    assert weft("verify", str(node.folder / "now" / "ledger-head"), "--key", str(node.folder / "key")).returncode == 0


@pytest.mark.nightly
@pytest.mark.parametrize("deed", DEEDS)
def test_a_kill_at_every_call_loses_and_doubles_nothing(node, deed):
    # A page is walked call by call. Of a worker's hundreds of calls, each followed by a whole run of the next worker, sixty are drawn.
    most = 150 if deed in deeds.PAGES else 60
    killed = [node.disturbed(deed, call, when, KILL)["signal"] for call, when in points(node, deed, most)]
    assert set(killed) == {KILLED}
    assert len(killed) >= 15


@pytest.mark.nightly
@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("lasting", ["", "+"])
def test_a_disk_that_fails_at_any_call_loses_and_doubles_nothing(node, deed, lasting):
    faulty = [(call, when) for call, when in points(node, deed, None) if call in REFUSED]
    for call, when in random.Random(deed + lasting).sample(faulty, min(len(faulty), 30)):
        told = node.disturbed(deed, call, f"{when}{lasting}", REFUSED[call])
        assert told["signal"] == 0
