"""One record as ACLED's rules see it: its own sentence, the text around it, who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo.events.acled.words import Cues, acled_words
from geo.model import Event

__all__ = ["Look", "cues_of", "look_at"]

#: Text around the evidence that belongs to the scene, in characters to each side.
_AROUND = 400


@dataclass(frozen=True, slots=True)
class Look:
    """One record and what is told with it.

    ``near`` is the text around it, ``told`` as much of that as tells of the same place and day;
    ``beside`` the records of its scene; ``unrest`` says whether its article tells of a crowd that
    gathered; ``by`` and ``on`` are the first sectors of who acted and who was acted on.
    """

    event: Event
    near: str
    told: str
    beside: tuple[Event, ...]
    unrest: bool
    by: frozenset[str]
    on: frozenset[str]

    @property
    def own(self) -> Cues:
        """The cues of its own sentence; acts of words ask for none."""
        return cues_of(self.event.evidence.text)

    @property
    def around(self) -> Cues:
        """The cues of the text around the record, its own sentence included."""
        return cues_of(self.near)

    @property
    def here(self) -> Cues:
        """The cues of the text around, but for sentences that tell of another place or day."""
        return cues_of(self.told)

    @property
    def kind(self) -> str:
        """Its PLOVER type."""
        return self.event.event_type

    def mode(self, *names: str) -> bool:
        """Whether it has one of some modes."""
        return any(name in self.event.modes for name in names)


@lru_cache(maxsize=512)
def cues_of(text: str) -> Cues:
    """A text is read once for all the events in it."""
    return acled_words().cues(text)


def look_at(event: Event, beside: Sequence[Event], within: Sequence[Event]) -> Look:
    """Look at a record with those of its place and day (``beside``) and its article (``within``)."""
    text, evidence = event.article.text, event.evidence
    start, end = max(0, evidence.start - _AROUND), min(len(text), evidence.end + _AROUND)
    return Look(
        event=event,
        near=text[start:end],
        told=_stretch(event, within, start, end),
        beside=tuple(
            e
            for e in beside
            if e is not event
            and (e.article.id != event.article.id or start <= e.evidence.start <= end)
        ),
        unrest=any(e.event_type == "PROTEST" and "strike" not in e.modes for e in within),
        by=frozenset(s for a in event.actors for s in a.sectors[:1]),
        on=frozenset(s for a in event.recipients for s in a.sectors[:1]),
    )


def _stretch(event: Event, within: Sequence[Event], start: int, end: int) -> str:
    """The text around a record in its paragraph, up to sentences that tell of another place or day.

    A march in one town is no riot because another town, or another day, had one.
    """
    text, own = event.article.text, event.evidence
    start = max(start, text.rfind("\n\n", 0, own.start))
    after = text.find("\n\n", own.end)
    end = min(end, after) if after >= 0 else end
    for other in within:
        said = other.evidence
        if said.end <= own.start and _is_apart(event, other):
            start = max(start, said.end)
        elif said.start >= own.end and _is_apart(event, other):
            end = min(end, said.start)
    return text[start:end]


def _is_apart(event: Event, other: Event) -> bool:
    """Whether two records are known to differ in place or in day."""
    if event.place and other.place and event.place.id != other.place.id:
        return True
    one, two = event.event_date, other.event_date
    if one is None or two is None or "publication" in {one.basis, two.basis}:
        return False
    return one.end < two.start or two.end < one.start
