"""Fuzz the article readers, guided by coverage: atheris (libFuzzer) on the parsers themselves.

    pip install atheris
    python bench/fuzz_guided.py [--seconds 600] [--seed 1]

Only the modules of ``geo.articles`` are instrumented: with the libraries as well, loading took longer
than a run. The first byte of an input chooses the format, the rest is the file, read in this very
process as bench/fuzz_articles.py reads it. An exception that gets through is counted and its first
input kept in ``--keep``; the run goes on.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

import atheris  # noqa: E402 (not in the lock: it is built for few platforms)

with atheris.instrument_imports(include=["geo.articles"]):
    from fuzz_articles import ISOLATED, read_here, seeds

    for module in ISOLATED.values():
        import_module(f"geo.articles.{module}")

#: What a reader may make of a file.
FINE = frozenset({"article", "refused", "nothing"})
LONGEST = 20_000


def main() -> None:
    """Fuzz for a time, print a table, and end the process: libFuzzer does not return."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "dateline-fuzz")
    chosen = options.parse_args()
    logging.disable(logging.CRITICAL)  # pypdf remarks on every broken file
    files = seeds()
    formats = sorted(files)
    chosen.keep.mkdir(parents=True, exist_ok=True)
    corpus = Path(tempfile.mkdtemp(prefix="dateline-corpus-"))
    for number, format_ in enumerate(formats):
        for at, data in enumerate(files[format_]):
            (corpus / f"{format_}-{at}").write_bytes(bytes([number]) + data[: LONGEST - 1])
    outcomes: dict[str, Counter[str]] = {format_: Counter() for format_ in formats}
    slowest = dict.fromkeys(formats, 0.0)
    deadline = time.monotonic() + chosen.seconds

    def one(data: bytes) -> None:
        if not data:
            return
        format_ = formats[data[0] % len(formats)]
        started = time.monotonic()
        outcome = read_here(format_, data[1:])
        slowest[format_] = max(slowest[format_], time.monotonic() - started)
        outcomes[format_][outcome] += 1
        kept = chosen.keep / f"{format_}-{outcome}"
        if outcome not in FINE and not kept.exists():
            kept.write_bytes(data[1:])
        if time.monotonic() > deadline:
            report(outcomes, slowest)
            os._exit(0)

    atheris.Setup(
        [sys.argv[0], f"-max_len={LONGEST}", f"-seed={chosen.seed}", "-timeout=60", str(corpus)],
        one,
    )
    atheris.Fuzz()


def report(outcomes: dict[str, Counter[str]], slowest: dict[str, float]) -> None:
    """The table of docs/security.md."""
    print(f"{'format':7}{'inputs':>8}{'slowest s':>11}  outcomes")
    for format_, counts in outcomes.items():
        told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{format_:7}{counts.total():8}{slowest[format_]:11.2f}  {told}")
    through = sum(n for c in outcomes.values() for name, n in c.items() if name not in FINE)
    print(f"{sum(c.total() for c in outcomes.values())} inputs, {through} exceptions got through")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
