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
    key: str = ""
    """Stable name of the thing, for instance ``request:12``: calendars know by it what moved and what went away."""
    number: str = ""
    """Short number as people name it, for places where the title shall not be read; empty when it has none."""
    state: str = ""
    """Where it stands, as shown; empty when it only waits."""
    is_day: bool = False
    """Due on a day, not at an hour: ``at`` is the end of that day where it counts."""
    zone: str = ""
    """Time zone in which it counts, for instance ``Asia/Bangkok``; empty means the node's own."""
    stands_still: str = ""
    """Why the clock stands still, or why nothing may leave although it runs (a suspended partner); empty when it just runs."""
