"""Money of cases: what was lost, and what is held, given back to holders and given back to victims, each way of holding apart."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db.models import Sum

from weft.money import from_minor
from weftnode.accounts.models import Officer
from weftnode.cases.models import Case, Hold
from weftnode.cases.queries.measures import all_of
from weftnode.cases.shapes import Form, State
from weftnode.networks.models import Member, Network
from weftnode.reports.models import Report


@dataclass(slots=True)
class Sums:
    """One currency. Different currencies are never added together."""

    currency: str
    lost: Decimal = Decimal(0)
    lost_reports: int = 0
    """Reports that name the loss."""
    held: dict[str, Decimal] = field(default_factory=dict)
    """Name of the form -> held now. Hold, suspension, freeze and seizure are five different things with confiscation, and stay apart."""
    tainted: Decimal = Decimal(0)
    """Of what is held now."""
    excess: Decimal = Decimal(0)
    """Held now beyond the tainted amount, each hold for itself."""
    confiscated: Decimal = Decimal(0)
    released: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)

    @property
    def held_in_all(self) -> Decimal:
        return sum(self.held.values(), Decimal(0))


def sums(viewer: Officer, of: Case | None = None) -> list[Sums]:
    """Sums of a case, or of every case the viewer may see, by currency. Losses only for one case."""
    found: dict[str, Sums] = {}

    def row(currency: str) -> Sums:
        return found.setdefault(currency, Sums(currency))

    if of is not None:
        for currency, amount, reports in lost(viewer, of):
            row(currency).lost, row(currency).lost_reports = amount, reports
    holds = Hold.objects.filter(measure__in=all_of(viewer, of))
    running = holds.filter(is_running=True).order_by().values_list("measure__currency", "measure__form")
    for currency, form, held, tainted in running.annotate(held=Sum("held_minor"), tainted=Sum("tainted_minor")):
        row(currency).held[str(Form(form).label)] = from_minor(held, currency)
        row(currency).tainted += from_minor(tainted, currency)
    beyond = (
        holds.filter(is_running=True)
        .exclude(excess_because="")
        .values_list("measure__currency", "held_minor", "tainted_minor")
    )
    for currency, held, tainted in beyond:
        row(currency).excess += from_minor(max(held - tainted, 0), currency)
    given = holds.order_by().values_list("measure__currency")
    for currency, released, returned in given.annotate(released=Sum("released_minor"), returned=Sum("returned_minor")):
        row(currency).released += from_minor(released, currency)
        row(currency).returned += from_minor(returned, currency)
    taken = all_of(viewer, of).filter(form=Form.CONFISCATION, state=State.IN_FORCE, amount_minor__isnull=False)
    for currency, amount in taken.order_by().values_list("currency").annotate(amount=Sum("amount_minor")):
        row(currency).confiscated += from_minor(amount, currency)
    return sorted(found.values(), key=lambda one: (-one.lost, one.currency))


def lost(viewer: Officer, of: Case) -> list[tuple[str, Decimal, int]]:
    """(currency, loss, reports that name it) over the networks of a case and its single reports, no report twice."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    reports: Counter[str] = Counter()
    networks = list(Network.objects.visible_to(viewer).filter(pk__in=of.networks.values("network")))
    for currency, amount, count in (row for network in networks for row in network.losses):
        try:
            amounts[currency or ""] += Decimal(amount)
        except InvalidOperation:
            continue
        reports[currency or ""] += count
    inside = Member.objects.filter(network__in=networks).values("report")
    alone = Report.objects.visible_to(viewer).filter(pk__in=of.reports.values("report")).exclude(pk__in=inside)
    for currency, loss in alone.values_list("currency", "amount"):
        if loss is not None:
            amounts[currency] += loss
            reports[currency] += 1
    return [(currency, amount, reports[currency]) for currency, amount in sorted(amounts.items())]
