"""Two invented agencies in memory, a moment in time, and randomness that repeats."""

import datetime as dt
import random

import pytest

from weft.match.sets import Holding
from weft.testing.partner import Partner


@pytest.fixture
def now():
    return dt.datetime(2026, 11, 24, 8, tzinfo=dt.UTC)


@pytest.fixture
def rng():
    return random.Random(20261124)


@pytest.fixture
def kh(rng):
    return Partner("KH", rng.randbytes)


@pytest.fixture
def th(rng):
    return Partner("TH", rng.randbytes)


@pytest.fixture
def phones():
    """``phones(first, count)``: canonical phone numbers as (kind, value)."""
    return lambda first, count: [("phone", f"+66810{number:06d}") for number in range(first, first + count)]


@pytest.fixture
def held(phones):
    """``held(first, count)``: the same as holdings of a few networks."""
    return lambda first, count: [
        Holding(kind, value, network=f"N{at % 3}", tier=2, last_quarter=227)
        for at, (kind, value) in enumerate(phones(first, count))
    ]
