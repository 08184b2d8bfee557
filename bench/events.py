"""Measure the event coder on the development sets: tune part and kept-back part side by side.

    python bench/events.py --corpora ../shared/corpora/events --tools ../shared/tools [SET ...]

Runs the product as a user would, on every unit; writes the predictions; calls the scorer beside the
corpora. Nothing of the corpora is stored here.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from split import kept_back

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
SETS = ("plover", "plover-gsr", "actor-spans", "acled", "india-police", "muc4")
#: The country names MUC's gold uses where they differ from the gazetteer's.
_MUC_NAMES = {"United States": "UNITED STATES"}


def load(path: Path) -> list[dict[str, Any]]:
    """Units of one gold file."""
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def scorer(folder: Path) -> Any:  # noqa: ANN401 (a module of the tools)
    """The scorer beside the corpora, as a module."""
    spec = importlib.util.spec_from_file_location("score_events", folder / "score_events.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no score_events.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def article_of(unit: dict[str, Any]) -> Any:  # noqa: ANN401
    """The unit as an article; IndiaPolice's first line is the site's, not the story's."""
    from geo.articles import article_from_text

    text = unit["text"]
    if unit["corpus"].startswith("india") and text.startswith("This story is from"):
        text = text.partition("\n")[2].strip()
    day = unit.get("dateline_date") or unit.get("date")
    return article_from_text(text, published=date.fromisoformat(day) if day else None)


def record(event: Any) -> dict[str, Any]:  # noqa: ANN401
    """One event in the scorer's terms."""
    place, day = event.place, event.event_date
    killed = [q.low for q in event.quantities if q.kind == "killed" and q.low is not None]
    arrested = [q.low for q in event.quantities if q.kind == "arrested" and q.low is not None]
    found: dict[str, Any] = {
        "plover": event.event_type,
        "acled_sub_event_type": event.acled_sub_event_type,
        "source": [a.text for a in event.actors if not a.implied],
        "target": [a.text for a in event.recipients if not a.implied],
        "date": day.start.isoformat() if day else None,
        "date_end": day.end.isoformat() if day else None,
        "confidence": event.confidence,
        "modes": list(event.modes),
        "sectors": sorted({s for a in event.actors for s in a.sectors}),
        "trigger": event.trigger.text,
    }
    if place:
        found["country"] = place.country_name or (place.name if place.kind == "country" else None)
        if place.kind != "country":
            found["place"] = event.toponym.text
            found["admin"] = [n for n in (place.name, place.admin1) if n]
        found["lat"], found["lon"] = place.latitude, place.longitude
    if killed:
        found["fatalities"] = max(killed)
    if arrested:
        found["arrests"] = max(arrested)
    return found


