"""The same event told twice -> one event with all its evidence.

First inside each article, in the order of the text: a mention joins the nearest event of its type
that nothing speaks against; a bare one ("the attack") joins the nearest at all. Then across
articles, inside blocks of type, place and week. What counts as "speaks against" is in
``geo.events.sameness``. Comparisons are bounded, so the time is linear in the number of events; the
result does not depend on their order, and the id is that of the first telling. The ids of the
others can be worked out from their evidence, so a correction can split what was merged: run
``merge_events`` with the pair in ``apart``.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from geo.events.sameness import has_own_place, is_bare, same_across, same_inside, specific
from geo.model import Actor, Event, Evidence, Quantity

__all__ = ["merge_events"]

#: An event is compared with at most so many earlier ones: keeps the time linear.
_MAX_HEADS = 40
#: And with at most so many tellings of each.
_MAX_TELLINGS = 4
_FINE = ("place", "city", "admin2", "admin1", "region", "country", "none")

Group = list[Event]


def merge_events(
    events: Iterable[Event], *, apart: Collection[frozenset[str]] = ()
) -> tuple[Event, ...]:
    """Merge what is told twice, inside an article and across articles.

    Parameters
    ----------
    events
        Coded events in any order.
    apart
        Pairs of event ids that a reviewer has said are two events.

    Returns
    -------
    tuple of Event
        In the order of first mention; the other tellings are in ``more_evidence``.
    """
    told = list(events)
    order = {id(e): i for i, e in enumerate(told)}
    articles: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        articles[event.article.id].append(event)
    groups = [g for name in sorted(articles) for g in _inside(articles[name], apart)]
    groups = _across(groups, apart)
    groups.sort(key=lambda g: min(order[id(e)] for e in g))
    return tuple(_merged(g) for g in groups)


def _inside(events: Sequence[Event], apart: Collection[frozenset[str]]) -> list[Group]:
    """Group the events of one article."""
    groups: list[Group] = []
    by_type: dict[tuple[str, str], list[Group]] = defaultdict(list)
    ordered = sorted(events, key=lambda e: (e.trigger.start, e.id))
    for event in [e for e in ordered if not is_bare(e)]:
        heads = by_type[event.event_type, event.gate]
        home = next((g for g in reversed(heads[-_MAX_HEADS:]) if _fits(event, g, apart)), None)
        if home is None:
            home = []
            heads.append(home)
            groups.append(home)
        home.append(event)
    starts = {id(g): [e.trigger.start for e in g] for g in groups}  # sorted, as the events are
    for event in [e for e in ordered if is_bare(e)]:
        heads = by_type[event.event_type, event.gate]
        fitting = [g for g in heads[:_MAX_HEADS] if _fits(event, g, apart)]
        if fitting:
            home = min(fitting, key=lambda g: _gap(event.trigger.start, starts[id(g)]))
            home.append(event)
        else:
            home = [event]
            heads.append(home)
            groups.append(home)
        insort(starts.setdefault(id(home), []), event.trigger.start)
    return groups


def _fits(event: Event, group: Group, apart: Collection[frozenset[str]]) -> bool:
    told = group[:_MAX_TELLINGS]
    return all(same_inside(event, e) and frozenset((event.id, e.id)) not in apart for e in told)


def _gap(start: int, told: Sequence[int]) -> tuple[int, int]:
    """How far the nearest telling of a group is; what was told before is nearer."""
    after = bisect_right(told, start)
    before = told[after - 1 : after]
    behind = told[after : after + 1]
    return min((abs(start - at), at > start) for at in (*before, *behind))


def _across(groups: list[Group], apart: Collection[frozenset[str]]) -> list[Group]:
    """Join groups of different articles that tell of one event."""
    if len({g[0].article.id for g in groups}) < 2:  # noqa: PLR2004 (one article needs no second pass)
        return groups
    blocks: dict[tuple[str, str, str], list[Group]] = defaultdict(list)
    joined: list[Group] = []
    for group in sorted(groups, key=_rank):
        head = _merged(group)
        if head.place is None or head.event_date is None:
            joined.append(group)
            continue
        key = (head.event_type, head.gate, head.place.id)
        near = blocks[key][-_MAX_HEADS:]
        home = next((g for g in reversed(near) if _one_event(group, g, apart)), None)
        if home is None:
            blocks[key].append(group)
            joined.append(group)
        else:
            home.extend(group)
    return joined


def _one_event(group: Group, other: Group, apart: Collection[frozenset[str]]) -> bool:
    if {e.article.id for e in group} & {e.article.id for e in other}:
        return False  # one article told them as two
    if any(frozenset((a.id, b.id)) in apart for a in group for b in other):
        return False
    return same_across(_merged(group), _merged(other))


def _rank(group: Group) -> tuple[str, str, int, str]:
    """Groups by day, then by article, so that the order of the input plays no part."""
    head = _merged(group)
    day = head.event_date.start.isoformat() if head.event_date else "9999"
    return (day, head.article.id, head.trigger.start, head.id)


def _merged(group: Sequence[Event]) -> Event:
    """One event out of its tellings: the first one, with what the others say better."""
    if len(group) == 1:
        return group[0]
    told = sorted(
        group,
        key=lambda e: (e.article.published or date.max, e.article.id, e.trigger.start, e.id),
    )
    head = told[0]
    where = min(told, key=_placelessness)
    sound = [e for e in told if e.pinned and has_own_place(e)]
    if where.pin_doubt and sound:  # a place that may be drawn goes before one that may not
        where = min(sound, key=_placelessness)
    when = min(told, key=_vagueness)
    return replace(
        head,
        modes=tuple(dict.fromkeys(m for e in told for m in e.modes)),
        actors=_people(e.actors for e in told),
        recipients=_people(e.recipients for e in told),
        toponym=where.toponym,
        geo_reason=where.geo_reason,
        pin_doubt=where.pin_doubt,
        review_status=where.review_status if where.pin_doubt else head.review_status,
        event_date=when.event_date,
        date_reason=when.date_reason,
        quantities=_quantities(told),
        contexts=tuple(dict.fromkeys(c for e in told for c in e.contexts)),
        confidence=max(e.confidence for e in told),
        more_evidence=_more(head, told),
    )


def _placelessness(event: Event) -> tuple[bool, int, int]:
    """Its own place first, then the finest, then the one that says most."""
    words = len(event.toponym.text) if event.toponym else 0
    return (not has_own_place(event), _FINE.index(event.precision), -words)


def _vagueness(event: Event) -> tuple[bool, bool, timedelta]:
    days = event.event_date
    if days is None:
        return (True, True, timedelta(0))
    return (False, days.basis == "publication", days.end - days.start)


def _people(sides: Iterable[Sequence[Actor]]) -> tuple[Actor, ...]:
    """The actors of all tellings, each once: printed ones before implied ones.

    "Blinken" beside "U.S. Secretary of State Antony Blinken" is one actor: the fuller mention stays.
    """
    kept: dict[str, Actor] = {}
    for actor in (a for side in sides for a in side):
        kept.setdefault(actor.name.casefold(), actor)
    printed = [a for a in kept.values() if not a.implied] or list(kept.values())
    words = {id(a): frozenset().union(*specific((a,))) for a in printed}
    return tuple(
        a
        for i, a in enumerate(printed)
        if not words[id(a)]
        or not any(
            words[id(a)] < words[id(b)] or (words[id(a)] == words[id(b)] and j < i)
            for j, b in enumerate(printed)
        )
    )


def _quantities(told: Sequence[Event]) -> tuple[Quantity, ...]:
    """Every figure once; figures that differ are all kept, each with its words."""
    kept: dict[tuple[str, int | None, int | None], Quantity] = {}
    for event in told:
        for quantity in event.quantities:
            kept.setdefault((quantity.kind, quantity.low, quantity.high), quantity)
    return tuple(kept.values())


def _more(head: Event, told: Sequence[Event]) -> tuple[Evidence, ...]:
    more: dict[tuple[str, int, int], Evidence] = {}
    for event in told:
        for evidence in (event.evidence, *event.more_evidence):
            more[evidence.article_id, evidence.start, evidence.end] = evidence
    more.pop((head.evidence.article_id, head.evidence.start, head.evidence.end), None)
    return tuple(more.values())
