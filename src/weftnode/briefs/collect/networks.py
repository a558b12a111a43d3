"""Reports and networks: how many, how much is said to be lost, and the largest that touch the partners."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.db.models import Count as Counted
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from weftnode.accounts.permissions import Permission
from weftnode.briefs.entries import Count, Entry, Frame, Row, collector, marking, page
from weftnode.networks.models import Network, Networks
from weftnode.reports.models import Report

_SHOWN = 500
_MOST = 8
_CURRENCIES = 4


@collector(80)
def reports(frame: Frame) -> Iterator[Entry]:
    """Reports of the period and what they say was lost; sums of one currency only, and how many reports name one."""
    if not frame.viewer.may(Permission.READ_REPORTS):
        return
    every = (
        Report.objects.visible_to(frame.viewer)
        .filter(compartment=frame.brief.compartment, **frame.within("reported_on", is_day=True))
        .order_by()
    )
    in_all = every.count()
    inside = every.filter(member__isnull=False)
    joined = Count(
        frame.number(inside.count()),
        frame.number(in_all),
        frame.period,
        _("reports with a day in this time"),
        partial(_reports, inside),
        inside.count(),
    )
    yield Entry("reports", "figures", _("Reports that belong to a network"), "statistic", "statistics", count=joined)
    rows = (
        every.filter(amount__isnull=False)
        .exclude(currency="")
        .values_list("currency")
        .annotate(lost=Sum("amount"), named=Counted("pk"))
    )
    for currency, lost, named in sorted(rows, key=lambda row: (-row[2], row[0]))[:_CURRENCIES]:
        said = _("named by %(named)s of %(all)s reports") % {"named": frame.number(named), "all": frame.number(in_all)}
        part = every.filter(currency=currency, amount__isnull=False)
        counted = Count(
            frame.money(lost, currency),
            said,
            frame.period,
            _("reports, as people told them"),
            partial(_reports, part),
            lost,
        )
        yield Entry(f"lost:{currency}", "figures", _("Losses reported"), "statistic", "statistics", count=counted)


@collector(10)
def joint(frame: Frame) -> Iterator[Entry]:
    """The largest networks with reports of several countries, or of a partner's country."""
    if not frame.viewer.may(Permission.READ_NETWORKS):
        return
    found = touching(frame)
    every = _all(frame)
    number = found.count()
    counted = Count(
        frame.number(number),
        frame.number(every.count()),
        frame.day(frame.today),
        _("networks as they stand"),
        partial(_networks, found),
        number,
    )
    text = (
        _("Networks that reach into their countries")
        if frame.countries
        else _("Networks that reach into several countries")
    )
    yield Entry("networks", "networks", text, "statistic", "statistics", count=counted)
    inside, in_all = (rows.aggregate(sum=Sum("reports"))["sum"] or 0 for rows in (found, every))
    counted = Count(
        frame.number(inside), frame.number(in_all), frame.day(frame.today), _("reports of all networks"), partial(_networks, found), inside
    )  # fmt: skip
    yield Entry(
        "networks:reports", "networks", _("Reports in these networks"), "statistic", "statistics", count=counted
    )
    for one in found.order_by("-reports", "pk")[:_MOST]:
        facts = [_("%(number)s reports") % {"number": frame.number(one.reports)}, one.countries]
        facts += [frame.money(Decimal(amount), currency) for currency, amount, _reports_ in one.losses[:2] if currency]
        label = marking(frame.viewer, "networks.network", one.pk)
        yield Entry(
            f"network:{one.pk}", "networks", str(one), "network", "fraud.network", label,
            url=page("networks:network", one.pk), facts=tuple(fact for fact in facts if fact), about=("networks.network", one.pk),
        )  # fmt: skip


def _all(frame: Frame) -> Networks:
    return Network.objects.visible_to(frame.viewer).filter(compartment=frame.brief.compartment, is_gone=False)


def touching(frame: Frame) -> Networks:
    """Networks of several countries; with partners named, those in which one of their countries is."""
    found = _all(frame)
    if not frame.countries:
        return found.filter(countries__contains=" ")
    match = Q()
    for code in sorted(frame.countries):
        match |= Q(countries__contains=code)
    return found.filter(match)


def _reports(reports: QuerySet[Report]) -> Iterator[Row]:
    for one in reports.order_by("reported_on", "pk")[:_SHOWN]:
        amount = f"{one.amount} {one.currency}" if one.amount is not None else ""
        yield Row(one.number, page("reports:report", one.pk), amount)


def _networks(networks: Networks) -> Iterator[Row]:
    for one in networks.order_by("-reports", "pk")[:_SHOWN]:
        yield Row(str(one), page("networks:network", one.pk), one.countries)
