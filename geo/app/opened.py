"""The file of coded events named on the command line, shown instead of the samples.

JSON lines hold whole events. GeoParquet holds rows: a million of them open in seconds, once for all
sessions, and each is shown with its sentence and source, but without the article's text and therefore
without corrections.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, cast

from geo.app.data import DOWNLOAD_ONLY, Dataset, in_order, make_dataset, read_records, visible_mask
from geo.exports.row_events import event_of_row
from geo.exports.rows_file import RowsFile
from geo.filters import Filters
from geo.frame import COLUMNS
from geo.model import Event

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

#: What no view of the screen shows: read from the file when a row is opened or downloaded.
_IN_FILE: Final = DOWNLOAD_ONLY | {
    "time_precision", "actor1_country", "actor2_country", "admin2", "place_kind",
    "geo_precision", "geonameid", "injured_low", "injured_high", "arrested_low", "arrested_high",
    "displaced_low", "displaced_high", "crowd_low", "crowd_high", "contexts", "evidence_start",
    "evidence_end", "trigger", "trigger_start", "trigger_end", "gate", "url", "published",
    "acled_sub_event_type", "language",
}  # fmt: skip


def opened_path() -> Path | None:
    """The file, or the folder of a batch, named on the command line."""
    return next((p for a in sys.argv[1:] if _opens(p := Path(a))), None)


def _opens(path: Path) -> bool:
    return path.suffix in {".jsonl", ".parquet"} or path.is_dir()


def holds_rows() -> bool:
    """Whether a file of rows is open, which is shown alone and cannot be corrected."""
    path = opened_path()
    return path is not None and path.suffix != ".jsonl"


def base_label() -> str:
    """The catalogue's name of what shows the base again beside, or instead of, one's own articles."""
    return "add.file_instead" if holds_rows() else "add.with_samples"


def opened_dataset() -> Dataset | None:
    """What the file holds, laid out once for all readers of this server; None without one.

    Raises
    ------
    DatelineError
        The file is not one of events.
    """
    path = opened_path()
    if path is None:
        return None
    with _ONE_AT_A_TIME:
        if path.suffix == ".jsonl":
            return _whole_events(path, path.stat().st_mtime_ns)
        return _rows(path, RowsFile(path).stamp)


#: The first page and what loads ahead of it want the file at the same moment.
_ONE_AT_A_TIME: Final = Lock()


@lru_cache(maxsize=1)
def _whole_events(path: Path, _changed: int) -> Dataset:
    return make_dataset(read_records(path.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def _rows(path: Path, stamp: str) -> RowsDataset:
    file = RowsFile(path)
    frame = file.columns(name for name in COLUMNS if name not in _IN_FILE)
    version = hashlib.sha256(stamp.encode()).hexdigest()[:16]
    return RowsDataset(cast("gpd.GeoDataFrame", frame), RowEvents(file, frame), version, file)


class RowEvents(Mapping[str, Event]):
    """The events of a file of rows by id, each made from its row when it is asked for."""

    def __init__(self, file: RowsFile, frame: pd.DataFrame) -> None:
        self._file, self._frame = file, frame

    def __getitem__(self, event_id: str) -> Event:
        """The event of that id."""
        for event in self.where("event_id", event_id):
            return event
        raise KeyError(event_id)

    def where(self, column: str, value: str) -> list[Event]:
        """The events whose row holds the value."""
        return self.marked((self._frame[column] == value).to_numpy(dtype=bool, na_value=False))

    def marked(self, mask: Mask | None) -> list[Event]:
        """The events of the rows that are marked (all without a mask)."""
        return [event_of_row(row) for row in self._file.rows(mask)]

    def __iter__(self) -> Iterator[str]:
        """Ids in the order of the file."""
        return iter(self._frame["event_id"])

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._frame)


@dataclass(frozen=True, eq=False)
class RowsDataset(Dataset):
    """The rows of a file, shared by all sessions. ``frame`` has the columns of the screen only."""

    file: RowsFile
    events: RowEvents

    @property
    def screen(self) -> gpd.GeoDataFrame:
        """The frame as it is."""
        return self.frame

    def in_article(self, article_id: str) -> list[Event]:
        """The events of one article, in the order of its text."""
        return in_order(self.events.where("article_id", article_id))

    def may_correct(self, event: Event) -> bool:
        """Never: a row does not hold what a correction needs to stand on."""
        del event
        return False

    def article_ids(self) -> set[str]:
        """The articles that tell of the events."""
        return set(self.frame["article_id"].cat.categories)

    def chosen(self, filters: Filters) -> gpd.GeoDataFrame:
        """The rows that are shown, with all their columns, from the file."""
        return self.file.whole_rows(visible_mask(self.frame, filters))

    def page(self, filters: Filters, offset: int, limit: int) -> tuple[gpd.GeoDataFrame, int]:
        """Some of the rows that pass, with all their columns, and how many pass."""
        import numpy as np

        mask = visible_mask(self.frame, filters)
        rows = np.arange(len(self.frame)) if mask is None else np.flatnonzero(mask)
        wanted = np.zeros(len(self.frame), dtype=bool)
        wanted[rows[offset : offset + limit]] = True
        return self.file.whole_rows(wanted), len(rows)

    def chosen_events(self, filters: Filters) -> list[Event]:
        """The events of the rows that are shown."""
        return self.events.marked(visible_mask(self.frame, filters))
