"""Whole rounds between two partners in memory: what comes out, and what every kind of misbehaviour comes to."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.errors import PartnerProblem, Refused, Tampered, WeftError
from weft.match import answering, asking, forms, manifest, messages, tokens
from weft.match.answering import SameIdOtherQuestion
from weft.match.budgets import OverBudget, Quota
from weft.match.decoys import SetAside
from weft.match.evidence import FILLER
from weft.match.forms import BadForm
from weft.match.manifest import EpochOver, OtherEpoch, OtherKey
from weft.match.messages import Expired, PurposeRefused
from weft.match.sets import Holding
from weft.match.voprf import BadProof
from weft.sodium import BadEncoding, BadSignature
from weft.testing.partner import WAYS, NoAnswer, Partner

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def values(outcomes):
    return sorted(hit.item.value for outcome in outcomes for hit in outcome.hits)


def whole_round(holder, asker, offer, wanted, now, **more):
    published = offer.taken_in()
    return [
        asker.finish(published, one, holder.answer(offer, one.query, now))
        for one in asker.ask(offer, wanted, now, **more)
    ]


def test_hits_and_what_their_payload_tells(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)

    outcomes = whole_round(kh, th, offer, phones(15, 10), now)

    hits = [hit for outcome in outcomes for hit in outcome.hits]
    assert values(outcomes) == [value for _, value in phones(15, 5)]
    assert {(hit.payload.kind, hit.payload.tier, hit.payload.last_quarter) for hit in hits} == {("phone", 2, 227)}
    # Three networks, three pseudonyms; the same network, the same one.
    assert len({hit.payload.pseudonym for hit in hits}) == 3
    assert outcomes[0].asked == 10


def test_a_set_without_payloads_tells_hit_or_no_hit_and_nothing_else(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now, payload_len=0)

    [outcome] = whole_round(kh, th, offer, phones(15, 10), now)

    assert values([outcome]) == [value for _, value in phones(15, 5)]
    assert {hit.payload for hit in outcome.hits} == {None}


def test_the_holder_learns_padded_size_tags_and_purpose_and_nothing_that_depends_on_a_hit(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    hitting, missing = (th.ask(offer, phones(first, 10), now)[0].query for first in (0, 500))

    told = [messages.read_query(one, offer.terms, now) for one in (hitting, missing)]

    assert {one.count for one in told} == {64}
    assert len({(one.case_tags, one.officer_tag, one.purpose) for one in told}) == 1
    assert len(hitting) == len(missing)


# --- V6 -------------------------------------------------------------------------------------------------------------------


def intersect(seed, held_numbers, asked_numbers):
    rng = random.Random(seed)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    offer = kh.publish(th, [Holding("phone", f"+6681{n:07d}") for n in held_numbers], at)
    published = offer.taken_in()
    outcomes = []
    for one in th.ask(offer, [("phone", f"+6681{n:07d}") for n in asked_numbers], at):
        outcome = th.finish(published, one, kh.answer(offer, one.query, at))
        assert all(one.batch.slots[hit.position].claim.sort == "item" for hit in outcome.hits)
        outcomes.append(outcome)
    assert values(outcomes) == sorted(f"+6681{n:07d}" for n in set(held_numbers) & set(asked_numbers))


# Numbers close together, so that sets meet; a decoy drawn from 10^7 hardly ever does.
numbers = st.lists(st.integers(0, 9_999_999) | st.integers(0, 400), max_size=40, unique=True)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), numbers, numbers)
def test_v6_hits_are_the_intersection(seed, held_numbers, asked_numbers):
    intersect(seed, held_numbers, asked_numbers or [1])


@pytest.mark.nightly
def test_v6_hits_are_the_intersection_ten_thousand_times():
    rng = random.Random(6)
    for seed in range(10_000):
        space = rng.choice([300, 1_000, 10_000_000])
        sizes = [min(int(rng.paretovariate(0.6)), 500) for _ in range(2)]
        held_numbers, asked_numbers = (rng.sample(range(space), min(size, space)) for size in sizes)
        intersect(seed, held_numbers, asked_numbers)


def test_v6_fillers_never_hit(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 300), now)
    published = offer.taken_in()
    seen = 0
    for one in th.ask(offer, phones(0, 300), now):
        outcome = th.finish(published, one, kh.answer(offer, one.query, now))
        seen += sum(slot.claim.sort == FILLER for slot in one.batch.slots)
        assert len(outcome.hits) == 300
    assert seen > 100


def test_v6_the_same_identifier_looks_different_each_time(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 1), now)

    bodies = [th.ask(offer, phones(0, 1), now)[0].query[-64 * 32 :] for _ in range(5)]

    elements = [body[at : at + 32] for body in bodies for at in range(0, len(body), 32)]
    assert len(set(elements)) == 5 * 64


def shared_tokens(count):
    """Tokens that sets for two partners, two epochs or two kinds have in common."""
    rng = random.Random(66)
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    kh, th, vn = (Partner(name, rng.randbytes) for name in ("KH", "TH", "VN"))
    phones = [Holding("phone", f"+668{n:08d}") for n in range(count)]
    cards = [Holding("national_id", f"+668{n:08d}") for n in range(count)]
    offers = [
        kh.publish(th, phones, at, set_cap=10**6),
        kh.publish(vn, phones, at, set_cap=10**6),
        kh.publish(th, phones, at, epoch=2, set_cap=10**6),
        kh.publish(th, cards, at, set_cap=10**6),
    ]
    sets = [{one.token for one in offer.made.made} for offer in offers]
    assert {len(one) for one in sets} == {count}
    return sum(len(a & b) for at, a in enumerate(sets) for b in sets[:at])


def test_v6_partners_epochs_and_kinds_share_no_token():
    assert shared_tokens(500) == 0


@pytest.mark.nightly
def test_v6_partners_epochs_and_kinds_share_no_token_in_a_hundred_thousand():
    assert shared_tokens(100_000) == 0


# --- misbehaving partners -------------------------------------------------------------------------------------------------

NOTICED_BY = {
    "other_key": BadProof,
    "forges": BadProof,
    "garbage": BadProof,
    "swaps": BadProof,
    "drops": BadForm,
    "replays": OtherEpoch,
    "stalls": NoAnswer,
    "vanishes": NoAnswer,
    "cuts": BadForm,
    "other_set_key": SetAside,
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_misbehave_is_noticed(kh, th, now, held, phones, way):
    kh.misbehaves = {way}
    offer = kh.publish(th, held(0, 20), now)
    questions = [th.ask(offer, phones(0, 5), now)[0] for _ in range(2)]
    published = offer.taken_in()

    def go_through():
        for one in questions:
            th.finish(published, one, kh.answer(offer, one.query, now))

    with pytest.raises(NOTICED_BY[way]):
        go_through()


def test_a_partner_that_stalled_is_asked_again_and_charges_once(kh, th, now, held, phones):
    kh.misbehaves = {"stalls"}
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    with pytest.raises(NoAnswer):
        kh.answer(offer, question.query, now)

    outcome = th.finish(offer.taken_in(), question, kh.answer(offer, question.query, now + MINUTE))

    assert len(outcome.hits) == 5
    assert offer.book.usage().used == 64


# --- V9 -------------------------------------------------------------------------------------------------------------------


def test_v9_the_same_question_again_gets_the_same_bytes_and_no_charge(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    first = kh.answer(offer, question.query, now)

    again = [kh.answer(offer, question.query, now + MINUTE) for _ in range(3)]

    assert again == [first] * 3
    assert offer.book.usage().used == 64
    assert len(kh.log.records) == 1


def test_v9_another_question_under_the_same_id_is_an_alarm(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    kh.answer(offer, question.query, now)
    [other] = th.ask(offer, phones(5, 5), now)
    forged = resigned(th, other.query, query_id=forms.to_base64(question.query_id))

    with pytest.raises(SameIdOtherQuestion):
        kh.answer(offer, forged, now)

    assert offer.book.usage().used == 64
    # Also when the first is charged but not yet answered, and the second comes in between.
    book = type(offer.book)()
    book.charge(question.query_id, b"1" * 32, 64, [], Quota(), 1)
    with pytest.raises(SameIdOtherQuestion):
        book.charge(question.query_id, b"2" * 32, 64, [], Quota(), 1)


def resigned(partner, query, **changed):
    """A question with other fields, signed anew by its own asker."""
    end = forms.end_of_note(query, "query")
    fields = forms.parsed(query[:end].decode().partition("\n\n")[0])
    return forms.write({**fields, **changed}, partner.identity, query[end:])


def test_v9_times(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)

    for late in (5 * MINUTE, DAY):
        with pytest.raises(Expired, match="expired"):
            kh.answer(offer, question.query, now + late)
    [tomorrow] = th.ask(offer, phones(0, 5), now + DAY)
    with pytest.raises(Expired, match="still to come"):
        kh.answer(offer, tomorrow.query, now)
    [long] = th.ask(offer, phones(0, 5), now, valid=dt.timedelta(minutes=6))
    with pytest.raises(Expired, match="valid for longer"):
        kh.answer(offer, long.query, now)
    assert offer.book.usage().used == 0
    # Clocks differ by a little: a question from four minutes ahead is taken.
    [ahead] = th.ask(offer, phones(0, 5), now + 4 * MINUTE)
    kh.answer(offer, ahead.query, now)


def test_v9_an_epoch_that_is_over_or_not_begun(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    for when, words in ((now + 90 * DAY, "ended"), (now - DAY, "begins")):
        [question] = th.ask(offer, phones(0, 5), when)
        with pytest.raises(EpochOver, match=words):
            kh.answer(offer, question.query, when)
    offer.terms.check_open(now + 95 * DAY, grace=True)
    with pytest.raises(EpochOver):
        offer.terms.check_open(now + 97 * DAY, grace=True)


# --- other epochs, partners, purposes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["agreement", "asker", "epoch", "holder", "set"])
def test_a_question_for_something_else_is_refused(kh, th, now, held, phones, field):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    changed = resigned(th, question.query, **{field: 9 if field == "epoch" else "missing"})

    with pytest.raises(OtherEpoch, match=field):
        kh.answer(offer, changed, now)
    assert offer.book.usage().used == 0


def test_a_question_by_another_manifest_of_the_same_epoch_is_refused(kh, th, now, held, phones):
    offer, other = (kh.publish(th, held(0, 20), now) for _ in range(2))
    [question] = th.ask(other, phones(0, 5), now)
    with pytest.raises(OtherEpoch, match="another manifest"):
        kh.answer(offer, question.query, now)


def test_a_purpose_the_agreement_does_not_serve_is_refused(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now, purposes=("missing",))
    [question] = th.ask(offer, phones(0, 5), now, purpose="general")
    with pytest.raises(PurposeRefused, match="general"):
        kh.answer(offer, question.query, now)


def test_a_question_signed_by_somebody_else_is_refused(kh, th, now, rng, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    stranger = Partner("TH", rng.randbytes)
    [question] = stranger.ask(offer, phones(0, 5), now)
    with pytest.raises(BadSignature, match="not signed by the key"):
        kh.answer(offer, question.query, now)


def test_a_budget_is_charged_before_anything_is_evaluated(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now, quota=Quota(day=100))
    reached = []
    kh.before_answering = reached.append
    first, second = (th.ask(offer, phones(0, 5), now)[0] for _ in range(2))
    kh.answer(offer, first.query, now)
    assert reached == [4, 5, 6, 7, 8]

    reached.clear()
    with pytest.raises(OverBudget, match="36 left today"):
        kh.answer(offer, second.query, now)
    assert reached == [4]


class Crash(BaseException):
    """The plug is pulled."""


@pytest.mark.parametrize("step", [4, 5, 6, 7, 8])
def test_v8_a_crash_behind_any_step_charges_once(kh, th, now, held, phones, step):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)

    def pull(reached):
        if reached == step:
            raise Crash

    kh.before_answering = pull
    with pytest.raises(Crash):
        kh.answer(offer, question.query, now)
    kh.before_answering = lambda reached: None
    answer = kh.answer(offer, question.query, now)

    assert answer == kh.answer(offer, question.query, now)
    assert offer.book.usage().used == 64
    assert len(kh.log.records) == 1
    assert len(th.finish(offer.taken_in(), question, answer).hits) == 5


def test_a_question_with_a_bad_element_is_refused_before_it_is_charged(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    for bad in (bytes(32), b"\xff" * 32, question.query[-32:-1] + bytes([question.query[-1] | 0x80])):
        end = forms.end_of_note(question.query, "query")
        body = question.query[end:-32] + bad
        fields = forms.parsed(question.query[:end].decode().partition("\n\n")[0])
        changed = forms.write({**fields, "elements": forms.to_base64(manifest.sodium.sha256(body))}, th.identity, body)
        with pytest.raises(BadEncoding, match="element 63"):
            kh.answer(offer, changed, now)
    assert offer.book.usage().used == 0


# --- V10 ------------------------------------------------------------------------------------------------------------------


def test_v10_a_set_made_with_another_key_is_set_aside(kh, th, now, held, phones):
    kh.misbehaves = {"other_set_key"}
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    with pytest.raises(SetAside, match="16 of 16 known answers missed"):
        th.finish(offer.taken_in(), question, kh.answer(offer, question.query, now))


def test_known_answers_are_asked_in_the_first_batch_only(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    questions = th.ask(offer, phones(0, 5000), now)
    counts = [sum(slot.claim.sort == "kat" for slot in one.batch.slots) for one in questions]
    assert counts == [16, 0]
    assert [len(one.batch.slots) for one in questions] == [4096, 1024]
    [short] = th.ask(offer, phones(0, 5), now, known_answers=False)
    assert len(short.batch.slots) == 16


@pytest.mark.parametrize("count", [0, 1, 15, 16, 47, 48, 63, 64, 239, 252, 253, 1008, 4032, 4033, 9000])
def test_batches_hold_what_is_asked_and_have_the_allowed_sizes(kh, th, now, held, count):
    terms = kh.publish(th, held(0, 1), now).terms
    for known in (False, True):
        sizes = asking.sizes(count, terms, known_answers=known)
        room = sum(size - max(1, size // 64) for size in sizes) - 16 * known
        assert room >= count
        assert set(sizes) <= set(manifest.BATCH_SIZES)
        assert sizes[:-1] == [4096] * (len(sizes) - 1)


# --- answers that are not the right ones ------------------------------------------------------------------------------------


def test_an_answer_under_another_holders_signature_is_refused(kh, th, now, rng, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 5), now)
    answer = kh.answer(offer, question.query, now)
    end = forms.end_of_note(answer, "answer")
    fields = forms.parsed(answer[:end].decode().partition("\n\n")[0])
    stranger = Partner("KH", rng.randbytes)
    published = offer.taken_in()

    with pytest.raises(BadSignature):
        th.finish(published, question, forms.write(fields, stranger.identity, answer[end:]))
    other = forms.to_base64(messages.sodium.hash_to_element(bytes(64)))
    with pytest.raises(OtherKey, match="another key"):
        th.finish(published, question, forms.write({**fields, "pk": other}, kh.identity, answer[end:]))
    with pytest.raises(BadForm, match="not those that were signed"):
        th.finish(published, question, answer[:-1] + bytes([answer[-1] ^ 1]))
    for changed in (answer + bytes(32), answer[:-32], answer + bytes(200_000)):
        with pytest.raises(BadForm):
            th.finish(published, question, changed)


def test_answers_and_questions_that_are_far_too_long_are_refused(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 1), now)
    [question] = th.ask(offer, phones(0, 1), now)
    with pytest.raises(BadForm, match="at most"):
        kh.answer(offer, question.query + bytes(200_000), now)


def mutated(rng, data):
    """``data`` with one of many small changes."""
    at = rng.randrange(len(data))
    turn = rng.randrange(6)
    if turn == 0:
        return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
    if turn == 1:
        return data[:at]
    if turn == 2:
        return data[:at] + rng.randbytes(rng.randrange(1, 40)) + data[at:]
    if turn == 3:
        return data[:at] + data[at + rng.randrange(1, 40) :]
    if turn == 4:
        other = rng.randrange(len(data))
        return data[:at] + data[other : other + 32] + data[at + 32 :]
    return data[:at] + bytes([rng.choice(b'"{},:\n\\0 9\xe2')]) + data[at + 1 :]


def mutations(count):
    rng = random.Random(15)
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    offer = kh.publish(th, [Holding("phone", "+66810000001")], now)
    terms = offer.terms
    [question] = th.ask(offer, [("phone", "+66810000001")], now, known_answers=False)
    answer = kh.answer(offer, question.query, now)
    digest = messages.sodium.sha256(question.query)
    readers = {
        question.query: lambda data: messages.read_query(data, terms, now),
        answer: lambda data: messages.read_answer(data, terms, query_id=question.query_id, query=digest, count=16),
        offer.manifest: lambda data: manifest.read(data, pinned=kh.identity.key),
    }
    for good, read in readers.items():
        for _ in range(count):
            changed = mutated(rng, good)
            if changed == good:
                continue
            with pytest.raises(WeftError) as raised:
                read(changed)
            assert isinstance(raised.value, (PartnerProblem, Tampered, Refused))


def test_mutated_messages_are_refused_with_a_reason():
    mutations(1_500)


@pytest.mark.nightly
def test_mutated_messages_are_refused_with_a_reason_three_hundred_thousand_times():
    mutations(100_000)


# --- later segments, caches, chance -----------------------------------------------------------------------------------------


def test_outputs_kept_for_the_epoch_meet_later_segments_without_asking_again(kh, th, now, held, phones, rng):
    from weft.match import segments, voprf
    from weft.match.segments import Entry, Payload
    from weft.match.tokens import Derived

    offer = kh.publish(th, held(0, 10), now)
    published = offer.taken_in()
    [question] = th.ask(offer, phones(12, 3), now)
    answer = messages.read_answer(
        kh.answer(offer, question.query, now),
        offer.terms,
        query_id=question.query_id,
        query=messages.sodium.sha256(question.query),
        count=64,
    )
    outputs = [
        voprf.finalize(slot.claim.x, messages.sodium.scalar_invert(r), element)
        for slot, r, element in zip(question.batch.slots, question.batch.blinds(), answer.elements, strict=True)
    ]
    assert asking.read_outputs(question.batch, outputs, published).hits == ()

    derived = Derived(voprf.evaluate(offer.keys.secret, tokens.encode(*phones(13, 1)[0])))
    sealed = segments.seal_payload(derived, Payload(bytes(16), "phone", 1, 227), 1)
    data, _ = segments.write(offer.terms, 1, published.previous, [Entry(derived.token, sealed)], (), rng.randbytes)
    published.accept(data, segments.sign_line(offer.terms, data, kh.identity))

    [hit] = asking.read_outputs(question.batch, outputs, published).hits
    assert (hit.item.value, hit.sequence) == (phones(13, 1)[0][1], 1)


def test_a_token_that_meets_by_chance_is_no_hit(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 10), now)
    published = offer.taken_in()
    [question] = th.ask(offer, phones(0, 1), now)
    answer = kh.answer(offer, question.query, now)
    assert len(th.finish(published, question, answer).hits) == 1

    published.payloads = published.payloads[::-1].copy()

    outcome = th.finish(published, question, answer)
    assert (len(outcome.hits), outcome.chance) == (0, 1)


def test_ten_times_the_usual_rate_of_hits_is_set_aside(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 20), now)
    [question] = th.ask(offer, phones(0, 20), now)
    answer = kh.answer(offer, question.query, now)
    published = offer.taken_in()

    assert len(th.finish(published, question, answer, usual=0.5).hits) == 20
    with pytest.raises(SetAside, match=r"usual 2\.0%"):
        th.finish(published, question, answer, usual=0.02)


def test_the_log_of_each_side_names_the_question_the_same_way(kh, th, now, held, phones):
    offer = kh.publish(th, held(0, 1), now)
    [question] = th.ask(offer, phones(0, 1), now)
    kh.answer(offer, question.query, now)

    asked, answered = (forms.parsed(one.log.records[0].decode()) for one in (th, kh))

    assert (asked["typ"], answered["typ"]) == (asking.ASKED, answering.ANSWERED)
    assert asked["query_id"] == answered["query_id"] == forms.to_base64(question.query_id)
