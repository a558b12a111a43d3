"""A news article as a sourced record: rules and word lists, no model, nothing fetched."""

import bisect
import datetime as dt
import re
import unicodedata

from weft.errors import InputProblem
from weft.formats import encodings
from weft.press import events, people, sentences, when
from weft.press.article import Article, Fact
from weft.press.gazetteer import Hit
from weft.press.words import LANGUAGES, Words
from weft.press.words import of as words_of

# Longer texts are no article; what lies beyond is said to be unread.
LONGEST = 200_000
_DATELINE = 600
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|(?<![\w.,/-])\d+(?:[.,]\d+)?(?![\w/-])")


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
    spans = sentences.split(plain)
    if not spans:
        raise ArticleNotRead("the text holds no sentence", hint="Save the article's text and give that file.")
    spoken = language or sentences.language_of(plain)
    words = words_of(spoken)
    hits = _meant(plain, words, words.gazetteer.find(plain), spans)
    day = published or _published(plain, words, hits)
    if day is None:
        notes.append("no day of publication found: relative dates are left out (give --published)")
    whens = when.find(plain, words, hits, day)
    persons = people.find(plain, words, hits, spans)
    facts = _facts(plain, words, hits, whens, persons, spans, day)
    return Article(
        text=plain,
        language=spoken,
        title=_title(plain, spans),
        published=day,
        agency=_agency(plain, hits),
        place=_place(plain, hits),
        sentences=tuple(spans),
        facts=tuple(facts),
        notes=tuple(notes),
    )


def _title(text: str, spans: list[tuple[int, int]]) -> str:
    first = text[spans[0][0] : spans[0][1]].split("\n", maxsplit=1)[0]
    return re.sub(r"^(?:date\s+)?\d{4}-\d{2}-\d{2}\s+", "", first)


def _meant(text: str, words: Words, hits: list[Hit], spans: list[tuple[int, int]]) -> list[Hit]:
    """Hits without countries that are everyday words here: those need a word before them that names places."""
    doubtful = set(words.list("ambiguous", "countries"))
    if not doubtful:
        return hits
    cues = words.list("ambiguous", "cues")
    starts = {start for start, _ in spans}
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


def _published(text: str, words: Words, hits: list[Hit]) -> dt.date | None:
    """The day in the first lines: a stamp, or the date line."""
    stamp = _ISO.search(text[:_DATELINE])
    if stamp:
        try:
            return dt.date(int(stamp[1]), int(stamp[2]), int(stamp[3]))
        except ValueError:
            return None
    dated = [one for one in when.find(text[:_DATELINE], words, hits, None) if one.first.year > 1]
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
    spans: list[tuple[int, int]], published: dt.date | None,
) -> list[Fact]:  # fmt: skip
    facts: list[Fact] = []
    starts = [start for start, _ in spans]
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
    for number, (start, end) in enumerate(spans):
        here = [person for person in persons if any(start <= at < end for at, _ in person.mentions)]
        speaker = next((person.country for person in here if person.country), speaker)
        scene = events.Scene(
            number, start, end, text, [hit for hit in hits if start <= hit.start < end],
            [one for one in whens if start <= one.start < end], here, speaker, published,
        )  # fmt: skip
        pair = events.pair_of(scene, words) or pair
        facts += _once(scene, named)
        for more in (
            events.meetings(scene, words), events.visits(scene), events.occasions(scene, words), events.cooperation(scene), events.forums(scene, words),
            events.tracks(scene, pair), events.promises(scene, words),
        ):  # fmt: skip
            facts += more
        facts += _dates_and_numbers(
            scene, [fact for fact in facts if fact.sentence == number and fact.kind in ("meeting", "occasion")]
        )
    return facts


def _once(scene: events.Scene, named: set[tuple[str, str]]) -> list[Fact]:
    """Countries, bodies, places and groups of victims where they are first named."""
    found = []
    for hit in scene.hits:
        kind, value = hit.kind, hit.value
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


def _dates_and_numbers(scene: events.Scene, told: list[Fact]) -> list[Fact]:
    found = [
        scene.fact("date", f"{one.first.isoformat()}/{one.last.isoformat()}", one.start, one.end, deadline="yes" if one.is_within else "")
        for one in scene.whens
    ]  # fmt: skip
    taken = [(one.start, one.end) for one in scene.whens] + [(one.start, one.end) for one in told]
    for figure in _NUMBER.finditer(scene.text, scene.start, scene.end):
        if any(start < figure.end() and figure.start() < end for start, end in taken):
            continue
        unit = re.match(
            r"\s*%|\s*[^\s\d.,;:()。，、]{1,16}", scene.text[figure.end() : min(scene.end, figure.end() + 24)]
        )
        said = unit[0].strip() if unit else ""
        found.append(scene.fact("number", figure[0], figure.start(), figure.end(), unit=said))
    return found


def text_of(data: bytes) -> str:
    """A file's bytes as text, in whatever encoding of the region they are; bytes that fit none become U+FFFD."""
    return data.decode(encodings.detect(data[: 4 * LONGEST]).name, errors="replace")
