"""Search what leaves a house for what must not: each identifier in every guise that a careless program would send it in.

``raw``, UTF-16 of both byte orders, hexadecimal, base64 (at any alignment, both alphabets), and MD5, SHA-1 and SHA-256 of it, these
as bytes, hexadecimal and base64; each for the identifier as it is, in lower case, without a leading plus, and for its digits alone.
A salted or keyed hash is not found this way, nor anything encrypted: that is what the protocol's own proofs are for.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import ahocorasick_rs

# Shorter ones would be met by chance.
SHORTEST = 6


class Leak(NamedTuple):
    """Where something was found that should not be there."""

    place: str
    value: str
    guise: str
    offset: int


def guises(value: str) -> Iterator[tuple[str, bytes]]:
    """Every form of ``value`` that is looked for, with its name."""
    digits = "".join(sign for sign in value if sign.isdigit())
    for plain in sorted({value, value.lower(), value.lstrip("+"), digits} - {""}):
        if len(plain) < SHORTEST:
            continue
        data = plain.encode()
        yield "raw", data
        yield "UTF-16LE", plain.encode("utf-16-le")
        yield "UTF-16BE", plain.encode("utf-16-be")
        yield from _written("", data)
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, data, usedforsecurity=False).digest()
            yield name, digest
            yield from _written(f"{name} as ", digest)


def _written(what: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield f"{what}hex", data.hex().encode()
    yield f"{what}hex", data.hex().upper().encode()
    for shift in range(3):
        # Whatever stands before and after it, these characters in the middle are the same.
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield (
                f"{what}base64",
                encode(bytes(shift) + data)[-(-shift * 8 // 6) :].rstrip(b"=")[
                    : (len(data) * 8 - (-shift * 8) % 6) // 6
                ],
            )


def sweep(sent: Mapping[str, bytes], values: Iterable[str]) -> list[Leak]:
    """Every place in ``sent`` (data by the name of where it went) where one of ``values`` stands in some guise."""
    wanted: dict[bytes, tuple[str, str]] = {}
    for value in values:
        for guise, data in guises(value):
            wanted.setdefault(data, (value, guise))
    patterns = list(wanted)
    if not patterns:
        return []
    machine = ahocorasick_rs.BytesAhoCorasick(patterns)
    return [
        Leak(place, *wanted[patterns[which]], start)
        for place, data in sent.items()
        for which, start, _ in machine.find_matches_as_indexes(data, overlapping=True)
    ]
