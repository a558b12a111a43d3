"""Wallets: published vectors (BIP-173, BIP-350, ERC-55, CashAddr), another library's addresses, and damage of every kind."""

import json
import os
import random
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.kinds import account_chains, base58, bech32, wallet

# Source: BIP-173 and BIP-350, "Test vectors".
SEGWIT_VALID = [
    ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", 0, "751e76e8199196d454941c45d1b3a323f1433bd6"),
    (
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y",
        1,
        "751e76e8199196d454941c45d1b3a323f1433bd6" * 2,
    ),
    ("BC1SW50QGDZ25J", 16, "751e"),
    ("bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", 2, "751e76e8199196d454941c45d1b3a323"),
    (
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        1,
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    ),
]
SEGWIT_INVALID = [
    "tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
    "BC13W508D6QEJXTDG4Y5R3ZARVARY0C5XW7KN40WF2",
    "bc1rw5uspcuh",
    "bc10w508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kw5rljs90",
    "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P",
    "bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du",
    "bc1gmk9yu",
    "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
    "BC1S0XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ54WELL",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh",
    "bc1p38j9r5y49hruaue7wxjce0updqjuyyx0kh56v8s25huc6995vvpql3jow4",
    "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R",
    "bc1pw5dgrnzv",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v07qwwzcrf",
]
# Source: ERC-55, "Test Cases".
EIP55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
# Source: the CashAddr specification of Bitcoin Cash, "Examples of address translation".
CASHADDR = [
    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
    "bitcoincash:qr95sy3j9xwd2ap32xkykttr4cvcu7as4y0qverfuy",
    "bitcoincash:qqq3728yw0y47sqn6l2na30mcw6zm78dzqre909m2r",
    "bitcoincash:ppm2qsznhks23z7629mms6s4cwef74vcwvn0h829pq",
    "bitcoincash:pr95sy3j9xwd2ap32xkykttr4cvcu7as4yc93ky28e",
    "bitcoincash:pqq3728yw0y47sqn6l2na30mcw6zm78dzq5ucqzc37",
]


@pytest.mark.parametrize(("text", "version", "program"), SEGWIT_VALID)
def test_a_segwit_address_of_the_bips_is_read_and_made_again(text, version, program):
    assert bech32.segwit(text) == (version, bytes.fromhex(program))
    assert bech32.encode_segwit("bc", version, bytes.fromhex(program)) == text.lower()


@pytest.mark.parametrize("text", SEGWIT_INVALID)
def test_a_wrong_segwit_address_of_the_bips_is_refused(text):
    assert bech32.segwit(text) is None
    assert wallet.read(text) is None


def test_segwit_in_one_case_is_read_and_in_mixed_case_refused():
    text = SEGWIT_VALID[0][0]

    assert wallet.read(text) == text.lower()
    assert wallet.read(text.lower()) == text.lower()
    assert wallet.read(text[:8] + text[8:].lower()) is None


@pytest.mark.parametrize("text", EIP55)
def test_an_evm_address_is_one_value_in_three_writings_and_refused_with_a_wrong_capital(text):
    lower = text.lower()
    swapped = next(text[:at] + text[at].swapcase() + text[at + 1 :] for at in range(41, 1, -1) if text[at].isalpha())

    assert wallet.read(text) == wallet.read(lower) == wallet.read("0x" + text[2:].upper()) == lower
    assert wallet.eip55(lower) == text
    assert wallet.chain(lower) == "evm"
    assert wallet.read(swapped) is None


@pytest.mark.parametrize("text", CASHADDR)
def test_a_cash_address_is_read_with_and_without_its_prefix(text):
    assert wallet.read(text) == text
    assert wallet.read(text.removeprefix("bitcoincash:")) == text
    assert wallet.read(text.upper()) == text
    assert wallet.chain(text) == "bch"
    assert wallet.read(text[:-1] + ("q" if text[-1] != "q" else "p")) is None


