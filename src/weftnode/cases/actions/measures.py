"""Propose a measure, change what it says, and take it from state to state."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem
from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import rules
from weftnode.cases.actions.lines import line
from weftnode.cases.models import Case, CasePerson, Hold, Measure, Step
from weftnode.cases.shapes import MONEY, SHAPES, Ground, State
from weftnode.networks.models import Network
from weftnode.partners.models import Partner

# How a measure gets from nothing to where somebody says it already is.
_WAYS: dict[str, tuple[State, ...]] = {
    State.PLANNED: (),
    State.REQUESTED: (State.REQUESTED,),
    State.ORDERED: (State.ORDERED,),
    State.IN_FORCE: (State.ORDERED, State.IN_FORCE),
    State.DONE: (State.ORDERED, State.DONE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a measure says beside its form and state."""

    kind: str = ""
    value: str = ""
    as_written: str = ""
    network: Network | None = None
    person: CasePerson | None = None
    role: str = ""
    orderer: str = ""
    office: str = ""
    power: str = ""
    carried_by: str = ""
    partner: Partner | None = None
    country: str = ""
    amount_minor: int | None = None
    currency: str = ""
    people_count: int | None = None
    reason: str = ""


_NAMES = tuple(field.name for field in fields(Details))


@transaction.atomic
def propose(
    *, by: Officer, case: Case, form: str, details: Details, state: str = State.PLANNED, at: dt.datetime | None = None
) -> Measure:
    """Write a measure down: as planned, or as far as it has already come ``at`` that moment."""
    require(rules.may_write(by, case))
    _fits(case, form, details)
    if state not in _WAYS:
        raise InputProblem(_("A measure does not begin in this state."))
    at = at or timezone.now()
    measure = Measure.objects.create(case=case, form=form, made_by=by.login, **_columns(details))
    Step.objects.create(measure=measure, after=State.PLANNED, at=at, made_by=by.login)
    audit.record("cases.measure.proposed", by=by, about=measure, form=form, case=case.pk)
    if state == State.PLANNED:
        line(case, "measure", by=by, at=at, text=State.PLANNED, measure=measure)
    for step in _WAYS[state]:
        _move(by, measure, step, at)
    return measure


@transaction.atomic
def change_measure(*, by: Officer, measure: Measure, details: Details) -> None:
    """Change what a measure says. Amount and currency of a measure that holds money are changed with its hold."""
    require(rules.may_write(by, measure.case))
    _fits(measure.case, measure.form, details)
    held = Hold.objects.filter(measure=measure).exists()
    if held and (details.amount_minor, details.currency) != (measure.amount_minor, measure.currency):
        raise InputProblem(_("Money is held on this measure: its amount is changed with the hold."))
    if held and details.country != measure.country:
        raise InputProblem(_("The clock runs under the law of the country: it stays."))
    if measure.state in {State.ORDERED, State.IN_FORCE, State.DONE}:
        require(rules.is_ordered_rightly(measure.form, details.orderer, details.power))
    Measure.objects.filter(pk=measure.pk).update(**_columns(details))
    audit.record("cases.measure.changed", by=by, about=measure)


@transaction.atomic
def move_measure(
    *,
    by: Officer,
    measure: Measure,
    to: str,
    at: dt.datetime | None = None,
    because: str = "",
    ground: str = "",
    result: str = "",
    people_count: int | None = None,
) -> None:
    """Take a measure to its next state, with when it happened and why. A refusal says its ground and its reason."""
    measure = Measure.objects.select_for_update(of=("self",)).select_related("case").get(pk=measure.pk)
    if to == State.REFUSED and (ground not in Ground.values or not because.strip()):
        raise InputProblem(_("A refusal says its ground and its reason."))
    if Hold.objects.filter(measure=measure, is_running=True).exists():
        if to == State.REPLACED:
            raise InputProblem(_("Money is held on this measure: let the other measure take it over."))
        if to in {State.LAPSED, State.LIFTED}:
            _end_hold(measure, at or timezone.now())
    _move(by, measure, to, at or timezone.now(), because.strip(), ground if to == State.REFUSED else "")
    said = {
        name: given
        for name, given in (("result", result.strip()), ("people_count", people_count))
        if given not in {"", None}
    }
    if said:
        Measure.objects.filter(pk=measure.pk).update(**said)


def _move(by: Officer, measure: Measure, to: str, at: dt.datetime, because: str = "", ground: str = "") -> None:
    require(rules.may_move(by, measure, to))
    last = measure.steps.order_by("-pk").values_list("at", flat=True).first()
    if last and at < last:
        raise InputProblem(
            _("This lies before the step that came before it, on %(at)s.") % {"at": last.date().isoformat()}
        )
    if at > timezone.now() + dt.timedelta(days=1):
        raise InputProblem(_("A step that was taken lies in the past."))
    Step.objects.create(measure=measure, before=measure.state, after=to, at=at, because=because, made_by=by.login)
    measure.state, measure.ground = to, ground
    moments: dict[str, object] = {"state": to, "ground": ground}
    if to == State.ORDERED:
        moments["ordered_at"] = at
    elif to in {State.IN_FORCE, State.DONE}:
        moments["effective_at"] = at
    elif to in {State.LIFTED, State.LAPSED, State.REPLACED}:
        moments["ended_at"] = at
    Measure.objects.filter(pk=measure.pk).update(**moments)
    line(measure.case, "measure", by=by, at=at, text=to, measure=measure)
    audit.record(
        "cases.measure.moved", by=by, about=measure, why=because, to=str(to), **({"ground": ground} if ground else {})
    )


def _end_hold(measure: Measure, at: dt.datetime) -> None:
    """Whatever is still held when a measure is lifted or lapses goes back to the holder."""
    hold = Hold.objects.select_for_update().get(measure=measure)
    Hold.objects.filter(pk=hold.pk).update(
        is_running=False, ended_at=at, released_minor=hold.released_minor + hold.held_minor, held_minor=0
    )


def _fits(case: Case, form: str, details: Details) -> None:
    """Whether details belong to this form and this case. Raises InputProblem."""
    shape = SHAPES.get(form)
    if shape is None:
        raise InputProblem(_("There is no measure of this form."))
    if details.network and details.network.compartment_id != case.compartment_id:
        raise InputProblem(_("What a case is about must be of its compartment."))
    if details.person and details.person.case_id != case.pk:
        raise InputProblem(_("This reference is of another case."))
    if not (details.value or details.network or details.person or details.role or details.reason.strip()):
        raise InputProblem(
            _("Say against what: an identifier, a network, a reference, a role, or at least the reason.")
        )
    if details.amount_minor is not None and form not in MONEY:
        raise InputProblem(_("A measure of this form carries no amount."))


def _columns(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in _NAMES}
