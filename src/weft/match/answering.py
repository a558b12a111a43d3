"""The holder's side of a round, without files, clock or dice: making the set, and answering questions in a fixed order.

::

    1 size, form          2 signature, epoch, time, purpose      3 seen before?      4 every element
    5 charge              6 evaluate and prove                   7 log               8 store             9 send

Each step comes before the next and none is skipped. Charging before evaluating means that no crash gives free evaluations; storing the
answer before sending it, and remembering the charge with the question's own hash, mean that no crash charges twice. A question seen
before, byte for byte, gets its stored answer again; one that was charged but not answered when the power went is answered now, without
another charge; another question under the same id is an alarm.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol

from weft import sodium
from weft.errors import Tampered
from weft.ledger.note import Signer
from weft.match import budgets, forms, messages, segments, tokens, voprf
from weft.match.budgets import Quota, Usage
from weft.match.manifest import Manifest
from weft.match.messages import LogPlace, Query
from weft.match.segments import Entry, Payload
from weft.match.sets import Holding
from weft.match.tokens import Derived
from weft.match.voprf import Each, KeyPair, Proof
from weft.sodium import Element, Random

ANSWERED: Final = "weft.match.answered/1"


class SameIdOtherQuestion(Tampered):
    """Two different questions under one id. Nothing is answered; somebody must be told."""

    code = "tampered.query_id"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the book knows of a question."""

    digest: bytes
    answer: bytes | None
    """None while it is charged but not answered."""


class Book(Protocol):
    """Where a holder keeps what was charged and answered. Each call is one transaction that a crash leaves done or not done."""

    def seen(self, query_id: bytes) -> Seen | None:
        """What is known of a question."""
        ...

    def charge(
        self, query_id: bytes, digest: bytes, count: int, cases: Sequence[bytes], quota: Quota, day: int
    ) -> None:
        """Charge a question once: :func:`budgets.charge` on what is stored, and remember its id and hash. OverBudget changes nothing.

        A question already charged under the same hash is not charged again.
        """
        ...

    def usage(self, cases: Sequence[bytes] = ()) -> Usage:
        """What is used up so far, with what these cases used."""
        ...

    def store(self, query_id: bytes, answer: bytes) -> None:
        """Keep the answer to a charged question."""
        ...


Log = Callable[[Mapping[str, Any]], LogPlace]
"""Appends a record for good, or finds the same record already there, and signs; tells where it stands."""


# --- the set --------------------------------------------------------------------------------------------------------------


class Made(NamedTuple):
    """One identifier in the set: where its token is, and the name under which a hit on it will be confirmed."""

    holding: Holding
    token: int
    handle: bytes


@dataclass(frozen=True, slots=True)
class MadeSet:
    """A segment and what the holder must remember about it."""

    segment: bytes
    line: bytes
    made: tuple[Made, ...]
    padding: tuple[int, ...]


def make_set(
    holdings: Sequence[Holding],
    manifest: Manifest,
    keys: KeyPair,
    seed: bytes,
    signer: Signer,
    rng: Random,
    each: Each = map,
) -> MadeSet:
    """The full set, segment 0: a token and a payload for each identifier, the known-answer tokens, and padding."""
    named = functools.cache(functools.partial(_pseudonym, seed))

    def make(one: Holding) -> tuple[int, bytes, bytes]:
        derived = Derived(voprf.evaluate(keys.secret, tokens.encode(one.kind, one.value)))
        if not manifest.payload_len:
            return derived.token, derived.handle, b""
        payload = Payload(named(_name(one)), one.kind, one.tier, one.last_quarter)
        return derived.token, derived.handle, segments.seal_payload(derived, payload, 0)

    made = []
    entries = []
    for one, (token, handle, sealed) in zip(holdings, each(make, holdings), strict=True):
        made.append(Made(one, token, handle))
        entries.append(Entry(token, sealed))
    digest = manifest.digest
    for number in range(manifest.kat):
        y = voprf.evaluate(keys.secret, tokens.known_answer(digest, number))
        entries.append(Entry(tokens.token(y), rng(manifest.payload_len)))
    segment, padding = segments.write(manifest, 0, segments.FIRST_PREVIOUS, entries, (), rng)
    return MadeSet(segment, segments.sign_line(manifest, segment, signer), tuple(made), tuple(padding))


def pseudonym(holding: Holding, seed: bytes) -> bytes:
    """16 bytes for the network an identifier lies in, or for itself where it lies in none.

    A keyed hash under the epoch's seed: random to everyone without it, another for each partner and epoch, and gone with the seed.
    """
    return _pseudonym(seed, _name(holding))


