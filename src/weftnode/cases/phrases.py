"""What the time line says: codes as sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, "str | Promise"] = {
    "opened": _("case opened"),
    "leader": _("led by"),
    "state": _("state of the case"),
    "closed": _("case closed"),
    "reopened": _("case opened again"),
    "placed": _("placed below"),
    "taken_out": _("no longer below"),
    "network_added": _("network added"),
    "network_removed": _("network taken out"),
    "report_added": _("report added"),
    "report_removed": _("report taken out"),
    "person_added": _("reference added"),
    "person_removed": _("reference taken out"),
    "linked": _("linked with"),
    "unlinked": _("link undone with"),
    "merged": _("took in"),
    "merged_away": _("became part of"),
    "merge_undone": _("merge undone with"),
    "measure": _("measure"),
    "renewed": _("hold renewed"),
    "taint": _("tainted amount said anew"),
    "released": _("money given back to the holder"),
    "returned": _("money given back to victims"),
    "plea": _("holder asks"),
    "plea_decided": _("holder answered"),
    "task_done": _("task done"),
    "note": _("note"),
}

ERRORS: dict[str, "str | Promise"] = {
    "refused.renewal": _("The law does not let this clock be renewed once more."),
}
"""Code of an error of the engine -> sentence."""
