"""Fit the weights of an event's confidence on the tune parts, and test them on the kept-back parts.

    python bench/fit_confidence.py [--write]

Labels: an event of a MUC document is right when the scorer aligns it; the main event of a single
PLOVER sentence when its type is right; a judged pin (bench/pins.jsonl) when the judge said so.
A handful of weights, strongly regularised; nothing of the texts is kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pins
from events import SHARED, article_of, load, record, scorer
from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

#: Every set weighs the same, however many events it holds.
_RIDGE = 0.002
_STEPS = 4000


def examples(name: str, part: str) -> Iterator[tuple[dict[str, float], bool]]:
    """Features and verdicts of one set's events."""
    from geo.events.coder import Coder
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    seen: dict[str, dict[str, float]] = {}

    class Watching(Coder):
        def score(self, name: str, features: Any) -> float:  # noqa: ANN401
            seen[name] = dict(features)
            return super().score(name, features)

    pipeline = Pipeline(Settings())
    watched = Watching(pipeline.coder.ontology, pipeline.syntax, pipeline.settings)
    object.__setattr__(watched, "confidence", _without_floor(watched.confidence))
    pipeline.__dict__["coder"] = watched
    score = scorer(SHARED / "tools")
    if name == "pins":
        yield from _pins(pipeline, seen)
        return
    for unit in load(SHARED / "corpora" / "events" / f"{name}.dev.jsonl"):
        if kept_back(unit["id"]) != (part == "kept"):
            continue
        events = pipeline.code(article_of(unit))
        yield from _judged(name, unit, events, seen, score)


def _pins(pipeline: Any, seen: dict[str, Any]) -> Iterator[tuple[dict[str, float], bool]]:  # noqa: ANN401
    """The judged pins of ordinary news that were drawn at random before any was kept off the map."""
    lines = pins.JUDGED.read_text(encoding="utf-8").splitlines()
    judged = [j for j in map(json.loads, lines) if j["part"] in {"fit", "test"}]
    right = {(j["doc"], j["type"], j["trigger"][0], j["place"][0]): j["right"] for j in judged}
    for name, event in pins.pins(pipeline, {j["doc"] for j in judged}, doubted=True):
        if (verdict := right.get(pins.key(name, event))) is not None and event.id in seen:
            yield seen[event.id], verdict


def _without_floor(confidence: Any) -> Any:  # noqa: ANN401
    from dataclasses import replace

    return replace(confidence, floor=0.0)


def _judged(
    name: str,
    unit: dict[str, Any],
    events: Any,  # noqa: ANN401
    seen: dict[str, Any],
    score: Any,  # noqa: ANN401
) -> Iterator[tuple[dict[str, float], bool]]:
    gold = unit["events"]
    if name.startswith("plover"):
        if events:
            yield seen[events[0].id], events[0].event_type in gold[0]["plover"].split("|")
        return
    found = [record(e) for e in events]
    pairs = score.assign([[score.pair_score(g, p) for p in found] for g in gold])
    right = {j for _, j in pairs} if gold and found else set()
    for j, event in enumerate(events):
        if event.event_type == "ASSAULT" and event.id in seen:
            yield seen[event.id], j in right


def matrix(sets: tuple[str, ...], part: str) -> tuple[Any, Any, Any]:
    """Feature rows, labels, and weights that give every set the same say."""
    from geo.events.confidence import FEATURES

    rows, labels, says = [], [], []
    for name in sets:
        got = list(examples(name, part))
        print(name, part, len(got), "right", round(float(np.mean([y for _, y in got])), 3))
        rows += [[x[f] for f in FEATURES] for x, _ in got]
        labels += [y for _, y in got]
        says += [1 / len(got)] * len(got)
    return np.array(rows), np.array(labels, float), np.array(says) / len(sets)


def fit(x: Any, y: Any, say: Any) -> Any:  # noqa: ANN401
    """Logistic regression by gradient steps."""
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        penalty = _RIDGE * w
        penalty[0] = 0
        w += 1.0 * (x.T @ (say * (y - p)) - penalty)
    return w


def reliability(p: Any, y: Any) -> None:  # noqa: ANN401
    """Print what was said and what came true, in five bins."""
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (p >= low) & (p < low + 0.2 + 1e-9)
        if inside.sum():
            said, true = p[inside].mean(), y[inside].mean()
            print(
                f"  {low:.1f}-{low + 0.2:.1f}  n {inside.sum():5d}  said {said:.2f}  true {true:.2f}"
            )


def main() -> None:
    """Fit on tune, print the reliability on both parts, write the file when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--floor", type=float, default=None)
    options = parser.parse_args()
    from geo.events.confidence import FEATURES
    from geo.resources import data_path

    sets = ("plover", "plover-gsr", "muc4")
    x, y, say = matrix((*sets, "pins"), "tune")
    w = fit(x, y, say)
    print(json.dumps(dict(zip(FEATURES, w.round(3).tolist(), strict=True))))
    reliability(1 / (1 + np.exp(-x @ w)), y)
    if options.write:
        floor = options.floor if options.floor is not None else 0.0
        lines = ["# Written by bench/fit_confidence.py.", f"floor = {floor}", "", "[weights]"]
        lines += [f"{n} = {v:.3f}" for n, v in zip(FEATURES, w, strict=True)]
        data_path("ontology", "confidence.toml").write_text(
            "\n".join(lines) + "\n", encoding="utf-8"
        )
    kx, ky, _ = matrix(sets, "kept")
    print("kept back")
    reliability(1 / (1 + np.exp(-kx @ w)), ky)


if __name__ == "__main__":
    main()
