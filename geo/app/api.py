"""``GET /api/events.geojson``: the same events for other programs, read-only, beside the page.

Query parameters are those of the app's address (``geo.filters.Filters``), with ``limit`` and
``offset`` for paging. An answer carries an ETag, and a repeated question with it costs no body.
Other sites' scripts may not read it (no CORS) unless ``DATELINE_CORS`` names their origin.
``GET /api/openapi.json`` describes it.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Any

import geo
from geo.errors import DatelineError, FilterError
from geo.filters import Filters, filter_events

if TYPE_CHECKING:
    import geopandas as gpd
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

#: Features an answer, when none or more is asked for.
MOST = 5000
_PARAMETERS: dict[str, tuple[str, str]] = {
    "date_from": ("string", "first day, YYYY-MM-DD"),
    "date_to": ("string", "last day, YYYY-MM-DD"),
    "actors": ("array", "actor names, exact"),
    "actor_role": ("string", "either, actor or recipient"),
    "event_types": ("array", "PLOVER types"),
    "modes": ("array", "PLOVER modes"),
    "acled_types": ("array", "ACLED event types"),
    "countries": ("array", "ISO 3166-1 alpha-3 codes"),
    "admin1": ("array", "ids of first-level regions"),
    "precisions": ("array", "how finely the place is known"),
    "min_confidence": ("number", "0 to 1"),
    "sources": ("array", "source names"),
    "review": ("array", "review statuses"),
    "text": ("string", "words that must all occur"),
    "box": ("string", "west,south,east,north in degrees"),
    "limit": ("integer", f"features an answer, at most {MOST}"),
    "offset": ("integer", "features to skip"),
}


def routes() -> list[BaseRoute]:
    """The routes to mount beside the page."""
    from starlette.routing import Route

    return [
        Route("/api/events.geojson", answer_events, methods=["GET"]),
        Route("/api/openapi.json", answer_openapi, methods=["GET"]),
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
        frame, version = served_events()
    except DatelineError as error:
        return JSONResponse({"error": str(error)}, status_code=503)
    question = f"{geo.__version__}\x1f{version}\x1f{filters.to_query()}\x1f{limit}\x1f{offset}"
    tag = f'"{hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", **_cors()}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    kept = filter_events(frame, filters)
    headers["X-Total-Count"] = str(len(kept))
    from geo.exports.geojson import MIME, to_geojson

    body = to_geojson(kept.iloc[offset : offset + limit], filters=filters)
    return Response(body.encode("utf-8", "replace"), media_type=MIME, headers=headers)


def answer_openapi(_request: Request) -> Response:
    """The description of the interface, OpenAPI 3.1."""
    from starlette.responses import JSONResponse

    return JSONResponse(openapi())


def openapi() -> dict[str, Any]:
    """The interface in OpenAPI 3.1."""
    ok = {"description": "a FeatureCollection", "content": {"application/geo+json": {"schema": {}}}}
    bad = {"description": "a parameter cannot be understood", "content": {"application/json": {}}}
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": what,
            "schema": _schema(kind),
        }
        for name, (kind, what) in _PARAMETERS.items()
    ]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dateline events", "version": geo.__version__},
        "paths": {
            "/api/events.geojson": {
                "get": {
                    "summary": "Events that pass the filters",
                    "parameters": parameters,
                    "responses": {
                        "200": ok,
                        "304": {"description": "nothing has changed since the ETag"},
                        "400": bad,
                        "503": {"description": "the store cannot be read"},
                    },
                }
            }
        },
    }


def _schema(kind: str) -> dict[str, Any]:
    if kind == "array":
        return {"type": "array", "items": {"type": "string"}}
    return {"type": kind}


def _number(request: Request, name: str, default: int) -> int:
    raw = request.query_params.get(name)
    if raw is None:
        return default
    if not (raw.isascii() and raw.isdigit() and len(raw) < 10):  # noqa: PLR2004 (a billion)
        msg = f"{name}={raw!r} cannot be read; expected a whole number of 0 or more."
        raise FilterError(msg)
    return min(int(raw), MOST) if name == "limit" else int(raw)


def _cors() -> dict[str, str]:
    origin = os.environ.get("DATELINE_CORS", "")
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}


def served_events() -> tuple[gpd.GeoDataFrame, str]:
    """What is served, and a word that differs whenever it does: the store's, else the samples'."""
    from geo.settings import Settings

    settings = Settings.from_env()
    if settings.store_url:
        return _stored(settings.store_url)
    from geo.app.data import sample_dataset

    dataset = sample_dataset(settings)
    return dataset.frame, dataset.version


def _stored(url: str) -> tuple[gpd.GeoDataFrame, str]:
    from geo.frame import events_to_gdf
    from geo.store import Store

    store = Store.open(url)
    try:
        return events_to_gdf(store.events()), str(store.last_change())
    finally:
        store.close()
