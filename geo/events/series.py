"""One act told of several places -> one event in each: "clashes in X, Y and Z".

A pin at the first of them alone would say that the others were quiet. Only acts that go on in many
places at once are shared out, and none that carries a figure: which place it belongs to is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.events.locate import LISTED, Locator
from geo.events.placecues import Cues
from geo.events.storyplaces import FINENESS, fineness, lies_in
from geo.model import Event, Sentence, Toponym, event_id

#: Acts that may go on in several towns at once.
_SHARED = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})
#: So many places at most: a longer list is a table, not a sentence.
_MOST = 12


def in_each_place(event: Event, sentence: Sentence, locator: Locator) -> Iterator[Event]:
    """The event, and one like it in each other town that its sentence names in the same breath.

    Parameters
    ----------
    event, sentence
        As coded, and where its trigger stands.
    locator
        Of the event's article.
    """
    where = event.toponym
    others = _others(event, sentence, locator)
    if where is None or not others:
        yield event
        return
    yield replace(event, geo_reason=_reason(where))
    for other in others:
        yield replace(
            event,
            id=event_id(event.article.id, other.start, other.end, event.event_type),
            toponym=other,
            geo_reason=_reason(other),
        )


def _reason(town: Toponym) -> str:
    return f"“{town.text}” {LISTED}"


def _others(event: Event, sentence: Sentence, locator: Locator) -> list[Toponym]:
    """The other towns an act is told of; none where it is not shared out."""
    where = event.toponym
    if where is None or event.gate or event.quantities or event.event_type not in _SHARED:
        return []
    if fineness(where) > FINENESS["admin2"] or not sentence.start <= where.start < sentence.end:
        return []
    return series_of(where, locator.names(sentence), locator.cues(sentence))


def series_of(where: Toponym, names: Sequence[Toponym], cues: Cues) -> list[Toponym]:
    """The other towns of the list that a town stands in, in the order of the text."""
    towns = [t for t in names if fineness(t) <= FINENESS["admin2"] and t.place]
    run: list[Toponym] = []
    for town in towns:
        if run and (lies_in(run[-1], town) or not cues.listed(run[-1].end, town.start)):
            if where in run:
                break
            run = []
        run.append(town)
    if where not in run or len(run) > _MOST:
        return []
    seen = {where.place.id} if where.place else set()
    others = []
    for town in run:
        if town.place and town.place.id not in seen:
            seen.add(town.place.id)
            others.append(town)
    return others
