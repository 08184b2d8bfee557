"""Dateline: from news text to events on a map.

    source ─▶ articles ─▶ sentences ─▶ toponyms ─▶ events ─▶ frame ─▶ filters ─▶ maps
                                                              │                 └▶ exports
                                                            store

Who did what to whom, where and when, each with the sentence that says so. The names below are
the public interface; each is imported when first used, so ``import geo`` stays cheap.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from geo.exports.geojson import to_geojson as to_geojson
    from geo.filters import Filters as Filters
    from geo.filters import filter_events as filter_events
    from geo.frame import events_to_gdf as events_to_gdf
    from geo.maps.layers import make_map as make_map
    from geo.model import Article as Article
    from geo.model import Event as Event
    from geo.pipeline import code_events as code_events
    from geo.pipeline import geocode as geocode
    from geo.pipeline import geoparse as geoparse
    from geo.pipeline import read_articles as read_articles
    from geo.settings import Settings as Settings

_HOME: dict[str, str] = {
    "Article": "geo.model",
    "Event": "geo.model",
    "Filters": "geo.filters",
    "Settings": "geo.settings",
    "code_events": "geo.pipeline",
    "events_to_gdf": "geo.frame",
    "filter_events": "geo.filters",
    "geocode": "geo.pipeline",
    "geoparse": "geo.pipeline",
    "make_map": "geo.maps.layers",
    "read_articles": "geo.pipeline",
    "to_geojson": "geo.exports.geojson",
}
__all__ = [
    "Article",
    "Event",
    "Filters",
    "Settings",
    "__version__",
    "code_events",
    "events_to_gdf",
    "filter_events",
    "geocode",
    "geoparse",
    "make_map",
    "read_articles",
    "to_geojson",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name from its room on first use (PEP 562)."""
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        msg = f"module 'geo' has no attribute {name!r}"
        raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
