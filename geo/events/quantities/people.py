"""Read the numbers of people of a sentence: "at least 26 people", "dozens", "no one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo import grammar
from geo.events.dates.words import date_words
from geo.events.quantities.words import NumberWords

_TOKEN = re.compile(r"\d+(?:[,.]\d+)*|[^\W\d_]+|[^\w\s]")
#: A number's noun stands at most so many words behind it ("26 mostly young unarmed Kurdish men").
_NOUN_REACH = 6
_BREAKS = frozenset(',;:.()[]"“”—–')
_LIGHT = grammar.words("quantities.people.light")
_NOBODY = grammar.words("quantities.people.nobody")
_DASHES = frozenset("-–—")
_INCLUDING = grammar.words("quantities.people.including")
_REFERRING = grammar.words("quantities.people.referring")
_WERE = grammar.words("quantities.people.were")
_INDEFINITE = grammar.words("common.determiners.indefinite")
_NO_COUNT = grammar.words("quantities.people.no_count")
_ONE = grammar.words("quantities.people.one")
_PHRASE_ENDS = grammar.words("quantities.people.phrase_ends")
_COLLECTIVES = grammar.words("quantities.people.collectives")
_MAX_PHRASE = 4
#: From here on a number word takes a second one: "twenty-five".
_TENS = 20


class Token(NamedTuple):
    """A lower-case word, number or sign, where it stands, and whether only its first letter is a capital."""

    start: int
    end: int
    text: str
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: ``low``/``high`` (None is open), offsets, first and last token."""

    low: int | None
    high: int | None
    start: int
    end: int
    first: int
    last: int


def counts_of(text: str, words: NumberWords) -> tuple[list[Token], list[Count]]:
    """The lower-case tokens of a text and the numbers of people in it."""
    tokens = [
        Token(m.start(), m.end(), m.group().lower(), m.group().istitle())
        for m in _TOKEN.finditer(text)
    ]
    counts: list[Count] = []
    i = 0
    openers = words.openers
    while i < len(tokens):
        word = tokens[i].text
        if word not in openers and not word[0].isdecimal():
            i += 1
            continue
        count = _count(tokens, i, words)
        if count:
            counts.append(count)
            i = max(count.last, i + 1)
        else:
            i += 1
    return tokens, counts


def _count(tokens: Sequence[Token], i: int, words: NumberWords) -> Count | None:
    """The number of people that begins at token ``i``, its bound included."""
    nobody = _nobody(tokens, i)
    if nobody:
        return Count(0, 0, tokens[i].start, tokens[nobody - 1].end, i, nobody)
    bound, j = _bound(tokens, i, words)
    number = _number(tokens, j, words)
    if number is None:
        return None
    low, high, k = number
    if not bound and i and _is_glued(tokens, i):
        return None
    if _is_subset(tokens, i, k):
        return None
    last = _noun(tokens, i, k, words)
    if last is None or _renames(tokens, i, last):
        return None
    a, b = _bounded(low, high, bound)
    return Count(a, b, tokens[i].start, tokens[last - 1].end, i, last)


def _nobody(tokens: Sequence[Token], i: int) -> int:
    """The token after "no one", "nobody"; 0 elsewhere."""
    if tokens[i].text in _NOBODY:
        return i + 1
    if tokens[i].text == "no" and i + 1 < len(tokens):
        j = i + 1 + (tokens[i + 1].text in _DASHES)
        if j < len(tokens) and tokens[j].text == "one":
            return j + 1
    return 0


def _is_subset(tokens: Sequence[Token], i: int, after: int) -> bool:
    """A part of a number told before: "26 people, 18 of them police", "including two children"."""
    before = [t.text for t in tokens[max(0, i - 2) : i]]
    if before and before[-1] in _REFERRING:
        before.pop()  # "among them 13 police officers"
    if before and before[-1] in _INCLUDING:
        return True
    following = [t.text for t in tokens[after - 1 : after + 2]]
    return "of" in following[:2] and not _REFERRING.isdisjoint(following)


def _renames(tokens: Sequence[Token], i: int, last: int) -> bool:
    """Whether "a …" says who somebody named before it is: "Paulo Reis, a party official, …"."""
    if tokens[i].text not in _INDEFINITE or i < 2 or tokens[i - 1].text != ",":  # noqa: PLR2004
        return False
    return tokens[i - 2].is_name and (last >= len(tokens) or tokens[last].text in _BREAKS)


def _bound(tokens: Sequence[Token], i: int, words: NumberWords) -> tuple[str, int]:
    for length in range(_MAX_PHRASE, 0, -1):
        phrase = tuple(t.text for t in tokens[i : i + length])
        if phrase in words.bounds:
            return words.bounds[phrase], i + length
    return "", i


