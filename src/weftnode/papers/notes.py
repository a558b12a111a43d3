"""Footnotes of a Word file, which the library does not know (ECMA-376 part 1, 17.11)."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
# Word wants the two lines that part notes from text, before any note.
_LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def mark(paragraph: Paragraph, number: int) -> None:
    """The raised number in the text."""
    run = paragraph.add_run()
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)  # noqa: SLF001 -- footnotes have no door in the library


def attach(document: Document, notes: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Put the notes, each a list of (words, language tag), into the file; note 1 is the first."""
    if not notes:
        return
    written = "".join(_note(number, note) for number, note in enumerate(notes, 1))
    text = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:footnotes {nsdecls("w")}>{_LINES}{written}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _TYPE, text.encode(), document.part.package)
    document.part.relate_to(part, _RELATION)


def _note(number: int, note: Sequence[tuple[str, str]]) -> str:
    small = '<w:sz w:val="17"/><w:szCs w:val="17"/>'
    words = "".join(
        f"<w:r><w:rPr>{small}<w:lang w:val={quoteattr(tag)} w:eastAsia={quoteattr(tag)} w:bidi={quoteattr(tag)}/></w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        for text, tag in note
    )
    raised = f'<w:r><w:rPr>{small}<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    return f'<w:footnote w:id="{number}"><w:p>{raised}{words}</w:p></w:footnote>'
