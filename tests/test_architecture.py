"""The walls of the house: sizes of files, purity of the engine, and that every rule of ARCHITECTURE.md is checked by something.

The ladders themselves are import contracts, checked by import-linter in `make check`.
"""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SRC = ROOT / "src"

# Calls that answer differently each time. A seeded `random.Random(seed)` is no dice.
ASKS = re.compile(
    r"^(?:(?:dt|datetime)\.)*(?:datetime\.(?:now|utcnow|today)|date\.today)$"
    r"|^time\.(?:time|time_ns|monotonic|perf_counter|localtime|gmtime)$"
    r"|^random\.(?!Random$)\w+$|^secrets\.\w+$|^os\.urandom$|^uuid\.uuid[14]$|^(?:np|numpy)\.random\.(?!Generator$|default_rng$)\w+$"
)


def test_no_file_is_longer_than_600_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("src", "tests", "benchmarks", "demo")
        for path in (ROOT / folder).rglob("*.py")
        # Migrations are written by Django, one field after the other, and nobody looks for anything there.
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > 600
    }
    assert long == {}


def asked(tree: ast.AST) -> list[str]:
    """Clock and dice that a module calls, by the dotted words of the call."""
    return [
        f"{node.lineno}: {words}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ASKS.match(words := ast.unparse(node.func))
    ]


def test_the_engine_asks_no_clock_and_draws_no_dice():
    found = {
        str(path.relative_to(SRC)): calls
        for path in (SRC / "weft").rglob("*.py")
        if "cli" not in path.relative_to(SRC / "weft").parts and (calls := asked(ast.parse(path.read_text("utf-8"))))
    }

    assert found == {}


def test_the_search_for_clocks_and_dice_finds_them():
    bait = "import datetime as dt\ndt.datetime.now(dt.UTC)\ndt.date.today()\nrandom.random()\nrandom.Random(7)\nsecrets.token_bytes(8)\n"

    assert asked(ast.parse(bait)) == [
        "2: dt.datetime.now",
        "3: dt.date.today",
        "4: random.random",
        "6: secrets.token_bytes",
    ]


# Every way out of the process that Python knows raises, in this process and those it starts.
CLOSED = """
import sys
def guard(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto"}:
        raise SystemExit(f"connection: {event} {arguments[1:]}")
sys.addaudithook(guard)
if WANTED:
    import socket
    socket.socket(socket.AF_INET).connect(("127.0.0.1", 9))
from weft.cli import main
sys.argv = ["weft", *ARGUMENTS]
main.run()
"""


def closed(folder: Path, *, bait: bool) -> subprocess.CompletedProcess[str]:
    (folder / "reports.csv").write_text(
        "id,phone,country,story\n1,0812345678,TH,see evil.example\n2,+66812345678,TH,\n"
    )
    program = CLOSED.replace("WANTED", str(bait)).replace(
        "ARGUMENTS", repr(["networks", "reports.csv", "--out", "found", "--quiet"])
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_main_job_opens_no_connection(tmp_path):
    done = closed(tmp_path, bait=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "found/index.html").exists()


def test_the_guard_against_connections_holds(tmp_path):
    assert closed(tmp_path, bait=True).stderr.startswith("connection: socket.connect")


def test_every_rule_of_the_architecture_is_checked_by_something_that_exists():
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", page[page.index("## Invariants") :], re.MULTILINE)[2:]
    gone = []
    for rule, checks in rows:
        named = re.findall(r"`(tests/[\w/.]+)(?:::(\w+))?`", checks)
        if not named and "import contracts" not in checks:
            gone.append(f"nothing checks: {rule}")
        gone += [
            f"{file}::{test}"
            for file, test in named
            if not (ROOT / file).exists() or (test and f"def {test}(" not in (ROOT / file).read_text("utf-8"))
        ]

    assert len(rows) >= 10
    assert gone == []


def test_every_app_of_the_node_says_what_it_owns():
    apps = [path for path in (SRC / "weftnode").iterdir() if (path / "apps.py").exists()]

    assert [path.name for path in apps if not (path / "README.md").exists()] == []


def test_every_page_of_the_docs_can_be_reached_from_the_readme():
    seen, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            path = (page.parent / target).resolve()
            path = path / "README.md" if path.is_dir() else path
            if path.suffix == ".md" and path.exists():
                ahead.append(path)

    assert sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md") if path not in seen) == []
