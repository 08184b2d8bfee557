"""Words -> Penn Treebank tags, a whole article at once.

Two linear passes over hashed features: the first sees words only, the second also the tags the
first gave to the neighbours on *both* sides. Nothing depends on a decision just taken, so every
word of an article is scored in the same few array operations; this is what makes a tagger in
plain Python fast. Case is used where a sentence has it and ignored where it is written in one
case throughout (geo.syntax.words.style_of).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

from geo.errors import DataError
from geo.syntax import words as w

Ints = npt.NDArray[np.int64]
Words = Sequence[Sequence[str]]

VERSION = 2
#: Rows of a weight matrix: 2 ** BITS.
BITS = 16
#: Empty positions between sentences, so that a window never reaches into the next one.
PAD = 2
_MIX = np.uint64(0x9E3779B97F4A7C15)


#: The column behind those of a word: its tag by the first pass.
TAG = w.WIDTH
#: Positions whose weights are added up together, so that they stay in the processor's cache.
_CHUNK = 128

#: Features by the names of their parts: a column of this word, or of one to the left or right of it.
_COLUMNS = {
    "low": w.LOW, "suf1": w.SUF1, "suf2": w.SUF2, "suf3": w.SUF3, "suf4": w.SUF4, "pre2": w.PRE2,
    "pre3": w.PRE3, "shape": w.SHAPE, "cls": w.CLASS, "lex": w.LEX, "tag": TAG,
}  # fmt: skip

_PART = re.compile(r"([a-z]+\d?)([+-]\d)?")


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences laid end to end with empty places between.

    ``columns`` has one column of ``geo.syntax.words`` a row, and the tags of the first pass (-1
    before it); ``at`` are the places of the words, ``lengths`` the sentences' numbers of words.
    """

    columns: Ints
    at: Ints
    lengths: tuple[int, ...]


def lay_out(table: w.WordTable, sentences: Words) -> Batch:
    """Columns of all sentences with shapes read in the light of each sentence's style."""
    lengths = tuple(map(len, sentences))
    flat = table.rows([word for sentence in sentences for word in sentence])
    shapes = flat[:, w.SHAPE].tolist()
    read: list[int] = []
    for sentence, length in zip(sentences, lengths, strict=True):
        read += w.styled_shapes(sentence, shapes[len(read) : len(read) + length])
    at = np.arange(len(flat)) + np.repeat(np.arange(1, len(lengths) + 1) * PAD, lengths)
    columns = np.zeros((w.WIDTH + 1, len(flat) + PAD * (len(lengths) + 1)), dtype=np.int64)
    columns[: w.WIDTH, at] = flat.T
    columns[w.SHAPE, at] = read
    columns[TAG] = -1
    return Batch(columns, at, lengths)


class Templates:
    """Features, each the hash of one to three parts, worked out for all positions together.

    Parameters
    ----------
    number
        The first feature's; a trained model knows each by its number.
    features
        Parts such as "low", "cls-1" or "tag+2", a blank between parts, a bar between features.
    """

    def __init__(self, number: int, features: str) -> None:
        parts = [_PART.findall(feature) for feature in features.split("|")]
        # Those of many parts come first: what has a second or third part is a slice.
        order = sorted(range(len(parts)), key=lambda n: -len(parts[n]))
        self._seeds = np.array(order, dtype=np.uint64)[:, None] + np.uint64(number + 1)
        self._places = [
            (
                np.array([_COLUMNS[parts[n][place][0]] for n in order if len(parts[n]) > place]),
                np.array([int(parts[n][place][1] or 0) for n in order if len(parts[n]) > place]),
            )
            for place in range(len(parts[order[0]]))
        ]

    def rows(self, batch: Batch) -> Ints:
        """Rows of the weight matrix, shape (features, positions)."""
        columns = batch.columns.view(np.uint64)
        width = columns.shape[1] - 2 * PAD
        step, place = columns.strides
        # beside[c, s, i] is column c of the word at i, s - PAD words further on
        beside = as_strided(columns, (len(columns), 2 * PAD + 1, width), (step, place, place))
        value = np.repeat(self._seeds, width, axis=1)
        for column, shift in self._places:
            part = value[: len(column)]
            part ^= beside[column, shift + PAD]
            part *= _MIX
            part ^= part >> np.uint64(29)
        value *= _MIX
        value >>= np.uint64(64 - BITS)
        return value.view(np.int64).take(batch.at - PAD, axis=1)


