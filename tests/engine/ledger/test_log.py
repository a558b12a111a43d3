"""A log grows, proves, loses records on purpose and never by accident."""

import json

import pytest
from disks import LOG, WITNESSES, Disk, PowerCut

from weft.errors import Refused
from weft.ledger import records, tree, verify
from weft.ledger.audit import audit
from weft.ledger.folder import NotWritten
from weft.ledger.log import Log, RolledBack, has_records, openings, writing
from weft.ledger.note import Signer
from weft.ledger.tiles import LogDamaged, TileReader
from weft.ledger.tree import Node
from weft.ledger.verify import Policy


def checked(disk, policy, seen=()):
    return audit(disk.read, list(disk.names()), policy, openings=openings(disk), seen=seen)


def head(disk):
    return verify.read_checkpoint(verify.read_note(disk.files["checkpoint"]).text)


@pytest.mark.parametrize("size", [0, 1, 2, 255, 256, 257, 511, 512, 513, 1000])
def test_a_log_of_any_size_has_the_root_of_its_leaves(size, grown, policy):
    disk = grown(size)
    if size == 0:
        Log.open(disk, LOG).sign(LOG)

    found = checked(disk, policy)

    assert found.opened == found.vouched.checkpoint.size == size
    leaves = [tree.leaf_hash(each.entry) for each in openings(disk)]
    assert found.vouched.checkpoint.root == tree.root_of(leaves)
    assert [json.loads(each.record)["n"] for each in openings(disk)] == list(range(size))


def test_the_same_records_in_other_portions_make_the_same_log(grown):
    assert {name: data for name, data in grown(700, step=37).files.items() if ".p/" not in name}.keys() == {
        name for name in grown(700, step=700).files if ".p/" not in name
    }
    assert head(grown(700, step=37)).root == head(grown(700, step=700)).root
    assert grown(700, step=37).files["tile/0/001"] == grown(700, step=1).files["tile/0/001"]


def test_every_entry_is_proved_and_a_record_goes_along_only_when_asked(grown, policy):
    disk = grown(300)
    log = Log.open(disk, LOG)

    for index in (0, 1, 255, 256, 299):
        closed = log.prove(index)
        verify.check_proof_file(closed, policy, entry=log.opening(index).entry)
        with pytest.raises(verify.NotANote, match="salt"):
            verify.check_proof_file(closed, policy)
        opened, vouched = verify.check_proof_file(log.prove(index, with_record=True), policy)
        assert opened.extra[32:] == f'{{"n":{index}}}'.encode()
        assert vouched.checkpoint.size == 300
        with pytest.raises(verify.BadProof):
            verify.check_proof_file(closed, policy, entry=log.opening((index + 1) % 300).entry)


def test_growth_is_proved_from_every_earlier_checkpoint(grown, policy, rng):
    disk, heads = Disk(), []
    log = Log.open(disk, LOG)
    for count in (1, 1, 30, 224, 1, 300):
        log.extend([b"{}"] * count, rng)
        heads.append(verify.check_checkpoint(log.sign(LOG), policy).checkpoint)

    for old in heads:
        assert verify.check_growth_file(log.prove_growth(old.size), old, policy).checkpoint == heads[-1]
    other = verify.Checkpoint("th.example/log", heads[0].size, heads[0].root)
    with pytest.raises(verify.BadProof, match="two different logs"):
        verify.check_growth_file(log.prove_growth(1), other, policy)
    with pytest.raises(verify.BadProof, match="starts at 2"):
        verify.check_growth_file(log.prove_growth(2), heads[0], policy)


def test_partial_tiles_go_when_the_full_one_is_there_and_not_before(grown):
    assert [name for name in grown(255, step=100).files if ".p/" in name] == [
        "tile/entries/000.p/100",
        "tile/0/000.p/100",
        "tile/entries/000.p/200",
        "tile/0/000.p/200",
        "tile/entries/000.p/255",
        "tile/0/000.p/255",
    ]
    assert [name for name in grown(256, step=100).files if ".p/" in name] == ["tile/1/000.p/1"]


