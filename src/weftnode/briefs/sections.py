"""What a brief is made of, in the order a reader needs it. Money that came back and people stand before arrests."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SECTIONS: dict[str, "str | Promise"] = {
    "position": _("Position"),
    "asks": _("What we ask"),
    "offers": _("What we offer"),
    "figures": _("Figures"),
    "theirs": _("What they have promised"),
    "ours": _("What we have promised"),
    "requests": _("Open requests"),
    "cases": _("Joint cases and measures"),
    "networks": _("Joint networks"),
    "standing": _("Where partnerships stand"),
    "sensitive": _("Sensitive points"),
    "line": _("Line to take"),
}
"""Code to heading, in the order of the paper."""

TEXTS = ("position", "asks", "offers", "sensitive", "line")
"""Sections that people write."""

OWN_ONLY = frozenset({"sensitive", "line", "standing"})
"""Sections for our own side: a paper that a partner reads has none of them."""


def heading(code: str) -> str:
    """The heading of a section in the language that is active."""
    return str(SECTIONS[code])
