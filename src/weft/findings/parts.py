"""Pieces that several sections of the page are built from: an identifier, a table, a section."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from weft.findings import picture, wording
from weft.findings.markup import Markup, join, said, tag
from weft.model import Money

Identifier = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What every section may need to know beside its own figures."""

    anchors: Mapping[str, str] = field(default_factory=dict)
    """Where on the page a network is shown, by its id."""
    watched: Mapping[Identifier, Sequence[str]] = field(default_factory=dict)
    """Labels of watch lists by identifier."""
    damped: frozenset[Identifier] = frozenset()


def identifier(
    kind: str, value: str, context: Context, *, notes: Sequence[str] = (), spellings: Sequence[str] = ()
) -> Markup:
    """An identifier as a cell: its mark, its value, its kind, and what is to be known about it."""
    small = [wording.kind(kind), *notes]
    labels = context.watched.get((kind, value), ())
    return join(
        picture.sample(kind),
        " ",
        said(wording.shown(kind, value), class_="value"),
        tag("span", tag("span", "; ".join(small)), *_written(spellings), *_watched(labels), class_="about"),
    )


def _written(spellings: Sequence[str]) -> list[Markup]:
    if not spellings:
        return []
    words = [part for spelling in spellings for part in (Markup(" or "), said(spelling, most=48))][1:]
    return [tag("span", "written ", *words)]


def _watched(labels: Sequence[str]) -> list[Markup]:
    if not labels:
        return []
    more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
    return [tag("strong", "On a watch list: ", said(labels[0], most=80), more, class_="flag")]


def network(network_id: str, context: Context) -> Markup:
    """A network's name, as a link where the page shows it."""
    anchor = context.anchors.get(network_id)
    return tag("a", network_id, href=f"#{anchor}", class_="name") if anchor else tag("span", network_id, class_="name")


def losses(sums: Sequence[Money], reports: int) -> Markup:
    """Sums by currency, each with how many of the reports said one. Currencies are never added together."""
    if not sums:
        return tag("span", "no report names a sum", class_="quiet")
    lines = [
        tag(
            "span",
            f"{wording.money(one.amount)} ",
            tag("abbr", one.currency) if one.currency else "without a currency",
            tag("span", f" in {one.reports:,} of {wording.count(reports, 'report')}", class_="quiet"),
            class_="line",
        )
        for one in sums
    ]
    return join(
        *lines[:4], *([tag("span", f"and {len(lines) - 4} more currencies", class_="line")] if len(lines) > 4 else [])
    )


def codes(countries: Sequence[str]) -> Markup:
    """Country codes in a row, each with its name behind it."""
    named = [part for code in countries for part in (" ", tag("abbr", code, title=wording.country(code)))][1:]
    return join(*named) if named else Markup("–")


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    sortable: bool = False,
    compact: bool = False,
    optional: Sequence[int] = (),
    id_: str | None = None,
    row_attributes: Sequence[Mapping[str, str]] | None = None,
) -> Markup:
    """A table in a frame that scrolls sideways by itself on narrow screens and by keyboard. The first cell heads its row.

    ``numbers`` are the columns of figures, ``optional`` those that a telephone leaves out.
    """
    classes = [" ".join(("num",) * (n in numbers) + ("opt",) * (n in optional)) or None for n in range(len(header))]
    head = tag("tr", *(tag("th", words, scope="col", class_=classes[n]) for n, words in enumerate(header)))
    body = []
    for n, row in enumerate(rows):
        cells = [
            tag("td", cell, class_=classes[place]) if place else tag("th", cell, scope="row", class_=classes[place])
            for place, cell in enumerate(row)
        ]
        body.append(tag("tr", *cells, **(row_attributes[n] if row_attributes else {})))
    return tag(
        "div",
        tag(
            "table",
            tag("caption", caption),
            tag("thead", head),
            tag("tbody", *body),
            class_=" ".join(word for word, yes in (("sortable", sortable), ("compact", compact)) if yes) or None,
            id=id_,
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=caption,
    )


def section(anchor: str, title: str, *inside: str) -> Markup:
    """A section of the page with its heading."""
    return tag(
        "section", tag("h2", title, id=f"{anchor}-h", tabindex=-1), *inside, id=anchor, aria_labelledby=f"{anchor}-h"
    )


def note(*words: str) -> Markup:
    """A paragraph that explains."""
    return tag("p", *words, class_="note")


def facts(pairs: Sequence[tuple[str, str]]) -> Markup:
    """Terms and what they are here."""
    return tag("dl", *(tag("div", tag("dt", term), tag("dd", value)) for term, value in pairs), class_="facts")
