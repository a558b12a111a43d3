"""Dotted names of actions as sentences. A name without a sentence is shown as it is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "accounts.compartment.opened": _("opened a compartment"),
    "accounts.glass.broken": _("broke the glass"),
    "accounts.glass.mended": _("mended the glass"),
    "accounts.glass.read": _("looked into a broken glass"),
    "accounts.link.made": _("made a one-time link"),
    "accounts.link.used": _("signed in by a one-time link"),
    "accounts.officer.closed": _("closed an account"),
    "accounts.officer.compartments_set": _("set the compartments of an officer"),
    "accounts.officer.opened": _("opened an account"),
    "accounts.officer.own_settings_changed": _("changed the own settings"),
    "accounts.officer.sign_in_failed": _("a sign-in failed"),
    "accounts.officer.signed_in": _("signed in"),
    "accounts.officer.signed_out": _("signed out"),
    "accounts.role.approved": _("approved a role"),
    "accounts.role.ended": _("took a role away"),
    "accounts.role.given": _("gave a role"),
    "accounts.role.proposed": _("proposed a role"),
    "accounts.token.ended": _("ended a key for programs"),
    "accounts.token.made": _("made a key for programs"),
    "audit.log.exported": _("took a proof from the log"),
    "audit.log.searched": _("searched the log"),
    "audit.log.verified": _("verified the log"),
    "audit.detail.erased": _("erased the detail of an entry"),
    "audit.log.restored": _("restored a backup"),
    "node.backup.made": _("made a backup"),
    "reports.batch.confirmed": _("let a file of reports in"),
    "reports.batch.failed": _("a file of reports could not be read"),
    "reports.batch.loaded": _("a file of reports is in"),
    "reports.batch.read": _("looked at a file of reports"),
    "reports.batch.undone": _("took a file of reports out"),
    "reports.batch.uploaded": _("brought a file of reports"),
    "reports.contact.opened": _("opened who reported"),
    "reports.identifier.looked_up": _("looked an identifier up"),
    "reports.list.read": _("read a list of reports"),
    "reports.report.read": _("read a report"),
    "reports.report.status_set": _("set the state of a report"),
    "reports.report.written": _("wrote a report"),
}


def sentence(action: str) -> str:
    """The sentence for an action."""
    return str(SENTENCES.get(action, action))
