"""Addresses of reports."""

from access_rows.words import ANALYST, CASE, HOTLINE, READERS, SUPPORT
from weftnode.reports.models import Batch

ROWS = {
    "reports:list": ("get", READERS),
    "reports:new": ("get", READERS),
    "reports:look": ("post", READERS),
    "reports:report": ("get", READERS),
    "reports:status": ("post", READERS),
    "reports:slip": ("get", READERS),
    "reports:contact": ("post", {HOTLINE, CASE, SUPPORT}),
    "reports:batches": ("get", {ANALYST, CASE}),
    "reports:batch": ("get", {ANALYST, CASE}),
    "reports:progress": ("get", {ANALYST, CASE}),
    "reports:undo": ("post", {ANALYST, CASE}),
}
POINTED = {
    "reports:report": "report",
    "reports:status": "report",
    "reports:slip": "report",
    "reports:contact": "report",
    "reports:batch": "batch",
    "reports:progress": "batch",
    "reports:undo": "batch",
}


def things(made):
    """A report and a file in each room."""
    found = {}
    for word, room in made.rooms:
        found[f"{word}report"] = made.report(room).pk
        found[f"{word}batch"] = Batch.objects.create(
            compartment=room, name="calls.csv", state=Batch.State.LOADED, made_by="writer"
        ).pk
    return found
