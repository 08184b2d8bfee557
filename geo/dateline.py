"""The line that gives a story its place and date: ``ALMATY, Jan 6 (Reuters) -``.

It stands below the rooms of the path because ``toponyms`` (the story's country), ``events`` (the
place and day of last resort) and ``sentences`` all need to know where it ends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from geo import grammar
from geo.model import Span

#: A dateline is looked for at the start of a paragraph and is never longer than this.
MAX_CHARS = 160
#: Paragraphs that are looked at: a headline, a byline and an agency's slug may stand before it.
MAX_PARAGRAPHS = 8
_MAX_PLACE_WORDS = 6
_MAX_LOWER_WORDS = 3

_SEPARATORS = (
    " -- ",
    " — ",
    " – ",
    " - ",
    "— ",
    "– ",
    "—",
    ") -",
    ") —",
    ") –",
    ").-",
    "-- ",
    ": ",
)
#: Every separator holds one of these.
_MARK = re.compile(r"[-–—:]")
_MONTH = rf"(?:{'|'.join(sorted(grammar.words('dateline.slugs.months'), reverse=True))})\b\.?"
_DATE = re.compile(
    rf"\b(?:{_MONTH} ?\d{{1,2}}(?:,? \d{{4}})?|\d{{1,2}} ?{_MONTH}(?:,? (?:\d{{4}}|\d{{2}}))?)(?!\d)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\(([^()\n]{2,60})\)")
_AGENCY = re.compile(
    "|".join(
        [
            *map(re.escape, grammar.phrases("dateline.slugs.agencies")),
            *(f"^{re.escape(name)}$" for name in grammar.phrases("dateline.slugs.agencies_whole")),
        ]
    ),
    re.IGNORECASE,
)
_INSIDE = grammar.words("dateline.slugs.inside")
_UPPER_PLACE = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž'’`.\-]*(?:[ ,/]+[A-ZÀ-ÖØ-ÞĀ-Ža-z][\w'’`.\-]*)*"
)
_NOT_PLACES = grammar.words("dateline.slugs.not_places")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and when a story was filed. ``end`` is where the story proper begins.

    ``date`` is the phrase as printed; the calendar day is worked out by ``geo.events.dates.calendar``.
    """

    place: Span
    date: Span | None
    agency: Span | None
    start: int
    end: int


@lru_cache(maxsize=4)  # every stage of the path asks for that of the same article
def dateline(text: str) -> Dateline | None:
    """Find the dateline of a story, None when it has none.

    Looks at the start of the first paragraphs, ``MAX_CHARS`` of each; takes constant time.

    Parameters
    ----------
    text
        ``Article.text``; all offsets returned index it.
    """
    start = 0
    for _ in range(MAX_PARAGRAPHS):
        while start < len(text) and text[start].isspace():
            start += 1
        if start >= len(text):
            return None
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        if found := _at(text, start, min(end, start + MAX_CHARS)):
            return found
        start = end
    return None


def _at(text: str, start: int, end: int) -> Dateline | None:
    """Read a dateline that begins exactly at ``start``."""
    line = text[start:end]
    if not _MARK.search(line):
        return None
    cuts = [(line.find(sep), sep) for sep in _SEPARATORS]
    for cut, separator in sorted((c, s) for c, s in cuts if c > 0):
        closing = separator.startswith(")")
        head = line[: cut + closing]
        after = start + cut + len(separator)
        while after < len(text) and text[after] in " -–—":
            after += 1
        if found := _read(head, start, after, colon=separator == ": "):
            return found
    return None


def _read(head: str, start: int, end: int, *, colon: bool) -> Dateline | None:
    date = _DATE.search(head)
    agency = next((m for m in _PARENTHESIS.finditer(head) if _AGENCY.search(m.group(1))), None)
    stop = min(m.start() for m in (date, agency) if m) if date or agency else len(head)
    place = head[:stop].rstrip(" ,(/-–—:")
    if place.count("(") > place.count(")"):
        place += ")"
    if not place or not head.startswith(place):
        return None
    if not _is_place(place, sure=bool(date or agency), colon=colon):
        return None
    return Dateline(
        place=Span(start, start + len(place), place),
        date=Span(start + date.start(), start + date.end(), date.group()) if date else None,
        agency=Span(start + agency.start(1), start + agency.end(1), agency.group(1))
        if agency
        else None,
        start=start,
        end=end,
    )


def _is_place(place: str, *, sure: bool, colon: bool) -> bool:
    """Whether the words before date and agency look like the name of a place."""
    words = place.split()
    if not words or len(words) > _MAX_PLACE_WORDS or words[0].casefold().strip(":,") in _NOT_PLACES:
        return False
    if any(ch in place for ch in '"“”?!;[]{}'):
        return False
    first = words[0].rstrip(",")
    if sure:  # a date or an agency stands beside it: a capital letter is enough
        return first[:1].isupper() and all(
            w[:1].isupper() or w[:1] == "(" or w in _INSIDE for w in words
        )
    if colon:  # "kochi: indian national league president …" (a text printed in lower case)
        return (
            len(words) <= _MAX_LOWER_WORDS and place.islower() and place.replace(" ", "").isalpha()
        )
    return first.isupper() and len(first) > 1 and bool(_UPPER_PLACE.fullmatch(place))
