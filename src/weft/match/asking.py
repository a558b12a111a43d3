"""The asker's side of a round, without files, clock or dice.

::

    plan ──> make ──> blind ──> log ──> send ──> finish ──> hits
              │                  │                │
              │                  └ the intent     ├ signature, question, pinned key, proof: before anything is unblinded
              │                                   └ known answers, decoys, rate: before anyone sees a hit
              └ seed: everything of a batch follows from 32 random bytes and the list of what is asked

What follows from the seed (blinds, order, salts, decoys, fillers) is never stored; whoever destroys the seed makes the batch
unconditionally secret, and whoever keeps it can be audited. Questions about victims: keep no seed, and let them ride in batches of one size
under a general purpose.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from weft import sodium
from weft.ledger.note import Signer
from weft.match import decoys, evidence, forms, messages, tokens, voprf
from weft.match.decoys import Decoy, SetAside
from weft.match.evidence import DECOY, FILLER, ITEM, KNOWN_ANSWER, Claim
from weft.match.manifest import BATCH_SIZES, Manifest
from weft.match.messages import LogPlace
from weft.match.segments import BadSegment, Payload, PublishedSet
from weft.match.tokens import Derived
from weft.match.voprf import Each
from weft.sodium import Element, Random, Scalar

ASKED: Final = "weft.match.asked/1"
_NO_EVIDENCE: Final = sodium.sha256()


@dataclass(frozen=True, slots=True)
class Item:
    """One identifier to ask about, and the digest of the record that is the reason."""

    kind: str
    value: str
    evidence: bytes
    """SHA-256 of the record in the asker's own files."""
    row: int = 0
    network: str = ""
    """The asker's own name of the network it lies in. Stays here."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One position of a batch."""

    claim: Claim
    item: Item | None = None
    decoy: Decoy | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything of one question that stays with the asker."""

    seed: bytes
    slots: tuple[Slot, ...]

    def blinds(self) -> list[Scalar]:
        """The blinds, each from the seed and its position."""
        return [
            sodium.reduce_scalar(hashlib.sha512(b"weft/blind/1" + self.seed + at.to_bytes(4, "big")).digest())
            for at in range(len(self.slots))
        ]

    @property
    def claims(self) -> list[Claim]:
        """The leaves of the evidence tree, in order."""
        return [one.claim for one in self.slots]


@dataclass(frozen=True, slots=True)
class Hit:
    """The holder has this identifier. A lead, not evidence."""

    item: Item
    position: int
    handle: bytes
    """By which both sides name it without naming the identifier."""
    confirmation_key: bytes
    payload: Payload | None
    sequence: int
    """Segment that brought it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answered batch comes to."""

    hits: tuple[Hit, ...]
    asked: int
    """Real identifiers in it."""
    chance: int
    """Tokens that met by chance: their payload did not open. No hits."""


# --- preparing ------------------------------------------------------------------------------------------------------------


def sizes(count: int, manifest: Manifest, *, known_answers: bool, least: int = BATCH_SIZES[0]) -> list[int]:
    """The sizes of the batches that ``count`` identifiers go into: the largest as often as it fills, then the smallest that fits.

    A size is all the holder sees, so the last batch is filled up rather than cut to measure. ``least`` is the smallest size to use: a
    question that goes out every night in one size does not tell on which nights there was anything to ask.
    """
    found: list[int] = []
    extra = manifest.kat if known_answers else 0
    left = count
    while left > 0 or not found:
        most = min(left, _room(BATCH_SIZES[-1], extra))
        room = [size for size in BATCH_SIZES if size >= least and _room(size, extra) >= most]
        found.append(room[0])
        left -= _room(room[0], extra)
        extra = 0
    return found


def _room(size: int, extra: int) -> int:
    return size - decoys.count_for(size) - extra


@dataclass(frozen=True, slots=True)
class Planned:
    """A batch still to be made. Made it takes a hundred times the room of its items: for long lists, one at a time."""

    items: Sequence[Item]
    patterns: Sequence[tuple[str, str]]
    """What decoys are drawn after: all that is asked, not only what lies in this batch."""
    manifest: Manifest
    case_tag: bytes
    seed: bytes
    size: int
    known_answers: int
    pool: Sequence[tuple[str, str]]

    def make(self) -> Batch:
        """The batch: always the same."""
        return _batch(self)


def plan(
    items: Sequence[Item],
    manifest: Manifest,
    case_tag: bytes,
    seeds: Sequence[bytes],
    *,
    known_answers: bool = True,
    pool: Sequence[tuple[str, str]] = (),
    least: int = BATCH_SIZES[0],
) -> list[Planned]:
    """The batches for ``items``, one seed each (:func:`sizes` says how many). The same arguments give the same batches.

    ``known_answers`` puts the set's own test tokens into the first batch: to be done at least once an epoch.
    """
    sizes_ = sizes(len(items), manifest, known_answers=known_answers, least=least)
    assert len(sizes_) == len(seeds), "one seed a batch"
    patterns = [(one.kind, one.value) for one in items] or [("wallet", "0x" + "0" * 40)]
    planned = []
    start = 0
    for number, (size, seed) in enumerate(zip(sizes_, seeds, strict=True)):
        extra = manifest.kat if known_answers and number == 0 else 0
        room = _room(size, extra)
        own = items[start : start + room]
        planned.append(Planned(own, patterns, manifest, case_tag, seed, size, extra, pool))
        start += room
    return planned


def _batch(planned: Planned) -> Batch:
    seed, size = planned.seed, planned.size
    stream = _stream(seed)
    asked: list[tuple[str, bytes, bytes, Item | None, Decoy | None]] = [
        (ITEM, tokens.encode(one.kind, one.value), one.evidence, one, None) for one in planned.items
    ]
    digest = planned.manifest.digest
    asked += [
        (KNOWN_ANSWER, tokens.known_answer(digest, at), _NO_EVIDENCE, None, None) for at in range(planned.known_answers)
    ]
    asked += [
        (DECOY, tokens.encode(one.kind, one.value), _NO_EVIDENCE, None, one)
        for one in decoys.draw(decoys.count_for(size), planned.patterns, planned.pool, stream)
    ]
    while len(asked) < size:
        asked.append((FILLER, tokens.filler(stream(16)), _NO_EVIDENCE, None, None))
    # The order says nothing: a hit's position is told to the holder later, and must not tell how many were real.
    order = sorted(range(size), key=lambda at: sodium.sha256(b"weft/order/1", seed, at.to_bytes(4, "big")))
    slots = []
    for at in order:
        sort, x, why, item, decoy = asked[at]
        salt = sodium.mac(seed, b"weft/salt/1" + at.to_bytes(4, "big"))[: evidence.SALT_BYTES]
        slots.append(Slot(Claim(sort, x, why, planned.case_tag, salt), item, decoy))
    return Batch(seed, tuple(slots))


def _stream(seed: bytes) -> Random:
    """Random bytes that follow from a seed."""
    made = 0

    def take(count: int) -> bytes:
        nonlocal made
        made += 1
        return hashlib.shake_256(b"weft/stream/1" + seed + made.to_bytes(8, "big")).digest(count)

    return take


def case_tag(seed: bytes, case: str) -> bytes:
    """16 bytes that stand for a case of the asker's: opaque to the holder, the same for the same case."""
    return sodium.mac(seed, b"weft/case/1|" + case.encode())[:16]


