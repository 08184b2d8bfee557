"""``GET /api/events.geojson``: the same events for other programs, read-only, beside the page.

Query parameters are those of the app's address (``geo.filters.Filters``), with ``limit`` and
``offset`` for paging. An answer carries an ETag, and a repeated question with it costs no body.
Other sites' scripts may not read it (no CORS) unless ``DATELINE_CORS`` names their origin.
``GET /api/openapi.json`` describes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, get_args

import geo
from geo.errors import DatelineError, FilterError
from geo.filters import ActorRole, Filters
from geo.model import PRECISIONS, QUAD_CLASS, ReviewStatus

if TYPE_CHECKING:
    import geopandas as gpd
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from geo.app.data import Dataset
    from geo.app.ledger import Ledger
    from geo.settings import Settings

#: Features an answer, when none or more is asked for.
MOST = 5000
#: Largest number that may be asked for.
_LARGEST = 999_999_999
_TEXT: dict[str, Any] = {"type": "string"}
_DAY = {"type": "string", "format": "date"}
_DEGREES = r"-?\d{1,3}(\.\d{1,9})?"


def _list_of(*values: str) -> dict[str, Any]:
    return {"type": "array", "items": {**_TEXT, "enum": list(values)} if values else _TEXT}


#: Name -> what it may be (JSON schema), and what it means. Lists are given by repeating the name.
_PARAMETERS: dict[str, tuple[dict[str, Any], str]] = {
    "date_from": (_DAY, "first day; not after the last"),
    "date_to": (_DAY, "last day"),
    "actors": (_list_of(), "actor names, exact"),
    "actor_role": ({**_TEXT, "enum": list(get_args(ActorRole))}, "where an actor is looked for"),
    "event_types": (_list_of(*QUAD_CLASS), "PLOVER types"),
    "modes": (_list_of(), "PLOVER modes"),
    "acled_types": (_list_of(), "ACLED event types"),
    "countries": (_list_of(), "ISO 3166-1 alpha-3 codes"),
    "admin1": (_list_of(), "ids of first-level regions"),
    "precisions": (_list_of(*PRECISIONS), "how finely the place is known"),
    "min_confidence": ({"type": "number", "minimum": 0, "maximum": 1}, "lowest confidence"),
    "sources": (_list_of(), "source names"),
    "review": (
        _list_of(*get_args(ReviewStatus)),
        "review statuses; rejected events are given only when asked for",
    ),
    "text": (_TEXT, "words that must all occur"),
    "box": (
        {**_TEXT, "pattern": f"^{_DEGREES}(,{_DEGREES}){{3}}$"},
        "west,south,east,north in degrees; south not above north",
    ),
    "limit": (
        {"type": "integer", "minimum": 0, "maximum": _LARGEST},
        f"features an answer; no more than {MOST} are given",
    ),
    "offset": ({"type": "integer", "minimum": 0, "maximum": _LARGEST}, "features to skip"),
}
_SERVED = (
    "What the page shows at first: the file that `geo app FILE` opened, with what the store holds;"
    " without a file the store; the samples as long as there is nothing else."
)
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "minLength": 1}},
}
_COLLECTION = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "type": "array",
            "maxItems": MOST,
            "items": {
                "type": "object",
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {"type": ["object", "null"]},
                    "properties": {"type": "object", "required": ["event_id", "evidence"]},
                },
            },
        },
    },
}


_HEADERS = {
    "ETag": {
        "description": "of this question and this state of the events; give it as If-None-Match",
        "schema": _TEXT,
    },
    "X-Total-Count": {
        "description": "how many events pass, on all pages",
        "schema": {"type": "integer", "minimum": 0},
    },
}


def routes() -> list[BaseRoute]:
    """The routes to mount beside the page."""
    from starlette.routing import Route

    from geo.app import streamed

    return [
        Route("/api/events.geojson", answer_events, methods=["GET"]),
        Route("/api/openapi.json", answer_openapi, methods=["GET"]),
        Route(streamed.ADDRESS, streamed.answer_download, methods=["GET"]),
    ]


def answer_events(request: Request) -> Response:
    """One page of the events that pass, as GeoJSON; 400 with a reason for a bad question."""
    from starlette.responses import JSONResponse, Response

    try:
        limit, offset = _number(request, "limit", MOST), _number(request, "offset", 0)
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        filters = Filters.from_query(query)
    except FilterError as error:
        return JSONResponse({"error": str(error)}, status_code=400)
    try:
        page, version = served_events()
    except DatelineError as error:
        return JSONResponse({"error": str(error)}, status_code=503)
    question = f"{geo.__version__}\x1f{version}\x1f{filters.to_query()}\x1f{limit}\x1f{offset}"
    tag = f'"{hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:24]}"'
    known = request.headers.get("if-none-match", "")
    headers = {"ETag": tag, "Cache-Control": "no-cache", **_cors()}
    if known.strip() == "*" or tag in known:
        return Response(status_code=304, headers=headers)
    rows, total = page(filters, offset, limit)
    headers["X-Total-Count"] = str(total)
    from geo.exports.geojson import MIME, to_geojson

    body = to_geojson(rows, filters=filters)
    return Response(body.encode("utf-8", "replace"), media_type=MIME, headers=headers)


def answer_openapi(_request: Request) -> Response:
    """The description of the interface, OpenAPI 3.1."""
    from starlette.responses import JSONResponse

    return JSONResponse(openapi())


def openapi() -> dict[str, Any]:
    """The interface in OpenAPI 3.1."""
    parameters = [
        {"name": name, "in": "query", "required": False, "description": what, "schema": schema}
        for name, (schema, what) in _PARAMETERS.items()
    ]
    answers = {
        "200": {**_answer("the events", "application/geo+json", _COLLECTION), "headers": _HEADERS},
        "304": {
            "description": "nothing has changed since the ETag that If-None-Match named",
            "headers": {"ETag": _HEADERS["ETag"]},
        },
        "400": _answer("a parameter cannot be understood", "application/json", _ERROR),
        "503": _answer("the store cannot be read", "application/json", _ERROR),
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dateline events", "version": geo.__version__},
        "paths": {
            "/api/events.geojson": {
                "get": {
                    "summary": "Events that pass the filters",
                    "description": _SERVED,
                    "parameters": parameters,
                    "responses": answers,
                }
            }
        },
    }


def _answer(what: str, kind: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {kind: {"schema": schema}}}


def _number(request: Request, name: str, default: int) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) <= len(str(_LARGEST))):
        msg = f"{name}={raw!r} cannot be read; expected a whole number of 0 or more."
        raise FilterError(msg)
    return min(int(raw), MOST) if name == "limit" else int(raw)


def _cors() -> dict[str, str]:
    origin = os.environ.get("DATELINE_CORS", "")
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}


Page = Callable[[Filters, int, int], "tuple[gpd.GeoDataFrame, int]"]


def served_events() -> tuple[Page, str]:
    """What pages are cut from, and a word that differs whenever it does: what the page shows at first."""
    from geo.app.ledger import Ledger
    from geo.app.opened import RowsDataset
    from geo.settings import Settings
    from geo.store import Store

    settings = Settings.from_env()
    store = Store.open(settings.store_url) if settings.store_url else None
    try:
        dataset = _dataset(settings, Ledger(settings, store))
    finally:
        if store is not None:
            store.close()
    if isinstance(dataset, RowsDataset):
        return dataset.page, dataset.version
    return partial(_page, dataset), dataset.version


def _page(
    dataset: Dataset, filters: Filters, offset: int, limit: int
) -> tuple[gpd.GeoDataFrame, int]:
    """Some of the rows that are shown, and how many are."""
    kept = dataset.chosen(filters)
    return kept.iloc[offset : offset + limit], len(kept)


def _dataset(settings: Settings, corrections: Ledger) -> Dataset:
    """Laid out once for each state of file and store, not once for each question."""
    from geo.app import served
    from geo.app.data import make_dataset

    shows_base = served.begins_with_base(settings, corrections)
    base = served.base(settings) if shows_base else make_dataset(())
    state = (settings.store_url, base.version, corrections.version)
    with _ONE_AT_A_TIME:
        if state not in _LAST:
            _LAST.clear()
            _LAST[state] = served.combined(base, corrections)
        return _LAST[state]


#: What was laid out last, by the state that it shows.
_LAST: dict[tuple[object, ...], Dataset] = {}
_ONE_AT_A_TIME: Final = Lock()
