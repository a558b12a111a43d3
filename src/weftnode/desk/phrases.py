"""Words of the desk: sorts of clocks, and when they are due."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SORTS: dict[str, "str | Promise"] = {
    "hold": _("hold runs out"),
    "release": _("release of a hold"),
    "request": _("request"),
    "reminder": _("reminder"),
    "commitment": _("commitment"),
    "task": _("task"),
    "agreement": _("agreement ends"),
    "recall": _("recall"),
    "meeting": _("meeting"),
    "forum": _("forum"),
    "measure": _("measure"),
    "article": _("news article"),
    "brief": _("brief"),
}
WHEN: dict[str, "str | Promise"] = {
    "overdue": _("overdue"),
    "today": _("today"),
    "week": _("this week"),
    "next": _("next week"),
    "later": _("later"),
}


def sort(code: str) -> str:
    """A sort of clock in words; one that is not listed, by its own name."""
    return str(SORTS.get(code) or code.replace("_", " "))


def when(code: str) -> str:
    """A column of the board in words."""
    return str(WHEN.get(code, code))
