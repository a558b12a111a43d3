"""Base58Check: the alphabet and double-SHA-256 checksum of Bitcoin's first addresses, and of many coins after it.

Source: Bitcoin Core ``base58.cpp``; the idea of the alphabet (no 0, O, I, l) is Satoshi Nakamoto's. Ripple shuffles the
alphabet, Polkadot keeps it and changes the checksum (``weft.kinds.polkadot``), Monero encodes in blocks (``weft.kinds.monero``).
"""

import hashlib

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"

_FROM_RIPPLE = str.maketrans(RIPPLE, BITCOIN)
_PAIRS = {a + b: i * 58 + j for i, a in enumerate(BITCOIN) for j, b in enumerate(BITCOIN)}
_SINGLES = {letter: value for value, letter in enumerate(BITCOIN)}
# 128 characters are 94 bytes, more than any address here; longer text is not decoded (the work grows with its square).
LONGEST = 128


def decode(text: str, size: int) -> bytes | None:
    """The ``size`` bytes that ``text`` stands for, or None when a letter is foreign or the number is larger or padded wrongly."""
    raw = decode_loose(text, size)
    if raw is None:
        return None
    # Each leading zero byte is written as one leading "1", no more and no fewer.
    ones = len(text) - len(text.lstrip("1"))
    zeros = size - len(raw.lstrip(b"\0"))
    return raw if ones == zeros else None


def decode_loose(text: str, size: int) -> bytes | None:
    """:func:`decode` without the rule about leading ones: Monero's fixed-width blocks have none."""
    if len(text) > LONGEST:
        return None
    number = 0
    try:
        if len(text) & 1:
            number = _SINGLES[text[0]]
        for at in range(len(text) & 1, len(text), 2):
            number = number * 3364 + _PAIRS[text[at : at + 2]]
    except KeyError:
        return None
    if number.bit_length() > size * 8:
        return None
    return number.to_bytes(size, "big")


def decode_check(text: str, size: int) -> bytes | None:
    """The payload (version and hash, ``size`` bytes) when the four checksum bytes behind it are right, else None. 4 us."""
    raw = decode(text, size + 4)
    if raw is None:
        return None
    payload = raw[:size]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == raw[size:] else None


def decode_check_ripple(text: str, size: int) -> bytes | None:
    """:func:`decode_check` in Ripple's alphabet."""
    return decode_check(text.translate(_FROM_RIPPLE), size) if set(text) <= set(RIPPLE) else None


def encode(raw: bytes) -> str:
    """Base58 text of ``raw``: what tests and invented worlds use to make addresses."""
    number = int.from_bytes(raw, "big")
    letters = []
    while number:
        number, rest = divmod(number, 58)
        letters.append(BITCOIN[rest])
    return "1" * (len(raw) - len(raw.lstrip(b"\0"))) + "".join(reversed(letters))


def encode_check(payload: bytes) -> str:
    """Base58Check text of a payload."""
    return encode(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4])
