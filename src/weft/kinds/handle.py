"""Names by which people are met on chat apps and social networks, canonical as ``platform:name`` in lower case.

The platform is empty when nobody said which (a bare ``@name``). A leading ``@`` is dropped: LINE puts it before names of companies,
but people write it before any. Profile links (``t.me/name``) are handles, not links; invitations (``t.me/+…``, ``chat.whatsapp.com/…``)
keep their case and stay links. A number in such a link (``wa.me/66812345678``) gives the handle and, besides, the phone; a
number behind an app's name in running text ("Zalo 0912…") is a phone and nothing else, since every app keys people by it.
"""

import functools
import re

from weft.kinds import cell, phone, words
from weft.model import Found

# host -> platform, and what of the path is the name. Source: the platforms' own profile links as users paste them.
_LINKS = {
    "t.me": "telegram", "telegram.me": "telegram", "telegram.dog": "telegram",
    "wa.me": "whatsapp", "api.whatsapp.com": "whatsapp", "web.whatsapp.com": "whatsapp",
    "zalo.me": "zalo", "chat.zalo.me": "zalo",
    "line.me": "line", "page.line.me": "line", "liff.line.me": "line",
    "facebook.com": "facebook", "m.facebook.com": "facebook", "fb.com": "facebook", "web.facebook.com": "facebook",
    "m.me": "facebook", "fb.me": "facebook", "mbasic.facebook.com": "facebook",
    "instagram.com": "instagram", "instagr.am": "instagram", "tiktok.com": "tiktok", "twitter.com": "twitter", "x.com": "twitter",
    "mobile.twitter.com": "twitter", "vk.com": "vk", "snapchat.com": "snapchat", "viber.com": "viber", "youtube.com": "youtube",
    "linkedin.com": "linkedin", "weibo.com": "weibo", "pf.kakao.com": "kakaotalk",
    "threads.net": "threads", "threads.com": "threads", "m.youtube.com": "youtube", "cash.app": "cashapp", "venmo.com": "venmo",
    "m.tiktok.com": "tiktok", "m.vk.com": "vk",
}  # fmt: skip
_NOT_NAMES = frozenset(
    [
        "joinchat",
        "addstickers",
        "share",
        "s",
        "c",
        "iv",
        "proxy",
        "socks",
        "sharer",
        "sharer.php",
        "groups",
        "watch",
        "events",
        "marketplace",
        "photo",
        "photo.php",
        "story.php",
        "permalink.php",
        "pages",
        "hashtag",
        "login",
        "reel",
        "reels",
        "p",
        "stories",
        "explore",
        "intent",
        "home",
        "search",
        "i",
        "video",
        "v",
        "tag",
        "discover",
        "gaming",
        "ads",
        "help",
        "policies",
        "legal",
        "privacy",
        "terms",
        "settings",
        "messages",
        "dialog",
        "plugins",
        "l.php",
        "send",
        "message",
        "chat",
        "ti",
        "r",
        "bot",
        "g",
        "in",
        "company",
        "status",
        "web",
        "playlist",
        "results",
        "shorts",
        "embed",
        "feed",
        "download",
        "app",
        "about",
        "live",
        "channel",
        "user",
    ]
)
# Beside an app ("line id: richgold9", a column of LINE names) these are no name on it.
_NOBODY = frozenset(["yes", "none", "null", "unknown", "username", "userid", "account"])
# Shortest and longest names: Telegram 5 to 32 (4 for bought ones), WeChat 6 to 20, LINE at most 20, QQ 5 to 11 digits.
_NAME = {
    "telegram": re.compile(r"[a-z][a-z0-9_]{3,31}", re.ASCII),
    "wechat": re.compile(r"[a-z][a-z0-9_-]{5,19}|1\d{10}", re.ASCII),
    "line": re.compile(r"[a-z0-9][a-z0-9._-]{2,19}", re.ASCII),
    "qq": re.compile(r"[1-9]\d{4,10}", re.ASCII),
    "facebook": re.compile(r"[a-z0-9][a-z0-9.]{3,59}", re.ASCII),
    "skype": re.compile(r"(?:live:)?[a-z0-9_.][a-z0-9._,-]{2,39}", re.ASCII),
    "discord": re.compile(r"[a-z0-9_.][a-z0-9._-]{1,31}(?:#\d{4})?", re.ASCII),
    "instagram": re.compile(r"[a-z0-9_][a-z0-9._]{1,29}", re.ASCII),
}
# As ``show`` writes it.
_SHOWN = re.compile(r"@?(?P<name>[^\s()]{2,60}) \((?P<platform>[a-z0-9]{2,12})\)", re.ASCII)
_ANY_NAME = re.compile(r"[a-z0-9_][a-z0-9._-]{2,39}", re.ASCII)
_HANDLE = re.compile(
    r"(?:(?P<platform>[A-Za-z]{2,12})(?:\s?[:/]\s?|\s(?=@|\d{6})))?@?(?P<name>[A-Za-z0-9_][A-Za-z0-9._-]{1,59})",
    re.ASCII,
)
# Ids of payment systems, ``name@bank``: Cambodia's Bakong (see weft.kinds.payment_qr) and India's UPI, whose banks have no dot, unlike an
# e-mail's host. Canonical already, or with the system known from elsewhere.
_PAYMENT_ID = re.compile(r"(?:(?P<system>bakong|upi)\s?:\s?)?(?P<id>[a-z0-9_.\-]{2,60}@[a-z0-9]{2,30})", re.ASCII)
_PAID_BY = frozenset({"bakong", "upi"})
_QUERY_NUMBER = re.compile(r"(?:phone|number)=(?:%2B|\+)?(\d{8,15})", re.ASCII | re.IGNORECASE)
_QUERY_ID = re.compile(r"(?:^|&)id=(\d{5,20})", re.ASCII)
_HOST_AND_PATH = re.compile(
    r"(?i)(?:h(?:tt|xx)ps?://)?(?:www\.)?(?P<host>[a-z0-9.-]{4,40})/(?P<path>[^\s?#]{0,200})(?:\?(?P<query>[^\s#]{0,400}))?",
    re.ASCII,
)


