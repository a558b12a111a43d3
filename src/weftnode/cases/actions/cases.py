"""Open, change, place, close and open again."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem
from weft.release import PAP, TLP
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import rules
from weftnode.cases.actions.lines import line
from weftnode.cases.models import Case, CaseNetwork, CaseReport
from weftnode.networks.models import Network
from weftnode.partners import actions as sharing
from weftnode.partners.models import Marking, Partner
from weftnode.reports.models import Report

MARKED = "cases.case"


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"cases.{what}", by=by, about=about, **data)


@transaction.atomic
def open_case(
    *,
    by: Officer,
    room: Compartment,
    title: str,
    about: str = "",
    file_number: str = "",
    leader: Officer | None = None,
    countries: Iterable[str] = (),
    tlp: str = TLP.RED.name,
    pap: str = PAP.RED.name,
    partners: Iterable[Partner] = (),
    networks: Iterable[Network] = (),
    reports: Iterable[Report] = (),
) -> Case:
    """Open a case, over networks and reports of its room where some are given."""
    require(rules.may_open(by, room.pk))
    networks, reports = list(networks), list(reports)
    if ({one.compartment_id for one in networks} | {one.compartment_id for one in reports}) - {room.pk}:
        raise InputProblem(_("What a case is about must be of its compartment."))
    case = Case(
        compartment=room, title=_words(title), about=about.strip(), file_number=_words(file_number), leader=leader,
        countries=" ".join(sorted({*countries, *(code for one in networks for code in one.country_list)})), tlp=tlp, pap=pap, made_by=by.login,
    )  # fmt: skip
    if leader is not None:
        require(rules.may_lead(leader, case))
    case.save()
    case.partners.set(partners)
    CaseNetwork.objects.bulk_create(CaseNetwork(case=case, network=one, added_by=by.login) for one in networks)
    CaseReport.objects.bulk_create(CaseReport(case=case, report=one, added_by=by.login) for one in reports)
    line(case, "opened", by=by)
    audit.record("cases.case.opened", by=by, about=case, networks=len(networks), reports=len(reports))
    return case


@transaction.atomic
def change_case(
    *,
    by: Officer,
    case: Case,
    title: str,
    about: str,
    file_number: str,
    leader: Officer | None,
    countries: Iterable[str],
    tlp: str,
    pap: str,
    partners: Iterable[Partner] | None = None,
) -> None:
    """Change what a case says of itself. None for ``partners`` leaves them as they are."""
    require(rules.may_write(by, case))
    if leader is not None and leader.pk != case.leader_id:
        require(rules.may_lead(leader, case))
        line(case, "leader", by=by, text=leader.name)
    marked = {"tlp": tlp, "pap": pap} if (case.tlp, case.pap) != (tlp, pap) else {}
    Case.objects.filter(pk=case.pk).update(
        title=_words(title), about=about.strip(), file_number=_words(file_number), leader=leader, countries=" ".join(sorted(set(countries))),
        tlp=tlp, pap=pap,
    )  # fmt: skip
    if partners is not None:
        case.partners.set(partners)
    if marked:
        _mark(by, case, tlp, pap)
    audit.record("cases.case.changed", by=by, about=case, **marked)


def _mark(by: Officer, case: Case, tlp: str, pap: str) -> None:
    """The marking that the gate reads, where one was put on the case: both say the same, and who is named on it stays."""
    before = Marking.objects.filter(label=MARKED, thing=case.pk).order_by("-pk").first()
    if before is not None:
        kept = {name: getattr(before, name) for name in ("named", "originators", "consents", "is_closed", "caveats")}
        sharing.mark(by=by, label=MARKED, thing=case.pk, why="case", tlp=TLP[tlp].value, pap=PAP[pap].value, **kept)


@transaction.atomic
def set_state(*, by: Officer, case: Case, state: str) -> None:
    """Say where an open case stands; closing has its own door."""
    require(rules.may_write(by, case))
    if state in Case.ENDED or state not in Case.State.values:
        raise InputProblem(_("This is no state of an open case."))
    if state == case.state:
        return
    Case.objects.filter(pk=case.pk).update(state=state)
    line(case, "state", by=by, text=state)
    audit.record("cases.case.state", by=by, about=case, state=state)


@transaction.atomic
def close_case(*, by: Officer, case: Case, because: str) -> None:
    """Close a case, with the reason. Nothing of it is lost, and it can be opened again."""
    require(rules.may_close(by, case))
    Case.objects.filter(pk=case.pk).update(
        state=Case.State.CLOSED, closed_at=timezone.now(), closed_by=by.login, closed_because=because.strip()
    )
    line(case, "closed", by=by, text=because.strip())
    audit.record("cases.case.closed", by=by, about=case, why=because.strip())


@transaction.atomic
def reopen_case(*, by: Officer, case: Case, because: str) -> None:
    """Open a closed case again, with the reason."""
    require(rules.may_reopen(by, case))
    Case.objects.filter(pk=case.pk).update(state=Case.State.OPEN, closed_at=None, closed_by="", closed_because="")
    line(case, "reopened", by=by, text=because.strip())
    audit.record("cases.case.reopened", by=by, about=case, why=because.strip())


@transaction.atomic
def place_below(*, by: Officer, case: Case, parent: Case | None) -> None:
    """Put a case below another, or, with None, on its own again."""
    require(rules.may_place(by, case, parent) if parent else rules.may_write(by, case))
    before = case.parent.number if case.parent else ""
    Case.objects.filter(pk=case.pk).update(parent=parent)
    line(case, "placed" if parent else "taken_out", by=by, text=parent.number if parent else before)
    audit.record("cases.case.placed", by=by, about=case, parent=parent.pk if parent else None)


def _words(text: str) -> str:
    return " ".join(text.split())
