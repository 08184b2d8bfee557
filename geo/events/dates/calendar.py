"""The day of an event: which date phrase of the story belongs to its trigger, and why.

A ``Calendar`` reads the phrases of one article once; ``Calendar.date_of`` then dates a trigger:

1. a phrase of the trigger's own sentence, the nearest that is not the day of somebody's saying so;
2. the day of the sentence before, in the same paragraph;
3. for the news a story opens with the first day that it tells of, if that is the day of publication;
4. what publication permits: the days from the earliest that the story tells of to publication, in a
   story that tells of none the week up to it.

Background ("30 years ago", "in 1989") never dates an event; ``Calendar.historical`` tells the gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from geo.dateline import Dateline, dateline
from geo.events.dates.belonging import (
    ahead_of,
    comes_before,
    is_end,
    lasts,
    nearest,
    opens,
    tells_a_day,
)
from geo.events.dates.daymath import credible
from geo.events.dates.phrases import DatePhrase, find_dates
from geo.events.dates.words import DateWords, date_words
from geo.model import Article, EventDate, Sentence, Span

__all__ = ["Calendar", "DatePhrase", "date_of", "find_dates"]

#: The sentences in which a story tells its news, the headline among them; and in how many its days
#: are looked for.
_LEAD, _TELLS = 3, 30
#: Days from the date of a dateline to publication; one further off is another story's.
_FILED = 7
#: Characters between a word of beginning and its date ("protests started at the weekend").
_START_REACH = 30


class Calendar:
    """The dated days of one article.

    Parameters
    ----------
    article
        The article; its publication day anchors everything relative in the headline, and below a
        dateline the day that this states ("PATNA, Sept. 29: … this morning"). Without a publication
        day the date of the dateline stands in, if it states a year.
    sentences
        Of that article, in order.
    home, dayfirst
        The source's home country (ISO 3166-1 alpha-2), or how "1/2/2022" is read there; None
        leaves it unresolved.
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        *,
        home: str | None = None,
        dayfirst: bool | None = None,
        words: DateWords | None = None,
    ) -> None:
        self.words = words or date_words()
        if home and dayfirst is None:
            dayfirst = home not in self.words.month_first
        self._dayfirst = dayfirst
        self.line = dateline(article.text)
        self.published = credible(article.published) or _filed(self.line, None)
        #: The day on which the text below the dateline was written, as far as is known.
        self.written = self._written()
        self._sentences = sentences
        self._places = {sentence.index: place for place, sentence in enumerate(sentences)}
        self._phrases: dict[int, tuple[DatePhrase, ...]] = {}
        #: The day the story is at before each sentence, as far as anybody has asked.
        self._days: list[date | None] = [None]

    def _written(self) -> date | None:
        """The day of a dateline, if it is of the days up to publication; else that of publication."""
        if self.published is None:
            return None
        filed = _filed(self.line, self.published)
        near = filed is not None and 0 <= (self.published - filed).days <= _FILED
        return filed if near else self.published

    def phrases(self, sentence: Sentence) -> tuple[DatePhrase, ...]:
        """The date phrases of a sentence, its dateline's date left out."""
        place = self._places.get(sentence.index)
        if place is None:
            return ()
        # Read when somebody asks: most sentences hold no event that needs a day.
        if place not in self._phrases:
            self._phrases[place] = self._read(place)
        return self._phrases[place]

    def _read(self, place: int) -> tuple[DatePhrase, ...]:
        """Read one sentence; those before it only if it counts from the day they are at."""
        sentence = self._sentences[place]
        skip = (
            self.line.end
            if self.line and sentence.start <= self.line.start < sentence.end
            else sentence.start
        )
        return find_dates(
            sentence.text[max(0, skip - sentence.start) :],
            max(skip, sentence.start),
            self.written if self.line and sentence.end > self.line.start else self.published,
            anchor=lambda: self._day_before(place),
            dayfirst=self._dayfirst,
            words=self.words,
        )

    def _day_before(self, place: int) -> date | None:
        """The day the story is at when a sentence begins: the last one that was stated."""
        while len(self._days) <= place:
            exact = [
                p.first
                for p in self.phrases(self._sentences[len(self._days) - 1])
                if p.first and p.first == p.last and not p.historical and not p.onward
            ]
            self._days.append(exact[-1] if exact else self._days[-1])
        return self._days[place]

    def _carried(self, sentence: Sentence) -> DatePhrase | None:
        """The phrase that gives the sentence before its day, in the same paragraph.

        No further: of 31 judged acts in general news it was theirs in 9 of 11 there, in 9 of 20 behind it.
        """
        place = self._places.get(sentence.index, 0)
        before = self._sentences[place - 1] if place else None
        if before is None or before.paragraph != sentence.paragraph or sentence.kind != "body":
            return None
        days = (p for p in reversed(self.phrases(before)) if tells_a_day(p, before, self.words))
        return next(days, None)

    def historical(self, trigger: Span, sentence: Sentence) -> DatePhrase | None:
        """The phrase that makes a trigger background, for the gate; None when it is news."""
        phrase = self._nearest(trigger, sentence, verbal=True)
        return phrase if phrase and phrase.historical else None

    def date_of(
        self, trigger: Span, sentence: Sentence, *, verbal: bool = False
    ) -> tuple[EventDate | None, str]:
        """Date a trigger.

        Parameters
        ----------
        trigger
            Offsets in ``Article.text``.
        sentence
            The sentence that holds it.
        verbal
            The act is one of saying (CONSULT, REQUEST, ACCUSE …), so that the day of the saying
            is its day.

        Returns
        -------
        (EventDate or None, reason)
            The reason names the rule in words a reader understands.
        """
        phrase = self._nearest(trigger, sentence, verbal=verbal)
        if phrase and lasts(trigger, sentence, phrase):
            phrase = None
        if phrase and phrase.first and phrase.last:
            return self._own_day(phrase, trigger, sentence)
        carried = None if verbal or self.phrases(sentence) else self._carried(sentence)
        if carried is not None:
            return _dated(carried), f"“{carried.text}” in a sentence before"
        fallback = self._fallback(sentence)
        if phrase and fallback is None:
            return None, phrase.reason
        if fallback is None:
            return None, "no date in the sentence, and the day of publication is not known"
        return fallback

    def _own_day(
        self, phrase: DatePhrase, trigger: Span, sentence: Sentence
    ) -> tuple[EventDate, str]:
        """What a phrase of its own sentence says of an act."""
        day = _dated(phrase)
        by_then = replace(day, start=day.start - timedelta(days=self.words.undated_days))
        if comes_before(phrase, trigger, sentence, self.words):
            return by_then, f"“{phrase.text}” in the same sentence, the day of what came after it"
        if self._is_spoken(phrase, sentence):
            # Nothing says that whoever is quoted spoke on the day of publication.
            return by_then, f"“{phrase.text}” in somebody's words, whose day is not told"
        return day, f"“{phrase.text}” in the same sentence"

    def _is_spoken(self, phrase: DatePhrase, sentence: Sentence) -> bool:
        """Whether a day that counts from the speaker's ("yesterday") stands between quotation marks."""
        if phrase.basis != "relative" or phrase.anchored or phrase.first != phrase.last:
            return False
        if not self.words.weekdays.keys().isdisjoint(phrase.text.lower().split()):
            return False
        before = ahead_of(phrase, sentence)
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _fallback(self, sentence: Sentence) -> tuple[EventDate, str] | None:
        """What publication permits: nothing is said, so the days that the story is about."""
        if self.published is None:
            return None
        told = self._told_days
        if told and sentence.index < _LEAD and told[0].first in {self.published, self.written}:
            day = _dated(told[0])
            if sentence.kind != "headline":
                return day, f"“{told[0].text}”, the first day that the story tells of"
            # A headline is as often of what the story tells without a day: of the day before.
            either = replace(day, start=day.start - timedelta(days=1))
            return (
                either,
                f"“{told[0].text}”, the first day that the story tells of, or a day before",
            )
        first = self._earliest or min((p.first for p in told if p.first), default=None)
        if first:
            days = EventDate(first, self.published, "publication")
            return days, "not dated in the text: between the first day of the story and publication"
        week = EventDate(self._week, self.published, "publication")
        return week, "not dated in the text: in the week up to publication"

    @property
    def is_timeless(self) -> bool:
        """Whether a story tells of nothing that was done on a day of the week up to publication.

        What such a story tells without a day is seldom news.
        """
        return not self._told_days and self._earliest is None

    @property
    def _week(self) -> date:
        """The first of the days in which undated news is still news."""
        return (self.published or date.max) - timedelta(days=self.words.undated_days)

    def _nearest(self, trigger: Span, sentence: Sentence, *, verbal: bool) -> DatePhrase | None:
        phrases = [p for p in self.phrases(sentence) if not is_end(p, sentence)]
        return nearest(phrases, trigger, sentence, self.words, verbal=verbal)

    @cached_property
    def _told_days(self) -> list[DatePhrase]:
        """The phrases that give a day of the last week to what was done, in the order of the text."""
        if self.published is None:
            return []
        return [
            phrase
            for sentence in self._sentences[:_TELLS]
            for phrase in self.phrases(sentence)
            if phrase.first
            and self._week <= phrase.first <= self.published
            and tells_a_day(phrase, sentence, self.words)
            # "On Thursday, another bomb …" behind the news turns to an act before it
            and (sentence.index < _LEAD or not opens(ahead_of(phrase, sentence)))
        ]

    @cached_property
    def _earliest(self) -> date | None:
        """The earliest dated day of a story that goes on for days; None for a plain report."""
        if self.published is None:
            return None
        floor = self.published - timedelta(days=self.words.story_days)
        days = [
            phrase.first
            for sentence in self._sentences
            if self._may_begin(sentence)
            for phrase in self.phrases(sentence)
            if phrase.first
            and not phrase.historical
            and phrase.kind != "month"
            and floor <= phrase.first <= self.published
            and self._begins_something(phrase, sentence)
        ]
        return min(days, default=None)

    def _may_begin(self, sentence: Sentence) -> bool:
        """Whether a sentence holds a word without which nothing begins in it."""
        low = sentence.text.lower()
        return "since" in low or any(word in low for word in self.words.lists["ongoing"])

    def _begins_something(self, phrase: DatePhrase, sentence: Sentence) -> bool:
        """Tell "the protests started at the weekend" and "unrest since Monday"."""
        if phrase.text.lower().startswith("since"):
            return True
        start = phrase.start - sentence.start
        before = sentence.text[max(0, start - _START_REACH) : start].lower().split()
        return any(word in self.words.lists["ongoing"] for word in before)


def date_of(
    trigger: Span, sentence: Sentence, calendar: Calendar, *, verbal: bool = False
) -> tuple[EventDate | None, str]:
    """Date a trigger; see ``Calendar.date_of``."""
    return calendar.date_of(trigger, sentence, verbal=verbal)


def _filed(line: Dateline | None, published: date | None) -> date | None:
    """The day of a dateline; without a day of publication of one that states its year."""
    if line is None or line.date is None:
        return None
    found = find_dates(line.date.text.upper(), published=published)
    return found[0].first if found else None


def _dated(phrase: DatePhrase) -> EventDate:
    assert phrase.first is not None  # noqa: S101 (the caller looked)
    assert phrase.last is not None  # noqa: S101
    return EventDate(phrase.first, phrase.last, phrase.basis, phrase.text, phrase.start, phrase.end)
