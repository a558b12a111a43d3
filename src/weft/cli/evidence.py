"""What `weft verify`, `weft joint` and `weft stitch` read from the command line: keys, checkpoints, and what to say of them."""

import time
from pathlib import Path

from weft.cli.screen import printable
from weft.errors import FileNotRead
from weft.ledger import inspect
from weft.ledger.folder import Folder
from weft.ledger.inspect import Found
from weft.ledger.note import Signer, read_signer
from weft.ledger.verify import NotANote, Policy, VerifierKey, check_checkpoint, read_key
from weft.release import contents, parcel

# Where folders of the file way keep their log.
_LOGS = ("keep/log", "log")


def check_any(
    thing: Path,
    keys: list[str],
    witnesses: list[str],
    quorum: int,
    since: list[Path],
    opening: Path | None,
    *,
    mirror: bool,
) -> Found | contents.Contents:
    """Check whatever ``thing`` is: a parcel by what it holds, anything else as :func:`check`."""
    if not thing.is_dir() and parcel.is_one(data := read(thing)):
        return contents.check(data, read_keys(keys))
    return check(thing, keys, witnesses, quorum, since, opening, mirror=mirror)


def check(
    thing: Path,
    keys: list[str],
    witnesses: list[str],
    quorum: int,
    since: list[Path],
    opening: Path | None,
    *,
    mirror: bool,
) -> Found:
    """Check whatever ``thing`` is, at this machine's time. Raises as :mod:`weft.ledger.inspect`."""
    policy = Policy(tuple(read_keys(keys)), tuple(read_keys(witnesses)), quorum)
    seen = [check_checkpoint(read(path), Policy(policy.log)).checkpoint for path in since]
    now = int(time.time())
    if thing.is_dir():
        try:
            return inspect.check_log(Folder(thing), policy, seen=seen, mirror=mirror, now=now)
        except NotANote as wrong:
            inner = next((each for each in _LOGS if (thing / each / "checkpoint").is_file()), None)
            if inner is None:
                raise
            raise NotANote(str(wrong), hint=f"did you mean {thing / inner} ?") from wrong
    line = read(opening) if opening else None
    return inspect.check_file(read(thing), policy, seen=seen[0] if seen else None, opening=line, now=now)


def sentence(found: Found | contents.Contents) -> str:
    """What was found, for a person."""
    return "\n".join(map(printable, _of_parcel(found) if isinstance(found, contents.Contents) else _of_log(found)))


def _of_parcel(found: contents.Contents) -> list[str]:
    head = found.head
    said = [
        f"In order: parcel {head['reference']}, signed by {', '.join(found.signed_by)}.",
        f"From {head['from']} to {head['to']}, {head['made_at']}, for {head['purpose']} under {head['agreement'] or 'no agreement'}.",
        f"Marked {head['tlp']}, {head['pap']}; {'erase by ' + head['erase_on'] if head['erase_on'] else 'no day of erasure agreed'}.",
        *(f"  {name}: {size} bytes, sha256 {digest}" for name, (size, digest) in found.files.items()),
    ]
    return said + [
        f"  {one.kind} {one.reference}: {one.tlp}, {one.pap}; {', '.join(one.fields)}" for one in found.things
    ]


def _of_log(found: Found) -> list[str]:
    said = [f"In order: {found.origin}, {found.size} entries, root {found.root}."]
    if found.index is not None:
        said.append(f"Entry {found.index} is in it: {found.record}")
    if found.since is not None:
        said.append(f"It continues the {found.since} entries seen before.")
    if found.opened is not None:
        said.append(
            f"{found.opened} records belong to their entries; {found.erased} were erased, each with a tombstone."
        )
    at = [
        f"{name} ({time.strftime('%Y-%m-%d %H:%M:%SZ', time.gmtime(when))})" for name, when in found.witnesses.items()
    ]
    said.append(f"Witnesses: {', '.join(at) or 'none asked for'}.")
    return said


def read_keys(given: list[str]) -> list[VerifierKey]:
    """Public keys, each given as its line or as a file with such lines. Raises :class:`weft.ledger.verify.NotANote`."""
    lines = [line for each in given for line in _lines(each) if line.strip() and not line.startswith("#")]
    return [read_key(line) for line in lines]


def _lines(given: str) -> list[str]:
    if "+" in given and not Path(given).exists():
        return [given]
    return read(Path(given)).decode("utf-8", "replace").splitlines()


def read_identity(path: Path) -> Signer:
    """A private key from its file. Raises :class:`weft.ledger.verify.NotANote`."""
    return read_signer(read(path).decode("utf-8", "replace"))


def read(path: Path) -> bytes:
    """A file's bytes. Raises :class:`FileNotRead`."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise FileNotRead(f"{path} cannot be read: {wrong.strerror}") from wrong
