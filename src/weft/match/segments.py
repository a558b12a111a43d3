"""Set segments, file format ``WFTS``: what a holder hands over of its set, and how an asker reads it.

===========  ==========  =====================================================================
offset       size        field (big-endian)
===========  ==========  =====================================================================
0            4           magic ``WFTS``
4            2 + 2       version 1, header length 96
8            32          SHA-256 of the manifest
40           8           sequence number: 0 the full set, then deltas
48           4 + 4       tokens added, tokens removed
56           2 + 2 + 4   payload length, flags (0), reserved (0)
64           32          SHA-256 of the segment before; zeros before the first
96           8 * added   tokens, strictly ascending
…            40 * added  sealed payloads in the same order, when the payload length is 40
…            8 * removed removed tokens, strictly ascending
===========  ==========  =====================================================================

Fixed binary and nothing else: untrusted Arrow and Parquet have run code on their readers before. The signed line beside a segment is
checked first, over all of its bytes, then the header, then the exact length; only then does an array look at the rest.

Both counts are padded to multiples of the manifest's unit with random tokens and random payloads, which nobody can tell from real ones.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from weft import sodium
from weft.errors import Tampered
from weft.ledger.note import Signer
from weft.match import forms, tokens
from weft.match.manifest import Manifest
from weft.match.tokens import Derived
from weft.sodium import NotOpened, Random

MAGIC: Final = b"WFTS"
_HEADER: Final = struct.Struct(">4sHH32sQIIHHI32s")
HEADER_BYTES: Final = 96
FIRST_PREVIOUS: Final = bytes(32)
LINE_TYP: Final = "weft.match.segment/1"
PAYLOAD_PLAIN: Final = 24
PAYLOAD_BYTES: Final = PAYLOAD_PLAIN + sodium.TAG_BYTES
_PAYLOAD: Final = struct.Struct(">16sBBHI")
_BE64: Final = np.dtype(">u8")
assert _HEADER.size == HEADER_BYTES
assert _PAYLOAD.size == PAYLOAD_PLAIN

LINE_SPEC: Final = {
    "manifest": forms.raw(32),
    "n_add": forms.whole(0, 2**32 - 1),
    "n_del": forms.whole(0, 2**32 - 1),
    "seq": forms.whole(0, 2**63),
    "sha256": forms.raw(32),
}


class BadSegment(Tampered):
    """A segment that is not what its holder signed, or not in the form it must have."""

    code = "tampered.segment"


class Payload(NamedTuple):
    """What a hit may tell, by agreement."""

    pseudonym: bytes
    """16 bytes that stand for one of the holder's networks; another for every partner and epoch."""
    kind: str
    tier: int
    last_quarter: int
    """Quarters since 1970 (2026 Q4 is 227), 0 when unknown."""
    flags: int = 0


