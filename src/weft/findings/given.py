"""What findings need of a run: the shape of a reading, of its networks and of a watch list.

These are shapes, not classes: `weft.formats.Reading` and `weft.links.Networks` fit them, and so does anything a test or a
notebook puts together from Arrow tables. Nothing here checks contents; the Arrow schemas are those of `weft.tables.schemas`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.model import Change, Damped, Network, Problem


class FileRead(Protocol):
    """One input file as it was read: enough for a colleague to find the same bytes again."""

    @property
    def name(self) -> str: ...
    @property
    def format(self) -> str: ...
    @property
    def encoding(self) -> str | None: ...
    @property
    def rows(self) -> int: ...
    @property
    def sha256(self) -> str: ...
    @property
    def columns(self) -> Mapping[str, Any]: ...


class Reading(Protocol):
    """What was read: tables after REPORTS and SIGHTINGS, and what could not be read."""

    @property
    def reports(self) -> pa.Table: ...
    @property
    def sightings(self) -> pa.Table: ...
    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def files(self) -> Sequence[FileRead]: ...


class Networks(Protocol):
    """What was found: `member` has one number a report, -1 where it stands alone, else an index into `networks`."""

    @property
    def member(self) -> npt.NDArray[np.int32]: ...
    @property
    def networks(self) -> Sequence[Network]: ...
    @property
    def ties(self) -> pa.Table: ...
    @property
    def damped(self) -> Sequence[Damped]: ...
    @property
    def changes(self) -> Sequence[Change]: ...
    @property
    def duplicates(self) -> Sequence[tuple[str, ...]]: ...


class WatchList(Protocol):
    """Identifiers somebody asked us to look out for, each with the words they gave it."""

    @property
    def name(self) -> str: ...
    @property
    def entries(self) -> Mapping[tuple[str, str], str]: ...
