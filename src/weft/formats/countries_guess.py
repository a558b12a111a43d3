"""The country whose writing fills a file, for files that name none: local numbers can then be read.

Only scripts that one country of the region writes tell; Chinese and Latin letters do not, except for Vietnamese ones.
"""

import re
from collections.abc import Iterable
from typing import Final

_SCRIPTS: Final = {
    "TH": re.compile("[\u0e01-\u0e5b]"),
    "LA": re.compile("[\u0e81-\u0edf]"),
    "KH": re.compile("[\u1780-\u17dd]"),
    "MM": re.compile("[\u1000-\u109f]"),
    "KR": re.compile("[\uac00-\ud7a3]"),
    "JP": re.compile("[\u3041-\u30fa]"),
    "VN": re.compile("[ơưđăƠƯĐĂ\u1ea0-\u1ef9]"),
}
_LETTERS_LOOKED_AT: Final = 20_000


def guess(texts: Iterable[str]) -> str | None:
    """ISO code, or None when no script tells or two do."""
    sample = ""
    for text in texts:
        if not text.isascii():
            sample += text
        if len(sample) > _LETTERS_LOOKED_AT:
            break
    counts = {country: len(pattern.findall(sample)) for country, pattern in _SCRIPTS.items()}
    # Vietnamese marks one letter in six; the other scripts write every letter.
    counts["VN"] *= 5
    country, most = max(counts.items(), key=lambda item: item[1])
    return country if most >= 10 and most * 10 >= 9 * sum(counts.values()) else None
