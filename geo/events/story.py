"""What the sentences of one article share, worked out once and only as far as anybody asks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.lexicon import ActorLexicon
from geo.events.dates.calendar import Calendar
from geo.events.domains import Domain
from geo.events.found import Found
from geo.events.gate import Gate, Verdict
from geo.events.lexicon import Lexicon
from geo.events.pins.pinning import Pinning
from geo.events.pins.signs import manner_of
from geo.events.places.homes import homes
from geo.events.places.locate import Locator
from geo.model import Actor, Article, EventDate, Sentence, Span, Toponym

__all__ = ["LEAD", "Story"]

_YEAR = re.compile(r"\b(1[5-9]\d\d|20[0-3]\d)\b")
_OLD_WARS = grammar.phrases("events.story.old_wars")
_READ_CHARS = 50_000
_EDGES = ".,;:'\"”“’()"
#: An event is history when every year its sentence names lies so far back.
_PAST_YEARS = 2
#: A date so near the start of a sentence ("In 1984, …") frames all of it.
_OPENING = 12
#: The first sentences of a story tell its news: a noun there is an event without more ado.
LEAD = 2


class Story:
    """One article: its people, its calendar, its places, and how public it is.

    Parameters
    ----------
    article, sentences, toponyms
        As the earlier stages made them; the toponyms are not looked at before somebody asks.
    people, political, pinning
        The actor tables, the words of public affairs, and what tells a story of violence.
    home
        The source's home country (ISO 3166-1 alpha-2), or None.
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        people: ActorLexicon,
        political: frozenset[str],
        home: str | None,
        pinning: Pinning,
    ) -> None:
        self.title = frozenset((article.title or "").lower().split())
        self.article = article
        self.people = ActorContext(people, article.text)
        self.calendar = Calendar(article, sentences, home=home)
        self.sentences = sentences
        self._pinning = pinning
        self._political = political
        #: In a text of one sentence there is nothing else to anchor an event to.
        self.strict = len(sentences) > 1
        self._domain: Domain | None = None
        self._main: dict[int, tuple[Actor, ...]] = {}
        #: How likely a pin is right, by where its act's words begin and its type.
        self.sure: dict[tuple[int, str], float] = {}
        #: Its first acts of violence, by where their words begin.
        self.acts: dict[int, Found] = {}
        self._scenes: set[tuple[int, str]] = set()
        self._toponyms = toponyms

    @cached_property
    def _starts(self) -> list[int]:
        return [t.start for t in self._toponyms]

    @cached_property
    def _named(self) -> list[int]:
        return [t.start for t in self._toponyms if t.place is not None]

    @cached_property
    def locator(self) -> Locator:
        """Places the story's events."""
        names = homes(self.article.text, self.sentences, self.people.lexicon, self._toponyms)
        return Locator(self.article, self.sentences, self._toponyms, names)

    @cached_property
    def violence(self) -> float:
        """Share of its words that tell of violence or unrest."""
        return self._told_of[0]

    @cached_property
    def opening(self) -> frozenset[str]:
        """The words it opens with."""
        return self._told_of[1]

    @cached_property
    def manner(self) -> dict[str, float]:
        """How it is told: shares of pronouns, tenses and questions among its words."""
        return manner_of(self.article.text)

    @cached_property
    def _told_of(self) -> tuple[float, frozenset[str]]:
        return self._pinning.story_of(self.article.text)

    @cached_property
    def _year(self) -> int | None:
        """The year from which the story looks back; without a date, the latest year it names."""
        if self.calendar.published:
            return self.calendar.published.year
        years = _YEAR.findall(self.article.text[:_READ_CHARS])
        return max(map(int, years), default=None)

    @cached_property
    def public_share(self) -> float:
        """How much of the story is about public affairs: share of its words, 0.1 and more is 1."""
        words = self.article.text[:_READ_CHARS].lower().split()
        hits = sum([word.strip(_EDGES) in self._political for word in words])
        return min(1.0, 10 * hits / max(20, len(words)))

    def domain(self, gate: Gate) -> Domain:
        """Whether it is a story of sport, markets, culture or a disaster."""
        if self._domain is None:
            self._domain = Domain.of(self.article.text, gate)
        return self._domain

    def keep_actors(self, sentence: Sentence, actors: tuple[Actor, ...], verdict: Verdict) -> None:
        """Remember who does the main act of a sentence."""
        if actors and not verdict.reason and "noun" not in verdict.factors:
            self._main.setdefault(sentence.index, actors)

    def main_actors(self, sentence: Sentence) -> tuple[Actor, ...]:
        """Who does the main act: "He asked for help, calling the protesters terrorists"."""
        return self._main.get(sentence.index, ())

    def is_ahead(self, day: EventDate | None) -> bool:
        """Whether a day lies behind the day of publication, a day's difference of clocks aside."""
        published = self.calendar.published
        return day is not None and published is not None and (day.start - published).days > 1

    def keep_scene(self, where: Toponym, sentence: Sentence) -> None:
        """Remember that a sentence tells of an act of bodies that is drawn at a place."""
        if where.place is not None:
            self._scenes.add((sentence.index, where.place.id))

    def is_scene(self, where: Toponym, sentence: Sentence) -> bool:
        """Whether the sentence before told of such an act there: "Police arrested 13 people"."""
        return where.place is not None and (sentence.index - 1, where.place.id) in self._scenes

    def historical(self, span: Span, sentence: Sentence) -> bool:
        """Whether a trigger is told as the past: "in 1984", "30 years ago"."""
        if self._year is None:
            return False
        if self.calendar.published is not None:
            if self.calendar.historical(span, sentence) is not None:
                return True
            first = self.calendar.phrases(sentence)[:1]
            if first and first[0].historical and first[0].start - sentence.start < _OPENING:
                return True
        low = sentence.text.lower()
        if any(phrase in low for phrase in _OLD_WARS):
            return True
        years = [int(y) for y in _YEAR.findall(sentence.text)]
        return bool(years) and max(years) <= self._year - _PAST_YEARS

    def political(self, sentence: Sentence, low: Sequence[str], lexicon: Lexicon) -> bool:
        """Whether a sentence is about public affairs: an office, a force, a state."""
        if not lexicon.classes["political"].isdisjoint(low):
            return True
        return any(
            toponym.role in {"metonym", "demonym"}
            or (
                toponym.place is not None
                and (toponym.place.kind == "country" or toponym.place.feature_code == "PPLC")
            )
            for toponym in self.within(sentence)
        )

    def within(self, sentence: Sentence) -> Sequence[Toponym]:
        """The place names of a sentence."""
        first = bisect_left(self._starts, sentence.start)
        return self._toponyms[first : bisect_left(self._starts, sentence.end)]

    def anchored(self, sentence: Sentence) -> bool:
        """Whether a sentence names a day or a place."""
        if sentence.index < LEAD or sentence.kind == "headline":
            return True
        at = bisect_left(self._named, sentence.start)
        if at < len(self._named) and self._named[at] < sentence.end:
            return True
        return any(not phrase.historical for phrase in self.calendar.phrases(sentence))
