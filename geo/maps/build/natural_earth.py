"""Build ``data/basemap/world.json`` and ``labels.json`` from Natural Earth and GeoNames.

Natural Earth 10m v4.1 (public domain) comes from ``world_map.gpkg`` of Debian's *qgis-common*; its
first-level regions are an exact coverage, so countries, coasts and frontiers all follow from them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.errors import DataError
from geo.maps.build import topology as topo
from geo.maps.build.labels import label_table
from geo.resources import data_path

if TYPE_CHECKING:
    import geopandas as gpd

#: Square root of the smallest triangle kept (degrees): about 1 pixel at zoom 6.
TOLERANCE: Final = 0.03
#: Grid of the file in degrees, about 100 m.
STEP: Final = 0.001
_PACKAGE: Final = "qgis-common"
_INSIDE: Final = "usr/share/qgis/resources/data/world_map.gpkg"


@dataclass(frozen=True, slots=True)
class Unit:
    """One first-level region as Natural Earth has it, filed under an ISO country."""

    name: str
    names: tuple[str, ...]
    iso2: str
    unit: str
    is_moved: bool


def build_basemap(out: Path, *, source: Path | None = None) -> dict[str, int]:
    """Write the basemap.

    Parameters
    ----------
    out
        Folder to write to; ``political.toml`` must lie in ``data/basemap``.
    source
        ``world_map.gpkg``; None fetches Debian's package with ``apt-get download``.

    Returns
    -------
    dict
        Counts: ``regions countries joined arcs points bytes``.

    Raises
    ------
    DataError
        The source cannot be had or is not the expected coverage.
    """
    with tempfile.TemporaryDirectory() as scratch:
        path = source or fetch_source(Path(scratch))
        regions, disputed = _read(path)
    political = tomllib.loads(data_path("basemap", "political.toml").read_text(encoding="utf-8"))
    units = _units(regions, political)
    simple = shapely.coverage_simplify(regions.geometry.to_numpy(), TOLERANCE)
    arcs, shapes = topo.build(list(simple), STEP)
    world, countries = _objects(arcs, shapes, units, political)
    ids = _joined_ids(units, regions)
    world["admin1"] = _collection(
        (ids[i], {"name": unit.name, "iso2": unit.iso2}, shapes[i]) for i, unit in enumerate(units)
    )
    world["lines"]["geometries"].append(_disputed(disputed, arcs))
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(arcs.to_json(world), ensure_ascii=False, separators=(",", ":"))
    (out / "world.json").write_text(text, encoding="utf-8")
    table = label_table(units, shapes, countries, arcs)
    (out / "labels.json").write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
    )
    return {
        "regions": len(units),
        "countries": len(countries),
        "joined": sum(1 for i in ids if i.startswith("gn:")),
        "arcs": len(arcs.arcs),
        "points": sum(map(len, arcs.arcs)),
        "bytes": sum((out / f).stat().st_size for f in ("world.json", "labels.json")),
    }


def fetch_source(folder: Path) -> Path:
    """Fetch Debian's package with its ordinary client and take the one file out of it."""
    apt, dpkg = shutil.which("apt-get"), shutil.which("dpkg-deb")
    if not apt or not dpkg:
        msg = (
            f"apt-get and dpkg-deb are needed to fetch {_PACKAGE}; else pass source=world_map.gpkg."
        )
        raise DataError(msg)
    subprocess.run([apt, "download", _PACKAGE], cwd=folder, check=True)  # noqa: S603 (fixed words)
    package = next(folder.glob(f"{_PACKAGE}_*.deb"))
    subprocess.run([dpkg, "-x", str(package), str(folder)], check=True)  # noqa: S603 (fixed words)
    return folder / _INSIDE


