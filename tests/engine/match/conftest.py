"""Two invented agencies in memory, a moment in time, and randomness that repeats."""

import datetime as dt
import random
import sys
from pathlib import Path

import pytest

from weft.match.sets import Holding
from weft.testing.partner import Partner

# The tests of this folder import what they share (stick_desk).
sys.path.insert(0, str(Path(__file__).parent))


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
