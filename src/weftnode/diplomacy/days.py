"""Days as people write them, and how a due day was found, in the reader's words."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weft import press

_NUMBERS = re.compile(r"\s*(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})\s*")
_BUDDHIST, _BUDDHIST_FROM, _BUDDHIST_TO = 543, 2400, 2700


class DayField(forms.DateField):
    """A day: 2025-10-16, 16/10/2025, 16/10/2568 and the words of seven languages. A day that does not exist is said to be one."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": gettext_lazy("“%(value)s” is no day. Write it as 2025-10-16, 16/10/2025 or 16/10/2568."),
        "absent": gettext_lazy("There is no such day as “%(value)s”."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """The day, years of the Buddhist era turned. ValidationError with what was given."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        text = str(value).strip()
        parts = _NUMBERS.fullmatch(text)
        if parts is None:
            found = press.due(text, None)
            if found is None or found.first != found.last:
                raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text[:60]})
            return found.last
        one, month, three = map(int, parts.groups())
        year, day = (one, three) if len(parts[1]) == 4 else (three, one)
        year -= _BUDDHIST if _BUDDHIST_FROM <= year < _BUDDHIST_TO else 0
        try:
            return dt.date(year, month, day)
        except ValueError:
            raise ValidationError(self.error_messages["absent"], code="absent", params={"value": text[:60]}) from None


_UNITS: dict[str, Callable[[int], str]] = {
    "hour": lambda n: ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n},
    "day": lambda n: ngettext("%(n)d day", "%(n)d days", n) % {"n": n},
    "week": lambda n: ngettext("%(n)d week", "%(n)d weeks", n) % {"n": n},
    "month": lambda n: ngettext("%(n)d month", "%(n)d months", n) % {"n": n},
    "year": lambda n: ngettext("%(n)d year", "%(n)d years", n) % {"n": n},
}
_PARTS: dict[str, "str | Promise"] = {
    "early": gettext_lazy("the beginning of a month is its 1st to 10th day"),
    "middle": gettext_lazy("the middle of a month is its 11th to 20th day"),
    "end": gettext_lazy("the end of a month is its 21st to its last day"),
}


_TOLD: dict[str, "str | Promise"] = {
    "span": gettext_lazy("“%(written)s”: its last day"),
    "before": gettext_lazy("“%(written)s”: the day before it begins"),
    "feast": gettext_lazy("“%(written)s”: the day of the feast"),
    "day": gettext_lazy("named as a day: “%(written)s”"),
}
_UNCLEAR: dict[str, "str | Promise"] = {
    "no_such_day": gettext_lazy("there is no such day"),
    "feast": gettext_lazy("the day of this feast follows the moon or a decree; set it when it is known"),
    "event": gettext_lazy("it hangs on an event that has no day yet; set it when it is known"),
    "soon": gettext_lazy("no time is named"),
}


def unclear(written: str) -> str:
    """Why no due day follows from the words, as a sentence; empty when nothing in them tells."""
    found = press.why_not(written) if written.strip() else None
    return f"“{written[found.start : found.end]}”: {_UNCLEAR[found.reason]}" if found else ""


def reason(rule: str, written: str, said_on: dt.date | None) -> str:
    """How a due day was found, as a sentence: ``within:2:week`` said on a day, ``relative:end_this_month``, ``span:end_month:next``, ``feast:before``,
    ``day``, ``hand``.
    """
    kind, *rest = rule.split(":")
    on = formats.date_format(said_on, "DATE_FORMAT") if said_on else ""
    if kind == "within" and len(rest) == 2 and rest[1] in _UNITS and rest[0].isdigit():
        return _("“%(written)s”: %(span)s counted from %(on)s") % {
            "written": written,
            "span": _UNITS[rest[1]](int(rest[0])),
            "on": on,
        }
    if kind == "relative":
        told = _("“%(written)s”, seen from %(on)s") % {"written": written, "on": on}
        part = rest[0].partition("_")[0] if rest else ""
        return f"{told}; {_PARTS[part]}" if part in _PARTS and rest[0].endswith("month") else told
    how = _TOLD.get("before" if rest and rest[0].startswith("before") else kind)
    if kind in {"span", "feast", "day"} and how is not None:
        parts = [str(how) % {"written": written}]
        if kind == "span" and rest and (third := _PARTS.get(rest[0].partition("_")[0])):
            parts.append(str(third))
        if rest and rest[-1] == "next":
            parts.append(_("the next one, seen from %(on)s") % {"on": on})
        return "; ".join(parts)
    return _("set by hand") if kind == "hand" else ""
