"""The changing half of a map: what the events are, laid out for the browser to draw.

Everything leaves through ``payload.encode``: positions, counts, codes, colours, names of places.
Which mark stands for which events is said by position or place, never by listing them; a click is
turned back into events by ``geo.maps.selection``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

import folium
import numpy as np
from branca.element import MacroElement
from folium.template import Template

from geo.maps import basemap, moments, summary
from geo.maps.payload import Value, encode, safe_map_text
from geo.maps.table import WHOLE_SPOTS, Table

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.events.ontology import Ontology
    from geo.maps.clusters import Box

#: Longest line below a picture.
_CAPTION: Final = 400
View = Literal["points", "time", "heat", "choropleth"]


class _Marks(MacroElement):
    """Hands one payload to ``Dateline.draw``."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        Dateline.draw({{ this._parent.get_name() }}, {{ this.payload }});
        {% endmacro %}
        """
    )

    def __init__(self, payload: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Marks"
        self.payload = payload


def event_layers(  # noqa: PLR0913 (every option of a drawing, by keyword)
    gdf: gpd.GeoDataFrame | Table,
    *,
    zoom: int = 2,
    box: Box | None = None,
    view: View = "points",
    theme: basemap.Theme = "light",
    selected: str | None = None,
    language: str = "en",
    type_names: Mapping[str, str] | None = None,
    pointing: bool = False,
    caption: Sequence[str] = (),
) -> folium.FeatureGroup:
    """What is drawn on the base map for these events.

    Parameters
    ----------
    gdf
        A frame of ``geo.frame``, already filtered, or a ``Table`` of one. Unlocated rows are not
        drawn.
    zoom, box
        The view: Leaflet zoom, and (west, south, east, north) in degrees. They matter only
        where ``needs_viewport`` is true; a small frame is sent whole and clustered in the browser.
    view
        "points" (marks and areas), "time" (the same, played window by window of days), "heat" or
        "choropleth".
    theme
        Colours of atlas and marks.
    selected
        ``event_id`` of the event to be picked out.
    language
        Of the words on the map: "en" or "ru" (``static/words.js``).
    type_names
        Short names of event types in that language, by code; the ontology's where left out.
    pointing
        The next click anywhere says where it was (a ``Selection`` of kind "point").
    caption
        Lines below a picture that is saved of the map, the first its title; none: no button for it.
    """
    group = folium.FeatureGroup(name="events")
    drawn = draw_list(
        gdf,
        zoom=zoom,
        box=box,
        view=view,
        theme=theme,
        selected=selected,
        language=language,
        type_names=type_names,
    )
    words = [safe_map_text(line, limit=_CAPTION) for line in caption]
    group.add_child(_Marks(encode([*drawn, [int(pointing), words]])))
    return group


def draw_list(  # noqa: PLR0913 (the same)
    gdf: gpd.GeoDataFrame | Table,
    *,
    zoom: int = 2,
    box: Box | None = None,
    view: View = "points",
    theme: basemap.Theme = "light",
    selected: str | None = None,
    language: str = "en",
    type_names: Mapping[str, str] | None = None,
    whole: bool = False,
) -> list[Value]:
    """The payload itself: see ``static/events.js`` for the reader of each element.

    ``whole`` sends every spot, however many: for a page that cannot ask again.
    """
    table = gdf if isinstance(gdf, Table) else Table.of(gdf)
    limit = None if whole else WHOLE_SPOTS
    body: Value
    if view == "choropleth":
        body = [summary.shares(table, zoom=zoom, box=box)]
    elif view == "heat":
        body = [summary.heat(table, zoom=zoom, box=box)]
    elif view == "time":
        spots, areas, time = moments.moments(table, zoom=zoom, box=box, whole=whole)
        body = [spots, areas, summary.position(table, selected), time]
    else:
        body = [
            summary.spots(table, zoom=zoom, box=box, limit=limit),
            summary.areas(table, zoom=zoom, box=box),
            summary.position(table, selected),
        ]
    return [theme, view, summary.styles(table, type_names or {}), body, language]


def needs_viewport(gdf: gpd.GeoDataFrame | Table) -> bool:
    """Whether ``event_layers`` must be asked again when the user pans or zooms."""
    return (gdf if isinstance(gdf, Table) else Table.of(gdf)).is_large


def legend_items(ontology: Ontology | None = None) -> list[dict[str, str]]:
    """One entry an event type: ``code label short colour letter shape quad``, in quad order."""
    from geo.events.ontology import Ontology as Loader

    types = (ontology or Loader.load()).types.values()
    return [
        {
            "code": kind.code,
            "label": kind.label,
            "short": kind.short,
            "colour": kind.colour,
            "letter": kind.letter,
            "shape": kind.shape,
            "quad": str(kind.quad),
        }
        for kind in sorted(types, key=lambda kind: kind.quad)
    ]


def make_map(
    gdf: gpd.GeoDataFrame, *, theme: basemap.Theme = "light", view: View = "points"
) -> folium.Map:
    """A complete map of the events, for a notebook or ``.save()``: about 4 MB, offline-proof.

    For a page that also shows the evidence sentences, use ``geo.maps.map_html``.
    """
    made = basemap.base_map(theme=theme)
    bounds = view_bounds(gdf)
    group = folium.FeatureGroup(name="events").add_to(made)
    group.add_child(_Marks(encode(draw_list(gdf, zoom=6, view=view, theme=theme, whole=True))))
    if bounds:
        made.fit_bounds([[bounds[1], bounds[0]], [bounds[3], bounds[2]]], max_zoom=6)
    return made


def view_bounds(gdf: gpd.GeoDataFrame) -> Box | None:
    """(west, south, east, north) around all that is located, or None."""
    lon, lat = gdf["longitude"].to_numpy(), gdf["latitude"].to_numpy()
    known = ~(np.isnan(lon) | np.isnan(lat))
    if not known.any():
        return None
    lon, lat = lon[known], lat[known]
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())
