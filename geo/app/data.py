"""What there is to show: the samples (or a file of coded events), and the reader's own articles.

The samples are coded at the first start of a version and kept on disk under the hash of the
articles and of everything that decides how they are coded, so that later starts only read them.
Text that a reader adds lives in the session alone and is never written anywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

import geo
from geo.errors import DatelineError
from geo.filters import Filters, filter_mask
from geo.model import Article, Event
from geo.records import event_from_record, event_record
from geo.resources import data_dir
from geo.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from geo.app.shown import Shown
    from geo.maps.table import Table
    from geo.pipeline import Pipeline

DOWNLOAD_ONLY: Final = frozenset(
    {"geometry", "geo_candidates", "date_text", "date_reason", "quantity_text"}
)
#: Filters whose counts are kept at once, some bytes for each event.
_SHARED: Final = 16
_PACKAGE = Path(__file__).resolve().parents[1]
#: Rooms that decide what is coded; the map and the screen do not.
_CODING_ROOMS = (
    "articles", "sentences.py", "dateline.py", "syntax", "toponyms", "events", "pipeline.py",
    "records.py", "model.py",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Dataset:
    """Events as a frame and, where the whole event is at hand, by id.

    ``version`` differs whenever the events differ; it is the key of everything derived from them.
    """

    frame: gpd.GeoDataFrame
    events: Mapping[str, Event]
    version: str

    @cached_property
    def screen(self) -> gpd.GeoDataFrame:
        """The frame without what only downloads need.

        Geometries and the long texts are nine tenths of what a filter of a million rows copies
        (2.4 s of processor time against 0.1 s, measured).
        """
        kept = [name for name in self.frame.columns if name not in DOWNLOAD_ONLY]
        return cast("gpd.GeoDataFrame", self.frame[kept])

    @cached_property
    def shown(self) -> Callable[[Filters], Shown]:
        """What a filter shows; the last ones asked for are kept, for all sessions."""
        return lru_cache(maxsize=_SHARED)(self._shown)

    def _shown(self, filters: Filters) -> Shown:
        from geo.app.shown import Shown

        frame, table = self._on_screen(with_rejected="rejected" in filters.review)
        return Shown(frame, table, filters)

    @cached_property
    def _on_screen(self) -> Callable[..., tuple[gpd.GeoDataFrame, Table]]:
        from geo.maps.table import Table

        @lru_cache(maxsize=2)
        def once(*, with_rejected: bool) -> tuple[gpd.GeoDataFrame, Table]:
            frame = self.screen
            mask = None if with_rejected else visible_mask(frame, Filters())
            frame = frame if mask is None else cast("gpd.GeoDataFrame", frame[mask])
            return frame, Table.of(frame)

        return once

    def in_article(self, article_id: str) -> list[Event]:
        """The events of one article, in the order of its text."""
        return in_order(e for e in self.events.values() if e.article.id == article_id)

    def article_ids(self) -> set[str]:
        """The articles that tell of the events."""
        return {event.article.id for event in self.events.values()}

    def may_correct(self, event: Event) -> bool:
        """Whether the event can be corrected here."""
        return event.id in self.events

    def chosen(self, filters: Filters) -> gpd.GeoDataFrame:
        """The rows that are shown, with all their columns."""
        mask = visible_mask(self.frame, filters)
        return self.frame if mask is None else cast("gpd.GeoDataFrame", self.frame[mask])

    def chosen_events(self, filters: Filters) -> list[Event]:
        """The whole events of the rows that are shown."""
        ids = set(self.chosen(filters)["event_id"])
        return [e for e in self.events.values() if e.id in ids]


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events of one article in the order of its text."""
    return sorted(events, key=lambda e: (e.evidence.start, e.trigger.start, e.id))


def visible_mask(frame: gpd.GeoDataFrame, filters: Filters) -> NDArray[np.bool_] | None:
    """The rows that count and pass; None when all do.

    What a person rejected counts only when it is asked for.
    """
    passing = filter_mask(frame, filters)
    rejected = (frame["review_status"] == "rejected").to_numpy(dtype=bool, na_value=False)
    if "rejected" in filters.review or not rejected.any():
        return passing
    counting: NDArray[np.bool_] = ~rejected if passing is None else passing & ~rejected
    return counting


