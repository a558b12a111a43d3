"""The one door to curve arithmetic, signatures and sealed boxes: ristretto255 (RFC 9496), Ed25519 (RFC 8032), ChaCha20-Poly1305 (RFC 8439).

Nothing else in Weft imports ``rbcl`` (which carries libsodium) or ``cryptography``; import contracts see to it.

Bytes off a wire or a stick become an :class:`Element` or a :class:`Scalar` only through :func:`decode_element` and :func:`decode_scalar`,
and these refuse by themselves what libsodium lets pass: an encoding with its top bit set (libsodium drops that bit, so one element
would have two spellings), the identity, wrong lengths, scalars that are zero or not below the group's order. Everything else here
takes decoded values only. ``decode_scalar`` may fail and never changes a value; ``reduce_scalar`` never fails and does: the caller chooses.

Constant time: multiplications, inversions and the arithmetic of scalars are libsodium's. What this file compares itself (encodings,
ranges) is public or a caller's own key as it is loaded. Python cannot wipe memory: a key lives until the process ends.

No dice: whoever needs randomness hands in a callable that gives ``n`` random bytes (:data:`Random`).
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import NewType

import rbcl
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from weft.errors import PartnerProblem, Tampered

Element = NewType("Element", bytes)
"""32 bytes: the canonical encoding of an element of ristretto255 that is not the identity."""
Scalar = NewType("Scalar", bytes)
"""32 bytes, little-endian: an integer from 1 to the group's order less one."""
Random = Callable[[int], bytes]
"""Gives that many random bytes. ``secrets.token_bytes`` in earnest; a published or seeded stream in tests."""

ELEMENT_BYTES = SCALAR_BYTES = 32
SIGNATURE_BYTES = 64
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

ORDER = 2**252 + 27742317777372353535851937790883648493
"""Order of the group, RFC 9496 section 4."""
_P = 2**255 - 19


class BadEncoding(PartnerProblem):
    """Bytes that are no canonical element or scalar. Whoever sent them is at fault."""

    code = "partner.encoding"


class BadSignature(Tampered):
    """An Ed25519 signature that does not hold for this key and this text."""

    code = "tampered.signature"


class NotOpened(Tampered):
    """A sealed box whose tag does not hold for this key, nonce and associated data."""

    code = "tampered.sealed"


# --- ristretto255 -----------------------------------------------------------------------------------------------------


def decode_element(data: bytes) -> Element:
    """An element off the wire (RFC 9496 section 4.3.1); BadEncoding for anything but its one canonical spelling, or the identity.

    >>> decode_element(bytes(32))
    Traceback (most recent call last):
    weft.sodium.BadEncoding: not a group element: the identity
    """
    if len(data) != ELEMENT_BYTES:
        raise _bad("element", f"expected {ELEMENT_BYTES} bytes, got {len(data)}")
    # libsodium looks at 255 bits only, so this bit would make a second spelling of the same element.
    if data[31] >= 0x80:
        raise _bad("element", "its top bit is set")
    # RFC 9497 section 3.3: the identity is refused on both sides, by accident or on purpose.
    if data == bytes(ELEMENT_BYTES):
        raise _bad("element", "the identity")
    # RFC 9496: a field element is written below the prime. libsodium checks it too; the reason is clearer from here.
    if data[31] == 0x7F and int.from_bytes(data, "little") >= _P:
        raise _bad("element", "not reduced modulo 2^255 - 19")
    if not rbcl.crypto_core_ristretto255_is_valid_point(data):
        raise _bad("element", "no element has this encoding")
    return Element(data)


def decode_scalar(data: bytes) -> Scalar:
    """A scalar off the wire, or a stored key; BadEncoding when zero, not below the order, or not 32 bytes long."""
    if len(data) != SCALAR_BYTES:
        raise _bad("scalar", f"expected {SCALAR_BYTES} bytes, got {len(data)}")
    # libsodium would mask the top bit and reduce the rest; a proof with the order added to it would then hold as well.
    value = int.from_bytes(data, "little")
    if value >= ORDER:
        raise _bad("scalar", "not below the order of the group")
    if value == 0:
        raise _bad("scalar", "zero")
    return Scalar(data)


def reduce_scalar(wide: bytes) -> Scalar:
    """64 uniform bytes as a scalar modulo the order. Never refuses; zero has a chance of 2^-252."""
    return Scalar(rbcl.crypto_core_ristretto255_scalar_reduce(wide))


def hash_to_element(wide: bytes) -> Element:
    """64 uniform bytes as an element (RFC 9496 section 4.3.4)."""
    return Element(rbcl.crypto_core_ristretto255_from_hash(wide))


