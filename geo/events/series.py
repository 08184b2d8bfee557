"""One act told of several places -> one event in each: "clashes in X, Y and Z".

A pin at the first of them alone would say that the others were quiet. Only acts that go on in many
places at once are shared out, and none that carries a figure: which place it belongs to is not said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.events.places.cues import Cues
from geo.events.places.locate import LISTED, Locator
from geo.events.places.story import FINENESS, fineness, lies_in
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
    return series_of(where, locator.named.names(sentence), locator.named.cues(sentence))


def series_of(where: Toponym, names: Sequence[Toponym], cues: Cues) -> list[Toponym]:
    """The other towns of the list that a town stands in, in the order of the text."""
    run = _run(where, names, cues)
    if not 1 < len(run) <= _MOST or cues.preposition(run[0], run) == "between":
        return []
    kept = {t.place.id: t for t in reversed(run) if t.place}
    return [t for t in run if t.place != where.place and t.place and kept[t.place.id] is t]


def _run(where: Toponym, names: Sequence[Toponym], cues: Cues) -> list[Toponym]:
    """The list around a town, up to its last "and": "X, Y and Z, W" ends with Z."""
    towns = [t for t in names if fineness(t) <= FINENESS["admin2"]]
    run: list[Toponym] = []
    whole = 0
    for town in towns:
        joint = cues.listed(run[-1].end, town.start) if run else ""
        if run and (not joint or lies_in(run[-1], town) or lies_in(town, run[-1])):
            if where in run:
                break
            run, whole = [], 0
        run.append(town)
        if len(run) > 1 and (joint == "and" or cues.goes_on(town.end)):
            whole = len(run)
    return run[:whole] if where in run[:whole] else []
