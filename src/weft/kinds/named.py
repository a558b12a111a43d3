"""Finding handles in folded text: a name behind an app's name ("Line ID: abc"), or ``@name`` with an app named nearby."""

import functools
import re

from weft.kinds import domain, handle, words
from weft.kinds.page import Page

_NAME = re.compile(rb"@?([A-Za-z0-9_][A-Za-z0-9_.\-]{2,49})")
# A payment address has a bank behind its @, and no dot there.
_UPI = re.compile(rb"[A-Za-z0-9_.\-]{2,60}@[A-Za-z0-9]{2,30}(?![A-Za-z0-9@]|\.[A-Za-z0-9])")
_OPEN = frozenset(b":=-(\"'[>~*")
_SAYS = frozenset(b":=")
_IS = re.compile(rb"(?:is|was|are|la) (?=.)")
# Korean writes "is" onto the word before: 아이디는 abc.
_PARTICLE = re.compile(rb"\x80{1,2}(?= )")
_CAPITALISED = re.compile(rb"[A-Z][a-z]+ +[A-Z\x84]")


def find(page: Page, mentions: list[tuple[int, int, str]]) -> None:
    """Note every handle on ``page``. ``mentions`` are the ``@names`` met before."""
    for hit in page.hits:
        if hit.word.means & words.PLATFORM:
            _behind(page, hit)
    for start, end, name in mentions:
        if page.is_free(start, end):
            name = name.rstrip(".-")
            value = handle.read(name, None, _app_of(page, start, end))
            if value is None:
                value = handle.read(name)
            if value is not None:
                page.add(start, start + 1 + len(name), "handle", value if ":" in value else f":{value}")


def _app_of(page: Page, start: int, end: int) -> str:
    before = next((h for h in page.before(start, page.floor(start, 80)) if h.word.means & words.PLATFORM), None)
    if before is not None:
        return before.word.platform
    behind = next((h for h in page.after(end, 24) if h.word.means & words.PLATFORM), None)
    return behind.word.platform if behind is not None else ""


def _behind(page: Page, hit: words.Hit) -> None:
    """What follows an app's name, when it is a name."""
    codes, plain = page.codes, page.plain
    platform = hit.word.platform
    at, said, introduced = hit.end, False, plain.endswith(b"id", hit.start, hit.end)
    for _ in range(8):
        while codes[at] == 32 and at - hit.end < 40:
            at += 1
        code = codes[at]
        if code in _OPEN:
            said = said or code in _SAYS
            at += 1
            continue
        word = _introducer(page, at, introduced=introduced)
        if word == 0:
            break
        introduced = True
        at += word
        particle = _PARTICLE.match(codes, at)
        at = at if particle is None else particle.end()
    paid = _UPI.match(codes, at) if platform == "upi" else None
    if paid is not None and page.is_free(paid.start(), paid.end()):
        page.add(paid.start(), paid.end(), "handle", f"upi:{paid[0].decode('ascii').lower()}")
        return
    match = _NAME.match(codes, at)
    if match is None or platform == "upi":
        return
    raw = match[1]
    name = raw.decode("ascii").rstrip(".-")
    start = match.start()
    end = match.start(1) + len(name)
    if len(name) < 3 or codes[match.end()] in b"@" or not page.is_free(start, end):
        return
    tagged = codes[start] == 64
    if start == hit.end and name[0].isdigit():
        return  # FB823498029TH: a code that begins like an app
    if not _is_name(page, hit, name, start, tagged=tagged, said=said, introduced=introduced):
        return
    value = handle.read(name, None, platform)
    if value is not None:
        page.add(start, end, "handle", value)


def _introducer(page: Page, at: int, *, introduced: bool) -> int:
    """Length of a word such as "id" or "username" at a place, 0 when there is none. "is" counts only behind such a word."""
    plain = page.plain
    known = _introducers()
    for word, written in (*known.get(plain[at : at + 2], ()), *known.get(plain[at : at + 1], ())):
        if plain.startswith(word, at):
            end = at + len(word)
            if word[-1] < 0x80 and (97 <= plain[end] <= 122 or plain[end] in b"0123456789_"):
                continue
            # One byte stands for many letters beyond Latin: those are compared as written.
            if word[-1] < 0x80 or page.original(at, end) == written:
                return len(word)
    if introduced and (match := _IS.match(plain, at)) is not None:
        return match.end() - at
    return 0


@functools.cache
def _introducers() -> dict[bytes, list[tuple[bytes, str]]]:
    known: dict[bytes, list[tuple[bytes, str]]] = {}
    for written in sorted(words.platform_words()["introduces"], key=lambda word: (-len(word), word)):
        word = words.to_plain(written)
        known.setdefault(word[:2], []).append((word, written))
    return known


def _is_name(page: Page, hit: words.Hit, name: str, start: int, *, tagged: bool, said: bool, introduced: bool) -> bool:
    lists = words.platform_words()
    lower = name.lower()
    if lower in lists["no_handle"]:
        return False
    if not any(map(str.isalpha, name)):
        # Digits behind an app's name are a phone, except QQ's.
        return hit.word.platform == "qq" and name.isdigit()
    if "." in name and domain.in_text(name) is not None:
        return False
    if tagged:
        return True
    odd = any(c.isdigit() or c == "_" for c in name) or "." in name or "-" in name
    if hit.word.platform in ("zalo", "viber") and not odd:
        return False
    if _CAPITALISED.match(page.codes, start) and not odd:
        return False  # a person's name
    latin = hit.word.plain[-1] < 0x80
    ordinary = latin and hit.word.plain.decode("latin-1") in lists["ordinary"]
    if odd:
        return said or introduced or not ordinary or page.codes[hit.start : hit.start + 1].isupper()
    if said or introduced:
        return len(name) > 3 and (said or not ordinary or introduced)
    return not latin and len(name) > 4
