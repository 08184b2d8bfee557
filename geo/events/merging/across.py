"""One event told by several articles -> the group of its tellings.

Two articles tell of one event when type, place and days agree and nothing speaks against it
(``geo.events.merging.sameness``), or when they tell it in the same words: papers print a wire story with
other headlines, ends and days, and what its sentence leaves open it leaves open in each copy.

What must agree is compared first: events are sorted into *blocks* of one type, gate and place (or
sentence), and in a block by day. So they pass once, each is held against the few events of its block
whose days it may still meet, and what lies behind is let go. The time is linear in the number of
events and the memory that of one block's last days, whatever the size of the archive:
``merge_events`` and the batch (``geo.batch``) both stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from geo.events.merging.sameness import same_across
from geo.events.merging.tellings import merged
from geo.model import Event

__all__ = ["block", "join", "order"]

#: An event is compared with at most so many earlier ones of its block: keeps the time linear.
_MAX_HEADS = 40
#: What an event is compared by is settled by the tellings of so many articles: a story that
#: thousands of papers copy would else be put together anew for each of them.
_SETTLED = 8
#: A copy is printed within so many days; the same words later may be said of another event.
_COPIED: Final = timedelta(days=3)
#: Shorter sentences are said of many events ("Police made three arrests.").
_FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W_]+")

Group = list[Event]
Apart = Collection[frozenset[str]]


def block(event: Event) -> str | None:
    """What two events must have in common to be one; None for one that other articles cannot tell.

    Without a day, or a place below the country, only the same words say that two articles mean one
    event.
    """
    placed = event.place is not None and event.precision != "country"
    if event.place is not None and placed and event.event_date is not None:
        return f"{event.event_type}\x1f{event.gate}\x1f{event.place.id}"
    words = _words(event)
    return f"{event.event_type}\x1f{event.gate}\x1f{words}" if words else None


def _words(event: Event) -> str:
    """The words around an act, the act marked, as any printing has them; none of a short sentence."""
    at = event.trigger.start - event.evidence.start
    before, after = event.evidence.text[: max(0, at)], event.evidence.text[max(0, at) :]
    parts = [_WORD.findall(part.casefold()) for part in (before, after)]
    if sum(map(len, parts)) < _FEWEST_WORDS:
        return ""
    return " * ".join(" ".join(part) for part in parts)


def order(event: Event) -> tuple[str, str, str, int, str]:
    """The key to sort by before ``join``: block, day, then article and place in it."""
    # What has no block is one of its own.
    key = block(event) or f"\x7f{event.id}"
    day = _first_day(event).isoformat()
    return (key, day, event.article.id, event.trigger.start, event.id)


def _first_day(event: Event) -> date:
    """The day it began; of an undated one the day it was printed."""
    if event.event_date is not None:
        return event.event_date.start
    return event.article.published or date.min


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
        past = near if key != here else [s for s in near if s.is_over(story.head)]
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
    """The tellings of an event so far, the event they make, and in what words they tell it."""

    tellings: Group
    head: Event = field(init=False)
    articles: set[str] = field(init=False)
    words: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.head = merged(self.tellings)
        self.articles = {e.article.id for e in self.tellings}
        self.words = {words for e in self.tellings if (words := _words(e))}

    def add(self, story: _Story) -> None:
        self.tellings += story.tellings
        self.articles |= story.articles
        if len(self.articles) <= _SETTLED:
            self.head = merged(self.tellings)
            self.words |= story.words

    def is_over(self, event: Event) -> bool:
        """Whether the event, and so every later one, begins too late to be told in it."""
        days = self.head.event_date
        last = days.end if days else _first_day(self.head)
        return _first_day(event) - last > _COPIED

    def is_told_in(self, other: _Story, apart: Apart) -> bool:
        if self.articles & other.articles:
            return False  # one article told them as two
        if apart and any(
            frozenset((a.id, b.id)) in apart for a in self.tellings for b in other.tellings
        ):
            return False
        if same_across(self.head, other.head):
            return True
        return bool(self.words & other.words) and _may_be_copies(self.head, other.head)


def _may_be_copies(a: Event, b: Event) -> bool:
    """Whether the same words were printed at the same time, of no other day or place."""
    x, y = a.event_date, b.event_date
    if (a.place and a.place.id) != (b.place and b.place.id):
        return False  # the words are the same and the story around them is not
    if x and y and "publication" not in {x.basis, y.basis}:
        return x.start <= y.end and y.start <= x.end
    printed, again = a.article.published, b.article.published
    if printed is None or again is None:
        return printed is again
    return abs(printed - again) <= _COPIED
