"""RFC 9497: the published vectors byte for byte, a second implementation, and every way to spoil a proof.

The protocol in one breath: the client blinds (:func:`voprf.blind`), the server multiplies by its key and proves it
(:func:`voprf.blind_evaluate`, :func:`voprf.generate_proof`), the client checks the proof, takes the blind off and hashes.
"""

import random

import pytest
from voprf import ristretto as rust

from weft import sodium
from weft.match import voprf
from weft.match.voprf import BadInput, BadProof, KeyPair, Proof
from weft.sodium import BadEncoding, Scalar

SUITE = "ristretto255-SHA512"


def unhex(texts):
    return [bytes.fromhex(text) for text in texts.split(",")]


def scalars(rng, count):
    return [sodium.reduce_scalar(rng.randbytes(64)) for _ in range(count)]


def replay(suite):
    """Run one published suite; the number of vectors that agreed byte for byte."""
    mode = {0: voprf.OPRF, 1: voprf.VOPRF}[suite["mode"]]
    keys = voprf.derive_key_pair(bytes.fromhex(suite["seed"]), bytes.fromhex(suite["keyInfo"]), mode)
    assert keys.secret.hex() == suite["skSm"]
    assert suite["mode"] == 0 or keys.public.hex() == suite["pkSm"]
    for vector in suite["vectors"]:
        inputs, blinds = unhex(vector["Input"]), [sodium.decode_scalar(one) for one in unhex(vector["Blind"])]
        blinded = [voprf.blind(one, r, mode) for one, r in zip(inputs, blinds, strict=True)]
        assert blinded == unhex(vector["BlindedElement"])
        evaluated = [voprf.blind_evaluate(keys.secret, one) for one in blinded]
        assert evaluated == unhex(vector["EvaluationElement"])
        if suite["mode"] == 1:
            r = sodium.decode_scalar(bytes.fromhex(vector["Proof"]["r"]))
            proof = voprf.generate_proof(keys, blinded, evaluated, r, mode)
            assert proof.serialize().hex() == vector["Proof"]["proof"]
            voprf.verify_proof(keys.public, blinded, evaluated, proof, mode)
        inverses = sodium.scalar_invert_all(blinds)
        outputs = [voprf.finalize(*one) for one in zip(inputs, inverses, evaluated, strict=True)]
        assert outputs == unhex(vector["Output"])
        assert [voprf.evaluate(keys.secret, one, mode) for one in inputs] == outputs
    return len(suite["vectors"])


def test_v1_the_published_vectors_byte_for_byte(vectors):
    suites = vectors("voprf_rfc9497.json")["suites"]

    assert [replay(suite) for suite in suites] == [2, 3]


@pytest.mark.shared
def test_v1_the_whole_published_file(published):
    suites = [
        one
        for one in published("voprf_rfc9497/allVectors.json")
        if one["identifier"] == SUITE and one["mode"] in (0, 1)
    ]

    assert [replay(suite) for suite in suites] == [2, 3]


def cross_check(count):
    """Both roles against the Rust implementation."""
    rng = random.Random(count)
    seed, info = rng.randbytes(32), b"weft cross-check"
    keys = voprf.derive_key_pair(seed, info)
    theirs = rust.Evaluator.from_seed(seed, info)
    assert theirs.public_key.serialize() == keys.public
    for start in range(0, count, 500):
        inputs = [rng.randbytes(rng.randrange(1, 80)) for _ in range(min(500, count - start))]
        expected = [theirs.evaluate_known_input(one) for one in inputs]
        assert [voprf.evaluate(keys.secret, one) for one in inputs] == expected

        # We ask, they answer.
        blinds = scalars(rng, len(inputs))
        blinded = [voprf.blind(one, r) for one, r in zip(inputs, blinds, strict=True)]
        answer = theirs.evaluate_batch([rust.BlindedInput.deserialize(one) for one in blinded]).serialize()
        evaluated, proof = taken_apart(answer, len(inputs))
        voprf.verify_proof(keys.public, blinded, evaluated, proof)
        inverses = sodium.scalar_invert_all(blinds)
        assert [voprf.finalize(*one) for one in zip(inputs, inverses, evaluated, strict=True)] == expected

        # They ask, we answer.
        asked = [rust.Client.blind(one) for one in inputs]
        blinded = [sodium.decode_element(one.serialize()) for _, one in asked]
        evaluated = [voprf.blind_evaluate(keys.secret, one) for one in blinded]
        proof = voprf.generate_proof(keys, blinded, evaluated, *scalars(rng, 1))
        output = rust.VerifiableBatchOutput.deserialize(put_together(evaluated, proof))
        assert rust.Client.finalize_batch([one for one, _ in asked], output, theirs.public_key) == expected


def taken_apart(serialized, count):
    elements = [sodium.decode_element(serialized[64 + 32 * at : 96 + 32 * at]) for at in range(count)]
    return elements, voprf.deserialize_proof(serialized[:64])


def put_together(evaluated, proof):
    return proof.serialize() + b"".join(evaluated)


def test_v2_both_roles_against_the_rust_implementation():
    cross_check(500)


@pytest.mark.nightly
def test_v2_ten_thousand_inputs_against_the_rust_implementation():
    cross_check(10_000)


# --- V5: proofs ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def batch():
    """Keys, blinded, evaluated and a proof that holds."""
    rng = random.Random(5)
    keys = voprf.derive_key_pair(rng.randbytes(32), b"v5")
    blinded = [voprf.blind(bytes([at]), r) for at, r in enumerate(scalars(rng, 4))]
    evaluated = [voprf.blind_evaluate(keys.secret, one) for one in blinded]
    return keys, blinded, evaluated, voprf.generate_proof(keys, blinded, evaluated, *scalars(rng, 1))


