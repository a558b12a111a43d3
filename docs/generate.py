"""Write the reference pages that are made from the code: `make docs`. A test fails when one is out of date.

python docs/generate.py           # writes them
python docs/generate.py --check   # names those that differ, and ends with 1 when there are any
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer.main
import yaml

from weft import errors, kinds
from weft.cli import main as cli
from weft.formats import CODES

HERE = Path(__file__).parent
MADE = "<!-- Made from the code by `make docs`; change the code. -->\n"


def commands() -> str:
    """Every verb with its arguments, options and example, as `--help` knows them."""
    lines = [
        "# Commands\n",
        MADE,
        (
            "Data go to stdout, words to stderr. Exit codes: 0 done, 2 input could not be read, 3 refused, 4 a partner's fault, "
            "5 tampered, 1 our own bug. An error is one line `weft: error: …` and, where there is something to do about it, "
            "`weft: hint: …`.\n"
        ),
    ]
    group = typer.main.get_command(cli.app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        lines.extend(_command(f"weft {name}", command, 2))
    return "\n".join(lines)


def _command(name: str, command: Any, level: int) -> Iterator[str]:
    yield f"{'#' * level} {name}\n"
    yield f"{_text(command.help)}\n"
    if level == 2 and (pages := _pages_about(name)):
        yield f"See {', '.join(pages)}.\n"
    inner = getattr(command, "commands", None)
    if inner:
        for word, one in inner.items():
            yield from _command(f"{name} {word}", one, level + 1)
        return
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and "--help" not in one.opts]
    words = " ".join(one.metavar or one.name.upper() for one in arguments)
    yield f"```\n{name} {words}{' ' if words else ''}{'[OPTIONS]' if options else ''}".rstrip() + "\n```\n"
    if arguments or options:
        yield "| option | meaning |\n| --- | --- |"
        for one in arguments:
            yield f"| `{one.metavar or one.name.upper()}` | {_cell(one.help)} |"
        for one in options:
            yield f"| {', '.join(f'`{word}`' for word in (*one.opts, *one.secondary_opts))} | {_cell(one.help)}{_default(one)} |"
        yield ""
    if command.epilog:
        yield f"```\n{command.epilog.removeprefix('Example:').strip()}\n```\n"


def _pages_about(name: str) -> list[str]:
    """Links to the pages for people that show the command."""
    found = []
    for path in sorted([*HERE.glob("howto/*.md"), *HERE.glob("tutorial/*.md"), *HERE.glob("concepts/*.md")]):
        if path.name == "README.md":
            continue
        text = path.read_text("utf-8")
        if f"{name} " in text:
            found.append(f"[{text.partition(chr(10))[0].lstrip('# ')}](../{path.relative_to(HERE).as_posix()})")
    return found


def _default(option: Any) -> str:
    value = option.default
    if option.required:
        return " Must be given."
    if value in (None, False, True, ()) or callable(value):
        return ""
    return f" Default: `{value}`."


def kinds_page() -> str:
    """Every kind of identifier, with how much sharing it says and how long a tie by it is worth."""
    rows = []
    for one in kinds.KINDS:
        about = inspect.getdoc(sys.modules[f"weft.kinds.{one.name}"]) or ""
        half = "does not age" if one.half_life_days is None else f"{one.half_life_days:g} days"
        first = about.split("\n\n")[0]
        rows.append(f"| `{one.name}` | {_cell(first)} | {one.specificity:g} | {half} |")
    return "\n".join(
        [
            "# Kinds of identifier\n",
            MADE,
            (
                "As they stand in the column `kind` of `sightings.csv`. *Says* is how much sharing it tells, from 0 (anybody may hold it) to 1 (one "
                "hand only); a tie is worth half after its half-life, because numbers and accounts change hands.\n"
            ),
            "| kind | what it is, and its canonical form | says | half-life |\n| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def errors_page() -> str:
    """The error tree with its exit codes, and every code of problems.csv."""
    rows = []
    found = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.WeftError)]
    for one in found:
        rows.append(f"| `{one.code}` | {one.__name__} | {one.exit_code} | {_cell(inspect.getdoc(one))} |")
    return "\n".join(
        [
            "# Errors and problems\n",
            MADE,
            (
                "An *error* ends a command: nothing was written. A *problem* is one row or value that could not be read: it goes to `problems.csv` with its "
                "file, row and column, and the rest goes on. Codes are stable.\n"
            ),
            "## Errors\n",
            "| code | name | exit code | meaning |\n| --- | --- | --- | --- |",
            *rows,
            "\n## Problems\n",
            "| code | meaning |\n| --- | --- |",
            *(f"| `{code}` | {_cell(CODES[code])} |" for code in sorted(CODES)),
            "",
        ]
    )


def api_page() -> str:
    """The interface of a node for programs, from its OpenAPI document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weftnode.bare")
    import django  # noqa: PLC0415 -- the other pages need no node
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    from weftnode.api import door, reference  # noqa: PLC0415

    with translation.override("en"):
        return "\n".join(["# The interface for programs\n", MADE, *reference.markdown(door.document())])


