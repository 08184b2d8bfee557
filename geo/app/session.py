"""The state of one reader: one Filters value, one selection, one place to look at; and its URL.

Widgets never hold the truth. Before each is drawn it is given its value from here, and its callback
writes here, so that legend, histogram, link and "clear" buttons can all change the same filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import nan
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import parse_qs

import streamlit as st

from geo.app.data import Dataset
from geo.app.strings import LANGUAGES
from geo.articles.duplicates import Copies
from geo.errors import FilterError
from geo.filters import Filters
from geo.model import Event

Drawing = Literal["points", "time", "heat", "choropleth"]

VIEWS: Final = ("map", "actors", "numbers", "review", "about")
_FILTER_NAMES: Final = tuple(f.name for f in fields(Filters))


@dataclass(slots=True)
class Session:
    """All that one browser tab has chosen or added."""

    filters: Filters = field(default_factory=Filters)
    view: str = "map"
    selected: str | None = None
    at_mark: tuple[str, ...] = ()
    centre: tuple[float, float] | None = None
    zoom: int | None = None
    bounds: tuple[float, float, float, float] | None = None
    map_start: tuple[tuple[float, float], int] | None = None
    nudge: float = 0.0
    language: str = "en"
    problem: str = ""
    own: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    report: list[Any] = field(default_factory=list)
    copies: Copies = field(default_factory=Copies)
    adding: Any = None
    #: Whether articles are being added, so that Escape is not for the card behind.
    in_dialog: bool = False
    #: What was pasted and not read yet, kept when the dialog is closed; what was read last.
    draft: str = ""
    handed_in: str = ""
    fit: bool = False
    with_samples: bool = True
    panel: str = "event"
    map_drawing: Drawing = "points"
    online_tiles: bool = False
    last_click: str = ""
    nonce: int = 0
    later: int = 0
    said: str = ""
    dataset: Dataset | None = None
    dataset_key: Any = None
    corrections: Any = None
    #: Event whose correction is open; event whose place the next click on the map says; what was
    #: pointed at last (latitude, longitude), and for which event.
    correcting: str | None = None
    pointing: str | None = None
    pointed: tuple[float, float] | None = None
    pointed_for: str | None = None

    def change(self, **values: Any) -> None:  # noqa: ANN401 (fields of Filters)
        """Set some filters; one that cannot be is left as it was and named."""
        try:
            self.filters = replace(self.filters, **values)
            self.problem = ""
        except FilterError as error:
            self.problem = str(error)
        self.at_mark = ()

    def clear(self, *names: str) -> None:
        """Put the named filters (all without names) back at their defaults."""
        self.filters = self.filters.without(*names) if names else Filters()
        self.nonce += 1
        self.at_mark = ()

    def show_base(self, *, shown: bool) -> None:
        """Show the samples or the opened file with the reader's own articles, or no longer."""
        self.with_samples, self.at_mark, self.fit = shown, (), True

    def select(self, event_id: str | None) -> None:
        """Choose one event, or none."""
        if event_id != self.selected:
            self.correcting = self.pointing = self.pointed = None
        self.selected = event_id
        if event_id:
            self.panel = "event"


def current() -> Session:
    """The session of this tab; made from the address on the first run."""
    if "dateline" not in st.session_state:
        st.session_state["dateline"] = from_query(_given())
    found: Session = st.session_state["dateline"]
    return found


def _given() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def from_query(given: Mapping[str, list[str]]) -> Session:
    """The session that a link describes; what cannot be read is left out and named."""
    state = Session()
    for name in _FILTER_NAMES:
        if name in given:
            _take(state, {name: given[name]})
    last = {name: values[-1] for name, values in given.items() if values}
    state.view = _one_of(state, "view", last, VIEWS) or state.view
    state.language = _one_of(state, "lang", last, LANGUAGES) or state.language
    drawn = _one_of(state, "draw", last, get_args(Drawing))
    state.map_drawing = cast("Drawing", drawn or state.map_drawing)
    state.selected = last.get("event") or None
    _place(state, last.get("at", ""))
    return state


def _take(state: Session, one: Mapping[str, list[str]]) -> None:
    try:
        read = Filters.from_query(one)
        values = {name: getattr(read, name) for name in one}
        state.filters = replace(state.filters, **values)
    except FilterError as error:
        _name_problem(state, str(error))


def _one_of(
    state: Session, name: str, last: Mapping[str, str], known: tuple[str, ...]
) -> str | None:
    """What the link says of a setting; None where it says nothing, or what there is not."""
    given = last.get(name)
    if given and given not in known:
        _name_problem(state, f"{name}={given!r} cannot be read; expected {', '.join(known)}.")
    return given if given in known else None


def _name_problem(state: Session, told: str) -> None:
    """A line more of what in the link could not be read."""
    state.problem = "\n".join(filter(None, (state.problem, told)))


def _place(state: Session, at: str) -> None:
    """Read ``at=lat,lon,zoom``; anything else is no place, and named."""
    try:
        lat, lon, zoom = (float(part) for part in at.split(","))
    except ValueError:
        lat = lon = zoom = nan
    if -90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= zoom <= 18:  # noqa: PLR2004 (degrees)
        state.centre, state.zoom = (lat, lon), round(zoom)
        state.map_start = (state.centre, state.zoom)
    elif at:
        _name_problem(state, f"at={at!r} cannot be read; expected latitude,longitude,zoom.")


def to_query(state: Session) -> dict[str, list[str]]:
    """The address that brings this view back."""
    query = parse_qs(state.filters.to_query())
    if state.view != "map":
        query["view"] = [state.view]
    if state.map_drawing != "points":
        query["draw"] = [state.map_drawing]
    if state.language != "en":
        query["lang"] = [state.language]
    if state.selected:
        query["event"] = [state.selected]
    if state.centre is not None and state.zoom is not None:
        lat, lon = state.centre
        query["at"] = [f"{lat:.3f},{lon:.3f},{state.zoom}"]
    return query


def write_query(state: Session) -> None:
    """Put the session into the address bar, if it is not there already."""
    wanted = to_query(state)
    if wanted != _given():
        st.query_params.from_dict(wanted)
