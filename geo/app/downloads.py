"""Downloads of exactly what is shown, built when the button is pressed, without a rerun."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app.data import Dataset, write_records
from geo.app.session import Session
from geo.app.strings import Words

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.filters import Filters

Builder = Callable[["gpd.GeoDataFrame", "Filters"], "str | bytes"]


def _geojson(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.geojson import to_geojson

    return to_geojson(gdf, filters=filters)


def _csv(gdf: gpd.GeoDataFrame, _filters: Filters) -> str:
    from geo.exports.csv import to_csv

    return to_csv(gdf)


def _excel(gdf: gpd.GeoDataFrame, _filters: Filters) -> bytes:
    from geo.exports.csv import to_excel_csv

    return to_excel_csv(gdf)


def _geopackage(gdf: gpd.GeoDataFrame, filters: Filters) -> bytes:
    from geo.exports.tables import to_geopackage

    return to_geopackage(gdf, filters=filters)


def _parquet(gdf: gpd.GeoDataFrame, filters: Filters) -> bytes:
    from geo.exports.tables import to_geoparquet

    return to_geoparquet(gdf, filters=filters)


def _kml(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.kml import to_kml

    return to_kml(gdf, filters=filters)


def _html(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.metadata import export_metadata
    from geo.maps.html import map_html

    told = export_metadata(filters, count=len(gdf))
    note = " · ".join(f"{name}: {value}" for name, value in told.items() if value)
    return map_html(gdf, title="Dateline", note=note)


#: name -> (how to build it, ending, media type), in the order of the menu.
FORMATS: Final[dict[str, tuple[Builder, str, str]]] = {
    "geojson": (_geojson, "geojson", "application/geo+json"),
    "csv": (_csv, "csv", "text/csv"),
    "csv_excel": (_excel, "excel.csv", "text/csv"),
    "geopackage": (_geopackage, "gpkg", "application/geopackage+sqlite3"),
    "kml": (_kml, "kml", "application/vnd.google-earth.kml+xml"),
    "html": (_html, "html", "text/html"),
    "parquet": (_parquet, "parquet", "application/vnd.apache.parquet"),
}


def draw(state: Session, dataset: Dataset, gdf: gpd.GeoDataFrame, words: Words) -> None:
    """The menu of downloads."""
    with st.popover(words("download.button"), icon=":material/download:", key="downloads"):
        if gdf.empty:
            st.caption(words("download.empty"))
            return
        st.caption(words("download.title", events=words.plural("count.events", len(gdf))))
        filters = state.filters
        for name, (build, ending, mime) in FORMATS.items():
            _button(name, _bound(build, gdf, filters), ending, mime, words)
        ids = set(gdf["event_id"])
        events = [e for e in dataset.events.values() if e.id in ids]
        _button("records", lambda: write_records(events), "jsonl", "application/jsonl", words)
        if state.corrections.changes():
            ledger = state.corrections
            _button("journal", ledger.as_json, "corrections.json", "application/json", words)


def _bound(build: Builder, gdf: gpd.GeoDataFrame, filters: Filters) -> Callable[[], str | bytes]:
    """The builder with the rows of this moment; it runs later, in another thread."""
    return lambda: build(gdf, filters)


def _button(
    name: str, data: Callable[[], str | bytes], ending: str, mime: str, words: Words
) -> None:
    st.download_button(
        words(f"download.{name}"),
        data=data,
        file_name=f"dateline-events.{ending}",
        mime=mime,
        key=f"download-{name}",
        help=words(f"download.{name}_note"),
        on_click="ignore",
        width="stretch",
    )
