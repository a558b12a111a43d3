"""What every kind of identifier offers, and the shape in which many findings travel.

A kind lives in one file with one instance named ``KIND`` and a function ``read(folded, country)`` that answers with the
canonical value of one candidate, or None. ``weft.kinds.KINDS`` lists them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from weft.model import Found


class Kind(Protocol):
    """One kind of identifier. To add one: copy the nearest file, add it to ``KINDS``."""

    name: str
    """As it stands in ``sightings.csv``."""
    specificity: float
    """How much sharing this value says: 1.0 when only one hand can hold it, near 0 when anybody may."""
    half_life_days: float | None
    """Days after which a tie by this kind is worth half; None where it does not age."""

    def clean(self, text: str, country: str | None) -> list[Found]:
        """Every value in a cell meant for this kind, offsets into ``text``."""
        ...

    def show(self, value: str) -> str:
        """A canonical value as a person reads it."""
        ...

    def mask(self, value: str) -> str:
        """A canonical value with its middle hidden, for pages that must not show it."""
        ...


@dataclass(slots=True)
class FoundColumn:
    """Identifiers of many texts as parallel lists, ordered by text, then by place."""

    text: list[int] = field(default_factory=list)
    """Index of the text (or cell) in the column that was given."""
    kind: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    as_written: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    notes: list[str | None] = field(default_factory=list)
    """Remarks joined with "; ", or None."""

    def __len__(self) -> int:
        return len(self.text)

    def add(self, text: int, found: Found) -> None:
        """Append one finding of text number ``text``."""
        self.text.append(text)
        self.kind.append(found.kind)
        self.value.append(found.value)
        self.as_written.append(found.as_written)
        self.start.append(found.start)
        self.end.append(found.end)
        self.notes.append("; ".join(found.notes) or None)

    def rows(self) -> Iterator[tuple[int, Found]]:
        """Text index and finding, one after the other. Slow beside the lists: for tests and small columns."""
        for at, text in enumerate(self.text):
            notes = self.notes[at]
            yield (
                text,
                Found(
                    self.kind[at],
                    self.value[at],
                    self.as_written[at],
                    self.start[at],
                    self.end[at],
                    tuple(notes.split("; ")) if notes else (),
                ),
            )
