"""A form field for a day as people of the region write it, and moments in a zone's own time."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from weft.formats import dates


class DayField(forms.CharField):
    """A day: 2026-11-30, 30/11/2026, 30/11/2569 (Buddhist era), 30 พ.ย. 2569, 2026年11月30日. A day that does not exist is told, never moved."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For instance 2026-11-30, 30/11/2026 or 30/11/2569."))
        super().__init__(max_length=80, **options)
        self.widget.attrs.setdefault("size", 14)

    def clean(self, value: Any) -> Any:
        text = super().clean(value.isoformat() if isinstance(value, dt.date) else value)
        if not text:
            return None
        day = dates.read(text, "dmy", settings.NODE_COUNTRY or None)
        # A figure that only makes sense as month-day was meant otherwise, or does not exist: nobody is asked to guess a due day.
        if day is None or day.other_order:
            raise forms.ValidationError(
                _("No such day: %(text)s. Write it like 2026-11-30, with a day that exists in that month and year."),
                code="no_such_day",
                params={"text": text[:40]},
            )
        return day.date

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial.isoformat() if isinstance(initial, dt.date) else initial, data)


def end_of_day(day: dt.date, zone: str) -> dt.datetime:
    """The last second of a day where ``zone`` counts, in UTC. Days of 23 or 25 hours end when they end there."""
    after = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(zone))
    return after.astimezone(dt.UTC) - dt.timedelta(seconds=1)


def at_hour(day: dt.date, hour: dt.time, zone: str) -> dt.datetime:
    """An hour of a day where ``zone`` counts, in UTC; ValueError for one that the clock leaps over there. Of one that comes twice, the first."""
    local = dt.datetime.combine(day, hour, ZoneInfo(zone))
    moment = local.astimezone(dt.UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{hour:%H:%M} does not come on {day.isoformat()} in {zone}")
    return moment
