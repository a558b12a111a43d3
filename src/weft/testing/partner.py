"""A whole partner in memory: it holds a set, answers, asks, keeps books and a log, through the same messages as a real one.

::

    kh, th = Partner("KH", rng), Partner("TH", rng)
    offer = kh.publish(th, [Holding("phone", "+85512345678")], now)
    [question] = th.ask(offer, [("phone", "+85512345678")], now)
    answer = kh.answer(offer, question.query, now)
    th.finish(offer.taken_in(), question, answer).hits

It can also misbehave: put any of :data:`WAYS` into ``kh.misbehaves``. What it then does is what a partner could do that knows
the protocol and its own keys; whoever talks to it must notice.
"""

import datetime as dt
import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import rfc8785

from weft import sodium
from weft.errors import PartnerProblem
from weft.ledger import tree
from weft.ledger.note import Signer
from weft.match import answering, asking, budgets, manifest, messages, norm, voprf
from weft.match.answering import MadeSet, SameIdOtherQuestion, Seen
from weft.match.asking import Batch, Item, Outcome
from weft.match.budgets import Quota, Usage
from weft.match.manifest import Manifest
from weft.match.messages import LogPlace
from weft.match.segments import PublishedSet
from weft.match.sets import Holding
from weft.match.voprf import KeyPair
from weft.sodium import Random

WAYS: Final = {
    "other_key": "evaluates with another key than the pinned one, and proves it with that key",
    "forges": "evaluates with another key and makes up a proof",
    "garbage": "answers with random elements and a proof of nothing",
    "swaps": "swaps two answers after proving them",
    "drops": "leaves the last answer out",
    "replays": "answers with the answer to an earlier question",
    "stalls": "does not answer the first time",
    "vanishes": "never answers",
    "cuts": "sends half of the answer",
    "other_set_key": "publishes a set made with another key",
}
"""What a partner can do wrong, by name."""


class NoAnswer(PartnerProblem):
    """Nothing came back."""

    code = "partner.no_answer"


class MemoryBook:
    """A :class:`weft.match.answering.Book` in memory, for many threads at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[bytes, Seen] = {}
        self._usage = Usage()

    def seen(self, query_id: bytes) -> Seen | None:
        """What is known of a question."""
        with self._lock:
            return self._seen.get(query_id)

    def charge(
        self, query_id: bytes, digest: bytes, count: int, cases: Sequence[bytes], quota: Quota, day: int
    ) -> None:
        """Charge a question once."""
        with self._lock:
            before = self._seen.get(query_id)
            if before is None:
                self._usage = budgets.charge(self._usage, quota, count, day, cases)
                self._seen[query_id] = Seen(digest, None)
            elif before.digest != digest:
                raise SameIdOtherQuestion(f"query {query_id.hex()}: another question came under the same id before")

    def usage(self, cases: Sequence[bytes] = ()) -> Usage:  # noqa: ARG002 -- the contract: memory knows all cases anyway
        """What is used up so far."""
        with self._lock:
            return self._usage

    def store(self, query_id: bytes, answer: bytes) -> None:
        """Keep the answer to a charged question; the first one stays."""
        with self._lock:
            before = self._seen[query_id]
            self._seen[query_id] = replace(before, answer=before.answer or answer)


class MemoryLog:
    """A log in memory. Called with a record it appends it, or finds it there, and tells where it stands."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.records: list[bytes] = []
        self._places: dict[bytes, int] = {}
        self._tops: list[bytes] = []

    def __call__(self, record: Mapping[str, Any]) -> LogPlace:
        written = rfc8785.dumps(dict(record))
        if written not in self._places:
            self._places[written] = len(self.records)
            self.records.append(written)
            top = tree.leaf_hash(written)
            # As in tree.root_of: each complete subtree is joined with its left neighbour of the same size.
            for _ in range((len(self.records) & -len(self.records)).bit_length() - 1):
                top = tree.node_hash(self._tops.pop(), top)
            self._tops.append(top)
        return LogPlace(self.origin, self._places[written], len(self.records), tree.fold(self._tops))


@dataclass(slots=True)
class Offer:
    """A published set on its way to one asker, and what only its holder has of it."""

    manifest: bytes
    segments: list[tuple[bytes, bytes]]
    made: MadeSet
    keys: KeyPair
    book: MemoryBook = field(default_factory=MemoryBook)
    answers: list[bytes] = field(default_factory=list)

    @property
    def terms(self) -> Manifest:
        """The manifest, as whoever reads it has it."""
        return manifest.read(self.manifest)

    def taken_in(self) -> PublishedSet:
        """The set as the asker has it, every check made."""
        published = PublishedSet(self.terms)
        for data, line in self.segments:
            published.accept(data, line)
        return published


@dataclass(frozen=True, slots=True)
class Question:
    """What an asker sends, and what it keeps."""

    query: bytes
    batch: Batch
    query_id: bytes


