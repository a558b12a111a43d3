"""The sweep finds what is hidden in every guise, wherever it lies; a search that finds nothing must first find the bait."""

import base64
import hashlib
import random

import pytest

from weft.testing.sweep import guises, sweep

VALUE = "+66812345678"
MD5, SHA1, SHA256 = (hashlib.new(name, VALUE.encode()).digest() for name in ("md5", "sha1", "sha256"))


@pytest.mark.parametrize("before", range(4))
@pytest.mark.parametrize(
    "bait",
    [
        VALUE.encode(),
        VALUE.encode("utf-16-le"),
        VALUE.encode("utf-16-be"),
        VALUE.encode().hex().encode(),
        VALUE.encode().hex().upper().encode(),
        MD5,
        SHA1,
        SHA256,
        SHA256.hex().encode(),
        SHA1.hex().upper().encode(),
        base64.b64encode(MD5),
        base64.urlsafe_b64encode(SHA256),
        b"66812345678",
        hashlib.sha256(b"66812345678").digest(),
    ],
)
def test_a_bait_is_found_at_any_place(bait, before):
    noise = random.Random(before).randbytes
    sent = {"query": noise(1_000), "answer": noise(500 + before) + bait + noise(100)}

    found = sweep(sent, ["someone@else.example", VALUE])

    assert {(leak.place, leak.value) for leak in found} == {("answer", VALUE)}
    assert found[0].offset >= 500


@pytest.mark.parametrize("before", range(7))
@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("hidden", [VALUE.encode(), SHA256, MD5, b"a@b.example"])
def test_base64_is_found_inside_longer_base64(before, after, hidden):
    value = "a@b.example" if hidden == b"a@b.example" else VALUE
    noise = random.Random(before).randbytes
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(noise(before) + hidden + noise(after))
        assert "base64" in {leak.guise[-6:] for leak in sweep({"x": text}, [value])}


def test_clean_data_and_short_values_give_nothing():
    noise = random.Random(1).randbytes(100_000)

    assert sweep({"x": noise}, [VALUE, "0x" + "ab" * 20, "evil-shop.example"]) == []
    assert list(guises("12345")) == []
    assert sweep({"x": b"12345"}, ["12345"]) == []
