"""Bech32 and Bech32m (BIP-173, BIP-350), SegWit addresses on top, and CashAddr, which shares the alphabet.

The checksum is a BCH code over GF(32): it catches any four wrong characters. Written from the two BIPs and the CashAddr
specification of Bitcoin Cash; their published vectors are in the tests.
"""

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_BECH32 = 1
_BECH32M = 0x2BC830A3  # BIP-350
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)


def _steps(generator: tuple[int, ...]) -> tuple[int, ...]:
    """What the five top bits add to the checksum, for each of their 32 values."""
    steps = []
    for top in range(32):
        total = 0
        for bit, term in enumerate(generator):
            if top >> bit & 1:
                total ^= term
        steps.append(total)
    return tuple(steps)


_BECH32_STEPS = _steps(_GENERATOR)
_CASH_STEPS = _steps(_CASH)


def _polymod(values: list[int], check: int = 1) -> int:
    for value in values:
        check = (check & 0x1FFFFFF) << 5 ^ value ^ _BECH32_STEPS[check >> 25]
    return check


def _cash_polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        check = (check & 0x07FFFFFFFF) << 5 ^ value ^ _CASH_STEPS[check >> 35]
    return check ^ 1


def _regroup(values: list[int]) -> bytes | None:
    """Five-bit groups to bytes; None when more than four padding bits are left or one of them is set."""
    number = 0
    for value in values:
        number = number << 5 | value
    spare = len(values) * 5 % 8
    if spare > 4 or number & ((1 << spare) - 1):
        return None
    return (number >> spare).to_bytes(len(values) * 5 // 8, "big")


def segwit(text: str, prefixes: tuple[str, ...] = ("bc",)) -> tuple[int, bytes] | None:
    """Witness version and program of a SegWit address of one of the ``prefixes``, or None.

    Upper case is as good as lower, mixed is not (BIP-173). Version 0 takes Bech32, later ones Bech32m (BIP-350). 6 us.
    """
    if len(text) > 90:
        return None
    lower = text.lower()
    if text not in {lower, text.upper()}:
        return None
    prefix, mark, data = lower.rpartition("1")
    if not mark or prefix not in prefixes or len(data) < 8:
        return None
    try:
        values = [_VALUE[letter] for letter in data]
    except KeyError:
        return None
    start = _polymod([ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix])
    check = _polymod(values, start)
    version = values[0]
    if check != (_BECH32M if version else _BECH32) or version > 16:
        return None
    program = _regroup(values[1:-6])
    if program is None or not 2 <= len(program) <= 40 or (version == 0 and len(program) not in (20, 32)):
        return None
    return version, program


def encode_segwit(prefix: str, version: int, program: bytes) -> str:
    """The address of a witness program, lower case: what tests and invented worlds use."""
    bits = int.from_bytes(program, "big")
    groups = (len(program) * 8 + 4) // 5
    bits <<= groups * 5 - len(program) * 8
    values = [version] + [bits >> 5 * (groups - 1 - at) & 31 for at in range(groups)]
    head = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = _polymod([*head, *values, 0, 0, 0, 0, 0, 0]) ^ (_BECH32M if version else _BECH32)
    return prefix + "1" + "".join(ALPHABET[v] for v in values + [check >> 5 * (5 - at) & 31 for at in range(6)])


def cashaddr(text: str) -> str | None:
    """A Bitcoin Cash address in canonical form (``bitcoincash:q…``), prefix written or not, or None."""
    lower = text.lower()
    if text not in {lower, text.upper()} or len(text) > 120:
        return None
    prefix, _, data = lower.rpartition(":")
    if prefix not in ("", "bitcoincash") or len(data) != 42 or data[0] not in "qp":
        return None
    try:
        values = [_VALUE[letter] for letter in data]
    except KeyError:
        return None
    prefix = "bitcoincash"
    if _cash_polymod([ord(c) & 31 for c in prefix] + [0] + values):
        return None
    payload = _regroup(values[:-8])
    # Version byte: 0 pays to a key, 8 to a script, both with 160-bit hashes.
    return f"{prefix}:{data}" if payload is not None and payload[0] in (0, 8) and len(payload) == 21 else None
