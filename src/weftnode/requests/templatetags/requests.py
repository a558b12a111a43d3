"""What templates of requests need: acts, grounds and letters in words, when a request is due, and figures as people read them."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from weftnode.partners import words
from weftnode.requests import grounds, letters, rules
from weftnode.requests.figures import Figure
from weftnode.requests.forms import UNIT_NAMES
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
    return str(Act(code).label) if code in Act.values else str(_OTHER_STEPS.get(code, code))


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
    return words.purpose(code)


@register.filter
def offence_name(code: str) -> str:
    """An offence category in words; an unknown one by its code."""
    return str(words.OFFENCES.get(code, code))


@register.filter
def reason_name(code: str) -> str:
    """Why the gate keeps a field or a thing here, in a sentence."""
    return words.reason(code)


@register.filter
def field_name(code: str) -> str:
    """A field of a letter in words."""
    return str(letters.NAMES.get(code, code))


@register.filter
def unit_name(code: str) -> str:
    """The unit of a term in words."""
    return str(UNIT_NAMES.get(code, code))


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
            place = (one.due_zone.partition("/")[2] or one.due_zone).replace("_", " ")
            written = format_html('{} <span class="quiet">({} {})</span>', written, f"{local:%H:%M}", place)
    late = one.state in rules.RUNNING and one.paused_at is None and one.due_at < now
    return format_html('<strong class="flag">{}</strong>', written) if late else written


@register.filter
def share(one: Figure) -> str:
    """``3 / 7 (43 %)``; a dash where there is nothing to be a part of."""
    if one.percent is None:
        return "–"
    return f"{one.numerator} / {one.denominator} ({one.percent:.0f} %)"
