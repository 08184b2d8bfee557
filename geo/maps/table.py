"""The columns that a map needs, as arrays over a frame's rows; and which of the rows are shown.

``Table.of`` is made once for a frame, ``Table.only`` once for a filter, and both are shared by all
who look at the same: what is counted by spot and by area is counted once, so that moving the map
over a million events costs no more than over the spots they lie on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.model import POINT_PRECISIONS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    Mask = NDArray[np.bool_]

#: Up to so many distinct spots travel whole, and the browser clusters them by itself.
WHOLE_SPOTS: Final = 700
#: Up to so many rows are looked at one by one to find out how many spots there are.
WHOLE_ROWS: Final = 60_000
#: Spots times types up to which they are counted in a table; beyond it every row counts for itself.
_MAX_TABLE: Final = 4_000_000


@dataclass(frozen=True)
class Tallies:
    """How many events of a kind lie on a spot: one element a spot and kind that occurs."""

    spot: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    kind: NDArray[np.int64]
    count: NDArray[np.int64]


@dataclass(frozen=True)
class Spots:
    """Distinct positions of points; ``of_row`` is -1 for what is no point."""

    of_row: NDArray[np.int32]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Table:
    """The columns a map needs, as arrays over all rows of the frame.

    ``kind`` indexes ``types``; ``place`` indexes the categories of ``place_id`` (-1: none).
    ``kept`` says which rows are shown (None: all); the others are neither points nor at a place.
    """

    gdf: gpd.GeoDataFrame
    types: list[str]
    kind: NDArray[np.integer]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    is_point: Mask
    place: NDArray[np.integer]
    place_ids: NDArray[Any]
    kept: Mask | None = None
    whole: Table | None = None

    @classmethod
    def of(cls, gdf: gpd.GeoDataFrame) -> Table:
        """Take the arrays out of the frame; the frame itself is not copied."""
        types, kind = codes(gdf["event_type"])
        precisions, precision = codes(gdf["precision"])
        point = np.array([p in POINT_PRECISIONS for p in precisions] + [False], dtype=bool)
        place_ids, place = codes(gdf["place_id"])
        lon = gdf["longitude"].to_numpy(dtype=float)
        lat = gdf["latitude"].to_numpy(dtype=float)
        located = ~(np.isnan(lon) | np.isnan(lat)) & (kind >= 0)
        return cls(
            gdf,
            [str(t) for t in types],
            kind,
            lon,
            lat,
            point[precision] & located,
            np.where(located, place, -1).astype(place.dtype),
            place_ids,
        )

    def only(self, mask: Mask | None) -> Table:
        """The same frame with only some of its rows shown; nothing is copied but marks."""
        if mask is None:
            return self
        return replace(
            self,
            is_point=self.is_point & mask,
            place=np.where(mask, self.place, -1).astype(self.place.dtype),
            kept=mask if self.kept is None else self.kept & mask,
            whole=self.whole or self,
        )

    @cached_property
    def is_large(self) -> bool:
        """Whether there are too many spots to send them all."""
        rows = np.flatnonzero(self.is_point)
        return len(rows) > WHOLE_ROWS or len(np.unique(self.key(rows))) > WHOLE_SPOTS

    def key(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """One integer a position, to a hundred-thousandth of a degree."""
        lon = np.rint((self.lon[rows] + 180.0) * 1e5).astype(np.int64)
        lat = np.rint((self.lat[rows] + 90.0) * 1e5).astype(np.int64)
        return lon * 20_000_000 + lat

    @cached_property
    def spots(self) -> Spots:
        """Where the points of the whole frame lie."""
        rows = np.flatnonzero(self.is_point)
        _, first, group = np.unique(self.key(rows), return_index=True, return_inverse=True)
        of_row = np.full(len(self.is_point), -1, dtype=np.int32)
        of_row[rows] = group
        return Spots(of_row, self.lon[rows[first]], self.lat[rows[first]])

    @cached_property
    def tallies(self) -> Tallies:
        """What lies on each spot, by kind."""
        spots = (self.whole or self).spots
        rows = np.flatnonzero(self.is_point)
        spot, kind = spots.of_row[rows].astype(np.int64), self.kind[rows].astype(np.int64)
        count = np.ones(len(rows), dtype=np.int64)
        width = len(self.types)
        if len(spots.lon) * width <= _MAX_TABLE:
            table = np.bincount(spot * width + kind, minlength=len(spots.lon) * width)
            used = np.flatnonzero(table)
            spot, kind, count = used // max(width, 1), used % max(width, 1), table[used]
        return Tallies(spot, spots.lon[spot], spots.lat[spot], kind, count)

    @cached_property
    def per_place(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of what is known no finer than an area: (places, types), and a row of each place."""
        rows = np.flatnonzero(~self.is_point & (self.place >= 0))
        width = len(self.types)
        place, kind = self.place[rows].astype(np.int64), self.kind[rows]
        n_places = len(self.place_ids)
        counts = np.bincount(place * width + kind, minlength=n_places * width)
        first = np.zeros(n_places, dtype=np.int64)
        first[place[::-1]] = rows[::-1]
        return counts.reshape(n_places, width), first


def codes(column: pd.Series[Any]) -> tuple[NDArray[Any], NDArray[np.integer]]:
    """Categories and codes of a column, whatever its dtype."""
    if column.dtype != "category":
        column = column.astype("category")
    return np.asarray(column.cat.categories), column.cat.codes.to_numpy()
