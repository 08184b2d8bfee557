"""The map: a constant base, marks that change, and what a click on them meant."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any, Final, get_args

import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

import geo
from geo.app import style, telling
from geo.app.filters_told import filters_told
from geo.app.session import Drawing, Session
from geo.app.shown import Shown
from geo.app.strings import Words, grouped
from geo.maps import assets, base_map, event_layers, ids_of, needs_viewport, selection_of
from geo.maps.layers import view_bounds
from geo.maps.selection import MARKED
from geo.model import QUAD_CLASS

if TYPE_CHECKING:
    from geo.settings import Settings

DRAWINGS: Final[tuple[Drawing, ...]] = get_args(Drawing)
_RETURNED: Final = ["last_active_drawing", "last_object_clicked_count", "zoom", "center", "bounds"]
#: Width in px that a fitted view assumes; narrower maps show a little less.
_FIT_WIDTH: Final = 700
_FIT_HEIGHT: Final = 380
_FIT_MARGIN: Final = 1.35
_MAX_FIT_ZOOM: Final = 8


@cache
def asset_url(settings: Settings) -> str:
    """Serve the map's files from this app; their address as seen from the map's frame."""
    for name, folder in assets.component_folders(settings.data_dir).items():
        components.declare_component(name, path=str(folder))
    assets.install()
    return f"../{__name__}.{assets.ASSETS}"


def draw(state: Session, shown: Shown, words: Words, settings: Settings) -> bool:
    """Draw the events; True when a click changed the selection, so that all must be drawn again."""
    which = style.theme()
    key = f"map-{which}-{int(state.online_tiles)}"
    # What st_folium returns below is one run late for the marks: its state already holds the view.
    _remember_view(state, st.session_state.get(key) or {})
    view: dict[str, Any] = {}
    if needs_viewport(shown.table) and state.zoom is not None and state.bounds is not None:
        view = {"zoom": state.zoom, "box": state.bounds}
    marks = event_layers(
        shown.table,
        view=state.map_drawing,
        theme=which,
        selected=state.selected,
        language=words.language,
        type_names={code: telling.type_label(words, code) for code in QUAD_CLASS},
        pointing=state.pointing is not None,
        caption=caption(state, shown, words),
        **view,
    )
    start = state.map_start or (None, None)
    try:
        seen = st_folium(
            base_map(theme=which, asset_url=asset_url(settings), online_tiles=state.online_tiles),
            key=key,
            feature_group_to_add=marks,
            returned_objects=_RETURNED,
            use_container_width=True,
            height=600,
            center=start[0],
            zoom=start[1],
        )
    except Exception:  # noqa: BLE001 (folium and its templates raise anything; the table still works)
        st.warning(words("map.failed"))
        return False
    _remember_view(state, seen)
    return _clicked(state, shown, seen)


def caption(state: Session, shown: Shown, words: Words) -> tuple[str, ...]:
    """What stands below a picture of the map: how many events, the filters, version and licences."""
    return (
        words(
            "picture.title",
            events=words.plural("count.events", len(shown)),
            unplaced=grouped(shown.unlocated),
        ),
        words("picture.filters", filters=filters_told(words, state.filters)),
        words("footer.line", version=geo.__version__) + " · " + words("picture.read"),
    )


def _remember_view(state: Session, seen: dict[str, Any]) -> None:
    centre, zoom, bounds = seen.get("center"), seen.get("zoom"), seen.get("bounds")
    if centre and zoom is not None:
        state.centre, state.zoom = (centre["lat"], _turn(centre["lng"])), int(zoom)
    if bounds and bounds["_southWest"].get("lat") is not None:
        sw, ne = bounds["_southWest"], bounds["_northEast"]
        state.bounds = box_of(sw["lng"], sw["lat"], ne["lng"], ne["lat"])


def box_of(
    west: float, south: float, east: float, north: float
) -> tuple[float, float, float, float]:
    """A box in degrees as the filters want it, from what Leaflet says of any copy of the world."""
    south, north = max(south, -90.0), min(north, 90.0)
    if east - west >= 360:  # noqa: PLR2004 (a whole turn)
        return (-180.0, south, 180.0, north)
    return (_turn(west), south, _turn(east), north)


def _turn(lon: float) -> float:
    """A longitude of any copy of the world, between -180 and 180 degrees."""
    return (lon + 180) % 360 - 180 if not -180 <= lon <= 180 else lon  # noqa: PLR2004


def _clicked(state: Session, shown: Shown, seen: dict[str, Any]) -> bool:
    drawing = seen.get("last_active_drawing")
    if not isinstance(drawing, dict):
        return False
    count = seen.get("last_object_clicked_count")
    stamp = json.dumps([count, drawing.get("properties")], sort_keys=True)
    if stamp == state.last_click:
        return False
    state.last_click = stamp
    selection = selection_of(drawing.get("properties"))
    if selection and selection.at and state.pointing:
        state.pointed, state.pointed_for, state.pointing = selection.at, state.pointing, None
        return True
    ids = ids_of(shown.gdf(*MARKED), selection) if selection else ()
    if not ids:
        return False
    if len(ids) == 1:
        state.at_mark = ()
        state.select(ids[0])
    else:
        state.at_mark, state.panel = ids, "list"
    return True


def fit_if_asked(state: Session, shown: Shown) -> None:
    """Show all of what was just added."""
    if not state.fit:
        return
    state.fit = False
    box = view_bounds(shown.gdf("longitude", "latitude"))
    if box:
        look_at(state, box)


def look_at(state: Session, box: tuple[float, float, float, float]) -> None:
    """Move the map so that it shows a box (west, south, east, north), in degrees."""
    west, south, east, north = box
    width = max(east - west if west <= east else east - west + 360, 0.2) * _FIT_MARGIN
    height = max(north - south, 0.2) * _FIT_MARGIN
    zoom = min(
        math.log2(360 * _FIT_WIDTH / (256 * width)), math.log2(180 * _FIT_HEIGHT / (128 * height))
    )
    middle = _turn(west + (width / _FIT_MARGIN) / 2)
    # The same place asked for twice must differ, or the map takes it for no change.
    state.nudge = 1e-6 if state.nudge == 0 else 0.0
    state.map_start = (
        ((south + north) / 2 + state.nudge, middle),
        max(2, min(_MAX_FIT_ZOOM, int(zoom))),
    )


def tools(state: Session, words: Words) -> None:
    """How to draw, and where to look."""
    st.session_state["drawing"] = state.map_drawing

    def switched() -> None:
        state.map_drawing = st.session_state.get("drawing") or "points"

    st.segmented_control(
        words("map.layer"),
        DRAWINGS,
        format_func=lambda name: words(f"map.{name}"),
        key="drawing",
        required=True,
        label_visibility="collapsed",
        on_change=switched,
    )


def box_moved(state: Session) -> bool:
    """Follow the map with the filter "only what the map shows"; True when that changed it."""
    if state.filters.box is None or state.bounds is None or state.filters.box == state.bounds:
        return False
    state.change(box=state.bounds)
    return True
