"""Budgets: never exceeded, never refilled by a clock, charged once; and the partner that goes through all numbers (V7, V12)."""

import datetime as dt
import random
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.match import budgets, evidence
from weft.match.budgets import OverBudget, Quota, Usage, alarms, charge
from weft.match.sets import Holding
from weft.match.stick.store import SqliteBook
from weft.testing.partner import MemoryBook, Partner

CASE = b"c" * 16


def test_each_budget_has_its_own_refusal():
    quota = Quota(day=100, epoch=250, per_case=150)

    usage = charge(Usage(), quota, 100, 1, [CASE])
    with pytest.raises(OverBudget, match="16 evaluations asked, 0 left today of 100"):
        charge(usage, quota, 16, 1, [CASE])
    with pytest.raises(OverBudget, match="100 evaluations asked for one case, 50 left"):
        charge(usage, quota, 100, 2, [CASE])
    usage = charge(usage, quota, 100, 2, [b"d" * 16])
    with pytest.raises(OverBudget, match="64 evaluations asked, 50 left in this epoch"):
        charge(usage, quota, 64, 3, [b"d" * 16])
    assert usage.used == 200
    assert budgets.left(usage, quota, 2) == {"day_left": 0, "epoch_left": 50}
    assert budgets.left(usage, quota, 3) == {"day_left": 100, "epoch_left": 50}


def test_a_clock_set_back_refills_nothing():
    quota = Quota(day=100)
    usage = charge(Usage(), quota, 100, 10, [])
    for day in (9, 1, 0, -5):
        with pytest.raises(OverBudget, match="today"):
            charge(usage, quota, 16, day, [])
    assert charge(usage, quota, 100, 11, []).day == 11


def test_what_is_carried_over_is_spent_once_and_beyond_the_days():
    quota = budgets.at_rotation(Quota(day=100, epoch=1000), 150)
    usage = charge(Usage(), quota, 200, 1, [])
    assert (usage.used_today, usage.carried) == (100, 100)
    usage = charge(usage, quota, 50, 1, [])
    with pytest.raises(OverBudget, match="0 left today"):
        charge(usage, quota, 16, 1, [])
    usage = charge(usage, quota, 100, 2, [])
    assert (usage.carried, usage.used) == (150, 350)
    assert budgets.at_rotation(Quota(), 10**6).carry == 300_000


def test_what_is_left_is_told_with_what_may_be_carried():
    quota = Quota(day=100, carry=50)
    usage = charge(Usage(), quota, 80, 1, [])

    with pytest.raises(OverBudget, match="100 evaluations asked, 70 left today of 100") as raised:
        charge(usage, quota, 100, 1, [])

    assert raised.value.data == {"budget": "day", "left": 70}
    assert charge(usage, quota, 70, 1, []).carried == 50


@given(
    st.lists(st.tuples(st.integers(16, 4096), st.integers(0, 6), st.sampled_from([b"a", b"b"])), max_size=60),
    st.integers(0, 6000),
    st.integers(0, 9000),
    st.integers(0, 3000),
    st.integers(0, 9000),
)
def test_no_order_of_questions_exceeds_any_budget(asked, day, epoch, carry, per_case):
    quota = Quota(day, epoch, carry, per_case)
    usage = Usage()
    by_day, by_case = {}, {}
    for count, when, case in asked:
        try:
            usage = charge(usage, quota, count, when, [case])
        except OverBudget:
            continue
        by_day[usage.day] = by_day.get(usage.day, 0) + count
        by_case[case] = by_case.get(case, 0) + count
    assert sum(max(0, used - day) for used in by_day.values()) <= carry
    assert sum(by_day.values()) == usage.used <= epoch + carry
    assert all(used <= per_case for used in by_case.values())


# --- V7 -------------------------------------------------------------------------------------------------------------------


