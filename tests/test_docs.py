"""The docs name every command, option and kind; every command's example runs."""

import datetime as dt
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from weft import kinds
from weft.cli import main
from weft.cli import networks as networks_verb
from weft.ledger import log
from weft.ledger.note import Signer
from weft.match import statements

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(main.app).commands  # type: ignore[attr-defined]


def options_of(command):
    """Every option of a command, and of the commands inside it."""
    own = [option for one in command.params for option in one.opts if option.startswith("--")]
    return own + [option for inner in getattr(command, "commands", {}).values() for option in options_of(inner)]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_and_option_is_documented(name):
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")

    missing = [option for option in options_of(COMMANDS[name]) if f"`{option}`" not in page]

    assert f"## weft {name}" in page
    assert [
        f"weft {name} {inner}"
        for inner in getattr(COMMANDS[name], "commands", {})
        if f"weft {name} {inner}" not in page
    ] == []
    assert missing == []


def test_every_kind_is_documented():
    page = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    assert [one.name for one in kinds.KINDS if f"`{one.name}`" not in page] == []


def joint_case(folder):
    """What the examples of `weft joint` and `weft stitch` find: a case that two have signed, a key, hits."""
    kh, th = Signer("KH", b"k" * 32), Signer("TH", b"t" * 32)
    case = statements.Case("CASE-7", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), {"KH": kh.key, "TH": th.key})
    note = statements.sign_case(case, th, statements.sign_case(case, kh))
    (folder / "joint-case").write_bytes(note)
    (folder / "th.key").write_text(th.private_line, encoding="utf-8")
    (folder / "hits.csv").write_text(
        f"kind,value,holder,pseudonym,tier,my_network\nphone,+85512345678,KH,{'ab' * 16},1,N-1\n", encoding="utf-8"
    )
    (folder / "kh-said").mkdir()
    (folder / "kh-said/case").write_bytes(note)


def test_the_example_of_each_command_runs(tmp_path):
    (tmp_path / "reports.csv").write_text("id,phone,country\n1,0812345678,TH\n2,+66812345678,TH\n", encoding="utf-8")
    (tmp_path / "more.xlsx").write_bytes(b"")
    signer = Signer("kh.example/log", bytes(32))
    with log.writing(tmp_path / "kh-log", signer) as kept:
        kept.append(b"{}", bytes)
        (tmp_path / "seen-last-month").write_bytes(kept.sign(signer))
    (tmp_path / "kh.vkey").write_text(f"{signer.key}\n", encoding="utf-8")
    joint_case(tmp_path)
    examples = (main.simulate, main.columns, main.read, networks_verb, main.verify, main.joint, main.stitch)
    for verb in examples:
        words = shlex.split(verb.EXAMPLE)[1:]
        words = [word for word in words if word != "more.xlsx"]
        done = subprocess.run(
            [sys.executable, "-m", "weft.cli.main", *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (words, done.stderr)
