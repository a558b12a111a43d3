"""Decoys, and the breaker on the rate of hits: against a set that holds every number there is.

A holder that publishes all numbers makes every question hit, and a careless asker would then give itself away by following its hits up. So
some positions of every question are identifiers that nobody can hold. One that hits says the set is poisoned, and the whole batch is
set aside before a person sees it.

The best decoys are numbers the asker's own regulator knows to be unassigned; they are given as a pool and kept secret. Without one, decoys
are drawn after the pattern of what is asked: same kind, same beginning, other digits. In a space as small as that of phone
numbers one of those may belong to somebody whom the holder honestly holds, so there a few are forgiven; elsewhere none is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from weft.errors import PartnerProblem
from weft.match import tokens
from weft.sodium import Random

ONE_PER: Final = 64
"""One decoy for that many positions: 16 per 1,024."""
# A pattern's space is this small or smaller: what is drawn in it may be somebody's.
_SMALL_BITS: Final = 40.0
# A set of a million (2^20), and numbers crowd in the quarter of a space that is in use.
_HELD_BITS: Final = 22
# Chance that an honest set sets a batch aside by its decoys.
_FALSE_ALARM: Final = 1e-4
BREAKER: Final = 5.0
"""Hit rate against the mean of the last 30 days at which a batch is set aside."""
_LEAST_HITS: Final = 10
"""Fewer hits than this say nothing about a rate."""


class SetAside(PartnerProblem):
    """A batch whose hits nobody should see yet: decoys hit, known answers missed, or far too much hit."""

    code = "partner.set_aside"


@dataclass(frozen=True, slots=True)
class Decoy:
    """An identifier asked about in the expectation that nobody holds it."""

    kind: str
    value: str
    chance: float
    """Chance that an honest set of a million holds it all the same; 0 for one from a pool."""


def count_for(size: int) -> int:
    """Decoys in a batch of that size."""
    return max(1, size // ONE_PER)


def draw(count: int, patterns: Sequence[tuple[str, str]], pool: Sequence[tuple[str, str]], rng: Random) -> list[Decoy]:
    """``count`` decoys from the pool, or where there is none, after the patterns of what is asked (kind, canonical value)."""
    if pool:
        return [Decoy(*pool[_below(rng, len(pool))], 0.0) for _ in range(count)]
    return [_like(*patterns[_below(rng, len(patterns))], rng) for _ in range(count)]


def _like(kind: str, value: str, rng: Random) -> Decoy:
    """The same beginning, and every letter and digit of the second half drawn anew."""
    head = len(value) - max(1, min(len(value), 7 if kind == "phone" else (len(value) + 1) // 2))
    drawn = [sign if at < head else _other(sign, rng) for at, sign in enumerate(value)]
    bits = tokens.candidate_bits(kind, value)
    return Decoy(kind, "".join(drawn), min(1.0, 2.0 ** (_HELD_BITS - bits)) if bits < _SMALL_BITS else 0.0)


def _other(sign: str, rng: Random) -> str:
    if sign.isdigit() and sign.isascii():
        return "0123456789"[_below(rng, 10)]
    if "a" <= sign <= "z":
        return "abcdefghijklmnopqrstuvwxyz"[_below(rng, 26)]
    if "A" <= sign <= "Z":
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[_below(rng, 26)]
    return sign


def _below(rng: Random, bound: int) -> int:
    # 64 bits modulo a small number: the bias does not matter for decoys.
    return int.from_bytes(rng(8), "big") % bound


def forgiven(decoys: Sequence[Decoy]) -> int:
    """How many hits of these an honest set may cause: the least count whose excess has a chance below one in ten thousand."""
    mean = sum(one.chance for one in decoys)
    term = total = math.exp(-mean)
    allowed = 0
    while mean and 1 - total > _FALSE_ALARM:
        allowed += 1
        term *= mean / allowed
        total += term
    return allowed


def check_decoys(decoys: Sequence[Decoy], hits: int) -> None:
    """SetAside when more decoys hit than an honest set explains."""
    if hits > forgiven(decoys):
        raise SetAside(
            f"{hits} of {len(decoys)} decoys hit: the set holds identifiers that nobody has; the hits are set aside",
            hint="do not follow them up; tell the other side's data-protection authority, and keep the answer",
            hits=hits,
        )


def check_rate(hits: int, asked: int, usual: float | None) -> None:
    """SetAside when the share of hits is more than five times the mean of the last 30 days; without a history, nothing."""
    if usual is not None and hits >= _LEAST_HITS and hits > BREAKER * usual * asked:
        raise SetAside(
            f"{hits} of {asked} hit, more than {BREAKER:.0f} times the usual {usual:.1%}; the hits are set aside",
            hint="two people look at it before anyone follows a hit up",
            hits=hits,
        )
