"""A paper as DOCX, by python-docx: real styles, real footnotes, the marking in the header, and languages on every run."""

import datetime as dt
import io
import zipfile
from typing import Any

import docx as library
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table as Grid
from docx.text.paragraph import Paragraph

from weft.findings.markup import visible
from weftnode.papers import notes, runs
from weftnode.papers.blocks import Bars, Block, Facts, Figure, Heading, Note, Paper, Points, Table, Text

# A date that every ZIP can hold; the paper's own date, if it has one, is in its properties.
_EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
# Fonts that come with Word, by language: Word knows three slots (Latin, East Asian, complex script) and one font for each.
_FONTS = {
    "th": "Leelawadee UI", "lo": "Leelawadee UI", "km": "Leelawadee UI", "my": "Myanmar Text",
    "zh": "Microsoft YaHei", "ko": "Malgun Gothic", "ja": "Yu Gothic",
}  # fmt: skip
_TAGS = {
    "en": "en-GB", "vi": "vi-VN", "th": "th-TH", "lo": "lo-LA", "km": "km-KH", "my": "my-MM", "zh": "zh-CN", "ko": "ko-KR", "ja": "ja-JP",
    "ms": "ms-MY", "id": "id-ID",
}  # fmt: skip
_COMPLEX = frozenset({"th", "lo", "km", "my"})
_EASTERN = frozenset({"zh", "ko", "ja"})
_ACCENT = RGBColor(0x0B, 0x4F, 0x6C)
_QUIET = RGBColor(0x55, 0x5B, 0x66)


def docx(paper: Paper) -> bytes:
    """The paper as a Word file. The same paper gives the same bytes."""
    written = _Writing(paper)
    for block in paper.blocks:
        written.block(block)
    return written.close()