class Partner:
    """One agency. ``rng`` gives all its randomness; there is no clock, every verb takes ``now``."""

    def __init__(self, name: str, rng: Random) -> None:
        self.name = name
        self.rng = rng
        self.identity = Signer(name, rng(sodium.KEY_BYTES))
        self.log = MemoryLog(f"{name.lower()}.example/log")
        self.misbehaves: set[str] = set()
        self.before_answering: Callable[[int], None] = lambda step: None
        """Called behind each step of an answer: raise there, and the partner crashes there."""

    # --- holding ------------------------------------------------------------------------------------------------------

    def publish(self, asker: "Partner", holdings: Sequence[Holding], now: dt.datetime, **terms: Any) -> Offer:
        """A set for one asker. ``terms`` are fields of the manifest."""
        seed = self.rng(32)
        begun = Manifest(
            **{
                "agreement": "A-1",
                "holder": self.name,
                "asker": asker.name,
                "set": "subjects",
                "epoch": 1,
                "public": sodium.multiply_base(sodium.Scalar(b"\x01" + bytes(31))),
                "types": tuple(sorted({one.kind for one in holdings} or {"phone"})),
                "not_before": now,
                "not_after": now + dt.timedelta(days=90),
                "grace_until": now + dt.timedelta(days=97),
                "quota": Quota(),
                "holder_key": self.identity.key,
                "asker_key": asker.identity.key,
                "pad_unit": 64,
                "norm_digest": norm.digest(),
                **terms,
            }
        )
        keys = manifest.derive(begun.info, seed)
        begun = replace(begun, public=keys.public)
        used = voprf.derive_key_pair(self.rng(32), b"another") if "other_set_key" in self.misbehaves else keys
        made = answering.make_set(holdings, begun, used, seed, self.identity, self.rng)
        return Offer(manifest.sign(begun, self.identity), [(made.segment, made.line)], made, keys)

    def answer(self, offer: Offer, query: bytes, now: dt.datetime) -> bytes:
        """Answer a question, or do what a partner that misbehaves does instead."""
        ways = self.misbehaves
        if "vanishes" in ways or ("stalls" in ways and not offer.answers):
            offer.answers.append(b"")
            raise NoAnswer(f"{self.name} does not answer")
        if "replays" in ways and offer.answers:
            return offer.answers[0]
        terms = offer.terms
        good = answering.answer(
            query, terms, offer.keys, self.identity, offer.book, self.log, now, self.before_answering
        )
        offer.answers.append(good)
        spoilt = self._spoilt(offer, query, terms, now)
        return good if spoilt is None else spoilt

    def _spoilt(self, offer: Offer, query: bytes, terms: Manifest, now: dt.datetime) -> bytes | None:
        """The answer as this partner would spoil it, signed with its own good key; None when it does not."""
        ways = self.misbehaves
        if "cuts" in ways:
            return offer.answers[-1][: len(offer.answers[-1]) // 2]
        if not ways & {"other_key", "forges", "garbage", "swaps", "drops"}:
            return None
        asked = messages.read_query(query, terms, now)
        blinded = messages.decode_elements(asked.elements, "query")
        other = voprf.derive_key_pair(self.rng(32), b"another")
        keys = offer.keys if ways & {"swaps", "drops"} else other
        elements = [voprf.blind_evaluate(keys.secret, one) for one in blinded]
        if "garbage" in ways:
            elements = [sodium.hash_to_element(self.rng(64)) for _ in blinded]
        r = sodium.reduce_scalar(self.rng(64))
        claimed = KeyPair(keys.secret, terms.public) if "forges" in ways else keys
        proof = voprf.generate_proof(claimed, blinded, elements, r)
        if "swaps" in ways:
            elements[0], elements[1] = elements[1], elements[0]
        if "drops" in ways:
            elements.pop()
        place = LogPlace(self.log.origin, 0, 1, bytes(32))
        left = {"day_left": 0, "epoch_left": 0}
        return messages.write_answer(asked, terms, self.identity, elements=elements, proof=proof, quota=left, log=place)

    # --- asking -------------------------------------------------------------------------------------------------------

    def ask(
        self,
        offer: Offer,
        wanted: Sequence[tuple[str, str]],
        now: dt.datetime,
        *,
        case: str = "CASE-7",
        purpose: str = "general",
        known_answers: bool = True,
        pool: Sequence[tuple[str, str]] = (),
        valid: dt.timedelta = dt.timedelta(minutes=5),
        backed: Callable[[int], bytes] = lambda at: hashlib.sha256(b"report %d" % at).digest(),
    ) -> list[Question]:
        """Questions about identifiers (kind, canonical value). ``backed`` gives the evidence digest of each."""
        terms = offer.terms
        items = [Item(kind, value, backed(at), at) for at, (kind, value) in enumerate(wanted)]
        seeds = [self.rng(32) for _ in asking.sizes(len(items), terms, known_answers=known_answers)]
        tag = asking.case_tag(self.identity.seed, case)
        questions = []
        for planned in asking.plan(items, terms, tag, seeds, known_answers=known_answers, pool=pool):
            batch = planned.make()
            query_id = messages.new_id(now, self.rng)
            officer = asking.officer_tag(self.identity.seed, "officer")
            blinded = asking.blind(batch, query_id=query_id, officer=officer, purpose=purpose)
            place = self.log(asking.record(blinded, terms))
            query = asking.send(
                blinded, terms, self.identity, place, basis="agr:art.4(2)", created=now, expires=now + valid
            )
            questions.append(Question(query, batch, query_id))
        return questions

    def finish(
        self, published: PublishedSet, question: Question, answer: bytes, *, usual: float | None = None
    ) -> Outcome:
        """What an answer comes to, every check made."""
        return asking.finish(question.batch, question.query, answer, published, usual=usual)


def universe(prefix: str, digits: int, share: float, rng: Random) -> list[Holding]:
    """A poisoned set: every number of a space, or the share of it that ``rng`` picks."""
    bound = int(share * 2**32)
    return [
        Holding("phone", f"{prefix}{number:0{digits}d}")
        for number in range(10**digits)
        if int.from_bytes(rng(4), "big") < bound
    ]
