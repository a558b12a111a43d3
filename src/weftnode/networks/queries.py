"""Named reads of networks; the first argument is whoever asks, and what they may not see is not there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from weft import kinds
from weft.errors import NothingFound
from weft.model import Found
from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.networks.models import Build, Change, Damped, Judgement, Member, Network, Networks, Tie, Watch
from weftnode.reports.models import Report, Sighting

PAGE = 50
REPORTS_SHOWN = 200
TIES_SHOWN = 100
# Of an identifier that more reports name, the networks of so many of the newest are found: it says little, and nobody waits for it.
_NAMING = 5_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of networks is asked for."""

    text: str = ""
    """An identifier in any spelling, a network's id, or words of its name."""
    country: str = ""
    watched: bool = False
    gone: bool = False
    page: int = 1
    after: tuple[int, int] | None = None
    """(reports, number) of the last network already read: the next page whatever was built meanwhile."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of networks, the largest first."""

    networks: list[Network]
    number: int
    has_more: bool
    read_as: list[Found]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is left together when an identifier is taken away."""

    reports: int
    numbers: list[int]
    """Some of its reports."""


def networks(viewer: Officer, asked: Asked) -> Page:
    """Networks that fit, the largest first."""
    found = Network.objects.visible_to(viewer).filter(is_gone=asked.gone)
    read_as: list[Found] = []
    text = asked.text.strip()
    if text:
        read_as = kinds.find(text[:2000], asked.country or settings.NODE_COUNTRY or None)
        found = (
            _naming(viewer, found, read_as)
            if read_as
            else found.filter(Q(network_id__iexact=text) | Q(title__icontains=text))
        )
    if asked.country:
        found = found.filter(countries__contains=asked.country.upper())
    if asked.watched:
        found = found.filter(watches__officer=viewer)
    if asked.after:
        size, number = asked.after
        found = found.filter(Q(reports__lt=size) | Q(reports=size, pk__gt=number))
    first = (max(asked.page, 1) - 1) * PAGE
    # Numbers first: they are sorted out of the index, the rows with all their facts are fetched for one page alone.
    numbers = list(found.order_by("-reports", "pk").values_list("pk", flat=True)[first : first + PAGE + 1])
    rows = list(Network.objects.filter(pk__in=numbers[:PAGE]).order_by("-reports", "pk"))
    return Page(rows, max(asked.page, 1), len(numbers) > PAGE, read_as)


def _naming(viewer: Officer, found: Networks, named: Iterable[Found]) -> Networks:
    match = Q()
    for one in list(named)[:50]:
        match |= Q(value=one.value, kind=one.kind)
    seen = Sighting.objects.visible_to(viewer).filter(match).order_by("-report_id").values("report_id")[:_NAMING]
    return found.filter(pk__in=Member.objects.filter(report_id__in=seen).values("network_id"))


def network(viewer: Officer, pk: int) -> Network:
    """One network. NothingFound when there is none, or it is not for this viewer."""
    found = Network.objects.visible_to(viewer).select_related("compartment").filter(pk=pk).first()
    if found is None:
        raise NothingFound("no such network")
    return found


def of_report(viewer: Officer, report: int) -> Network | None:
    """The network a report is in, if it is in one."""
    return Network.objects.visible_to(viewer).filter(members__pk=report, is_gone=False).first()


def reports(viewer: Officer, of: Network) -> QuerySet[Report]:
    """Its reports, in time."""
    inside = Member.objects.filter(network=of).values("report_id")
    return Report.objects.visible_to(viewer).filter(pk__in=inside).order_by("reported_on", "pk")


def shown(viewer: Officer, numbers: Iterable[int]) -> list[Report]:
    """The first reports of a page, of those numbers that `reports` gave."""
    some = list(numbers)[:REPORTS_SHOWN]
    found = Report.objects.visible_to(viewer).in_bulk(some)
    return [found[pk] for pk in some if pk in found]


def sightings(viewer: Officer, of: Network, most: int = 60_000) -> list[tuple[int, str, str]]:
    """(report, kind, value) of what its reports name, in the order of the reports; a report's repetition left out."""
    seen = Sighting.objects.filter(report__in=reports(viewer, of).order_by())
    rows = seen.order_by("report_id", "kind", "value").values_list("report_id", "kind", "value").distinct()
    return list(rows[:most])


def counts(viewer: Officer, of: Network) -> Counter[tuple[str, str]]:
    """(kind, value) of what its reports name -> how many of them do."""
    return Counter((kind, value) for _, kind, value in sightings(viewer, of))


