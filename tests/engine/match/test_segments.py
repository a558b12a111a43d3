"""Set segments: the format to the byte, and a million ways to spoil one (V15)."""

import datetime as dt
import random
import struct

import numpy as np
import pytest

from weft import sodium
from weft.errors import WeftError
from weft.match import segments
from weft.match.segments import FIRST_PREVIOUS, BadSegment, Entry, PublishedSet
from weft.match.sets import Holding
from weft.sodium import BadSignature
from weft.testing.partner import Partner


@pytest.fixture
def offer(kh, th, now, held):
    return kh.publish(th, held(0, 20), now)


def test_the_format_to_the_byte(offer):
    [(data, _)] = offer.segments
    header = struct.unpack(">4sHH32sQIIHHI32s", data[:96])

    assert header == (b"WFTS", 1, 96, offer.terms.digest, 0, 64, 0, 40, 0, 0, bytes(32))
    assert len(data) == 96 + 64 * 8 + 64 * 40
    tokens = struct.unpack(">64Q", data[96 : 96 + 512])
    assert list(tokens) == sorted(set(tokens))
    assert {one.token for one in offer.made.made} < set(tokens)


def test_the_padding_cannot_be_told_from_the_rest_by_its_place_or_size(offer, kh, th, now, held):
    # 20 identifiers and 16 known answers: 28 of 64 are padding. Seventy: the next multiple.
    assert len(offer.made.padding) == 28
    assert len(kh.publish(th, held(0, 70), now).taken_in()) == 128


def delta(offer, kh, previous, added, removed, rng, sequence=1):
    data, padding = segments.write(offer.terms, sequence, previous, added, removed, rng.randbytes)
    return data, segments.sign_line(offer.terms, data, kh.identity), padding


def entry(rng):
    return Entry(int.from_bytes(rng.randbytes(8), "big"), rng.randbytes(40))


def test_deltas_add_and_remove(offer, kh, rng):
    published = offer.taken_in()
    gone = (
        [one.token for one in offer.made.made][:20]
        + list(offer.made.padding)[:28]
        + [token for token in map(int, published.tokens) if token not in {one.token for one in offer.made.made}][28:]
    )
    gone = sorted(set(map(int, published.tokens)))
    data, line, _ = delta(offer, kh, published.previous, [entry(rng)], gone, rng)

    published.accept(data, line)

    assert len(published) == 64
    assert set(map(int, published.sequences)) == {1}
    assert not set(gone) & set(map(int, published.tokens))
    assert published.next_sequence == 2


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("gap", "expected segment 1, got 2"),
        ("again", "expected segment 1, got 0"),
        ("other chain", "does not follow"),
        ("never added", "never added"),
        ("there already", "there already"),
        ("other epoch", "another epoch"),
        ("cap", "more than the agreement's"),
    ],
)
def test_segments_out_of_order_are_refused_and_change_nothing(offer, kh, th, now, held, rng, what, words):
    published = offer.taken_in()
    previous, tokens = published.previous, sorted(map(int, published.tokens))
    if what == "gap":
        data, line, _ = delta(offer, kh, previous, [entry(rng)], [], rng, sequence=2)
    elif what == "again":
        data, line = offer.segments[0]
    elif what == "other chain":
        data, line, _ = delta(offer, kh, bytes(32), [entry(rng)], [], rng)
    elif what == "never added":
        data, line, _ = delta(offer, kh, previous, [entry(rng)], [*tokens[1:], tokens[0] ^ 1], rng)
    elif what == "there already":
        data, line, _ = delta(offer, kh, previous, [Entry(tokens[5], bytes(40))], [], rng)
    elif what == "other epoch":
        data, line = kh.publish(th, held(0, 5), now, epoch=2).segments[0]
    else:
        offer = kh.publish(th, held(0, 20), now, set_cap=100)
        published = offer.taken_in()
        previous = published.previous
        data, line, _ = delta(offer, kh, previous, [entry(rng)], [], rng)

    with pytest.raises(BadSegment, match=words):
        published.accept(data, line)
    assert (published.next_sequence, published.previous, len(published)) == (1, previous, 64)


