"""Tasks, and what a person writes into the time line."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from weftnode.accounts.models import Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.cases import rules
from weftnode.cases.actions.lines import line
from weftnode.cases.models import Case, Event, Task


@transaction.atomic
def add_task(
    *, by: Officer, case: Case, title: str, owner: Officer | None = None, due_on: dt.date | None = None
) -> Task:
    """Write down what is to do, for whom and until when."""
    require(rules.may_write(by, case))
    if owner is not None:
        require(rules.may_lead(owner, case))
    task = Task.objects.create(case=case, title=" ".join(title.split()), owner=owner, due_on=due_on, made_by=by.login)
    audit.record("cases.task.added", by=by, about=task, case=case.pk)
    return task


@transaction.atomic
def give_task(*, by: Officer, task: Task, owner: Officer | None, due_on: dt.date | None) -> None:
    """Give a task to somebody, or another day."""
    require(rules.may_write(by, task.case))
    if owner is not None:
        require(rules.may_lead(owner, task.case))
    Task.objects.filter(pk=task.pk).update(owner=owner, due_on=due_on)
    audit.record("cases.task.given", by=by, about=task)


@transaction.atomic
def finish_task(*, by: Officer, task: Task) -> None:
    """Say that a task is done."""
    require(rules.may_write(by, task.case))
    if Task.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=timezone.now(), done_by=by.login):
        line(task.case, "task_done", by=by, text=task.title)
        audit.record("cases.task.done", by=by, about=task)


@transaction.atomic
def reopen_task(*, by: Officer, task: Task) -> None:
    """Take back that a task is done."""
    require(rules.may_write(by, task.case))
    Task.objects.filter(pk=task.pk).update(done_at=None, done_by="")
    audit.record("cases.task.reopened", by=by, about=task)


@transaction.atomic
def note(*, by: Officer, case: Case, at: dt.datetime, text: str) -> Event:
    """Write into the time line what happened, and when."""
    require(rules.may_write(by, case))
    event = line(case, "note", by=by, at=at, text=text.strip())
    audit.record("cases.event.noted", by=by, about=event, case=case.pk)
    return event
