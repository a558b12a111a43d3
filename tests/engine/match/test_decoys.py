"""Decoys and the breaker: poisoned sets are caught, honest ones left alone (V11)."""

import datetime as dt
import random

import pytest

from weft.match import decoys
from weft.match.decoys import Decoy, SetAside
from weft.match.sets import Holding
from weft.testing.partner import Partner, universe

# Numbers that the asker's own regulator knows to be unassigned.
POOL = [("phone", f"+668999{n:05d}") for n in range(0, 100_000, 7)]


def caught_in(share, batches, runs, rng):
    """Share of runs in which a set that holds ``share`` of all numbers is set aside within so many batches of 1,024."""
    caught = 0
    for _ in range(runs):
        for _ in range(batches):
            drawn = decoys.draw(decoys.count_for(1024), [], POOL, rng.randbytes)
            hits = sum(rng.random() < share for _ in drawn)
            try:
                decoys.check_decoys(drawn, hits)
            except SetAside:
                caught += 1
                break
    return caught / runs


def test_v11_a_set_of_everything_is_caught_in_the_first_batch():
    assert caught_in(1.0, 1, 500, random.Random(1)) == 1.0


def test_v11_a_set_of_a_tenth_is_caught_within_seven_batches():
    rng = random.Random(2)
    assert caught_in(0.10, 7, 2_000, rng) >= 0.99
    assert caught_in(0.10, 1, 2_000, rng) == pytest.approx(0.815, abs=0.03)


def test_v11_a_set_of_a_fiftieth_is_caught_within_seven_batches():
    assert caught_in(0.02, 7, 3_000, random.Random(3)) >= 0.85


def test_v11_a_poisoned_set_in_earnest(kh, th, now):
    rng = random.Random(11)
    everything = universe("+668100000", 3, 1.0, rng.randbytes)
    offer = kh.publish(th, everything, now)
    pool = [("phone", f"+668100000{n:03d}") for n in range(500, 1000)]
    wanted = [("phone", f"+668100000{n:03d}") for n in range(5)]
    [question] = th.ask(offer, wanted, now, pool=pool)
    with pytest.raises(SetAside, match="1 of 1 decoys hit"):
        th.finish(offer.taken_in(), question, kh.answer(offer, question.query, now))
    # Without a pool of its own, decoys after the pattern of what is asked do it too, from a few batches' worth on.
    [question] = th.ask(offer, [("phone", f"+668100000{n:03d}") for n in range(900)], now)
    drawn = [slot.decoy for slot in question.batch.slots if slot.decoy]
    assert len(drawn) == 16
    assert all(one.value.startswith("+6681") and len(one.value) == 13 for one in drawn)


def test_v11_an_honest_set_is_left_alone():
    """A million holdings among three hundred million numbers, decoys after the pattern of what is asked."""
    rng = random.Random(5)
    aside = 0
    for _ in range(3_000):
        drawn = decoys.draw(64, [("phone", "+66812345678")], [], rng.randbytes)
        hits = sum(rng.random() < 1 / 300 for _ in drawn)
        try:
            decoys.check_decoys(drawn, hits)
        except SetAside:
            aside += 1
    assert aside <= 3


def test_decoys_look_like_what_is_asked():
    rng = random.Random(4)
    patterns = [
        ("wallet", "0xab5801a7d398351b8be11c439e05c5b3259aec9b"),
        ("bank_account", "TH:KBANK:1234567890"),
        ("email", "someone.new@mail.example"),
    ]
    for kind, value in patterns:
        for one in decoys.draw(20, [(kind, value)], [], rng.randbytes):
            assert one.kind == kind
            assert len(one.value) == len(value)
            assert one.value != value
            assert one.value[: len(value) // 3] == value[: len(value) // 3]
    capital = decoys.draw(5, [("passport", "TH:AA-BBBBBBB")], [], rng.randbytes)
    assert all(one.value.startswith("TH:AA-") and one.value[6:].isupper() for one in capital)


def test_where_the_space_is_large_no_decoy_is_forgiven():
    assert decoys.forgiven([Decoy("wallet", "x", 0.0)] * 64) == 0
    assert decoys.forgiven([]) == 0
    assert decoys.forgiven([Decoy("phone", "x", 1 / 300)] * 16) == 2
    assert 3 <= decoys.forgiven([Decoy("phone", "x", 1 / 300)] * 64) <= 4


def test_the_breaker_wants_a_history_and_enough_hits():
    decoys.check_rate(900, 1000, None)
    decoys.check_rate(9, 9, 0.001)
    decoys.check_rate(50, 1000, 0.01)
    with pytest.raises(SetAside):
        decoys.check_rate(51, 1000, 0.01)


def test_decoys_are_the_same_when_a_batch_is_made_again(rng):
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    offer = kh.publish(th, [Holding("phone", "+66810000001")], at)
    from weft.match import asking

    items = [asking.Item("phone", "+66810000001", bytes(32))]
    one, two = (asking.plan(items, offer.terms, bytes(16), [b"s" * 32])[0].make() for _ in range(2))
    assert one == two
    assert asking.plan(items, offer.terms, bytes(16), [b"t" * 32])[0].make().slots != one.slots
