"""KML 2.2 with time stamps, for Google Earth. Written with the standard library's XML writer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET  # written only; never used to parse

from geo.exports.metadata import export_metadata
from geo.exports.rows import plain_rows
from geo.filters import Filters

if TYPE_CHECKING:
    import pandas as pd

MIME = "application/vnd.google-earth.kml+xml"
#: Characters XML 1.0 cannot hold at all (section 2.2 of the recommendation).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_kml(gdf: pd.DataFrame, *, filters: Filters | None = None) -> str:
    """The rows as KML.

    Located events are placemarks with a point; the others are placemarks without geometry in a
    folder of their own. A day is a ``TimeStamp``, an interval a ``TimeSpan``. The description is
    plain text: evidence, source, precision.
    """
    placed = gdf["latitude"].notna()
    parts = kml_parts([gdf[placed]], [gdf[~placed]], filters=filters, count=len(gdf))
    return "".join(parts)


def kml_parts(
    located: Iterable[pd.DataFrame],
    unlocated: Iterable[pd.DataFrame],
    *,
    filters: Filters | None = None,
    count: int,
) -> Iterator[str]:
    """The same piece by piece, from the rows that are drawn and those that are not.

    Written mark by mark: a tree of a million of them is gigabytes.
    """
    meta = export_metadata(filters, count=count)
    told = "\n".join(f"{k}: {v}" for k, v in meta.items())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
    yield f"<Document><name>Dateline events</name><description>{escape(told)}</description>"
    for name, frames in (("Events", located), ("Events that are not drawn", unlocated)):
        yield f"<Folder><name>{name}</name>"
        for frame in frames:
            marks = map(_placemark, plain_rows(frame))
            yield "".join(ET.tostring(mark, encoding="unicode") for mark in marks)
        yield "</Folder>"
    yield "</Document></kml>"


def _placemark(row: dict[str, Any]) -> ET.Element:
    mark = ET.Element("Placemark", id=f"e{row['event_id']}")
    kind = " / ".join(v for v in (row["event_type"], row["mode"]) if v)
    _text(mark, "name", f"{kind}: {row['location'] or 'no place'}")
    lines = [
        row["evidence"],
        f"Who: {row['actor1'] or 'not stated'} -> {row['actor2'] or 'not stated'}",
        f"Place known to: {row['precision']} ({row['geo_reason'] or 'no reason noted'})",
        f"Confidence: {row['confidence']}",
        f"Source: {row['source'] or 'not stated'}",
    ]
    _text(mark, "description", "\n".join(lines))
    if row["event_date"] and row["event_date"] == row["date_end"]:
        _text(ET.SubElement(mark, "TimeStamp"), "when", row["event_date"])
    elif row["event_date"]:
        span = ET.SubElement(mark, "TimeSpan")
        _text(span, "begin", row["event_date"])
        _text(span, "end", row["date_end"])
    if row["latitude"] is not None:
        point = ET.SubElement(mark, "Point")
        _text(point, "coordinates", f"{row['longitude']},{row['latitude']}")
    return mark


def _text(parent: ET.Element, tag: str, text: object) -> None:
    ET.SubElement(parent, tag).text = _NOT_XML.sub("\ufffd", str(text))
