"""Never sign what fails: each thing that must agree before a head is signed, made to disagree."""

import pytest
from disks import LOG, Disk

from weft.ledger import tiles, verify
from weft.ledger.checkpoint import sign_checkpoint
from weft.ledger.note import Signer, sign_note
from weft.ledger.tiles import LogDamaged, grow, unpack_entries


def growing(grown, size, more):
    """A log's last checkpoint, and its files with ``more`` entries stored and not yet signed for."""
    disk = grown(size)
    head = verify.read_checkpoint(verify.read_note(disk.files["checkpoint"]).text) if size else None
    growth = grow(disk.read, size, [bytes([n % 256]) * 32 for n in range(more)])
    return head, Disk(disk.files | growth.files), growth


@pytest.mark.parametrize(("size", "more"), [(0, 0), (0, 1), (250, 5), (250, 6), (250, 7), (256, 600), (65_530, 10)])
def test_what_agrees_is_signed(size, more, grown):
    head, disk, growth = growing(grown, min(size, 2_000), more)

    note = sign_checkpoint(disk.read, head, growth.size, growth.root, LOG)

    assert verify.read_checkpoint(note.text) == verify.Checkpoint(LOG.name, growth.size, growth.root)


def test_another_root_size_or_name_is_not_signed(grown):
    head, disk, growth = growing(grown, 300, 20)

    with pytest.raises(LogDamaged, match="root that was computed"):
        sign_checkpoint(disk.read, head, growth.size, bytes(32), LOG)
    with pytest.raises(LogDamaged, match="300 entries were signed for, 299 are stored") as caught:
        sign_checkpoint(disk.read, head, 299, growth.root, LOG)
    assert caught.value.index == 299
    with pytest.raises(LogDamaged, match=r"zz\.example"):
        sign_checkpoint(disk.read, head, growth.size, growth.root, Signer("zz.example", bytes(32)))
    other = verify.Checkpoint(LOG.name, 300, bytes(32))
    with pytest.raises(LogDamaged, match="not those that were signed for"):
        sign_checkpoint(disk.read, other, growth.size, growth.root, LOG)


@pytest.mark.parametrize(
    ("name", "place", "index"),
    [
        ("tile/entries/002.p/8", 34 * 3 + 5, 515),
        ("tile/0/002.p/8", 32 * 3 + 5, 515),
        ("tile/0/001", 32 * 99, 355),
        ("tile/entries/001", 34 * 99 + 2, 355),
        ("tile/1/000.p/2", 33, 256),
    ],
)
def test_the_first_entry_that_is_not_as_it_was_is_named(name, place, index, grown):
    head, disk, growth = growing(grown, 300, 220)
    disk.files[name] = disk.files[name][:place] + bytes([disk.files[name][place] ^ 4]) + disk.files[name][place + 1 :]

    with pytest.raises(LogDamaged) as caught:
        sign_checkpoint(disk.read, head, growth.size, growth.root, LOG)
    assert caught.value.index == index


@pytest.mark.parametrize("bad", [b"\x00", b"\x00\x05abcd", b"\x00\x01aX", b"\xff\xffabc"])
def test_bundles_whose_lengths_do_not_add_up_are_damaged(bad, grown):
    with pytest.raises(LogDamaged):
        unpack_entries(bad)
    disk = grown(5)
    disk.files["tile/entries/000.p/5"] = bad
    with pytest.raises(LogDamaged, match=r"tile/entries/000\.p/5"):
        tiles.stored_entries(disk.read, tiles.TileName(None, 0, 5))


def test_a_bundle_with_too_few_or_too_many_entries_names_the_first_that_is_not_there(grown):
    disk = grown(5)
    name, five = "tile/entries/000.p/5", disk.files["tile/entries/000.p/5"]
    for data, index in ((five[:-34], 4), (five + five[-34:], 4)):
        disk.files[name] = data
        with pytest.raises(LogDamaged, match="entries instead of 5") as caught:
            tiles.stored_entries(disk.read, tiles.TileName(None, 0, 5))
        assert caught.value.index == index


def test_an_entry_longer_than_the_format_takes_is_refused():
    assert grow({}.get, 0, [b"x" * 65_535]).size == 1
    with pytest.raises(ValueError, match="65535"):
        grow({}.get, 0, [b"x" * 65_536])


def test_a_partial_tile_is_served_from_the_full_one(grown):
    disk = grown(256)

    assert tiles.stored(disk.read, tiles.TileName(0, 0, 7)) == disk.files["tile/0/000"][: 7 * 32]
    assert len(tiles.stored_entries(disk.read, tiles.TileName(None, 0, 7))) == 7


@pytest.mark.parametrize("text", ["no end", "tab\t\n", "nul\0\n"])
def test_texts_that_no_note_can_have_are_not_signed(text):
    with pytest.raises(verify.NotANote):
        sign_note(text, LOG)


@pytest.mark.parametrize("name", ["", "a b", "a+b"])
def test_names_that_no_key_can_have_make_no_signer(name):
    with pytest.raises(verify.NotANote):
        Signer(name, bytes(32))
    with pytest.raises(verify.NotANote):
        Signer("ok", bytes(31))
    assert "seed" not in repr(LOG)
