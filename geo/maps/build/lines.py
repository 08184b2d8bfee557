"""Coast, frontier, regional border or disputed line: told by who uses an arc."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.maps.build import topology as topo


@dataclass(frozen=True, slots=True)
class Unit:
    """One area as Natural Earth has it, filed under an ISO country.

    ``is_moved`` says that ``political.toml`` files it elsewhere than Natural Earth does.
    """

    name: str
    names: tuple[str, ...]
    iso2: str
    unit: str
    is_moved: bool


#: Key of the region on one side of an arc, and the unit there.
Side = tuple[str, Unit]


def line_table(
    areas: Iterable[tuple[str, Unit, list[topo.Polygon]]],
    arcs: topo.Topology,
    dashed: set[frozenset[str]],
) -> dict[str, Any]:
    """All lines of a coverage by class, as a TopoJSON collection."""
    sides: dict[int, list[Side]] = {}
    for key, unit, polygons in areas:
        for arc in topo.arcs_of(polygons):
            sides.setdefault(topo.index(arc), []).append((key, unit))
    lines: dict[str, list[topo.Ring]] = {"coast": [], "admin1": [], "border": [], "disputed": []}
    for arc, users in sides.items():
        kind = None if arcs.is_seam(arc) else line_class(users, dashed)
        if kind:
            lines[kind].append([arc])
    return {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "MultiLineString", "id": kind, "arcs": parts} for kind, parts in lines.items()
        ],
    }


def line_class(users: list[Side], dashed: set[frozenset[str]]) -> str | None:
    """The class of one arc; None for a line inside one region."""
    units = [unit for _, unit in users]
    codes = {unit.iso2 for unit in units}
    if len(users) == 1:
        return "coast"
    moved = {unit.is_moved for unit in units}
    if True in moved and (len(moved) > 1 or len({unit.unit for unit in units}) > 1):
        return "disputed"
    if len(codes) > 1:
        return "disputed" if frozenset(codes) in dashed else "border"
    return "admin1" if len({key for key, _ in users}) > 1 else None
