"""Named writes of networks. Each is checked, whole or not at all, and leaves one entry in the log."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft import links
from weft.errors import InputProblem, WeftError
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.audit.actors import NODE
from weftnode.networks import held, keep, load, rules
from weftnode.networks.models import Build, Change, Judgement, Network, Watch
from weftnode.reports.models import Report

# A build that has not been heard of for so long died with its worker.
_LOST = dt.timedelta(hours=2)
# After a build that took long the worker rests so many times as long, so that a hotline that writes all day does not keep a core busy building.
_LONG, _REST = dt.timedelta(seconds=10), 4


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"networks.{what}", by=by, about=about, **data)


def due() -> list[int]:
    """Rooms whose reports or judgements are others than at the last build; a Build waits for each. Safe to call at any time."""
    asked = []
    for room in Compartment.objects.order_by("pk"):
        with transaction.atomic():
            last = Build.objects.filter(compartment=room).order_by("-pk").first()
            open_ = last is not None and last.state in {Build.State.WAITING, Build.State.RUNNING}
            if open_ and last is not None and timezone.now() - (last.started_at or last.asked_at) < _LOST:
                continue
            if last is not None and _rests(last):
                continue
            if (last is None or last.mark != load.mark(room.pk)) and (last is not None or room.reports.exists()):
                asked.append(Build.objects.create(compartment=room).pk)
    return asked


def _rests(last: Build) -> bool:
    if not last.started_at or not last.ended_at:
        return False
    took = last.ended_at - last.started_at
    return took > _LONG and timezone.now() - last.ended_at < _REST * took


def build(*, number: int) -> None:
    """Build the networks of a room and write what changed. May be run again after a crash: it is not done before all of it is written."""
    job = Build.objects.get(pk=number)
    if job.state in {Build.State.DONE, Build.State.FAILED}:
        return
    mark = load.mark(job.compartment_id)
    Build.objects.filter(pk=number).update(state=Build.State.RUNNING, started_at=timezone.now(), mark=mark)
    reports, sightings, numbers = load.tables(job.compartment_id)
    try:
        found = links.build(
            reports,
            sightings,
            previous=_previous(job.compartment_id),
            retired=list(
                Network.objects.filter(compartment_id=job.compartment_id, is_gone=True).values_list(
                    "network_id", flat=True
                )
            ),
            judgements=_judgements(job.compartment_id),
            earlier=held.of(job.compartment_id),
        )
    except WeftError as problem:
        _failed(job, problem)
        return
    held.hold(job.compartment_id, found.kept)
    keeping = keep.Keeping(job, found, numbers)
    keeping.begin()
    with transaction.atomic():
        job.refresh_from_db()
        written = keeping.finish()
        Build.objects.filter(pk=number).update(
            state=Build.State.DONE, ended_at=timezone.now(), reports=len(numbers), networks=len(found.networks)
        )
        audit.record(
            "networks.built", by=NODE, about=job, reports=len(numbers), networks=len(found.networks), written=written
        )


@transaction.atomic
def _failed(job: Build, problem: WeftError) -> None:
    Build.objects.filter(pk=job.pk).update(state=Build.State.FAILED, ended_at=timezone.now(), trouble=str(problem))
    audit.record("networks.build_failed", by=NODE, about=job, code=problem.code)


def _previous(room: int) -> dict[str, str]:
    rows = Network.objects.filter(compartment_id=room, is_gone=False).values_list("members__pk", "network_id")
    return {str(pk): name for pk, name in rows.iterator(chunk_size=20_000) if pk is not None}


def _judgements(room: int) -> dict[tuple[str, str], str]:
    said = Judgement.objects.filter(compartment_id=room, withdrawn_at__isnull=True).order_by("pk")
    return {(str(one.report_id), str(one.other_id)): one.verdict for one in said}


@transaction.atomic
def judge(*, by: Officer, report: Report, other: Report, verdict: str, reason: str) -> Judgement:
    """Say that two reports are the same network, different ones, or that one looked and is unsure. A newer word replaces an older one."""
    require(rules.may_judge(by, report.compartment_id))
    if report.pk == other.pk or report.compartment_id != other.compartment_id:
        raise InputProblem(_("two reports of one compartment are needed"), hint=_("Give the number of another report."))
    a, b = sorted((report, other), key=lambda one: one.pk)
    now = timezone.now()
    Judgement.objects.filter(report=a, other=b, withdrawn_at__isnull=True).update(
        withdrawn_by=by.login, withdrawn_at=now
    )
    said = Judgement.objects.create(
        compartment_id=a.compartment_id, report=a, other=b, verdict=verdict, reason=reason, made_by=by.login
    )
    audit.record("networks.judgement.made", by=by, about=said, why=reason, verdict=verdict)
    return said


@transaction.atomic
def withdraw(*, by: Officer, judgement: Judgement) -> None:
    """Take a judgement back; the next build forgets it, the record does not."""
    require(rules.may_judge(by, judgement.compartment_id))
    Judgement.objects.filter(pk=judgement.pk, withdrawn_at__isnull=True).update(
        withdrawn_by=by.login, withdrawn_at=timezone.now()
    )
    audit.record("networks.judgement.withdrawn", by=by, about=judgement)


@transaction.atomic
def name(*, by: Officer, network: Network, title: str) -> None:
    """Give a network a name that people use; an empty one takes it away."""
    require(rules.may_judge(by, network.compartment_id))
    title = " ".join(title.split())
    Network.objects.filter(pk=network.pk).update(
        title=title, titled_by=by.login if title else "", titled_at=timezone.now() if title else None
    )
    audit.record("networks.named", by=by, about=network, title=title)


@transaction.atomic
def watch(*, by: Officer, network: Network, on: bool) -> None:
    """Tell me when it changes, or no longer."""
    if on:
        newest = Change.objects.filter(network=network).aggregate(last=models.Max("pk"))["last"] or 0
        Watch.objects.get_or_create(officer=by, network=network, defaults={"seen_change": newest})
    else:
        Watch.objects.filter(officer=by, network=network).delete()
    audit.record("networks.watched" if on else "networks.unwatched", by=by, about=network)


@transaction.atomic
def looked(*, by: Officer, network: Network) -> None:
    """The watcher has seen the newest change of a network."""
    newest = Change.objects.filter(network=network).aggregate(last=models.Max("pk"))["last"] or 0
    Watch.objects.filter(officer=by, network=network).update(seen_change=newest)
