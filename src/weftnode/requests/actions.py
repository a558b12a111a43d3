"""Named writes of requests: each follows the table of `rules.py`, is whole or not at all, and leaves one entry in the log.

What is said to a partner is packed by the one door (`partners.outbound`) inside the same transaction: when the gate lets nothing out, the
answer, reminder or withdrawal still stands here, and the page says what was kept back and why. Only sending needs the gate's yes first.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import release
from weft.errors import InputProblem, Refused
from weft.ledger.verify import read_key
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit.actors import NODE, Actor
from weftnode.partners import actions as partners
from weftnode.partners import outbound, stops
from weftnode.partners.models import Partner
from weftnode.partners.outbound import File
from weftnode.partners.things import Thing
from weftnode.requests import clocks, letters, rules
from weftnode.requests.models import Answer, Direction, Key, Letter, Reminder, Request, State, Step
from weftnode.requests.rules import Act

# A partner who is late is reminded when the time has run out and every week from then on: often enough to be heard, seldom enough to be read.
REMIND_EVERY = dt.timedelta(days=7)


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"requests.{what}", by=by, about=about, **data)


# Writing one ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft(*, by: Officer, room: Compartment, columns: Mapping[str, Any], tlp: int, pap: int) -> Request:
    """A request of ours, not said to anybody yet. ``columns`` are those of the model; the labels bind it to this partner."""
    require(rules.may_write(by, room.pk))
    made = Request.objects.create(
        compartment=room, direction=Direction.OUT, state=State.DRAFT, made_by=by.login, **_known(columns)
    )
    _step(made, by, "draft")
    audit.record("requests.drafted", by=by, about=made, sort=made.sort, partner=made.partner.code)
    _mark(by, made, tlp, pap)
    return made


@transaction.atomic
def edit(*, by: Officer, request: Request, columns: Mapping[str, Any], tlp: int, pap: int) -> None:
    """Another wording of a draft."""
    held = _held(request, by, Act.EDIT)
    Request.objects.filter(pk=held.pk).update(changed_at=timezone.now(), **_known(columns))
    held.refresh_from_db()
    _step(held, by, Act.EDIT)
    audit.record("requests.edited", by=by, about=held)
    _mark(by, held, tlp, pap)


@transaction.atomic
def receive(*, by: Officer, room: Compartment, columns: Mapping[str, Any], tlp: int, pap: int) -> Request:
    """A partner's request, come by file, letter or telephone. From now on our own clock runs."""
    require(rules.may_receive(by, room.pk))
    known = {"asked_at": timezone.now(), **_known(columns)}
    if known.get("term_length"):
        due = clocks.term(known["asked_at"], known["term_length"], known["term_unit"], known["due_zone"])
        known |= {"due_at": due.at, "due_is_day": due.is_day}
    made = Request.objects.create(
        compartment=room, direction=Direction.IN, state=State.RECEIVED, made_by=by.login, **{"owner": by, **known}
    )
    _step(made, by, "receive")
    audit.record("requests.received", by=by, about=made, sort=made.sort, partner=made.partner.code)
    _mark(by, made, tlp, pap)
    return made


# The way out ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def propose(*, by: Officer, request: Request) -> Request:
    """Ask for a second person's yes; where none is needed it is approved at once."""
    held = _held(request, by, Act.PROPOSE)
    if rules.needs_second(held.sort):
        return _go(held, by, Act.PROPOSE)
    _go(held, by, Act.PROPOSE, state=State.APPROVED)
    Request.objects.filter(pk=held.pk).update(approved_by=by.login, approved_at=timezone.now())
    return held


@transaction.atomic
def approve(*, by: Officer, request: Request) -> Request:
    """The second person read it and says yes: its text is cleared for this partner."""
    held = _held(request, by, Act.APPROVE)
    _go(held, by, Act.APPROVE)
    Request.objects.filter(pk=held.pk).update(approved_by=by.login, approved_at=timezone.now())
    return held


