"""Which of the acts of a sentence a number belongs to: the one whose words stand nearest.

"The army killed two rebels, a day after a bomber struck the town": both are attacks, and the two
were killed in one of them. Acts that are one after all share their numbers again when they are
joined (``geo.events.merging``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from geo.model import Event, Quantity

__all__ = ["owned"]


def owned(events: Iterable[Event]) -> list[Event]:
    """The events of one article, every number with one of those of its sentence that claim it.

    Parameters
    ----------
    events
        As coded, those that are none (with a gate) among them: they take nothing from the others.
    """
    told = list(events)
    claims: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in told:
        if not event.gate:
            for quantity in event.quantities:
                claims[event.event_type, quantity.start].append(event)
    return [e if e.gate else _with_own(e, claims) for e in told]


def _with_own(event: Event, claims: dict[tuple[str, int], list[Event]]) -> Event:
    kept = tuple(
        q for q in event.quantities if _nearest(q, claims[event.event_type, q.start]) is event
    )
    return event if len(kept) == len(event.quantities) else replace(event, quantities=kept)


def _nearest(quantity: Quantity, events: Iterable[Event]) -> Event:
    return min(events, key=lambda event: _gap(event, quantity))


def _gap(event: Event, quantity: Quantity) -> int:
    """So many characters lie between an act's words and a number."""
    return max(event.trigger.start - quantity.end, quantity.start - event.trigger.end, 0)
