"""A client for the interface of a Weft node: `Weft(url, key)`, typed objects in and out, nothing but the standard library.

>>> from weftclient import NewReport, Weft
>>> node = Weft("https://node.example", "weft_…")      # doctest: +SKIP
>>> node.write_report(NewReport("Told to call 081 234 5678", country="TH")).identifiers   # doctest: +SKIP
"""

from weftclient.client import Weft
from weftclient.errors import NotThere, Problem, Refused, Throttled, Unauthorized, Unreachable, WeftProblem, WrongInput
from weftclient.objects import (
    Because,
    Build,
    Counted,
    FieldError,
    FullReport,
    Identifier,
    Judgement,
    Key,
    Loss,
    Me,
    Member,
    Network,
    NetworkRef,
    NewReport,
    Recognised,
    Report,
    Room,
    Sharing,
    Sighting,
    Tie,
)

__all__ = [
    "Because",
    "Build",
    "Counted",
    "FieldError",
    "FullReport",
    "Identifier",
    "Judgement",
    "Key",
    "Loss",
    "Me",
    "Member",
    "Network",
    "NetworkRef",
    "NewReport",
    "NotThere",
    "Problem",
    "Recognised",
    "Refused",
    "Report",
    "Room",
    "Sharing",
    "Sighting",
    "Throttled",
    "Tie",
    "Unauthorized",
    "Unreachable",
    "Weft",
    "WeftProblem",
    "WrongInput",
]
