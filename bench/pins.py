"""Pin precision: how many pins of ordinary news are a real event of that type, there.

    python bench/pins.py sample --n 100 --seed 2026   print a sample of pins to be judged
    python bench/pins.py score                        what became of the judged pins, and precision

``bench/pins.jsonl`` holds the judgements: corpus, document, type, offsets of trigger and place,
verdict. It holds no text; the corpora lie beside the checkout. A verdict is "right" when the
article tells of a real event of that type at that place and time, whatever its actors. The parts:

fit, test   read while the confidence and the first rules were made (documents that are not kept back)
seen        all pins of one half of these documents, read while ``geo.events.pins.pinning`` was written
fresh       all pins of the other half at their first reading
doubted     what was kept off the map in all of these, read while the doubts were made finer
later       one half of the kept-back documents: all pins at their first reading (``drawn``: 15 of 19
            were right), and what was doubted; read since
clean       the other half: judged once, when the rules of that day stood (8 of 23); read since

Fewer than 100 are drawn, so each is a census, not a sample.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from split import kept_back

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
SHARED = HERE.parent.parent / "shared"
JUDGED = HERE / "pins.jsonl"
_READ = 20_000


def pins(
    pipeline: Any,  # noqa: ANN401
    only: set[str] | None = None,
    *,
    doubted: bool = False,
    kept: int | None = None,
) -> Iterator[tuple[str, Any]]:
    """(document, event) of every event drawn as a pin; with ``doubted`` also those kept off the map.

    Without ``only`` the documents that are not kept back, or half 0 or 1 of those that are.
    """
    from geo.articles import article_from_text

    for path in sorted((SHARED / "corpora" / "geo").glob("*.dev*")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            unit = json.loads(line)
            name = f"{unit['corpus']}/{unit['doc_id']}"
            if not (name in only if only is not None else _part(name) == kept):
                continue
            article = article_from_text(unit["text"][:_READ], title=unit.get("title"))
            for event in pipeline.code(article):
                if event.pinned or (doubted and event.pin_doubt):
                    yield name, event


def _part(name: str) -> int | None:
    """None for a document that may be read, else which half of the kept-back ones it is in."""
    if not kept_back(name.partition("/")[2]):
        return None
    return hashlib.sha256(f"b{name}".encode()).digest()[0] % 2


def key(name: str, event: Any) -> tuple[str, str, int, int]:  # noqa: ANN401
    """What makes two runs' pins the same: document, type, trigger, place."""
    return name, event.event_type, event.trigger.start, event.toponym.start


def sample(pipeline: Any, n: int, seed: int, kept: int | None) -> None:  # noqa: ANN401
    """Print pins to be judged by a person, with the sentence."""
    everything = list(pins(pipeline, kept=kept))
    print(len(everything), "pins")
    for name, e in random.Random(seed).sample(everything, min(n, len(everything))):  # noqa: S311 (a fixed sample)
        row = {
            "doc": name, "type": e.event_type, "trigger": [e.trigger.start, e.trigger.end],
            "place": [e.toponym.start, e.toponym.end],
        }  # fmt: skip
        print(json.dumps(row), "|", e.modes, repr(e.trigger.text), "@", e.place.name, e.confidence)
        print("    ", e.evidence.text[:420].replace("\n", " "))


def score(pipeline: Any) -> None:  # noqa: ANN401
    """Precision over the judged pins that are still drawn, and how many right ones were lost."""
    judged = [json.loads(x) for x in JUDGED.read_text(encoding="utf-8").splitlines() if x]
    drawn = {key(name, e) for name, e in pins(pipeline, {j["doc"] for j in judged})}
    for part in ("fit", "test", "seen", "fresh", "doubted", "later", "clean"):
        rows = [j for j in judged if j["part"] == part]
        kept = [j for j in rows if (j["doc"], j["type"], j["trigger"][0], j["place"][0]) in drawn]
        right = sum(j["right"] for j in kept)
        was = sum(j["right"] for j in rows)
        print(
            f"{part:7} judged {len(rows)}: right {was} ({was / max(1, len(rows)):.2f});"
            f" still drawn {len(kept)}: right {right} ({right / max(1, len(kept)):.2f})"
        )


def main() -> None:
    """Sample or score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["sample", "score"])
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--kept", type=int, choices=[0, 1], help="half of the kept-back documents")
    options = parser.parse_args()
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    pipeline = Pipeline(Settings())
    if options.verb == "sample":
        sample(pipeline, options.n, options.seed, options.kept)
    else:
        score(pipeline)


if __name__ == "__main__":
    main()
