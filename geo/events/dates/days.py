"""Rules for calendar dates: "2 January", "Jan. 2", "2021-08-26", "in November", "the 1980s"."""

from __future__ import annotations

from datetime import date

from geo import grammar
from geo.events.dates import daymath
from geo.events.dates.tokens import DASHES, YEAR_DIGITS, YEAR_MAX, YEAR_MIN, Reading, Scanner

_COUNTED = grammar.words("dates.days.counted") | {"%"}
_BEFORE_YEAR = grammar.words("dates.days.before_year")
_UNTIL = grammar.words("dates.days.until")
_FROM = grammar.words("dates.days.from")
_BEFORE_DECADE = grammar.words("dates.days.before_decade") | {"'", "’"}
_INSIDE = grammar.words("dates.days.inside")
_COMPARED = grammar.words("dates.days.compared")
_MEANT = grammar.words("dates.days.meant")
_TOLD_YEAR = tuple(tuple(phrase.split()) for phrase in grammar.phrases("dates.days.told_year"))
_EARLY, _MID = grammar.words("dates.days.early"), grammar.words("dates.days.mid")
_LATE = grammar.words("dates.days.late")
_SEPARATORS = frozenset("-/.")
_DECADE_DIGITS = 2
_SHORTEST_PLURAL = 3


