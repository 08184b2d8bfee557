"""An event in words: what kind, when, who, how many, where; unknown said as unknown."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from geo.app.local_names import nation_of, parts
from geo.app.said import said
from geo.app.strings import Words, catalogue, grouped
from geo.events.ontology import EventType, Ontology
from geo.model import QUAD_CLASS, Actor, Event, EventDate, Place, Quantity

#: Statuses that a person has settled.
SETTLED: Final = frozenset({"accepted", "corrected", "rejected"})
#: Bounds of the words for a confidence; the number itself is always beside them.
HIGH, MEDIUM = 0.75, 0.5


@cache
def ontology() -> Ontology:
    """The bundled ontology, for words, colours, letters and shapes."""
    return Ontology.load()


def kind_of(code: str) -> EventType:
    """A PLOVER type as it is shown."""
    return ontology().types[code]


def type_label(words: Words, code: str) -> str:
    """The short word for a type."""
    return str(catalogue(words.language).get("type", {}).get(code, kind_of(code).short))


def mode_label(words: Words, code: str, mode: str) -> str:
    """The word for a mode of a type."""
    default = kind_of(code).modes.get(mode, mode)
    return str(catalogue(words.language).get("mode", {}).get(mode, default))


def quad_label(words: Words, quad: int) -> str:
    """The words for a quad class."""
    default = ontology().quads[quad].label
    return str(catalogue(words.language).get("quad", {}).get(str(quad), default))


def headline(words: Words, code: str, modes: tuple[str, ...] = ()) -> str:
    """Type and modes: "Coercion: arrest"."""
    label = type_label(words, code)
    named = ", ".join(mode_label(words, code, mode) for mode in modes)
    return f"{label}: {named}" if named else label


def when(words: Words, day: EventDate | None) -> str:
    """The interval, or that there is none."""
    return words.days(day.start, day.end, weekday=True) if day else words("card.undated")


def why_when(words: Words, event: Event) -> str:
    """What the date rests on, or why there is none."""
    day = event.event_date
    if day is None:
        return said(words, event.date_reason) or words("card.not_said_why")
    if day.basis == "publication":
        return said(words, event.date_reason) or words("card.basis_publication")
    if day.basis == "relative":
        return words("card.basis_relative", text=day.text or "")
    return words("card.basis_stated")


def who(words: Words, people: tuple[Actor, ...]) -> str:
    """The names, or "not stated"."""
    names = list(dict.fromkeys(p.name for p in people))
    return ", ".join(names) if names else words("card.not_stated")


def kinds_of(words: Words, person: Actor) -> tuple[str, ...]:
    """The country and the kinds of an actor: "Kazakhstan", "police"."""
    nation = (nation_of(words, person.country),) if person.country else ()
    return (*nation, *(words.label("sector", code) for code in person.sectors))


def how_many(words: Words, quantity: Quantity) -> str:
    """A number of people as a range with its unit: "24–99 killed"."""
    low, high = quantity.low, quantity.high
    if low is not None and high is not None:
        same = low == high
        n = grouped(low) if same else range_text(words, low, high)
    elif low is not None:
        n = words("quantity.at_least", n=grouped(low))
    elif high is not None:
        n = words("quantity.up_to", n=grouped(high))
    else:
        n = words("quantity.unknown")
    return f"{n} {words('quantity.' + quantity.kind)}"


def range_text(words: Words, low: int | None, high: int | None) -> str:
    """The two ends of a number, or of what is known of it; empty when nothing is."""
    if low is None and high is None:
        return ""
    if low is None:
        return words("quantity.up_to", n=grouped(high or 0))
    if high is None:
        return words("quantity.at_least", n=grouped(low))
    if low == high:
        return grouped(low)
    return words("quantity.range", low=grouped(low), high=grouped(high))


def where(words: Words, place: Place | None) -> str:
    """The place with what it lies in."""
    if place is None:
        return words("card.no_place")
    return ", ".join(parts(words, place))


def confidence_word(words: Words, value: float) -> str:
    """High, medium or low."""
    name = "high" if value >= HIGH else "medium" if value >= MEDIUM else "low"
    return words(f"confidence.{name}")


def published(words: Words, day: date | None, basis: str) -> str:
    """When the article appeared, and how that is known."""
    if day is None:
        return words("card.published_unknown")
    key = "card.published_guessed" if basis == "guessed" else "card.published"
    return words(key, day=words.day(day))


def types_of_quad(quad: int) -> tuple[str, ...]:
    """The types of one quad class, in the order of the model."""
    return tuple(code for code, number in QUAD_CLASS.items() if number == quad)
