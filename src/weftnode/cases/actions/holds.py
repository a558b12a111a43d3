"""Place, renew and end holds; give money back to holders and to victims; hear those whose money is held."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import countries, money
from weft.errors import InputProblem, Refused
from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import clocks, rules
from weftnode.cases.actions.lines import line
from weftnode.cases.actions.measures import Details, move_measure, propose
from weftnode.cases.models import Hold, Measure, Plea, Renewal
from weftnode.cases.shapes import SHAPES, State

_LATE = dt.timedelta(days=1)


@transaction.atomic
def place_hold(
    *,
    by: Officer,
    measure: Measure,
    placed_at: dt.datetime,
    tainted_minor: int,
    held_minor: int,
    rule_id: str = "",
    until: dt.datetime | None = None,
    holder: str = "unknown",
    excess_because: str = "",
) -> Hold:
    """Say that money is held from ``placed_at`` on: the measure is in force and its clock runs. More than the tainted amount needs a reason."""
    measure = Measure.objects.select_for_update(of=("self",)).select_related("case").get(pk=measure.pk)
    require(rules.may_write(by, measure.case))
    if not SHAPES[measure.form].has_clock:
        raise Refused(_("A measure of this form has no clock."))
    if not measure.currency:
        raise InputProblem(_("Give the measure an amount with its currency first."))
    if Hold.objects.filter(measure=measure).exists():
        raise Refused(_("The clock of this measure runs already."))
    if placed_at > timezone.now() + _LATE:
        raise InputProblem(_("A hold begins today or in the past."))
    _said(tainted_minor, held_minor, excess_because)
    found = clocks.rule(rule_id, measure.country, measure.form, placed_at)
    due_at = clocks.ends_at(found, placed_at, until=until)
    if measure.state in {State.PLANNED, State.REQUESTED}:
        move_measure(by=by, measure=measure, to=State.ORDERED, at=placed_at)
    measure.refresh_from_db()
    if measure.state == State.ORDERED:
        move_measure(by=by, measure=measure, to=State.IN_FORCE, at=placed_at)
    measure.refresh_from_db()
    if measure.state != State.IN_FORCE:
        raise Refused(_("Only a measure that is in force holds money."))
    hold = Hold.objects.create(
        measure=measure, rule_id=rule_id, placed_at=placed_at, due_at=due_at, is_due_by_order=until is not None, tainted_minor=tainted_minor,
        held_minor=held_minor, held_first_minor=held_minor, holder=holder,
        excess_because=excess_because.strip() if held_minor > tainted_minor else "",
    )  # fmt: skip
    audit.record("cases.hold.placed", by=by, about=hold, why=hold.excess_because, rule=rule_id, held=str(held_minor))
    return hold


@transaction.atomic
def renew(*, by: Officer, hold: Hold, because: str, until: dt.datetime | None = None) -> None:
    """Renew a clock once more, as often as its rule lets it. Raises NotRenewable."""
    hold = _running(by, hold)
    found = hold.rule
    if found and found.length is not None:
        money.Clock(found, hold.placed_at, hold.renewed).renew()
    elif until is None:
        raise InputProblem(_("No length was found in the law: say until when the order goes."))
    due_at = clocks.ends_at(found, hold.placed_at, renewed=hold.renewed + 1, until=until)
    if due_at and hold.due_at and due_at <= hold.due_at:
        raise InputProblem(_("The new end must lie behind the old one."))
    Renewal.objects.create(hold=hold, before=hold.due_at, after=due_at, because=because.strip(), made_by=by.login)
    Hold.objects.filter(pk=hold.pk).update(renewed=hold.renewed + 1, due_at=due_at, is_due_by_order=until is not None)
    line(hold.measure.case, "renewed", by=by, text=because.strip(), measure=hold.measure)
    audit.record("cases.hold.renewed", by=by, about=hold, why=because.strip())


@transaction.atomic
def change_taint(*, by: Officer, hold: Hold, tainted_minor: int, because: str, excess_because: str = "") -> None:
    """Say anew how much of the money came from victims. If less than is held, the rest needs a reason or goes back."""
    hold = _running(by, hold)
    _said(tainted_minor, hold.held_minor, excess_because)
    first = max(hold.held_first_minor, hold.held_minor)
    Hold.objects.filter(pk=hold.pk).update(
        tainted_minor=tainted_minor,
        excess_because=(excess_because or hold.excess_because or because).strip() if first > tainted_minor else "",
    )
    line(hold.measure.case, "taint", by=by, text=because.strip(), measure=hold.measure)
    audit.record("cases.hold.taint", by=by, about=hold, why=because.strip(), tainted=str(tainted_minor))


@transaction.atomic
def release(*, by: Officer, hold: Hold, amount_minor: int, because: str, at: dt.datetime | None = None) -> None:
    """Give money back to its holder. When nothing is held any more the measure is lifted."""
    hold = _running(by, hold)
    _take(hold, amount_minor)
    Hold.objects.filter(pk=hold.pk).update(
        held_minor=hold.held_minor - amount_minor, released_minor=hold.released_minor + amount_minor
    )
    line(hold.measure.case, "released", by=by, at=at, text=because.strip(), measure=hold.measure)
    audit.record("cases.hold.released", by=by, about=hold, why=because.strip(), amount=str(amount_minor))
    _close_when_empty(by, hold, at)


@transaction.atomic
def return_money(*, by: Officer, hold: Hold, amount_minor: int, because: str, at: dt.datetime | None = None) -> None:
    """Give money back to those it was taken from. When nothing is held any more the measure is lifted."""
    hold = _running(by, hold)
    _take(hold, amount_minor)
    Hold.objects.filter(pk=hold.pk).update(
        held_minor=hold.held_minor - amount_minor, returned_minor=hold.returned_minor + amount_minor
    )
    line(hold.measure.case, "returned", by=by, at=at, text=because.strip(), measure=hold.measure)
    audit.record("cases.hold.returned", by=by, about=hold, why=because.strip(), amount=str(amount_minor))
    _close_when_empty(by, hold, at)


@transaction.atomic
def follow_on(*, by: Officer, hold: Hold, form: str, orderer: str, office: str, power: str, at: dt.datetime) -> Measure:
    """Let another measure take over the money: a freeze after a hold, a confiscation after a seizure. The first one is replaced, not lifted."""
    hold = _running(by, hold)
    old = hold.measure
    if form not in SHAPES or not SHAPES[form].is_money:
        raise InputProblem(_("Only a measure on money can take over money."))
    details = Details(
        kind=old.kind, value=old.value, as_written=old.as_written, network=old.network, person=old.person, role=old.role, orderer=orderer,
        office=office, power=power, carried_by=old.carried_by, partner=old.partner, country=old.country, amount_minor=hold.held_minor, currency=old.currency,
        reason=old.reason,
    )  # fmt: skip
    new = propose(by=by, case=old.case, form=form, details=details, state=State.ORDERED, at=at)
    Measure.objects.filter(pk=new.pk).update(follows=old)
    new.follows = old
    then = hold.rule.then if hold.rule else ""
    if SHAPES[form].has_clock:
        follows = then if then and countries.hold_rule(then).step == form else ""
        place_hold(
            by=by, measure=new, placed_at=at, tainted_minor=hold.tainted_minor, held_minor=hold.held_minor, rule_id=follows, holder=hold.holder,
            excess_because=hold.excess_because,
        )  # fmt: skip
    else:
        move_measure(by=by, measure=new, to=State.IN_FORCE, at=at)
    Hold.objects.filter(pk=hold.pk).update(is_running=False, ended_at=at, held_minor=0)
    move_measure(by=by, measure=old, to=State.REPLACED, at=at)
    audit.record("cases.hold.followed", by=by, about=hold, by_measure=new.pk)
    return new


@transaction.atomic
def raise_plea(
    *, by: Officer, hold: Hold, sort: str, ground: str, asked_at: dt.datetime, amount_minor: int, to: str = ""
) -> Plea:
    """Write down that a holder asks for release, or appeals. Its own clock begins with the asking."""
    hold = _running(by, hold)
    if not 0 < amount_minor <= hold.held_minor:
        raise InputProblem(_("No more can be released than is held."))
    if asked_at < hold.placed_at or asked_at > timezone.now() + _LATE:
        raise InputProblem(_("Nobody asks before the hold begins, or in the future."))
    rule_id, due_at = clocks.release(hold.measure.country, asked_at)
    plea = Plea.objects.create(
        hold=hold, sort=sort, to=to.strip(), ground=ground.strip(), asked_at=asked_at, rule_id=rule_id, due_at=due_at, amount_minor=amount_minor,
        made_by=by.login,
    )  # fmt: skip
    line(hold.measure.case, "plea", by=by, at=asked_at, text=ground.strip(), measure=hold.measure)
    audit.record("cases.plea.raised", by=by, about=plea, sort=sort)
    return plea


@transaction.atomic
def decide_plea(
    *,
    by: Officer,
    plea: Plea,
    outcome: str,
    answer: str,
    released_minor: int = 0,
    decided_at: dt.datetime | None = None,
) -> None:
    """Answer a plea. Granted releases what was asked for, granted in part what is said here, refused nothing; each with its reason."""
    plea = Plea.objects.select_for_update(of=("self",)).select_related("hold__measure__case").get(pk=plea.pk)
    require(rules.may_write(by, plea.hold.measure.case))
    decided_at = decided_at or timezone.now()
    if plea.outcome:
        raise Refused(_("This was answered already."))
    if decided_at < plea.asked_at or decided_at > timezone.now() + _LATE:
        raise InputProblem(_("An answer lies between the asking and now."))
    if not answer.strip():
        raise InputProblem(_("An answer says its reason."))
    if outcome == Plea.Outcome.PARTLY and not 0 < released_minor < plea.amount_minor:
        raise InputProblem(_("In part means more than nothing and less than what was asked for."))
    given = {Plea.Outcome.GRANTED: plea.amount_minor, Plea.Outcome.PARTLY: released_minor}.get(Plea.Outcome(outcome), 0)
    Plea.objects.filter(pk=plea.pk).update(
        outcome=outcome, answer=answer.strip(), released_minor=given, decided_at=decided_at, decided_by=by.login
    )
    line(plea.hold.measure.case, "plea_decided", by=by, at=decided_at, text=outcome, measure=plea.hold.measure)
    audit.record("cases.plea.decided", by=by, about=plea, why=answer.strip(), outcome=outcome)
    if given and plea.hold.is_running:
        release(by=by, hold=plea.hold, amount_minor=min(given, plea.hold.held_minor), because=answer, at=decided_at)


def _running(by: Officer, hold: Hold) -> Hold:
    found = Hold.objects.select_for_update(of=("self",)).select_related("measure__case").get(pk=hold.pk)
    require(rules.may_write(by, found.measure.case))
    if not found.is_running:
        raise Refused(_("Nothing is held here any more."))
    return found


def _said(tainted_minor: int, held_minor: int, excess_because: str) -> None:
    if tainted_minor < 0 or held_minor <= 0:
        raise InputProblem(_("What is held must be more than nothing, and what is tainted not less."))
    if held_minor > tainted_minor and not excess_because.strip():
        raise InputProblem(
            _("More is held than is tainted: hold only what came from victims, or say why the rest must be held too.")
        )


def _take(hold: Hold, amount_minor: int) -> None:
    if not 0 < amount_minor <= hold.held_minor:
        raise InputProblem(_("No more can be given back than is held, and no less than one unit."))


def _close_when_empty(by: Officer, hold: Hold, at: dt.datetime | None) -> None:
    found = Hold.objects.select_related("measure__case").get(pk=hold.pk)
    if found.held_minor == 0:
        moment = at or timezone.now()
        Hold.objects.filter(pk=found.pk).update(is_running=False, ended_at=moment)
        move_measure(by=by, measure=found.measure, to=State.LIFTED, at=moment)
