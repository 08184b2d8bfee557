"""Events on a map (step 7): an own basemap, own marks, nothing from the network.

    base_map() ─── constant: canvas atlas, labels, scale, attribution
    event_layers() dynamic: spots and clusters, areas, heat or choropleth; ids, counts, labels only
    selection_of() what a click meant;  ids_of() which events that is
    make_map()     both in one folium.Map;  map_html(), save_map() a file that opens by double click

Article text never enters a folium or branca element: they render strings as templates on the
server. ``payload.encode`` is the only way data reaches a map, and ``html`` writes evidence outside
of folium altogether. The names are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.maps.basemap import base_map as base_map
    from geo.maps.html import map_html as map_html
    from geo.maps.html import save_map as save_map
    from geo.maps.layers import event_layers as event_layers
    from geo.maps.layers import legend_items as legend_items
    from geo.maps.layers import make_map as make_map
    from geo.maps.layers import needs_viewport as needs_viewport
    from geo.maps.selection import Selection as Selection
    from geo.maps.selection import ids_of as ids_of
    from geo.maps.selection import selection_of as selection_of

_HOME: dict[str, str] = {
    "Selection": "geo.maps.selection",
    "base_map": "geo.maps.basemap",
    "event_layers": "geo.maps.layers",
    "ids_of": "geo.maps.selection",
    "legend_items": "geo.maps.layers",
    "make_map": "geo.maps.layers",
    "map_html": "geo.maps.html",
    "needs_viewport": "geo.maps.layers",
    "save_map": "geo.maps.html",
    "selection_of": "geo.maps.selection",
}
__all__ = [
    "Selection",
    "base_map",
    "event_layers",
    "ids_of",
    "legend_items",
    "make_map",
    "map_html",
    "needs_viewport",
    "save_map",
    "selection_of",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name from its module on first use (PEP 562)."""
        if name in _HOME:
            return getattr(import_module(_HOME[name]), name)
        msg = f"module 'geo.maps' has no attribute {name!r}"
        raise AttributeError(msg)
