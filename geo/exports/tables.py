"""GeoPackage and GeoParquet, by the libraries made for them.

Both are written to memory: an export is what the filters show, a few thousand rows.
"""

from __future__ import annotations

import io
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo.exports.metadata import export_metadata
from geo.filters import Filters

if TYPE_CHECKING:
    import geopandas as gpd

GEOPACKAGE_MIME = "application/geopackage+sqlite3"
GEOPARQUET_MIME = "application/vnd.apache.parquet"
#: Rows a group of a Parquet file: so many are read for one of them.
_GROUP = 50_000


def to_geopackage(gdf: gpd.GeoDataFrame, *, filters: Filters | None = None) -> bytes:
    """The rows as a GeoPackage: layer ``events``, and a plain table ``metadata``."""
    flat = _uncategorised(gdf)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        flat.to_file(path, layer="events", driver="GPKG", engine="pyogrio")
        with sqlite3.connect(path) as base:
            base.execute("CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT)")
            items = export_metadata(filters, count=len(gdf)).items()
            base.executemany("INSERT INTO metadata VALUES (?, ?)", [(k, str(v)) for k, v in items])
            base.execute(
                "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
                " VALUES ('metadata', 'attributes', 'metadata')"
            )
        base.close()
        return path.read_bytes()


def to_geoparquet(gdf: gpd.GeoDataFrame, *, filters: Filters | None = None) -> bytes:
    """The rows as GeoParquet 1.0 (WKB); the metadata is the schema key ``dateline``."""
    import json

    import pyarrow.parquet as pq

    out = io.BytesIO()
    _uncategorised(gdf).to_parquet(out, index=False)
    out.seek(0)
    table = pq.read_table(out)
    note = json.dumps(export_metadata(filters, count=len(gdf))).encode()
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), b"dateline": note})
    final = io.BytesIO()
    pq.write_table(table, final, compression="zstd", row_group_size=_GROUP)
    return final.getvalue()


def _uncategorised(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Categories as text: GDAL and older Parquet readers know no dictionaries."""
    names = gdf.columns[gdf.dtypes == "category"]
    return gdf.astype(dict.fromkeys(names, "str")).reset_index(drop=True)


def read_geoparquet(paths: list[Path]) -> gpd.GeoDataFrame:
    """Read files of ``to_geoparquet`` back as one frame; an empty frame for no file."""
    import geopandas as gpd
    import pandas as pd

    from geo.frame import COLUMNS, events_to_gdf

    if not paths:
        return events_to_gdf([])
    table = pd.concat([gpd.read_parquet(path) for path in paths], ignore_index=True)
    return gpd.GeoDataFrame(table.astype(COLUMNS), geometry="geometry", crs="EPSG:4326")