def test_signing_twice_signs_once(rng):
    log = Log.open(Disk(), LOG)
    assert log.checkpoint is None
    log.append(b"{}", rng)

    assert log.sign(LOG) == log.sign(LOG) == log.checkpoint
    assert (log.size, log.signed_size) == (1, 1)


def test_nothing_is_proved_before_it_is_signed(rng):
    log = Log.open(Disk(), LOG)
    log.append(b"{}", rng)

    with pytest.raises(Refused):
        log.prove(0)
    with pytest.raises(Refused):
        log.erase(0, at="2026-01-01", by="officer", why="order", rng=rng)


def test_padding_hides_how_many_there_were(rng, policy):
    disk = Disk()
    log = Log.open(disk, LOG)
    log.append(b"{}", rng)
    log.pad(rng)
    log.sign(LOG)
    log.pad(rng)

    assert log.signed_size == log.size == 256
    assert checked(disk, policy).opened == 256
    assert json.loads(log.opening(255).record) == {"typ": records.PADDING}


def test_a_record_that_is_not_text_is_refused_and_nothing_is_written(rng):
    disk = Disk()
    with pytest.raises(UnicodeDecodeError):
        Log.open(disk, LOG).append(b"\xff", rng)
    assert disk.files == {}


# Erasing --------------------------------------------------------------------------------------------------------------


def test_an_erased_record_is_gone_and_the_tree_stands(rng, policy):
    disk = Disk()
    log = Log.open(disk, LOG)
    log.extend([b'{"name":"Sokha Invented"}', b"{}"], rng)
    before = verify.check_checkpoint(log.sign(LOG), policy).checkpoint

    stone = log.erase(0, at="2026-11-24", by="data officer", why="retention", rng=rng)
    log.sign(LOG)

    assert stone == 2
    assert not any(b"Sokha" in data for data in disk.files.values())
    assert log.opening(0).erased
    assert json.loads(log.opening(2).record)["why"] == "retention"
    found = checked(disk, policy, seen=[before])
    assert (found.opened, found.erased) == (2, 1)
    for bad in (0, 2, 3, -1):
        with pytest.raises(Refused):
            log.erase(bad, at="", by="", why="", rng=rng)


def test_a_record_that_went_missing_without_a_tombstone_is_found(grown, policy):
    disk = grown(20)
    lines = disk.files["records/000.jsonl"].splitlines(keepends=True)
    lines[7] = records.write_line(records.read_line(lines[7], 7).without_record())
    disk.files["records/000.jsonl"] = b"".join(lines)

    with pytest.raises(LogDamaged, match="no tombstone") as found:
        checked(disk, policy)
    assert found.value.index == 7


def test_a_tombstone_is_no_licence_for_what_comes_after_it(rng, policy):
    disk = Disk()
    log = Log.open(disk, LOG)
    log.extend([b"{}", records.tombstone(range(10**15), at="", by="", why=""), b"{}"], rng)
    log.sign(LOG)
    lines = disk.files["records/000.jsonl"].splitlines(keepends=True)

    def without(index):
        gone = records.write_line(records.read_line(lines[index], index).without_record())
        return Disk(disk.files | {"records/000.jsonl": b"".join([*lines[:index], gone, *lines[index + 1 :]])})

    assert checked(without(0), policy).erased == 1
    with pytest.raises(LogDamaged):
        checked(without(2), policy)


def test_a_long_tombstone_covers_all_it_names(rng, policy):
    disk = Disk()
    log = Log.open(disk, LOG)
    log.extend([b"{}"] * 5 + [records.tombstone(range(1, 4), at="", by="", why="")], rng)
    log.sign(LOG)
    lines = disk.files["records/000.jsonl"].splitlines(keepends=True)
    for index in (1, 2, 3):
        lines[index] = records.write_line(records.read_line(lines[index], index).without_record())
    disk.files["records/000.jsonl"] = b"".join(lines)

    assert checked(disk, policy).erased == 3


