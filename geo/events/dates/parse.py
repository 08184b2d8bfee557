"""Date phrases of a text, read word by word and resolved against the day of publication.

A hand-written reader over tokens: it looks only at tokens that can open a date phrase and never
goes back, so its time is linear. ``geo.events.dates.calendar`` is the room's door to it.

    datetokens    tokens, and what every rule asks of them
    datecalendar  "2 January", "in November", "the 1980s"
    daterelative  "Thursday", "last week", "two days ago", "the previous day"
    dateparse     the walk, and ranges of two such phrases
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache

from geo import grammar
from geo.events.dates import daymath
from geo.events.dates.relative import NAMED_OPENERS, RECENT, WEEKEND, RelativeRules
from geo.events.dates.tokens import ORDINAL_ENDINGS, Reading
from geo.events.dates.words import DateWords

#: A number, among the words that open a phrase.
_NUMBER = "0"
_OPENS_RANGE = grammar.words("dates.parse.opens_range")
_BEFORE_FIRST = grammar.words("dates.parse.before_first")
_EVERY = grammar.words("dates.parse.every")
_NARRATIVE = grammar.words("dates.parse.narrative")
_Rule = Callable[["Reader", int], Reading | None]


class Reader(RelativeRules):
    """Reads the date phrases of one stretch of text."""

    def readings(self) -> list[tuple[int, Reading]]:
        """All phrases in order, with the index of their first token."""
        found: list[tuple[int, Reading]] = []
        opening = self._rules(self.words)
        behind = 0
        for i in [i for i, w in enumerate(self.tokens) if w in opening or w.isdecimal()]:
            if i < behind:
                continue
            self.begin = i
            self.future = self._is_future(i)
            reading = self._phrase(i)
            if reading and not self._is_name(i, reading):
                found.append((i, reading))
                if (
                    reading.kind == "day" and reading.first and not reading.historical
                ) or reading.kind == "weekday":
                    self.anchor = reading.first
                    self.own_day = True
                behind = reading.stop
        return found

    def _phrase(self, i: int) -> Reading | None:
        word = self.at(i)
        for rule in self._rules(self.words).get(_NUMBER if word.isdecimal() else word, ()):
            if reading := rule(self, i):
                return reading
        return None

    @classmethod
    @lru_cache(maxsize=4)
    def _rules(cls, words: DateWords) -> Mapping[str, tuple[_Rule, ...]]:
        """The rules that may read a phrase which opens with a word, in the order they are asked."""
        lists = words.lists
        last, this, following = lists["last"], lists["this"], lists["next"]
        parts = lists["parts"] | lists["start_words"] | lists["middle_words"] | lists["end_words"]
        plural = {unit for unit in words.units if unit.endswith("s")}
        openers: tuple[tuple[_Rule, AbstractSet[str]], ...] = (
            (cls._prefixed_range, _OPENS_RANGE),
            (cls._holiday, {name[0] for name in words.holidays}),
            (cls._numeric, {_NUMBER}),
            (cls._day_month, {_NUMBER, *words.ordinals}),
            (cls._month_day, words.months.keys()),
            (cls._part_of, parts),
            (cls._weekday, words.weekdays.keys()),
            (cls._named_day, NAMED_OPENERS.union(words.days)),
            (cls._ago, {_NUMBER, *words.numbers, *plural}),
            (cls._over_past, last),
            (cls._relative_unit, last | this | following),
            (cls._weekend, WEEKEND),
            (cls._season, words.seasons.keys()),
            (cls._recent, RECENT),
            (cls._narrative, _NARRATIVE),
            (cls._month, words.months.keys()),
            (cls._year, {_NUMBER}),
        )
        every = sorted(set().union(*(opening for _, opening in openers)))
        return {word: tuple(rule for rule, opening in openers if word in opening) for word in every}

    def _simple(self, i: int) -> Reading | None:
        rules: tuple[Callable[[int], Reading | None], ...] = (
            self._numeric, self._day_month, self._month_day, self._part_of, self._weekday,
            self._named_day, self._ago, self._relative_unit, self._season, self._month, self._year,
        )  # fmt: skip
        for rule in rules:
            if reading := rule(i):
                return reading
        return None

    def _prefixed_range(self, i: int) -> Reading | None:
        """Read "between Saturday and Monday", "from 3 to 5 May", "since Monday"."""
        word = self.at(i)
        if word not in _OPENS_RANGE:
            return None
        j = i + 1 + (self.at(i + 1) in _BEFORE_FIRST)
        first = self._simple(j)
        if (
            first is None
            or first.first is None
            or (word == "since" and first.kind == "span" and first.last == self.published)
        ):
            return None
        if word == "since":
            return self._since(first)
        return first if first.kind == "range" else self._range(first, first.stop)

    def _since(self, first: Reading) -> Reading:
        if self.published is None or first.first is None or first.first > self.published:
            return first
        historical = first.historical or self._is_old(first.first)
        return replace(first, last=self.published, kind="span", historical=historical, stated=False)

    def _range(self, first: Reading, i: int) -> Reading:
        """Read a second end after ``first``; without one ``first`` stands alone."""
        if not (self.is_in(i, "to") and first.first):
            return first
        second = self._simple(i + 1 + (self.at(i + 1) == "the"))
        if second is None or second.first is None or second.last is None:
            return first
        start = first.first
        if (
            first.stated and second.stated and start > second.last
        ):  # "between May 3 and May 9, 2021"
            start = daymath.with_year(start, second.last)
        if start > second.last or (second.last - start).days > self.words.historical_days:
            return first
        return replace(second, first=start, kind="span", stated=first.stated and second.stated)

    def _is_name(self, i: int, reading: Reading) -> bool:
        """Whether the phrase belongs to a name, a habit or a commemoration."""
        stop = reading.stop
        if self.at(i - 1) in _EVERY:
            return True
        if self.is_in(stop, "not_dates") or self.is_in(stop + 1, "not_dates"):
            return True
        if self.at(stop) in ORDINAL_ENDINGS:
            return True
        return self.is_in(stop, "names") and (
            self.is_upper(stop) or (self.at(i - 1) == "the" and reading.kind == "day")
        )
