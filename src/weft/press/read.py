"""A news article as a sourced record: rules and word lists, no model, nothing fetched."""

import bisect
import datetime as dt
import re
import unicodedata

from weft.errors import InputProblem
from weft.formats import encodings
from weft.press import dateline, events, figures, people, promises, sentences, spans, when
from weft.press.article import Article, Fact
from weft.press.gazetteer import Hit
from weft.press.words import LANGUAGES, Words
from weft.press.words import of as words_of

# Longer texts are no article; what lies beyond is said to be unread.
LONGEST = 200_000
_DATELINE = 600
# Headlines of the region's agencies stay below; the first paragraph of news is longer.
_HEADLINE = 180
# "PHNOM PENH, May 6 (AKP) --", "(曼谷5月6日电)", "[방콕=연합뉴스]": a line that opens with its place, a bracket or a dash is the news itself.
_DATED = re.compile(r"[(\[【（]|.{0,60}?(?:\s--\s|\s[—–-]\s|[)）】\]]\s*[—–-])")
_ACRONYM = re.compile(
    r"(?<=[^\W\d_][ )])\([A-Z][A-Z-]{1,9}[A-Z]\)|(?<=[\u0e00-\u9fff\uac00-\ud7a3])[(（][A-Z]{3,9}[)）]"
)
_SINCE = re.compile(r"(?:\bsince|\bfrom|\blast|\bin late|kể từ|từ|ตั้งแต่|นับแต่|เมื่อ|自|从|從|តាំងពី|ຕັ້ງແຕ່)\s*$", re.IGNORECASE)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


class ArticleNotRead(InputProblem):
    """A text that holds no sentence, or a language that was asked for and is not known."""

    code = "input.article"


