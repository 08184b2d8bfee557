"""The day of an event: which date phrase of the story belongs to its trigger, and why.

A ``Calendar`` reads the phrases of one article once; ``Calendar.date_of`` then dates a trigger:

1. a phrase of the trigger's own sentence, the nearest that is not the day of somebody's saying so;
2. the day that the same paragraph told last;
3. for the news a story opens with the first day that it tells of;
4. what publication permits: for such news the day itself or the one before, for what is told later
   the week up to publication, and in a story that goes on for days the days from its earliest
   dated day to publication.

Background ("30 years ago", "in 1989") never dates an event; ``Calendar.historical`` tells the gate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from geo import grammar
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
#: A day is carried over so many sentences: texts without paragraphs are one.
_CARRIED = 3
#: The sentences in which a story tells its news, the headline among them; and in how many the day
#: of that news is looked for.
_LEAD, _TELLS = 3, 30
#: "(01.03.2017)" behind a teaser is the day it was posted.
_POSTED = re.compile(r"\(\s*[\d./-]+\s*\)?\Z")
#: Its own day ("since Monday") is read as such; here a verb stands between.
_SINCE = re.compile(
    r"\bsince \w+ing [^,;]*$"
    rf"|\bsince (?:\w+ ){{1,4}}(?:{'|'.join(grammar.phrases('dates.calendar.begun'))}) [^,;]*$"
)
_RELATIVE = tuple(f" {word} " for word in sorted(grammar.words("common.clauses.apart")))
_LASTING = re.compile(
    rf"\bfor (?:\w+ ){{0,2}}(?:{'|'.join(sorted(grammar.words('dates.calendar.lengths')))})\b"
)
#: Characters between a word of beginning and its date ("protests started at the weekend").
_START_REACH = 30
_BEFORE_DAY = grammar.words("dates.calendar.before_day")
_CLAUSE_MARKS = (
    ", ",
    "; ",
    " — ",
    " – ",
    *(f" {word} " for word in grammar.phrases("dates.calendar.clauses")),
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
        self._places = {sentence.index: place for place, sentence in enumerate(sentences)}
        self._phrases: dict[int, tuple[DatePhrase, ...]] = {}
        #: The day the story is at before each sentence, as far as anybody has asked.
        self._days: list[date | None] = [None]
        #: The phrase that says what day a paragraph is at behind a sentence.
        self._told: dict[int, tuple[int, DatePhrase | None]] = {}

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
            self.published,
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
        """The phrase that says what day a paragraph is at, for a sentence of it without one."""
        here = self._places.get(sentence.index, 0)
        place, passed = here, list[int]()
        at, told = -1, None
        while place and told is None and sentence.kind == "body":
            place -= 1
            before = self._sentences[place]
            if before.paragraph != sentence.paragraph:
                break
            if place in self._told:
                at, told = self._told[place]
                break
            passed.append(place)
            days = (p for p in reversed(self.phrases(before)) if self._tells_a_day(p, before))
            at, told = place, next(days, None)
        self._told.update(dict.fromkeys(passed, (at, told)))
        return told if here - at <= _CARRIED else None

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
        carried = None if verbal or self.phrases(sentence) else self._carried(sentence)
        if carried is not None:
            return _dated(carried), f"“{carried.text}” in a sentence before"
        fallback = self._fallback(sentence)
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
        if self._is_since(phrase, sentence):
            return False
        return not self._dates_the_saying(phrase, Span(0, 0, ""), sentence)

    def _is_above(self, phrase: DatePhrase, trigger: Span, sentence: Sentence) -> bool:
        """Whether a day is that of the clause above: "on Monday police held a man who killed two"."""
        between = sentence.text[
            max(0, phrase.end - sentence.start) : max(0, trigger.start - sentence.start)
        ].lower()
        return any(mark in between for mark in _RELATIVE)

    def _is_since(self, phrase: DatePhrase, sentence: Sentence) -> bool:
        """Whether a clause only says since when: "100,000 have fled since the battle began on Feb. 19"."""
        before = sentence.text[: phrase.start - sentence.start].lower()
        return _SINCE.search(before) is not None

    def _lasts(self, trigger: Span, sentence: Sentence, phrase: DatePhrase) -> bool:
        """Tell "arrived on Thursday as protests rocked the country for days": not Thursday's."""
        rest = sentence.text[trigger.end - sentence.start :].lower()
        own = rest[
            : min((at for m in _CLAUSE_MARKS if (at := rest.find(m)) >= 0), default=len(rest))
        ]
        return phrase.start < trigger.start and _LASTING.search(own) is not None

    def _fallback(self, sentence: Sentence) -> tuple[EventDate, str] | None:
        """What publication permits: nothing is said, so the days in which news is still news."""
        if self.published is None:
            return None
        first = self._earliest
        if sentence.index < _LEAD:
            if (told := self._first_told) and told.first == self.published:
                return _dated(told), f"“{told.text}”, the first day that the story tells of"
            first = told.first if told else first or self.published - timedelta(days=1)
        if first and first < self.published:
            days = EventDate(first, self.published, "publication")
            return days, "not dated in the text: between the first day of the story and publication"
        week = EventDate(
            self.published - timedelta(days=self.words.undated_days), self.published, "publication"
        )
        return week, "not dated in the text: in the week up to publication"

    @cached_property
    def _first_told(self) -> DatePhrase | None:
        """The first phrase that gives a day of the last week to what was done."""
        if self.published is None:
            return None
        floor = self.published - timedelta(days=self.words.undated_days)
        for sentence in self._sentences[:_TELLS]:
            for phrase in self.phrases(sentence):
                fresh = phrase.first is not None and floor <= phrase.first <= self.published
                if fresh and self._tells_a_day(phrase, sentence):
                    return phrase
        return None

    def _nearest(self, trigger: Span, sentence: Sentence, *, verbal: bool) -> DatePhrase | None:
        """The phrase of the sentence that costs least to reach from the trigger."""
        phrases = self.phrases(sentence)
        if not phrases:
            return None
        best: tuple[int, DatePhrase] | None = None
        mentioned = self._is_mention(trigger, sentence)
        for phrase in phrases:
            if mentioned and not phrase.onward and phrase.start < trigger.start:
                continue  # a mention takes no other act's day
            if not self._may_date(phrase, trigger, sentence, verbal=verbal):
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

    def _may_date(
        self, phrase: DatePhrase, trigger: Span, sentence: Sentence, *, verbal: bool
    ) -> bool:
        """Whether a phrase is not plainly another act's: ahead, of the saying, of the clause above."""
        if phrase.onward:
            if not self._behind(phrase, trigger, sentence):
                return False
        elif phrase.future:
            return False  # what happened lies behind
        if not verbal and self._dates_the_saying(phrase, trigger, sentence):
            return False
        return not (self._is_since(phrase, sentence) or self._is_above(phrase, trigger, sentence))

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
        reach = [w for w in before if w not in _BEFORE_DAY]
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
