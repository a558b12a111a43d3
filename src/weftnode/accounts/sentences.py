"""What the log says of this app's actions: dotted names as sentences."""

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
}
