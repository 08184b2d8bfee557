"""The first half of a batch: an archive cut into parts, and the events of each part.

The unit of work is a part. Its events are written in the order in which the second half needs them:
by bucket, and in a bucket by what may be one event (``geo.events.merging.across.order``). So a bucket is one
stretch of every part's file, and what is in memory is one part, however large the archive.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import geo
from geo.batch.alone import code_alone
from geo.batch.coding import Outcome, code_piece, trace
from geo.batch.files import (
    done_file,
    plan_file,
    quarantine_file,
    read_json,
    told_file,
    write,
    write_json,
)
from geo.batch.pieces import Piece, cut, records
from geo.errors import StoreError

if TYPE_CHECKING:
    from geo.model import Event
    from geo.settings import Settings

#: Parts whose events make a bucket: some 20,000 events, a few seconds of merging.
BUCKET_PARTS = 8
#: Settings that change nothing about an event.
_INDIFFERENT = frozenset({"data_dir", "store_url", "allow_fetch", "user_agent"})
#: Events are a sixth of their size at the lowest level, and hardly less at higher ones.
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class PartReport:
    """What coding one part came to: articles coded or not, events, lines of the quarantine; bucket ``i`` is bytes ``offsets[i]`` to ``offsets[i + 1]``; articles in a language not coded yet."""

    part: str
    articles: int
    told: int
    quarantined: int
    offsets: tuple[int, ...]
    uncoded: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run into a folder is; it stays so until the folder is removed."""

    parts: tuple[str, ...]
    buckets: int
    version: str
    settings: dict[str, Any]
    source: str


def make_plan(pieces: Iterable[Piece], out: Path, settings: Settings, source: str) -> Plan:
    """Write the archive as parts, once; a finished cutting is found again by its plan.

    Raises
    ------
    EmptyArticleError
        None of the pieces could be read.
    StoreError
        The folder holds a run of another version, of other settings or of another source.
    """
    kept = {k: v for k, v in settings.noted().items() if k not in _INDIFFERENT}
    if plan_file(out).exists():
        found = Plan(**read_json(plan_file(out)))
        mine = {"version": geo.__version__, "settings": kept, "source": source}
        other = [name for name, value in mine.items() if getattr(found, name) != value]
        if other:
            msg = f"{out} holds a batch of another {' and other '.join(other)}. Choose another folder."
            raise StoreError(msg)
        return found
    parts = tuple(cut(pieces, out))
    plan = Plan(parts, max(1, -(-len(parts) // BUCKET_PARTS)), geo.__version__, kept, source)
    write_json(plan_file(out), asdict(plan))
    return plan


def code_part(part: str, *, out: Path, settings: Settings) -> None:
    """Read and code one part and write its events, its quarantine, and last its report.

    A pure function of the part's pieces and the settings: run twice, it writes the same events.
    """
    from geo.pipeline import pipeline

    coder = pipeline(settings).open()
    outcome = Outcome()
    with trace(out, part) as told:
        for number, record in enumerate(records(out, part)):
            if number in told.suspects:
                told.between()
                found = code_alone(record, number, out=out, part=part, settings=settings)
            else:
                told.at(number)
                found = code_piece(record, coder, out, part)
            outcome.add(found)
    if outcome.bad:
        write(quarantine_file(out, part), _lines(outcome.bad))
    offsets = write_told(outcome.events, out, part)
    bad = len(outcome.bad)
    n = len(outcome.events)
    report = PartReport(part, outcome.articles, n, bad, offsets, outcome.uncoded)
    write_json(done_file(out, part), asdict(report))


def write_told(events: Iterable[Event], out: Path, part: str) -> tuple[int, ...]:
    """Write a part's events by bucket, each bucket packed by itself; returns where each begins.

    The text of the article is left out: what is told is in the evidence.
    """
    from geo.events.merging.across import order
    from geo.records import event_record

    buckets = Plan(**read_json(plan_file(out))).buckets
    sorted_: list[list[tuple[Any, Event]]] = [[] for _ in range(buckets)]
    for event in events:
        key = order(event)
        sorted_[crc32(key[0].encode()) % buckets].append((key, event))
    content, offsets = bytearray(), [0]
    for bucket in sorted_:
        lines = [
            json.dumps(
                [key, event_record(replace(event, article=replace(event.article, text="")))],
                ensure_ascii=False,
            )
            for key, event in sorted(bucket, key=lambda one: one[0])
        ]
        if lines:
            # A time stamp would make the same events other bytes.
            content += gzip.compress(_lines(lines), _LEVEL, mtime=0)
        offsets.append(len(content))
    write(told_file(out, part), bytes(content))
    return tuple(offsets)


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()
