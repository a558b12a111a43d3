"""The shape of every app: who writes, who asks on whose behalf, how the log names things."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from weftnode.accounts import queries as accounts
from weftnode.audit import queries as audit
from weftnode.audit import sentences
from weftnode.reports import queries as reports

NODE = Path(__file__).parent.parent.parent / "src/weftnode"
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete", "executemany"}
# Files of an app in which nothing is written. Django's own objects that are no rows (forms, sessions) have other verbs.
SILENT = (
    "views.py",
    "queries.py",
    "rules.py",
    "forms.py",
    "sentences.py",
    "tasks.py",
    "urls.py",
    "models.py",
    "marks.py",
    "middleware.py",
)


def calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node.lineno


@pytest.mark.parametrize(
    "path",
    sorted(path for path in NODE.rglob("*.py") if path.name in SILENT or f"{path.parent.name}.py" in SILENT),
    ids=lambda path: str(path.relative_to(NODE)),
)
def test_only_actions_write(path):
    assert [(name, line) for name, line in calls(path) if name in WRITES] == []


@pytest.mark.parametrize("module", [accounts, audit, reports])
def test_reads_say_on_whose_behalf(module):
    """Named reads begin with the viewer; those without one say nothing of content."""
    free = {"by_token", "link", "digest", "identifiers", "size", "signed", "newest_at", "erasable_until"}
    public = {
        name: one
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
    }
    first = {name: next(iter(inspect.signature(one).parameters), "") for name, one in public.items()}
    assert {name for name, word in first.items() if word not in {"viewer", "reader"}} <= free


def test_every_action_that_is_written_down_has_a_sentence():
    names = set()
    for path in [*NODE.rglob("actions.py"), *NODE.rglob("actions/*.py")]:
        names |= set(re.findall(r'record\(\s*(?:by=\w+,\s*)?"([a-z_.]+)"', path.read_text("utf-8")))
    assert len(names) > 20
    assert sorted(names - set(sentences.SENTENCES)) == []


def test_nothing_is_marked_safe_by_hand():
    found = [
        str(path.relative_to(NODE))
        for path in [*NODE.rglob("*.py"), *NODE.rglob("*.html")]
        if re.search(r"mark_safe|\|\s*safe\b|autoescape off|innerHTML", path.read_text("utf-8"))
    ]
    assert [name for name in found if not name.startswith("networks/")] == []
