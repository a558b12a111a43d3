"""Who said they would do what by when: a commitment for each clause that promises, with who owes it, to whom, and its due day."""

import re
from collections.abc import Sequence

from weft.press import spans
from weft.press.article import Fact
from weft.press.events import Scene, forums
from weft.press.gazetteer import Hit
from weft.press.when import When
from weft.press.words import Words

# The strongest word of a clause decides: a pledge outranks a wish.
STRENGTH = ("pledged", "agreed", "will", "willing", "wishes")
_FIRM = frozenset({"pledged", "agreed", "will"})
# What parts two promises in one sentence. A clause shorter than this goes with the one before it: "agreed that they will".
_JOINT = re.compile(r"[,;，；]|\band\b|\bvà\b|\bđồng thời\b|และ|พร้อมทั้ง|รวมถึง|并|並|及|및|며|고(?=\s)|និង|ហើយ|ແລະ|ພ້ອມທັງ")
_SHORTEST = 14
_BY = re.compile(
    r"(?:\b(?:before|by|until|no later than|not later than)(?: the)?|trước(?: ngày)?|chậm nhất(?: là)?(?: vào)?(?: ngày)?|hạn chót(?: là)?|ภายใน(?:วันที่)?|ก่อน(?:วันที่)?"
    r"|មុន(?:ថ្ងៃទី)?|ត្រឹម(?:ថ្ងៃទី)?|ກ່ອນ(?:ວັນທີ)?|ພາຍໃນ(?:ວັນທີ)?|于|最迟)\s*$", re.IGNORECASE
)  # fmt: skip
_TILL = re.compile(r"\s*(?:之?前|以前|까지|이?전|이내)")
_FOLLOWED = frozenset({"track", "country", "body", "session", "meeting"})


def find(scene: Scene, words: Words, language: str, pair: str) -> list[Fact]:
    """Commitments of one sentence. ``pair``: the two countries last talked of, who are meant by "both sides"."""
    found: list[Fact] = []
    owner = ""
    for start, end, said in _clauses(scene):
        due = _due(scene, start, end, language)
        whole = start if found else scene.start
        if due is None and not any(hit.kind in _FOLLOWED for hit in scene.hits if whole <= hit.start < end):
            continue
        word = min(said, key=lambda hit: (STRENGTH.index(hit.value), hit.start))
        # Behind the word of a promise that goes on, everything named is the other side.
        word = word if word.start >= start else word._replace(start=start, end=start)
        owner, other = _sides(scene, words, start, end, word, pair, owner)
        if not owner and word.value == "will" and any(start <= fact.start < end for fact in forums(scene, words)):
            # "The ASEAN meeting will be held in May" is a session, and nobody's promise.
            continue
        found.append(
            scene.fact(
                "commitment", word.value, start, end, owner=owner, towards=" ".join(other), first=due.first.isoformat() if due else "",
                due=due.last.isoformat() if due else "", due_as_written=_as_written(scene, start, end, due, language), rule=due.rule if due else "",
            )
        )  # fmt: skip
    return found


def _clauses(scene: Scene) -> list[tuple[int, int, list[Hit]]]:
    """The sentence, parted where a second promise begins: behind a comma or "and", or behind the due day of the first."""
    said = sorted(scene.of("promise"))
    groups: list[tuple[int, list[Hit]]] = []
    for hit in said:
        if not groups:
            groups.append((scene.start, [hit]))
            continue
        last = groups[-1][1][-1]
        cuts = [last.end + joint.end() for joint in _JOINT.finditer(scene.text[last.end : hit.start])]
        cuts = [cut for cut in cuts if cut - last.end >= _SHORTEST]
        if cuts and hit.value in _FIRM and last.value in _FIRM:
            groups.append((cuts[-1], [hit]))
        else:
            groups[-1][1].append(hit)
    if not groups:
        return []
    ends = [start for start, _ in groups[1:]] + [scene.end]
    found = []
    for (start, hits), end in zip(groups, ends, strict=True):
        cut = _second_due(scene, hits, end)
        found.append((*_trimmed(scene.text, start, cut or end), hits))
        if cut:
            found.append((*_trimmed(scene.text, cut, end), hits))
    return found


def _second_due(scene: Scene, hits: list[Hit], end: int) -> int:
    """Where a promise goes on with another due day behind an "and": "…within two weeks, and before 30 June sign …"; 0 where it does not."""
    dues = [
        when
        for when in _ahead(scene, hits[0].start, end)
        if is_deadline(scene.text, when) or (when.rule.startswith("span:") and not when.rule.endswith(":next"))
    ]
    if len(dues) < 2 or hits[-1].value not in _FIRM:
        return 0
    joints = [joint.end() for joint in _JOINT.finditer(scene.text, dues[0].end, dues[1].start)]
    return joints[0] if joints and joints[0] > hits[-1].end else 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;，；、"):
        end -= 1
    return start, end


def _sides(
    scene: Scene, words: Words, start: int, end: int, word: Hit, pair: str, before: str
) -> tuple[str, Sequence[str]]:
    """Who owes it and to whom. "Both sides" owe it to each other; a clause without a country goes on with the owner before it."""
    front = scene.text[start : word.start].casefold()
    if " " in pair and any(both.casefold() in front for both in words.list("people", "both")):
        return pair, []
    named = scene.countries(start, word.start)
    owner = named[-1] if len(set(named)) == 1 else (named[0] if named else before or scene.speaker)
    if " " in owner:
        return owner, []
    elsewhere = {fact.details.get("country", "") for fact in forums(scene, words)}
    other = [code for code in scene.countries(start, end) if code != owner and code not in elsewhere]
    if not other and scene.speaker not in ("", owner):
        other = [scene.speaker]
    return owner, other


def _ahead(scene: Scene, start: int, end: int) -> list[When]:
    return [
        when
        for when in scene.whens
        if start <= when.start < end and scene.published is not None and when.last > scene.published
    ]


def is_deadline(text: str, when: When) -> bool:
    """It says "within" itself, or a word for "by" or "before" stands at it."""
    at = bool(_BY.search(text[max(0, when.start - 20) : when.start]) or _TILL.match(text[when.end : when.end + 4]))
    return when.is_within or at or "before" in when.rule


def _due(scene: Scene, start: int, end: int, language: str) -> When | None:
    ahead = _ahead(scene, start, end)
    deadline = next((when for when in ahead if is_deadline(scene.text, when)), None)
    # The narrowest says most: "next month" before "this year".
    named = min(
        (when for when in ahead if not when.rule.startswith("span:")),
        key=lambda when: (when.last - when.first, when.start),
        default=None,
    )
    return deadline or _span(scene, start, end, language) or named


def _span(scene: Scene, start: int, end: int, language: str) -> When | None:
    """A month, quarter or year that is named as an end and lies ahead; "in October they agreed" is no end."""
    if scene.published is None:
        return None
    for one in spans.find(scene.text[start:end], language, scene.published):
        is_end = not one.rule.endswith(":next") or "end_" in one.rule or "before" in one.rule
        if is_end and one.last > scene.published:
            return one._replace(start=one.start + start, end=one.end + start)
    return None


def _as_written(scene: Scene, start: int, end: int, due: When | None, language: str) -> str:
    """The words that say when; where no day follows from them, those as well."""
    if due is not None:
        return scene.text[due.start : due.end].strip()
    open_end = spans.unclear(scene.text[start:end], language)
    if open_end is None or open_end.reason == "soon":
        return ""
    return scene.text[start + open_end.start : start + open_end.end].strip()
