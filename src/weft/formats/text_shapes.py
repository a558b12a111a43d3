"""Text that is not prose: chats saved from an app, letters, forms of ``Name: value`` lines, columns set by blanks, lists."""

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Final

from weft import kinds
from weft.formats import dates, headers

# WhatsApp writes "03/10/2025, 10:16 - Ann: hello", Telegram "[2025/10/03 10:16] Ann: …", LINE "10:16<TAB>Ann<TAB>hello",
# KakaoTalk "2025년 10월 3일 오전 10:15, 홍길동 : …", WeChat "2025-10-03 10:16:02 Ann".
_MESSAGE: Final = re.compile(
    r"[\[\u200e]*\d{1,4}(?:[./-]\s?|년\s?)\d{1,2}(?:[./-]\s?|월\s?)\d{1,4}[일.]?,?\s{0,2}(?:오전|오후|上午|下午|午前|午後)?\s?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?\]?"
    r"(?:\s?-\s|,?\s)\S|\[[^\[\]]{1,60}\] \[[^\[\]]{0,6}\s?\d{1,2}:\d{2}(?:\s?[AP]M)?\] |\d{1,2}:\d{2}(?:\s?[AP]M)?\t[^\t]+\t",
    re.IGNORECASE,
)
_MOST_ALIGNED: Final = 200_000
_WIDEST_ALIGNED: Final = 2_000
_LONGEST_VALUE: Final = 60
_SCHEME: Final = re.compile(r"h(?:tt|xx)ps?://", re.IGNORECASE)
_LONGEST_TITLE: Final = 100
_FIELD: Final = re.compile(r"\s{0,8}([^\s:：][^:：\n]{0,48}?)\s{0,4}[:：]\s{0,4}(?!//)(.*)", re.DOTALL)


def is_chat(lines: Sequence[str]) -> bool:
    """Whether a third of the lines (messages may have several) are messages with their time and writer."""
    written = [line for line in lines if line.strip()]
    return len(written) >= 3 and sum(1 for line in written if _MESSAGE.match(line)) * 3 >= len(written)


def letter_ends(lines: Sequence[str]) -> int | None:
    """The line on which a letter ends and its writer's own name and address begin, or None when the text is no letter.

    It opens within its first fifteen lines of text and closes within its last ten, once each: several letters are told apart by rules.
    """
    written = [number for number, line in enumerate(lines) if line.strip()]
    openings, closings = _letter_words()
    opened = [number for number in written if _begins(lines[number], openings)]
    closed = [number for number in written if _begins(lines[number], closings) and len(lines[number]) <= 60]
    if not opened or not closed or opened[0] not in written[:15] or closed[-1] not in written[-10:]:
        return None
    greetings = [number for number in opened if number not in written[:15]]
    return closed[-1] if opened[0] < closed[-1] and not greetings else None


def _begins(line: str, words: tuple[str, ...]) -> bool:
    folded = " ".join(line.casefold().split())
    return any(
        folded.startswith(word) and not (word.isascii() and folded[len(word) : len(word) + 1].isalnum())
        for word in words
    )


@lru_cache(maxsize=1)
def _letter_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = tomllib.loads(resources.files("weft.formats").joinpath("letters.toml").read_text("utf-8"))
    return tuple(words["openings"]), tuple(words["closings"])


def aligned(lines: Sequence[str]) -> list[list[str]] | None:
    """Rows of a table whose columns are set with blanks, or None when the lines are none.

    Columns part where two blanks or more stand above each other in nearly all lines; the first line must hold names that we know.
    """
    written = [(number, line.expandtabs()) for number, line in enumerate(lines) if line.strip()]
    if len(written) < 3 or len(written) > _MOST_ALIGNED or max(len(line) for _, line in written) > _WIDEST_ALIGNED:
        return None
    sample = [line for _, line in written[:200]]
    width = max(map(len, sample))
    taken = [0] * (width + 1)
    for line in sample:
        for at, character in enumerate(line):
            taken[at] += character != " "
    most = len(sample) // 20
    starts = [at for at in range(width) if taken[at] > most and (at == 0 or (at > 1 and taken[at - 1] <= most))]
    starts = [at for at in starts if at == 0 or sample[0][at - 2 : at] == "  "]
    if len(starts) < 2 or starts[0] != 0:
        return None
    ends = [*starts[1:], None]
    rows = [[line[a:b].strip() for a, b in zip(starts, ends, strict=True)] for _, line in written]
    known = sum(headers.best(cell)[1] >= 0.75 for cell in rows[0])
    return rows if known * 2 >= len(starts) and known >= 2 else None


