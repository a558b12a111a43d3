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
    steps: "tuple[Step, ...]"
    """How it was reckoned, in order."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the reckoning as numbers; ``str()`` says it in English, a page says it in the reader's language."""

    what: str
    """`below`: claims below the least payment; `falls_out`: a share below it; `in_full`: every loss; `in_proportion`: a part of each."""
    pot: int
    claims: int
    """How many claims this step is about."""
    losses: int = 0
    """Sum of the losses that share the pot."""
    claim_id: str = ""
    payment: int = 0
    least: int = 0

    def __str__(self) -> str:
        match self.what:
            case "below":
                return f"{self.claims} claims are below the least payment of {self.least} and get nothing"
            case "falls_out":
                return f"{self.claim_id} would get {self.payment}, below {self.least}: it falls out and the others share anew"
            case "in_full":
                return f"the pot of {self.pot} covers all losses of {self.losses}: each is paid in full"
            case _:
                return f"{self.pot} for losses of {self.losses}: {self.pot}/{self.losses} of each loss, the last units by largest remainder"


def share(pot: int, claims: Sequence[Claim], *, least: int = 0) -> Shares:
    """Share ``pot`` among ``claims`` in proportion to their losses; no payment below ``least``. Raises ClaimNotRead.

    >>> share(100, [Claim("a", 100), Claim("b", 200)]).paid
    {'a': 33, 'b': 67}
    """
    _check(pot, claims, least)
    steps: list[Step] = []
    paid = dict.fromkeys((claim.claim_id for claim in claims), 0)
    open_claims = sorted(
        (claim for claim in claims if claim.loss >= max(least, 1)), key=lambda one: (one.loss, one.claim_id)
    )
    if len(open_claims) < len(claims):
        steps.append(Step("below", pot, len(claims) - len(open_claims), least=least))
    while open_claims:
        total = sum(claim.loss for claim in open_claims)
        if pot >= total:
            steps.append(Step("in_full", pot, len(open_claims), total))
            paid |= {claim.claim_id: claim.loss for claim in open_claims}
            break
        parts = _proportional(pot, open_claims, total)
        smallest = open_claims[0]
        if parts[smallest.claim_id] < least:
            payment = parts[smallest.claim_id]
            steps.append(Step("falls_out", pot, 1, total, claim_id=smallest.claim_id, payment=payment, least=least))
            open_claims.pop(0)
            continue
        steps.append(Step("in_proportion", pot, len(open_claims), total))
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