def _text(words: str | None) -> str:
    return inspect.cleandoc(words or "")


def _cell(words: str | None) -> str:
    plain = re.sub(r" ?\(see :\w+:`[^`]*`\)|:\w+:(?=`)", "", _text(words))
    return " ".join(plain.replace("``", "`").replace("|", "\\|").split())


LANGUAGES = {"vi": "Tiếng Việt", "th": "ไทย", "km": "ខ្មែរ", "lo": "ລາວ", "my": "မြန်မာ", "zh": "中文", "ko": "한국어"}


def glossary() -> str:
    """The words of the project in eight languages, from glossary.yml."""
    terms = yaml.safe_load((HERE / "glossary.yml").read_text("utf-8"))["terms"]
    head = "| English | means | " + " | ".join(LANGUAGES.values()) + " |"
    rows = [
        f"| **{one['term']}** | {_cell(one['means'])} | " + " | ".join(one[code] for code in LANGUAGES) + " |"
        for one in terms
    ]
    proposals = sum(code not in one["reviewed"] for one in terms for code in LANGUAGES)
    return "\n".join(
        [
            "# Glossary\n",
            MADE.replace("the code by `make docs`; change the code", "`glossary.yml` by `make docs`; change that"),
            (
                "One word per thing, on the screen, in code, in tables and in the docs. "
                f"{proposals} of {len(terms) * len(LANGUAGES)} translations are proposals that no native speaker of the field has confirmed yet. "
                "The node's pages in these languages (`src/weftnode/*/locale/`) were written with these words, and no native speaker has read them either: "
                "whoever puts a node to work has them read first, and mends the catalogue.\n"
            ),
            head,
            "|" + " --- |" * (len(LANGUAGES) + 2),
            *rows,
            "",
        ]
    )


def index(folder: str, title: str, about: str) -> Callable[[], str]:
    """The list of pages in a folder, each by its title."""

    def page() -> str:
        rows = [
            f"- [{path.read_text('utf-8').partition(chr(10))[0].lstrip('# ')}]({path.name})"
            for path in sorted((HERE / folder).glob("*.md"))
            if path.name != "README.md"
        ]
        return "\n".join(
            [f"# {title}\n", MADE.replace("the code by", "the pages beside it by"), f"{about}\n", *rows, ""]
        )

    return page


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/kinds.md": kinds_page,
    "reference/errors.md": errors_page,
    "reference/api.md": api_page,
    "glossary.md": glossary,
    "howto/README.md": index("howto", "How to", "One task each, from start to end."),
    "concepts/README.md": index("concepts", "Concepts", "Why things are as they are: read before changing them."),
    "decisions/README.md": index("decisions", "Decisions", "Context, choice, consequences; under a page each."),
    "reference/README.md": index("reference", "Reference", "Every command, kind, format, file and code."),
}


def outdated() -> list[str]:
    """Pages that are not what the code says now."""
    there = {name: (HERE / name).read_text("utf-8") if (HERE / name).exists() else "" for name in PAGES}
    return [name for name, make in PAGES.items() if there[name] != make()]


def main() -> int:
    """Write, or with --check only look."""
    late = outdated()
    if "--check" in sys.argv[1:]:
        sys.stderr.write("".join(f"docs/{name} is out of date: make docs\n" for name in late))
        return 1 if late else 0
    for name in late:
        (HERE / name).write_text(PAGES[name](), encoding="utf-8")
        sys.stderr.write(f"wrote docs/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
