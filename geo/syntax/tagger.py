"""Words -> Penn Treebank tags, a whole article at once.

Two linear passes over hashed features: the first sees words only, the second also the tags the
first gave to the neighbours on *both* sides. Nothing depends on a decision just taken, so every
word of an article is scored in the same few array operations; this is what makes a tagger in
plain Python fast. Case is used where a sentence has it and ignored where it is written in one
case throughout (geo.syntax.words.style_of).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

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


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences laid end to end with empty rows between: rows, the real positions, lengths."""

    rows: Ints
    at: Ints
    lengths: tuple[int, ...]


def lay_out(table: w.WordTable, sentences: Words) -> Batch:
    """Rows of all sentences with shapes read in the light of each sentence's style."""
    total = sum(len(s) for s in sentences) + PAD * (len(sentences) + 1)
    rows = np.zeros((total, w.WIDTH), dtype=np.int64)
    at = np.empty(total - PAD * (len(sentences) + 1), dtype=np.int64)
    flat = table.rows([word for sentence in sentences for word in sentence])
    first = PAD
    done = 0
    for sentence in sentences:
        count = len(sentence)
        part = flat[done : done + count]
        part[:, w.SHAPE] = w.styled_shapes(sentence, part[:, w.SHAPE])
        rows[first : first + count] = part
        at[done : done + count] = np.arange(first, first + count)
        first += count + PAD
        done += count
    return Batch(rows, at, tuple(len(s) for s in sentences))


def _hashes(number: int, templates: Sequence[tuple[Ints, ...]]) -> Ints:
    """Rows of the weight matrix for feature templates over all positions.

    Templates of as many parts are worked out together: a few operations on large arrays instead
    of hundreds on small ones. ``number`` is the first template's.
    """
    found = np.empty((len(templates), len(templates[0][0])), dtype=np.int64)
    for size in {len(parts) for parts in templates}:
        which = [n for n, parts in enumerate(templates) if len(parts) == size]
        value = (np.array(which, dtype=np.uint64) + np.uint64(number + 1))[:, None]
        for place in range(size):
            part = np.array([templates[n][place] for n in which])
            value = (value ^ part.view(np.uint64)) * _MIX
            value ^= value >> np.uint64(29)
        found[which] = (value * _MIX) >> np.uint64(64 - BITS)
    return found


def word_features(batch: Batch) -> Ints:
    """Features that need no tags, shape (templates, positions)."""
    here, r = batch.at, batch.rows
    low, cls, lex = r[:, w.LOW], r[:, w.CLASS], r[:, w.LEX]
    shape, suf2, suf3 = r[:, w.SHAPE], r[:, w.SUF2], r[:, w.SUF3]
    b2, b1, a1, a2 = here - 2, here - 1, here + 1, here + 2
    templates: tuple[tuple[Ints, ...], ...] = (
        (low[here],), (low[b1],), (low[a1],), (low[b2],), (low[a2],),
        (low[b1], low[here]), (low[here], low[a1]),
        (r[here, w.SUF1], shape[here]), (suf2[here],), (suf3[here],), (r[here, w.SUF4],),
        (r[here, w.PRE2],), (r[here, w.PRE3],),
        (shape[here],), (shape[b1], shape[here]), (shape[here], shape[a1]),
        (suf3[here], shape[here]), (cls[here],), (cls[here], shape[here]),
        (cls[b1],), (cls[a1],), (cls[b1], cls[here]), (cls[here], cls[a1]),
        (cls[b1], cls[a1]), (cls[b2], cls[b1]), (cls[a1], cls[a2]), (cls[b1], cls[here], cls[a1]),
        (suf3[b1],), (suf3[a1],), (suf3[here], cls[b1]), (suf3[here], cls[a1]),
        (low[here], cls[b1]), (low[here], cls[a1]),
        (lex[here],), (lex[here], shape[here]), (lex[here], cls[b1]), (lex[here], cls[a1]),
        (lex[b1], lex[here], lex[a1]), (lex[here], suf2[here]),
    )  # fmt: skip
    return _hashes(0, templates)


def tag_features(batch: Batch, tags: Ints) -> Ints:
    """Features over the first pass's tags (one per position), shape (templates, positions)."""
    here, r = batch.at, batch.rows
    t = np.full(len(r), -1, dtype=np.int64)
    t[here] = tags
    low, suf3, cls = r[here, w.LOW], r[here, w.SUF3], r[here, w.CLASS]
    b2, b1, a1, a2 = t[here - 2], t[here - 1], t[here + 1], t[here + 2]
    templates: tuple[tuple[Ints, ...], ...] = (
        (b1,), (a1,), (b1, a1), (b2, b1), (a1, a2), (b1, low), (a1, low), (b1, suf3), (a1, suf3),
        (b1, cls), (a1, cls), (b2, b1, cls), (cls, a1, a2), (b1, cls, a1), (tags,), (b1, low, a1),
        (b2, low), (a2, low), (b1, r[here, w.SHAPE]), (b2, b1, a1, a2),
    )  # fmt: skip
    return _hashes(100, templates)


def score(weights: npt.NDArray[np.int8], features: Ints) -> npt.NDArray[np.int16]:
    """Sum of the weight rows of each position's features, shape (positions, tags)."""
    total = np.zeros((features.shape[1], weights.shape[1]), dtype=np.int16)
    taken = np.empty(total.shape, dtype=weights.dtype)  # one for all: half the time is allocation
    for row in features:
        weights.take(row, axis=0, out=taken, mode="clip")
        np.add(total, taken, out=total)
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
        total = score(self._second, np.concatenate([words, tag_features(batch, first)]))
        names = [self.tags[n] for n in total.argmax(axis=1).tolist()]
        found: list[tuple[str, ...]] = []
        done = 0
        for length in batch.lengths:
            found.append(tuple(names[done : done + length]))
            done += length
        return found
