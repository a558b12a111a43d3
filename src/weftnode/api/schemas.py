"""What goes in and out, as OpenAPI shows it. Sums are texts, so that no program rounds them; days are ISO 8601."""

import datetime as dt
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import ConfigDict

Verdict = Literal["same", "different", "unsure"]
Status = Literal["new", "in_work", "case", "closed"]


class FieldError(Schema):
    """One field that was wrong."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong (RFC 9457), as application/problem+json."""

    type: str
    title: str
    status: int
    code: str = Field(description="Stable; programs decide by it.")
    detail: str = ""
    hint: str = Field("", description="What to do next, in a sentence.")
    errors: list[FieldError] = []


class Room(Schema):
    """A compartment the key's officer works in."""

    code: str
    name: str


class Me(Schema):
    """Whom the key acts for, and what it may do."""

    login: str
    name: str
    key: str = Field(description="What the key is for, as its owner named it.")
    scope: list[str]
    rooms: list[Room]
    expires_at: dt.datetime
    node: str
    version: str


class Identifier(Schema):
    """A telephone, account, wallet, website… in its canonical form: equal identifiers are equal texts."""

    kind: str
    value: str
    shown: str = Field(description="As a person reads it.")


class Sighting(Identifier):
    """An identifier that a report names."""

    as_written: str
    source: str = Field(description="Column it came from, or `narrative:START-END` (characters).")
    notes: str
    other_reports: int = Field(
        description="Other reports that this key may see and that name it too; 1001 stands for more than 1000."
    )


class NetworkRef(Schema):
    """A network, in short."""

    id: int
    network_id: str = Field(description="Stable name; the same network keeps it from build to build.")
    title: str
    reports: int


class Recognised(Identifier):
    """What a text names, and whether it was seen before."""

    as_written: str
    notes: list[str]
    reports: int = Field(description="Reports that this key may see and that name it; 1001 stands for more than 1000.")
    networks: list[NetworkRef]


class Report(Schema):
    """What one person told about one scam."""

    id: int
    name: str = Field(description="How people name it, `R-12`.")
    room: str
    country: str
    language: str
    reported_on: dt.date | None
    received_at: dt.datetime
    narrative: str
    amount: str | None = Field(description="Decimal number, null where none could be read.")
    amount_as_written: str
    currency: str
    category: str
    status: Status
    outcome: str
    batch: int | None
    source_id: str
    made_by: str


class Sharing(Schema):
    """Another report that names the same."""

    report: int
    values: list[str]


class FullReport(Report):
    """A report with what it names, who else names it, and the network it is in."""

    identifiers: list[Sighting]
    sharing: list[Sharing]
    network: NetworkRef | None
    joins: list[NetworkRef] = Field(
        description="While it is in none: networks in which what it names is also named, the likeliest first. The next build decides."
    )
    extra: dict[str, Any] = Field(description="Columns of its file that nobody recognised, as written.")


class _Given(Schema):
    """What goes in: a field that is not known is said, since what a program meant to tell would be lost otherwise."""

    model_config = ConfigDict(extra="forbid")


class NewReport(_Given):
    """A report as it is told. Hardly anything must be known: a word of what happened, or one identifier."""

    narrative: str = Field("", max_length=200_000)
    identifiers: list[str] = Field(
        [], max_length=500, description="Any spelling; each is recognised as on the intake form."
    )
    room: str = Field("", description="Code of a compartment; may be left out by those who work in one only.")
    country: str = Field("", description="ISO 3166-1 alpha-2: local numbers are read by it.")
    language: str = Field("", max_length=10, pattern=r"^[A-Za-z-]*$")
    reported_on: dt.date | None = None
    amount: str = Field("", max_length=120, description="As told: `50,000 baht`, `2 tỷ`, `500 USDT`.")
    category: str = Field("", max_length=120)
    reporter: str = Field("", max_length=200, description="Sealed; never searched, never a link between reports.")
    call_back: str = Field("", max_length=200)


class NewStatus(_Given):
    """What became of a report."""

    status: Status
    outcome: str = Field("", max_length=2000)


class Reports(Schema):
    """One page of reports, the newest first."""

    items: list[Report]
    next: str | None = Field(description="Cursor of the next page; null on the last.")
    read_as: list[Identifier] = Field(description="Identifiers that the text was read as.")
    cut: bool = Field(description="So many reports have these words that not all were looked at.")


class LookUp(_Given):
    """A text, to be read for identifiers. In the body and not in the address, which servers on the way write down."""

    text: str = Field(max_length=20_000)
    country: str = Field("", max_length=2)


class LookedUp(Schema):
    """What a text names, those seen before first."""

    items: list[Recognised]


class Loss(Schema):
    """What the reports of a network lost in one currency; currencies are never added together."""

    currency: str
    amount: str
    reports: int


class Key(Identifier):
    """An identifier that holds a network together."""

    reports: int
    first_on: dt.date | None
    last_on: dt.date | None
    breaks: int = Field(description="Reports that fall out of the largest piece when it is taken away.")
    betweenness: float


class Network(NetworkRef):
    """Reports that belong together by what they share. A lead, not evidence."""

    room: str
    identifiers: int
    countries: list[str]
    first_on: dt.date | None
    last_on: dt.date | None
    losses: list[Loss]
    sureness: float
    sure_because: str
    keys: list[Key]
    is_gone: bool
    changed_at: dt.datetime


class Networks(Schema):
    """One page of networks, the largest first."""

    items: list[Network]
    next: str | None
    read_as: list[Identifier]


class Member(Schema):
    """A report of a network."""

    report: int
    country: str
    reported_on: dt.date | None
    amount: str | None
    currency: str


class Members(Schema):
    """One page of a network's reports, by number."""

    items: list[Member]
    next: str | None


class Because(Identifier):
    """Why two reports are joined."""

    named_by: int = Field(description="Reports of the network that name it: the fewer, the more it says.")
    days_apart: int | None


class Tie(Schema):
    """Two reports of a network that are joined: a chain in time along each identifier, never all pairs."""

    report_a: int
    report_b: int
    weight: float
    because: Because


class Ties(Schema):
    """One page of ties, the strongest first."""

    items: list[Tie]
    next: str | None


class Counted(Identifier):
    """An identifier with the number of a network's reports that name it."""

    reports: int


class Identifiers(Schema):
    """One page of what a network's reports name, the most named first."""

    items: list[Counted]
    next: str | None


class NewJudgement(_Given):
    """What a person says of two reports; the next build obeys it."""

    report: int = Field(ge=1, lt=2**62, strict=True)
    other: int = Field(ge=1, lt=2**62, strict=True)
    verdict: Verdict
    reason: str = Field(min_length=3, max_length=1000)


class Judgement(Schema):
    """What was said, by whom, and whether it still counts."""

    id: int
    report: int
    other: int
    verdict: Verdict
    reason: str
    made_by: str
    made_at: dt.datetime
    withdrawn_by: str
    withdrawn_at: dt.datetime | None


class Judgements(Schema):
    """What people said of a network's reports, the newest first; at most a hundred."""

    items: list[Judgement]


class NewTitle(_Given):
    """The name people use for a network; an empty one takes it away."""

    title: str = Field(max_length=120)


class Build(Schema):
    """The newest build of a room's networks."""

    room: str
    state: Literal["waiting", "running", "done", "failed"]
    asked_at: dt.datetime
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    reports: int
    networks: int
    trouble: str


class Builds(Schema):
    """One build a room."""

    items: list[Build]
