"""When nothing matches: which filter to loosen, and what it would bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app.markup import esc, tag
from geo.app.opened import base_label
from geo.app.session import Session
from geo.app.strings import Words
from geo.filters import Filters, filter_mask

if TYPE_CHECKING:
    import geopandas as gpd

#: What counts as one filter for the reader: its word in the catalogue -> fields of Filters.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "date": ("date_from", "date_to"),
    "type": ("event_types", "modes", "acled_types"),
    "actor": ("actors", "actor_role"),
    "country": ("countries",),
    "region": ("admin1",),
    "precision": ("precisions",),
    "confidence": ("min_confidence",),
    "source": ("sources",),
    "review": ("review",),
    "text": ("text",),
    "box": ("box",),
}


def loosened(frame: gpd.GeoDataFrame, filters: Filters) -> list[tuple[str, int]]:
    """Filter -> events that removing it alone would show; the most first, useless ones left out."""
    found = []
    for name, fields in GROUPS.items():
        without = filters.without(*fields)
        if without == filters:
            continue
        mask = filter_mask(frame, without)
        count = len(frame) if mask is None else int(mask.sum())
        if count:
            found.append((name, count))
    return sorted(found, key=lambda item: -item[1])


def draw(state: Session, frame: gpd.GeoDataFrame, words: Words) -> None:
    """Say that nothing matches, and offer the ways out."""
    if frame.empty:
        _draw_nothing(state, words)
        return
    ways = loosened(frame, state.filters)
    more = esc(words("empty.try")) if ways else ""
    st.html(tag("div", f"<b>{esc(words('empty.title'))}</b>{more}", css="dl-empty"))
    with st.container(horizontal=True, horizontal_alignment="center", key="loosen"):
        for name, count in ways:
            events = words.plural("count.events", count)
            st.button(
                words("empty.loosen", filter=words(f"filter.{name}"), events=events),
                key=f"loosen-{name}",
                on_click=state.clear,
                args=GROUPS[name],
            )
        events = words.plural("count.events", len(frame))
        st.button(words("empty.everything", events=events), key="loosen-all", on_click=state.clear)


def _draw_nothing(state: Session, words: Words) -> None:
    """Say that there are no events at all; where the reader's own text tells none, offer the way back."""
    title = words("empty.nothing_found" if state.own else "empty.no_events")
    more = words("empty.no_events_how")
    st.html(tag("div", f"<b>{esc(title)}</b>{esc(more)}", css="dl-empty"))
    if not state.own or state.with_samples:
        return

    with st.container(horizontal=True, horizontal_alignment="center", key="nothing"):
        label = words(base_label())
        st.button(label, key="back-to-base", on_click=state.show_base, kwargs={"shown": True})
