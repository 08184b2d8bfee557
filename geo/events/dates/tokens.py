"""Tokens of a text and what every rule about dates needs to know of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from geo import grammar
from geo.events.dates import daymath
from geo.events.dates.words import DateWords

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_FUTURE = grammar.words("dates.tokens.future")
ORDINAL_ENDINGS: Final = grammar.words("dates.tokens.ordinal_endings")
_INDEFINITE = grammar.words("common.determiners.indefinite")
_SOME = grammar.words("dates.tokens.some")
DASHES: Final = frozenset("-–—")
#: Tokens before or after a phrase in which a cue (will, said) is looked for.
_CUE_REACH = 9
YEAR_MIN, YEAR_MAX = 1800, 2100
#: Digits of a full year.
YEAR_DIGITS = 4
_DAY_DIGITS, _MAX_DAY = 2, 31
_MAX_ABBREVIATION = 4
_MAX_COUNT_DIGITS = 3
_CLAUSE_END = frozenset({";", ":", "."})


#: The day the story is at, or what finds it out when a phrase counts from it.
Anchor = date | Callable[[], date | None] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: days ``first`` to ``last`` (None with a ``reason``), up to token ``stop``.

    ``kind`` is day, weekday, span, month, year or era; ``stated`` tells a calendar date from a
    phrase that is relative to publication; ``historical`` marks background; ``onward`` a day
    that is only that of the clause behind it ("a day after …").
    """

    first: date | None
    last: date | None
    stop: int
    kind: str
    stated: bool = False
    historical: bool = False
    reason: str = ""
    anchored: bool = False
    onward: bool = False


