"""Tagged sentences -> heads and Universal Dependencies relations."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from geo.syntax.network import MAX_LENGTH, Network
from geo.syntax.tree import best_tree
from geo.syntax.words import WordTable

Tagged = tuple[Sequence[str], Sequence[str]]
Parsed = tuple[tuple[int, ...], tuple[str, ...]]

#: Sentences are batched with others of like length, up to this many words with padding.
_BATCH_WORDS = 1500
_BREAKS = frozenset({";", ":", "--", "—", ",", "."})


class Parser:
    """The trained parser.

    Parameters
    ----------
    path
        ``data/models/parser.npz``.
    table
        The tagger's word table (both know words by the same hashes).
    """

    def __init__(self, path: Path, table: WordTable) -> None:
        self._network = Network(path)
        self._table = table
        self._threads = ThreadpoolController()

    def parse(self, sentences: Sequence[Tagged]) -> list[Parsed]:
        """Heads (-1 for the root) and relations of each sentence."""
        # The products are small: handing them to a second thread costs more than it saves, and
        # thirty times more when that thread's core is busy.
        with self._threads.limit(limits=1, user_api="blas"):
            return self._parse(sentences)

    def _parse(self, sentences: Sequence[Tagged]) -> list[Parsed]:
        pieces = [
            (number, first, last)
            for number, (words, _) in enumerate(sentences)
            for first, last in _pieces(words)
        ]
        order = sorted(range(len(pieces)), key=lambda i: pieces[i][2] - pieces[i][1])
        found: dict[int, Parsed] = {}
        group: list[int] = []
        for i in order:
            width = pieces[i][2] - pieces[i][1]
            if group and (len(group) + 1) * width > _BATCH_WORDS:
                self._group(sentences, pieces, group, found)
                group = []
            group.append(i)
        if group:
            self._group(sentences, pieces, group, found)
        return _assemble(sentences, pieces, found)

    def _group(
        self,
        sentences: Sequence[Tagged],
        pieces: list[tuple[int, int, int]],
        group: list[int],
        found: dict[int, Parsed],
    ) -> None:
        """Parse pieces of like length together."""
        vocabulary = self._network.vocabulary
        width = max(pieces[i][2] - pieces[i][1] for i in group)
        ids = np.zeros((len(group), width, len(vocabulary.sizes)), dtype=np.int64)
        mask = np.zeros((len(group), width), dtype=np.float32)
        for row, i in enumerate(group):
            number, first, last = pieces[i]
            words, tags = sentences[number]
            ids[row, : last - first] = vocabulary.ids(
                self._table, words[first:last], tags[first:last]
            )
            mask[row, : last - first] = 1
        arcs, dependents, heads = self._network.scores(ids, mask)
        trees = []
        for row, i in enumerate(group):
            count = pieces[i][2] - pieces[i][1]
            columns = [*range(count), width]
            trees.append(best_tree(arcs[row, :count][:, columns]))
        rows = np.concatenate([np.full(len(tree), row) for row, tree in enumerate(trees)])
        places = np.concatenate([np.arange(len(tree)) for tree in trees])
        chosen = np.concatenate([np.array(tree) for tree in trees])
        chosen[chosen < 0] = width
        labels = self._network.labels(dependents[rows, places], heads[rows, chosen]).tolist()
        done = 0
        for i, tree in zip(group, trees, strict=True):
            names = tuple(vocabulary.labels[n] for n in labels[done : done + len(tree)])
            found[i] = (tuple(tree), names)
            done += len(tree)


def _pieces(words: Sequence[str]) -> list[tuple[int, int]]:
    """A sentence whole, or cut at punctuation where it is longer than the network reads."""
    found = []
    first = 0
    while len(words) - first > MAX_LENGTH:
        last = first + MAX_LENGTH
        for place in range(last, first + MAX_LENGTH // 2, -1):
            if words[place - 1] in _BREAKS:
                last = place
                break
        found.append((first, last))
        first = last
    if first < len(words):
        found.append((first, len(words)))
    return found


def _assemble(
    sentences: Sequence[Tagged], pieces: list[tuple[int, int, int]], found: dict[int, Parsed]
) -> list[Parsed]:
    """Put the pieces of each sentence together: later pieces hang from the first one's root."""
    heads: list[list[int]] = [[] for _ in sentences]
    deps: list[list[str]] = [[] for _ in sentences]
    roots: dict[int, int] = {}
    for i, (number, first, _) in enumerate(pieces):
        tree, names = found[i]
        for place, (head, name) in enumerate(zip(tree, names, strict=True)):
            if head >= 0:
                heads[number].append(head + first)
                deps[number].append(name)
            elif number in roots:
                heads[number].append(roots[number])
                deps[number].append("parataxis")
            else:
                roots[number] = place + first
                heads[number].append(-1)
                deps[number].append("root")
    return [(tuple(h), tuple(d)) for h, d in zip(heads, deps, strict=True)]
