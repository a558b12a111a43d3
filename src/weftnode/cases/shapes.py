"""What a measure can be: forms, states, and which state may follow which, as tables. Offender roles from runner to financier.

Law keeps five ways of holding money apart, and so do we: each is a form with its own states and its own circle of those who may order it.
That a freeze or a seizure needs an order of a court or another competent authority, and a confiscation deprives for good, is the common
ground of the UN Convention against Transnational Organized Crime, Art. 2 (f) and (g); a bank alone can only hold or suspend.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Form(TextChoices):
    """What is done."""

    HOLD = "hold", _("hold")
    SUSPENSION = "suspension", _("suspension")
    FREEZE = "freeze", _("freeze")
    SEIZURE = "seizure", _("seizure")
    CONFISCATION = "confiscation", _("confiscation")
    NUMBER_BLOCK = "number_block", _("number block")
    SIM_CLOSURE = "sim_closure", _("SIM closure")
    SITE_BLOCK = "site_block", _("site block")
    TAKEDOWN = "takedown", _("takedown")
    ACCOUNT_CLOSURE = "account_closure", _("account closure")
    ARREST = "arrest", _("arrest")
    SEARCH = "search", _("search of premises")
    RESCUE = "rescue", _("bringing out people found in a raid")
    REPATRIATION = "repatriation", _("repatriation")
    HANDOVER = "handover", _("handover")
    SANCTION = "sanction", _("sanction")
    ENTRY_BAN = "entry_ban", _("entry ban")
    POWER_CUT = "power_cut", _("cut of power")
    INTERNET_CUT = "internet_cut", _("cut of internet")


class State(TextChoices):
    """Where it stands."""

    PLANNED = "planned", _("planned")
    REQUESTED = "requested", _("asked for")
    ORDERED = "ordered", _("ordered")
    IN_FORCE = "in_force", _("in force")
    DONE = "done", _("carried out")
    FAILED = "failed", _("without success")
    LIFTED = "lifted", _("lifted")
    LAPSED = "lapsed", _("lapsed")
    REPLACED = "replaced", _("followed by another")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Orderer(TextChoices):
    """Who orders it."""

    PROVIDER = "provider", _("bank or provider")
    POLICE = "police", _("police")
    PROSECUTOR = "prosecutor", _("prosecutor")
    COURT = "court", _("court")
    FIU = "fiu", _("financial intelligence unit")
    REGULATOR = "regulator", _("regulator")
    MINISTRY = "ministry", _("ministry or government")


class Ground(TextChoices):
    """Why a measure, or a request, is refused."""

    NO_POWER = "no_power", _("no legal power")
    FACTS = "facts", _("facts do not suffice")
    NOT_FOUND = "not_found", _("not found, or empty")
    DUAL_CRIMINALITY = "dual_criminality", _("no offence under the own law")
    POLITICAL = "political", _("political offence")
    SPECIALITY = "speciality", _("use beyond what was asked for")
    OWN_INQUIRY = "own_inquiry", _("would harm an own inquiry")
    PROTECTED = "protected", _("a person would be in danger")
    INNOCENT = "innocent", _("would hit the innocent")
    NOT_COMPETENT = "not_competent", _("somebody else is competent")
    OTHER = "other", _("another reason")


class Role(TextChoices):
    """What somebody is said to do in a network: a claim by someone at a time, never a property of a person."""

    MULE = "mule", _("mule account holder")
    RUNNER = "runner", _("runner")
    OPERATOR = "operator", _("operator who talks to victims")
    RECRUITER = "recruiter", _("recruiter")
    BROKER = "broker", _("broker")
    TEAM_LEADER = "team_leader", _("team leader")
    LAUNDERER = "launderer", _("launderer")
    ENABLER = "enabler", _("enabler")
    PROTECTOR = "protector", _("armed protector")
    LANDLORD = "landlord", _("compound landlord")
    ORGANISER = "organiser", _("organiser")
    FINANCIER = "financier", _("financier")


REFERENCE: Final = r"^[A-Za-z0-9][A-Za-z0-9_.-]{3,63}\Z"
"""A reference to a person: no blanks, so that nobody types a name."""

REACH: Final[Mapping[str, int]] = {
    Role.MULE: 1, Role.RUNNER: 1, Role.OPERATOR: 1,
    Role.RECRUITER: 2, Role.BROKER: 2, Role.TEAM_LEADER: 2, Role.LAUNDERER: 2, Role.ENABLER: 2,
    Role.PROTECTOR: 3, Role.LANDLORD: 3, Role.ORGANISER: 3, Role.FINANCIER: 3,
}  # fmt: skip
"""How far up a role stands: 1 those who are sent, 2 those who run others, 3 those who pay, own or protect."""


class Holder(TextChoices):
    """Whose money is held: it decides how soon a release is looked at."""

    UNKNOWN = "unknown", _("not known")
    MERCHANT = "merchant", _("merchant")
    PRIVATE = "private", _("private person")
    VICTIM = "victim", _("victim")
    MULE = "mule", _("mule")


_BEFORE: Final = {
    State.PLANNED: (State.REQUESTED, State.ORDERED, State.WITHDRAWN),
    State.REQUESTED: (State.ORDERED, State.REFUSED, State.WITHDRAWN),
}
_MONEY: Final = _BEFORE | {
    State.ORDERED: (State.IN_FORCE, State.REFUSED, State.WITHDRAWN),
    State.IN_FORCE: (State.LIFTED, State.LAPSED, State.REPLACED),
}
_FOR_GOOD: Final = _BEFORE | {
    State.ORDERED: (State.IN_FORCE, State.LIFTED, State.WITHDRAWN),
    # Overturned: a confiscation neither lapses nor is followed by another.
    State.IN_FORCE: (State.LIFTED,),
}
_BLOCK: Final = _BEFORE | {
    State.ORDERED: (State.IN_FORCE, State.FAILED, State.REFUSED, State.WITHDRAWN),
    State.IN_FORCE: (State.LIFTED, State.LAPSED),
}
_ACT: Final = _BEFORE | {State.ORDERED: (State.DONE, State.FAILED, State.REFUSED, State.WITHDRAWN)}
# What was taken down comes back under the same name: then the measure is open again.
_TAKEDOWN: Final = _ACT | {State.DONE: (State.ORDERED,)}

_AUTHORITIES: Final = frozenset(Orderer) - {Orderer.PROVIDER}
_ANYBODY: Final = frozenset(Orderer)
_STATE_POWER: Final = frozenset({Orderer.POLICE, Orderer.PROSECUTOR, Orderer.COURT})
_GOVERNMENT: Final = frozenset({Orderer.MINISTRY, Orderer.REGULATOR, Orderer.COURT})


@dataclass(frozen=True, slots=True)
class Shape:
    """What is true of every measure of a form."""

    follows: Mapping[State, tuple[State, ...]]
    """State to the states that may come next; a state that is no key is an end."""
    orderers: frozenset[Orderer]
    """Who can order it."""
    needs_power: bool
    """Whether the law it rests on must be named before it is ordered."""
    is_money: bool = False
    """Whether it carries an amount."""
    has_clock: bool = False
    """Whether it can run out by law."""
    on_person: bool = False
    """Whether it meets a person, and asks for the care that goes with it."""


SHAPES: Final[Mapping[str, Shape]] = {
    Form.HOLD: Shape(_MONEY, _ANYBODY, needs_power=False, is_money=True, has_clock=True),
    Form.SUSPENSION: Shape(_MONEY, _ANYBODY, needs_power=False, is_money=True, has_clock=True),
    Form.FREEZE: Shape(_MONEY, _AUTHORITIES, needs_power=True, is_money=True, has_clock=True),
    Form.SEIZURE: Shape(_MONEY, _STATE_POWER | {Orderer.FIU}, needs_power=True, is_money=True, has_clock=True),
    Form.CONFISCATION: Shape(_FOR_GOOD, frozenset({Orderer.COURT, Orderer.PROSECUTOR}), needs_power=True, is_money=True),
    Form.NUMBER_BLOCK: Shape(_BLOCK, _ANYBODY, needs_power=False),
    Form.SIM_CLOSURE: Shape(_BLOCK, _ANYBODY, needs_power=False),
    Form.SITE_BLOCK: Shape(_BLOCK, _ANYBODY, needs_power=False),
    Form.TAKEDOWN: Shape(_TAKEDOWN, _ANYBODY, needs_power=False),
    Form.ACCOUNT_CLOSURE: Shape(_BLOCK, _ANYBODY, needs_power=False),
    Form.ARREST: Shape(_ACT, _STATE_POWER, needs_power=True, on_person=True),
    Form.SEARCH: Shape(_ACT, _STATE_POWER, needs_power=True),
    Form.RESCUE: Shape(_ACT, _AUTHORITIES, needs_power=False, on_person=True),
    Form.REPATRIATION: Shape(_ACT, _AUTHORITIES, needs_power=False, on_person=True),
    Form.HANDOVER: Shape(_ACT, _STATE_POWER | {Orderer.MINISTRY}, needs_power=True, on_person=True),
    Form.SANCTION: Shape(_BLOCK, _GOVERNMENT, needs_power=True),
    Form.ENTRY_BAN: Shape(_BLOCK, _GOVERNMENT | {Orderer.POLICE}, needs_power=True, on_person=True),
    Form.POWER_CUT: Shape(_BLOCK, _GOVERNMENT | {Orderer.POLICE}, needs_power=True),
    Form.INTERNET_CUT: Shape(_BLOCK, _GOVERNMENT | {Orderer.POLICE}, needs_power=True),
}  # fmt: skip
"""Every form with its shape."""

MONEY: Final = tuple(form for form, shape in SHAPES.items() if shape.is_money)
OPEN: Final = (State.PLANNED, State.REQUESTED, State.ORDERED, State.IN_FORCE)
"""States in which somebody still has to do something, or money is still held."""
REACHED: Final = (State.IN_FORCE, State.DONE, State.LIFTED, State.LAPSED, State.REPLACED)
"""States of a measure that took effect, now or once."""


def next_states(form: str, state: str) -> tuple[State, ...]:
    """States that may follow, in the order one would choose them; none at the end."""
    return SHAPES[form].follows.get(State(state), ())
