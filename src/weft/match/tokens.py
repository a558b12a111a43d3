"""What is blinded, and what the 64 bytes that come back are turned into.

``x = "weft1" || 0x1F || type || 0x1F || canonical`` keeps a phone from ever equalling an account of the same digits. From the VOPRF
output ``y`` of ``x`` everything else follows by HMAC-SHA-256 with ``y`` as its key, so nobody without ``y`` can tell one part from noise.

A type whose values one could simply try out has no place in a published set: below 2^24 candidates (:data:`FLOOR_BITS`) a value is refused.
"""

import math
from typing import Final, NamedTuple

import phonenumbers

from weft import sodium

PREFIX: Final = b"weft1\x1f"
LONGEST: Final = 512
"""Bytes of an encoded input at most."""
TOKEN_BYTES: Final = 8
FLOOR_BITS: Final = 24.0
"""log2 of the fewest candidates a value must hide among before it may stand in a published set (rule M-0)."""

TYPES: Final[dict[str, tuple[str, int]]] = {
    "phone": ("phone", 1),
    "bank_account": ("bank", 2),
    "wallet": ("wallet", 3),
    "url": ("url", 4),
    "domain": ("domain", 5),
    "email": ("email", 6),
    "handle": ("handle", 7),
    "device": ("imei", 8),
    "passport": ("passport", 9),
    "national_id": ("idcard", 10),
}
"""Kind of identifier to the type in the encoding, and the byte that stands for it in a payload."""
KIND_OF_CODE: Final = {code: kind for kind, (_, code) in TYPES.items()}

_LOG2 = {"digit": math.log2(10), "letter": math.log2(26), "name": math.log2(36)}
# Where the space is a public list rather than a pattern: leaked addresses, registered names, used wallets (10^8 and more).
_LISTED: Final = {"email": 30.0, "domain": 28.0, "url": 28.0, "wallet": 27.0, "device": 35.0}


class NotEncoded(ValueError):
    """A value that has no encoding: a kind that is not matched on, or too long. ``str()`` is the reason."""


def encode(kind: str, canonical: str) -> bytes:
    """The input of the VOPRF for an identifier in canonical form; NotEncoded with the reason."""
    if kind not in TYPES:
        raise NotEncoded(f"{kind} is not a kind that partners are asked about")
    encoded = PREFIX + TYPES[kind][0].encode() + b"\x1f" + canonical.encode()
    if len(encoded) > LONGEST:
        raise NotEncoded(f"{len(encoded)} bytes is too long; at most {LONGEST} are matched")
    return encoded


def known_answer(manifest: bytes, number: int) -> bytes:
    """The input of known-answer token ``number`` of the set whose manifest has this hash."""
    return PREFIX + b"kat\x1f" + manifest + number.to_bytes(2, "big")


def filler(noise: bytes) -> bytes:
    """An input that nobody holds, to fill a batch up: its type is none of :data:`TYPES`."""
    return PREFIX + b"fill\x1f" + noise


class Derived(NamedTuple):
    """What follows from one output ``y``."""

    y: bytes

    @property
    def token(self) -> int:
        """64 bits, the entry in a published set."""
        return token(self.y)

    @property
    def payload_key(self) -> bytes:
        """Key of the sealed payload beside the token."""
        return sodium.mac(self.y, b"weft/pay/1")

    @property
    def handle(self) -> bytes:
        """16 bytes by which both sides name a hit without naming the identifier."""
        return sodium.mac(self.y, b"weft/handle/1")[:16]

    @property
    def confirmation_key(self) -> bytes:
        """Key by which the asker shows, at confirmation, that it holds the output and not the token alone."""
        return sodium.mac(self.y, b"weft/conf/1")


def token(y: bytes) -> int:
    """The 64-bit token of an output."""
    return int.from_bytes(sodium.mac(y, b"weft/tok/1")[:TOKEN_BYTES], "big")


def candidate_bits(kind: str, canonical: str) -> float:
    """log2 of how many values one would have to try to meet this one by guessing, given its kind and public structure.

    >>> candidate_bits("bank_account", "TH:KBANK:1234") < FLOOR_BITS < candidate_bits("bank_account", "TH:KBANK:1234567890")
    True
    """
    if kind in _LISTED:
        return _LISTED[kind]
    if kind == "phone":
        return _phone_bits(canonical)
    if kind == "handle":
        # What a platform's names may hold: letters of one case, digits.
        return len(canonical.rpartition(":")[2]) * _LOG2["name"]
    # Country and bank are public; what is left of an account, a passport or a card number is digits and letters.
    own = canonical.rpartition(":")[2]
    if kind == "bank_account":
        # Letters in an account are a bank's code or a mask ("xxxx1234"): neither has to be guessed.
        return sum(sign.isdigit() for sign in own) * _LOG2["digit"]
    return sum(_LOG2["digit"] if sign.isdigit() else _LOG2["letter"] for sign in own if sign.isalnum())


def _phone_bits(canonical: str) -> float:
    if not canonical.startswith("+"):
        return len(canonical.rpartition(":")[2]) * _LOG2["digit"]
    digits = canonical[1:]
    # ITU-T E.164: no calling code begins another one, so the first that fits is the code.
    code = next((n for n in (1, 2, 3) if int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE), 3)
    return (len(digits) - code) * _LOG2["digit"]