def _bounded(low: int, high: int, bound: str) -> tuple[int | None, int | None]:
    match bound:
        case "high_open":
            return low, None
        case "strict":
            return low + 1, None
        case "low_open":
            return None, high
        case _:
            return low, high


def _number(tokens: Sequence[Token], i: int, words: NumberWords) -> tuple[int, int, int] | None:
    """Low, high and the token after a number: "2,000", "twenty-five", "two dozen", "hundreds"."""
    if i >= len(tokens):
        return None
    for length in (3, 2):
        phrase = tuple(t.text for t in tokens[i : i + length])
        if phrase in words.compound:
            return *words.compound[phrase], i + length
    word = tokens[i].text
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    if word in _INDEFINITE:
        return _article(tokens, i, after, words)
    if word in words.vague:
        return _vague(tokens, i, words)
    return _exact(tokens, i, words)


def _article(
    tokens: Sequence[Token], i: int, after: str, words: NumberWords
) -> tuple[int, int, int]:
    """Read "a hundred", "a few hundred", "a man"."""
    if after in words.multipliers:
        return words.multipliers[after], words.multipliers[after], _of(tokens, i + 2)
    if after in words.vague:
        return _vague(tokens, i + 1, words)
    return 1, 1, i + 1


def _vague(tokens: Sequence[Token], i: int, words: NumberWords) -> tuple[int, int, int]:
    """Read "several hundred", "a handful of" from the vague word on."""
    low, high = words.vague[tokens[i].text]
    after = tokens[i + 1].text if i + 1 < len(tokens) else ""
    times = words.multipliers.get(after, 0)
    return low * (times or 1), high * (times or 1), _of(tokens, i + 1 + bool(times))


def _of(tokens: Sequence[Token], i: int) -> int:
    return i + (i < len(tokens) and tokens[i].text == "of")


def _exact(tokens: Sequence[Token], i: int, words: NumberWords) -> tuple[int, int, int] | None:
    value = _digits(tokens[i].text)
    if value is None:
        value = words.exact.get(tokens[i].text)
        if value is None:
            return None
    j = i + 1
    if (
        j + 1 < len(tokens)
        and tokens[j].text == "-"
        and tokens[j + 1].text in words.exact
        and value >= _TENS
    ):
        value += words.exact[tokens[j + 1].text]
        j += 2
    while j < len(tokens) and tokens[j].text in words.multipliers:
        value *= words.multipliers[tokens[j].text]
        j += 1
    whole = int(value)
    return whole, whole, _of(tokens, j)


def _digits(word: str) -> float | None:
    """The value of "2,000", "1.5", "12,50,000"; None for other words."""
    if not word[0].isdecimal() or not word.isascii():
        return None
    plain = word.replace(",", "")
    if plain.count(".") > 1 or len(plain) > 12:  # noqa: PLR2004 (more people than there are)
        return None
    return float(plain)


def _is_glued(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number is part of something else: "22-year-old", "M-19", "$30", "3:15"."""
    before = tokens[i - 1]
    if before.text in date_words().months and tokens[i].text.isdecimal():
        return True  # "May 3"
    glued = before.end == tokens[i].start
    return glued and before.text in {"-", "$", "€", "£", ":", "/", ".", "#", "’", "'"}


def _noun(tokens: Sequence[Token], first: int, i: int, words: NumberWords) -> int | None:
    """The token after the noun that the number counts; None when it counts no people."""
    if i < len(tokens) and tokens[i].text in _DASHES:
        return None
    for k in range(i, min(len(tokens), i + _NOUN_REACH)):
        word = tokens[k].text
        if word in _COLLECTIVES and tokens[first].text in _ONE:
            return None
        if word in words.people:
            return k + 1
        if word in _PHRASE_ENDS and tokens[first].text in _ONE:
            break
        if word in words.things or word in _BREAKS or word in _LIGHT or word in words.kinds:
            break
    return i if _stands_alone(tokens, first, i, words) else None


def _stands_alone(tokens: Sequence[Token], first: int, i: int, words: NumberWords) -> bool:
    """A number without a noun that still counts people: "26 were killed", "wounding four"."""
    if tokens[first].text in _NO_COUNT:
        return False
    after = tokens[i].text if i < len(tokens) else ""
    if after in words.things:
        return False
    told = first > 0 and tokens[first - 1].text in words.kinds
    return told or after in words.kinds or (after in _WERE and _happens(tokens, i, words))


def _happens(tokens: Sequence[Token], i: int, words: NumberWords) -> bool:
    """Whether "were" is followed by what befell people: "26 were reportedly killed"."""
    return any(t.text in words.kinds for t in tokens[i : i + 4])
