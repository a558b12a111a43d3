"""Fonts that travel inside the page, for scripts that many office machines cannot draw. Licence: OFL.txt beside them."""

import base64
import re
from functools import cache
from importlib import resources

# Language, font file, family as the style sheet calls it, and the characters it is for.
_FACES = (
    ("th", "noto-sans-thai.woff2", "Weft Thai", "U+0E00-0E7F"),
    ("lo", "noto-sans-lao.woff2", "Weft Lao", "U+0E80-0EFF"),
    ("km", "noto-sans-khmer.woff2", "Weft Khmer", "U+1780-17FF,U+19E0-19FF"),
    ("my", "noto-sans-myanmar.woff2", "Weft Burmese", "U+1000-109F,U+A9E0-A9FF,U+AA60-AA7F"),
)
_LETTERS = {
    "th": re.compile("[\u0e01-\u0e7f]"),
    "lo": re.compile("[\u0e80-\u0eff]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "my": re.compile("[\u1000-\u109f]"),
}


def faces(body: str) -> str:
    """The @font-face rules of those scripts that occur in ``body``: 12 to 63 KB each."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-display:block;unicode-range:{letters};'
        f'src:url(data:font/woff2;base64,{_encoded(file)}) format("woff2")}}\n'
        for language, file, family, letters in _FACES
        if _LETTERS[language].search(body)
    )


@cache
def _encoded(file: str) -> str:
    return base64.b64encode(resources.files("weft.findings.fonts").joinpath(file).read_bytes()).decode()
