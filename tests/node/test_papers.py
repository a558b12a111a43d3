"""Printed papers: what a text holds is printed and never obeyed, every script is drawn, the marking is on every page, bytes repeat."""

import datetime as dt
import hashlib
import io
import itertools
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx as library
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from weft.release import tlp
from weftnode import papers
from weftnode.papers import Bars, Facts, Figure, Heading, Note, Paper, Points, Table, Text, runs

FONTS = Path(papers.__file__).parent / "fonts"
SCRIPTS = {
    "en": "Hold the account",
    "vi": "Phong tỏa tài khoản của người đã được xác định",
    "th": "ระงับบัญชีเงินฝาก เพื่อคืนเงินแก่ผู้เสียหาย",
    "km": "ការបង្កកគណនីធនាគារ",
    "lo": "ການອາຍັດບັນຊີທະນາຄານ",
    "my": "ငွေလိမ်မှုနှင့် ဆက်စပ်သော ဘဏ်စာရင်း",
    "zh": "冻结涉案银行账户",
    "ko": "보이스피싱 관련 계좌의 지급정지",
}
HOSTILE = [
    '#import "@preview/cetz:0.3.0"',
    '#read("/etc/hostname")',
    "$x^2$ @ref <label> *bold* _it_ `raw` \\ // not a comment",
    '"#{panic(1)}"',
    "= Heading\n- point\n+ number\n/ term: x",
    "</w:t></w:r><w:p/>&amp;]]>",
    "%PDF-1.7 endobj",
]
need_tools = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler's pdftotext is not installed")


