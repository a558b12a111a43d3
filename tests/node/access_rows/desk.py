"""Addresses of the desk."""

from access_rows.words import ANALYST, CASE, EVERYBODY, LIAISON, SIGNED_IN
from weftnode.desk import actions

CLOCKS = {ANALYST, CASE, LIAISON}
ROWS = {
    "desk:home": ("get", SIGNED_IN),
    "desk:board": ("get", CLOCKS),
    "desk:digest": ("get", CLOCKS),
    "desk:calendars": ("get", CLOCKS),
    "desk:make_feed": ("post", CLOCKS),
    "desk:end_feed": ("post", set()),
    "desk:download": ("get", CLOCKS),
    "desk:feed": ("get", EVERYBODY),
}
# A feed is its officer's alone: nobody else ends it. The secret address opens without signing in; that is what it is for.
POINTED = {"desk:end_feed": "feed", "desk:feed": "feed token"}


def things(made):
    """A feed of somebody else, and its secret."""
    feed, token = actions.make_feed(by=made.writer, name="telephone", has_titles=False)
    return {"feed": feed.pk, "feed token": token}
