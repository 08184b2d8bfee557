"""What a word's own letters say, as integers; worked out once per word and remembered.

Hashes are CRC-32, so that a model trained on one machine means the same on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from geo import grammar

Ints = npt.NDArray[np.int64]

#: Columns of a row: hash of the lower-case word, of its endings and beginnings, the outer shape,
#: the ambiguity class (which tags the word was seen with in training) and what a dictionary allows.
LOW, SUF1, SUF2, SUF3, SUF4, PRE2, PRE3, SHAPE, CLASS, LEX = range(10)
WIDTH = 10

# Shapes.
LOWER, INITIAL, CAPITALS, LETTER, MIXED, NUMBER, WITH_DIGIT, MARK = range(8)
#: Shapes of words that have letters, so that they could have been written in another case.
CASED = 5

#: Sentence styles: ordinary, all in one case (old wires), a headline in Title Case.
NORMAL, MONO, TITLE = range(3)

#: Beyond this many different words the memory is cleared (a bound, not a tuning knob).
_MAX_WORDS = 150_000
SMALL_WORDS = grammar.words("syntax.words.small")
#: Share of capitalised words above which a sentence is read as a title.
_TITLE_SHARE = 0.8
_TITLE_WORDS = 4
#: Share of words in capitals above which a sentence counts as written in capitals.
_MONO_SHARE = 0.7


def shape_of(word: str) -> int:
    """Outer form of a word (constants above)."""
    if word[0].isdigit():
        return NUMBER if word.replace(",", "").replace(".", "").isdigit() else WITH_DIGIT
    if word.islower():
        return LOWER
    if word.isupper():
        return LETTER if len(word) == 1 else CAPITALS
    if not any(c.isalpha() for c in word):
        return MARK
    plain_initial = word[0].isupper() and (word[1:].islower() or not word.isalpha())
    return INITIAL if plain_initial else MIXED


def plain(word: str) -> str:
    """Lower case, straight quotes, digits as 0: what the model knows a word by."""
    low = word.lower().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    if low[0].isdigit():
        return "".join("0" if c.isdigit() else c for c in low)
    return low


class WordTable:
    """Words -> rows of integers, remembered between calls.

    Parameters
    ----------
    classes
        CRC-32 of a known lower-case word -> its ambiguity class, 1 and up.
    lexicon
        CRC-32 of a dictionary's word form -> mask of the parts of speech it may be.
    """

    def __init__(self, classes: Mapping[int, int], lexicon: Mapping[int, int]) -> None:
        self._classes = classes
        self._lexicon = lexicon
        self._ids: dict[str, int] = {}
        self._rows: Ints = np.zeros((4096, WIDTH), dtype=np.int64)

    def rows(self, words: Sequence[str]) -> Ints:
        """One row per word, shape (len(words), WIDTH)."""
        ids = self._ids
        if len(ids) > _MAX_WORDS:
            ids.clear()
        found = [ids.get(word, -1) for word in words]
        if -1 in found:
            found = [
                self._learn(word) if n < 0 else n for n, word in zip(found, words, strict=True)
            ]
        return self._rows[found]

    def _learn(self, word: str) -> int:
        known = self._ids.get(word)
        if known is not None:
            return known
        index = len(self._ids)
        if index == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._ids[word] = index
        low = plain(word)
        parts = (low, low[-1:], low[-2:], low[-3:], low[-4:], low[:2], low[:3])
        hashes = [crc32(part.encode("utf-8", "surrogatepass")) for part in parts]
        mask = self._lexicon.get(hashes[0], 0)
        group = self._classes.get(hashes[0]) or -1 - mask - 256 * (hashes[SUF2] % 5003)
        self._rows[index] = (*hashes, shape_of(word), group, mask)
        return index


def style_of(words: Sequence[str], shapes: Sequence[int]) -> int:
    """Whether a sentence is in ordinary case, in one case throughout, or a Title."""
    initial = shapes.count(INITIAL) + shapes.count(MIXED)
    capitals, lower = shapes.count(CAPITALS), shapes.count(LOWER)
    small = sum(map(SMALL_WORDS.__contains__, words))
    total = lower - small + initial + capitals
    if capitals >= _MONO_SHARE * total and capitals > 1 and lower <= capitals // 4:
        return MONO
    if initial + capitals == 0:
        return MONO
    if initial + capitals >= _TITLE_SHARE * total and initial >= _TITLE_WORDS:
        return TITLE
    return NORMAL


def styled_shapes(words: Sequence[str], shapes: Sequence[int]) -> list[int]:
    """Shapes read in the light of the sentence's style: a capital in a title says little."""
    style = style_of(words, shapes)
    if style == MONO:
        return [8 if shape < CASED else shape for shape in shapes]
    if style == TITLE:
        return [9 + (shape > 0) if shape < CASED else shape for shape in shapes]
    if shapes[0] == INITIAL:
        return [12, *shapes[1:]]
    return list(shapes)
