"""What templates of requests need: acts, grounds and letters in words, when a request is due, and figures as people read them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from weft import release
from weftnode.requests import grounds, letters, rules
from weftnode.requests.figures import Figure
from weftnode.requests.models import Request, State
from weftnode.requests.rules import Act
from weftnode.ui.templatetags.weft import day

register = template.Library()
_TONES = {
    State.ANSWERED: "good",
    State.REFUSED: "flag",
    State.LAPSED: "flag",
    State.PART: "warn",
    State.PROPOSED: "warn",
}
_OTHER_STEPS = {
    "draft": _("written"),
    "receive": _("received"),
    "answer_proposed": _("answer waits"),
    "answer_dropped": _("answer dropped"),
}


@register.filter
def act_name(code: str) -> str:
    """An act of the table in words."""
    return str(Act(code).label) if code in Act.values else str(_(_OTHER_STEPS.get(code, code)))


@register.filter
def ground_name(code: str) -> str:
    """A ground of refusal in words."""
    return grounds.name(code)


@register.filter
def word_name(code: str) -> str:
    """What a letter is, in words."""
    return str(letters.WORDS.get(code, code))


@register.filter
def purpose_name(code: str) -> str:
    """A purpose in words."""
    found = release.purposes().get(code)
    return found.name if found else code


@register.filter
def tone(state: str) -> str:
    """The colour of a state's tag."""
    return _TONES.get(State(state), "") if state in State.values else ""


@register.simple_tag(takes_context=True)
def due_of(context: template.Context, one: Request, now: dt.datetime) -> SafeString | str:
    """When a request is due: the day where it counts, or the hour in the node's time with the other zone's beside it; marked when late."""
    if one.due_at is None:
        return ""
    zone = ZoneInfo(one.due_zone or settings.TIME_ZONE)
    local = one.due_at.astimezone(zone)
    if one.due_is_day:
        written = day(context, local.date(), "SHORT_DATE_FORMAT")
    else:
        written = day(context, one.due_at, "SHORT_DATETIME_FORMAT")
        if local.utcoffset() != timezone.localtime(one.due_at).utcoffset():
            written = format_html(
                '{} <span class="quiet">({:%H:%M} {})</span>',
                written,
                local,
                one.due_zone.partition("/")[2] or one.due_zone,
            )
    late = one.state in rules.RUNNING and one.paused_at is None and one.due_at < now
    return format_html('<strong class="flag">{}</strong>', written) if late else written


@register.filter
def share(one: Figure) -> str:
    """``3 / 7 (43 %)``; a dash where there is nothing to be a part of."""
    if one.percent is None:
        return "–"
    return f"{one.numerator} / {one.denominator} ({one.percent:.0f} %)"
