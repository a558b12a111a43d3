"""Who may judge, name and watch networks."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no


def may_judge(by: Officer, room: int) -> Verdict:
    """Say that reports are the same or different, and name networks: only in the own rooms, never through a broken glass."""
    if not by.may(Permission.JUDGE_NETWORKS):
        return no(_("Your role judges no networks."))
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))
