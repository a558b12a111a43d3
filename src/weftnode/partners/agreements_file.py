"""Agreements as a TOML file, read and written: to be brought from another system, compared between two nodes, kept under version control.

What comes out of `write` goes in through `read` unchanged. Every problem is named with its line, all at once; a file with one is not taken.
"""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from weft import release
from weftnode.partners import budgets
from weftnode.partners.forms import AgreementForm
from weftnode.partners.models import Agreement, Partner

_LABELS = {"tlp": release.TLP.read, "pap": release.PAP.read}
# Rows of one file: what an office has in its cupboard many times over.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be taken, and where."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: clean columns of each agreement, or what is wrong with it."""

    agreements: list[dict[str, Any]]
    wrong: list[Wrong]


def read(text: str) -> Read:
    """The agreements of a file."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"line (\d+)", str(problem))
        last = text.count("\n") + 1
        return Read([], [Wrong(int(found[1]) if found else last, _("This is no TOML: %(why)s") % {"why": problem})])
    except RecursionError:
        return Read([], [Wrong(1, _("This is no TOML: %(why)s") % {"why": _("it is nested too deeply")})])
    rows = data.pop("agreement", [])
    places = _Places(text)
    wrong = [Wrong(places.key(None, name), _("%(name)s is not known here") % {"name": name}) for name in data]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return Read([], [*wrong, Wrong(1, _("Each agreement begins with a line [[agreement]]"))])
    if not rows and not wrong:
        wrong.append(Wrong(1, _("There is no [[agreement]] in this file")))
    if len(rows) > MOST:
        return Read([], [Wrong(places.key(MOST, ""), _("More than %(most)s agreements in one file") % {"most": MOST})])
    partners = dict(Partner.objects.values_list("code", "pk"))
    taken = set(Agreement.objects.values_list("number", flat=True))
    clean = []
    for number, row in enumerate(rows):
        columns, problems = _one(row, partners, taken)
        wrong += [Wrong(places.key(number, name), what) for name, what in problems]
        clean.append(columns)
        taken.add(str(row.get("number", "")))
    return Read([] if wrong else clean, sorted(wrong, key=lambda one: one.line))


def _one(
    row: Mapping[str, Any], partners: Mapping[str, int], taken: set[str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Clean columns of one agreement, and what is wrong by key."""
    known = set(AgreementForm.Meta.fields)
    wrong = [(name, _("%(name)s is not known here") % {"name": name}) for name in row if name not in known]
    given: dict[str, Any] = {name: value for name, value in row.items() if name in known}
    for name, value in list(given.items()):
        if isinstance(value, dt.datetime) or not isinstance(value, str | int | bool | dt.date | list):
            wrong.append((name, _("%(name)s is not of the right sort") % {"name": name}))
            del given[name]
    if str(row.get("number", "")) in taken:
        wrong.append(("number", _("There is an agreement with this number already")))
    code = given.get("partner")
    if code in partners:
        given["partner"] = partners[str(code)]
    elif code is not None:
        wrong.append(("partner", _("There is no partner %(code)s") % {"code": code}))
        del given["partner"]
    for name in ("tlp", "pap"):
        given[name] = _label(name, given.get(name), wrong)
    given["location"] = _place(given.get("location", "none"), wrong)
    form = AgreementForm({"budget_day": 0, "budget_epoch": 0, "sort": "", **given})
    said = {name for name, _what in wrong}
    if not form.is_valid():
        for name, errors in form.errors.items():
            wrong += [(name, f"{name}: {one}") for one in errors if name not in said]
    return dict(form.cleaned_data), wrong


def _label(name: str, value: Any, wrong: list[tuple[str, str]]) -> int | None:
    try:
        return int(_LABELS[name](str(value)))
    except release.MarkingNotRead as problem:
        wrong.append((name, f"{name}: {problem}" if value is not None else _("%(name)s is missing") % {"name": name}))
        return None


def _place(value: Any, wrong: list[tuple[str, str]]) -> int | None:
    name = str(value).upper()
    if name in release.Precision.__members__:
        return int(release.Precision[name])
    wrong.append(("location", _("%(name)s is not known here") % {"name": str(value)}))
    return None


class _Places:
    """Line of each key of each agreement, found by reading the text once more: the TOML reader keeps no places."""

    def __init__(self, text: str) -> None:
        self._heads: list[int] = []
        self._keys: dict[tuple[int, str], int] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(r"\s*\[\[\s*agreement\s*\]\]", line):
                self._heads.append(number)
            elif key := re.match(r"""\s*["']?([\w-]+)["']?\s*[.=]""", line):
                self._keys.setdefault((len(self._heads) - 1, key[1]), number)

    def key(self, row: int | None, name: str) -> int:
        """The line of a key, else of its agreement's first line, else of the file's."""
        at = -1 if row is None else row
        head = self._heads[at] if 0 <= at < len(self._heads) else 1
        return self._keys.get((at, name), head)


def write(agreements: Iterable[Agreement]) -> str:
    """Agreements as the file that `read` takes."""
    return "\n".join(_written(one) for one in agreements)


def _written(one: Agreement) -> str:
    values = model_to_dict(one, AgreementForm.Meta.fields)
    values["partner"] = one.partner.code
    values["tlp"], values["pap"] = release.TLP(one.tlp).label, release.PAP(one.pap).label
    values["budgets"] = budgets.written(one.budgets)
    values["location"] = release.Precision(one.location).name.lower()
    lines = [
        f"{name} = {_toml(values[name])}" for name in AgreementForm.Meta.fields if values[name] not in (None, "", [])
    ]
    return "\n".join(["[[agreement]]", *lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(_toml(one) for one in value)}]"
    # JSON's text is TOML's, but for the one control character that JSON lets stand.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
