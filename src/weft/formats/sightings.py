"""Identifiers out of a batch: from columns meant for one kind, from mixed ones, and from prose."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

import numpy as np
import pyarrow as pa

from weft import kinds
from weft.formats import headers, nationalities, neighbours, numbers_lost
from weft.formats.columns import Column
from weft.formats.contents import PROVEN
from weft.formats.grid import Number
from weft.formats.mapping import KIND_FIELDS
from weft.formats.plan import NOTHING, Work, blank_to_none
from weft.kinds import handle
from weft.model import Found

# Longer cells are searched piece by piece, so that no text can make one search long.
_PIECE: Final = 65_536
_FIGURES: Final = frozenset({"phone", "bank_account", "device", "national_id"})
_ALIASES: Final = ("phone", "national_id", "email")
# What a spreadsheet would compute: = always; + - @ only before a name and a bracket or a pipe (+66… is a phone).
_FORMULA: Final = re.compile(r"\s*(?:=\s*[A-Za-z+\-@(\"']|[+\-@]\s*[A-Za-z]{2,}[A-Za-z0-9.]*\s*[(|!])")


@dataclass(slots=True)
class _Seen:
    """Sightings as parallel lists; ``place`` is the index of their column."""

    report: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    as_written: list[str] = field(default_factory=list)
    source: list[str] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)

    def extend(self, other: "_Seen") -> None:
        """All of ``other`` behind what is here."""
        for one in fields(self):
            getattr(self, one.name).extend(getattr(other, one.name))


def sightings(work: Work) -> dict[str, pa.Array]:
    """Columns of the sightings table, ``report`` counted from the batch's first; by report, then column, then place in it."""
    seen = _Seen()
    for column in work.plan.columns.columns:
        if column.field in KIND_FIELDS:
            _of_one_kind(work, column, seen)
        elif column.field == "identifiers" and column.hint is not None:
            _of_named_kinds(work, column, seen)
        elif column.field in {"identifiers", "narrative"} or column.searched:
            _of_any_kind(work, column, seen)
    # An order that does not depend on how kinds are searched for.
    order = pa.array(
        np.lexsort((np.array(seen.start, np.int64), np.array(seen.place, np.int64), np.array(seen.report, np.int64)))
    )
    columns = {
        "report": pa.array(seen.report, pa.int32()),
        "kind": pa.array(seen.kind, pa.string()),
        "value": pa.array(seen.value, pa.string()),
        "as_written": pa.array(seen.as_written, pa.string()),
        "source": pa.array(seen.source, pa.string()),
        "notes": pa.array(seen.notes, pa.string()),
    }
    return {name: array.take(order) for name, array in columns.items()}


def _of_one_kind(work: Work, column: Column, seen: _Seen, hints: list[str | None] | None = None) -> None:
    """A column that holds one kind: every filled cell should give one or more of it."""
    texts = work.cells[column.index]
    hints = hints or _hints(work, column)
    lost = numbers_lost.rounded(texts)
    for place in sorted(lost):
        work.note(
            place,
            column.header,
            "input.number_lost_digits",
            "expected all digits; a spreadsheet rounded them",
            texts[place],
        )
    given = [None if not cell or place in lost else _unquoted(cell) for place, cell in enumerate(texts)]
    if column.field in {"url", "domain"}:
        _profiles(work, column, given, seen)
    elif column.field in _FIGURES:
        given = [
            cell and (numbers_lost.whole(cell) or cell) if cell and ("E+" in cell or "e+" in cell) else cell
            for cell in given
        ]
    found = _cleaned(column.field, given, _near(work, column), hints)
    count = len(found.text)
    seen.report += found.text
    seen.place += [column.index] * count
    seen.start += found.start
    seen.kind += found.kind
    seen.value += found.value
    seen.as_written += found.as_written
    seen.source += [column.header] * count
    seen.notes += found.notes
    hit = set(found.text)
    for place, cell in enumerate(given):
        if not cell:
            continue
        if place not in hit:
            _nothing_found(work, column, place, cell, seen)
        elif isinstance(texts[place], Number) and numbers_lost.lost_zero(column.field, cell, work.near[place]):
            work.note(
                place,
                column.header,
                "input.leading_zero_lost",
                "a number cell forgets leading zeros; read as it stands",
                cell,
            )


def _near(work: Work, column: Column) -> list[str | None]:
    """The country each row's values are read by: for a person's papers that of their nationality, where a column names it."""
    named = nationalities.column(work.plan.columns.columns) if column.field in {"passport", "national_id"} else None
    if named is None:
        return work.near
    return [
        nationalities.country_of(cell) or near for cell, near in zip(work.cells[named.index], work.near, strict=True)
    ]


