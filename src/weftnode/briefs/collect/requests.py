"""Requests: how many were answered in time, in both directions, and what is open."""

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weftnode.accounts.permissions import Permission
from weftnode.briefs.entries import Count, Entry, Frame, Row, collector, marking, page
from weftnode.partners import stops
from weftnode.partners.models import Partner
from weftnode.requests import figures, rules
from weftnode.requests.models import Direction, Request

_SHOWN = 500
_MOST = 25


@collector(40)
def in_time(frame: Frame) -> Iterator[Entry]:
    """Answered or refused in time, of those that got a last word or whose time ran out: ours to them, and theirs to us."""
    if not frame.viewer.may(Permission.READ_REQUESTS):
        return
    said = {
        Direction.OUT: _("Our requests that were answered in time"),
        Direction.IN: _("Requests to us that we answered in time"),
    }
    asked = _seen(frame).filter(**frame.within("asked_at"))
    for way, text in said.items():
        rows = list(asked.filter(direction=way).values_list("state", "asked_at", "due_at", "closed_at", "paused_at"))
        told = figures.count(
            (figures.Row(a, b, c, d, e is not None) for a, b, c, d, e in rows if b is not None), timezone.now()
        )
        counted = Count(
            frame.number(told.in_time.numerator), frame.number(told.in_time.denominator), frame.period,
            _("requests asked in this time that had a last word or ran out"), partial(_rows, asked.filter(direction=way)), told.in_time.numerator,
        )  # fmt: skip
        yield Entry(f"requests:{way.value}:in_time", "figures", text, "statistic", "statistics", count=counted)


@collector(10)
def open_ones(frame: Frame) -> Iterator[Entry]:
    """What is open, the nearest time first; where nothing may leave, that is said."""
    if not frame.viewer.may(Permission.READ_REQUESTS):
        return
    closed, now = stops.now().by_partner, timezone.now()
    open_ = _seen(frame).filter(state__in=rules.RUNNING)
    for one in open_.select_related("partner").order_by(F("due_at").asc(nulls_last=True), "pk")[:_MOST]:
        facts = [str(one.partner), str(one.get_direction_display()), str(one.get_state_display())]
        is_late = one.due_at is not None and one.paused_at is None and one.due_at < now
        if one.due_at is not None:
            facts.append(_when(frame, one.due_at, is_late=is_late))
        if one.partner_id in closed:
            facts.append(str(closed[one.partner_id]))
        yield Entry(
            f"request:{one.pk}", "requests", f"{one.number} {one.get_sort_display()}: {one.title}", "request", one.purpose,
            marking(frame.viewer, "requests.request", one.pk), url=page("requests:request", one.pk), facts=tuple(facts),
            offence=one.offence, about=("requests.request", one.pk), is_late=is_late,
        )  # fmt: skip


def _when(frame: Frame, due_at: dt.datetime, *, is_late: bool) -> str:
    day = {"day": frame.day(timezone.localdate(due_at))}
    return (_("overdue since %(day)s") if is_late else _("due %(day)s")) % day


def _seen(frame: Frame) -> QuerySet[Request]:
    found = Request.objects.visible_to(frame.viewer).filter(compartment=frame.brief.compartment)
    if not frame.partners:
        return found
    bodies = Partner.objects.filter(Q(country__in=frame.countries) | Q(pk__in=[one.pk for one in frame.partners]))
    return found.filter(partner__in=bodies)


def _rows(requests: QuerySet[Request]) -> Iterator[Row]:
    for one in requests.order_by("asked_at", "pk")[:_SHOWN]:
        yield Row(str(one), page("requests:request", one.pk), str(one.get_state_display()))
