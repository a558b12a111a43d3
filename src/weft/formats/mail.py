"""A saved e-mail (RFC 5322): one report. What is attached as a message is what the scammer sent, and is searched with its sender.

The sender and the other recipients of the mail itself are the person who reports and the office: kept, never searched.
"""

import re
from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parsedate_to_datetime
from typing import Final, cast

from weft.formats import header_rows, headers, html_tables, text_shapes
from weft.formats.encodings import Encoding
from weft.formats.grid import Grid, batched
from weft.formats.mapping import KIND_FIELDS
from weft.formats.problems import problem
from weft.formats.text_lines import decode
from weft.model import Problem

_FIELDS: Final = {"day": "reported_on", "from": "reporter", "to": "ignore", "text": "narrative"}
_HEADER: Final = re.compile(
    r"(?:from|to|subject|date|received|return-path|message-id|mime-version|delivered-to|reply-to|x-[a-z0-9-]{1,40}): ?\S",
    re.IGNORECASE,
)
_DEEPEST: Final = 5
_TOLD: Final = frozenset({*KIND_FIELDS, "identifiers", "bank", "amount", "report_id", "narrative"})
_FEWEST_TOLD: Final = 2


def is_mail(lines: list[str]) -> bool:
    """Whether a text begins with the header of a mail: its first lines, continued ones aside, are fields that mails have."""
    head: list[str] = []
    for line in lines[:200]:
        if not line.strip():
            break
        if line[:1] not in " \t":
            head.append(line)
    named = [line.partition(":")[0].lower() for line in head]
    return (
        len(head) >= 3
        and "from" in named
        and ("mime-version" in named or "message-id" in named or "received" in named)
        and sum(1 for line in head if _HEADER.match(line)) * 2 >= len(head)
        and _HEADER.match(head[0]) is not None
    )


def read(data: bytes, name: str, encoding: Encoding) -> Grid:
    """The mail as one report; parts that are neither text nor a mail are told and left out."""
    problems: list[Problem] = []
    mail = message_from_string(decode(data, encoding), policy=policy.default)
    told = _table(mail, name, encoding, problems)
    if told is not None:
        return told
    row = [_day(mail), _header(mail, "From"), _header(mail, "To"), "\n".join(_texts(mail, name, problems, 0)).strip()]
    return Grid(
        name=name,
        format="mail",
        encoding=encoding.name,
        header=list(_FIELDS),
        batches=batched([1], [row], problems),
        fields=dict(_FIELDS),
    )


def _table(mail: EmailMessage, name: str, encoding: Encoding, problems: list[Problem]) -> Grid | None:
    """The table of a mail that brings several reports in one, each with the mail's day and writer; None where it has none."""
    body = mail.get_body(("html",))
    if body is None:
        return None
    text = _content(body)
    rows = html_tables.largest(text)
    place = header_rows.find(rows, None) if len(rows) > 1 else None
    if place is None or sum(headers.best(cell)[0] in _TOLD for cell in rows[place]) < _FEWEST_TOLD:
        return None
    own = header_rows.joined(rows, place)
    header = [
        *(cell or f"column {number}" for number, cell in enumerate(own, start=1)),
        "mail day",
        "mail from",
        "subject",
    ]
    beside = [_day(mail), _header(mail, "From"), _header(mail, "Subject")]
    width = len(own)
    table = [(row + [""] * width)[:width] + beside for row in rows[place + 1 :]]
    fields = {"mail from": "reporter", "subject": "extra"}
    if not any(headers.best(cell)[0] == "reported_on" for cell in own):
        fields["mail day"] = "reported_on"
    problems.append(
        problem(name, 0, "", "input.note_row", "expected reports, got text around their table", html_tables.plain(text))
    )
    return Grid(
        name=name,
        format="mail",
        encoding=encoding.name,
        header=header,
        batches=batched(list(range(1, len(table) + 1)), table, problems),
        fields=fields,
    )


def _texts(mail: EmailMessage, name: str, problems: list[Problem], depth: int) -> Iterator[str]:
    """Subject and text; then the same, with its sender, of every mail attached."""
    yield _header(mail, "Subject")
    if depth:
        yield from (f"{field}: {_header(mail, field)}" for field in ("From", "Reply-To") if mail[field])
    body = mail.get_body(("plain", "html"))
    if body is not None:
        text = _content(body)
        text = html_tables.plain(text) if body.get_content_subtype() == "html" else text
        if not depth:
            # Below its end a letter has its writer's own name and address.
            lines = text.split("\n")
            end = text_shapes.letter_ends(lines)
            text = text if end is None else "\n".join(lines[: end + 1])
        yield text
    for part in mail.iter_attachments() if mail.is_multipart() else ():
        inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" and part.is_multipart() else None
        if inner is not None and depth < _DEEPEST:
            yield from _texts(cast("EmailMessage", inner), name, problems, depth + 1)
        elif part.get_content_maintype() == "text":
            yield _content(part)
        else:
            called = part.get_filename() or part.get_content_type()
            problems.append(
                problem(
                    name, 1, "", "input.archive_part", "an attachment was not read; save it and name it beside", called
                )
            )


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AssertionError):
        # An unknown character set, or a part that is not what it says.
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail[name] or "")
    except (ValueError, IndexError, AttributeError):
        # The library stumbles over some broken addresses.
        return next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")


def _day(mail: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).date().isoformat()
    except (ValueError, TypeError):
        return ""
