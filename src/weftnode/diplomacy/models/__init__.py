"""Tables of diplomacy: what was said between states, and what came of it. Writes are in `actions.py`."""

from weftnode.diplomacy.models.commitments import Commitment as Commitment
from weftnode.diplomacy.models.commitments import Proof as Proof
from weftnode.diplomacy.models.commitments import Turn as Turn
from weftnode.diplomacy.models.kept import Kept as Kept
from weftnode.diplomacy.models.kept import Source as Source
from weftnode.diplomacy.models.meetings import Attendance as Attendance
from weftnode.diplomacy.models.meetings import Meeting as Meeting
from weftnode.diplomacy.models.statements import Figure as Figure
from weftnode.diplomacy.models.statements import Official as Official
from weftnode.diplomacy.models.statements import Statement as Statement
from weftnode.diplomacy.models.tracks import Forum as Forum
from weftnode.diplomacy.models.tracks import Session as Session
from weftnode.diplomacy.models.tracks import Step as Step
from weftnode.diplomacy.models.tracks import Track as Track

SORTS: dict[str, type[Kept]] = {
    "meeting": Meeting,
    "commitment": Commitment,
    "track": Track,
    "forum": Forum,
    "session": Session,
    "statement": Statement,
    "figure": Figure,
    "official": Official,
}
"""Every sort of record, by the word that addresses and the log use."""


def sort_of(record: Kept) -> str:
    """The word for a record's sort."""
    return record._meta.model_name or ""  # noqa: SLF001 -- Django's public door has this name