@pytest.mark.parametrize(
    "said", [b'{"typ":"weft.ledger.erased/1"}', b"weft.ledger.erased/1", b'["weft.ledger.erased/1"]']
)
def test_what_only_looks_like_a_tombstone_is_none(said):
    assert records.erased_by(said) == range(0)
    assert records.erased_by(b'{"typ":"other","note":"weft.ledger.erased/1","from":1,"to":2}') == range(0)


# A crash at every write -----------------------------------------------------------------------------------------------


def work(disk, done, rng):
    """A morning's work; ``done`` collects what was acknowledged."""
    log = Log.open(disk, LOG)
    for n in range(log.size, 262):
        if n in {250, 251, 255, 256, 259}:
            done["signed"] = log.sign(LOG)
        if n == 253 and not log.opening(3).erased:
            log.erase(3, at="2026", by="o", why="w", rng=rng)
            done["erased"] = True
            continue
        record = f'{{"n":{n}}}'.encode()
        done[log.append(record, rng)] = record
    done["signed"] = log.sign(LOG)


@pytest.mark.parametrize(
    ("torn", "error"),
    [
        (0.3, PowerCut),
        *(pytest.param(torn, PowerCut, marks=pytest.mark.nightly) for torn in (0.0, 0.01, 0.5, 0.99)),
        *(pytest.param(torn, NotWritten, marks=pytest.mark.nightly) for torn in (0.0, 0.3, 0.99)),
    ],
)
def test_a_crash_at_any_write_loses_nothing_that_was_acknowledged(torn, error, grown, policy, rng):
    whole = grown(249, step=249)
    work(whole, {}, rng)

    for fail_at in range(1, whole.writes + 1):
        disk, done = Disk(grown(249, step=249).files, fail_at, torn, error), {}
        with pytest.raises(error):
            work(disk, done, rng)
        survivor = Disk(disk.files)
        log = Log.open(survivor, LOG)
        for index, record in done.items():
            if isinstance(index, int):
                assert log.opening(index).record == record
        if "signed" in done:
            assert log.signed_size >= verify.read_checkpoint(verify.read_note(done["signed"]).text).size
        work(survivor, {}, rng)
        seen = [verify.check_checkpoint(done["signed"], policy).checkpoint] if "signed" in done else []
        found = checked(survivor, policy, seen)
        assert found.vouched.checkpoint.size == 262
        assert (found.opened, found.erased) == (261, 1)
        numbers = [json.loads(each.record).get("n") for each in openings(survivor) if not each.erased]
        assert len({n for n in numbers if n is not None}) == len([n for n in numbers if n is not None])
    assert whole.writes > 40


def test_after_a_failed_write_the_log_must_be_opened_again(rng):
    disk = Disk(fail_at=2, error=NotWritten)
    log = Log.open(disk, LOG)
    log.append(b"{}", rng)
    with pytest.raises(NotWritten):
        log.append(b'{"n":1}', rng)

    with pytest.raises(NotWritten, match="earlier write"):
        log.append(b"{}", rng)
    with pytest.raises(NotWritten, match="earlier write"):
        log.sign(LOG)
    assert Log.open(disk, LOG).size == 1


# Never sign what fails ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [100, 300, 700])
def test_a_bit_that_flips_before_signing_is_not_signed_over(size, grown, rng):
    """Yeti 2022: one bit of one stored hash, signed over, and the log was lost."""
    for place in range(0, size, 7):
        disk = grown(size)
        log = Log.open(disk, LOG)
        log.append(b"{}", rng)

        class Flaky(Disk):
            def replace(self, name, data, place=place):
                if name.startswith("tile/") and len(data) > place * 8:
                    data = bytearray(data)
                    data[place * 8] ^= 1
                super().replace(name, bytes(data))

        log._files = Flaky(disk.files)
        old = disk.files["checkpoint"]
        flipped = any(len(data) > place * 8 for name, data in work_files(disk, log))
        if flipped:
            with pytest.raises(LogDamaged):
                log.sign(LOG)
            assert log._files.files["checkpoint"] == old


def work_files(disk, log):
    """What signing will write."""
    from weft.ledger.tiles import grow

    return grow(disk.read, log.signed_size, [each.entry for each in log._pending]).files.items()


