"""What a map says about events: where, how many, how finely known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geo.maps import event_layers, legend_items, make_map, needs_viewport
from geo.maps.layers import draw_list, view_bounds
from geo.maps.summary import MAX_AREAS
from geo.maps.table import WHOLE_SPOTS, Table
from geo.model import QUAD_CLASS
from tests.map_frames import frame_of, rows


def _drawn(gdf, **options):
    """(styles, spots, areas, left out, chosen) of a payload."""
    theme, view, styles, body, _ = draw_list(gdf, **options)
    assert (theme, view) == (options.get("theme", "light"), options.get("view", "points"))
    spots, (areas, left), chosen = body
    return styles, spots, areas, left, chosen


def _counts(flat):
    return dict(zip(flat[::2], flat[1::2], strict=True))


def test_only_towns_and_finer_become_points(few):
    _, spots, areas, _, _ = _drawn(few)
    assert {spot[2] for spot in spots} == {"Almaty", "Kyiv"}
    assert {area[2] for area in areas} == {"Mangystau", "Kazakhstan", "Donbas"}


@pytest.mark.parametrize("precision", ["admin2", "admin1", "region", "country"])
def test_no_coarse_place_is_ever_a_pin(precision):
    gdf = frame_of(rows("Almaty", "PROTEST", 3, precision=precision, geo_radius_km=40.0))
    _, spots, areas, _, _ = _drawn(gdf)
    assert spots == []
    assert len(areas) == 1
    assert sum(areas[0][7][1::2]) == 3


def test_events_at_one_spot_are_one_mark_with_its_types(few):
    styles, spots, _, _, _ = _drawn(few)
    almaty = next(spot for spot in spots if spot[2] == "Almaty")
    names = {styles[kind][0]: n for kind, n in _counts(almaty[4]).items()}
    assert sorted(names.values()) == [2, 3]
    assert almaty[4][1] == 3  # the most frequent comes first: it gives the mark its colour


def test_every_located_event_is_on_the_map_once(few):
    _, spots, areas, left, _ = _drawn(few)
    drawn = sum(sum(s[4][1::2]) for s in spots) + sum(sum(a[7][1::2]) for a in areas)
    assert drawn + left[1] == int(few["latitude"].notna().sum())


def test_disputed_places_are_flagged(few):
    _, spots, areas, _, _ = _drawn(few)
    assert {a[2]: a[6] for a in areas} == {"Mangystau": 0, "Kazakhstan": 0, "Donbas": 1}
    assert all(spot[3] == 0 for spot in spots)


def test_an_area_knows_its_level_and_radius(few):
    _, _, areas, _, _ = _drawn(few)
    assert {a[2]: (a[1], a[5]) for a in areas} == {
        "Kazakhstan": (0, 1500.0), "Mangystau": (1, 320.0), "Donbas": (3, 150.0),
    }  # fmt: skip


def test_the_chosen_event_is_found_as_point_area_or_nowhere(few):
    ids = {row.location: row.event_id for row in few.itertuples() if isinstance(row.location, str)}
    assert _drawn(few, selected=ids["Kyiv"])[4] == [30.5238, 50.4547, ""]
    assert _drawn(few, selected=ids["Donbas"])[4][2] == "dl:donbas"
    unplaced = few.loc[few["latitude"].isna(), "event_id"].iloc[0]
    assert _drawn(few, selected=unplaced)[4] == []
    assert _drawn(few, selected="no such id")[4] == []


def test_a_frame_without_events_makes_an_empty_map(few):
    assert _drawn(few.iloc[:0])[1:] == ([], [], [0, 0], [])
    make_map(few.iloc[:0])
    assert view_bounds(few.iloc[:0]) is None


def test_colours_letters_and_shapes_are_the_ontologys(few):
    from geo.events.ontology import Ontology

    known = Ontology.load().types["ASSAULT"]
    styles = _drawn(few)[0]
    assert [known.short, known.colour, known.letter, known.shape] in styles


def test_types_are_named_in_the_readers_language(few):
    drawn = draw_list(few, language="ru", type_names={"PROTEST": "Протест"})
    assert drawn[4] == "ru"
    labels = {style[0] for style in drawn[2]}
    assert "Протест" in labels
    assert "Talks" in labels  # what the app does not name keeps the ontology's word


def test_the_legend_names_every_type_in_quad_order():
    items = legend_items()
    assert {item["code"] for item in items} == set(QUAD_CLASS)
    assert [item["quad"] for item in items] == sorted(item["quad"] for item in items)


def _scattered(n, seed=3):
    rng = np.random.default_rng(seed)
    lat, lon = rng.uniform(-50, 60, n), rng.uniform(-170, 170, n)
    return frame_of(
        *(
            rows("Almaty", "PROTEST", latitude=float(y), longitude=float(x), place_id=f"gn:{i}")
            for i, (x, y) in enumerate(zip(lon, lat, strict=True))
        )
    )


def test_few_spots_travel_whole_and_many_as_cells():
    small, large = _scattered(WHOLE_SPOTS // 2), _scattered(WHOLE_SPOTS * 2)
    assert not needs_viewport(small)
    assert needs_viewport(large)
    assert len(_drawn(small)[1]) == WHOLE_SPOTS // 2
    cells = _drawn(large, zoom=3)[1]
    assert 0 < len(cells) <= 500
    assert sum(sum(cell[3][1::2]) for cell in cells) == WHOLE_SPOTS * 2
    near = _drawn(large, zoom=6, box=(0, 0, 40, 30))[1]
    assert 0 < sum(sum(cell[3][1::2]) for cell in near) < WHOLE_SPOTS * 2


def test_too_many_areas_are_counted_not_lost():
    gdf = frame_of(
        *(
            rows("Mangystau", "PROTEST", 2, place_id=f"dl:{i}", longitude=i / 5, latitude=10.0)
            for i in range(MAX_AREAS + 40)
        )
    )
    _, _, areas, left, _ = _drawn(gdf, zoom=6)
    assert len(areas) == MAX_AREAS
    assert left == [40, 80]


def test_choropleth_counts_countries_far_out_and_regions_near():
    gdf = frame_of(
        rows("Almaty", "PROTEST", 3, admin1_id="gn:1526395"),
        rows("Kazakhstan", "PROTEST", 2),
        rows(None, "PROTEST", 5),
    )
    far, near = draw_list(gdf, view="choropleth")[3][0]
    assert far == [["iso:KAZ", 5]]
    assert near == [["gn:1526395", 3], ["iso:KAZ", 2]]


def test_choropleth_of_many_events_sends_what_the_view_needs():
    gdf = _scattered(WHOLE_SPOTS * 2).assign(admin1_id=lambda g: g["place_id"])
    far, near = draw_list(gdf, view="choropleth", zoom=2)[3][0]
    assert (far, near) == ([["iso:KAZ", WHOLE_SPOTS * 2]], [])
    far, near = draw_list(gdf, view="choropleth", zoom=6, box=(0, 0, 40, 30))[3][0]
    assert far == []
    assert 0 < len(near) < WHOLE_SPOTS


def test_heat_holds_points_only(few):
    cells = draw_list(few, view="heat", zoom=4)[3][0]
    assert sum(cell[2] for cell in cells) == 6


def test_the_feature_group_carries_the_payload_and_no_sentence(few):
    few = few.assign(evidence="UNMISTAKABLE SENTENCE", title="UNMISTAKABLE TITLE", actor1="WHO")
    made = make_map(few)
    page = made.get_root().render()
    assert "UNMISTAKABLE" not in page
    assert "WHO" not in page
    group = event_layers(few)
    marks = next(iter(group._children.values()))
    assert json.loads(marks.payload)[:5] == json.loads(json.dumps(draw_list(few)))


@pytest.mark.parametrize("view", ["points", "time", "heat", "choropleth"])
@pytest.mark.parametrize("box", [None, (-20.0, -10.0, 60.0, 50.0)])
@pytest.mark.parametrize("large", [True, False])
def test_a_filtered_table_is_drawn_as_the_filtered_frame(few, view, box, large):
    gdf = _scattered(WHOLE_SPOTS * 3) if large else few
    mask = np.random.default_rng(5).random(len(gdf)) < 0.6
    chosen = gdf["event_id"][mask].iloc[0]
    hidden = gdf["event_id"][~mask].iloc[0]
    table = Table.of(gdf).only(mask)
    for selected in (chosen, hidden):
        options = {"zoom": 5, "box": box, "view": view, "selected": selected}
        assert draw_list(table, **options) == draw_list(gdf[mask], **options)
    assert needs_viewport(table) == needs_viewport(gdf[mask])
