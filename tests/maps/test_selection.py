"""A click is turned back into the events it stood for, and nothing from a browser is believed."""

from __future__ import annotations

import pytest

from geo.maps import Selection, ids_of, selection_of
from geo.maps.layers import draw_list


def _ids(gdf, place):
    return tuple(gdf.loc[gdf["location"] == place, "event_id"])


def test_a_spot_selects_all_its_events(few):
    spots = draw_list(few)[3][0]
    lon, lat = next((s[0], s[1]) for s in spots if s[2] == "Almaty")
    near = 0.00006  # as static/events.js widens a spot
    box = [lon - near, lat - near, lon + near, lat + near]
    chosen = selection_of({"kind": "event", "box": box, "count": 5, "click": 1})
    assert chosen == Selection("event", box=tuple(box), count=5)
    assert ids_of(few, chosen) == _ids(few, "Almaty")


def test_an_area_selects_what_is_known_no_finer(few):
    chosen = selection_of({"kind": "area", "place": "gn:1522867", "count": 4})
    assert ids_of(few, chosen) == _ids(few, "Kazakhstan")


def test_a_cluster_selects_points_in_its_box_but_no_areas(few):
    chosen = selection_of({"kind": "cluster", "box": [20, 40, 80, 60], "count": 6})
    assert ids_of(few, chosen) == _ids(few, "Almaty") + _ids(few, "Kyiv")


@pytest.mark.parametrize(
    "properties",
    [
        None, [], "x", {}, {"kind": "area"}, {"kind": "area", "place": 7}, {"kind": "event"},
        {"kind": "event", "box": [1, 2, 3]}, {"kind": "event", "box": ["a", 2, 3, 4]},
        {"kind": "cluster", "box": [1e9, 0, 1, 1]}, {"kind": "drop table", "box": [0, 0, 1, 1]},
    ],
)  # fmt: skip
def test_malformed_properties_select_nothing(properties):
    assert selection_of(properties) is None