_OF_WORDS = Templates(
    0,
    "low|low-1|low+1|low-2|low+2|low-1 low|low low+1|suf1 shape|suf2|suf3|suf4|pre2|pre3|shape"
    "|shape-1 shape|shape shape+1|suf3 shape|cls|cls shape|cls-1|cls+1|cls-1 cls|cls cls+1"
    "|cls-1 cls+1|cls-2 cls-1|cls+1 cls+2|cls-1 cls cls+1|suf3-1|suf3+1|suf3 cls-1|suf3 cls+1"
    "|low cls-1|low cls+1|lex|lex shape|lex cls-1|lex cls+1|lex-1 lex lex+1|lex suf2",
)
_OF_TAGS = Templates(
    100,
    "tag-1|tag+1|tag-1 tag+1|tag-2 tag-1|tag+1 tag+2|tag-1 low|tag+1 low|tag-1 suf3|tag+1 suf3"
    "|tag-1 cls|tag+1 cls|tag-2 tag-1 cls|cls tag+1 tag+2|tag-1 cls tag+1|tag|tag-1 low tag+1"
    "|tag-2 low|tag+2 low|tag-1 shape|tag-2 tag-1 tag+1 tag+2",
)


def word_features(batch: Batch) -> Ints:
    """Features that need no tags, shape (features, positions)."""
    return _OF_WORDS.rows(batch)


def tag_features(batch: Batch, tags: Ints) -> Ints:
    """Features over the first pass's tags (one per position), shape (features, positions)."""
    batch.columns[TAG, batch.at] = tags
    return _OF_TAGS.rows(batch)


def score(weights: npt.NDArray[np.int8], features: Ints) -> npt.NDArray[np.int16]:
    """Sum of the weight rows of each position's features, shape (positions, tags)."""
    total = np.empty((features.shape[1], weights.shape[1]), dtype=np.int16)
    for first in range(0, len(total), _CHUNK):
        chunk = slice(first, first + _CHUNK)
        taken = weights.take(features[:, chunk], axis=0, mode="clip")
        taken.sum(axis=0, dtype=np.int16, out=total[chunk])
    return total


def _table(keys: npt.NDArray[np.uint32], values: npt.NDArray[np.int16]) -> dict[int, int]:
    """A dictionary kept as the differences between its sorted keys, and their values."""
    return dict(zip(np.cumsum(keys, dtype=np.int64).tolist(), values.tolist(), strict=True))


class Tagger:
    """The trained tagger.

    Parameters
    ----------
    path
        ``data/models/tagger.npz``, as ``bench/train_syntax.py`` writes it.

    Raises
    ------
    DataError
        The file is of another version.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as model:
            if int(model["version"]) != VERSION or int(model["bits"]) != BITS:
                msg = f"{path} was made for another version; run bench/train_syntax.py tagger."
                raise DataError(msg)
            self.tags: list[str] = [str(tag) for tag in model["tags"]]
            classes = _table(model["class_keys"], model["class_ids"])
            lexicon = _table(model["lexicon_keys"], model["lexicon_masks"])
            self._first: npt.NDArray[np.int8] = model["first"]
            self._second: npt.NDArray[np.int8] = model["second"]
        self.table = w.WordTable(classes, lexicon)

    def tag(self, sentences: Words) -> list[tuple[str, ...]]:
        """Tags of each sentence's words."""
        batch = lay_out(self.table, sentences)
        if not len(batch.at):
            return [() for _ in sentences]
        words = word_features(batch)
        first = score(self._first, words).argmax(axis=1).astype(np.int64)
        total = score(self._second, words) + score(self._second, tag_features(batch, first))
        names = [self.tags[n] for n in total.argmax(axis=1).tolist()]
        found: list[tuple[str, ...]] = []
        done = 0
        for length in batch.lengths:
            found.append(tuple(names[done : done + length]))
            done += length
        return found
