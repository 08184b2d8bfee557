"""Publication days from metadata: only forms that can mean one day and no other."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_tz

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june",
            "jul july", "aug august", "sep sept september", "oct october", "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?|\d{6})?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?!\d)")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_NUMERIC = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
#: With dots the day comes first, wherever dates are written with dots.
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ", re.IGNORECASE
)
#: News of Dateline's use is neither older nor newer than this.
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_MAX_LENGTH = 80
_MONTHS_A_YEAR = 12


def parse_published(value: str | date | datetime | None) -> date | None:
    """The calendar day that a metadata value names, at the place where it was written.

    Parameters
    ----------
    value
        ISO 8601, RFC 2822, "6 January 2022", "Jan. 6, 2022", "2022/01/06",
        "6.1.2022" or "20220106". A
        time of day and an offset are dropped: the writer's own day counts, not UTC's.

    Returns
    -------
    The day, or None where there is none or where it may be read two ways ("1/2/2022").
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = " ".join(value[: 2 * _MAX_LENGTH].split())[:_MAX_LENGTH]
    text = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
    return _written(text)


def _written(text: str) -> date | None:
    for pattern in (_ISO, _YEAR_FIRST, _COMPACT):
        if found := pattern.match(text):
            return _day(*(int(part) for part in found.groups()))
    if found := _DAY_MONTH.match(text):
        return _day(int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_DAY.match(text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    if found := _DOTTED.match(text):
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if found := _NUMERIC.match(text):
        return _unambiguous(int(found[1]), int(found[2]), int(found[3]))
    return _rfc2822(text)


def _unambiguous(first: int, second: int, year: int) -> date | None:
    if first == second or second > _MONTHS_A_YEAR:
        return _day(year, first, second)
    return _day(year, second, first) if first > _MONTHS_A_YEAR else None


def _rfc2822(text: str) -> date | None:
    try:
        parts = parsedate_tz(text)
    except (ValueError, TypeError, IndexError):
        return None
    return _day(*parts[:3]) if parts else None


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
