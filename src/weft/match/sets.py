"""What may stand in a published set, and what never: the rules that a set meets before a single token is made.

Victims are only ever a blinded question, never a published set. So a set called ``victims`` or ``protected`` is refused by its name, and
any set that holds one person of such a class is refused whole by its contents: to drop the row quietly would hide a mistake that
someone must hear of. Single values that would harm everybody else (a bank's own hotline, an account known by four digits) are left out
one by one, each with its reason.
"""

from dataclasses import dataclass
from typing import Final

from weft import countries
from weft.errors import Refused
from weft.match import tokens

SETS: Final = ("subjects", "accounts", "missing")
"""Sets that may be published: people under suspicion and what they use; accounts; people whose families look for them."""

_NEVER: Final = (
    "victim",
    "protected",
    "protect",
    "survivor",
    "witness",
    "refugee",
    "asylum",
    "informant",
    "complainant",
    "rescued",
)
_CLASSES: Final[dict[str, frozenset[str]]] = {
    "subjects": frozenset({"", "suspect", "convicted", "subject", "mule", "scammer"}),
    "accounts": frozenset({"", "suspect", "convicted", "subject", "mule", "scammer", "account"}),
    "missing": frozenset({"", "missing"}),
}
# An identifier in more reports than this joins strangers rather than a network; the agreement may set another figure.
HUB_REPORTS: Final = 200


class SetRefused(Refused):
    """A set that may not be published, whatever is in it or because of what is in it."""

    code = "refused.set"


@dataclass(frozen=True, slots=True)
class Holding:
    """One identifier that a holder would publish, with what its payload may tell."""

    kind: str
    value: str
    """Canonical form."""
    row: int = 0
    """Row of the file it came from, for messages."""
    category: str = ""
    """Class of person it belongs to, as the holder's files say: ``suspect``, ``missing`` …"""
    network: str = ""
    """The holder's own name of the network it lies in. Never leaves; a pseudonym of it may."""
    tier: int = 0
    """How good the evidence is, 0 (unknown) to 255, in the holder's own scale."""
    last_quarter: int = 0
    """Last seen: quarters since 1970, 0 when unknown."""
    reports: int = 0
    """Reports that name it, 0 when unknown."""


def check_name(name: str) -> str:
    """The name of a set that may be published; SetRefused with the reason for any other.

    >>> check_name("Victims")
    Traceback (most recent call last):
    weft.match.sets.SetRefused: a set of victims or protected people is never published; ask about them instead
    """
    if _is_never(name):
        raise SetRefused(
            "a set of victims or protected people is never published; ask about them instead",
            hint="ask the other side's 'subjects' or 'missing' set; nobody learns what was asked",
        )
    if name not in SETS:
        raise SetRefused(f"no set is called {name!r}", hint=f"sets are: {', '.join(SETS)}")
    return name


def check_contents(name: str, holdings: list[Holding]) -> None:
    """SetRefused when anything in the set is of a class that this set may not hold, with the row of the first."""
    suspects = set(countries.suspect_words()) if name != "missing" else set()
    victims = set(countries.victim_words())
    for one in holdings:
        category = countries.fold(one.category)
        if category in _CLASSES[name]:
            continue
        if category not in suspects and not _is_never(category) and category not in victims:
            raise SetRefused(
                f"row {one.row} is of class {one.category!r}, which the set {name!r} does not hold; nothing was made",
                hint=f"classes of this set: {', '.join(sorted(_CLASSES[name] - {''}))}",
                row=one.row,
            )
        if category not in suspects or _is_never(category):
            raise SetRefused(
                f"row {one.row} is of class {one.category!r}: victims and protected people are never published; nothing was made",
                hint="take these rows out and ask about them instead",
                row=one.row,
            )


def why_not(one: Holding, *, hub_reports: int = HUB_REPORTS) -> tuple[str, str] | None:
    """Why this identifier stays out of any published set, as (stable code, sentence); None when it may go in."""
    try:
        tokens.encode(one.kind, one.value)
    except tokens.NotEncoded as wrong:
        return "refused.kind", f"{wrong}"
    service = countries.services().get((one.kind, one.value))
    if service is not None:
        return (
            "refused.public_service",
            f"a public service ({service.name}): shared by everybody, it would join strangers",
        )
    bits = tokens.candidate_bits(one.kind, one.value)
    if bits < tokens.FLOOR_BITS:
        return (
            "refused.entropy",
            f"too easily guessed: 2^{bits:.1f} candidates, at least 2^{tokens.FLOOR_BITS:.0f} are wanted",
        )
    if one.reports > hub_reports:
        return "refused.hub", f"in {one.reports} reports, more than {hub_reports}: it would join strangers"
    return None


def _is_never(name: str) -> bool:
    plain = name.strip().casefold()
    return any(word in plain for word in _NEVER)
