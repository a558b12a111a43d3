"""Signed texts: one line of canonical JSON, signed as a note, with raw bytes behind it where the message has any.

::

    {"agreement":"A-1", ... ,"typ":"weft.match.query/1"}        RFC 8785: one way to write it, no key twice
                                                                an empty line
    — TH 7Tq…base64…=                                           C2SP signed-note signature of the sender
    ....                                                        n times 32 bytes, for queries and answers

Everything is refused before anything is computed: length first, then the signature, then the canonical form, then field by field.
Byte strings are base64url without padding, times are ``YYYY-MM-DDTHH:MM:SSZ``.
"""

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import rfc8785

from weft.errors import PartnerProblem
from weft.ledger.note import Signer, sign_note
from weft.ledger.verify import NotANote, VerifierKey, check_note, read_note
from weft.sodium import BadSignature

LONGEST: Final = 16_384
"""Bytes of text and signature together. The largest header, with 64 case tags, has a quarter of it."""
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/()-]{0,63}")


class BadForm(PartnerProblem):
    """A message that is not in the form the protocol gives it."""

    code = "partner.form"


Field = Callable[[Any], Any]
"""Turns the JSON value of a field into ours; raises ValueError with what was expected."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A message whose form was checked; whose signature holds is for :func:`check` to say."""

    fields: dict[str, Any]
    text: str
    note: bytes
    """Text and signature as they came."""
    rest: bytes
    """What stands behind the note."""


def write(fields: Mapping[str, Any], signer: Signer, rest: bytes = b"") -> bytes:
    """A signed message."""
    return bytes(sign_note(text_of(fields).decode(), signer)) + rest


def read(data: bytes, typ: str, spec: Mapping[str, Field], key: VerifierKey, what: str) -> Signed:
    """Take a message apart and check signature, canonical form and every field. BadSignature or BadForm, with the reason."""
    end = end_of_note(data, what)
    note_bytes = data[:end]
    try:
        note = read_note(note_bytes)
        check_note(note, [key])
    except NotANote as wrong:
        raise BadForm(f"{what}: {wrong}", what=what) from wrong
    except BadSignature as wrong:
        raise BadSignature(f"{what}: not signed by the key of {key.name} that is pinned", what=what) from wrong
    return Signed(fields_of(note.text, typ, spec, what), note.text, note_bytes, data[end:])


def peek(data: bytes, typ: str, spec: Mapping[str, Field], what: str) -> dict[str, Any]:
    """The fields of a message whose signature is not yet checked: only to find out which key to check it with."""
    end = end_of_note(data, what)
    try:
        text = read_note(data[:end]).text
    except NotANote as wrong:
        raise BadForm(f"{what}: {wrong}", what=what) from wrong
    return fields_of(text, typ, spec, what)


def fields_of(text: str, typ: str, spec: Mapping[str, Field], what: str) -> dict[str, Any]:
    """The fields of a text, each checked; BadForm names the first that is wrong."""
    try:
        found = json.loads(text)
        canonical = rfc8785.dumps(found).decode() + "\n"
    except (ValueError, RecursionError) as wrong:
        raise BadForm(f"{what}: not canonical JSON", what=what) from wrong
    if canonical != text or not isinstance(found, dict):
        raise BadForm(f"{what}: not canonical JSON", what=what)
    if found.get("typ") != typ:
        raise BadForm(f"{what}: expected {typ}, got {str(found.get('typ'))[:40]!r}", what=what)
    if strange := (set(found) ^ set(spec)) - {"typ"}:
        name = min(strange)
        state = "is missing" if name in spec else "is not known"
        raise BadForm(f"{what}: field {name[:40]!r} {state}", what=what, field=name)
    checked = {}
    for name, field in spec.items():
        try:
            checked[name] = field(found[name])
        except (ValueError, TypeError, KeyError) as wrong:
            raise BadForm(f"{what}: field {name}: {wrong}", what=what, field=name) from wrong
    return checked


def end_of_note(data: bytes, what: str) -> int:
    """Where text, empty line and one signature line end."""
    head = data[:LONGEST]
    gap = head.find(b"\n\n")
    end = head.find(b"\n", gap + 2) if gap >= 0 else -1
    if not data:
        raise BadForm(f"{what}: there is nothing in it", what=what)
    if end < 0:
        changed = b"\r\n\r\n" in head
        hint = "its line ends were changed on the way: copy the files as they are" if changed else ""
        raise BadForm(f"{what}: no signed text at its beginning", what=what, hint=hint)
    return end + 1


# --- fields ---------------------------------------------------------------------------------------------------------------


def to_base64(data: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def raw(length: int) -> Field:
    """A byte string of that length."""

    def field(value: Any) -> bytes:
        if not isinstance(value, str) or len(value) != -(-length * 4 // 3):
            raise ValueError(f"expected {length} bytes in base64url")
        try:
            data = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise ValueError(f"expected {length} bytes in base64url") from None
        # Unused last bits could be anything: one spelling only.
        if to_base64(data) != value:
            raise ValueError(f"expected {length} bytes in base64url, written in the one canonical way")
        return data

    return field


def whole(least: int, most: int) -> Field:
    """A whole number within bounds."""

    def field(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"expected a whole number from {least} to {most}")
        return value

    return field


def one_of(*allowed: Any) -> Field:
    """One of the values named."""

    def field(value: Any) -> Any:
        if value not in allowed or isinstance(value, bool):
            raise ValueError(f"expected one of {', '.join(map(str, allowed))}")
        return value

    return field


def name(value: Any) -> str:
    """A short name: of a party, an agreement, a set, a purpose."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise ValueError("expected a name of 1 to 64 letters, digits and . _ : / ( ) -")
    return value


def text(longest: int) -> Field:
    """A text of at most that many characters."""

    def field(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or not value.isprintable():
            raise ValueError(f"expected a text of at most {longest} printable characters")
        return value

    return field


def many(field: Field, least: int, most: int) -> Field:
    """A list, without repetitions."""

    def each(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise ValueError(f"expected a list of {least} to {most}")
        found = tuple(field(one) for one in value)
        if len(set(found)) != len(found):
            raise ValueError("expected no repetition")
        return found

    return each


def group(spec: Mapping[str, Field]) -> Field:
    """An object with exactly these fields."""

    def field(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict) or set(value) != set(spec):
            raise ValueError(f"expected {', '.join(spec)}")
        return {key: each(value[key]) for key, each in spec.items()}

    return field


def moment(value: Any) -> dt.datetime:
    """A time in UTC, to the second."""
    try:
        return dt.datetime.strptime(value, _TIME).replace(tzinfo=dt.UTC)
    except (ValueError, TypeError):
        raise ValueError("expected a time such as 2026-01-31T08:00:00Z") from None


def to_text(at: dt.datetime) -> str:
    """A time as it is written in messages."""
    return at.astimezone(dt.UTC).strftime(_TIME)


def text_of(fields: Mapping[str, Any]) -> bytes:
    """The text that is signed: one line of canonical JSON with its line end."""
    return rfc8785.dumps(dict(fields)) + b"\n"


def parsed(text_: str) -> dict[str, Any]:
    """A text whose form was checked before, as plain JSON."""
    found: dict[str, Any] = json.loads(text_)
    return found
