"""An article's text in sentences, with what was found marked in it and named beside it."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from weftnode.articles.models import Article, Finding

# Kinds that are a whole sentence: they colour its edge and not its words.
_WHOLE = frozenset({"commitment", "cooperation"})


class Row(NamedTuple):
    """One sentence."""

    number: int
    """From 1, as the address of a sentence has it: ``#s4``."""
    text: SafeString
    findings: list[Finding]
    opens: bool
    """Whether a paragraph begins with it."""


def rows(article: Article, findings: Sequence[Finding]) -> list[Row]:
    """The sentences in order. Long texts are shown in part: as far as they were read."""
    by_sentence: dict[int, list[Finding]] = {}
    for one in findings:
        by_sentence.setdefault(one.sentence, []).append(one)
    found, last = [], 0
    for number, (start, end) in enumerate(article.sentences):
        here = by_sentence.get(number, [])
        found.append(
            Row(
                number + 1, _text(article.text, start, end, here), here, number > 0 and "\n" in article.text[last:start]
            )
        )
        last = end
    return found


def _text(text: str, start: int, end: int, findings: Sequence[Finding]) -> SafeString:
    """The sentence with marks: cut wherever one begins or ends, each piece marked as the shortest that covers it."""
    inline = [one for one in findings if one.kind not in _WHOLE and one.state != Finding.State.REJECTED]
    cuts = sorted({start, end, *(place for one in inline for place in (one.start, one.end) if start < place < end)})
    pieces: list[SafeString] = []
    waiting = sorted(inline, key=lambda one: -one.start)
    covering: list[Finding] = []
    for a, b in itertools.pairwise(cuts):
        while waiting and waiting[-1].start <= a:
            covering.append(waiting.pop())
        covering = [one for one in covering if one.end >= b]
        shortest = min(covering, key=lambda one: one.end - one.start, default=None)
        if shortest is None:
            pieces.append(format_html("{}", text[a:b]))
        else:
            pieces.append(
                format_html('<mark class="said said-{} {}">{}</mark>', shortest.kind, shortest.state, text[a:b])
            )
    return format_html_join("", "{}", ((piece,) for piece in pieces))
