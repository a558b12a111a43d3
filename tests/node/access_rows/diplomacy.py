"""Addresses of diplomacy."""

from access_rows.words import ANALYST, CASE, LIAISON
from weftnode.diplomacy import models

READERS = {ANALYST, CASE, LIAISON}
_SORTS = ("commitment", "meeting", "track", "forum", "session", "statement", "figure", "official")
ROWS = {
    **{f"diplomacy:{name}": ("get", READERS) for name in (*_SORTS, "commitments", "meetings", "tracks", "calendar", "statements", "officials", "proof")},
    **{f"diplomacy:{name}": ("get", {LIAISON}) for name in ("when", "new", "edit")},
    **{f"diplomacy:{name}": ("post", {LIAISON}) for name in ("turn", "prove", "attend", "unattend", "step", "withdraw_step", "withdraw", "restore")},
}  # fmt: skip
POINTED = {
    **{f"diplomacy:{name}": name for name in _SORTS},
    "diplomacy:proof": "proof",
    "diplomacy:turn": "commitment",
    "diplomacy:prove": "commitment",
    "diplomacy:attend": "meeting",
    "diplomacy:unattend": "attendance",
    "diplomacy:step": "track",
    "diplomacy:withdraw_step": "step",
    "diplomacy:edit": ("diplomacy sort", "meeting"),
    "diplomacy:withdraw": ("diplomacy sort", "meeting"),
    "diplomacy:restore": ("diplomacy sort", "meeting"),
}
ARGS = {"diplomacy:new": ["meeting"]}


def things(made):
    """One record of every sort in each room."""
    found = {"diplomacy sort": "meeting", "other diplomacy sort": "meeting"}
    for word, room in made.rooms:
        by = {"compartment": room, "made_by": "writer"}
        meeting = models.Meeting.objects.create(title="Talks", **by)
        commitment = models.Commitment.objects.create(text="We will answer.", owner="ours", **by)
        track = models.Track.objects.create(title="Border", **by)
        forum = models.Forum.objects.create(name="A forum", **by)
        statement = models.Statement.objects.create(title="Joint statement", **by)
        rows = {
            "meeting": meeting, "commitment": commitment, "track": track, "forum": forum, "statement": statement,
            "session": models.Session.objects.create(forum=forum, **by),
            "figure": models.Figure.objects.create(what="people", value=3, **by),
            "official": models.Official.objects.create(name="Somebody", **by),
            "attendance": models.Attendance.objects.create(meeting=meeting, party="A"),
            "step": models.Step.objects.create(track=track, what="began", made_by="writer"),
            "proof": models.Proof.objects.create(commitment=commitment, stored=_file(), name="letter.txt", added_by="writer"),
        }  # fmt: skip
        found |= {f"{word}{name}": row.pk for name, row in rows.items()}
    return found


def _file():
    from weftnode.diplomacy.actions import place

    place("proof-x").parent.mkdir(parents=True, exist_ok=True)
    place("proof-x").write_text("kept", "utf-8")
    return "proof-x"
