"""The catalogues: complete where they must be, nothing lost, nothing that would break a sentence."""

import importlib.util
import re
from pathlib import Path

import polib
import pytest
import yaml

LOCALE = Path(__file__).parent.parent.parent / "src/weftnode/locale"
COMPLETE = ("vi", "th")
# Pages still being built: their strings are translated when their words are settled.
GROWING = ("networks/", "desk/")
OTHERS = ("km", "lo", "my", "zh_Hans", "ko")
# For these: whatever a person meets on the way to a saved report, and everything that can go wrong.
MUST = ("ui/phrases.py", "ui/templates/ui/base.html", "reports/templates/reports/new.html", "reports/forms.py")


@pytest.fixture(scope="module")
def strings():
    spec = importlib.util.spec_from_file_location("messages", LOCALE / "messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.found()


def catalogue(language):
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", COMPLETE)
def test_nothing_is_left_untranslated(strings, language):
    done = {entry.msgid for entry in catalogue(language) if entry.translated()}
    assert [one for (one, _), place in strings.items() if one not in done and not place.startswith(GROWING)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_navigation_forms_and_errors_are_translated(strings, language):
    done = {entry.msgid for entry in catalogue(language) if entry.translated()}
    must = [one for (one, _), place in strings.items() if place in MUST]
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
                assert set(re.findall(r"%\(\w+\)s", said)) == set(re.findall(r"%\(\w+\)s", entry.msgid)), entry.msgid
                assert said.strip() == said, entry.msgid
                assert "<" not in said, entry.msgid


@pytest.mark.parametrize("language", [*COMPLETE, *OTHERS])
def test_one_word_per_thing_as_the_glossary_has_it(language):
    terms = {
        one["term"]: one
        for one in yaml.safe_load((LOCALE.parents[2] / "docs/glossary.yml").read_text("utf-8"))["terms"]
    }
    said = {entry.msgid: entry.msgstr for entry in catalogue(language) if entry.msgstr}
    for term in ("report", "identifier", "network"):
        assert said[term] == terms[term][language.partition("_")[0]], term
