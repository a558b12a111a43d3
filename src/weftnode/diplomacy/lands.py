"""Countries in the reader's language, from the names the engine holds."""

import functools
import unicodedata

from django.utils.translation import get_language

from weft import countries

_SCRIPTS = {"th": "THAI", "km": "KHMER", "lo": "LAO", "my": "MYANMAR", "zh": "CJK", "ko": "HANGUL"}


@functools.lru_cache(maxsize=4096)
def name_of(code: str, language: str) -> str:
    """The name of a country in a language, in English where none is held, or the code where nothing is.

    The names stand English first, then Vietnamese where it differs, then the other scripts, Simplified Chinese before Traditional.
    """
    names = countries.territories().get(code, ())
    if not names:
        return code
    language = language.partition("-")[0]
    if language == "vi":
        return names[1] if len(names) > 1 and unicodedata.name(names[1][0], "").startswith("LATIN") else names[0]
    script = _SCRIPTS.get(language, "LATIN")
    return next((name for name in names if unicodedata.name(name[0], "").startswith(script)), names[0])


def names_of(codes: str) -> str:
    """`KH TH` -> the names in the reader's language."""
    return ", ".join(name_of(code, get_language() or "en") for code in codes.split())
