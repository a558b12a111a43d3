"""HTML and SVG as values: every text is escaped unless it is already `Markup`, so there is no place to forget it.

Text that came out of a report goes through `said`, which also sets its language (by script, so that fonts, line breaks and screen
readers are right), isolates its direction, and makes characters visible that exist to mislead: bidirectional overrides and controls.
"""

import re
import unicodedata
from html import escape

# Bidirectional marks and overrides (Unicode 16, UAX #9). Shown by name: a reversed account number must not look like another one.
_BIDI = {
    0x061C: "ALM", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
}  # fmt: skip
_SHOWN: dict[int, str] = {code: f"⟨{name}⟩" for code, name in _BIDI.items()}
_SHOWN |= {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
_SHOWN |= dict.fromkeys((*range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}")

# Scripts told apart on the page. Which one a text is in decides its language tag; Latin needs none, except Vietnamese.
_SCRIPTS = (
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("lo", re.compile("[\u0e80-\u0eff]")),
    ("km", re.compile("[\u1780-\u17ff\u19e0-\u19ff]")),
    ("my", re.compile("[\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f]")),
    ("ko", re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u9fff\uf900-\ufaff]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f]")),
    ("vi", re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")),
)
_FOREIGN = re.compile("[^\x00-\u0101\u0104-\u010f]")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str | float | bool | None) -> Markup:
    """One element. Attribute names: `class_` for class, underscores for hyphens; None and False leave an attribute out.

    >>> tag("td", "<b>", class_="num", data_n=3)
    '<td class="num" data-n="3">&lt;b&gt;</td>'
    """
    return Markup(f"<{name}{_attributes(attributes)}>{join(*inside)}</{name}>")


def void(name: str, /, **attributes: str | float | bool | None) -> Markup:
    """An element without contents: closed as XML wants it, which HTML and SVG both read."""
    return Markup(f"<{name}{_attributes(attributes)}/>")


def join(*parts: str) -> Markup:
    """Parts in a row, each escaped unless it is markup."""
    return Markup("".join(part if isinstance(part, Markup) else text(part) for part in parts))


def text(value: str) -> Markup:
    """Text made harmless and visible."""
    return Markup(escape(visible(value), quote=True))


def visible(value: str) -> str:
    """Controls and bidirectional marks by name or symbol; everything else as it is."""
    return value.translate(_SHOWN)


def language(value: str) -> str | None:
    """ISO 639-1 code of the script most of the text is in; None for Latin without Vietnamese letters.

    >>> language("ធនាគារ ABA"), language("Nguyễn"), language("bank")
    ('km', 'vi', None)
    """
    if not _FOREIGN.search(value):
        return None
    counts = [(len(pattern.findall(value)), code) for code, pattern in _SCRIPTS]
    found = {code: count for count, code in counts if count}
    if "ja" in found:
        return "ja"  # Japanese writes most of its text in Han; kana give it away
    return max(found, key=lambda code: found[code]) if found else None


def said(value: str, *, most: int = 0, class_: str | None = None) -> Markup:
    """Text out of a report or a file, as one isolated piece with its language; cut in the middle to `most` characters."""
    short = middle(value, most) if most else value
    title = value if short != value else None
    return tag("bdi", short, lang=language(value), class_=class_, title=title)


def middle(value: str, most: int) -> str:
    """The two ends with an ellipsis between when longer than `most`; never between a letter and its marks.

    >>> middle("0123456789", 7)
    '012…789'
    """
    if len(value) <= most:
        return value
    front = most // 2
    back = len(value) - (most - front - 1)
    while front > 0 and unicodedata.category(value[front])[0] == "M":
        front -= 1
    while back < len(value) and unicodedata.category(value[back])[0] == "M":
        back += 1
    return value[:front] + "…" + value[back:]


def _attributes(attributes: dict[str, str | float | bool | None]) -> str:
    written = []
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        name = name.rstrip("_").replace("_", "-")
        written.append(f" {name}" if value is True else f' {name}="{text(str(value))}"')
    return "".join(written)
