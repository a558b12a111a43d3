"""Partners and agreements, as far as the gate must know them: data, no verbs."""

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from weft.release.tlp import PAP, TLP


class Status(StrEnum):
    """Where the partnership stands. One act changes it, and everything that hangs on it follows."""

    ACTIVE = "active"
    LIMITED = "limited"
    """Only the purposes that the agreement keeps open in bad times."""
    SUSPENDED = "suspended"
    """Nothing leaves; what is open waits."""
    ENDED = "ended"


class Precision(IntEnum):
    """How exactly a place may be told. The value is the exactness."""

    NONE = 0
    COUNTRY = 1
    PROVINCE = 2
    DISTRICT = 3
    EXACT = 4


@dataclass(frozen=True, slots=True)
class Partner:
    """A country, as one side of agreements."""

    country: str
    """ISO 3166-1 alpha-2, capitals."""
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who would receive: a body of a partner, down to the desk."""

    partner: Partner
    agency: str = ""
    """Id of the body, empty when the country as a whole is meant."""
    desk: str = ""
    """``victim-support``, ``military`` or another desk that a rule speaks of."""

    @property
    def names(self) -> frozenset[str]:
        """Every name under which a marking may mean this recipient."""
        return frozenset(name for name in (self.partner.country, self.agency) if name)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two sides agreed. Empty sets allow nothing: silence is no consent."""

    agreement_id: str
    partner: str
    """ISO 3166-1 alpha-2 of the other side."""
    kinds: frozenset[str]
    """Kinds of item that may go: ``report``, ``network``, ``measure``, ``request``, ``statistic``, ``brief``."""
    purposes: frozenset[str]
    """Purposes it serves, for instance ``fraud.network`` or ``asset.freeze``."""
    offences: frozenset[str]
    """Offence categories, by code. What is not listed is refused, political offences for one."""
    valid_from: dt.date
    valid_to: dt.date | None = None
    """Last day in force; None when it runs until ended."""
    agencies: frozenset[str] = frozenset()
    """Bodies it is limited to; empty when it covers every body of the partner."""
    location: Precision = Precision.NONE
    kept_open: frozenset[str] = frozenset()
    """Purposes that go on while the partnership is limited."""
    allows_people: bool = False
    """Data about named persons may go, field by field."""
    identifiers: frozenset[str] | None = None
    """Kinds of identifier that may go, as ``weft.kinds`` names them; None when the agreement has no such list."""
    tlp_ceiling: TLP = TLP.RED
    """The strictest label that the other side has undertaken to keep: nothing stricter goes."""
    pap_ceiling: PAP = PAP.RED
    """The same for what may be done with it."""
    legal_basis: str = ""
    retention_days: int | None = None
    """Days after which the other side must erase."""

    def is_in_force(self, on: dt.date) -> bool:
        """Whether ``on`` lies between the first and the last day, both included."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