class Scanner:
    """Walks the tokens of one stretch of text: words, numbers and signs, in lower case.

    ``begin`` is the token at which the phrase being read begins; ``future`` tells that a cue puts
    it ahead of publication.
    """

    def __init__(
        self,
        text: str,
        published: date | None,
        words: DateWords,
        *,
        anchor: Anchor = None,
        dayfirst: bool | None = None,
    ) -> None:
        self._found = list(_TOKEN.finditer(text))
        self.tokens = [match.group().lower() for match in self._found]
        self.published = published
        self.words = words
        self._anchor = anchor
        self.dayfirst = dayfirst
        self.shouting = text.isupper() or text.islower()
        self.future = False
        self.begin = 0
        #: Whether a day of this very stretch of text has been read.
        self.own_day = False

    @property
    def anchor(self) -> date | None:
        """The day the story is at."""
        if callable(self._anchor):
            self._anchor = self._anchor()
        return self._anchor

    @anchor.setter
    def anchor(self, day: date | None) -> None:
        self._anchor = day

    def at(self, i: int) -> str:
        """Token ``i`` in lower case, "" outside the text."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else ""

    def start(self, i: int) -> int:
        """Where token ``i`` begins in the text."""
        return self._found[i].start()

    def end(self, i: int) -> int:
        """Where token ``i`` ends in the text."""
        return self._found[i].end()

    def is_upper(self, i: int) -> bool:
        """Whether token ``i`` is printed with a capital."""
        return self._found[i].group()[0].isupper()

    def is_in(self, i: int, name: str) -> bool:
        """Whether token ``i`` is in a list of the lexicon."""
        return self.at(i) in self.words.lists[name]

    def behind(self, i: int, phrases: Sequence[tuple[str, ...]]) -> int | None:
        """The token behind the first of some phrases that stands at token ``i``; None if none does."""
        for phrase in phrases:
            if tuple(self.at(i + k) for k in range(len(phrase))) == phrase:
                return i + len(phrase)
        return None

    def _is_future(self, i: int) -> bool:
        """Whether a cue near the phrase puts the act ahead: before it, or right after an opener."""
        future, speech = self.words.lists["future"], self.words.lists["speech"]
        tokens = self.tokens
        j = i - 1
        floor = max(0, i - _CUE_REACH)
        while j >= floor:
            word = tokens[j]
            if word in _CLAUSE_END or word in speech:
                return False
            if word in future:
                return True
            j -= 1
        if j >= 0:
            return False
        for k in range(i + 1, min(len(tokens), i + _CUE_REACH + 3)):
            word = tokens[k]
            if word in _CLAUSE_END or word in speech:
                return False
            if word in _FUTURE:
                return True
        return False

    def _unknown(self, stop: int, kind: str) -> Reading:
        """A phrase whose days are not known because the day it counts from is not."""
        phrase = " ".join(self.tokens[self.begin : stop])
        why = f"“{phrase}” counts from a day that is not known"
        return Reading(None, None, stop, kind, reason=why)

    def _is_old(self, day: date | None) -> bool:
        """Whether a day lies so far back that it is background."""
        if day is None or self.published is None:
            return False
        return (self.published - day).days > self.words.historical_days

    def _day_number(self, i: int) -> tuple[int, int] | None:
        """A day of the month and the index after it: "3", "3rd", "third"."""
        word = self.at(i)
        if word.isdecimal():
            number = int(word) if len(word) <= _DAY_DIGITS else 0
            if 1 <= number <= _MAX_DAY:
                return number, i + 1 + (self.at(i + 1) in ORDINAL_ENDINGS)
            return None
        return (self.words.ordinals[word], i + 1) if word in self.words.ordinals else None

    def _month_name(self, i: int) -> tuple[int, int] | None:
        month = self.words.months.get(self.at(i))
        if month is None or not (self.is_upper(i) or self.shouting):
            return None
        return month, i + 1 + (self.at(i + 1) == "." and len(self.at(i)) <= _MAX_ABBREVIATION)

    def _year_at(self, i: int) -> tuple[int, int] | None:
        """A year after a month: "2022", ", 2022", "of 2022", "89"."""
        j = i + (self.at(i) in {",", "of"} or (self.at(i) == "last" and self.at(i + 1) == "year"))
        word = self.at(j)
        if self.at(i) == "last" and self.published and self.at(j) == "year":
            return self.published.year - 1, j + 1
        if word.isdecimal() and len(word) == YEAR_DIGITS and YEAR_MIN < int(word) < YEAR_MAX:
            return int(word), j + 1
        if (
            j == i
            and word.isdecimal()
            and len(word) == _DAY_DIGITS  # "30 DEC 89"
            and not self.at(j + 1).isdecimal()
            and self.at(j + 1) not in {":", "%"}
            and self.shouting
        ):
            year = daymath.full_year(word, self.published)
            return (year, j + 1) if year else None
        return None

    def _quantity(self, i: int) -> tuple[int, int, int] | None:
        """A number of units: low, high and the index after it."""
        word = self.at(i)
        if word.isdecimal() and len(word) <= _MAX_COUNT_DIGITS:
            return int(word), int(word), i + 1
        if word not in self.words.numbers:
            return None
        low, high = self.words.numbers[word]
        j = i + 1
        if word in _INDEFINITE and self.at(j) in _SOME:
            low, high = self.words.numbers[self.at(j)]
            j += 1
        if self.at(j) in DASHES and self.at(j + 1) in self.words.numbers:  # "twenty-five"
            low += self.words.numbers[self.at(j + 1)][0]
            high += self.words.numbers[self.at(j + 1)][1]
            j += 2
        return low, high, j + (self.at(j) == "of")

    def _phrase(self, i: int) -> Reading | None:
        """Read any phrase at token ``i``."""
        raise NotImplementedError

    def _simple(self, i: int) -> Reading | None:
        """Read a phrase at token ``i`` that is not a range."""
        raise NotImplementedError

    def _range(self, first: Reading, i: int) -> Reading:
        """Read a second end after ``first``; without one ``first`` stands alone."""
        raise NotImplementedError

    def _relative_unit(self, i: int) -> Reading | None:
        """Read "last week" and its kin at token ``i``."""
        raise NotImplementedError
