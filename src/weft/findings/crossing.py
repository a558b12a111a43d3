"""Countries without a map: points in a row, arcs between those that share something.

No map on purpose: a tool that several countries' agencies share must not draw their borders.
"""

from collections import Counter
from collections.abc import Mapping

from weft.findings import wording
from weft.findings.markup import Markup, tag, void

Pair = tuple[str, str]

# More points than this in a row cannot be read; the table beside the drawing lists every pair.
_MOST = 12


def figure(here: Mapping[str, int], pairs: Mapping[Pair, int], name: str, *, points: str, arcs: str) -> Markup:
    """Points sized by `here`, arcs as wide as `pairs` say. `points` and `arcs` name what is counted ("report", "network")."""
    ranked = sorted(here, key=lambda code: (-here[code], code))
    # Numbers say what every country has; with a single one there is nothing to draw.
    shown = ranked[:_MOST]
    here_too = [pair for pair in pairs if pair[0] in shown and pair[1] in shown and pairs[pair]]
    strong = sorted(here_too, key=lambda pair: (-pairs[pair], pair))[: 2 * len(shown)]
    drawn = {pair: pairs[pair] for pair in strong}
    if len(shown) < 2 or not drawn:
        return Markup()
    place = _order(shown, drawn)
    step = min(110.0, 600.0 / (len(shown) - 1))
    reach = max(abs(place[a] - place[b]) for a, b in drawn)
    base = 26 + reach * step * 0.42
    most, least, biggest = max(drawn.values()), min(drawn.values()), max(here.values())
    at = {code: 44 + place[code] * step for code in shown}
    lines = [
        tag(
            "g",
            tag("title", f"{wording.country(a)} and {wording.country(b)}: {wording.count(number, arcs)}"),
            void(
                "path",
                class_="arc",
                d=f"M{at[a]:.1f} {base:.1f}A{abs(at[a] - at[b]) / 2:.1f} {abs(at[a] - at[b]) * 0.42:.1f} 0 0 "
                f"{1 if at[a] < at[b] else 0} {at[b]:.1f} {base:.1f}",
                stroke_width=f"{1.2 + 6 * (number - least) / max(1, most - least):.1f}",
            ),
        )
        for (a, b), number in sorted(drawn.items(), key=lambda item: (item[1], item[0]))
    ]
    dots = [
        tag(
            "g",
            tag("title", f"{wording.country(code)}: {wording.count(here[code], points)}"),
            void(
                "circle",
                class_="place",
                cx=f"{at[code]:.1f}",
                cy=f"{base:.1f}",
                r=f"{4 + 9 * (here[code] / biggest) ** 0.5:.1f}",
            ),
            tag("text", code, class_="code", x=f"{at[code]:.1f}", y=f"{base + 30:.1f}"),
            tag("text", f"{here[code]:,}", class_="small", x=f"{at[code]:.1f}", y=f"{base + 44:.1f}"),
        )
        for code in shown
    ]
    strongest = sorted(drawn.items(), key=lambda item: (-item[1], item[0]))[:3]
    said = "; ".join(
        f"{wording.country(a)} and {wording.country(b)} {wording.count(number, arcs)}" for (a, b), number in strongest
    )
    left = (
        f" {wording.count(len(ranked) - len(shown), 'more country', 'more countries')} not drawn."
        if len(ranked) > _MOST
        else ""
    )
    if len(here_too) > len(strong):
        left += f" {wording.count(len(here_too) - len(strong), 'weaker pair')} not drawn."
    caption = (
        f"Under each country its {points}s; an arc joins two that share, as wide as what they share: {said}.{left}"
    )
    drawing = tag(
        "svg",
        tag("title", caption, id=f"{name}-t"),
        *lines,
        *dots,
        class_="crossing",
        viewBox=f"0 0 {88 + (len(shown) - 1) * step:.0f} {base + 50:.0f}",
        width=f"{88 + (len(shown) - 1) * step:.0f}",
        role="img",
        aria_labelledby=f"{name}-t",
    )
    return tag("figure", drawing, tag("figcaption", caption))


def pairs_of(groups: list[tuple[str, ...]]) -> Counter[Pair]:
    """How many groups each pair of countries is in together."""
    tally: Counter[Pair] = Counter()
    for group in groups:
        codes = sorted(set(group))
        tally.update((a, b) for n, a in enumerate(codes) for b in codes[n + 1 :])
    return tally


def _order(shown: list[str], drawn: Mapping[Pair, int]) -> dict[str, int]:
    """Neighbours are those that share most: a chain grown at both ends from the strongest pair, so that arcs stay short."""
    strength = {**drawn, **{(b, a): number for (a, b), number in drawn.items()}}
    strongest = max(drawn, key=lambda pair: (drawn[pair], pair))
    chain = [*strongest]
    rest = [code for code in shown if code not in chain]
    while rest:
        number, code, end = max((strength.get((code, chain[end]), 0), code, end) for code in rest for end in (0, -1))
        chain.insert(0, code) if end == 0 else chain.append(code)
        rest.remove(code)
        del number
    return {code: n for n, code in enumerate(chain)}
