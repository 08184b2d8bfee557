"""Who did what to whom, apart from what was done: actors with the gold type given.

    python bench/actors.py --corpora ../shared/corpora/events --tools ../shared/tools [--fast]

Takes the triggers the lexicon finds; where one is of the gold type, only those of that type, so
that a wrong type does not hide a right actor. ``bench/events.py`` measures the whole coder.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from pathlib import Path
from typing import Any

from split import kept_back

from geo.events.actors.context import ActorContext
from geo.events.actors.find import find_actors
from geo.events.actors.lexicon import ActorLexicon
from geo.events.lexicon import Lexicon
from geo.events.ontology import Ontology
from geo.events.triggers import find_triggers
from geo.syntax import Syntax

SETS = ("plover", "plover-gsr", "actor-spans")


def scorer(folder: Path) -> Any:  # noqa: ANN401 (a module of the tools)
    """The scorer beside the corpora."""
    spec = importlib.util.spec_from_file_location("score_events", folder / "score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Bench:
    """The parts of the coder that matter here."""

    def __init__(self, *, fast: bool) -> None:
        self.syntax = Syntax.load()
        self.lexicon = Lexicon.load(Ontology.load())
        self.actors = ActorLexicon.load()
        self.fast = fast

    def predict(self, unit: dict[str, Any]) -> dict[str, Any]:
        """The unit's prediction line."""
        analysis = self.syntax.tag(unit["text"])
        if not self.fast:
            analysis = self.syntax.parse(analysis)
        triggers = find_triggers(self.lexicon, analysis)
        wanted = {t for e in unit["events"] for t in (e.get("plover") or "").split("|")}
        right = [t for t in triggers if t.entry.event_type in wanted] or list(triggers)
        context = ActorContext(self.actors, unit["text"])
        events = []
        for trigger in sorted(right, key=lambda t: -t.entry.weight)[:1]:
            found = find_actors(trigger, analysis, context)
            events.append(
                {
                    "plover": trigger.entry.event_type,
                    "source": [a.text for a in found.actors if not a.implied],
                    "target": [a.text for a in found.recipients if not a.implied],
                    "rule": f"{trigger.entry.text} | {trigger.entry.args} | {found.rule}",
                }
            )
        return {"id": unit["id"], "events": events}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    bench, score = Bench(fast=args.fast), scorer(args.tools).score
    for name in SETS:
        units = [json.loads(x) for x in (args.corpora / f"{name}.dev.jsonl").open(encoding="utf-8")]
        for part in (False, True):
            chosen = [u for u in units if kept_back(u["id"]) is part]
            begin = time.perf_counter()
            predictions = [bench.predict(u) for u in chosen]
            took = time.perf_counter() - begin
            result = score(chosen, predictions)["actors"]
            shown = "  ".join(
                f"{role} {result[f'{role}_relaxed']['F1']:.3f} (P {result[f'{role}_relaxed']['P']:.2f} R {result[f'{role}_relaxed']['R']:.2f})"
                for role in ("source", "target")
            )
            print(
                f"{name:12} {'kept back' if part else 'tune':9} {shown}  {len(chosen) / took:.0f}/s"
            )
            if args.out and not part:
                with (args.out / f"{name}.jsonl").open("w", encoding="utf-8") as stream:
                    stream.writelines(json.dumps(p) + "\n" for p in predictions)


if __name__ == "__main__":
    main()
