"""The life of a request: one table of what may follow on what, and who may do it.

The table is read from the side of this node. ``OUT`` are requests of ours, ``IN`` those of a partner; an act of the partner (a receipt, an
answer, a refusal, a withdrawal) is one that we write down when it arrives, by file or by hand. Saying no is one act from every open state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.requests.models import Direction, Request, Sort, State

OUT, IN = Direction.OUT, Direction.IN
_WRITE = frozenset({Permission.WRITE_REQUESTS})
_PROPOSE = frozenset({Permission.WRITE_REQUESTS, Permission.PROPOSE_QUERIES})
_APPROVE = frozenset({Permission.APPROVE_QUERIES})


class Act(TextChoices):
    """What can be done with a request, or happen to it."""

    EDIT = "edit", _("change the draft")
    PROPOSE = "propose", _("ask for approval")
    APPROVE = "approve", _("approve")
    GIVE_BACK = "give_back", _("give back")
    SEND = "send", _("send")
    ACKNOWLEDGE = "acknowledge", _("acknowledge")
    PART = "part", _("answer in part")
    ANSWER = "answer", _("answer")
    REFUSE = "refuse", _("refuse")
    STOP = "stop", _("stop the clock")
    GO_ON = "go_on", _("let the clock run on")
    MOVE = "move", _("move the due time")
    REMIND = "remind", _("remind")
    WITHDRAW = "withdraw", _("withdraw")
    LAPSE = "lapse", _("lapse")


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table."""

    direction: Direction
    act: Act
    before: frozenset[State]
    after: State | None
    """None: it stays where it stands."""
    who: frozenset[Permission]
    """One of these is needed."""

    @property
    def before_in_order(self) -> list[State]:
        """The states it may follow on, in the order of a life."""
        return [one for one in State if one in self.before]


def _states(*names: State) -> frozenset[State]:
    return frozenset(names)


INSIDE: Final = _states(State.DRAFT, State.PROPOSED, State.APPROVED)
"""Nobody outside has heard of it."""
GONE_OUT: Final = _states(State.SENT, State.ACKNOWLEDGED, State.PART)
COME_IN: Final = _states(State.RECEIVED, State.ACKNOWLEDGED, State.PART)
CLOSED: Final = _states(State.ANSWERED, State.REFUSED, State.WITHDRAWN, State.LAPSED)
RUNNING: Final = GONE_OUT | COME_IN
"""The clock counts."""

TABLE: Final[tuple[Move, ...]] = (
    #    whose  act              from                                    to                  who
    Move(OUT, Act.EDIT,        _states(State.DRAFT),                   None,               _PROPOSE),
    Move(OUT, Act.PROPOSE,     _states(State.DRAFT),                   State.PROPOSED,     _PROPOSE),
    Move(OUT, Act.APPROVE,     _states(State.PROPOSED),                State.APPROVED,     _APPROVE),
    Move(OUT, Act.GIVE_BACK,   _states(State.PROPOSED, State.APPROVED), State.DRAFT,       _APPROVE),
    Move(OUT, Act.SEND,        _states(State.APPROVED),                State.SENT,         _WRITE),
    Move(OUT, Act.ACKNOWLEDGE, _states(State.SENT),                    State.ACKNOWLEDGED, _WRITE),
    Move(OUT, Act.PART,        GONE_OUT,                               State.PART,         _WRITE),
    Move(OUT, Act.ANSWER,      GONE_OUT,                               State.ANSWERED,     _WRITE),
    Move(OUT, Act.REFUSE,      GONE_OUT,                               State.REFUSED,      _WRITE),
    Move(OUT, Act.WITHDRAW,    INSIDE | GONE_OUT,                      State.WITHDRAWN,    _WRITE),
    Move(IN,  Act.ACKNOWLEDGE, _states(State.RECEIVED),                State.ACKNOWLEDGED, _WRITE),
    Move(IN,  Act.PART,        COME_IN,                                State.PART,         _WRITE),
    Move(IN,  Act.ANSWER,      COME_IN,                                State.ANSWERED,     _WRITE),
    Move(IN,  Act.REFUSE,      COME_IN,                                State.REFUSED,      _WRITE),
    Move(IN,  Act.WITHDRAW,    COME_IN,                                State.WITHDRAWN,    _WRITE),
    *(
        Move(whose, act, states, after, _WRITE)
        for whose, states in ((OUT, GONE_OUT), (IN, COME_IN))
        for act, after in ((Act.STOP, None), (Act.GO_ON, None), (Act.MOVE, None), (Act.REMIND, None), (Act.LAPSE, State.LAPSED))
    ),
)  # fmt: skip

