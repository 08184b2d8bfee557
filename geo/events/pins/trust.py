"""How likely a pin is right: boosted trees over what is known of an act (``signs``).

The trees are ``data/models/pins.npz`` (no pickle), fitted by ``bench/fit_pins.py`` on 4,230 acts of news
that were judged one by one: is it a real act of that type, at that place, on the days claimed. They hold
names of signs and numbers, no words of a text. The probability from which an act is drawn is ``trust`` in
``data/ontology/pins.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from geo.errors import DataError
from geo.resources import data_path, open_model

__all__ = ["FILE", "Trust"]

FILE = ("models", "pins.npz")


class Trust:
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
    def load(cls, data_dir: Path | None = None) -> Trust:
        """The bundled trees, or those in ``data_dir``/models; read once per process.

        Raises
        ------
        DataError
            The file is missing or not a model of this version.
        """
        return _load(data_dir)

    def of(self, signs: Mapping[str, float]) -> float:
        """The probability that a pin with these signs is right, 0 to 1; a sign not named is 0."""
        known = [signs.get(name, 0.0) for name in self.names]
        total = self._base
        for root in self._roots:
            sign, limit, low, high, value = self._nodes[root]
            while sign >= 0:
                sign, limit, low, high, value = self._nodes[low if known[sign] <= limit else high]
            total += value
        return 1 / (1 + math.exp(-total))


@cache
def _load(data_dir: Path | None) -> Trust:
    path = data_path(*FILE, override=data_dir)
    with open_model(path) as stored:
        names = bytes(stored["signs"]).decode("utf-8").split("\n")
        columns = [stored[name].tolist() for name in ("sign", "limit", "low", "high", "value")]
        roots, base = stored["roots"].tolist(), float(stored["base"])
    nodes = list(zip(*columns, strict=True))
    if any(not -1 <= node[0] < len(names) for node in nodes):
        msg = f"{path} is a model of another version. Rebuild it with bench/fit_pins.py."
        raise DataError(msg)
    return Trust(names, nodes, roots, base)