def _valid(platform: str, name: str) -> str | None:
    name = name.lower().strip(".-")
    pattern = _NAME.get(platform, _ANY_NAME)
    return f"{platform}:{name}" if pattern.fullmatch(name) else None


def on(platform: str, name: str) -> str | None:
    """``platform:name`` where the platform has such names."""
    return _valid(platform, name)


def read(folded: str, country: str | None = None, platform: str = "") -> str | None:  # noqa: ARG001 -- the contract
    """``platform:name`` of one folded candidate: a link to a profile, ``platform: name``, or a name whose app is known."""
    text = folded.strip()
    linked = from_link(text)
    if linked is not None:
        return linked
    shown = _SHOWN.fullmatch(text)
    if shown is not None and (named := platform_named(shown["platform"]) or shown["platform"]) in known_platforms():
        if named in _PAID_BY:
            return f"{named}:{shown['name'].lower()}" if _PAYMENT_ID.fullmatch(shown["name"].lower()) else None
        return _valid(named, shown["name"])
    if platform in ("skype", "discord") and _NAME[platform].fullmatch(text.lower()) and text[:1] not in ".":
        return f"{platform}:{text.lower()}"
    match = _HANDLE.fullmatch(text.removeprefix(":"))
    if match is None:
        paid = _PAYMENT_ID.fullmatch(text.lower())
        system = (paid["system"] or platform) if paid else ""
        return f"{system}:{paid['id']}" if paid and system in _PAID_BY else None
    said = match["platform"]
    if said is not None:
        named = platform_named(said)
        if not named:
            return None
        platform = named
    if match["name"].lower() in _NOBODY if platform else match["name"].isalpha() and platform_named(match["name"]):
        return None
    if match["name"].lower() == platform:
        return None
    return _valid(platform, match["name"])


@functools.cache
def known_platforms() -> frozenset[str]:
    """Every platform that words or links know."""
    return frozenset(_LINKS.values()) | words.platforms()


@functools.lru_cache(maxsize=4096)
def platform_named(text: str) -> str:
    """The platform that people mean by ``text`` ("ไลน์", "FB"), or "" when it is none we know or several ("LINE / Telegram")."""
    named = platforms_named(text)
    return next(iter(named)) if len(named) == 1 else ""


def platforms_named(text: str) -> frozenset[str]:
    """Every platform that ``text`` names."""
    return frozenset(hit.word.platform for hit in words.in_text(text[: cell.LONGEST_CELL]) if hit.word.platform)


@functools.lru_cache(maxsize=16384)
def from_link(link: str) -> str | None:
    """The handle that a profile link names, or None for other links (invitations, posts without a name, other sites)."""
    match = _HOST_AND_PATH.fullmatch(link)
    if match is None:
        return None
    platform = _LINKS.get(match["host"].lower())
    if platform is None:
        return None
    query = match["query"] or ""
    parts = [part for part in match["path"].split("/") if part]
    if platform in ("whatsapp", "zalo", "viber"):
        return _numbered(platform, parts, query)
    if platform == "line":
        name = next((part for part in parts if part[0] in "~@"), "") or (
            parts[0] if match["host"].lower().startswith("page.") and parts else ""
        )
        return _valid("line", name.removeprefix("%40").lstrip("~@")) if name else None
    if platform == "facebook":
        if parts[:1] == ["profile.php"] and (found := _QUERY_ID.search(query)):
            return f"facebook:{found[1]}"
        if parts[:1] == ["people"] and len(parts) > 2:
            return f"facebook:{parts[2]}" if parts[2].isdigit() else None
    if platform == "linkedin":
        parts = parts[1:] if parts[:1] == ["in"] else []
    if platform in ("tiktok", "youtube") and not (parts and parts[0].startswith("@")):
        return None
    if platform == "telegram" and parts[:1] == ["s"]:
        parts = parts[1:]
    if not parts or parts[0].lower() in _NOT_NAMES or parts[0].startswith("+"):
        return None
    return _valid(platform, parts[0].removeprefix("@"))


