"""Toponyms: find the place names of an article and choose the place that each one means.

    Article, Sentences ─▶ recognize (spans) ─▶ gazetteer (candidates) ─▶ resolve (Toponym)

``gazetteer`` is the embedded one, ``geocoder`` the same as a geopy geocoder, ``nominatim`` the
optional online chain, ``build`` compiles the gazetteer's file.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.toponyms.gazetteer import Gazetteer as Gazetteer
    from geo.toponyms.gazetteer import NameMatch as NameMatch
    from geo.toponyms.geocoder import EmbeddedGeocoder as EmbeddedGeocoder
    from geo.toponyms.geoparser import Geoparser as Geoparser
    from geo.toponyms.nominatim import Chain as Chain

_HOME = {
    "Chain": "geo.toponyms.nominatim",
    "EmbeddedGeocoder": "geo.toponyms.geocoder",
    "Gazetteer": "geo.toponyms.gazetteer",
    "Geoparser": "geo.toponyms.geoparser",
    "NameMatch": "geo.toponyms.gazetteer",
}
__all__ = ["Chain", "EmbeddedGeocoder", "Gazetteer", "Geoparser", "NameMatch"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name on first use, so that geopy is loaded only where it is asked for."""
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        msg = f"module 'geo.toponyms' has no attribute {name!r}"
        raise AttributeError(msg)
