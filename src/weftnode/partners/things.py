"""What can be marked, looked at through a partner's eyes, and sent: apps above bring a source for each model of theirs.

A source turns a record into what the gate looks at: an item with the sort of every field, its values, and the marking that it and
everything it was made from carry together. It asks on behalf of a viewer: what they may not see is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from weft import release
from weft.errors import NothingFound
from weftnode.accounts.models import Officer


@dataclass(frozen=True, slots=True)
class Thing:
    """One record as the gate sees it."""

    label: str
    """Model as the log names it, `networks.network`; with `pk` the name of the record."""
    pk: int
    title: str
    """For our own ledger and pages; never sent by itself."""
    item: release.Item
    values: Mapping[str, Any]
    """By field: text, numbers, lists and groups of them, as JSON has them."""
    marking: release.Marking | None
    """The strictest of everything it was made from; None where somebody must mark it first."""

    @property
    def about(self) -> str:
        """As the log names it."""
        return f"{self.label}:{self.pk}"


@dataclass(frozen=True, slots=True)
class Source:
    """How a model of an app becomes things."""

    label: str
    name: "str | Promise"
    find: Callable[[Officer, int], Thing]
    """Raises NothingFound for what is not there, or not for this viewer."""
    url: Callable[[int], str]
    """Path of the record's page."""
    fields: "Mapping[str, str | Promise]" = field(default_factory=dict)
    """Names of its fields in words."""
    write: "Callable[[int], Any] | None" = None
    """A writer (see `outbound`) for one record, where its file is more than its fields as JSON."""


_SOURCES: dict[str, Source] = {}


def add(source: Source) -> None:
    """Bring a source. Called once by an app's `ready`; a second time changes nothing."""
    _SOURCES[source.label] = source


def sources() -> list[Source]:
    """Every source, by label."""
    return [_SOURCES[label] for label in sorted(_SOURCES)]


def source(label: str) -> Source:
    """The source of a model. NothingFound when no app brings one."""
    if label not in _SOURCES:
        raise NothingFound("nothing of this sort is sent")
    return _SOURCES[label]


def find(viewer: Officer, label: str, pk: int) -> Thing:
    """One record as the gate sees it. NothingFound for what is not there, or not for this viewer."""
    return source(label).find(viewer, pk)
