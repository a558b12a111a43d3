"""V13: nothing that crosses the border holds an identifier, in any spelling somebody might try."""

import base64
import datetime as dt
import hashlib
import random

import pytest

from weft.match import tokens
from weft.match.budgets import Quota
from weft.match.sets import Holding
from weft.testing.invented import Inventor
from weft.testing.partner import Partner


def spellings(kind, value):
    """An identifier as it might leak: raw, in other encodings, hashed, with and without its domain separation."""
    for raw in {
        value.encode(),
        value.lstrip("+").encode(),
        value.rpartition(":")[2].encode(),
        tokens.encode(kind, value),
    }:
        yield raw
        yield raw.decode().encode("utf-16-le")
        yield raw.decode().encode("utf-16-be")
        for data in (raw, *(hashlib.new(name, raw).digest() for name in ("md5", "sha1", "sha256", "sha512"))):
            if data != raw:
                yield data
            yield data.hex().encode()
            yield data.hex().upper().encode()
            for shift in range(3):
                # base64 of a longer text that holds it: each of the three alignments, without the edges.
                yield base64.b64encode(bytes(shift) + data)[4 if shift else 0 : -4]
                yield base64.urlsafe_b64encode(bytes(shift) + data)[4 if shift else 0 : -4]


def sweep(questions, identifiers):
    """Everything on the wire of so many questions, and every spelling of every identifier found in it."""
    rng = random.Random(13)
    inventor = Inventor(rng)
    now = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    known = [("phone", inventor.phone("TH")) for _ in range(identifiers // 3)]
    known += [("wallet", inventor.wallet()) for _ in range(identifiers // 3)]
    known += [("bank_account", inventor.account("KH")) for _ in range(identifiers // 3)]
    offer = kh.publish(th, [Holding(*one, network="Net-of-Dok") for one in known[::2]], now, quota=Quota(10**6, 10**6))
    wire = [offer.manifest, *(part for pair in offer.segments for part in pair)]
    published = offer.taken_in()
    hits = 0
    for number in range(questions):
        at = now + dt.timedelta(seconds=number)
        [question] = th.ask(
            offer, rng.sample(known, 8), at, case=f"CASE-{number}", known_answers=False,
            backed=lambda place: hashlib.sha256(b"report of Chanthy").digest(),
        )  # fmt: skip
        answer = kh.answer(offer, question.query, at)
        wire += [question.query, answer]
        hits += len(th.finish(published, question, answer).hits)
    everything = b"\n".join(wire)
    needles = {spelled for one in known for spelled in spellings(*one) if len(spelled) > 5}
    needles |= {b"Net-of-Dok", b"CASE-1", b"Chanthy", b"officer_of"}
    assert hits > questions
    return everything, needles


def find(everything, needles):
    return sorted(one for one in needles if one in everything)


def test_v13_no_identifier_crosses_the_border_in_any_spelling():
    everything, needles = sweep(60, 30)
    assert find(everything, needles) == []
    # The sweep has teeth: had one crossed, in base64 inside something longer, it would be found.
    leaked = base64.b64encode(b"to: " + tokens.encode("phone", "+66812345678") + b" now")
    assert find(leaked, set(spellings("phone", "+66812345678"))) != []


@pytest.mark.nightly
def test_v13_ten_thousand_questions():
    everything, needles = sweep(10_000, 60)
    assert find(everything, needles) == []
