"""What templates of the desk need: sorts and columns in words, and when a thing is due, where it counts."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from weftnode.desk import phrases
from weftnode.ui.due import Due
from weftnode.ui.templatetags.weft import day

register = template.Library()


@register.filter
def sort_name(code: str) -> str:
    """A sort of clock in words."""
    return phrases.sort(code)


@register.filter
def when_name(code: str) -> str:
    """A column of the board in words."""
    return phrases.when(code)


@register.simple_tag(takes_context=True)
def due_at(context: template.Context, one: Due, now: dt.datetime) -> SafeString | str:
    """When it is due: the day it means where it counts, or the hour in the node's time; marked when it is past."""
    if one.is_day:
        written = day(context, one.at.astimezone(ZoneInfo(one.zone or settings.TIME_ZONE)).date(), "SHORT_DATE_FORMAT")
    else:
        written = day(context, one.at, "SHORT_DATETIME_FORMAT")
    return format_html('<strong class="flag">{}</strong>', written) if one.at < now else written
