"""Correcting an event: accept, reject, or say what is wrong; each step a row of the journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

import streamlit as st

from geo.app import telling
from geo.app.data import Dataset
from geo.app.markup import plain_markdown
from geo.app.session import Session
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.model import (
    QUAD_CLASS,
    Actor,
    Event,
    EventDate,
    Place,
    Quantity,
    QuantityKind,
    Toponym,
)

if TYPE_CHECKING:
    from geo.app.ledger import Ledger

ASPECTS: Final = ("place", "type", "date", "actors", "numbers", "same")
#: Two events further apart than this are not offered as one.
_SAME_DAYS: Final = 3
SCOPES: Final = ("event", "article", "all")
BY_HAND: Final = "chosen by hand"
_MAX_CHOICES: Final = 12


def draw(state: Session, dataset: Dataset, event: Event, words: Words) -> None:
    """The buttons under the card."""
    with st.container(horizontal=True, gap="xxsmall", key="verdict"):
        st.button(
            words("correct.accept"),
            key="accept",
            disabled=event.review_status == "accepted",
            on_click=apply,
            args=(state, dataset, [event], {"review_status": "accepted"}, words),
        )
        st.button(
            words("correct.not_event"),
            key="reject",
            disabled=event.review_status == "rejected",
            on_click=apply,
            args=(state, dataset, [event], {"review_status": "rejected"}, words),
        )
        with st.popover(words("correct.wrong"), key="wrong"):
            _form(state, dataset, event, words)
        undo_redo(state, words)


def undo_redo(state: Session, words: Words, *, where: str = "card") -> None:
    """The two buttons, each disabled when there is nothing for it."""
    ledger: Ledger = state.corrections
    for name, batch in (("undo", ledger.undoable()), ("redo", ledger.redoable())):
        st.button(
            "",
            icon=f":material/{name}:",
            help=words(f"correct.{name}"),
            key=f"{name}-{where}",
            disabled=batch is None,
            on_click=_take_back,
            args=(state, batch),
        )


def _take_back(state: Session, batch: str) -> None:
    try:
        state.corrections.take_back(batch)
    except DatelineError as error:
        state.said = str(error)


def apply(
    state: Session,
    dataset: Dataset,
    events: list[Event],
    values: dict[str, object],
    words: Words,
    *,
    why: str = "",
) -> None:
    """Write a correction of one or more events; a refusal is said, nothing is half done in silence."""
    for event in events:
        try:
            if _MERGE in values:
                pool = list(dataset.events.values())
                state.corrections.merge(pool, event.id, str(values[_MERGE]), why)
                continue
            state.corrections.correct(dataset.in_article(event.article.id), event.id, values, why)
        except DatelineError as error:
            state.said = str(error)
            return
    state.said = words("correct.saved")


def _form(state: Session, dataset: Dataset, event: Event, words: Words) -> None:
    aspect = st.selectbox(
        words("correct.what"),
        ASPECTS,
        format_func=lambda a: words(f"correct.{a}"),
        key=f"aspect-{event.id}",
    )
    draw_aspect = {
        "place": _place,
        "type": _type,
        "date": _date,
        "actors": _actors,
        "numbers": _numbers,
        "same": _same,
    }[aspect]
    values, events = draw_aspect(dataset, event, words)
    why = st.text_input(words("correct.why"), key=f"why-{event.id}", max_chars=500) or ""
    st.button(
        words("correct.save"),
        key=f"save-{event.id}",
        type="primary",
        disabled=not values,
        on_click=lambda: apply(state, dataset, events, values, words, why=why),
    )


_MERGE: Final = "merge with"
Change = tuple[dict[str, object], list[Event]]


def _place(dataset: Dataset, event: Event, words: Words) -> Change:
    query = st.text_input(
        words("correct.search_place"),
        value=event.toponym.text if event.toponym else "",
        key=f"find-{event.id}",
        max_chars=100,
    )
    places = choices(event, _search(query or ""))
    if not places:
        st.caption(words("correct.no_hits"))
    none = words("correct.no_place")
    chosen = st.radio(
        words("correct.choose_place"),
        [*places, ""],
        format_func=lambda i: plain_markdown(_describe(places[i], words)) if i else none,
        key=f"choose-{event.id}",
        index=None,
    )
    scope = st.radio(
        words("correct.scope"),
        SCOPES if event.toponym and event.toponym.text else SCOPES[:1],
        format_func=lambda s: words(f"correct.scope_{s}"),
        key=f"scope-{event.id}",
        horizontal=True,
    )
    if chosen is None:
        return {}, []
    place = places.get(chosen)
    reason = BY_HAND if place else words("correct.no_place")
    values: dict[str, object] = {
        "toponym": with_place(event, place) if place else None,
        "geo_reason": reason,
    }
    return values, in_scope(dataset, event, scope)


def _search(query: str) -> tuple[Place, ...]:
    from geo.pipeline import pipeline
    from geo.settings import Settings

    return (
        tuple(pipeline(Settings.from_env()).gazetteer.find(query.strip())) if query.strip() else ()
    )


def choices(event: Event, found: tuple[Place, ...]) -> dict[str, Place]:
    """The places offered, by id: the coder's own candidates first, then what was searched for."""
    ranked = [c.place for c in event.toponym.candidates] if event.toponym else []
    places = {place.id: place for place in (*ranked, *found)}
    return dict(list(places.items())[:_MAX_CHOICES])


