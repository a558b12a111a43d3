"""A file or a pasted text to an article: its letters, its fingerprint, what the engine reads in it."""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from weft import press
from weft.errors import InputProblem
from weft.formats import encodings

BYTES = 2_500_000
"""What is taken at all: two megabytes and some room for marks. The engine reads the first 200,000 characters and says so."""
MOST = 1500
"""More suggestions than anybody looks through; a newspaper's page has a tenth. What is left out is said."""
_CONTAINERS = {b"%PDF": "PDF", b"PK\x03\x04": "DOCX or ZIP", b"\xd0\xcf\x11\xe0": "DOC", b"{\\rtf": "RTF"}


@dataclass(frozen=True, slots=True)
class Given:
    """Text as characters, with what had to be done for that."""

    text: str
    encoding: str = ""
    lost: int = 0
    """Places whose bytes are no letters in that encoding; they show as a replacement sign."""


def decoded(data: bytes) -> Given:
    """The text of a file. InputProblem where it is too big, empty or no text."""
    if len(data) > BYTES:
        raise InputProblem(
            f"the file has {len(data):,} bytes, more than {BYTES:,}",
            hint="An article is shorter: paste the part that matters.",
        )
    for mark, name in _CONTAINERS.items():
        if data.startswith(mark):
            raise InputProblem(f"this is a {name} file", hint="Save it as plain text, or copy its text and paste it.")
    found = encodings.detect(data)
    if not found.clean and not found.sure and data.count(0) * 20 > len(data):
        raise InputProblem(_("the file holds no text"), hint=_("Save the article as plain text, or paste it."))
    text = press.text_of(data)
    return Given(text, found.name, text.count("\ufffd"))


def digest(text: str) -> str:
    r"""SHA-256 of what is said, whatever the blanks, marks and case: letters and digits in NFKC only.

    >>> digest("A  news, item.") == digest("a news item\n")
    True
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return hashlib.sha256(
        "".join(sign for sign in folded if sign.isalnum() or unicodedata.category(sign)[0] == "M").encode()
    ).hexdigest()


def read(text: str, *, published_on: dt.date | None, language: str = "") -> tuple[press.Article, list[dict[str, Any]]]:
    """The article and its findings as rows."""
    found = press.read(text, published=published_on, language=language or None)
    rows = [
        {
            "kind": fact.kind, "value": fact.value[:300], "as_written": fact.as_written, "sentence": fact.sentence, "start": fact.start, "end": fact.end,
            "details": dict(fact.details),
        }
        for fact in found.facts
    ]  # fmt: skip
    return found, rows[:MOST]
