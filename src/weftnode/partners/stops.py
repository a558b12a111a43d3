"""Partnerships that are suspended or have ended, for everything that hangs on them: lists, clocks, calendars, briefs say it from here.

Whether something leaves is not decided here but at the door (`outbound`). This is read once for a page or a list, however long it is.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from weftnode.partners.models import Partner, StatusChange

CLOSED = (Partner.Status.SUSPENDED.value, Partner.Status.ENDED.value)
# On a request, so that a page of a hundred rows asks once.
_KEPT = "_weft_stops"


@dataclass(frozen=True, slots=True)
class Stop:
    """One partnership through which nothing leaves now."""

    partner: int
    """The body that was asked about."""
    code: str
    """Short name of the body whose status it is: itself, or what it is part of."""
    status: str
    since: dt.date | None

    def __str__(self) -> str:
        """That nothing leaves, in a line."""
        said = {"partner": self.code, "status": Partner.Status(self.status).label}
        if self.since is None:
            return _("%(partner)s %(status)s: nothing leaves") % said
        day = formats.date_format(self.since, "SHORT_DATE_FORMAT")
        return _("%(partner)s %(status)s since %(day)s: nothing leaves") % {**said, "day": day}

    @property
    def waits(self) -> str:
        """The same of a clock that nothing can be done about before the partnership is open again."""
        return _("waits, %s") % self


@dataclass(frozen=True, slots=True)
class Stops:
    """All of them, as they stood when they were read."""

    by_partner: Mapping[int, Stop] = field(default_factory=dict)
    by_country: Mapping[str, Stop] = field(default_factory=dict)
    """Countries that are closed as a whole: the partner that is the country, or else every body of it."""

    def of(self, partner: int | None, countries: str = "") -> Stop | None:
        """What stops a thing between us and a partner, or between us and countries (codes with a blank between).

        Among several countries only a stop of every one of them: the others go on.
        """
        if partner is not None:
            return self.by_partner.get(partner)
        abroad = _abroad(countries)
        found = [self.by_country[code] for code in abroad if code in self.by_country]
        return found[0] if found and len(found) == len(abroad) else None

    def among(self, partners: Iterable[int], countries: str = "") -> list[Stop]:
        """Every stop that touches a thing with several partners or countries, each body once."""
        named = [self.by_partner[one] for one in partners if one in self.by_partner]
        named += [self.by_country[code] for code in _abroad(countries) if code in self.by_country]
        return list({one.code: one for one in named}.values())


def _abroad(countries: str) -> list[str]:
    return [code for code in dict.fromkeys(countries.split()) if code != settings.NODE_COUNTRY]


def now() -> Stops:
    """What is closed at this moment. One query, two when something is."""
    rows = {
        pk: (code, country, sort, status, whole)
        for pk, code, country, sort, status, whole in Partner.objects.values_list(
            "pk", "code", "country", "sort", "status", "whole_id"
        )
    }
    because = {pk: cause for pk in rows if (cause := _cause(pk, rows)) is not None}
    if not because:
        return Stops()
    changes = StatusChange.objects.filter(approved_at__isnull=False, partner__in=set(because.values()))
    since = dict(changes.order_by("approved_at", "pk").values_list("partner", "since_on"))
    by_partner = {pk: Stop(pk, rows[cause][0], rows[cause][3], since.get(cause)) for pk, cause in because.items()}
    by_country: dict[str, Stop] = {}
    for country in {row[1] for row in rows.values() if row[1]}:
        bodies = [pk for pk, row in rows.items() if row[1] == country]
        whole = [pk for pk in bodies if rows[pk][2] == Partner.Sort.STATE] or bodies
        if all(pk in by_partner for pk in whole):
            by_country[country] = by_partner[whole[0]]
    return Stops(by_partner, by_country)


def _cause(pk: int, rows: Mapping[int, tuple[str, str, str, str, int | None]]) -> int | None:
    """The body whose status closes this one: the worst among itself and all it is part of; None where none is closed."""
    at: int | None = pk
    worst: int | None = None
    for _depth in range(len(rows)):
        if at is None:
            break
        status = rows[at][3]
        if status in CLOSED and (worst is None or CLOSED.index(status) > CLOSED.index(rows[worst][3])):
            worst = at
        at = rows[at][4]
    return worst


def of_request(request: HttpRequest) -> Stops:
    """What is closed, read once for a page."""
    found = getattr(request, _KEPT, None)
    if not isinstance(found, Stops):
        found = now()
        setattr(request, _KEPT, found)
    return found
