"""Counting a million points on a grid loses none of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.maps.clusters import CELL, MAX_MARKS, aggregate, inside, padded

POINTS = st.lists(
    st.tuples(st.floats(-180, 180), st.floats(-85, 85), st.integers(0, 4)), max_size=60
)


def _arrays(points):
    table = np.array(points, dtype=float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2].astype(int)


@settings(deadline=None, max_examples=150)
@given(POINTS, st.integers(1, 14))
def test_every_point_is_counted_once_in_a_cell_that_holds_it(points, zoom):
    lon, lat, kind = _arrays(points)
    cells = aggregate(lon, lat, kind, 5, zoom=zoom)
    assert cells.counts.sum() == len(points)
    assert (cells.counts.sum(axis=0) == np.bincount(kind, minlength=5)).all()
    for x, y in zip(lon, lat, strict=True):
        west, south, east, north = cells.boxes.T
        assert ((west <= x) & (x <= east) & (south <= y) & (y <= north)).any()


def test_many_spots_become_few_marks_at_every_zoom():
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-180, 180, 200_000), rng.uniform(-60, 70, 200_000)
    kind = rng.integers(0, 6, 200_000)
    for zoom in range(1, 13):
        cells = aggregate(lon, lat, kind, 6, zoom=zoom)
        assert 0 < len(cells.lon) <= MAX_MARKS
        assert cells.counts.sum() == 200_000


def test_points_of_one_cell_are_one_mark_at_their_mean():
    degrees = CELL / (256 * 2**5) * 360
    lon, lat = np.array([10.0, 10.0 + degrees / 50]), np.array([20.0, 20.0])
    cells = aggregate(lon, lat, np.array([0, 1]), 2, zoom=5)
    assert len(cells.lon) == 1
    assert cells.lon[0] == pytest.approx(lon.mean())
    assert cells.counts.tolist() == [[1, 1]]


def test_a_box_holds_what_lies_in_it():
    lon, lat = np.array([10.0, 50.0, -120.0]), np.array([10.0, 10.0, 10.0])
    assert inside(lon, lat, (0, 0, 60, 20), 4).tolist() == [True, True, False]
    assert inside(lon, lat, None, 4).all()


@pytest.mark.parametrize("box", [(170, -10, -170, 10), (170, -10, 190, 10), (-190, -10, -170, 10)])
def test_a_view_across_the_antimeridian_sees_both_sides(box):
    lon, lat = np.array([179.0, -179.0, 0.0]), np.zeros(3)
    assert inside(lon, lat, box, 4).tolist() == [True, True, False]


def test_a_view_of_more_than_the_whole_globe_sees_all():
    lon, lat = np.array([179.0, -179.0, 0.0]), np.zeros(3)
    assert inside(lon, lat, (-400, -85, 400, 85), 1).all()
    assert inside(lon, lat, (-180, -85, 180, 85), 1, pixels=64).all()


def test_no_points_make_no_marks():
    empty = np.array([])
    assert len(aggregate(empty, empty, empty.astype(int), 3, zoom=4).lon) == 0


def test_padding_widens_by_pixels():
    west, south, east, north = padded((10, 10, 20, 20), 6, pixels=100)
    assert 10 - west == pytest.approx(100 / (256 * 64) * 360)
    assert south < 10
    assert north > 20
    assert east > 20
    assert padded(None, 6, pixels=100) is None
