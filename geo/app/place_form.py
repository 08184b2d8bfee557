"""The right place of an event: ranked candidates with reasons, a search, or a point on the map."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

import streamlit as st

from geo.app import telling
from geo.app.controls import told_apart
from geo.app.data import Dataset
from geo.app.event_card import reasons
from geo.app.markup import plain_markdown
from geo.app.session import Session
from geo.app.strings import Words, grouped
from geo.model import Candidate, Event, Place, Toponym

if TYPE_CHECKING:
    from geo.toponyms.gazetteer import Gazetteer

SCOPES: Final = ("event", "article", "all")
BY_HAND: Final = "chosen by hand"
NO_PLACE: Final = "a person said that the place is not known"
#: Begins the id of a place that a person pointed at: "at:43.2380,76.9450".
POINT: Final = "at:"
_MAX_CHOICES: Final = 12
_NEAREST: Final = 3
_POINT_RADIUS_KM: Final = 1.0
_EARTH_KM: Final = 6371.0
Changes = dict[str, dict[str, object]]


def draw(state: Session, dataset: Dataset, event: Event, words: Words) -> tuple[Changes, str]:
    """The form; what it would change, event by event (empty until a place is chosen).

    The second is the name that shall mean the place everywhere, articles to come included; or "".
    """
    left, right = st.columns([1.6, 1], gap="small", vertical_alignment="bottom")
    query = left.text_input(
        words("correct.search_place"),
        value=event.toponym.text if event.toponym else "",
        key=f"find-{event.id}",
        max_chars=100,
    )
    with right:
        _pointing(state, event, words)
    offered = choices(event, _near(state, event), _search(query or ""))
    if not offered and (query or "").strip():
        st.caption(words("correct.no_hits"))
    chosen = _choice(
        offered, state.pointed if state.pointed_for == event.id else None, event, words
    )
    scope = st.radio(
        words("correct.scope"),
        SCOPES if event.toponym and event.toponym.text else SCOPES[:1],
        format_func=lambda s: _scope_label(dataset, event, s, words),
        key=f"scope-{event.id}",
    )
    name = event.toponym.text if event.toponym and scope == "all" else ""
    if name:
        st.caption(words("correct.rule_note"))
    if chosen is None:
        return {}, ""
    place = offered.get(chosen)
    changes: Changes = {
        other.id: {
            "toponym": with_place(other, place) if place else None,
            "geo_reason": BY_HAND if place else NO_PLACE,
            "pin_doubt": "",  # a person has said where it is
        }
        for other in in_scope(dataset, event, scope)
    }
    return changes, name


def _pointing(state: Session, event: Event, words: Words) -> None:
    on = state.pointing == event.id

    def switched() -> None:
        state.pointing = None if on else event.id
        state.view = "map"
        state.select(event.id)

    st.button(
        words("correct.point_stop" if on else "correct.point"),
        key="point-at-map",
        icon=":material/close:" if on else ":material/my_location:",
        width="stretch",
        on_click=switched,
    )


def _near(state: Session, event: Event) -> tuple[Place, ...]:
    if state.pointed is None or state.pointed_for != event.id:
        return ()
    return places_at(*state.pointed)


def places_at(latitude: float, longitude: float) -> tuple[Place, ...]:
    """What a point on the map may mean: the point itself, then the nearest named places."""
    named = _gazetteer().nearest(latitude, longitude, limit=_NEAREST)
    spot = f"{latitude:.4f},{longitude:.4f}"
    near = named[0] if named else Place(POINT, "", latitude, longitude, "poi")
    here = replace(
        near, id=POINT + spot, name=near.name or spot, latitude=round(latitude, 4),
        longitude=round(longitude, 4), kind="poi", feature_code=None, population=0,
        radius_km=_POINT_RADIUS_KM,
    )  # fmt: skip
    return (here, *named)


def _search(query: str) -> tuple[Place, ...]:
    return tuple(_gazetteer().find(query.strip())) if query.strip() else ()


def _gazetteer() -> Gazetteer:
    from geo.pipeline import pipeline
    from geo.settings import Settings

    return pipeline(Settings.from_env()).gazetteer


def choices(event: Event, *found: tuple[Place, ...]) -> dict[str, Place]:
    """The places offered, by id: the point, the coder's own candidates, then what was searched."""
    ranked = tuple(c.place for c in event.toponym.candidates) if event.toponym else ()
    near, *others = found or ((),)
    places = {place.id: place for group in (near, ranked, *others) for place in group}
    return dict(list(places.items())[:_MAX_CHOICES])


def _choice(
    offered: dict[str, Place], point: tuple[float, float] | None, event: Event, words: Words
) -> str | None:
    scored = {c.place.id: c for c in event.toponym.candidates} if event.toponym else {}
    options = [*offered, ""]
    now = event.place.id if event.place else None

    names = labels(offered, words)

    def label(option: str) -> str:
        text = names[option]
        return f"{text} **· {words('correct.now')}**" if option and option == now else text

    return st.radio(
        words("correct.choose_place"),
        options,
        format_func=label,
        captions=[why(offered.get(o), scored.get(o), point, words) for o in options],
        key=f"choose-{event.id}-{point}",
        index=0 if point and offered else None,
    )


def labels(offered: Mapping[str, Place], words: Words) -> dict[str, str]:
    """The places offered and "" (no place), each by a name that no other of them has, as Markdown."""

    def told(how: Callable[[Place], str]) -> Callable[[str], str]:
        return lambda o: plain_markdown(how(offered[o]) if o else words("correct.no_place"))

    return told_apart(
        [*offered, ""],
        told(lambda place: telling.where(words, place)),
        told(lambda place: words(f"precision.{place.precision}")),
        told(lambda place: f"{place.latitude:.2f}, {place.longitude:.2f}"),
    )


def why(
    place: Place | None,
    candidate: Candidate | None,
    point: tuple[float, float] | None,
    words: Words,
) -> str:
    """What speaks for a place, in one line: how fine, how certain, how large, how near."""
    if place is None:
        return ""
    parts = [words(f"precision.{place.precision}")]
    if place.id.startswith(POINT):
        parts = [
            words("correct.this_point", lat=f"{place.latitude:.3f}", lon=f"{place.longitude:.3f}")
        ]
    elif point:
        km = distance_km(point, (place.latitude, place.longitude))
        parts.append(words("correct.away", km=grouped(round(km))))
    if place.population:
        parts.append(words("correct.people", n=grouped(place.population)))
    if candidate:
        parts.append(words("correct.score", score=words.decimal(candidate.score)))
        told = reasons(candidate, words)
        parts += [told] if told else []
    return plain_markdown(" · ".join(parts))


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points given as (latitude, longitude) in degrees."""
    north, east = (radians(b - a) for a, b in zip(one, other, strict=True))
    h = sin(north / 2) ** 2 + cos(radians(one[0])) * cos(radians(other[0])) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(h)))


def _scope_label(dataset: Dataset, event: Event, scope: str, words: Words) -> str:
    label = words(f"correct.scope_{scope}")
    if scope == "event":
        return label
    count = words.plural("count.events", len(in_scope(dataset, event, scope)))
    return f"{label} ({count})"


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