def test_v5_each_of_the_512_bits_of_a_proof_counts(batch):
    keys, blinded, evaluated, proof = batch
    good = proof.serialize()
    voprf.verify_proof(keys.public, blinded, evaluated, proof)

    for bit in range(512):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises((BadProof, BadEncoding)):
            voprf.verify_proof(keys.public, blinded, evaluated, voprf.deserialize_proof(bytes(changed)))


def test_v4_a_proof_with_the_order_added_is_refused(batch):
    proof = batch[3]
    for part in (0, 1):
        values = [int.from_bytes(one, "little") for one in proof]
        values[part] += sodium.ORDER
        with pytest.raises(BadEncoding, match="order"):
            voprf.deserialize_proof(b"".join(value.to_bytes(32, "little") for value in values))


@pytest.mark.parametrize("length", [0, 32, 63, 65, 96])
def test_v5_proofs_of_other_lengths_are_refused(length):
    with pytest.raises(BadEncoding, match="expected 64 bytes"):
        voprf.deserialize_proof(bytes([1]) * length)


SPOILT = {
    "two answers swapped": lambda b, e: (b, [e[1], e[0], *e[2:]]),
    "two questions swapped": lambda b, e: ([b[1], b[0], *b[2:]], e),
    "both reordered": lambda b, e: (b[::-1], e[::-1]),
    "both without the last": lambda b, e: (b[:-1], e[:-1]),
    "an answer dropped": lambda b, e: (b, e[:-1]),
    "an answer added": lambda b, e: (b, [*e, e[0]]),
    "a pair added": lambda b, e: ([*b, b[0]], [*e, e[0]]),
    "one answer doubled over another": lambda b, e: (b, [e[0], e[0], *e[2:]]),
    "one answer unanswered": lambda b, e: (b, [b[0], *e[1:]]),
}


@pytest.mark.parametrize("how", SPOILT)
def test_v5_spoilt_batches_are_refused(batch, how):
    keys, blinded, evaluated, proof = batch
    with pytest.raises(BadProof):
        voprf.verify_proof(keys.public, *SPOILT[how](blinded, evaluated), proof)


def test_v5_another_key_and_another_epochs_key_are_refused(batch):
    keys, blinded, evaluated, proof = batch
    for seed, info in ((b"\x01" * 32, b"v5"), (random.Random(5).randbytes(32), b"v6")):
        other = voprf.derive_key_pair(seed, info)
        with pytest.raises(BadProof):
            voprf.verify_proof(other.public, blinded, evaluated, proof)
        # A proof made with the other key over answers of the first.
        forged = voprf.generate_proof(
            KeyPair(other.secret, keys.public), blinded, evaluated, *scalars(random.Random(1), 1)
        )
        with pytest.raises(BadProof):
            voprf.verify_proof(keys.public, blinded, evaluated, forged)


@pytest.mark.parametrize("count", [0, 65_536])
def test_v5_empty_and_oversized_batches_are_refused(batch, count):
    keys, blinded, evaluated, proof = batch
    with pytest.raises(BadInput, match="expected 1 to 65535"):
        voprf.verify_proof(keys.public, blinded[:1] * count, evaluated[:1] * count, proof)
    with pytest.raises(BadInput, match="expected 1 to 65535"):
        voprf.generate_proof(keys, blinded[:1] * count, evaluated[:1] * count, Scalar(b"\x01" * 32))


def test_an_evaluated_element_that_is_none_is_refused(batch):
    keys, blinded, evaluated, proof = batch
    none = bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")
    with pytest.raises(BadEncoding):
        voprf.verify_proof(keys.public, blinded, [*evaluated[:-1], none], proof)


def test_lengths_the_rfc_has_no_room_for_are_refused():
    r = Scalar(b"\x01" * 32)
    # The longest that has room, everywhere.
    voprf.blind(bytes(65_535), r)
    assert len(voprf.finalize(bytes(65_535), r, voprf.blind(b"x", r))) == 64
    voprf.derive_key_pair(bytes(32), bytes(65_535))
    with pytest.raises(BadInput, match="65535"):
        voprf.blind(bytes(65_536), r)
    with pytest.raises(BadInput, match="65535"):
        voprf.finalize(bytes(65_536), r, voprf.blind(b"x", r))
    with pytest.raises(BadInput, match="32 bytes"):
        voprf.derive_key_pair(bytes(31), b"")
    with pytest.raises(BadInput, match="65535"):
        voprf.derive_key_pair(bytes(32), bytes(65_536))


def test_the_same_input_twice_looks_different_on_the_wire():
    rng = random.Random(6)
    assert len({voprf.blind(b"same", r) for r in scalars(rng, 100)}) == 100


def test_a_proof_is_two_scalars_in_order(batch):
    proof = batch[3]
    assert voprf.deserialize_proof(proof.serialize()) == Proof(proof.c, proof.s)


def test_a_key_that_comes_out_zero_is_derived_again(monkeypatch):
    """Section 3.2.1 counts up until the scalar is not zero; no real seed gets that far."""
    real = voprf.hash_to_scalar
    tried = []

    def first_zero(message, dst):
        tried.append(message[-1])
        return Scalar(bytes(32)) if len(tried) == 1 else real(message, dst)

    monkeypatch.setattr(voprf, "hash_to_scalar", first_zero)
    keys = voprf.derive_key_pair(bytes(32), b"")
    assert tried == [0, 1]
    assert keys.public == sodium.multiply_base(keys.secret)
