"""One event told by several articles -> the group of its tellings.

What must agree is compared first: events are sorted into *blocks* of one type, gate and place, and
in a block by day. So they pass once, each is held against the few events of its block whose days it
may still meet, and what lies behind is let go. The time is linear in the number of events and the
memory that of one block's last few days, whatever the size of the archive: ``merge_events`` and
the batch (``geo.batch``) both stand on it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from geo.events.sameness import same_across
from geo.events.tellings import merged
from geo.model import Event

__all__ = ["block", "join", "order"]

#: An event is compared with at most so many earlier ones of its block: keeps the time linear.
_MAX_HEADS = 40
#: What an event is compared by is settled by the tellings of so many articles: a story that
#: thousands of papers copy would else be put together anew for each of them.
_SETTLED = 8

Group = list[Event]
Apart = Collection[frozenset[str]]


def block(event: Event) -> str | None:
    """What two events must have in common to be one; None for one that other articles cannot tell.

    Without a day, or a place below the country, nothing says that two articles mean one event.
    """
    if event.place is None or event.event_date is None or event.precision == "country":
        return None
    return f"{event.event_type}\x1f{event.gate}\x1f{event.place.id}"


def order(event: Event) -> tuple[str, str, str, int, str]:
    """The key to sort by before ``join``: block, day, then article and place in it."""
    day = event.event_date.start.isoformat() if event.event_date else "9999"
    # What has no block is one of its own.
    key = block(event) or f"\x7f{event.id}"
    return (key, day, event.article.id, event.trigger.start, event.id)


def join(groups: Iterable[Sequence[Event]], apart: Apart = ()) -> Iterator[Group]:
    """Join groups of tellings that tell of one event.

    Parameters
    ----------
    groups
        The tellings of one event in one article each, sorted by the ``order`` of the event they
        make together (``merged``).
    apart
        Pairs of event ids that a reviewer has said are two events.

    Yields
    ------
    list of Event
        All tellings of one event; every event given is in exactly one.
    """
    here: str | None = None
    near: list[_Story] = []
    for group in groups:
        story = _Story(list(group))
        key = block(story.head)
        if key is None:
            yield story.tellings
            continue
        past = near if key != here else [s for s in near if s.ended_before(story.head)]
        yield from (s.tellings for s in past)
        near = [s for s in near if s not in past]
        here = key
        home = next((s for s in reversed(near) if story.is_told_in(s, apart)), None)
        if home is not None:
            home.add(story)
            continue
        near.append(story)
        if len(near) > _MAX_HEADS:
            yield near.pop(0).tellings
    yield from (s.tellings for s in near)


@dataclass(slots=True, eq=False)
class _Story:
    """The tellings of an event so far, and the event they make."""

    tellings: Group
    head: Event = field(init=False)
    articles: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.head = merged(self.tellings)
        self.articles = {e.article.id for e in self.tellings}

    def add(self, story: _Story) -> None:
        self.tellings += story.tellings
        self.articles |= story.articles
        if len(self.articles) <= _SETTLED:
            self.head = merged(self.tellings)

    def ended_before(self, event: Event) -> bool:
        """Whether its days are over when those of the event, and so of all later ones, begin."""
        mine, other = self.head.event_date, event.event_date
        return mine is not None and other is not None and mine.end < other.start

    def is_told_in(self, other: _Story, apart: Apart) -> bool:
        if self.articles & other.articles:
            return False  # one article told them as two
        if apart and any(
            frozenset((a.id, b.id)) in apart for a in self.tellings for b in other.tellings
        ):
            return False
        return same_across(self.head, other.head)
