"""E-mail addresses, canonical in lower case with the domain as A-labels.

RFC 5321 2.4 lets a host tell ``A`` from ``a`` in the local part; no provider met in reports does, so the local part is lowered
too. Dots and ``+tags`` stay: only some providers ignore them, and the address as given is what a victim saw.
"""

import functools
import re

from weft.kinds import cell, domain, lookalike
from weft.model import Found

# RFC 5321 4.5.3.1.
_LONGEST_LOCAL = 64
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*[A-Za-z0-9_+~-])?", re.ASCII)
_IN_CELL = re.compile(r"[^\s@,;|<>\"()]{1,64}@[^\s@,;|<>\"()]{3,253}")


@functools.lru_cache(maxsize=65536)
def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The canonical address of one folded candidate, or None. 1 us."""
    text = folded.strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    local, at, host = text.rpartition("@")
    if not at or len(local) > _LONGEST_LOCAL or ".." in local or _LOCAL.fullmatch(local) is None:
        return None
    # www. is a web host's habit: in an address it is part of the name.
    lower = host.lower()
    name = domain.of_host("x." + host) if lower.startswith("www.") else domain.of_host(host)
    if name is None:
        return None
    return f"{local.lower()}@{name[2:] if lower.startswith('www.') else name}"


class Email:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "email"
    # A mailbox has one holder, mostly; shared boxes (info@) of real companies are few and damped by their reach.
    specificity = 0.95
    # Free mailboxes cost nothing and are dropped when blocked, slower than phones because contact lists hang on them. No study
    # gives a figure; between phone (45) and wallet (365): 120 days. Unverified.
    half_life_days: float | None = 120.0

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every address in a cell meant for them."""
        return cell.clean(self.name, text, lambda piece: self._read(piece, country), _IN_CELL)

    @staticmethod
    def _read(piece: str, country: str | None) -> cell.Answer | None:
        value = read(piece, country)
        return None if value is None else (value, lookalike.notes(value.rpartition("@")[2]))

    def show(self, value: str) -> str:
        """As it is, the domain in its own letters."""
        local, _, host = value.rpartition("@")
        return f"{local}@{domain.unicode_of(host)}"

    def mask(self, value: str) -> str:
        """One letter of the local part, and the whole domain: providers are shared by millions."""
        local, _, host = value.rpartition("@")
        return f"{cell.mask(local, 1, 0)}@{host}"


KIND = Email()
