"""What goes in and out, as the node's own description has it (docs/reference/api.md explains each field)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Status = Literal["new", "in_work", "case", "closed"]
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that was wrong."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Room:
    """A compartment the key's officer works in."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Me:
    """Whom the key acts for, and what it may do."""

    login: str
    name: str
    key: str
    scope: tuple[str, ...]
    rooms: tuple[Room, ...]
    expires_at: dt.datetime
    node: str
    version: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """A telephone, account, wallet, website… in its canonical form: equal identifiers are equal texts."""

    kind: str
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Sighting(Identifier):
    """An identifier that a report names."""

    as_written: str
    source: str
    notes: str
    other_reports: int


@dataclass(frozen=True, slots=True)
class NetworkRef:
    """A network, in short."""

    id: int
    network_id: str
    title: str
    reports: int


@dataclass(frozen=True, slots=True)
class Recognised(Identifier):
    """What a text names, and whether it was seen before."""

    as_written: str
    notes: tuple[str, ...]
    reports: int
    networks: tuple[NetworkRef, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What one person told about one scam."""

    id: int
    name: str
    room: str
    country: str
    language: str
    reported_on: dt.date | None
    received_at: dt.datetime
    narrative: str
    amount: Decimal | None
    amount_as_written: str
    currency: str
    category: str
    status: Status
    outcome: str
    batch: int | None
    source_id: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """Another report that names the same."""

    report: int
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FullReport(Report):
    """A report with what it names, who else names it, and the network it is in."""

    identifiers: tuple[Sighting, ...]
    sharing: tuple[Sharing, ...]
    network: NetworkRef | None
    joins: tuple[NetworkRef, ...]
    extra: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it is told: a word of what happened, or one identifier, is enough."""

    narrative: str = ""
    identifiers: tuple[str, ...] = field(default=(), kw_only=True)
    room: str = field(default="", kw_only=True)
    country: str = field(default="", kw_only=True)
    language: str = field(default="", kw_only=True)
    reported_on: dt.date | None = field(default=None, kw_only=True)
    amount: str = field(default="", kw_only=True)
    category: str = field(default="", kw_only=True)
    reporter: str = field(default="", kw_only=True)
    call_back: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a network's reports lost in one currency."""

    currency: str
    amount: Decimal
    reports: int


@dataclass(frozen=True, slots=True)
class Key(Identifier):
    """An identifier that holds a network together."""

    reports: int
    first_on: dt.date | None
    last_on: dt.date | None
    breaks: int
    betweenness: float


@dataclass(frozen=True, slots=True)
class Network(NetworkRef):
    """Reports that belong together by what they share. A lead, not evidence."""

    room: str
    identifiers: int
    countries: tuple[str, ...]
    first_on: dt.date | None
    last_on: dt.date | None
    losses: tuple[Loss, ...]
    sureness: float
    sure_because: str
    keys: tuple[Key, ...]
    is_gone: bool
    changed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a network."""

    report: int
    country: str
    reported_on: dt.date | None
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Because(Identifier):
    """Why two reports are joined."""

    named_by: int
    days_apart: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two reports of a network that are joined, with the reason."""

    report_a: int
    report_b: int
    weight: float
    because: Because


@dataclass(frozen=True, slots=True)
class Counted(Identifier):
    """An identifier with the number of a network's reports that name it."""

    reports: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person said of two reports, and whether it still counts."""

    id: int
    report: int
    other: int
    verdict: Verdict
    reason: str
    made_by: str
    made_at: dt.datetime
    withdrawn_by: str
    withdrawn_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Build:
    """The newest build of a room's networks."""

    room: str
    state: Literal["waiting", "running", "done", "failed"]
    asked_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    reports: int
    networks: int
    trouble: str