def predict(units: Iterable[dict[str, Any]], pipeline: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Code every unit with the whole pipeline."""
    found = []
    for unit in units:
        events = pipeline.code(article_of(unit))
        found.append({"id": unit["id"], "events": [record(e) for e in events]})
    return found


def is_police(event: dict[str, Any]) -> bool:
    """Whether a predicted event is police action."""
    if event["plover"] == "COERCE" and "arrest" in event["modes"]:
        return not event["source"] or "COP" in event["sectors"]
    return event["plover"] == "ASSAULT" and "COP" in event["sectors"]


def police(units: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> dict[str, Any]:
    """IndiaPolice by document: whether there is any police action, and whether we find it.

    Police action is what that gold codes: force or killing by police, and arrests.
    """
    by_id = {p["id"]: p["events"] for p in predictions}
    hit = miss = false = clean = 0
    for unit in units:
        gold = bool([e for e in unit["events"] if not e.get("optional")])
        said = any(is_police(e) for e in by_id[unit["id"]])
        hit += gold and said
        miss += gold and not said
        false += said and not gold
        clean += not gold and not said
    return {
        "recall": round(hit / max(1, hit + miss), 3),
        "false_alarms": round(false / max(1, false + clean), 3),
        "documents": hit + miss + false + clean,
    }


#: Sets whose gold names nobody: figures of actors would mean nothing there.
_NO_ACTORS = frozenset({"acled", "india-police"})


def figures_of(name: str, result: dict[str, Any]) -> dict[str, Any]:
    """The figures the release is judged by, out of the scorer's full result."""
    picked: dict[str, Any] = {"units": result["units"]}
    if name.startswith("plover"):
        picked["top1"] = result["event_type_top1"]["accuracy"]
        picked["top1_macro"] = result["event_type_top1"]["macro_F1"]
    for key in ("source_relaxed", "target_relaxed", "any_relaxed"):
        if name not in _NO_ACTORS and key in result.get("actors", {}):
            picked[key] = result["actors"][key]["F1"]
    if name == "acled":
        picked["acled_weighted"] = result["acled_sub_event_type"]["weighted_F1"]
    if name == "muc4":
        picked["align"] = result["alignment"]
        picked["date_all"] = result["date"]["all/e2e"]["exact"]
        picked["location"] = {k: v["acc"] for k, v in result["location"].items()}
    return picked


def judged(
    name: str,
    units: list[dict[str, Any]],
    predictions: list[dict[str, Any]],
    score: Any,  # noqa: ANN401 (a module of the tools)
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures that are shown, and the scorer's full result."""
    if name == "acled":  # ACLED's view starts with the first event that ACLED records
        for unit in predictions:
            unit["events"].sort(key=lambda e: e["acled_sub_event_type"] is None)
    result = score.score(units, predictions)
    shown = figures_of(name, result)
    if name == "muc4":  # the key knows incidents only; talks and blame are out of its scope
        incidents = [
            {**p, "events": [e for e in p["events"] if e["plover"] == "ASSAULT"]}
            for p in predictions
        ]
        scoped = score.score(units, incidents)
        shown["align_in_scope"] = scoped["alignment"]
        shown["perpetrators_in_scope"] = scoped["actors"]["source_relaxed"]
        shown["victims_in_scope"] = scoped["actors"]["target_relaxed"]
    if name == "india-police":
        shown |= police(units, predictions)
    return shown, result


def figures() -> dict[str, float]:
    """Every pinned figure by name: ``set.measure.part``."""
    from geo.pipeline import Pipeline

    pipeline, score = Pipeline(), scorer(SHARED / "tools")
    found: dict[str, float] = {}
    for name in SETS:
        gold = load(SHARED / "corpora" / "events" / f"{name}.dev.jsonl")
        for part in ("tune", "kept"):
            units = [u for u in gold if kept_back(u["id"]) == (part == "kept")]
            shown, _ = judged(name, units, predict(units, pipeline), score)
            for measure, value in _flat(shown).items():
                found[f"{name}.{measure}.{part}"] = value
    return found


#: Figures that are no measure of quality, or where less is better.
_NOT_PINNED = frozenset({"units", "documents", "tp", "fp", "fn", "P", "R"})


def _flat(shown: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Nested figures by dotted name; a share of false alarms as its complement, so that up is good."""
    found: dict[str, float] = {}
    for key, value in shown.items():
        name = prefix + key.replace("/", "_")
        if key in _NOT_PINNED or key.startswith("overspecified"):
            continue
        if isinstance(value, dict):
            found |= _flat(value, f"{name}.")
        elif key == "false_alarms":
            found[f"{prefix}silence"] = 1 - value
        else:
            found[name] = float(value)
    return found


def main() -> None:
    """Print both parts of every set asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora" / "events")
    parser.add_argument("--tools", type=Path, default=SHARED / "tools")
    parser.add_argument("--out", type=Path, help="folder for the predictions")
    parser.add_argument("--json", type=Path, help="file for the full results")
    parser.add_argument("--part", choices=["tune", "kept", "both"], default="both")
    parser.add_argument("--fast", action="store_true", help="without the parser")
    parser.add_argument("--limit", type=int, default=None)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE.parent))
    from geo.pipeline import Pipeline
    from geo.settings import Settings

    pipeline = Pipeline(Settings(parser="fast" if options.fast else "accurate"))
    score = scorer(options.tools)
    everything = {}
    for name in options.sets:
        gold = load(options.corpora / f"{name}.dev.jsonl")
        for part in ("tune", "kept"):
            if options.part not in {part, "both"}:
                continue
            units = [u for u in gold if kept_back(u["id"]) == (part == "kept")][: options.limit]
            began = time.perf_counter()
            predictions = predict(units, pipeline)
            took = time.perf_counter() - began
            if options.out:
                options.out.mkdir(parents=True, exist_ok=True)
                lines = "\n".join(json.dumps(p) for p in predictions)
                (options.out / f"{name}.{part}.jsonl").write_text(lines, encoding="utf-8")
            shown, result = judged(name, units, predictions, score)
            everything[f"{name}/{part}"] = result
            print(f"{name:13} {part:5} {took:6.1f} s", json.dumps(shown))
    if options.json:
        options.json.write_text(json.dumps(everything, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
