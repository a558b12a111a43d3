"""Addresses of briefs."""

import datetime as dt

from access_rows.words import CASE, LIAISON
from weftnode.briefs.models import Brief

READERS = {CASE, LIAISON}
ROWS = {
    "briefs:list": ("get", READERS),
    "briefs:new": ("get", {LIAISON}),
    "briefs:brief": ("get", READERS),
    "briefs:figure": ("get", READERS),
    "briefs:paper": ("get", READERS),
    "briefs:change": ("get", {LIAISON}),
    "briefs:text": ("post", {LIAISON}),
    "briefs:leave_out": ("post", {LIAISON}),
    "briefs:take_in": ("post", {LIAISON}),
    "briefs:approve": ("post", {LIAISON}),
}
POINTED = {
    "briefs:brief": "brief",
    "briefs:figure": ["brief", "brief_key"],
    "briefs:paper": ["brief", "brief_form"],
    "briefs:change": "brief",
    "briefs:text": ["brief", "brief_section"],
    "briefs:leave_out": "brief",
    "briefs:take_in": "brief",
    "briefs:approve": "brief",
}


def things(made):
    """A brief in each room."""
    found = {}
    for word, room in made.rooms:
        one = Brief.objects.create(compartment=room, title="Brief", until=dt.date(2026, 11, 24), made_by="writer")
        found[f"{word}brief"] = one.pk
        found |= {f"{word}brief_key": "networks", f"{word}brief_form": "pdf", f"{word}brief_section": "asks"}
    return found
