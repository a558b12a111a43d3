"""Question and answer on the wire: a signed line with everything that binds it, then 32 bytes for each element.

What a question tells its holder is in its line and nowhere else: who asks, when, how many (padded), for which opaque case and officer,
for which purpose. What is asked is in the elements, and those are random to everybody but the asker.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from weft import sodium
from weft.errors import Refused
from weft.ledger.note import Signer
from weft.match import forms, voprf
from weft.match.forms import BadForm
from weft.match.manifest import BATCH_SIZES, Manifest, OtherEpoch, OtherKey
from weft.match.voprf import Proof
from weft.sodium import Element, Random

QUERY: Final = "weft.match.query/1"
ANSWER: Final = "weft.match.answer/1"
LONGEST_MESSAGE: Final = forms.LONGEST + max(BATCH_SIZES) * sodium.ELEMENT_BYTES
# Clocks of two offices differ; five minutes ahead is forgiven, more is not.
CLOCK_ALLOWANCE: Final = dt.timedelta(minutes=5)

LOG_PLACE: Final = {
    "index": forms.whole(0, 2**53 - 1),
    "origin": forms.text(128),
    "root": forms.raw(32),
    "size": forms.whole(0, 2**53 - 1),
}
QUERY_SPEC: Final[Mapping[str, forms.Field]] = {
    "agreement": forms.name,
    "asker": forms.name,
    "basis": forms.text(128),
    "case_tags": forms.many(forms.raw(16), 1, 64),
    "created": forms.moment,
    "elements": forms.raw(32),
    "epoch": forms.whole(1, 2**32 - 1),
    "evidence_root": forms.raw(32),
    "expires": forms.moment,
    "holder": forms.name,
    "log": forms.group(LOG_PLACE),
    "manifest": forms.raw(32),
    "n": forms.one_of(*BATCH_SIZES),
    "officer_tag": forms.raw(16),
    "purpose": forms.name,
    "query_id": forms.raw(16),
    "set": forms.name,
}
ANSWER_SPEC: Final[Mapping[str, forms.Field]] = {
    "evaluated": forms.raw(32),
    "log": forms.group(LOG_PLACE),
    "pk": forms.raw(32),
    "proof": forms.raw(64),
    "query": forms.raw(32),
    "query_id": forms.raw(16),
    "quota": forms.group({"day_left": forms.whole(0, 2**53 - 1), "epoch_left": forms.whole(0, 2**53 - 1)}),
}


class Expired(Refused):
    """A question that came too late, or from the future."""

    code = "refused.expired"


class PurposeRefused(Refused):
    """The agreement does not serve this purpose."""

    code = "refused.purpose"


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where a log stood when a message was written, and which entry speaks of it."""

    origin: str
    index: int
    size: int
    root: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"index": self.index, "origin": self.origin, "root": forms.to_base64(self.root), "size": self.size}


