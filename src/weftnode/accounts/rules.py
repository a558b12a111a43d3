"""Who may change accounts, and why not."""

from django.utils.translation import gettext_lazy as _

from weftnode.accounts import roles
from weftnode.accounts.models import Grant, Officer
from weftnode.accounts.permissions import Permission
from weftnode.accounts.verdicts import YES, Verdict, no


def may_manage(by: Officer) -> Verdict:
    """Accounts are the administrator's."""
    return YES if by.may(Permission.MANAGE_ACCOUNTS) else no(_("Only an administrator changes accounts."))


def may_propose(by: Officer, officer: Officer, role: str) -> Verdict:
    """Nobody gives themselves a role, and nobody is both auditor and administrator."""
    if not may_manage(by):
        return may_manage(by)
    if by.pk == officer.pk:
        return no(_("Nobody gives themselves a role."))
    held = {one.code for one in officer.roles} | {role}
    if {roles.Auditor.code, roles.Administrator.code} <= held:
        return no(_("Nobody is both auditor and administrator."))
    return YES


def may_approve(by: Officer, grant: Grant) -> Verdict:
    """A role with content takes two administrators, neither of them the one who receives it."""
    if not may_manage(by):
        return may_manage(by)
    if grant.proposed_by == by.login:
        return no(_("Somebody else than who proposed it must approve it."))
    if grant.officer_id == by.pk:
        return no(_("Nobody gives themselves a role."))
    return YES


def may_break_glass(by: Officer) -> Verdict:
    """Only those who work with content, and one glass at a time."""
    if not by.may(Permission.BREAK_GLASS):
        return no(_("Your role has no content to break the glass for."))
    if by.glass:
        return no(_("The glass is already broken."))
    return YES


def may_close(by: Officer, officer: Officer) -> Verdict:
    """An administrator closes any account but the own one, so that one stays."""
    if by.pk == officer.pk:
        return no(_("Nobody closes the own account."))
    return may_manage(by)