def _describe(place: Place, words: Words) -> str:
    kind = words(f"precision.{place.precision}")
    return f"{telling.where(words, place)} ({kind}; {place.latitude:.2f}, {place.longitude:.2f})"


def with_place(event: Event, place: Place) -> Toponym:
    """The event's toponym with the place a person chose; the machine's candidates are kept."""
    if event.toponym:
        return replace(event.toponym, place=place, score=None, reason=BY_HAND)
    at = event.evidence.start  # nothing in the text names it: an empty span, honest to the offsets
    return Toponym(start=at, end=at, text="", place=place, reason=BY_HAND)


def in_scope(dataset: Dataset, event: Event, scope: str) -> list[Event]:
    """The events that "this name in this article" or "everywhere" stands for."""
    if scope == "event" or event.toponym is None:
        return [event]
    name = event.toponym.text.casefold()
    pool = dataset.in_article(event.article.id) if scope == "article" else dataset.events.values()
    return [e for e in pool if e.toponym and e.toponym.text.casefold() == name]


def _type(_dataset: Dataset, event: Event, words: Words) -> Change:
    codes = sorted(QUAD_CLASS, key=lambda code: telling.type_label(words, code))
    code = st.selectbox(
        words("correct.type"),
        codes,
        index=codes.index(event.event_type),
        format_func=lambda c: telling.type_label(words, c),
        key=f"type-{event.id}",
    )
    known = list(telling.kind_of(code).modes)
    modes = st.multiselect(
        words("card.modes"),
        known,
        default=[m for m in event.modes if m in known],
        format_func=lambda m: telling.mode_label(words, code, m),
        key=f"modes-{event.id}-{code}",
    )
    values: dict[str, object] = {}
    if code != event.event_type:
        values["event_type"] = code
    if tuple(modes) != event.modes:
        values["modes"] = tuple(modes)
    return values, [event]


