"""Speed (processor time, so that a busy machine does not matter) and memory of the gazetteer.

usage: python bench/gazetteer.py [FILE]
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path


def _rss() -> float:
    """Resident memory of this process in MB, now."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rate(seconds: float, calls: int) -> str:
    return f"{seconds / calls * 1e6:6.2f} µs each, {calls / seconds:9,.0f} a second"


def main() -> None:
    """Print opening, first hit, lookups by kind, nearest, memory."""
    from geo.toponyms.gazetteer import Gazetteer

    before = _rss()
    start = time.process_time()
    gazetteer = Gazetteer.open_file(Path(sys.argv[1])) if len(sys.argv) > 1 else Gazetteer.open()
    opened = time.process_time()
    gazetteer.find("Almaty")
    first = time.process_time()
    print(f"open {(opened - start) * 1e3:.1f} ms, open to first hit {(first - start) * 1e3:.1f} ms")
    rng = random.Random(1)  # noqa: S311 (a sample)
    names = [gazetteer.place(rng.randrange(len(gazetteer))).name for _ in range(20_000)]
    names = list(dict.fromkeys(names))
    misses = [f"{name[::-1]}qz" for name in names]
    for what, ask, asked in (
        ("names, first time, has ", gazetteer.has, names),
        ("names, again, find     ", gazetteer.find, names),
        ("names, cached, find    ", gazetteer.find, names),
        ("misses, first time, has", gazetteer.has, misses),
        ("misses, cached, has    ", gazetteer.has, misses),
    ):
        start = time.process_time()
        for name in asked:
            ask(name)
        print(what, _rate(time.process_time() - start, len(asked)))
    points = [(rng.uniform(-50, 65), rng.uniform(-180, 180)) for _ in range(2_000)]
    start = time.process_time()
    for lat, lon in points:
        gazetteer.nearest(lat, lon, max_km=100)
    print("nearest within 100 km  ", _rate(time.process_time() - start, len(points)))
    print(f"memory: {_rss() - before:.0f} MB more than before opening")


if __name__ == "__main__":
    main()
