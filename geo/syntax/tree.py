"""The best tree from a table of scores: one root, no cycle (Chu and Liu 1965, Edmonds 1967)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


def best_tree(scores: Floats) -> list[int]:
    """Heads of the best tree.

    Parameters
    ----------
    scores
        Shape (words, words + 1): ``scores[i, j]`` for word j as the head of word i; the last
        column is the root.

    Returns
    -------
    list of int
        Index of each word's head; -1 for the one root.
    """
    count = len(scores)
    heads: list[int] = scores.argmax(axis=1).tolist()
    roots = [i for i, head in enumerate(heads) if head == count]
    if len(roots) == 1 and not _cycle(heads, count):
        return [-1 if head == count else head for head in heads]
    root = _best_root(scores, roots)
    fixed = scores.copy()
    fixed[:, count] = -1e9
    fixed[root] = -1e9
    fixed[root, count] = 0
    heads = _untangle(fixed, count)
    return [-1 if head == count else head for head in heads]


def _best_root(scores: Floats, roots: list[int]) -> int:
    """The word that loses least by hanging from the root (of those that want to, if any do)."""
    count = len(scores)
    gain = scores[:, count] - scores[:, :count].max(axis=1)
    if roots:
        return max(roots, key=lambda i: float(gain[i]))
    return int(gain.argmax())


def _cycle(heads: list[int], root: int) -> list[int]:
    """One cycle among the heads, or nothing."""
    state = [0] * (root + 1)
    state[root] = 2
    for start in range(len(heads)):
        node, path = start, []
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = heads[node]
        if state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def _untangle(scores: Floats, root: int) -> list[int]:
    """Break each cycle at the word that loses least by taking a head outside of it."""
    heads: list[int] = scores.argmax(axis=1).tolist()
    below_root = root
    for _ in range(len(heads)):
        cycle = _cycle(heads, below_root)
        if not cycle:
            break
        inside = np.zeros(scores.shape[1], dtype=bool)
        inside[cycle] = True
        # A head outside must not itself hang below the cycle, or the cycle would only grow.
        for node in range(len(heads)):
            at, steps = node, 0
            while at != below_root and not inside[at] and steps <= len(heads):
                at, steps = heads[at], steps + 1
            if at != below_root and inside[at] and node not in cycle:
                inside[node] = True
        rows = np.array(cycle)
        options = scores[rows].copy()
        options[:, inside] = -np.inf
        loss = scores[rows, [heads[i] for i in cycle]] - options.max(axis=1)
        pick = int(loss.argmin())
        heads[cycle[pick]] = int(options[pick].argmax())
    return heads
