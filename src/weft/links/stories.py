"""What the stories of a network say: kinds of scam by the words for them, in all languages."""

import functools
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import re2

from weft import countries

# Of a very large network only the earliest reports are read, and of each story the beginning: the order of typologies is what counts.
READ = 2000
LETTERS = 4000


@functools.cache
def _words() -> tuple[re2.Set, tuple[str, ...]]:
    """All words of all typologies as one automaton, and the typology of each pattern in it."""
    wanted = re2.Set.SearchSet()
    codes = []
    for code, words in countries.scam_words().items():
        if words:
            wanted.Add("|".join(re2.escape(word) for word in words))
            codes.append(code)
    wanted.Compile()
    return wanted, tuple(codes)


def typologies(of: pa.Array, rows: pa.Table, count: int) -> list[tuple[tuple[str, int], ...]]:
    """Per network (``of`` per row, ascending): typologies with the number of reports whose words say so, most frequent first."""
    network = of.to_numpy()
    turn = np.arange(len(network)) - np.searchsorted(network, network)
    read = pa.array(turn < READ)
    texts = pc.binary_join_element_wise(
        pc.fill_null(rows["category"], ""), pc.utf8_slice_codeunits(rows["narrative"], 0, LETTERS), " "
    )
    wanted, codes = _words()
    counts: list[Counter[int]] = [Counter() for _ in range(count)]
    kept = network[read.to_numpy(zero_copy_only=False)].tolist()
    for place, text in zip(kept, texts.filter(read).to_pylist(), strict=True):
        hit = wanted.Match(text.casefold())
        if hit:
            counts[place].update(hit)
    return [
        tuple(sorted(((codes[at], times) for at, times in one.items()), key=lambda pair: (-pair[1], pair[0])))
        for one in counts
    ]
