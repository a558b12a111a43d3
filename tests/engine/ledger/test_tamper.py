"""T15: a log that was tampered with is always found out, and the first bad entry is named where one can be.

The attacker may change every file of the log, and has older copies of it; the key and the checkpoint that the auditor saw last are
out of reach.
"""

import random

import pytest
from disks import LOG, Disk

from weft.errors import Tampered
from weft.ledger import records, tiles, verify
from weft.ledger.audit import audit
from weft.ledger.inspect import check_log
from weft.ledger.log import Log, openings
from weft.ledger.tiles import LogDamaged, TileName, grow


def check(disk, policy, seen):
    check_log(disk, policy, seen=seen)


def history(size, seed):
    """A log with its states on the way, each a whole copy."""
    dice = random.Random(seed)
    disk, states = Disk(), []
    log = Log.open(disk, LOG)
    while log.size < size:
        log.extend(
            [f'{{"n":{dice.random()}}}'.encode() for _ in range(min(size - log.size, dice.randint(1, size // 3)))],
            dice.randbytes,
        )
        log.sign(LOG)
        states.append(dict(disk.files))
    return states


def head(files):
    return verify.read_checkpoint(verify.read_note(files["checkpoint"]).text)


class Attack:
    """One random change. ``first`` is the first entry touched, or None where no single one can be named."""

    def __init__(self, states, dice):
        self.dice = dice
        self.states = states
        self.files = dict(states[-1])
        self.first = None
        getattr(
            self,
            dice.choice(
                ["flip", "flip", "flip", "delete", "reorder", "truncate", "roll_back", "rewrite", "drop", "splice"]
            ),
        )()

    def _name(self, *prefixes):
        return self.dice.choice(sorted(name for name in self.files if name.startswith(prefixes)))

    def flip(self):
        name = self._name("")
        place = self.dice.randrange(len(self.files[name]))
        data = bytearray(self.files[name])
        data[place] ^= 1 << self.dice.randrange(8)
        self.files[name] = bytes(data)
        tile = tiles.parse_name(name)
        if tile and tile.level == 0:
            self.first = tile.number * 256 + place // 32
        if tile and tile.level is None:
            # Flipped lengths move everything behind them; the bundle is still named.
            self.first = range(tile.number * 256, tile.number * 256 + 256)
        if name.startswith("records/"):
            self.first = int(name[8:11]) * 256 + self.states[-1][name][:place].count(b"\n")

    def delete(self):
        del self.files[self._needed()]

    def _needed(self):
        """A file that no other stands in for."""
        size = head(self.files).size
        every = [*map(str, tiles.tiles_of(size)), *map(str, tiles.bundles_of(size)), "checkpoint"]
        return self.dice.choice([*every, *(name for name in self.files if name.startswith("records/"))])

    def truncate(self):
        name = self._needed()
        self.files[name] = self.files[name][: self.dice.randrange(len(self.files[name]))]

    def reorder(self):
        """Two entries change places, in every file that holds them."""
        size = head(self.files).size
        one, other = sorted(self.dice.sample(range(size), 2))
        entries = [e for bundle in tiles.bundles_of(size) for e in tiles.stored_entries(self.files.get, bundle)]
        entries[one], entries[other] = entries[other], entries[one]
        self._rewrite(entries)
        self.first = one

    def rewrite(self):
        """One entry becomes another, and every hash over it with it."""
        size = head(self.files).size
        one = self.dice.randrange(size)
        entries = [e for bundle in tiles.bundles_of(size) for e in tiles.stored_entries(self.files.get, bundle)]
        entries[one] = self.dice.randbytes(32)
        self._rewrite(entries)
        self.first = one

    def drop(self):
        """One entry is taken out, and all behind it move up."""
        size = head(self.files).size
        one = self.dice.randrange(size)
        entries = [e for bundle in tiles.bundles_of(size) for e in tiles.stored_entries(self.files.get, bundle)]
        del entries[one]
        self._rewrite(entries)

    def splice(self):
        """The record behind one entry is that of another, written as if it were its own."""
        openings_ = list(openings(Disk(self.files)))
        one, other = self.dice.sample(openings_, 2)
        name = f"records/{one.index // 256:03}.jsonl"
        lines = self.files[name].splitlines(keepends=True)
        lines[one.index % 256] = records.write_line(records.Opening(one.index, one.entry, other.salt, other.record))
        self.files[name] = b"".join(lines)
        self.first = one.index

    def _rewrite(self, entries):
        kept = {name: data for name, data in self.files.items() if not name.startswith("tile/")}
        self.files = kept | grow({}.get, 0, entries).files

    def roll_back(self):
        self.files = dict(self.dice.choice(self.states[:-1]))
        self.first = head(self.files).size


def run(count, seed, policy):
    dice = random.Random(seed)
    found = named = 0
    for number in range(count):
        if number % 50 == 0:
            states = history(dice.choice([40, 257, 300, 520, 700]), dice.random())
            check(Disk(states[-1]), policy, [head(states[-1])])
        attack = Attack(states, dice)
        if attack.files == states[-1]:
            continue
        with pytest.raises(Tampered) as caught:
            check(Disk(attack.files), policy, [head(states[-1])])
        found += 1
        index = getattr(caught.value, "index", None)
        if attack.first is not None:
            wanted = attack.first if isinstance(attack.first, range) else range(attack.first, attack.first + 1)
            # A tile flipped at a leaf is named by that leaf; an older partial tile by the bundle it begins.
            assert index is not None
            assert index in wanted or index == wanted[0] // 256 * 256, (index, attack.first, str(caught.value))
            named += 1
    return found, named


def test_50_attacks_are_all_found(policy):
    found, named = run(50, 1, policy)

    assert found == 50
    assert named >= 25


@pytest.mark.nightly
def test_10_000_attacks_are_all_found(policy):
    found, named = run(10_000, 2, policy)

    assert found >= 9_990
    assert named >= 5_000


def test_the_auditor_s_own_key_decides_whose_log_it_is(grown):
    other = verify.VerifierKey(LOG.name, verify.ED25519, bytes(32))

    with pytest.raises(Tampered):
        check(grown(10), verify.Policy((other,)), [])


def test_a_mirror_without_records_is_checked_without_them(grown, policy):
    disk = grown(300)
    mirror = Disk({name: data for name, data in disk.files.items() if not name.startswith("records/")})

    with pytest.raises(LogDamaged, match="entry 0 has no record") as caught:
        check_log(mirror, policy)
    assert "--mirror" in caught.value.hint
    found = check_log(mirror, policy, mirror=True)
    assert check_log(disk, policy, mirror=True).opened == 300

    assert (found.size, found.opened, found.erased) == (300, None, None)
    name = "tile/entries/000"
    mirror.files[name] = mirror.files[name][:40] + b"x" + mirror.files[name][41:]
    with pytest.raises(LogDamaged) as caught:
        check_log(mirror, policy, mirror=True)
    assert caught.value.index == 1


def test_everything_rewritten_at_once_without_records_is_found_and_no_entry_is_named(grown, policy):
    disk = grown(300)
    mirror = Disk({"checkpoint": disk.files["checkpoint"]} | grow({}.get, 0, [b"x" * 32] * 300).files)

    with pytest.raises(LogDamaged, match="root that was signed") as caught:
        audit(mirror.read, list(mirror.names()), policy)
    assert caught.value.index is None


def test_missing_and_surplus_records_are_found(grown, policy):
    disk = grown(20)
    lines = disk.files["records/000.jsonl"].splitlines(keepends=True)

    def with_lines(new):
        return Disk(disk.files | {"records/000.jsonl": b"".join(new)})

    for new, first in ((lines[:7], 7), ([*lines[:3], *lines[4:]], 3), ([lines[0], lines[0], *lines[1:]], 1), ([], 0)):
        with pytest.raises(LogDamaged) as caught:
            audit(disk.read, [], policy, openings=openings(with_lines(new)))
        assert caught.value.index == first
    with pytest.raises(LogDamaged, match="no record"):
        audit(disk.read, [], policy, openings=iter([records.Opening(1, b"")]))
    other = records.seal(0, b"{}", random.Random(1).randbytes)
    with pytest.raises(LogDamaged, match="another entry"):
        audit(disk.read, [], policy, openings=iter([other]))


def test_a_log_without_a_checkpoint_or_with_another_s_is_refused(grown, policy):
    disk = grown(5)
    del disk.files["checkpoint"]
    with pytest.raises(LogDamaged, match="no checkpoint"):
        check_log(disk, policy)
    with pytest.raises(verify.NotANote):
        check_log(Disk(), policy)

    seen = verify.Checkpoint("zz.example/log", 1, bytes(32))
    with pytest.raises(LogDamaged, match=r"zz\.example"):
        check_log(grown(5), policy, seen=[seen])
    fork = verify.Checkpoint(LOG.name, 3, bytes(32))
    with pytest.raises(LogDamaged, match="does not continue"):
        check_log(grown(5), policy, seen=[fork])


def test_what_a_crash_left_unsigned_is_not_held_against_the_log(grown, policy, rng):
    disk = grown(250)
    Log.open(disk, LOG).extend([b"{}"] * 20, rng)
    entries = [each.entry for each in openings(disk)][250:]
    disk.files |= grow(disk.read, 250, entries).files

    assert check_log(disk, policy).opened == 250


def test_an_older_partial_tile_must_still_be_a_beginning(grown, policy):
    disk = grown(200, step=100)
    for name in ("tile/0/000.p/100", "tile/entries/000.p/100"):
        bad = Disk(disk.files | {name: disk.files[name][:-1] + b"\x00"})
        with pytest.raises(LogDamaged, match="not the beginning"):
            check_log(bad, policy)
    assert str(TileName(0, 0, 100)) in disk.files