class CalendarRules(Scanner):
    """Reads dates that stand in the calendar. Each rule is asked at one token."""

    def _numeric(self, i: int) -> Reading | None:
        """Read "2021-08-26", "13.06.2023", "06/13/2023"."""
        if not self.at(i).isdecimal():
            return None
        a, sep, b, sep2, c = (self.at(i + k) for k in range(5))
        if not (
            a.isdecimal() and b.isdecimal() and c.isdecimal() and sep == sep2 and sep in _SEPARATORS
        ):
            return None
        if self.end(i + 4) - self.start(i) != len(a) + len(b) + len(c) + 2:
            return None  # blanks stand between
        if self.at(i - 1) == "(" and self.at(i + 5) == ")":
            return None  # "(01.03.2017)" behind a teaser is the day it was posted
        if len(a) == YEAR_DIGITS:
            return self._made(int(a), int(b), int(c), i + 5)
        year = daymath.full_year(c, self.published)
        return None if year is None else self._two_orders(int(a), int(b), year, sep, i + 5)

    def _two_orders(self, a: int, b: int, year: int, sep: str, stop: int) -> Reading | None:
        """Read "1/2/2022" day first or month first, if only one of them is a date."""
        day_first = self._made(year, b, a, stop)
        month_first = self._made(year, a, b, stop)
        preferred = self.dayfirst if sep == "/" else True
        if preferred is None and day_first and month_first and a != b:
            why = f"{a}/{b}/{year} may mean two days: day first or month first is not stated"
            return Reading(None, None, stop, "day", stated=True, reason=why)
        return day_first or month_first if preferred in {None, True} else month_first or day_first

    def _made(self, year: int, month: int, day: int, stop: int) -> Reading | None:
        found = daymath.made(year, month, day)
        if found is None:
            return None
        return Reading(found, found, stop, "day", stated=True, historical=self._is_old(found))

    def _day_month(self, i: int) -> Reading | None:
        """Read "2 January", "3 to 5 May 2021", "1 and 2 March", "the 3rd of May"."""
        day = self._day_number(i)
        if day is None or (
            self.at(i - 1) in DASHES | {".", "/"} and i and self.end(i - 1) == self.start(i)
        ):
            return None
        first, j = day
        last = first
        if self.is_in(j, "to") and (second := self._day_number(j + 1)):
            last, j = second
        j += self.at(j) == "of" and self.at(j + 1) in self.words.months
        month = self._month_name(j)
        if month is None or (self.at(i) in self.words.ordinals and self.at(j - 1) != "of"):
            return None
        reading = self._dated(month[0], first, last, month[1], None)
        if reading and reading.kind == "day" and self.at(i - 1) not in _FROM:
            return (
                self._range(reading, reading.stop)
                if self.at(reading.stop) in _UNTIL | DASHES and self._day_number(reading.stop + 1)
                else reading
            )
        return reading

    def _month_day(self, i: int) -> Reading | None:
        """Read "Jan. 2", "May 3-5, 2021", "May 3 and 4"."""
        month = self._month_name(i)
        if month is None:
            return None
        j = month[1] + (self.at(month[1]) == "the")
        day = self._day_number(j)
        if day is None:
            return None
        first, j = day
        last = first
        if (
            self.is_in(j, "to")
            and (second := self._day_number(j + 1))
            and second[0] > first
            and self.at(second[1]) not in {":", "p", "a"}
        ):
            last, j = second
        return self._dated(month[0], first, last, j, None)

    def _dated(
        self, month: int, first: int, last: int, j: int, weekday: int | None
    ) -> Reading | None:
        stated_year = self._year_at(j)
        if stated_year:
            year, j = stated_year
            start, end = daymath.made(year, month, first), daymath.made(year, month, last)
        else:
            if self.published is None:
                why = "no year is stated and the day of publication is not known"
                return Reading(None, None, j, "day", stated=True, reason=why)
            end = daymath.nearest(month, last, self.published, future=self.future, weekday=weekday)
            start = daymath.made(end.year, month, first) if end else None
        if start is None or end is None or start > end:
            return None
        kind = "day" if start == end else "range"
        return Reading(start, end, j, kind, stated=True, historical=self._is_old(end))

    def _month(self, i: int) -> Reading | None:
        """Read "in November", "March 2019"."""
        month = self._month_name(i)
        if month is None:
            return None
        year = self._year_at(month[1])
        if year:
            first, last = daymath.month_span(year[0], month[0])
            last = daymath.clip(first, last, self.published)
            return Reading(
                first, last, year[1], "month", stated=True, historical=self._is_old(last)
            )
        if not self.is_in(i - 1, "before_month") or self._day_number(month[1]):
            return None
        if stop := self.behind(month[1], _TOLD_YEAR):
            why = "the year is one that was told of before"
            return Reading(None, None, stop, "month", stated=True, historical=True, reason=why)
        return self._plain_month(month[0], month[1])

    def _plain_month(self, month: int, stop: int) -> Reading:
        if self.published is None:
            why = "no year is stated and the day of publication is not known"
            return Reading(None, None, stop, "month", stated=True, reason=why)
        year = daymath.year_of(month, self.published, future=self.future)
        first, last = daymath.month_span(year, month)
        if not self.future:
            last = daymath.clip(first, last, self.published)
        return Reading(first, last, stop, "month", stated=True)

    def _year(self, i: int) -> Reading | None:
        """Read "in 2019", "the 1980s", "the 2014 revolution"."""
        word = self.at(i)
        if not (word.isdecimal() and len(word) == YEAR_DIGITS and YEAR_MIN < int(word) < YEAR_MAX):
            return self._short_decade(i)
        year = int(word)
        after = self.at(i + 1)
        if after == "s" and year % 10 == 0:
            return Reading(
                date(year, 1, 1), date(year + 9, 12, 31), i + 2, "era", stated=True, historical=True
            )
        if not self.is_in(i - 1, "before_year") or self._counts_things(i + 1):
            return None
        first, last = date(year, 1, 1), date(year, 12, 31)
        if self.published and year > self.published.year + 1:
            return None
        last = daymath.clip(first, last, self.published)
        return Reading(
            first,
            last,
            i + 1,
            "year",
            stated=True,
            historical=self._is_old(last) or self._is_old(first),
        )

    def _holiday(self, i: int) -> Reading | None:
        """Read "Christmas Eve", "New Year's Day"."""
        if i >= len(self.tokens) or not (self.is_upper(i) or self.shouting):
            return None
        if self.at(i - 1) in _MEANT:
            return None
        name = tuple(["'" if (w := self.at(k)) == "’" else w for k in range(i, i + 5)])
        for length in (5, 4, 3, 2, 1):
            day = self.words.holidays.get(name[:length])
            if day and not self.is_in(i + length, "behind_holiday"):
                return self._dated(*day, day[1], i + length, None)
        return None

    def _short_decade(self, i: int) -> Reading | None:
        """Read "the '80s", "the 80s"."""
        if (
            len(self.at(i)) == _DECADE_DIGITS
            and self.at(i).isdecimal()
            and self.at(i).endswith("0")
            and self.at(i + 1) == "s"
            and self.at(i - 1) in _BEFORE_DECADE
        ):
            year = daymath.full_year(self.at(i), self.published) or 0
            return Reading(
                date(year, 1, 1), date(year + 9, 12, 31), i + 2, "era", stated=True, historical=True
            )
        return None

    def _counts_things(self, i: int) -> bool:
        """Whether the number before token ``i`` counts people or things: "2000 people"."""
        word = self.at(i)
        return word in _COUNTED or (
            len(word) > _SHORTEST_PLURAL
            and word.endswith("s")
            and not self.is_upper(i)
            and self.at(i - 2) not in _BEFORE_YEAR
        )

    def _part_of(self, i: int) -> Reading | None:
        """Read "mid-May", "early May", "the end of May", "late 2019", "early on Friday"."""
        word = self.at(i)
        which = self._third(word)
        if which is None:
            return None
        j = i + 1
        while self.at(j) in DASHES | _INSIDE and j < i + 3:
            j += 1
        if word in _COMPARED:
            return self._relative_unit(j) if self.is_in(j, "this") else None
        day_part = self.is_in(j, "day_parts")
        if day_part or self.at(j) in self.words.weekdays or self.at(j) in self.words.days:
            return self._phrase(j + day_part)
        return self._part_of_month(i, j, which)

    def _part_of_month(self, i: int, j: int, which: int) -> Reading | None:
        month = self._month_name(j) if j < len(self.tokens) else None
        if month and not self._day_number(month[1]):
            year = self._year_at(month[1])
            if year:
                first, _ = daymath.month_span(year[0], month[0])
                return self._thirds(first, which, year[1])
            whole = self._plain_month(month[0], month[1])
            return self._thirds(whole.first, which, whole.stop) if whole.first else whole
        if month or (j == i + 1 and self.at(j).isdecimal() and len(self.at(j)) < YEAR_DIGITS):
            return self._simple(j)
        return self._year(j) if self.at(j).isdecimal() else self._relative_unit(j)

    def _third(self, word: str) -> int | None:
        lists = self.words.lists
        if word in _EARLY or word in lists["start_words"]:
            return 0
        if word in _MID or word in lists["middle_words"]:
            return 1
        return 2 if word in _LATE or word in lists["end_words"] else None

    def _thirds(self, first: date, which: int, stop: int) -> Reading:
        a, b = daymath.third_of_month(first, which)
        return Reading(a, b, stop, "span", stated=True, historical=self._is_old(b))
