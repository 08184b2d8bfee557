"""Boosted trees of scikit-learn as the arrays that ``geo.events.trees`` reads; used by the fits beside it.

Build time only: ``pip install scikit-learn``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from geo.events.trees import Trees  # noqa: E402

#: A sign fewer rows have is left out.
_LEAST = 8
_COLUMNS = {
    "sign": np.int16, "limit": np.float32, "low": np.int16, "high": np.int16, "value": np.float32,
}  # fmt: skip


def matrix(signs: Sequence[dict[str, float]]) -> tuple[Any, list[str]]:
    """Signs by row, and the names of those that are common enough."""
    names = sorted({name for one in signs for name in one})
    x = np.array([[one.get(name, 0.0) for name in names] for one in signs], np.float32)
    kept = (x != 0).sum(0) >= _LEAST
    return x[:, kept], [n for n, k in zip(names, kept, strict=True) if k]


def arrays(model: Any, names: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401
    """The trees of a ``GradientBoostingClassifier`` and the signs that they ask for."""
    used = sorted({int(f) for [tree] in model.estimators_ for f in tree.tree_.feature if f >= 0})
    number = {f: i for i, f in enumerate(used)}
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    roots = []
    for [tree] in model.estimators_:
        first, t = len(columns["sign"]), tree.tree_
        roots.append(first)
        columns["sign"] += [number.get(int(f), -1) for f in t.feature]
        columns["limit"] += t.threshold.tolist()
        columns["low"] += [first + int(i) if i >= 0 else -1 for i in t.children_left]
        columns["high"] += [first + int(i) if i >= 0 else -1 for i in t.children_right]
        columns["value"] += (model.learning_rate * t.value[:, 0, 0]).tolist()
    prior = model.init_.class_prior_[1]
    return {
        "signs": np.frombuffer("\n".join(names[f] for f in used).encode(), np.uint8),
        **{name: np.array(columns[name], kind) for name, kind in _COLUMNS.items()},
        "roots": np.array(roots, np.int16),
        "base": np.array(np.log(prior / (1 - prior))),
    }


def trees(stored: dict[str, Any]) -> Trees:
    """The same, to be asked at once."""
    nodes = list(zip(*(stored[name].tolist() for name in _COLUMNS), strict=True))
    names = bytes(stored["signs"]).decode().split("\n")
    return Trees(names, nodes, stored["roots"].tolist(), float(stored["base"]))


def write(stored: dict[str, Any], *file: str) -> None:
    """Store them below ``data/``."""
    path = HERE.parent / "data" / Path(*file)
    np.savez_compressed(path, **stored)
    signs = bytes(stored["signs"]).count(b"\n") + 1
    print(path, path.stat().st_size, "bytes,", len(stored["roots"]), "trees,", signs, "signs")
