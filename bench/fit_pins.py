"""Fit how likely a pin is right, on acts of news that were judged one by one (bench/pins.jsonl).

    python bench/fit_pins.py [--texts FILE ...] [--write] [--keep FILE]

``--texts`` are files of articles as ``bench/pins.py cut`` writes them (news of 2017, Lee, Reuters of 1987);
the corpora beside the checkout are read anyway. An act counts as right when it is a real one of its
type at its place and can have been on the days that the coder claims now; where two judged it, each has
half a say. Figures are of eight folds by article: no article is scored by trees that have seen it. Build
time only: ``pip install scikit-learn``. Nothing of the texts is kept but the trees.

The judged acts are all with a place below their country of seven types, drawn or not, so the figures say
both how many of the drawn are right and how many of the right are drawn.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import forest
import numpy as np
import pins
from events import SHARED, article_of, load
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from geo.events.pins.case import Case  # noqa: E402
from geo.events.pins.doubts import Doubts  # noqa: E402
from geo.events.pins.signs import signs_of  # noqa: E402
from geo.events.pins.trust import FILE  # noqa: E402
from geo.events.story import Story  # noqa: E402

#: Sets of texts that stand on their own, and the parts of ``pins.jsonl`` that make them.
_SETS = {
    "unseen": ("wire", "unread", "unreadoff"), "wire": ("wire",), "unread": ("unread", "unreadoff"), "read": ("days", "daysoff", "offmap"),
    "police": ("police",), "muc": ("muc",), "retold": ("retold",), "last": ("retoldlast",),
}  # fmt: skip
_FOLDS, _SEEDS = 8, (10, 11)
_LIMITS = (0.6, 0.7, 0.72, 0.74, 0.76, 0.78, 0.8, 0.82)
#: Bounds of the bins in which what the trees say is held against what is true.
_BINS = (0.4, 0.6, 0.72, 0.8, 0.88, 1.0)


class Watching(Doubts):
    """Draws what passes the questions, and remembers the signs."""

    seen: dict[str, dict[str, float]]

    def why_not(self, name: str, case: Case, story: Story) -> str:
        """What the questions alone say."""
        doubt = self.pinning.why_not(case)
        if case.is_placed:
            self.seen[name] = signs_of(case, story.article, story.manner, doubt)
        return doubt


@dataclass(frozen=True)
class Row:
    """One judged act as it is coded now.

    ``right`` are the verdicts, ``there`` the same whatever the days; ``drawn`` says what the questions do.
    """

    part: str
    doc: str
    signs: dict[str, float]
    right: tuple[bool, ...]
    there: tuple[bool, ...]
    drawn: bool


def units(texts: list[Path]) -> Iterator[tuple[str, Any]]:
    """(name, article) of everything there is to read."""
    from geo.articles import article_from_text

    for path in [None, *texts]:
        for unit in pins.units(path):
            yield (
                f"{unit['corpus']}/{unit['doc_id']}",
                article_from_text(
                    unit["text"][: pins.READ],
                    title=unit.get("title"),
                    published=unit.get("published"),
                ),
            )
    for name, corpus in (("IndiaPolice", "india-police"), ("MUC4", "muc4")):
        for unit in load(SHARED / "corpora" / "events" / f"{corpus}.dev.jsonl"):
            yield f"{name}/{unit['id']}", article_of(unit)


def verdicts() -> dict[str, dict[Any, dict[str, Any]]]:
    """By document and act: the judgement that has days before one without."""
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for line in pins.JUDGED.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        here = found.setdefault(one["doc"], {})
        at = (one["type"], one["trigger"][0], one["place"][0])
        if at not in here or "days" in one:
            here[at] = one
    return found


def rows(texts: list[Path]) -> list[Row]:
    """Every judged act that is coded still, with its signs."""
    from geo.pipeline import Pipeline

    pipeline = Pipeline()
    doubts = Watching(pipeline.coder.pinning, pipeline.coder.doubts.trust)
    doubts.seen = {}
    pipeline.coder.doubts = doubts
    judged, found = verdicts(), []
    for name, article in units(texts):
        if name not in judged:
            continue
        doubts.seen.clear()
        for event in pipeline.code(article):
            if event.toponym is None or event.id not in doubts.seen:
                continue
            at = (event.event_type, event.trigger.start, event.toponym.start)
            if (one := judged[name].get(at)) is not None:
                right = tuple(_right(one, event, article))
                there = tuple(bool(one[k]) for k in ("right", "again") if k in one)
                found.append(
                    Row(one["part"], name, doubts.seen[event.id], right, there, event.pinned)
                )
    return found


def _right(one: dict[str, Any], event: Any, article: Any) -> Iterator[bool]:  # noqa: ANN401
    for right, days in (("right", "days"), ("again", "again_days")):
        if right not in one:
            continue
        if one.get("undated") or (event.event_date is None and article.published is None):
            yield bool(one[right])  # nobody can say when it was
        elif right == "right" or days in one:
            yield pins.is_right(one, event, right, days)


def trees() -> Any:  # noqa: ANN401
    """The learner; fewer, steeper or deeper trees did the same within noise, logistics less."""
    return GradientBoostingClassifier(
        n_estimators=900, learning_rate=0.015, max_depth=3, subsample=0.4, max_features=0.08,
        min_samples_leaf=10, random_state=2,
    )  # fmt: skip


def fitted(x: Any, found: list[Row], index: Any) -> Any:  # noqa: ANN401
    """Trees of some of the acts, each verdict with its share of the say."""
    at = [(i, r, 1 / len(found[i].right)) for i in index for r in found[i].right]
    take, labels, say = zip(*at, strict=True)
    return trees().fit(x[list(take)], np.array(labels), sample_weight=np.array(say))


def held_out(x: Any, found: list[Row]) -> list[Any]:  # noqa: ANN401
    """Each act's probability by trees that have not seen its article, once for each way to fold."""
    docs = np.array([row.doc for row in found])
    ways = []
    for seed in _SEEDS:
        sure = np.zeros(len(found))
        for train, test in GroupKFold(_FOLDS, shuffle=True, random_state=seed).split(
            x, groups=docs
        ):
            sure[test] = fitted(x, found, train).predict_proba(x[test])[:, 1]
        ways.append(sure)
    return ways


