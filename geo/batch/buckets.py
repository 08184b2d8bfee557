"""The second half of a batch: what several parts tell of one event, joined; by month, as GeoParquet.

Events that may be one have type, gate and place in common and so lie in one bucket
(``geo.events.merging.across.block``). A bucket is read from all parts at once, in order, and passes through:
neither the archive nor the bucket is ever in memory, and buckets know nothing of each other. A
bucket merged twice writes the same files.
"""

from __future__ import annotations

import heapq
import json
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.batch.files import (
    done_file,
    plan_file,
    published,
    read_json,
    told_file,
    unpublished,
    write,
    write_json,
)
from geo.batch.parts import PartReport, Plan

if TYPE_CHECKING:
    from geo.model import Event

#: Events that are written at once: bounds the memory of a bucket that holds more.
_FLUSH = 10_000
#: Bytes of a part that are read at once.
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class BucketReport:
    """What merging one bucket came to."""

    bucket: str
    told: int
    events: int


def bucket_names(plan: Plan) -> list[str]:
    """The buckets of a run."""
    return [f"bucket-{number:06d}" for number in range(plan.buckets)]


def merge_bucket(bucket: str, *, out: Path) -> None:
    """Join what the parts tell of one event, write the events by month, and last the report."""
    from geo.events.merging.across import join
    from geo.events.merging.tellings import merged

    plan = Plan(**read_json(plan_file(out)))
    at = bucket_names(plan).index(bucket)
    told, count = 0, 0
    stories = join([event] for event in _read(out, plan, at))
    while chunk := list(islice(stories, _FLUSH)):
        _write_months([merged(story) for story in chunk], out, f"{bucket}-{count // _FLUSH:03d}")
        told += sum(map(len, chunk))
        count += len(chunk)
    write_json(done_file(out, bucket), asdict(BucketReport(bucket, told, count)))


def _read(out: Path, plan: Plan, bucket: int) -> Iterator[Event]:
    """The events of a bucket, of all parts, in the order that ``join`` needs."""
    from geo.records import event_from_record

    parts = [PartReport(**read_json(done_file(out, part))) for part in plan.parts]
    stretches = [
        _lines(told_file(out, p.part), p.offsets[bucket], p.offsets[bucket + 1]) for p in parts
    ]
    for _, record in heapq.merge(*stretches, key=lambda line: line[0]):
        yield event_from_record(record)


def _lines(path: Path, start: int, end: int) -> Iterator[list[Any]]:
    """The JSON lines packed between two bytes of a file, which is open only while a piece is read."""
    unpacked, rest = zlib.decompressobj(zlib.MAX_WBITS | 16), b""  # 16: with a gzip header
    while start < end:
        with path.open("rb") as file:
            file.seek(start)
            piece = file.read(min(_CHUNK, end - start))
        start += len(piece)
        *whole, rest = (rest + unpacked.decompress(piece)).split(b"\n")
        yield from map(json.loads, whole)


def _write_months(events: list[Event], out: Path, name: str) -> None:
    """One GeoParquet file for each month that the events fall in."""
    from geo.exports.tables import to_geoparquet
    from geo.frame import events_to_gdf

    months: dict[str, list[Event]] = {}
    for event in events:
        day = event.event_date
        months.setdefault(day.counted.strftime("%Y-%m") if day else "unknown", []).append(event)
    for month, some in months.items():
        table = to_geoparquet(events_to_gdf(some))
        write(unpublished(out) / f"month={month}" / f"{name}.parquet", table)


def publish(out: Path) -> None:
    """Show the events of the whole archive, in one step; what only led to them is removed."""
    unpublished(out).mkdir(exist_ok=True)  # an archive may hold no event
    unpublished(out).replace(published(out))
    for folder in ("told", "working"):
        shutil.rmtree(out / folder, ignore_errors=True)
