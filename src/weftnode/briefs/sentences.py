"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
    "briefs.brief.begun": _("began a brief"),
    "briefs.brief.changed": _("changed what a brief is about"),
    "briefs.text.written": _("wrote a text of a brief"),
    "briefs.entry.left_out": _("left something out of a brief"),
    "briefs.entry.taken_in": _("took something into a brief again"),
    "briefs.brief.approved": _("approved a brief"),
    "briefs.list.read": _("read the list of briefs"),
    "briefs.brief.read": _("read a brief"),
    "briefs.figure.read": _("looked at what a figure counts"),
    "briefs.paper.taken": _("took a brief as a file"),
}
