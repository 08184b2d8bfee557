"""What Dateline can and cannot do, how well, from what data, and whether it is online."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import geo
from geo.app.markup import esc, tag
from geo.app.session import Session
from geo.app.strings import Words

#: The chapter that says most to a reader; it is open.
_FIRST = "Event coder"
_QUALITY = Path(__file__).resolve().parents[2] / "docs" / "quality.md"


def draw(state: Session, words: Words) -> None:
    """The About page."""
    left, right = st.columns([1.4, 1], gap="large")
    with left, st.container(key="about"):
        st.html(tag("div", esc(words("about.title")), css="dl-title dl-about"))
        st.markdown(words("about.what"))
        st.markdown(f"**{words('about.cannot')}**")
        st.markdown("\n".join(f"- {line}" for line in words.listed("about.limits")))
        st.markdown(f"**{words('about.quality')}**")
        _quality(words)
    with right:
        st.markdown(f"**{words('about.data')}**")
        for name in ("geonames", "naturalearth", "plover"):
            st.markdown(f"- {words(f'about.{name}')}")
        st.markdown(f"**{words('about.network')}**")
        st.caption(words("map.online_note"))
        st.caption(words("about.online" if state.online_tiles else "about.offline"))
        st.caption(words("about.privacy"))
        st.caption(words("about.version", version=geo.__version__))
        st.caption(words("ui.permalink"))


def online_switch(state: Session, words: Words) -> None:
    """The one switch that makes the page contact another host; off until it is pressed."""
    st.session_state["online-tiles"] = state.online_tiles

    def switched() -> None:
        state.online_tiles = bool(st.session_state.get("online-tiles"))

    st.toggle(
        words("map.online_tiles"), key="online-tiles", help=words("map.online_note"),
        on_change=switched,
    )  # fmt: skip


def _quality(words: Words) -> None:
    """The measured figures, as the project's own document has them."""
    if not _QUALITY.exists():
        st.markdown(words("about.quality_none"))
        return
    st.caption(" ".join((words("about.quality_lead"), words("about.quality_language"))))
    for title, text in chapters(_QUALITY.read_text(encoding="utf-8")):
        with st.expander(title, expanded=title == _FIRST, key=f"quality-{title}"):
            st.markdown(text)


def chapters(text: str) -> list[tuple[str, str]]:
    """The chapters of a Markdown document as (title, text): what stands below each "## "."""
    found = [part.partition("\n") for part in text.split("\n## ")[1:]]
    told = [(title.strip(), body.strip()) for title, _, body in found]
    return sorted(told, key=lambda chapter: chapter[0] != _FIRST)
