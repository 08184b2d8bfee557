"""Text -> tokens, each with its place in the text.

The text is cut at blanks, and what holds more than letters by one regular expression without nested
repetition over the same characters, so the time is linear in the text whatever it holds. Conventions are the Penn Treebank's, except that a
hyphenated word stays one token ("Russia-led", "cease-fire", "22-year-old").
"""

from __future__ import annotations

import re
from functools import lru_cache

from geo import grammar

ABBREVIATIONS = grammar.words("syntax.tokens.abbreviations")
_ALSO_WORDS = grammar.words("syntax.tokens.also_words")

_TOKEN = re.compile(
    r"https?://[^\s<>\"]+|www\.[^\s<>\"]+"  # addresses
    r"|(?:[^\W\d_]\.){2,}(?:-\w+)*"  # U.S., a.m., U.S.-led
    r"|\d+(?:[.,:/]\d+)*\w*(?:[-'’]\w+)*"  # 2,000  9:30  5m  22-year-old
    r"|\w+(?:[-'’&@]\w+|\.(?=[a-z\d])\w+)*"  # words, O'Brien, AT&T, example.org
    r"|\.{2,}|-{2,}|``|''"
    r"|\S"
)
_CANNOT = "cannot"
#: A mark that ends what is printed and is a token of its own.
_MARKS = frozenset(".,;:?!")
_CLITICS = grammar.phrases("syntax.tokens.clitics")


#: Words with their starts and ends in ``Article.text``.
Tokens = tuple[list[str], list[int], list[int]]


def tokenize(text: str, offset: int = 0) -> Tokens:
    """Cut a text into tokens.

    Parameters
    ----------
    text
        A sentence or any other stretch of an article.
    offset
        Position of ``text`` in ``Article.text``; added to every start and end.

    Returns
    -------
    words, starts, ends
        ``text[starts[i] - offset : ends[i] - offset] == words[i]``.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for printed in text.split(" "):
        end = at + len(printed)
        # Most words stand between blanks, and nothing else can begin or end in them.
        if printed.isalpha() and (len(printed) != len(_CANNOT) or printed.lower() != _CANNOT):
            words.append(printed)
            starts.append(at + offset)
            ends.append(end + offset)
        elif printed:
            _add(text, at, end, offset, words, starts, ends)
        at = end + 1
    return words, starts, ends


#: A sentence cut into tokens, remembered: who reads its acts, its people and its known names asks for
#: the same. Not to be changed; and not for whole texts, which would be kept.
sentence_tokens = lru_cache(maxsize=256)(tokenize)


def _add(
    text: str, at: int, stop: int, offset: int, words: list[str], starts: list[int], ends: list[int]
) -> None:
    """Add the tokens of what is printed from ``at`` to ``stop``."""
    word = text[at : stop - 1]
    if text[stop - 1] in _MARKS and word.isalpha() and word.lower() != _CANNOT:
        words.append(word)  # what the expression would find, of most that ends a clause
        starts.append(at + offset)
        ends.append(stop - 1 + offset)
        if text[stop - 1] == "." and _owns_stop(words, text, stop):
            words[-1] += "."
            ends[-1] += 1
            return
        words.append(text[stop - 1])
        starts.append(stop - 1 + offset)
        ends.append(stop + offset)
        return
    for match in _TOKEN.finditer(text, at, stop):
        word = match.group()
        start, end = match.span()
        if word == "." and words and ends[-1] == start + offset and _owns_stop(words, text, end):
            words[-1] += "."
            ends[-1] += 1
            continue
        cut = _cut(word) if "'" in word or "’" in word or len(word) == len(_CANNOT) else 0
        if cut:
            words.append(word[:cut])
            starts.append(start + offset)
            start += cut
            ends.append(start + offset)
        words.append(word[cut:])
        starts.append(start + offset)
        ends.append(end + offset)


def _owns_stop(words: list[str], text: str, end: int) -> bool:
    """Whether the full stop before ``end`` belongs to the last word ("Gen. Ali", "J. Smith")."""
    word = words[-1]
    follower = text[end : end + 2].lstrip()
    if len(word) == 1:
        return word.isupper() and bool(follower) and follower[0].isalpha()
    low = word.lower()
    if low not in ABBREVIATIONS:
        return False
    if low in _ALSO_WORDS:
        return (
            word[0].isupper() and bool(follower) and (follower[0].isupper() or follower.isdigit())
        )
    return True


def _cut(word: str) -> int:
    """Where a clitic or the "not" of "cannot" begins: ``Friday's`` -> 6; 0 when there is none."""
    low = word.lower().replace("’", "'")
    if low == _CANNOT:
        return len("can")
    for clitic in _CLITICS:
        if low.endswith(clitic) and len(low) > len(clitic):
            return len(word) - len(clitic)
    return 0
