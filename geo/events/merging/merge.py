"""The same event told twice -> one event with all its evidence.

First inside each article, in the order of the text: a mention joins the nearest event of its type
that nothing speaks against; a bare one ("the attack") joins the nearest at all. Then across
articles (``geo.events.merging.across``). What counts as "speaks against" is in ``geo.events.merging.sameness``. Comparisons are bounded, so the time is linear in the number of events; the
result does not depend on their order, and the id is that of the telling shown. The ids of the
others can be worked out from their evidence, so a correction can split what was merged: run
``merge_events`` with the pair in ``apart``.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from geo.events.merging.across import join, order
from geo.events.merging.sameness import is_bare, same_inside
from geo.events.merging.tellings import merged
from geo.model import Event

__all__ = ["merge_events", "tellings_of_article"]

#: An event is compared with at most so many earlier ones: keeps the time linear.
_MAX_HEADS = 40
#: And with at most so many tellings of each.
_MAX_TELLINGS = 4

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
    mention = {id(e): i for i, e in enumerate(told)}
    articles: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        articles[event.article.id].append(event)
    groups = [g for name in sorted(articles) for g in tellings_of_article(articles[name], apart)]
    if len(articles) > 1:
        groups = list(join(sorted(groups, key=lambda g: order(merged(g))), apart))
    groups.sort(key=lambda g: min(mention[id(e)] for e in g))
    return tuple(merged(g) for g in groups)


def tellings_of_article(
    events: Sequence[Event], apart: Collection[frozenset[str]] = ()
) -> list[Group]:
    """The events of one article, grouped: each group tells of one event.

    Parameters
    ----------
    events
        Of one article, in any order.
    apart
        As ``merge_events``.
    """
    groups: list[Group] = []
    by_type: dict[tuple[str, str], list[Group]] = defaultdict(list)
    ordered = sorted(events, key=lambda e: (e.trigger.start, e.id))
    bare = [event for event in ordered if is_bare(event)]
    known = {id(event) for event in bare}
    for event in [e for e in ordered if id(e) not in known]:
        heads = by_type[event.event_type, event.gate]
        home = next((g for g in reversed(heads[-_MAX_HEADS:]) if _fits(event, g, apart)), None)
        if home is None:
            home = []
            heads.append(home)
            groups.append(home)
        home.append(event)
    starts = {id(g): [e.trigger.start for e in g] for g in groups}  # sorted, as the events are
    for event in bare:
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
