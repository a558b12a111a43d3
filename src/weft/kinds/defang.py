"""Undoing what people do to an address so that nobody clicks on it: ``scam[.]com``, ``a (at) b``, ``http[:]//``, ``hxxp``.

Works on text whose characters are ASCII or stand for themselves at the same place, as bytes or as str; answers with edits, so
that whoever folds can keep count of the places.
"""

import re

_BRACKETED = r"[\[({<]{1,2} ?(\.|dot|DOT|Dot|at|AT|At|@|://|:|//|/|。) ?[\])}>]{1,2}"
# (a) for the at, only where a host follows without a blank.
_SHORT_AT = r"[\[({<](a|A)[\])}>](?=[A-Za-z0-9-]{1,63}\.[A-Za-z])"
# scam .com: one blank before the dot, and again a suffix that ends no English sentence.
_SPACED = r" (\.) ?(?=(?:com|net|org|info|xyz|vip|cc|top)\b)|(?<=www) (\.) (?=[a-z0-9])"
_MEANS = {"dot": ".", "at": "@", "a": "@", "。": "."}

# Invariant: every branch is bounded, so the work is linear in the number of places it is tried at.
TEXT = re.compile(f"{_BRACKETED}|{_SHORT_AT}|{_SPACED}", re.ASCII)
BRACKETED = re.compile((_BRACKETED.replace("。", r"\x82") + "|" + _SHORT_AT).encode("ascii"))
SPACED = re.compile(_SPACED.encode("ascii"))

Edit = tuple[int, int, str]
"""First place, one past the last, and the text that stands there instead (no longer than what it replaces)."""


def _is_word(code: int) -> bool:
    """Whether a byte of folded text may stand at the end of a host's or mailbox's part."""
    return 48 <= code <= 57 or 65 <= code <= 90 or 97 <= code <= 122 or code in (0x80, 0x84, 95, 45)


def edit(folded: bytes, match: "re.Match[bytes]") -> Edit | None:
    """What to do about one match, or None when what stands around it is no part of an address."""
    start, end = match.span()
    inner = next(group for group in match.groups() if group is not None)
    means = _MEANS.get(inner.decode("latin-1").lower(), inner.decode("latin-1")).replace("\x82", ".")
    if start and folded[start] != 32 and folded[start - 1] == 32 and means[0] in ".@":
        start -= 1
    if end < len(folded) and folded[end] == 32 and means[0] in ".@":
        end += 1
    if not start or end >= len(folded) or not (_is_word(folded[start - 1]) or means[0] in ":/"):
        return None
    if not (_is_word(folded[end]) or means[0] in ":/"):
        return None
    return start, end, means
