"""What stands at the right: the chosen event with its article, the list, or the unlocated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app import correct, local_names, telling
from geo.app.article_view import SHOWN_CHARS, article_html, marks_of, places_of
from geo.app.data import Dataset
from geo.app.event_card import badge, card_html
from geo.app.markup import esc, foreign, plain_markdown, tag
from geo.app.opened import opened_path
from geo.app.said import said
from geo.app.session import Session
from geo.app.shown import Shown
from geo.app.strings import Words
from geo.model import Event
from geo.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PANELS: Final = ("event", "list", "unlocated")
_LIST_ROWS: Final = 40
_START_ROWS: Final = 14
#: Longest list of names on a line; the line itself is cut where it ends.
_PEOPLE: Final = 160


def draw(state: Session, dataset: Dataset, shown: Shown, words: Words, settings: Settings) -> None:
    """The panel that is chosen."""
    among = shown.among(state.at_mark) if state.at_mark else None
    listed = len(shown) if among is None else int(among.sum())
    names = {
        "event": words("side.event"),
        "list": f"{words('side.list')} {listed}",
        "unlocated": f"{words('side.unlocated')} {shown.unlocated}",
    }
    st.session_state["panel"] = state.panel

    def switched() -> None:
        chosen = str(st.session_state.get("panel") or "event")
        state.panel = next((p for p in PANELS if chosen in {p, names[p]}), "event")

    st.segmented_control(
        words("side.label"),
        PANELS,
        format_func=names.__getitem__,
        key="panel",
        label_visibility="collapsed",
        width="stretch",
        required=True,
        on_change=switched,
    )
    if state.panel == "unlocated":
        _unlocated(state, shown, words)
    elif state.panel == "list":
        _list(state, shown, words, among, listed)
    else:
        _event(state, dataset, shown, words, settings)


def _event(
    state: Session, dataset: Dataset, shown: Shown, words: Words, settings: Settings
) -> None:
    event = dataset.events.get(state.selected or "")
    if event is None:
        _start(state, shown, words)
        return
    if not shown.holds(event.id):
        st.html(tag("div", esc(words("side.left_out")), css="dl-info"))
    with st.container(key="card"):
        st.html(card_html(event, words, folded=state.correcting == event.id, on_map=True))
    correct.draw(state, dataset, event, words, settings)
    _article(state, dataset, event, words)


def _start(state: Session, shown: Shown, words: Words) -> None:
    """Before anything is chosen: what this is, and the newest events to begin with."""
    lines = [esc(words("side.none_chosen"))]
    if state.with_samples and not state.own and opened_path() is None:
        lines.append(esc(words("app.samples_line")))
    st.html(tag("div", "<br>".join(lines), css="dl-info"))
    if state.selected:
        st.html(tag("div", esc(words("side.gone")), css="dl-info"))
    for row in shown.newest(_START_ROWS).itertuples():
        _line(state, row, words)


def _article(state: Session, dataset: Dataset, event: Event, words: Words) -> None:
    article = event.article
    _neighbours(state, dataset, event, words)
    if not article.headline_end:  # else the text itself begins with its headline
        title = article.title or words("article.untitled")
        st.html(tag("div", foreign(title), css="dl-heading"))
    if not article.text:
        st.html(tag("div", esc(words("article.missing")), css="dl-info"))
        return
    long = len(article.text) > SHOWN_CHARS
    whole = not long or st.toggle(words("article.show_all"), key=f"whole-{article.id}")
    if not whole:
        st.html(tag("span", esc(words("article.shortened")), css="dl-note"))
    with st.container(key="article"):
        others = places_of(dataset.in_article(article.id), article)
        marks = [*marks_of(event, on_map=True), *others]
        st.html(article_html(article, marks, words, whole=whole))


def _neighbours(state: Session, dataset: Dataset, event: Event, words: Words) -> None:
    """Step through the events of the same article."""
    siblings = [e.id for e in dataset.in_article(event.article.id)]
    here = siblings.index(event.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="steps"):
        st.button(
            "",
            icon=":material/chevron_left:",
            key="step-back",
            help=words("card.previous"),
            disabled=here == 0,
            on_click=state.select,
            args=(siblings[here - 1],),
        )
        st.html(
            tag(
                "span",
                f"{here + 1}/{len(siblings)} · "
                + esc(
                    words("article.events_here", events=words.plural("count.events", len(siblings)))
                ),
                css="dl-note",
            )
        )
        st.button(
            "",
            icon=":material/chevron_right:",
            key="step-on",
            help=words("card.next"),
            disabled=here + 1 == len(siblings),
            on_click=state.select,
            args=(siblings[(here + 1) % len(siblings)],),
        )
        st.button(
            words("card.close"),
            key="close-card",
            type="tertiary",
            shortcut=None if state.in_dialog else "Escape",
            on_click=state.select,
            args=(None,),
        )


def _list(
    state: Session, shown: Shown, words: Words, among: NDArray[np.bool_] | None, count: int
) -> None:
    """All events shown, or those at the mark that was clicked (the ``count`` rows marked)."""
    if among is not None:
        here = words("map.here", events=words.plural("count.events", count))
        st.html(tag("div", esc(here), css="dl-heading"))

        def show_all() -> None:
            state.at_mark = ()

        st.button(words("map.clear_selection"), key="show-all", on_click=show_all)
    for row in shown.newest(_LIST_ROWS, among).itertuples():
        _line(state, row, words)
    if count > _LIST_ROWS:
        st.caption(words("side.list_more", n=count - _LIST_ROWS))


def _line(state: Session, row: object, words: Words) -> None:
    """One event of the list: its badge and place, and a button that opens it."""
    code, event_id = str(row.event_type), str(row.event_id)  # type: ignore[attr-defined]
    place = words("card.no_place")
    if isinstance(row.location, str):  # type: ignore[attr-defined]
        place = local_names.named(words, row.place_id, row.location)  # type: ignore[attr-defined]
    first, last = row.event_date, row.date_end  # type: ignore[attr-defined]
    dated = first == first  # noqa: PLR0124 (NaT)
    when = words.days(first.date(), last.date()) if dated else words("card.undated")
    sides = [n if isinstance(n, str) else "" for n in (row.actor1, row.actor2)]  # type: ignore[attr-defined]
    people = sides[0] + (f" → {sides[1]}" if sides[1] else "")
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="xsmall"):
        st.html(badge(code), width="content")
        st.button(
            f"**{telling.type_label(words, code)}** {plain_markdown(people[:_PEOPLE])}"
            f" :small[{plain_markdown(place)} · {when}]",
            key=f"open-{event_id}",
            type="tertiary",
            width="stretch",
            on_click=state.select,
            args=(event_id,),
        )


def _unlocated(state: Session, shown: Shown, words: Words) -> None:
    if not shown.unlocated:
        st.html(tag("div", esc(words("side.unlocated_none")), css="dl-info"))
        return
    st.html(tag("div", esc(words("side.unlocated_title")), css="dl-note"))
    for row in shown.newest(_LIST_ROWS, shown.not_drawn()).itertuples():
        _line(state, row, words)
        reason = row.geo_reason if isinstance(row.geo_reason, str) else words("card.not_said_why")
        st.html(tag("span", foreign(said(words, reason)), css="dl-note dl-reason"))
    if shown.unlocated > _LIST_ROWS:
        st.caption(words("side.list_more", n=shown.unlocated - _LIST_ROWS))
