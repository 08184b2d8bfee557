"""The frame: one schema, nulls that stay null, ranges that stay ranges."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from geo import Filters, events_to_gdf, filter_events
from geo.frame import COLUMNS, actor_label
from geo.model import Actor, Place, Quantity
from tests.builders import KAZAKHSTAN, make_event


def test_columns_are_the_schema_in_order():
    gdf = events_to_gdf([make_event()])
    assert list(gdf.columns) == [*COLUMNS, "geometry"]
    assert gdf.crs.to_epsg() == 4326


def test_an_empty_frame_has_the_same_schema():
    empty, full = events_to_gdf([]), events_to_gdf([make_event()])
    assert list(empty.columns) == list(full.columns)
    assert len(empty) == 0
    assert empty.crs == full.crs


def test_a_located_event_is_a_point_in_longitude_latitude_order():
    point = events_to_gdf([make_event()]).geometry.iloc[0]
    assert (round(point.x, 1), round(point.y, 1)) == (76.9, 43.3)


def test_an_event_without_place_stays_with_null_geometry_and_its_reason():
    event = make_event(toponym=None, geo_reason="no place in the text")
    row = events_to_gdf([event]).iloc[0]
    assert row.geometry is None
    assert pd.isna(row["latitude"])
    assert row["precision"] == "none"
    assert row["geo_reason"] == "no place in the text"


def test_a_country_has_no_acled_precision():
    event = make_event()
    gdf = events_to_gdf([replace(event, toponym=replace(event.toponym, place=KAZAKHSTAN))])
    assert gdf["precision"].iloc[0] == "country"
    assert pd.isna(gdf["geo_precision"].iloc[0])


def test_an_event_known_only_to_its_region_is_counted_in_that_region():
    event = make_event()
    region = Place("gn:608879", "Mangystau Region", 44.0, 54.0, "admin1", "KAZ", "Kazakhstan")
    gdf = events_to_gdf([replace(event, toponym=replace(event.toponym, place=region))])
    assert gdf["admin1"].iloc[0] == "Mangystau Region"
    assert len(filter_events(gdf, Filters(admin1=("gn:608879",)))) == 1


def test_unknown_numbers_are_null_never_zero():
    row = events_to_gdf([make_event()]).iloc[0]
    assert pd.isna(row["fatalities_low"])
    assert row["arrested_low"] == 300


def test_conflicting_figures_are_kept_as_a_range_and_an_open_end_stays_open():
    figures = (
        Quantity("killed", 26, None, "at least 26", 0, 1),
        Quantity("killed", 12, 12, "twelve", 0, 1),
    )
    row = events_to_gdf([make_event(quantities=figures)]).iloc[0]
    assert row["fatalities_low"] == 12
    assert pd.isna(row["fatalities_high"])


def test_figures_that_can_all_be_true_are_narrowed_to_what_all_allow():
    figures = (
        Quantity("arrested", 200, 999, "hundreds", 0, 1),
        Quantity("arrested", 300, 300, "about 300", 0, 1),
        Quantity("killed", 26, None, "at least 26", 0, 1),
        Quantity("killed", 24, 99, "dozens", 0, 1),
    )
    row = events_to_gdf([make_event(quantities=figures)]).iloc[0]
    assert (row["arrested_low"], row["arrested_high"]) == (300, 300)
    assert (row["fatalities_low"], row["fatalities_high"]) == (26, 99)


def test_several_actors_share_a_cell_and_keep_direction():
    pair = (Actor("a", 0, 1, "Army", "KAZ", ("MIL",)), Actor("b", 0, 1, "Police", "KAZ", ("COP",)))
    row = events_to_gdf([make_event(actors=pair)]).iloc[0]
    assert row["actor1"] == "Army; Police"
    assert row["actor1_country"] == "KAZ"
    assert row["actor1_sector"] == "MIL; COP"
    assert row["actor2"] == "Protesters"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("police", "Police"), ("Police", "Police"), ("the police", "Police"),
        ("The police", "Police"), ("a court", "Court"), ("The Hague", "The Hague"),
        ("the United States", "United States"), ("al-Shabaab", "Al-Shabaab"), ("a", "A"), ("", ""),
    ],
)  # fmt: skip
def test_an_actor_has_one_spelling_wherever_it_stands_in_a_sentence(printed, shown):
    assert actor_label(printed) == shown


def test_spellings_of_one_actor_are_one_value_of_the_filter():
    people = [(Actor("x", 0, 1, name),) for name in ("police", "Police", "the police")]
    frame = events_to_gdf([make_event(actors=one) for one in people])
    assert list(frame["actor1"].cat.categories) == ["Police"]


def test_the_codebook_names_every_column():
    text = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text(encoding="utf-8")
    missing = [name for name in COLUMNS if f"`{name}`" not in text]
    assert not missing
