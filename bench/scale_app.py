"""The smallest app around a peer's map, for bench/scale.py: N made-up events, one filter, one map.

streamlit run bench/scale_app.py -- 100000 cluster|fast|pydeck
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd
import streamlit as st
import streamlit.components.v1 as components

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from made_events import TYPES, made_events  # noqa: E402

from geo.filters import Filters, filter_events  # noqa: E402

SIZE, WAY = int(sys.argv[1]), sys.argv[2]
PEER_ASSETS = HERE.parent / ".cache" / "scale"


@st.cache_resource
def events() -> pd.DataFrame:
    """What a map of the made-up events needs, once a server."""
    return made_events(SIZE)[["event_type", "latitude", "longitude"]]


def draw_folium(gdf: pd.DataFrame) -> None:
    """Clusters of folium's own, the assets served locally or nothing would be drawn at all."""
    import folium
    from folium.plugins import FastMarkerCluster, MarkerCluster
    from streamlit_folium import st_folium

    components.declare_component("peer_assets", path=str(PEER_ASSETS))
    here = "../scale_app.peer_assets/"
    folium.Map.default_js = [("leaflet", here + "leaflet.js"), ("jquery", here + "jquery.min.js")]
    folium.Map.default_css = [("leaflet", here + "leaflet.css")]
    for plugin in (MarkerCluster, FastMarkerCluster):
        plugin.default_js = [("mc", here + "leaflet.markercluster.js")]
        plugin.default_css = [
            ("mc", here + "MarkerCluster.css"),
            ("d", here + "MarkerCluster.Default.css"),
        ]
    base = folium.Map(location=(25, 20), zoom_start=2, tiles=None, maxZoom=14)
    MarkerCluster(control=False).add_to(base)
    points = gdf[["latitude", "longitude"]].dropna().to_numpy().tolist()
    group = folium.FeatureGroup()
    if WAY == "fast":
        circle = "function (row) { return L.circleMarker(row, {radius: 5}); }"
        FastMarkerCluster(points, callback=circle).add_to(group)
    else:
        cluster = MarkerCluster().add_to(group)
        for lat, lon in points:
            folium.CircleMarker((lat, lon), radius=5).add_to(cluster)
    st_folium(base, key="map", height=700, use_container_width=True, feature_group_to_add=group,
              returned_objects=["zoom"])  # fmt: skip


def draw_pydeck(gdf: pd.DataFrame) -> None:
    """One point an event on the graphics card, as Streamlit brings it."""
    import pydeck

    points = gdf.loc[gdf["latitude"].notna(), ["longitude", "latitude"]]
    layer = pydeck.Layer("ScatterplotLayer", points, get_position="[longitude, latitude]",
                         get_radius=20_000, get_fill_color=[200, 80, 60, 120])  # fmt: skip
    st.pydeck_chart(pydeck.Deck(layers=[layer], map_provider=None,
                    initial_view_state=pydeck.ViewState(25, 20, 1)), height=700)  # fmt: skip


@st.fragment
def page() -> None:
    """A filter, the map, and how long Python took."""
    kind = st.segmented_control("Type", ["all", *list(TYPES)[:4]], default="all", key="kind")
    start = time.perf_counter()
    chosen = Filters(event_types=() if kind in {None, "all"} else (kind,))
    gdf = filter_events(events(), chosen)
    {"cluster": draw_folium, "fast": draw_folium, "pydeck": draw_pydeck}[WAY](gdf)
    st.html(f"<span class='bench-done'>{kind}</span>")
    st.text(f"done {kind} {len(gdf)} {1000 * (time.perf_counter() - start):.0f} ms")


st.set_page_config(layout="wide")
page()