def multiply(scalar: Scalar, element: Element) -> Element:
    """``scalar * element``: about 50 µs. BadEncoding when libsodium finds no element in the bytes, or the product is the identity."""
    try:
        return Element(rbcl.crypto_scalarmult_ristretto255(scalar, element))
    except RuntimeError:
        raise _bad("element", "no element has this encoding") from None


def multiply_base(scalar: Scalar) -> Element:
    """``scalar`` times the generator: about 16 µs."""
    return Element(rbcl.crypto_scalarmult_ristretto255_base(scalar))


def add(one: Element, other: Element) -> Element:
    """The sum of two elements: about 14 µs, nearly all of it decoding and encoding."""
    return Element(rbcl.crypto_core_ristretto255_add(one, other))


def scalar_add(one: Scalar, other: Scalar) -> Scalar:
    """``one + other`` modulo the order, in constant time."""
    return Scalar(rbcl.crypto_core_ristretto255_scalar_add(one, other))


def scalar_subtract(one: Scalar, other: Scalar) -> Scalar:
    """``one - other`` modulo the order, in constant time."""
    return Scalar(rbcl.crypto_core_ristretto255_scalar_sub(one, other))


def scalar_multiply(one: Scalar, other: Scalar) -> Scalar:
    """``one * other`` modulo the order, in constant time."""
    return Scalar(rbcl.crypto_core_ristretto255_scalar_mul(one, other))


def scalar_invert(scalar: Scalar) -> Scalar:
    """The inverse modulo the order, in constant time: about 30 µs. Many at once: :func:`scalar_invert_all`."""
    return Scalar(rbcl.crypto_core_ristretto255_scalar_invert(scalar))


def scalar_invert_all(scalars: list[Scalar]) -> list[Scalar]:
    """The inverses of all, for the price of one inversion and three multiplications each (Montgomery's trick, P. L. Montgomery 1987)."""
    if not scalars:
        return []
    times = rbcl.crypto_core_ristretto255_scalar_mul
    running = [scalars[0]]
    for scalar in scalars[1:]:
        running.append(times(running[-1], scalar))
    inverse = rbcl.crypto_core_ristretto255_scalar_invert(running[-1])
    inverses = [Scalar(b"")] * len(scalars)
    for at in range(len(scalars) - 1, 0, -1):
        inverses[at] = times(inverse, running[at - 1])
        inverse = times(inverse, scalars[at])
    inverses[0] = Scalar(inverse)
    return inverses


def _bad(what: str, why: str) -> BadEncoding:
    return BadEncoding(f"not a {'group ' if what == 'element' else ''}{what}: {why}", what=what, why=why)


# --- Ed25519 ----------------------------------------------------------------------------------------------------------


def public_key(seed: bytes) -> bytes:
    """The 32-byte Ed25519 public key of a 32-byte seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The 64-byte Ed25519 signature over ``message`` by the key of a 32-byte seed. The same input gives the same bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(key: bytes, message: bytes, signature: bytes) -> None:
    """Return when ``signature`` over ``message`` holds for a public key; BadSignature when it does not, whatever the lengths."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        raise BadSignature("the signature does not hold", why="length")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        raise BadSignature("the signature does not hold", why="signature") from None


# --- sealed boxes and keyed hashes --------------------------------------------------------------------------------------


def seal(key: bytes, nonce: bytes, plain: bytes, associated: bytes = b"") -> bytes:
    """ChaCha20-Poly1305: ``plain`` encrypted, with a 16-byte tag behind it. One nonce may serve a key once only."""
    return ChaCha20Poly1305(key).encrypt(nonce, plain, associated)


def unseal(key: bytes, nonce: bytes, sealed: bytes, associated: bytes = b"") -> bytes:
    """What :func:`seal` was given; NotOpened when key, nonce, associated data or a single bit differ."""
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES or len(sealed) < TAG_BYTES:
        raise NotOpened("the sealed box does not open", why="length")
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, associated)
    except InvalidTag:
        raise NotOpened("the sealed box does not open", why="tag") from None


_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_BLOCK = 64


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes: RFC 2104 written out, which takes half the time of the library's one call."""
    block = (key if len(key) <= _BLOCK else hashlib.sha256(key).digest()).ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(block.translate(_INNER) + message).digest()
    return hashlib.sha256(block.translate(_OUTER) + inner).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets are equal, in time that does not depend on where they differ."""
    return hmac.compare_digest(one, other)


def sha256(*parts: bytes) -> bytes:
    """SHA-256 of the parts one after the other."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.digest()