def _profiles(work: Work, column: Column, given: list[str | None], seen: _Seen) -> None:
    """Take the links to profiles out of a column of addresses: they name somebody, where the site is everybody's."""
    for place, cell in enumerate(given):
        if cell and "/" in cell and handle.from_link(cell.strip()):
            for one in kinds.kind("handle").clean(cell, work.near[place]):
                _append(seen, column, place, one)
            given[place] = None


def _hints(work: Work, column: Column) -> list[str | None] | None:
    """The bank or platform of each row: from the column beside it, else from this column's own name ("Telegram username")."""
    if column.hint is not None:
        return [blank_to_none(cell) for cell in work.cells[column.hint]]
    if column.field == "handle":
        named = handle.platforms_named(column.header)
        platform = handle.platform_named(column.header) if named else neighbours.app_of(work.plan.base)
        return [platform] * len(work.numbers) if platform else None
    if column.field == "bank_account" and (bank := neighbours.bank_in(column.header, work.plan.country)):
        return [bank] * len(work.numbers)
    return None


def _cleaned(
    field: str, cells: list[str | None], near: list[str | None], hints: list[str | None] | None
) -> kinds.FoundColumn:
    """`kinds.clean_column`, with lists of the same length paired: "123; 456" at "KBANK; SCB"."""
    if hints is None or not any(
        cell and "; " in cell and hint and "; " in hint for cell, hint in zip(cells, hints, strict=True)
    ):
        return kinds.clean_column(field, cells, near, hints)
    owners, starts, parts, places, banks = [], [], [], [], []
    for place, (cell, hint) in enumerate(zip(cells, hints, strict=True)):
        pieces, named = (cell or "").split("; "), (hint or "").split("; ")
        if len(pieces) != len(named):
            pieces, named = [cell or ""], [hint or ""]
        at = 0
        for piece, bank in zip(pieces, named, strict=True):
            owners.append(place)
            starts.append(at)
            parts.append(piece or None)
            places.append(near[place])
            banks.append(bank or None)
            at += len(piece) + 2
    found = kinds.clean_column(field, parts, places, banks)
    for number, part in enumerate(found.text):
        found.text[number] = owners[part]
        found.start[number] += starts[part]
        found.end[number] += starts[part]
    return found


def _of_named_kinds(work: Work, column: Column, seen: _Seen) -> None:
    """A column of identifiers whose kind stands in another: rows of one kind are read as a column of that kind."""
    groups: dict[str, list[int]] = {}
    nationality = nationalities.column(work.plan.columns.columns)
    kept = {column.index, *([nationality.index] if nationality else [])}
    named = work.cells[column.hint or 0]
    for place, cell in enumerate(named):
        groups.setdefault(cell.strip(), []).append(place)
    for name, places in sorted(groups.items()):
        kind = headers.kind_named(name) or "identifiers"
        part = Work(
            work.plan,
            [work.numbers[place] for place in places],
            [[cells[place] for place in places] if index in kept else [] for index, cells in enumerate(work.cells)],
            work.problems,
            near=[work.near[place] for place in places],
        )
        # The name may say the app as well: "LINE ID".
        of_kind = replace(column, field=kind, hint=None)
        inside = _Seen()
        if kind == "identifiers":
            _of_any_kind(part, of_kind, inside)
        else:
            platform = handle.platform_named(name) if kind == "handle" else ""
            _of_one_kind(part, of_kind, inside, [platform or None] * len(places))
        inside.report = [places[place] for place in inside.report]
        seen.extend(inside)


def _nothing_found(work: Work, column: Column, place: int, cell: str, seen: _Seen) -> None:
    """Say why a filled cell gave nothing, or put back the zero it lost."""
    if cell.strip().casefold() in NOTHING:
        return
    if _FORMULA.match(cell):
        work.note(place, column.header, "input.formula", "expected a value, got a formula; kept as text", cell)
        return
    restored = numbers_lost.with_zero(column.field, cell, work.near[place])
    others = [] if restored else _proven(cell, work.near[place])
    if column.field == "payment_qr" and not others:
        # "PromptPay", "PayNow", "DuitNow": where people write the alias, a phone or a document's number, instead of the QR.
        aliases = [found for kind in _ALIASES if (found := kinds.kind(kind).clean(cell, work.near[place]))]
        for one in aliases[0] if aliases else ():
            _append(seen, column, place, one)
        if aliases:
            return
    for one in others:
        _append(seen, column, place, one)
    if others:
        kind = others[0].kind.replace("_", " ")
        message = f"expected a {column.field.replace('_', ' ')}, found another kind ({kind}) and kept it"
        work.note(place, column.header, f"input.{column.field}", message, cell)
        return
    if not restored:
        article = "an" if column.field == "email" else "a"
        message = f"expected {article} {column.field.replace('_', ' ')}, found none"
        if column.field == "phone" and work.near[place] is None and cell.strip()[:1] != "+":
            message += (
                "; a local number can only be read when the country is known (a column of countries, or --country)"
            )
        work.note(place, column.header, f"input.{column.field}", message, cell)
        return
    work.note(place, column.header, "input.leading_zero_lost", f"read as 0{cell.strip()}", cell)
    for one in restored:
        _append(seen, column, place, replace(one, as_written=cell.strip(), start=0), "leading_zero_restored")


