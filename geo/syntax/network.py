"""The parser's network: a score for every pair of words, many sentences at once.

Embeddings of what is known of a word, gated convolutions of growing reach (so that a word sees
fifteen to either side), then a biaffine score of each word as the head of each other (Dozat and
Manning 2017), all as plain array products. Trained by ``bench/train_parser.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from geo.errors import DataError
from geo.syntax import words as w

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

#: Reach of each convolution.
DILATIONS = (1, 2, 4, 8)
#: Longer sentences are cut into pieces before parsing.
MAX_LENGTH = 100
VERSION = 1
_BUCKETS = 1024
_SHAPES = 13
_MASKS = 256
_FAR = 31
_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Numbers of words, tags and relations."""

    words: Mapping[int, int]
    tags: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Rows of each embedding table."""
        return (
            len(self.words) + 1,
            len(self.tags) + 1,
            _SHAPES,
            _BUCKETS,
            _BUCKETS,
            _BUCKETS,
            _MASKS,
        )

    def tag_number(self, tag: str) -> int:
        """Number of a tag; 0 for one that was not seen in training."""
        return self.tags.index(tag) + 1 if tag in self.tags else 0

    def ids(self, table: w.WordTable, sentence: Sequence[str], tags: Sequence[str]) -> Ints:
        """Rows of the embedding tables for each word of a sentence, shape (words, tables)."""
        return self.all_ids(table, [(sentence, tags)])

    def all_ids(
        self, table: w.WordTable, sentences: Sequence[tuple[Sequence[str], Sequence[str]]]
    ) -> Ints:
        """As ``ids``, the sentences one behind the other."""
        rows = table.rows([word for words, _ in sentences for word in words])
        printed = rows[:, w.SHAPE].tolist()
        shapes: list[int] = []
        for words, _ in sentences:
            shapes += w.styled_shapes(words, printed[len(shapes) : len(shapes) + len(words)])
        known = [self.words.get(key, 0) for key in rows[:, w.LOW].tolist()]
        numbers = {tag: n + 1 for n, tag in enumerate(self.tags)}
        return np.stack(
            [
                np.array(known, dtype=np.int64),
                np.array([numbers.get(tag, 0) for _, tags in sentences for tag in tags]),
                np.array(shapes, dtype=np.int64),
                rows[:, w.SUF2] % _BUCKETS,
                rows[:, w.SUF3] % _BUCKETS,
                rows[:, w.PRE3] % _BUCKETS,
                rows[:, w.LEX],
            ],
            axis=1,
        )


class Network:
    """The trained network.

    Parameters
    ----------
    path
        ``data/models/parser.npz``.

    Raises
    ------
    DataError
        The file is of another version.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as model:
            if int(model["version"]) != VERSION:
                msg = f"{path} was made for another version; run bench/train_parser.py."
                raise DataError(msg)
            keys = np.cumsum(model["word_keys"], dtype=np.int64).tolist()
            self.vocabulary = Vocabulary(
                {key: n + 1 for n, key in enumerate(keys)},
                tuple(str(t) for t in model["tags"]),
                tuple(str(t) for t in model["labels"]),
            )
            self._p: dict[str, Floats] = {}
            for name in model.files:
                if name.startswith("p_"):
                    scale = model[f"scale_{name[2:]}"]
                    self._p[name[2:]] = model[name].astype(np.float32) * scale.astype(np.float32)

    def scores(
        self, ids: Ints, lengths: Sequence[int]
    ) -> tuple[list[Floats], Floats, Floats, Floats]:
        """Scores of heads and the layers that name relations.

        Parameters
        ----------
        ids
            Embedding rows of the words of all sentences, one behind the other, shape (words, tables).
        lengths
            Words of each sentence.

        Returns
        -------
        arcs, dependents, heads, root
            Of each sentence ``arcs[i, j]``, which scores its word j (the last j: the root) as the
            head of its word i; a row a word for its relation to a head, and as a head; the root's.
        """
        p = self._p
        x = p["table0"][ids[:, 0]]
        for n in range(1, ids.shape[1]):
            x += p[f"table{n}"][ids[:, n]]
        x = _norm(x, p["norm_in"])
        for n, gap in enumerate(DILATIONS):
            beside = _beside(lengths, gap)
            x = x + _convolve(_norm(x, p[f"norm{n}"]), beside, p[f"conv{n}"], p[f"conv{n}_bias"])
        h = np.concatenate([_norm(x, p["norm_out"]), p["root"].reshape(1, -1)])
        d = np.maximum(h[:-1] @ p["arc_dep"] + p["arc_dep_bias"], 0) @ p["arc"][:-1] + p["arc"][-1]
        e = np.maximum(h @ p["arc_head"] + p["arc_head_bias"], 0)
        dependents = np.maximum(h[:-1] @ p["lab_dep"] + p["lab_dep_bias"], 0)
        heads = np.maximum(h @ p["lab_head"] + p["lab_head_bias"], 0)
        arcs = []
        begin = 0
        for count in lengths:
            own = slice(begin, begin + count)
            arcs.append(self._arcs(d[own], e[[*range(begin, begin + count), -1]]))
            begin += count
        return arcs, dependents, heads[:-1], heads[-1]

    def _arcs(self, dependents: Floats, heads: Floats) -> Floats:
        """Scores of the words of one sentence as heads of each other; the root is the last head."""
        arcs: Floats = dependents @ heads.T
        count = len(arcs)
        place = np.arange(count)
        gap = place - place[:, None]
        arcs[:, :count] += self._p["distance"][(gap > 0).astype(int), np.minimum(abs(gap), _FAR)]
        arcs[place, place] = _NEVER
        return arcs

    def labels(self, dependents: Floats, heads: Floats) -> Ints:
        """Number of the best relation of each (dependent, head) pair, both (pairs, size)."""
        one = np.ones((len(dependents), 1), dtype=np.float32)
        left = np.concatenate([dependents, one], axis=1) @ self._p["lab"]
        left = left.reshape(len(dependents), len(self.vocabulary.labels), -1)
        right = np.concatenate([heads, one], axis=1)
        best: Ints = (left @ right[:, :, None])[..., 0].argmax(axis=1)
        return best


def _norm(x: Floats, gain: Floats) -> Floats:
    size = np.einsum("...c,...c->...", x, x) / np.float32(x.shape[-1])
    normed: Floats = x * (1 / np.sqrt(size + np.float32(1e-6)))[..., None] * gain
    return normed


def _beside(lengths: Sequence[int], gap: int) -> tuple[Ints, Ints]:
    """For each word the ones ``gap`` to its left and right; -1 beyond its sentence."""
    count = np.repeat(lengths, lengths)
    place = np.arange(len(count))
    within = place - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return (
        np.where(within >= gap, place - gap, -1),
        np.where(within + gap < count, place + gap, -1),
    )


def _convolve(y: Floats, beside: tuple[Ints, Ints], weights: Floats, bias: Floats) -> Floats:
    """Each word with two neighbours, through a gate."""
    left, right = beside
    known = np.concatenate([y, np.zeros((1, y.shape[1]), dtype=np.float32)])  # -1: nobody
    z = np.concatenate([known[left], y, known[right]], axis=1) @ weights + bias
    half = z.shape[1] // 2
    gated: Floats = z[:, :half] / (1 + np.exp(-z[:, half:]))
    return gated


def word_key(word: str) -> int:
    """What a vocabulary knows a word by."""
    return crc32(w.plain(word).encode("utf-8", "surrogatepass"))
