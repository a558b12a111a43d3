"""The docs name every command, option, kind and code as the code has them; every command's example and every promise of the README runs."""

import ast
import datetime as dt
import importlib
import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from weft.cli import main
from weft.ledger import log
from weft.ledger.note import Signer
from weft.match import statements

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(main.app).commands  # type: ignore[attr-defined]

REPORTS = "id,date,phone,country,story\n1,2031-01-02,0812345678,TH,paid at evil-bank.example\n2,2031-01-05,+66812345678,TH,evil-bank.example again\n"
# What the examples of a verb need to stand before they run.
BEFORE = {
    "stitch": ["weft joint edges hits.csv --case joint-case --identity th.key --out th-said"],
    "explain": ["weft networks reports.csv --out found --quiet"],
    "ask": ["weft epoch new --holder KH --asker TH --agreement A-1 --set subjects identifiers.csv --out kh-for-th"],
}

IN_ORDER = {"epoch", "ask"}


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


def run(line: str, folder: Path, ok: bool = True) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "weft.cli.main", *shlex.split(line)[1:]]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0 or not ok, (line, done.stderr)
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports.csv").write_text(REPORTS, encoding="utf-8")
    (tmp_path / "more.csv").write_text(REPORTS.replace("\n1,", "\n3,").replace("\n2,", "\n4,"), encoding="utf-8")
    for name in ("identifiers.csv", "mine.csv"):
        (tmp_path / name).write_text("kind,value\nphone,+66812345678\n", encoding="utf-8")
    signer = Signer("kh.example/log", bytes(32))
    with log.writing(tmp_path / "kh-log", signer) as kept:
        kept.append(b"{}", bytes)
        (tmp_path / "seen-last-month").write_bytes(kept.sign(signer))
    (tmp_path / "kh.vkey").write_text(f"{signer.key}\n", encoding="utf-8")
    joint_case(tmp_path)
    (tmp_path / "article.txt").write_text("Police arrested 3 people in Poipet on 5 January 2031.\n", encoding="utf-8")
    return tmp_path


def test_pages_made_from_the_code_are_what_the_code_says():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)

    assert generate.outdated() == [], "run: make docs"


def examples(name: str) -> list[str]:
    """The example of a verb; of a verb with verbs of its own that follow one another, theirs in order."""
    if name in IN_ORDER:
        return [(one.epilog or "").removeprefix("Example:").strip() for one in COMMANDS[name].commands.values()]
    return [importlib.import_module(f"weft.cli.{name}").EXAMPLE]


@pytest.mark.parametrize("name", main.VERBS)
def test_the_examples_of_each_command_run(name, folder):
    for line in BEFORE.get(name, []):
        run(line, folder)

    assert examples(name)
    for line in examples(name):
        if line.endswith("--out th.key"):
            (folder / "th.key").unlink()  # the key of the joint case, made above, is in the way of a new one
        run(line, folder)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_has_a_sentence(name):
    def bare(command, path):
        if inner := getattr(command, "commands", None):
            return [one for word, sub in inner.items() for one in bare(sub, f"{path} {word}")]
        return [f"{path} {one.opts[0]}" for one in command.params if not getattr(one, "help", None)] + (
            [] if command.help else [path]
        )

    assert bare(COMMANDS[name], name) == []


@pytest.mark.parametrize("name", main.VERBS)
def test_a_command_parses_calls_and_prints_and_holds_no_rules(name):
    """Options take the room they take; what is done with them is short."""
    tree = ast.parse((ROOT / f"src/weft/cli/{name}.py").read_text("utf-8"))
    doing = {one.name: one.end_lineno - one.body[0].end_lineno for one in tree.body if isinstance(one, ast.FunctionDef)}

    assert {word: lines for word, lines in doing.items() if lines > 50} == {}


def readme_run() -> tuple[str, str, list[str]]:
    """The file that the README shows, the command under it, and the lines it says come out."""
    text = (ROOT / "README.md").read_text("utf-8")
    file = re.search(r"```\n\$ cat reports\.csv\n(.*?)```", text, re.DOTALL).group(1)
    command, said = re.search(r"```\n\$ (weft networks [^\n]*)\n(.*?)```", text, re.DOTALL).groups()
    return file, command, [line.rstrip() for line in said.splitlines() if line.strip()]


def test_the_first_screen_of_the_readme_shows_what_really_comes_out(tmp_path):
    file, command, said = readme_run()
    (tmp_path / "reports.csv").write_text(file, encoding="utf-8")

    done = run(command, tmp_path)

    assert [line.rstrip() for line in done.stderr.splitlines() if line.strip()] == said


def test_links_between_pages_lead_somewhere():
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []


def test_the_main_pages_name_each_other():
    readme = (ROOT / "README.md").read_text("utf-8")

    assert [
        page
        for page in ("docs/tutorial", "docs/howto", "docs/reference/commands.md", "ARCHITECTURE.md", "CONTRIBUTING.md")
        if page not in readme
    ] == []
