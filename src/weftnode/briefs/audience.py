"""What an audience may see of a brief: the gate's word on each entry, for every partner who will read it.

For our own side nothing is withheld and nothing is loosened: the paper carries the strictest label of what is on it. For partners each
entry is asked with the agreements in force now; a paper for several holds what every one of them may see. With no partner named, only
what the world may see stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from weft import release
from weftnode.briefs.entries import Entry, Frame
from weftnode.briefs.models import Brief
from weftnode.partners import gate, queries
from weftnode.partners.models import Agreement, Partner

_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an entry is in the paper, and why not. ``reason`` is a code of the gate, or one of ours."""

    is_in: bool
    reason: str = ""
    partner: str = ""
    """Whose eyes it is barred for."""
    why: str = ""
    """What a person wrote, where a person left it out."""


IN = Verdict(is_in=True)


@dataclass(frozen=True, slots=True)
class Reader:
    """A partner who will read it, with the agreements that reach it, read once for one paper."""

    partner: Partner
    agreements: Sequence[Agreement]
    sides: Sequence[gate.Sides]


def readers(brief: Brief) -> list[Reader]:
    """Those who will read it; empty for our own side."""
    if brief.audience == Brief.Audience.OWN:
        return []
    partners = (
        [brief.partner]
        if brief.audience == Brief.Audience.PARTNER and brief.partner
        else list(brief.readers.order_by("code"))
    )
    found = []
    for one in partners:
        reaching = queries.in_force(one)
        found.append(
            Reader(one, reaching, [gate.sides(one, None), *(gate.sides(one, agreement) for agreement in reaching)])
        )
    return found


def own_label(brief: Brief) -> release.Marking:
    """The label of a brief's texts and sums; a paper for named partners names them, as TLP:RED wants."""
    named = (
        {brief.partner.gate_name, brief.partner.code}
        if brief.audience == Brief.Audience.PARTNER and brief.partner
        else set()
    )
    return release.Marking(release.TLP(brief.tlp), release.PAP(brief.pap), named=frozenset(named))


def label(frame: Frame, entry: Entry) -> release.Marking | None:
    """An entry's label: a sum carries the brief's, a thing its own."""
    return own_label(frame.brief) if entry.kind == "statistic" else entry.marking


def verdict(frame: Frame, entry: Entry, to: Sequence[Reader]) -> Verdict:
    """Is it in?"""
    if frame.brief.audience == Brief.Audience.OWN:
        return IN
    mark = label(frame, entry)
    if not to:
        is_public = mark is not None and mark.tlp is release.TLP.CLEAR
        return IN if is_public else Verdict(is_in=False, reason="public")
    item = release.Item(
        entry.kind, {_TEXT: release.Sort.NARRATIVE}, entry.offence, entry.people, cleared_texts=frozenset({_TEXT})
    )  # A person reads every line of it before it is approved: that is what clears a text.
    purposes = (entry.purpose, "diplomacy")
    for reader in to:
        refusal = _refusal(item, mark, reader, purposes, frame)
        if refusal is not None:
            return Verdict(is_in=False, reason=refusal.reason, partner=str(reader.partner))
    return IN


def _refusal(
    item: release.Item, mark: release.Marking | None, reader: Reader, purposes: Sequence[str], frame: Frame
) -> release.Refuse | None:
    """None as soon as one agreement lets it go; else the reason of the agreement that came nearest, which is the last asked."""
    last: release.Refuse | None = None
    for sides in reader.sides:
        for purpose in purposes:
            answer = gate.decide(item, mark, sides, purpose, frame.today)
            if not isinstance(answer, release.Refuse):
                return None
            last = answer
    return last
