"""`weft verify` as an auditor meets it: files, keys, and exit codes."""

import json
import random

import pytest
from typer.testing import CliRunner

from weft.cli import evidence, main
from weft.errors import WeftError
from weft.ledger.log import writing
from weft.ledger.note import Signer
from weft.ledger.verify import COSIGNATURE_V1, NotANote, Policy, read_note

LOG = Signer("kh.example/log", bytes(range(32)))
WITNESS = Signer("th.example/witness", b"w" * 32, COSIGNATURE_V1)


@pytest.fixture
def desk(tmp_path):
    """An auditor's desk: a log, older checkpoints of it, proofs, keys."""
    rng = random.Random(7).randbytes
    with writing(tmp_path / "log", LOG) as log:
        log.extend([b'{"n":0}', b'{"n":1}'], rng)
        (tmp_path / "old").write_bytes(log.sign(LOG))
        log.append('{"n":"ភ្នំពេញ"}'.encode(), rng)
        head = log.sign(LOG)
        line = str(WITNESS.cosign(read_note(head).text, 1_700_000_000))
        log.add_cosignatures(line, Policy((LOG.key,), (WITNESS.key,)), now=1_700_000_000)
        (tmp_path / "closed.tlog-proof").write_bytes(log.prove(2))
        (tmp_path / "open.tlog-proof").write_bytes(log.prove(2, with_record=True))
        (tmp_path / "growth").write_bytes(log.prove_growth(2))
    lines = (tmp_path / "log/records/000.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "line").write_bytes(lines[2])
    (tmp_path / "other-line").write_bytes(lines[1])
    (tmp_path / "log.vkey").write_text(f"# Cambodia's log\n\n{LOG.key}\n", "utf-8")
    (tmp_path / "nothing").write_text("hello\n", "utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def run(desk, thing, *options, key="log.vkey"):
    """Exit code, and what was printed as JSON."""
    key = str(desk / key) if "+" not in key else key
    words = [
        "verify",
        str(desk / thing),
        "--key",
        key,
        *(str(desk / each[1:]) if each[0] == "@" else each for each in options),
    ]
    done = CliRunner().invoke(main.app, [*words, "--json"])
    code = done.exception.exit_code if isinstance(done.exception, WeftError) else done.exit_code
    return code, json.loads(done.stdout) if done.stdout else None


@pytest.mark.parametrize(
    ("thing", "options", "expected"),
    [
        ("log", [], {"kind": "log", "size": 3, "opened": 3, "erased": 0}),
        ("log", ["--since", "@old"], {"kind": "log", "since": 2}),
        ("log", ["--witness", str(WITNESS.key), "--quorum", "1"], {"witnesses": {WITNESS.name: 1_700_000_000}}),
        ("log/checkpoint", [], {"kind": "checkpoint", "size": 3, "origin": "kh.example/log"}),
        ("old", ["--since", "@old"], {"kind": "checkpoint", "size": 2}),
        ("open.tlog-proof", [], {"kind": "inclusion", "index": 2, "record": '{"n":"ភ្នំពេញ"}'}),
        ("closed.tlog-proof", ["--opening", "@line"], {"kind": "inclusion", "index": 2, "record": '{"n":"ភ្នំពេញ"}'}),
        ("growth", ["--since", "@old"], {"kind": "growth", "size": 3, "since": 2}),
    ],
)
def test_what_is_in_order_ends_with_0(desk, thing, options, expected):
    code, found = run(desk, thing, *options)

    assert code == 0
    assert found["ok"] is True
    assert expected.items() <= found.items()
    assert run(desk, thing, *options, key=str(LOG.key))[0] == 0


@pytest.mark.parametrize(
    ("thing", "options", "code", "said"),
    [
        ("log", ["--witness", str(WITNESS.key), "--quorum", "2"], 3, "1 of the witnesses"),
        ("closed.tlog-proof", [], 2, "does not carry"),
        ("growth", [], 2, "older checkpoint"),
        ("log/checkpoint", ["--since", "@old"], 2, "alone does not show"),
        ("old", ["--since", "@log/checkpoint"], 5, "rolled back"),
        ("closed.tlog-proof", ["--opening", "@other-line"], 5, "not written as it was"),
        ("growth", ["--since", "@log/checkpoint"], 5, "starts at 2"),
        ("nothing", [], 2, "neither a log folder"),
        ("empty", [], 2, "holds no log"),
        ("absent", [], 2, "cannot be read"),
        ("log", ["--since", "@absent"], 2, "cannot be read"),
        ("log", ["--since", "@nothing"], 2, "note"),
        ("log", ["--witness", "@nothing"], 2, "key"),
    ],
)
def test_what_is_not_ends_with_the_code_of_who_must_act(desk, thing, options, code, said):
    ended, found = run(desk, thing, *options)

    assert (ended, found["ok"]) == (code, False)
    assert said in found["message"]


@pytest.mark.parametrize(
    "thing", ["log/checkpoint", "open.tlog-proof", "growth", "log/records/000.jsonl", "log/tile/0/000.p/3"]
)
def test_every_changed_byte_ends_with_5(desk, thing):
    """Whatever bit of whatever file: never 0, never a crash, never 'cannot be read'."""
    path = desk / thing
    whole = path.read_bytes()
    if WITNESS.name.encode() in whole:
        # The line of a witness that nobody asked for is passed over, whatever it says.
        whole = b"".join(whole.splitlines(keepends=True)[:-1])
    what = "log" if thing.startswith("log/") and not thing.endswith("checkpoint") else thing
    options = ["--since", "@old"] if thing == "growth" else []
    dice = random.Random(thing)
    for place in dice.sample(range(len(whole)), min(len(whole), 60)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :])
        assert run(desk, what, *options)[0] == 5, (thing, place)


def test_two_histories_of_one_size_are_told(desk):
    rng = random.Random(8).randbytes
    with writing(desk / "fork", LOG) as log:
        log.extend([b"{}", b"{}"], rng)
        log.sign(LOG)

    code, found = run(desk, "fork/checkpoint", "--since", "@old")
    assert (code, found["code"]) == (5, "tampered.proof")
    stranger = Signer("zz.example/log", bytes(32))
    with writing(desk / "other", stranger) as log:
        log.sign(stranger)
    (desk / "both.vkey").write_text(f"{LOG.key}\n{stranger.key}\n", "utf-8")
    code, found = run(desk, "other/checkpoint", "--since", "@old", key="both.vkey")
    assert (code, "two different logs" in found["message"]) == (5, True)


def test_a_mirror_must_be_called_one(desk):
    (desk / "log/records/000.jsonl").unlink()

    assert run(desk, "log")[0] == 5
    assert run(desk, "log", "--mirror")[0] == 0


def test_words_for_a_person(desk):
    done = CliRunner().invoke(
        main.app,
        [
            "verify",
            str(desk / "log"),
            "--key",
            str(desk / "log.vkey"),
            "--since",
            str(desk / "old"),
            "--witness",
            str(WITNESS.key),
        ],
    )

    assert done.exit_code == 0
    assert done.stdout.splitlines()[1:] == [
        "It continues the 2 entries seen before.",
        "3 records belong to their entries; 0 were erased, each with a tombstone.",
        "Witnesses: th.example/witness (2023-11-14 22:13:20Z).",
    ]
    done = CliRunner().invoke(main.app, ["verify", str(desk / "open.tlog-proof"), "--key", str(LOG.key)])
    assert 'Entry 2 is in it: {"n":"ភ្នំពេញ"}' in done.stdout


def test_a_record_cannot_move_the_cursor_of_whoever_reads_it(desk):
    rng = random.Random(8).randbytes
    with writing(desk / "log", LOG) as log:
        log.append('{"n":"\x1b[2J\u202egnp"}'.encode(), rng)
        log.sign(LOG)
        (desk / "bad.tlog-proof").write_bytes(log.prove(3, with_record=True))

    done = CliRunner().invoke(main.app, ["verify", str(desk / "bad.tlog-proof"), "--key", str(LOG.key)])

    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


@pytest.mark.parametrize("inner", ["keep/log", "log"])
def test_the_log_inside_a_folder_of_the_file_way_is_named(desk, inner):
    outer = desk / "kh-for-th"
    (outer / inner).parent.mkdir(parents=True, exist_ok=True)
    (desk / "log").rename(outer / inner)

    with pytest.raises(NotANote, match="holds no log") as raised:
        evidence.check(outer, [str(LOG.key)], [], 0, [], None, mirror=False)

    assert raised.value.hint == f"did you mean {outer / inner} ?"
    assert evidence.check(outer / inner, [str(LOG.key)], [], 0, [], None, mirror=False).size == 3
