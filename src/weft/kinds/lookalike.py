"""Domains that look like somebody else's: noted beside the value, never merged with what they imitate or changed.

Three signs, whose names and letters are data (``lookalike.toml``, unverified):

- ``lookalike:NAME``: a label that reads like the name once letters that look alike are one letter (``pаypal`` with a Cyrillic a, ``paypa1``,
  ``rnaybank``), or that is one slip from it (``vietconbank``);
- ``brand:NAME``: the name stands inside a longer one (``paypal-login.example``, ``dbs.verify.example``);
- ``mixed scripts``: letters of two scripts in one label, which UTS 39 calls restricted and registries mostly refuse.
"""

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

import ada_url

# Shorter names are found in too many words: they count only as a word by themselves, unless the data call them rare.
_LONG_ENOUGH = 5
# One slip in a shorter name is another word as often as not.
_SLIP_FROM = 6
_WORD = re.compile(r"[^\W_]+")
# Scripts that one language writes together (UTS 39, 5.1: Japanese, Korean, Chinese with Bopomofo).
_TOGETHER = ({"CJK", "HIRAGANA", "KATAKANA"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"})
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "THAI", "LAO", "KHMER", "MYANMAR", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI", "BOPOMOFO", "CHEROKEE", "GEORGIAN"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Names:
    letters: dict[int, str]
    written: "re.Pattern[str]"
    replaced: dict[str, str]
    alone: dict[str, bool]
    """Name to whether it is noted as one of the words of a label."""
    parts: tuple[str, ...]
    """Names noted in the middle of a word too."""
    own: frozenset[str]
    slips: dict[str, set[str]]
    """A name less one letter (or whole) to the names it can come from."""


@functools.cache
def _names() -> _Names:
    data = tomllib.loads(resources.files(__package__).joinpath("lookalike.toml").read_text(encoding="utf-8"))
    slips: dict[str, set[str]] = {}
    for brand in data["brand"]:
        if len(brand["name"]) >= _SLIP_FROM:
            for form in _less_one(brand["name"]):
                slips.setdefault(form, set()).add(brand["name"])
    return _Names(
        {ord(fake): letter for letter, fakes in data["letters"].items() for fake in fakes},
        re.compile("|".join(sorted(map(re.escape, data["written"]), key=len, reverse=True))),
        data["written"],
        {brand["name"]: brand.get("inside", True) for brand in data["brand"]},
        tuple(
            brand["name"]
            for brand in data["brand"]
            if brand.get("inside", True) and (len(brand["name"]) >= _LONG_ENOUGH or brand.get("rare", False))
        ),
        frozenset(domain for brand in data["brand"] for domain in brand["own"]),
        slips,
    )


def _less_one(text: str) -> set[str]:
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


@functools.lru_cache(maxsize=65_536)
def notes(host: str) -> tuple[str, ...]:
    """Remarks on a canonical host, the same for the same host. 10 us for a new one.

    >>> notes("paypal-login.example")
    ('brand:paypal',)
    >>> notes("xn--pypal-4ve.com")
    ('lookalike:paypal', 'mixed scripts')
    >>> notes("www.paypal.com")
    ()
    """
    names = _names()
    labels = host.split(".")
    if any(".".join(labels[at:]) in names.own for at in range(len(labels))):
        return ()
    remarks: dict[str, None] = {}
    for label in labels[:-1]:
        shown = ada_url.idna_to_unicode(label) if label.startswith("xn--") else label
        _note_label(shown, names, remarks)
        if not shown.isascii() and _mixes_scripts(shown):
            remarks["mixed scripts"] = None
    return tuple(remarks)


def _note_label(shown: str, names: _Names, remarks: dict[str, None]) -> None:
    plain = shown.translate(names.letters)
    read = names.written.sub(lambda match: names.replaced[match[0]], plain)
    for form, changed in ((shown, False), (plain, plain != shown), (read, read != shown)):
        words = _WORD.findall(form)
        for word in words:
            if word in names.alone:
                # The label itself under a foreign suffix (paypal.top) and the name as one of its words are both "inside".
                if changed:
                    remarks[f"lookalike:{word}"] = None
                elif names.alone[word]:
                    remarks[f"brand:{word}"] = None
            elif len(word) >= _SLIP_FROM - 1:
                _note_slip(word, names, remarks)
        for name in names.parts:
            if name in form and name not in words:
                remarks[f"{'lookalike' if changed and name not in shown else 'brand'}:{name}"] = None


def _note_slip(word: str, names: _Names, remarks: dict[str, None]) -> None:
    """One letter left out, put in, changed, or two neighbours changed over."""
    for form in _less_one(word):
        for name in names.slips.get(form, ()):
            if name not in word and abs(len(name) - len(word)) < 2 and _is_one_slip(word, name):
                remarks[f"lookalike:{name}"] = None


def _is_one_slip(word: str, name: str) -> bool:
    first = next((at for at, (a, b) in enumerate(zip(word, name, strict=False)) if a != b), min(len(word), len(name)))
    if first == 0:
        return False  # another first letter is another word: "bpaypal" aside, readers see the beginning
    rest, other = word[first:], name[first:]
    return (
        rest[1:] == other
        or rest == other[1:]
        or rest[1:] == other[1:]
        or (rest[2:] == other[2:] and rest[1::-1] == other[:2])
    )


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in label if char.isalpha()} & _SCRIPTS
    return len(scripts) > 1 and not any(scripts <= {*together, "LATIN"} for together in _TOGETHER)
