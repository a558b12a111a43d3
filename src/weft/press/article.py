"""The shape of what an article says: facts as suggestions, each with the sentence it came from."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One suggestion. Nothing becomes a record by itself: a person confirms it."""

    kind: str
    """``person``, ``country``, ``body``, ``meeting``, ``commitment``, ``track``, ``forum``, ``visit``, ``occasion``,
    ``cooperation``, ``victims``, ``place``, ``date``, ``number``."""
    value: str
    """Canonical: an ISO country code, a code of the kind, a name in its own script, or the sentence of a commitment."""
    as_written: str
    sentence: int
    """Place in ``Article.sentences``."""
    start: int
    """Offset into ``Article.text``."""
    end: int
    details: Mapping[str, str] = field(default_factory=dict)
    """What else the sentence says of it: office, country, count, first and last day …"""


@dataclass(frozen=True, slots=True)
class Article:
    """A news article, read. Offsets count characters of ``text``."""

    text: str
    """As given, in NFC, with Windows line ends made plain."""
    language: str
    title: str
    published: dt.date | None
    agency: str
    place: str
    """City the news is written from, empty when it does not say."""
    sentences: tuple[tuple[int, int], ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()
    """What was not read, and why."""

    def sentence(self, number: int) -> str:
        """The text of one sentence."""
        start, end = self.sentences[number]
        return self.text[start:end]

    def of(self, kind: str) -> list[Fact]:
        """Facts of one kind, in the order of the text."""
        return [fact for fact in self.facts if fact.kind == kind]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain values, for ``--json``."""
        return {
            "language": self.language,
            "title": self.title,
            "published": self.published.isoformat() if self.published else None,
            "agency": self.agency or None,
            "place": self.place or None,
            "facts": [
                {
                    "kind": fact.kind,
                    "value": fact.value,
                    **fact.details,
                    "as_written": fact.as_written,
                    "sentence": self.sentence(fact.sentence),
                    "start": fact.start,
                    "end": fact.end,
                }
                for fact in self.facts
            ],
            "notes": list(self.notes),
        }