def naming(viewer: Officer, pairs: Iterable[tuple[str, str]], most: int = 5) -> dict[tuple[str, str], list[Network]]:
    """The networks in which each of ``pairs`` (kind, value) is named, the largest first."""
    visible, found = Network.objects.visible_to(viewer).filter(is_gone=False), {}
    for kind, value in list(pairs)[:50]:
        seen = Sighting.objects.visible_to(viewer).filter(value=value, kind=kind).order_by("-report_id")
        inside = Member.objects.filter(report_id__in=seen.values("report_id")[:_NAMING]).values("network_id")
        found[kind, value] = list(visible.filter(pk__in=inside).order_by("-reports", "pk")[:most])
    return found


def ties(viewer: Officer, of: Network, *, report: int | None = None) -> QuerySet[Tie]:
    """Why its reports are joined, the strongest first; of one report when it is named."""
    found = network(viewer, of.pk).ties.order_by("-weight", "pk")
    return found if report is None else found.filter(Q(report_a=report) | Q(report_b=report))


def damped(
    viewer: Officer, of: Network, seen: Sequence[tuple[int, str, str]] | None = None
) -> list[tuple[Damped, int]]:
    """Damped identifiers that its reports name, with the number of its reports that do. ``seen`` is what `sightings` said, if it was asked already."""
    named = Counter((kind, value) for _, kind, value in (sightings(viewer, of) if seen is None else seen))
    rows = Damped.objects.filter(compartment_id=of.compartment_id, value__in=[value for _, value in list(named)[:5000]])
    found = [(row, named[row.kind, row.value]) for row in rows if named[row.kind, row.value]]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].kind, pair[0].value))


def all_damped(viewer: Officer) -> QuerySet[Damped]:
    """Everything that was not allowed to tie reports, in the viewer's rooms, the most shared first."""
    return Damped.objects.filter(compartment_id__in=viewer.compartment_ids).order_by("-reports", "kind", "value")


def changes(viewer: Officer, of: Network) -> QuerySet[Change]:
    """What became of it, the newest first."""
    return network(viewer, of.pk).changes.order_by("-pk")


def successors(viewer: Officer, of: Network) -> list[Network]:
    """Where the reports of a network that is gone are now, as its last change tells."""
    last = changes(viewer, of).first()
    names = last.others if last else []
    return list(Network.objects.visible_to(viewer).filter(compartment_id=of.compartment_id, network_id__in=names))


def judgements(viewer: Officer, of: Network) -> QuerySet[Judgement]:
    """What people said of its reports, the newest first."""
    inside = Member.objects.filter(network=network(viewer, of.pk)).values("report_id")
    found = Judgement.objects.filter(Q(report_id__in=inside) | Q(other_id__in=inside))
    return found.order_by("-pk")


def judgement(viewer: Officer, pk: int) -> Judgement:
    """One judgement. NothingFound when there is none, or it is of another room."""
    found = Judgement.objects.filter(pk=pk, compartment_id__in=viewer.compartment_ids).first()
    if found is None:
        raise NothingFound("no such judgement")
    return found


def without(viewer: Officer, of: Network, kind: str, value: str) -> list[Piece]:
    """The pieces a network falls into when one identifier no longer ties, the largest first: union-find over the other ties."""
    parent = {pk: pk for pk in reports(viewer, of).order_by().values_list("pk", flat=True)}

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    rows = ties(viewer, of).exclude(kind=kind, value=value).order_by().values_list("report_a", "report_b")
    for a, b in rows:
        if a in parent and b in parent:
            parent[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for one in sorted(parent):
        groups.setdefault(root(one), []).append(one)
    return [
        Piece(len(group), group[:20]) for group in sorted(groups.values(), key=lambda group: (-len(group), group[0]))
    ]


def is_watched(viewer: Officer, of: Network) -> bool:
    """Whether the viewer wants to hear of it."""
    return Watch.objects.filter(officer=viewer, network=of).exists()


def news(viewer: Officer) -> list[tuple[Network, Change]]:
    """Watched networks that changed since the viewer last looked, each with its newest change."""
    found = []
    # By a join: as a subquery every network of the rooms would be listed first.
    watched = Watch.objects.filter(officer=viewer, network__compartment_id__in=viewer.compartment_ids)
    watched = watched.select_related("network") if viewer.may(Permission.READ_NETWORKS) else watched.none()
    for one in watched.order_by("network_id"):
        change = Change.objects.filter(network=one.network, pk__gt=one.seen_change).order_by("-pk").first()
        if change is not None:
            found.append((one.network, change))
    return found


def build(viewer: Officer, room: int) -> Build | None:
    """The newest build of one room; None when there is none, or it is not the viewer's room."""
    if room not in viewer.compartment_ids:
        return None
    return Build.objects.filter(compartment_id=room).select_related("compartment").order_by("-pk").first()


def builds(viewer: Officer) -> list[Build]:
    """The newest build of each of the viewer's rooms."""
    newest = [build(viewer, room) for room in sorted(viewer.compartment_ids)]
    return [one for one in newest if one is not None]
