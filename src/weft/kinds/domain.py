"""Host names: lower case, IDNA A-labels, no ``www.``. Known by their public suffix (publicsuffix.org list)."""

import functools
import re

import idna
from publicsuffixlist import PublicSuffixList

from weft.kinds import cell
from weft.model import Found

# A name of 253 octets in labels of 63 (RFC 1035 2.3.4). Letters of any script; the suffix decides whether it is a name.
CANDIDATE = re.compile(
    r"(?<![\w.@-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,40})(?![\w-])"
)
# Suffixes that are file endings far more often than sites in a report.
_FILES = frozenset({"zip", "mov", "py", "rs", "sh", "md", "ps", "pl", "doc", "pdf", "jpg", "png"})


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@functools.lru_cache(maxsize=131_072)
def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The canonical host name of one folded candidate, or None when it is no public name.

    >>> read("WWW.Example.com.")
    'example.com'
    """
    name = folded.strip().rstrip(".").lower()
    name = name.removeprefix("www.")
    if not name or len(name) > 253 or "." not in name:
        return None
    try:
        name = idna.encode(name, uts46=True).decode() if not name.isascii() else name
    except idna.IDNAError:
        return None
    last = name.rpartition(".")[2]
    suffix = _suffixes().publicsuffix(name, accept_unknown=False)
    if suffix is None or suffix == name or last in _FILES:
        return None
    return name if all(0 < len(label) <= 63 for label in name.split(".")) else None


class Domain:
    """A host name."""

    name = "domain"
    specificity = 0.8
    half_life_days: float | None = 120.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Host names in a cell; a link counts for its host."""
        return cell.clean(self.name, text, self._read, CANDIDATE)

    @staticmethod
    def _read(piece: str) -> cell.Answer | None:
        host = re.sub(r"^[a-z][a-z0-9+.-]{0,20}://", "", piece.lower())
        value = read(re.split(r"[/?#:]", host, maxsplit=1)[0])
        return None if value is None else (value, ())

    def show(self, value: str) -> str:
        """Defanged, so that nobody clicks it: ``evil[.]example``."""
        return value.replace(".", "[.]")

    def mask(self, value: str) -> str:
        """First letter and suffix."""
        head, _, tail = value.rpartition(".")
        return cell.mask(head, 1, 0) + "." + tail


KIND = Domain()
