"""Links, canonical as the WHATWG URL Standard writes them: ``https://host/path?query``.

What is kept as a link has a path, a query or a fragment; a bare ``https://host/`` is only its domain. In free text the host of a
link comes out as a ``domain`` besides, so that two links into one site meet. Defanged schemes (``hxxp``) are mended, a missing one
is read as http. Hosts keep ``www.`` here, since the link would not work without. User names and passwords in links are dropped.
"""

import functools
import re

import ada_url

from weft.kinds import cell, domain, lookalike
from weft.model import Found

# Browsers take 2,083 characters at least; longer links carry data, and no two reports share those.
LONGEST = 2083
_SCHEME = re.compile(r"(?i)(h(?:tt|xx|\*\*|__)p(s?)|ftps?|fxps?)(?::|\[:\])?//")
# Already canonical: nothing a parser would change, and no dot segments.
_CANONICAL = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}(?:/[\w~-][\w.~-]*)+/?(?:\?[\w=&.-]*)?", re.ASCII
)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_NUMBER = re.compile(r"[\dA-Fa-fxX.]+(?:[/:?#]|$)", re.ASCII)
_IN_CELL = re.compile(r"[^\s,;|<>\"']{4,2083}")


@functools.lru_cache(maxsize=65536)
def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """Canonical link of one folded candidate, or None. A bare host is a link here; 1 us when canonical already, else 5."""
    text = folded.strip()
    if len(text) > LONGEST:
        return None
    if "xn--" not in text and _CANONICAL.fullmatch(text) is not None:
        return text if domain.of_host(text.split("/", 3)[2]) else None
    match = _SCHEME.match(text)
    if match is None:
        text = text.removeprefix("//")
        # The standard reads "31/12" as a link to the address 0.0.0.31; people mean a date or a fraction.
        if text[:1].isdigit() and _NUMBER.match(text) is not None and _ADDRESS.match(text) is None:
            return None
        text = "http://" + text
    else:
        scheme = match[1].lower()
        scheme = ("http" if scheme[0] == "h" else "ftp") + ("s" if scheme.endswith("s") else "")
        text = ("https" if scheme == "https" else "ftp" if scheme[0] == "f" else "http") + "://" + text[match.end() :]
    try:
        parsed = ada_url.URL(text)
    except ValueError:
        return None
    host = parsed.hostname
    if domain.of_host(host) is None and _ADDRESS.fullmatch(host) is None:
        return None
    if parsed.username or parsed.password:
        parsed.username = parsed.password = ""
    return str(parsed.href)


def is_bare(value: str) -> bool:
    """Whether a canonical link says no more than its host."""
    return value.count("/") == 3 and value.endswith("/")


def host_of(value: str) -> str:
    """Host of a canonical link, with its port dropped."""
    return value.split("/", 3)[2].rpartition("@")[2].partition(":")[0]


class Url:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "url"
    # The same page of the same site: more than its host says.
    specificity = 0.9
    # As the site it stands on (see weft.kinds.domain), and pages change faster than sites: 45 days. Unverified.
    half_life_days: float | None = 45.0

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every link in a cell meant for them, each followed by its host as a ``domain``; a bare host gives that only."""
        found = []
        for link in cell.clean(self.name, text, lambda piece: self._read(piece, country), _IN_CELL):
            host = domain.of_host(host_of(link.value))
            if not is_bare(link.value):
                found.append(link)
            if host is not None:
                found.append(Found("domain", host, link.as_written, link.start, link.end, lookalike.notes(host)))
        return found

    @staticmethod
    def _read(piece: str, country: str | None) -> cell.Answer | None:
        if any(char.isspace() for char in piece):
            return None
        value = read(piece, country)
        return None if value is None else (value, ())

    def show(self, value: str) -> str:
        """Defanged, so that nobody follows it: ``hxxps://scam[.]example/page``."""
        scheme, _, rest = value.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme.replace('tt', 'xx')}://{host.replace('.', '[.]')}{slash}{path}"

    def mask(self, value: str) -> str:
        """Scheme and host; paths can carry a victim's own data."""
        return "/".join([*value.split("/", 3)[:3], "****"])


KIND = Url()
