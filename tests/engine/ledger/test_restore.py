"""After a restore: the missing part comes back from a mirror, or a break record says what is gone."""

import json

import pytest
from disks import LOG, WITNESSES, Disk, PowerCut

from weft.ledger import records, verify
from weft.ledger.audit import audit
from weft.ledger.log import Log, RolledBack, openings
from weft.ledger.note import Signer, sign_note
from weft.ledger.restore import break_record, read_break, recover_tail
from weft.ledger.tiles import LogDamaged
from weft.ledger.verify import BadSignature, Checkpoint, NotANote, Policy


def lost(grown, rng, size, more):
    """An old copy of a log, the log as it went on, and its last cosigned checkpoint."""
    disk = grown(size)
    copy = Disk(disk.files)
    log = Log.open(disk, LOG)
    log.extend([b'{"lost":1}'] * more, rng)
    head = log.sign(LOG)
    lines = str(WITNESSES[0].cosign(verify.read_note(head).text, 1_790_000_000))
    witnessed = log.add_cosignatures(lines, Policy((LOG.key,), (WITNESSES[0].key,)), now=1_790_000_000)
    mirror = {name: data for name, data in disk.files.items() if name.startswith("tile/")}
    return copy, mirror, witnessed


@pytest.mark.parametrize(("size", "more"), [(0, 5), (50, 1), (250, 300), (256, 1)])
def test_the_missing_part_comes_back_from_a_mirror(size, more, grown, rng, policy):
    copy, mirror, witnessed = lost(grown, rng, size, more)
    with pytest.raises(RolledBack):
        Log.open(copy, LOG, witnessed=[witnessed])

    gone = recover_tail(copy, mirror.get, witnessed, LOG.key)
    log = Log.open(copy, LOG, witnessed=[witnessed])
    log.append(records.tombstone(gone, at="2026-11-24", by="administrator", why="restored from a backup"), rng)
    log.sign(LOG)

    assert gone == range(size, size + more)
    found = audit(copy.read, list(copy.names()), policy, openings=openings(copy), seen=[head(witnessed)])
    assert (found.opened, found.erased) == (size + 1, more)


def head(note):
    return verify.read_checkpoint(verify.read_note(note).text)


def test_records_that_the_copy_still_has_are_kept(grown, rng):
    copy, mirror, witnessed = lost(grown, rng, 50, 9)
    source = Disk(grown(50).files)
    Log.open(source, LOG).extend([b'{"lost":1}'] * 4, rng)
    # The copy was taken between logging and signing: it has four more lines, but with other salts than the mirror's entries.
    copy.files["records/000.jsonl"] = source.files["records/000.jsonl"]
    with pytest.raises(LogDamaged, match="not those that were witnessed"):
        recover_tail(copy, mirror.get, witnessed, LOG.key)


def test_a_recovery_that_was_cut_off_is_finished_the_second_time(grown, rng, policy):
    copy, mirror, witnessed = lost(grown, rng, 250, 20)
    whole = Disk(copy.files)
    recover_tail(whole, mirror.get, witnessed, LOG.key)

    for fail_at in range(1, whole.writes + 1):
        cut = Disk(copy.files, fail_at, torn=0.5)
        with pytest.raises(PowerCut):
            recover_tail(cut, mirror.get, witnessed, LOG.key)
        again = Disk(cut.files)
        recover_tail(again, mirror.get, witnessed, LOG.key)
        assert Log.open(again, LOG, witnessed=[witnessed]).signed_size == 270


def test_a_mirror_that_does_not_lead_to_what_was_witnessed_is_refused(grown, rng):
    copy, mirror, witnessed = lost(grown, rng, 50, 9)
    name = "tile/entries/000.p/59"
    mirror[name] = mirror[name][:-1] + bytes([mirror[name][-1] ^ 1])
    before = dict(copy.files)

    with pytest.raises(LogDamaged, match="do not have the root"):
        recover_tail(copy, mirror.get, witnessed, LOG.key)
    with pytest.raises(LogDamaged, match="absent"):
        recover_tail(copy, {}.get, witnessed, LOG.key)
    assert copy.files == before


def test_a_broken_log_is_followed_by_another_that_says_so(grown, rng, policy):
    _, _, witnessed = lost(grown, rng, 50, 9)
    kept = Checkpoint(LOG.name, 50, bytes(32))
    new = Signer("kh.example/log-2", b"n" * 32)
    record = break_record(
        head(witnessed), kept, new.name, LOG, at="2026-11-24", by="administrator", why="disk lost, no mirror"
    )
    log = Log.open(Disk(), new)
    log.append(record, rng)
    log.sign(new)

    proof, _ = verify.check_proof_file(log.prove(0, with_record=True), Policy((new.key,)))
    said = read_break(proof.extra[32:], [LOG.key])
    assert (said["origin"], said["continues"]["size"], said["kept"]["size"]) == ("kh.example/log-2", 59, 50)
    with pytest.raises(BadSignature):
        read_break(record, [new.key])
    nothing_kept = break_record(head(witnessed), None, new.name, LOG, at="", by="", why="")
    assert read_break(nothing_kept, [LOG.key])["kept"] is None


@pytest.mark.parametrize("text", ["no json\n", "[]\n", json.dumps({"typ": "other"}) + "\n"])
def test_what_is_no_break_record_is_refused(text):
    with pytest.raises(NotANote):
        read_break(bytes(sign_note(text, LOG)), [LOG.key])
