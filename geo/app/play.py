"""Play through time: a window of days that moves over the data until the reader does anything.

The window is the date filter itself, so map, table, counters and address follow it. The button is
hidden from readers who ask their system for less motion (style.css).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import streamlit as st

from geo.app.session import Session
from geo.app.strings import Words
from geo.filters import Filters

#: Windows in which the data is told, and how long each is shown.
_WINDOWS: Final = 24
_SECONDS: Final = 1.6


@dataclass(frozen=True, slots=True)
class Playing:
    """What was asked for before, what the player set last, and when it moves on (monotonic s)."""

    before: Filters
    shown: Filters
    selected: str | None
    view: str
    due: float


def windows(first: date, last: date) -> tuple[tuple[date, date], ...]:
    """Windows that follow each other without gap or overlap, both ends included."""
    days = max(1, -(-((last - first).days + 1) // _WINDOWS))
    starts = range(0, (last - first).days + 1, days)
    return tuple(
        (first + timedelta(days=n), min(last, first + timedelta(days=n + days - 1))) for n in starts
    )


def button(state: Session, first: date, last: date, words: Words) -> None:
    """Play, or stop; while it plays, move on when it is time."""
    if state.playing is not None and not _untouched(state, state.playing):
        state.playing = None  # the reader did something: what they did stays
    name = "stop" if state.playing else "play"
    st.button(
        words(f"filter.{name}"),
        icon=f":material/{'stop' if state.playing else 'play_arrow'}:",
        key="play",
        width="stretch",
        on_click=_stop if state.playing else _start,
        args=(state, first, last),
    )
    if state.playing:
        _tick(state, first, last)


def _untouched(state: Session, playing: Playing) -> bool:
    now = (state.filters, state.selected, state.view)
    return now == (playing.shown, playing.selected, playing.view)


def _start(state: Session, first: date, last: date) -> None:
    show(state, windows(first, last)[0], before=state.filters)


def _stop(state: Session, *_span: date) -> None:
    if state.playing:
        state.filters, state.playing = state.playing.before, None
        state.nonce += 1


def show(state: Session, window: tuple[date, date], *, before: Filters) -> None:
    """Set the window as the date filter."""
    state.nonce += 1  # a drawn brush would go on claiming other days
    state.change(date_from=window[0], date_to=window[1])
    due = time.monotonic() + _SECONDS
    state.playing = Playing(before, state.filters, state.selected, state.view, due)


def step(state: Session, first: date, last: date) -> None:
    """On to the next window; after the last, back to what was asked for before."""
    playing: Playing = state.playing
    later = [w for w in windows(first, last) if w[0] > (playing.shown.date_from or first)]
    if later:
        show(state, later[0], before=playing.before)
    else:
        _stop(state)


@st.fragment(run_every=_SECONDS / 4)
def _tick(state: Session, first: date, last: date) -> None:
    """Wake up now and then; what changes the page is a run of the whole page."""
    if state.playing is None or not _untouched(state, state.playing):
        st.rerun()
    if time.monotonic() >= state.playing.due:
        step(state, first, last)
        st.rerun()
