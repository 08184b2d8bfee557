"""Build ``data/basemap``: world.json, detail.json, labels.json, from Natural Earth and GeoNames.

Natural Earth 10m v4.1 (public domain) comes from ``world_map.gpkg`` of Debian's *qgis-common*; its
first-level regions are an exact coverage, so countries, coasts and frontiers all follow from them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.errors import DataError
from geo.maps.build import topology as topo
from geo.maps.build.detail import build_detail, fetch_detail
from geo.maps.build.join import gazetteer_ids
from geo.maps.build.labels import label_table
from geo.maps.build.lines import Unit, line_table
from geo.model import Place
from geo.resources import data_path
from geo.toponyms.gazetteer import Gazetteer

if TYPE_CHECKING:
    import geopandas as gpd

#: Square root of the smallest triangle kept (degrees): about 1 pixel at zoom 6.
TOLERANCE: Final = 0.02
#: Grid of the file in degrees, about 100 m.
STEP: Final = 0.001
_PACKAGE: Final = "qgis-common"
_INSIDE: Final = "usr/share/qgis/resources/data/world_map.gpkg"


@dataclass(slots=True)
class Group:
    """Polygons that are one area on our map, and the gazetteer's entry for it if there is one."""

    key: str
    iso2: str
    natural_name: str
    place: Place | None
    members: list[list[topo.Polygon]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The gazetteer's name, which events bear too, rather than Natural Earth's."""
        return self.place.name if self.place else self.natural_name


@dataclass(frozen=True, slots=True)
class Groups:
    """First-level regions and countries."""

    regions: list[Group]
    countries: list[Group]


def build_basemap(
    out: Path, *, source: Path | None = None, detail: Path | None = None
) -> dict[str, int]:
    """Write the basemap.

    Parameters
    ----------
    out
        Folder to write to; ``political.toml`` must lie in ``data/basemap``.
    source
        ``world_map.gpkg``; None fetches Debian's package with ``apt-get download``.
    detail
        ``countries-10m.json`` of npm's world-atlas; None fetches it with ``npm pack``.

    Returns
    -------
    dict
        What was made, in numbers, the share of joined regions among them.

    Raises
    ------
    DataError
        The source cannot be had or is not the expected coverage.
    """
    political = tomllib.loads(data_path("basemap", "political.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch:
        regions, disputed = _read(source or fetch_source(Path(scratch)))
        close = build_detail(detail or fetch_detail(Path(scratch)), political)
    units = _units(regions, political)
    gazetteer = Gazetteer.open()
    places = gazetteer_ids(units, regions.geometry.to_numpy(), gazetteer)
    simple = shapely.coverage_simplify(regions.geometry.to_numpy(), TOLERANCE)
    arcs, shapes = topo.build(list(simple), STEP)
    groups = _groups(units, shapes, places, gazetteer)
    world = _world(
        groups, arcs, {frozenset(p.split("-")) for p in political["dashed"]["frontiers"]}
    )
    world["lines"]["geometries"].append(_claims(disputed, arcs))
    table = label_table(groups, arcs, gazetteer, leave_out=political["labels"]["leave_out"])
    out.mkdir(parents=True, exist_ok=True)
    made = {"world.json": arcs.to_json(world), "detail.json": close, "labels.json": table}
    for name, content in made.items():
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (out / name).write_text(text, encoding="utf-8")
    return {
        "polygons": len(units),
        "polygons joined": len(places),
        "regions of the gazetteer": sum(len(gazetteer.admin1s(g.iso2)) for g in groups.countries),
        "regions with an outline": sum(1 for g in groups.regions if g.place),
        "countries": len(groups.countries),
        "points": sum(map(len, arcs.arcs)),
        "bytes": sum((out / name).stat().st_size for name in made),
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
        key = f"{row.adm0_a3}/{name}"
        own = political["own_code"].get(key)
        filed = own or political["regions"].get(key, political["units"].get(row.adm0_a3, code))
        moved = not own and filed != code
        units.append(Unit(name, tuple(dict.fromkeys(names)), filed, str(row.adm0_a3), moved))
    return units


def _groups(
    units: list[Unit],
    shapes: list[list[topo.Polygon]],
    places: dict[int, Place],
    gazetteer: Gazetteer,
) -> Groups:
    """Polygons of one gazetteer unit, and of one country, put together."""
    regions: dict[str, Group] = {}
    countries: dict[str, Group] = {}
    for i, (unit, shape) in enumerate(zip(units, shapes, strict=True)):
        place = places.get(i)
        key = place.id if place else f"ne:{i}"
        region = regions.setdefault(key, Group(key, unit.iso2, unit.name, place))
        region.members.append(shape)
        region.units.append(unit)
        if unit.iso2:
            nation = gazetteer.country(unit.iso2)
            made = Group(nation.id if nation else f"cc:{unit.iso2}", unit.iso2, "", nation)
            countries.setdefault(unit.iso2, made).members.append(shape)
    return Groups(list(regions.values()), list(countries.values()))


def _world(groups: Groups, arcs: topo.Topology, dashed: set[frozenset[str]]) -> dict[str, Any]:
    """Areas, land and lines, all from who uses which arc."""
    sides = [
        (group.key, unit, shape)
        for group in groups.regions
        for shape, unit in zip(group.members, group.units, strict=True)
    ]
    return {
        "land": {
            "type": "MultiLineString",
            "arcs": topo.outline([shape for _, _, shape in sides], arcs),
        },
        "lines": line_table(sides, arcs, dashed),
        "countries": _collection(groups.countries, arcs),
        "admin1": _collection(groups.regions, arcs),
    }


def _collection(groups: list[Group], arcs: topo.Topology) -> dict[str, Any]:
    geometries = []
    for group in groups:
        polygons = topo.nested(topo.outline(group.members, arcs), arcs)
        properties = {"iso2": group.iso2}
        if group.place and group.place.country:
            properties["iso3"] = group.place.country
        if group.label:
            properties["name"] = group.label
        geometries.append(
            {"type": "MultiPolygon", "id": group.key, "properties": properties, "arcs": polygons}
        )
    return {"type": "GeometryCollection", "geometries": geometries}


def _claims(lines: gpd.GeoDataFrame, arcs: topo.Topology) -> dict[str, Any]:
    """Natural Earth's own layer of claims, as lines of their own."""
    parts = shapely.get_parts(shapely.simplify(lines.geometry.to_numpy(), TOLERANCE / 2))
    found = (arcs.line(shapely.get_coordinates(part)) for part in parts)
    return {"type": "MultiLineString", "id": "claims", "arcs": [ring for ring in found if ring]}
