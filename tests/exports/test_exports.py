"""Every export: exactly the rows given, read back by the libraries its users have."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime

import geopandas as gpd
import pandas as pd
import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Filters, events_to_gdf, to_geojson
from geo.errors import ExportError
from geo.exports.csv import to_csv, to_excel_csv
from geo.exports.geojson import events_to_geojson, from_geojson
from geo.exports.kml import to_kml
from geo.exports.tables import read_geoparquet, to_geopackage, to_geoparquet
from geo.frame import COLUMNS
from geo.model import EventDate
from geo.records import event_from_record, event_record
from tests.builders import KAZAKHSTAN, make_article, make_event

HOSTILE = [
    "{{7*7}}", "{% of", "${alert(1)}", "`", "<img src=x onerror=alert(1)>", "</script><script>",
    "=cmd|' /C calc'!A0", "  =1+1", "＝1+1", "@SUM(1)", "-2+3", "\t=1", "\u202egnp.exe", "a\x00b",
    "x\ud800y".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "é" * 300, '"quoted", and\nbroken',
]  # fmt: skip

ARREST = make_event()
FAR = make_event(
    id="c",
    toponym=replace(ARREST.toponym, place=KAZAKHSTAN),
    event_date=EventDate(date(2022, 1, 1), date(2022, 1, 3), "stated"),
)
NOWHERE = make_event(id="n", toponym=None, event_date=None)
GDF = events_to_gdf([ARREST, FAR, NOWHERE])
MOMENT = datetime(2022, 1, 7, 12, tzinfo=UTC)


def test_geojson_is_what_rfc_7946_asks_for():
    data = json.loads(to_geojson(GDF, generated_at=MOMENT))
    assert data["type"] == "FeatureCollection"
    assert "crs" not in data
    assert [f["id"] for f in data["features"]] == [ARREST.id, "c", "n"]
    first, country, nowhere = data["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [76.9115, 43.25249]}
    assert country["geometry"]["coordinates"] == [68.0, 48.0]
    assert nowhere["geometry"] is None
    assert data["bbox"] == [68.0, 43.25249, 76.9115, 48.0]
    assert first["properties"]["event_date"] == "2022-01-05"
    assert first["properties"]["fatalities_low"] is None


def test_geojson_says_when_by_what_and_which_filters_made_it():
    filters = Filters(event_types=("COERCE",))
    meta = json.loads(to_geojson(GDF, filters=filters, generated_at=MOMENT))["metadata"]
    assert meta["generated_at"] == "2022-01-07T12:00:00+00:00"
    assert meta["filters"] == "event_types=COERCE"
    assert "GeoNames" in meta["attribution"]


def test_geojson_from_events_is_the_same_text():
    by_frame = to_geojson(GDF, generated_at=MOMENT)
    assert events_to_geojson([ARREST, FAR, NOWHERE], generated_at=MOMENT) == by_frame


def test_geojson_opens_in_geopandas_with_the_same_events(tmp_path):
    path = tmp_path / "events.geojson"
    path.write_text(to_geojson(GDF), encoding="utf-8")
    read = gpd.read_file(path)
    assert list(read["event_id"]) == list(GDF["event_id"])
    assert read.crs.to_epsg() == 4326


def test_geojson_comes_back_as_the_same_frame():
    back = from_geojson(to_geojson(GDF))
    columns = [c for c in COLUMNS if c not in {"latitude", "longitude"}]
    for name in columns:
        assert list(back[name].astype("object").fillna("-")) == list(
            GDF[name].astype("object").fillna("-")
        ), name


def test_a_box_across_the_antimeridian_is_the_narrow_one():
    places = [replace(KAZAKHSTAN, longitude=lon, latitude=0.0) for lon in (179.0, -179.0, 178.0)]
    gdf = events_to_gdf(
        make_event(toponym=replace(ARREST.toponym, place=place)) for place in places
    )
    assert json.loads(to_geojson(gdf))["bbox"] == [178.0, 0.0, -179.0, 0.0]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"type":"FeatureCollection"}', "{", '{"features":[1]}']
)
def test_foreign_json_is_refused_with_a_way_out(text):
    with pytest.raises(ExportError, match="geo code"):
        from_geojson(text)


def hostile_gdf(text):
    article = make_article(f"{text} Police arrested about 300 protesters in Almaty on Wednesday.")
    event = make_event(replace(article, title=text, source=text))
    place = replace(event.toponym.place, name=text)
    return events_to_gdf([replace(event, toponym=replace(event.toponym, place=place))])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_every_format_as_text(text):
    gdf = hostile_gdf(text)
    assert json.loads(to_geojson(gdf))["features"][0]["properties"]["title"] == text
    assert next(csv.DictReader(io.StringIO(to_csv(gdf), newline="")))["location"] == text
    root = ElementTree.fromstring(to_kml(gdf))
    names = [e.text for e in root.iter("{http://www.opengis.net/kml/2.2}name")]
    assert len(names) == 4
    assert read_geoparquet_bytes(gdf)["title"].iloc[0] == text


def read_geoparquet_bytes(gdf):
    return gpd.read_parquet(io.BytesIO(to_geoparquet(gdf)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_the_spreadsheet_is_a_formula(text):
    raw = to_excel_csv(hostile_gdf(text))
    assert raw.startswith(b"\xef\xbb\xbf")
    for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_negative_numbers_stay_numbers_in_the_spreadsheet():
    place = replace(KAZAKHSTAN, latitude=-33.9, longitude=-70.6)
    gdf = events_to_gdf([make_event(toponym=replace(ARREST.toponym, place=place))])
    row = next(csv.DictReader(io.StringIO(to_excel_csv(gdf).decode("utf-8-sig"))))
    assert (row["latitude"], row["longitude"]) == ("-33.9", "-70.6")


def test_geopackage_opens_with_its_layer_and_metadata(tmp_path):
    path = tmp_path / "e.gpkg"
    path.write_bytes(to_geopackage(GDF, filters=Filters(text="x")))
    read = gpd.read_file(path, layer="events")
    assert list(read["event_id"]) == list(GDF["event_id"])
    assert read.geometry.isna().sum() == 1
    with sqlite3.connect(path) as base:
        meta = dict(base.execute("SELECT name, value FROM metadata"))
    base.close()
    assert meta["filters"] == "text=x"


def test_geoparquet_comes_back_as_the_same_frame(tmp_path):
    path = tmp_path / "e.parquet"
    path.write_bytes(to_geoparquet(GDF))
    back = read_geoparquet([path])
    pd.testing.assert_series_equal(back["event_id"], GDF["event_id"])
    assert back.dtypes.astype(str).to_dict() == GDF.dtypes.astype(str).to_dict()
    assert list(back.geometry.is_empty | back.geometry.isna()) == [False, False, True]


def test_kml_has_time_stamps_and_a_folder_for_the_unlocated():
    root = ElementTree.fromstring(to_kml(GDF))
    ns = {"k": "http://www.opengis.net/kml/2.2"}
    assert [e.text for e in root.findall(".//k:TimeStamp/k:when", ns)] == ["2022-01-05"]
    assert root.find(".//k:TimeSpan/k:begin", ns).text == "2022-01-01"
    assert len(root.findall(".//k:Point", ns)) == 2
    assert len(root.findall(".//k:Folder", ns)) == 2


@given(st.text())
@settings(max_examples=50, deadline=None)
def test_any_evidence_goes_out_and_comes_back(text):
    event = make_event(evidence=replace(ARREST.evidence, text=text))
    data = json.loads(to_geojson(events_to_gdf([event])))
    assert data["features"][0]["properties"]["evidence"] == text


def test_a_record_is_the_whole_event():
    for event in (ARREST, FAR, NOWHERE):
        through_json = json.loads(json.dumps(event_record(event)))
        assert event_from_record(through_json) == event
        short = json.loads(json.dumps(event_record(event, with_text=False)))
        assert "text" not in short["article"]
        assert event_from_record(short, article=event.article) == event
