"""Date phrases of a text, read word by word and resolved against the day of publication.

A hand-written reader over tokens: it looks only at tokens that can open a date phrase and never
goes back, so its time is linear. ``geo.events.dates`` is the room's door to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.events import daymath
from geo.events.datewords import DateWords

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_DASHES = frozenset("-–—")
#: Tokens before or after a phrase in which a cue (will, said) is looked for.
_CUE_REACH = 9
_YEAR_MIN, _YEAR_MAX = 1800, 2100
_ISO_YEAR_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign, lower case; ``upper`` tells that it began with a capital."""

    text: str
    start: int
    end: int
    upper: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: days ``first`` to ``last`` (None with a ``reason``), up to token ``stop``.

    ``kind`` is day, weekday, span, month, year or era; ``stated`` tells a calendar date from a
    phrase that is relative to publication; ``historical`` marks background.
    """

    first: date | None
    last: date | None
    stop: int
    kind: str
    stated: bool = False
    historical: bool = False
    reason: str = ""
    anchored: bool = False


def tokens_of(text: str) -> list[Token]:
    """Cut a text into tokens."""
    return [
        Token(m.group().lower(), m.start(), m.end(), m.group()[0].isupper())
        for m in _TOKEN.finditer(text)
    ]


class Reader:
    """Reads the date phrases of one stretch of text."""

    def __init__(
        self,
        text: str,
        published: date | None,
        words: DateWords,
        *,
        anchor: date | None = None,
        dayfirst: bool | None = None,
    ) -> None:
        self.tokens = tokens_of(text)
        self.published = published
        self.words = words
        self.anchor = anchor
        self.dayfirst = dayfirst
        self.shouting = text.isupper() or text.islower()
        self.future = False

    # -- walking ---------------------------------------------------------------------------

    def readings(self) -> list[tuple[int, Reading]]:
        """All phrases in order, with the index of their first token."""
        found: list[tuple[int, Reading]] = []
        i = 0
        while i < len(self.tokens):
            word = self.tokens[i].text
            if word.isdigit() or word in self.words.starts:
                self.future = self._is_future(i)
                reading = self._phrase(i)
                if reading and not self._is_name(i, reading.stop):
                    found.append((i, reading))
                    if reading.kind == "day" and reading.first and not reading.historical:
                        self.anchor = reading.first
                    elif reading.kind == "weekday":
                        self.anchor = reading.first
                    i = reading.stop
                    continue
            i += 1
        return found

    def at(self, i: int) -> str:
        """Token ``i`` in lower case, "" outside the text."""
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def is_in(self, i: int, name: str) -> bool:
        """Whether token ``i`` is in a list of the lexicon."""
        return self.at(i) in self.words.lists[name]

    def _is_future(self, i: int) -> bool:
        """Whether a cue near the phrase puts the act ahead: before it, or right after an opener."""
        future, speech = self.words.lists["future"], self.words.lists["speech"]
        j = i - 1
        while j >= max(0, i - _CUE_REACH):
            word = self.at(j)
            if word in {";", ":", "."} or word in speech:
                return False
            if word in future:
                return True
            j -= 1
        if j >= 0:
            return False
        for k in range(i + 1, min(len(self.tokens), i + _CUE_REACH + 3)):
            word = self.at(k)
            if word in {";", "."} or word in speech:
                return False
            if word in {"will", "shall", "would"}:
                return True
        return False

    def _is_name(self, i: int, stop: int) -> bool:
        """Whether the phrase belongs to a name or to a commemoration."""
        if self.is_in(stop, "not_dates") or self.is_in(stop + 1, "not_dates"):
            return True
        if self.at(stop) in {"th", "st", "nd", "rd"}:
            return True
        near = self.tokens[stop] if stop < len(self.tokens) else None
        return bool(
            near
            and near.text in self.words.lists["names"]
            and (near.upper or self.shouting)
            and near.upper
        )

    # -- phrases ---------------------------------------------------------------------------

    def _phrase(self, i: int) -> Reading | None:
        rules: tuple[Callable[[int], Reading | None], ...] = (
            self._prefixed_range, self._numeric, self._day_month, self._month_day, self._part_of,
            self._weekday, self._named_day, self._ago, self._over_past, self._relative_unit,
            self._weekend, self._season, self._recent, self._narrative, self._month, self._year,
        )  # fmt: skip
        for rule in rules:
            if reading := rule(i):
                return reading
        return None

    def _prefixed_range(self, i: int) -> Reading | None:
        """ "between Saturday and Monday", "from 3 to 5 May", "since Monday"."""
        word = self.at(i)
        if word not in {"between", "from", "since"}:
            return None
        j = i + 1 + (self.at(i + 1) in {"the", "about", "around"})
        first = self._simple(j)
        if (
            first is None
            or first.first is None
            or word == "since"
            and first.kind == "span"
            and first.last == self.published
        ):
            return None
        if word == "since":
            return self._since(first)
        return (
            first
            if first.kind == "range"
            else self._range(first, first.stop, plain="and" if word == "between" else "to")
        )

    def _since(self, first: Reading) -> Reading:
        if self.published is None or first.first is None or first.first > self.published:
            return first
        historical = first.historical or self._is_old(first.first)
        return replace(first, last=self.published, kind="span", historical=historical, stated=False)

    def _simple(self, i: int) -> Reading | None:
        for rule in (
            self._numeric,
            self._day_month,
            self._month_day,
            self._part_of,
            self._weekday,
            self._named_day,
            self._ago,
            self._relative_unit,
            self._season,
            self._month,
            self._year,
        ):
            if reading := rule(i):
                return reading
        return None

    def _range(self, first: Reading, i: int, *, plain: str) -> Reading:
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

    # -- calendar dates --------------------------------------------------------------------

    def _numeric(self, i: int) -> Reading | None:
        """ "2021-08-26", "13.06.2023", "06/13/2023"."""
        a, sep, b, sep2, c = (self.at(i + k) for k in range(5))
        if not (
            a.isdigit() and b.isdigit() and c.isdigit() and sep == sep2 and sep in {"-", "/", "."}
        ):
            return None
        if self.tokens[i + 4].end - self.tokens[i].start != len(a) + len(b) + len(c) + 2:
            return None
        if len(a) == _ISO_YEAR_DIGITS:
            return self._made(int(a), int(b), int(c), i + 5)
        year = daymath.full_year(c, self.published)
        if year is None:
            return None
        x, y = int(a), int(b)
        dayfirst = self.dayfirst if sep == "/" else True
        if dayfirst is None:
            dayfirst = True if x > 12 else False if y > 12 or x == y else None  # noqa: PLR2004 (months)
        if dayfirst is None:
            if not daymath.made(year, y, x) or not daymath.made(year, x, y):
                return None
            why = f"{a}/{b}/{c} may mean two days: day first or month first is not stated"
            return Reading(None, None, i + 5, "day", stated=True, reason=why)
        return self._made(year, y, x, i + 5) if dayfirst else self._made(year, x, y, i + 5)

    def _made(self, year: int, month: int, day: int, stop: int) -> Reading | None:
        found = daymath.made(year, month, day)
        if found is None:
            return None
        return Reading(found, found, stop, "day", stated=True, historical=self._is_old(found))

    def _day_number(self, i: int) -> tuple[int, int] | None:
        """A day of the month and the index after it: "3", "3rd", "third"."""
        word = self.at(i)
        if word.isdigit():
            number = int(word) if len(word) <= 2 else 0  # noqa: PLR2004 (days)
            if 1 <= number <= 31:  # noqa: PLR2004
                return number, i + 1 + (self.at(i + 1) in {"st", "nd", "rd", "th"})
            return None
        return (self.words.ordinals[word], i + 1) if word in self.words.ordinals else None

    def _month_name(self, i: int) -> tuple[int, int] | None:
        month = self.words.months.get(self.at(i))
        if month is None or not (self.tokens[i].upper or self.shouting):
            return None
        return month, i + 1 + (self.at(i + 1) == "." and len(self.at(i)) <= 4)  # noqa: PLR2004 ("sept.")

    def _year_at(self, i: int) -> tuple[int, int] | None:
        """A year after a month: "2022", ", 2022", "of 2022", "89"."""
        j = i + (self.at(i) in {",", "of"} or (self.at(i) == "last" and self.at(i + 1) == "year"))
        word = self.at(j)
        if self.at(i) == "last" and self.published and self.at(j) == "year":
            return self.published.year - 1, j + 1
        if word.isdigit() and len(word) == _ISO_YEAR_DIGITS and _YEAR_MIN < int(word) < _YEAR_MAX:
            return int(word), j + 1
        if (
            j == i
            and word.isdigit()
            and len(word) == 2
            and not self.at(j + 1).isdigit()
            and self.at(j + 1) not in {":", "%"}
            and self.shouting
        ):  # noqa: PLR2004 ("30 DEC 89")
            year = daymath.full_year(word, self.published)
            return (year, j + 1) if year else None
        return None

    def _day_month(self, i: int) -> Reading | None:
        """ "2 January", "3 to 5 May 2021", "1 and 2 March", "the 3rd of May"."""
        day = self._day_number(i)
        if (
            day is None
            or self.at(i - 1) in _DASHES | {".", "/"}
            and i
            and self.tokens[i - 1].end == self.tokens[i].start
        ):
            return None
        first, j = day
        last = first
        if self.is_in(j, "to") and (second := self._day_number(j + 1)):
            last, j = second
        j += self.at(j) == "of" and self.at(j + 1) in self.words.months
        month = self._month_name(j)
        if month is None or self.at(i) in self.words.ordinals and self.at(j - 1) != "of":
            return None
        reading = self._dated(month[0], first, last, month[1], None)
        if reading and reading.kind == "day" and self.at(i - 1) not in {"from", "between"}:
            return (
                self._range(reading, reading.stop, plain="to")
                if self.at(reading.stop) in {"to", "until", "through"} | _DASHES
                and self._day_number(reading.stop + 1)
                else reading
            )
        return reading

    def _month_day(self, i: int) -> Reading | None:
        """ "Jan. 2", "May 3-5, 2021", "May 3 and 4"."""
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
        """ "in November", "March 2019"."""
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
        if not self.is_in(i - 1, "before_month") or self.at(month[1]).isdigit():
            return None
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
        """ "in 2019", "the 1980s", "the 2014 revolution"."""
        word = self.at(i)
        if not (
            word.isdigit() and len(word) == _ISO_YEAR_DIGITS and _YEAR_MIN < int(word) < _YEAR_MAX
        ):
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

    def _short_decade(self, i: int) -> Reading | None:
        """ "the '80s", "the 80s"."""
        if (
            len(self.at(i)) == 2
            and self.at(i).isdigit()
            and self.at(i).endswith("0")
            and self.at(i + 1) == "s"
            and self.at(i - 1) in {"the", "'", "’", "early", "late"}
        ):  # noqa: PLR2004
            year = daymath.full_year(self.at(i), self.published) or 0
            return Reading(
                date(year, 1, 1), date(year + 9, 12, 31), i + 2, "era", stated=True, historical=True
            )
        return None

    def _counts_things(self, i: int) -> bool:
        """Whether the number before token ``i`` counts people or things: "2000 people"."""
        word = self.at(i)
        return word in {"people", "men", "women", "children", "police", "more", "million", "%"} or (
            len(word) > 3
            and word.endswith("s")
            and not self.tokens[i].upper
            and self.at(i - 2) not in {"the", "in", "since"}  # noqa: PLR2004
        )

    def _part_of(self, i: int) -> Reading | None:
        """ "mid-May", "early May", "the end of May", "late 2019", "early on Friday"."""
        word = self.at(i)
        which = self._third(word)
        if which is None:
            return None
        j = i + 1
        while self.at(j) in _DASHES | {"on", "in", "of", "the"} and j < i + 3:
            j += 1
        if word == "later" or word == "earlier":
            return self._relative_unit(j) if self.is_in(j, "this") else None
        if (
            self.is_in(j, "day_parts")
            or self.at(j) in self.words.weekdays
            or self.at(j) in self.words.days
        ):
            return self._phrase(j + self.is_in(j, "day_parts"))
        month = self._month_name(j) if j < len(self.tokens) else None
        if month and not self._day_number(month[1]):
            year = self._year_at(month[1])
            if year:
                first, _ = daymath.month_span(year[0], month[0])
                return self._thirds(first, which, year[1])
            whole = self._plain_month(month[0], month[1])
            return self._thirds(whole.first, which, whole.stop) if whole.first else whole
        if month or j == i + 1 and self.at(j).isdigit() and len(self.at(j)) < _ISO_YEAR_DIGITS:
            return self._simple(j)
        return self._year(j) if self.at(j).isdigit() else self._relative_unit(j)

    def _third(self, word: str) -> int | None:
        lists = self.words.lists
        if word in {"early", "earlier"} or word in lists["start_words"]:
            return 0
        if word == "mid" or word in lists["middle_words"]:
            return 1
        return 2 if word in {"late", "later"} or word in lists["end_words"] else None

    def _thirds(self, first: date, which: int, stop: int) -> Reading:
        a, b = daymath.third_of_month(first, which)
        return Reading(a, b, stop, "span", stated=True, historical=self._is_old(b))

    # -- days relative to publication ----------------------------------------------------------

    def _weekday(self, i: int, mode: str = "") -> Reading | None:
        """ "Thursday", "Saturday, March 2", "Monday through Wednesday", "Saturday and Sunday"."""
        wanted = self.words.weekdays.get(self.at(i))
        if wanted is None or not (self.tokens[i].upper or self.shouting):
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
        return self._plain_weekday(i, stop, wanted, mode)

    def _weekday_date(self, i: int, wanted: int) -> Reading | None:
        j = i + (self.at(i) in {"the", "on"})
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

    def _plain_weekday(self, i: int, stop: int, wanted: int, mode: str) -> Reading:
        if self.published is None:
            why = f"“{self.at(i)}” counts from the day of publication, which is not known"
            return Reading(None, None, stop, "weekday", reason=why)
        while self.is_in(stop, "day_parts"):
            stop += 1
        back = stop + (self.at(stop) == "of")
        if self.is_in(back, "last") and self.at(back + 1) == "week":
            monday = daymath.monday(self.published) - timedelta(days=7)
            day = monday + timedelta(days=wanted)
            return Reading(day, day, back + 2, "weekday")
        day = daymath.weekday(wanted, self.published, mode=mode, future=self.future)
        reading = Reading(day, day, stop, "weekday")
        if (
            self.is_in(stop, "to")
            and self.at(stop + 1) in self.words.weekdays
            and self.at(stop + 1) not in self.words.ambiguous
        ):
            second = self._plain_weekday(
                stop + 1, stop + 2, self.words.weekdays[self.at(stop + 1)], mode
            )
            if second.first and 0 < (second.first - day).days <= 6:  # noqa: PLR2004 (a week)
                return replace(second, first=day, kind="span")
        return reading

    def _named_day(self, i: int) -> Reading | None:
        """ "today", "yesterday morning", "overnight", "the day before yesterday"."""
        word = self.at(i)
        if (
            word == "day"
            and self.at(i + 1) in {"before", "after"}
            and self.at(i + 2) in {"yesterday", "tomorrow"}
        ):
            return self._shift(
                -2 if self.at(i + 2) == "yesterday" else 2, i + 3, "day before yesterday"
            )
        if word not in self.words.days:
            return None
        low, high = self.words.days[word]
        if self.published is None:
            return Reading(
                None,
                None,
                i + 1,
                "day",
                reason=f"“{word}” counts from the day of publication, which is not known",
            )
        stop = i + 1
        while self.is_in(stop, "day_parts"):
            stop += 1
        kind = "weekday" if low == high else "span"
        return Reading(
            self.published + timedelta(days=low), self.published + timedelta(days=high), stop, kind
        )

    def _shift(self, days: int, stop: int, words: str) -> Reading:
        if self.published is None:
            return Reading(
                None,
                None,
                stop,
                "day",
                reason=f"“{words}” counts from the day of publication, which is not known",
            )
        day = self.published + timedelta(days=days)
        return Reading(day, day, stop, "weekday")

    def _quantity(self, i: int) -> tuple[int, int, int] | None:
        """A number of units: low, high and the index after it."""
        word = self.at(i)
        if word.isdigit() and len(word) <= 3:  # noqa: PLR2004
            return int(word), int(word), i + 1
        if word not in self.words.numbers:
            return None
        low, high = self.words.numbers[word]
        j = i + 1
        if word in {"a", "an"} and self.at(j) in {"couple", "few"}:
            low, high = self.words.numbers[self.at(j)]
            j += 1
        if self.at(j) in _DASHES and self.at(j + 1) in self.words.numbers:  # "twenty-five"
            low, high = (
                low + self.words.numbers[self.at(j + 1)][0],
                high + self.words.numbers[self.at(j + 1)][1],
            )
            j += 2
        return low, high, j + (self.at(j) == "of")

    def _ago(self, i: int) -> Reading | None:
        """ "two days ago", "30 years ago", "a day earlier", "decades ago"."""
        number = self._quantity(i) or (
            (2, 9, i) if self.at(i).endswith("s") and self.at(i) in self.words.units else None
        )
        if number is None:
            return None
        low, high, j = number
        if self.at(j) == "-" and self.at(j + 1) in self.words.units:
            return None
        unit = self.words.units.get(self.at(j))
        if unit is None:
            return None
        last = self.at(j + 1)
        direction = {
            "ago": -1,
            "earlier": -1,
            "before": -1,
            "previously": -1,
            "later": 1,
            "afterwards": 1,
            "afterward": 1,
            "after": 1,
        }.get(last)
        if (
            direction is None
            or last in {"before", "after"}
            and (self.at(j + 2).isalpha() and self.at(j + 2) not in {"and", "when", "in", "the"})
        ):
            return None
        base = self.published if last == "ago" else self.anchor
        if last == "ago" and unit * low >= 365:  # noqa: PLR2004 (a year)
            return self._long_ago(unit * high, j + 2)
        if base is None:
            from_what = "the day of publication" if last == "ago" else "another day in the story"
            return Reading(
                None, None, j + 2, "day", reason=f"it counts from {from_what}, which is not known"
            )
        a, b = daymath.ago(base, unit, low, high, direction)
        kind = "weekday" if a == b else "span"
        return Reading(a, b, j + 2, kind, historical=self._is_old(b), anchored=last != "ago")

    def _long_ago(self, days: int, stop: int) -> Reading:
        if self.published is None:
            return Reading(None, None, stop, "era", historical=True, reason="it lies years back")
        year = max(1, self.published.year - max(1, days // 365))
        return Reading(date(year, 1, 1), date(year, 12, 31), stop, "era", historical=True)

    def _over_past(self, i: int) -> Reading | None:
        """ "the past 24 hours", "the last three days"."""
        if not self.is_in(i, "last"):
            return None
        number = self._quantity(i + 1)
        if number is None or self.at(number[2]) not in self.words.units:
            return None
        if self.published is None:
            return Reading(
                None,
                None,
                number[2] + 1,
                "span",
                reason="it counts from the day of publication, which is not known",
            )
        unit = self.at(number[2])
        days = (
            max(1, round(number[0] / 24))
            if unit.startswith("hour")
            else max(1, self.words.units[unit] * number[1])
        )
        first = self.published - timedelta(days=min(days, 36500))
        return Reading(first, self.published, number[2] + 1, "span", historical=self._is_old(first))

    def _relative_unit(self, i: int) -> Reading | None:
        """ "last week", "this month", "next Friday", "last December", "last night", "this morning"."""
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
        if (
            word not in self.words.units
            and word not in {"weekend", "quarter"}
            and not self.is_in(i + 1, "day_parts")
        ):
            return None
        if self.at(i) == "previous" and word in {"day", "night", "week", "month", "year"}:
            return self._from_anchor(
                {"day": -1, "night": -1, "week": -7, "month": -30, "year": -365}[word], i + 2
            )
        if word in {
            "day",
            "days",
            "hour",
            "hours",
            "minute",
            "minutes",
            "decade",
            "decades",
            "century",
        } or word.endswith("s"):
            return None
        if self.published is None:
            return Reading(
                None,
                None,
                i + 2,
                "span",
                reason=f"“{self.at(i)} {word}” counts from the day of publication, which is not known",
            )
        a, b = daymath.relative(word, mode, self.published, day_part=self.is_in(i + 1, "day_parts"))
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
        """ "at the weekend", "over the weekend", "the weekend's protests"."""
        if self.at(i) != "weekend" or self.at(i - 1) in {"every", "each", "per"}:
            return None
        if self.published is None:
            return Reading(
                None,
                None,
                i + 1,
                "span",
                reason="“the weekend” counts from the day of publication, which is not known",
            )
        a, b = daymath.weekend(self.published, "next" if self.future and not mode else mode)
        return Reading(a, b, i + 1, "span")

    def _season(self, i: int, mode: str = "") -> Reading | None:
        """ "in the summer of 2023", "last winter"."""
        months = self.words.seasons.get(self.at(i))
        if months is None or not (
            mode
            or self.at(i - 1) in {"in", "the", "of", "by", "since"}
            and self.at(i + 1) in {"of", "and", ",", "."}
            or self.at(i + 1).isdigit()
        ):
            return None
        year = self._year_at(i + 1)
        if year:
            a, b = daymath.season(months, year[0])
            return Reading(a, b, year[1], "span", stated=True, historical=self._is_old(b))
        if not mode or self.published is None:
            return None
        a, b = daymath.season(months, self.published.year)
        if a > self.published and mode != "next" or mode == "last" and b >= self.published:
            a, b = daymath.season(months, self.published.year - 1)
        return Reading(a, daymath.clip(a, b, self.published), i + 1, "span")

    def _recent(self, i: int) -> Reading | None:
        """ "in recent days"."""
        unit = self.at(i + 1).removesuffix("s")
        if self.at(i) != "recent" or unit not in self.words.recent:
            return None
        if self.published is None:
            return Reading(
                None,
                None,
                i + 2,
                "span",
                reason="“recent” counts from the day of publication, which is not known",
            )
        first = self.published - timedelta(days=self.words.recent[unit])
        return Reading(first, self.published, i + 2, "span", historical=unit == "year")

    def _narrative(self, i: int) -> Reading | None:
        """ "the same day", "the following day", "the next day", "the day before"."""
        word, after = self.at(i), self.at(i + 1)
        if word == "same" and after in {"day", "night", "evening", "morning", "afternoon"}:
            return self._from_anchor(0, i + 2)
        if word in {"following", "next"} and after in {"day", "morning", "night", "evening"}:
            return self._from_anchor(1, i + 2)
        if (
            word == "day"
            and after in {"before", "earlier", "after", "later"}
            and self.at(i + 2) in {"", ".", ","}
        ):
            return self._from_anchor(-1 if after in {"before", "earlier"} else 1, i + 2)
        return None

    def _from_anchor(self, days: int, stop: int) -> Reading:
        if self.anchor is None:
            return Reading(
                None,
                None,
                stop,
                "day",
                reason="it counts from another day in the story, which is not known",
            )
        day = self.anchor + timedelta(days=days)
        return Reading(day, day, stop, "weekday", anchored=True)

    def _is_old(self, day: date | None) -> bool:
        """Whether a day lies so far back that it is background."""
        if day is None or self.published is None:
            return False
        return (self.published - day).days > self.words.historical_days
