"""Events -> counts per spot, per cell, per area: the numbers a map shows.

Works on arrays taken from the frame's categories, so that a million rows cost tens of
milliseconds. Points are kept apart from areas: only ``geo.model.POINT_PRECISIONS`` are points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.events.ontology import Ontology
from geo.maps import clusters
from geo.maps.payload import Value, safe_map_text
from geo.model import POINT_PRECISIONS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

#: Up to so many distinct spots travel whole, and the browser clusters them by itself.
WHOLE_SPOTS: Final = 700
#: Up to so many rows are looked at one by one to find out how many spots there are.
WHOLE_ROWS: Final = 60_000
#: Areas drawn at once; the events of the others are counted and said.
MAX_AREAS: Final = 260
_FEWER_AREAS: Final = 120
_FAR_OUT: Final = 3  # zoom up to which a region is hardly larger than its label
_DIGITS: Final = 4  # of a degree: 11 m
_LEVELS: Final = {"country": 0, "admin1": 1, "admin2": 2, "region": 3}


@dataclass(frozen=True, slots=True)
class Table:
    """The columns a map needs, as arrays over all rows of the frame.

    ``kind`` indexes ``types``; ``place`` indexes the categories of ``place_id`` (-1: none).
    """

    gdf: gpd.GeoDataFrame
    types: list[str]
    kind: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    is_point: NDArray[np.bool_]
    place: NDArray[np.int64]
    place_ids: NDArray[Any]

    @classmethod
    def of(cls, gdf: gpd.GeoDataFrame) -> Table:
        """Take the arrays out of the frame; the frame itself is not copied."""
        types, kind = _codes(gdf["event_type"])
        precisions, precision = _codes(gdf["precision"])
        point = np.array([p in POINT_PRECISIONS for p in precisions] + [False], dtype=bool)
        place_ids, place = _codes(gdf["place_id"])
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
            np.where(located, place, -1),
            place_ids,
        )

    @property
    def is_large(self) -> bool:
        """Whether there are too many spots to send them all."""
        rows = np.flatnonzero(self.is_point)
        return len(rows) > WHOLE_ROWS or len(np.unique(self.key(rows))) > WHOLE_SPOTS

    def key(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """One integer a position, to a hundred-thousandth of a degree."""
        lon = np.rint((self.lon[rows] + 180.0) * 1e5).astype(np.int64)
        lat = np.rint((self.lat[rows] + 90.0) * 1e5).astype(np.int64)
        return lon * 20_000_000 + lat


def _codes(column: pd.Series[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Categories and codes of a column, whatever its dtype."""
    if column.dtype != "category":
        column = column.astype("category")
    return np.asarray(column.cat.categories), column.cat.codes.to_numpy().astype(np.int64)


def styles(table: Table) -> Value:
    """[label, colour, letter, shape] of each type, in the order of the counts."""
    known = Ontology.load().types
    return [
        [known[t].short, known[t].colour, known[t].letter, known[t].shape]
        if t in known
        else [t, "#777777", "?", "circle"]
        for t in table.types
    ]


def _pairs(counts: NDArray[Any]) -> Value:
    """[type, count, type, count …], most frequent first."""
    order = [int(i) for i in np.argsort(-counts, kind="stable") if counts[i] > 0]
    return [x for i in order for x in (i, int(counts[i]))]


def _cell(column: pd.Series[Any], row: int) -> str:
    value = column.iloc[row]
    return safe_map_text(value) if isinstance(value, str) else ""


def spots(
    table: Table, *, zoom: int, box: clusters.Box | None, limit: int | None = WHOLE_SPOTS
) -> Value:
    """[lon, lat, name, disputed, counts] a spot, or [lon, lat, box, counts] a cell of many.

    ``limit`` is the number of spots from which on cells are sent; None for never.
    """
    if limit is not None and table.is_large:
        return _cells(table, zoom=zoom, box=box)
    rows = np.flatnonzero(table.is_point)
    _, first, group = np.unique(table.key(rows), return_index=True, return_inverse=True)
    width = len(table.types)
    counts = np.bincount(group * width + table.kind[rows], minlength=len(first) * width)
    counts = counts.reshape(len(first), width)
    location, disputed = table.gdf["location"], table.gdf["disputed"]
    made: list[Value] = []
    for number, at in enumerate(rows[first].tolist()):
        lon, lat = _rounded(table.lon[at]), _rounded(table.lat[at])
        flag = 1 if _cell(disputed, at) else 0
        made.append([lon, lat, _cell(location, at), flag, _pairs(counts[number])])
    return made


def _rounded(degrees: float) -> float:
    return round(float(degrees), _DIGITS)


def _grid(table: Table, *, zoom: int, box: clusters.Box | None) -> clusters.Cells:
    keep = table.is_point
    width = max(len(table.types), 1)
    wide = clusters.padded(box, zoom)
    return clusters.aggregate(
        table.lon[keep], table.lat[keep], table.kind[keep], width, zoom=zoom, box=wide
    )


