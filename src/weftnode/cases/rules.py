"""Who may do what in a case, which step a measure may take, and why not."""

from django.utils.translation import gettext as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.cases.models import Case, Hold, Measure
from weftnode.cases.shapes import SHAPES, Orderer, State, next_states

_DEEPEST = 50


def may_open(by: Officer, room: int) -> Verdict:
    """Open cases: in the own rooms, never through a broken glass."""
    if not by.may(Permission.WRITE_CASES):
        return no(_("Your role leads no cases."))
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))


def may_write(by: Officer, case: Case) -> Verdict:
    """Change a case that is open."""
    verdict = may_open(by, case.compartment_id)
    if verdict and case.is_ended:
        return no(_("The case is closed: open it again first."))
    return verdict


def may_reopen(by: Officer, case: Case) -> Verdict:
    """Open a closed case again. One that is part of another comes back by undoing that."""
    verdict = may_open(by, case.compartment_id)
    if not verdict:
        return verdict
    if case.state == Case.State.MERGED:
        return no(_("The case is part of another: undo the merge there."))
    return YES if case.state == Case.State.CLOSED else no(_("The case is open."))


def may_close(by: Officer, case: Case) -> Verdict:
    """Close a case: not while it holds money, which nobody would look after any more."""
    verdict = may_write(by, case)
    if not verdict:
        return verdict
    held = Hold.objects.filter(measure__case=case, is_running=True).count()
    if held:
        return no(_("Money is still held in %(count)d measures: say first what becomes of it.") % {"count": held})
    return YES


def may_lead(officer: Officer, case: Case) -> Verdict:
    """Lead a case, or own its tasks: somebody who works in its room and may see it."""
    if officer.is_active and officer.may(Permission.READ_CASES) and officer.compartments.filter(pk=case.compartment_id):
        return YES
    return no(_("%(name)s does not work on cases of this compartment.") % {"name": officer.name})


def may_place(by: Officer, case: Case, parent: Case) -> Verdict:
    """Put a case below another: never in a circle."""
    if not may_write(by, case):
        return may_write(by, case)
    if parent.compartment_id != case.compartment_id:
        return no(_("Both cases must be in one compartment."))
    if parent.is_ended:
        return no(_("%(case)s is closed.") % {"case": parent.number})
    if case.pk in {one.pk for one in above(parent)} | {parent.pk}:
        return no(
            _("That would be a circle: %(parent)s already lies below %(case)s.")
            % {"parent": parent.number, "case": case.number}
            if parent.pk != case.pk
            else _("A case cannot lie below itself.")
        )
    return YES


def may_merge(by: Officer, gone: Case, kept: Case) -> Verdict:
    """Make ``gone`` part of ``kept``: both open, in one room, and never in a circle."""
    verdict = may_open(by, gone.compartment_id)
    if not verdict:
        return verdict
    names = {"gone": gone.number, "kept": kept.number}
    if gone.pk == kept.pk:
        return no(_("A case cannot become part of itself."))
    if gone.compartment_id != kept.compartment_id:
        return no(_("Both cases must be in one compartment."))
    if kept.state == Case.State.MERGED:
        if gone.pk in {one.pk for one in merged_into(kept)}:
            return no(_("That would be a circle: %(kept)s is already part of %(gone)s.") % names)
        return no(_("%(kept)s is itself part of another case: merge into that one.") % names)
    if gone.state == Case.State.MERGED:
        return no(_("%(gone)s is already part of another case.") % names)
    if gone.is_ended or kept.is_ended:
        return no(_("Only open cases are merged: open the closed one again first."))
    if gone.pk in {one.pk for one in above(kept)}:
        return no(_("That would be a circle: %(kept)s lies below %(gone)s. Merge the other way round.") % names)
    return YES


def above(case: Case) -> list[Case]:
    """The cases above a case, the nearest first."""
    return _chain(case, "parent")


def merged_into(case: Case) -> list[Case]:
    """The cases a case became part of, one after the other."""
    return _chain(case, "merged_into")


def _chain(case: Case, way: str) -> list[Case]:
    found: list[Case] = []
    while (case := getattr(case, way)) is not None and len(found) < _DEEPEST and case not in found:
        found.append(case)
    return found


def may_move(by: Officer, measure: Measure, to: str) -> Verdict:
    """Take a measure to another state: only along the table of its form, and ordered only by those who can."""
    verdict = may_write(by, measure.case)
    return is_next(measure, to) if verdict else verdict


def is_next(measure: Measure, to: str) -> Verdict:
    """Whether a measure can take this step, whoever takes it."""
    if to not in next_states(measure.form, measure.state):
        return no(
            _("A measure of this form that is “%(now)s” does not become “%(then)s”.")
            % {"now": measure.get_state_display(), "then": State(to).label}
        )
    if to in {State.ORDERED, State.IN_FORCE, State.DONE}:
        return is_ordered_rightly(measure.form, measure.orderer, measure.power)
    return YES


def is_ordered_rightly(form: str, orderer: str, power: str) -> Verdict:
    """Whether a measure of this form says by whom it is ordered and on what law, as far as the form asks for it."""
    shape = SHAPES[form]
    if shape.needs_power and not orderer:
        return no(_("Say first who orders it."))
    if orderer and orderer not in shape.orderers:
        able = ", ".join(str(one.label) for one in Orderer if one in shape.orderers)
        return no(_("Who orders it cannot do so in this form. Those who can: %(able)s.") % {"able": able})
    if shape.needs_power and not power.strip():
        return no(_("Name the legal power first: the law and the article it rests on."))
    return YES
