"""Events -> counts per spot, per cell, per area: the numbers a map shows.

Works on arrays taken from the frame's categories, so that a million rows cost tens of
milliseconds. Points are kept apart from areas: only ``geo.model.POINT_PRECISIONS`` are points.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from geo.events.ontology import Ontology
from geo.maps import clusters
from geo.maps.payload import Value, safe_map_text
from geo.maps.table import WHOLE_SPOTS, Table, codes
from geo.model import POINT_PRECISIONS

if TYPE_CHECKING:
    import pandas as pd

#: Areas drawn at once; the events of the others are counted and said.
MAX_AREAS: Final = 160
_FEWER_AREAS: Final = 100
FAR_OUT: Final = 3  # zoom up to which a region is hardly larger than its label
#: Types told one by one of a cell or area of a large frame; the rest are one number.
TOP_TYPES: Final = 5
#: Stands for "other types" in a list of counts.
OTHER: Final = -1
#: A view is widened by so many pixels, so that a short pan shows no bare edge.
_EDGE: Final = 64
_FAR_EDGE: Final = 400  # pixels: areas reach further than their events
_KM_A_DEGREE: Final = 111.2
_DIGITS: Final = 4  # of a degree: 11 m
_LEVELS: Final = {"country": 0, "admin1": 1, "admin2": 2, "region": 3}


def styles(table: Table, names: Mapping[str, str]) -> Value:
    """[label, colour, letter, shape] of each type, in the order of the counts.

    ``names`` are labels in the reader's language; the ontology's own stand in for what it lacks.
    """
    known = Ontology.load().types
    return [
        [names.get(t, known[t].short), known[t].colour, known[t].letter, known[t].shape]
        if t in known
        else [t, "#777777", "?", "circle"]
        for t in table.types
    ]


def _pairs(counts: NDArray[Any], *, top: int | None = None) -> Value:
    """[type, count, type, count …], most frequent first; with ``top`` the rest as ``OTHER``."""
    order = [int(i) for i in np.argsort(-counts, kind="stable") if counts[i] > 0]
    told = order if top is None or len(order) <= top + 1 else order[:top]
    pairs = [x for i in told for x in (i, int(counts[i]))]
    rest = int(counts.sum()) - sum(pairs[1::2])
    return [*pairs, OTHER, rest] if rest else pairs


def _texts(column: pd.Series[Any], rows: NDArray[np.int64]) -> list[str]:
    """Labels of some rows; "" where there is none."""
    return [safe_map_text(t) if isinstance(t, str) else "" for t in column.iloc[rows].tolist()]


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
    at = rows[first]
    names = _texts(table.gdf["location"], at)
    disputed = table.gdf["disputed"].iloc[at].notna().astype(int).tolist()
    lons, lats = table.lon[at].round(_DIGITS).tolist(), table.lat[at].round(_DIGITS).tolist()
    told = [_pairs(row) for row in counts]
    return [list(row) for row in zip(lons, lats, names, disputed, told, strict=True)]


def grid(
    table: Table, *, zoom: int, box: clusters.Box | None
) -> tuple[NDArray[np.int64], clusters.Cells]:
    """The tallies near the view, by number, and the cells that sum them."""
    found = table.tallies
    seen = np.flatnonzero(clusters.inside(found.lon, found.lat, box, zoom, _EDGE))
    width = max(len(table.types), 1)
    return seen, clusters.aggregate(
        found.lon[seen], found.lat[seen], found.kind[seen], width, zoom=zoom,
        number=found.count[seen],
    )  # fmt: skip


def _cells(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    return cell_rows(grid(table, zoom=zoom, box=box)[1], zoom=zoom)


def cell_rows(cells: clusters.Cells, *, zoom: int) -> Value:
    """Cells as ``spots`` sends them."""
    digits = 2 if zoom < 7 else _DIGITS  # noqa: PLR2004 (a pixel is wider than 0.01 degrees)
    lons, lats = cells.lon.round(digits).tolist(), cells.lat.round(digits).tolist()
    corners = cells.boxes.round(digits).tolist()
    told = [_pairs(row, top=TOP_TYPES) for row in cells.counts]
    return [list(row) for row in zip(lons, lats, corners, told, strict=True)]


def heat(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    """[lon, lat, count] a spot, or a cell of a large frame, finer than those of clusters."""
    if table.is_large:
        cells = grid(table, zoom=zoom + 1, box=box)[1]
        lons, lats = cells.lon.round(2).tolist(), cells.lat.round(2).tolist()
        totals = cells.counts.sum(axis=1).tolist()
    else:
        rows = np.flatnonzero(table.is_point)
        _, first, counts = np.unique(table.key(rows), return_index=True, return_counts=True)
        at = rows[first]
        lons, lats = table.lon[at].round(_DIGITS).tolist(), table.lat[at].round(_DIGITS).tolist()
        totals = counts.tolist()
    return [list(row) for row in zip(lons, lats, totals, strict=True)]


def areas(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    """[places, left out]: the first [id, level, name, lon, lat, radius, disputed, counts] an area.

    The second is [areas, events] that were too many to draw.
    """
    counts, first = table.per_place
    if not counts.any():
        return [[], [0, 0]]
    total = counts.sum(axis=1)
    present = np.flatnonzero(total)
    present = present[np.argsort(-total[present], kind="stable")]
    limit = _FEWER_AREAS if zoom <= FAR_OUT else MAX_AREAS
    level = _levels(table, first)
    if len(present) > limit and box:
        present = present[_reaching(table, first[present], clusters.padded(box, zoom, _EDGE))]
    kept = present[np.argsort(level[present] != 0, kind="stable")][:limit]
    left = np.setdiff1d(present, kept)
    made = _area_rows(table, kept, first[kept], level[kept], counts[kept])
    return [made, [len(left), int(total[left].sum())]]


def _levels(table: Table, first: NDArray[np.int64]) -> NDArray[np.int64]:
    names, code = codes(table.gdf["precision"])
    levels = np.array([_LEVELS.get(str(n), 3) for n in names] + [3])
    return np.asarray(levels[code[first]])


def _reaching(table: Table, rows: NDArray[np.int64], box: clusters.Box | None) -> NDArray[np.bool_]:
    """Which areas may be in sight: the circle around them touches the box."""
    if box is None:
        return np.ones(len(rows), dtype=bool)
    west, south, east, north = box
    radius = np.nan_to_num(table.gdf["geo_radius_km"].to_numpy()[rows].astype(float))
    high = radius / _KM_A_DEGREE
    lon, lat = table.lon[rows], table.lat[rows]
    wide = high / np.maximum(np.cos(np.radians(np.minimum(np.abs(lat) + high, 89.0))), 0.02)
    turned = np.zeros(len(rows), dtype=bool)
    for turn in (-360.0, 0.0, 360.0):
        turned |= (lon + turn + wide >= west) & (lon + turn - wide <= east)
    return np.asarray(turned & (lat + high >= south) & (lat - high <= north))


def _area_rows(
    table: Table,
    place: NDArray[np.int64],
    rows: NDArray[np.int64],
    level: NDArray[np.int64],
    counts: NDArray[np.int64],
) -> Value:
    gdf = table.gdf
    radius = np.nan_to_num(gdf["geo_radius_km"].to_numpy()[rows].astype(float)).round(1)
    columns = (
        [str(p) for p in table.place_ids[place]],
        level.tolist(),
        _texts(gdf["location"], rows),
        table.lon[rows].round(_DIGITS).tolist(),
        table.lat[rows].round(_DIGITS).tolist(),
        radius.tolist(),
        gdf["disputed"].iloc[rows].notna().astype(int).tolist(),
        [_pairs(row, top=TOP_TYPES) for row in counts],
    )
    return [list(row) for row in zip(*columns, strict=True)]


def shares(table: Table, *, zoom: int, box: clusters.Box | None) -> Value:
    """[far, near], each [[area id, count] …], for shading: countries far out, regions nearer.

    Nearer in, an event that is only known to its country still counts for the country, which is
    listed behind the regions and drawn beneath them. Of a large frame only one of the two is
    sent, and of regions only those with an event near the view, each with all its events.
    """
    large = table.is_large
    far: list[Value] = []
    if not large or zoom <= FAR_OUT:
        far = [[f"iso:{code}", n] for code, n in _counted(table, "iso3")]
    if large and zoom <= FAR_OUT:
        return [far, []]
    coarse = table.gdf["admin1_id"].isna().to_numpy()
    near = None
    if box is not None and large:
        near = clusters.inside(table.lon, table.lat, box, zoom, _FAR_EDGE)
    regions: list[Value] = [[code, n] for code, n in _counted(table, "admin1_id", seen=near)]
    regions += [[f"iso:{code}", n] for code, n in _counted(table, "iso3", coarse, near)]
    return [far, regions]


def _counted(
    table: Table,
    column: str,
    only: NDArray[np.bool_] | None = None,
    seen: NDArray[np.bool_] | None = None,
) -> list[tuple[str, int]]:
    names, code = codes(table.gdf[column])
    keep = code >= 0
    for mask in (only, table.kept):
        if mask is not None:
            keep &= mask
    counts = np.bincount(code[keep], minlength=len(names))
    if seen is not None:
        counts = np.where(np.bincount(code[keep & seen], minlength=len(names)) > 0, counts, 0)
    return [(str(names[i]), int(counts[i])) for i in np.flatnonzero(counts)]


def position(table: Table, event_id: str | None) -> Value:
    """Where the picked-out event is: [lon, lat, area id or ""], or [] when it is nowhere."""
    gdf = table.gdf
    if event_id is None:
        return []
    rows = np.flatnonzero((gdf["event_id"] == event_id).to_numpy(dtype=bool, na_value=False))
    if not len(rows) or (table.kept is not None and not table.kept[rows[0]]):
        return []
    row = int(rows[0])
    lon, lat = float(table.lon[row]), float(table.lat[row])
    if np.isnan(lon) or np.isnan(lat):
        return []
    area = "" if gdf["precision"].iloc[row] in POINT_PRECISIONS else str(gdf["place_id"].iloc[row])
    return [round(lon, _DIGITS), round(lat, _DIGITS), area]
