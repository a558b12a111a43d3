"""Money: what came back to victims, what was given back to holders and how soon, what is held. Currencies are never added together."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.db.models import Count as Counted
from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from weft.money import from_minor
from weftnode.accounts.permissions import Permission
from weftnode.briefs.collect.cases import seen
from weftnode.briefs.entries import Count, Entry, Frame, Row, collector, page
from weftnode.cases.models import Hold, Plea

STATISTICS = "statistics"
_SHOWN = 500


@collector(10)
def returned(frame: Frame) -> Iterator[Entry]:
    """Given back to victims, by currency. The register keeps the sum of each hold and not its days, so it is told up to the last day."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    holds = _holds(frame)
    rows = (
        holds.order_by()
        .values_list("measure__currency")
        .annotate(back=Sum("returned_minor"), held=Sum("held_first_minor"))
    )
    for currency, back, held in sorted(rows):
        paid = holds.filter(measure__currency=currency)
        yield _sum(
            frame,
            f"returned:{currency}",
            _("Money returned to victims"),
            currency,
            back,
            held,
            partial(_rows, paid, "returned_minor"),
        )


@collector(30)
def released(frame: Frame) -> Iterator[Entry]:
    """What holders asked for and got, and whether they were answered in time: a clock of equal rank with the hold's."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    pleas = Plea.objects.filter(hold__in=_holds(frame), **frame.within("decided_at")).exclude(outcome="")
    told = pleas.aggregate(
        answered=Counted("pk"),
        granted=Counted("pk", filter=Q(outcome__in=[Plea.Outcome.GRANTED, Plea.Outcome.PARTLY])),
        in_time=Counted("pk", filter=Q(decided_at__lte=F("due_at"))),
    )
    granted = pleas.filter(outcome__in=[Plea.Outcome.GRANTED, Plea.Outcome.PARTLY])
    source = _("answers to holders who asked for release")
    yield _figure(
        frame,
        "released",
        _("Holds released, in whole or in part"),
        told["granted"],
        told["answered"],
        source,
        partial(_pleas, granted),
    )
    in_time = pleas.filter(decided_at__lte=F("due_at"))
    yield _figure(
        frame,
        "released:in_time",
        _("Holders answered in time"),
        told["in_time"],
        told["answered"],
        source,
        partial(_pleas, in_time),
    )


@collector(50)
def held(frame: Frame) -> Iterator[Entry]:
    """What is held still, of what was held at first."""
    if not frame.viewer.may(Permission.READ_CASES):
        return
    holds = _holds(frame)
    rows = (
        holds.order_by()
        .values_list("measure__currency")
        .annotate(now=Sum("held_minor", filter=Q(is_running=True)), first=Sum("held_first_minor"))
    )
    for currency, now, first in sorted(rows):
        running = holds.filter(measure__currency=currency, is_running=True)
        yield _sum(
            frame,
            f"held:{currency}",
            _("Money held now"),
            currency,
            now or 0,
            first,
            partial(_rows, running, "held_minor"),
        )


def _holds(frame: Frame) -> QuerySet[Hold]:
    return Hold.objects.filter(measure__case__in=seen(frame), placed_at__lte=frame.last)


def _sum(
    frame: Frame, key: str, text: str, currency: str, part: int, whole: int, rows: "partial[Iterator[Row]]"
) -> Entry:
    value = from_minor(part, currency)
    period = _("up to %(day)s") % {"day": frame.day(frame.brief.until)}
    said = Count(
        frame.money(value, currency), frame.money(from_minor(whole, currency), currency), period,
        _("holds of the cases, of what each held at first"), rows, value,
    )  # fmt: skip
    return Entry(key, "figures", text, "statistic", STATISTICS, count=said)


def _figure(
    frame: Frame, key: str, text: str, part: int, whole: int, source: str, rows: "partial[Iterator[Row]]"
) -> Entry:
    said = Count(frame.number(part), frame.number(whole), frame.period, source, rows, Decimal(part))
    return Entry(key, "figures", text, "statistic", STATISTICS, count=said)


def _rows(holds: QuerySet[Hold], column: str) -> Iterator[Row]:
    for one in (
        holds.filter(**{f"{column}__gt": 0}).select_related("measure__case").order_by(f"-{column}", "pk")[:_SHOWN]
    ):
        currency = one.measure.currency
        amount = from_minor(getattr(one, column), currency)
        yield Row(f"{one.measure}: {one.measure.case}", page("cases:measure", one.measure_id), f"{amount} {currency}")


def _pleas(pleas: QuerySet[Plea]) -> Iterator[Row]:
    for one in pleas.select_related("hold__measure__case").order_by("decided_at", "pk")[:_SHOWN]:
        measure = one.hold.measure
        yield Row(f"{measure}: {measure.case}", page("cases:measure", measure.pk), one.get_outcome_display())
