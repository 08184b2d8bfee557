"""Each download holds exactly what is shown, hostile text included, and reads back."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pandas as pd
import pytest

import geo
from geo.app.data import make_dataset, read_records
from geo.app.downloads import FORMATS, _acled, _records, chosen
from geo.events.acled.scenes import add_acled
from geo.filters import Filters
from tests.made_world import ATTACKS, hostile_events, made_events

PROTESTS = Filters(event_types=("PROTEST",))


@pytest.fixture(scope="module")
def dataset():
    return make_dataset(add_acled([*made_events(30), *hostile_events()]))


@pytest.fixture(scope="module")
def expected(dataset):
    rows = chosen(dataset, PROTESTS)
    assert len(rows) >= len(ATTACKS)
    return set(rows["event_id"])


def built(dataset, name):
    out = FORMATS[name][0](chosen(dataset, PROTESTS), PROTESTS)
    return out.encode() if isinstance(out, str) else out


def test_geojson(dataset, expected):
    found = json.loads(built(dataset, "geojson"))
    assert {f["id"] for f in found["features"]} == expected
    assert set(ATTACKS) <= {f["properties"]["title"] for f in found["features"]}


@pytest.mark.parametrize("name", [*FORMATS, "acled"])
def test_every_format_says_when_by_what_under_which_filters_and_licences(dataset, name):
    raw = _acled(dataset, PROTESTS).encode() if name == "acled" else built(dataset, name)
    today = datetime.now(UTC).date().isoformat()
    asked = "Event type: Protest" if name == "html" else "event_types=PROTEST"
    for said in (today, geo.__version__, asked, "CC BY 4.0"):
        assert said.encode() in raw, f"{name} does not say {said}"


@pytest.mark.parametrize("name", ["csv", "csv_excel"])
def test_csv(dataset, expected, name):
    table = pd.read_csv(io.BytesIO(built(dataset, name)), dtype=str, encoding="utf-8-sig")
    assert set(table["event_id"]) == expected
    assert set(table["export_filters"]) == {"event_types=PROTEST"}
    for column in ("export_generated_at", "export_version", "export_attribution"):
        (said,) = set(table[column])
        assert isinstance(said, str)
    if name == "csv_excel":
        assert not [t for t in table["title"] if t[:1] in "=+-@"]


def test_acled_columns_hold_the_scenes_of_what_is_shown_and_nothing_else():
    from geo.events.acled.rows import ACLED_COLUMNS, acled_rows

    labelled = add_acled([*made_events(30), *hostile_events()])
    dataset = make_dataset(labelled)
    text = _acled(dataset, PROTESTS)
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    assert list(table.columns)[:-4] == list(ACLED_COLUMNS), "ours stand behind, not between"
    shown = [e for e in labelled if e.event_type == "PROTEST"]
    expected = [row["event_id_cnty"] for row in acled_rows(shown)]
    assert list(table["event_id_cnty"]) == expected != []
    assert set(table["disorder_type"]) <= {"Demonstrations", "Political violence; Demonstrations"}
    assert not [cell for cell in table.to_numpy().ravel() if cell[:1] in {"=", "+", "@"}]


def test_geopackage_and_geoparquet(dataset, expected, tmp_path):
    import geopandas as gpd

    readers = {
        "geopackage": lambda path: gpd.read_file(path, layer="events"),
        "parquet": gpd.read_parquet,
    }
    for name, read in readers.items():
        path = tmp_path / f"events.{FORMATS[name][1]}"
        path.write_bytes(built(dataset, name))
        assert set(read(path)["event_id"]) == expected


def test_kml_and_html_carry_no_live_attack(dataset, expected):
    from defusedxml import ElementTree

    root = ElementTree.fromstring(built(dataset, "kml"))
    marks = root.iter("{http://www.opengis.net/kml/2.2}Placemark")
    assert {m.get("id").removeprefix("e") for m in marks} == expected
    page = built(dataset, "html").decode()
    for attack in ("<img src=x onerror", "<script>document.title", "<svg onload"):
        assert attack not in page


def test_records_come_back_whole(dataset, expected):
    assert {e.id for e in read_records(_records(dataset, PROTESTS))} == expected
