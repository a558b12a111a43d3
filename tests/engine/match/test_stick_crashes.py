"""The file way killed anywhere (V8): it charges once and loses nothing."""

import json
import os
import random
import shutil
import signal
import sys
from functools import partial

import pytest
from stick_desk import EXPECTED, Desk

from weft.ledger.audit import audit
from weft.ledger.folder import Folder
from weft.ledger.log import openings
from weft.ledger.verify import Policy
from weft.match.answering import ANSWERED
from weft.match.stick import places


def killed(step, at=None):
    """Run ``step`` in a child that is killed at event number ``at`` of our own code; the number of events when it is not."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover -- the child never comes back
        os.close(reader)
        seen = 0

        def watch(frame, event, argument):
            nonlocal seen
            if "/match/stick/" in frame.f_code.co_filename or "/weft/ledger/" in frame.f_code.co_filename:
                seen += 1
                if seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(watch)
        try:
            step()
        finally:
            sys.setprofile(None)
            os.write(writer, str(seen).encode())
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        count = told.read()
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) == (at is not None and not count)
    return int(count or 0)


def check_log(folder, name):
    """The log is whole, from the first byte to the last, and its owner's."""
    files = Folder(folder)
    key = places.signer_in(folder.parent / "identity.key", name).key
    audit(files.read, list(files.names()), Policy((key,)), openings=openings(files))
    return [json.loads(one.record) for one in openings(files)]


def kill_everywhere(tmp_path, points):
    """Kill each of the four steps at so many places, run it again, and look at what is left."""
    killed_at = 0
    steps = {
        "new": lambda desk: desk.new(),
        "start": lambda desk: desk.start(),
        "answer": lambda desk: desk.answer(),
        "finish": lambda desk: desk.finish(),
    }
    ready = Desk(tmp_path / "ready")
    for name, step in steps.items():
        total = Desk(tmp_path / f"count-{name}")
        shutil.rmtree(total.folder)
        shutil.copytree(ready.folder, total.folder)
        events = killed(partial(step, total))
        places_to_die = sorted(random.Random(name).sample(range(1, events + 1), points))
        for number in places_to_die:
            folder = tmp_path / "now"
            shutil.copytree(ready.folder, folder)
            # Each run has other randomness than the one before, as after a real restart.
            killed(partial(step, Desk(folder, seed=number)), number)
            again = Desk(folder, seed=-number)
            if not (name in {"new", "start"} and again.at({"new": "KH", "start": "Q"}[name]).exists()):
                step(again)
            for after in list(steps)[list(steps).index(name) + 1 :]:
                steps[after](again)
            assert again.hits() == EXPECTED
            assert again.used() == 64
            told = check_log(again.at("KH/keep/log"), "KH")
            assert sum(one["n"] for one in told if one["typ"] == ANSWERED) == 64
            check_log(again.at("Q/keep/log"), "TH")
            assert [one.name for one in folder.iterdir() if one.name.startswith(".")] == []
            killed_at += 1
            shutil.rmtree(folder)
        step(ready)
    return killed_at


def test_v8_killed_at_any_step_it_charges_once_and_loses_nothing(tmp_path):
    assert kill_everywhere(tmp_path, 4) == 16


@pytest.mark.nightly
def test_v8_killed_at_five_hundred_places(tmp_path):
    assert kill_everywhere(tmp_path, 125) == 500
