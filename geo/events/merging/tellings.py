"""The tellings of one event -> one ``Event``: the first one, with what the others say better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from geo.events.merging.naming import best_named, is_doubted, sides
from geo.events.merging.sameness import (
    has_own_day,
    has_own_place,
    is_at,
    is_bare,
    is_history,
    own_country,
)
from geo.events.quantities.totals import is_sum
from geo.model import Event, Evidence, Quantity, ReviewStatus

__all__ = ["merged"]

#: A kind of number with its least and most.
_Figure = tuple[str, int | None, int | None]

_FINE = ("place", "city", "admin2", "admin1", "region", "country", "none")


def merged(group: Sequence[Event]) -> Event:
    """One event out of its tellings.

    Parameters
    ----------
    group
        Events that were found to be one, at least one, in any order.

    Returns
    -------
    Event
        The telling published first, with the place and the date of whichever says them best, the
        people and figures of all, and every other sentence in ``more_evidence``. Of one article the
        telling that gives the place to be drawn stands for the event, not the first: a pin shows the
        sentence that says it happened there, and a telling wrongly joined lends no place to another.
    """
    if len(group) == 1:
        lone = group[0]  # those whom one sentence thanks or punishes are each meant for himself
        hit = lone.event_type in {"ASSAULT", "COERCE"}
        if not hit:
            return lone
        actors = tuple(a for a in lone.actors if not is_doubted(a))
        return replace(lone, actors=actors, recipients=best_named([lone.recipients]))
    told = sorted(
        group,
        key=lambda e: (e.article.published or date.max, e.article.id, e.trigger.start, e.id),
    )
    head = told[0]
    said = {own_country(e) for e in told} - {None}
    where = min(told, key=partial(_placelessness, said))
    sound = [e for e in told if e.pinned and has_own_place(e)]
    if where.pin_doubt and sound:  # a place that may be drawn goes before one that may not
        where = min(sound, key=partial(_placelessness, said))
    if _shows_better(where, head):
        head = where
    # The sentence that a pin shows says the day of the pin, even where another one says it finer.
    when = head if head.pinned and has_own_day(head) and not is_history(head) else _when(told)
    doubt, status = _doubt(head, where, when)
    acled_type, acled_sub_type = _in_acled(told)
    actors, recipients = sides(told)
    return replace(
        head,
        modes=tuple(dict.fromkeys(m for e in told for m in e.modes)),
        actors=actors,
        recipients=recipients,
        toponym=where.toponym,
        geo_reason=where.geo_reason,
        pin_doubt=doubt,
        review_status=status,
        event_date=when.event_date,
        date_reason=when.date_reason,
        quantities=_quantities(told, head, where, when),
        contexts=tuple(dict.fromkeys(c for e in told for c in e.contexts)),
        acled_event_type=acled_type,
        acled_sub_event_type=acled_sub_type,
        confidence=max(e.confidence for e in told),
        pin_score=_pin_score(where, told),
        more_evidence=_more(head, told),
    )


def _doubt(head: Event, where: Event, when: Event) -> tuple[str, ReviewStatus]:
    """Why the place is not drawn, and the status: what is history is not, whichever telling gives the place."""
    if where.pin_doubt:
        return where.pin_doubt, where.review_status
    if is_history(when) and where.toponym:
        return when.date_reason, when.review_status
    return "", head.review_status


def _pin_score(where: Event, told: Sequence[Event]) -> float | None:
    """That of the surest telling of the same place: what one tells well, another does not make unsure."""
    here = [e.pin_score for e in told if e.place == where.place and e.pin_score is not None]
    return max(here, default=None)


def _shows_better(where: Event, head: Event) -> bool:
    """Whether a telling of the same article is drawn, and the first one not, or elsewhere, or only lent."""
    lent = has_own_place(where) and not has_own_place(head)
    same = head.pinned and head.place is not None and head.place == where.place and not lent
    return where.pinned and where.article.id == head.article.id and not same


def _in_acled(told: Sequence[Event]) -> tuple[str | None, str | None]:
    """The ACLED view that most tellings have, of equals the first.

    Scenes are judged in the article that tells them, whose words are at hand then and nowhere later; so an
    event is seen the same however many articles were coded with it.
    """
    views = Counter(
        (e.acled_event_type, e.acled_sub_event_type) for e in told if e.acled_sub_event_type
    )
    return views.most_common(1)[0][0] if views else (None, None)


def _placelessness(said: Collection[str | None], event: Event) -> tuple[bool, bool, int, int]:
    """Its own place first, then one in a country that is said of it, then the finest, then the one that says most."""
    words = len(event.toponym.text) if event.toponym else 0
    abroad = bool(said) and (event.place is None or event.place.country not in said)
    return (not has_own_place(event), abroad, _FINE.index(event.precision), -words)


def _vagueness(event: Event) -> tuple[bool, bool, bool, timedelta]:
    """Its own day first, then one taken from around it, then the day of publication."""
    days = event.event_date
    if days is None:
        return (True, True, True, timedelta(0))
    borrowed = not has_own_day(event)
    return (False, borrowed, days.basis == "publication", days.end - days.start)


def _when(told: Sequence[Event]) -> Event:
    """The telling that says best when it was: a known act of the past if the others say nothing of their own."""
    past = [e for e in told if is_history(e)]
    rest = [e for e in told if not is_history(e)]
    return past[0] if past and all(map(is_bare, rest)) else min(rest, key=_vagueness)


def _quantities(
    told: Sequence[Event], head: Event, where: Event, when: Event
) -> tuple[Quantity, ...]:
    """Every figure once, those of the sentence shown first; figures that differ are all kept.

    Another sentence lends one only where it plainly tells of the same act: of no other place, a wider
    one among them, and of no other day, and not as a sum of several acts.
    """
    afar = {_figure(q) for e in told if not is_at(e, where.place) for q in e.quantities}
    kept: dict[_Figure, Quantity] = {}
    for event in sorted(told, key=lambda e: not _is_shown(e, head)):
        shown = _is_shown(event, head)
        if not shown and not (is_at(event, where.place) and _is_then(event, when)):
            continue
        for quantity in event.quantities:
            figure = _figure(quantity)
            lent = figure not in afar and not is_sum(
                event.evidence.text, quantity.start - event.evidence.start
            )
            if shown or lent:
                kept.setdefault(figure, quantity)
    return tuple(kept.values())


def _figure(quantity: Quantity) -> _Figure:
    return (quantity.kind, quantity.low, quantity.high)


def _is_shown(event: Event, head: Event) -> bool:
    """Whether a telling stands in the sentence that is shown."""
    return event.article.id == head.article.id and event.evidence.start == head.evidence.start


def _is_then(event: Event, when: Event) -> bool:
    """Whether an event says no other day than that of another."""
    x, y = event.event_date, when.event_date
    if x is None or y is None or not (has_own_day(event) and has_own_day(when)):
        return True
    return x.start <= y.end and y.start <= x.end


def _more(head: Event, told: Sequence[Event]) -> tuple[Evidence, ...]:
    more: dict[tuple[str, int, int], Evidence] = {}
    for event in told:
        for evidence in (event.evidence, *event.more_evidence):
            more[evidence.article_id, evidence.start, evidence.end] = evidence
    more.pop((head.evidence.article_id, head.evidence.start, head.evidence.end), None)
    return tuple(more.values())
