"""People and the offices they hold, by where each language puts the name.

Latin scripts: office, country, then names in capitals; or the name, a comma, and the office. Korean: the name before the office.
Chinese: after it, up to a verb. Thai, Khmer, Lao: after a word of courtesy or after the office, two words at most.
A shorter form ("Ông Sihasak") is the person named in full before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from weft.press.gazetteer import Hit
from weft.press.words import Words

_NAME = re.compile(r"[^\W\d_](?:[\w’'-]*[^\W\d_])?")
_LINK = re.compile(r"\s*(?:của|nước|of|the|'s|’s|,)?\s*(?:nước\s*|the\s*)?")
_COUNTERPART = re.compile(r"\s*(?:counterparts?|đồng cấp|người đồng cấp)\s*,?\s*(?:the\s+)?$")
_MOST_NAMES = 5
_HAN = re.compile(r"[\u4e00-\u9fff·•]{2,14}")
# "응우옌 반 비주": names of others in Hangul have three words at most here.
_MOST_HANGUL = 3
_HANGUL = re.compile(r"[가-힣]{1,8}")
# Between an office and a name stand a country and a title of courtesy at most.
_COURTESY = 18
_PARTICLES = "은는이가을를과와의에서도로,"


@dataclass(slots=True)
class Person:
    """Somebody the article names."""

    name: str
    start: int
    end: int
    offices: set[str] = field(default_factory=set)
    country: str = ""
    mentions: list[tuple[int, int]] = field(default_factory=list)


def find(text: str, words: Words, hits: list[Hit], sentences: list[tuple[int, int]]) -> list[Person]:
    """People in the order they are first named."""
    order = words.data["people"]["order"]
    reader = {"office name": _after_office, "name office": _before_office, "honorific name": _after_courtesy}[order]
    if order == "office name" and not words.list("honorifics", "words"):
        reader = _chinese
    people: list[Person] = []
    for sentence in sentences:
        inside = [hit for hit in hits if sentence[0] <= hit.start < sentence[1]]
        for name, start, end, office, country in sorted(reader(text, words, inside, sentence), key=lambda one: one[1]):
            _add(people, name, start, end, office, country)
    return people


_Found = Iterator[tuple[str, int, int, str, str]]


def _add(people: list[Person], name: str, start: int, end: int, office: str, country: str) -> None:
    parts = name.split()
    for person in people:
        if any(a < end and start < b for a, b in person.mentions):
            return
        own = person.name.split()
        if person.name == name or (len(parts) == 1 and len(parts[0]) > 1 and parts[0] in (own[0], own[-1])):
            break
    else:
        person = Person(name, start, end)
        people.append(person)
    person.mentions.append((start, end))
    if office:
        person.offices.add(office)
    person.country = person.country or country


def _after_office(text: str, _words: Words, hits: list[Hit], sentence: tuple[int, int]) -> _Found:
    countries = {hit.start: hit for hit in hits if hit.kind == "country"}
    ends = {hit.end: hit for hit in hits if hit.kind == "country"}
    known = {hit.start for hit in hits if hit.kind in ("country", "office", "body", "organ", "place")}
    for hit in hits:
        if hit.kind not in ("office", "honorific"):
            continue
        office = hit.value
        at, country = hit.end, ""
        before = ends.get(hit.start - 1) or ends.get(hit.start - 3)
        if hit.kind == "office" and before is not None:
            country = before.value
        link = _LINK.match(text, at)
        after = countries.get(link.end() if link else at)
        if hit.kind == "office" and after is not None:
            country, at = after.value, after.end
        if hit.kind == "office" and not country:
            country = _counterpart(text, hit.start, sentence[0], hits)
        start, end = _capitals(text, at, sentence[1], known)
        if start >= 0:
            yield text[start:end], start, end, *(_behind(text, end, hits) if not office else (office, country))
        elif hit.kind == "office":
            yield from _apposition(text, hit, before.start if before else hit.start, sentence[0], country)


def _counterpart(text: str, at: int, floor: int, hits: list[Hit]) -> str:
    """The country of "his Philippine counterpart, Interior Secretary …"."""
    front = _COUNTERPART.search(text[max(floor, at - 40) : at])
    if front is None:
        return ""
    begins = max(floor, at - 40) + front.start()
    return next((hit.value for hit in hits if hit.kind == "country" and 0 <= begins - hit.end <= 1), "")


def _behind(text: str, at: int, hits: list[Hit]) -> tuple[str, str]:
    """Office and country of "Gen. Dok, deputy minister of …": the office right behind a name with a title of courtesy."""
    comma = re.compile(r"\s*,\s*(?:the\s+|là\s+|nguyên\s+)?").match(text, at)
    office = next((hit for hit in hits if hit.kind == "office" and comma and hit.start == comma.end()), None)
    if office is None:
        return "", ""
    near = [hit.value for hit in hits if hit.kind == "country" and -12 <= hit.start - office.end <= 12]
    return office.value, near[0] if near else ""


def _capitals(text: str, at: int, end: int, known: set[int]) -> tuple[int, int]:
    """Names in capitals that begin right at ``at``, or (-1, -1)."""
    first, last = -1, -1
    for _ in range(_MOST_NAMES):
        while at < end and text[at] in " \u00a0,":
            if text[at] == "," and first >= 0:
                return first, last
            at += 1
        name = _NAME.match(text, at)
        if name is None or not name[0][0].isupper() or at in known:
            break
        first = name.start() if first < 0 else first
        last = at = name.end()
        if text[at : at + 1] in ("'", "’"):
            break
    return first, last


def _apposition(text: str, hit: Hit, left: int, floor: int, country: str) -> _Found:
    """``Sihasak P., the Thai foreign minister``: names in capitals before a comma."""
    front = text[floor:left]
    found = re.search(r"((?:[^\W\d_][\w’'-]*\s+){1,4}[^\W\d_][\w’'-]*),\s*(?:the\s+|who\s+is\s+)?$", front)
    if found is None:
        return
    names = found[1].split()
    while names and not names[0][0].isupper():
        names.pop(0)
    if len(names) >= 2 and all(name[0].isupper() for name in names):
        start = floor + found.start(1) + found[1].index(names[0])
        name = " ".join(names)
        yield name, start, start + len(name), hit.value, country


def _chinese(text: str, words: Words, hits: list[Hit], sentence: tuple[int, int]) -> _Found:
    ends = {hit.end: hit for hit in hits if hit.kind == "country"}
    known = [hit.start for hit in hits]
    stop = re.compile("|".join(map(re.escape, sorted(words.list("people", "stop"), key=len, reverse=True))))
    for hit in hits:
        if hit.kind != "office":
            continue
        run = _HAN.match(text, hit.end)
        if run is None:
            continue
        end = min([run.end(), sentence[1], *(start for start in known if hit.end <= start < run.end())])
        verb = stop.search(text, hit.end, end)
        end = verb.start() if verb else end
        cut = bool(verb) or end < run.end() or end - hit.end <= 4 or "·" in text[hit.end : end]
        if 2 <= end - hit.end <= 12 and cut:
            # The country may stand before the ministry: 中国公安部副部长.
            front = next((ends[at] for at in range(hit.start, max(sentence[0], hit.start - 9), -1) if at in ends), None)
            between = text[front.end : hit.start] if front else ""
            country = front.value if front and all(sign >= "\u4e00" for sign in between) else ""
            yield text[hit.end : end], hit.end, end, hit.value, country


def _before_office(text: str, words: Words, hits: list[Hit], sentence: tuple[int, int]) -> _Found:
    surnames = words.data["people"]["surnames"]
    stop = set(words.list("people", "stop"))
    ends = {hit.end: hit for hit in hits if hit.kind == "country"}
    spans = [(hit.start, hit.end) for hit in hits if hit.kind in ("country", "place", "body", "organ", "agency")]
    held = [(hit.start, hit.end) for hit in hits if hit.kind == "office"]
    for hit in hits:
        if hit.kind != "office":
            continue
        at, country = hit.start, ""
        before = ends.get(at - 1) or ends.get(at)
        if before is not None:
            at, country = before.start, before.value
        names: list[re.Match[str]] = []
        while len(names) < _MOST_HANGUL and at > sentence[0] and text[at - 1] == " ":
            start = text.rfind(" ", sentence[0], at - 1) + 1
            start = max(start, sentence[0])
            name = _HANGUL.fullmatch(text, start, at - 1)
            if name is None or name[0] in stop or (name[0][-1] in _PARTICLES and names == [] and len(name[0]) > 4):
                break
            if names and any(a < at - 1 and start < b for a, b in held):
                break
            if any(a < at - 1 and start < b for a, b in spans):
                break
            names.insert(0, name)
            at = start
            if len(names) == 1 and 2 <= len(name[0]) <= 4 and name[0][0] in surnames:
                break
            if len(names) == _MOST_HANGUL:
                break
        if names and not (len(names) == 1 and len(names[0][0]) < 2):
            start, end = names[0].start(), names[-1].end()
            yield text[start:end], start, end, hit.value, country


def _after_courtesy(text: str, words: Words, hits: list[Hit], sentence: tuple[int, int]) -> _Found:
    stop = tuple(words.list("people", "stop"))
    starts = {
        hit.start: hit for hit in hits if hit.kind in ("country", "office", "body", "place", "promise", "meeting")
    }
    countries = {hit.start: hit for hit in hits if hit.kind == "country"}
    offices = [hit for hit in hits if hit.kind == "office"]
    for hit in hits:
        if hit.kind not in ("honorific", "office"):
            continue
        at, country = hit.end, ""
        if text[hit.start : hit.end] == "นาย" and text[max(0, hit.start - 2) : hit.start].strip().isdigit():
            # "12 นาย" counts officers.
            continue
        if hit.kind == "office":
            after = countries.get(at) or countries.get(at + 1)
            if after is not None:
                at, country = after.end, after.value
            if at == hit.end and text[at : at + 1] != " ":
                continue
        start, end = _two_words(text, at, sentence[1], stop, starts)
        if start < 0 or (hit.kind == "office" and " " not in text[start:end]):
            continue
        office, said = (hit.value, country) if hit.kind == "office" else _nearest(offices, countries, start, end)
        yield text[start:end], start, end, office, said


def _two_words(text: str, at: int, end: int, stop: tuple[str, ...], known: dict[int, Hit]) -> tuple[int, int]:
    first, last = -1, -1
    for count in range(_MOST_NAMES - 1):
        while at < end and text[at] in " \u00a0\u200b":
            at += 1
        word = re.compile(r"[^\s,.;:()\"“”]{2,28}").match(text, at, end)
        if word is None or at in known or word[0].startswith(stop) or word[0][0].isdigit():
            break
        # Names of Vietnam have three words and four; more than two only right before an office.
        if count >= 2 and word.end() + 1 not in known:
            break
        first = at if first < 0 else first
        last = at = word.end()
    return first, last


def _nearest(offices: list[Hit], countries: dict[int, Hit], start: int, end: int) -> tuple[str, str]:
    """The office right behind the name, or right before it, with its country."""
    behind = [hit for hit in offices if 0 <= hit.start - end <= 3]
    before = [hit for hit in offices if 0 <= start - hit.end <= _COURTESY]
    for hit in [*behind, *before[-1:]]:
        after = countries.get(hit.end) or countries.get(hit.end + 1)
        return hit.value, after.value if after else ""
    return "", ""
