"""Dotted names of actions as sentences. Each app brings its own when it starts; a name without a sentence is shown as it is."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "audit.log.exported": _("took a proof from the log"),
    "audit.log.searched": _("searched the log"),
    "audit.log.verified": _("verified the log"),
    "audit.detail.erased": _("erased the detail of an entry"),
    "audit.erasure.proposed": _("asked that old entries be erased"),
    "audit.erasure.approved": _("approved that old entries be erased"),
    "audit.erasure.dropped": _("decided that old entries are not erased"),
    "audit.erasure.ended": _("erased old entries"),
    "audit.witness.added": _("named a witness of the log"),
    "audit.witness.ended": _("retired a witness of the log"),
    "audit.witness.asked": _("asked a witness to vouch for the log"),
    "audit.cosignature.taken": _("took in that a witness vouches for the log"),
    "audit.log.restored": _("restored a backup"),
    "node.backup.made": _("made a backup"),
}


def add(sentences: Mapping[str, "str | Promise"]) -> None:
    """Bring the sentences of an app. Called once by its `ready`; a second time changes nothing."""
    SENTENCES.update(sentences)


def sentence(action: str) -> str:
    """The sentence for an action."""
    return str(SENTENCES.get(action, action))
