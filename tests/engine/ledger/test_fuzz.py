"""Whatever bytes arrive: a declared error or a value that is written back as it came; never anything else."""

import contextlib
import random

import pytest
from disks import LOG, WITNESSES, Disk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from weft.errors import InputProblem, Tampered
from weft.ledger import inspect, note, records, tiles, verify
from weft.ledger.log import Log
from weft.ledger.tiles import LogDamaged
from weft.ledger.verify import NotANote, Policy
from weft.ledger.witness import Answer, Witness


def seeds():
    """Good inputs to start from: what the formats look like."""
    log = Log.open(Disk(), LOG)
    log.extend([b'{"n":1}'] * 300, random.Random(1).randbytes)
    head = log.sign(LOG)
    return {
        "note": head + str(WITNESSES[0].cosign(verify.read_note(head).text, 1_790_000_000)).encode(),
        "head": verify.read_note(head).text.encode(),
        "proof": log.prove(3, with_record=True),
        "growth": log.prove_growth(300),
        "key": str(LOG.key).encode(),
        "secret": LOG.private_line.encode(),
        "line": records.write_line(log.opening(3)),
        "bundle": log._files.read("tile/entries/001.p/44"),
        "name": b"tile/entries/x001/000.p/44",
    }


GOOD = seeds()
POLICY = Policy((LOG.key,), (WITNESSES[0].key,))
WITNESS = Witness(WITNESSES[0], {LOG.name: (LOG.key,)})


def text(data):
    return data.decode("utf-8", "replace")


def whole(read, back):
    """A reader whose every value is written back as it came."""

    def check(data):
        value = read(data)
        assert back(value) == data

    return check


def witnessed(data):
    outcome = WITNESS.add_checkpoint(data, None, 1_790_000_000)
    assert (outcome.answer is Answer.COSIGNED) == bool(outcome.line)


def line(data):
    assert records.write_line(records.read_line(data, 3)) == data


def checked(data):
    """What an auditor's command does with any file: nothing that was changed may pass as what it was."""
    found = inspect.check_file(data, POLICY, seen=None, now=1_790_000_000)
    assert found.origin == LOG.name


READERS = {
    "note": (whole(verify.read_note, bytes), "note", (NotANote,)),
    "checkpoint": (
        whole(lambda data: verify.read_checkpoint(data.decode("latin-1")), lambda found: found.text.encode("latin-1")),
        "head",
        (NotANote,),
    ),
    "proof": (whole(verify.read_proof_file, bytes), "proof", (NotANote,)),
    "growth": (whole(verify.read_growth_file, bytes), "growth", (NotANote,)),
    "key": (lambda data: verify.read_key(text(data)), "key", (NotANote,)),
    "secret": (lambda data: note.read_signer(text(data)), "secret", (NotANote,)),
    "line": (line, "line", (LogDamaged,)),
    "bundle": (whole(tiles.unpack_entries, tiles.pack_entries), "bundle", (LogDamaged,)),
    "name": (lambda data: tiles.parse_name(text(data)), "name", ()),
    "witness": (witnessed, "growth", ()),
    "file": (checked, "proof", (InputProblem, Tampered)),
    "signed": (checked, "note", (InputProblem, Tampered)),
}


@st.composite
def spoiled(draw, good):
    """Good bytes with a few changes: cut, doubled, flipped, put in."""
    data = bytearray(good)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        turn = draw(st.sampled_from(["flip", "cut", "put", "double", "swap"]))
        if turn == "flip" and place < len(data):
            data[place] ^= 1 << draw(st.integers(0, 7))
        elif turn == "cut":
            del data[place : place + draw(st.integers(1, 40))]
        elif turn == "put":
            data[place:place] = draw(
                st.one_of(st.binary(max_size=8), st.sampled_from([b"\n", b"\n\n", b" ", b"=", b"0", "— ".encode()]))
            )
        elif turn == "double":
            data[place:place] = data[max(0, place - draw(st.integers(1, 60))) : place]
        else:
            data[:] = data[place:] + data[:place]
    return bytes(data)


def attack(name, examples):
    read, seed, declared = READERS[name]

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(spoiled(GOOD[seed]), st.binary(max_size=200)))
    def run(data):
        with contextlib.suppress(*declared):
            read(data)

    read(GOOD[seed])
    run()


@pytest.mark.parametrize("name", READERS)
def test_400_inputs_of_each_kind(name):
    attack(name, 400)


@pytest.mark.nightly
@pytest.mark.parametrize("name", READERS)
def test_50_000_inputs_of_each_kind(name):
    attack(name, 50_000)
