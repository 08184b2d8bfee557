"""Boosted trees over named signs: many small questions, whose answers add up to a probability.

A model is an ``.npz`` of arrays (no pickle) that a fit under ``bench/`` writes. It holds names of signs and
numbers, no words of a text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from geo.errors import DataError
from geo.resources import open_model

__all__ = ["Trees"]

#: Fewer than so many are asked about one by one.
_FEW = 3


class Trees:
    """Trees of questions about single signs; the answers of all add up.

    Parameters
    ----------
    names
        The signs, by number.
    nodes
        (sign, limit, next if the sign is at most the limit, next if it is more, value): a node with the
        sign -1 is a leaf and has its value.
    roots
        The first node of each tree.
    base
        The log-odds before any tree.
    """

    def __init__(
        self,
        names: Sequence[str],
        nodes: Sequence[tuple[int, float, int, int, float]],
        roots: Sequence[int],
        base: float,
    ) -> None:
        self.names = tuple(names)
        self._nodes = tuple(nodes)
        self._roots = tuple(roots)
        self._base = base

    @classmethod
    def read(cls, path: Path, maker: str) -> Self:
        """The trees of a file that ``maker`` wrote.

        Raises
        ------
        DataError
            The file is missing or not a model of this version.
        """
        with open_model(path) as stored:
            names = bytes(stored["signs"]).decode("utf-8").split("\n")
            columns = [stored[name].tolist() for name in ("sign", "limit", "low", "high", "value")]
            roots, base = stored["roots"].tolist(), float(stored["base"])
        nodes = list(zip(*columns, strict=True))
        if any(not -1 <= node[0] < len(names) for node in nodes):
            msg = f"{path} is a model of another version. Rebuild it with {maker}."
            raise DataError(msg)
        return cls(names, nodes, roots, base)

    def of(self, signs: Mapping[str, float]) -> float:
        """The probability of what these signs speak for, 0 to 1; a sign not named is 0."""
        known = [signs.get(name, 0.0) for name in self.names]
        total = self._base
        for root in self._roots:
            sign, limit, low, high, value = self._nodes[root]
            while sign >= 0:
                sign, limit, low, high, value = self._nodes[low if known[sign] <= limit else high]
            total += value
        return 1 / (1 + math.exp(-total))

    def of_each(self, rows: Sequence[Mapping[str, float]]) -> list[float]:
        """``of`` of several at once, which is faster from three on."""
        if len(rows) < _FEW:
            return [self.of(signs) for signs in rows]
        import numpy as np

        sign, limit, low, high, value, roots, depth = self._laid
        known = np.array([[signs.get(name, 0.0) for name in self.names] for signs in rows])
        row = np.arange(len(rows))[:, None]
        at = np.repeat(roots[None, :], len(rows), axis=0)
        for _ in range(depth):
            at = np.where(known[row, sign[at]] <= limit[at], low[at], high[at])
        total = self._base + value[at].sum(axis=1)
        return [float(p) for p in 1 / (1 + np.exp(-total))]

    @cached_property
    def _laid(self) -> tuple[Any, Any, Any, Any, Any, Any, int]:
        """The nodes as arrays, a leaf leading to itself, and how deep the deepest tree is."""
        import numpy as np

        sign, limit, low, high, value = map(np.array, zip(*self._nodes, strict=True))
        leaf, here = sign < 0, np.arange(len(sign))
        low, high = np.where(leaf, here, low), np.where(leaf, here, high)
        roots, depth = np.array(self._roots), 0
        at = set(self._roots)
        while at := {int(n) for i in at if not leaf[i] for n in (low[i], high[i])}:
            depth += 1
        return np.where(leaf, 0, sign), limit, low, high, value, roots, depth
