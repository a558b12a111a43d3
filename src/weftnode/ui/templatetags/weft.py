"""What templates need of our own: days in either era, the marks of languages, identifiers as people copy them."""

import datetime as dt
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from weftnode.ui import access, phrases
from weftnode.ui import panels as pieces

register = template.Library()
_BUDDHIST_YEARS = 543


@register.filter
def kind_name(kind: str) -> str:
    """`bank_account` -> "bank account", in the reader's language."""
    return phrases.kind(kind)


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: dt.date | dt.datetime | None, style: str = "DATE_FORMAT") -> SafeString | str:
    """A day as the reader's language writes it, in the era the person asked for, inside `<time>`."""
    if value is None:
        return ""
    request = context.get("request")
    buddhist = bool(getattr(getattr(request, "user", None), "buddhist_era", False))
    moment = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    written = formats.date_format(moment, style)
    if buddhist and moment.year < 9000:
        written = written.replace(str(moment.year), str(moment.year + _BUDDHIST_YEARS))
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), written)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, value: dt.datetime | None) -> SafeString | str:
    """A day and time."""
    return day(context, value, "SHORT_DATETIME_FORMAT")


@register.filter
def may(request: HttpRequest, permission: str) -> bool:
    """Whether the person of a request holds a right: a link that would lead nowhere is not shown."""
    return access.may(request, permission)


@register.filter
def html_lang(code: str | None) -> str:
    """The lang attribute for a language code; Django's `zh-hans` is `zh-Hans` on a page."""
    code = code or get_language() or "en"
    return {"zh-hans": "zh-Hans"}.get(code, code)


@register.filter
def defanged(value: str, kind: str) -> str:
    """A link, site or address that nobody opens by accident; anything else as it is."""
    if kind not in {"url", "domain", "email"}:
        return value
    return value.replace("http", "hxxp", 1).replace("://", "[://]").replace(".", "[.]").replace("@", "[@]")


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: Any) -> str:
    """The page's query with some values changed; None takes one away."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, thing: Any) -> SafeString:
    """What higher apps put on this page about a thing."""
    return format_html_join("\n", "{}", ((piece,) for piece in pieces.of(place, context["request"], thing)))
