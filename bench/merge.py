"""Merging across articles at scale: microseconds an event and memory from 10,000 to a million events.

    python bench/merge.py [--least 10000] [--most 1000000]

Events are made: one real event of a bundled sample, told again with other places (20,000, the big
ones told of far more often), types, days (three years), people and figures; a third are told by two
to twelve papers in different parts. They are written as a batch writes them and merged bucket by
bucket in this process, so the seconds are those of the product's second half: reading, joining,
writing GeoParquet. CPU time is counted, since the machine may do other work; the exponent is the
slope of log time over log events (1: linear).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from geo.batch import parts  # noqa: E402 (the checkout must be on the path first)
from geo.batch.buckets import BucketReport, bucket_names, merge_bucket  # noqa: E402
from geo.batch.files import done_file, plan_file, read_json, told_file, write_json  # noqa: E402
from geo.events.merging.across import join, order  # noqa: E402
from geo.events.merging.tellings import merged  # noqa: E402
from geo.model import QUAD_CLASS, Event, EventDate, article_id, event_id  # noqa: E402
from tests.builders import make_article, make_event  # noqa: E402

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
PLACES, DAYS, SHARED = 20_000, 1_000, 1 / 3
#: Events a part of 500 articles, as measured on the articles of bench/batch.py.
PART_EVENTS = 7_000


def tellings(number: int, *, seed: int = 5) -> Iterator[Event]:
    """So many events of single articles; those told by several papers lie some parts apart."""
    chance = random.Random(seed)  # noqa: S311 (reproducible, not a secret)
    kinds = sorted(QUAD_CLASS)
    waiting: list[Event] = []
    for at in range(number):
        if waiting and chance.random() < 0.5:
            copied = waiting.pop(chance.randrange(len(waiting)))
            yield _told(copied, at)
            continue
        place = int(PLACES * chance.random() ** 3)  # an eighth of the places hold half the events
        first = _told(_made(chance.choice(kinds), place, chance), at)
        if chance.random() < SHARED:
            waiting += [first] * chance.randint(1, 11)
        yield first


#: What every made event is like in all that is not changed.
MODEL = make_event()


def _made(kind: str, place: int, chance: random.Random) -> Event:
    event = MODEL
    day = date(2022, 1, 1) + timedelta(days=chance.randrange(DAYS))
    toponym = event.toponym
    assert toponym is not None
    assert toponym.place is not None
    names = [f"{chance.choice('ABCDEFGHJKLM')}{chance.randrange(500)}" for _ in range(2)]
    return replace(
        event,
        event_type=kind,
        event_date=EventDate(day, day, "relative", "on Wednesday", 0, 12),
        toponym=replace(toponym, place=replace(toponym.place, id=f"gn:{place}", name=f"P{place}")),
        actors=(replace(event.actors[0], name=f"Capt {names[0]}", text=f"Capt {names[0]}"),),
        recipients=(replace(event.recipients[0], name=f"Dr {names[1]}", text=f"Dr {names[1]}"),),
        quantities=(),
    )


def _told(event: Event, at: int) -> Event:
    """The event as article ``at`` tells it."""
    article = make_article(f"{at}", source=f"Paper {at % 97}")
    name = article_id(article.text)
    return replace(
        event,
        id=event_id(name, event.trigger.start, event.trigger.end, event.event_type),
        article=replace(article, id=name),
        evidence=replace(event.evidence, article_id=name, source=article.source),
    )


def merge(number: int, out: Path) -> dict[str, float]:
    """Write the tellings as parts, merge all buckets, and count."""
    names = tuple(f"part-{n:06d}" for n in range(-(-number // PART_EVENTS)))
    plan = parts.Plan(names, max(1, -(-len(names) // parts.BUCKET_PARTS)), "", {}, "")
    write_json(plan_file(out), asdict(plan))
    stream = tellings(number)
    for name in names:
        some = list(islice(stream, PART_EVENTS))
        report = parts.PartReport(name, 0, len(some), 0, parts.write_told(some, out, name))
        write_json(done_file(out, name), asdict(report))
    start = time.process_time()
    for bucket in bucket_names(plan):
        merge_bucket(bucket, out=out)
    seconds = time.process_time() - start
    found = [BucketReport(**read_json(done_file(out, name))) for name in bucket_names(plan)]
    return {
        "tellings": number,
        "buckets": plan.buckets,
        "events": sum(bucket.events for bucket in found),
        "cpu seconds": round(seconds, 1),
        "microseconds a telling": round(1e6 * seconds / number),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "told MB": round(sum(told_file(out, n).stat().st_size for n in names) / 1e6, 1),
    }


def join_seconds(number: int) -> float:
    """CPU seconds of joining alone, without reading and writing."""
    events = sorted(tellings(number), key=order)
    start = time.process_time()
    for story in join([e] for e in events):
        merged(story)
    return time.process_time() - start


def main() -> None:
    """Print one JSON line a size, then the exponent."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    options.add_argument("--most", type=int, default=SIZES[-1])
    options.add_argument("--least", type=int, default=SIZES[0])
    chosen = options.parse_args()
    rows = []
    sizes = [n for n in SIZES if chosen.least <= n <= chosen.most]
    for number in sizes or [chosen.least, chosen.most]:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(merge(number, Path(folder)))
        print(json.dumps(rows[-1]), flush=True)
    first, last = rows[0], rows[-1]
    if first is last:
        return
    slope = math.log(last["cpu seconds"] / first["cpu seconds"]) / math.log(
        last["tellings"] / first["tellings"]
    )
    some = min(SIZES[1], last["tellings"])
    joining = round(1e6 * join_seconds(some) / some)
    print(json.dumps({"exponent": round(slope, 3), "of it joining, microseconds": joining}))


if __name__ == "__main__":
    main()