def make_dataset(events: Iterable[Event]) -> Dataset:
    """Lay events out; the version is a hash of what they say."""
    from geo.frame import events_to_gdf

    by_id = {event.id: event for event in events}
    digest = hashlib.sha256()
    for event in by_id.values():
        digest.update(repr(event).encode("utf-8", "surrogatepass"))
    return Dataset(events_to_gdf(by_id.values()), by_id, digest.hexdigest()[:16])


def combine(*groups: Sequence[Event]) -> tuple[Event, ...]:
    """Several groups of events as one, what more than one tells merged."""
    present = [group for group in groups if group]
    if len(present) <= 1:
        return tuple(present[0]) if present else ()
    from geo.events.merging.merge import merge_events

    told = [event for group in present for event in group]
    return tuple(merge_events(told))


def sample_events(pipeline: Pipeline) -> tuple[Event, ...]:
    """The events of the bundled articles, from the disk cache when it holds this version.

    Raises
    ------
    DatelineError
        The samples or the data that code them are missing.
    """
    articles = sample_articles(pipeline.settings.data_dir)
    path = _cache_folder() / f"samples-{_key(articles, pipeline.settings)}.jsonl"
    with suppress(OSError, ValueError, DatelineError):
        return read_records(path.read_text(encoding="utf-8"))
    events = pipeline.code_many(articles)
    _write_quietly(path, events)
    return events


@lru_cache(maxsize=2)
def sample_articles(folder: Path | None = None) -> tuple[Article, ...]:
    """The bundled articles, read once.

    Raises
    ------
    DatelineError
        The samples are missing.
    """
    from geo.articles import samples

    return samples(data_dir=folder)


def sample_dataset(settings: Settings) -> Dataset:
    """The bundled articles' events, laid out once for all readers of this server.

    Raises
    ------
    DatelineError
        As ``sample_events``; asked again, it tries again.
    """
    with _ONE_AT_A_TIME:
        return _laid_out(settings)


@lru_cache(maxsize=2)
def _laid_out(settings: Settings) -> Dataset:
    from geo.pipeline import pipeline

    return make_dataset(sample_events(pipeline(settings)))


#: The first page and what loads ahead of it want the samples at the same moment.
_ONE_AT_A_TIME: Final = Lock()


def read_records(text: str) -> tuple[Event, ...]:
    """Events of a JSON lines file as ``write_records`` and ``geo code -o x.jsonl`` write it."""
    return tuple(event_from_record(json.loads(line)) for line in text.split("\n") if line.strip())


def write_records(events: Iterable[Event]) -> str:
    """Events as JSON lines, nothing lost."""
    return "".join(json.dumps(event_record(e), ensure_ascii=False) + "\n" for e in events)


@cache
def fingerprint(folder: Path | None = None) -> str:
    """A hash of the code and the knowledge that decide how text is coded (about 20 ms, once)."""
    digest = hashlib.sha256(geo.__version__.encode())
    for root in [*(_PACKAGE / room for room in _CODING_ROOMS), data_dir(folder) / "ontology"]:
        paths = sorted(root.rglob("*")) if root.is_dir() else [root]
        for path in paths:
            if path.suffix in {".py", ".toml", ".csv", ".tsv"}:
                digest.update(path.read_bytes())
    for path in sorted((data_dir(folder) / "gazetteer").rglob("*")):
        digest.update(f"{path.name}:{path.stat().st_size}".encode())
    return digest.hexdigest()[:16]


def _key(articles: Iterable[Article], settings: Settings) -> str:
    digest = hashlib.sha256(fingerprint(settings.data_dir).encode())
    for article in articles:
        digest.update(f"{article.id}|{article.title}|{article.source}|".encode())
    digest.update(repr(settings).encode())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dateline")


def _write_quietly(path: Path, events: Iterable[Event]) -> None:
    """Keep the coded samples; a machine that cannot store them codes them again next time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_text(write_records(events), encoding="utf-8")
        partial.replace(path)
        for old in path.parent.glob("samples-*.jsonl"):
            if old != path:
                old.unlink(missing_ok=True)
