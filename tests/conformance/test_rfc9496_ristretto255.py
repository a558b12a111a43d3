"""RFC 9496: encodings of ristretto255, good and bad, and what libsodium lets pass but our door does not."""

import hashlib
import random

import pytest

from weft import sodium
from weft.sodium import ORDER, BadEncoding, Scalar

RNG = random.Random(9496)


def scalar(value):
    return Scalar(value.to_bytes(32, "little"))


def test_small_multiples_of_the_generator(vectors):
    expected = vectors("ristretto255_rfc9496.json")["multiples_of_the_generator"]

    assert [sodium.multiply_base(scalar(n)).hex() for n in range(1, 16)] == expected
    base = sodium.decode_element(bytes.fromhex(expected[0]))
    assert [sodium.multiply(scalar(n), base).hex() for n in range(1, 16)] == expected
    running = base
    for encoding in expected[1:]:
        running = sodium.add(running, base)
        assert running.hex() == encoding


def test_hash_to_element(vectors):
    for one in vectors("ristretto255_rfc9496.json")["hash_to_element"]:
        assert sodium.hash_to_element(bytes.fromhex(one["input"])).hex() == one["output"]


def test_v3_bad_points_of_the_rfc_are_refused(vectors):
    bad = vectors("ristretto255_rfc9496.json")["bad_encodings"]
    encodings = [bytes.fromhex(one) for group in bad.values() for one in group]

    assert len(encodings) == 29
    for encoding in encodings:
        with pytest.raises(BadEncoding):
            sodium.decode_element(encoding)


def test_v3_the_top_bit_on_a_thousand_valid_points_is_refused():
    for _ in range(1000):
        good = sodium.hash_to_element(RNG.randbytes(64))
        assert sodium.decode_element(good) == good
        with pytest.raises(BadEncoding, match="top bit"):
            sodium.decode_element(good[:31] + bytes([good[31] | 0x80]))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_v3_other_lengths_are_refused(length):
    good = sodium.hash_to_element(RNG.randbytes(64))
    with pytest.raises(BadEncoding, match="expected 32 bytes"):
        sodium.decode_element((good + good)[:length])


def test_v3_the_identity_and_values_from_the_prime_up_are_refused():
    with pytest.raises(BadEncoding, match="identity"):
        sodium.decode_element(bytes(32))
    prime = 2**255 - 19
    for value in [prime, *range(prime + 1, 2**255)]:
        with pytest.raises(BadEncoding, match="not reduced"):
            sodium.decode_element(value.to_bytes(32, "little"))


@pytest.mark.parametrize(
    ("value", "why"), [(0, "zero"), (ORDER, "order"), (ORDER + 1, "order"), (2**253, "order"), (2**255, "order")]
)
def test_v4_bad_scalars_are_refused(value, why):
    with pytest.raises(BadEncoding, match=why):
        sodium.decode_scalar(value.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_v4_scalars_of_other_lengths_are_refused(length):
    with pytest.raises(BadEncoding, match="expected 32 bytes"):
        sodium.decode_scalar(bytes([1]) * length)


def test_scalars_agree_with_plain_integers():
    for _ in range(200):
        a, b = RNG.randrange(1, ORDER), RNG.randrange(1, ORDER)
        assert sodium.scalar_add(scalar(a), scalar(b)) == scalar((a + b) % ORDER)
        assert sodium.scalar_subtract(scalar(a), scalar(b)) == scalar((a - b) % ORDER)
        assert sodium.scalar_multiply(scalar(a), scalar(b)) == scalar(a * b % ORDER)
        assert sodium.scalar_invert(scalar(a)) == scalar(pow(a, -1, ORDER))
        wide = RNG.randbytes(64)
        assert sodium.reduce_scalar(wide) == scalar(int.from_bytes(wide, "little") % ORDER)
        assert sodium.decode_scalar(scalar(a)) == scalar(a)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100])
def test_inverting_many_equals_inverting_each(count):
    values = [RNG.randrange(1, ORDER) for _ in range(count)]

    inverses = sodium.scalar_invert_all([scalar(value) for value in values])

    assert inverses == [scalar(pow(value, -1, ORDER)) for value in values]


def test_multiplying_what_is_no_element_is_refused():
    with pytest.raises(BadEncoding):
        sodium.multiply(scalar(3), bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"))


def test_multiplication_is_a_group_action():
    element = sodium.hash_to_element(hashlib.sha512(b"weft").digest())
    for _ in range(20):
        a, b = RNG.randrange(1, ORDER), RNG.randrange(1, ORDER)
        twice = sodium.multiply(scalar(a), sodium.multiply(scalar(b), element))
        assert twice == sodium.multiply(scalar(a * b % ORDER), element)
        both = sodium.add(sodium.multiply(scalar(a), element), sodium.multiply(scalar(b), element))
        assert both == sodium.multiply(scalar((a + b) % ORDER), element)
