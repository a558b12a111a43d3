"""E-mail addresses, lower case: providers that tell capitals apart are unknown in practice, people who do not care are many."""

import functools
import re

from weft.kinds import cell, domain
from weft.model import Found

# RFC 5321 4.5.3.1: 64 octets before the @.
CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:[^\W\d_]{2,24})(?![\w-])"
)


@functools.lru_cache(maxsize=65_536)
def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The canonical address, or None.

    >>> read("Some.One@Example.COM")
    'some.one@example.com'
    """
    local, _, host = folded.strip().removeprefix("mailto:").rpartition("@")
    site = domain.read(host)
    if site is None or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}", local) or ".." in local:
        return None
    return f"{local.rstrip('.').lower()}@{site}"


class Email:
    """An e-mail address."""

    name = "email"
    specificity = 0.95
    half_life_days: float | None = 180.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Addresses in a cell."""
        return cell.clean(self.name, text, self._read, CANDIDATE)

    @staticmethod
    def _read(piece: str) -> cell.Answer | None:
        value = read(piece)
        return None if value is None else (value, ())

    def show(self, value: str) -> str:
        """Defanged: ``a[@]example[.]com``."""
        return value.replace("@", "[@]").replace(".", "[.]")

    def mask(self, value: str) -> str:
        """First letter and suffix of the host."""
        local, _, host = value.partition("@")
        return cell.mask(local, 1, 0) + "@" + domain.KIND.mask(host)


KIND = Email()
