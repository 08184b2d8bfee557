"""What a click on the map meant, and which events that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from geo.frame import DAY_COLUMNS, counted_days
from geo.model import POINT_PRECISIONS

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

Box = tuple[float, float, float, float]
#: The columns that ``ids_of`` reads.
MARKED = ("event_id", "precision", "place_id", "longitude", "latitude", *DAY_COLUMNS)


@dataclass(frozen=True, slots=True)
class Selection:
    """A mark that was clicked.

    ``kind`` is "event" (one spot, with one or more events), "cluster" (several spots drawn as one)
    or "area" (a region or country). ``box`` is (west, south, east, north) in degrees around a
    spot or cluster; ``place_id`` names an area. ``count`` is the number the mark showed. ``days``
    are the first and last day when the map showed only some. A reader who was asked to point at a
    place makes a "point", ``at`` (latitude, longitude) in degrees, which holds no event.
    """

    kind: Literal["event", "cluster", "area", "point"]
    box: Box | None = None
    place_id: str | None = None
    count: int = 0
    days: tuple[date, date] | None = None
    at: tuple[float, float] | None = None


def selection_of(properties: Mapping[str, Any] | None) -> Selection | None:
    """Read the properties of a clicked mark (st_folium: ``last_active_drawing["properties"]``).

    What comes from a browser is not trusted: anything malformed is None.
    """
    if not isinstance(properties, Mapping):
        return None
    kind, count = properties.get("kind"), properties.get("count")
    number = count if isinstance(count, int) else 0
    days = _days(properties.get("days"))
    if kind == "point" and (at := _point(properties.get("at"))):
        return Selection("point", at=at)
    if kind == "area" and isinstance(place := properties.get("place"), str):
        return Selection("area", place_id=place, count=number, days=days)
    if kind in {"event", "cluster"} and (box := _box(properties.get("box"))):
        return Selection(kind, box=box, count=number, days=days)
    return None


def ids_of(gdf: gpd.GeoDataFrame, selection: Selection) -> tuple[str, ...]:
    """Ids of the events of ``gdf`` that the selection holds, in the order of the frame."""
    mask = _mask(gdf, selection)
    return tuple(gdf["event_id"].to_numpy()[mask].tolist())


def _mask(gdf: gpd.GeoDataFrame, selection: Selection) -> NDArray[np.bool_]:
    import numpy as np

    if selection.kind == "point":
        return np.zeros(len(gdf), dtype=bool)
    if selection.days:
        first, last = (np.datetime64(day) for day in selection.days)
        when = counted_days(gdf)
        here = _mask(gdf, replace(selection, days=None))
        return np.asarray(here & (when >= first) & (when <= last))
    points = gdf["precision"].isin(POINT_PRECISIONS).to_numpy(dtype=bool)
    if selection.kind == "area":
        here = (gdf["place_id"] == selection.place_id).to_numpy(dtype=bool, na_value=False)
        return np.asarray(here & ~points)
    west, south, east, north = selection.box or (1.0, 1.0, 0.0, 0.0)
    lon, lat = gdf["longitude"].to_numpy(), gdf["latitude"].to_numpy()
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return np.asarray(points & inside)


def _days(value: object) -> tuple[date, date] | None:
    if not (isinstance(value, list) and len(value) == 2):  # noqa: PLR2004 (an interval)
        return None
    try:
        return date.fromisoformat(str(value[0])), date.fromisoformat(str(value[1]))
    except ValueError:
        return None


def _point(value: object) -> tuple[float, float] | None:
    if not (isinstance(value, list) and len(value) == 2):  # noqa: PLR2004 (a point)
        return None
    if not all(isinstance(x, (int, float)) for x in value):
        return None
    lat, lon = float(value[0]), float(value[1])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None  # noqa: PLR2004 (degrees)


def _box(value: object) -> Box | None:
    corners = 4
    if not isinstance(value, list) or len(value) != corners:
        return None
    if not all(isinstance(x, (int, float)) and abs(x) <= 540 for x in value):  # noqa: PLR2004 (one and a half turns: copies of the world)
        return None
    return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))
