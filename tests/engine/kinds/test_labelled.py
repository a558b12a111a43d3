"""Recall and precision on labelled text of ten languages, each kind, many spellings, among decoys.

The sentences and spellings come from ``weft.testing.labelled``; the seed here is none that the rules were written by.
"""

from collections import Counter

from weft import kinds
from weft.testing import labelled


def _score(texts):
    out = kinds.find_column([one.text for one in texts], [one.country for one in texts])
    got = [Counter() for _ in texts]
    for text, found in out.rows():
        got[text][found.kind, found.value] += 1
    hit, missed, extra = Counter(), Counter(), Counter()
    for one, found in zip(texts, got, strict=True):
        want = Counter(one.labels)
        for (kind, _), count in (want & found).items():
            hit[kind] += count
        for (kind, _), count in (want - found).items():
            missed[kind] += count
        for (kind, _), count in (found - want).items():
            extra[kind] += count
    return hit, missed, extra


def test_recall_and_precision_are_99_in_100_over_all_kinds_and_in_each():
    hit, missed, extra = _score(labelled.texts(3_000, 20_260_101))

    assert set(hit) == {one.name for one in kinds.KINDS}
    for kind in hit:
        assert hit[kind] / (hit[kind] + missed[kind]) >= 0.98, (kind, "recall")
        assert hit[kind] / (hit[kind] + extra[kind]) >= 0.98, (kind, "precision")
    assert hit.total() / (hit + missed).total() >= 0.99
    assert hit.total() / (hit + extra).total() >= 0.99


def test_decoys_alone_give_almost_nothing():
    texts = labelled.texts(2_000, 20_260_102, planted=0)
    _, _, extra = _score(texts)

    assert extra.total() <= len(texts) / 200


def test_a_column_gives_what_each_text_gives_alone():
    texts = labelled.texts(1_500, 20_260_103)
    out = kinds.find_column([one.text for one in texts], [one.country for one in texts])
    rows = [[] for _ in texts]
    for text, found in out.rows():
        rows[text].append(found)

    assert rows == [kinds.find(one.text, one.country) for one in texts]