@transaction.atomic
def give_back(*, by: Officer, request: Request, why: str) -> Request:
    """It goes back to whoever wrote it, with the reason."""
    held = _held(request, by, Act.GIVE_BACK)
    _go(held, by, Act.GIVE_BACK, note=why)
    Request.objects.filter(pk=held.pk).update(approved_by="", approved_at=None)
    return held


@transaction.atomic
def send(*, by: Officer, request: Request) -> Letter:
    """Pack it through the one door and start its clock. Where the gate says no, it stands where it stood, and the letter holds the reason."""
    held = _held(request, by, Act.SEND)
    now = timezone.now()
    held.asked_at = now
    if held.term_length:
        due = clocks.term(now, held.term_length, held.term_unit, held.due_zone)
        held.due_at, held.due_is_day = due.at, due.is_day
    if held.due_at is not None and held.due_at <= now:
        raise InputProblem(
            _("the due time lies in the past"), hint=_("Give it back, set another due time, and send it then.")
        )
    Letter.objects.filter(request=held, word=letters.Word.REQUEST, sent__isnull=True).delete()
    letter = _say(by, held, letters.request(held), letters.Word.REQUEST)
    if letter.sent is not None:
        Request.objects.filter(pk=held.pk).update(asked_at=now, due_at=held.due_at, due_is_day=held.due_is_day)
        _go(held, by, Act.SEND)
    return letter


# What is answered -----------------------------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(*, by: Actor, request: Request) -> Request:
    """Whoever was asked has it and works on it."""
    held = _held(request, by, Act.ACKNOWLEDGE)
    _go(held, by, Act.ACKNOWLEDGE)
    if held.direction == Direction.IN:
        _say(by, held, letters.receipt(held), letters.Word.RECEIPT)
    return held


@transaction.atomic
def answer(*, by: Actor, request: Request, columns: Mapping[str, Any]) -> Answer:
    """A part, the whole, or no. What we hand over waits for a second person's yes where one is needed; a refusal never waits."""
    kind = columns["kind"]
    held = _held(request, by, _ACTS[kind])
    ours = held.direction == Direction.IN
    waits = ours and kind != Answer.Kind.REFUSAL and rules.needs_second(held.sort)
    made = Answer.objects.create(request=held, made_by=str(by.login), waits=waits, **columns)
    if waits:
        _step(held, by, "answer_proposed")
        audit.record("requests.answer.proposed", by=by, about=held, kind=kind)
        return made
    _answered(by, held, made)
    return made


@transaction.atomic
def approve_answer(*, by: Officer, answer: Answer) -> None:
    """The second person says yes to what we hand over: it counts from now on, and leaves through the door."""
    waiting = Answer.objects.select_for_update().filter(pk=answer.pk, waits=True).first()
    if waiting is None:
        raise Refused(_("this answer does not wait any more"))
    held = _held(waiting.request, by, _ACTS[waiting.kind])
    require(rules.may_approve_answer(by, held, waiting.made_by))
    now = timezone.now()
    Answer.objects.filter(pk=waiting.pk).update(waits=False, approved_by=by.login, approved_at=now, at=now)
    waiting.refresh_from_db()
    _answered(by, held, waiting)


@transaction.atomic
def drop_answer(*, by: Officer, answer: Answer, why: str) -> None:
    """An answer that waited is not given; its text goes, that there was one stays in the history."""
    held = _held(answer.request, by, _ACTS[answer.kind])
    if Answer.objects.filter(pk=answer.pk, waits=True).delete()[0]:
        _step(held, by, "answer_dropped", why)
        audit.record("requests.answer.dropped", by=by, about=held, why=why)


_ACTS: dict[str, Act] = {Answer.Kind.PART: Act.PART, Answer.Kind.FULL: Act.ANSWER, Answer.Kind.REFUSAL: Act.REFUSE}


def _answered(by: Actor, held: Request, said: Answer) -> None:
    _go(held, by, _ACTS[said.kind], note=said.ground)
    if held.direction == Direction.IN:
        _say(by, held, letters.answer(held, said), letters.Word.ANSWER, answer=said)