def ruled(lines: Sequence[str]) -> tuple[int, list[list[str]]] | None:
    """(index of the names' line, rows with the names first) of a print whose columns a line of dashes shows, or None."""
    for place, line in enumerate(lines[:60]):
        if place and _RULER.fullmatch(line) and lines[place - 1].strip() and len(line) <= _WIDEST_ALIGNED:
            starts = [found.start() for found in re.finditer(r"[-=]+", line)]
            ends = [*starts[1:], None]
            starts[0] = 0
            rows = [
                [text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
                for text in map(str.expandtabs, lines[place - 1 :])
            ]
            return (place - 1, rows) if sum(headers.best(cell)[1] >= 0.6 for cell in rows[0]) > 1 else None
    return None


_RULER: Final = re.compile(r"\s{0,20}[-=]{2,}(?:\s{1,8}[-=]{2,}){1,80}\s{0,20}")


def fields(paragraph: str) -> list[tuple[str, str]] | None:
    """(name, value) of a form's lines, or None when the paragraph is prose. Lines without a name go on with the value before."""
    found: list[tuple[str, str]] = []
    titles: list[tuple[str, str]] = []
    told: set[str] = set()
    known = lines = 0
    for line in paragraph.split("\n"):
        match = _FIELD.fullmatch(line)
        if match:
            lines += 1
            known += headers.best(match[1])[1] >= 0.6
            found.append((match[1], match[2].strip()))
        elif found and len(line) > _LONGEST_VALUE and len(found[-1][1]) <= _LONGEST_VALUE and found[-1][0] not in told:
            # A line of prose under short values is the story, and goes on with none of them.
            told.add("text")
            found.append(("text", line.strip()))
        elif found and line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.strip()}".strip())
        elif line.strip():
            # A form may have a title over it.
            if lines or titles or len(line) > _LONGEST_TITLE:
                return None
            titles.append(("title", line.strip()))
    found = titles + found
    return found if known >= 2 and known * 2 >= lines else None


def is_labelled_list(lines: Sequence[str]) -> bool:
    """Whether nearly every line names a kind and something of it, one kind again and again: "SĐT: 0987… - fake police"."""
    written = [line for line in lines if line.strip() and not line.lstrip().startswith("#")][:200]
    labels = [
        match[1].strip() for line in written if (match := _FIELD.fullmatch(line)) and headers.kind_named(match[1])
    ]
    return len(written) >= 3 and len(labels) * 10 >= 9 * len(written) and len(set(labels)) < len(labels)


def is_title(text: str) -> bool:
    """Whether a paragraph is one short line that names nothing."""
    return "\n" not in text and len(text) <= _LONGEST_TITLE and not kinds.find(text, None)


def is_list(lines: Sequence[str]) -> bool:
    """Whether nearly every line is one identifier that proves itself, and nothing else: a list, not a story."""
    entries = [one for line in lines if (one := entry(line))][:200]
    if len(entries) < 3:
        return False
    alone = sum(1 for entry in entries if _is_identifier(entry))
    return alone * 10 >= 9 * len(entries)


def entry(line: str) -> str:
    """What a line of a list names: without a comment, a hosts file's address before it, or a filter's signs; "" for a comment."""
    if line.lstrip().startswith(("#", "!")):
        return ""
    one = _COMMENT.sub("", line).strip()
    one = _HOSTS.sub("", one)
    if one.startswith("||") and one.endswith("^"):
        one = one[2:-1]
    return "" if one in _OWN_HOST else one


# "0.0.0.0 evil.com   # since May"
_COMMENT: Final = re.compile(r"\s#.*", re.DOTALL)
_HOSTS: Final = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|::1?)\s+(?=\S)")
_OWN_HOST: Final = frozenset(["localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost"])


def day_of_chat(lines: Sequence[str]) -> str:
    """The day of a chat's last message as ISO writes it, or "" when none can be read."""
    days = [found[0] for line in lines if (found := _DAY.search(line[:40]))]
    order = dates.order_of(days).name
    read = (dates.parse(day, order) for day in reversed(days[-20:]))
    return next((day.isoformat() for day in read if day), "")


_DAY: Final = re.compile(
    r"(?<!\d)(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\d{4}\.? ?[년.] ?\d{1,2}[월.] ?\d{1,2}[일.])"
)


def _is_identifier(entry: str) -> bool:
    if len(entry) > 2083:
        return False
    found = [*kinds.kind("wallet").clean(entry, None), *kinds.find(entry, None)]
    bare = _SCHEME.sub("", entry).rstrip("/")
    return any(one.end - one.start >= len(bare) - 2 for one in found)
