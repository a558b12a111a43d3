"""Names on messengers and social networks: ``platform:name`` in lower case, platform empty when nobody said.

Shapes: Telegram 5 to 32 of ``[a-z0-9_]``, WeChat 6 to 20 beginning with a letter; LINE, Zalo and Viber are read loosely because no
primary source was found for their rules.
"""

import functools
import re

from weft.kinds import cell
from weft.model import Found

WORDS = {
    "telegram": ("telegram", "tele", "เทเลแกรม", "텔레그램", "电报", "電報"),
    "line": ("line", "line id", "lineid", "ไลน์", "ไลน", "ไอดีไลน์", "라인"),
    "whatsapp": ("whatsapp", "wa", "วอทส์แอป"),
    "zalo": ("zalo",),
    "wechat": ("wechat", "weixin", "微信", "微信号", "วีแชท", "위챗"),
    "facebook": ("facebook", "fb", "เฟซบุ๊ก", "เฟสบุ๊ค", "페이스북"),
    "viber": ("viber",),
    "kakao": ("kakao", "kakaotalk", "카카오톡", "카톡"),
    "instagram": ("instagram", "ig"),
    "qq": ("qq",),
}
_PLATFORM = {word: platform for platform, words in WORDS.items() for word in words}
_INTRODUCED = (
    r"(?i)(?<![A-Za-z0-9/.])(" + "|".join(sorted(map(re.escape, _PLATFORM), key=len, reverse=True)) + r")"
    r"(?:\s?(?:id|ไอดี|アカウント|아이디|号|號|account|handle|username|user|nick))?\s?[:：=\-]?\s?(?:@|(?<=[:：=@])|(?<=id )|(?<=ID )|(?<=号)|(?<=號))\s?"
    r"([A-Za-z0-9][A-Za-z0-9._\-]{2,31})"
)
CANDIDATE = re.compile(_INTRODUCED)
LINK = re.compile(
    r"(?i)(?<![A-Za-z0-9.@-])(?:https?://)?(?:www\.|m\.)?(t\.me|telegram\.me|line\.me/(?:ti/p|R/ti/p)|wa\.me|zalo\.me|facebook\.com|fb\.com|m\.me|instagram\.com)"
    r"/(?:~|@)?([A-Za-z0-9+][A-Za-z0-9._\-]{2,49})"
)
_HOSTS = {
    "t.me": "telegram",
    "telegram.me": "telegram",
    "line.me": "line",
    "wa.me": "whatsapp",
    "zalo.me": "zalo",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "m.me": "facebook",
    "instagram.com": "instagram",
}
_PAGES = frozenset(
    {"joinchat", "share", "sharer", "watch", "groups", "pages", "profile.php", "login", "http", "https", "com", "the"}
)


def platform_of(word: str) -> str:
    """The platform a word or column header means, or an empty string."""
    low = word.strip().lower()
    return _PLATFORM.get(low, _PLATFORM.get(low.removesuffix(" id").strip(), ""))


def of_link(match: re.Match[str]) -> str | None:
    """``platform:name`` of a profile link, or None for a link to something else."""
    platform = _HOSTS[match.group(1).lower().partition("/")[0]]
    name = match.group(2).rstrip(".").lower()
    return None if name in _PAGES else f"{platform}:{name}"


@functools.lru_cache(maxsize=65_536)
def read(folded: str, country: str | None = None, platform: str = "") -> str | None:  # noqa: ARG001 -- the contract
    """The canonical handle of one candidate such as ``@name`` or ``telegram:name``, or None."""
    text = folded.strip()
    if link := LINK.fullmatch(text):
        return of_link(link)
    head, colon, rest = text.partition(":")
    if colon and platform_of(head):
        platform, text = platform_of(head), rest.strip()
    name = text.removeprefix("@").lower()
    if not re.fullmatch(r"[^\W_][\w.\-]{2,49}", name) or name in _PAGES:
        return None
    return f"{platform}:{name}"


class Handle:
    """A name on a platform."""

    name = "handle"
    specificity = 0.9
    half_life_days: float | None = 120.0

    def clean(self, text: str, country: str | None, platform: str = "") -> list[Found]:  # noqa: ARG002 -- the contract
        """Handles in a cell; ``platform`` says where when the cell does not."""

        def one(piece: str) -> cell.Answer | None:
            value = read(piece, None, platform)
            return None if value is None else (value, ())

        return cell.clean(self.name, text, one, None)

    def show(self, value: str) -> str:
        """``@name (platform)``."""
        platform, _, name = value.partition(":")
        return f"@{name} ({platform})" if platform else f"@{name}"

    def mask(self, value: str) -> str:
        """Platform and first letter."""
        platform, _, name = value.partition(":")
        return f"{platform}:{cell.mask(name, 1, 0)}"


KIND = Handle()
