"""Every download of the menu, in one visit: made on the click, without a rerun, and read back."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
import pytest
from defusedxml import ElementTree

pytestmark = pytest.mark.browser
KML = "{http://www.opengis.net/kml/2.2}"


def rows_of(name, path):
    """How many events a downloaded file holds, as a program of its users reads it."""
    match name:
        case "geojson":
            return len(json.loads(path.read_text(encoding="utf-8"))["features"])
        case "csv" | "csv_excel":
            return len(pd.read_csv(path, encoding="utf-8-sig"))
        case "geopackage":
            return len(gpd.read_file(path, layer="events"))
        case "parquet":
            return len(gpd.read_parquet(path))
        case "kml":
            return sum(1 for _ in ElementTree.parse(path).iter(f"{KML}Placemark"))
        case _:
            return len(path.read_text(encoding="utf-8").splitlines())


def test_every_file_holds_what_is_shown_and_is_made_without_a_rerun(app, tab):
    tab.open(f"{app}/?view=about&event_types=PROTEST", wait_for_map=False)
    shown = tab.counts()[0]
    tab.page.evaluate(
        """() => {
            window.reruns = 0;
            new MutationObserver(() => { window.reruns += 1; }).observe(
                document.querySelector(".stApp"),
                {attributes: true, attributeFilter: ["data-test-script-state"]});
        }"""
    )
    for name in ("geojson", "csv", "csv_excel", "geopackage", "parquet", "kml", "records"):
        path = tab.download(name)
        assert rows_of(name, path) == shown, name
    assert set(pd.read_csv(tab.download("acled"))["event_type"]) <= {
        "Protests", "Riots", "Battles", "Explosions/Remote violence", "Strategic developments",
        "Violence against civilians",
    }  # fmt: skip
    assert tab.page.evaluate("window.reruns") == 0


def test_the_downloaded_map_opens_by_itself_with_the_network_gone(app, tab, chromium):
    tab.open(f"{app}/?view=about&event_types=PROTEST", wait_for_map=False)
    path = tab.download("html")
    context = chromium.new_context(offline=True)
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.locator(".dl-icon").first.wait_for()
    assert page.locator("#panel .key").first.inner_text() == "P"
    said = page.locator("#panel").inner_text()
    for told in ("Made 20", "Dateline 0.", "Filters: Event type: Protest", "CC BY 4.0"):
        assert told in said
    assert errors == []
    context.close()
