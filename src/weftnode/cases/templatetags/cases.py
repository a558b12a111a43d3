"""What pages of cases need: amounts of smallest units, time left, states and events in words."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.money import AmountNotKept, from_minor
from weftnode.cases import phrases
from weftnode.cases.clocks import Face, face, local
from weftnode.cases.models import Case, Event, Hold, Plea
from weftnode.cases.shapes import OPEN, State
from weftnode.reports.templatetags.reports import money

register = template.Library()
_BUDDHIST_YEARS = 543
_MARKS = {
    State.IN_FORCE: "good", State.DONE: "good", State.REFUSED: "flag", State.FAILED: "flag", State.LAPSED: "warn", State.REQUESTED: "warn",
}  # fmt: skip


@register.filter
def minor(value: int | None, currency: str) -> str:
    """An amount of smallest units with its currency, in the marks of the reader's language; nothing for None."""
    if value is None:
        return ""
    try:
        return f"{money(from_minor(value, currency))} {currency}"
    except AmountNotKept:
        return f"{value} {currency}"


@register.filter
def amount(value: Decimal | None) -> str:
    """A sum in the marks of the reader's language."""
    return money(value)


@register.filter
def left(value: dt.timedelta | None) -> str:
    """Time until a clock runs out, or since it did, in its two largest units."""
    if value is None:
        return ""
    seconds = abs(int(value.total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds % 86_400 // 3600, seconds % 3600 // 60
    if days:
        said = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
        if days < 10 and hours:
            said += " " + ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    elif hours:
        said = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
        said += " " + ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    else:
        said = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return (_("%(time)s left") if value >= dt.timedelta(0) else _("over since %(time)s")) % {"time": said}


@register.filter
def clock(thing: Hold | Plea) -> Face:
    """The clock of a hold, or of a plea."""
    if isinstance(thing, Plea):
        return face(
            thing.hold.measure.country, thing.asked_at, thing.due_at, thing.rule, is_own_target=not thing.rule_id
        )
    return face(thing.measure.country, thing.placed_at, thing.due_at, thing.rule)


@register.simple_tag(takes_context=True)
def there(context: template.Context, value: dt.datetime | None) -> SafeString | str:
    """A moment in the zone it carries, named: where the law counts, not where the reader sits."""
    if value is None:
        return ""
    written = formats.date_format(value, "SHORT_DATETIME_FORMAT")
    if getattr(getattr(context.get("request"), "user", None), "buddhist_era", False):
        written = written.replace(str(value.year), str(value.year + _BUDDHIST_YEARS))
    place = str(value.tzinfo).rpartition("/")[2].replace("_", " ")
    return format_html('<time datetime="{}">{}</time> <span class="quiet">{}</span>', value.isoformat(), written, place)


@register.filter
def mark(state: str) -> str:
    """Class of the tag that shows a state."""
    return _MARKS.get(State(state), "")


@register.filter
def is_open(state: str) -> bool:
    """Whether somebody still has to do something about a measure in this state."""
    return state in OPEN


@register.filter
def event_name(event: Event) -> str:
    """What a line of the time line says happened."""
    return str(phrases.EVENTS.get(event.what, event.what))


@register.filter
def event_text(event: Event) -> str:
    """The rest of a line: codes of states in words, everything else as it was written."""
    if event.what == "measure" and event.text in State.values:
        return str(State(event.text).label)
    if event.what == "state" and event.text in Case.State.values:
        return str(Case.State(event.text).label)
    if event.what == "plea_decided" and event.text in Plea.Outcome.values:
        return str(Plea.Outcome(event.text).label)
    return event.text


@register.filter
def share(part: int, whole: int) -> str:
    """3 of 12 -> "3 of 12 (25 %)"; without the share where there is no whole."""
    said = _("%(part)s of %(whole)s") % {"part": formats.number_format(part), "whole": formats.number_format(whole)}
    return f"{said} ({formats.number_format(round(100 * part / whole))} %)" if whole else said


@register.filter
def in_law(value: dt.datetime | None, country: str) -> dt.datetime | None:
    """A moment in the time of the country whose law counts."""
    return local(value, country) if value else None
