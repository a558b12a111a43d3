"""Finding links, e-mail addresses, host names and ``@names`` in folded text.

Arrays find the few words that hold a dot before a letter, an ``@`` or ``://``; only those are taken apart. No pattern here is
tried at more than one place of a word, so the work grows with the text.
"""

import re

import numpy as np

from weft.kinds import domain, email, handle, letters, lookalike, url
from weft.kinds.page import Page, flags

_ALNUM = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LETTERS = _ALNUM[10:]
_BEFORE_DOT = flags(_ALNUM + b"-_" + bytes([letters.ALPHABETIC, letters.LETTER]))
_AFTER_DOT = flags(_LETTERS + bytes([letters.ALPHABETIC]))
_AFTER_AT = flags(_ALNUM + b"_")

_SCHEME = re.compile(r"(?i)(?:h(?:tt|xx|\*\*|__)ps?|ftps?|fxps?)$")
# What opens an app by itself: tg://resolve?domain=name, viber://chat?number=%2B66…, whatsapp://send?phone=66…
_APP_LINK = re.compile(r"(?i)(tg|telegram|viber|whatsapp|line|zalo)://(\S*)")
_APP_LINKS = {
    "tg": ("https://t.me/", re.compile(r"(?i)domain=([a-z0-9_]+)")),
    "telegram": ("https://t.me/", re.compile(r"(?i)domain=([a-z0-9_]+)")),
    "viber": ("https://viber.com/?number=", re.compile(r"(?i)number=(?:%2B|\+)?(\d+)")),
    "whatsapp": ("https://wa.me/", re.compile(r"(?i)phone=(?:%2B|\+)?(\d+)")),
    "line": ("https://line.me/ti/p/", re.compile(r"(?i)ti/p/([~@][a-z0-9._-]+)")),
    "zalo": ("https://zalo.me/", re.compile(r"(?i)(?:phone=|zalo.me/)(\d+)")),
}
_NEXT_LINK = re.compile(r"(?i)(?<![=/?&%])h(?:tt|xx)ps?://")
_TAIL = ".!?:*~@_=&-/"
# A longer run of such letters is a sentence that ends in ".com".
_LONGEST_IN_LETTERS = 6
_PLAIN_ENDS = frozenset(["com", "net", "org", "cn", "com.cn", "cc", "top", "vip", "xyz", "kr", "jp", "tw", "hk"])
_WORD_BEFORE = frozenset(_ALNUM) | {45, 46, 95, letters.ALPHABETIC, letters.LETTER}
_HOST = re.compile(r"[\w.-]++(?::\d{1,5}(?![\d.]))?+")
_LOCAL_TAIL = re.compile(r"[\w.+%&'*/=!#$^`{|}~-]{1,64}$")
_SENTENCE = re.compile(r"\.[A-Z][a-z]*$")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_MENTION = re.compile(r"@([A-Za-z0-9_][A-Za-z0-9_.]{3,31})", re.ASCII)


def find(page: Page) -> list[tuple[int, int, str]]:
    """Note all of them on ``page``; answer with the ``@names`` (start, end, name) whose app is still to be told."""
    array = page.array
    at = np.flatnonzero((array == 46) | (array == 64) | (array == 47))  # . @ /
    here, before, after = array[at], array[at - 1], array[np.minimum(at + 1, len(array) - 1)]
    named = (here == 46) & _AFTER_DOT[after] & _BEFORE_DOT[before]
    named |= (here == 64) & _AFTER_AT[after]
    named |= (here == 47) & (after == 47) & (before == 58)
    at = at[named]
    mentions: list[tuple[int, int, str]] = []
    if len(at) == 0:
        return mentions
    runs = np.searchsorted(page.run_starts, at, "right") - 1
    starts, ends = page.run_starts[runs], page.run_ends[runs]
    fresh = np.ones(len(starts), bool)
    fresh[1:] = starts[1:] != starts[:-1]
    for start, end in zip(starts[fresh].tolist(), ends[fresh].tolist(), strict=True):
        _word(page, start, end, mentions)
    return mentions


def _word(page: Page, start: int, end: int, mentions: list[tuple[int, int, str]]) -> None:
    """One blank-free word."""
    # A word longer than any link is cut: what is behind is not looked at.
    end = min(end, start + url.LONGEST + 64)
    raw = page.codes[start:end]
    text = raw.decode("ascii") if raw.isascii() else _as_letters(page, start, end)
    slashes = text.find("://")
    if slashes >= 0:
        app = _APP_LINK.search(text, max(0, slashes - 12))
        if app is not None and _emit_app_link(page, start, app):
            return
        head = _SCHEME.search(text, max(0, slashes - 6), slashes)
        if head is not None:
            _link(page, start, text, head.start(), slashes + 3, mentions)
            return
    if raw[0] == 46 and page.codes[start - 1] == letters.LETTER:
        _host_in_letters(page, start, text)
        return
    at = text.find("@")
    if at < 0 or (at > 0 and text[at - 1] == "/" and "." in text[:at]):
        _host(page, start, text)
    elif at == 0 or not _address(page, start, text, at):
        match = _MENTION.search(text)
        if match is not None and (match.start() == 0 or not text[match.start() - 1].isalnum()):
            mentions.append((start + match.start(), start + match.end(), match[1]))
        elif at > 0 and "/" in text[:at]:
            _host(page, start, text)


