"""What a case is about: networks, reports, references to people and their roles; and other cases it has to do with."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem, Refused
from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import rules
from weftnode.cases.actions.lines import line
from weftnode.cases.models import Case, CaseLink, CaseNetwork, CasePerson, CaseReport, OffenderRole
from weftnode.cases.shapes import REFERENCE, Role
from weftnode.networks.models import Network
from weftnode.reports.models import Report

_REFERENCE = re.compile(REFERENCE)


@transaction.atomic
def add_network(*, by: Officer, case: Case, network: Network) -> None:
    """Say that a case is about a network; its countries become the case's. A second time changes nothing."""
    require(rules.may_write(by, case))
    if network.compartment_id != case.compartment_id:
        raise InputProblem(_("What a case is about must be of its compartment."))
    _tie, is_new = CaseNetwork.objects.get_or_create(case=case, network=network, defaults={"added_by": by.login})
    if is_new:
        both = sorted({*case.country_list, *network.country_list})
        Case.objects.filter(pk=case.pk).update(countries=" ".join(both))
        line(case, "network_added", by=by, text=str(network))
        audit.record("cases.network.added", by=by, about=case, network=network.pk)


@transaction.atomic
def remove_network(*, by: Officer, case: Case, network: Network) -> None:
    """A network that a case is no longer about."""
    require(rules.may_write(by, case))
    if CaseNetwork.objects.filter(case=case, network=network).delete()[0]:
        line(case, "network_removed", by=by, text=str(network))
        audit.record("cases.network.removed", by=by, about=case, network=network.pk)


@transaction.atomic
def add_report(*, by: Officer, case: Case, report: Report) -> None:
    """Say that a case is about a report. A second time changes nothing."""
    require(rules.may_write(by, case))
    if report.compartment_id != case.compartment_id:
        raise InputProblem(_("What a case is about must be of its compartment."))
    _tie, is_new = CaseReport.objects.get_or_create(case=case, report=report, defaults={"added_by": by.login})
    if is_new:
        line(case, "report_added", by=by, text=report.number)
        audit.record("cases.report.added", by=by, about=case, report=report.pk)


@transaction.atomic
def remove_report(*, by: Officer, case: Case, report: Report) -> None:
    """A report that a case is no longer about."""
    require(rules.may_write(by, case))
    if CaseReport.objects.filter(case=case, report=report).delete()[0]:
        line(case, "report_removed", by=by, text=report.number)
        audit.record("cases.report.removed", by=by, about=case, report=report.pk)


@transaction.atomic
def add_person(*, by: Officer, case: Case, token: str) -> CasePerson:
    """Refer to a person by a token that only its keeper can open. A name is refused: tokens have no blanks."""
    require(rules.may_write(by, case))
    token = token.strip()
    if not _REFERENCE.match(token):
        raise InputProblem(
            _("A reference has 4 to 64 letters, figures, dots or dashes, and says nothing of the person.")
        )
    person, is_new = CasePerson.objects.get_or_create(case=case, token=token, defaults={"added_by": by.login})
    if is_new:
        line(case, "person_added", by=by, text=token)
        audit.record("cases.person.added", by=by, about=case)
    return person


@transaction.atomic
def remove_person(*, by: Officer, person: CasePerson) -> None:
    """Take a reference away, unless a measure rests on it."""
    require(rules.may_write(by, person.case))
    if person.measures.exists():
        raise Refused(_("A measure names this reference: it stays."))
    case, token = person.case, person.token
    person.delete()
    line(case, "person_removed", by=by, text=token)
    audit.record("cases.person.removed", by=by, about=case)


@transaction.atomic
def say_role(*, by: Officer, person: CasePerson, role: str, because: str) -> OffenderRole:
    """Claim what a referenced person does in a network. Several claims stand beside each other, each with who said it."""
    require(rules.may_write(by, person.case))
    said = OffenderRole.objects.create(person=person, role=Role(role), because=because.strip(), said_by=by.login)
    audit.record("cases.role.said", by=by, about=said, why=because.strip(), role=role)
    return said


@transaction.atomic
def withdraw_role(*, by: Officer, said: OffenderRole) -> None:
    """Take a claim back; that it was made stays on record."""
    require(rules.may_write(by, said.person.case))
    OffenderRole.objects.filter(pk=said.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=by.login, withdrawn_at=timezone.now()
    )
    audit.record("cases.role.withdrawn", by=by, about=said)


@transaction.atomic
def link(*, by: Officer, case: Case, other: Case, because: str) -> CaseLink:
    """Say that two cases have to do with each other."""
    require(rules.may_write(by, case))
    if case.pk == other.pk:
        raise InputProblem(_("A case is not linked with itself."))
    if other.compartment_id != case.compartment_id:
        raise InputProblem(_("Both cases must be in one compartment."))
    standing = CaseLink.objects.filter(case__in=[case, other], other__in=[case, other], undone_at__isnull=True).first()
    if standing:
        return standing
    made = CaseLink.objects.create(case=case, other=other, because=because.strip(), made_by=by.login)
    line(case, "linked", by=by, text=other.number)
    line(other, "linked", by=by, text=case.number)
    audit.record("cases.link.made", by=by, about=made, why=because.strip())
    return made


@transaction.atomic
def unlink(*, by: Officer, made: CaseLink) -> None:
    """Undo a link; that it was made stays on record."""
    require(rules.may_open(by, made.case.compartment_id))
    if CaseLink.objects.filter(pk=made.pk, undone_at__isnull=True).update(undone_by=by.login, undone_at=timezone.now()):
        line(made.case, "unlinked", by=by, text=made.other.number)
        line(made.other, "unlinked", by=by, text=made.case.number)
        audit.record("cases.link.undone", by=by, about=made)
