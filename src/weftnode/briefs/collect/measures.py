"""What measures did: people found, sites and numbers blocked, and last of all arrests, with whom they met."""

from collections.abc import Iterable, Iterator
from functools import partial

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from weftnode.accounts.permissions import Permission
from weftnode.briefs.collect.cases import seen
from weftnode.briefs.entries import Count, Entry, Frame, Row, collector, page
from weftnode.cases.models import Measure
from weftnode.cases.shapes import REACH, REACHED, Form

_SHOWN = 500
_BLOCKS = (Form.NUMBER_BLOCK, Form.SIM_CLOSURE, Form.SITE_BLOCK, Form.TAKEDOWN, Form.ACCOUNT_CLOSURE)


@collector(20)
def people(frame: Frame) -> Iterator[Entry]:
    """People found and people brought home. Nothing about any of them: how many, in how many acts."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    said = {
        Form.RESCUE: ("people:found", _("People found in raids and brought out"), _("acts of bringing people out")),
        Form.REPATRIATION: ("people:home", _("People brought home"), _("repatriations")),
    }
    for form, (key, text, source) in said.items():
        acts = _done(frame, [form])
        count = acts.aggregate(people=Sum("people_count"))["people"] or 0
        in_acts = _("acts: %(number)s") % {"number": frame.number(acts.count())}
        counted = Count(frame.number(count), in_acts, frame.period, source, partial(_rows, acts), count)
        yield Entry(key, "figures", text, "statistic", "statistics", count=counted, people=count)


@collector(70)
def blocks(frame: Frame) -> Iterator[Entry]:
    """Numbers, SIM cards, sites and accounts that were stopped, of those somebody set out to stop."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    asked = _measures(frame, _BLOCKS).filter(**frame.within("made_at"))
    stopped = asked.filter(state__in=REACHED)
    counted = Count(
        frame.number(stopped.count()), frame.number(asked.count()), frame.period, _("blocks, closures and takedowns begun in this time"),
        partial(_rows, stopped), stopped.count(),
    )  # fmt: skip
    yield Entry("blocks", "figures", _("Numbers, sites and accounts stopped"), "statistic", "statistics", count=counted)


@collector(90)
def arrests(frame: Frame) -> Iterator[Entry]:
    """Arrests, and how many of them met those who pay, own or protect: runners are quickly counted."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    acts = _done(frame, [Form.ARREST])
    people_ = acts.aggregate(people=Sum("people_count"))["people"] or 0
    in_acts = _("acts: %(number)s") % {"number": frame.number(acts.count())}
    counted = Count(
        frame.number(people_), in_acts, frame.period, _("arrests carried out"), partial(_rows, acts), people_
    )
    yield Entry("arrests", "figures", _("People arrested"), "statistic", "statistics", count=counted, people=people_)
    named = acts.exclude(role="")
    upper = named.filter(role__in=[role for role, rank in REACH.items() if rank == 3])
    counted = Count(
        frame.number(upper.count()), frame.number(named.count()), frame.period, _("arrests for which a role is named"), partial(_rows, upper), upper.count()
    )  # fmt: skip
    text = _("Arrests that met those who pay, own or protect")
    yield Entry("arrests:upper", "figures", text, "statistic", "statistics", count=counted)


def _measures(frame: Frame, forms: Iterable[Form]) -> QuerySet[Measure]:
    return Measure.objects.filter(case__in=seen(frame), form__in=list(forms))


def _done(frame: Frame, forms: Iterable[Form]) -> QuerySet[Measure]:
    return _measures(frame, forms).filter(state__in=REACHED, **frame.within("effective_at"))


def _rows(measures: QuerySet[Measure]) -> Iterator[Row]:
    for one in measures.select_related("case").order_by("effective_at", "pk")[:_SHOWN]:
        yield Row(f"{one}: {one.case}", page("cases:measure", one.pk), str(one.get_state_display()))
