"""The page: what there is, what is asked for, and the view that shows it."""

from __future__ import annotations

import logging
from base64 import b64encode
from pathlib import Path
from typing import Final

import streamlit as st

import geo
from geo.app import about, data, downloads, empty, event_table, served, sidebar, style
from geo.app.data import Dataset
from geo.app.ledger import Ledger
from geo.app.markup import esc, plain_markdown, tag
from geo.app.said import said
from geo.app.session import VIEWS, Session, current, write_query
from geo.app.shown import Shown
from geo.app.strings import LANGUAGES, Words, grouped
from geo.articles.duplicates import Copies
from geo.errors import DatelineError
from geo.settings import Settings

_LOG = logging.getLogger(__name__)
#: A file of ours, given as it is: Streamlit fetches emoji and symbol icons from other hosts.
_ICON: Final = "data:image/png;base64," + b64encode(
    Path(__file__).with_name("icon.png").read_bytes()
).decode("ascii")
_MAP_HEIGHT: Final = "max(20rem, calc(100vh - 27rem))"
_TABLE_HEIGHT: Final = 250


def run() -> None:
    """Draw the page once; Streamlit calls this on every change."""
    st.set_page_config(
        page_title="Dateline", page_icon=_ICON, layout="wide",
        initial_sidebar_state=290,
        menu_items={"Get help": None, "Report a bug": None, "About": None},
    )  # fmt: skip
    settings = Settings.from_env()
    state = current()
    if state.corrections is None:
        state.corrections = Ledger(settings)
    words = Words(state.language)
    style.apply(words, map_height=_MAP_HEIGHT)
    try:
        _page(state, words, settings)
    except DatelineError as error:
        st.error(plain_markdown(said(words, str(error))), icon=":material/error:")
    except Exception:  # noqa: BLE001 (a defect of ours must not cost the reader what was added)
        _LOG.exception("the page could not be drawn")
        st.error(words("app.failed"), icon=":material/error:")
    write_query(state)


def _page(state: Session, words: Words, settings: Settings) -> None:
    dataset = dataset_of(state, settings, words)
    shown = dataset.shown(state.filters)
    with st.sidebar:
        _brand(words)
        sidebar.draw(state, shown, words)
    _top(state, dataset, shown, words, settings)
    if state.problem:
        why = " ".join(said(words, one) for one in state.problem.split("\n"))
        st.warning(plain_markdown(words("app.query_ignored", why=why)))
    _view(state, dataset, shown, words, settings)
    if state.said:
        st.toast(plain_markdown(state.said))
        state.said = ""
    _footer(state, words)


def dataset_of(state: Session, settings: Settings, words: Words) -> Dataset:
    """Samples or the file named on the command line, the reader's own, and the corrections."""
    if state.dataset is None:
        state.with_samples = served.begins_with_base(settings, state.corrections)
    key = (state.with_samples, tuple(state.own), state.corrections.version)
    if state.dataset is None or state.dataset_key != key:
        base = _base(settings, words) if state.with_samples else data.make_dataset(())
        own = (e for events in state.own.values() for e in events)
        before, state.dataset = state.dataset, served.combined(base, state.corrections, own)
        state.dataset_key = key
        if before is not None and state.selected not in state.dataset.events:
            state.select(None)  # what a link asked for is looked for once, and said to be missing
    return state.dataset


def _base(settings: Settings, words: Words) -> Dataset:
    try:
        with st.spinner(words("app.starting")):
            return served.base(settings)
    except DatelineError as error:
        st.warning(plain_markdown(words("app.samples_missing", why=said(words, str(error)))))
        return data.make_dataset(())


def _brand(words: Words) -> None:
    tagline = tag("small", esc(words("app.tagline")))
    st.html(tag("div", esc(words("app.name")) + tagline, css="dl-brand"))


def _top(
    state: Session,
    dataset: Dataset,
    shown: Shown,
    words: Words,
    settings: Settings,
) -> None:
    from geo.app import inputs

    st.session_state["view"] = state.view

    def switched() -> None:
        state.view = st.session_state.get("view") or "map"

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="topbar"):
        st.segmented_control(
            words("view.label"),
            VIEWS,
            format_func=lambda name: words(f"view.{name}"),
            key="view",
            required=True,
            label_visibility="collapsed",
            on_change=switched,
        )
        st.html(counters(shown, words), width="stretch")
        inputs.draw(state, words, settings)
        downloads.draw(state, dataset, len(shown), words)
        with st.popover("", icon=":material/settings:", help=words("ui.settings"), key="settings"):
            _settings(state, words)


