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
# "abc_99 (Telegram)", "abc_99 on Telegram": the app behind the name.
_BEFORE = re.compile(rb"@?([A-Za-z0-9_][A-Za-z0-9_.\-]{2,49}) ?(?:\(|\[| on )$")
# "LINE group of the club, assistant's ID: abc_99".
_ID_LATER = re.compile(
    rb"[^\n\x82!?;|]{0,40}?(?i:\bid|username|user name|[\x80\x84]id(?= )) ?[:=]? ?@?([A-Za-z0-9_][A-Za-z0-9_.\-]{2,49})"
)
# ไลน์คนร้ายคือ "abc_99": whose it is, in a script without blanks, and a mark.
_QUOTED = re.compile(
    rb"(?: ?[\x80\x84][\x80\x84 ]{0,23}[:=\"'\[(]| \") ?[\"'\[(]?@?([A-Za-z0-9_][A-Za-z0-9_.\-]{2,49})"
)
# Apps whose names hold dots, as hosts do.
_DOTTED = frozenset(["line", "instagram", "facebook", "tiktok", "kakaotalk", "snapchat", "skype", "threads", "youtube"])
_LIVE = re.compile(rb"live:(?=[A-Za-z0-9_.])")
_DISCRIMINATOR = re.compile(rb"#\d{4}(?!\d)")
# No app's, and those of apps that know people by phone only.
_NO_NAMES = frozenset(["", "zalo", "viber", "whatsapp", "imo"])
# Apps that know people by a number of their own.
_BY_NUMBER = frozenset(["qq", "xiaohongshu", "kuaishou", "bigo", "potato"])
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")
_INVITATION = b"t.me/"
# Country suffixes that sites of all countries take, and names on an app do not end in.
_SITES = frozenset(["cc", "io", "co", "me", "tv", "ly"])
_CAPITALISED = re.compile(rb"[A-Z][a-z]+ +[A-Z\x84]")


def find(page: Page, mentions: list[tuple[int, int, str]]) -> None:
    """Note every handle on ``page``. ``mentions`` are the ``@names`` met before."""
    for hit in page.hits:
        if hit.word.means & words.PLATFORM and not _behind(page, hit) and not _before(page, hit):
            _later(page, hit)
    for start, end, name in mentions:
        if page.is_free(start, end):
            name = name.rstrip(".-")
            app = _app_of(page, start, end)
            if (page.codes[end] == 40 and (not app or "." in name)) or name.lower() in words.platform_words()[
                "no_mention"
            ]:
                continue  # @decorator(…): a line of a program
            value = handle.read(name, None, app)
            if value is None and any(map(str.isalpha, name)):
                value = handle.read(name)
            if value is not None and (app or any(map(str.isalpha, name))):
                page.add(start, start + 1 + len(name), "handle", value if ":" in value else f":{value}")


def _app_of(page: Page, start: int, end: int) -> str:
    before = next((h for h in page.before(start, page.floor(start, 80)) if h.word.platform not in _NO_NAMES), None)
    if before is not None:
        return before.word.platform
    if page.codes.rfind(_INVITATION, page.floor(start, 100), start) >= 0:
        return "telegram"  # who answers for the group just linked
    behind = next((h for h in page.after(end, 24) if h.word.means & words.PLATFORM), None)
    return behind.word.platform if behind is not None else ""


def _before(page: Page, hit: words.Hit) -> bool:
    """A name right before an app's: "abc_99 (Telegram)"."""
    match = _BEFORE.search(page.codes, page.floor(hit.start, 60), hit.start)
    if match is None or not page.is_free(match.start(1), match.end(1)):
        return False
    name = match[1].decode("ascii").strip(".-")
    if not _is_odd(name) or not any(map(str.isalpha, name)):
        return False
    if page.codes[match.end(1)] == 40 and _is_small_and_ordinary(page, hit):
        return False  # as a call in a program
    return _note(page, match.start(), match.end(1), hit.word.platform, name)


def _later(page: Page, hit: words.Hit) -> bool:
    """A name behind "ID:" in the clause that names the app."""
    match = _QUOTED.match(page.codes, hit.end, page.ceiling(hit.end, 80))
    if match is None:
        match = _ID_LATER.match(page.codes, hit.end, page.ceiling(hit.end, 90))
    if match is None or not page.is_free(match.start(1), match.end(1)):
        return False
    name = match[1].decode("ascii").strip(".-")
    if not _is_odd(name) or not any(map(str.isalpha, name)):
        return False
    if any(h.word.means & words.PLATFORM for h in page.after(hit.end, match.start(1) - hit.end)):
        return False
    return _note(page, match.start(1), match.end(1), hit.word.platform, name)


def _note(page: Page, start: int, end: int, platform: str, name: str) -> bool:
    value = handle.read(name, None, platform)
    if value is None:
        return False
    page.add(start, end, "handle", value)
    return True


