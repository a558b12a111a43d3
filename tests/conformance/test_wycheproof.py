"""Project Wycheproof: signatures, sealed boxes and keyed hashes that a careless library would accept."""

import pytest

from weft import sodium
from weft.sodium import BadSignature, NotOpened

FIELDS = {
    "ed25519": ("msg", "sig"),
    "chacha20_poly1305": ("key", "iv", "aad", "msg", "ct", "tag"),
    "hmac_sha256": ("key", "msg", "tag"),
}
COUNTS = {"ed25519": 151, "chacha20_poly1305": 325, "hmac_sha256": 174}


def ours(whole):
    return [(group, test) for group in whole["groups"] for test in group["tests"]]


def theirs(whole, name):
    """A published file in the shape of our transcription."""
    return [
        (
            {"pk": group.get("publicKey", {}).get("pk"), "tagSize": group.get("tagSize")},
            [one["tcId"], one["comment"], *(one[field] for field in FIELDS[name]), one["result"]],
        )
        for group in whole["testGroups"]
        for one in group["tests"]
    ]


def run(name, group, test):
    """True when our door accepts the case."""
    values = [bytes.fromhex(text) for text in test[2:-1]]
    try:
        if name == "ed25519":
            sodium.verify(bytes.fromhex(group["pk"]), *values)
        elif name == "chacha20_poly1305":
            key, nonce, associated, plain, sealed, tag = values
            assert sodium.unseal(key, nonce, sealed + tag, associated) == plain
            assert sodium.seal(key, nonce, plain, associated) == sealed + tag
        else:
            key, message, tag = values
            return sodium.same(sodium.mac(key, message)[: group["tagSize"] // 8], tag)
    except (BadSignature, NotOpened):
        return False
    return True


@pytest.mark.parametrize("name", FIELDS)
def test_every_case_of_our_transcription(vectors, name):
    cases = ours(vectors(f"wycheproof_{name}.json"))

    wrong = [test for group, test in cases if run(name, group, test) != (test[-1] == "valid")]

    assert len(cases) == COUNTS[name]
    assert wrong == []


@pytest.mark.shared
@pytest.mark.parametrize("name", FIELDS)
def test_every_case_of_the_published_file(published, name):
    whole = published(f"wycheproof/{name}_test.json")
    cases = theirs(whole, name)

    wrong = [test for group, test in cases if run(name, group, test) != (test[-1] == "valid")]

    assert len(cases) == whole["numberOfTests"]
    assert wrong == []


@pytest.mark.parametrize(("key", "signature"), [(31, 64), (33, 64), (32, 63), (32, 65), (0, 0)])
def test_signatures_of_other_lengths_are_refused(key, signature):
    with pytest.raises(BadSignature):
        sodium.verify(bytes(key), b"text", bytes(signature))


def test_a_signature_holds_for_its_key_and_text_alone():
    seed, other = b"\x01" * 32, b"\x02" * 32
    signature = sodium.sign(seed, b"text")

    sodium.verify(sodium.public_key(seed), b"text", signature)

    with pytest.raises(BadSignature):
        sodium.verify(sodium.public_key(other), b"text", signature)
    with pytest.raises(BadSignature):
        sodium.verify(sodium.public_key(seed), b"texts", signature)


@pytest.mark.parametrize(("key", "nonce", "sealed"), [(31, 12, 16), (32, 11, 16), (32, 12, 15)])
def test_boxes_of_other_lengths_do_not_open(key, nonce, sealed):
    with pytest.raises(NotOpened):
        sodium.unseal(bytes(key), bytes(nonce), bytes(sealed))


def test_sha256_of_parts_is_sha256_of_the_whole():
    assert sodium.sha256(b"a", b"bc") == sodium.sha256(b"abc")
    assert sodium.sha256(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
