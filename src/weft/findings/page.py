"""The page a person reads: one HTML file that opens offline, with nothing in it that loads, sends or runs anything else.

Its content security policy allows one script and one style sheet, both by their hash, and forbids everything else, among it
writing markup from script (trusted types). Every text from a report is escaped on the way in and set as text by the script.
It works without script; the script adds the drawing that answers to a hand, sorting, filtering and copying.

Left out on purpose: who reported, what victims wrote (their stories), a clock. The same run gives the same bytes.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from weft.findings import cards, explore, fonts, overview, parts, picture, ranking, sections, slices, wording
from weft.findings.given import Networks, Reading
from weft.findings.markup import Markup, join, tag, void
from weft.findings.tables import WatchHit, reading_order

# Networks shown with a picture; networks in the list; networks that can be looked into by hand, as far as their data have room.
CARDS, LISTED, EXPLORED = 10, 500, 200

_LIMITS = (
    ("A lead is not evidence.", "A tie says that reports name the same thing, not that the same people stand behind it, and never who is guilty. Check before anybody is named, held or blocked."),
    ("Reports are claims.", "Sums, dates and stories are as reported. Nobody checked them, and some are wrong or made up."),
    ("Owners can be victims.", "An account or number may be rented, stolen, spoofed or bought from somebody under force. The honest seller at the end of a payment is no suspect."),
    ("Not found is not absent.", "Networks are joined only by what was written and understood. See what could not be read, and what was damped."),
    ("How sure", "says how much would have to be wrong for a network to fall apart. It is not a probability of guilt."),
    ("Without it", "counts the reports that would leave the network's largest piece if this identifier were taken away. Nothing breaks means others hold it together too."),
    ("Names of networks", "stay the same from run to run as long as most of their reports stay."),
)  # fmt: skip


def render(
    reading: Reading,
    networks: Networks,
    *,
    watch: Sequence[WatchHit] = (),
    title: str | None = None,
    now: dt.date | None = None,
    cards_shown: int = CARDS,
) -> str:
    """The page as text. `watch` is what `tables.watch_hits` found; `now`, when given, is printed as the day of the run.

    About 2 s of CPU a million reports; 0.3 to 4 MB of text, whatever the size of the run.
    """
    order = reading_order(reading.reports)
    cut = slices.cut(reading, networks, order, max(cards_shown, EXPLORED))
    shown = cut[:cards_shown]
    watched: dict[tuple[str, str], list[str]] = {}
    for hit in watch:
        labels = watched.setdefault((hit.kind, hit.value), [])
        if hit.label not in labels:
            labels.append(hit.label)
    context = parts.Context(
        anchors={part.network.network_id: f"network-{n}" for n, part in enumerate(shown, 1)},
        watched=watched,
        damped=frozenset((item.kind, item.value) for item in networks.damped),
    )
    figures = overview.figures(reading, networks)
    title = title or overview.title(figures, networks)
    main = [
        overview.look_first(networks, reading, figures, watch, context),
        ranking.section(shown, len(networks.networks), context),
        _biggest(shown, networks, context),
        explore.section(cut, len(networks.networks), context),
        sections.all_networks(networks.networks, context, LISTED),
        sections.borders(networks.networks),
        sections.identifiers(networks.networks, context),
        sections.watch(watch, context),
        sections.money(reading, networks),
        sections.damped(networks.damped, context),
        sections.changes(networks.changes, context),
        sections.duplicates(networks.duplicates),
        sections.problems(reading.problems, reading.files),
        sections.sources(reading.files),
        parts.section(
            "limits",
            "How to read this, and its limits",
            tag("dl", *(tag("div", tag("dt", term), tag("dd", words)) for term, words in _LIMITS), class_="limits"),
        ),
    ]
    body = [
        tag("a", "Skip to the networks", class_="skip", href="#main"),
        tag(
            "header",
            tag("p", "Weft", class_="brand"),
            tag("h1", title),
            overview.lead(figures, networks),
            tag("p", tag("strong", "Handling: "), "no marking was given, so treat this page as TLP:RED. Those whose identifiers it names may be suspects, victims or neither; who reported, and what they wrote, is not on it. A lead is not evidence.", *_day(now), class_="handling"),
            overview.header(figures, reading, networks, watch),
        ),
        _contents(main),
        tag("main", *main, id="main", tabindex=-1),
        tag("footer", tag("p", "Made by Weft from the files listed under “What was read”. Tables of everything lie beside this page as CSV files. Nothing on this page is sent anywhere.")),
    ]  # fmt: skip
    return _document(title, join(*body))


def _biggest(shown: Sequence[slices.Slice], networks: Networks, context: parts.Context) -> Markup:
    if not shown:
        return parts.section(
            "networks", "The biggest networks", parts.note("No two reports share anything that ties them.")
        )
    ties = sections.ties_by_network(networks, [part.network.network_id for part in shown])
    kinds = {kind for part in shown for kind, _ in part.identifiers}
    articles = [cards.card(part, ties[part.network.network_id], n, context) for n, part in enumerate(shown, 1)]
    rest = len(networks.networks) - len(shown)
    return parts.section(
        "networks",
        "The biggest networks, one by one",
        parts.note("In the pictures a line says: this report names that. Identifiers that one report alone names, and those that were damped, are not drawn."),
        picture.legend([kind for kind in wording.KINDS if kind in kinds] + sorted(kinds - wording.KINDS.keys())),
        *articles,
        tag("p", f"{wording.count(rest, 'smaller network')} in the ", tag("a", "list of all networks", href="#all"), ".", class_="more") if rest else "",
    )  # fmt: skip


def _contents(main: Sequence[str]) -> Markup:
    """Links to the sections that are there, by their headings."""
    names = {
        "first": "Look at first", "ranking": "At a glance", "networks": "Biggest networks", "explore": "Look into one", "all": "All networks",
        "borders": "Across borders", "identifiers": "Identifiers", "watch": "Watch list", "money": "Money lost", "damped": "Damped",
        "changes": "Changes", "duplicates": "Told twice", "problems": "Not understood", "sources": "What was read", "limits": "Limits",
    }  # fmt: skip
    there = [name for name in names if any(part.startswith(f'<section id="{name}"') for part in main)]
    items = [tag("li", tag("a", names[name], href=f"#{name}")) for name in there]
    return tag("nav", tag("ul", *items), aria_label="Sections")


def _day(now: dt.date | None) -> list[Markup]:
    return [join(" Made on ", wording.day_tag(now), ".")] if now else []


def _document(title: str, body: Markup) -> str:
    style = _file("style.css") + fonts.faces(body)
    script = _file("page.js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )
    head = tag(
        "head",
        Markup('<meta charset="utf-8">'),
        void("meta", http_equiv="Content-Security-Policy", content=Markup(policy)),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        void("meta", name="referrer", content="no-referrer"),
        void("meta", name="robots", content="noindex"),
        void("meta", name="color-scheme", content="light dark"),
        tag("title", f"{title} – Weft"),
        Markup(f"<style>{style}</style>"),
    )
    page = tag("html", head, tag("body", body, Markup(f"<script>{script}</script>")), lang="en")
    return f"<!doctype html>\n{page}\n"


@cache
def _file(name: str) -> str:
    return resources.files("weft.findings").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