@dataclass(frozen=True, slots=True)
class Query:
    """A question that holds together: its form, its signature, its elements' hash."""

    query_id: bytes
    digest: bytes
    """SHA-256 of the whole message: a second message under the same id is an alarm."""
    manifest: bytes
    purpose: str
    case_tags: tuple[bytes, ...]
    officer_tag: bytes
    created: dt.datetime
    expires: dt.datetime
    evidence_root: bytes
    log: LogPlace
    elements: tuple[bytes, ...]
    """Not yet decoded: see :func:`decode_elements`."""

    @property
    def count(self) -> int:
        """Evaluations asked for, padding included."""
        return len(self.elements)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose form and signature hold; its proof is for the asker to verify."""

    query_id: bytes
    query: bytes
    proof: Proof
    elements: tuple[Element, ...]
    log: LogPlace
    day_left: int
    epoch_left: int


def new_id(now: dt.datetime, rng: Random) -> bytes:
    """A UUID of version 7 (RFC 9562): milliseconds, then 74 random bits."""
    millis = int(now.timestamp() * 1000)
    tail = bytearray(rng(10))
    tail[0] = 0x70 | (tail[0] & 0x0F)
    tail[2] = 0x80 | (tail[2] & 0x3F)
    return millis.to_bytes(6, "big") + bytes(tail)


def write_query(
    manifest: Manifest,
    signer: Signer,
    *,
    query_id: bytes,
    elements: Sequence[Element],
    evidence_root: bytes,
    case_tags: Sequence[bytes],
    officer_tag: bytes,
    purpose: str,
    basis: str,
    created: dt.datetime,
    expires: dt.datetime,
    log: LogPlace,
) -> bytes:
    """A signed question."""
    body = b"".join(elements)
    fields = {
        "typ": QUERY,
        "agreement": manifest.agreement,
        "asker": manifest.asker,
        "basis": basis,
        "case_tags": [forms.to_base64(tag) for tag in case_tags],
        "created": forms.to_text(created),
        "elements": forms.to_base64(sodium.sha256(body)),
        "epoch": manifest.epoch,
        "evidence_root": forms.to_base64(evidence_root),
        "expires": forms.to_text(expires),
        "holder": manifest.holder,
        "log": log.fields,
        "manifest": forms.to_base64(manifest.digest),
        "n": len(elements),
        "officer_tag": forms.to_base64(officer_tag),
        "purpose": purpose,
        "query_id": forms.to_base64(query_id),
        "set": manifest.set,
    }
    return forms.write(fields, signer, body)


def read_query(data: bytes, manifest: Manifest, now: dt.datetime) -> Query:
    """Steps 1, 2 and 4 of the holder's work, all before any arithmetic: size, signature, agreement and epoch, time, purpose, elements.

    BadForm, BadSignature, OtherEpoch, EpochOver, Expired, PurposeRefused or BadEncoding, each with the reason.
    """
    if len(data) > LONGEST_MESSAGE:
        raise BadForm(f"query: {len(data)} bytes; at most {LONGEST_MESSAGE} are read", what="query")
    signed = forms.read(data, QUERY, QUERY_SPEC, manifest.asker_key, "query")
    found = signed.fields
    for name, expected in (
        ("holder", manifest.holder),
        ("asker", manifest.asker),
        ("agreement", manifest.agreement),
        ("set", manifest.set),
        ("epoch", manifest.epoch),
    ):
        if found[name] != expected:
            raise OtherEpoch(f"query: it is for {name} {found[name]}, this is {expected}")
    if found["manifest"] != manifest.digest:
        raise OtherEpoch("query: it goes by another manifest of the same epoch")
    manifest.check_open(now)
    _check_times(found["created"], found["expires"], manifest, now)
    if found["purpose"] not in manifest.purposes:
        raise PurposeRefused(
            f"the agreement {manifest.agreement} does not serve the purpose {found['purpose']!r}",
            hint=f"purposes: {', '.join(manifest.purposes)}",
        )
    return Query(
        query_id=found["query_id"],
        digest=sodium.sha256(data),
        manifest=found["manifest"],
        purpose=found["purpose"],
        case_tags=found["case_tags"],
        officer_tag=found["officer_tag"],
        created=found["created"],
        expires=found["expires"],
        evidence_root=found["evidence_root"],
        log=LogPlace(**found["log"]),
        elements=_split(signed.rest, found["n"], found["elements"], "query"),
    )


def _check_times(created: dt.datetime, expires: dt.datetime, manifest: Manifest, now: dt.datetime) -> None:
    if created > now + CLOCK_ALLOWANCE:
        raise Expired(
            f"query: written {forms.to_text(created)}, which is still to come; here it is {forms.to_text(now)}",
            hint="one of the two clocks is wrong",
        )
    if expires > created + dt.timedelta(seconds=manifest.query_seconds):
        raise Expired(f"query: valid for longer than the agreement's {manifest.query_seconds} seconds")
    if now >= expires:
        raise Expired(f"query: expired {forms.to_text(expires)}", hint="ask again; nothing was charged")


def decode_elements(elements: Sequence[bytes], what: str) -> list[Element]:
    """Every element, decoded; BadEncoding names the first that is none. Nothing is computed before all of them are."""
    decoded = []
    for at, data in enumerate(elements):
        try:
            decoded.append(sodium.decode_element(data))
        except sodium.BadEncoding as wrong:
            raise sodium.BadEncoding(f"{what}: element {at}: {wrong}", at=at) from wrong
    return decoded


def write_answer(
    query: Query,
    manifest: Manifest,
    signer: Signer,
    *,
    elements: Sequence[Element],
    proof: Proof,
    quota: Mapping[str, int],
    log: LogPlace,
) -> bytes:
    """A signed answer."""
    body = b"".join(elements)
    fields = {
        "typ": ANSWER,
        "evaluated": forms.to_base64(sodium.sha256(body)),
        "log": log.fields,
        "pk": forms.to_base64(manifest.public),
        "proof": forms.to_base64(proof.serialize()),
        "query": forms.to_base64(query.digest),
        "query_id": forms.to_base64(query.query_id),
        "quota": dict(quota),
    }
    return forms.write(fields, signer, body)


def read_answer(data: bytes, manifest: Manifest, *, query_id: bytes, query: bytes, count: int) -> Answer:
    """The answer to one question: form, signature, which question, which key, every element. Reasons as :func:`read_query`."""
    if len(data) > LONGEST_MESSAGE:
        raise BadForm(f"answer: {len(data)} bytes; at most {LONGEST_MESSAGE} are read", what="answer")
    signed = forms.read(data, ANSWER, ANSWER_SPEC, manifest.holder_key, "answer")
    found = signed.fields
    if found["query_id"] != query_id or found["query"] != query:
        raise OtherEpoch("answer: it answers another question")
    if found["pk"] != manifest.public:
        raise OtherKey(f"answer: made with another key than the one pinned for epoch {manifest.epoch}")
    proof = voprf.deserialize_proof(found["proof"])
    elements = _split(signed.rest, count, found["evaluated"], "answer")
    return Answer(
        query_id=found["query_id"],
        query=found["query"],
        proof=proof,
        elements=tuple(decode_elements(elements, "answer")),
        log=LogPlace(**found["log"]),
        day_left=found["quota"]["day_left"],
        epoch_left=found["quota"]["epoch_left"],
    )


def split(data: bytes, typ: str, spec: Mapping[str, forms.Field], counts: Sequence[int] | None = None) -> list[bytes]:
    """The messages of a file that holds several, one after the other. BadForm where one is cut off or something else follows.

    A question says how many elements it has; for answers, ``counts`` says it, in the order of the questions.
    """
    what = "query" if typ == QUERY else "answer"
    if not data:
        raise BadForm(f"{what}: there is nothing in it", what=what)
    found: list[bytes] = []
    start = 0
    while start < len(data) and (counts is None or len(found) < len(counts)):
        head = data[start : start + forms.LONGEST]
        count = counts[len(found)] if counts is not None else forms.peek(head, typ, spec, what)["n"]
        size, left = forms.end_of_note(head, what) + count * sodium.ELEMENT_BYTES, len(data) - start
        if size > left:
            raise BadForm(f"{what} {len(found) + 1}: cut off; expected {size} bytes, got {left}", what=what)
        found.append(data[start : start + size])
        start += size
    left = len(data) - start
    if counts is not None and (left or len(found) < len(counts)):
        raise BadForm(f"expected {len(counts)} of {what}, got {len(found)} and {left} bytes more", what=what)
    return found


def _split(rest: bytes, count: int, digest: bytes, what: str) -> tuple[bytes, ...]:
    size = sodium.ELEMENT_BYTES
    if len(rest) != count * size:
        raise BadForm(f"{what}: expected {count} elements of {size} bytes, got {len(rest)} bytes", what=what)
    if sodium.sha256(rest) != digest:
        raise BadForm(f"{what}: its elements are not those that were signed", what=what)
    return tuple(rest[at : at + size] for at in range(0, len(rest), size))