def read(text: str, *, published: dt.date | None = None, language: str | None = None) -> Article:
    """Facts of one article, as suggestions. ``published`` overrides the day the text gives; relative dates count from it.

    Raises ArticleNotRead for an empty text or a ``language`` outside of LANGUAGES.
    """
    plain = unicodedata.normalize("NFC", text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff"))
    notes = [f"only the first {LONGEST:,} of {len(text):,} characters were read"] if len(text) > LONGEST else []
    if language is not None and language not in LANGUAGES:
        raise ArticleNotRead(f"no word list for {language!r}", hint=f"Use one of {', '.join(LANGUAGES)}.")
    parts = sentences.split(plain)
    if not parts:
        raise ArticleNotRead("the text holds no sentence", hint="Save the article's text and give that file.")
    spoken = language or sentences.language_of(plain)
    words = words_of(spoken)
    hits = _meant(plain, words, words.gazetteer.find(plain), parts)
    hits = sorted([*hits, *_acronyms(plain, hits)])
    line = dateline.read(plain, words, hits)
    day = published or _published(plain, words, hits, line)
    if day is None:
        found = "the date line names no year" if line is not None and line.has_day else "no day of publication found"
        notes.append(f"{found}: relative dates are left out (give --published)")
    whens = when.find(plain, words, hits, day)
    whens = _longest(whens + _spans(plain, spoken, day))
    persons = people.find(plain, words, hits, parts)
    title = _title(plain, parts, hits)
    facts = _facts(plain, words, hits, whens, persons, parts, day, spoken, 1 if title and len(parts) > 1 else 0)
    return Article(
        text=plain,
        language=spoken,
        title=title,
        published=day,
        agency=(line.agency if line else "") or _agency(plain, hits),
        place=(line.place if line else "") or _place(plain, hits),
        sentences=tuple(parts),
        facts=tuple(facts),
        notes=tuple(notes),
    )


def _title(text: str, parts: list[tuple[int, int]], hits: list[Hit]) -> str:
    """The headline: a first line that is one sentence and no paragraph of news. Empty where the text begins with the news itself."""
    line = text[parts[0][0] :].split("\n", maxsplit=1)[0].strip()
    said = re.sub(r"^(?:date\s+)?\d{4}-\d{2}-\d{2}\s+", "", line)
    alone = len(parts) == 1 or parts[1][0] >= parts[0][0] + len(line)
    named = any(hit.kind == "agency" and hit.start < parts[0][0] + len(line) for hit in hits)
    is_news = named or len(said) > _HEADLINE or said.endswith((".", "。", "។")) or bool(_DATED.match(said))
    return "" if is_news or not alone else said


def _meant(text: str, words: Words, hits: list[Hit], parts: list[tuple[int, int]]) -> list[Hit]:
    """Hits without countries that are everyday words here: those need a word before them that names places."""
    doubtful = set(words.list("ambiguous", "countries"))
    if not doubtful:
        return hits
    cues = words.list("ambiguous", "cues")
    starts = {start for start, _ in parts}
    kept = []
    for hit in hits:
        if hit.kind == "country" and text[hit.start : hit.end] in doubtful:
            front = text[max(0, hit.start - 14) : hit.start].rstrip(" ,-")
            after = text[hit.end : hit.end + 2]
            is_name = after[:1] == " " and after[1:].isupper()
            if hit.start in starts or is_name or not front.endswith(tuple(cues)):
                continue
        kept.append(hit)
    return kept


def _acronyms(text: str, hits: list[Hit]) -> list[Hit]:
    """Bodies that are named by their first letters in brackets behind their full name: "… Coordinating Center (CICC)"."""
    known = {hit.start for hit in hits}
    return [
        Hit(found.start() + 1, found.end() - 1, "organ", found[0][1:-1])
        for found in _ACRONYM.finditer(text)
        if found.start() + 1 not in known
    ]


def _spans(text: str, language: str, day: dt.date | None) -> list[when.When]:
    """Months, quarters and years that are named: "in May", "第二季度". No deadlines by themselves."""
    if day is None:
        return []
    found = [one._replace(is_within=False) for one in spans.find(text, language, day)]
    # "Since July" looks back, and spans look ahead.
    return [one for one in found if not (one.rule.endswith(":next") and _SINCE.search(text[: one.start][-12:]))]


def _longest(found: list[when.When]) -> list[when.When]:
    """In order, without what stands inside of something longer: "this year" in "the second quarter of this year"."""
    kept: list[when.When] = []
    end = -1
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.start >= end:
            kept.append(one)
            end = one.end
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
            end = one.end
    return kept


def _published(text: str, words: Words, hits: list[Hit], line: dateline.Dateline | None) -> dt.date | None:
    """The day in the first lines: a stamp, or the date line."""
    stamp = _ISO.search(text[:_DATELINE])
    if stamp:
        try:
            return dt.date(int(stamp[1]), int(stamp[2]), int(stamp[3]))
        except ValueError:
            return None
    if line is not None and line.published is not None:
        return line.published
    dated = [one for one in when.find(text[:_DATELINE], words, hits, None) if not promises.is_deadline(text, one)]
    return dated[0].first if dated else None


def _agency(text: str, hits: list[Hit]) -> str:
    """The agency named first in the date line, or in the last lines."""
    named = [hit for hit in hits if hit.kind == "agency"]
    edge = [hit for hit in named if hit.start < _DATELINE * 2 or hit.start > len(text) - _DATELINE // 2]
    return edge[0].value if edge else ""


def _place(text: str, hits: list[Hit]) -> str:
    """The city of the date line: the one nearest to the agency, or one that opens a paragraph."""
    early = [hit for hit in hits if hit.kind == "place" and hit.start < _DATELINE * 2]
    agencies = [hit for hit in hits if hit.kind == "agency" and hit.start < _DATELINE * 2]
    near = [
        (min(abs(hit.start - agency.end), abs(agency.start - hit.end)), hit.start, hit.value)
        for hit in early
        for agency in agencies
    ]
    if near and min(near)[0] <= 40:
        return min(near)[2].partition("|")[0]
    opening = [hit for hit in early if not text[text.rfind("\n", 0, hit.start) + 1 : hit.start].strip(" ([—–-")]
    return opening[0].value.partition("|")[0] if opening else ""


def _facts(
    text: str, words: Words, hits: list[Hit], whens: list[when.When], persons: list[people.Person],
    parts: list[tuple[int, int]], published: dt.date | None, language: str, headlines: int,
) -> list[Fact]:  # fmt: skip
    facts: list[Fact] = []
    starts = [start for start, _ in parts]
    for person in persons:
        number = bisect.bisect_right(starts, person.start) - 1
        details = {
            "office": " ".join(sorted(person.offices)),
            "country": person.country,
            "mentions": str(len(person.mentions)),
        }
        kept = {name: value for name, value in details.items() if value}
        facts.append(
            Fact("person", person.name, text[person.start : person.end], number, person.start, person.end, kept)
        )
    named: set[tuple[str, str]] = set()
    pair = speaker = ""
    for number, (start, end) in enumerate(parts):
        here = [person for person in persons if any(start <= at < end for at, _ in person.mentions)]
        speaker = next((person.country for person in here if person.country), speaker)
        scene = events.Scene(
            number, start, end, text, [hit for hit in hits if start <= hit.start < end],
            [one for one in whens if start <= one.start < end], here, speaker, published,
        )  # fmt: skip
        pair = events.pair_of(scene, words) or pair
        facts += [*_once(scene, named), *events.tracks(scene, pair)]
        if number < headlines:
            # What a headline says, the text below says again and better.
            continue
        for more in (
            events.meetings(scene, words), events.visits(scene), events.occasions(scene, words), events.cooperation(scene), events.forums(scene, words),
            promises.find(scene, words, language, pair),
        ):  # fmt: skip
            facts += more
        facts += _dates_and_numbers(
            scene,
            [fact for fact in facts if fact.sentence == number and fact.kind in ("meeting", "occasion")],
            words,
            language,
        )
    return facts


def _once(scene: events.Scene, named: set[tuple[str, str]]) -> list[Fact]:
    """Countries, bodies, places and groups of victims where they are first named."""
    found = []
    for hit in scene.hits:
        kind, value = "body" if hit.kind == "organ" else hit.kind, hit.value
        if kind == "body" and value == "government":
            after = next(
                (one for one in scene.of("country") if abs(one.start - hit.end) <= 3 or abs(hit.start - one.end) <= 3),
                None,
            )
            if after is None:
                continue
            value = f"government of {after.value}"
        if kind not in ("country", "body", "place", "victims") or (kind, value) in named:
            continue
        named.add((kind, value))
        name, _, country = value.rpartition("|") if kind == "place" else (value, "", "")
        found.append(scene.fact(kind, name, hit.start, hit.end, country=country))
    return found


def _dates_and_numbers(scene: events.Scene, told: list[Fact], words: Words, language: str) -> list[Fact]:
    found = [
        scene.fact("date", f"{one.first.isoformat()}/{one.last.isoformat()}", one.start, one.end, deadline="yes" if one.is_within else "")
        for one in scene.whens
    ]  # fmt: skip
    taken = sorted([(one.start, one.end) for one in scene.whens] + [(one.start, one.end) for one in told])
    starts = [start for start, _ in taken]
    for figure in figures.find(scene.text, scene.start, scene.end, words, language):
        # Spans of days and meetings do not nest deeply: looking at the two around is enough.
        at = bisect.bisect_right(starts, figure.start)
        if any(start < figure.end and figure.start < end for start, end in taken[max(0, at - 2) : at + 2]):
            continue
        found.append(
            scene.fact(
                "number", figure.value, figure.start, figure.end, unit=figure.unit, currency=figure.currency, bound=figure.bound
            )
        )  # fmt: skip
    return found


def text_of(data: bytes) -> str:
    """A file's bytes as text, in whatever encoding of the region they are; bytes that fit none become U+FFFD."""
    return data.decode(encodings.detect(data[: 4 * LONGEST]).name, errors="replace")
