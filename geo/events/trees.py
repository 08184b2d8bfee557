"""Boosted trees over named signs: many small questions, whose answers add up to a probability.

A model is an ``.npz`` of arrays (no pickle) that a fit under ``bench/`` writes. It holds names of signs and
numbers, no words of a text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from geo.errors import DataError
from geo.resources import open_model

__all__ = ["Trees"]


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
