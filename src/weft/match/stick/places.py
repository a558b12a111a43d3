"""Folders that appear whole or not at all, keys in files, and logs: what both sides of the file way share."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rfc8785

from weft.errors import FileNotRead, InputProblem, Refused
from weft.ledger.folder import Folder
from weft.ledger.log import openings, writing
from weft.ledger.note import Signer, read_signer
from weft.ledger.verify import NotANote, VerifierKey, read_checkpoint, read_key, read_note
from weft.match.messages import LogPlace
from weft.sodium import KEY_BYTES, Random

KEEP, SEND = "keep", "send"
MANIFEST = "manifest"
IDENTITY = "identity.key"
ASKER_KEY = "asker.key"
LOG = "log"
LONGEST_MESSAGE_FILE = 2**31


class Exists(Refused):
    """Something stands where a new folder should be made."""

    code = "refused.exists"


@contextmanager
def made_whole(out: Path) -> Iterator[Path]:
    """A folder to fill, which becomes ``out`` when the block ends well and is gone when it does not. Exists where ``out`` is."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise Exists(f"{out} is there already", hint="choose another --out; nothing was changed")
    making = out.with_name(f".{out.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    try:
        making.mkdir(parents=True, mode=0o700)
    except OSError as wrong:
        raise InputProblem(f"{out} cannot be made: {wrong.strerror}") from wrong
    try:
        yield making
        if out.is_dir():
            out.rmdir()
        making.rename(out)
        sync(out.parent)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def destroy(path: Path) -> None:
    """Overwrite a file in place, then unlink it. On flash and copying file systems old blocks may stay: the disk is encrypted."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync(path.parent)


def sync(folder: Path) -> None:
    """Make what was renamed or made in a folder last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(folder: Path, name: str) -> bytes:
    """A file that must be there; FileNotRead when it is not."""
    data = Folder(folder).read(name)
    if data is None:
        raise FileNotRead(f"{folder / name} is not there", hint=_meant(folder, name))
    return data


def _meant(folder: Path, name: str) -> str:
    """The folder that was meant, where one beside the named one holds the file: ``kh-for-th`` for ``kh-for-th/send``, or back."""
    if (folder / "send" / name).is_file():
        return f"did you mean {folder / 'send'} ?"
    if folder.name == KEEP and (folder.parent / name).is_file():
        return f"did you mean {folder.parent.parent} ?"
    made = {"holder": "`weft epoch new`", "asker": "`weft ask start`"}
    if folder.name == "set" and (folder.parent / name).is_file():
        return f"{folder.parent.parent} is a holder's folder; give the one that {made['asker']} made"
    if (folder / "set" / name).is_file():
        return f"{folder.parent} is a question's folder; give the one that {made['holder']} made"
    return f"give the folder that {made['holder']} or {made['asker']} made"


def read_file(path: Path) -> bytes:
    """A file somebody named; FileNotRead when it cannot be read or is far too long."""
    try:
        if path.stat().st_size > LONGEST_MESSAGE_FILE:
            raise FileNotRead(f"{path} is far too long")
        return path.read_bytes()
    except OSError as wrong:
        raise FileNotRead(f"{path} cannot be read: {wrong.strerror or wrong}") from wrong


def write_out(path: Path, data: bytes) -> None:
    """A result, complete or not there."""
    Folder(path.parent).replace(path.name, data)


def signer_in(path: Path, name: str) -> Signer:
    """The private key in a file, which must be that of ``name``."""
    try:
        signer = read_signer(read_file(path).decode())
    except UnicodeDecodeError as wrong:
        raise InputProblem(f"{path} holds no private key: it is no text") from wrong
    except NotANote as wrong:
        raise InputProblem(f"{path} holds no private key: {wrong}") from wrong
    if signer.name != name:
        raise InputProblem(f"{path} is the key of {signer.name}, not of {name}")
    return signer


def key_of(text: str) -> VerifierKey:
    """A public key given as its line, or as a file that holds the line."""
    path = Path(text)
    try:
        return read_key(read_file(path).decode() if "+" not in text or path.is_file() else text)
    except UnicodeDecodeError as wrong:
        raise InputProblem(f"{text} is no public key of the form name+id+base64: it is no text") from wrong
    except NotANote as wrong:
        raise InputProblem(f"{text} is no public key of the form name+id+base64: {wrong}") from wrong


def log_all(folder: Path, signer: Signer, records: Sequence[Mapping[str, Any]], rng: Random) -> list[LogPlace]:
    """Log records and sign once; where each stands. A record that a crash left in the log before is not logged twice."""
    written = [rfc8785.dumps(dict(one)) for one in records]
    with writing(folder, signer) as log:
        known = {one.record: one.index for one in openings(Folder(folder))}
        new = [one for one in written if one not in known]
        known |= dict(zip(new, log.extend(new, rng), strict=True))
        # Filled up, so that the size does not tell the other side how much was asked of others.
        log.pad(rng)
        head = read_checkpoint(read_note(log.sign(signer)).text)
    return [LogPlace(head.origin, known[one], head.size, head.root) for one in written]


def new_key(name: str, out: Path, rng: Random) -> str:
    """Make a private key in a file that is not there yet; the line of its public half."""
    if out.exists():
        raise Exists(f"{out} is there already", hint="a key is never written over")
    try:
        signer = Signer(name, rng(KEY_BYTES))
    except NotANote as wrong:
        raise InputProblem(f"{name!r} is no name for a key: {wrong}") from wrong
    write_out(out, signer.private_line.encode() + b"\n")
    return str(signer.key)
