"""Whether two sides write identifiers in the same canonical way.

``golden.csv`` holds identifiers as people write them, with the form they must come out in. The digest is taken over what the cleaning
at hand makes of them, not over what the file says: a build whose cleaning has drifted has another digest, and two nodes with different
digests refuse to match instead of missing each other in silence.
"""

import csv
import functools
from importlib import resources
from typing import Final, NamedTuple

from weft import kinds, sodium

VERSION: Final = 1
"""Raised when a canonical form changes on purpose."""


class Golden(NamedTuple):
    """One identifier as written, and its canonical form."""

    kind: str
    country: str
    as_written: str
    canonical: str


@functools.cache
def golden() -> tuple[Golden, ...]:
    """The pairs, as the file has them."""
    text = resources.files(__package__).joinpath("golden.csv").read_text("utf-8")
    return tuple(Golden(*row) for row in list(csv.reader(text.splitlines()))[1:])


def clean(kind: str, written: str, country: str | None) -> tuple[str, ...]:
    """Every canonical value of ``kind`` in a cell meant for it, in order, each once."""
    found = kinds.clean_column(kind, [written], [country or None])
    return tuple(dict.fromkeys(value for value, each in zip(found.value, found.kind, strict=True) if each == kind))


@functools.cache
def digest() -> bytes:
    """SHA-256 over every golden identifier as written and as this build cleans it."""
    lines = [
        "\x1f".join((one.kind, one.country, one.as_written, *clean(one.kind, one.as_written, one.country))) + "\n"
        for one in golden()
    ]
    return sodium.sha256("".join(lines).encode())