def _name(holding: Holding) -> str:
    return f"network|{holding.network}" if holding.network else f"alone|{holding.kind}|{holding.value}"


def _pseudonym(seed: bytes, name: str) -> bytes:
    return sodium.mac(seed, b"weft/pseudonym/1|" + name.encode())[:16]


# --- answering --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Received:
    """A question that passed steps 1 to 4: well formed, signed, in time, for a purpose that is served, every element decoded."""

    query: Query
    blinded: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A question that was charged, with its evaluated elements and their proof."""

    query: Query
    elements: tuple[Element, ...]
    proof: Proof


def receive(data: bytes, manifest: Manifest, book: Book, now: dt.datetime) -> Received | bytes:
    """Steps 1 to 4: the question, or its stored answer where the same bytes came before. Refusals say why; nothing is charged."""
    query = messages.read_query(data, manifest, now)
    seen = book.seen(query.query_id)
    if seen is not None:
        if seen.digest != query.digest:
            raise SameIdOtherQuestion(
                f"query {query.query_id.hex()}: another question came under the same id before",
                hint="telephone the other side; nothing was charged",
            )
        if seen.answer is not None:
            return seen.answer
    return Received(query, tuple(messages.decode_elements(query.elements, "query")))


def charge(received: Received, manifest: Manifest, book: Book, now: dt.datetime) -> None:
    """Step 5. OverBudget where the agreement has no room; a question charged before a crash is not charged again."""
    query = received.query
    book.charge(query.query_id, query.digest, query.count, query.case_tags, manifest.quota, budgets.day_of(now))


def evaluate(received: Received, keys: KeyPair, each: Each = map) -> Evaluated:
    """Step 6, nearly all of the time a round takes. Touches nothing: several questions may be evaluated at once, or one on several cores."""
    evaluated = tuple(each(functools.partial(voprf.blind_evaluate, keys.secret), received.blinded))
    proof = voprf.generate_proof(keys, received.blinded, evaluated, _nonce(keys, received.query), each=each)
    return Evaluated(received.query, evaluated, proof)


def settle(done: Evaluated, manifest: Manifest, signer: Signer, book: Book, place: LogPlace, now: dt.datetime) -> bytes:
    """Step 8, after its :func:`record` was logged at ``place``: store the answer, which is then ready to send."""
    left = budgets.left(book.usage(), manifest.quota, budgets.day_of(now))
    found = messages.write_answer(
        done.query, manifest, signer, elements=done.elements, proof=done.proof, quota=left, log=place
    )
    book.store(done.query.query_id, found)
    return found


def answer(
    data: bytes,
    manifest: Manifest,
    keys: KeyPair,
    signer: Signer,
    book: Book,
    log: Log,
    now: dt.datetime,
    after: Callable[[int], None] = lambda step: None,
    each: Each = map,
) -> bytes:
    """The signed answer to one question, all steps in order. ``after`` is called behind each: that is where tests pull the plug."""
    received = receive(data, manifest, book, now)
    after(4)
    if isinstance(received, bytes):
        return received
    charge(received, manifest, book, now)
    after(5)
    done = evaluate(received, keys, each)
    after(6)
    place = log(record(done, manifest))
    after(7)
    found = settle(done, manifest, signer, book, place, now)
    after(8)
    return found


def _nonce(keys: KeyPair, query: Query) -> sodium.Scalar:
    """The proof's ``r``: from the key and the question, as EdDSA and RFC 6979 do it.

    The same question is proven with the same bytes after a crash, and no broken source of randomness can give the key away.
    """
    wide = hashlib.sha512(b"weft/proof/1" + keys.secret + keys.public + query.digest).digest()
    return sodium.reduce_scalar(wide)


def record(done: Evaluated, manifest: Manifest) -> dict[str, Any]:
    """What the holder's log says of an answer: everything it knows, which is nothing about what was asked."""
    query = done.query
    return {
        "typ": ANSWERED,
        "asker": manifest.asker,
        "case_tags": [forms.to_base64(tag) for tag in query.case_tags],
        "evaluated": forms.to_base64(sodium.sha256(*done.elements)),
        "manifest": forms.to_base64(manifest.digest),
        "n": query.count,
        "officer_tag": forms.to_base64(query.officer_tag),
        "purpose": query.purpose,
        "query": forms.to_base64(query.digest),
        "query_id": forms.to_base64(query.query_id),
    }