def show(found: list[Row], ways: list[Any]) -> None:
    """By set and limit: how many are drawn, and how many of these are right; means of the ways to fold."""
    share = np.array([np.mean(row.right) for row in found])
    there = np.array([np.mean(row.there) for row in found])
    drawn = np.array([row.drawn for row in found])
    for name, parts in _SETS.items():
        here = np.array([row.part in parts for row in found])
        area = np.mean([roc_auc_score(share[here] > 0.5, sure[here]) for sure in ways])
        print(
            f"{name:7} {here.sum()} acts, {share[here].sum():.0f} right; AUC {area:.3f}; the questions"
            f" alone draw {(here & drawn).sum()}: {share[here & drawn].sum():.0f} right"
            f" ({share[here & drawn].mean():.3f})"
        )
        for limit in _LIMITS:
            taken = [here & drawn & (sure >= limit) for sure in ways]
            n, right = np.mean([t.sum() for t in taken]), np.mean([share[t].sum() for t in taken])
            place = np.mean([there[t].sum() for t in taken])
            print(
                f"    from {limit:.2f}: {n:.0f} drawn, {right:.0f} right ({right / n:.3f};"
                f" but for the days {place / n:.3f})"
            )


def show_reliability(found: list[Row], ways: list[Any]) -> None:
    """What the trees say of the pins that the questions let pass, and what is true of them."""
    share = np.array([np.mean(row.right) for row in found])
    drawn = np.array([row.drawn for row in found])
    sure = np.mean(ways, axis=0)
    for low, high in pairwise(_BINS):
        here = drawn & (sure >= low) & (sure < high)
        print(f"said {sure[here].mean():.2f}, true {share[here].mean():.2f} ({here.sum()} pins)")


def main() -> None:
    """Fit, show, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, nargs="*", default=[])
    parser.add_argument("--keep", type=Path, help="keep the acts with their signs, or read them")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        found = pickle.loads(options.keep.read_bytes())  # noqa: S301 (our own file of a minute ago)
    else:
        found = rows(options.texts)
        if options.keep:
            options.keep.write_bytes(pickle.dumps(found))
    x, names = forest.matrix([row.signs for row in found])
    print(len(found), "judged acts,", len(names), "signs")
    ways = held_out(x, found)
    show(found, ways)
    show_reliability(found, ways)
    if options.write:
        forest.write(forest.arrays(fitted(x, found, range(len(found))), names), *FILE)


if __name__ == "__main__":
    main()
