"""Geoparsing quality on the development corpora, through the public interface.

    python bench/toponyms.py                 table for the tuned-on and the kept-back part
    python bench/toponyms.py --no-demonyms   the same with demonyms left out of gold and answers
    python bench/toponyms.py --no-countries  resolution without gold countries (their points differ)
    python bench/toponyms.py --reliability   how often a score of p is right, kept-back part

Matching is by overlap, one to one, exact spans first; a place is right within 161 km. End to end
counts a gold toponym as found when its span overlaps and its place is right, and every located
answer that is neither as an error. The scorer is ../shared/tools/score_toponyms.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
sys.path[:0] = [str(HERE), str(HERE.parent), str(SHARED / "tools")]

from split import kept_back  # noqa: E402

from geo.model import Article, Toponym  # noqa: E402
from geo.pipeline import Pipeline  # noqa: E402

CORPORA = ("LGL", "GeoVirus", "GeoWebNews", "TR-News", "TUD-Loc-2013")
MEASURES = {"e2e": "e2e_F1", "overlap": "ov_F1", "acc161": "acc161"}
COLUMNS = ("gold", "pred", "ex_F1", "ov_P", "ov_R", "ov_F1", "acc161", "e2e_P", "e2e_R", "e2e_F1")
RIGHT_KM = 161.0
Doc = dict[str, Any]


def documents(corpus: str, part: str) -> Iterator[Doc]:
    """The documents of one part, "tune" or "kept"."""
    path = SHARED / "corpora" / "geo" / f"{corpus}.dev.jsonl"
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            doc = json.loads(line)
            if kept_back(f"{corpus}/{doc['doc_id']}") == (part == "kept"):
                yield doc


def answer(toponym: Toponym) -> Doc:
    """A toponym as the scorer wants it."""
    place = toponym.place
    return {
        "start": toponym.start,
        "end": toponym.end,
        "text": toponym.text,
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "role": toponym.role,
        "score": toponym.score,
    }


def run(pipeline: Pipeline, corpus: str, part: str) -> tuple[dict[str, Doc], dict[str, list[Doc]]]:
    """Gold and answers by document."""
    gold, answers = {}, {}
    for doc in documents(corpus, part):
        name = str(doc["doc_id"])
        gold[name] = doc
        found = pipeline.geoparse(Article(id=name, text=doc["text"]))
        answers[name] = [answer(toponym) for toponym in found]
    return gold, answers


def figures() -> dict[str, float]:
    """Every pinned figure by name: ``corpus.measure.part``."""
    import score_toponyms

    pipeline, found = Pipeline(), {}
    for corpus in CORPORA:
        for part in ("tune", "kept"):
            scores = score_toponyms.score(*run(pipeline, corpus, part))
            for name, key in MEASURES.items():
                found[f"{corpus}.{name}.{part}"] = scores[key]
    return found


def without(gold: dict[str, Doc], answers: dict[str, list[Doc]], *, demonyms: bool) -> None:
    """Drop demonyms, or gold countries, from gold, and the answers that overlap them."""
    for name, doc in gold.items():
        if demonyms:
            gone = [a for a in answers[name] if a["role"] == "demonym"]
            gone += [t for t in doc["toponyms"] if t["type"] == "Demonym"]
        else:
            gone = [t for t in doc["toponyms"] if t["type"] in {"A.PCLI", "COUNTRY"}]
        doc["toponyms"] = [t for t in doc["toponyms"] if not _touches(t, gone)]
        answers[name] = [a for a in answers[name] if not _touches(a, gone)]


def _touches(one: Doc, others: list[Doc]) -> bool:
    return any(one["start"] < o["end"] and o["start"] < one["end"] for o in others)


def reliability(pipeline: Pipeline) -> None:
    """Score against truth on the kept-back part of the four news corpora."""
    import score_toponyms

    rows: list[tuple[float, bool]] = []
    for corpus in CORPORA[:4]:
        gold, answers = run(pipeline, corpus, "kept")
        for name, doc in gold.items():
            for i, j, _ in score_toponyms.match(doc["toponyms"], answers[name]):
                true, said = doc["toponyms"][i], answers[name][j]
                if true["lat"] is not None and said["lat"] is not None:
                    points = (true["lat"], true["lon"], said["lat"], said["lon"])
                    rows.append((said["score"], score_toponyms.hav(*points) <= RIGHT_KM))
    rows.sort(reverse=True)
    print("score        n   said  right")
    edges = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
    for low, high in pairwise(edges):
        part = [row for row in rows if low <= row[0] < high]
        if part:
            said = sum(score for score, _ in part) / len(part)
            right = sum(ok for _, ok in part) / len(part)
            print(f"{low:.2f}-{min(high, 1):.2f} {len(part):5d}  {said:.3f}  {right:.3f}")
    for share in (1.0, 0.9, 0.8, 0.7, 0.5):
        kept = rows[: round(share * len(rows))]
        right = sum(ok for _, ok in kept) / len(kept)
        print(f"keeping {share:.0%} (score >= {kept[-1][0]:.3f}): {right:.3f} right")


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--no-demonyms", action="store_true")
    options.add_argument("--no-countries", action="store_true")
    options.add_argument("--reliability", action="store_true")
    chosen = options.parse_args()
    if not SHARED.is_dir():
        print("SKIPPED LOUDLY: ../shared/corpora is not here; nothing was measured")
        return 0
    import score_toponyms

    pipeline = Pipeline()
    if chosen.reliability:
        reliability(pipeline)
        return 0
    print("corpus        part " + " ".join(f"{name:>7}" for name in COLUMNS))
    for corpus in CORPORA:
        for part in ("tune", "kept"):
            gold, answers = run(pipeline, corpus, part)
            if chosen.no_demonyms or chosen.no_countries:
                without(gold, answers, demonyms=chosen.no_demonyms)
            scores = score_toponyms.score(gold, answers)
            cells = " ".join(score_toponyms.fmt(name, scores[name]).rjust(7) for name in COLUMNS)
            print(f"{corpus:13} {part} {cells}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
