"""What one Filters value shows of a dataset: rows of a frame that all sessions share, never a copy.

A session holds its filters and a reference to one of these; readers who filter alike share it. What
is counted once for a filter (options, spots, the newest rows) is kept with it, so that moving the
map or opening an event does not look at every row again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from geo.filters import Filters, Sieve
from geo.frame import counted_days
from geo.maps.table import Table

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray


class Shown:
    """The events of ``frame`` that pass ``filters``."""

    def __init__(self, frame: gpd.GeoDataFrame, table: Table, filters: Filters) -> None:
        self.frame = frame
        self.filters = filters
        self.sieve = Sieve(frame, filters)
        self.mask = self.sieve.mask()
        self.table = table.only(self.mask)
        self._count = len(frame) if self.mask is None else int(self.mask.sum())

    def __len__(self) -> int:
        """How many events are shown."""
        return self._count

    def gdf(self, *columns: str) -> gpd.GeoDataFrame:
        """The rows themselves (with these columns): a copy, not to be kept in a session."""
        frame = self.frame[list(columns)] if columns else self.frame
        return cast("gpd.GeoDataFrame", frame if self.mask is None else frame.loc[self.mask])

    @cached_property
    def unlocated(self) -> int:
        """How many of them are not drawn: they have no place, or one in doubt."""
        return int(self.not_drawn().sum())

    def not_drawn(self) -> NDArray[np.bool_]:
        """Which rows of the frame pass and have no spot on the map."""
        import numpy as np

        nowhere = np.isnan(self.frame["latitude"].to_numpy(dtype=float))
        return nowhere if self.mask is None else np.asarray(nowhere & self.mask)

    def among(self, event_ids: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which rows of the frame are shown and are among these."""
        import numpy as np

        here = self.frame["event_id"].isin(event_ids).to_numpy(dtype=bool)
        return here if self.mask is None else np.asarray(here & self.mask)

    def holds(self, event_id: str) -> bool:
        """Whether an event of the frame passes the filters."""
        return self.mask is None or bool(self.among((event_id,)).any())

    def newest(
        self, n: int, among: NDArray[np.bool_] | None = None, *, skip: int = 0
    ) -> gpd.GeoDataFrame:
        """The ``n`` newest rows (of those marked) after the first ``skip``, undated last.

        Rows of one day stay in the order of the frame.
        """
        rows = newest_rows(self.frame, skip + n, self.mask if among is None else among)
        return cast("gpd.GeoDataFrame", self.frame.iloc[rows[skip:]])


def newest_rows(
    frame: Any,  # noqa: ANN401 (a frame of any kind)
    n: int,
    mask: NDArray[np.bool_] | None = None,
) -> NDArray[np.int64]:
    """Numbers of the ``n`` newest rows that are marked, without sorting the others."""
    import numpy as np

    days = counted_days(frame).astype(np.int64)  # NaT is lowest
    rows = np.arange(len(days)) if mask is None else np.flatnonzero(mask)
    days = days[rows]
    if n < len(rows):
        least = np.partition(days, len(days) - n)[len(days) - n]
        newer = np.flatnonzero(days > least)
        kept = np.sort(np.concatenate([newer, np.flatnonzero(days == least)[: n - len(newer)]]))
        rows, days = rows[kept], days[kept]
    return np.asarray(rows[np.argsort(~days, kind="stable")])
