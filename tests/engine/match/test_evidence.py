"""Evidence binding and the auditor's opening: what was committed to can be shown, and nothing else can."""

import random
from dataclasses import replace

import pytest

from weft import sodium
from weft.match import decoys, evidence, messages, tokens
from weft.match.evidence import NotBacked


@pytest.fixture
def asked(kh, th, now, held, phones):
    """A question of ten items, as sent, with its batch."""
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 10), now)
    return messages.read_query(question.query, offer.terms, now), question.batch, offer.terms


def opened(batch, positions):
    blinds = batch.blinds()
    return [evidence.open_position(batch.claims, at, blinds[at]) for at in positions]


def padding_of(terms):
    """What the auditor checks of claims that call themselves padding."""
    known = {tokens.known_answer(terms.digest, number) for number in range(terms.kat)}

    def is_padding(claim):
        if claim.sort == evidence.KNOWN_ANSWER:
            return claim.x in known
        if claim.sort == evidence.FILLER:
            return claim.x.startswith(tokens.filler(b""))
        return claim.x.split(b"\x1f")[2].decode().startswith("+6681")

    return is_padding


def test_every_position_can_be_opened(asked):
    query, batch, terms = asked
    files = {slot.claim.evidence for slot in batch.slots if slot.item}

    found = evidence.audit(
        opened(batch, range(64)),
        query.evidence_root,
        query.elements,
        lambda claim: claim.evidence in files,
        padding_of(terms),
    )

    assert (found.sampled, found.backed, found.padding, found.unbacked) == (64, 10, 54, ())
    assert decoys.count_for(64) == 1


def test_an_item_without_evidence_is_found(asked):
    query, batch, terms = asked
    at = next(at for at, slot in enumerate(batch.slots) if slot.item)
    found = evidence.audit(opened(batch, [at]), query.evidence_root, query.elements, lambda c: False, padding_of(terms))
    assert (found.backed, found.unbacked) == (0, (at,))


def test_an_item_that_calls_itself_padding_is_found(kh, th, now, held):
    """A fisher that declares its guesses as decoys: only the agreed pool may be."""
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, [("phone", "+66899999999")], now, pool=[("phone", "+66899999998")])
    query = messages.read_query(question.query, offer.terms, now)
    at = next(at for at, slot in enumerate(question.batch.slots) if slot.decoy)
    found = evidence.audit(
        opened(question.batch, [at]), query.evidence_root, query.elements, lambda c: True, padding_of(offer.terms)
    )
    assert found.unbacked == (at,)


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, claim=replace(one.claim, x=tokens.encode("phone", "+66811111111"))),
        lambda one: replace(one, claim=replace(one.claim, evidence=bytes(32))),
        lambda one: replace(one, claim=replace(one.claim, case_tag=bytes(16))),
        lambda one: replace(one, claim=replace(one.claim, salt=bytes(16))),
        lambda one: replace(one, claim=replace(one.claim, sort=evidence.DECOY)),
        lambda one: replace(one, position=one.position ^ 1),
        lambda one: replace(one, path=one.path[:-1]),
        lambda one: replace(one, path=(bytes(32), *one.path[1:])),
    ],
)
def test_what_was_not_committed_to_is_refused(asked, change):
    query, batch, terms = asked
    at = next(at for at, slot in enumerate(batch.slots) if slot.item)
    [good] = opened(batch, [at])
    with pytest.raises(NotBacked, match="not committed to"):
        evidence.audit([change(good)], query.evidence_root, query.elements, lambda c: True, padding_of(terms))


def test_a_commitment_to_something_else_than_was_asked_is_refused(asked):
    query, batch, terms = asked
    [good] = opened(batch, [3])
    elements = [*query.elements[:3], query.elements[4], *query.elements[4:]]
    with pytest.raises(NotBacked, match="asked something else"):
        evidence.audit([good], query.evidence_root, elements, lambda c: True, padding_of(terms))


def test_positions_follow_from_the_holders_next_checkpoint_and_are_spread_evenly():
    rng = random.Random(1)
    assert evidence.positions(b"a", b"q", 64, 10) == evidence.positions(b"a", b"q", 64, 10)
    assert evidence.positions(b"a", b"q", 64, 10) != evidence.positions(b"b", b"q", 64, 10)
    assert evidence.positions(b"a", b"q", 16, 60) == list(range(16))
    counts = [0] * 64
    for _ in range(2_000):
        for at in evidence.positions(rng.randbytes(32), b"q", 64, 8):
            counts[at] += 1
    # 250 expected at each; five standard deviations.
    assert all(abs(count - 250) < 75 for count in counts)


def test_the_leaf_to_the_byte(asked):
    _, batch, _ = asked
    claim = batch.slots[0].claim
    body = claim.salt + sodium.sha256(claim.x) + claim.evidence + claim.case_tag + claim.sort.encode()
    assert claim.leaf == sodium.sha256(b"\x00" + body)
    assert len({slot.claim.salt for slot in batch.slots}) == 64
