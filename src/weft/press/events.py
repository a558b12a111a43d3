"""Meetings, visits, forums, tracks: what was held, what will be, and what is talked of."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from weft.press.article import Fact
from weft.press.gazetteer import Hit
from weft.press.people import Person
from weft.press.when import When
from weft.press.words import Words

# How far a number may stand from the word for meeting, in characters.
_NEAR = 30
# Where the number stands behind, a body or a subject may stand between: "การประชุมคณะกรรมการชายแดนทั่วไป (GBC) แล้ว 3 ครั้ง".
_BEHIND = 60
_FORUM_NEAR = 60


class Scene(NamedTuple):
    """One sentence with everything that was found in it."""

    number: int
    start: int
    end: int
    text: str
    """The whole article: places are offsets into it."""
    hits: Sequence[Hit]
    whens: Sequence[When]
    people: Sequence[Person]
    """Those this sentence names."""
    speaker: str
    """Country of who speaks, from this sentence or the ones before; may be empty."""
    published: dt.date | None
    """Day of publication, when known."""

    def of(self, kind: str) -> list[Hit]:
        """Hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    def countries(self, start: int = 0, end: int | None = None) -> list[str]:
        """Country codes named between two places, each once, in order."""
        stop = self.end if end is None else end
        return list(dict.fromkeys(hit.value for hit in self.of("country") if start <= hit.start < stop))

    def fact(self, kind: str, value: str, start: int, end: int, **details: str) -> Fact:
        """A fact of this sentence; empty details are left out."""
        said = {name: detail for name, detail in details.items() if detail}
        return Fact(kind, value, self.text[start:end], self.number, start, end, said)


def meetings(scene: Scene, words: Words) -> list[Fact]:
    """Meetings with a number, or named with a kind: ``at least 4 joint meetings``."""
    found: list[Fact] = []
    for hit in scene.of("meeting"):
        if found and hit.start < found[-1].end:
            continue
        count, bound, start, end = _counted(scene, words, hit)
        window = scene.text[max(scene.start, start - 20) : min(scene.end, end + 20)]
        kinds = [kind for kind in ("joint", "bilateral", "trilateral", "special") if _any(words, kind, window)]
        if count or kinds:
            found.append(
                scene.fact(
                    "meeting", " ".join(kinds) or "meeting", start, end, count=count, bound=bound, countries=" ".join(scene.countries())
                )
            )  # fmt: skip
    return found


def _any(words: Words, name: str, text: str) -> bool:
    return any(word in text for word in words.list("meetings", name))


def _counted(scene: Scene, words: Words, hit: Hit) -> tuple[str, str, int, int]:
    """The number of meetings with ``at_least`` or ``about``, and the span that says it."""
    text = scene.text
    number = r"(?P<number>\d{1,4}|" + "|".join(sorted(map(re.escape, words.numbers), key=len, reverse=True)) + ")"
    counters = "|".join(map(re.escape, words.list("meetings", "counters")))
    kinds = [
        word
        for kind in ("joint", "bilateral", "trilateral", "special", "modifiers")
        for word in words.list("meetings", kind)
    ]
    between = r"(?:\s*(?:" + "|".join(map(re.escape, kinds)) + r"))*\s*"
    floor = max(scene.start, hit.start - _NEAR)
    # Number words of scripts with blanks must stand alone; Chinese writes them between other words.
    alone = r"(?<![\w.,])" if text[hit.start] < "\u0e00" else r"(?<![\d.,])"
    before = re.search(rf"{alone}{number}\s*(?:{counters or '(?!)'})?{between}$", text[floor : hit.start])
    if before is not None:
        start, end = floor + before.start(), hit.end
        value = before["number"]
    elif counters and words.data["meetings"].get("number_after_word"):
        after = re.search(rf"{number}\s*(?:{counters})", text[hit.end : min(scene.end, hit.end + _BEHIND)])
        if after is None:
            return "", "", hit.start, hit.end
        start, end, value = hit.start, hit.end + after.end(), after["number"]
    else:
        return "", "", hit.start, hit.end
    said = text[max(scene.start, start - 20) : end]
    bound = next((name for name in ("at_least", "about") if _any(words, name, said)), "")
    return str(words.numbers.get(value) or int(value)), bound, start, end


