"""Pin precision: how many pins of ordinary news are a real event of that type, there.

    python bench/pins.py sample --n 100 --seed 2026   print a sample of pins to be judged
    python bench/pins.py score                        what became of the judged pins, and precision

``bench/pins.jsonl`` holds the judgements: corpus, document, type, offsets of trigger and place,
verdict. It holds no text; the corpora lie beside the checkout. A verdict is "right" when the
article tells of a real event of that type at that place and time, whatever its actors. Judgements of part
"fit" were used to fit the confidence. Part "test" was judged before acts of saying needed a public
actor and before there was ``geo.events.pinning``: its score is what those took away. When pinning
was written, the documents were cut in two by a hash: the pins of one half were read while it was
written ("seen", all that were then drawn); those of the other half were judged afterwards
("fresh", all that were drawn at the first reading). Fewer than 100 are drawn now, so both are a
census, not a sample.
"""

from __future__ import annotations

import argparse
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
) -> Iterator[tuple[str, Any]]:
    """(document, event) of every event drawn as a pin; with ``doubted`` also those kept off the map."""
    from geo.articles import article_from_text

    for path in sorted((SHARED / "corpora" / "geo").glob("*.dev*")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line.strip():
                continue
            unit = json.loads(line)
            name = f"{unit['corpus']}/{unit['doc_id']}"
            if kept_back(str(unit["doc_id"])) or (only is not None and name not in only):
                continue  # kept-back documents are never read, so no pin of theirs is judged
            article = article_from_text(unit["text"][:_READ], title=unit.get("title"))
            for event in pipeline.code(article):
                if event.pinned or (doubted and event.pin_doubt):
                    yield name, event


def key(name: str, event: Any) -> tuple[str, str, int, int]:  # noqa: ANN401
    """What makes two runs' pins the same: document, type, trigger, place."""
    return name, event.event_type, event.trigger.start, event.toponym.start


def sample(pipeline: Any, n: int, seed: int) -> None:  # noqa: ANN401
    """Print pins to be judged by a person, with the sentence."""
    everything = list(pins(pipeline))
    print(len(everything), "pins")
    for name, e in random.Random(seed).sample(everything, n):  # noqa: S311 (a fixed sample)
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
    for part in ("fit", "test", "seen", "fresh"):
        rows = [j for j in judged if j["part"] == part]
        kept = [j for j in rows if (j["doc"], j["type"], j["trigger"][0], j["place"][0]) in drawn]
        right = sum(j["right"] for j in kept)
        was = sum(j["right"] for j in rows)
        print(
            f"{part:5} judged {len(rows)}: right {was} ({was / max(1, len(rows)):.2f});"
            f" still drawn {len(kept)}: right {right} ({right / max(1, len(kept)):.2f})"
        )


def main() -> None:
    """Sample or score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=["sample", "score"])
    parser.add_argument("--n", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    pipeline = Pipeline(Settings())
    if options.verb == "sample":
        sample(pipeline, options.n, options.seed)
    else:
        score(pipeline)


if __name__ == "__main__":
    main()