# The clock ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def stop(*, by: Officer, request: Request, why: str) -> None:
    """The clock stands still, as agreed: for instance while the other side looks for missing facts."""
    held = _held(request, by, Act.STOP)
    Request.objects.filter(pk=held.pk).update(paused_at=timezone.now(), paused_because=why)
    _go(held, by, Act.STOP, note=why)


@transaction.atomic
def go_on(*, by: Officer, request: Request) -> None:
    """The clock runs again, and has what was left of it."""
    held = _held(request, by, Act.GO_ON)
    assert held.paused_at is not None
    if held.due_at is not None:
        before = clocks.Deadline(held.due_at, held.due_is_day, held.due_zone)
        held.due_at = clocks.moved(before, timezone.now() - held.paused_at).at
    Request.objects.filter(pk=held.pk).update(paused_at=None, paused_because="", due_at=held.due_at)
    _go(held, by, Act.GO_ON)


@transaction.atomic
def move(*, by: Officer, request: Request, deadline: clocks.Deadline, due_from: str, basis: str, why: str) -> None:
    """Another due time, with where it comes from and why it was moved. The one before stays in the history."""
    held = _held(request, by, Act.MOVE)
    before = letters.moment(held.due_at) or "-"
    Request.objects.filter(pk=held.pk).update(
        due_at=deadline.at, due_is_day=deadline.is_day, due_zone=deadline.zone, due_from=due_from, due_basis=basis
    )
    _go(held, by, Act.MOVE, note=f"{before} → {letters.moment(deadline.at)}: {why}")


@transaction.atomic
def remind(*, by: Actor, request: Request, how: str, text: str = "") -> Reminder:
    """Remind whoever owes an answer. Only a signed file leaves through the door; what was said on the telephone is written down."""
    held = _held(request, by, Act.REMIND)
    made = Reminder.objects.create(request=held, how=how, text=text, by=str(by.login), due_at=held.due_at)
    _go(held, by, Act.REMIND, note=how)
    if held.direction == Direction.OUT and how in {Reminder.How.FILE, Reminder.How.BY_ITSELF}:
        _say(by, held, letters.reminder(held, made), letters.Word.REMINDER, reminder=made)
    return made


@transaction.atomic
def withdraw(*, by: Actor, request: Request, why: str) -> Request:
    """It need not be answered any more. A partner who has it is told by letter."""
    held = _held(request, by, Act.WITHDRAW)
    had_left = held.state in rules.GONE_OUT
    _go(held, by, Act.WITHDRAW, note=why)
    if held.direction == Direction.OUT and had_left:
        _say(by, held, letters.withdrawal(held, why), letters.Word.WITHDRAWAL, note=why)
    return held


@transaction.atomic
def lapse(*, by: Actor, request: Request) -> Request:
    """The time has run out, and it was agreed that it lapses then."""
    return _go(_held(request, by, Act.LAPSE), by, Act.LAPSE)


def lapse_due(now: dt.datetime | None = None) -> int:
    """Let lapse what was agreed to lapse and has run out; how many. Safe to call at any time."""
    late = Request.objects.filter(
        state__in=rules.RUNNING, lapses=True, paused_at__isnull=True, due_at__lt=now or timezone.now()
    )
    found = list(late.order_by("pk"))
    for one in found:
        lapse(by=NODE, request=one)
    return len(found)


def remind_due(now: dt.datetime | None = None) -> int:
    """Remind partners of what is overdue, once a week; how many. A stopped clock and a stopped partner are left in peace."""
    moment = now or timezone.now()
    late = Request.objects.filter(
        direction=Direction.OUT, state__in=rules.GONE_OUT, paused_at__isnull=True, due_at__lt=moment
    ).exclude(reminders__at__gt=moment - REMIND_EVERY)
    closed = stops.now().by_partner
    found = [one for one in late.order_by("pk") if one.partner_id not in closed]
    for one in found:
        remind(by=NODE, request=one, how=Reminder.How.BY_ITSELF)
    return len(found)


