"""Named writes of diplomacy. Each is checked, whole or not at all, and leaves one entry in the log."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import press
from weft.errors import InputProblem
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.diplomacy import rules
from weftnode.diplomacy.models import (
    SORTS,
    Attendance,
    Commitment,
    Kept,
    Meeting,
    Proof,
    Source,
    Step,
    Track,
    Turn,
    sort_of,
)
from weftnode.ui import disk

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PROOF_BYTES = 20_000_000
# Words whose language is told by their script where nobody says it.
_SPOKEN = {"text": "language", "title": "language", "name": "language", "what": "language", "agreed": "agreed_language"}


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"diplomacy.{what}", by=by, about=about, **data)


@transaction.atomic
def write(
    *, by: Officer, room: Compartment, sort: str, values: Mapping[str, Any], source: Mapping[str, Any] | None = None
) -> Any:
    """A new record of one of SORTS in ``room``; ``source`` says where it stands, as `add_source` takes it."""
    require(rules.may_write(by, room.pk))
    plain, many = _parted(SORTS[sort], values)
    made = SORTS[sort].objects.create(compartment=room, made_by=by.login, **_spoken(SORTS[sort], plain))
    for name, chosen in many.items():
        getattr(made, name).set(chosen)
    if isinstance(made, Commitment):
        Turn.objects.create(commitment=made, after=made.state, by=by.login)
    if source:
        _source(made, source)
    audit.record(f"diplomacy.{sort}.written", by=by, about=made)
    return made


@transaction.atomic
def correct(*, by: Officer, record: Kept, values: Mapping[str, Any], source: Mapping[str, Any] | None = None) -> None:
    """Change what a record says. What a commitment said before stays in its history."""
    require(rules.may_change(by, record))
    plain, many = _parted(type(record), values)
    stored = type(record).objects.select_for_update().get(pk=record.pk)
    changed = {
        name: [_said(getattr(stored, name)), _said(value)]
        for name, value in plain.items()
        if getattr(stored, name) != value
    }
    for name, value in _spoken(type(record), plain).items():
        setattr(stored, name, value)
    stored.save()
    for name, chosen in many.items():
        getattr(stored, name).set(chosen)
    if isinstance(stored, Commitment) and changed:
        Turn.objects.create(commitment=stored, before=stored.state, after=stored.state, changed=changed, by=by.login)
    if source:
        _source(stored, source)
    audit.record(f"diplomacy.{sort_of(record)}.corrected", by=by, about=record, fields=sorted(changed))


def _parted(model: type[Kept], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    many = {field.name for field in model._meta.many_to_many}  # noqa: SLF001 -- Django's public door has this name
    return {k: v for k, v in values.items() if k not in many}, {k: v for k, v in values.items() if k in many}


def _spoken(model: type[Kept], values: dict[str, Any]) -> dict[str, Any]:
    """With the language of its words, told by their script, where nobody said it: fonts and screen readers go by it."""
    fields = {field.name for field in model._meta.fields}  # noqa: SLF001 -- Django's public door has this name
    for words, language in _SPOKEN.items():
        if words in fields and language in fields and values.get(words) and not values.get(language):
            values[language] = press.language_of(str(values[words]))
    return values


def _said(value: Any) -> str:
    return "" if value is None else str(value)


@transaction.atomic
def add_source(*, by: Officer, record: Kept, source: Mapping[str, Any]) -> Source:
    """Say where a record stands: sort, title, publisher, day, paragraph, quote, link, and the page that shows it."""
    require(rules.may_change(by, record))
    made = _source(record, source)
    audit.record("diplomacy.source.added", by=by, about=record)
    return made


def _source(record: Kept, given: Mapping[str, Any]) -> Source:
    """A sentence that is a source already is not written down twice."""
    found = None
    if given.get("page"):
        found = Source.objects.filter(
            compartment_id=record.compartment_id, page=given["page"], quote=given.get("quote", "")
        ).first()
    if found is None:
        language = given.get("language") or (press.language_of(given["quote"]) if given.get("quote") else "")
        found = Source.objects.create(compartment_id=record.compartment_id, **{**given, "language": language})
    record.sources.add(found)
    return found


@transaction.atomic
def turn(*, by: Officer, commitment: Commitment, state: str, why: str = "") -> None:
    """Set what became of a commitment. An earlier state is taken up again by turning back; nothing is forgotten."""
    require(rules.may_turn(by, commitment, state))
    Turn.objects.create(commitment=commitment, before=commitment.state, after=state, why=why, by=by.login)
    Commitment.objects.filter(pk=commitment.pk).update(state=state)
    audit.record("diplomacy.commitment.turned", by=by, about=commitment, why=why, state=state)


@transaction.atomic
def prove(
    *, by: Officer, commitment: Commitment, reference: str = "", file: "UploadedFile[Any] | None" = None
) -> Proof:
    """Add what shows that a commitment was kept, or was not: a file, a reference to a paper, or both."""
    require(rules.may_change(by, commitment))
    if not reference.strip() and file is None:
        raise InputProblem(
            _("a file or a reference is needed"), hint=_("Name the number of the letter, or choose a file.")
        )
    kept = _kept(file) if file is not None else {}
    made = Proof.objects.create(commitment=commitment, reference=reference.strip(), added_by=by.login, **kept)
    audit.record("diplomacy.commitment.proved", by=by, about=commitment, proof=made.pk)
    return made


def _kept(file: "UploadedFile[Any]") -> dict[str, Any]:
    if file.size is None or file.size > PROOF_BYTES:
        raise InputProblem(
            _("the file is larger than %(size)s MB") % {"size": PROOF_BYTES // 1_000_000},
            hint=_("Keep it elsewhere and give its reference."),
        )
    stored = f"proof-{secrets.token_hex(16)}"
    path = place(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with path.open("wb") as kept:
        for chunk in file.chunks():
            digest.update(chunk)
            kept.write(chunk)
    path.chmod(0o600)
    return {
        "stored": stored,
        "name": Path(file.name or "file").name[:255],
        "sha256": digest.hexdigest(),
        "size": file.size,
    }


def tidy(*, now: dt.datetime | None = None) -> int:
    """Remove files that no proof names, left by a process that was killed on the way; how many."""
    named = set(Proof.objects.exclude(stored="").values_list("stored", flat=True))
    before = (now or timezone.now()) - dt.timedelta(days=1)
    found = list(disk.strays(Path(settings.MEDIA_ROOT), r"proof-[0-9a-f]{32}", named, before))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def place(stored: str) -> Path:
    """Where a file lies."""
    return Path(settings.MEDIA_ROOT) / stored


@transaction.atomic
def withdraw(*, by: Officer, record: Kept, why: str) -> None:
    """Take a record out of every list and figure: it was an error, or stands twice. It can be brought back."""
    require(rules.may_change(by, record))
    if not why.strip():
        raise InputProblem(_("a reason is needed"), hint=_("Say why the record is withdrawn."))
    type(record).objects.filter(pk=record.pk).update(
        withdrawn_by=by.login, withdrawn_at=timezone.now(), withdrawn_why=why.strip()
    )
    audit.record(f"diplomacy.{sort_of(record)}.withdrawn", by=by, about=record, why=why.strip())


@transaction.atomic
def restore(*, by: Officer, record: Kept) -> None:
    """Bring a withdrawn record back."""
    require(rules.may_write(by, record.compartment_id))
    type(record).objects.filter(pk=record.pk).update(withdrawn_by="", withdrawn_at=None, withdrawn_why="")
    audit.record(f"diplomacy.{sort_of(record)}.restored", by=by, about=record)


@transaction.atomic
def attend(*, by: Officer, meeting: Meeting, values: Mapping[str, Any]) -> Attendance:
    """Write down that a party or person came, or did not."""
    require(rules.may_change(by, meeting))
    language = values.get("language") or (press.language_of(values["person"]) if values.get("person") else "")
    made = Attendance.objects.create(meeting=meeting, **{**values, "language": language})
    audit.record("diplomacy.attendance.added", by=by, about=meeting, came=made.came)
    return made


@transaction.atomic
def unattend(*, by: Officer, attendance: Attendance) -> None:
    """Take a line of who came away again."""
    require(rules.may_change(by, attendance.meeting))
    audit.record("diplomacy.attendance.removed", by=by, about=attendance.meeting, party=attendance.party)
    Attendance.objects.filter(pk=attendance.pk).delete()


@transaction.atomic
def step(*, by: Officer, track: Track, values: Mapping[str, Any], source: Mapping[str, Any] | None = None) -> Step:
    """Write down what happened on a track; a state that came of it becomes the track's."""
    require(rules.may_change(by, track))
    kept = _source(track, source) if source else None
    language = values.get("language") or press.language_of(values["what"])
    made = Step.objects.create(track=track, source=kept, made_by=by.login, **{**values, "language": language})
    if made.state:
        Track.objects.filter(pk=track.pk).update(state=made.state)
    audit.record("diplomacy.step.added", by=by, about=track, step=made.pk)
    return made


@transaction.atomic
def withdraw_step(*, by: Officer, step: Step) -> None:
    """Withdraw a step; it stays readable."""
    require(rules.may_change(by, step.track))
    Step.objects.filter(pk=step.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=by.login, withdrawn_at=timezone.now()
    )
    audit.record("diplomacy.step.withdrawn", by=by, about=step.track, step=step.pk)