def counters(shown: Shown, words: Words) -> str:
    """How many events are shown and how many of them are not drawn on the map, as HTML."""
    of_all = esc(words("count.shown", total=grouped(len(shown.frame))))
    parts = [
        f"<b>{grouped(len(shown))}</b> <span>{of_all}</span>",
        f"<b>{grouped(shown.unlocated)}</b> <span>{esc(words('count.not_drawn'))}</span>",
    ]
    return tag("div", " <span>·</span> ".join(parts), css="dl-count")


def _view(
    state: Session,
    dataset: Dataset,
    shown: Shown,
    words: Words,
    settings: Settings,
) -> None:
    from geo.app import map_view, matrix, numbers, pictures, review

    told = pictures.Told(map_view.caption(state, shown, words), state.filters, len(shown))
    if state.view == "about":
        about.draw(state, words)
    elif not len(shown) and not (state.view == "map" and state.filters.box):
        # With "only what the map shows" the map stays: moving it is the way out.
        empty.draw(state, shown.frame, words)
    elif state.view == "actors":
        matrix.draw(shown.gdf(*matrix.COLUMNS), words, told)
    elif state.view == "numbers":
        numbers.draw(shown.gdf(*numbers.COLUMNS), words, told)
    elif state.view == "review":
        review.draw(state, dataset, shown.gdf(*review.COLUMNS), words, settings)
    else:
        _workspace(state, dataset, shown, words, settings)


@st.fragment
def _workspace(
    state: Session,
    dataset: Dataset,
    shown: Shown,
    words: Words,
    settings: Settings,
) -> None:
    """Map, table and panel: what a click on one of them changes, without the rest of the page."""
    from geo.app import map_view, side_panel

    if state.dataset_key[2] != state.corrections.version:
        st.rerun()  # a correction: filters, counts and map change with it
    map_view.fit_if_asked(state, shown)
    with st.container(key="workspace"):
        left, right = st.columns([2.15, 1], gap="small")
    with left:
        with st.container(key="map", gap=None):
            clicked = map_view.draw(state, shown, words, settings)
        if clicked:
            st.rerun(scope="fragment")
        _legend(state, words)
        with st.container(key="table", height=_TABLE_HEIGHT, border=False):
            event_table.draw(state, shown, words, version=dataset.version)
    with right, st.container(key="side"):
        side_panel.draw(state, dataset, shown, words, settings)
    if map_view.box_moved(state):
        st.rerun()
    write_query(state)


def _legend(state: Session, words: Words) -> None:
    marks = "".join(
        f'<span><i class="{css}"></i>{esc(words(f"map.legend_{css}"))}</span>'
        for css in ("dot", "area", "country")
    )
    from geo.app import map_view

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="legend"):
        st.html(tag("div", marks, css="dl-legend"), width="stretch")
        map_view.tools(state, words)


def _settings(state: Session, words: Words) -> None:
    """Language, the reader's own articles, and the one thing that goes online."""
    st.session_state["language"] = state.language

    def switched() -> None:
        state.language = st.session_state.get("language") or "en"

    names = {code: Words(code)("language.name") for code in LANGUAGES}
    st.segmented_control(
        words("ui.language"),
        LANGUAGES,
        format_func=names.__getitem__,
        key="language",
        required=True,
        on_change=switched,
    )
    about.online_switch(state, words)
    if state.own:
        _own_articles(state, words)


def _own_articles(state: Session, words: Words) -> None:
    st.session_state["with-samples"] = state.with_samples

    def switched() -> None:
        state.show_base(shown=bool(st.session_state.get("with-samples")))

    def remove() -> None:
        state.own.clear()
        state.copies = Copies()
        state.select(None)
        state.show_base(shown=True)

    n = words.plural("count.articles", len(state.own))
    st.caption(f"{words('ui.own_articles')}: {n}")
    from geo.app import opened

    st.toggle(words(opened.base_label()), key="with-samples", on_change=switched)
    st.button(words("add.remove"), key="remove-own", on_click=remove)


def _footer(state: Session, words: Words) -> None:
    online = state.online_tiles
    css, name = ("dl-online", "footer.online") if online else ("dl-offline", "footer.offline")
    net = tag("span", esc(words(name)), css=css, title=words("footer.offline_help"))
    line = tag("span", esc(words("footer.line", version=geo.__version__)))
    st.html(tag("div", net + line, css="dl-footer"))
