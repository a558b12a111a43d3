"""What the log says of this app's actions: dotted names as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, "str | Promise"] = {
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
    "reports.slip.made": _("made a slip for whoever reported"),
    "reports.slip.read": _("printed the slip of a report"),
}
