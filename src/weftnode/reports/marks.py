"""A story cut into pieces, so that a template can mark what it names without any text becoming markup."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, Form

from weft import kinds
from weft.model import Found
from weftnode.reports.models import Sighting

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C], "\u2426")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a story; with a kind when it is an identifier."""

    text: str
    kind: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier that a half-written report names."""

    kind: str
    value: str
    shown: str
    as_written: str
    reports: int
    notes: tuple[str, ...]


def parts(narrative: str, sightings: Iterable[Sighting]) -> list[Part]:
    """The story in order. Where two identifiers stand at one place (a link and its site), the longer one is marked."""
    spans = sorted(
        ((*one.span, one) for one in sightings if one.span),
        key=lambda span: (span[0], -(span[1] - span[0]), span[2].pk or 0),
    )
    out, done = [], 0
    for start, end, one in spans:
        if start < done or not start < end <= len(narrative):
            continue
        if start > done:
            out.append(Part(visible(narrative[done:start])))
        out.append(Part(visible(narrative[start:end]), one.kind, one.value))
        done = end
    out.append(Part(visible(narrative[done:])))
    return out


def visible(text: str) -> str:
    """Characters that turn the direction of writing become a visible mark: they could make a number read as another."""
    return text.translate(_BIDI)


def named(found: Iterable[Found], counts: Mapping[tuple[str, str], int]) -> list[Named]:
    """What a text names, each once, those seen before first."""
    once = {(one.kind, one.value): one for one in reversed(list(found))}
    rows = [
        Named(
            one.kind,
            one.value,
            kinds.kind(one.kind).show(one.value),
            visible(one.as_written),
            counts.get(pair, 0),
            one.notes,
        )
        for pair, one in reversed(once.items())
    ]
    return sorted(rows, key=lambda row: -row.reports)


def columns(form: Form, seen: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], BoundField]]:
    """Each column of a file beside its choice."""
    return [(column, form[f"column-{number}"]) for number, column in enumerate(seen)]
