"""Other offline geoparsers on the same texts in the same run: accuracy and speed side by side.

    pip install flashgeotext geotext local-geocode
    python bench/peers.py [--part kept|tune|all]

geotext and flashgeotext give names without coordinates: they are scored on recognition alone, and
once more with our gazetteer's best known place for the name (marked "+ best known place").
local-geocode resolves by itself; "capitalised only" drops its matches of lower-case words, which
helps it. One core, time of the process, the texts once through after one warm-up article.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from toponyms import CORPORA, SHARED, answer, documents  # noqa: E402

from geo.model import Article  # noqa: E402
from geo.pipeline import Pipeline  # noqa: E402
from geo.toponyms.gazetteer import Gazetteer  # noqa: E402

Answers = list[dict[str, Any]]
Peer = Callable[[str], Answers]
#: Characters of an average TR-News article, the unit of speed.
ARTICLE = 3400


def _spans(text: str, names: dict[str, None]) -> Answers:
    """Every whole-word occurrence of the names, longest first, none overlapping."""
    found: Answers = []
    taken: list[tuple[int, int]] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            start, end = match.span()
            if all(end <= s or e <= start for s, e in taken):
                taken.append((start, end))
                found.append({"start": start, "end": end, "text": name, "lat": None, "lon": None})
    return found


def dateline() -> Peer:
    """Dateline itself, through its public interface."""
    pipeline = Pipeline()

    def parse(text: str) -> Answers:
        return [answer(toponym) for toponym in pipeline.geoparse(Article(id="x", text=text))]

    return parse


def geotext() -> Peer:
    """geotext: cities and countries by a capitalised-word pattern."""
    from geotext import GeoText

    def parse(text: str) -> Answers:
        places = GeoText(text)
        return _spans(text, dict.fromkeys([*places.cities, *places.countries]))

    return parse


def flashgeotext() -> Peer:
    """flashgeotext: cities and countries by a keyword tree, with its own spans."""
    from flashgeotext.geotext import GeoText

    reader = GeoText()

    def parse(text: str) -> Answers:
        found: Answers = []
        for kind in reader.extract(input_text=text).values():
            for hit in kind.values():
                for (start, end), word in zip(hit["span_info"], hit["found_as"], strict=True):
                    found.append(
                        {"start": start, "end": end, "text": word, "lat": None, "lon": None}
                    )
        return found

    return parse


def local_geocode(*, capitalised: bool) -> Peer:
    """local-geocode: GeoNames names with the most important place of each."""
    from geocode.geocode import Geocode

    reader = Geocode()
    reader.load()

    def parse(text: str) -> Answers:
        names: dict[str, dict[str, Any]] = {}
        for hit in reader.decode(text):
            names.setdefault(hit["name"], hit)
        found = _spans_any_case(text, names)
        return [one for one in found if not capitalised or one["text"][0].isupper()]

    return parse


def _spans_any_case(text: str, names: dict[str, dict[str, Any]]) -> Answers:
    found: Answers = []
    taken: list[tuple[int, int]] = []
    for name in sorted(names, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(name)}\b", text, re.IGNORECASE):
            start, end = match.span()
            if all(end <= s or e <= start for s, e in taken):
                taken.append((start, end))
                hit = names[name]
                found.append(
                    {
                        "start": start,
                        "end": end,
                        "text": match.group(),
                        "lat": float(hit["latitude"]),
                        "lon": float(hit["longitude"]),
                    }
                )
    return found


def best_known(peer: Peer, gazetteer: Gazetteer) -> Peer:
    """A peer without coordinates, given the best known place of each name."""

    def parse(text: str) -> Answers:
        found = peer(text)
        for one in found:
            places = gazetteer.find(one["text"])
            if places:
                one["lat"], one["lon"] = places[0].latitude, places[0].longitude
        return found

    return parse


def measure(name: str, peer: Peer, parts: tuple[str, ...]) -> None:
    """Print recognition, resolution, end to end and speed of one peer on every corpus."""
    import score_toponyms

    peer("Police in Paris, France, and in London said the march from Lyon was calm.")
    cells, characters, seconds = [], 0, 0.0
    for corpus in CORPORA[:4]:
        gold = {str(d["doc_id"]): d for part in parts for d in documents(corpus, part)}
        begin = time.process_time()
        answers = {key: peer(doc["text"]) for key, doc in gold.items()}
        seconds += time.process_time() - begin
        characters += sum(len(doc["text"]) for doc in gold.values())
        scores = score_toponyms.score(gold, answers)
        cells.append(f"{scores['ov_F1']:.2f} {scores['acc161']:.2f} {scores['e2e_F1']:.3f}")
    rate = characters / ARTICLE / seconds
    print(f"{name:34} " + "   ".join(cells) + f"   {rate:6.0f}", flush=True)


def main() -> int:
    """Run every peer that is installed."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--part", choices=("kept", "tune", "all"), default="all")
    chosen = options.parse_args()
    if not SHARED.is_dir():
        print("SKIPPED LOUDLY: ../shared/corpora is not here; nothing was measured")
        return 0
    parts = ("tune", "kept") if chosen.part == "all" else (chosen.part,)
    gazetteer = Gazetteer.open()
    peers: dict[str, Callable[[], Peer]] = {
        "dateline": dateline,
        "local-geocode": lambda: local_geocode(capitalised=False),
        "local-geocode, capitalised only": lambda: local_geocode(capitalised=True),
        "geotext + best known place": lambda: best_known(geotext(), gazetteer),
        "flashgeotext + best known place": lambda: best_known(flashgeotext(), gazetteer),
    }
    print("overlap F1, acc@161 km, end-to-end F1 on " + ", ".join(CORPORA[:4]) + "; articles/s")
    for name, make in peers.items():
        try:
            peer = make()
        except ImportError as error:
            print(f"{name:34} SKIPPED LOUDLY: {error}")
            continue
        measure(name, peer, parts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
