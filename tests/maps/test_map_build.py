"""Polygons that touch become arcs that are shared, and every line knows what it is."""

from __future__ import annotations

import shapely

from geo.maps.build import topology as topo
from geo.maps.build.lines import Unit, line_class

WEST = shapely.box(0, 0, 1, 1)
EAST = shapely.box(1, 0, 2, 1)
ISLE = shapely.box(5, 5, 6, 6)


def _unit(iso2, name="x", *, moved=False):
    return Unit(name, (name,), iso2, name, moved)


def test_a_shared_border_is_stored_once():
    arcs, (west, east, isle) = topo.build([WEST, EAST, ISLE], 0.001)
    used = [{topo.index(a) for a in topo.arcs_of(shape)} for shape in (west, east, isle)]
    assert len(used[0] & used[1]) == 1
    assert not used[2] & (used[0] | used[1])
    shared = next(iter(used[0] & used[1]))
    assert {x for x, _ in arcs.arcs[shared]} == {181_000}


def test_areas_come_back_as_they_were():
    arcs, shapes = topo.build([WEST, EAST, ISLE], 0.001)
    for original, polygons in zip((WEST, EAST, ISLE), shapes, strict=True):
        back = shapely.Polygon(arcs.degrees(polygons[0][0]))
        assert back.equals(original)


def test_the_outline_of_neighbours_loses_the_border_between_them():
    arcs, (west, east, isle) = topo.build([WEST, EAST, ISLE], 0.001)
    polygons = topo.nested(topo.outline([west, east, isle], arcs), arcs)
    area = shapely.union_all([shapely.Polygon(arcs.degrees(p[0])) for p in polygons])
    assert area.equals(shapely.union_all([WEST, EAST, ISLE]))
    assert len(polygons) == 2


def test_an_enclave_is_a_hole_of_the_right_polygon():
    hole = shapely.box(0.4, 0.4, 0.6, 0.6)
    arcs, (ring, enclave) = topo.build([WEST.difference(hole), hole], 0.001)
    polygons = topo.nested(topo.outline([ring], arcs), arcs)
    assert [len(p) for p in polygons] == [2]
    whole = topo.nested(topo.outline([ring, enclave], arcs), arcs)
    assert [len(p) for p in whole] == [1]


def test_cuts_of_the_map_are_no_coast():
    arcs, (shape,) = topo.build([shapely.box(170, 0, 180, 10)], 0.001)
    seams = [a for a in {topo.index(a) for a in topo.arcs_of(shape)} if arcs.is_seam(a)]
    assert len(seams) == 1


def test_what_vanishes_on_the_grid_is_dropped():
    _, shapes = topo.build([WEST, shapely.box(3, 3, 3.0001, 3.0001)], 0.001)
    assert shapes[1] == []


def test_lines_by_who_uses_them():
    kz, ru, crimea = _unit("KZ"), _unit("RU"), _unit("UA", "Crimea", moved=True)
    ua = _unit("UA", "Kherson")
    none: set[frozenset[str]] = set()
    assert line_class([("a", kz)], none) == "coast"
    assert line_class([("a", kz), ("b", ru)], none) == "border"
    assert line_class([("a", kz), ("b", ru)], {frozenset({"KZ", "RU"})}) == "disputed"
    assert line_class([("a", kz), ("b", kz)], none) == "admin1"
    assert line_class([("a", kz), ("a", kz)], none) is None
    assert line_class([("a", ua), ("b", crimea)], none) == "disputed"
