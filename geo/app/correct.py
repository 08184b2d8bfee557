"""Correcting an event: accept, reject, or say what is wrong; each step a row of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

import streamlit as st

from geo.app import place_form, same_form, telling
from geo.app.data import Dataset
from geo.app.markup import esc, tag
from geo.app.place_form import BY_HAND, Changes
from geo.app.said import said
from geo.app.same_form import Step
from geo.app.session import Session
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.model import QUAD_CLASS, Actor, Event, EventDate, Quantity, QuantityKind

if TYPE_CHECKING:
    from geo.app.ledger import Ledger
    from geo.settings import Settings

#: As the stages write their reasons; ``said`` puts it into the reader's language.
NO_DATE: Final = "a person said that the day is not known"
ASPECTS: Final = ("place", "type", "date", "actors", "numbers", "same", "split")


def draw(state: Session, dataset: Dataset, event: Event, words: Words, settings: Settings) -> None:
    """The buttons under the card, and the form when it is open; or why there are none."""
    if not dataset.may_correct(event):
        st.html(tag("div", esc(words("correct.read_only")), css="dl-info"))
        return
    is_open = state.correcting == event.id

    def switched() -> None:
        state.correcting = None if is_open else event.id
        state.pointing = None

    with st.container(horizontal=True, gap="xxsmall", key="verdict"):
        for name, verdict in (("accept", "accepted"), ("reject", "rejected")):
            st.button(
                words("correct.accept" if name == "accept" else "correct.not_event"),
                key=name,
                disabled=event.review_status == verdict,
                on_click=judge,
                args=(state, dataset, event, verdict, words),
            )
        st.button(
            words("correct.wrong"),
            key="wrong-button",
            icon=":material/expand_less:" if is_open else ":material/expand_more:",
            on_click=switched,
        )
        undo_redo(state, words)
    if is_open:
        with st.container(key="wrong", border=True):
            _form(state, dataset, event, words, settings)


def judge(state: Session, dataset: Dataset, event: Event, verdict: str, words: Words) -> None:
    """Accept or reject an event; accepting one that was listed in doubt puts it on the map."""
    values: dict[str, object] = {"review_status": verdict}
    if verdict == "accepted" and event.pin_doubt:
        values["pin_doubt"] = ""
    _take(state, _correcting(state, dataset, {event.id: values}), "", words)


def _correcting(state: Session, dataset: Dataset, changes: Changes, everywhere: str = "") -> Step:
    pool = list(dataset.events.values())
    ledger: Ledger = state.corrections
    return lambda why: ledger.correct(pool, changes, why, everywhere=everywhere)


def _take(state: Session, step: Step, why: str, words: Words) -> None:
    """Do what was asked for; a refusal is said, and nothing is half done."""
    try:
        step(why)
    except DatelineError as error:
        state.said = said(words, str(error))
        return
    state.said = words("correct.saved")
    state.correcting = state.pointing = state.pointed = None


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
            args=(state, batch, words),
        )


def _take_back(state: Session, batch: str, words: Words) -> None:
    try:
        state.corrections.take_back(batch)
    except DatelineError as error:
        state.said = said(words, str(error))


def _form(state: Session, dataset: Dataset, event: Event, words: Words, settings: Settings) -> None:
    aspect = st.selectbox(
        words("correct.what"),
        ASPECTS,
        format_func=lambda a: words(f"correct.{a}"),
        placeholder=words("ui.choose"),
        key=f"aspect-{event.id}",
    )
    step: Step | None
    everywhere = ""
    if aspect == "same":
        step = same_form.draw_merge(state, dataset, event, words)
    elif aspect == "split":
        step = same_form.draw_split(state, dataset, event, words, settings)
    else:
        if aspect == "place":
            changes, everywhere = place_form.draw(state, dataset, event, words)
        else:
            values = _FIELDS[aspect](event, words)
            changes = {event.id: values} if values else {}
        step = _correcting(state, dataset, changes, everywhere) if changes else None
    why_key = f"why-{event.id}"
    st.text_input(words("correct.why"), key=why_key, max_chars=500)

    def save() -> None:
        if step:
            _take(state, step, st.session_state.get(why_key) or "", words)

    st.button(
        words("correct.save"),
        key=f"save-{event.id}",
        type="primary",
        disabled=step is None,
        on_click=save,
    )


def _type(event: Event, words: Words) -> dict[str, object]:
    codes = sorted(QUAD_CLASS, key=lambda code: telling.type_label(words, code))
    code = st.selectbox(
        words("correct.type"),
        codes,
        index=codes.index(event.event_type),
        format_func=lambda c: telling.type_label(words, c),
        placeholder=words("ui.choose"),
        key=f"type-{event.id}",
    )
    known = list(telling.kind_of(code).modes)
    modes = st.multiselect(
        words("card.modes"),
        known,
        default=[m for m in event.modes if m in known],
        format_func=lambda m: telling.mode_label(words, code, m),
        placeholder=words("ui.choose"),
        key=f"modes-{event.id}-{code}",
    )
    values: dict[str, object] = {}
    if code != event.event_type:
        values["event_type"] = code
    if tuple(modes) != event.modes:
        values["modes"] = tuple(modes)
    return values


def _date(event: Event, words: Words) -> dict[str, object]:
    unknown = st.checkbox(words("correct.no_date"), key=f"undated-{event.id}")
    if unknown:
        return {"event_date": None, "date_reason": NO_DATE}
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
        return {}
    if day and (start, end) == (day.start, day.end):
        return {}
    return {"event_date": EventDate(start, end, "stated")}


def _actors(event: Event, words: Words) -> dict[str, object]:
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
    return values


def named(people: tuple[Actor, ...], lines: str, event: Event) -> tuple[Actor, ...]:
    """The actors a person listed, one a line; those the machine knew keep what is known of them."""
    known = {p.name: p for p in people}
    at = event.evidence.start
    names = dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip())
    return tuple(known.get(n) or Actor("", at, at, n, rule=BY_HAND) for n in names)


def _numbers(event: Event, words: Words) -> dict[str, object]:
    kinds: tuple[QuantityKind, ...] = get_args(QuantityKind)
    kind = st.selectbox(
        words("correct.kind"),
        kinds,
        format_func=lambda k: words(f"quantity.{k}"),
        placeholder=words("ui.choose"),
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
        return {}
    if low is not None and high is not None and high < low:
        return {}
    return {"quantities": with_number(event, kind, low, high)}


def with_number(
    event: Event, kind: QuantityKind, low: int | None, high: int | None
) -> tuple[Quantity, ...]:
    """The event's numbers with one kind set by hand, or left out when neither end is known."""
    others = tuple(q for q in event.quantities if q.kind != kind)
    if low is None and high is None:
        return others
    at = event.evidence.start
    return (*others, Quantity(kind, low, high, BY_HAND, at, at))


_FIELDS: Final[dict[str, Callable[[Event, Words], dict[str, object]]]] = {
    "type": _type,
    "date": _date,
    "actors": _actors,
    "numbers": _numbers,
}
