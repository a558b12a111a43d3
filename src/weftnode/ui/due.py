"""What has a clock, in one shape: holds, requests, commitments, tasks, agreements. Each app's `queries.due` says its own."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that somebody waits for."""

    at: dt.datetime
    """When it is due, aware; a thing that is due on a day ends with that day where its law or its partner counts."""
    sort: str
    """hold, release, request, commitment, task, agreement, meeting, forum."""
    title: str
    url: str
    """Path of its page on this node."""
    who: str = ""
    """Login of the officer who answers for it; empty when nobody does yet."""
    partner: str = ""
    """Partner it concerns, as shown; empty when it is ours alone."""
    ours: bool = True
    """Whether we owe it; False where a partner owes it to us."""
