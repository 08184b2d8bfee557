"""Rules for days that count from publication or from another day: "Thursday", "two days ago"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from geo import grammar
from geo.events.dates import daymath
from geo.events.dates.days import CalendarRules
from geo.events.dates.tokens import Reading

_DIRECTIONS = grammar.numbers("dates.relative.directions")
#: "decades ago": as many as "some" may mean.
_SOME = (2, 9)
_WEEK, _YEAR = 7, 365
_LASTING = grammar.words("dates.relative.lasting")
#: Tokens behind "a day after" in which the day is looked for that it counts from.
_AHEAD = 40
_SAME = grammar.words("dates.relative.same")
_PARTS = grammar.words("dates.relative.parts")
_BEFORE_SEASON = grammar.words("dates.relative.before_season")
#: The named days of three words.
_NAMED = {tuple(day.split()): days for day, days in grammar.numbers("dates.relative.named").items()}
NAMED_OPENERS = frozenset(first for first, *_ in _NAMED)
_WEEK_BACK = tuple(tuple(p.split()) for p in grammar.phrases("dates.relative.week_back"))
WEEKEND = grammar.words("dates.relative.weekend")
RECENT = grammar.words("dates.relative.recent")
_BEFORE_DATE = grammar.words("dates.relative.before_date")
_HABIT = grammar.words("dates.relative.habit")
_FOLLOWING = grammar.words("dates.relative.following")
_NEXT_PARTS = grammar.words("dates.relative.next_parts")
_THEN = grammar.words("dates.relative.then")
_NARRATED = grammar.numbers("dates.relative.narrated")
_AFTER_DAY = grammar.words("dates.relative.after_day")
_STEPS = grammar.numbers("dates.relative.steps")
_PERIODS = grammar.words("dates.relative.periods")


class RelativeRules(CalendarRules):
    """Reads days relative to the story. Each rule is asked at one token."""

    def _weekday(self, i: int, mode: str = "") -> Reading | None:
        """Read "Thursday", "Saturday, March 2", "Monday through Wednesday", "Saturday and Sunday"."""
        wanted = self.words.weekdays.get(self.at(i))
        if wanted is None or not (self.is_upper(i) or self.shouting):
            return None
        stop = i + 1
        if self.at(i) in self.words.ambiguous:
            if self.at(stop) == "." or self.at(stop) == ",":
                stop += self.at(stop) == "."
            else:
                return None
        dated = stop + (self.at(stop) == ",") + self.is_in(stop, "day_parts")
        dated += self.at(dated) == ","
        if reading := self._weekday_date(dated, wanted):
            return reading
        return self._plain_weekday(stop, wanted, mode)

    def _weekday_date(self, i: int, wanted: int) -> Reading | None:
        j = i + (self.at(i) in _BEFORE_DATE)
        month = self._month_name(j) if j < len(self.tokens) else None
        if month:
            day = self._day_number(month[1])
            return self._dated(month[0], day[0], day[0], day[1], wanted) if day else None
        day = self._day_number(j)
        if day and j < len(self.tokens):
            k = day[1] + (self.at(day[1]) == "of")
            month = self._month_name(k) if k < len(self.tokens) else None
            return self._dated(month[0], day[0], day[0], month[1], wanted) if month else None
        return None

    def _plain_weekday(self, stop: int, wanted: int, mode: str) -> Reading:
        if self.published is None:
            return self._unknown(stop, "weekday")
        while self.is_in(stop, "day_parts"):
            stop += 1
        back = stop + (self.at(stop) == "of")
        if self.is_in(back, "last") and self.at(back + 1) == "week":
            monday = daymath.monday(self.published) - timedelta(days=7)
            day = monday + timedelta(days=wanted)
            return Reading(day, day, back + 2, "weekday")
        if behind := self.behind(stop + (self.at(stop) == ","), _WEEK_BACK):
            return self._weekday_by(wanted, self.published - timedelta(days=_WEEK), behind)
        day = daymath.weekday(wanted, self.published, mode=mode, future=self.future)
        # On a Thursday "last Monday" is that of three days ago to some, that of the week before to more.
        two = mode == "last" and daymath.may_be_week_before(day, self.published)
        reading = Reading(day - timedelta(days=_WEEK * two), day, stop, "weekday")
        if (
            self.is_in(stop, "to")
            and self.at(stop + 1) in self.words.weekdays
            and self.at(stop + 1) not in self.words.ambiguous
        ):
            second = self._plain_weekday(stop + 2, self.words.weekdays[self.at(stop + 1)], mode)
            if second.first and second.first < day:  # "Monday to Friday last week"
                day -= timedelta(days=_WEEK)
            if second.first and 0 < (second.first - day).days < _WEEK:
                return replace(second, first=day, kind="span")
        return reading

    def _named_day(self, i: int) -> Reading | None:
        """Read "today", "yesterday morning", "overnight", "the day before yesterday"."""
        word = self.at(i)
        days = _NAMED.get((word, self.at(i + 1), self.at(i + 2)))
        if days is not None:
            return self._shift(days, i + 3)
        if word not in self.words.days:
            return None
        low, high = self.words.days[word]
        if self.published is None:
            return self._unknown(i + 1, "day")
        stop = i + 1
        while self.is_in(stop, "day_parts"):
            stop += 1
        kind = "weekday" if low == high else "span"
        return Reading(
            self.published + timedelta(days=low), self.published + timedelta(days=high), stop, kind
        )

    def _shift(self, days: int, stop: int) -> Reading:
        if self.published is None:
            return self._unknown(stop, "day")
        day = self.published + timedelta(days=days)
        return Reading(day, day, stop, "weekday")

    def _ago(self, i: int) -> Reading | None:  # noqa: PLR0911 (one return a way to say it)
        """Read "two days ago", "30 years ago", "a day earlier", "decades ago"."""
        number = self._quantity(i)
        if number is None and self.at(i) in self.words.units and self.at(i).endswith("s"):
            number = (*_SOME, i)  # "decades ago"
        if number is None:
            return None
        low, high, j = number
        unit, word = self.words.units.get(self.at(j)), self.at(j + 1)
        direction = _DIRECTIONS.get(word)
        if unit is None or direction is None:
            return None
        if (
            word in {"before", "after"}
            and self.at(j + 2).isalpha()
            and self.at(j + 2) not in _AFTER_DAY
        ):
            return self._onward(number, unit, word)
        if word == "ago" and unit * low >= _YEAR:
            return self._long_ago(unit * high, j + 2)
        if word == "ago" and unit == _WEEK and (reading := self._weekday_ago(j + 2, unit * high)):
            return reading
        base = self.published if word == "ago" else self.anchor
        if base is None:
            return self._unknown(j + 2, "day")
        if self.at(j).startswith("hour"):
            low, high, unit = round(low / 24), round(high / 24), 1
        a, b = daymath.ago(base, unit, low, high, direction)
        kind = "weekday" if a == b else "span"
        return Reading(a, b, j + 2, kind, historical=self._is_old(b), anchored=word != "ago")

    def _weekday_ago(self, i: int, days: int) -> Reading | None:
        """Read "a week ago on Monday" at what stands behind "ago"."""
        i += self.at(i) in _BEFORE_DATE
        wanted = self.words.weekdays.get(self.at(i))
        if wanted is None or self.published is None:
            return None
        return self._weekday_by(wanted, self.published - timedelta(days=days), i + 1)

    @staticmethod
    def _weekday_by(wanted: int, last: date, stop: int) -> Reading:
        """The latest such weekday up to a day."""
        day = daymath.weekday(wanted, last, mode="", future=False)
        return Reading(day, day, stop, "weekday")

    def _onward(self, number: tuple[int, int, int], unit: int, word: str) -> Reading | None:
        """Read "a day after gunmen fired": so long before the day of what was told first."""
        low, high, j = number
        base = self._told_day(j + 2)
        if base is None and (unit, high) == (1, 1):  # told of today; "weeks after" often is not
            base = self.anchor or self.published
        if word == "before" or base is None or self.at(self.begin - 1) in _LASTING:
            return None  # "two days before the vote", "for a week after the storm"
        if self.at(j).startswith("hour"):
            low, high, unit = round(low / 24), round(high / 24), 1
        a, b = daymath.ago(base, unit, low, high, -1)
        old = unit * low >= _YEAR or self._is_old(b)
        return Reading(a, b, j + 2, "span", historical=old, anchored=True, onward=True)

    def _told_day(self, i: int) -> date | None:
        """The day of the clause that "a day after …" counts from: this sentence's own first."""
        if self.own_day:
            return self.anchor
        for k in range(i, min(len(self.tokens), i + _AHEAD)):
            if self.at(k) in self.words.weekdays or self.at(k) in self.words.months:
                reading = self._simple(k)
                if reading and reading.first and reading.first == reading.last:
                    return reading.first
        return None

    def _long_ago(self, days: int, stop: int) -> Reading:
        if self.published is None:
            return Reading(None, None, stop, "era", historical=True, reason="it lies years back")
        year = max(1, self.published.year - max(1, days // 365))
        return Reading(date(year, 1, 1), date(year, 12, 31), stop, "era", historical=True)

    def _over_past(self, i: int) -> Reading | None:
        """Read "the past 24 hours", "the last three days"."""
        if not self.is_in(i, "last"):
            return None
        number = self._quantity(i + 1)
        if number is None or self.at(number[2]) not in self.words.units:
            return None
        if self.published is None:
            return self._unknown(number[2] + 1, "span")
        unit = self.at(number[2])
        days = (
            max(1, round(number[0] / 24))
            if unit.startswith("hour")
            else max(1, self.words.units[unit] * number[1])
        )
        first = self.published - timedelta(days=min(days, 36500))
        return Reading(first, self.published, number[2] + 1, "span", historical=self._is_old(first))

    def _relative_unit(self, i: int) -> Reading | None:
        """Read "last week", "this month", "next Friday", "last December", "this morning"."""
        mode = next((m for m in ("last", "this", "next") if self.is_in(i, m)), None)
        if mode is None:
            return None
        word = self.at(i + 1)
        if word in self.words.weekdays:
            return self._weekday(i + 1, mode)
        if word in self.words.seasons:
            return self._season(i + 1, mode)
        if word in self.words.months and i + 1 < len(self.tokens):
            return self._mode_month(i + 1, mode)
        return self._plain_unit(i, word, mode)

    def _plain_unit(self, i: int, word: str, mode: str) -> Reading | None:
        if self.at(i) == "previous" and word in _STEPS:
            return self._from_anchor(_STEPS[word], i + 2)
        day_part = self.is_in(i + 1, "day_parts")
        if not day_part and word not in _PERIODS:
            return None
        if self.published is None:
            return self._unknown(i + 2, "span")
        a, b = daymath.relative(word, mode, self.published, day_part=day_part)
        return Reading(a, b, i + 2, "weekday" if a == b else "span")

    def _mode_month(self, i: int, mode: str) -> Reading | None:
        month = self._month_name(i)
        if month is None:
            return None
        if day := self._day_number(month[1]):
            return self._dated(month[0], day[0], day[0], day[1], None)
        self.future = self.future or mode == "next"
        reading = self._plain_month(month[0], month[1])
        if (
            mode == "last"
            and reading.first
            and self.published
            and reading.last
            and reading.last >= self.published
        ):
            first, last = daymath.month_span(self.published.year - 1, month[0])
            return replace(reading, first=first, last=last)
        return reading

    def _weekend(self, i: int, mode: str = "") -> Reading | None:
        """Read "at the weekend", "over the weekend", "the weekend's protests"."""
        if self.at(i) not in WEEKEND or self.at(i - 1) in _HABIT:
            return None
        if self.published is None:
            return self._unknown(i + 1, "span")
        a, b = daymath.weekend(self.published, "next" if self.future and not mode else mode)
        return Reading(a, b, i + 1, "span")

    def _season(self, i: int, mode: str = "") -> Reading | None:
        """Read "in the summer of 2023", "last winter"."""
        months = self.words.seasons.get(self.at(i))
        if months is None or not (
            mode
            or (self.at(i - 1) in _BEFORE_SEASON and self.at(i + 1) in {"of", "and", ",", "."})
            or self.at(i + 1).isdecimal()
        ):
            return None
        year = self._year_at(i + 1)
        if year:
            a, b = daymath.season(months, year[0])
            return Reading(a, b, year[1], "span", stated=True, historical=self._is_old(b))
        if not mode or self.published is None:
            return None
        a, b = daymath.season(months, self.published.year)
        if (a > self.published and mode != "next") or (mode == "last" and b >= self.published):
            a, b = daymath.season(months, self.published.year - 1)
        return Reading(a, daymath.clip(a, b, self.published), i + 1, "span")

    def _recent(self, i: int) -> Reading | None:
        """Read "in recent days"."""
        unit = self.at(i + 1).removesuffix("s")
        if self.at(i) not in RECENT or unit not in self.words.recent:
            return None
        if self.published is None:
            return self._unknown(i + 2, "span")
        first = self.published - timedelta(days=self.words.recent[unit])
        return Reading(first, self.published, i + 2, "span", historical=unit == "year")

    def _narrative(self, i: int) -> Reading | None:
        """Read "the same day", "that night", "the following day", "the day before"."""
        word, after = self.at(i), self.at(i + 1)
        if word in _SAME and after in _PARTS:
            return self._from_anchor(0, i + 2)
        if word in _FOLLOWING and after in _NEXT_PARTS:
            return self._from_anchor(1, i + 2)
        step = _NARRATED.get(after)
        if step is not None and word in _THEN and self.at(i + 2) in {"", ".", ","}:
            return self._from_anchor(step, i + 2)
        return None

    def _from_anchor(self, days: int, stop: int) -> Reading:
        if self.anchor is None:
            return self._unknown(stop, "day")
        day = self.anchor + timedelta(days=days)
        return Reading(day, day, stop, "weekday", anchored=True)
