"""What the last builds in this process kept, so that the next one tells anew only of networks that changed.

Nothing here decides anything: a build that finds nothing held says the same and takes longer. Of reports only digests are held.
"""

from weft import links

# Rooms of which the last build is remembered, and the reports of all of them: some 60 MB.
_ROOMS = 8
_REPORTS = 1_000_000

_held: dict[int, links.Kept] = {}


def of(room: int) -> links.Kept | None:
    """What the room's last build in this process kept."""
    return _held.get(room)


def hold(room: int, kept: links.Kept | None) -> None:
    """Remember it; the rooms that were built longest ago are forgotten for it."""
    _held.pop(room, None)
    if kept is None:
        return
    _held[room] = kept
    while len(_held) > 1 and (len(_held) > _ROOMS or sum(len(one.told) for one in _held.values()) > _REPORTS):
        del _held[next(iter(_held))]
