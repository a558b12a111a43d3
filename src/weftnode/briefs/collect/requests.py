"""Requests: what is open in both directions. How many were answered in time stands among the figures."""

from collections.abc import Iterator

from weftnode.briefs.entries import Entry, Frame, collector


@collector(40)
def in_time(frame: Frame) -> Iterator[Entry]:
    """Nothing yet."""
    yield from ()