class _Writing:
    """One document on its way."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.language = paper.language.split("-")[0] or "en"
        self.document: Document = library.Document()
        self.notes: list[list[tuple[str, str]]] = []
        self.level = 0
        self.style_ids: dict[str, str] = {}
        self._styles()
        self._properties()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        for part in (section.header, section.footer):
            self._banner(part.paragraphs[0])
        foot = section.footer.add_paragraph()
        self._say(foot, f"{paper.reference}   " if paper.reference else "", quiet=True)
        _field(foot, "PAGE")
        self._say(foot, " / ", quiet=True)
        _field(foot, "NUMPAGES")
        self._say(self._paragraph("Title"), paper.title)
        if paper.subtitle:
            self._say(self._paragraph("Subtitle"), paper.subtitle)

    def block(self, one: Block) -> None:
        """Write one block."""
        match one:
            case Heading() if one.text.strip():
                self.level = max(1, min(one.level, self.level + 1, 3))
                self._say(self._paragraph(f"Heading {self.level}"), one.text)
            case Text() | Note():
                style = "Normal" if isinstance(one, Text) else "Intense Quote"
                for line in one.text.splitlines():
                    if line.strip():
                        self._say(self._paragraph(style), line, one.lang)
            case Points():
                for item in one.items:
                    self._say(self._paragraph("List Number" if one.numbered else "List Bullet"), item)
            case Facts():
                grid = self._grid(len(one.rows), 2)
                for row, pair in zip(grid.rows, one.rows, strict=True):
                    self._say(row.cells[0].paragraphs[0], pair[0], quiet=True)
                    self._say(row.cells[1].paragraphs[0], pair[1])
            case Table():
                self._table(one)
            case Figure():
                self._figure(one)
            case Bars():
                rows = tuple((label, shown) for label, _, shown in one.rows)
                self._table(Table(("", ""), rows, caption=one.caption, numbers=frozenset({1})), headless=True)

    def close(self) -> bytes:
        """The bytes, in an order and with dates that depend on nothing but the paper."""
        notes.attach(self.document, self.notes)
        raw, made = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
                entry.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(entry, source.read(name))
        return made.getvalue()

    def _table(self, one: Table, *, headless: bool = False) -> None:
        if one.caption:
            self._say(self._paragraph("Caption"), one.caption)
        width = len(one.head)
        grid = self._grid(len(one.rows) + (not headless), width)
        rows = [one.head, *one.rows] if not headless else list(one.rows)
        # Word's own objects find a cell by counting all before it: each row is asked once.
        for number, (row, words) in enumerate(zip(grid.rows, rows, strict=True)):
            for column, (cell, word) in enumerate(zip(row.cells, [*words, *[""] * width][:width], strict=True)):
                paragraph = cell.paragraphs[0]
                self._say(paragraph, word, bold=number == 0 and not headless)
                if column in one.numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if not headless:
            properties = grid.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 -- the library has no door to a repeated head
            properties.append(OxmlElement("w:tblHeader"))
        self.document.add_paragraph()

    def _figure(self, one: Figure) -> None:
        paragraph = self._paragraph("List Bullet")
        self._say(paragraph, f"{one.label}: ")
        self._say(paragraph, one.numerator, bold=True)
        if one.denominator:
            self._say(paragraph, f" / {one.denominator}", quiet=True)
        source = ". ".join(part for part in (one.period, one.source) if part)
        if said := " ".join(part for part in (source, one.address) if part):
            self.notes.append([(words, _TAGS.get(code, code)) for words, code in runs.of(said, self.language)])
            notes.mark(paragraph, len(self.notes))

    def _paragraph(self, style: str) -> Paragraph:
        """A paragraph at the end. The library would search all styles each time; the number of one does not change."""
        if style not in self.style_ids:
            self.style_ids[style] = self.document.styles[style].style_id
        made = self.document.add_paragraph()
        made._p.style = self.style_ids[style]  # noqa: SLF001 -- what the library's own door does after its search
        return made

    def _grid(self, rows: int, columns: int) -> Grid:
        grid: Grid = self.document.add_table(rows=rows, cols=columns, style="Table Grid")
        grid.autofit = True
        return grid

    def _say(
        self, paragraph: Paragraph, text: str, language: str = "", *, bold: bool = False, quiet: bool = False
    ) -> None:
        for words, code in runs.of(text, language or self.language):
            run = paragraph.add_run(words)
            if bold:
                run.bold = True
            if quiet:
                run.font.color.rgb = _QUIET
            self._run(run, code)

    def _run(self, run: Any, code: str) -> None:
        """Language and font of a run. Complex scripts have switches of their own for weight and size."""
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 -- languages of a run have no door in the library
        if font := _FONTS.get(code):
            fonts = properties.get_or_add_rFonts()
            fonts.set(qn("w:cs" if code in _COMPLEX else "w:eastAsia"), font)
        if code in _COMPLEX:
            if run.bold:
                run.font.cs_bold = True
            run.font.complex_script = True
        properties.append(_language(code))

    def _banner(self, paragraph: Paragraph) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(visible(self.paper.marking))
        run.bold = True
        run.font.size = Pt(9)
        run.font.color.rgb = RGBColor.from_string(self.paper.colour.lstrip("#"))
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "000000")):
            shade.set(qn(f"w:{name}"), value)
        run._r.get_or_add_rPr().append(shade)  # noqa: SLF001 -- shading of a run has no door in the library
        self._run(run, "en")

    def _styles(self) -> None:
        for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Intense Quote"):
            style = self.document.styles[name]
            assert isinstance(style, ParagraphStyle)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()
            for slot, font in (
                ("ascii", "Segoe UI"),
                ("hAnsi", "Segoe UI"),
                ("cs", _FONTS.get(self.language, "Leelawadee UI")),
                ("eastAsia", "Microsoft YaHei"),
            ):
                fonts.set(qn(f"w:{slot}"), font)
            if name != "Normal":
                style.font.color.rgb = _QUIET if name in {"Subtitle", "Caption"} else _ACCENT
                style.font.italic = False
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(10.5)
        normal.element.get_or_add_rPr().append(_language(self.language))

    def _properties(self) -> None:
        made = self.paper.made_at or _EPOCH
        properties = self.document.core_properties
        properties.title, properties.language = visible(self.paper.title)[:255], _TAGS.get(self.language, self.language)
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.keywords = visible(self.paper.marking)[:255]
        properties.created = properties.modified = made
        properties.revision = 1


def _language(code: str) -> Any:
    element = OxmlElement("w:lang")
    slot = "w:bidi" if code in _COMPLEX else "w:eastAsia" if code in _EASTERN else "w:val"
    element.set(qn(slot), _TAGS.get(code, code))
    return element


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word counts."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)  # noqa: SLF001 -- fields have no door in the library
