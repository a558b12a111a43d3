"""From a brief's content to a paper."""

import datetime as dt

from weftnode import papers
from weftnode.briefs.content import Content, Section


def paper(content: Content, *, reference: str, base: str, figures: str, made_at: dt.datetime | None) -> papers.Paper:
    """The paper. ``base`` is the node's address, ``figures`` the path under which a figure's source is shown, with ``KEY`` in it."""
    blocks: list[papers.Block] = []
    for section in content.sections:
        if not section.is_empty:
            blocks += _section(section, base, figures)
    return papers.Paper(
        content.title, tuple(blocks), subtitle=content.subtitle, language=content.language, marking=content.marking, reference=reference, made_at=made_at
    )  # fmt: skip


def _section(section: Section, base: str, figures: str) -> list[papers.Block]:
    blocks: list[papers.Block] = [papers.Heading(section.heading)]
    if section.text:
        blocks.append(papers.Text(section.text))
    for one in section.figures:
        label = f"{one.label} ({one.before})" if one.before else one.label
        address = f"{base}{figures.replace('KEY', one.key)}" if base else ""
        blocks.append(papers.Figure(label, one.numerator, one.denominator, one.period, one.source, address))
    if section.lines:
        blocks.append(papers.Points(tuple(" · ".join((line.text, *line.facts)) for line in section.lines)))
    return blocks
