"""What the pages of briefs need: why something is left out, in words."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from weftnode.briefs import sections
from weftnode.briefs.audience import Verdict
from weftnode.briefs.entries import Entry
from weftnode.partners import words

register = template.Library()


@register.filter
def heading(code: str) -> str:
    """The heading of a section in the reader's language."""
    return sections.heading(code)


@register.filter
def why_not(verdict: Verdict) -> str:
    """The reason as a sentence, with whose eyes it is barred for."""
    ours = {
        "left_out": _("Left out by hand: %(why)s") % {"why": verdict.why},
        "own_only": _("For our own side only."),
        "public": _("No partner is named as a reader, and this is not marked TLP:CLEAR."),
    }
    said = ours.get(verdict.reason) or words.reason(verdict.reason)
    return f"{verdict.partner}: {said}" if verdict.partner else said


@register.filter
def marking_page(entry: Entry) -> str:
    """Where the label of the thing is put; empty where nothing of its sort is marked."""
    if entry.about is None:
        return ""
    try:
        return reverse("partners:marking", args=list(entry.about))
    except NoReverseMatch:
        return ""


@register.filter
def marking_class(marking: str) -> str:
    """``TLP:AMBER+STRICT …`` -> ``amber``: the colour of the label."""
    return marking.split(maxsplit=1)[0].partition(":")[2].partition("+")[0].lower()
