"""Who may write and approve a brief, and why not."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.briefs.models import Brief
from weftnode.partners import queries as partners


def may_write(by: Officer, room: int) -> Verdict:
    """Write briefs: whoever speaks with partners, in the own rooms, never through a broken glass."""
    if not by.may(Permission.WRITE_BRIEFS):
        return no(_("Your role writes no briefs."))
    return YES if by.compartments.filter(pk=room).exists() else no(_("You do not work in this compartment."))


def may_change(by: Officer, brief: Brief) -> Verdict:
    """Change a draft: what was approved stays as it is."""
    if brief.is_approved:
        return no(_("It was approved and stays as it is. Begin the next one."))
    return may_write(by, brief.compartment_id)


def may_approve(by: Officer, brief: Brief) -> Verdict:
    """A second person reads it. For partners, only while every one of them may be sent something."""
    if not may_change(by, brief):
        return may_change(by, brief)
    if brief.made_by == by.login:
        return no(_("Somebody else than who wrote it must approve it."))
    return may_leave(brief)


def is_sent(brief: Brief) -> bool:
    """Whether it goes to partners, through their door. What is for our own side, or for the world to read, is fetched."""
    return brief.audience == Brief.Audience.PARTNER or (
        brief.audience == Brief.Audience.FORUM and brief.readers.exists()
    )


def may_leave(brief: Brief) -> Verdict:
    """Whether a paper for partners may be handed out now: a suspended or ended partnership stops it, also after it was approved."""
    if brief.audience == Brief.Audience.OWN:
        return YES
    readers = (
        [brief.partner] if brief.audience == Brief.Audience.PARTNER and brief.partner else list(brief.readers.all())
    )
    for one in readers:
        if partners.standing(one).is_stopped:
            return no(_("A partnership it is for is suspended or has ended: nothing leaves."))
    return YES
