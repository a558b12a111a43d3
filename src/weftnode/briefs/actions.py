"""Named writes of briefs. Each is checked, whole or not at all, and leaves one entry in the log."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.errors import InputProblem, Refused
from weft.sodium import sha256
from weftnode import papers
from weftnode.accounts.models import Compartment, Officer
from weftnode.accounts.verdicts import require
from weftnode.audit import actions as audit
from weftnode.briefs import content, printing, rules, sections
from weftnode.briefs.models import Brief, Copy, Omission, Passage
from weftnode.diplomacy.models import Forum, Session
from weftnode.partners.models import Partner

_LONGEST = 60_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a brief is to be: for whom, in which language, over which days, under which labels."""

    title: str
    audience: str
    until: dt.date
    language: str = "en"
    addressee: str = ""
    partner: Partner | None = None
    readers: Iterable[Partner] = ()
    forum: Forum | None = None
    session: Session | None = None
    since: dt.date | None = None
    buddhist_era: bool = False
    tlp: int = 4
    pap: int = 3

    def columns(self) -> dict[str, Any]:
        """As the table has them."""
        names = (
            "title",
            "audience",
            "until",
            "language",
            "addressee",
            "partner",
            "forum",
            "session",
            "since",
            "buddhist_era",
            "tlp",
            "pap",
        )
        return {name: getattr(self, name) for name in names}


def seen(*, by: Officer, what: str, about: models.Model | str = "", **data: Any) -> None:
    """A read of content, for the log."""
    audit.record(f"briefs.{what}", by=by, about=about, **data)


@transaction.atomic
def begin(*, by: Officer, room: Compartment, wanted: Wanted) -> Brief:
    """Begin a brief. Without a first day it counts from where the last one for the same audience ended."""
    require(rules.may_write(by, room.pk))
    _check(wanted)
    made = Brief(compartment=room, made_by=by.login, **wanted.columns())
    if made.since is None:
        last = content.previous(made)
        made.since = last.until + dt.timedelta(days=1) if last else None
    made.save()
    made.readers.set(wanted.readers)
    audit.record("briefs.brief.begun", by=by, about=made, audience=made.audience, language=made.language)
    return made


@transaction.atomic
def change(*, by: Officer, brief: Brief, wanted: Wanted) -> None:
    """Change for whom it is, over which days, under which labels."""
    require(rules.may_change(by, _fresh(brief)))
    _check(wanted)
    Brief.objects.filter(pk=brief.pk).update(**wanted.columns(), changed_at=timezone.now())
    brief.readers.set(wanted.readers)
    audit.record("briefs.brief.changed", by=by, about=brief, audience=wanted.audience, tlp=wanted.tlp)


@transaction.atomic
def write(*, by: Officer, brief: Brief, section: str, text: str) -> Passage | None:
    """Write the text of a section; the one before is kept as a version. None when nothing changed."""
    require(rules.may_change(by, _fresh(brief)))
    if section not in sections.TEXTS:
        raise InputProblem(f"{section!r} is no section that is written")
    if len(text) > _LONGEST:
        raise InputProblem(_("a section holds at most %(most)s characters") % {"most": _LONGEST})
    newest = content.passages(brief).get(section)
    if (newest.text if newest else "") == text.strip():
        return None
    made = Passage.objects.create(brief=brief, section=section, text=text.strip(), made_by=by.login)
    Brief.objects.filter(pk=brief.pk).update(changed_at=timezone.now())
    audit.record("briefs.text.written", by=by, about=brief, section=section, version=made.pk)
    return made


@transaction.atomic
def leave_out(*, by: Officer, brief: Brief, key: str, why: str) -> None:
    """Leave an entry out, with the reason; a second time changes nothing."""
    require(rules.may_change(by, _fresh(brief)))
    _made, is_new = Omission.objects.get_or_create(
        brief=brief, key=key[:80], ended_at=None, defaults={"why": why.strip()[:300], "made_by": by.login}
    )
    if is_new:
        audit.record("briefs.entry.left_out", by=by, about=brief, why=why.strip(), key=key[:80])


@transaction.atomic
def take_in(*, by: Officer, brief: Brief, key: str) -> None:
    """Take an entry in again that was left out by hand. What the gate refuses stays out."""
    require(rules.may_change(by, _fresh(brief)))
    ended = Omission.objects.filter(brief=brief, key=key, ended_at__isnull=True)
    if ended.update(ended_at=timezone.now(), ended_by=by.login):
        audit.record("briefs.entry.taken_in", by=by, about=brief, key=key)


@transaction.atomic
def approve(*, by: Officer, brief: Brief, base: str, figures: str) -> Copy:
    """Approve a brief and keep what is printed: content, PDF and DOCX as bytes, their hashes in the log."""
    held = Brief.objects.select_for_update().get(pk=brief.pk)
    require(rules.may_approve(by, held))
    now = timezone.now()
    made = content.draft(by, held).content
    if all(section.is_empty for section in made.sections):
        raise Refused(_("nothing of this brief may be seen by those it is for"))
    printed = printing.paper(made, reference=held.number, base=base, figures=figures, made_at=now)
    pdf, docx = papers.pdf(printed), papers.docx(printed)
    copy = Copy.objects.create(
        brief=held, content=made.as_json(), pdf=pdf, docx=docx, pdf_sha256=sha256(pdf).hex(), docx_sha256=sha256(docx).hex(), made_at=now
    )  # fmt: skip
    Brief.objects.filter(pk=held.pk).update(approved_by=by.login, approved_at=now)
    audit.record(
        "briefs.brief.approved",
        by=by,
        about=held,
        pdf_sha256=copy.pdf_sha256,
        docx_sha256=copy.docx_sha256,
        marking=made.marking,
    )
    return copy


def paper(*, by: Officer, brief: Brief, form: str, base: str, figures: str) -> bytes:
    """The brief as ``pdf`` or ``docx``: the kept bytes once it was approved, a draft before. What is for partners leaves through their door."""
    require(rules.may_leave(brief))
    if rules.is_sent(brief):
        raise Refused("a paper for partners is sent to them: the door asks the gate and keeps what was sent")
    copy = Copy.objects.filter(brief=brief).first()
    if copy is not None:
        data = bytes(copy.pdf if form == "pdf" else copy.docx)
    elif brief.audience != Brief.Audience.OWN:
        raise Refused(_("a paper for partners is handed out when somebody approved it"))
    else:
        printed = printing.paper(
            content.draft(by, brief).content, reference=f"{brief.number}", base=base, figures=figures, made_at=None
        )
        data = papers.pdf(printed) if form == "pdf" else papers.docx(printed)
    audit.record("briefs.paper.taken", by=by, about=brief, form=form, sha256=sha256(data).hex(), is_draft=copy is None)
    return data


def _fresh(brief: Brief) -> Brief:
    return Brief.objects.get(pk=brief.pk)


def _check(wanted: Wanted) -> None:
    if wanted.audience == Brief.Audience.PARTNER and wanted.partner is None:
        raise InputProblem(_("a brief for a partner names it"))
    if wanted.since and wanted.since > wanted.until:
        raise InputProblem(_("the first day lies after the last"))
