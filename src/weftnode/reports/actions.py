"""Named writes of reports; each leaves one entry in the log."""

import datetime as dt
import hashlib
import secrets
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import kinds
from weft.errors import InputProblem
from weft.formats import amounts
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit.actors import NODE, Actor
from weftnode.reports import bulk, codes, people, reading, rules, text_index
from weftnode.reports.models import Batch, Contact, Report, Sighting, Slip
from weftnode.ui import disk

# Rows in one transaction: long enough to be quick, short enough that a hotline officer who saves meanwhile waits less than a second.
SLICE = 5_000


@transaction.atomic
def write_report(
    *,
    by: Officer,
    room: Compartment,
    narrative: str,
    identifiers: str = "",
    country: str = "",
    language: str = "",
    reported_on: dt.date | None = None,
    amount: str = "",
    category: str = "",
    reporter: str = "",
    call_back: str = "",
) -> Report:
    """One report as it is told. Incomplete is welcome: nothing but a word of it is needed."""
    require(rules.may_write(by, room))
    if not (narrative.strip() or identifiers.strip()):
        raise InputProblem(_("a report needs a word of what happened, or one identifier"))
    narrative, identifiers = bulk.clean(narrative), bulk.clean(identifiers)
    country = country or settings.NODE_COUNTRY
    sum_lost = amounts.parse(amount, country or None) if amount else None
    report = Report.objects.create(
        compartment=room,
        narrative=narrative,
        country=country,
        language=language,
        reported_on=reported_on,
        amount=sum_lost.value if sum_lost else None,
        amount_as_written=amount,
        currency=(sum_lost.currency if sum_lost else None) or "",
        category=category,
        reporter_key=people.reporter_key(call_back or reporter),
        made_by=by.login,
    )
    found = [(one, f"narrative:{one.start}-{one.end}") for one in kinds.find(narrative, country or None)]
    found += [(one, "identifiers") for line in identifiers.splitlines() for one in kinds.find(line, country or None)]
    Sighting.objects.bulk_create(
        Sighting(
            report=report,
            kind=one.kind,
            value=one.value[:600],
            as_written=one.as_written[:600],
            source=source,
            notes="; ".join(one.notes)[:300],
        )
        for one, source in found
    )
    if reporter or call_back:
        sealed, nonce = people.seal(report.pk, {"name": reporter, "call_back": call_back})
        Contact.objects.create(report=report, sealed=sealed, nonce=nonce)
    Slip.objects.create(report=report, code=codes.draw(), made_by=by.login)
    text_index.add(
        [(report.pk, text_index.text_of(narrative, [(one.value[:600], one.as_written[:600]) for one, _ in found]))]
    )
    audit.record("reports.report.written", by=by, about=report, sightings=len(found))
    return report


@transaction.atomic
def set_status(*, by: Officer, report: Report, status: str, outcome: str) -> None:
    """What became of a report, for whoever the reporter asks."""
    require(rules.may_change(by, report))
    Report.objects.filter(pk=report.pk).update(status=Report.Status(status), outcome=outcome)
    audit.record("reports.report.status_set", by=by, about=report, status=status)


@transaction.atomic
def make_slip(*, by: Officer, report: Report) -> Slip:
    """A code for whoever reported, where the report came in a file and has none yet."""
    require(rules.may_change(by, report))
    made, new = Slip.objects.get_or_create(report=report, defaults={"code": codes.draw(), "made_by": by.login})
    if new:
        audit.record("reports.slip.made", by=by, about=report)
    return made


@transaction.atomic
def open_contact(*, by: Officer, report: Report, reason: str) -> dict[str, str]:
    """Who reported, for a reason that goes into the log."""
    require(rules.may_open_contact(by, report))
    contact = Contact.objects.filter(report=report).first()
    audit.record("reports.contact.opened", by=by, about=report, why=reason)
    return people.unseal(report.pk, bytes(contact.sealed), bytes(contact.nonce)) if contact else {}


def seen(*, by: Actor, what: str, about: object = "reports.report:", **data: object) -> None:
    """Somebody read content: the entry is written before the page leaves."""
    audit.record(f"reports.{what}", by=by, about=about, **data)  # type: ignore[arg-type]


