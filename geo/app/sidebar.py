"""The filters at the left: every option with its count under the other filters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, get_args

import streamlit as st

from geo.app import histogram, local_names, telling
from geo.app.controls import choose_chips, choose_many, choose_one
from geo.app.markup import esc, tag
from geo.app.session import Session
from geo.app.shown import Shown
from geo.app.strings import Words
from geo.model import PRECISIONS, ReviewStatus

if TYPE_CHECKING:
    import geopandas as gpd

ACLED_TYPES: Final = (
    "Battles", "Protests", "Riots", "Explosions/Remote violence", "Violence against civilians",
    "Strategic developments",
)  # fmt: skip
_PRESET_DAYS: Final = {"last_7": 7, "last_30": 30}
_STOPS: Final = 20


def draw(state: Session, shown: Shown, words: Words) -> None:
    """All filters, in the order they are most used."""
    _text(state, words)
    _date(state, shown, words)
    _types(state, shown, words)
    _actors(state, shown, words)
    _places(state, shown, words)
    _more(state, shown, words)
    if not state.filters.is_empty:
        st.button(words("filter.clear"), key="clear-all", on_click=state.clear, width="stretch")


def _put(state: Session, field: str, key: str, convert: Callable[[Any], Any]) -> None:
    state.change(**{field: convert(st.session_state.get(key))})


def _text(state: Session, words: Words) -> None:
    st.session_state["filter-text"] = state.filters.text
    st.text_input(
        words("filter.text"),
        key="filter-text",
        placeholder=words("filter.text_placeholder"),
        label_visibility="collapsed",
        icon=":material/search:",
        max_chars=200,
        on_change=_put,
        args=(state, "text", "filter-text", lambda v: v or ""),
    )


def _date(state: Session, shown: Shown, words: Words) -> None:
    mask = shown.sieve.mask(without="date")
    found, left_out = (
        histogram.bins(shown.frame, mask),
        histogram.left_out(shown.frame, words, mask),
    )
    if found is None:
        if left_out:
            _heading(words("filter.date"))
            _note(left_out)
        return
    _heading(words("filter.date"), words(f"filter.per_{found.unit}"))
    key = f"histogram-{state.nonce}"
    unit = words(f"filter.per_{found.unit}")
    st.vega_lite_chart(
        None,
        histogram.spec(found, state.filters, words),
        key=key,
        on_select=lambda: _brushed(state, key),
        selection_mode="brush",
        height=84,
        alt=words(
            "filter.histogram_alt",
            unit=unit,
            first=words.day(found.first),
            last=words.day(found.last),
            peak=found.peak,
        ),
    )
    if left_out:
        _note(left_out)
    _presets(state, shown, found, words)
    _days(state, found, words)


def _brushed(state: Session, key: str) -> None:
    days = histogram.days_of(st.session_state.get(key))
    state.change(date_from=days[0] if days else None, date_to=days[1] if days else None)


def _presets(state: Session, shown: Shown, found: histogram.Bins, words: Words) -> None:
    filters = state.filters
    starts: dict[str, date | None] = {
        name: found.last - timedelta(days=n - 1) for name, n in _PRESET_DAYS.items()
    }
    starts["all"] = None
    now = next(
        (n for n, day in starts.items() if (filters.date_from, filters.date_to) == (day, None)),
        None,
    )
    counts = {
        name: shown.sieve.count_if("date", date_from=day, date_to=None)
        for name, day in starts.items()
    }

    def set_preset(name: str) -> None:
        state.nonce += 1  # a drawn brush would go on claiming the old days
        state.change(date_from=starts[name], date_to=None)

    choose_one(
        words("filter.preset"),
        counts,
        now,
        set_preset,
        key="filter-preset",
        name=lambda n: words(f"filter.{n}"),
    )


def _days(state: Session, found: histogram.Bins, words: Words) -> None:
    filters = state.filters
    columns = st.columns(2, gap="small", wrap=False)
    for column, field in zip(columns, ("date_from", "date_to"), strict=True):
        key = f"filter-{field}"
        value = getattr(filters, field)
        st.session_state[key] = value

        def changed(field: str = field, key: str = key) -> None:
            state.nonce += 1
            state.change(**{field: st.session_state.get(key)})

        column.date_input(
            words(f"filter.{field}"),
            value=None,
            min_value=min(found.first, value or found.first),
            max_value=max(found.last, value or found.last),
            key=key,
            format="DD.MM.YYYY",
            on_change=changed,
        )


def _types(state: Session, shown: Shown, words: Words) -> None:
    _heading(words("filter.type"))
    if "acled-view" not in st.session_state:
        st.session_state["acled-view"] = bool(state.filters.acled_types)

    def switched() -> None:
        state.clear("event_types", "acled_types")

    acled = st.toggle(
        words("filter.acled"), key="acled-view", help=words("filter.acled_help"), on_change=switched
    )
    if acled:
        choose_chips(
            state,
            "acled_types",
            words("filter.acled"),
            shown.sieve.counts("acled_event_type"),
            options=ACLED_TYPES,
            name=lambda t: words.label("acled", t),
            label_visibility="collapsed",
        )
        return
    counts = shown.sieve.counts("event_type")
    for quad in (4, 3, 2, 1):
        options = telling.types_of_quad(quad)
        with st.container(key=f"types-{quad}", gap="xxsmall"):
            choose_chips(
                state,
                "event_types",
                telling.quad_label(words, quad),
                counts,
                options=options,
                name=lambda t: telling.type_label(words, t),
                group=f"-{quad}",
            )


def _actors(state: Session, shown: Shown, words: Words) -> None:
    side = {"either": "actor", "actor": "actor1", "recipient": "actor2"}[state.filters.actor_role]
    choose_many(
        state,
        "actors",
        words("filter.actor"),
        shown.sieve.counts(side),
        placeholder=words("filter.actor_placeholder"),
    )
    choose_one(
        words("filter.role"),
        shown.sieve.roles(),
        state.filters.actor_role,
        lambda role: state.change(actor_role=role),
        key="filter-role",
        name=lambda role: words(f"filter.role_{role}"),
    )


def _places(state: Session, shown: Shown, words: Words) -> None:
    countries = names_by(shown.frame, "iso3", "country")
    choose_many(
        state,
        "countries",
        words("filter.country"),
        shown.sieve.counts("iso3"),
        name=lambda code: local_names.country(words, code, countries.get(code, code)),
        placeholder=words("filter.country_placeholder"),
    )
    regions = names_by(shown.frame, "admin1_id", "admin1")
    choose_many(
        state,
        "admin1",
        words("filter.region"),
        shown.sieve.counts("admin1_id"),
        name=lambda code: local_names.named(words, code, regions.get(code, code)),
        placeholder=words("filter.region_placeholder"),
    )


def names_by(frame: gpd.GeoDataFrame, code: str, name: str) -> dict[str, str]:
    """Code -> name, as the frame has them."""
    import numpy as np

    codes, names = (frame[column].astype("category").cat for column in (code, name))
    row_of = np.full(len(codes.categories) + 1, -1)  # the last is for null
    row_of[codes.codes.to_numpy()] = names.codes.to_numpy()
    pairs = zip(codes.categories, row_of, strict=False)
    return {str(one): str(names.categories[at]) for one, at in pairs if at >= 0}


def _more(state: Session, shown: Shown, words: Words) -> None:
    filters = state.filters
    set_here = sum(
        bool(x)
        for x in (
            filters.precisions,
            filters.min_confidence,
            filters.sources,
            filters.review,
            filters.box,
        )
    )
    label = words("filter.more_active", n=set_here) if set_here else words("filter.more")
    with st.expander(label, key="more-filters", expanded=False):
        choose_chips(
            state,
            "precisions",
            words("filter.precision"),
            shown.sieve.counts("precision"),
            options=PRECISIONS,
            name=lambda p: words(f"precision.{p}"),
        )
        _confidence(state, shown, words)
        choose_many(
            state,
            "sources",
            words("filter.source"),
            shown.sieve.counts("source"),
            placeholder=words("filter.source_placeholder"),
        )
        choose_chips(
            state,
            "review",
            words("filter.review"),
            shown.sieve.counts("review_status"),
            options=get_args(ReviewStatus),
            name=lambda s: words.label("status", s),
        )
        _box(state, words)


def _confidence(state: Session, shown: Shown, words: Words) -> None:
    """A slider that says of each stop how many events are that sure or surer."""
    now = state.filters.min_confidence
    stops = sorted({*(n / _STOPS for n in range(_STOPS + 1)), now})
    counts = {x: shown.sieve.count_if("min_confidence", min_confidence=x) for x in stops}
    st.session_state["filter-confidence"] = now
    st.select_slider(
        words("filter.confidence"),
        stops,
        format_func=lambda x: f"{x:.2f} · {words.plural('count.events', counts[x])}",
        key="filter-confidence",
        on_change=_put,
        args=(state, "min_confidence", "filter-confidence", lambda v: float(v or 0)),
    )


def _box(state: Session, words: Words) -> None:
    """Keep only what the map shows; the filter then follows the map."""
    st.session_state["filter-box"] = state.filters.box is not None

    def switched() -> None:
        state.change(box=state.bounds if st.session_state.get("filter-box") else None)

    st.toggle(
        words("filter.box"),
        key="filter-box",
        on_change=switched,
    )


def _note(text: str) -> None:
    st.html(tag("div", esc(text), css="dl-note"))


def _heading(text: str, note: str = "") -> None:
    st.html(tag("div", esc(text) + tag("small", esc(note)), css="dl-heading"))
