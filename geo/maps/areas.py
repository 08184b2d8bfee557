"""Polygons of countries and first-level regions by gazetteer id, from ``data/basemap``.

For exports and for pages that are not ours; Dateline's own maps draw from the same file in the
browser, so that no polygon travels with the data.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.resources import data_path


class Areas:
    """The basemap's topology, arcs still encoded."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self._arcs = topology["arcs"]
        self._scale = topology["transform"]["scale"]
        self._shift = topology["transform"]["translate"]
        self._shapes = {
            shape["id"]: shape["arcs"]
            for kind in ("countries", "admin1")
            for shape in topology["objects"][kind]["geometries"]
        }

    def __contains__(self, place_id: str) -> bool:
        return place_id in self._shapes

    def polygon(self, place_id: str) -> dict[str, Any] | None:
        """The area as a GeoJSON MultiPolygon (RFC 7946: outer rings counter-clockwise), or None."""
        polygons = self._shapes.get(place_id)
        if polygons is None:
            return None
        rings = [[self._ring(ring) for ring in polygon] for polygon in polygons]
        return {"type": "MultiPolygon", "coordinates": rings}

    def _ring(self, arcs: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for signed in arcs:
            walked = self._walk(signed if signed >= 0 else ~signed)
            if signed < 0:
                walked.reverse()
            points += walked if not points else walked[1:]
        return points

    def _walk(self, number: int) -> list[list[float]]:
        x = y = 0
        points = []
        for dx, dy in self._arcs[number]:
            x, y = x + dx, y + dy
            lon = round(x * self._scale[0] + self._shift[0], 6)
            points.append([lon, round(y * self._scale[1] + self._shift[1], 6)])
        return points


@lru_cache(maxsize=2)
def load(data_dir: Path | None = None) -> Areas:
    """Read ``world.json``, once a process and folder."""
    path = data_path("basemap", "world.json", override=data_dir)
    return Areas(json.loads(path.read_text(encoding="utf-8")))


def polygon(place_id: str, *, data_dir: Path | None = None) -> dict[str, Any] | None:
    """Outline of a place as GeoJSON.

    Parameters
    ----------
    place_id
        Gazetteer id of a country (``cc:KZ``) or first-level region (``gn:608879``).

    Returns
    -------
    dict or None
        A MultiPolygon in degrees, [lon, lat], simplified to about 3 km; None where Natural Earth
        has no such area (districts, physical regions, Kazakhstan's regions of 2022).
    """
    return load(data_dir).polygon(place_id)
