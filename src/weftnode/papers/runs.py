"""A text cut into runs of one language, so that fonts, line breaks and screen readers are right in each."""

import re
from collections.abc import Iterator

from weft.findings.markup import visible

# Scripts by their blocks (Unicode 16). Han is Chinese unless the text around it is Japanese or Korean; see `of`.
_BLOCKS = (
    ("th", "\u0e00-\u0e7f"),
    ("lo", "\u0e80-\u0eff"),
    ("km", "\u1780-\u17ff\u19e0-\u19ff"),
    ("my", "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"),
    ("ko", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("ja", "\u3040-\u30ff"),
    ("zh", "\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd"),
)
_RUN = re.compile(
    "|".join(f"(?P<{code}>[{block}]+)" for code, block in _BLOCKS) + f"|[^{''.join(block for _, block in _BLOCKS)}]+"
)
_HAN = frozenset({"zh", "ja", "ko"})
# Languages whose own letters are Latin, and those told apart by their script.
_BY_SCRIPT = frozenset(code for code, _ in _BLOCKS)
# Marks and joiners stay with the letter before them.
_GLUE = re.compile("^[\u0300-\u036f\u200b-\u200d\u2060\ufe00-\ufe0f]+")


def of(text: str, language: str = "en") -> list[tuple[str, str]]:
    """(run, language code) in order; joined they are the text made visible: bidirectional marks and controls stand as names.

    >>> of("Bank ธนาคาร ABC", "en")
    [('Bank ', 'en'), ('ธนาคาร', 'th'), (' ABC', 'en')]
    """
    code = language.split("-", maxsplit=1)[0] or "en"
    runs: list[tuple[str, str]] = []
    for piece, script in _pieces(visible(text)):
        is_own = not script or script == code or (script == "zh" and code in _HAN)
        # Blanks, digits and Latin words in a Thai paper are set in its language: the font list has letters for them.
        spoken = code if is_own else script
        if runs and (glue := _GLUE.match(piece)):
            runs[-1] = (runs[-1][0] + glue.group(), runs[-1][1])
            piece = piece[glue.end() :]
        if not piece:
            continue
        if runs and runs[-1][1] == spoken:
            runs[-1] = (runs[-1][0] + piece, spoken)
        else:
            runs.append((piece, spoken))
    return runs


def scripts(text: str) -> set[str]:
    """Codes of the scripts, of those that need fonts of their own, that stand in a text."""
    return {script for _, script in _pieces(text) if script}


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    for found in _RUN.finditer(text):
        yield found.group(), found.lastgroup if found.lastgroup in _BY_SCRIPT else ""
