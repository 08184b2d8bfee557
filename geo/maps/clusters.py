"""A million events -> at most a few hundred marks, in tens of milliseconds.

The viewport is cut into cells of ``CELL`` pixels and the events are counted per cell and type with
``numpy.bincount``. What is left, at most ``MAX_MARKS`` cells, is sent to the browser, which joins
marks closer than 40 pixels (``static/marks.js``): joining is then written, and tested, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Final

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
Floats = NDArray[np.floating]
Ints = NDArray[np.integer]

#: Side of a cell in pixels, a little more than the distance at which marks are joined.
CELL: Final = 48
#: So many marks stay legible on a large screen, and cost about 25 KB to send.
MAX_MARKS: Final = 500
#: Cells counted at once, empty ones included.
MAX_GRID: Final = 250_000
_TILE: Final = 256
_LAT_STEP: Final = 0.01  # degrees; rows are looked up, not computed, per event
_TURN: Final = 360.0
_MERCATOR_LIMIT: Final = 85.0511


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts on a grid: one element a cell that holds anything.

    ``lon`` and ``lat`` are the mean position in degrees, ``counts`` is (cells, types), ``boxes``
    is (cells, 4) as west, south, east, north. ``squares`` are the numbers of the cells on the
    grid, ascending, and ``square`` that of each point.
    """

    lon: Floats
    lat: Floats
    counts: Ints
    boxes: Floats
    squares: Ints
    square: Ints

    @property
    def index(self) -> Ints:
        """The position among the cells of each point that was counted."""
        return np.searchsorted(self.squares, self.square)


def aggregate(
    lon: Floats, lat: Floats, kind: Ints, n_kinds: int, *, zoom: int, number: Ints | None = None
) -> Cells:
    """Count points per cell and kind.

    Parameters
    ----------
    lon, lat
        Degrees, without NaN.
    kind
        A small integer per point, 0 … ``n_kinds`` - 1.
    zoom
        Leaflet zoom: the world is 256 · 2^zoom pixels wide.
    number
        How many each point counts for; one when None.
    """
    if number is None:
        number = np.ones(len(lon), dtype=np.int64)
    side = _roomy(CELL / (_TILE * 2.0**zoom), lon, lat)
    while True:
        cells = _count(lon, lat, kind, n_kinds, side, number)
        if len(cells.lon) <= MAX_MARKS:
            return cells
        side *= 1.25


def _roomy(side: float, lon: Floats, lat: Floats) -> float:
    """The side, or a larger one where the points lie too far apart for so fine a grid."""
    if not len(lon):
        return side
    wide = float(lon.max() - lon.min()) / 360
    high = _to_y(_clamped(float(lat.min()))) - _to_y(_clamped(float(lat.max())))
    while (wide / side + 2) * (high / side + 2) > MAX_GRID:
        side *= 1.25
    return side


def _count(lon: Floats, lat: Floats, kind: Ints, n_kinds: int, side: float, number: Ints) -> Cells:
    column = ((lon + 180.0) * (1.0 / (360.0 * side))).astype(np.int32)
    row = _rows(side)[((lat + 90.0) * (1.0 / _LAT_STEP)).astype(np.int32)]
    first_column, columns = _span(column)
    first_row, rows = _span(row)
    cell = (row - first_row) * columns + (column - first_column)
    size = rows * columns
    total = np.bincount(cell, weights=number, minlength=size)
    used = np.flatnonzero(total)
    east = np.bincount(cell, weights=lon * number, minlength=size)[used] / total[used]
    north = np.bincount(cell, weights=lat * number, minlength=size)[used] / total[used]
    table = np.bincount(cell * n_kinds + kind, weights=number, minlength=size * n_kinds)
    table = table.reshape(size, n_kinds).astype(np.int64)  # sums of whole numbers are exact
    boxes = _boxes(used // columns + first_row, used % columns + first_column, side)
    return Cells(east, north, table[used], boxes, used, cell)


def _span(values: Ints) -> tuple[int, int]:
    if not len(values):
        return 0, 1
    low, high = int(values.min()), int(values.max())
    return low, high - low + 1


def _rows(side: float) -> NDArray[np.int32]:
    """Row of the grid for every hundredth of a degree of latitude, from 90 S."""
    lat = np.clip(
        np.arange(-90.0, 90.0 + 2 * _LAT_STEP, _LAT_STEP), -_MERCATOR_LIMIT, _MERCATOR_LIMIT
    )
    y = 0.5 - np.arcsinh(np.tan(np.radians(lat))) / (2 * pi)
    return np.asarray(y / side, dtype=np.int32)


def _boxes(row: Ints, column: Ints, side: float) -> Floats:
    """Corners of cells, in degrees."""
    west = column * side * 360.0 - 180.0
    top = np.degrees(np.arctan(np.sinh(pi * (1 - 2 * row * side))))
    bottom = np.degrees(np.arctan(np.sinh(pi * (1 - 2 * (row + 1) * side))))
    # Rows come from a table of hundredths of a degree: the edge may lie one step further out.
    return np.column_stack([west, bottom - _LAT_STEP, west + side * 360.0, top + _LAT_STEP])


def inside(
    lon: Floats, lat: Floats, box: Box | None, zoom: int, pixels: int = 0
) -> NDArray[np.bool_]:
    """Which points lie in the box widened by so many pixels; all of them without a box.

    The box may lie in any copy of the world, cross the antimeridian either by running past 180
    degrees or by west > east, or hold more than one turn of the globe.
    """
    wide = padded(box, zoom, pixels)
    if wide is None:
        return np.ones(len(lon), dtype=bool)
    west, south, east, north = wide
    found = (lat >= south) & (lat <= north)
    if box is not None and box[2] >= box[0] and east - west >= _TURN:
        return np.asarray(found)
    west, east = _wrap(west), _wrap(east)
    if west <= east:
        return np.asarray(found & (lon >= west) & (lon <= east))
    return np.asarray(found & ((lon >= west) | (lon <= east)))


def _wrap(lon: float) -> float:
    half = _TURN / 2
    return lon if -half <= lon <= half else (lon + half) % _TURN - half


def padded(box: Box | None, zoom: int, pixels: int) -> Box | None:
    """A box widened by so many pixels on each side, so that a short pan shows no bare edge."""
    if box is None:
        return None
    turn = pixels / (_TILE * 2.0**zoom)
    west, south, east, north = box
    up = _to_lat(_to_y(_clamped(north)) - turn)
    down = _to_lat(_to_y(_clamped(south)) + turn)
    return west - 360 * turn, down, east + 360 * turn, up


def _clamped(lat: float) -> float:
    return max(-_MERCATOR_LIMIT, min(_MERCATOR_LIMIT, lat))


def _to_y(lat: float) -> float:
    return 0.5 - asinh(tan(radians(lat))) / (2 * pi)


def _to_lat(y: float) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * y))))
