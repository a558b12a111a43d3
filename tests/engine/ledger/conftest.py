"""What the tests of the ledger share. All of it seeded."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from disks import LOG, Disk

from weft.ledger.log import Log
from weft.ledger.verify import Policy


@pytest.fixture
def rng():
    return random.Random(20251016).randbytes


@pytest.fixture
def policy():
    return Policy((LOG.key,))


@pytest.fixture(scope="session")
def grown():
    """``grown(n)``: the files of a log of ``n`` records, signed at a few sizes on the way. Made once each."""
    made = {}

    def make(size, step=37):
        if (size, step) not in made:
            disk = Disk()
            log = Log.open(disk, LOG)
            dice = random.Random(size).randbytes
            for start in range(0, size, step):
                log.extend([f'{{"n":{n}}}'.encode() for n in range(start, min(start + step, size))], dice)
                log.sign(LOG)
            made[size, step] = dict(disk.files)
        return Disk(made[size, step])

    return make
