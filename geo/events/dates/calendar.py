"""The day of an event: which date phrase of the story belongs to its trigger, and why.

A ``Calendar`` reads the phrases of one article once; ``Calendar.date_of`` then dates a trigger:

1. a phrase of the trigger's own sentence, the nearest that is not the day of somebody's saying so;
2. what publication permits: the day itself, or, in a story that goes on for days, the days from
   its earliest dated day to publication.

Background ("30 years ago", "in 1989") never dates an event; ``Calendar.historical`` tells the gate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from geo.dateline import Dateline, dateline
from geo.events.dates.phrases import DatePhrase, find_dates
from geo.events.dates.words import DateWords, date_words
from geo.model import Article, EventDate, Sentence, Span

__all__ = ["Calendar", "DatePhrase", "date_of", "find_dates"]

#: Characters between a word of saying and the date of the saying ("police said late on Tuesday").
_SPEECH_REACH = 24
#: Crossing one of these between trigger and phrase costs as much as so many characters.
_CLAUSE_COST = 60
#: Characters before a noun in which a word of mere mentioning is looked for.
_MENTION_REACH = 40
#: An opening "A day after …" ends with its comma.
_OPENING = 4
_LASTING = re.compile(r"\bfor (?:\w+ ){0,2}(?:days|weeks|months|years)\b")
#: Characters between a word of beginning and its date ("protests started at the weekend").
_START_REACH = 30
_CLAUSE_MARKS = (
    ", ",
    "; ",
    " — ",
    " – ",
    " that ",
    " which ",
    " who ",
    " after ",
    " before ",
    " when ",
    " while ",
    " as ",
    " since ",
    " where ",
    " but ",
)


class Calendar:
    """The dated days of one article.

    Parameters
    ----------
    article
        The article; its publication day anchors everything relative. Where it has none, the
        date of the dateline stands in, if it states a year.
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
        self.published = article.published or _filed(self.line)
        self._sentences = sentences
        self._phrases: dict[int, tuple[DatePhrase, ...]] = {}
        #: How many sentences have been read, and the day the story is at behind them.
        self._read = 0
        self._anchor: date | None = None
        #: The phrase that says what day a paragraph is at, for its sentences without one.
        self._carried: dict[int, DatePhrase] = {}
        self._told: tuple[int, DatePhrase] | None = None

    def phrases(self, sentence: Sentence) -> tuple[DatePhrase, ...]:
        """The date phrases of a sentence, its dateline's date left out."""
        # Read only as far as anybody asks: most stories hold no event that needs a day.
        while self._read < len(self._sentences):
            following = self._sentences[self._read]
            if following.index > sentence.index:
                break
            self._read += 1
            self._read_on(following)
        return self._phrases.get(sentence.index, ())

    def _read_on(self, sentence: Sentence) -> None:
        """Read the next sentence: a day it states is the one the story is at from there on."""
        if self._told and self._told[0] == sentence.paragraph and sentence.kind == "body":
            self._carried[sentence.index] = self._told[1]
        skip = (
            self.line.end
            if self.line and sentence.start <= self.line.start < sentence.end
            else sentence.start
        )
        found = find_dates(
            sentence.text[max(0, skip - sentence.start) :],
            max(skip, sentence.start),
            self.published,
            anchor=self._anchor,
            dayfirst=self._dayfirst,
            words=self.words,
        )
        if found:
            self._phrases[sentence.index] = found
            exact = [
                p.first
                for p in found
                if p.first and p.first == p.last and not p.historical and not p.onward
            ]
            self._anchor = exact[-1] if exact else self._anchor
            days = [p for p in found if self._tells_a_day(p, sentence)]
            self._told = (sentence.paragraph, days[-1]) if days else self._told

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
        if phrase and self._lasts(trigger, sentence, phrase):
            phrase = None
        if phrase and phrase.first and phrase.last:
            return _dated(phrase), f"“{phrase.text}” in the same sentence"
        if not verbal and not self.phrases(sentence) and sentence.index in self._carried:
            carried = self._carried[sentence.index]
            return _dated(carried), f"“{carried.text}” in a sentence before"
        fallback = self._fallback()
        if phrase and fallback is None:
            return None, phrase.reason
        if fallback is None:
            return None, "no date in the sentence, and the day of publication is not known"
        return fallback

    def _tells_a_day(self, phrase: DatePhrase, sentence: Sentence) -> bool:
        """Whether a phrase moves the story to its day: one day, of what was done, not said."""
        exact = phrase.first is not None and phrase.first == phrase.last
        if not exact or phrase.historical or phrase.future or phrase.onward:
            return False
        return not self._dates_the_saying(phrase, Span(0, 0, ""), sentence)

    def _lasts(self, trigger: Span, sentence: Sentence, phrase: DatePhrase) -> bool:
        """Tell "arrived on Thursday as protests rocked the country for days": not Thursday's."""
        rest = sentence.text[trigger.end - sentence.start :].lower()
        own = rest[
            : min((at for m in _CLAUSE_MARKS if (at := rest.find(m)) >= 0), default=len(rest))
        ]
        return phrase.start < trigger.start and _LASTING.search(own) is not None

    def _fallback(self) -> tuple[EventDate, str] | None:
        if self.published is None:
            return None
        if self._earliest and self._earliest < self.published:
            days = EventDate(self._earliest, self.published, "publication")
            return days, "not dated in the text: between the first day of the story and publication"
        day = EventDate(self.published, self.published, "publication")
        return day, "not dated in the text: the day of publication stands in"

    def _nearest(self, trigger: Span, sentence: Sentence, *, verbal: bool) -> DatePhrase | None:
        """The phrase of the sentence that costs least to reach from the trigger."""
        phrases = self.phrases(sentence)
        if not phrases:
            return None
        best: tuple[int, DatePhrase] | None = None
        mentioned = self._is_mention(trigger, sentence)
        for phrase in phrases:
            if phrase.onward:
                if not self._behind(phrase, trigger, sentence):
                    continue
            elif phrase.future or (mentioned and phrase.start < trigger.start):
                continue  # what happened lies behind; a mention takes no other act's day
            if not verbal and self._dates_the_saying(phrase, trigger, sentence):
                continue
            low, high = (
                sorted((trigger.end, phrase.start))
                if phrase.start >= trigger.end
                else (phrase.end, trigger.start)
            )
            between = sentence.text[
                max(0, low - sentence.start) : max(0, high - sentence.start)
            ].lower()
            cost = len(between) + _CLAUSE_COST * sum(map(between.count, _CLAUSE_MARKS))
            if phrase.historical and any(mark in between for mark in _CLAUSE_MARKS):
                continue  # background of another clause: "… the worst since the war 30 years ago"
            if phrase.start < trigger.start:
                cost += _CLAUSE_COST // 4  # a date follows its verb more often than it precedes it
            if best is None or cost < best[0]:
                best = (cost, phrase)
        return best[1] if best else None

    def _behind(self, phrase: DatePhrase, trigger: Span, sentence: Sentence) -> bool:
        """Whether a trigger stands in the clause that "a day after …" opens."""
        clause = sentence.text[
            max(0, phrase.end - sentence.start) : max(0, trigger.start - sentence.start)
        ]
        opens = phrase.start - sentence.start < _OPENING
        return phrase.end <= trigger.start and not (opens and ", " in clause)

    def _is_mention(self, trigger: Span, sentence: Sentence) -> bool:
        """Tell "he spoke yesterday about the murder": yesterday is not the day of the murder."""
        start = trigger.start - sentence.start
        before = sentence.text[max(0, start - _MENTION_REACH) : start].lower().split()[-3:]
        return any(word.strip(",") in self.words.lists["mention"] for word in before)

    def _dates_the_saying(self, phrase: DatePhrase, trigger: Span, sentence: Sentence) -> bool:
        """Tell "… were killed, police said on Tuesday": Tuesday is not its day."""
        start = phrase.start - sentence.start
        before = (
            sentence.text[max(0, start - _SPEECH_REACH) : start].lower().replace(",", " ").split()
        )
        reach = [w for w in before if w not in {"on", "late", "early", "the"}]
        if not reach or reach[-1] not in self.words.lists["speech"]:
            return False
        return not trigger.start <= phrase.start <= trigger.end

    @cached_property
    def _earliest(self) -> date | None:
        """The earliest dated day of a story that goes on for days; None for a plain report."""
        if self.published is None:
            return None
        floor = self.published - timedelta(days=self.words.story_days)
        days = [
            phrase.first
            for sentence in self._sentences
            for phrase in self.phrases(sentence)
            if phrase.first
            and not phrase.historical
            and phrase.kind != "month"
            and floor <= phrase.first <= self.published
            and self._begins_something(phrase, sentence)
        ]
        return min(days, default=None)

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


def _filed(line: Dateline | None) -> date | None:
    """The day of a dateline that states its year."""
    if line is None or line.date is None:
        return None
    found = find_dates(line.date.text.upper())
    return found[0].first if found else None


def _dated(phrase: DatePhrase) -> EventDate:
    assert phrase.first is not None  # noqa: S101 (the caller looked)
    assert phrase.last is not None  # noqa: S101
    return EventDate(phrase.first, phrase.last, phrase.basis, phrase.text, phrase.start, phrase.end)
