"""Who may change a partnership, an agreement, a marking; who may send; and why not."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts.models import Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no
from weftnode.audit.actors import Actor
from weftnode.partners.models import Agreement, Partner, StatusChange

_SENDERS = (Permission.WRITE_PARTNERS, Permission.WRITE_REQUESTS, Permission.WRITE_BRIEFS)
_KEEPERS = (Permission.WRITE_PARTNERS, Permission.WRITE_CASES)
_MARKERS = (Permission.WRITE_PARTNERS, Permission.WRITE_CASES, Permission.JUDGE_NETWORKS)


def is_shell(by: Actor) -> bool:
    """Whoever holds the machine itself stands for two."""
    return not isinstance(by, Officer)


def may_write(by: Actor) -> Verdict:
    """Partners, focal points and agreements are the liaison's."""
    if is_shell(by) or (isinstance(by, Officer) and by.may(Permission.WRITE_PARTNERS)):
        return YES
    return no(_("Your role keeps no partners."))


def may_keep_holidays(by: Actor) -> Verdict:
    """Public holidays move clocks: those who work with clocks write them down."""
    if is_shell(by) or (isinstance(by, Officer) and any(by.may(one) for one in _KEEPERS)):
        return YES
    return no(_("Your role keeps no holidays."))


def opens(before: str, after: str) -> bool:
    """Whether a change lets more out than before."""
    return Partner.ORDER.index(after) < Partner.ORDER.index(before)


def may_open_alone(by: Actor) -> Verdict:
    """Only whoever holds the machine opens a partnership without a second person."""
    return YES if is_shell(by) else no(_("This would open the partnership again, which takes a second person."))


def may_approve(by: Actor, change: StatusChange) -> Verdict:
    """To open a partnership again takes two: nobody approves the own proposal."""
    if not may_write(by):
        return may_write(by)
    if change.made_by == by.login and not is_shell(by):
        return no(_("Somebody else than who proposed it must approve it."))
    return YES


def may_confirm(by: Actor, agreement: Agreement) -> Verdict:
    """An agreement counts when somebody else than who wrote it down compared it with the signed text."""
    if not may_write(by):
        return may_write(by)
    if agreement.made_by == by.login and not is_shell(by):
        return no(_("Somebody else than who wrote it down must confirm it."))
    return YES


def may_mark(by: Actor) -> Verdict:
    """Who works on a thing says how far it may travel; that it is theirs to see is asked where it is found."""
    if is_shell(by) or (isinstance(by, Officer) and any(by.may(one) for one in _MARKERS)):
        return YES
    return no(_("Your role puts no markings on things."))


def may_send(by: Actor) -> Verdict:
    """Who speaks with partners may ask the gate; the gate has the last word."""
    if is_shell(by) or (isinstance(by, Officer) and any(by.may(one) for one in _SENDERS)):
        return YES
    return no(_("Your role sends nothing to partners."))
