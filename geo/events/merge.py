"""The same event told twice -> one event with all its evidence.

Two records are one when type, place and days agree and nothing speaks against it: other victims,
other actors, other figures, another mode. Within an article a record without a place of its own
may join one that has it. Candidates are compared only inside blocks of type and country, so the
time is linear in the number of events; the result does not depend on their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.model import Actor, Event, EventDate, Evidence, Quantity

__all__ = ["merge_events", "same_event"]

#: Undated neighbours are compared inside such blocks of days.
_BLOCK_DAYS = 7
#: An event is compared with at most so many heads of its block: keeps the time linear.
_MAX_HEADS = 40
_GENERIC = frozenset(
    "people person persons men man women civilians citizens residents protesters demonstrators crowd police"
    " forces troops soldiers authorities government officials individuals members group others unknown".split()
)


def merge_events(events: Iterable[Event]) -> tuple[Event, ...]:
    """Merge what is told twice, inside an article and across articles.

    Parameters
    ----------
    events
        Coded events in any order.

    Returns
    -------
    tuple of Event
        In the order of first mention; each keeps the id of its first telling, so that a
        correction survives, and the other tellings in ``more_evidence``.
    """
    told = list(events)
    order = {id(e): i for i, e in enumerate(told)}
    blocks: dict[tuple[str, str, bool], list[list[Event]]] = defaultdict(list)
    for event in sorted(told, key=_rank):
        heads = blocks[event.event_type, _country(event), bool(event.gate)]
        home = next(
            (g for g in reversed(heads[-_MAX_HEADS:]) if all(same_event(event, m) for m in g[:3])),
            None,
        )
        if home is None:
            heads.append([event])
        else:
            home.append(event)
    groups = [g for heads in blocks.values() for g in heads]
    groups.sort(key=lambda g: min(order[id(e)] for e in g))
    return tuple(_merged(g) for g in groups)


def _rank(event: Event) -> tuple[str, int, str, int, str]:
    """Dated, finely placed tellings first, so that vague ones join them; ties by id."""
    vague = len(_FINE) if event.precision not in _FINE else _FINE.index(event.precision)
    day = event.event_date.start.isoformat() if event.event_date else "9999"
    return (day, vague, event.article.id, event.trigger.start, event.id)


_FINE = ("place", "city", "admin2", "admin1", "region", "country")


def _country(event: Event) -> str:
    return (event.place.country or "") if event.place else ""


def same_event(a: Event, b: Event) -> bool:
    """Whether two records tell of one event."""
    if a.event_type != b.event_type or bool(a.gate) != bool(b.gate):
        return False
    inside = a.article.id == b.article.id
    return (
        _same_days(a.event_date, b.event_date, inside=inside)
        and _same_place(a, b, inside=inside)
        and _agree(a.modes, b.modes)
        and _same_actors(a.actors, b.actors, inside=inside)
        and _same_actors(a.recipients, b.recipients, inside=inside)
        and _same_numbers(a.quantities, b.quantities)
    )


def _same_days(a: EventDate | None, b: EventDate | None, *, inside: bool) -> bool:
    if a is None or b is None:
        return inside and a is b
    if a.start > b.end or b.start > a.end:
        return False
    if inside:
        return True
    both_exact = max(_length(a), _length(b)) <= timedelta(days=2)
    return both_exact or (a.start, a.end) == (b.start, b.end)


def _length(days: EventDate) -> timedelta:
    return days.end - days.start


def _same_place(a: Event, b: Event, *, inside: bool) -> bool:
    if a.place is None or b.place is None:
        return inside and a.place is b.place
    if a.place.id == b.place.id:
        return inside or a.precision != "country"
    return False


def _agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Modes agree when one side has none or they share one."""
    return not a or not b or bool(set(a) & set(b))


def _same_actors(a: Sequence[Actor], b: Sequence[Actor], *, inside: bool) -> bool:
    named_a, named_b = _names(a), _names(b)
    if not named_a or not named_b:
        return True
    if named_a & named_b:
        return True
    if inside and (named_a <= _GENERIC or named_b <= _GENERIC):
        return _sectors(a) & _sectors(b) != set() or not _sectors(a) or not _sectors(b)
    return False


def _names(actors: Sequence[Actor]) -> set[str]:
    """The head words of the mentions."""
    return {a.name.casefold().split()[-1] for a in actors if a.name.split() and not a.implied}


def _sectors(actors: Sequence[Actor]) -> set[str]:
    return {s for a in actors for s in a.sectors}


def _same_numbers(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool:
    """No kind of number is far apart on the two sides."""
    for x in a:
        for y in b:
            if x.kind == y.kind and not _overlap(x, y):
                return False
    return True


def _overlap(x: Quantity, y: Quantity) -> bool:
    low = max(x.low or 0, y.low or 0)
    high = min(x.high if x.high is not None else 10**12, y.high if y.high is not None else 10**12)
    return low <= high


def _merged(group: Sequence[Event]) -> Event:
    if len(group) == 1:
        return group[0]
    by_text = sorted(
        group, key=lambda e: (e.article.published or date.max, e.article.id, e.trigger.start, e.id)
    )
    head = by_text[0]
    finest = min(
        by_text, key=lambda e: _FINE.index(e.precision) if e.precision in _FINE else len(_FINE)
    )
    days = min(
        by_text,
        key=lambda e: (
            e.event_date is None,
            e.event_date is not None and e.event_date.basis == "publication",
            _length(e.event_date) if e.event_date else timedelta(0),
        ),
    )
    more: dict[tuple[str, int, int], Evidence] = {}
    for event in by_text:
        for evidence in (event.evidence, *event.more_evidence):
            more[evidence.article_id, evidence.start, evidence.end] = evidence
    more.pop((head.evidence.article_id, head.evidence.start, head.evidence.end), None)
    return replace(
        head,
        modes=tuple(dict.fromkeys(m for e in by_text for m in e.modes)),
        actors=head.actors or next((e.actors for e in by_text if e.actors), ()),
        recipients=head.recipients or next((e.recipients for e in by_text if e.recipients), ()),
        toponym=finest.toponym,
        geo_reason=finest.geo_reason,
        event_date=days.event_date,
        date_reason=days.date_reason,
        quantities=tuple(dict.fromkeys(q for e in by_text for q in e.quantities)),
        contexts=tuple(dict.fromkeys(c for e in by_text for c in e.contexts)),
        confidence=max(e.confidence for e in by_text),
        more_evidence=tuple(more.values()),
    )
