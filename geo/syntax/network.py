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
        """Rows of the embedding tables for each word, shape (words, tables)."""
        rows = table.rows(sentence)
        shapes = w.styled_shapes(sentence, rows[:, w.SHAPE].tolist())
        known = [self.words.get(key, 0) for key in rows[:, w.LOW].tolist()]
        numbers = {tag: n + 1 for n, tag in enumerate(self.tags)}
        return np.stack(
            [
                np.array(known, dtype=np.int64),
                np.array([numbers.get(tag, 0) for tag in tags], dtype=np.int64),
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

    def scores(self, ids: Ints, mask: Floats) -> tuple[Floats, Floats, Floats]:
        """Scores of heads and the layers that name relations.

        Parameters
        ----------
        ids
            Embedding rows, shape (sentences, words, tables).
        mask
            1 for a word, 0 for padding, shape (sentences, words).

        Returns
        -------
        arcs, dependents, heads
            ``arcs[s, i, j]`` scores word j (the last j: the root) as the head of word i.
        """
        p = self._p
        keep = mask[..., None]
        x = p["table0"][ids[..., 0]]
        for n in range(1, ids.shape[-1]):
            x += p[f"table{n}"][ids[..., n]]
        x = _norm(x, p["norm_in"]) * keep
        for n, gap in enumerate(DILATIONS):
            x = (
                x
                + _convolve(_norm(x, p[f"norm{n}"]) * keep, gap, p[f"conv{n}"], p[f"conv{n}_bias"])
            ) * keep
        h = _norm(x, p["norm_out"])
        root = np.broadcast_to(p["root"], (h.shape[0], 1, h.shape[2]))
        heads = np.concatenate([h, root], axis=1)
        d = np.maximum(h @ p["arc_dep"] + p["arc_dep_bias"], 0)
        e = np.maximum(heads @ p["arc_head"] + p["arc_head_bias"], 0)
        arcs: Floats = (d @ p["arc"][:-1] + p["arc"][-1]) @ e.transpose(0, 2, 1)
        count = h.shape[1]
        gap_of = np.arange(count)[None, :] - np.arange(count)[:, None]
        arcs[:, :, :count] += p["distance"][(gap_of > 0).astype(int), np.minimum(abs(gap_of), _FAR)]
        arcs[:, :, :count][np.broadcast_to(mask[:, None, :] == 0, (len(arcs), count, count))] = (
            _NEVER
        )
        arcs[:, np.arange(count), np.arange(count)] = _NEVER
        dependents = np.maximum(h @ p["lab_dep"] + p["lab_dep_bias"], 0)
        named = np.maximum(heads @ p["lab_head"] + p["lab_head_bias"], 0)
        return arcs, dependents, named

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


def _convolve(y: Floats, gap: int, weights: Floats, bias: Floats) -> Floats:
    """Each word with its neighbours ``gap`` to the left and right, through a gate."""
    batch, count, size = y.shape
    wide = np.zeros((batch, count, 3 * size), dtype=np.float32)
    wide[..., size : 2 * size] = y
    if gap < count:
        wide[:, gap:, :size] = y[:, :-gap]
        wide[:, :-gap, 2 * size :] = y[:, gap:]
    z = wide.reshape(-1, 3 * size) @ weights + bias
    half = z.shape[1] // 2
    gated: Floats = z[:, :half] / (1 + np.exp(-z[:, half:]))
    return gated.reshape(batch, count, half)


def word_key(word: str) -> int:
    """What a vocabulary knows a word by."""
    return crc32(w.plain(word).encode("utf-8", "surrogatepass"))