def _of_any_kind(work: Work, column: Column, seen: _Seen) -> None:
    """A column of prose or mixed identifiers: whatever is found in it, with its place in prose."""
    texts = work.cells[column.index]
    for place, text in enumerate(texts):
        if text and text[0] in "=+-@" and _FORMULA.match(text):
            work.note(place, column.header, "input.formula", "expected text, got a formula; kept as text", text)
    pieces, owners, offsets = _pieces(texts)
    found = kinds.find_column(pieces, [work.near[owner] for owner in owners])
    whole = column.field == "identifiers"
    starts = [start + offsets[piece] for piece, start in zip(found.text, found.start, strict=True)]
    ends = [end + offsets[piece] for piece, end in zip(found.text, found.end, strict=True)]
    seen.report += [owners[piece] for piece in found.text]
    seen.place += [column.index] * len(starts)
    seen.start += starts
    seen.kind += found.kind
    seen.value += _on_their_app(work, found, owners)
    seen.as_written += found.as_written
    # Outside contract: the column's name, or `narrative:START-END`.
    seen.source += (
        [f"narrative:{start}-{end}" for start, end in zip(starts, ends, strict=True)]
        if column.field == "narrative"
        else [column.header] * len(starts)
    )
    seen.notes += found.notes
    if whole:
        hit = {owners[piece] for piece in found.text}
        for place, text in enumerate(texts):
            if place not in hit and text and text.strip().casefold() not in NOTHING:
                _alone(work, column, place, text, seen)


def _on_their_app(work: Work, found: kinds.FoundColumn, owners: Sequence[int]) -> list[str]:
    """The values found, names without an app on the one their row names ("Telegram" beside "@jobs_hr")."""
    column = work.one("platform")
    if column is None or not any(value.startswith(":") for value in found.value):
        return found.value
    apps = work.cells[column.index]
    return [
        (handle.on(app, value[1:]) or value)
        if kind == "handle" and value.startswith(":") and (app := handle.platform_named(apps[owners[piece]]))
        else value
        for piece, kind, value in zip(found.text, found.kind, found.value, strict=True)
    ]


def _alone(work: Work, column: Column, place: int, text: str, seen: _Seen) -> None:
    """A cell that is nothing but one identifier needs no words around it to be believed."""
    for kind in PROVEN:
        found = kinds.kind(kind).clean(text, work.near[place])
        if found:
            for one in found:
                _append(seen, column, place, one)
            return
    work.note(place, column.header, "input.identifiers", "expected identifiers, found none", text)


def _proven(cell: str, country: str | None) -> list[Found]:
    """What proves itself in a cell that was meant for another kind: "USDT TRC20 T…" in a column of accounts."""
    return [one for one in kinds.find(cell[:_PIECE], country) if one.kind in PROVEN]


def _append(seen: _Seen, column: Column, place: int, one: Found, note: str = "") -> None:
    seen.report.append(place)
    seen.place.append(column.index)
    seen.start.append(one.start)
    seen.kind.append(one.kind)
    seen.value.append(one.value)
    seen.as_written.append(one.as_written)
    seen.source.append(column.header)
    seen.notes.append("; ".join(filter(None, (note, *one.notes))) or None)


def _pieces(texts: list[str]) -> tuple[list[str], Sequence[int], list[int]]:
    """Texts cut at blanks into pieces no longer than `_PIECE`, with the text each belongs to and where it starts."""
    if all(len(text) <= _PIECE for text in texts):
        return texts, range(len(texts)), [0] * len(texts)
    pieces: list[str] = []
    owners: list[int] = []
    offsets: list[int] = []
    for owner, text in enumerate(texts):
        at = 0
        while True:
            end = at + _PIECE
            if end < len(text):
                # An identifier has no blank in its second half a thousand characters long.
                blank = text.rfind(" ", end - 1000, end)
                end = blank if blank > at else end
            pieces.append(text[at:end])
            owners.append(owner)
            offsets.append(at)
            at = end
            if at >= len(text):
                break
    return pieces, owners, offsets


def _unquoted(cell: str) -> str:
    """Without the apostrophe that spreadsheets put before text that looks like a formula or a number."""
    return cell[1:] if cell[0] == "'" and len(cell) > 1 else str(cell)
