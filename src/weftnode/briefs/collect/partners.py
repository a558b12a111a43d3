"""Where partnerships stand: whoever is not active is named, with the day and the reason."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from weftnode.briefs.entries import Entry, Frame, collector
from weftnode.partners import queries
from weftnode.partners.models import Partner


@collector(10)
def standing(frame: Frame) -> Iterator[Entry]:
    """Partners the brief is about, or every partner, that are limited, suspended or ended."""
    rows = queries.partners(frame.viewer)
    chosen = {one.pk for one in frame.partners}
    for one in rows.filter(pk__in=chosen) if chosen else rows:
        now = queries.standing(one)
        if now.is_active and not chosen:
            continue
        facts = [now.why] if now.why else []
        if now.imposed_on.pk != one.pk:
            facts.insert(0, _("because %(body)s is") % {"body": now.imposed_on})
        since = _("%(partner)s: %(status)s since %(day)s") if now.since else "%(partner)s: %(status)s"
        said = since % {"partner": one, "status": Partner.Status(now.status).label, "day": frame.day(now.since)}
        yield Entry(
            f"standing:{one.pk}", "standing", said, "brief", "diplomacy", facts=tuple(facts), is_late=not now.is_active
        )
