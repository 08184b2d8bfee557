"""Events -> counts per window of days as well: what the map needs to play through time by itself.

The windows are days, weeks, months or years, whichever first are few enough to be told apart. An
event counts in the window of its day (``geo.frame.counted_days``); one without a date is in none, and
their number is said.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.frame import counted_days
from geo.maps import clusters, summary
from geo.maps.payload import Value
from geo.maps.table import Table

#: Most windows of a frame that is sent whole, and of one that is sent as cells.
MAX_WINDOWS: Final = 130
_FEWER_WINDOWS: Final = 40
#: Types told one by one of a cell in a window of a large frame.
_TOP_TYPES: Final = 2
_UNITS: Final = ("D", "W", "M", "Y")
_EPOCH: Final = date(1970, 1, 1)
_WEEK: Final = 7
_MONDAY: Final = 4  # 1 January 1970 was a Thursday; its week began four days later, less seven
Days = NDArray[np.datetime64]


def moments(table: Table, *, zoom: int, box: clusters.Box | None, whole: bool) -> list[Value]:
    """[spots, areas, [windows, counts of spots, counts of areas, undated]].

    Spots and areas are as ``summary`` sends them. Windows are [first day, last day] in ISO form.
    Counts are flat: position of the spot or area, window, type, number, and so on.
    """
    large = table.is_large and not whole
    days = counted_days(table.gdf)
    drawn = table.is_point | (table.place >= 0)
    dated = drawn & ~np.isnat(days)
    windows, first = windows_of(days[dated], _FEWER_WINDOWS if large else MAX_WINDOWS)
    window = np.full(len(days), -1, dtype=np.int64)
    window[dated] = first
    rows = np.flatnonzero(table.is_point)
    if large:
        spots, index = _cells(table, rows, zoom=max(zoom - 1, 0), box=box)
        rows, index = rows[index >= 0], index[index >= 0]
    else:
        spots = summary.spots(table, zoom=zoom, box=box, limit=None)
        _, index = np.unique(table.key(rows), return_inverse=True)
    areas = summary.areas(table, zoom=zoom, box=box)
    here, place = _area_positions(table, areas)
    top = _TOP_TYPES if large else None
    return [
        spots,
        areas,
        [
            windows,
            _counted(index, window[rows], table.kind[rows], len(table.types), top),
            _counted(place, window[here], table.kind[here], len(table.types), top),
            int(drawn.sum() - dated.sum()),
        ],
    ]


def _cells(
    table: Table, rows: NDArray[np.int64], *, zoom: int, box: clusters.Box | None
) -> tuple[Value, NDArray[np.int64]]:
    """The cells of a view, and the position of each row's cell among them (-1: out of sight)."""
    seen, cells = summary.grid(table, zoom=zoom, box=box)
    spots = (table.whole or table).spots
    of_spot = np.full(len(spots.lon), -1, dtype=np.int64)
    of_spot[table.tallies.spot[seen]] = cells.index
    return summary.cell_rows(cells, zoom=zoom), of_spot[spots.of_row[rows]]


def windows_of(days: Days, most: int) -> tuple[list[list[str]], NDArray[np.int64]]:
    """At most about ``most`` windows that hold the days, and the window of each day."""
    if not len(days):
        return [], np.zeros(0, dtype=np.int64)
    for unit in _UNITS:
        number = _numbered(days, unit)
        low, high = int(number.min()), int(number.max())
        if high - low < most or unit == _UNITS[-1]:
            break
    ends = [[_first(n, unit).isoformat(), _last(n, unit).isoformat()] for n in range(low, high + 1)]
    return ends, number - low


def _numbered(days: Days, unit: str) -> NDArray[np.int64]:
    if unit == "W":
        return (days.astype("datetime64[D]").astype(np.int64) - _MONDAY) // _WEEK
    return days.astype(f"datetime64[{unit}]").astype(np.int64)


def _first(number: int, unit: str) -> date:
    match unit:
        case "D":
            return _EPOCH + timedelta(days=number)
        case "W":
            return _EPOCH + timedelta(days=number * _WEEK + _MONDAY)
        case "M":
            return date(1970 + number // 12, number % 12 + 1, 1)
        case _:
            return date(1970 + number, 1, 1)


def _last(number: int, unit: str) -> date:
    return _first(number + 1, unit) - timedelta(days=1)


def _area_positions(table: Table, areas: Value) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the areas that are drawn, and the position of each one's area in the list."""
    sent = [row[0] for row in areas[0]]  # type: ignore[index, union-attr]
    codes = {str(place): i for i, place in enumerate(table.place_ids.tolist())}
    position = np.full(len(codes) + 1, -1, dtype=np.int64)
    for i, place in enumerate(sent):
        position[codes[str(place)]] = i
    at = np.where(table.is_point, -1, position[table.place])
    rows = np.flatnonzero(at >= 0)
    return rows, at[rows]


def _counted(
    index: NDArray[np.integer],
    window: NDArray[np.int64],
    kind: NDArray[np.integer],
    n_kinds: int,
    top: int | None,
) -> Value:
    """Flat counts of what has a window; with ``top`` the rarer types of one place as one number."""
    seen = window >= 0
    if not seen.any():
        return []
    n_windows = int(window.max()) + 1
    place = index[seen].astype(np.int64)
    key = (place * n_windows + window[seen]) * n_kinds + kind[seen]
    keys, counts = np.unique(key, return_counts=True)
    if top is not None:
        keys, counts = _fewer(keys, counts, n_kinds, top)
        n_kinds += 1
    pair, of = np.divmod(keys, n_kinds)
    if top is not None:
        of = np.where(of == n_kinds - 1, summary.OTHER, of)
    spot, when = np.divmod(pair, n_windows)
    flat: list[int] = np.column_stack([spot, when, of, counts]).ravel().tolist()
    return flat


def _fewer(
    keys: NDArray[np.int64], counts: NDArray[np.int64], n_kinds: int, top: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The same with one more type, "other", that takes all but the ``top`` of each place and window."""
    pair, of = np.divmod(keys, n_kinds)
    order = np.lexsort((-counts, pair))
    pair, of, counts = pair[order], of[order], counts[order]
    start = np.searchsorted(pair, pair)
    of = np.where(np.arange(len(pair)) - start < top, of, n_kinds)
    merged, inverse = np.unique(pair * (n_kinds + 1) + of, return_inverse=True)
    return merged, np.bincount(inverse, weights=counts).astype(np.int64)
