"""Recall ceiling of the gazetteer: the share of gold mentions that have a right candidate at all.

usage: python bench/ceiling.py CORPORA_DIR [--missing N]

A mention counts when some place that its text can mean (``Gazetteer.matches``) lies within 161 km of
the gold point. Documents are named to ``bench/split.py`` as in ``bench/toponyms.py`` (``corpus/doc_id``); those
kept back are scored apart and never printed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from split import kept_back  # noqa: E402

from geo.toponyms.gazetteer import Gazetteer  # noqa: E402
from geo.toponyms.sphere import distance_km  # noqa: E402

KM = 161.0


def main() -> None:
    """Print the ceiling of every corpus, tuned-on and kept-back documents apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--missing", type=int, default=0, help="print so many missed names")
    args = parser.parse_args()
    gazetteer = Gazetteer.open()
    for path in sorted(args.corpora.glob("*.dev.jsonl")):
        corpus = path.name.partition(".")[0]
        hits: Counter[bool] = Counter()
        total: Counter[bool] = Counter()
        demonyms: Counter[bool] = Counter()
        missing: Counter[str] = Counter()
        for line in path.read_text("utf-8").rstrip("\n").split("\n"):
            doc = json.loads(line)
            back = kept_back(f"{corpus}/{doc['doc_id']}")
            for gold in doc["toponyms"]:
                if gold["lat"] is None:
                    continue
                total[back] += 1
                near = [
                    match
                    for match in gazetteer.matches(gold["text"])
                    if distance_km(
                        gold["lat"], gold["lon"], match.place.latitude, match.place.longitude
                    )
                    <= KM
                ]
                hits[back] += bool(near)
                demonyms[back] += bool(near) and all(match.kind == "demonym" for match in near)
                if not near and not back:
                    found = gazetteer.matches(gold["text"])
                    at = f"{gold['lat']:.1f},{gold['lon']:.1f}"
                    missing[f"{gold['text']} @{at} {gold['type']} ({len(found)})"] += 1
        rate = {back: hits[back] / max(1, total[back]) for back in (False, True)}
        print(
            f"{corpus:14} tuned {rate[False]:.3f} of {total[False]:5}"
            f" (demonyms {demonyms[False] / max(1, total[False]):.3f})"
            f"   kept back {rate[True]:.3f} of {total[True]:5}"
        )
        for name, count in missing.most_common(args.missing):
            print(f"      {count:3} {name}")


if __name__ == "__main__":
    main()
