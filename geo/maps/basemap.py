"""The constant half of a map: an atlas that is drawn in the browser, and nothing that changes.

st_folium rebuilds the whole frame when the base map's script changes, and the view is lost. So no
data, no selection and no view may enter here; they travel in ``event_layers``.
"""

from __future__ import annotations

from typing import Literal

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.maps import assets
from geo.maps.payload import encode

Theme = Literal["light", "dark"]
#: What must stand on any map we draw (GeoNames is CC BY; Natural Earth asks for nothing).
ATTRIBUTION = "Natural Earth · GeoNames (CC BY 4.0)"
_ONLINE_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
MAX_ZOOM = 14


class _Atlas(MacroElement):
    """Starts the scripts of ``static/`` on the map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Dateline.start({{ this._parent.get_name() }}, {{ this.options }});
        {% endmacro %}
        """
    )

    def __init__(self, *options: str | int | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Atlas"
        self.options = encode(options)


def base_map(
    *,
    theme: Theme = "light",
    asset_url: str | None = None,
    basemap_url: str | None = None,
    online_tiles: bool = False,
    labels: bool = True,
    location: tuple[float, float] = (25.0, 20.0),
    zoom: int = 2,
) -> folium.Map:
    """An empty map: countries, first-level regions, names, a scale and the attribution.

    Parameters
    ----------
    theme
        Colours to begin with; ``event_layers(theme=…)`` may change them without a rebuild.
    asset_url, basemap_url
        Where the folders of ``assets.component_folders()`` are served; the second is derived
        from the first when left out. Without ``asset_url`` everything is carried inline.
    online_tiles
        Draw OpenStreetMap's tiles instead of the atlas. This contacts a host outside, and is
        the only thing on the map that ever does.
    labels
        Write the names of countries, regions and cities.
    location, zoom
        View to begin with: (latitude, longitude) in degrees, Leaflet zoom. Keep them constant.
    """
    scripts, styles = assets.links(asset_url) if asset_url else assets.inline_links()
    made = folium.Map(
        location=location,
        tiles=None,
        zoom_start=zoom,
        zoom_control=True,
        control_scale=False,
        maxZoom=MAX_ZOOM,
        minZoom=1,
        worldCopyJump=True,
        attributionControl=True,
        zoomSnap=1,
    )
    made.default_js, made.default_css = scripts, styles  # this map's own, not the class's
    where = basemap_url or (assets.basemap_url(asset_url) if asset_url else "")
    made.add_child(
        _Atlas(theme, where, int(labels), _ONLINE_TILES if online_tiles else None, ATTRIBUTION)
    )
    return made
