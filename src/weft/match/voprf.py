"""RFC 9497 in its own words: OPRF and VOPRF over ristretto255 with SHA-512.

::

    Client(input)                                             Server(skS, pkS)
    -------------------------------------------------------------------------
    blind, blindedElement = Blind(input)
                                blindedElement
                                 ---------->
                  evaluatedElement, proof = BlindEvaluate(skS, pkS, blindedElement)
                           evaluatedElement, proof
                                 <----------
    output = Finalize(input, blind, evaluatedElement, blindedElement, pkS, proof)

The server learns nothing about the input, not even whether two are equal; the client learns the output for that one input, and the proof
shows that the server used the key behind ``pkS``. To be read with the RFC beside it: names, order and domain separation are the RFC's,
and section numbers stand where the code would look odd. Weft uses mode VOPRF; mode OPRF is here for the RFC's vectors.

Left out: mode POPRF. Randomness is a parameter everywhere (``blind``, ``r``), so that published vectors replay byte for byte.
Secret scalars (the key, blinds, ``r``) only ever meet libsodium's constant-time arithmetic.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from weft import sodium
from weft.errors import InputProblem, Tampered
from weft.sodium import Element, Scalar

IDENTIFIER: Final = b"ristretto255-SHA512"
"""Section 4.1: the ciphersuite."""
Each = Callable[[Callable[[Any], Any], Sequence[Any]], Iterable[Any]]
"""``map``, or something that maps on several cores."""
PROOF_BYTES: Final = 2 * sodium.SCALAR_BYTES
# Section 2.1: lengths are written in two bytes.
MOST: Final = 65_535
# Terms of a sum that stay together: a millisecond's work, so that handing it to another core is worth it.
_RUN: Final = 16


class BadInput(InputProblem):
    """An input, a seed or a batch that the RFC has no room for."""

    code = "input.voprf"


class BadProof(Tampered):
    """The proof does not hold: these answers were not made with the key they claim, or changed on the way."""

    code = "tampered.proof"


@dataclass(frozen=True)
class Mode:
    """A protocol variant, section 3.1, and the domain separation it fixes."""

    identifier: int
    context_string: bytes = field(init=False)
    hash_to_group_dst: bytes = field(init=False)
    hash_to_scalar_dst: bytes = field(init=False)
    derive_key_pair_dst: bytes = field(init=False)
    seed_dst: bytes = field(init=False)

    def __post_init__(self) -> None:
        # CreateContextString: "OPRFV1-" || I2OSP(mode, 1) || "-" || identifier
        context = b"OPRFV1-" + bytes([self.identifier]) + b"-" + IDENTIFIER
        object.__setattr__(self, "context_string", context)
        object.__setattr__(self, "hash_to_group_dst", b"HashToGroup-" + context)
        object.__setattr__(self, "hash_to_scalar_dst", b"HashToScalar-" + context)
        object.__setattr__(self, "derive_key_pair_dst", b"DeriveKeyPair" + context)
        object.__setattr__(self, "seed_dst", b"Seed-" + context)


OPRF: Final = Mode(0x00)
VOPRF: Final = Mode(0x01)


class KeyPair(NamedTuple):
    """``skS`` and ``pkS``. The secret half never leaves the holder."""

    secret: Scalar
    public: Element


class Proof(NamedTuple):
    """A DLEQ proof, section 2.2: for every pair, ``D[i] = k * C[i]`` with the same ``k`` as in ``B = k * A``."""

    c: Scalar
    s: Scalar

    def serialize(self) -> bytes:
        """64 bytes: ``c`` then ``s``."""
        return self.c + self.s


def deserialize_proof(data: bytes) -> Proof:
    """A proof off the wire; BadEncoding when it is not two canonical scalars."""
    if len(data) != PROOF_BYTES:
        raise sodium.BadEncoding(f"not a proof: expected {PROOF_BYTES} bytes, got {len(data)}", what="proof")
    return Proof(sodium.decode_scalar(data[:32]), sodium.decode_scalar(data[32:]))


# --- Section 4.1, the ciphersuite: hashing to the group and to scalars --------------------------------------------------

# RFC 9380 section 5.3.1: Z_pad is one input block of SHA-512, 128 zero bytes. Hashed once, copied for every message.
_Z_PAD = hashlib.sha512(bytes(128))


def expand_message_xmd(message: bytes, dst: bytes) -> bytes:
    """RFC 9380 section 5.3.1 for SHA-512 and 64 bytes out, which is all the suite asks for: one round, ``ell = 1``."""
    dst_prime = dst + bytes([len(dst)])
    first = _Z_PAD.copy()
    first.update(message + b"\x00\x40\x00" + dst_prime)
    return hashlib.sha512(first.digest() + b"\x01" + dst_prime).digest()


def hash_to_group(message: bytes, mode: Mode = VOPRF) -> Element:
    """HashToGroup."""
    return sodium.hash_to_element(expand_message_xmd(message, mode.hash_to_group_dst))


def hash_to_scalar(message: bytes, dst: bytes) -> Scalar:
    """HashToScalar: 64 uniform bytes as a little-endian integer modulo the order."""
    return sodium.reduce_scalar(expand_message_xmd(message, dst))


# --- Section 3.2.1, keys ------------------------------------------------------------------------------------------------


def derive_key_pair(seed: bytes, info: bytes, mode: Mode = VOPRF) -> KeyPair:
    """DeriveKeyPair: the same 32-byte seed and public ``info`` give the same keys."""
    if len(seed) != 32:
        raise BadInput(f"seed: expected 32 bytes, got {len(seed)}")
    derive_input = seed + _prefixed(info, "info")
    for counter in range(256):
        secret = hash_to_scalar(derive_input + bytes([counter]), mode.derive_key_pair_dst)
        if any(secret):
            return KeyPair(secret, sodium.multiply_base(secret))
    raise AssertionError("256 hashes in a row were zero")  # pragma: no cover -- DeriveKeyPairError: chance 2^-64000


# --- Section 3.3, the online protocol -------------------------------------------------------------------------------------


def blind(message: bytes, r: Scalar, mode: Mode = VOPRF) -> Element:
    """Blind: ``r * HashToGroup(message)``. ``r`` must be uniform and fresh: it alone hides the message."""
    if len(message) > MOST:
        raise BadInput(f"input: at most {MOST} bytes, got {len(message)}")
    # Section 3.3.1 refuses an input that hashes to the identity; `multiply` does.
    return sodium.multiply(r, hash_to_group(message, mode))


def blind_evaluate(secret: Scalar, blinded: Element) -> Element:
    """BlindEvaluate without the proof: ``skS * blindedElement``."""
    return sodium.multiply(secret, blinded)


def evaluate(secret: Scalar, message: bytes, mode: Mode = VOPRF) -> bytes:
    """Evaluate: what the client will get for ``message``, made by whoever holds the key. 64 bytes."""
    return _output(message, sodium.multiply(secret, hash_to_group(message, mode)))


def finalize(message: bytes, inverse: Scalar, evaluated: Element) -> bytes:
    """Finalize: the 64-byte output. ``inverse`` is that of the blind; the caller inverts a whole batch at once.

    In mode VOPRF, :func:`verify_proof` comes first, always.
    """
    return _output(message, sodium.multiply(inverse, evaluated))


def _output(message: bytes, unblinded: Element) -> bytes:
    return hashlib.sha512(_prefixed(message, "input") + b"\x00\x20" + unblinded + b"Finalize").digest()


# --- Section 2.2, discrete logarithm equivalence proofs ---------------------------------------------------------------------


def generate_proof(
    keys: KeyPair,
    blinded: Sequence[Element],
    evaluated: Sequence[Element],
    r: Scalar,
    mode: Mode = VOPRF,
    each: Each = map,
) -> Proof:
    """GenerateProof (section 2.2.1) with ``A`` the generator and ``B = pkS``: one proof for the whole batch.

    ``r`` must be uniform, fresh and secret: who learns it, or sees it used twice, learns the key.
    """
    composite = _weights(keys.public, blinded, evaluated, mode)
    # ComputeCompositesFast, section 2.2.1: whoever knows k needs no second sum, since Z = k * M.
    m = _weighted_sum(composite, blinded, each)
    z = sodium.multiply(keys.secret, m)
    t2 = sodium.multiply_base(r)
    t3 = sodium.multiply(r, m)
    c = _challenge(keys.public, m, z, t2, t3, mode)
    return Proof(c, sodium.scalar_subtract(r, sodium.scalar_multiply(c, keys.secret)))


def verify_proof(
    public: Element,
    blinded: Sequence[Element],
    evaluated: Sequence[Element],
    proof: Proof,
    mode: Mode = VOPRF,
    each: Each = map,
) -> None:
    """VerifyProof (section 2.2.2): return when every ``evaluated[i]`` was made with the key behind ``public``; else BadProof."""
    composite = _weights(public, blinded, evaluated, mode)
    # ComputeComposites, section 2.2.2.
    m = _weighted_sum(composite, blinded, each)
    z = _weighted_sum(composite, evaluated, each)
    t2 = sodium.add(sodium.multiply_base(proof.s), sodium.multiply(proof.c, public))
    t3 = sodium.add(sodium.multiply(proof.s, m), sodium.multiply(proof.c, z))
    if _challenge(public, m, z, t2, t3, mode) != proof.c:
        raise BadProof("the proof does not hold: these answers were not made with the pinned key")


def _weights(public: Element, blinded: Sequence[Element], evaluated: Sequence[Element], mode: Mode) -> list[Scalar]:
    """The ``d[i]`` that both forms of ComputeComposites share: they bind every pair to its place and to the key."""
    count = len(blinded)
    if count != len(evaluated):
        raise BadProof(f"expected {count} evaluated elements, got {len(evaluated)}")
    if not 1 <= count <= MOST:
        raise BadInput(f"a batch: expected 1 to {MOST} elements, got {count}")
    seed_transcript = b"\x00\x20" + public + _prefixed(mode.seed_dst, "seedDST")
    head = b"\x00\x40" + hashlib.sha512(seed_transcript).digest()
    dst = mode.hash_to_scalar_dst
    return [
        hash_to_scalar(head + at.to_bytes(2, "big") + b"\x00\x20" + c + b"\x00\x20" + d + b"Composite", dst)
        for at, (c, d) in enumerate(zip(blinded, evaluated, strict=True))
    ]


def _weighted_sum(weights: Sequence[Scalar], elements: Sequence[Element], each: Each) -> Element:
    """``weights[0] * elements[0] + …``, in runs that several cores can share. The RFC starts from the identity; this is the same sum."""
    pairs = list(zip(weights, elements, strict=True))
    runs = [pairs[at : at + _RUN] for at in range(0, len(pairs), _RUN)]
    sums: Iterable[Element] = each(_sum_of_run, runs)
    return functools.reduce(sodium.add, sums)


def _sum_of_run(run: Sequence[tuple[Scalar, Element]]) -> Element:
    return functools.reduce(sodium.add, (sodium.multiply(weight, element) for weight, element in run))


def _challenge(public: Element, m: Element, z: Element, t2: Element, t3: Element, mode: Mode) -> Scalar:
    transcript = b"".join(b"\x00\x20" + element for element in (public, m, z, t2, t3)) + b"Challenge"
    return hash_to_scalar(transcript, mode.hash_to_scalar_dst)


def _prefixed(data: bytes, name: str) -> bytes:
    """I2OSP(len(data), 2) || data."""
    if len(data) > MOST:
        raise BadInput(f"{name}: at most {MOST} bytes, got {len(data)}")
    return len(data).to_bytes(2, "big") + data
