"""The code has one door: what makes bytes for a partner has nothing to make them of but what the door hands it.

What counts as a serialiser for partners: a function that takes a `Cleared` (a writer), whatever calls `release.part`, and whatever puts a
record into a file that leaves by a browser. The first two are ours to close; each of the third stands below with the reason why it is no
way out, or with the check that it goes through the door.
"""

import ast
import re
from pathlib import Path

NODE = Path(__file__).parent.parent.parent / "src/weftnode"
DOOR = "partners/outbound.py"
# Functions that hand a file to a browser, and why that is no way round the door.
DOWNLOADS = {
    "audit/keeping.py:ask_witness": "a head of the log and the proof that it grew, numbers only, for whoever vouches for it",
    "audit/views.py:export": "the log of this node, for its own auditor: counts and codes, no content",
    "briefs/views.py:paper": "a brief for our own side, or of what the world may read; one for partners is refused here and goes through the door",
    "cases/views/figures.py:restitution": "a calculation for our own court, with no partner in it",
    "cases/views/freeze.py:sheet": "a letter for a bank at home, which is no partner; to a partner its writer is handed to the door",
    "desk/views.py:_ics": "what is due here, for the officer's own calendar",
    "desk/views.py:digest_page": "what is due here, for the officer's own calendar",
    "diplomacy/views/pages.py:proof": "a file as it came in, back to those who keep it",
    "partners/sending.py:fetch": "takes its bytes from the door",
    "partners/views.py:take": "our own agreements, for our own files",
    "requests/trust.py:figures_csv": "figures of our own requests, for ourselves",
    "requests/views.py:carry": "takes its bytes from the door",
}


def modules():
    for path in sorted(NODE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(NODE)), ast.parse(path.read_text("utf-8"))


def called(node):
    """The dotted words of a call."""
    return ast.unparse(node.func)


def functions(tree):
    return [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]


def is_writer(function):
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return any(
        one.annotation is not None and re.search(r"\bCleared\b", ast.unparse(one.annotation)) for one in arguments
    )


def uses(tree, pattern):
    """Lines on which a call's name matches."""
    return [one.lineno for one in ast.walk(tree) if isinstance(one, ast.Call) and re.search(pattern, called(one))]


def test_only_the_door_takes_what_the_gate_lets_out():
    found = {name for name, tree in modules() if uses(tree, r"(^|\.)release\.part$|^part\.part$|^release_part$")}
    imported = {
        name
        for name, tree in modules()
        for one in ast.walk(tree)
        if isinstance(one, ast.ImportFrom)
        and (one.module or "").startswith("weft.release")
        and any(alias.name == "part" for alias in one.names)
    }

    assert found == {DOOR}
    assert imported == set()


def test_only_the_door_makes_what_a_writer_writes_from():
    assert {name for name, tree in modules() if uses(tree, r"(^|\.)Cleared$")} == {DOOR}
    assert {name for name, tree in modules() if uses(tree, r"(^|\.)parcel\.pack$|^pack_parcel$")} == {DOOR}


def test_nobody_calls_a_writer_but_the_door():
    writers = {one.name for _name, tree in modules() for one in functions(tree) if is_writer(one)}
    calls = {
        (name, one.func.id if isinstance(one.func, ast.Name) else one.func.attr)
        for name, tree in modules()
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name | ast.Attribute)
    }

    assert "as_json" in writers
    assert {(name, word) for name, word in calls if word in writers and name != DOOR and word != "as_json"} == set()


def test_only_the_door_writes_the_ledger_of_what_was_sent():
    made = {
        name
        for name, tree in modules()
        if uses(tree, r"(^|\.)Sent(Thing)?\.objects\.(create|bulk_create|get_or_create|update_or_create)$")
    }
    raw = {name for name, tree in modules() if uses(tree, r"(^|\.)Sent(Thing)?$")}

    assert made == {DOOR}
    assert raw == set()


def test_every_file_for_a_browser_is_no_way_round_the_door():
    found = {
        f"{name}:{one.name}"
        for name, tree in modules()
        for one in functions(tree)
        if re.search(r"Content-Disposition|FileResponse\(|as_attachment|StreamingHttpResponse\(", ast.unparse(one))
    }

    assert sorted(found ^ set(DOWNLOADS)) == []


def test_the_search_finds_what_it_looks_for():
    bait = ast.parse(
        "from weft.release import part\n"
        "def pdf(cleared: outbound.Cleared) -> File: ...\n"
        "def leak(thing):\n    return HttpResponse(pdf(outbound.Cleared({}, [release.part(a, b, c)])), headers={'Content-Disposition': 'x'})\n"
    )

    assert uses(bait, r"(^|\.)release\.part$") == [4]
    assert uses(bait, r"(^|\.)Cleared$") == [4]
    assert [one.name for one in functions(bait) if is_writer(one)] == ["pdf"]