def rebuilt(data, **changed):
    names = (
        "magic",
        "version",
        "header",
        "manifest",
        "seq",
        "n_add",
        "n_del",
        "payload",
        "flags",
        "reserved",
        "previous",
    )
    fields = dict(zip(names, struct.unpack(">4sHH32sQIIHHI32s", data[:96]), strict=True)) | changed
    return struct.pack(">4sHH32sQIIHHI32s", *fields.values()) + data[96:]


def swapped(data):
    return data[:96] + data[104:112] + data[96:104] + data[112:]


MALFORMED = {
    "empty": (lambda d: b"", "at least 96 bytes"),
    "header cut": (lambda d: d[:95], "at least 96 bytes"),
    "magic": (lambda d: rebuilt(d, magic=b"WFTX"), "not a WFTS file"),
    "version": (lambda d: rebuilt(d, version=2), "not a WFTS file"),
    "header length": (lambda d: rebuilt(d, header=97), "not a WFTS file"),
    "flags": (lambda d: rebuilt(d, flags=1), "not a WFTS file"),
    "reserved": (lambda d: rebuilt(d, reserved=1), "not a WFTS file"),
    "no payload": (lambda d: rebuilt(d, payload=0), "payloads of 40 bytes, got 0"),
    "no tokens": (lambda d: rebuilt(d, n_add=0), "not padded"),
    "not padded": (lambda d: rebuilt(d, n_add=63), "not padded"),
    "removals not padded": (lambda d: rebuilt(d, n_del=1), "not padded"),
    "a billion": (lambda d: rebuilt(d, n_add=2**30), "more than the agreement's"),
    "a billion gone": (lambda d: rebuilt(d, n_del=2**30), "more than the agreement's"),
    "cut": (lambda d: d[:-1], "bytes, got"),
    "longer": (lambda d: d + b"\0", "bytes, got"),
    "swapped": (swapped, "not strictly ascending"),
    "doubled": (lambda d: d[:104] + d[96:104] + d[112:], "not strictly ascending"),
}


@pytest.mark.parametrize("how", MALFORMED)
def test_v15_a_malformed_segment_is_refused_even_when_its_holder_signed_it(offer, kh, how):
    change, words = MALFORMED[how]
    data = change(offer.segments[0][0])
    published = PublishedSet(offer.terms)
    with pytest.raises(BadSegment, match=words):
        segments.parse(offer.terms, data, 0, FIRST_PREVIOUS)
    with pytest.raises(BadSegment, match="not the one"):
        published.accept(data, offer.segments[0][1])
    if len(data) >= 96:
        with pytest.raises(WeftError):
            published.accept(data, segments.sign_line(offer.terms, data, kh.identity))
    assert len(published) == 0


def test_removed_tokens_out_of_order_are_refused(offer, kh, rng):
    published = offer.taken_in()
    data, _, _ = delta(offer, kh, published.previous, [entry(rng)], map(int, published.tokens), rng)
    at = len(data) - 16
    data = data[:at] + data[at + 8 :] + data[at : at + 8]
    with pytest.raises(BadSegment, match="removed tokens are not strictly ascending"):
        published.accept(data, segments.sign_line(offer.terms, data, kh.identity))


def test_a_line_that_disagrees_with_its_segment_is_refused(offer, kh):
    from weft.match import forms

    data, line = offer.segments[0]
    fields = forms.parsed(line.decode().partition("\n\n")[0])
    for changed, words in (({"n_add": 128}, "disagree"), ({"manifest": forms.to_base64(bytes(32))}, "another epoch")):
        with pytest.raises(BadSegment, match=words):
            PublishedSet(offer.terms).accept(data, forms.write({**fields, **changed}, kh.identity))


def test_a_line_signed_by_another_is_refused(offer, rng):
    stranger = Partner("KH", rng.randbytes)
    data, _ = offer.segments[0]
    with pytest.raises(BadSignature):
        PublishedSet(offer.terms).accept(data, segments.sign_line(offer.terms, data, stranger.identity))


