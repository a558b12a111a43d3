"""A paper as PDF, by Typst. The program is `paper.typ`, always the same; the paper reaches it as data."""

import json
import re
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path
from typing import Any

import typst

from weft.findings.markup import visible
from weftnode.papers import runs
from weftnode.papers.blocks import Bars, Block, Facts, Figure, Heading, Note, Paper, Points, Table, Text

# Families that draw what is not shipped, as `paper.typ` names them.
_SYSTEM = {
    "zh": ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Zen Hei"),
    "ko": ("Noto Sans CJK KR", "Noto Sans KR", "Source Han Sans KR", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic"),
    "ja": ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans", "Yu Gothic", "Hiragino Sans"),
}  # fmt: skip
# What the shipped fonts draw: Latin with its marks, punctuation, currency signs, arrows, and the four scripts of their own.
_SHIPPED = re.compile(
    "^[\n\x20-\x7e\u00a0-\u024f\u0300-\u0323\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u1e00-\u1eff\u2000-\u206f\u20a0-\u20bf\u2190-\u2193\u2212]*$"
)
_LONG = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffef]{28,}")
_PIECE = 8


def pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF (PDF/UA-1). The same paper gives the same bytes while the same fonts are at hand."""
    data = json.dumps(_described(paper), ensure_ascii=False)
    fonts = _fonts(with_system=not _SHIPPED.match(_everything(paper)))
    asked: dict[str, Any] = {"font_paths": fonts, "format": "pdf", "sys_inputs": {"paper": data}}
    asked["timestamp"] = int(paper.made_at.timestamp()) if paper.made_at else 0
    try:
        made = typst.compile(_program(), pdf_standards="ua-1", **asked)
    except typst.TypstError:
        # PDF/UA-1 refuses characters that no font at hand can draw. A paper with an empty box is better than none.
        made = typst.compile(_program(), **asked)
    assert isinstance(made, bytes)
    return made


def lacking(paper: Paper) -> list[str]:
    """Codes of languages (``zh``, ``ko``, ``ja``) in the paper whose letters no font of this machine draws."""
    seen = runs.scripts(_everything(paper)) & _SYSTEM.keys()
    at_hand = set(_fonts(with_system=True).families()) if seen else set()
    return sorted(code for code in seen if at_hand.isdisjoint(_SYSTEM[code]))


@cache
def _program() -> bytes:
    return resources.files("weftnode.papers").joinpath("paper.typ").read_bytes()


@cache
def _fonts(*, with_system: bool) -> typst.Fonts:
    folder = Path(str(resources.files("weftnode.papers").joinpath("fonts")))
    return typst.Fonts(include_system_fonts=with_system, include_embedded_fonts=True, font_paths=[folder])


def _everything(paper: Paper) -> str:
    words: list[str] = [paper.title, paper.subtitle, paper.marking, paper.reference]
    for block in paper.blocks:
        words += _words(block)
    return "\n".join(words)


def _words(block: Block) -> list[str]:
    match block:
        case Heading() | Text() | Note():
            return [block.text]
        case Points():
            return list(block.items)
        case Facts():
            return [word for row in block.rows for word in row]
        case Table():
            return [block.caption, *block.head, *(word for row in block.rows for word in row)]
        case Figure():
            return [block.label, block.numerator, block.denominator, block.period, block.source, block.address]
        case Bars():
            return [block.caption, *(word for label, _, shown in block.rows for word in (label, shown))]


def _described(paper: Paper) -> dict[str, Any]:
    lang = paper.language.split("-")[0] or "en"
    blocks: list[dict[str, Any]] = []
    level = 0
    for is_figure, group in groupby(paper.blocks, lambda one: isinstance(one, Figure)):
        if is_figure:
            rows = [_figure(one, lang) for one in group if isinstance(one, Figure)]
            blocks.append({"block": "figures", "rows": rows})
            continue
        for one in group:
            if isinstance(one, Heading):
                if not one.text.strip():
                    continue
                level = max(1, min(one.level, level + 1, 3))
            blocks.append(_block(one, lang, level))
    return {
        "title": " ".join(visible(paper.title).split()) or "–",
        "head": _said(paper.title, lang),
        "subtitle": _said(paper.subtitle, lang),
        "lang": lang,
        "marking": paper.marking,
        "banner": _said(paper.marking, "en"),
        "colour": paper.colour,
        "reference": _said(paper.reference, lang),
        "blocks": blocks,
    }


def _block(one: Block, lang: str, level: int) -> dict[str, Any]:
    match one:
        case Heading():
            return {"block": "heading", "level": level, "text": _said(one.text, lang)}
        case Text() | Note():
            spoken = one.lang.split("-")[0] or lang
            lines = [_said(line, spoken) for line in one.text.splitlines() if line.strip()]
            return {"block": "text" if isinstance(one, Text) else "note", "lang": spoken, "lines": lines}
        case Points():
            return {"block": "points", "numbered": one.numbered, "items": [_said(item, lang) for item in one.items]}
        case Facts():
            return {"block": "facts", "rows": [[_said(a, lang), _said(b, lang)] for a, b in one.rows]}
        case Table():
            wide = len(one.head)
            rows = [[_said(cell, lang) for cell in [*row, *[""] * wide][:wide]] for row in one.rows]
            head = [_said(cell, lang) for cell in one.head]
            return {
                "block": "table",
                "caption": _said(one.caption, lang),
                "numbers": sorted(one.numbers),
                "head": head,
                "rows": rows,
            }
        case Bars():
            most = max((length for _, length, _ in one.rows), default=0) or 1
            rows_ = [
                {"label": _said(a, lang), "share": max(b, 0) / most * 100, "shown": _said(c, lang)}
                for a, b, c in one.rows
            ]
            return {"block": "bars", "caption": _said(one.caption, lang), "rows": rows_}
        case Figure():
            return {"block": "figures", "rows": [_figure(one, lang)]}


def _figure(one: Figure, lang: str) -> dict[str, Any]:
    source = ". ".join(part for part in (one.period, one.source) if part)
    return {
        "label": _said(one.label, lang),
        "numerator": _said(one.numerator, lang),
        "denominator": _said(one.denominator, lang),
        "source": _said(source, lang),
        "address": one.address if one.address.startswith(("https://", "http://")) else "",
        "shown": _said(one.address, "en"),
    }


def _said(text: str, lang: str) -> list[tuple[list[str], str]]:
    """Runs, each cut where a long word may break."""
    return [(_pieces(run), code) for run, code in runs.of(text, lang)]


def _pieces(run: str) -> list[str]:
    """The run in pieces between which a line may end: only inside of words that are longer than a column."""
    pieces, at = [], 0
    for found in _LONG.finditer(run):
        for cut in range(found.start() + _PIECE, found.end(), _PIECE):
            pieces.append(run[at:cut])
            at = cut
    return [*pieces, run[at:]]
