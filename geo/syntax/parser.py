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

#: Sentences are parsed together until they hold so many words.
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
        found: list[Parsed] = []
        run: list[Tagged] = []
        size = 0
        for number, first, last in pieces:
            words, tags = sentences[number]
            run.append((words[first:last], tags[first:last]))
            size += last - first
            if size >= _BATCH_WORDS:
                found += self._run(run)
                run, size = [], 0
        if run:
            found += self._run(run)
        return _assemble(sentences, pieces, found)

    def _run(self, pieces: Sequence[Tagged]) -> list[Parsed]:
        """Parse pieces together."""
        vocabulary = self._network.vocabulary
        lengths = [len(words) for words, _ in pieces]
        ids = vocabulary.all_ids(self._table, pieces)
        arcs, dependents, heads, root = self._network.scores(ids, lengths)
        trees = [best_tree(one) for one in arcs]
        chosen = np.concatenate([np.array(tree) for tree in trees])
        at_root = chosen < 0
        chosen += np.repeat(np.cumsum(lengths) - lengths, lengths)
        named = heads[chosen]
        named[at_root] = root
        labels = self._network.labels(dependents, named).tolist()
        parsed = []
        done = 0
        for tree in trees:
            names = tuple(vocabulary.labels[n] for n in labels[done : done + len(tree)])
            parsed.append((tuple(tree), names))
            done += len(tree)
        return parsed


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
    sentences: Sequence[Tagged], pieces: list[tuple[int, int, int]], found: Sequence[Parsed]
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
