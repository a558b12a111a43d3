"""Links with a path or a query, in the WHATWG URL Standard's canonical form (by the ada parser). A bare host is a `domain`."""

import functools
import re

import ada_url

from weft.kinds import cell, domain
from weft.model import Found

CANDIDATE = re.compile(
    r"(?i)\b(?:https?|ftp)://[^\s<>\"'`{}|\\^\u0e00-\u0eff\u1780-\u17ff\u1000-\u109f\u3000-\u9fff\uac00-\ud7af]{3,2000}"
)
_TAIL = ".,;:!?)]}»”’"


@functools.lru_cache(maxsize=65_536)
def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """The canonical link, or None when it has no public host or nothing behind the host.

    >>> read("HTTPS://Example.com:443/a/../Login?x=1")
    'https://example.com/Login?x=1'
    """
    text = folded.strip().rstrip(_TAIL)
    if "://" not in text:
        return None
    try:
        parts = ada_url.URL(text)
    except ValueError:
        return None
    if parts.protocol not in {"http:", "https:", "ftp:"} or parts.username or domain.read(parts.hostname) is None:
        return None
    if parts.pathname in {"", "/"} and not parts.search and not parts.hash:
        return None
    return str(parts.href)


def host(folded: str) -> str | None:
    """The canonical host of a link, or None."""
    try:
        return domain.read(ada_url.URL(folded.strip().rstrip(_TAIL)).hostname)
    except ValueError:
        return None


class Url:
    """A link."""

    name = "url"
    specificity = 0.9
    half_life_days: float | None = 60.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Links in a cell, and for each its host as a `domain`, so that two links of one site meet."""
        links = cell.clean(self.name, text, self._read, CANDIDATE)
        sites = [
            Found("domain", site, one.as_written, one.start, one.end) for one in links if (site := host(one.value))
        ]
        return links + sites if links else domain.KIND.clean(text, None)

    @staticmethod
    def _read(piece: str) -> cell.Answer | None:
        value = read(piece) or (read("http://" + piece) if "://" not in piece and "/" in piece else None)
        return None if value is None else (value, ())

    def show(self, value: str) -> str:
        """Defanged: ``hxxps://evil[.]example/x``."""
        return value.replace("http", "hxxp", 1).replace(".", "[.]")

    def mask(self, value: str) -> str:
        """Scheme and end."""
        return cell.mask(value, 8, 2)


KIND = Url()