# The people and the door ----------------------------------------------------------------------------------------------


@transaction.atomic
def take(*, by: Officer, request: Request, owner: Officer | None) -> None:
    """Somebody answers for it from now on."""
    require(rules.may_receive(by, request.compartment_id))
    if owner is not None and not owner.compartments.filter(pk=request.compartment_id).exists():
        raise InputProblem(_("%(login)s does not work in this compartment") % {"login": owner.login})
    Request.objects.filter(pk=request.pk).update(owner=owner, changed_at=timezone.now())
    audit.record("requests.owner_set", by=by, about=request, owner=owner.login if owner else "")


@transaction.atomic
def mark(*, by: Officer, request: Request, tlp: int, pap: int) -> None:
    """How far it may travel; what was packed before keeps the stricter of both labels."""
    require(rules.may_write(by, request.compartment_id))
    _mark(by, request, tlp, pap)


@transaction.atomic
def pack_again(*, by: Officer, letter: Letter) -> Letter:
    """Ask the gate once more about something that it kept here."""
    held = Request.objects.select_for_update().get(pk=letter.request_id)
    require(rules.may_receive(by, held.compartment_id))
    if letter.sent_id is not None:
        raise Refused(_("this is packed already"))
    if letter.word == letters.Word.REQUEST:
        return send(by=by, request=held)
    said = _letter(held, letter)
    made = _say(by, held, said, letter.word, answer=letter.answer, reminder=letter.reminder, note=letter.note)
    Letter.objects.filter(pk=letter.pk).delete()
    return made


def hand_out(*, by: Officer, letter: Letter) -> File:
    """The signed file to carry, if the gate would still let it go today. Raises Refused with its reason."""
    require(rules.may_receive(by, letter.request.compartment_id))
    if letter.sent is None:
        raise Refused(_("the gate kept this here"), reason=letter.kept_because)
    return outbound.hand_out(by=by, sent=letter.sent)


def _letter(held: Request, letter: Letter) -> Thing:
    if letter.word == letters.Word.ANSWER and letter.answer is not None:
        return letters.answer(held, letter.answer)
    if letter.word == letters.Word.REMINDER and letter.reminder is not None:
        return letters.reminder(held, letter.reminder)
    if letter.word == letters.Word.WITHDRAWAL:
        return letters.withdrawal(held, letter.note)
    return letters.receipt(held)


def _say(by: Actor, held: Request, said: Thing, word: str, **more: Any) -> Letter:
    outcome = outbound.send(
        by=by, things=[said], partner=held.partner, agreement=held.agreement, purpose=held.purpose, title=str(held), whole=True,
        # A request is a question and counts; a receipt, a reminder or an answer carries on what was asked.
        is_charged=word == letters.Word.REQUEST, is_answer=word == letters.Word.ANSWER,
    )  # fmt: skip
    because = "" if outcome else outcome.refused[0][1].reason
    made = Letter.objects.create(
        request=held, word=str(word), sent=outcome.sent, kept_because=because[:300], made_by=str(by.login), **more
    )
    if not outcome:
        audit.record("requests.kept_here", by=by, about=held, why=because)
    return made


def _held(request: Request, by: Actor, act: Act) -> Request:
    """The request as it stands now, locked, after the table and the rules said yes. The node itself acts by the table alone."""
    held = Request.objects.select_for_update(of=("self",)).select_related("partner", "agreement").get(pk=request.pk)
    if isinstance(by, Officer):
        require(rules.may(by, held, act))
    elif rules.move(held.direction, held.state, act) is None:
        raise Refused(f"{act} does not follow on {held.state}")
    return held