class Entry(NamedTuple):
    """One token of a set with its sealed payload."""

    token: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment whose form is right. ``added`` and ``removed`` are ascending."""

    sequence: int
    digest: bytes
    added: npt.NDArray[np.uint64]
    payloads: npt.NDArray[np.uint8]
    """One row an added token; no columns in a set without payloads."""
    removed: npt.NDArray[np.uint64]


# --- writing ----------------------------------------------------------------------------------------------------------------


def seal_payload(derived: Derived, payload: Payload, sequence: int) -> bytes:
    """40 bytes that only the output behind ``derived`` opens."""
    plain = _PAYLOAD.pack(
        payload.pseudonym, tokens.TYPES[payload.kind][1], payload.tier, payload.last_quarter, payload.flags
    )
    return sodium.seal(derived.payload_key, _nonce(sequence), plain)


def write(
    manifest: Manifest,
    sequence: int,
    previous: bytes,
    added: Iterable[Entry],
    removed: Iterable[int],
    rng: Random,
) -> tuple[bytes, list[int]]:
    """A segment, padded, and the tokens that are padding: the holder keeps them, to remove some when it pads a removal.

    ``removed`` must already be a multiple of the unit: only the holder knows which of its tokens are padding.
    """
    entries = {one.token: one.sealed for one in added}
    gone = np.array(sorted(set(removed)), _BE64)
    assert len(gone) % manifest.pad_unit == 0, "removals are filled up with earlier padding by the caller"
    wanted = max(1, -(-len(entries) // manifest.pad_unit)) * manifest.pad_unit
    padding = []
    while len(entries) < wanted:
        token = int.from_bytes(rng(tokens.TOKEN_BYTES), "big")
        if token not in entries:
            entries[token] = rng(manifest.payload_len)
            padding.append(token)
    ordered = sorted(entries)
    header = _HEADER.pack(
        MAGIC, 1, HEADER_BYTES, manifest.digest, sequence, len(ordered), len(gone), manifest.payload_len, 0, 0, previous
    )
    payloads = b"".join(entries[token] for token in ordered) if manifest.payload_len else b""
    return header + np.array(ordered, _BE64).tobytes() + payloads + gone.tobytes(), padding


def line_of(manifest: Manifest, data: bytes) -> dict[str, Any]:
    """The fields of a segment's signed line, from its bytes."""
    sequence, n_add, n_del = struct.unpack_from(">QII", data, 40)
    return {
        "typ": LINE_TYP,
        "manifest": forms.to_base64(manifest.digest),
        "n_add": n_add,
        "n_del": n_del,
        "seq": sequence,
        "sha256": forms.to_base64(sodium.sha256(data)),
    }


def sign_line(manifest: Manifest, data: bytes, signer: Signer) -> bytes:
    """The signed line beside a segment."""
    return forms.write(line_of(manifest, data), signer)


# --- reading ----------------------------------------------------------------------------------------------------------------


def read(manifest: Manifest, data: bytes, line: bytes, sequence: int, previous: bytes) -> Segment:
    """The segment that must come next: number ``sequence``, after the one with hash ``previous``. BadSegment with the reason."""
    signed = forms.read(line, LINE_TYP, LINE_SPEC, manifest.holder_key, "segment line").fields
    if signed["manifest"] != manifest.digest:
        raise BadSegment("the segment belongs to another epoch")
    if signed["sha256"] != sodium.sha256(data):
        raise BadSegment(f"segment {sequence} is not the one that {manifest.holder} signed")
    segment = parse(manifest, data, sequence, previous)
    if (signed["seq"], signed["n_add"], signed["n_del"]) != (sequence, len(segment.added), len(segment.removed)):
        raise BadSegment(f"segment {sequence} and its signed line disagree")
    return segment


def parse(manifest: Manifest, data: bytes, sequence: int, previous: bytes) -> Segment:
    """The form of a segment, without its signature. BadSegment for anything that is not exactly right."""
    if len(data) < HEADER_BYTES:
        raise BadSegment(f"a segment has at least {HEADER_BYTES} bytes, got {len(data)}")
    magic, version, header, digest, number, n_add, n_del, payload, flags, reserved, before = _HEADER.unpack_from(data)
    if (magic, version, header, flags, reserved) != (MAGIC, 1, HEADER_BYTES, 0, 0):
        raise BadSegment("not a WFTS file of version 1")
    if digest != manifest.digest:
        raise BadSegment("the segment belongs to another epoch")
    if number != sequence:
        raise BadSegment(f"expected segment {sequence}, got {number}: one is missing, doubled or out of order")
    if before != previous:
        raise BadSegment(f"segment {sequence} does not follow the segment before it")
    if payload != manifest.payload_len:
        raise BadSegment(f"expected payloads of {manifest.payload_len} bytes, got {payload}")
    if n_add == 0 or n_add % manifest.pad_unit or n_del % manifest.pad_unit:
        raise BadSegment(f"its counts are not padded to multiples of {manifest.pad_unit}")
    if n_add > manifest.set_cap or n_del > manifest.set_cap:
        raise BadSegment(f"{max(n_add, n_del)} tokens are more than the agreement's {manifest.set_cap}")
    expected = HEADER_BYTES + n_add * (tokens.TOKEN_BYTES + payload) + n_del * tokens.TOKEN_BYTES
    if len(data) != expected:
        raise BadSegment(f"expected {expected} bytes, got {len(data)}")
    at = HEADER_BYTES + n_add * tokens.TOKEN_BYTES
    added = np.frombuffer(data, _BE64, n_add, HEADER_BYTES).astype(np.uint64)
    payloads = np.frombuffer(data, np.uint8, n_add * payload, at).reshape(n_add, payload)
    removed = np.frombuffer(data, _BE64, n_del, at + n_add * payload).astype(np.uint64)
    for what, found in (("added", added), ("removed", removed)):
        if np.any(found[1:] <= found[:-1]):
            raise BadSegment(f"its {what} tokens are not strictly ascending")
    return Segment(sequence, sodium.sha256(data), added, payloads, removed)


