"""`make messages`: every string of the node into each language's catalogue, in order, what is gone left out.

Works without GNU gettext: templates are read by Django's own parser, Python by its syntax tree.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

HERE = Path(__file__).parent
NODE = HERE.parent
_CALLS = {"_", "gettext", "gettext_lazy"}
_TRANSLATE = re.compile(r"""\{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
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


def found() -> dict[Message, str]:
    """Every string that the node shows, with the file that says it first."""
    out: dict[Message, str] = {}
    for path in sorted([*NODE.rglob("*.py"), *NODE.rglob("*.html")]):
        if "migrations" in path.parts or path.parent == HERE:
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


def _template(text: str) -> Iterator[Message]:
    for double, single in _TRANSLATE.findall(text):
        yield double or single, ""
    for _options, body in _BLOCK.findall(text):
        one, *many = (_VARIABLE.sub(r"%(\1)s", part) for part in _PLURAL.split(body))
        yield one, many[0] if many else ""


def update() -> dict[str, int]:
    """Write the catalogues; how many strings each language lacks."""
    messages, lacking = found(), {}
    for language, plural in HEADER.items():
        path = HERE / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        old = {entry.msgid: entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
        new = polib.POFile(wrapwidth=140)
        new.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plural}
        for (one, many), place in messages.items():
            before = old.get(one)
            entry = polib.POEntry(msgid=one, comment=place)
            if "%(" in one:
                entry.flags = ["python-format"]
            if many:
                entry.msgid_plural = many
                entry.msgstr_plural = before.msgstr_plural if before and before.msgstr_plural else {0: ""}
            else:
                entry.msgstr = before.msgstr if before else ""
            new.append(entry)
        known = {one for one, _ in messages}
        new.extend(entry for entry in old.values() if entry.comment == UPSTREAM and entry.msgid not in known)
        new.save(str(path))
        lacking[language] = sum(not entry.translated() for entry in new)
    return lacking


if __name__ == "__main__":
    for language, count in update().items():
        sys.stdout.write(f"{language}: {count} to translate\n")
