"""Make one case part of another, and take it out again with all that came with it.

A merge writes down which rows it moved. Its undo sends back exactly those: what was added to the other case afterwards stays there, and what
had come with an earlier merge goes along. A row that both cases had is not moved, so that neither loses it.
"""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import Refused
from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import rules
from weftnode.cases.actions.lines import line
from weftnode.cases.models import (
    Case,
    CaseLink,
    CaseNetwork,
    CasePerson,
    CaseReport,
    Event,
    Measure,
    Merge,
    OffenderRole,
    Task,
)  # fmt: skip

_Rows = Callable[[Case, Case], "QuerySet[Any]"]

# Name in the record -> table, column that says whose the row is, rows of ``gone`` that move to ``kept``.
_MOVES: dict[str, tuple[type[models.Model], str, _Rows]] = {
    "networks": (CaseNetwork, "case", lambda gone, kept: gone.networks.exclude(network__in=kept.networks.values("network"))),
    "reports": (CaseReport, "case", lambda gone, kept: gone.reports.exclude(report__in=kept.reports.values("report"))),
    "people": (CasePerson, "case", lambda gone, kept: gone.people.exclude(token__in=kept.people.values("token"))),
    "measures": (Measure, "case", lambda gone, kept: gone.measures.all()),
    "tasks": (Task, "case", lambda gone, kept: gone.tasks.all()),
    "events": (Event, "case", lambda gone, kept: gone.events.all()),
    "children": (Case, "parent", lambda gone, kept: gone.children.exclude(pk=kept.pk)),
    "links": (CaseLink, "case", lambda gone, kept: gone.links.exclude(other=kept)),
    "linked_from": (CaseLink, "other", lambda gone, kept: gone.linked_from.exclude(case=kept)),
}  # fmt: skip


@transaction.atomic
def merge(*, by: Officer, gone: Case, kept: Case, because: str) -> Merge:
    """Make ``gone`` part of ``kept``. Raises Refused, also for what would be a circle."""
    gone, kept = (Case.objects.select_for_update().get(pk=one.pk) for one in (gone, kept))
    require(rules.may_merge(by, gone, kept))
    moved: dict[str, list[int]] = {}
    for name, (table, column, rows) in _MOVES.items():
        moved[name] = sorted(rows(gone, kept).values_list("pk", flat=True))
        table._default_manager.filter(pk__in=moved[name]).update(**{column: kept})  # noqa: SLF001 -- Django's public door has this name
    # A reference that both had: measures and claims go to the one that stays, and come back.
    same = {
        person.pk: kept.people.get(token=person.token).pk
        for person in gone.people.all()
    }  # fmt: skip
    twins: dict[str, Any] = {"measures": [], "roles": []}
    for mine, theirs in same.items():
        for name, found in (
            ("measures", Measure.objects.filter(person=mine)),
            ("roles", OffenderRole.objects.filter(person=mine)),
        ):
            twins[name] += [[pk, mine] for pk in found.values_list("pk", flat=True)]
            found.update(person=theirs)
    before = {"state": gone.state, "parent": gone.parent_id, "countries": kept.countries}
    made = Merge.objects.create(
        gone=gone,
        kept=kept,
        because=because.strip(),
        made_by=by.login,
        moved=moved | {"twins": twins, "before": before},
    )
    Case.objects.filter(pk=gone.pk).update(state=Case.State.MERGED, merged_into=kept, parent=None)
    Case.objects.filter(pk=kept.pk).update(countries=" ".join(sorted({*kept.country_list, *gone.country_list})))
    line(kept, "merged", by=by, text=gone.number)
    line(gone, "merged_away", by=by, text=kept.number)
    audit.record("cases.merge.made", by=by, about=made, why=because.strip(), gone=gone.pk, kept=kept.pk)
    return made


@transaction.atomic
def undo_merge(*, by: Officer, made: Merge) -> None:
    """Take a case out again with everything that came with it. Raises Refused."""
    made = Merge.objects.select_for_update(of=("self",)).select_related("gone", "kept").get(pk=made.pk)
    gone, kept = made.gone, made.kept
    require(rules.may_open(by, kept.compartment_id))
    if made.undone_at:
        raise Refused(_("This merge was undone already."))
    if kept.state == Case.State.MERGED and kept.merged_into:
        raise Refused(
            _("%(kept)s has become part of %(other)s since: undo that merge first.")
            % {"kept": kept.number, "other": kept.merged_into.number}
        )
    before = made.moved["before"]
    for name, (table, column, _rows) in _MOVES.items():
        # Only what is still where the merge put it: a child that was placed elsewhere since stays there.
        here = table._default_manager.filter(Q(**{column: kept}), pk__in=made.moved[name])  # noqa: SLF001 -- Django's public door has this name
        here.update(**{column: gone})
    for name, table in (("measures", Measure), ("roles", OffenderRole)):
        for pk, person in made.moved["twins"][name]:
            table._default_manager.filter(pk=pk).update(person=person)  # noqa: SLF001 -- Django's public door has this name
    back = Case(pk=gone.pk, compartment_id=gone.compartment_id)
    parent = Case.objects.filter(pk=before["parent"], compartment_id=gone.compartment_id).first()
    # What was above it may by now lie below it, or be part of another: then it stands alone.
    if parent and (
        parent.state == Case.State.MERGED or back.pk in {one.pk for one in rules.above(parent)} | {parent.pk}
    ):
        parent = None
    Case.objects.filter(pk=gone.pk).update(state=before["state"], merged_into=None, parent=parent)
    Case.objects.filter(pk=kept.pk).update(countries=_countries_without(kept, gone, before["countries"]))
    Merge.objects.filter(pk=made.pk).update(undone_by=by.login, undone_at=timezone.now())
    line(kept, "merge_undone", by=by, text=gone.number)
    line(gone, "merge_undone", by=by, text=kept.number)
    audit.record("cases.merge.undone", by=by, about=made, gone=gone.pk, kept=kept.pk)


def _countries_without(kept: Case, gone: Case, before: str) -> str:
    """The countries of the case that stays: those that only came with the other go, those added since do not."""
    came = set(gone.country_list) - set(before.split())
    now = {code for tie in kept.networks.select_related("network") for code in tie.network.country_list}
    return " ".join(sorted((set(kept.country_list) - came) | (now & set(kept.country_list))))
