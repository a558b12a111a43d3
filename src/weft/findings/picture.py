"""The picture of a network as SVG: shapes and labels, no script, the same in print."""

import unicodedata

from weft.findings import shapes, wording
from weft.findings.graph import Graph, Node
from weft.findings.markup import Markup, join, language, middle, tag, void

# Labels longer than this are cut in the middle; the table under the picture has them whole.
LABEL = 24
_HIGH = 13.0


def svg(graph: Graph, name: str, said: str) -> Markup:
    """The drawing. `name` and `said` are what a screen reader hears in its place; `name` must differ on one page."""
    width, height = graph.box
    lines = [
        void("line", x1=f"{a.x:g}", y1=f"{a.y:g}", x2=f"{b.x:g}", y2=f"{b.y:g}")
        for a, b in ((graph.nodes[a], graph.nodes[b]) for a, b in graph.edges)
    ]
    marks = [
        tag(
            "g",
            tag("title", f"{node.label} ({node.detail})"),
            shapes.mark(node.kind, node.x, node.y, node.radius),
            _number(node),
        )
        for node in reversed(graph.nodes)
    ]
    return tag(
        "svg",
        tag("title", said, id=f"{name}-t"),
        tag("g", *lines, class_="ties"),
        *marks,
        *(_label(*label) for label in _labels(graph)),
        class_="graph",
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        aria_labelledby=f"{name}-t",
    )


def legend(kinds: list[str]) -> Markup:
    """What each shape means."""
    items = [("report", "a report"), ("reports", "several reports that name the same")]
    items += [(kind, wording.kind(kind)) for kind in kinds]
    return tag("ul", *(tag("li", _sample(kind), " ", words) for kind, words in items), class_="legend")


def sample(kind: str) -> Markup:
    """The small mark that stands before an identifier in tables."""
    return _sample(kind)


def _sample(kind: str) -> Markup:
    inside = shapes.mark("report", 9, 9, 4) if kind == "report" else shapes.mark(kind, 9, 9, 6.5)
    if kind == "reports":
        inside = join(shapes.mark("report", 9, 9, 8), tag("text", "5", class_="in", x=9, y=12.5))
    return tag("svg", inside, class_="key", viewBox="0 0 18 18", aria_hidden="true")


def _number(node: Node) -> Markup:
    if node.kind != "report" or node.reports == 1:
        return Markup()
    return tag("text", f"{node.reports:,}", class_="in", x=f"{node.x:g}", y=f"{node.y + 3.6:g}")


def _label(words: str, x: float, y: float, anchor: str, foreign: str | None) -> Markup:
    return tag("text", words, class_=f"label a-{anchor}", x=f"{x:.1f}", y=f"{y:.1f}", lang=foreign)


def _labels(graph: Graph) -> list[tuple[str, float, float, str, str | None]]:
    """Labels of identifiers, most named first, each where it covers no other and no large mark, else not at all."""
    width, height = graph.box
    taken = [(n.x - n.radius, n.y - n.radius, n.x + n.radius, n.y + n.radius) for n in graph.nodes if n.radius > 6]
    placed: list[tuple[str, float, float, str, str | None]] = []
    for node in sorted((n for n in graph.nodes if n.kind != "report"), key=lambda n: -n.reports):
        words = middle(node.label, LABEL)
        wide = _wide(words)
        gap = node.radius * 1.3 + 4
        for x, y, anchor in (
            (node.x + gap, node.y + 4, "start"),
            (node.x - gap, node.y + 4, "end"),
            (node.x, node.y - gap - 1, "middle"),
            (node.x, node.y + gap + 10, "middle"),
        ):
            left = x - {"start": 0.0, "end": wide, "middle": wide / 2}[anchor]
            box = (left, y - _HIGH + 3, left + wide, y + 3)
            if (
                box[0] < 0
                or box[2] > width
                or box[1] < 0
                or box[3] > height
                or any(_meet(box, other) for other in taken)
            ):
                continue
            taken.append(box)
            placed.append((words, x, y, anchor, language(node.label)))
            break
    return placed


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _wide(words: str) -> float:
    """About how wide a label is at 12 units: no font is at hand here, so a little too wide is assumed."""
    width = 0.0
    for letter in words:
        if unicodedata.category(letter) != "Mn":
            width += 12.5 if unicodedata.east_asian_width(letter) in "WF" else 7.3
    return width