def upload(*, by: Officer, room: Compartment, file: "UploadedFile[Any]", country: str) -> Batch:
    """Keep an uploaded file under a name of ours; it waits until somebody confirms what its columns are taken for."""
    require(rules.may_import(by, room))
    if file.size is None or file.size > settings.UPLOAD_BYTES:
        raise InputProblem(
            _("the file is larger than %(size)s MB") % {"size": settings.UPLOAD_BYTES // 1_000_000},
            hint=_("send it in parts"),
        )
    suffix = Path(file.name or "").suffix.lower()
    stored = secrets.token_hex(16) + (suffix if suffix.isascii() and len(suffix) <= 6 and suffix[1:].isalnum() else "")
    path = place(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    path.chmod(0o600)
    return keep(by=by, room=room, stored=stored, name=Path(file.name or "file").name, country=country)


@transaction.atomic
def keep(*, by: Actor, room: Compartment, stored: str, name: str, country: str) -> Batch:
    """A batch for a file that lies below uploads/ already."""
    path = place(stored)
    batch = Batch.objects.create(
        compartment=room,
        name=bulk.clean(name)[:255] or "file",
        stored=stored,
        sha256=_sha256(path),
        size=path.stat().st_size,
        country=country,
        made_by=str(by.login),
    )
    audit.record("reports.batch.uploaded", by=by, about=batch, sha256=batch.sha256, size=batch.size)
    return batch


@transaction.atomic
def confirm(*, by: Actor, batch: Batch, mapping: dict[str, str], country: str) -> None:
    """Take a file in, with its columns taken for what a person said."""
    if isinstance(by, Officer):
        require(rules.may_confirm(by, batch))
    Batch.objects.filter(pk=batch.pk).update(mapping=mapping, country=country, state=Batch.State.WAITING)
    audit.record("reports.batch.confirmed", by=by, about=batch, mapped=len(mapping))


def load(*, batch: Batch) -> None:
    """Bring a batch in, slice by slice. Called again after a crash, it goes on where it was; called again after the end, nothing happens."""
    if batch.state not in {Batch.State.WAITING, Batch.State.LOADING}:
        return
    try:
        read = reading.read(place(batch.stored), batch.name, country=batch.country, mapping=batch.mapping)
    except InputProblem as problem:
        _failed(batch, problem)
        return
    total = read.reports.num_rows
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.LOADING, total=total)
    reports_of = np.asarray(read.sightings["report"].to_numpy())
    while True:
        with transaction.atomic():
            # The row is read again under the lock: `done` is what decides, not what this process remembers.
            batch = Batch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != Batch.State.LOADING:
                return
            if batch.done >= total:
                _loaded(batch, read)
                return
            last = min(total, batch.done + SLICE)
            first, end = np.searchsorted(reports_of, [batch.done, last])
            sightings = read.sightings.slice(first, end - first)
            count = bulk.insert(batch, read.reports.slice(batch.done, last - batch.done), sightings, batch.done)
            Batch.objects.filter(pk=batch.pk).update(done=last, sightings=batch.sightings + count)


@transaction.atomic
def undo(*, by: Officer, batch: Batch, reason: str) -> None:
    """Take a file out again: unseen at once, gone when the task is through."""
    require(rules.may_undo(by, batch))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDOING, ended_by=by.login, ended_at=timezone.now())
    audit.record("reports.batch.undone", by=by, about=batch, why=reason, reports=batch.done)


def unload(*, batch: Batch) -> None:
    """Remove the rows of a batch that is being undone, slice by slice; may be called again after a crash."""
    while batch.state == Batch.State.UNDOING:
        with transaction.atomic():
            ids = list(batch.reports.order_by("pk").values_list("pk", flat=True)[:500])
            if ids:
                bulk.delete(ids)
                continue
            batch.problems.all().delete()
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.UNDONE, done=0, sightings=0)
        reading.forget(place(batch.stored))
        return


def tidy(*, now: dt.datetime | None = None) -> int:
    """Remove what nobody needs any more below uploads/; how many. Files that no batch names, left by a process that was killed on the way;
    what was read of files that are in; files that were undone. A day old at least, so that nothing on its way is touched.
    """
    before = (now or timezone.now()) - dt.timedelta(days=1)
    needed = Batch.objects.exclude(state=Batch.State.UNDONE).exclude(stored="").values_list("stored", "state")
    named = {name for stored, state in needed for name in (stored, *_read_of(stored, state))}
    count = 0
    for path in disk.strays(Path(settings.MEDIA_ROOT), r"[0-9a-f]{32}(\.\w{1,6})?|tmp\w+\.upload.*", named, before):
        count += 1
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return count


def _read_of(stored: str, state: str) -> list[str]:
    return [Path(stored).stem + ".read"] if state in {Batch.State.WAITING, Batch.State.LOADING} else []


def place(stored: str) -> Path:
    """Where an upload lies."""
    return Path(settings.MEDIA_ROOT) / stored


def _loaded(batch: Batch, read: reading.Read) -> None:
    bulk.problems(batch, read.problems)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.LOADED, problems_count=read.problems_count)
    audit.record("reports.batch.loaded", by=NODE, about=batch, reports=batch.done, problems=read.problems_count)


@transaction.atomic
def _failed(batch: Batch, problem: InputProblem) -> None:
    said = f"{problem}. {problem.hint}" if problem.hint else str(problem)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.FAILED, trouble=said)
    audit.record("reports.batch.failed", by=NODE, about=batch, code=problem.code)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
