"""The same event told again in its own article: vague tellings take day and place from sharp ones.

News comes back to an event: "a bomb exploded in Lima on Monday … the attack left three dead … the
victims were killed". A telling without a day or a place of its own is linked to a telling of the
same type that nothing speaks against, and takes over what it lacks; ``merge_events`` then makes
one event of them. The rule that was used is kept in ``date_reason`` and ``geo_reason``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo.model import Actor, Event

#: An event is compared with so many earlier tellings of its type: keeps the time linear.
_MAX_HEADS = 12
#: Without a shared name, tellings are linked over at most so many characters.
_NEAR_CHARS = 1500
#: Deeds happen once at one place; acts of saying are repeated elsewhere.
_DEEDS = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID", "SANCTION"})
_FINE = ("place", "city", "admin2", "admin1", "region", "country", "none")
_GENERIC = frozenset(
    """
people person persons man men woman women civilian civilians citizen citizens resident residents
victim victims others other group members member they them he him she her it who this that those
some many several dozens hundreds thousands scores individuals one two three four five six seven
eight nine ten dead wounded injured troops soldiers police forces authorities government protesters
demonstrators crowd attackers attacker gunmen assailants bodies body number total vehicle car house
""".split()
)  # noqa: SIM905 (read as prose)


def share_attributes(events: Sequence[Event]) -> tuple[Event, ...]:
    """Give vague tellings the day and place of the sharp tellings they repeat.

    Parameters
    ----------
    events
        Of one article, in the order of the text.

    Returns
    -------
    tuple of Event
        The same events in the same order.
    """
    groups: dict[str, list[list[int]]] = defaultdict(list)
    for index, event in enumerate(events):
        if event.gate or event.event_type not in _DEEDS:
            continue
        heads = groups[event.event_type]
        home = next(
            (g for g in reversed(heads[-_MAX_HEADS:]) if _joins(event, [events[i] for i in g])),
            None,
        )
        if home is None:
            heads.append([index])
        else:
            home.append(index)
    result = list(events)
    for heads in groups.values():
        for group in heads:
            if len(group) > 1:
                _share(result, group)
    return tuple(result)


def _joins(event: Event, group: Sequence[Event]) -> bool:
    return all(_compatible(event, other) for other in group[:4]) and any(
        _linked(event, other) for other in group[-3:]
    )


def _compatible(a: Event, b: Event) -> bool:
    """Whether nothing speaks against one event."""
    if _own_day(a) and _own_day(b) and not _overlap(a, b):
        return False
    if _own_place(a) and _own_place(b) and not _nested(a, b):
        return False
    if _own_country(a) and _own_country(b) and _own_country(a) != _own_country(b):
        return False
    if a.modes and b.modes and not set(a.modes) & set(b.modes):
        return False
    victims_a, victims_b = _heads(a.recipients), _heads(b.recipients)
    if victims_a and victims_b and not victims_a & victims_b:
        return False
    actors_a, actors_b = _heads(a.actors), _heads(b.actors)
    return not (actors_a and actors_b and not actors_a & actors_b)


def _linked(a: Event, b: Event) -> bool:
    """Whether something speaks for one event: a shared name, or nearness and a vague side."""
    if (_heads(a.recipients) & _heads(b.recipients)) or (_heads(a.actors) & _heads(b.actors)):
        return True
    if a.trigger.start - b.trigger.end > _NEAR_CHARS:
        return False
    if _heads(a.recipients) or _heads(a.actors):
        return False  # somebody else's
    return not (_own_day(a) and _own_place(a))


def _own_day(event: Event) -> bool:
    return event.event_date is not None and event.event_date.basis != "publication"


def _own_country(event: Event) -> str | None:
    """The country of a place named in the event's own sentence."""
    top = event.toponym
    if top is None or event.place is None:
        return None
    inside = event.evidence.start <= top.start < event.evidence.end
    return event.place.country if inside else None


def _own_place(event: Event) -> bool:
    """Whether the place is named in the event's own sentence, and finer than a country."""
    top = event.toponym
    return (
        top is not None
        and event.precision != "country"
        and event.evidence.start <= top.start < event.evidence.end
    )


def _overlap(a: Event, b: Event) -> bool:
    if a.event_date is None or b.event_date is None:
        return True
    return a.event_date.start <= b.event_date.end and b.event_date.start <= a.event_date.end


def _nested(a: Event, b: Event) -> bool:
    if a.place is None or b.place is None:
        return True
    if a.place.id == b.place.id:
        return True
    if a.place.country != b.place.country or a.precision == b.precision:
        return False
    return a.place.admin1_id in {b.place.admin1_id, b.place.id} or b.place.admin1_id == a.place.id


def _heads(actors: Sequence[Actor]) -> set[str]:
    """Last words of the names that say who exactly."""
    found = set()
    for actor in actors:
        words = [w for w in actor.name.casefold().replace("’", "'").split() if w[0].isalpha()]
        if words and words[-1] not in _GENERIC and not actor.implied:
            found.add(words[-1])
    return found


def _share(events: list[Event], group: Sequence[int]) -> None:
    members = [events[i] for i in group]
    days = [e for e in members if _own_day(e)]
    places = sorted(
        (e for e in members if e.toponym is not None and (_own_place(e) or e.precision != "none")),
        key=lambda e: (not _own_place(e), _FINE.index(e.precision)),
    )
    for i in group:
        event = events[i]
        if days and not _own_day(event):
            event = replace(
                event,
                event_date=days[0].event_date,
                date_reason=f"told again; dated by {days[0].date_reason}",
            )
        if places and not _own_place(event) and places[0].toponym is not event.toponym:
            event = replace(
                event,
                toponym=places[0].toponym,
                geo_reason=f"told again; {places[0].geo_reason}",
            )
        events[i] = event
