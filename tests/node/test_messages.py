"""The catalogues: complete where they must be, nothing lost, nothing that would break a sentence."""

import ast
import re
from pathlib import Path

import polib
import pytest
import yaml

from weftnode.ui import messages

ROOT = Path(__file__).parent.parent.parent
COMPLETE = ("vi", "th")
# Apps still being built: their strings are translated when their words are settled.
GROWING = ("papers/",)
OTHERS = ("km", "lo", "my", "zh_Hans", "ko")
# Languages that Django and allauth hardly know.
UNBROUGHT = ("km", "lo", "my")
# For these: whatever a person meets on the way to a saved report, every form, and everything that can go wrong.
MUST = re.compile(
    r"ui/|reports/templates/reports/new\.html|\w+/(?:forms|models)(?:\.py|/)|\w+/(?:rules|roles|apps)\.py"
)
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\[\[\w+\]\]")


@pytest.fixture(scope="module")
def strings():
    return messages.found()


def catalogue(language):
    """Every entry of a language, of all apps."""
    paths = [messages.catalogue(app, language) for app in messages.RUNGS]
    return [entry for path in paths if path.exists() for entry in polib.pofile(str(path))]


@pytest.mark.parametrize("language", COMPLETE)
def test_nothing_is_left_untranslated(strings, language):
    done = {entry.msgid for entry in catalogue(language) if entry.translated()}
    assert [one for (one, _), place in strings.items() if one not in done and not place.startswith(GROWING)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_navigation_forms_and_errors_are_translated(strings, language):
    done = {entry.msgid for entry in catalogue(language) if entry.translated()}
    must = [one for (one, _), place in strings.items() if MUST.match(place)]
    assert len(must) > 500
    assert [one for one in must if one not in done] == []
    nav = {
        "Reports",
        "Files",
        "Officers",
        "Log",
        "Home",
        "Search",
        "Sign in",
        "Sign out",
        "Save",
        "New report",
        "What happened",
        "Loss",
        "Country",
    }
    assert nav <= done


@pytest.mark.parametrize("language", [*COMPLETE, *OTHERS])
def test_variables_survive_translation(language):
    for entry in catalogue(language):
        for said in [entry.msgstr, *entry.msgstr_plural.values()]:
            if said:
                assert sorted(_PLACES.findall(said)) == sorted(_PLACES.findall(entry.msgid_plural or entry.msgid)), (
                    entry.msgid
                )
                assert said.strip() == said, entry.msgid
                assert "<" not in said, entry.msgid


@pytest.mark.parametrize("language", [*COMPLETE, *OTHERS])
def test_one_word_per_thing_as_the_glossary_has_it(language):
    terms = {one["term"]: one for one in yaml.safe_load((ROOT / "docs/glossary.yml").read_text("utf-8"))["terms"]}
    said = {entry.msgid: entry.msgstr for entry in catalogue(language) if entry.msgstr}
    for term in ("report", "identifier", "network"):
        assert said[term] == terms[term][language.partition("_")[0]], term


@pytest.mark.parametrize("language", UNBROUGHT)
def test_what_django_and_allauth_say_is_translated_where_they_bring_nothing(language):
    """Signing in, second factor and errors of form fields: said by them, on our pages."""
    ours = [entry for entry in catalogue("vi") if entry.comment == messages.UPSTREAM]
    done = {entry.msgid for entry in catalogue(language) if entry.translated()}
    assert [entry.msgid for entry in ours if entry.msgid not in done] == []


def test_every_app_has_its_rung_in_the_catalogues():
    apps = {path.parent.name for path in (ROOT / "src/weftnode").glob("*/apps.py")}
    assert apps <= set(messages.RUNGS)


@pytest.mark.parametrize("language", [*COMPLETE, *OTHERS])
def test_no_string_stands_in_two_catalogues(language):
    said = [entry.msgid for entry in catalogue(language)]
    assert len(said) == len(set(said))


def test_no_string_is_said_in_the_language_of_whoever_came_first():
    """What is translated while a module is read stays in the language of that moment: there, only the lazy kind."""
    eager = []
    for path in (ROOT / "src/weftnode").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            name.asname or name.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for name in node.names
            if name.name in {"gettext", "ngettext"}
        }
        later = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        now = [tree]
        for node in now:
            now.extend(child for child in ast.iter_child_nodes(node) if not isinstance(child, later))
        eager += [
            f"{path.name}:{node.lineno}"
            for node in now
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        ]
    assert eager == []
