"""An archive of articles -> a folder of GeoParquet, on the cores of one machine or on a cluster.

    OUT/
      parts/part-000000.jsonl      the archive cut into parts; .bytes: its pages, as they are; plan.json
      working/part-000000          which piece is being coded; removed when the archive is whole
      told/part-000000.jsonl.gz    events of a part, by bucket; removed when the archive is whole
      quarantine/part-000000.jsonl what could not be read or coded, each with its error
      done/                        a report for each part and bucket, written last
      events/month=2022-01/bucket-000000-000.parquet   events, by month ("unknown" without)

First every part is read and coded (``parts``, ``pieces``, ``coding``), then every bucket of what may be one event is merged
(``buckets``), so that an event that ten papers tell in ten parts is one event with ten sources.
Both are pure functions that write by atomic renames: a killed worker, or a killed run, costs
nothing but time, and an article that kills its worker costs that article; what has its report in
``done/`` is not done again, and done twice it is the same events in the same files. ``events/`` appears when all of it is there. Dask runs both (``crew``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from geo.batch import crew
from geo.batch.buckets import BucketReport, bucket_names, merge_bucket, publish
from geo.batch.coding import deaths
from geo.batch.files import done_file, published, quarantine_file, read_json
from geo.batch.parts import PartReport, Plan, code_part, make_plan
from geo.batch.pieces import Piece
from geo.errors import FetchError, StoreError
from geo.settings import Settings

__all__ = ["BatchReport", "quarantined", "read_events", "run"]


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What a batch came to: ``told`` events of single articles became ``events``.

    ``quarantined`` counts articles and documents that could not be coded or read, ``uncoded`` articles in
    a language that is not coded yet.
    """

    articles: int
    told: int
    events: int
    quarantined: int
    uncoded: int = 0


def run(
    pieces: Iterable[Piece],
    out: Path,
    *,
    settings: Settings | None = None,
    source: str = "",
    workers: int = 2,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> BatchReport:
    """Code an archive.

    Parameters
    ----------
    pieces
        The archive: articles, documents that the workers parse (``geo.articles.read_documents``), and
        what could not be read; taken once, and not again when a run is resumed.
    out
        Folder to write; created when missing. A run into the same folder is resumed.
    settings
        How to code; the defaults when None.
    source
        What the archive is, in a word of the caller's; a folder that holds another is refused.
    workers
        Local processes, when no scheduler is given.
    scheduler
        Address of a Dask scheduler whose workers see ``out`` under the same path.
    progress
        Called with the numbers of parts and buckets done and in all.

    Returns
    -------
    BatchReport
        Counts of the whole archive, what earlier runs did included.

    Raises
    ------
    EmptyArticleError
        None of the pieces could be read; no run is begun.
    StoreError
        Dask is not installed, or its scheduler does not answer; the folder holds a run of another
        version, other settings or another source; or it cannot be written.
    """
    settings = settings or Settings()
    try:
        plan = make_plan(pieces, out, settings, source)
        if not published(out).exists():
            _work_off(plan, out, settings, workers, scheduler, progress)
            publish(out)
        return _report(plan, out)
    except FetchError:  # an OSError too, but of the archive
        raise
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        msg = (
            f"The batch in {out} stopped: {error.strerror or error}{where}."
            " What is done is kept: mend it, and run it again."
        )
        raise StoreError(msg) from error


def _work_off(
    plan: Plan,
    out: Path,
    settings: Settings,
    workers: int,
    scheduler: str | None,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Do what has no report yet: the parts, then the buckets."""
    buckets = bucket_names(plan)
    parts_left = [name for name in plan.parts if not done_file(out, name).exists()]
    buckets_left = [name for name in buckets if not done_file(out, name).exists()]
    total = len(plan.parts) + len(buckets)
    finished = total - len(parts_left) - len(buckets_left)
    with crew.crew(workers, scheduler) as work:
        for step in (
            work(code_part, parts_left, deaths=partial(deaths, out), out=out, settings=settings),
            work(merge_bucket, buckets_left, out=out),
        ):
            for _ in step:
                finished += 1
                if progress:
                    progress(finished, total)


def _report(plan: Plan, out: Path) -> BatchReport:
    parts = [PartReport(**read_json(done_file(out, name))) for name in plan.parts]
    buckets = [BucketReport(**read_json(done_file(out, name))) for name in bucket_names(plan)]
    return BatchReport(
        articles=sum(part.articles for part in parts),
        told=sum(part.told for part in parts),
        events=sum(bucket.events for bucket in buckets),
        quarantined=sum(part.quarantined for part in parts),
        uncoded=sum(part.uncoded for part in parts),
    )


def quarantined(out: Path) -> Iterator[tuple[str, str]]:
    """What of a batch could not be read or coded, by name, and why."""
    for path in sorted(quarantine_file(out, "").parent.glob("*.jsonl")):
        with path.open("rb") as lines:
            for line in map(json.loads, lines):
                article = line.get("article") or {}
                named = article.get("url") or article.get("title") or article.get("id")
                found = line.get("left_out") or line.get("document", {}).get("context", {})
                yield named or found["name"], line["error"]


def read_events(out: Path) -> Any:  # noqa: ANN401 (a GeoDataFrame; geopandas stays below)
    """The events of a finished batch as one frame, ordered by month and bucket."""
    from geo.exports.tables import read_geoparquet

    return read_geoparquet(sorted(published(out).glob("month=*/*.parquet")))