def _host_in_letters(page: Page, start: int, text: str) -> None:
    """A host whose name is written without blanks in letters beyond ASCII, where a blank or mark says where it begins."""
    first = start
    while start - first <= _LONGEST_IN_LETTERS and page.codes[first - 1] == letters.LETTER:
        first -= 1
    last = text[1:].rstrip(_TAIL)
    if start - first > _LONGEST_IN_LETTERS or last.lower() not in _PLAIN_ENDS or page.codes[first - 1] in _WORD_BEFORE:
        return
    name = page.original(first, start) + "." + last
    value = domain.in_text(name)
    if value is not None:
        page.add(first, start + 1 + len(last), "domain", value, "; ".join(lookalike.notes(value)))


def _as_letters(page: Page, start: int, end: int) -> str:
    """A word with letters beyond ASCII: ASCII as folded, the others as given."""
    place = page.batch.place
    joined = page.joined
    codes = page.codes
    return "".join(chr(codes[n]) if codes[n] < 128 else joined[place(n)] for n in range(start, end))


def _link(page: Page, start: int, text: str, first: int, rest: int, mentions: list[tuple[int, int, str]]) -> None:
    """A link with its scheme: ``text[first:]``."""
    # Two links glued together: the second begins at its own scheme, unless it is an argument of the first.
    glued = _NEXT_LINK.search(text, rest)
    cut = len(text) if glued is None else glued.start()
    stop = first + len(text[first:cut].rstrip(_TAIL if text[cut - 1 : cut] != "/" else ".!?:*~"))
    _emit_link(page, start + first, text[first:stop], bare=False)
    if glued is not None:
        _word(page, start + cut, start + len(text), mentions)


def _emit_app_link(page: Page, start: int, match: re.Match[str]) -> bool:
    """Note the profile that an app's own link opens, as its link on the web would be."""
    base, pattern = _APP_LINKS[match[1].lower()]
    name = pattern.search(match[2])
    return name is not None and _emit_link(page, start + match.start(), match[0], bare=False, instead=base + name[1])


def _emit_link(page: Page, start: int, link: str, *, bare: bool, instead: str = "") -> bool:
    """Note a link as handle, as link and host, or as host only. False when it is none of them. ``instead``: how to read it."""
    plain = instead or ("http://" + link if bare else link)
    value = url.read(plain)
    if value is None:
        return False
    end = start + len(link)
    named = handle.from_link(value)
    if named is not None:
        text = page.text_of(start)
        number = handle.phone_in(named, page.countries[text])
        page.add(start, end, "handle", named)
        if number is not None:
            digits = named.partition(":")[2]
            at = link.rfind(digits)
            page.add(start + max(at, 0), start + at + len(digits) if at >= 0 else end, "phone", number)
        return True
    host = domain.of_host(url.host_of(value))
    if not url.is_bare(value):
        page.add(start, end, "url", value)
    if host is not None:
        match = _HOST.search(link, link.find("//") + 2 if "//" in link else 0)
        # A user name before the host: skip it.
        if match is not None and link[match.end() : match.end() + 1] == "@":
            match = _HOST.search(link, match.end() + 1)
        first, last = match.span() if match is not None else (0, len(link))
        last -= len(match[0]) - len(match[0].partition(":")[0]) if match is not None else 0
        page.add(start + first, start + last, "domain", host, "; ".join(lookalike.notes(host)))
    return True


def _host(page: Page, start: int, text: str) -> None:
    """A word without scheme or ``@``: hosts in it, with a path or without."""
    for match in _HOST.finditer(text):
        name, _, port = match[0].partition(":")
        if "." not in name:
            continue
        first = match.start() + len(name) - len(name.lstrip(".-_"))
        name = name.strip(".-_")
        stop = first + len(name)
        behind = text[first + len(name) : first + len(name) + 1]
        if behind in ("/", "?", "#") or port:
            if domain.of_host(name) is not None and _is_site(name, text[stop:]):
                tail = text[first:].rstrip(_TAIL if not text.endswith("/") else ".!?")
                if _emit_link(page, start + first, tail, bare=True):
                    return
            continue
        if match.start() and text[match.start() - 1] in "/=\\%#&$":
            continue  # a file in a path
        value = domain.in_text(name)
        if value is None and _SENTENCE.search(name):
            # scam.com.Please: the next sentence without its blank.
            name = name[: name.rindex(".")]
            value = domain.in_text(name) if "." in name else None
        if value is not None:
            page.add(start + first, start + first + len(name), "domain", value, "; ".join(lookalike.notes(value)))


def _is_site(name: str, behind: str) -> bool:
    """Whether ``name`` with a path behind it is a site's: and/or pairs and units are not."""
    if domain.in_text(name) is not None:
        return True
    # forms.py:298, errors.md#section: a line of a file, a heading in it.
    if behind[:1] in ":#" and domain.is_file(name):
        return False
    # a.b/c: only where the path looks like one.
    return len(behind) > 3 and domain.of_host(name) is not None and name.islower()


def _address(page: Page, start: int, text: str, at: int) -> bool:
    """An e-mail address around the ``@`` at ``at``."""
    local = _LOCAL_TAIL.search(text, 0, at)
    host = _HOST.match(text, at + 1)
    if local is None or host is None:
        return False
    first = local.start()
    mailbox = local[0].lstrip(".-+*/=!#$%&^~'")
    # "mail:a@b.com" and "to=a@b.com" are labels; mailto: too.
    if "=" in mailbox or "/" in mailbox:
        mailbox = re.split(r"[=/]", mailbox)[-1]
    first = local.end() - len(mailbox)
    name = host[0].partition(":")[0].strip(".-_")
    value = email.read(f"{mailbox}@{name}")
    if value is None and _SENTENCE.search(name):
        name = name[: name.rindex(".")]
        value = email.read(f"{mailbox}@{name}")
    if value is None:
        return False
    page.add(
        start + first, start + at + 1 + len(name), "email", value, "; ".join(lookalike.notes(value.rpartition("@")[2]))
    )
    return True
