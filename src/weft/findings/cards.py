"""One network on the page: what it is, its picture, its time line, what holds it together and why."""

from collections.abc import Sequence
from typing import Any

from weft.findings import crossing, graph, parts, picture, timeline, wording
from weft.findings.markup import Markup, said, tag, void
from weft.findings.parts import Context
from weft.findings.slices import Slice
from weft.model import Key, Network

# The picture: about 150 marks at most, of which 44 identifiers. More cannot be told apart on paper.
_IDENTIFIERS, _BUNDLES, _WIDE, _HIGH = 44, 106, 720.0, 400.0
_KEYS = 6
_TIES = 3


def card(part: Slice, ties: Sequence[dict[str, Any]], rank: int, context: Context) -> Markup:
    """The whole article. `ties` are rows of the ties table of this network, most telling first."""
    network = part.network
    anchor = context.anchors[network.network_id]
    drawing = graph.draw(part, context.damped, identifiers=_IDENTIFIERS, bundles=_BUNDLES, box=(_WIDE, _height(part)))
    told = (
        f"{network.network_id}: {wording.count(sum(n.kind != 'report' for n in drawing.nodes), 'identifier')} "
        f"and the reports that name them. {drawing.left_out}"
    )
    return tag(
        "article",
        tag("h3", tag("span", f"{rank}", class_="rank"), " ", network.network_id, id=f"{anchor}-h", tabindex=-1),
        tag("p", sentence(network), class_="lead"),
        tag(
            "div",
            tag(
                "figure",
                picture.svg(drawing, f"{anchor}-g", told),
                tag("figcaption", drawing.left_out or "All of it is drawn."),
                class_="network",
            ),
            parts.facts(_facts(part)),
            class_="beside",
        ),
        tag(
            "div",
            timeline.figure(part.reports["reported_on"].to_pylist(), f"{anchor}-d"),
            _crossing(part, anchor),
            class_="pair",
        ),
        _keys(part, context),
        _ties(ties),
        class_="card",
        id=anchor,
        aria_labelledby=f"{anchor}-h",
    )


def _height(part: Slice) -> float:
    """A few marks need no large field: paper is short."""
    return float(min(_HIGH, 150.0 + 6 * part.reports.num_rows))


def sentence(network: Network) -> str:
    """The network in one sentence."""
    return (
        f"{wording.count(network.reports, 'report')} from {wording.places(network.countries)}, {wording.span(network.first_on, network.last_on)}, "
        f"tied by what they share among {wording.count(network.identifiers, 'identifier')}."
    )


def sureness(network: Network) -> Markup:
    """How sure, in a word, in percent, and as a bar."""
    bar = tag(
        "svg",
        void("rect", class_="rail", x=0, y=2, width=100, height=8, rx=4),
        void(
            "rect", class_="fill", x=0, y=2, width=f"{max(2.0, 100 * min(1.0, network.sureness)):.0f}", height=8, rx=4
        ),
        class_="sure",
        viewBox="0 0 100 12",
        aria_hidden="true",
    )
    return tag("span", f"{wording.sure(network.sureness)}, {network.sureness:.0%} ", bar, class_="line")


def typologies(network: Network, most: int = 3) -> str:
    """Kinds of scam with how many reports say so."""
    words = [f"{name.replace('_', ' ')} ({number:,})" for name, number in network.typologies[:most]]
    return ", ".join(words) or "not said"


def _facts(part: Slice) -> list[tuple[str, str]]:
    network = part.network
    tally = part.countries()
    here = ", ".join(f"{code} {tally[code]:,}" for code in sorted(tally, key=lambda code: (-tally[code], code)))
    unknown = part.reports.num_rows - sum(tally.values())
    return [
        ("Reports by country", (here or "none given") + (f"; not given {unknown:,}" if unknown and here else "")),
        ("Losses reported", parts.losses(network.losses, network.reports)),
        ("Kind of scam, as reports word it", typologies(network)),
        ("How sure", tag("div", sureness(network), said(network.sure_because))),
    ]


def _crossing(part: Slice, anchor: str) -> Markup:
    countries = part.reports["country"].to_pylist()
    named: dict[int, set[str]] = {}
    for report, place in zip(part.naming.tolist(), part.named.tolist(), strict=True):
        if countries[report] and part.counts[place] > 1:
            named.setdefault(place, set()).add(countries[report])
    pairs = crossing.pairs_of([tuple(codes) for codes in named.values() if len(codes) > 1])
    return crossing.figure(part.countries(), pairs, f"{anchor}-c", points="report", arcs="identifier")


def _keys(part: Slice, context: Context) -> Markup:
    network = part.network
    place = {identifier: n for n, identifier in enumerate(part.identifiers)}
    rows = []
    for key in network.keys[:_KEYS]:
        here = place.get((key.kind, key.value))
        rows.append(
            (
                parts.identifier(
                    key.kind,
                    key.value,
                    context,
                    notes=(*key.notes, *(("damped between networks",) * ((key.kind, key.value) in context.damped))),
                    spellings=_other(part.spellings[here], key) if here is not None else (),
                ),
                f"{key.reports:,}",
                wording.day_tag(key.first_on),
                wording.day_tag(key.last_on),
                f"{wording.count(key.breaks, 'report')} fall away"
                if key.breaks > 1
                else "1 report falls away"
                if key.breaks
                else "nothing breaks",
                wording.share(round(key.betweenness * 1000), 1000),
            )
        )
    attributes = [{"data-kind": key.kind, "data-value": key.value} for key in network.keys[:_KEYS]]
    return parts.table(
        f"What holds {network.network_id} together",
        ("Identifier", "Reports", "First", "Last", "Without it", "Paths through it"),
        rows,
        numbers=(1, 5),
        optional=(2, 5),
        row_attributes=attributes,
    )


def _other(spellings: Sequence[str], key: Key) -> list[str]:
    """Spellings that say something beside what is shown."""
    there = {wording.shown(key.kind, key.value).casefold(), key.value.casefold()}
    return [one for one in spellings if one.casefold() not in there]


def _ties(ties: Sequence[dict[str, Any]]) -> Markup:
    chosen: list[dict[str, Any]] = []
    for tie in ties:
        if (tie["kind"], tie["value"]) not in {(other["kind"], other["value"]) for other in chosen}:
            chosen.append(tie)
    if not chosen:
        return Markup()
    items = [
        tag("li", said(tie["report_a"], most=40), " and ", said(tie["report_b"], most=40), ": ", said(tie["because"]))
        for tie in chosen[:_TIES]
    ]
    return tag(
        "div", tag("h4", "Why these reports belong together: some of the ties"), tag("ul", *items), class_="ties-said"
    )
