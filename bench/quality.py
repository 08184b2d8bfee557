"""Quality on the development corpora, held to ``bench/floors.toml``.

    python bench/quality.py             measure everything, compare with the floors
    python bench/quality.py --raise     the same, and raise each floor to what was measured

Floors only go up. A figure is named ``section.corpus.measure``; each has a value on the part that
was tuned on and on the third that was kept back (``bench/split.py``), and both have their floor.
Exit status 1 when a figure is below its floor, 0 otherwise; without ../shared nothing is measured
and that is said.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
FLOORS = HERE / "floors.toml"
#: Below the floor by no more than this is the rounding of the figures, not a loss.
TOLERANCE = 0.0005

ROOMS = ("toponyms", "events")
Figures = dict[str, float]


def measure(rooms: list[str]) -> Figures:
    """Every figure of these rooms by its dotted name."""
    found: Figures = {}
    for room in rooms:
        figures = import_module(room).figures()
        found |= {f"{room}.{name}": value for name, value in figures.items()}
    return found


def read_floors() -> Figures:
    """The pinned floors by dotted name."""
    return dict(tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"])


def write_floors(floors: Figures) -> None:
    """Pin the floors, sorted, rounded down to three places."""
    head = FLOORS.read_text(encoding="utf-8").partition("[floors]")[0]
    lines = [f'"{name}" = {int(value * 1000) / 1000}\n' for name, value in sorted(floors.items())]
    FLOORS.write_text(head + "[floors]\n" + "".join(lines), encoding="utf-8")


def main() -> int:
    """Measure, print, compare."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--raise", dest="lift", action="store_true")
    options.add_argument("--room", choices=ROOMS, action="append", help="only this one")
    chosen = options.parse_args()
    rooms = chosen.room or list(ROOMS)
    if not (HERE.parent.parent / "shared" / "corpora").is_dir():
        print("SKIPPED LOUDLY: ../shared/corpora is not here; nothing was measured")
        return 0
    pinned, found = read_floors(), measure(rooms)
    floors = {name: value for name, value in pinned.items() if name.split(".")[0] in rooms}
    below = {n: v for n, v in found.items() if v < floors.get(n, 0) - TOLERANCE}
    missing = sorted(set(floors) - set(found))
    for name, value in sorted(found.items()):
        mark = "BELOW" if name in below else "ok"
        print(f"{name:60} {value:.3f}  floor {floors.get(name, 0):.3f}  {mark}")
    for name in missing:
        print(f"{name}: has a floor but was not measured")
    if chosen.lift:  # what fell keeps its floor, and is told
        write_floors(pinned | {n: max(v, floors.get(n, 0)) for n, v in found.items()})
    return 1 if below or missing else 0


if __name__ == "__main__":
    sys.exit(main())
