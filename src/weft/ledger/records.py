"""The readable side of a log: a salt and a record behind each entry, kept apart so that a record can be erased.

The log itself holds commitments only (:func:`weft.ledger.verify.entry_of`). Erasing salt and record leaves the tree whole and
makes the entry a number that says nothing. A tombstone in the log says what was erased, when, by whom and why, so that a record
which merely went missing is found out.

A record is text in UTF-8, as a rule one line of canonical JSON (RFC 8785) with its type under ``typ``.
"""

import json
from dataclasses import dataclass

import rfc8785

from weft.ledger.tiles import LogDamaged
from weft.ledger.verify import SALT_BYTES, NotANote, entry_of, from_base64, to_base64
from weft.sodium import Random

ERASED = "weft.ledger.erased/1"
PADDING = "weft.ledger.padding/1"


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands behind entry ``index``. Once erased, salt and record are empty and ``entry`` is all there is."""

    index: int
    entry: bytes
    salt: bytes = b""
    record: bytes = b""

    @property
    def erased(self) -> bool:
        """Whether the record is gone."""
        return not self.salt

    def without_record(self) -> "Opening":
        """What is left after erasing."""
        return Opening(self.index, self.entry)


def seal(index: int, record: bytes, rng: Random) -> Opening:
    """The opening of a new entry, with a fresh salt. Raises ValueError for a record that is not UTF-8."""
    record.decode("utf-8")
    salt = rng(SALT_BYTES)
    return Opening(index, entry_of(salt, record), salt, record)


def write_line(opening: Opening) -> bytes:
    """The line of a side table: canonical JSON, so that there is one way to write it."""
    said: dict[str, str | int] = {"entry": to_base64(opening.entry), "index": opening.index}
    if not opening.erased:
        said |= {"record": opening.record.decode("utf-8"), "salt": to_base64(opening.salt)}
    return rfc8785.dumps(said) + b"\n"


def read_line(line: bytes, index: int) -> Opening:
    """The opening that a line holds, which is that of entry ``index`` and opens it. Raises :class:`LogDamaged`."""
    try:
        said = json.loads(line)
        salt = from_base64(said["salt"], "the salt") if "salt" in said else b""
        opening = Opening(said["index"], from_base64(said["entry"], "the entry"), salt, said.get("record", "").encode())
        written = write_line(opening)
        opens = opening.erased or entry_of(opening.salt, opening.record) == opening.entry
    except (ValueError, KeyError, TypeError, AttributeError, NotANote) as wrong:
        raise LogDamaged(f"the record of entry {index} cannot be read", index=index) from wrong
    if written != line or opening.index != index:
        raise LogDamaged(f"the record of entry {index} is not written as it was", index=index)
    if not opens:
        raise LogDamaged(f"the record of entry {index} does not belong to its entry", index=index)
    return opening


def tombstone(gone: range, *, at: str, by: str, why: str) -> bytes:
    """The record that says the records behind these entries are gone."""
    return rfc8785.dumps({"typ": ERASED, "from": gone.start, "to": gone.stop, "at": at, "by": by, "why": why})


def padding() -> bytes:
    """The record of an entry that only hides how many others there are."""
    return rfc8785.dumps({"typ": PADDING})


def erased_by(record: bytes) -> range:
    """The entries that this record is the tombstone of; none for any other record."""
    if ERASED.encode() not in record:
        return range(0)
    try:
        said = json.loads(record)
        return range(said["from"], said["to"]) if said["typ"] == ERASED else range(0)
    except (ValueError, KeyError, TypeError):
        return range(0)
