"""What is written on a thing about its further travel, and what a thing made from others inherits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from weft.release.tlp import PAP, TLP


@dataclass(frozen=True, slots=True)
class Marking:
    """Labels of one thing. The default is the strictest there is: what nobody marked does not leave."""

    tlp: TLP = TLP.RED
    pap: PAP = PAP.RED
    originators: frozenset[str] = frozenset()
    """Partners it came from (ISO alpha-2 or agency id); empty when all of it is our own."""
    consents: frozenset[str] = frozenset()
    """Recipients to whom every originator has agreed (originator control, the third-party rule)."""
    named: frozenset[str] = frozenset()
    """Recipients named on the thing itself: the only ones TLP:RED may reach."""
    is_closed: bool = False
    """From the closed room of victims and missing people; stays so in everything made from it."""


UNMARKED = Marking()


def strictest(markings: Iterable[Marking]) -> Marking:
    """The marking of a thing made from others: never looser than any of them. Of nothing: the strictest there is.

    >>> strictest([Marking(TLP.GREEN, PAP.GREEN), Marking(TLP.AMBER, PAP.CLEAR)]).tlp.label
    'TLP:AMBER'
    """
    every = list(markings)
    return reduce(_both, every) if every else UNMARKED


def _both(a: Marking, b: Marking) -> Marking:
    return Marking(
        tlp=max(a.tlp, b.tlp),
        pap=max(a.pap, b.pap),
        originators=a.originators | b.originators,
        consents=_agreed(a.consents, a.originators, b.consents, b.originators),
        # Only who is named on every RED part may see the whole; a part below RED names nobody and bars nobody.
        named=_agreed(a.named, a.tlp == TLP.RED, b.named, b.tlp == TLP.RED),
        is_closed=a.is_closed or b.is_closed,
    )


def _agreed(a: frozenset[str], a_counts: object, b: frozenset[str], b_counts: object) -> frozenset[str]:
    """Who is on both lists; a list that no rule asks for does not count."""
    if a_counts and b_counts:
        return a & b
    return a if a_counts else b if b_counts else a | b
