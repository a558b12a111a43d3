"""From one pot to many victims: in proportion to the loss, to the last unit, with every step shown.

Largest remainders decide the last units, so that the payments add up to the pot exactly. Where the law pays nothing below an amount (Korea:
10,000 won), such claims fall out, the smallest first, and the others share anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from weft.errors import InputProblem


class ClaimNotRead(InputProblem):
    """A pot or a claim that is no amount, or a claim that stands twice."""

    code = "input.claim"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one victim lost, in the smallest unit of the currency."""

    claim_id: str
    loss: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Who gets what, and how it was reckoned."""

    paid: dict[str, int]
    """Claim to payment; every claim is there, also those that get nothing."""
    left: int
    """What stays in the pot: something only when every loss is made good."""
    steps: tuple[str, ...]


def share(pot: int, claims: Sequence[Claim], *, least: int = 0) -> Shares:
    """Share ``pot`` among ``claims`` in proportion to their losses; no payment below ``least``. Raises ClaimNotRead.

    >>> share(100, [Claim("a", 100), Claim("b", 200)]).paid
    {'a': 33, 'b': 67}
    """
    _check(pot, claims, least)
    steps: list[str] = []
    paid = dict.fromkeys((claim.claim_id for claim in claims), 0)
    open_claims = sorted(
        (claim for claim in claims if claim.loss >= max(least, 1)), key=lambda one: (one.loss, one.claim_id)
    )
    if len(open_claims) < len(claims):
        steps.append(f"{len(claims) - len(open_claims)} claims are below the least payment of {least} and get nothing")
    while open_claims:
        total = sum(claim.loss for claim in open_claims)
        if pot >= total:
            steps.append(f"the pot of {pot} covers all losses of {total}: each is paid in full")
            paid |= {claim.claim_id: claim.loss for claim in open_claims}
            break
        parts = _proportional(pot, open_claims, total)
        smallest = open_claims[0]
        if parts[smallest.claim_id] < least:
            steps.append(
                f"{smallest.claim_id} would get {parts[smallest.claim_id]}, below {least}: it falls out and the others share anew"
            )
            open_claims.pop(0)
            continue
        steps.append(f"{pot} for losses of {total}: {pot}/{total} of each loss, the last units by largest remainder")
        paid |= parts
        break
    return Shares(paid, pot - sum(paid.values()), tuple(steps))


def _proportional(pot: int, claims: Sequence[Claim], total: int) -> dict[str, int]:
    parts = {claim.claim_id: pot * claim.loss // total for claim in claims}
    rest = pot - sum(parts.values())
    by_remainder = sorted(claims, key=lambda claim: (-(pot * claim.loss % total), claim.claim_id))
    for claim in by_remainder[:rest]:
        parts[claim.claim_id] += 1
    return parts


def _check(pot: int, claims: Sequence[Claim], least: int) -> None:
    if pot < 0 or least < 0:
        raise ClaimNotRead("the pot and the least payment cannot be below zero")
    seen: set[str] = set()
    for claim in claims:
        if claim.loss < 0:
            raise ClaimNotRead(f"claim {claim.claim_id}: a loss cannot be below zero")
        if claim.claim_id in seen:
            raise ClaimNotRead(f"claim {claim.claim_id} stands twice", hint="Add up what one victim lost first.")
        seen.add(claim.claim_id)
