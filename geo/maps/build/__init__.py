"""How ``data/basemap`` is made; needs the ``build`` extra and Debian's package tools."""

from geo.maps.build.natural_earth import build_basemap

__all__ = ["build_basemap"]
