"""Wallet addresses of cryptocurrencies. Only what carries a right checksum counts, except Solana (see :func:`read`).

Canonical is what the chain itself writes: Base58 as it is, SegWit in lower case, ``0x…`` in lower case, Bitcoin Cash with its
prefix, TON as ``UQ…``. Addresses that two chains share (``1…`` and ``3…`` serve Bitcoin, Bitcoin Cash's old form and Bitcoin
SV; ``0x…`` serves every EVM chain; ``D…`` Dogecoin and Verge) are one value: whoever holds the key on one holds it on the other.
"""

import functools
import re

from weft.kinds import account_chains, base58, bech32, cell
from weft.model import Found

# First letter of the text -> (version bytes, chain). 21 bytes of payload: version and 160-bit hash.
# Versions: Bitcoin Core chainparams.cpp and its counterparts in Litecoin, Dogecoin, Dash, Bitcoin Gold; TRON: 0x41.
_ONE_BYTE = {
    "1": ((0x00, "btc"),),
    "3": ((0x05, "btc"),),
    "T": ((0x41, "tron"),),
    "L": ((0x30, "ltc"),),
    "M": ((0x32, "ltc"),),
    "D": ((0x1E, "doge"),),
    "9": ((0x16, "doge"),),
    "A": ((0x16, "doge"), (0x17, "btg")),
    "X": ((0x4C, "dash"),),
    "7": ((0x10, "dash"),),
    "G": ((0x26, "btg"),),
}
# Zcash's transparent addresses have two version bytes: chainparams.cpp.
_ZCASH = {b"\x1c\xb8": "zec", b"\x1c\xbd": "zec"}

_HEX40 = re.compile(r"0x[0-9a-f]{40}", re.ASCII)
# Monero's integrated addresses are the longest.
_LONGEST = 120


def read(folded: str, country: str | None = None, *, weak: bool = False) -> str | None:  # noqa: ARG001 -- the contract
    """The canonical address, or None when the checksum does not hold. 1 to 8 us; ``country`` says nothing here.

    ``weak`` also takes what may be a Solana key: 32 bytes in Base58 with no checksum at all. Right in a wallet column or
    behind the word, wrong in free text.
    """
    found = identify(folded, weak=weak)
    return None if found is None else found[0]


def identify(text: str, *, weak: bool = False) -> tuple[str, str] | None:
    """The canonical address and its chain: ``btc``, ``evm``, ``tron``, ``ltc``, ``bch``, ``doge``, ``dash``, ``btg``, ``zec``,
    ``xrp``, ``xmr``, ``dot``, ``ton``, ``sol``. None when it is no address.
    """
    size = len(text)
    if size < 25 or size > _LONGEST:
        return None
    head = text[0]
    if size <= 36:
        versions = _ONE_BYTE.get(head)
        if versions is not None:
            payload = base58.decode_check(text, 21)
            if payload is not None:
                for version, chain in versions:
                    if payload[0] == version:
                        return text, chain
        elif head == "t":
            payload = base58.decode_check(text, 22)
            if payload is not None and payload[:2] in _ZCASH:
                return text, "zec"
        elif head == "r":
            payload = base58.decode_check_ripple(text, 21)
            if payload is not None and payload[0] == 0:
                return text, "xrp"
    elif head == "0":
        return _evm(text) if size == 42 else None
    lead = text[:4].lower()
    if lead[:3] == "bc1":
        return (text.lower(), "btc") if bech32.segwit(text) else None
    if lead == "ltc1":
        return (text.lower(), "ltc") if bech32.segwit(text, ("ltc",)) else None
    if size in (42, 54) and lead[0] in "qpb":
        cash = bech32.cashaddr(text)
        if cash is not None:
            return cash, "bch"
    if size in (95, 106) and head in "48":
        return (text, "xmr") if account_chains.monero(text) else None
    if 46 <= size <= 50:
        if (
            size == 48
            and lead[:2] in ("eq", "uq", "ef", "uf", "kq", "0q", "kf", "0f")
            and (canonical := account_chains.ton(text))
        ):
            return canonical, "ton"
        if account_chains.polkadot(text):
            return text, "dot"
    if weak and 32 <= size <= 44 and base58.decode(text, 32):
        return text, "sol"
    return None


def _evm(text: str) -> tuple[str, str] | None:
    lower = text.lower()
    if _HEX40.fullmatch(lower) is None:
        return None
    digits = text[2:]
    # One case throughout carries no checksum; mixed case must be the EIP-55 one, or a letter was mistyped.
    if digits not in (lower[2:], digits.upper()) and digits != eip55(lower)[2:]:
        return None
    return lower, "evm"


def eip55(lower: str) -> str:
    """Mixed-case writing of a lower-case ``0x…`` address (ERC-55). 9 us."""
    digits = lower[2:]
    nibbles = account_chains.keccak256(digits.encode("ascii")).hex()
    return "0x" + "".join(c.upper() if n > "7" else c for c, n in zip(digits, nibbles, strict=False))


@functools.lru_cache(maxsize=65536)
def chain(value: str) -> str | None:
    """The chain of a canonical address (names: :func:`identify`), or None when it is none."""
    found = identify(value, weak=True)
    return None if found is None else found[1]


_CANDIDATE = re.compile(r"(?:bitcoincash:|BITCOINCASH:)?[0-9A-Za-z_-]{25,120}")
_SCHEME = re.compile(r"(?i)^(?:bitcoin|ethereum|litecoin|tron|dogecoin|monero|ripple|solana|ton):(?://transfer/)?")


class Wallet:
    """Contract: ``weft.kinds.base.Kind``."""

    name = "wallet"
    # Whoever shares an address shares its key, except for exchanges' deposit addresses, which links damps by their reach.
    specificity = 0.95
    # "Wallets up to 1 year": globalantiscam.org, inside the shadowy world of money laundering rings (see docs). A tie a year old
    # keeps half its worth.
    half_life_days: float | None = 365.0

    def clean(self, text: str, country: str | None) -> list[Found]:  # noqa: ARG002 -- the contract
        """Every address in a cell meant for wallets; Solana keys too, noted ``unchecked``. Payment links (``bitcoin:…``) pass."""
        return cell.clean(self.name, text, self._read, _CANDIDATE)

    @staticmethod
    def _read(piece: str) -> cell.Answer | None:
        plain = _SCHEME.sub("", piece).partition("?")[0].partition("@")[0]
        found = identify(plain, weak=True)
        if found is None:
            return None
        return found[0], ("unchecked: this chain has no checksum",) if found[1] == "sol" else ()

    def show(self, value: str) -> str:
        """EVM addresses with their ERC-55 capitals, others as they are."""
        return eip55(value) if value.startswith("0x") else value

    def mask(self, value: str) -> str:
        """The first five and last three characters: less than a search on a block explorer needs."""
        return cell.mask(value, 5, 3)


KIND = Wallet()