def officer_tag(seed: bytes, officer: str) -> bytes:
    """16 bytes that stand for an officer of the asker's."""
    return sodium.mac(seed, b"weft/officer/1|" + officer.encode())[:16]


# --- sending --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blinded:
    """A question whose elements are made, before it is written: its intent must stand in the log first."""

    query_id: bytes
    elements: tuple[Element, ...]
    evidence_root: bytes
    case_tag: bytes
    officer_tag: bytes
    purpose: str


def blind(batch: Batch, *, query_id: bytes, officer: bytes, purpose: str, each: Each = map) -> Blinded:
    """The elements of a batch. Nearly all of the time of asking; several batches may be blinded at once, or one on several cores."""
    inputs = [one.claim.x for one in batch.slots]
    elements = tuple(each(_blind, list(zip(inputs, batch.blinds(), strict=True))))
    case = batch.slots[0].claim.case_tag
    return Blinded(query_id, elements, evidence.root(batch.claims), case, officer, purpose)


def _blind(pair: tuple[bytes, Scalar]) -> Element:
    return voprf.blind(*pair)


def record(blinded: Blinded, manifest: Manifest) -> dict[str, Any]:
    """What the asker's log says of a question before it leaves."""
    return {
        "typ": ASKED,
        "case_tag": forms.to_base64(blinded.case_tag),
        "elements": forms.to_base64(sodium.sha256(*blinded.elements)),
        "evidence_root": forms.to_base64(blinded.evidence_root),
        "holder": manifest.holder,
        "manifest": forms.to_base64(manifest.digest),
        "n": len(blinded.elements),
        "officer_tag": forms.to_base64(blinded.officer_tag),
        "purpose": blinded.purpose,
        "query_id": forms.to_base64(blinded.query_id),
    }


