"""Calendar arithmetic for date phrases: pure functions of days, no text."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

_WEEK = 7
_SATURDAY = 5
#: Nothing was published outside these years.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
_HALF_CENTURY = 50
_HALF_YEAR = 183
_HOURS_ONLY, _DAYS, _WEEKS, _FORTNIGHT, _MONTHS = 0, 1, 7, 14, 30


def made(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str, published: date | None) -> int | None:
    """A year of two or four digits; two are put within fifty years of publication."""
    if not digits.isdecimal() or len(digits) not in {2, 4}:
        return None
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004
        return year
    base = published.year if published else 2000 + _HALF_CENTURY // 2
    century = base - base % 100
    return min(
        (century + year, century - 100 + year, century + 100 + year), key=lambda y: abs(y - base)
    )


def with_year(day: date, until: date) -> date:
    """``day`` moved to the latest year in which it is not after ``until``."""
    moved = made(until.year, day.month, day.day) or day
    if moved <= until:
        return moved
    return made(until.year - 1, day.month, day.day) or day


def nearest(
    month: int, day: int, published: date, *, future: bool, weekday: int | None
) -> date | None:
    """The year that a date without one means: the latest past one, the next one if it lies ahead.

    A weekday beside it settles the year, where one of the years around publication fits.
    """
    years = range(published.year - 8, published.year + 5)
    days = [d for y in years if (d := made(y, month, day))]
    if weekday is not None:
        near = [d for d in days if d.weekday() == weekday and abs(d.year - published.year) <= 1]
        if near:
            return min(near, key=lambda d: abs((d - published).days))
    if future:
        ahead = next((d for d in days if d >= published), None)
        if ahead and (ahead - published).days <= _HALF_YEAR:
            return ahead  # "called on 17 August", told on the 20th, is no day of next year
    return next((d for d in reversed(days) if d <= published), None)


def year_of(month: int, published: date, *, future: bool) -> int:
    """The year that a month without one means."""
    if future:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def third_of_month(first: date, which: int) -> tuple[date, date]:
    """Days 1-10, 11-20 or 21-end of the month of ``first``."""
    start, end = month_span(first.year, first.month)
    if which == 0:
        return start, start.replace(day=10)
    return (
        (start.replace(day=11), start.replace(day=20))
        if which == 1
        else (start.replace(day=21), end)
    )


def clip(first: date, last: date, published: date | None) -> date:
    """``last``, or publication where that falls inside the interval: news tells what has been."""
    return published if published and first <= published < last else last


def monday(day: date) -> date:
    """Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def credible(published: date | None) -> date | None:
    """A day of publication that days can be counted from; None for one of a broken file ("0001-01-01")."""
    return published if published and _FIRST_YEAR <= published.year <= _LAST_YEAR else None


def weekday(wanted: int, published: date, *, mode: str, future: bool) -> date:
    """The day that a weekday means: publication day counts as today; past unless it lies ahead."""
    back = (published.weekday() - wanted) % _WEEK
    ahead = (wanted - published.weekday()) % _WEEK
    if mode == "last":
        return published - timedelta(days=back or _WEEK)
    if mode == "next":
        return published + timedelta(days=ahead or _WEEK)
    if future or (mode == "this" and wanted > published.weekday()):
        return published + timedelta(days=ahead)
    return published - timedelta(days=back)


def may_be_week_before(day: date, published: date) -> bool:
    """Whether "last" before a weekday may mean the one before it: the day is of this week, or yesterday.

    On a weekend the week that ends is the last one.
    """
    if day == published - timedelta(days=1):
        return True
    return published.weekday() < _SATURDAY and monday(day) == monday(published)


def weekend(published: date, mode: str) -> tuple[date, date]:
    """Saturday and Sunday: the latest begun before publication day, or the next one."""
    back = (published.weekday() - _SATURDAY) % _WEEK
    if mode == "next":
        first = published + timedelta(days=(_SATURDAY - published.weekday()) % _WEEK or _WEEK)
    elif mode == "this" and published.weekday() < _SATURDAY:
        first = published + timedelta(days=_SATURDAY - published.weekday())
    elif back == 1:  # published on the Sunday
        first = published - timedelta(days=1)
    else:
        first = published - timedelta(days=back or (_WEEK if mode == "last" else 0))
    return first, first + timedelta(days=1)


def season(months: tuple[int, int], year: int) -> tuple[date, date]:
    """First and last day of a season; winter ends in the following year."""
    end_year = year + (months[1] < months[0])
    return date(year, months[0], 1), month_span(end_year, months[1])[1]


def ago(base: date, unit: int, low: int, high: int, direction: int) -> tuple[date, date]:
    """Days of "three weeks ago": days are exact, a week is Monday to Sunday, a month a whole month.

    "a week ago" is a day, as people use it.
    """
    if unit <= _DAYS or unit == _FORTNIGHT or (unit == _WEEKS and low == high == 1):
        step = {_HOURS_ONLY: 0, _FORTNIGHT: _FORTNIGHT, _WEEKS: _WEEKS}.get(unit, 1)
        a, b = (base + timedelta(days=direction * step * n) for n in (low, high))
        return min(a, b), max(a, b)
    if unit == _WEEKS:
        a, b = (monday(base + timedelta(days=direction * _WEEK * n)) for n in (low, high))
        return min(a, b), max(a, b) + timedelta(days=6)
    if unit == _MONTHS:
        a, b = (shift_months(base, direction * n) for n in (low, high))
        return month_span(min(a, b).year, min(a, b).month)[0], month_span(
            max(a, b).year, max(a, b).month
        )[1]
    years = [
        max(1, min(9998, base.year + direction * max(1, unit // 365) * n)) for n in (low, high)
    ]
    return date(min(years), 1, 1), date(max(years), 12, 31)


def shift_months(day: date, months: int) -> date:
    """First day of the month so many months away."""
    index = max(12, day.year * 12 + day.month - 1 + months)
    return date(min(9998, index // 12), index % 12 + 1, 1)


def relative(unit: str, mode: str, published: date, *, day_part: bool) -> tuple[date, date]:
    """Days of "last week", "this month", "next year", "last night", "this morning"."""
    step = {"last": -1, "this": 0, "next": 1}[mode]
    if unit == "weekend":
        return weekend(published, mode)
    if day_part or unit == "night":
        day = published + timedelta(days=step)
        return day, day
    if unit in {"week", "fortnight"}:
        first = monday(published) + timedelta(days=_WEEK * step * (2 if unit == "fortnight" else 1))
        last = first + timedelta(days=6)
        if mode == "this" and first == published:  # on a Monday mostly the one that has ended
            first -= timedelta(days=_WEEK)
    elif unit == "month":
        start = shift_months(published, step)
        first, last = month_span(start.year, start.month)
    elif unit == "quarter":
        start = shift_months(
            published.replace(month=(published.month - 1) // 3 * 3 + 1, day=1), 3 * step
        )
        first, last = start, month_span(start.year, start.month)[1] + timedelta(days=62)
    else:
        year = published.year + step
        first, last = date(year, 1, 1), date(year, 12, 31)
    return first, clip(first, last, published)
