"""Downloads of a file of rows are sent while they are written, and say what the whole export says."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest
import requests
from defusedxml import ElementTree

from geo.exports.csv import to_csv, to_excel_csv
from geo.exports.geojson import from_geojson, to_geojson
from geo.exports.kml import to_kml
from geo.exports.tables import to_geoparquet
from geo.filters import Filters, filter_events
from geo.frame import events_to_gdf
from tests.app.test_api import serving
from tests.made_world import made_events

PROTESTS = Filters(event_types=("PROTEST",))


@pytest.fixture(scope="module")
def world():
    return events_to_gdf(made_events(120))


@pytest.fixture(scope="module")
def address(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("rows")
    for name, part in (("a", world.iloc[:70]), ("b", world.iloc[70:])):
        (folder / f"{name}.parquet").write_bytes(to_geoparquet(part))
    with serving(str(folder)) as base:
        yield base


def got(address, name, query="?event_types=PROTEST"):
    answer = requests.get(f"{address}/api/download/{name}{query}", timeout=60)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "content-length" not in answer.headers, "sent piece by piece"
    return answer.content.decode("utf-8")


def test_geojson_is_that_of_the_whole_export(address, world):
    found, whole = json.loads(got(address, "geojson")), json.loads(to_geojson(chosen(world)))
    assert found["features"] == whole["features"]
    assert found["bbox"] == whole["bbox"]
    assert found["metadata"]["filters"] == "event_types=PROTEST"
    assert found["metadata"]["events"] == len(found["features"]) > 3
    assert len(from_geojson(got(address, "geojson", ""))) == len(world)
    nothing = json.loads(got(address, "geojson", "?text=no-such-word"))
    assert nothing["features"] == []


@pytest.mark.parametrize("name", ["csv", "csv_excel"])
def test_csv_is_that_of_the_whole_export(address, world, name):
    whole = to_csv(chosen(world)) if name == "csv" else to_excel_csv(chosen(world)).decode()
    one = pd.read_csv(io.StringIO(got(address, name)), dtype=str)
    other = pd.read_csv(io.StringIO(whole), dtype=str)
    assert one[list(other.columns)].equals(other)
    assert set(one["export_filters"]) == {"event_types=PROTEST"}


def test_kml_is_that_of_the_whole_export(address, world):
    def told(text):
        root = ElementTree.fromstring(text)
        return [
            [ElementTree.tostring(mark) for mark in folder.iter() if mark.tag.endswith("Placemark")]
            for folder in root.iter()
            if folder.tag.endswith("Folder")
        ]

    assert told(got(address, "kml")) == told(to_kml(chosen(world)))


def test_what_cannot_be_sent_is_said(address):
    bad = requests.get(f"{address}/api/download/csv?date_from=soon", timeout=60)
    assert (bad.status_code, "date_from" in bad.json()["error"]) == (400, True)
    assert requests.get(f"{address}/api/download/secrets", timeout=60).status_code == 404


def chosen(world):
    rows = filter_events(world, PROTESTS)
    return rows[rows["review_status"] != "rejected"]
