"""A map in one file: opens by double click, needs no network, shows the evidence of each mark.

Written without folium, so that no template engine ever sees the sentences. They stand in a JSON
block that the page's script reads and puts on the screen as text nodes; the content security policy
allows the scripts below by their hash, and no address at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from geo.maps import assets
from geo.maps.basemap import ATTRIBUTION, MAX_ZOOM, Theme
from geo.maps.layers import View, draw_list, legend_items, view_bounds
from geo.maps.payload import encode, safe_map_text

if TYPE_CHECKING:
    import geopandas as gpd

#: More events than this make a file no browser opens gladly.
MAX_EVENTS: Final = 20_000
_CARD: Final = (
    "event_type", "mode", "event_date", "date_end", "date_basis", "actor1", "actor2", "location",
    "admin1", "country", "precision", "confidence", "quantity_text", "evidence", "title",
    "source", "url",
)  # fmt: skip
# Inside a script element only "<" can end it, and these separators end a line of old JavaScript.
_IN_SCRIPT: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def save_map(gdf: gpd.GeoDataFrame, path: str | Path, *, title: str = "Events") -> Path:
    """Write ``map_html(gdf)`` to a file and return its path."""
    target = Path(path)
    target.write_text(map_html(gdf, title=title), encoding="utf-8")
    return target


def map_html(
    gdf: gpd.GeoDataFrame,
    *,
    title: str = "Events",
    theme: Theme = "light",
    view: View = "points",
    note: str = "",
    language: str = "en",
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> str:
    """The whole page as text, about 4 MB plus the events.

    Parameters
    ----------
    gdf
        A frame of ``geo.frame``; the first ``MAX_EVENTS`` rows are written, and the page says
        so when there are more.
    title, note
        Shown as plain text: the page's name, and a line about filters or origin.
    theme
        Used unless the reader's system asks for dark.
    language
        Of the page's own words and of the names on the map: "en" or "ru" (``static/words.js``).
    labels
        ``type`` and ``mode``: words for the codes in that language; the ontology's where left out.
    """
    shown = gdf.iloc[:MAX_EVENTS]
    told = labels or {}
    data = {
        "title": safe_map_text(title),
        "note": note,
        "total": len(gdf),
        "shown": len(shown),
        "unlocated": int(shown["latitude"].isna().sum()),
        "bounds": view_bounds(shown),
        "options": [theme, "", 1, None, ATTRIBUTION],
        "maxZoom": MAX_ZOOM,
        "language": language,
        "modes": dict(told.get("mode", {})),
        "legend": _legend(shown, told.get("type", {})),
        "events": _events(shown),
    }
    scripts = [assets.text(name) for name in assets.SCRIPTS]
    marks = draw_list(
        shown, zoom=6, view=view, theme=theme, whole=True, language=language,
        type_names=told.get("type"),
    )  # fmt: skip
    scripts += [assets.basemap_script(language=language), f"Dateline.payload={encode(marks)};"]
    scripts.append(assets.text("page.js"))
    styles = [_style(name) for name in (*assets.STYLES, "page.css")]
    return _page(json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT), scripts, styles)


def _legend(gdf: gpd.GeoDataFrame, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The types that occur, worded in the page's language."""
    present = set(gdf["event_type"].dropna().unique())
    items = [item for item in legend_items() if item["code"] in present]
    return [
        item | {key: names[item["code"]] for key in ("label", "short") if item["code"] in names}
        for item in items
    ]


def _page(data: str, scripts: list[str], styles: list[str]) -> str:
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in scripts)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="referrer" content="no-referrer">\n<title>Dateline map</title>\n',
            *(f"<style>{style}</style>\n" for style in styles),
            '</head>\n<body>\n<div id="map" role="application" aria-label="Map of events"></div>\n',
            '<aside id="panel" aria-live="polite"></aside>\n',
            f'<script type="application/json" id="dateline-data">{data}</script>\n',
            *(f"<script>{script}</script>\n" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _style(name: str) -> str:
    """A style sheet without the pictures it names: none of them is used on this page."""
    return assets.text(name).replace("url(images/", "url(data:,")


def _events(gdf: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = {name: gdf[name].tolist() for name in _CARD}
    lon, lat = gdf["longitude"].tolist(), gdf["latitude"].tolist()
    places, ids = gdf["place_id"].tolist(), gdf["event_id"].tolist()
    rows = []
    for i in range(len(gdf)):
        row: dict[str, Any] = {name: _plain(values[i]) for name, values in columns.items()}
        located = lon[i] == lon[i] and lat[i] == lat[i]
        row["at"] = [round(lon[i], 5), round(lat[i], 5)] if located else None
        row["place"], row["id"] = _plain(places[i]), ids[i]
        rows.append({k: v for k, v in row.items() if v is not None})
    return rows


def _plain(value: object) -> str | float | None:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return value.date().isoformat() if value == value else None  # noqa: PLR0124 (NaT differs from itself)
    return round(value, 3) if isinstance(value, float) and value == value else None  # noqa: PLR0124