def _cells(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    cells = _grid(table, zoom=zoom, box=box)
    digits = 2 if zoom < 7 else _DIGITS  # noqa: PLR2004 (a pixel is wider than 0.01 degrees)
    return [
        [
            round(float(lon), digits),
            round(float(lat), digits),
            [round(float(x), digits) for x in corners],
            _pairs(counts),
        ]
        for lon, lat, corners, counts in zip(
            cells.lon, cells.lat, cells.boxes, cells.counts, strict=True
        )
    ]


def heat(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    """[lon, lat, count] a cell; finer than clusters where there is little to send."""
    cells = _grid(table, zoom=zoom + 1, box=box)
    return [
        [_rounded(lon), _rounded(lat), int(counts.sum())]
        for lon, lat, counts in zip(cells.lon, cells.lat, cells.counts, strict=True)
    ]


def areas(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    """[places, left out]: the first [id, level, name, lon, lat, radius, disputed, counts] an area.

    The second is [areas, events] that were too many to draw.
    """
    rows = np.flatnonzero(~table.is_point & (table.place >= 0))
    if not len(rows):
        return [[], [0, 0]]
    counts, first = _per_place(table, rows)
    total = counts.sum(axis=1)
    present = np.flatnonzero(total)
    present = present[np.argsort(-total[present], kind="stable")]
    limit = _FEWER_AREAS if zoom <= _FAR_OUT else MAX_AREAS
    wide = clusters.padded(box, zoom, pixels=400)
    level = _levels(table, first)
    if len(present) > limit and wide:
        seen = _near(table.lon[first[present]], table.lat[first[present]], wide)
        present = present[seen | (level[present] == 0)]
    kept = present[np.argsort(level[present] != 0, kind="stable")][:limit]
    left = np.setdiff1d(present, kept)
    made = [_area(table, int(p), int(first[p]), int(level[p]), counts[p]) for p in kept]
    return [made, [len(left), int(total[left].sum())]]


def _per_place(
    table: Table, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Counts (places, types), and a row in which each place occurs."""
    width = len(table.types)
    n_places = len(table.place_ids)
    place = table.place[rows]
    counts = np.bincount(place * width + table.kind[rows], minlength=n_places * width)
    first = np.zeros(n_places, dtype=np.int64)
    first[place[::-1]] = rows[::-1]
    return counts.reshape(n_places, width), first


def _levels(table: Table, first: NDArray[np.int64]) -> NDArray[np.int64]:
    names, codes = _codes(table.gdf["precision"])
    levels = np.array([_LEVELS.get(str(n), 3) for n in names] + [3])
    return np.asarray(levels[codes[first]])


def _near(lon: NDArray[Any], lat: NDArray[Any], box: clusters.Box) -> NDArray[np.bool_]:
    west, south, east, north = box
    inside = (lat >= south) & (lat <= north)
    turned = np.zeros(len(lon), dtype=bool)
    for turn in (-360.0, 0.0, 360.0):
        turned |= (lon + turn >= west) & (lon + turn <= east)
    return np.asarray(inside & turned)


def _area(table: Table, place: int, row: int, level: int, counts: NDArray[Any]) -> Value:
    gdf = table.gdf
    radius = gdf["geo_radius_km"].iloc[row]
    return [
        str(table.place_ids[place]),
        level,
        _cell(gdf["location"], row),
        _rounded(table.lon[row]),
        _rounded(table.lat[row]),
        0 if radius is None or np.isnan(radius) else round(float(radius), 1),
        1 if _cell(gdf["disputed"], row) else 0,
        _pairs(counts),
    ]


def shares(table: Table, *, zoom: int) -> Value:
    """[[area id, count] …] for shading: countries far out, first-level regions nearer.

    Nearer in, an event that is only known to its country still counts for the country, which is
    listed behind the regions and drawn beneath them.
    """
    by_country = _counted(table, "iso3")
    if zoom <= _FAR_OUT:
        return [[f"iso:{code}", n] for code, n in by_country]
    coarse = table.gdf["admin1_id"].isna().to_numpy()
    regions: list[Value] = [[code, n] for code, n in _counted(table, "admin1_id")]
    return regions + [[f"iso:{code}", n] for code, n in _counted(table, "iso3", coarse)]


def _counted(
    table: Table, column: str, only: NDArray[np.bool_] | None = None
) -> list[tuple[str, int]]:
    names, codes = _codes(table.gdf[column])
    keep = codes >= 0
    if only is not None:
        keep &= only
    counts = np.bincount(codes[keep], minlength=len(names))
    return [(str(names[i]), int(counts[i])) for i in np.flatnonzero(counts)]


def position(gdf: gpd.GeoDataFrame, event_id: str | None) -> Value:
    """Where the picked-out event is: [lon, lat, area id or ""], or [] when it is nowhere."""
    if event_id is None:
        return []
    rows = np.flatnonzero((gdf["event_id"] == event_id).to_numpy(dtype=bool, na_value=False))
    if not len(rows):
        return []
    row = int(rows[0])
    lon, lat = gdf["longitude"].iloc[row], gdf["latitude"].iloc[row]
    if np.isnan(lon) or np.isnan(lat):
        return []
    area = "" if gdf["precision"].iloc[row] in POINT_PRECISIONS else str(gdf["place_id"].iloc[row])
    return [_rounded(lon), _rounded(lat), area]
