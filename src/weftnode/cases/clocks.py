"""The engine's clocks for the records here: which rules a measure can be under, when it ends, and what time it is where the law counts."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import countries, money
from weft.countries import CountryNotKnown, HoldRule
from weft.errors import Refused
from weftnode.partners import holidays


def zone(country: str) -> ZoneInfo:
    """The time zone a country's law counts in; the node's own where the country is not known here."""
    try:
        return ZoneInfo(countries.get(country).time_zone)
    except CountryNotKnown:
        return ZoneInfo(settings.TIME_ZONE)


def local(moment: dt.datetime, country: str) -> dt.datetime:
    """A moment in the time of the country."""
    return moment.astimezone(zone(country))


def rules(country: str, form: str, on: dt.date | None = None) -> tuple[HoldRule, ...]:
    """Rules of a country that a measure of this form can be under; all that ever were, or those in force on a day."""
    return tuple(rule for rule in countries.hold_rules(country, on) if rule.step == form) if country else ()


def rule(rule_id: str, country: str, form: str, placed_at: dt.datetime) -> HoldRule | None:
    """The rule of this id, if a measure placed at that moment can be under it; None for an empty id. Raises Refused."""
    if not rule_id:
        return None
    found = next((one for one in rules(country, form) if one.rule_id == rule_id), None)
    if found is None:
        raise Refused(_("This rule is of another country or for another form of measure."))
    day = local(placed_at, country).date()
    if not found.is_in_force(day):
        raise Refused(
            _("The rule “%(rule)s” was not in force on %(day)s.") % {"rule": found.name, "day": day.isoformat()},
            hint=found.note,
        )
    return found


def ends_at(
    found: HoldRule | None, placed_at: dt.datetime, *, renewed: int = 0, until: dt.datetime | None = None
) -> dt.datetime | None:
    """Last moment: what the order says, never beyond what the law allows; else as reckoned. Raises Refused."""
    by_law = (
        money.deadline(found, placed_at, renewed=renewed, holidays=_holidays(found, placed_at, renewed).days)
        if found
        else None
    )
    if until is None:
        return by_law
    if until <= placed_at:
        raise Refused(_("The end lies before the beginning."))
    if by_law is not None and until > by_law:
        end = local(by_law, found.country if found else "")
        raise Refused(_("The law lets it run until %(end)s at the longest.") % {"end": f"{end:%Y-%m-%d %H:%M %Z}"})
    return until


def _holidays(found: HoldRule, start: dt.datetime, renewed: int = 0) -> holidays.Known:
    """Days on which no office of the rule's country works while it runs; nothing for a rule that counts otherwise."""
    if found.unit != "working day" or found.length is None:
        return holidays.Known(frozenset(), ())
    length = found.length + renewed * (found.renewal_length or found.length)
    return holidays.around(found.country, local(start, found.country).date(), length)


def release(country: str, asked_at: dt.datetime) -> tuple[str, dt.datetime]:
    """The release rule of a country and when an answer is due; where none was found, the node's own target and an empty id."""
    for found in rules(country, "release", local(asked_at, country).date()):
        end = money.deadline(found, asked_at, holidays=_holidays(found, asked_at).days)
        if end is not None:
            return found.rule_id, end
    return "", asked_at + dt.timedelta(hours=settings.RELEASE_HOURS)


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as a page shows it."""

    due: dt.datetime | None
    """In the time of the country whose law counts."""
    left: dt.timedelta | None
    state: str
    """over, soon (the last quarter of its run, at most three days), runs, or open where no end is known."""
    rule: HoldRule | None
    is_own_target: bool = False
    """Whether the end is this node's own target and no law's."""
    missing: tuple[int, ...] = ()
    """Years of which not every public holiday is known, where the rule counts working days: the law's end may lie later."""

    @property
    def is_unverified(self) -> bool:
        """Whether the rule has no source at a public address."""
        return self.rule is not None and not self.rule.cited.source


def face(
    country: str, began: dt.datetime, due_at: dt.datetime | None, found: HoldRule | None, *, is_own_target: bool = False
) -> Face:
    """The face of a clock now."""
    if due_at is None:
        return Face(None, None, "open", found)
    left = due_at - timezone.now()
    soon = max((due_at - began) / 4, dt.timedelta(hours=1))
    state = "over" if left < dt.timedelta(0) else "soon" if left <= min(soon, dt.timedelta(days=3)) else "runs"
    missing: tuple[int, ...] = ()
    if found is not None and found.unit == "working day":
        missing = holidays.within(
            found.country, local(began, found.country).date(), local(due_at, found.country).date()
        ).missing
    return Face(local(due_at, country), left, state, found, is_own_target, missing)
