"""A calendar of clocks, as RFC 5545 has it, for telephones and office calendars.

A thing that is due at an hour is an event without length at that moment, in UTC; one that is due on a day is an event of that whole day,
the day of whoever's law or agreement it is under. Titles are left out unless their owner asked for them: calendars lie open on telephones,
are copied to other companies' machines, and are read over shoulders.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

import weft
from weftnode.desk import phrases
from weftnode.desk.models import Entry
from weftnode.ui.due import Due

# How often a calendar should ask again (RFC 7986, 5.7); those that do not know the name know the older one beside it.
_EVERY = dt.timedelta(hours=1)


def calendar(entries: Iterable[Entry], told: Mapping[str, Due], name: "str | Promise") -> bytes:
    """The calendar with these entries; ``told`` by key for those whose titles may be told. Same entries, same bytes."""
    made = Calendar()
    made.add("prodid", f"-//Weft//Weft {weft.__version__}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", str(name))
    made.add("x-wr-calname", str(name))
    made.add("refresh-interval", vDuration(_EVERY), parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_event(entry, told.get(entry.key)))
    written: bytes = made.to_ical()
    return written


def _event(entry: Entry, told: Due | None) -> Event:
    made = Event()
    made.add("uid", f"{entry.uid}@weft")
    made.add("dtstamp", _second(entry.changed_at))
    made.add("last-modified", _second(entry.changed_at))
    made.add("sequence", entry.sequence)
    if entry.is_day:
        made.add("dtstart", entry.at.astimezone(ZoneInfo(entry.zone or settings.TIME_ZONE)).date())
    else:
        made.add("dtstart", _second(entry.at))
    said = " ".join(part for part in (entry.number, phrases.sort(entry.sort)) if part)
    said = f"{said}: {told.title}" if told else said
    made.add("summary", f"{said} ({_('waits')})" if entry.stands_still else said)
    if told and told.stands_still:
        made.add("description", told.stands_still)
    made.add("status", "CANCELLED" if entry.gone_at else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("class", "CONFIDENTIAL")
    return made


def _second(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC).replace(microsecond=0)
