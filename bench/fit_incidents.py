"""Fit the weights that tell incidents from violence that is only mentioned, on the tune part of MUC-4.

    python bench/fit_incidents.py [--write] [--floor P]

An act of violence is an incident when the scorer aligns it with one of the key. Five-fold figures by
document choose the floor; the kept-back part is only scored, by ``bench/events.py``. Nothing of the texts
is kept but these weights.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from events import SHARED, article_of, load, record, scorer
from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from geo.events.incidents import FEATURES, Incidents, features_of, groups_of, is_settled  # noqa: E402
from geo.model import Event  # noqa: E402

_RIDGE = 2.0
_STEPS = 30
_FOLDS = 5
Row = tuple[str, int, tuple[dict[str, float], bool], bool]


class Watching(Incidents):
    """Lets every act pass and remembers what was known of it."""

    def __init__(self) -> None:
        super().__init__({}, 0.0)
        object.__setattr__(self, "seen", {})

    def sort_out(self, events: Sequence[Event], text: str) -> tuple[Event, ...]:
        """Every act of violence unflagged."""
        from dataclasses import replace

        groups = groups_of(events)
        for rank, group in enumerate(groups):
            features = features_of(group, text, rank=rank, among=len(groups))
            known = (features, is_settled(group))
            self.seen.update((e.id, known) for e in group)  # type: ignore[attr-defined]
        return tuple(replace(e, gate="") if e.id in self.seen else e for e in events)  # type: ignore[attr-defined]


def rows_of(units: list[dict[str, Any]], score: Any) -> tuple[list[Row], dict[str, Any]]:  # noqa: ANN401
    """Every act of violence with its features and whether the key knows it; the records by unit."""
    from geo.pipeline import Pipeline

    pipeline = Pipeline()
    watching = Watching()
    pipeline.coder.incidents = watching  # type: ignore[union-attr]
    rows: list[Row] = []
    records = {}
    for unit in units:
        acts = [e for e in pipeline.code(article_of(unit)) if e.event_type == "ASSAULT"]
        acts = [e for e in acts if e.id in watching.seen]  # type: ignore[attr-defined]
        found = [record(e) for e in acts]
        gold = unit["events"]
        pairs = score.assign([[score.pair_score(g, p) for p in found] for g in gold])
        right = {j for _, j in pairs} if gold and found else set()
        records[unit["id"]] = found
        rows += [(unit["id"], j, watching.seen[e.id], j in right) for j, e in enumerate(acts)]  # type: ignore[attr-defined]
    return rows, records


def fit(x: Any, y: Any) -> Any:  # noqa: ANN401
    """Ridge logistic regression by Newton steps."""
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(x.shape[1])
        w += np.linalg.solve(hessian, x.T @ (y - p) - _RIDGE * w)
    return w


def held_out(x: Any, y: Any, names: list[str]) -> Any:  # noqa: ANN401
    """Probabilities of every row by weights that never saw its document."""
    fold = np.array([hashlib.md5(n.encode()).digest()[0] % _FOLDS for n in names])  # noqa: S324
    p = np.zeros(len(y))
    for k in range(_FOLDS):
        p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ fit(x[fold != k], y[fold != k])))
    return p


def main() -> None:
    """Fit, print the five-fold figures by floor, write the file when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--floor", type=float, default=0.3)
    options = parser.parse_args()
    score = scorer(SHARED / "tools")
    gold = load(SHARED / "corpora" / "events" / "muc4.dev.jsonl")
    units = [u for u in gold if not kept_back(u["id"])]
    rows, records = rows_of(units, score)
    settled = {(r[0], r[1]) for r in rows if r[2][1]}
    rows = [r for r in rows if not r[2][1]]
    x = np.array([[r[2][0][f] for f in FEATURES] for r in rows])
    y = np.array([r[3] for r in rows], float)
    p = held_out(x, y, [r[0] for r in rows])
    for floor in (0.0, 0.2, 0.25, 0.3, 0.35, 0.4):
        kept = settled | {(r[0], r[1]) for r, q in zip(rows, p, strict=True) if q >= floor}
        told = [
            {"id": name, "events": [e for j, e in enumerate(found) if (name, j) in kept]}
            for name, found in records.items()
        ]
        result = score.score(units, told)
        people = {k: result["actors"][k]["F1"] for k in ("source_relaxed", "target_relaxed")}
        dates = result["date"]["all/e2e"]["exact"]
        print(floor, dict(result["alignment"]), "dates", dates, people)
    w = fit(x, y)
    show(FEATURES, w)
    if options.write:
        write("incidents.toml", options.floor, FEATURES, w)


def show(names: Sequence[str], weights: Any) -> None:  # noqa: ANN401
    """Print the weights, the heaviest first."""
    for name, weight in sorted(zip(names, weights, strict=True), key=lambda one: -abs(one[1])):
        print(f"  {name:16} {weight:6.2f}")


def write(name: str, floor: float, names: Sequence[str], weights: Any) -> None:  # noqa: ANN401
    """Write a file of ``data/ontology`` that ``geo.events.logistic`` reads."""
    from geo.resources import data_path

    lines = [f"# Written by bench/{Path(sys.argv[0]).name}.", f"floor = {floor}", "", "[weights]"]
    lines += [f"{n} = {v:.3f}" for n, v in zip(names, weights, strict=True)]
    data_path("ontology", name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
