"""Fit how likely somebody has a part in an act of violence, on the tune part of MUC-4.

    python bench/fit_parties.py [--write] [--keep FILE] [--limits SIDE=FOUND,SAID,BESIDE ...]

A mention is right when the key of its document has it on that side, by the scorer's relaxed comparison.
Figures are of five folds by document, of the product's own judgement and merging, without the limits and
with those of ``data/ontology/parties.toml`` or ``--limits``; the kept-back part is only scored, by
``bench/events.py``. Build time only: ``pip install scikit-learn``. Nothing of the texts is kept but the
trees. ``--keep`` keeps what the coder found, or reads it.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import forest
import numpy as np
from events import SHARED, article_of, load, scorer
from sklearn.ensemble import GradientBoostingClassifier
from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from geo.events.merging.merge import merge_events  # noqa: E402
from geo.events.parties.beside import Beside  # noqa: E402
from geo.events.parties.judging import Limits, Parties  # noqa: E402
from geo.events.parties.signs import SIDES, Told  # noqa: E402
from geo.events.trees import Trees  # noqa: E402
from geo.model import Event  # noqa: E402

_ROLES = {"actors": "source", "recipients": "target"}
_FOLDS = 5
_NOBODY = Limits(0.0, 0.0, 1.0)
#: Trees of each side, how fast they learn and how many mentions a leaf has. Of recipients nine times as many are
#: asked about, so there are fewer trees; deeper or flatter ones did the same within noise.
_SHAPES = {"actors": (250, 0.03, 15), "recipients": (80, 0.1, 30)}
#: Sides that somebody may join whom grammar did not find there: of doers as many were wrong as right.
_JOINED = frozenset({"recipients"})


@dataclass(frozen=True)
class Coded:
    """One document as the judgement is asked about it."""

    unit: dict[str, Any]
    events: tuple[Event, ...]
    beside: Mapping[int, Sequence[Beside]]
    #: Whether it is long enough to be asked about.
    asked: bool


#: Document, signs, whether the key has it.
Row = tuple[str, dict[str, float], bool]


class Watching(Parties):
    """Lets everybody stay and remembers what there was to be judged."""

    def __init__(self) -> None:
        super().__init__({}, {})
        object.__setattr__(self, "asked", None)

    def sort_out(
        self, events: Sequence[Event], beside: Mapping[int, Sequence[Beside]]
    ) -> list[Event]:
        """The events as they are."""
        object.__setattr__(self, "asked", (tuple(events), dict(beside)))
        return list(events)


def coded(units: Iterable[dict[str, Any]]) -> list[Coded]:
    """Every document with its events before the judgement."""
    from geo.pipeline import Pipeline

    pipeline, watching, found = Pipeline(), Watching(), []
    pipeline.coder.parties = watching  # type: ignore[union-attr]
    for unit in units:
        watching.__init__()  # type: ignore[misc]
        events = pipeline.tellings(article_of(unit))
        asked = watching.asked  # type: ignore[attr-defined]
        found.append(
            Coded(unit, *asked, asked=True) if asked else Coded(unit, events, {}, asked=False)
        )
    return found


def wanted(unit: dict[str, Any], side: str, score: Any) -> list[tuple[list[str], bool]]:  # noqa: ANN401
    """Whom the key has on one side of a document, each once: alternatives, and whether optional."""
    groups: dict[tuple[str, ...], tuple[list[str], bool]] = {}
    for event in sorted(unit["events"], key=lambda e: bool(e.get("optional"))):
        for alternatives, optional in score.gold_groups(event, _ROLES[side]):
            name = tuple(sorted(map(str.casefold, alternatives)))
            groups.setdefault(name, (alternatives, optional or bool(event.get("optional"))))
    return list(groups.values())


def rows_of(documents: Sequence[Coded], side: str, score: Any) -> list[Row]:  # noqa: ANN401
    """Every mention that is judged on one side: whom grammar found, and who only stands beside."""
    rows: list[Row] = []
    for document in documents:
        if not (document.asked and document.events):
            continue
        key = [name for names, _ in wanted(document.unit, side, score) for name in names]
        told = Told(document.events, document.beside)
        unread = told.unread(side) if side in _JOINED else {}
        seen = set()
        for rank, group in enumerate(told.groups):
            for event in group:
                for actor in (*getattr(event, side), *(b.actor for b in unread.get(event.id, ()))):
                    if actor.implied or (actor.start, actor.text) in seen:
                        continue
                    seen.add((actor.start, actor.text))
                    right = any(score.mention_match(name, actor.text) for name in key)
                    rows.append((document.unit["id"], told.signs(actor, side, event, rank), right))
    return rows


def grown(rows: Sequence[Row], side: str) -> dict[str, Any]:
    """The trees of some rows, as they are stored."""
    trees, rate, leaf = _SHAPES[side]
    model = GradientBoostingClassifier(
        n_estimators=trees, learning_rate=rate, max_depth=4, subsample=0.5, max_features=0.2,
        min_samples_leaf=leaf, random_state=2,
    )  # fmt: skip
    x, names = forest.matrix([signs for _, signs, _ in rows])
    return forest.arrays(model.fit(x, np.array([right for *_, right in rows])), names)


def fold_of(name: str) -> int:
    """Which fold a document is in."""
    return hashlib.md5(name.encode()).digest()[0] % _FOLDS  # noqa: S324


def folds(rows: Sequence[Row], side: str) -> list[Trees]:
    """For each fold trees that have not seen its documents."""
    return [
        forest.trees(grown([r for r in rows if fold_of(r[0]) != fold], side))
        for fold in range(_FOLDS)
    ]


def scored(
    documents: Sequence[Coded], by_side: dict[str, list[Trees]], limits: dict[str, Limits], score: Any  # noqa: ANN401
) -> dict[str, list[int]]:  # fmt: skip
    """Right, over and missed of each side."""
    judges = [Parties({s: by_side[s][k] for s in SIDES}, limits) for k in range(_FOLDS)]
    counts = {side: [0, 0, 0] for side in SIDES}
    for document in documents:
        judge = judges[fold_of(document.unit["id"])]
        events: Sequence[Event] = document.events
        if document.asked:
            events = judge.sort_out(events, document.beside)
        acts = merge_events(e for e in events if e.event_type == "ASSAULT" and not e.gate)
        for side in SIDES:
            names = [a.text for e in acts for a in getattr(e, side) if not a.implied]
            found = score.actor_counts(wanted(document.unit, side, score), names, strict=False)
            counts[side] = [a + b for a, b in zip(counts[side], found, strict=True)]
    return counts


def show(name: str, counts: dict[str, list[int]]) -> None:
    """One line a side."""
    for side, (right, over, missed) in counts.items():
        f1 = 2 * right / (2 * right + over + missed)
        print(f"{name:24} {side:10} {right} right, {over} over, {missed} missed, F1 {f1:.4f}")


def main() -> None:
    """Fit each side, print the figures of the folds, write the trees when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--limits", nargs="*", default=[])
    options = parser.parse_args()
    score = scorer(SHARED / "tools")
    if options.keep and options.keep.exists():
        documents = pickle.loads(options.keep.read_bytes())  # noqa: S301 (our own file of a minute ago)
    else:
        gold = load(SHARED / "corpora" / "events" / "muc4.dev.jsonl")
        documents = coded(u for u in gold if not kept_back(u["id"]))
        if options.keep:
            options.keep.write_bytes(pickle.dumps(documents))
    rows = {side: rows_of(documents, side, score) for side in SIDES}
    by_side = {side: folds(rows[side], side) for side in SIDES}
    show("everybody found", scored(documents, by_side, dict.fromkeys(SIDES, _NOBODY), score))
    limits = dict(Parties.load().limits)
    show("the limits", scored(documents, by_side, limits, score))
    for given in options.limits:
        side, _, numbers = given.partition("=")
        limits[side] = Limits(*map(float, numbers.split(",")))
        show(given, {side: scored(documents, by_side, limits, score)[side]})
    if options.write:
        for side in SIDES:
            forest.write(grown(rows[side], side), "models", f"parties-{side}.npz")


if __name__ == "__main__":
    main()