class PublishedSet:
    """A holder's set as an asker has it: all segments so far, folded. Only grows by :meth:`accept`."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.next_sequence = 0
        self.previous = FIRST_PREVIOUS
        self.tokens = np.empty(0, np.uint64)
        """Ascending."""
        self.payloads = np.empty((0, manifest.payload_len), np.uint8)
        self.sequences = np.empty(0, np.uint64)
        """Segment that brought each token: the day it was added, to the batch."""

    def __len__(self) -> int:
        return len(self.tokens)

    def accept(self, data: bytes, line: bytes) -> None:
        """Take in the next segment. BadSegment or BadSignature with the reason, and then nothing has changed."""
        segment = read(self.manifest, data, line, self.next_sequence, self.previous)
        keep = np.ones(len(self.tokens), bool)
        if len(segment.removed):
            at = self._places(segment.removed)
            if np.any(at < 0):
                raise BadSegment(f"segment {segment.sequence} removes a token that was never added")
            keep[at] = False
        if np.any(self._places(segment.added) >= 0):
            raise BadSegment(f"segment {segment.sequence} adds a token that is there already")
        total = int(keep.sum()) + len(segment.added)
        if total > self.manifest.set_cap:
            raise BadSegment(f"{total} tokens are more than the agreement's {self.manifest.set_cap}")
        merged = np.concatenate([self.tokens[keep], segment.added])
        order = np.argsort(merged, kind="stable")
        arrived = np.full(len(segment.added), segment.sequence, np.uint64)
        self.tokens = merged[order]
        self.payloads = np.concatenate([self.payloads[keep], segment.payloads])[order]
        self.sequences = np.concatenate([self.sequences[keep], arrived])[order]
        self.next_sequence += 1
        self.previous = segment.digest

    def _places(self, wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
        """Index of each token, -1 where it is not in the set."""
        if not len(self.tokens):
            return np.full(len(wanted), -1, np.int64)
        at = np.minimum(np.searchsorted(self.tokens, wanted), len(self.tokens) - 1)
        return np.where(self.tokens[at] == wanted, at, -1)

    def look_up(self, wanted: Sequence[int]) -> list[int]:
        """Index of each token, -1 where it is not in the set."""
        return [int(at) for at in self._places(np.array(wanted, np.uint64))]

    def open(self, at: int, derived: Derived) -> Payload | None:
        """The payload beside a token; None in a set without payloads. BadSegment when it does not open: no hit then."""
        if not self.manifest.payload_len:
            return None
        sequence = int(self.sequences[at])
        try:
            plain = sodium.unseal(derived.payload_key, _nonce(sequence), self.payloads[at].tobytes())
        except NotOpened as wrong:
            raise BadSegment(
                "a payload does not open: the token is a chance collision, or the set is damaged"
            ) from wrong
        pseudonym, code, tier, quarter, flags = _PAYLOAD.unpack(plain)
        return Payload(pseudonym, tokens.KIND_OF_CODE.get(code, ""), tier, quarter, flags)


def _nonce(sequence: int) -> bytes:
    return sequence.to_bytes(sodium.NONCE_BYTES, "big")