def visits(scene: Scene) -> list[Fact]:
    """Who goes where: the country right behind the word for visit."""
    found = []
    for hit in scene.of("visit"):
        for country in scene.of("country"):
            if 0 <= country.start - hit.end <= _NEAR:
                who = ", ".join(person.name for person in scene.people)
                found.append(scene.fact("visit", country.value, hit.start, country.end, people=who))
                break
    return found


def cooperation(scene: Scene) -> list[Fact]:
    """Who works with whom, on what: a word for working together in a sentence that names two countries or more."""
    words, named = scene.of("cooperation"), scene.countries()
    if not words:
        return []
    owner = named[0] if named else ""
    own = scene.speaker or owner
    later = scene.countries(words[0].end)
    others = [code for code in later or named if code != own] or [code for code in named if code != own]
    if not own or not others:
        return []
    on = " ".join(dict.fromkeys(hit.value for hit in scene.of("track")))
    return [scene.fact("cooperation", own, scene.start, scene.end, countries=" ".join(others), on=on)]


def occasions(scene: Scene, words: Words) -> list[Fact]:
    """Anniversaries of relations: ``75 years of diplomatic relations``."""
    found: list[Fact] = []
    for hit in scene.of("anniversary"):
        floor, ceiling = max(scene.start, hit.start - 40), min(scene.end, hit.end + 70)
        text = scene.text[floor:ceiling]
        years = re.search(r"(?<!\d)\d{1,3}(?!\d)", text)
        if years and any(word in text for word in words.list("occasions", "relations")):
            between = " ".join(scene.countries(hit.start - 40, hit.end + 90))
            found.append(
                scene.fact(
                    "occasion",
                    "anniversary of relations",
                    min(hit.start, floor + years.start()),
                    max(hit.end, floor + years.end()),
                    years=years[0],
                    between=between,
                )
            )
    return found[:1]


def forums(scene: Scene, words: Words) -> list[Fact]:
    """Sessions of a body, with the days and the place that the sentence gives."""
    found: list[Fact] = []
    for body in scene.of("body"):
        if body.value == "government" or any(fact.value == body.value for fact in found):
            continue
        near = [hit for hit in scene.of("session") if -_FORUM_NEAR <= hit.start - body.end <= _FORUM_NEAR]
        if not near:
            continue
        start = min(body.start, near[0].start)
        end = max(body.end, near[0].end)
        when = _next(scene.whens, start)
        place = _host(scene, words, start, end)
        end = max(end, when.end if when else 0, place.end if place else 0)
        name, _, country = place.value.rpartition("|") if place and place.kind == "place" else ("", "", "")
        found.append(
            scene.fact(
                "forum", body.value, start, end, first=when.first.isoformat() if when else "",
                last=when.last.isoformat() if when else "", place=name, country=country or (place.value if place and place.kind == "country" else ""),
            )
        )  # fmt: skip
    return found


def _host(scene: Scene, words: Words, start: int, end: int) -> Hit | None:
    """Where it is held: the city or country named next, or the one before a word for "held in"."""
    named = sorted(
        (hit for hit in scene.hits if hit.kind in ("place", "country")),
        key=lambda hit: (hit.start, hit.kind != "place"),
    )
    after = next((hit for hit in named if hit.start >= end), None)
    held = words.list("forums", "held")
    if after is None and held:
        before = [
            hit for hit in named if hit.end <= start and any(word in scene.text[hit.end : start] for word in held)
        ]
        return before[-1] if before else None
    return after


def _next(whens: Sequence[When], start: int) -> When | None:
    return next((when for when in whens if when.start >= start), whens[-1] if whens else None)


def tracks(scene: Scene, pair: str) -> list[Fact]:
    """Subjects on which states talk; ``pair`` are the two countries of the last sentence that named two."""
    found: list[Fact] = []
    for hit in scene.of("track"):
        if not any(fact.value == hit.value for fact in found):
            found.append(scene.fact("track", hit.value, hit.start, hit.end, between=pair))
    return found


def pair_of(scene: Scene, words: Words) -> str:
    """``KH TH`` where a sentence names just two countries, the place of a forum not counted; else empty."""
    hosts = {fact.details.get("country", "") for fact in forums(scene, words)}
    named = [code for code in scene.countries() if code not in hosts]
    return " ".join(sorted(named)) if len(named) == 2 else ""
