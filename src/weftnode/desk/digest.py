"""The digest as plain text: what a mail, a printer or a message on the wall can carry."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from weftnode.accounts.models import Officer
from weftnode.desk import phrases
from weftnode.desk.clocks import Digest
from weftnode.ui.due import Due

_SHOWN = 100


def text(officer: Officer, made: Digest, *, with_titles: bool = True) -> str:
    """The digest of one officer in the language that is switched on. Lines end with LF; no line says more than the officer may see."""
    day = formats.date_format(timezone.localtime(made.bounds.now), "DATE_FORMAT")
    lines = [f"{settings.NODE_NAME}: {_('what is due')}, {day}", officer.name, ""]
    for heading, columns in made.parts:
        lines += [heading.upper(), ""]
        for column, found in columns:
            lines += _column(column, found, with_titles=with_titles)
    if not made.parts:
        lines += [_("Nothing is due this week."), ""]
    return "\n".join(lines)


def _column(name: str, found: list[Due], *, with_titles: bool) -> Iterator[str]:
    yield f"{phrases.when(name)} ({len(found)})"
    for one in found[:_SHOWN]:
        parts = [when(one), one.number, phrases.sort(one.sort), one.partner, one.title if with_titles else "", one.who]
        yield "  " + " · ".join(part for part in parts if part)
        if one.stands_still:
            yield f"    ! {one.stands_still}"
    if len(found) > _SHOWN:
        yield "  " + _("and %(n)s more") % {"n": len(found) - _SHOWN}
    yield ""


def when(one: Due) -> str:
    """The day, or the day and the hour with its zone, where it counts."""
    if one.is_day:
        return formats.date_format(one.at.astimezone(ZoneInfo(one.zone or settings.TIME_ZONE)), "SHORT_DATE_FORMAT")
    local = timezone.localtime(one.at)
    return f"{formats.date_format(local, 'SHORT_DATETIME_FORMAT')} {local:%Z}"
