"""The batch coder at scale: articles a second on one and two workers against the serial rate.

    python bench/batch.py --articles 50000 [--fast]

Articles are made of the samples' own vocabulary: each is a new shuffle of sentences from several
samples with other places, numbers and weekdays put in, so that no text is repeated whole and caches
gain nothing they would not gain on real news. The serial rate is measured in the same run on a part
of the same articles; efficiency is the rate of N workers over N times the serial rate.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo import batch  # noqa: E402 (the checkout must be on the path first)
from geo.articles import article_from_text, samples  # noqa: E402
from geo.model import Article  # noqa: E402
from geo.pipeline import Pipeline  # noqa: E402
from geo.sentences import split  # noqa: E402
from geo.settings import Settings  # noqa: E402

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SENTENCES = (12, 26)
SERIAL_PART = 1000


def make_articles(number: int, *, seed: int = 7) -> Iterator[Article]:
    """Articles of about 3 kB, each its own text; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (a reproducible shuffle, not a secret)
    pool = [s.text for a in samples() for s in split(a) if s.kind == "body"]
    places = sorted(
        {t.text for a in samples() for t in Pipeline().geoparse(a) if t.role == "literal"}
    )
    for at in range(number):
        chosen = chance.sample(pool, chance.randint(*SENTENCES))
        text = " ".join(_varied(sentence, places, chance) for sentence in chosen)
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(2500))
        yield article_from_text(f"{text} Report {at}.", published=day, source=f"Paper {at % 50}")


def _varied(sentence: str, places: list[str], chance: random.Random) -> str:
    """The sentence with another place, other numbers and another weekday."""
    found = [p for p in places if re.search(rf"\b{re.escape(p)}\b", sentence)]
    if found:
        sentence = sentence.replace(chance.choice(found), chance.choice(places), 1)
    sentence = re.sub(r"\b\d{1,3}\b", lambda _: str(chance.randint(2, 400)), sentence)
    return re.sub("|".join(DAYS), lambda _: chance.choice(DAYS), sentence)


def serial_rate(articles: list[Article], settings: Settings) -> float:
    """Articles a second of one process that only codes."""
    coder = Pipeline(settings)
    for article in articles[:20]:
        coder.code(article)
    start = time.perf_counter()
    for article in articles:
        coder.code(article)
    return len(articles) / (time.perf_counter() - start)


def batch_rate(articles: list[Article], settings: Settings, workers: int) -> float:
    """Articles a second of a whole batch, cutting, starting workers and writing included."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        batch.run(articles, Path(folder), settings=settings, workers=workers)
        return len(articles) / (time.perf_counter() - start)


def main() -> None:
    """Measure and print one JSON line."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--articles", type=int, default=50_000)
    options.add_argument("--fast", action="store_true")
    chosen = options.parse_args()
    settings = Settings(parser="fast" if chosen.fast else "accurate")
    articles = list(make_articles(chosen.articles))
    serial = serial_rate(articles[:SERIAL_PART], settings)
    one = batch_rate(articles[: max(SERIAL_PART, len(articles) // 5)], settings, 1)
    two = batch_rate(articles, settings, 2)
    print(
        json.dumps(
            {
                "articles": len(articles),
                "mean characters": round(sum(len(a.text) for a in articles) / len(articles)),
                "parser": settings.parser,
                "serial articles/s": round(serial, 1),
                "one worker articles/s": round(one, 1),
                "two workers articles/s": round(two, 1),
                "efficiency of two workers": round(two / (2 * serial), 3),
            }
        )
    )


if __name__ == "__main__":
    main()