def send(
    blinded: Blinded,
    manifest: Manifest,
    signer: Signer,
    place: LogPlace,
    *,
    basis: str,
    created: dt.datetime,
    expires: dt.datetime,
) -> bytes:
    """The signed question, after its :func:`record` was logged at ``place``."""
    return messages.write_query(
        manifest,
        signer,
        query_id=blinded.query_id,
        elements=blinded.elements,
        evidence_root=blinded.evidence_root,
        case_tags=[blinded.case_tag],
        officer_tag=blinded.officer_tag,
        purpose=blinded.purpose,
        basis=basis,
        created=created,
        expires=expires,
        log=place,
    )


# --- finishing ------------------------------------------------------------------------------------------------------------


def finish(
    batch: Batch,
    query: bytes,
    answer: bytes,
    published: PublishedSet,
    *,
    usual: float | None = None,
    each: Each = map,
) -> Outcome:
    """The hits of one answered batch. ``each`` as in :func:`blind`.

    Raises the reason before anything is unblinded when the answer is not the right one, not signed, or not proven; SetAside before
    anybody sees a hit when known answers miss, decoys hit, or far more hits than is usual (``usual``: the mean share, if known).
    """
    manifest = published.manifest
    size = len(batch.slots)
    body = query[len(query) - size * sodium.ELEMENT_BYTES :]
    asked = [sodium.Element(body[at : at + 32]) for at in range(0, len(body), 32)]
    sent = forms.peek(query, messages.QUERY, messages.QUERY_SPEC, "query")
    found = messages.read_answer(answer, manifest, query_id=sent["query_id"], query=sodium.sha256(query), count=size)
    voprf.verify_proof(manifest.public, asked, found.elements, found.proof, each=each)
    # Nobody wants to know what a filler comes to; it was verified like everything else.
    wanted = [at for at, slot in enumerate(batch.slots) if slot.claim.sort != FILLER]
    blinds = batch.blinds()
    inverses = sodium.scalar_invert_all([blinds[at] for at in wanted])
    blinded = [(batch.slots[at].claim.x, r, found.elements[at]) for at, r in zip(wanted, inverses, strict=True)]
    outputs = [b""] * size
    for at, y in zip(wanted, each(_finalize, blinded), strict=True):
        outputs[at] = y
    return read_outputs(batch, outputs, published, usual=usual)


def _finalize(triple: tuple[bytes, Scalar, Element]) -> bytes:
    return voprf.finalize(*triple)


def read_outputs(
    batch: Batch, outputs: Sequence[bytes], published: PublishedSet, *, usual: float | None = None
) -> Outcome:
    """What the outputs of a batch come to; an empty one is that of a filler.

    Later segments of the epoch are looked through with the same outputs, without asking.
    """
    found = iter(published.look_up([tokens.token(y) for y in outputs if y]))
    places = [next(found) if y else -1 for y in outputs]
    _check_known_answers(batch, places)
    drawn = [one.decoy for one in batch.slots if one.decoy is not None]
    decoys.check_decoys(
        drawn, sum(at >= 0 for one, at in zip(batch.slots, places, strict=True) if one.decoy is not None)
    )
    hits = []
    chance = 0
    for position, (slot, y, at) in enumerate(zip(batch.slots, outputs, places, strict=True)):
        if slot.item is None or at < 0:
            continue
        derived = Derived(y)
        try:
            payload = published.open(at, derived)
        except BadSegment:
            chance += 1
            continue
        hits.append(
            Hit(slot.item, position, derived.handle, derived.confirmation_key, payload, int(published.sequences[at]))
        )
    asked = sum(one.item is not None for one in batch.slots)
    decoys.check_rate(len(hits), asked, usual)
    return Outcome(tuple(hits), asked, chance)


def _check_known_answers(batch: Batch, places: Sequence[int]) -> None:
    known = [at for slot, at in zip(batch.slots, places, strict=True) if slot.claim.sort == KNOWN_ANSWER]
    missed = sum(at < 0 for at in known)
    if missed:
        raise SetAside(
            f"{missed} of {len(known)} known answers missed: the set was not made with the pinned key, or is damaged",
            hint="ask the holder for the set again, and tell them why",
            missed=missed,
        )