def _go(held: Request, by: Actor, act: Act, *, state: str = "", note: str = "") -> Request:
    """Follow the table: the new state, the step, the log."""
    line = rules.move(held.direction, held.state, act)
    assert line is not None, "the table was asked before"
    now = timezone.now()
    held.state = state or line.after or held.state
    changed: dict[str, Any] = {"state": held.state, "changed_at": now}
    if held.state in rules.CLOSED:
        changed |= {"closed_at": now, "paused_at": None, "paused_because": ""}
    Request.objects.filter(pk=held.pk).update(**changed)
    for name, value in changed.items():
        setattr(held, name, value)
    _step(held, by, act, note)
    audit.record(f"requests.{_PAST[act]}", by=by, about=held, why=note)
    return held


_PAST: dict[str, str] = {
    Act.PROPOSE: "proposed",
    Act.APPROVE: "approved",
    Act.GIVE_BACK: "given_back",
    Act.SEND: "sent",
    Act.ACKNOWLEDGE: "acknowledged",
    Act.PART: "part_answered",
    Act.ANSWER: "answered",
    Act.REFUSE: "refused",
    Act.STOP: "clock.stopped",
    Act.GO_ON: "clock.started",
    Act.MOVE: "clock.moved",
    Act.REMIND: "reminded",
    Act.WITHDRAW: "withdrawn",
    Act.LAPSE: "lapsed",
}


def _step(held: Request, by: Actor, act: str, note: str = "") -> None:
    Step.objects.create(request=held, act=str(act), state=held.state, by=str(by.login), note=note)


def _mark(by: Officer, held: Request, tlp: int, pap: int) -> None:
    """The labels, with the partner named: TLP:RED reaches nobody else, and what they sent us is theirs to pass on."""
    theirs = [held.partner.gate_name] if held.direction == Direction.IN else []
    partners.mark(
        by=by, label=letters.LABEL, thing=held.pk, why=str(held.number), tlp=release.TLP(tlp).value, pap=release.PAP(pap).value,
        originators=theirs, named=_names(held.partner),
    )  # fmt: skip


def _names(partner: Partner) -> list[str]:
    return sorted({partner.code, partner.gate_name})


_COLUMNS = frozenset(
    ["partner", "agreement", "case", "measure", "their_number", "sort", "purpose", "offence", "legal_basis", "title", "text", "language",
     "urgency", "asked_at", "due_at", "due_is_day", "due_zone", "due_from", "due_basis", "term_length", "term_unit", "lapses", "owner", "ref"]
)  # fmt: skip


def _known(columns: Mapping[str, Any]) -> dict[str, Any]:
    unknown = columns.keys() - _COLUMNS
    assert not unknown, f"no columns of a request: {sorted(unknown)}"
    return dict(columns)


# Keys -----------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_key(*, by: Officer, partner: Partner, line: str) -> Key:
    """Write down a partner's public key. It counts when a second person has compared it. NotANote for what is no key."""
    require(rules.may_keep_keys(by))
    key = read_key(line)
    if Key.objects.filter(line=str(key)).exists():
        raise InputProblem(_("this key is written down already, or was ended"))
    made = Key.objects.create(partner=partner, line=str(key), made_by=by.login)
    audit.record("requests.key.added", by=by, about=made, partner=partner.code, key=str(made))
    return made


@transaction.atomic
def confirm_key(*, by: Officer, key: Key) -> None:
    """The second person compared it with the partner's own: from now on it counts."""
    require(rules.may_confirm_key(by, key.made_by))
    if Key.objects.filter(pk=key.pk, confirmed_at__isnull=True, ended_at__isnull=True).update(
        confirmed_by=by.login, confirmed_at=timezone.now()
    ):
        audit.record("requests.key.confirmed", by=by, about=key, partner=key.partner.code, key=str(key))


@transaction.atomic
def end_key(*, by: Officer, key: Key) -> None:
    """The key counts no more; what it signed before stays."""
    require(rules.may_keep_keys(by))
    if Key.objects.filter(pk=key.pk, ended_at__isnull=True).update(ended_by=by.login, ended_at=timezone.now()):
        audit.record("requests.key.ended", by=by, about=key, partner=key.partner.code, key=str(key))