# A joint meeting hands nothing over and asks nothing of anybody's file: one person may ask for it, and answer it.
ALONE: Final = frozenset({Sort.MEETING})

WRITERS: Final = ("draft", Act.EDIT.value, Act.PROPOSE.value)

PURPOSES: Final[dict[str, str]] = {
    Sort.HOLD: "asset.freeze",
    Sort.TAKEDOWN: "site.takedown",
    Sort.RESCUE: "rescue",
    Sort.REPATRIATION: "victim.support",
    Sort.HANDOVER: "arrest",
}
"""The purpose that a sort of request serves, as the gate names purposes; any other serves the finding of networks."""
PURPOSE: Final = "fraud.network"


def purpose_of(sort: str) -> str:
    """The purpose a new request of this sort begins with."""
    return PURPOSES.get(sort, PURPOSE)


def move(direction: str, state: str, act: str) -> Move | None:
    """The line of the table for an act in a state; None where it does not follow."""
    return next((one for one in TABLE if one.direction == direction and one.act == act and state in one.before), None)


def acts(direction: str, state: str) -> list[Act]:
    """Everything that may follow, in the order of the table."""
    return [one.act for one in TABLE if one.direction == direction and state in one.before]


def needs_second(sort: str) -> bool:
    """Whether a second person must say yes before it leaves."""
    return sort not in ALONE


def may_write(by: Officer, room: int) -> Verdict:
    """Draft a request, or take one in: only in the own rooms, never through a broken glass."""
    if not any(by.may(one) for one in _PROPOSE):
        return no(_("Your role writes no requests."))
    return _inside(by, room)


def may_receive(by: Officer, room: int) -> Verdict:
    """Take a partner's request in."""
    if not by.may(Permission.WRITE_REQUESTS):
        return no(_("Your role writes no requests."))
    return _inside(by, room)


def may(by: Officer, request: Request, act: str) -> Verdict:
    """May this person do that with this request now? The reason is the first that stands against it."""
    line = move(request.direction, request.state, act)
    if line is None:
        return no(_("That does not follow on where the request stands."))
    if not any(by.may(one) for one in line.who):
        return no(_("Your role may not do that."))
    if not (inside := _inside(by, request.compartment_id)):
        return inside
    # Whoever touched its words is no second person, and neither is who asked for approval.
    if act == Act.APPROVE and request.steps.filter(act__in=WRITERS, by=by.login).exists():
        return no(_("Somebody else than who wrote it must approve it."))
    if act == Act.STOP and request.paused_at is not None:
        return no(_("The clock stands still already."))
    if act == Act.STOP and request.due_at is None:
        return no(_("It has no clock."))
    if act == Act.GO_ON and request.paused_at is None:
        return no(_("The clock runs."))
    return YES


def may_approve_answer(by: Officer, request: Request, made_by: str) -> Verdict:
    """A second person's yes to what we are about to hand over."""
    if not by.may(Permission.APPROVE_QUERIES):
        return no(_("Your role may not do that."))
    if made_by == by.login:
        return no(_("Somebody else than who wrote it must approve it."))
    return _inside(by, request.compartment_id)


def may_keep_keys(by: Officer) -> Verdict:
    """Keys of partners are the liaison's, as partners are."""
    return YES if by.may(Permission.WRITE_PARTNERS) else no(_("Your role keeps no partners."))


def may_confirm_key(by: Officer, made_by: str) -> Verdict:
    """A key counts when somebody else than who wrote it down compared it with the partner's own."""
    if not may_keep_keys(by):
        return may_keep_keys(by)
    return no(_("Somebody else than who wrote it down must confirm it.")) if made_by == by.login else YES


def open_to(by: Officer, request: Request, wanted: Iterable[Act] = Act) -> dict[str, Verdict]:
    """Each act that follows on where the request stands, with the verdict for this person."""
    following = set(acts(request.direction, request.state))
    return {act.value: may(by, request, act) for act in wanted if act in following}


def _inside(by: Officer, room: int) -> Verdict:
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))