def _is_odd(name: str) -> bool:
    """Whether a word is one that people type for themselves, and no word of a language."""
    return any(char in "_.-" or char.isdigit() for char in name)


def _behind(page: Page, hit: words.Hit) -> bool:
    """Note what follows an app's name, when it is a name."""
    codes = page.codes
    platform = hit.word.platform
    at, said, introduced = hit.end, False, _says_id(hit.word.plain)
    # "line = next(rows)", "last_line": a program's own words.
    in_code = hit.word.is_latin and _is_small_and_ordinary(page, hit)
    if in_code and codes[hit.start - 1] in b"_.$-:<":
        return False
    if introduced and (particle := _PARTICLE.match(codes, at)) is not None:
        at = particle.end()
    for _ in range(8):
        while codes[at] == 32 and at - hit.end < 40:
            at += 1
        code = codes[at]
        if code in _OPEN or (code == 36 and platform == "cashapp"):
            said = said or (code in _SAYS and not (in_code and code == 61))
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
        return True
    live = _LIVE.match(codes, at) if platform == "skype" else None
    match = _NAME.match(codes, at if live is None else live.end())
    if match is None or platform == "upi":
        return False
    raw = match[1]
    name = raw.decode("ascii").rstrip(".-")
    start = match.start()
    end = match.start(1) + len(name)
    if (
        len(name) < 3
        or codes[match.end()] in (b"@([=" if in_code else b"@")
        or _ABBREVIATION.fullmatch(name)
        or not _is_free(page, hit, name, start, end, introduced=introduced or said)
    ):
        return False
    if live is not None:
        return _note(page, live.start(), end, platform, f"live:{name}")
    if platform == "discord" and (old := _DISCRIMINATOR.match(codes, end)) is not None:
        page.add(start, old.end(), "handle", f"discord:{name.lower()}{old[0].decode('ascii')}")
        return True
    tagged = codes[start] == 64
    if start == hit.end and name[0].isdigit() and platform != "qq":
        return False  # FB823498029TH: a code that begins like an app
    if not _is_name(page, hit, name, start, tagged=tagged, said=said, introduced=introduced):
        return False
    return _note(page, start, end, platform, name)


def _is_small_and_ordinary(page: Page, hit: words.Hit) -> bool:
    """Whether an app's name stands there as an ordinary word would: "line", "signal"."""
    if not 97 <= page.codes[hit.start] <= 122:
        return False
    return hit.word.plain.decode("latin-1") in words.platform_words()["ordinary"]


def _is_free(page: Page, hit: words.Hit, name: str, start: int, end: int, *, introduced: bool) -> bool:
    """Whether nothing was found in a name's place, or only a host where the app's names look like hosts."""
    if page.is_free(start, end):
        return True
    if (
        "." not in name
        or not (introduced or hit.end == start - 1)
        or not _is_like_host(hit.word.platform, name, said=introduced)
    ):
        return False
    page.take_back(start, end, "domain")
    return page.is_free(start, end)


def _is_like_host(platform: str, name: str, *, said: bool) -> bool:
    """Whether a dotted name behind an app's is the app's name and no site: two labels, the last one a country's."""
    labels = name.split(".")
    if platform not in _DOTTED or labels[0].lower() == "www" or "/" in name:
        return False
    return (
        "_" in name
        or (len(labels) == 2 and len(labels[1]) == 2 and labels[1].lower() not in _SITES)
        or (said and len(labels) > 2)
    )


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
            if word[-1] < 0x80 or page.original(at, end).lower() == written:
                return len(word)
    if introduced and (match := _IS.match(plain, at)) is not None:
        return match.end() - at
    return 0


@functools.lru_cache(maxsize=1024)
def _says_id(word: bytes) -> bool:
    """Whether an app's word ends in one that says that a name follows: "lineid", 微信号."""
    return any(
        word.endswith(intro) and len(intro) < len(word)
        for intros in _introducers().values()
        for intro, _ in intros
        if len(intro) > 1 or word[-1] >= 0x80
    )


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
        return hit.word.platform in _BY_NUMBER and name.isdigit()
    if (
        "." in name
        and domain.in_text(name) is not None
        and not _is_like_host(hit.word.platform, name, said=said or introduced)
    ):
        return False
    if tagged:
        return True
    odd = _is_odd(name)
    if hit.word.platform in ("zalo", "viber") and not odd:
        return False
    if _CAPITALISED.match(page.codes, start) and not odd:
        return False  # a person's name
    latin = hit.word.plain[-1] < 0x80
    ordinary = latin and hit.word.plain.decode("latin-1") in lists["ordinary"]
    if odd:
        return said or introduced or not ordinary or page.codes[hit.start : hit.start + 1].isupper()
    if introduced and not said and name != lower:
        return False  # the name that a page shows
    if said or introduced:
        return len(name) > 3 and (said or not ordinary or introduced)
    return not latin and len(name) > 4
