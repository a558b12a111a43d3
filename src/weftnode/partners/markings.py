"""The marking a record carries: from the table to the gate's own type. What nobody marked has none, and the gate reads that as TLP:RED."""

from collections.abc import Iterable

from weft import release
from weftnode.partners.models import Marking


def of(label: str, thing: int) -> release.Marking | None:
    """The marking in force on one record; None when nobody marked it."""
    row = newest(label, thing)
    return gate(row) if row else None


def newest(label: str, thing: int) -> Marking | None:
    """The row in force, for pages."""
    return Marking.objects.filter(label=label, thing=thing).order_by("-pk").first()


def of_many(label: str, things: Iterable[int]) -> dict[int, release.Marking]:
    """Markings in force on many records; those that nobody marked are not in it. One query for each thousand."""
    asked, found = list(things), {}
    for first in range(0, len(asked), 1000):
        rows = Marking.objects.filter(label=label, thing__in=asked[first : first + 1000]).order_by("pk")
        found.update({row.thing: gate(row) for row in rows})
    return found


def gate(row: Marking) -> release.Marking:
    """A row as the gate reads it."""
    return release.Marking(
        release.TLP(row.tlp), release.PAP(row.pap), frozenset(row.originators), frozenset(row.consents), frozenset(row.named), row.is_closed
    )  # fmt: skip


def derived(made_from: Iterable[release.Marking | None]) -> release.Marking | None:
    """The marking of a thing made from others: the strictest of them; None, which is RED, as soon as one of them has none."""
    every = list(made_from)
    if not every or any(one is None for one in every):
        return None
    return release.strictest(one for one in every if one is not None)
