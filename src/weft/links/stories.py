"""What the stories of a network say: kinds of scam by the words for them, in all languages."""

import functools

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from ahocorasick_rs import AhoCorasick

from weft import countries

# Of a very large network only the earliest reports are read, and of each story the beginning: the order of typologies is what counts.
READ = 2000
LETTERS = 4000


# Stories searched at once: enough that a call costs nothing, few enough that its text stays small.
_BATCH = 4000


@functools.cache
def _words() -> tuple[AhoCorasick, tuple[str, ...], npt.NDArray[np.int64]]:
    """All words of all typologies as one automaton, the typologies, and for each word the place of its typology."""
    words = countries.scam_words()
    places = [place for place, group in enumerate(words.values()) for _ in group]
    return AhoCorasick([word for group in words.values() for word in group]), tuple(words), np.array(places, np.int64)


def typologies(of: pa.Array, rows: pa.Table, count: int) -> list[tuple[tuple[str, int], ...]]:
    """Per network (``of`` per row, ascending): typologies with the number of reports whose words say so, most frequent first."""
    network = of.to_numpy()
    turn = np.arange(len(network)) - np.searchsorted(network, network)
    read = pa.array(turn < READ)
    texts = pc.binary_join_element_wise(
        pc.fill_null(rows["category"], ""), pc.utf8_slice_codeunits(rows["narrative"], 0, LETTERS), " "
    )
    texts = texts.filter(read)
    kept = network[read.to_numpy(zero_copy_only=False)]
    codes = _words()[1]
    times = np.zeros((count, len(codes)), np.int64)
    for start in range(0, len(kept), _BATCH):
        story, typology = _hits(texts.slice(start, _BATCH).to_pylist())
        np.add.at(times, (kept[start : start + _BATCH][story], typology), 1)
    return [
        tuple(sorted(((codes[at], int(row[at])) for at in np.flatnonzero(row)), key=lambda pair: (-pair[1], pair[0])))
        for row in times
    ]


def _hits(texts: list[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(place of the story, typology) of each typology that a story's words speak for, each once."""
    machine, codes, typology_of = _words()
    folded = [text.casefold() for text in texts]
    found = machine.find_matches_as_indexes("\n".join(folded), overlapping=True)
    if not found:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    word, start, _ = np.array(found, np.int64).T
    ends = np.cumsum(np.fromiter(map(len, folded), np.int64, len(folded)) + 1)
    pairs = np.unique(np.searchsorted(ends, start, side="right") * len(codes) + typology_of[word])
    return pairs // len(codes), pairs % len(codes)
