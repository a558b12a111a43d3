import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.findings import markup, tables, wording
from weft.findings.markup import Markup, join, language, middle, said, tag, visible, void


@pytest.mark.parametrize("module", [markup, tables, wording])
def test_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("made", "written"),
    [
        (tag("p", "a<b"), "<p>a&lt;b</p>"),
        (tag("p", tag("b", "x"), " & y"), "<p><b>x</b> &amp; y</p>"),
        (tag("td", class_="num", aria_label='"'), '<td class="num" aria-label="&quot;"></td>'),
        (tag("th", "x", scope=None, hidden=True, id=False), "<th hidden>x</th>"),
        (void("circle", cx=3, stroke_width=0.5), '<circle cx="3" stroke-width="0.5"/>'),
        (join("<", Markup("<br>")), "&lt;<br>"),
    ],
)
def test_text_is_escaped_and_markup_is_not(made, written):
    assert made == written


@given(st.text())
def test_no_text_ever_makes_an_element(text):
    made = said(text)

    assert made.count("<") == 2
    assert made.endswith("</bdi>")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("สวัสดี", "th"),
        ("ສະບາຍດີ", "lo"),
        ("សួស្តី ABA Bank", "km"),
        ("မင်္ဂလာပါ", "my"),
        ("Nguyễn Văn", "vi"),
        ("đ", "vi"),
        ("快速投资", "zh"),
        ("カタカナ投資相談", "ja"),
        ("빠른투자", "ko"),
        ("استثمار", "ar"),
        ("plain", None),
        ("café", None),
        ("😀", None),
        ("", None),
    ],
)
def test_the_script_gives_the_language(text, code):
    assert language(text) == code


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\u202eb", "a⟨RLO⟩b"), ("a\0b", "a␀b"), ("a\ud800b", "a\ufffdb"), ("a\u200bb", "a\u200bb"), ("a\n", "a\n")],
)
def test_what_exists_to_mislead_is_made_visible(text, shown):
    assert visible(text) == shown


@given(st.text(min_size=1, max_size=60), st.integers(4, 30))
def test_a_cut_text_is_never_longer_and_keeps_its_ends(text, most):
    cut = middle(text, most)

    assert cut == text if len(text) <= most else "…" in cut
    assert len(cut) <= max(most, len(text))


def test_a_cut_does_not_part_a_letter_from_its_marks():
    assert middle("កិកិកិកិ" * 4, 8).split("…") == ["កិកិ", "កិ"]
