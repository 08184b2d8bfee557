"""Downloads of a file of rows, sent while they are written: the server holds some thousand rows.

``GET /api/download/NAME?FILTERS``. Streamlit's own downloads stand in memory until they are fetched,
1.4 GB of GeoJSON for a million events. Every session sees the same rows of such a file, and nobody
corrects them, so that file and filters say all that a session would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from geo.app.data import visible_mask
from geo.app.opened import RowsDataset, opened_dataset
from geo.errors import DatelineError, FilterError
from geo.filters import Filters

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ADDRESS: Final = "/api/download/{name}"


def _geojson(dataset: RowsDataset, filters: Filters) -> Iterator[str]:
    from geo.exports.geojson import geojson_parts

    mask = visible_mask(dataset.frame, filters)
    return geojson_parts(dataset.file.frames(mask), filters=filters)


def _csv(dataset: RowsDataset, filters: Filters, *, spreadsheet: bool = False) -> Iterator[str]:
    from geo.exports.csv import csv_parts
    from geo.exports.metadata import export_metadata

    mask = visible_mask(dataset.frame, filters)
    count = len(dataset.frame) if mask is None else int(mask.sum())
    told = export_metadata(filters, count=count)
    return csv_parts(dataset.file.frames(mask), metadata=told, spreadsheet=spreadsheet)


def _excel(dataset: RowsDataset, filters: Filters) -> Iterator[str]:
    return _csv(dataset, filters, spreadsheet=True)


def _kml(dataset: RowsDataset, filters: Filters) -> Iterator[str]:
    from geo.exports.kml import kml_parts

    mask, placed = (
        visible_mask(dataset.frame, filters),
        dataset.frame["latitude"].notna().to_numpy(),
    )
    here = placed if mask is None else placed & mask
    nowhere = ~placed if mask is None else ~placed & mask
    frames = dataset.file.frames
    count = int(here.sum() + nowhere.sum())
    return kml_parts(frames(here), frames(nowhere), filters=filters, count=count)


#: name in the menu -> (how to write it, ending, media type).
STREAMED: Final[dict[str, tuple[Callable[[RowsDataset, Filters], Iterator[str]], str, str]]] = {
    "geojson": (_geojson, "geojson", "application/geo+json"),
    "csv": (_csv, "csv", "text/csv"),
    "csv_excel": (_excel, "excel.csv", "text/csv"),
    "kml": (_kml, "kml", "application/vnd.google-earth.kml+xml"),
}


def link(name: str, filters: Filters) -> str:
    """Where a download of these filters is fetched, on the app's own host."""
    return ADDRESS.format(name=name) + "?" + filters.to_query()


def answer_download(request: Request) -> Response:
    """The file, piece by piece; 404 for another name or without a file of rows, 400 for a bad filter."""
    from starlette.responses import JSONResponse, StreamingResponse

    try:
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        filters, dataset = Filters.from_query(query), opened_dataset()
    except FilterError as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    except DatelineError as error:
        return JSONResponse({"error": str(error)}, status_code=503)
    known = STREAMED.get(request.path_params["name"])
    if known is None or not isinstance(dataset, RowsDataset):
        return JSONResponse({"error": "There is no such download."}, status_code=404)
    write, ending, kind = known
    saved_as = f'attachment; filename="dateline-events.{ending}"'
    return StreamingResponse(
        _bytes(write(dataset, filters)), media_type=kind, headers={"Content-Disposition": saved_as}
    )


def _bytes(parts: Iterable[str]) -> Iterator[bytes]:
    for part in parts:
        yield part.encode("utf-8", "replace")
