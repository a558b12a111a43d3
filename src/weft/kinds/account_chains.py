"""Wallet addresses with a checksum of their own: Monero, Polkadot (SS58) and TON.

Each function takes text as written and answers with the canonical text, or None when length, letters or checksum are wrong.
"""

import base64
import binascii
import hashlib

from weft.kinds import base58

_MONERO_BLOCK = 11  # letters that hold 8 bytes
_MONERO_TAIL = {7: 5, 6: 4}  # letters of the last block to its bytes
# Monero's cryptonote_config.h: standard, integrated, subaddress on the main network.
_MONERO_NETWORKS = {18: 95, 19: 106, 42: 95}


def monero(text: str) -> str | None:
    """A Monero main-network address (4… or 8…). The checksum is the start of Keccak-256 over what precedes it."""
    if len(text) not in (95, 106):
        return None
    raw = b""
    for at in range(0, len(text), _MONERO_BLOCK):
        block = text[at : at + _MONERO_BLOCK]
        size = 8 if len(block) == _MONERO_BLOCK else _MONERO_TAIL.get(len(block), 0)
        # Blocks pad with "1" up to a fixed width, so the padding rule of whole-number base58 does not apply.
        part = base58.decode_loose(block, size)
        if part is None:
            return None
        raw += part
    if _MONERO_NETWORKS.get(raw[0]) != len(text):
        return None
    return text if keccak256(raw[:-4])[:4] == raw[-4:] else None


def keccak256(data: bytes) -> bytes:
    """Keccak-256 as Ethereum and Monero use it: the padding from before it became SHA-3."""
    from Crypto.Hash import keccak  # noqa: PLC0415 -- slow import

    return bytes(keccak.new(data=data, digest_bits=256).digest())


def polkadot(text: str) -> str | None:
    """An SS58 address of a 32-byte account, any network of the registry (Polkadot 1…, Kusama, Substrate 5…).

    Source: Substrate's SS58 address format. The checksum is 2 bytes of BLAKE2b-512, so one random text in 65,536 passes;
    length and alphabet have passed before.
    """
    for size in (35, 36):
        raw = base58.decode(text, size)
        if raw is None:
            continue
        # The first byte names the network; 64 to 127 means that a second one follows.
        if (size == 35 and raw[0] < 64) or (size == 36 and 64 <= raw[0] < 128):
            check = hashlib.blake2b(b"SS58PRE" + raw[:-2], digest_size=64).digest()[:2]
            return text if check == raw[-2:] else None
    return None


def ton(text: str) -> str | None:
    """A TON address in user-friendly form, made canonical as the non-bounceable ``UQ…`` that wallets show.

    Source: TON TEP-2. ``EQ…`` and ``UQ…`` are the same account; test-network addresses give None.
    """
    if len(text) != 48:
        return None
    try:
        raw = base64.b64decode(text.replace("+", "-").replace("/", "_"), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != 36 or raw[0] not in (0x11, 0x51) or raw[1] not in (0x00, 0xFF):
        return None
    if binascii.crc_hqx(raw[:34], 0).to_bytes(2, "big") != raw[34:]:
        return None
    body = b"\x51" + raw[1:34]
    return base64.urlsafe_b64encode(body + binascii.crc_hqx(body, 0).to_bytes(2, "big")).decode("ascii")
