"""`make messages`: every string of the node into the catalogue of its app and language, in order, what is gone left out.

Works without GNU gettext: templates are read by Django's own parser, Python by its syntax tree. A string that several apps say
belongs to the lowest of them, so that it is translated once.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

NODE = Path(__file__).parent.parent
RUNGS = (
    "ui", "papers", "work", "audit", "accounts", "partners", "reports", "networks", "people", "cases", "diplomacy", "requests", "articles",
    "briefs", "wire", "api", "desk", "cli",
)  # fmt: skip
"""Apps from the bottom up. Files beside the apps (settings) speak through `ui`."""
_CALLS = {"_", "gettext", "gettext_lazy"}
_TRANSLATE = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
_ARGUMENT = re.compile(r"""[|:=,(\s]_\("([^"]+)"\)""")
"""A string given to a filter or a tag: `{{ name|default:_("nobody") }}`."""
_BLOCK = re.compile(r"\{%\s*blocktrans(?:late)?\b([^%]*)%\}(.*?)\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
_PLURAL = re.compile(r"\{%\s*plural\s*%\}")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
HEADER = {
    "vi": "nplurals=1; plural=0;", "th": "nplurals=1; plural=0;", "km": "nplurals=1; plural=0;", "lo": "nplurals=1; plural=0;",
    "my": "nplurals=1; plural=0;", "zh_Hans": "nplurals=1; plural=0;", "ko": "nplurals=1; plural=0;",
}  # fmt: skip
# Said by Django or allauth on pages of ours; where they bring no translation, ours is taken. A catalogue lists those it translates.
UPSTREAM = "upstream"
Message = tuple[str, str]
"""Singular and plural; plural empty where there is none."""


def catalogue(app: str, language: str) -> Path:
    """Where the strings of an app stand in a language."""
    return NODE / app / "locale" / f"{language}.po"


def app_of(path: Path) -> str:
    """The app a file speaks for."""
    first = path.relative_to(NODE).parts[0]
    return first if first in RUNGS else "ui"


def found() -> dict[Message, str]:
    """Every string that the node shows, with the file that says it first, counted from the lowest app."""
    out: dict[Message, str] = {}
    paths = [path for path in [*NODE.rglob("*.py"), *NODE.rglob("*.html")] if "migrations" not in path.parts]
    for path in sorted(paths, key=lambda one: (RUNGS.index(app_of(one)), one)):
        if path == Path(__file__):
            continue
        text = path.read_text("utf-8")
        for message in _python(text) if path.suffix == ".py" else _template(text):
            out.setdefault(message, str(path.relative_to(NODE)))
    return out


def _python(text: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first = node.args[0]
        if node.func.id in _CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value, ""
        if node.func.id == "ngettext" and len(node.args) > 1:
            second = node.args[1]
            if isinstance(first, ast.Constant) and isinstance(second, ast.Constant):
                yield str(first.value), str(second.value)


def _template(text: str) -> Iterator[Message]:
    for double, single in _TRANSLATE.findall(text):
        yield double or single, ""
    for argument in _ARGUMENT.findall(text):
        yield argument, ""
    for _options, body in _BLOCK.findall(text):
        one, *many = (_VARIABLE.sub(r"%(\1)s", part) for part in _PLURAL.split(body))
        yield one, many[0] if many else ""


def update() -> dict[str, int]:
    """Write the catalogues; how many strings each language lacks."""
    messages, lacking = found(), {}
    for language, plural in HEADER.items():
        paths = {app: catalogue(app, language) for app in RUNGS}
        old = {entry.msgid: entry for path in paths.values() if path.exists() for entry in polib.pofile(str(path))}
        new = {app: polib.POFile(wrapwidth=140) for app in RUNGS}
        for (one, many), place in messages.items():
            new[app_of(NODE / place)].append(_entry(one, many, place, old.get(one)))
        known = {one for one, _ in messages}
        new["ui"].extend(entry for entry in old.values() if entry.comment == UPSTREAM and entry.msgid not in known)
        for app, made in new.items():
            if made:
                made.metadata = {
                    "Language": language,
                    "Content-Type": "text/plain; charset=UTF-8",
                    "Plural-Forms": plural,
                }
                paths[app].parent.mkdir(exist_ok=True)
                made.save(str(paths[app]))
            else:
                paths[app].unlink(missing_ok=True)
        lacking[language] = sum(not entry.translated() for made in new.values() for entry in made)
    return lacking


def _entry(one: str, many: str, place: str, before: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=one, comment=place)
    if "%(" in one:
        entry.flags = ["python-format"]
    if many:
        entry.msgid_plural = many
        entry.msgstr_plural = before.msgstr_plural if before and before.msgstr_plural else {0: ""}
    else:
        entry.msgstr = before.msgstr if before else ""
    return entry


if __name__ == "__main__":
    for language, count in update().items():
        sys.stdout.write(f"{language}: {count} to translate\n")
