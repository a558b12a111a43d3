"""A parcel is what was signed, byte for byte, or it is not opened."""

import io
import zipfile

import pytest

from weft.errors import InputProblem, Tampered
from weft.ledger.note import Signer
from weft.release.parcel import NOTE, ParcelChanged, ParcelNotRead, pack, unpack

SIGNER = Signer("th-node", b"s" * 32)
HEAD = {"reference": "P-1", "to": "KH-CCD", "purpose": "fraud.network"}
FILES = {"parcel.json": b'{"a":1}', "brief.pdf": bytes(range(256)) * 300}
WHOLE = pack(HEAD, FILES, SIGNER)


def rezipped(change, order=None):
    """The parcel with its files changed by `change`, a function on the names and bytes."""
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as packed:
        files = change({one: packed.read(one) for one in packed.namelist()})
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return whole.getvalue()


def test_what_was_packed_comes_out_and_twice_is_the_same():
    head, files = unpack(WHOLE, [SIGNER.key])

    assert files == FILES
    assert {name: head[name] for name in HEAD} == HEAD
    assert pack(HEAD, dict(reversed(FILES.items())), SIGNER) == WHOLE


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files | {"parcel.json": b'{"a":2}'},
        lambda files: files | {"more.txt": b"x"},
        lambda files: {name: data for name, data in files.items() if name != "brief.pdf"},
        lambda files: files | {"brief.pdf": files["parcel.json"], "parcel.json": files["brief.pdf"]},
    ],
    ids=["changed", "added", "taken out", "swapped"],
)
def test_other_files_than_those_signed_are_found_out(change):
    with pytest.raises(ParcelChanged):
        unpack(rezipped(change), [SIGNER.key])


def test_every_bit_of_the_note_counts():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as packed:
        note = packed.read(NOTE)
    for at in range(0, len(note), 7):
        flipped = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]
        with pytest.raises((Tampered, InputProblem)):
            unpack(rezipped(lambda files, wrong=flipped: files | {NOTE: wrong}), [SIGNER.key])


def test_a_stranger_signs_nothing_for_us():
    with pytest.raises(Tampered):
        unpack(pack(HEAD, FILES, Signer("th-node", b"t" * 32)), [SIGNER.key])


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"hello" * 1000, WHOLE[:-30], WHOLE[: len(WHOLE) // 2], rezipped(lambda files: {"a": b"b"})],
    ids=["nothing", "two letters", "text", "end cut off", "half", "no note"],
)
def test_what_is_no_parcel_is_said_in_a_sentence(data):
    with pytest.raises(ParcelNotRead, match="parcel"):
        unpack(data, [SIGNER.key])


def test_a_checkpoint_of_our_log_is_no_parcel():
    from weft.ledger.note import sign_note

    note = bytes(sign_note("th-node\n4\nAAAA\n", SIGNER))
    with pytest.raises(ParcelNotRead, match="begins with"):
        unpack(rezipped(lambda files: files | {NOTE: note}), [SIGNER.key])
