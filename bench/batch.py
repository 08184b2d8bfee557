"""The batch at scale: articles a second of one and of two workers against one process that does the same.

    python bench/batch.py --articles 50000 [--fast]

Articles are made of the samples' own vocabulary: each is a new shuffle of sentences from several
samples with other places, numbers and weekdays put in, so that no text is repeated whole and caches
gain nothing they would not gain on real news.

The measure is built for a machine that others use too. *Serial* is this process doing all that a batch
does (cutting, coding, merging, writing) without Dask, on a part of the same articles, once before and
once after the batches. *Efficiency* of N workers is their rate over N times the serial one; what two
plain processes at once reach says how much of it the machine itself allows. Beside it stand the CPU seconds an article costs, which no neighbour changes much, and how many of the machine's
cores were busy with other people's work meanwhile: with none to spare, two workers cannot be twice one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo import batch  # noqa: E402 (the checkout must be on the path first)
from geo.articles import article_from_text, samples  # noqa: E402
from geo.batch import crew  # noqa: E402
from geo.model import Article  # noqa: E402
from geo.pipeline import pipeline  # noqa: E402
from geo.sentences import split  # noqa: E402
from geo.settings import Settings  # noqa: E402

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENTENCES = (12, 26)
#: Most articles of each serial measurement, and of the run on one worker.
SERIAL, ONE_WORKER, WARM = 1_000, 5_000, 200


def make_articles(number: int, *, seed: int = 7) -> Iterator[Article]:
    """Articles of about 2 kB, each its own text; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a reproducible shuffle, not a secret)
    geoparse = pipeline(Settings()).geoparse
    places = sorted({t.text for a in samples() for t in geoparse(a) if t.role == "literal"})
    pool = [
        (s.text, [p for p in places if re.search(rf"\b{re.escape(p)}\b", s.text)])
        for a in samples()
        for s in split(a)
        if s.kind == "body"
    ]
    for at in range(number):
        chosen = chance.sample(pool, chance.randint(*SENTENCES))
        text = " ".join(_varied(sentence, found, places, chance) for sentence, found in chosen)
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2500))
        yield article_from_text(f"{text} Report {at}.", published=day, source=f"Paper {at % 50}")


def _varied(sentence: str, found: list[str], places: list[str], chance: random.Random) -> str:
    """The sentence with another place, other numbers and another weekday."""
    if found:
        sentence = sentence.replace(chance.choice(found), chance.choice(places), 1)
    sentence = re.sub(r"\b\d{1,3}\b", lambda _: str(chance.randint(2, 400)), sentence)
    return re.sub("|".join(DAYS), lambda _: chance.choice(DAYS), sentence)


def measured(articles: list[Article], run: Callable[[Path], batch.BatchReport]) -> dict[str, Any]:
    """Rate, CPU of ours by article, and cores that were busy with other work."""
    with tempfile.TemporaryDirectory() as folder:
        start, own, busy = time.perf_counter(), _own_cpu(), _busy_cpu()
        report = run(Path(folder))
        wall, own, busy = time.perf_counter() - start, _own_cpu() - own, _busy_cpu() - busy
    return {
        "articles": len(articles),
        "events": report.events,
        "articles/s": round(len(articles) / wall, 2),
        "cpu ms/article": round(1000 * own / len(articles), 2),
        "others' cores": round(max(0.0, busy - own) / wall, 2),
    }


def _own_cpu() -> float:
    """CPU seconds of this process and of all children that have ended."""
    uses = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def _busy_cpu() -> float:
    """CPU seconds of everybody since the machine was started."""
    user, nice, system = map(int, Path("/proc/stat").read_text("ascii").split()[1:4])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


@contextmanager
def alone(_workers: int, _scheduler: str | None) -> Iterator[crew.Work]:
    """A crew of nobody: the work is done here."""

    def work(
        function: Callable[..., None],
        names: list[str],
        deaths: object = None,  # noqa: ARG001 (nobody dies here)
        **given: Any,  # noqa: ANN401
    ) -> Iterator[None]:
        for name in names:
            yield function(name, **given)

    yield work


def serial(articles: list[Article], settings: Settings) -> dict[str, Any]:
    """The whole batch in this one process."""
    pipeline(settings).code(articles[0])  # opened, as a worker has it for all but its first part
    real, crew.crew = crew.crew, alone
    try:
        return measured(articles, lambda out: batch.run(articles, out, settings=settings))
    finally:
        crew.crew = real


def side_by_side(articles: list[Article], settings: Settings) -> dict[str, Any]:
    """Two such processes at once that share nothing: what the machine's second core is worth."""
    context = multiprocessing.get_context("spawn")
    start, told = context.Barrier(2), context.Queue()
    halves = articles[::2], articles[1::2]
    each = [context.Process(target=_beside, args=(half, settings, start, told)) for half in halves]
    for process in each:
        process.start()
    rows = [told.get() for _ in each]
    for process in each:
        process.join()
    return {
        "articles": len(articles),
        "articles/s": round(sum(row["articles/s"] for row in rows), 2),
        "cpu ms/article": round(sum(row["cpu ms/article"] for row in rows) / 2, 2),
    }


def _beside(articles: list[Article], settings: Settings, start: Any, told: Any) -> None:  # noqa: ANN401
    """One of the two: opened and warm before both begin."""
    serial(articles[:WARM], settings)
    start.wait()
    told.put(serial(articles, settings))


def parallel(articles: list[Article], settings: Settings, workers: int) -> dict[str, Any]:
    """The whole batch on workers, starting them included."""
    return measured(
        articles, lambda out: batch.run(articles, out, settings=settings, workers=workers)
    )


def main() -> None:
    """Print one JSON line a measurement, then the efficiencies."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--articles", type=int, default=50_000)
    options.add_argument("--fast", action="store_true")
    chosen = options.parse_args()
    settings = Settings(parser="fast" if chosen.fast else "accurate")
    articles = list(make_articles(chosen.articles))
    print(json.dumps({"commit": _commit(), "parser": settings.parser,
                      "mean characters": sum(len(a.text) for a in articles) // len(articles)}))  # fmt: skip
    some, more = min(SERIAL, len(articles) // 10), min(ONE_WORKER, len(articles) // 5)

    def told(run: str, row: dict[str, Any]) -> dict[str, Any]:
        print(json.dumps({"run": run, **row}), flush=True)
        return row

    before = told("serial before", serial(articles[:some], settings))
    one = told("one worker", parallel(articles[:more], settings, 1))
    two = told("two workers", parallel(articles, settings, 2))
    after = told("serial after", serial(articles[-some:], settings))
    beside = told("two alone", side_by_side(articles[: 2 * some], settings))
    rate = (before["articles/s"] + after["articles/s"]) / 2
    cpu = (before["cpu ms/article"] + after["cpu ms/article"]) / 2
    print(
        json.dumps(
            {
                "efficiency of one worker": round(one["articles/s"] / rate, 3),
                "efficiency of two workers": round(two["articles/s"] / (2 * rate), 3),
                "the same by CPU": round(cpu / two["cpu ms/article"], 3),
                "two processes without Dask": round(beside["articles/s"] / (2 * rate), 3),
            }
        )
    )


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


if __name__ == "__main__":
    main()
