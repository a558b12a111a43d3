"""What was made stays readable: every byte of a round follows from the seeds, and a later release must make the same bytes.

A question kept in a folder is finished from its seeds, weeks later, perhaps by a newer release; and two releases must agree on
tokens. The digests here say nothing about whether the bytes are right (the vectors and the other tests do), only that they are the same.
A change here is a new version of the protocol.
"""

import datetime as dt
import hmac
import random

import pytest

from weft import sodium
from weft.match import answering, asking, evidence, manifest, tokens, voprf
from weft.match.sets import Holding
from weft.match.tokens import Derived
from weft.testing.partner import Partner

NOW = dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)
ASKED = [("phone", "+66810000001"), ("bank_account", "TH:KBANK:1234567890"), ("wallet", "0x" + "a1" * 20)]
DIGESTS = {
    "manifest": "a458501ae5b6fb5c1808e3fa948161cb",
    "segment": "e52667a15de2fae5e8b50364ec02e9a6",
    "line": "aa2b9ce79fe1e5f71f2c5e86ded2c582",
    "query": "8852b07d09b81bdbfeef50ec00c93fc0",
    "claims": "927133708fc88110ad1853b5256aad5a",
    "blinds": "8f5fab79bb456e9085294895921aeeae",
    "answer": "fd4d0d9ab38702410e9202e8e9f57de6",
    "handles": "40e660be9096c6ff79839f718d61bcae",
    "pseudonyms": "186171dcdeb37d8dcaf431922cb741bd",
}


@pytest.fixture(scope="module")
def made():
    """A round between two partners whose randomness repeats; the golden list of the normaliser is left out of it."""
    kh, th = Partner("KH", random.Random(1).randbytes), Partner("TH", random.Random(2).randbytes)
    held = [Holding(kind, value, network="N1", tier=2, last_quarter=227) for kind, value in ASKED[:2]]
    offer = kh.publish(th, held, NOW, norm_digest=bytes(32))
    [question] = th.ask(offer, ASKED, NOW)
    answer = kh.answer(offer, question.query, NOW)
    outcome = th.finish(offer.taken_in(), question, answer)
    return {
        "manifest": offer.manifest,
        "segment": offer.segments[0][0],
        "line": offer.segments[0][1],
        "query": question.query,
        "claims": b"".join(one.leaf for one in question.batch.claims),
        "blinds": b"".join(question.batch.blinds()),
        "answer": answer,
        "handles": b"".join(sorted(hit.handle + hit.confirmation_key for hit in outcome.hits)),
        "pseudonyms": b"".join(sorted(hit.payload.pseudonym for hit in outcome.hits)),
    }


@pytest.mark.parametrize("what", DIGESTS)
def test_every_byte_of_a_round_is_what_it_was(made, what):
    assert sodium.sha256(made[what]).hex()[:32] == DIGESTS[what]


def test_what_follows_from_an_output_is_what_the_format_says():
    y = bytes(range(64))
    found = Derived(y)

    def said(message):
        return hmac.digest(y, message, "sha256")

    assert found.token == int.from_bytes(said(b"weft/tok/1")[:8], "big")
    assert (found.payload_key, found.handle) == (said(b"weft/pay/1"), said(b"weft/handle/1")[:16])
    assert found.confirmation_key == said(b"weft/conf/1")


@pytest.mark.parametrize("length", [0, 1, 31, 32, 63, 64, 65, 127, 128, 129])
def test_a_keyed_hash_is_that_of_the_library_for_every_length_of_key(length):
    key = bytes(range(length))
    assert sodium.mac(key, b"message") == hmac.digest(key, b"message", "sha256")


def test_a_box_without_associated_data_is_one_with_none():
    sealed = sodium.seal(bytes(32), bytes(12), b"plain", b"")
    assert sodium.seal(bytes(32), bytes(12), b"plain") == sealed
    assert sodium.unseal(bytes(32), bytes(12), sealed) == sodium.unseal(bytes(32), bytes(12), sealed, b"") == b"plain"


def test_positions_of_an_audit_are_what_the_format_says():
    head, query_id = b"checkpoint", bytes(16)
    drawn = [sodium.sha256(b"weft/audit/1" + head + query_id + n.to_bytes(4, "big"))[:8] for n in range(40)]
    wanted = list(dict.fromkeys(int.from_bytes(one, "big") % 64 for one in drawn))[:10]

    assert evidence.positions(head, query_id, 64, 10) == sorted(wanted)
    assert evidence.positions(head, query_id, 16, 60) == list(range(16))


def test_tags_and_pseudonyms_are_what_the_format_says():
    seed = bytes(range(32))

    def said(message):
        return hmac.digest(seed, message, "sha256")[:16]

    assert asking.case_tag(seed, "CASE-7") == said(b"weft/case/1|CASE-7")
    assert asking.officer_tag(seed, "Dok") == said(b"weft/officer/1|Dok")
    alone = Holding("phone", "+66810000001")
    assert answering.pseudonym(alone, seed) == said(b"weft/pseudonym/1|alone|phone|+66810000001")
    assert answering.pseudonym(Holding("phone", "+1", network="N"), seed) == said(b"weft/pseudonym/1|network|N")


def test_keys_and_inputs_are_what_the_format_says():
    offer = Partner("KH", random.Random(1).randbytes).publish(Partner("TH", random.Random(2).randbytes), [], NOW)
    terms = offer.terms
    assert terms.info == b"weft/1|KH|TH|A-1|subjects|1"
    assert manifest.derive(terms.info, bytes(32)) == voprf.derive_key_pair(bytes(32), terms.info)
    assert tokens.encode("bank_account", "TH:KBANK:1") == b"weft1\x1fbank\x1fTH:KBANK:1"
    assert tokens.known_answer(bytes(32), 258) == b"weft1\x1fkat\x1f" + bytes(32) + b"\x01\x02"
    assert tokens.filler(b"noise") == b"weft1\x1ffill\x1fnoise"
