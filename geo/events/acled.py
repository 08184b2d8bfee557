"""The second view: ACLED event and sub-event types over PLOVER records.

ACLED keeps one event for a place, a day and a pair of actors, so a protest and the police force
against it are one: records that share place and days are looked at together, and the sub-event
type that stands highest in ACLED's hierarchy wins. The crosswalk is data
(``data/ontology/acled.toml``); eight PLOVER types have no home in ACLED and stay blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from geo.events.acledwords import AcledWords, acled_words
from geo.model import Event

__all__ = ["add_acled"]


def add_acled(events: Iterable[Event]) -> tuple[Event, ...]:
    """Fill ``acled_event_type`` and ``acled_sub_event_type``.

    Parameters
    ----------
    events
        Merged events.

    Returns
    -------
    tuple of Event
        The same events in the same order.
    """
    words = acled_words()
    told = list(events)
    beside: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in told:
        beside[_key(event)].append(event)
    return tuple(_labelled(e, beside[_key(e)], words) for e in told)


def _key(event: Event) -> tuple[str, str]:
    """What ACLED aggregates by: place and day; the article where one is not known."""
    place = event.place.id if event.place else f"article {event.article.id}"
    day = event.event_date.start.isoformat() if event.event_date else f"article {event.article.id}"
    return place, day


def _labelled(event: Event, beside: Sequence[Event], words: AcledWords) -> Event:
    if event.gate:
        return event
    sub = sub_event_type(event, beside, words)
    return replace(
        event, acled_sub_event_type=sub, acled_event_type=words.types[sub] if sub else None
    )


def sub_event_type(event: Event, beside: Sequence[Event], words: AcledWords) -> str | None:
    """The ACLED sub-event type of one record among those of its place and day."""
    match event.event_type:
        case "PROTEST":
            return _protest(event, beside, words)
        case "ASSAULT":
            return _assault(event, beside, words)
        case _:
            return _by_mode(event, words)


def _by_mode(event: Event, words: AcledWords) -> str | None:
    text = event.evidence.text.casefold()
    for rule in words.rules:
        if rule.event_type != event.event_type:
            continue
        if rule.mode and rule.mode not in event.modes:
            continue
        if rule.words and not any(w in text for w in rule.words):
            continue
        return rule.sub_event_type
    return None


def _protest(event: Event, beside: Sequence[Event], words: AcledWords) -> str | None:
    if "riot" in event.modes:
        return "Violent demonstration"
    force = [e for e in beside if e is not event and _by_state_on_people(e, words)]
    if any(e.event_type == "ASSAULT" and "crowd-control" not in e.modes for e in force):
        return "Excessive force against protesters"
    if force:
        return "Protest with intervention"
    return _by_mode(event, words)


def _by_state_on_people(event: Event, words: AcledWords) -> bool:
    if event.event_type not in {"ASSAULT", "COERCE"}:
        return False
    by = {s for a in event.actors for s in a.sectors}
    on = {s for a in event.recipients for s in a.sectors}
    return bool(by & words.state) and (not on or bool(on & words.unarmed))


def _assault(event: Event, beside: Sequence[Event], words: AcledWords) -> str | None:
    by = {s for a in event.actors for s in a.sectors}
    on = {s for a in event.recipients for s in a.sectors}
    if by & words.state and on & {"CVL"} and any(e.event_type == "PROTEST" for e in beside):
        return (
            "Protest with intervention"
            if "crowd-control" in event.modes
            else "Excessive force against protesters"
        )
    if found := _by_mode(event, words):
        return found
    if by & words.armed and (on & words.armed or (len(event.actors) > 1 and not on)):
        return "Armed clash"
    if by and by <= {"CVL"}:
        return "Mob violence"
    return "Attack"