def _read(path: Path) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    import pyogrio

    regions = pyogrio.read_dataframe(path, layer="states_provinces")
    if not shapely.coverage_is_valid(regions.geometry.to_numpy()):
        msg = (
            f"{path}: first-level regions overlap; this is not the release the build was made for."
        )
        raise DataError(msg)
    return regions, pyogrio.read_dataframe(path, layer="disputed_borders")


def _units(regions: gpd.GeoDataFrame, political: dict[str, Any]) -> list[Unit]:
    units = []
    for row in regions.itertuples():
        names = [str(n) for n in (row.name, row.gn_name, row.woe_name) if isinstance(n, str)]
        name = names[0] if names else str(row.admin)
        code = str(row.iso_a2) if row.iso_a2 not in {None, "-1", "-99"} else ""
        filed = political["regions"].get(
            f"{row.adm0_a3}/{name}", political["units"].get(row.adm0_a3, code)
        )
        moved = filed != code
        units.append(Unit(name, tuple(dict.fromkeys(names)), filed, str(row.adm0_a3), moved))
    return units


def _objects(
    arcs: topo.Topology,
    shapes: list[list[topo.Polygon]],
    units: list[Unit],
    political: dict[str, Any],
) -> tuple[dict[str, Any], dict[str, list[topo.Polygon]]]:
    """Countries, land and lines, all from who uses which arc."""
    members: dict[str, list[list[topo.Polygon]]] = {}
    for unit, shape in zip(units, shapes, strict=True):
        if unit.iso2:
            members.setdefault(unit.iso2, []).append(shape)
    countries = {
        iso2: topo.nested(topo.outline(parts, arcs), arcs)
        for iso2, parts in sorted(members.items())
    }
    dashed = {frozenset(pair.split("-")) for pair in political["dashed"]["frontiers"]}
    lines: dict[str, list[topo.Ring]] = {"coast": [], "admin1": [], "border": [], "disputed": []}
    for arc, users in arcs.users.items():
        if not arcs.is_seam(arc):
            lines[_line_class([units[u] for u in users], dashed)].append([arc])
    world = {
        "land": {"type": "MultiLineString", "arcs": topo.outline(shapes, arcs)},
        "lines": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "MultiLineString", "id": kind, "arcs": parts}
                for kind, parts in lines.items()
            ],
        },
        "countries": _collection(
            (f"cc:{iso2}", {"iso2": iso2}, polygons) for iso2, polygons in countries.items()
        ),
    }
    return world, countries


def _line_class(users: list[Unit], dashed: set[frozenset[str]]) -> str:
    codes = {unit.iso2 for unit in users}
    if len(users) == 1:
        return "coast"
    if any(unit.is_moved for unit in users) and len({unit.unit for unit in users}) > 1:
        return "disputed"
    if len(codes) == 1:
        moved = [unit.is_moved for unit in users]
        return "disputed" if any(moved) and not all(moved) else "admin1"
    return "disputed" if frozenset(codes) in dashed else "border"


def _collection(
    items: Iterable[tuple[str, dict[str, str], list[topo.Polygon]]],
) -> dict[str, Any]:
    return {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "MultiPolygon", "id": key, "properties": properties, "arcs": polygons}
            for key, properties, polygons in items
        ],
    }


def _disputed(lines: gpd.GeoDataFrame, arcs: topo.Topology) -> dict[str, Any]:
    """Natural Earth's own layer of claims, as lines of their own."""
    parts = shapely.get_parts(shapely.simplify(lines.geometry.to_numpy(), TOLERANCE / 2))
    found = (arcs.line(shapely.get_coordinates(part)) for part in parts)
    return {"type": "MultiLineString", "id": "claims", "arcs": [ring for ring in found if ring]}


def _joined_ids(units: list[Unit], regions: gpd.GeoDataFrame) -> list[str]:
    """Gazetteer id of each region, or ``ne:`` and its place in the file."""
    from geo.maps.build.join import gazetteer_ids

    found = gazetteer_ids(units, regions.geometry.to_numpy())
    return [found.get(i, f"ne:{i}") for i in range(len(units))]
