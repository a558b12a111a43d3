"""What crosses a border as one file: a ZIP that holds what was released and a signed note that says what it is and binds it.

::

    parcel.note      weft.parcel/1                         C2SP signed-note: these lines, an empty line, signatures
                     {"files":{"parcel.json":"<sha256>"},"to":"KH-CCD",...}      RFC 8785: one way to write it
    parcel.json      what was released, or brief.pdf, sheet.docx: whatever a writer made of it

Files are stored, not packed, in order of their names, with the first day a ZIP knows: the same parcel is the same bytes.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from weft import sodium
from weft.errors import InputProblem, Tampered
from weft.ledger.note import Signer, sign_note
from weft.ledger.verify import VerifierKey, check_note, read_note

TYP: Final = "weft.parcel/1"
NOTE: Final = "parcel.note"
# The first moment a ZIP can tell: a parcel says in its note when it was made.
_FIRST: Final = (1980, 1, 1, 0, 0, 0)
_MOST_FILES: Final = 100
_MOST_BYTES: Final = 200_000_000


class ParcelNotRead(InputProblem):
    """A file that is no parcel."""

    code = "input.parcel"


class ParcelChanged(Tampered):
    """A parcel whose files are not those that were signed."""

    code = "tampered.parcel"


@dataclass(frozen=True, slots=True)
class Opened:
    """A parcel whose signature holds and whose files are those that were signed."""

    signed_by: tuple[VerifierKey, ...]
    head: Mapping[str, Any]
    files: Mapping[str, bytes]


def pack(head: Mapping[str, Any], files: Mapping[str, bytes], signer: Signer) -> bytes:
    """A parcel. ``head`` holds what JSON holds; the hashes of ``files`` are added to it."""
    hashes = {name: sodium.sha256(data).hex() for name, data in sorted(files.items())}
    text = f"{TYP}\n{rfc8785.dumps({**head, 'typ': TYP, 'files': hashes}).decode()}\n"
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as packed:
        for name, data in [(NOTE, bytes(sign_note(text, signer))), *sorted(files.items())]:
            packed.writestr(zipfile.ZipInfo(name, _FIRST), data)
    return whole.getvalue()


def is_one(data: bytes) -> bool:
    """Whether it looks like a parcel: a ZIP, by its first bytes. Says nothing about what is in it."""
    return data.startswith(b"PK\x03\x04")


def unpack(data: bytes, keys: Iterable[VerifierKey]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Head and files of a parcel that one of ``keys`` signed. Raises ParcelNotRead, ParcelChanged, or what a bad signature raises."""
    opened = open_parcel(data, keys)
    return dict(opened.head), dict(opened.files)


def open_parcel(data: bytes, keys: Iterable[VerifierKey]) -> Opened:
    """A parcel that at least one of ``keys`` signed, with whose signatures hold. Raises as :func:`unpack`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            inside = packed.infolist()
            if len(inside) > _MOST_FILES or sum(one.file_size for one in inside) > _MOST_BYTES:
                raise ParcelNotRead(f"a parcel of more than {_MOST_FILES} files or {_MOST_BYTES} bytes is not opened")
            if len({one.filename for one in inside}) != len(inside):
                raise ParcelNotRead("a parcel with two files of one name is not opened")
            files = {one.filename: packed.read(one) for one in inside}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as wrong:
        raise ParcelNotRead(f"this is no parcel: {wrong}") from wrong
    if NOTE not in files:
        raise ParcelNotRead(f"a parcel holds a file {NOTE}")
    note = read_note(files.pop(NOTE))
    signed_by = tuple(one.key for one in check_note(note, keys))
    typ, _, rest = note.text.partition("\n")
    if typ != TYP:
        raise ParcelNotRead(f"the note begins with {typ[:40]!r}, not with {TYP}")
    try:
        head = dict(json.loads(rest))
        signed = dict(head["files"])
    except (ValueError, TypeError, KeyError) as wrong:
        raise ParcelNotRead("the note of this parcel has no head") from wrong
    got = {name: sodium.sha256(held).hex() for name, held in files.items()}
    if got != signed:
        wrong_names = sorted(name for name in got.keys() | signed.keys() if got.get(name) != signed.get(name))
        raise ParcelChanged(f"not as signed: {', '.join(wrong_names)}", files=wrong_names)
    return Opened(signed_by, head, files)
