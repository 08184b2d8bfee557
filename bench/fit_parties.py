"""Fit the weights that tell who has a part in an act of violence, on the tune part of MUC-4.

    python bench/fit_parties.py [--write] [--actors P] [--recipients P]

A mention is right when the scorer pairs it with one of the key, in the document. Five-fold figures by
document choose the floors; the kept-back part is only scored, by ``bench/events.py``. Nothing of the
texts is kept but these weights.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from events import SHARED, article_of, load, scorer
from fit_incidents import fit, held_out, show, write
from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from geo.events.merging.tellings import merged  # noqa: E402
from geo.events.parties import (  # noqa: E402
    FEATURES,
    SIDES,
    Parties,
    acts_of,
    features_of,
    is_said,
)
from geo.model import Event  # noqa: E402

_ROLES = {"actors": "source", "recipients": "target"}
_FLOORS = (0.0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)
#: Unit, features, whether it stands without being asked about, whether the key has it.
Row = tuple[str, dict[str, float], bool, bool]
#: Of a text of one sentence nobody is asked about.
_NOT_ASKED: tuple[dict[str, float], bool] = ({}, True)


class Watching(Parties):
    """Lets everybody stay and remembers what was known of them."""

    def __init__(self) -> None:
        super().__init__({}, {})
        object.__setattr__(self, "seen", {})

    def sort_out(self, events: Sequence[Event], text: str) -> list[Event]:  # noqa: ARG002
        """The events as they are."""
        groups = acts_of(events)
        for group in groups:
            act = merged(group)
            for event in group:
                for side in SIDES:
                    for actor in getattr(event, side):
                        known = features_of(actor, side, event, act, group, groups)
                        key = (event.article.id, side, actor.start, actor.text)
                        self.seen.setdefault(key, (known, is_said(actor, side, event)))  # type: ignore[attr-defined]
        return list(events)


def wanted(unit: dict[str, Any], role: str, score: Any) -> list[tuple[list[str], bool]]:  # noqa: ANN401
    """Whom the key has on one side of a document, each once: alternatives, and whether optional."""
    groups: dict[tuple[str, ...], tuple[list[str], bool]] = {}
    for event in sorted(unit["events"], key=lambda e: bool(e.get("optional"))):
        for alternatives, optional in score.gold_groups(event, role):
            name = tuple(sorted(map(str.casefold, alternatives)))
            groups.setdefault(name, (alternatives, optional or bool(event.get("optional"))))
    return sorted(groups.values(), key=lambda one: one[1])


def rows_of(
    units: list[dict[str, Any]],
    score: Any,  # noqa: ANN401
) -> tuple[dict[str, list[Row]], dict[str, int]]:
    """Every mention of each side with its features and whether the key has it; how many it misses."""
    from geo.pipeline import Pipeline

    pipeline = Pipeline()
    watching = Watching()
    pipeline.coder.parties = watching  # type: ignore[union-attr]
    rows: dict[str, list[Row]] = {side: [] for side in SIDES}
    missed = dict.fromkeys(SIDES, 0)
    for unit in units:
        acts = [e for e in pipeline.code(article_of(unit)) if e.event_type == "ASSAULT"]
        for side in SIDES:
            said = {
                a.text: (e.article.id, side, a.start, a.text)
                for e in reversed(acts)
                for a in reversed(getattr(e, side))
                if not a.implied
            }
            names = list(said)
            key = wanted(unit, _ROLES[side], score)
            fits = [
                [j for j, n in enumerate(names) if any(score.mention_match(a, n) for a in alts)]
                for alts, _ in key
            ]
            pairs = score.max_match(fits, len(names))
            right = set(pairs.values())
            missed[side] += sum(i not in pairs and not key[i][1] for i in range(len(key)))
            rows[side] += [
                (unit["id"], *watching.seen.get(said[n], _NOT_ASKED), j in right)  # type: ignore[attr-defined]
                for j, n in enumerate(names)
            ]
    return rows, missed


def main() -> None:
    """Fit each side, print the five-fold figures by floor, write the files when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--actors", type=float, default=0.2)
    parser.add_argument("--recipients", type=float, default=0.2)
    options = parser.parse_args()
    score = scorer(SHARED / "tools")
    gold = load(SHARED / "corpora" / "events" / "muc4.dev.jsonl")
    found, missed = rows_of([u for u in gold if not kept_back(u["id"])], score)
    for side, rows in found.items():
        asked = [r for r in rows if not r[2]]
        x = np.array([[r[1][f] for f in FEATURES] for r in asked])
        y = np.array([r[3] for r in asked], float)
        p = held_out(x, y, [r[0] for r in asked])
        said = [r[3] for r in rows if r[2]]
        total = sum(said) + int(y.sum())
        for floor in _FLOORS:
            right = int(y[p >= floor].sum()) + sum(said)
            told = int((p >= floor).sum()) + len(said)
            f1 = 2 * right / (told + total + missed[side])
            print(f"{side} {floor:.2f}: {told} told, {right} right, F1 {f1:.4f}")
        w = fit(x, y)
        show(FEATURES, w)
        if options.write:
            write(f"parties-{side}.toml", getattr(options, side), FEATURES, w)


if __name__ == "__main__":
    main()