def test_another_log_s_key_opens_nothing(grown):
    with pytest.raises(verify.BadSignature):
        Log.open(grown(5), Signer("th.example/log", bytes(32)))


def test_a_damaged_checkpoint_stops_the_log(grown):
    disk = grown(5)
    disk.files["checkpoint"] = disk.files["checkpoint"][:-9]
    with pytest.raises(LogDamaged, match="checkpoint is damaged"):
        Log.open(disk, LOG)


# Witnesses, and restoring ---------------------------------------------------------------------------------------------


def cosigned(log, *witnesses, now=1_790_000_000):
    text = verify.read_note(log.checkpoint).text
    lines = "".join(str(witness.cosign(text, now)) for witness in witnesses)
    return log.add_cosignatures(lines, Policy((LOG.key,), tuple(w.key for w in WITNESSES)), now=now)


def test_cosignatures_are_kept_and_counted(grown):
    disk = grown(9)
    log = Log.open(disk, LOG)
    both = Policy((LOG.key,), tuple(w.key for w in WITNESSES), quorum=2, required=("vn.example/witness",))

    one = cosigned(log, WITNESSES[0])
    with pytest.raises(verify.TooFewWitnesses, match="1 of the witnesses"):
        verify.check_checkpoint(one, both)
    two = cosigned(log, WITNESSES[1])

    assert verify.check_checkpoint(two, both).witnesses == {
        "th.example/witness": 1_790_000_000,
        "vn.example/witness": 1_790_000_000,
    }
    assert cosigned(log, WITNESSES[0]) == two
    assert Log.open(disk, LOG).checkpoint == two == disk.files["cosigned"]


def test_a_cosignature_from_the_future_or_over_something_else_is_not_kept(grown):
    disk = grown(9)
    log = Log.open(disk, LOG)
    policy = Policy((LOG.key,), tuple(w.key for w in WITNESSES))
    text = verify.read_note(log.checkpoint).text

    for line in (
        WITNESSES[0].cosign(text, 1_790_000_301),
        WITNESSES[0].cosign(text.replace("\n9\n", "\n8\n"), 1_790_000_000),
    ):
        with pytest.raises(verify.BadSignature):
            log.add_cosignatures(str(line), policy, now=1_790_000_000)
    assert "cosigned" not in disk.files


def test_a_log_restored_from_an_old_copy_may_not_go_on(grown, rng):
    disk = grown(50)
    old_copy = dict(disk.files)
    log = Log.open(disk, LOG)
    log.append(b"{}", rng)
    log.sign(LOG)
    witnessed = cosigned(log, WITNESSES[0])

    with pytest.raises(RolledBack) as refused:
        Log.open(Disk(old_copy), LOG, witnessed=[witnessed])
    with pytest.raises(RolledBack):
        Log.open(Disk(old_copy | {"cosigned": witnessed}), LOG)
    assert refused.value.exit_code == 3
    assert Log.open(disk, LOG, witnessed=[witnessed]).size == 51


def test_a_copy_that_went_another_way_is_told_from_an_old_one(grown, rng):
    disk = grown(50)
    fork = Disk(disk.files)
    log = Log.open(disk, LOG)
    log.append(b"{}", rng)
    log.sign(LOG)
    witnessed = cosigned(log, WITNESSES[0])
    other = Log.open(fork, LOG)
    other.extend([b'{"n":"other"}', b"{}"], rng)
    other.sign(LOG)

    with pytest.raises(LogDamaged, match="does not continue"):
        Log.open(fork, LOG, witnessed=[witnessed])


def test_a_log_in_a_real_folder(tmp_path, rng, policy):
    with writing(tmp_path / "deep" / "log", LOG) as log:
        log.extend([b"{}"] * 300, rng)
        log.sign(LOG)
    with writing(tmp_path / "deep" / "log", LOG) as log:
        assert log.size == 300
        assert log.prove(299)
        files = log._files

    assert checked(files, policy).opened == 300
    assert has_records(files)
    assert not has_records(Disk())
    (whole,) = TileReader(files.read, 300).read_hashes([Node(8, 0)])
    assert whole == (tmp_path / "deep/log/tile/1/000.p/1").read_bytes()