def _numbered(platform: str, parts: list[str], query: str) -> str | None:
    found = _QUERY_NUMBER.search(query)
    if found is not None:
        return f"{platform}:{found[1]}"
    if not parts or parts[0].lower() in _NOT_NAMES:
        return None
    name = parts[0].lstrip("+")
    if name.isdigit():
        return f"{platform}:{name}" if 8 <= len(name) <= 15 else None
    return _valid(platform, name) if platform == "zalo" else None


def phone_in(value: str, country: str | None) -> str | None:
    """The phone behind a handle that is a number (WhatsApp, Zalo, Viber), in E.164, or None."""
    platform, _, name = value.partition(":")
    if platform not in ("whatsapp", "zalo", "viber", "imo") or not name.isdigit():
        return None
    # Links to WhatsApp hold the calling code, Zalo's are as dialled in Vietnam.
    return phone.read("+" + name, None) or phone.read(name, "VN" if platform == "zalo" else country)


class Handle:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "handle"
    # One holder at a time, but names are given up and taken over, and mistyped more than numbers are.
    specificity = 0.85
    # Telegram and LINE names are changed when reported; the account behind lives on. No study gives a figure: 90 days. Unverified.
    half_life_days: float | None = 90.0

    def clean(self, text: str, country: str | None, platform: str = "") -> list[Found]:
        """Every handle in a cell meant for them; ``platform`` is what another column says. A number also gives its phone."""
        known = platform_named(platform) if platform else ""
        found: list[Found] = []
        for link in _LINK_IN_CELL.finditer(text[: cell.LONGEST_CELL]) if "/" in text and " " in text.strip() else ():
            linked = from_link(link[0])
            if linked is not None:
                found.append(Found(self.name, linked, link[0], link.start(), link.end(), ()))
                # A blank for every letter: the places of the others stay.
                text = text[: link.start()] + " " * len(link[0]) + text[link.end() :]
        for one in cell.clean(self.name, text, lambda piece: self._read(piece, country, known), _IN_CELL):
            if one.as_written.isalpha() and _is_a_word(text, one):
                continue
            kind, _, value = one.value.partition("=")
            if value.startswith(":") and not known:
                value = _beside_app(text, one, value)
            found.append(Found(kind, value, one.as_written, one.start, one.end, one.notes))
            number = phone_in(value, country) if kind == self.name else None
            if number is not None:
                found.append(Found("phone", number, one.as_written, one.start, one.end, ("in handle",)))
        return found

    @staticmethod
    def _read(piece: str, country: str | None, platform: str) -> cell.Answer | None:
        value = read(piece, country, platform)
        if platform in ("", "whatsapp", "zalo", "viber", "imo") and (
            value is None or value.rpartition(":")[2].isdigit()
        ):
            number = phone.read(piece, country)
            if number is not None:
                return f"phone={number}", (f"platform:{platform}",) if platform else ()
        if value is None or (value.startswith(":") and value[1:].isdigit()):
            # A figure alone is somebody on an app, and a row in a database; only the app's name tells.
            return None
        return f"handle={value}", ()

    def show(self, value: str) -> str:
        """``@name (telegram)``."""
        platform, _, name = value.partition(":")
        return f"@{name} ({platform})" if platform else f"@{name}"

    def mask(self, value: str) -> str:
        """The platform and two letters."""
        platform, _, name = value.partition(":")
        return f"{platform}:{cell.mask(name, 2, 0)}"


def _beside_app(text: str, one: Found, value: str) -> str:
    """``value`` with the app named before it in the cell ("line id: gold9" in a column of LINE or Telegram names)."""
    before = _CELL_PARTS.split(text[max(0, one.start - 40) : one.start])[-1]
    app = platform_named(before) if before.strip() else ""
    return _valid(app, value[1:]) or value if app else value


def _is_a_word(text: str, one: Found) -> bool:
    """Whether plain letters are one word of several: "Invest With Ana" is the name a page shows, and no handle."""
    before = _WORD_BEFORE.search(text[max(0, one.start - 40) : one.start])
    if before is not None:
        word = before[1].casefold()
        return word not in {"id", "user", "username"} and not platform_named(word)
    return _WORD_AFTER.match(text[one.end : one.end + 40]) is not None


_CELL_PARTS = re.compile(r"[;,|\n/]")
_LINK_IN_CELL = re.compile(r"(?:https?://)?[a-z0-9.-]{4,40}/[^\s,;|<>\"'()]{2,200}", re.ASCII | re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_WORD_AFTER = re.compile(r"\s+[^\W\d_]+(?:\s|$)")
_IN_CELL = re.compile(r"[^\s,;|<>\"'()]{2,300}")
KIND = Handle()
