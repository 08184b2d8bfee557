"""Date phrases of a text -> days, anchored at the day of publication.

``find_dates`` reads every phrase of a stretch of text. ``geo.events.dates.calendar`` says which of them dates
an event. Nothing is invented: a phrase that counts from an
unknown day has no days and a reason, a duration ("for three days") is no date at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from geo.events.dates import daymath
from geo.events.dates.parse import Reader
from geo.events.dates.tokens import Anchor
from geo.events.dates.words import DateWords, date_words
from geo.model import DateBasis

__all__ = ["DatePhrase", "find_dates"]

#: Digits that may be a date without any word of time: years, decades, "13.06.2023".
_DATED = re.compile(r"\d(?:\d{3}|0\s?s|[-./]\d)")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """One date phrase of the text: ``article.text[start:end] == text``.

    ``first`` and ``last`` are the days it means, None with a ``reason``. ``kind`` is day, weekday,
    range, span, month, year or era. ``historical`` marks background (more than a year before
    publication, decades, "30 years ago"); ``future`` a day after publication. ``anchored`` marks
    a phrase that counts from another day of the story ("the previous day"); ``onward`` a phrase
    that dates only what follows it ("a day after gunmen fired").
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    basis: DateBasis
    kind: str
    historical: bool = False
    future: bool = False
    anchored: bool = False
    onward: bool = False
    reason: str = ""


def find_dates(
    text: str,
    offset: int = 0,
    published: date | None = None,
    *,
    anchor: Anchor = None,
    dayfirst: bool | None = None,
    words: DateWords | None = None,
) -> tuple[DatePhrase, ...]:
    """Find the date phrases of a sentence and work out the days they mean.

    Parameters
    ----------
    text
        A sentence; any text will do.
    offset
        Where it begins in ``Article.text``; offsets returned index the article.
    published
        Day of publication. Without it a full calendar date still resolves; what is relative to
        publication has ``first`` None and says so.
    anchor
        The day the story is at, from an earlier sentence, for "the previous day"; or what finds it
        out, called only by a phrase that counts from it.
    dayfirst
        How "1/2/2022" is read at the source's home; None leaves it unresolved.

    Returns
    -------
    tuple of DatePhrase
        In the order of the text. Linear in its length.
    """
    words = words or date_words()
    published = daymath.credible(published)
    if not _DATED.search(text) and words.hints.isdisjoint(_WORD.findall(text.lower())):
        return ()
    reader = Reader(text, published, words, anchor=anchor, dayfirst=dayfirst)
    phrases = []
    for i, reading in reader.readings():
        start, end = reader.start(i), reader.end(reading.stop - 1)
        phrases.append(
            DatePhrase(
                start=start + offset,
                end=end + offset,
                text=text[start:end],
                first=reading.first,
                last=reading.last,
                basis="stated" if reading.stated else "relative",
                kind=reading.kind,
                historical=reading.historical,
                future=bool(published and reading.first and reading.first > published),
                anchored=reading.anchored,
                onward=reading.onward,
                reason=reading.reason,
            )
        )
    return tuple(phrases)
