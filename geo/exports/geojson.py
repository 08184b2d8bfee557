"""GeoJSON by RFC 7946, written by hand because no library writes all of it right.

``GeoDataFrame.to_json`` escapes non-ASCII, may add a ``crs`` member and fails on dates; here:
[longitude, latitude] in WGS 84, no ``crs``, ``bbox`` as west, south, east, north, a stable ``id`` a
feature, ``geometry: null`` for events without a place, coordinates no finer than the place is known.
"""

from __future__ import annotations

import io
import json
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.exports.metadata import export_metadata
from geo.exports.rows import event_rows, plain_rows
from geo.filters import Filters
from geo.model import Event

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

MIME = "application/geo+json"


def to_geojson(
    gdf: gpd.GeoDataFrame,
    *,
    filters: Filters | None = None,
    generated_at: datetime | None = None,
) -> str:
    """Write the rows as a GeoJSON FeatureCollection.

    Parameters
    ----------
    gdf
        A frame with ``geo.frame.COLUMNS``, EPSG:4326; exactly its rows are written.
    filters
        The filters that made the selection, noted in the foreign member ``metadata``.
    generated_at
        Moment noted there; now (UTC) when None.

    Returns
    -------
    str
        One line a feature, UTF-8 text without escapes beyond JSON's own.
    """
    return _collection(plain_rows(gdf), filters, generated_at)


def events_to_geojson(events: Iterable[Event], *, generated_at: datetime | None = None) -> str:
    """The same from events, without a frame: what ``to_geojson(events_to_gdf(events))`` gives."""
    return _collection(event_rows(events), None, generated_at)


def _collection(
    rows: Iterable[dict[str, Any]], filters: Filters | None, generated_at: datetime | None
) -> str:
    body, points, count = io.StringIO(), array("d"), 0
    for row in rows:
        if row["latitude"] is not None:
            points.extend((row["longitude"], row["latitude"]))
        body.write(",\n" if count else "")
        body.write(_dumps(_feature(row)))
        count += 1
    head: dict[str, Any] = {"type": "FeatureCollection"}
    box = _bbox(points[::2], points[1::2])
    if box:
        head["bbox"] = box
    head["metadata"] = export_metadata(filters, count=count, generated_at=generated_at)
    return f'{_dumps(head)[:-1]},"features":[\n{body.getvalue()}\n]}}\n'


def geojson_parts(
    frames: Iterable[pd.DataFrame],
    *,
    filters: Filters | None = None,
    generated_at: datetime | None = None,
) -> Iterator[str]:
    """A FeatureCollection piece by piece; ``bbox`` and ``metadata`` follow the features."""
    yield '{"type":"FeatureCollection","features":[\n'
    points, count = array("d"), 0
    for frame in frames:
        body = io.StringIO()
        for row in plain_rows(frame):
            if row["latitude"] is not None:
                points.extend((row["longitude"], row["latitude"]))
            body.write((",\n" if count else "") + _dumps(_feature(row)))
            count += 1
        yield body.getvalue()
    box = _bbox(points[::2], points[1::2])
    tail: dict[str, Any] = {"bbox": box} if box else {}
    tail["metadata"] = export_metadata(filters, count=count, generated_at=generated_at)
    yield f"\n],{_dumps(tail)[1:]}\n"


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    lon, lat = row["longitude"], row["latitude"]
    geometry = None if lat is None else {"type": "Point", "coordinates": [lon, lat]}
    properties = {name: value for name, value in row.items() if name != "event_id"}
    if properties.get("geo_candidates"):
        properties["geo_candidates"] = json.loads(properties["geo_candidates"])
    return {
        "type": "Feature",
        "id": row["event_id"],
        "geometry": geometry,
        "properties": {"event_id": row["event_id"], **properties},
    }


def _bbox(longitudes: Iterable[float], lats: Sequence[float]) -> list[float] | None:
    """West, south, east, north of the points; None without any.

    RFC 7946 5.2: where the narrowest box crosses the antimeridian, west is greater than east.
    """
    lons = sorted(set(longitudes))
    if not lons:
        return None
    gaps = [(b - a, i) for i, (a, b) in enumerate(pairwise(lons))]
    widest, at = max(gaps, default=(0.0, 0))
    if widest > 360 - (lons[-1] - lons[0]):
        return [lons[at + 1], min(lats), lons[at], max(lats)]
    return [lons[0], min(lats), lons[-1], max(lats)]


def from_geojson(text: str) -> gpd.GeoDataFrame:
    """Read back what ``to_geojson`` wrote.

    Raises
    ------
    ExportError
        The text is not a FeatureCollection of Dateline events.
    """
    from geo.frame import frame_from_rows

    try:
        features = json.loads(text)["features"]
        rows = [dict(feature["properties"]) for feature in features]
        for row in rows:
            candidates = row.get("geo_candidates")
            if isinstance(candidates, list):
                row["geo_candidates"] = json.dumps(
                    candidates, ensure_ascii=False, separators=(",", ":")
                )
        return frame_from_rows(rows)
    except (KeyError, TypeError, ValueError) as error:
        msg = f"This is not GeoJSON written by Dateline ({error}). Make it with `geo code -o`."
        raise ExportError(msg) from error
