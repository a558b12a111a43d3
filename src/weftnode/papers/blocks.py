"""The description of a paper: values only. Every text is plain text; nothing in it is read as markup."""

import datetime as dt
from dataclasses import dataclass

from weft.release import TLP

# FIRST, TLP 2.0 (2022): the colours of the labels, on black.
_COLOURS = {
    TLP.RED: "#FF2B2B",
    TLP.AMBER_STRICT: "#FFC000",
    TLP.AMBER: "#FFC000",
    TLP.GREEN: "#33FF00",
    TLP.CLEAR: "#FFFFFF",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. A level that would skip one is printed one below the heading before it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs; a line break begins another. ``lang`` (ISO 639-1) where it is not the paper's."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list, with bullets or numbers."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what belongs to them, in two columns."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its head stands again on every page it reaches. Short rows are filled up with nothing."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numbers: frozenset[int] = frozenset()
    """Columns, from 0, that hold numbers and stand to the right."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that says what it was counted from. Period and source go into a footnote. Numbers are written as the language wants them."""

    label: str
    numerator: str
    denominator: str = ""
    """Of how many; empty for a plain count."""
    period: str = ""
    source: str = ""
    address: str = ""
    """Where the things that were counted are listed; printed, and a link."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words set off in a frame: a warning, a caveat."""

    text: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts side by side: label, length (0 or more), and the amount in words. The words alone say everything."""

    caption: str
    rows: tuple[tuple[str, float, str], ...]


Block = Heading | Text | Points | Facts | Table | Figure | Note | Bars


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed paper. Raises MarkingNotRead when the first word of the marking is no TLP label."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "en"
    """ISO 639-1, or with script or region as ``zh-Hans``: of headings, and of text that names none and shows none by its script."""
    marking: str = "TLP:RED"
    """Stands on every page: a TLP label, and after a blank whatever else (``TLP:AMBER PAP:AMBER``)."""
    reference: str = ""
    """Number or version; stands at the foot of every page."""
    made_at: dt.datetime | None = None
    """Goes into the file's properties. None: no date, so that the bytes depend on nothing but the paper."""

    def __post_init__(self) -> None:
        _ = self.tlp

    @property
    def tlp(self) -> TLP:
        """The label its marking begins with."""
        return TLP.read((self.marking.split() or [""])[0])

    @property
    def colour(self) -> str:
        """The colour of the label, as ``#RRGGBB``."""
        return _COLOURS[self.tlp]
