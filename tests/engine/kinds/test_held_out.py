"""Recall and precision on texts written by hand before the rules saw them.

First sight, recall and precision: ``held_out.txt`` 0.953 and 0.972; some rules later ``held_out_2.txt`` 0.913 and 0.936; ``held_out_3.txt``
and ``_4``, one set of fourteen languages drawn in two halves, 0.858 and 0.935 for the one the rules were then mended by, and for the other,
judged once after that, 0.937 and 0.945 (0.944 and 0.967 with its labels put right; 0.817 and 0.898 by the rules before). What failed was
mended by general rules each time, so the figures this test records (``pytest --junitxml``) are no longer those of unseen text: expect
the last ones there.
"""

from collections import Counter
from pathlib import Path

import pytest

from weft import kinds

FILES = ["held_out.txt", "held_out_2.txt", "held_out_3.txt", "held_out_4.txt"]


def _texts(file):
    for block in Path(__file__).with_name(file).read_text(encoding="utf-8").split("\n\n@ ")[1:]:
        head, *lines = block.strip("\n").split("\n")
        country = head.split()[0]
        labels = [tuple(line[2:].split(" ", 1)) for line in lines if line.startswith("> ")]
        yield "\n".join(line for line in lines if not line.startswith("> ")), country.strip("-") or None, labels


@pytest.mark.parametrize(
    ("file", "least", "bound"),
    [
        ("held_out.txt", 150, 0.98),
        ("held_out_2.txt", 40, 0.99),
        ("held_out_3.txt", 300, 0.99),
        ("held_out_4.txt", 200, 0.98),
    ],
)
def test_identifiers_in_hand_written_texts_are_found_and_little_else_is(file, least, bound, record_property):
    hit = missed = extra = 0
    wrong = []
    texts = list(_texts(file))
    for text, country, labels in texts:
        want = Counter(labels)
        got = Counter((found.kind, found.value) for found in kinds.find(text, country))
        hit += (want & got).total()
        missed += (want - got).total()
        extra += (got - want).total()
        if want != got:
            wrong.append((text, dict(want - got), dict(got - want)))
    recall, precision = hit / (hit + missed), hit / (hit + extra)
    record_property(
        "held_out", f"{len(texts)} texts, {hit + missed} labels: recall {recall:.3f}, precision {precision:.3f}"
    )

    assert len(texts) >= least
    assert recall >= bound, wrong
    assert precision >= bound, wrong


@pytest.mark.parametrize("file", FILES)
def test_every_label_is_a_canonical_value(file):
    for _, country, labels in _texts(file):
        for kind, value in labels:
            if kind in ("phone", "wallet", "url", "domain", "email", "device"):
                assert [one.value for one in kinds.kind(kind).clean(value, country) if one.kind == kind] == [value]
