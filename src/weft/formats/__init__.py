"""Report files in: one file per format, all of them to the same reports, sightings and problems.

`read` is the door; `look` shows what the columns of one file are taken for. `mapping` is the file that overrules it, `watchlist` reads
lists of identifiers to look out for.
"""

from weft.formats import mapping, watchlist
from weft.formats.columns import Column, Columns, recognise
from weft.formats.files import look, read
from weft.formats.problems import CODES
from weft.formats.reading import FileRead, Progress, Reading
from weft.formats.watchlist import WatchList

__all__ = [
    "CODES",
    "Column",
    "Columns",
    "FileRead",
    "Progress",
    "Reading",
    "WatchList",
    "look",
    "mapping",
    "read",
    "recognise",
    "watchlist",
]