def other_library(chain, rng):
    """An address that another library made from random bytes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import bip_utils as bip

        key = bytes(rng.randrange(256) for _ in range(32))
        public = bip.Secp256k1PrivateKey.FromBytes(key).PublicKey()
        edwards = bip.Ed25519PrivateKey.FromBytes(key).PublicKey()
        makers = {
            "btc": lambda: bip.P2PKHAddrEncoder.EncodeKey(public, net_ver=b"\0"),
            "btc script": lambda: bip.P2SHAddrEncoder.EncodeKey(public, net_ver=b"\5"),
            "btc segwit": lambda: bip.P2WPKHAddrEncoder.EncodeKey(public, hrp="bc"),
            "btc taproot": lambda: bip.P2TRAddrEncoder.EncodeKey(public, hrp="bc"),
            "ltc": lambda: bip.P2PKHAddrEncoder.EncodeKey(public, net_ver=b"\x30"),
            "ltc segwit": lambda: bip.P2WPKHAddrEncoder.EncodeKey(public, hrp="ltc"),
            "doge": lambda: bip.P2PKHAddrEncoder.EncodeKey(public, net_ver=b"\x1e"),
            "dash": lambda: bip.P2PKHAddrEncoder.EncodeKey(public, net_ver=b"\x4c"),
            "zec": lambda: bip.P2PKHAddrEncoder.EncodeKey(public, net_ver=b"\x1c\xb8"),
            "bch": lambda: bip.BchP2PKHAddrEncoder.EncodeKey(public, hrp="bitcoincash", net_ver=b"\0"),
            "tron": lambda: bip.TrxAddrEncoder.EncodeKey(public),
            "evm": lambda: bip.EthAddrEncoder.EncodeKey(public),
            "xrp": lambda: bip.XrpAddrEncoder.EncodeKey(public),
            "sol": lambda: bip.SolAddrEncoder.EncodeKey(edwards),
            "dot": lambda: bip.SubstrateEd25519AddrEncoder.EncodeKey(edwards, ss58_format=0),
            "dot far": lambda: bip.SubstrateEd25519AddrEncoder.EncodeKey(edwards, ss58_format=1284),
            "xmr": lambda: bip.Monero.FromSeed(key).PrimaryAddress(),
            "xmr sub": lambda: bip.Monero.FromSeed(key).Subaddress(1),
        }
        return makers[chain]()


@pytest.mark.parametrize(
    "chain",
    ["btc", "btc script", "btc segwit", "btc taproot", "ltc", "ltc segwit", "doge", "dash", "zec", "bch", "tron", "evm",
     "xrp", "sol", "dot", "dot far", "xmr", "xmr sub"],
)  # fmt: skip
def test_addresses_made_by_another_library_are_read_and_damaged_ones_refused(chain):
    rng = random.Random(chain)
    for _ in range(8):
        text = other_library(chain, rng)

        assert wallet.chain(text) == chain.split()[0]
        value = wallet.read(text, weak=True)
        assert value == (text.lower() if chain == "evm" else text)
        assert wallet.read(value, weak=True) == value
        if chain in ("evm", "sol"):
            continue
        at = rng.randrange(4, len(text))
        letters = base58.BITCOIN if not text.startswith(("bc1", "ltc1", "bitcoincash")) else bech32.ALPHABET
        damaged = text[:at] + rng.choice([c for c in letters if c != text[at]]) + text[at + 1 :]
        assert wallet.read(damaged) is None


def test_solana_is_read_only_where_the_caller_vouches_for_it():
    text = other_library("sol", random.Random(1))

    assert wallet.read(text) is None
    assert wallet.read(text, weak=True) == text
    (found,) = wallet.KIND.clean(text, None)
    assert found.notes == ("unchecked: this chain has no checksum",)


def ton(tag):
    import base64
    import binascii

    body = bytes([tag, 0]) + bytes(range(32))
    return base64.urlsafe_b64encode(body + binascii.crc_hqx(body, 0).to_bytes(2, "big")).decode()


def test_the_two_writings_of_a_ton_account_are_one_value_and_test_networks_none():
    assert wallet.read(ton(0x11)) == wallet.read(ton(0x51)) == ton(0x51)
    assert wallet.chain(ton(0x51)) == "ton"
    assert wallet.read(ton(0x91)) is None
    assert wallet.read(ton(0x11)[:-1] + "A") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0x" + "0" * 39,
        "0x" + "0" * 41,
        "0x" + "g" * 40,
        "0" * 42,
        "1" * 34,
        "T" * 34,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "01234567-89ab-cdef-0123-456789abcdef",
        "r" * 33,
        "é" * 34,
        "4" * 95,
        "q" * 42,
        "bc1" + "q" * 39,
    ],
)
def test_what_has_no_right_checksum_is_no_wallet(text):
    assert wallet.read(text) is None


def test_a_cell_gives_every_address_in_it_and_payment_links_too():
    first, second = EIP55[4], base58.encode_check(b"\x41" + bytes(range(20)))
    cell = f"ETH: {first}, TRC20 {second}; bitcoin:{SEGWIT_VALID[0][0].lower()}?amount=1"

    found = wallet.KIND.clean(cell, "TH")

    assert [one.value for one in found] == [first.lower(), second, SEGWIT_VALID[0][0].lower()]
    assert all(cell[one.start : one.end] == one.as_written for one in found)


@given(st.binary(min_size=20, max_size=20), st.sampled_from([b"\0", b"\5", b"\x41", b"\x30", b"\x1e", b"\x4c"]))
def test_an_address_we_make_is_read_and_its_mask_hides_the_middle(account, version):
    value = base58.encode_check(version + account)

    assert wallet.read(value) == value
    assert base58.decode_check(value, 21) == version + account
    assert value[5:-3] not in wallet.KIND.mask(value)
    assert len(wallet.KIND.mask(value)) == len(value)


@given(st.text(max_size=130))
def test_no_text_is_an_error(text):
    value = wallet.read(text, None, weak=True)

    assert value is None or wallet.read(value, None, weak=True) == value


@pytest.mark.parametrize("letter", ["1", "T", "0x", "bc1q", "q", "é", "A ", "z,"])
def test_hostile_text_is_refused_without_being_decoded(letter):
    assert wallet.read(letter * 60000) is None
    assert wallet.KIND.clean(letter * 60000, None) == []


def test_keccak_is_the_one_from_before_sha3():
    # Source: the Keccak team's known answer for the empty message.
    assert account_chains.keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"


def shared_data():
    root = Path(os.environ.get("WEFT_SHARED", Path(__file__).parents[4] / "shared")) / "data"
    if not root.is_dir():
        pytest.skip("the shared data folder is not beside the checkout")
    return root


@pytest.mark.shared
def test_every_address_of_the_public_lists_is_read():
    lists = sorted((shared_data() / "sanctions_ofac" / "crypto_addresses_20240924").glob("*.json"))
    texts = [text for path in lists for text in json.loads(path.read_text())]
    feed = json.loads((shared_data() / "phishing_feed" / "polkadot_address.json").read_text())
    accounts = [text for listed in feed.values() for text in listed]

    unread = [text for text in texts if wallet.read(text) is None]

    # One entry of the Monero list is 64 hex digits: a key, no address.
    assert [len(text) for text in unread] == [64]
    assert [text for text in accounts if wallet.chain(text) != "dot"] == []