def words(made, tmp_path):
    """What poppler reads from a PDF."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(made)
    got = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True, timeout=60)
    return got.stdout.decode()


def body(made):
    """Every text of a DOCX, tables and notes too."""
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        parts = [name for name in file.namelist() if name.startswith("word/") and name.endswith(".xml")]
        trees = {name: library.oxml.parser.parse_xml(file.read(name)) for name in parts}
    return {name: "\n".join("".join(p.itertext()) for p in tree.iter(qn("w:p"))) for name, tree in trees.items()}


def full(language="en", **more):
    blocks = (
        Heading("First"),
        Heading("Deep", 3),
        Text("One.\nTwo."),
        Facts((("Number", "K-1"), ("Account", "0xabc"))),
        Table(("Case", "Sum"), (("K-1", "8,000"), ("K-2",)), caption="Cases", numbers=frozenset({1})),
        Figure("Returned", "1.2", "8.0", "2026", "Restitutions", "https://node.invalid/cases/"),
        Figure("Found", "12"),
        Note("A lead, not evidence."),
        Points(("a", "b")),
        Points(("c",), numbered=True),
        Bars("Roles", (("Runner", 80, "80"), ("Financier", 0, "0"))),
    )
    return Paper("Brief", blocks, subtitle="For a forum", language=language, **more)


def test_fonts_that_come_along_are_those_that_were_looked_at():
    listed = dict(reversed(line.split()) for line in (FONTS / "SHA256SUMS").read_text("utf-8").splitlines())
    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in FONTS.glob("*.ttf")}
    assert found == listed
    assert (FONTS / "OFL.txt").read_text("utf-8").count("SIL Open Font License") > 0


def test_what_nobody_marked_is_red_and_what_is_no_label_is_refused():
    assert Paper("x", ()).tlp is tlp.TLP.RED
    assert Paper("x", (), marking="TLP:AMBER+STRICT PAP:AMBER").colour == "#FFC000"
    with pytest.raises(tlp.MarkingNotRead, match="AMBRE"):
        Paper("x", (), marking="TLP:AMBRE")
    with pytest.raises(tlp.MarkingNotRead):
        Paper("x", (), marking="")


@pytest.mark.parametrize("language", ["en", "vi", "th", "zh-Hans"])
def test_the_same_paper_gives_the_same_bytes(language):
    paper = full(language, made_at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), marking="TLP:AMBER")

    assert papers.pdf(paper) == papers.pdf(paper)
    assert papers.docx(paper) == papers.docx(paper)
    assert papers.docx(paper) != papers.docx(full(language, marking="TLP:AMBER"))


@need_tools
def test_everything_described_is_printed_and_the_marking_is_on_every_page(tmp_path):
    rows = tuple((f"K-{number}", str(number)) for number in range(300))
    paper = full(marking="TLP:GREEN", reference="B-7")
    long = Paper(paper.title, (*paper.blocks, Table(("Case", "Sum"), rows)), marking="TLP:GREEN", reference="B-7")

    pages = words(papers.pdf(long), tmp_path).removesuffix("\f").split("\f")

    assert len(pages) > 5
    assert [page.count("TLP:GREEN") for page in pages] == [2] * len(pages)
    assert all(
        "B-7" in page and re.search(rf"{number} ?/ ?{len(pages)}\b", page) for number, page in enumerate(pages, 1)
    )
    said = " ".join(" ".join(pages).split())
    for word in (
        "One.",
        "Two.",
        "0xabc",
        "8,000",
        "1.2 / 8.0",
        "2026. Restitutions https://node.invalid/cases/",
        "A lead, not evidence.",
        "Financier",
        "K-299",
    ):
        assert word in said, word


@need_tools
@pytest.mark.parametrize("language", sorted(SCRIPTS))
def test_every_script_is_drawn(language, tmp_path):
    paper = Paper("x", (Text(SCRIPTS[language], language),), language=language)
    if papers.lacking(paper):
        pytest.skip(f"this machine has no font for {language}; Weft ships none")

    made = papers.pdf(paper)

    # PDF/UA-1 accepts no letter without a glyph, so the claim in the file says that each was found.
    assert b"pdfuaid" in made
    # Marks may come out of order or twice: readers differ on clusters. Each letter has to be there.
    got = words(made, tmp_path)
    assert {letter for letter in SCRIPTS[language] if letter.isalpha()} - set(got) == set()


@need_tools
@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_printed_not_obeyed(text, tmp_path):
    paper = Paper(
        text,
        (Heading(text), Text(text), Table((text,), ((text,),)), Figure(text, text, text, text, text)),
        subtitle=text,
        reference=text,
    )

    said = words(papers.pdf(paper), tmp_path)
    inside = body(papers.docx(paper))["word/document.xml"]

    first = " ".join(text.splitlines()[0].split())
    assert " ".join(said.split()).count(first) >= 5
    assert inside.count(text.splitlines()[0]) >= 7


@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_any_text_makes_both_papers(text):
    paper = Paper(
        text,
        (Heading(text), Text(text), Facts(((text, text),)), Figure(text, text, source=text, address=text)),
        reference=text,
    )

    assert papers.pdf(paper).startswith(b"%PDF-")
    assert papers.docx(paper).startswith(b"PK")


@need_tools
def test_two_megabytes_of_text_are_printed_whole(tmp_path):
    text = "\n".join(f"line {number} of the statement, #eval(x), " * 50 for number in range(1_300))
    assert len(text) > 2_000_000

    said = words(papers.pdf(Paper("Long", (Text(text),))), tmp_path)

    assert "line 1299 of" in said
    assert papers.docx(Paper("Long", (Text(text),)))[:2] == b"PK"


@need_tools
def test_marks_that_turn_text_around_are_shown_by_name_and_words_longer_than_a_line_are_whole(tmp_path):
    wallet = "0x" + "".join(f"{number:04x}" for number in range(60))
    paper = Paper("x", (Text("pay \u202e0001-2345\u202c now"), Table(("a", "b"), ((wallet, wallet),))))

    said = words(papers.pdf(paper), tmp_path)

    assert "pay ⟨RLO⟩0001-2345⟨PDF⟩ now" in said
    assert "\u202e" not in said
    assert "\u200b" not in said
    assert "pay ⟨RLO⟩0001-2345⟨PDF⟩ now" in body(papers.docx(paper))["word/document.xml"]


def test_word_knows_the_language_and_the_font_of_every_run():
    paper = Paper("Brief", (Text("Bank ธนาคาร 银行 은행 ABC"),), language="vi")

    opened = library.Document(io.BytesIO(papers.docx(paper)))
    found = []
    for run in opened.paragraphs[1].runs:
        properties = run._r.rPr
        said = properties.find(qn("w:lang"))
        fonts = properties.find(qn("w:rFonts"))
        found.append(
            (
                run.text.strip(),
                *sorted(said.attrib.values()),
                *(sorted(fonts.attrib.values()) if fonts is not None else ()),
            )
        )

    assert found == [
        ("Bank", "vi-VN"),
        ("ธนาคาร", "th-TH", "Leelawadee UI"),
        ("", "vi-VN"),
        ("银行", "zh-CN", "Microsoft YaHei"),
        ("", "vi-VN"),
        ("은행", "ko-KR", "Malgun Gothic"),
        ("ABC", "vi-VN"),
    ]


def test_word_has_the_marking_in_its_header_and_the_sources_as_footnotes():
    found = body(papers.docx(full(marking="TLP:AMBER", reference="B-7")))

    assert "TLP:AMBER" in found["word/header1.xml"]
    assert "TLP:AMBER" in found["word/footer1.xml"]
    assert "B-7" in found["word/footer1.xml"]
    assert "2026. Restitutions https://node.invalid/cases/" in found["word/footnotes.xml"]
    assert found["word/document.xml"].count("Returned: 1.2 / 8.0") == 1


@pytest.mark.parametrize("text", ["", "abc", "Bank ธนาคาร, 银行!", "ก" * 3 + "\u0301", "\u200bก", "日本の会社", "a\nb"])
def test_runs_lose_nothing(text):
    assert "".join(run for run, _ in runs.of(text)) == text


@given(st.text())
def test_runs_of_any_text_lose_nothing_but_what_is_shown_by_name(text):
    from weft.findings.markup import visible

    cut = runs.of(text)

    assert "".join(run for run, _ in cut) == visible(text)
    assert all(a[1] != b[1] for a, b in itertools.pairwise(cut))
