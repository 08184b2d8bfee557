"""Article text -> word tokens with the case evidence the recogniser needs; one linear pass.

Lighter than ``geo.syntax`` on purpose: no tags, only what tells a name from a plain word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from geo import grammar

# Combining marks of Arabic, the Indic scripts, Thai and Burmese are not \w but belong to words.
_MARKS = "\u0300-\u036f\u064b-\u0670\u0900-\u0dff\u0e30-\u0e4f\u1000-\u109f"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}"  # U.S.  D.C.  W.Va. is two tokens
    rf"|[\w{_MARKS}]+(?:['’ʼ`](?![sS]\b)[\w{_MARKS}]+)*"  # N'Djamena; but Kazakhstan + 's
    r"|\S"
)
_SENTENCE_END = frozenset('.!?:;"“”„‘«»([{}•*|…–—')
_SMALL = grammar.words("toponyms.recognition.small")
#: A stretch of at least so many capitalised words is in title case or in capitals when for this
#: many of them there is at most one other word in lower case.
_MIN_WORDS = 4
_LOW_SHARE = 12


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a text. All lists run in step; offsets count code points of the text.

    ``capital`` marks words that begin with a capital, ``opening`` words that begin a sentence, a
    line or a quotation, where every word is capitalised, and ``shouted`` words of a stretch in
    capitals or in title case. ``capitals`` are the positions of the capitalised words,
    ``written`` every word as it is printed somewhere, ``upper_seen`` those whose capital is not
    owed to where they stand.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    lower: list[str]
    capital: list[bool]
    opening: list[bool]
    shouted: list[bool]
    capitals: list[int]
    written: frozenset[str]
    upper_seen: frozenset[str]
    caseless: bool

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str, stretches: Iterable[tuple[int, int]] = ()) -> Tokens:
    """Split a text into words.

    Parameters
    ----------
    text
        The whole article.
    stretches
        ``(start, end)`` offsets of the sentences; each one's first word is ``opening`` and its
        letter case is judged by itself. Lines are used where none are given.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for printed in text.split(" "):
        end = at + len(printed)
        if printed.isalpha():  # most words: nothing else can begin or end in them
            words.append(printed)
            starts.append(at)
            ends.append(end)
        elif printed:
            for match in _TOKEN.finditer(text, at, end):
                words.append(match.group())
                starts.append(match.start())
                ends.append(match.end())
        at = end + 1
    # one call for all words; no token holds a line feed and no letter's lower case is one
    lower = "\n".join(words).lower().split("\n") if words else []
    capital = [word[0].isupper() for word in words]
    capitals = [index for index, high in enumerate(capital) if high]
    opening = _openings(text, words, starts, stretches)
    shouted = _shouted(words, capital, opening)
    return Tokens(
        text=text,
        words=words,
        starts=starts,
        ends=ends,
        lower=lower,
        capital=capital,
        opening=opening,
        shouted=shouted,
        capitals=capitals,
        written=frozenset(words),
        upper_seen=frozenset([words[i] for i in capitals if not opening[i] and not shouted[i]]),
        caseless=bool(words) and not capitals,
    )


def _openings(
    text: str, words: list[str], starts: list[int], stretches: Iterable[tuple[int, int]]
) -> list[bool]:
    """Which words stand where any word would be capitalised.

    The first word of the text, of each sentence and line, and after a full stop, a colon, a
    bracket, a dash or a quotation mark.
    """
    count = len(words)
    opening = [False] * count
    after = [0, *(bisect_left(starts, start) for start, _ in stretches)]
    newline = text.find("\n")
    while newline >= 0:
        after.append(bisect_left(starts, newline))
        newline = text.find("\n", newline + 1)
    after += [i + 1 for i, word in enumerate(words) if word in _SENTENCE_END]
    for begin in after:
        index = begin
        while index < count:
            opening[index] = True
            if words[index][0].isalnum():
                break
            index += 1
            if index < count and opening[index]:
                break
    return opening


def _shouted(words: list[str], capital: list[bool], opening: list[bool]) -> list[bool]:
    """Mark the stretches, from one opening to the next, where the capital letter says nothing.

    A headline in title case capitalises all but its small words; a sentence full of names does not
    ("Yesterday Jordan Henderson met Paris Hilton in London").
    """
    shouted = [False] * len(words)
    begin = 0
    for index in [*(i for i, opens in enumerate(opening) if opens and i), len(words)]:
        if index - begin >= _MIN_WORDS:
            high = sum(capital[begin:index])
            if high >= _MIN_WORDS:
                low = sum(
                    not capital[i] and words[i][0].isalpha() and words[i] not in _SMALL
                    for i in range(begin, index)
                )
                if low * _LOW_SHARE <= high:
                    shouted[begin:index] = [True] * (index - begin)
        begin = index
    return shouted
