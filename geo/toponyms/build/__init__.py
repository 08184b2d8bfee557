"""Compile the gazetteer: the bundled one from packages and lists, or a full one from a GeoNames dump.

    build_bundled(out_dir, sources_dir=…)                  python -m geo gazetteer build
    build_from_geonames(allCountries.zip, out, …)          python -m geo gazetteer build --geonames …

Nothing of this is imported when Dateline runs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.toponyms.build.bundled import build_bundled as build_bundled
    from geo.toponyms.build.geonames import build_from_geonames as build_from_geonames

_HOME = {
    "build_bundled": "geo.toponyms.build.bundled",
    "build_from_geonames": "geo.toponyms.build.geonames",
}
__all__ = ["build_bundled", "build_from_geonames"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a builder on first use; both need numpy, and one of them the build packages."""
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        msg = f"module 'geo.toponyms.build' has no attribute {name!r}"
        raise AttributeError(msg)