def mutate(rng, data):
    """``data`` with one to three changes, half of them in its header."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        at = rng.randrange(min(96, len(changed)) if rng.random() < 0.5 else len(changed))
        turn = rng.randrange(7)
        if turn == 0:
            changed[at] ^= 1 << rng.randrange(8)
        elif turn == 1:
            changed[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))
        elif turn == 2:
            del changed[at + 1 :]
        elif turn == 3:
            del changed[at + 1 : at + rng.choice((2, 9, 41, 97))]
        elif turn == 4:
            changed[at:at] = rng.randbytes(rng.choice((1, 8, 40, 96)))
        elif turn == 5:
            changed[at : at + 8] = data[104:112]
        else:
            changed[40:64] = rng.randbytes(24)
    return bytes(changed)


def fuzz(count):
    """Mutated segments: how many were accepted, and how many had at least the right form (a changed payload, say)."""
    rng = random.Random(count)
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    terms = kh.publish(th, [Holding("phone", "+66810000001")], now, pad_unit=32)
    [(data, line)], terms = terms.segments, terms.terms
    accepted = formed = 0
    for _ in range(count):
        mutated = mutate(rng, data)
        if mutated == data:
            continue
        try:
            segments.parse(terms, mutated, 0, FIRST_PREVIOUS)
            formed += 1
        except BadSegment:
            pass
        try:
            segments.read(terms, mutated, line, 0, FIRST_PREVIOUS)
            accepted += 1
        except BadSegment:
            pass
    return accepted, formed


def test_v15_mutated_segments():
    accepted, formed = fuzz(5_000)
    assert accepted == 0
    assert 0 < formed < 2_500


@pytest.mark.nightly
def test_v15_a_million_mutated_segments():
    accepted, _ = fuzz(1_000_000)
    assert accepted == 0


def test_looking_up_in_an_empty_set_finds_nothing(offer):
    assert PublishedSet(offer.terms).look_up([1, 2]) == [-1, -1]


def test_look_up_agrees_with_a_plain_set(offer, rng):
    published = offer.taken_in()
    held = set(map(int, published.tokens))
    asked = [*held, *(int.from_bytes(rng.randbytes(8), "big") for _ in range(200)), 0, 2**64 - 1]
    found = published.look_up(asked)
    assert [at >= 0 for at in found] == [one in held for one in asked]
    assert all(int(published.tokens[at]) == one for at, one in zip(found, asked, strict=True) if at >= 0)


def test_payload_fields_survive_and_one_segment_is_no_other(offer):
    from weft.match.segments import Payload
    from weft.match.tokens import Derived

    derived = Derived(bytes(range(64)))
    payload = Payload(bytes(range(16)), "national_id", 255, 65535, 2**32 - 1)
    published = PublishedSet(offer.terms)
    published.tokens = np.array([7], np.uint64)
    for sealed_in, opens in ((3, True), (4, False)):
        published.payloads = np.frombuffer(segments.seal_payload(derived, payload, sealed_in), np.uint8).reshape(1, 40)
        published.sequences = np.array([3], np.uint64)
        if opens:
            assert published.open(0, derived) == payload
        else:
            with pytest.raises(BadSegment, match="does not open"):
                published.open(0, derived)
    assert len(segments.seal_payload(derived, payload, 3)) == 24 + sodium.TAG_BYTES


def test_padding_never_doubles_a_token(offer):
    own = Entry(7, bytes(40))
    drawn = iter([(7).to_bytes(8, "big"), *((n).to_bytes(8, "big") for n in range(100, 300))])
    data, padding = segments.write(
        offer.terms, 0, FIRST_PREVIOUS, [own], (), lambda count: next(drawn) if count == 8 else bytes(count)
    )
    assert (len(padding), 7 in padding) == (63, False)
    assert len(segments.parse(offer.terms, data, 0, FIRST_PREVIOUS).added) == 64
