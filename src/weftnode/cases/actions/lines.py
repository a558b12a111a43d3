"""One line of a case's time line; part of the action that calls it."""

import datetime as dt

from django.utils import timezone

from weftnode.accounts.models import Officer
from weftnode.cases.models import Case, Event, Measure


def line(
    case: Case, what: str, *, by: Officer, at: dt.datetime | None = None, text: str = "", measure: Measure | None = None
) -> Event:
    """Write down that ``what`` (a code of `phrases.EVENTS`) happened, now or at another time."""
    return Event.objects.create(
        case=case, what=what, at=at or timezone.now(), text=text, measure=measure, made_by=by.login
    )
