"""Polygons that touch -> arcs that are shared: a TopoJSON topology (format 1.0, quantized).

A border is stored once, however many areas it bounds, which halves the file and lets the map tell
a coast from a frontier by counting who uses an arc. Input must be an exact coverage: neighbours
share vertices (``shapely.coverage_is_valid``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

Point = tuple[int, int]
#: Arc numbers end to end; ``~i`` is arc ``i`` walked backwards, as TopoJSON has it.
Ring = list[int]
Polygon = list[Ring]
_MIN_RING = 4  # a closed ring of three corners


@dataclass(slots=True)
class Topology:
    """Quantized arcs, each kept once.

    ``step`` is the grid in degrees; arcs are lists of integer grid points (x east, y north,
    counted from 180 W, 90 S).
    """

    step: float
    arcs: list[list[Point]] = field(default_factory=list)
    _known: dict[tuple[Point, ...], int] = field(default_factory=dict)

    def quantize(self, coordinates: np.ndarray) -> list[Point]:
        """Grid points of an (n, 2) lon-lat array, without repeats."""
        grid = np.rint((coordinates[:, :2] + (180.0, 90.0)) / self.step).astype(int)
        keep = np.ones(len(grid), dtype=bool)
        keep[1:] = (grid[1:] != grid[:-1]).any(axis=1)
        return [(int(x), int(y)) for x, y in grid[keep]]

    def add(self, arc: Sequence[Point]) -> int:
        """Number of the arc, new or known; ``~number`` when it is known the other way round."""
        key = tuple(arc)
        if key in self._known:
            return self._known[key]
        if (number := self._known.get(key[::-1])) is not None:
            return ~number
        self._known[key] = number = len(self.arcs)
        self.arcs.append(list(key))
        return number

    def line(self, coordinates: np.ndarray) -> Ring:
        """Add a free line; empty when it vanishes on the grid."""
        points = self.quantize(coordinates)
        return [self.add(points)] if len(points) > 1 else []

    def on_seam(self, point: Point) -> bool:
        """Whether the map was cut here: at the antimeridian or a pole, where no border runs."""
        return point[0] in {0, round(360.0 / self.step)} or point[1] == 0

    def is_seam(self, arc: int) -> bool:
        """Whether the whole arc lies on a cut."""
        return all(self.on_seam(point) for point in self.arcs[arc])

    def ends(self, arc: int) -> tuple[Point, Point]:
        """First and last point in the direction walked."""
        points = self.arcs[index(arc)]
        return (points[0], points[-1]) if arc >= 0 else (points[-1], points[0])

    def degrees(self, ring: Ring) -> np.ndarray:
        """Lon-lat array of a ring or line of arcs."""
        points: list[Point] = []
        for arc in ring:
            walked = self.arcs[index(arc)][:: 1 if arc >= 0 else -1]
            points += walked if not points else walked[1:]
        return np.array(points) * self.step - (180.0, 90.0)

    def encoded(self) -> list[list[list[int]]]:
        """The arcs as TopoJSON wants them: first point, then differences."""
        start = np.zeros((1, 2), dtype=int)
        return [np.diff(np.array(arc), axis=0, prepend=start).tolist() for arc in self.arcs]

    def to_json(self, objects: dict[str, Any]) -> dict[str, Any]:
        """The whole as a TopoJSON object."""
        return {
            "type": "Topology",
            "transform": {"scale": [self.step, self.step], "translate": [-180.0, -90.0]},
            "objects": objects,
            "arcs": self.encoded(),
        }


def index(arc: int) -> int:
    """Place of a signed arc number in the list of arcs."""
    return arc if arc >= 0 else ~arc


def build(areas: Sequence[shapely.Geometry], step: float) -> tuple[Topology, list[list[Polygon]]]:
    """Arcs of a coverage, and each area as polygons of rings of arcs."""
    topology = Topology(step)
    shapes = [_grid_rings(area, topology) for area in shapely.orient_polygons(list(areas))]
    at = _junctions((ring for shape in shapes for polygon in shape for ring in polygon), topology)
    made = []
    for shape in shapes:
        polygons = [[_cut(ring, at, topology) for ring in polygon] for polygon in shape]
        made.append(polygons)
    return topology, made


def arcs_of(polygons: Iterable[Polygon]) -> Iterable[int]:
    """All signed arc numbers of an area."""
    return (arc for polygon in polygons for ring in polygon for arc in ring)


def _grid_rings(geometry: shapely.Geometry, topology: Topology) -> list[list[list[Point]]]:
    """Polygons -> rings -> open lists of grid points; what vanishes on the grid is dropped."""
    polygons = []
    for part in shapely.get_parts(geometry):
        rings = []
        for ring in (part.exterior, *part.interiors):
            points = topology.quantize(shapely.get_coordinates(ring))
            if len(points) >= _MIN_RING:
                rings.append(points[:-1])
            elif ring is part.exterior:
                break
        if rings:
            polygons.append(rings)
    return polygons


def _junctions(rings: Iterable[list[Point]], topology: Topology) -> set[Point]:
    """Grid points at which rings that ran together part, and those on the map's cuts."""
    around: dict[Point, frozenset[Point]] = {}
    found: set[Point] = set()
    for ring in rings:
        before, after = ring[-1:] + ring[:-1], ring[1:] + ring[:1]
        for sides, here in zip(zip(before, after, strict=True), ring, strict=True):
            pair = frozenset(sides)
            if around.setdefault(here, pair) != pair or topology.on_seam(here):
                found.add(here)
    return found


