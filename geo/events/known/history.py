"""Which acts of an article are acts of the past that every reader knows, told again.

News of today names them without a date ("survivors of the Bataclan attack"), so that publication would
date and draw them as news. An act without a day of its own is told as history when its sentence names a
row of the table that was over a month before publication:

- by who was killed in it or did it (``names``), who are told of no other act;
- by a venue, or a place with what was done there (``venues``), outside the lead, which tells the news;
- by its town or country (``places``), as a definite phrase only ("the Nice attack"), or with its toll;
- or when it resumes what the sentence before named ("The attack killed 38").

Never where the article tells of an act of that type there by a day of its own in the month before it was
published, and never where a row that fits is younger than that: it may be the news. Such an act is not drawn.
The days of the table stand in the reason and are not taken over: that the sentence means this act is our reading
of it. Its own date stays what publication permits, which takes the place of another act's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from geo.events.known.reading import Reading, Stretch, read
from geo.events.known.table import Cue, Known, KnownEvents, Phrase
from geo.events.merging.sameness import has_own_day
from geo.model import Event, EventDate, Sentence

__all__ = ["told_as_history"]

#: So long after its last day an act is news of itself.
_NEWS: Final = timedelta(days=31)
#: The first sentences tell the news.
_LEAD: Final = 2
#: From the phrase that names an act to the day that is its own ("the Nice attack on Monday").
_DAY_REACH: Final = 4
_RANKS: Final = {"names": 0, "venues": 1, "places": 2}


def told_as_history(
    events: Sequence[Event],
    sentences: Sequence[Sentence],
    published: date | None,
    table: KnownEvents,
) -> tuple[Event, ...]:
    """The events of one article, those that are known acts of the past flagged and without a day.

    Parameters
    ----------
    events
        In the order of the text, not merged.
    sentences
        All of the article.
    published
        Its day; None where it is not known, and nothing is flagged.
    table
        The known acts.
    """
    if published is None or not events:
        return tuple(events)
    return _Article(sentences, published, table).sort_out(events)


@dataclass(frozen=True, slots=True)
class _Act:
    """An act with the sentence it is told in: which one it is, as read, and where the trigger stands."""

    event: Event
    place: int
    reading: Reading
    at: Stretch

    @property
    def figures(self) -> frozenset[int]:
        """The figures it is told with."""
        exact = (q.low for q in self.event.quantities if q.low == q.high)
        return frozenset(figure for figure in exact if figure is not None)

    def fits(self, known: Known) -> bool:
        """Whether it may be a known act by type and country."""
        where = self.event.place.country if self.event.place else None
        return self.event.event_type in known.types and (where is None or where in known.countries)

    def is_told_with(self, cue: Cue, where: Stretch) -> bool:
        """Whether a person or a venue in its clause is part of it, and does not only say since when.

        Violence at such a place is what it is known for; people are held there and gather there again, so
        that a word of the cue must be the act itself ("annexed"), or a second one stand beside the place.
        """
        told = [[where], *(self.reading.found[beside] for beside in cue.beside)]
        apart = any(all(self.reading.is_apart(self.at, n) for n in names) for names in told)
        if cue.kind == "places" or apart:
            return False
        if self.event.event_type == "ASSAULT":
            return True
        said = any(n[0] <= self.at[1] and self.at[0] <= n[1] for names in told for n in names)
        if self.event.event_type != "COERCE":
            return said or bool(cue.beside)
        return self._is_done_to(where) if cue.kind == "names" else said

    def _is_done_to(self, name: Stretch) -> bool:
        """Whether somebody who bears a name suffers it: not who is held with a portrait of him."""
        start, end = self.reading.starts[name[0]], self.reading.ends[name[1]]
        return any(r.start < end and start < r.end for r in self.event.recipients)

    def is_named_by(self, cue: Cue, where: Stretch) -> bool:
        """Whether its own noun names the act of a cue, or one whose verb it is: "the Nice attack killed"."""
        nouns = [self.at, *(n for n in self.reading.acts if n[1] < self.at[0])]
        return any(
            _is_named(self.reading, noun, cue, where)
            and (
                noun == self.at or self.reading.goes_on((noun[0], max(noun[1], where[1])), self.at)
            )
            for noun in nouns
        )


@dataclass(slots=True)
class _Article:
    """What is asked of one article, worked out once a sentence."""

    sentences: Sequence[Sentence]
    published: date
    table: KnownEvents
    _readings: dict[int, Reading] = field(default_factory=dict)
    #: Main phrases with a type of act that the article tells as its news.
    _news: set[tuple[Phrase, str]] = field(default_factory=set)
    #: The known act that a sentence names or goes on about.
    _told: dict[int, Known | None] = field(default_factory=dict)

    def sort_out(self, events: Sequence[Event]) -> tuple[Event, ...]:
        at = {sentence.start: place for place, sentence in enumerate(self.sentences)}
        acts = {e.id: self._act(e, at.get(e.evidence.start)) for e in events if not e.gate}
        for act in acts.values():
            if act is not None:
                self._keep_news(act)
        return tuple(self._judged(e, acts.get(e.id)) for e in events)

    def _act(self, event: Event, place: int | None) -> _Act | None:
        if place is None:
            return None
        reading = self._reading(place)
        at = reading.at(event.trigger)
        return _Act(event, place, reading, at) if at else None

    def _reading(self, place: int) -> Reading:
        if place not in self._readings:
            self._readings[place] = read(self.sentences[place], self.table)
        return self._readings[place]

    def _leads(self, place: int) -> bool:
        """Whether a sentence tells the news: the headline and the first sentences."""
        sentence = self.sentences[place]
        return sentence.index < _LEAD or sentence.kind != "body"

    def _keep_news(self, act: _Act) -> None:
        """Remember what the article tells as news: by a day of its own, or in its lead."""
        own, day = has_own_day(act.event), act.event.event_date
        recent = day is not None and day.end >= self.published - _NEWS
        if not (recent and (own or self._leads(act.place))):
            return
        aside = {"known"} if own else {"known", "bare"}
        for cue, where in act.reading.cues(self.table):
            if act.reading.phrase(act.at, where) not in aside:
                self._news.add((cue.main, act.event.event_type))

    def _judged(self, event: Event, act: _Act | None) -> Event:
        known = self._known(act) if act else None
        day = event.event_date
        stated = day if day and day.basis != "publication" else None
        if act is None or known is None or (stated and _meets(stated, known)):
            return event
        self._told[act.place] = known
        last = self.published  # what it permits, not the day of another act
        why = f"told as history: {known.name} ({known.when})"
        return replace(
            event,
            event_date=EventDate(last, last, "publication") if stated else day,
            date_reason=why,
            pin_doubt=why if event.toponym is not None else "",
            review_status="needs review",
        )

    def _known(self, act: _Act) -> Known | None:
        own = has_own_day(act.event)
        means = self._means_by_name if own else self._means
        found = [
            cue
            for cue, where in act.reading.cues(self.table)
            if act.event.event_type in cue.known.types and means(act, cue, where)
        ]
        return self._over(found) if found or own else self._resumed(act)

    def _means(self, act: _Act, cue: Cue, where: Stretch) -> bool:
        """Whether an act without a day of its own is the one that a cue stands for."""
        reading, known = act.reading, cue.known
        once = cue.kind == "names" and known.once
        news = (cue.main, act.event.event_type) in self._news
        if (news and not once) or not reading.tells(act.at, where):
            return False
        if act.is_named_by(cue, where):
            return act.fits(known) or not _is_at(act.event, reading, where)
        if not act.fits(known):
            return False
        if reading.counts(known, act.figures):
            return True
        return act.is_told_with(cue, where) and (once or not self._leads(act.place))

    def _means_by_name(self, act: _Act, cue: Cue, where: Stretch) -> bool:
        """Whether the day beside an act is another's: "on Monday survivors of the Bataclan attack met"."""
        day = act.event.event_date
        if day is None or day.start_offset is None or cue.kind == "places":
            return False
        if _meets(day, cue.known):
            return False
        at = [i for i, start in enumerate(act.reading.starts) if start == day.start_offset]
        first, last = min(act.at[0], where[0]), max(act.at[1], where[1])
        beside = bool(at) and first - _DAY_REACH <= at[0] <= last + _DAY_REACH
        named = not beside and act.reading.tells(act.at, where)
        return named and _is_named(act.reading, act.at, cue, where)

    def _over(self, found: Sequence[Cue]) -> Known | None:
        """The act that cues stand for, if every one that may be meant is over for long enough."""
        begun = [cue for cue in found if cue.known.first <= self.published]
        if not begun or any(self.published - cue.known.last <= _NEWS for cue in begun):
            return None
        best = min(begun, key=lambda cue: (_RANKS[cue.kind], -cue.known.last.toordinal()))
        return best.known

    def _resumed(self, act: _Act) -> Known | None:
        """The act that the sentence before names, where this one goes on about it."""
        sentence = self.sentences[act.place]
        before = self.sentences[act.place - 1] if act.place else None
        if before is None or before.paragraph != sentence.paragraph or sentence.kind != "body":
            return None
        if not act.reading.resumes(act.at):
            return None
        known = self._named(act.place - 1)
        return known if known and act.fits(known) else None

    def _named(self, place: int) -> Known | None:
        """The known act that a sentence names, whether or not an act was coded in it."""
        if place not in self._told:
            reading = self._reading(place)
            found = [
                cue
                for cue, where in reading.cues(self.table)
                if any(self._is_told(reading, noun, cue, where) for noun in reading.acts)
            ]
            self._told[place] = self._over(found)
        return self._told[place]

    def _is_told(self, reading: Reading, noun: Stretch, cue: Cue, where: Stretch) -> bool:
        if cue.kind == "names" and cue.known.once:
            return reading.tells(noun, where)
        if any((cue.main, kind) in self._news for kind in cue.known.types):
            return False
        return _is_named(reading, noun, cue, where)


def _meets(day: EventDate, known: Known) -> bool:
    """Whether a day may be that of a known act."""
    return day.start <= known.last and known.first <= day.end


def _is_named(reading: Reading, noun: Stretch, cue: Cue, where: Stretch) -> bool:
    """Whether a noun and the words of a cue name its act: "the Nice attack"."""
    if reading.phrase(noun, where) != "known":
        return False
    return cue.kind != "places" or reading.calls(noun, cue.known)


def _is_at(event: Event, reading: Reading, where: Stretch) -> bool:
    """Whether the place of an event is the one that a cue names."""
    if event.toponym is None:
        return False
    start, end = reading.starts[where[0]], reading.ends[where[1]]
    return event.toponym.start < end and start < event.toponym.end
