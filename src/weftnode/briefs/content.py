"""A brief as values: what is on the paper, and what is not and why. The page, the PDF and the DOCX are all made from this."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from weft import release
from weftnode.accounts.models import Officer
from weftnode.briefs import audience, sections
from weftnode.briefs import collect as collectors
from weftnode.briefs.audience import Verdict
from weftnode.briefs.entries import Entry, Frame, collect
from weftnode.briefs.models import Brief, Omission, Passage

assert collectors


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is printed."""

    key: str
    label: str
    numerator: str
    denominator: str
    period: str
    source: str
    before: str
    """The same figure the last time this audience was briefed; empty when there was none."""
    value: str
    """The numerator as a number."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line about one thing."""

    key: str
    text: str
    lang: str
    facts: tuple[str, ...]
    url: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One section with a heading in the brief's language."""

    code: str
    heading: str
    text: str = ""
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.figures or self.lines)


@dataclass(frozen=True, slots=True)
class Content:
    """What is on the paper."""

    title: str
    subtitle: str
    language: str
    marking: str
    """Labels with a blank between, as the paper shows them."""
    sections: tuple[Section, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Content":
        """What :meth:`as_json` gave."""
        read = [
            Section(
                one["code"], one["heading"], one["text"], tuple(Figure(**figure) for figure in one["figures"]),
                tuple(Line(**{**line, "facts": tuple(line["facts"])}) for line in one["lines"]),
            )
            for one in kept["sections"]
        ]  # fmt: skip
        return cls(kept["title"], kept["subtitle"], kept["language"], kept["marking"], tuple(read))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not on the paper. For the author's page, never for the paper."""

    entry: Entry
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Draft:
    """Both sides of a brief as it stands now."""

    content: Content
    left_out: tuple[LeftOut, ...] = ()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """By key: what is on the paper."""


def frame(viewer: Officer, brief: Brief) -> Frame:
    """For whom and over which days it is counted."""
    if brief.audience == Brief.Audience.FORUM:
        partners = tuple(brief.readers.order_by("code"))
    else:
        partners = (brief.partner,) if brief.partner else ()
    return Frame(
        viewer, brief, timezone.localdate(), partners, frozenset(one.country for one in partners if one.country)
    )


def draft(viewer: Officer, brief: Brief) -> Draft:
    """The brief as of this moment, in its own language whatever the viewer's."""
    with translation.override(brief.language):
        return _draft(frame(viewer, brief))


def _draft(at: Frame) -> Draft:
    brief = at.brief
    to = audience.readers(brief)
    omitted = dict(Omission.objects.filter(brief=brief, ended_at__isnull=True).values_list("key", "why"))
    before = _before(brief)
    inside: dict[str, list[Entry]] = {}
    left_out: list[LeftOut] = []
    labels = [audience.own_label(brief)]
    for entry in collect(at):
        verdict = _verdict(at, entry, to, omitted)
        if verdict.is_in:
            inside.setdefault(entry.section, []).append(entry)
            labels.append(audience.label(at, entry) or release.Marking())
        else:
            left_out.append(LeftOut(entry, verdict))
    texts = {code: one.text for code, one in passages(brief).items() if one.text}
    for code in list(texts):
        entry = Entry(f"text:{code}", code, texts[code], "brief", "diplomacy", audience.own_label(brief))
        verdict = _verdict(at, entry, to, omitted)
        if not verdict.is_in:
            del texts[code]
            left_out.append(LeftOut(entry, verdict))
    made = []
    for code in sections.SECTIONS:
        if _is_barred(brief, code):
            continue
        rows = inside.get(code, [])
        figures = tuple(_figure(one, before) for one in rows if one.count)
        lines = tuple(
            Line(one.key, one.text, one.lang, one.facts, one.url, one.is_late) for one in rows if not one.count
        )
        made.append(Section(code, sections.heading(code), texts.get(code, ""), figures, lines))
    mark = release.strictest(labels)
    content = Content(
        brief.title, _subtitle(at), brief.language, f"{mark.tlp.label} {mark.pap.label}", tuple(made)
    )  # fmt: skip
    return Draft(content, tuple(left_out), {one.key: one for rows in inside.values() for one in rows})


def _verdict(at: Frame, entry: Entry, to: Iterable[audience.Reader], omitted: Mapping[str, str]) -> Verdict:
    if entry.key in omitted:
        return Verdict(is_in=False, reason="left_out", why=omitted[entry.key])
    if _is_barred(at.brief, entry.section):
        return Verdict(is_in=False, reason="own_only")
    return audience.verdict(at, entry, list(to))


def _is_barred(brief: Brief, section: str) -> bool:
    return brief.audience != Brief.Audience.OWN and section in sections.OWN_ONLY


def _figure(one: Entry, before: Mapping[str, str]) -> Figure:
    count = one.count
    assert count is not None
    return Figure(
        one.key, one.text, count.numerator, count.denominator, count.period, count.source, _before_said(before.get(one.key, "")), str(Decimal(count.value))
    )  # fmt: skip


def _before_said(value: str) -> str:
    return _("last time: %(value)s") % {"value": value} if value else ""


def _subtitle(at: Frame) -> str:
    return " · ".join(part for part in (at.brief.addressee, at.period) if part)


def passages(brief: Brief) -> dict[str, Passage]:
    """The newest text of every section."""
    return {one.section: one for one in Passage.objects.filter(brief=brief).order_by("pk")}


def _before(brief: Brief) -> dict[str, str]:
    last = previous(brief)
    copy = getattr(last, "copy", None) if last else None
    if copy is None:
        return {}
    kept = Content.from_json(copy.content)
    return {figure.key: figure.numerator for section in kept.sections for figure in section.figures}


def previous(brief: Brief) -> Brief | None:
    """The brief before this one for the same audience: approved, and up to an earlier day."""
    found = Brief.objects.filter(
        compartment=brief.compartment, audience=brief.audience, approved_at__isnull=False, until__lt=brief.until
    )
    found = found.filter(partner=brief.partner) if brief.partner else found.filter(partner__isnull=True)
    found = found.filter(forum=brief.forum) if brief.forum else found.filter(forum__isnull=True)
    return found.exclude(pk=brief.pk).select_related("copy").order_by("-until", "-pk").first()