def _cut(ring: list[Point], at: set[Point], topology: Topology) -> Ring:
    """A ring as arcs, cut at every junction on it."""
    places = [i for i, point in enumerate(ring) if point in at]
    if not places:  # an island: start at its lowest point, so that its twin starts there too
        places = [ring.index(min(ring))]
    turned = ring[places[0] :] + ring[: places[0] + 1]
    cuts = [i - places[0] for i in places] + [len(ring)]
    return [topology.add(turned[a : b + 1]) for a, b in pairwise(cuts)]


def outline(members: Iterable[list[Polygon]], topology: Topology) -> list[Ring]:
    """Rings of the union of areas: the arcs that only one side uses, joined end to end.

    Outer rings run counter-clockwise and holes clockwise, as those of the members do.
    """
    once: dict[int, int] = {}
    for arc in (a for polygons in members for a in arcs_of(polygons)):
        if once.pop(index(arc), None) is None:
            once[index(arc)] = arc
    starts: dict[Point, list[int]] = defaultdict(list)
    for arc in once.values():
        starts[topology.ends(arc)[0]].append(arc)
    rings: list[Ring] = []
    for first in once.values():
        begin, here = topology.ends(first)
        if first not in starts[begin]:
            continue
        starts[begin].remove(first)
        ring = [first]
        while here != begin and starts[here]:
            ring.append(starts[here].pop())
            here = topology.ends(ring[-1])[1]
        rings.append(ring)
    return rings


def nested(rings: list[Ring], topology: Topology) -> list[Polygon]:
    """Outer rings with the holes that lie in them."""
    shells: list[tuple[shapely.Polygon, Polygon]] = []
    holes: list[tuple[shapely.Polygon, Ring]] = []
    for ring in rings:
        corners = topology.degrees(ring)
        if len(corners) < _MIN_RING:
            continue
        if shapely.is_ccw(shapely.linearrings(corners)):
            shells.append((shapely.Polygon(corners), [ring]))
        else:
            holes.append((shapely.Polygon(corners), ring))
    shells.sort(key=lambda shell: shell[0].area)
    for hole, ring in holes:
        inner = hole.representative_point()
        for shell, polygon in shells:
            if shell.contains(inner):
                polygon.append(ring)
                break
    return [polygon for _, polygon in shells]