def crowd(book, threads, requests, quota):
    """Many at once at the limit; how many evaluations were let through."""
    let = []
    started = threading.Barrier(threads)

    def ask(number):
        started.wait()
        for request in range(requests):
            query_id = number.to_bytes(8, "big") + request.to_bytes(8, "big")
            try:
                book.charge(query_id, b"d" * 32, 16, [CASE], quota, 1)
                let.append(16)
            except OverBudget:
                pass

    people = [threading.Thread(target=ask, args=(number,)) for number in range(threads)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return sum(let)


def test_v7_fifty_at_once_in_memory():
    quota = Quota(day=16 * 1234, epoch=10**6, per_case=10**6)
    book = MemoryBook()
    assert crowd(book, 50, 100, quota) == quota.day == book.usage().used


@pytest.mark.parametrize(("threads", "requests"), [(8, 6), pytest.param(50, 100, marks=pytest.mark.nightly)])
def test_v7_many_at_once_on_disk(tmp_path, threads, requests):
    quota = Quota(day=16 * (threads * requests // 3), epoch=10**6, per_case=10**6)
    book = SqliteBook(tmp_path / "book")
    assert crowd(book, threads, requests, quota) == quota.day == book.usage().used
    assert book.usage([CASE]).by_case == {CASE: quota.day}


# --- V12 ------------------------------------------------------------------------------------------------------------------


def enumerate_space(quota, size, held):
    """A partner that asks about every number in turn, day after day; what it has found, and by what alarms it was seen."""
    rng = random.Random(12)
    kh, th = Partner("KH", rng.randbytes), Partner("TH", rng.randbytes)
    begin = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    numbers = [f"+668100{n:05d}" for n in range(size)]
    offer = kh.publish(th, [Holding("phone", one) for one in rng.sample(numbers, held)], begin, quota=quota)
    published = offer.taken_in()
    order = rng.sample(numbers, size)
    found = asked = 0
    for day in range(5):
        now = begin + dt.timedelta(days=day)
        while asked < size:
            [question] = th.ask(offer, [("phone", one) for one in order[asked : asked + 63]], now, known_answers=False)
            try:
                answer = kh.answer(offer, question.query, now)
            except OverBudget:
                break
            found += len(th.finish(published, question, answer).hits)
            asked += 63
    return found, min(asked, size)


def test_v12_the_enumerating_partner_is_stopped_by_its_budget():
    found, asked = enumerate_space(Quota(day=128, epoch=640, per_case=640), 1_500, 300)
    assert asked == 630
    # A fifth of the space is held, so a fifth of what is asked hits: the budget bounds it, nothing else does.
    assert abs(found - asked / 5) < 3 * (asked * 0.2 * 0.8) ** 0.5


def test_v12_without_a_budget_the_same_partner_gets_everything():
    found, asked = enumerate_space(Quota(day=10**8, epoch=10**8, per_case=10**8), 1_500, 300)
    assert (found, asked) == (300, 1_500)


def test_v12_ninety_days_at_full_budget_against_a_million_holdings():
    """The country's whole mobile space, by the real arithmetic of budgets and without the curve."""
    rng = np.random.default_rng(12)
    quota, space, held = Quota(per_case=10**6), 300_000_000, 1_000_000
    holdings = np.zeros(space, bool)
    holdings[rng.choice(space, held, replace=False)] = True
    usage, asked, by_day = Usage(), 0, {}
    for day in range(90):
        for size in (4096, 1024, 256, 64, 16):
            while True:
                try:
                    usage = charge(usage, quota, size, day, [CASE])
                except OverBudget:
                    break
                asked += size - max(1, size // 64)
                by_day[day] = by_day.get(day, 0) + size

    learned = int(holdings[:asked].sum()) / held

    assert asked < quota.epoch
    bound = quota.epoch / space
    assert bound == 0.0015
    assert learned <= bound + 3 * (bound / held) ** 0.5
    by_hour = dict.fromkeys(range(8, 18), 100)
    first_week = {day: used for day, used in by_day.items() if day < 5}
    assert [one.code for one in alarms(first_week, quota, by_hour=by_hour, by_case={CASE: 1})] == ["alarm.full"]
    # Without a budget: the same partner, the same space, all of it.
    assert int(holdings.sum()) / held == 1.0


def test_v12_an_audit_of_sixty_finds_a_twentieth_without_evidence():
    rng = random.Random(60)
    caught = 0
    for _ in range(2_000):
        unbacked = set(rng.sample(range(4096), 205))
        drawn = evidence.positions(rng.randbytes(32), rng.randbytes(16), 4096, 60)
        assert len(set(drawn)) == 60
        caught += bool(unbacked & set(drawn))
    assert caught / 2_000 >= 0.94  # 95.4 % expected, less three standard errors


@pytest.mark.parametrize("hour", range(24))
def test_night_is_from_ten_to_six(hour):
    found = alarms({}, Quota(), by_hour={hour: 5_000}, by_case={})
    assert [one.code for one in found] == (["alarm.night"] if hour >= 22 or hour < 6 else [])
    assert alarms({}, Quota(), by_hour={hour: 4_999}, by_case={}) == []


def test_alarms_tell_habits_apart():
    quota = Quota(day=100)
    evenly = dict.fromkeys(range(8, 18), 1_000)
    cases = {bytes([at]): 1_000 for at in range(10)}
    full = dict.fromkeys((1, 2, 3, 5, 6, 7), 95)
    assert alarms(full, quota, by_hour=evenly, by_case=cases) == []
    assert [one.code for one in alarms(full | {4: 90}, quota, by_hour=evenly, by_case=cases)] == ["alarm.full"]
    night = evenly | {2: 20_000}
    assert [one.code for one in alarms({}, quota, by_hour=night, by_case=cases)] == ["alarm.night"]
    one_case = cases | {CASE: 90_000}
    assert [one.code for one in alarms({}, quota, by_hour=evenly, by_case=one_case)] == ["alarm.case"]
    assert alarms({}, quota, by_hour={2: 10}, by_case={CASE: 10}) == []


# --- the book on disk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda path: MemoryBook(), lambda path: SqliteBook(path / "book")])
def test_both_books_keep_the_same_promises(tmp_path, make):
    from weft.match.answering import SameIdOtherQuestion, Seen

    book, quota = make(tmp_path), Quota(day=100)
    assert book.seen(b"1" * 16) is None
    book.charge(b"1" * 16, b"d" * 32, 64, [CASE], quota, 1)
    book.charge(b"1" * 16, b"d" * 32, 64, [CASE], quota, 1)
    assert book.usage().used == 64
    assert book.seen(b"1" * 16) == Seen(b"d" * 32, None)
    with pytest.raises(SameIdOtherQuestion):
        book.charge(b"1" * 16, b"e" * 32, 64, [CASE], quota, 1)
    with pytest.raises(OverBudget):
        book.charge(b"2" * 16, b"e" * 32, 64, [CASE], quota, 1)
    assert book.seen(b"2" * 16) is None
    book.store(b"1" * 16, b"first")
    book.store(b"1" * 16, b"second")
    assert book.seen(b"1" * 16) == Seen(b"d" * 32, b"first")
    assert book.usage([CASE]).by_case == {CASE: 64}


def test_a_book_that_is_no_book_is_refused(tmp_path):
    from weft.match.stick.store import BookDamaged

    (tmp_path / "book").write_bytes(b"not a database" * 100)
    with pytest.raises(BookDamaged, match="cannot be used"):
        SqliteBook(tmp_path / "book")
    with pytest.raises(BookDamaged, match="cannot be used"):
        SqliteBook(tmp_path)


def test_the_book_is_readable_by_its_owner_alone(tmp_path):
    SqliteBook(tmp_path / "book")
    assert (tmp_path / "book").stat().st_mode & 0o777 == 0o600
    assert SqliteBook(tmp_path / "book").usage() == Usage()
