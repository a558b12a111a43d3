"""Who may change reports, and why not."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.reports.models import Batch, Report


def may_write(by: Officer, room: Compartment | int) -> Verdict:
    """New reports, only into the own rooms: a broken glass is for looking."""
    if not by.may(Permission.WRITE_REPORTS):
        return no(_("Your role writes no reports."))
    pk = room if isinstance(room, int) else room.pk
    return YES if by.compartments.filter(pk=pk).exists() else no(_("You do not work in this compartment."))


def may_change(by: Officer, report: Report) -> Verdict:
    """The state of a report."""
    return may_write(by, report.compartment_id)


def may_open_contact(by: Officer, report: Report) -> Verdict:
    """Who reported: only for those who may call back."""
    if not by.may(Permission.READ_REPORTER):
        return no(_("Your role does not see who reported."))
    return YES if report.compartment_id in by.compartment_ids else no(_("You do not work in this compartment."))


def may_import(by: Officer, room: Compartment | int) -> Verdict:
    """Files, only into the own rooms."""
    if not by.may(Permission.IMPORT_REPORTS):
        return no(_("Your role brings in no files."))
    return may_write(by, room)


def may_undo(by: Officer, batch: Batch) -> Verdict:
    """A file that is in, or half in."""
    if not may_import(by, batch.compartment_id):
        return may_import(by, batch.compartment_id)
    if batch.state in {Batch.State.UNDOING, Batch.State.UNDONE}:
        return no(_("It is undone already."))
    return YES


def may_confirm(by: Officer, batch: Batch) -> Verdict:
    """A file that was looked at and waits for a yes."""
    if batch.state != Batch.State.LOOKED:
        return no(_("It was confirmed already."))
    return may_import(by, batch.compartment_id)
