"""Host names, canonical as IDNA A-labels in lower case without ``www.``: ``scam-site.example``, ``xn--….com``.

The whole host is kept, not only what was registered: on shared hosting the label before it is the customer. A name counts when its
last label is a suffix of the Public Suffix List (ICANN part) or one reserved for examples. IP addresses are no domains.

In free text a dot without a blank also joins sentences, abbreviations and file names; :func:`in_text` tells them apart by rules,
whose words are data (``domain.toml``). Two labels that are both everyday words ("the bank.now") need a scheme, ``www.`` or a path.
"""

import functools
import re
import tomllib
from importlib import resources

import ada_url
from publicsuffixlist import PublicSuffixList

from weft.kinds import cell, lookalike
from weft.model import Found

# RFC 1035 2.3.4.
LONGEST = 253
_ASCII_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_IN_CELL = re.compile(r"[^\s/@,;|<>\"'()]{1,250}\.[^\s/@,;|<>\"'()\d.]{2,62}")
_SCHEME = re.compile(r"(?i)^(?:h(?:tt|xx|\*\*)ps?:?//|//)?(?:[^\s/@]{1,100}@)?")


@functools.cache
def _data() -> dict[str, frozenset[str]]:
    data = tomllib.loads(resources.files(__package__).joinpath("domain.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}


@functools.cache
def _suffixes() -> tuple[frozenset[str], frozenset[str]]:
    """Last labels that exist, and whole suffixes under which nobody's own name stands (``co.th``)."""
    rules: frozenset[str] = PublicSuffixList(only_icann=True)._publicsuffix  # noqa: SLF001 -- no public way to the rules
    plain = frozenset(rule for rule in rules if rule[0] not in "*!")
    return frozenset(rule.rpartition(".")[2] for rule in rules) | _data()["reserved"], plain


def is_suffix(label: str) -> bool:
    """Whether ``label`` (lower case, A-label) can end a host name."""
    return label in _suffixes()[0]


@functools.lru_cache(maxsize=65536)
def to_ascii(host: str) -> str | None:
    """``host`` in lower-case A-labels (UTS 46), or None when it is no host name. 0.5 us for ASCII, 5 us else."""
    if host.isascii():
        lower = host.lower().rstrip(".")
    else:
        try:
            lower = ada_url.URL("http://" + host).hostname.rstrip(".")
        except ValueError:
            return None
    if len(lower) > LONGEST or _ASCII_HOST.fullmatch(lower) is None:
        return None
    if "xn--" in lower and host.isascii():
        try:
            ada_url.URL("http://" + lower)
        except ValueError:
            return None
    return lower


def read(folded: str, country: str | None = None) -> str | None:  # noqa: ARG001 -- the contract
    """Canonical host of one folded candidate (a host, or a link to it), or None. 1 us."""
    host = _SCHEME.sub("", folded.strip(), count=1)
    host = re.split(r"[/?#:]", host, maxsplit=1)[0]
    return of_host(host)


@functools.lru_cache(maxsize=65536)
def of_host(host: str) -> str | None:
    """Canonical form of a host as written, or None when it is an address, a bare suffix or no name."""
    if len(host) < 4 or "." not in host:
        return None
    name = to_ascii(host)
    if name is None:
        return None
    while name.startswith("www.") and name.count(".") > 1:
        name = name[4:]
    lasts, whole = _suffixes()
    last = name.rpartition(".")[2]
    if last not in lasts or name in whole:
        return None
    return name


@functools.lru_cache(maxsize=65536)
def in_text(host: str) -> str | None:
    """Canonical form of a bare dotted word of free text, or None where it is more likely something else.

    Only for words without scheme and path; those say enough by themselves (:func:`of_host`).
    """
    name = of_host(host)
    if name is None or host[:4].lower() == "www.":
        return name
    labels = host.split(".")
    if len(labels) > 2 and labels[0].lower() in ("com", "org", "net"):
        return None  # com.bank.app: what a program is called on a phone, written backwards
    data = _data()
    if host.lower() in data["programs"]:
        return None
    last, before = labels[-1], labels[-2]
    lower = last.lower()
    plain = lower in data["plain"] or lower in data["reserved"]
    if not last.islower() and last.isascii() and not last.startswith(("xn--", "XN--")):
        # Next, My, IN: a sentence begins or a short form stands there, unless the suffix is one that says enough.
        if not plain or len(lower) < 3:
            return None
        if lower in data["words"] or (
            last[0].isupper() and last[1:].islower() and before[:1].islower() and lower != "com"
        ):
            return None
    if len(labels) > 2:
        return name if not all(len(label) == 1 for label in labels[:-1]) else None
    first = before.lower()
    if first.isdigit() and (len(first) < 2 or len(lower) < 3):
        return None  # 3.kg, 12.am
    if lower in data["file_names"] and lower != "cc" and not ("-" in first or any(c.isdigit() for c in first)):
        return None
    if lower in ("zip", "mov"):
        return None
    if plain:
        return name if len(first) > 1 or lower in ("com", "net", "org", "cc", "io", "tv") else None
    if len(first) < 2 and lower not in {"me", "co"}:
        return None
    if lower in data["words"] and first in data["words"]:
        return None
    return name


def is_file(name: str) -> bool:
    """Whether a dotted word ends as files do as much as hosts: ``forms.py``."""
    return name.count(".") == 1 and name.rpartition(".")[2].lower() in _data()["file_names"]


class Domain:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "domain"
    # One registrant's, but shared hosting, link shorteners and public platforms are shared by all: links damps those it sees.
    specificity = 0.85
    # Phishing hosts live hours to weeks (APWG and Interisle reports speak of a median of days), scam shops and fake brokers some
    # months before they are blocked; a victim reports later. Our reading of "weeks to months": 60 days. Unverified.
    half_life_days: float | None = 60.0

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every host in a cell meant for them, links and bare names alike."""
        return cell.clean(self.name, text, lambda piece: self._read(piece, country), _IN_CELL)

    @staticmethod
    def _read(piece: str, country: str | None) -> cell.Answer | None:
        value = read(piece, country)
        return None if value is None else (value, lookalike.notes(value))

    def show(self, value: str) -> str:
        """With its letters as the holder sees them, and a dot nobody clicks: ``scam[.]example``."""
        return unicode_of(value).replace(".", "[.]")

    def mask(self, value: str) -> str:
        """The suffix, and two letters."""
        head, _, last = value.rpartition(".")
        return f"{cell.mask(head, 2, 0)}.{last}"


def unicode_of(value: str) -> str:
    """A-labels as letters; the value itself where that is not possible."""
    return str(ada_url.idna_to_unicode(value)) if "xn--" in value else value


KIND = Domain()
