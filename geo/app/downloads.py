"""Downloads of exactly what is shown, built when the button is pressed, without a rerun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

import geo
from geo.app import local_names
from geo.app.data import Dataset, write_records
from geo.app.filters_told import filters_told
from geo.app.opened import RowsDataset
from geo.app.session import Session
from geo.app.streamed import STREAMED, link
from geo.app.strings import Words
from geo.filters import Filters
from geo.model import Event

if TYPE_CHECKING:
    import geopandas as gpd

_ENGLISH: Final = Words()

Builder = Callable[["gpd.GeoDataFrame", "Filters"], "str | bytes"]


def _geojson(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.geojson import to_geojson

    return to_geojson(gdf, filters=filters)


def _csv(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.csv import to_csv
    from geo.exports.metadata import export_metadata

    return to_csv(gdf, metadata=export_metadata(filters, count=len(gdf)))


def _excel(gdf: gpd.GeoDataFrame, filters: Filters) -> bytes:
    from geo.exports.csv import to_excel_csv
    from geo.exports.metadata import export_metadata

    return to_excel_csv(gdf, metadata=export_metadata(filters, count=len(gdf)))


def _geopackage(gdf: gpd.GeoDataFrame, filters: Filters) -> bytes:
    from geo.exports.tables import to_geopackage

    return to_geopackage(gdf, filters=filters)


def _parquet(gdf: gpd.GeoDataFrame, filters: Filters) -> bytes:
    from geo.exports.tables import to_geoparquet

    return to_geoparquet(gdf, filters=filters)


def _kml(gdf: gpd.GeoDataFrame, filters: Filters) -> str:
    from geo.exports.kml import to_kml

    return to_kml(gdf, filters=filters)


def _html(gdf: gpd.GeoDataFrame, filters: Filters, words: Words = _ENGLISH) -> str:
    """The map as one page, in the reader's language."""
    from geo.maps.html import map_html

    made = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    told = (
        words("download.made", when=made),
        words("picture.filters", filters=filters_told(words, filters)),
        words("footer.line", version=geo.__version__),
        words("picture.read"),
    )
    return map_html(
        local_names.frame_in(words, gdf),
        title=words("app.name"),
        note=" · ".join(told),
        language=words.language,
        labels={part: words.section(part) for part in ("type", "mode")},
    )


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


def draw(state: Session, dataset: Dataset, count: int, words: Words) -> None:
    """The menu of downloads; ``count`` is how many events are shown."""
    with st.popover(words("download.button"), icon=":material/download:", key="downloads"):
        if not count:
            st.caption(words("download.empty"))
            return
        st.caption(words("download.title", events=words.plural("count.events", count)))
        filters = state.filters
        for name, (build, ending, mime) in FORMATS.items():
            if name in STREAMED and isinstance(dataset, RowsDataset):
                _streamed(name, filters, words)
                continue
            how = partial(_html, words=words) if name == "html" else build
            _button(name, _bound(how, dataset, filters), ending, mime, words)
        _button("acled", lambda: _acled(dataset, filters), "acled.csv", "text/csv", words)
        _button("records", lambda: _records(dataset, filters), "jsonl", "application/jsonl", words)
        if state.corrections.changes():
            ledger = state.corrections
            _button("journal", ledger.as_json, "corrections.json", "application/json", words)
        st.caption(words("download.picture"))


def chosen(dataset: Dataset, filters: Filters) -> gpd.GeoDataFrame:
    """The rows that are shown, with all their columns."""
    return dataset.chosen(filters)


def _records(dataset: Dataset, filters: Filters) -> str:
    return write_records(_events(dataset, filters))


def _acled(dataset: Dataset, filters: Filters) -> str:
    from geo.exports.acled import to_acled_csv
    from geo.exports.metadata import export_metadata

    events, now = _events(dataset, filters), datetime.now(UTC)
    told = export_metadata(filters, count=len(events), generated_at=now)
    return to_acled_csv(events, generated_at=now, metadata=told)


def _events(dataset: Dataset, filters: Filters) -> list[Event]:
    """The whole events of the rows that are shown: a scene of ACLED's needs more than its row."""
    return dataset.chosen_events(filters)


def _bound(build: Builder, dataset: Dataset, filters: Filters) -> Callable[[], str | bytes]:
    """The builder with the data and filters of this moment; it runs later, in another thread."""
    return lambda: build(chosen(dataset, filters), filters)


def _streamed(name: str, filters: Filters, words: Words) -> None:
    """A download that is sent while it is written; the file may be larger than the server's memory."""
    st.link_button(_label(name, words), link(name, filters), width="stretch")


def _label(name: str, words: Words) -> str:
    return f"**{words(f'download.{name}')}** :small[{words(f'download.{name}_note')}]"


def _button(
    name: str, data: Callable[[], str | bytes], ending: str, mime: str, words: Words
) -> None:
    st.download_button(
        _label(name, words),
        data=data,
        file_name=f"dateline-events.{ending}",
        mime=mime,
        key=f"download-{name}",
        on_click="ignore",
        width="stretch",
    )
