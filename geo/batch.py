"""An archive of articles -> a folder of GeoParquet, on the cores of one machine or on a cluster.

    OUT/
      parts/part-00000.jsonl               articles, cut into parts of equal number
      events/month=2022-01/part-00000.parquet   events, by month of the event ("unknown" without)
      quarantine/part-00000.jsonl          articles that could not be coded, each with its error
      done/part-00000.json                 written last: this part is whole

The unit of work is a part, coded by a pure function and written by atomic renames, so that a killed
worker, or a killed run, costs nothing but time: what is in ``done/`` is not coded again, and coding
a part twice writes the same bytes. Dask runs the parts: on local processes, or on a scheduler that
is given by address and shares the file system. Nothing else of Dateline imports Dask.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import DatelineError, StoreError
from geo.settings import Settings

if TYPE_CHECKING:
    from geo.model import Article, Event

#: Articles a part: a few seconds of work, so that a lost part is a small loss.
PART_SIZE = 500


@dataclass(frozen=True, slots=True)
class PartReport:
    """What coding one part came to."""

    part: str
    articles: int
    events: int
    quarantined: int


def run(
    articles: Iterable[Article],
    out: Path,
    *,
    settings: Settings | None = None,
    workers: int = 2,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[PartReport]:
    """Code an archive.

    Parameters
    ----------
    articles
        The archive; read once, and not again when a run is resumed.
    out
        Folder to write; created when missing. A run into the same folder is resumed.
    settings
        How to code; the defaults when None.
    workers
        Local processes, when no scheduler is given.
    scheduler
        Address of a Dask scheduler whose workers see ``out`` under the same path.
    progress
        Called with the numbers of parts done and in all.

    Returns
    -------
    list of PartReport
        One for each part, in order, earlier runs' included.

    Raises
    ------
    StoreError
        Dask is not installed, or a part failed for a reason that is not one article's.
    """
    parts = _cut(articles, out)
    todo = [part for part in parts if not _done(out, part).exists()]
    finished = len(parts) - len(todo)
    if todo:
        for _ in _run_parts(todo, out, settings or Settings(), workers, scheduler):
            finished += 1
            if progress:
                progress(finished, len(parts))
    return [PartReport(**json.loads(_done(out, part).read_text("utf-8"))) for part in parts]


def _run_parts(
    parts: list[str], out: Path, settings: Settings, workers: int, scheduler: str | None
) -> Iterator[PartReport]:
    try:
        from dask.distributed import Client, LocalCluster, as_completed
    except ImportError as error:
        msg = "A batch needs the extra: pip install 'dateline[batch]'."
        raise StoreError(msg) from error
    local = None
    if scheduler is None:
        local = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        )
    with Client(scheduler or local) as client:
        try:
            futures = client.map(
                code_part, parts, out=out, settings=settings, pure=False, retries=9
            )
            for future in as_completed(futures):
                yield future.result()
        finally:
            if local is not None:
                local.close()


def code_part(part: str, *, out: Path, settings: Settings) -> PartReport:
    """Code one part and write its events, its quarantine, and last its mark of being whole.

    A pure function of the part's articles and the settings: run twice, it writes the same bytes.
    """
    from geo.pipeline import pipeline
    from geo.records import article_from_record

    coder = pipeline(settings)
    events: list[Event] = []
    bad: list[str] = []
    lines = (out / "parts" / f"{part}.jsonl").read_text("utf-8").split("\n")[:-1]
    for line in lines:
        record = json.loads(line)
        try:
            events += coder.code(article_from_record(record))
        except (DatelineError, ValueError, ArithmeticError, LookupError, RecursionError) as error:
            bad.append(json.dumps({"error": repr(error), "article": record}, ensure_ascii=False))
    _write_months(events, out, part)
    if bad:
        _write(out / "quarantine" / f"{part}.jsonl", ("\n".join(bad) + "\n").encode())
    report = PartReport(part, len(lines), len(events), len(bad))
    _write(_done(out, part), json.dumps(asdict(report)).encode())
    return report


def _write_months(events: list[Event], out: Path, part: str) -> None:
    """One GeoParquet file for each month that the part's events fall in."""
    from geo.exports.tables import to_geoparquet
    from geo.frame import events_to_gdf

    months: dict[str, list[Event]] = {}
    for event in events:
        day = event.event_date
        months.setdefault(day.start.strftime("%Y-%m") if day else "unknown", []).append(event)
    for month, told in months.items():
        table = to_geoparquet(events_to_gdf(told))
        _write(out / "events" / f"month={month}" / f"{part}.parquet", table)


def _cut(articles: Iterable[Article], out: Path) -> list[str]:
    """Write the archive as parts, once; a finished cutting is found again by its list."""
    from geo.records import article_record

    plan = out / "parts" / "plan.json"
    if plan.exists():
        found: list[str] = json.loads(plan.read_text("utf-8"))
        return found
    parts: list[str] = []
    stream = iter(articles)
    while chunk := list(islice(stream, PART_SIZE)):
        part = f"part-{len(parts):05d}"
        lines = [json.dumps(article_record(one), ensure_ascii=False) for one in chunk]
        _write(out / "parts" / f"{part}.jsonl", ("\n".join(lines) + "\n").encode())
        parts.append(part)
    _write(plan, json.dumps(parts).encode())
    return parts


def _done(out: Path, part: str) -> Path:
    return out / "done" / f"{part}.json"


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    partial.replace(path)


def read_events(out: Path) -> Any:  # noqa: ANN401 (a GeoDataFrame; geopandas stays below)
    """The events of a finished batch as one frame, ordered by part."""
    from geo.exports.tables import read_geoparquet

    return read_geoparquet(sorted((out / "events").glob("month=*/part-*.parquet")))
