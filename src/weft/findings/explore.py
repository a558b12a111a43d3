"""Data and frame of the part of the page that answers to a hand: one network at a time, drawn by page.js.

The frame is hidden until the script runs, because without it there is nothing to show; the cards above say the same.
"""

import json
from collections.abc import Sequence
from typing import Any

from weft.findings import cards, graph, parts, shapes, wording
from weft.findings.markup import Markup, language, tag, visible
from weft.findings.parts import Context
from weft.findings.slices import Slice

# At most about 300 marks and some hundred lines: what SVG moves at once on an old office machine, and an eye can follow.
_IDENTIFIERS, _BUNDLES, _BOX = 90, 190, (960.0, 620.0)
# Bytes of data on the page: the biggest networks take most of it, and small ones go in until it is full.
_ROOM = 1_500_000


def section(slices: Sequence[Slice], number: int, context: Context) -> Markup:
    """The section and its data. `number` is how many networks there are at all."""
    if not slices:
        return Markup()
    networks, room = [], _ROOM
    for part in slices:
        networks.append(_network(part, context))
        room -= len(json.dumps(networks[-1], ensure_ascii=False))
        if room < 0:
            break
    which = "any of them" if len(networks) == number else f"one of the {len(networks):,} biggest of {number:,}"
    data = {"networks": networks, "shapes": shapes.unit_points()}
    return parts.section(
        "explore",
        "Look into one network",
        parts.note(
            f"Choose a network ({which}), then a mark or a row: both show the same. Arrow keys walk from a mark to its neighbours, "
            "Escape lets go. Marks can be dragged, but nothing needs dragging."
        ),
        tag(
            "noscript",
            tag(
                "p",
                "This part needs the page's own script, which is switched off. Everything it shows is in the tables above and in the CSV files.",
            ),
        ),
        tag("div", id="explorer"),
        Markup(f'<script type="application/json" id="explore-data">{_json(data)}</script>'),
    )


def _network(part: Slice, context: Context) -> dict[str, Any]:
    drawn = graph.draw(part, context.damped, identifiers=_IDENTIFIERS, bundles=_BUNDLES, box=_BOX)
    return {
        "id": visible(part.network.network_id),
        "says": visible(f"{cards.sentence(part.network)} {drawn.left_out}"),
        "nodes": [_node(node, context) for node in drawn.nodes],
        "edges": [list(edge) for edge in drawn.edges],
    }


def _node(node: graph.Node, context: Context) -> list[Any]:
    watched = context.watched.get((node.kind, node.value), ())
    detail = node.detail + (f"; on a watch list: {watched[0]}" if watched else "")
    return [
        node.kind,
        shapes.group(node.kind),
        visible(node.label),
        visible(detail),
        "report" if node.kind == "report" else wording.kind(node.kind),
        language(node.label) or "",
        node.reports,
        node.radius if node.radius < 10 else round(node.radius),
        round(node.x),
        round(node.y),
    ]


def _json(data: object) -> str:
    """JSON that cannot end the element it stands in, and that old script engines read too."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written