def _date(_dataset: Dataset, event: Event, words: Words) -> Change:
    unknown = st.checkbox(words("correct.no_date"), key=f"undated-{event.id}")
    if unknown:
        return ({"event_date": None, "date_reason": words("correct.no_date")}, [event])
    day = event.event_date
    near = event.article.published or date(2020, 1, 1)
    first, last = st.columns(2)
    start = first.date_input(
        words("correct.first_day"), value=day.start if day else near, key=f"first-{event.id}", format="DD.MM.YYYY",
        min_value=date(1500, 1, 1), max_value=date(2200, 1, 1),
    )  # fmt: skip
    end = last.date_input(
        words("correct.last_day"), value=day.end if day else near, key=f"last-{event.id}", format="DD.MM.YYYY",
        min_value=date(1500, 1, 1), max_value=date(2200, 1, 1),
    )  # fmt: skip
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        return {}, []
    if day and (start, end) == (day.start, day.end):
        return {}, []
    return {"event_date": EventDate(start, end, "stated")}, [event]


def _actors(_dataset: Dataset, event: Event, words: Words) -> Change:
    values: dict[str, object] = {}
    for field, label in (("actors", "actor_names"), ("recipients", "recipient_names")):
        people: tuple[Actor, ...] = getattr(event, field)
        text = st.text_area(
            words(f"correct.{label}"),
            value="\n".join(p.name for p in people),
            key=f"{field}-{event.id}",
            height=90,
            max_chars=2000,
        )
        told = named(people, text or "", event)
        if told != people:
            values[field] = told
    return values, [event]


def named(people: tuple[Actor, ...], lines: str, event: Event) -> tuple[Actor, ...]:
    """The actors a person listed, one a line; those the machine knew keep what is known of them."""
    known = {p.name: p for p in people}
    at = event.evidence.start
    names = dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip())
    return tuple(known.get(n) or Actor("", at, at, n, rule=BY_HAND) for n in names)


def _numbers(_dataset: Dataset, event: Event, words: Words) -> Change:
    kinds: tuple[QuantityKind, ...] = get_args(QuantityKind)
    kind = st.selectbox(
        words("correct.kind"),
        kinds,
        format_func=lambda k: words(f"quantity.{k}"),
        key=f"kind-{event.id}",
    )
    now = next((q for q in event.quantities if q.kind == kind), None)
    left, right = st.columns(2)
    bound: dict[str, Any] = {"min_value": 0, "step": 1}
    low = left.number_input(
        words("correct.low"), value=now.low if now else None, key=f"low-{event.id}-{kind}", **bound
    )
    high = right.number_input(
        words("correct.high"),
        value=now.high if now else None,
        key=f"high-{event.id}-{kind}",
        **bound,
    )
    if (low, high) == ((now.low, now.high) if now else (None, None)):
        return {}, []
    if low is not None and high is not None and high < low:
        return {}, []
    return {"quantities": with_number(event, kind, low, high)}, [event]


def with_number(
    event: Event, kind: QuantityKind, low: int | None, high: int | None
) -> tuple[Quantity, ...]:
    """The event's numbers with one kind set by hand, or left out when neither end is known."""
    others = tuple(q for q in event.quantities if q.kind != kind)
    if low is None and high is None:
        return others
    at = event.evidence.start
    return (*others, Quantity(kind, low, high, BY_HAND, at, at))


def _same(dataset: Dataset, event: Event, words: Words) -> Change:
    near = {e.id: e for e in alike(dataset, event)}
    chosen = st.radio(
        words("correct.same_as"),
        list(near),
        index=None,
        format_func=lambda i: plain_markdown(near[i].evidence.text[:160]),
        key=f"same-{event.id}",
    )
    if not near:
        st.caption(words("correct.none_alike"))
    return ({_MERGE: chosen}, [event]) if chosen else ({}, [])


def alike(dataset: Dataset, event: Event) -> list[Event]:
    """Events that may be this one told again: same type, same country, days that are near."""

    def near(other: Event) -> bool:
        if other.id == event.id or other.event_type != event.event_type:
            return False
        here, there = event.place, other.place
        if here and there and here.country != there.country:
            return False
        if event.event_date is None or other.event_date is None:
            return other.article.id == event.article.id
        return abs((event.event_date.start - other.event_date.start).days) <= _SAME_DAYS

    return [e for e in dataset.events.values() if near(e)][:_MAX_CHOICES]
