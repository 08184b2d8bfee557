"""Article -> Sentences. Offsets always index ``Article.text``; whitespace alone lies between them.

A newline ends a sentence (headlines have no full stop) unless the text is hard-wrapped. A long
stretch without any stop is cut at a soft point, so that no later stage meets a sentence longer
than ``MAX_CHARS``. One pass, linear in the length of the text. Words whose full stop ends nothing
are data: ``data/ontology/sentences.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase
from typing import Final, Literal

from geo import grammar
from geo.dateline import Dateline, dateline
from geo.errors import OntologyError
from geo.model import Article, Sentence
from geo.packs import pack_path
from geo.resources import read_toml

__all__ = ["MAX_CHARS", "Dateline", "dateline", "split"]

#: Longest sentence, in code points; real ones stay below 1,000, tables and code do not.
MAX_CHARS: Final = 2_000
#: A line without a final stop is a headline or a heading up to this length.
_HEADING_CHARS: Final = 160
#: Hard-wrapped lines are at least and at most this long.
_WRAP_MIN, _WRAP_MAX = 45, 110
_WRAP_LINES: Final = 3
#: At most this share of capitals among the letters: a text printed in lower case throughout.
_LOWER_CASE: Final = 0.002

_CLOSERS: Final = "\"'”’»)]}›"
_OPENERS: Final = "\"'“‘«([{‹¿¡"
_BESIDE_NAMES: Final = grammar.words("sentences.byline.beside_names")
_BEFORE_NUMBER: Final = grammar.words("sentences.stops.before_number")
_STOP: Final = re.compile(r"[.!?…。！？]")
_SOFT: Final = (";", ":", ",", " ")

Kind = Literal["body", "headline", "heading", "dateline", "byline"]


@dataclass(frozen=True, slots=True)
class _Words:
    """What ``data/ontology/sentences.toml`` says."""

    never: frozenset[str]
    sometimes: frozenset[str]
    openers: frozenset[str]
    bylines: tuple[str, ...]
    datelines: tuple[str, ...]


@lru_cache(maxsize=4)
def _words(folder: Path | None = None) -> _Words:
    path = pack_path("sentences", data_dir=folder)
    table = read_toml(path)
    for key in ("never", "sometimes", "openers", "bylines", "datelines"):
        entries = table.get(key)
        if not isinstance(entries, list) or not all(isinstance(e, str) and e for e in entries):
            msg = f"{path}: {key!r} must be a list of words."
            raise OntologyError(msg)
    return _Words(
        frozenset(table["never"]),
        frozenset(table["sometimes"]),
        frozenset(table["openers"]),
        tuple(table["bylines"]),
        tuple(table["datelines"]),
    )


def split(article: Article) -> tuple[Sentence, ...]:
    """Cut an article into sentences, headlines and bylines included.

    Parameters
    ----------
    article
        Any text, in any case, hard-wrapped or not.

    Returns
    -------
    tuple of Sentence
        In order, not overlapping, none empty, none longer than ``MAX_CHARS``. ``kind`` tells
        headlines, headings, bylines and lines that hold nothing but a date from the body.
        A dateline that opens a body sentence stays in it (``dateline`` finds where it ends).
    """
    text = article.text
    lower = _is_lower_case(text)
    sentences: list[Sentence] = []
    blocks = list(_blocks(text, article.headline_end))
    for paragraph, (start, end) in enumerate(blocks):
        kind = _kind(text, start, end, article.headline_end, more=paragraph + 1 < len(blocks))
        if kind == "heading" and not any(s.kind == "body" for s in sentences):
            kind = "headline" if not sentences else "heading"
        spans = _sentences(text, start, end, lower=lower) if kind == "body" else [(start, end)]
        for first, last in spans:
            for a, b in _capped(text, first, last):
                sentences.append(Sentence(len(sentences), a, b, text[a:b], paragraph, kind))
    return tuple(sentences)


def _is_lower_case(text: str) -> bool:
    sample = text[:20_000]
    count = 0
    for letter in ascii_uppercase:
        count += sample.count(letter)
        if count > _LOWER_CASE * len(sample):
            return False  # whatever the share of letters: nearly every text ends here
    capitals = sum(map(str.isupper, sample))
    letters = sum(map(str.isalpha, sample))
    return letters > 0 and capitals <= _LOWER_CASE * letters


def _blocks(text: str, headline_end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs: lines, or runs of lines where the text is hard-wrapped. Stripped, not empty."""
    run: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        if start < headline_end < end:
            end, newline = headline_end, headline_end - 1
        line = _strip(text, start, end)
        if line:
            run.append(line)
        if run and (not line or newline < 0 or end == headline_end):
            yield from _joined(text, run)
            run = []
        if newline < 0:
            return
        start = newline + 1


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the lines of one run where they were broken by width and not by meaning."""
    wrapped = _is_wrapped(text, lines)
    out = [lines[0]]
    for start, end in lines[1:]:
        previous = out[-1]
        goes_on = text[start].islower() and text[previous[1] - 1] not in ".!?:…" + _CLOSERS
        long_line = _last_line_length(previous, text) >= _WRAP_MIN
        if wrapped or (goes_on and long_line):
            out[-1] = (previous[0], end)
        else:
            out.append((start, end))
    return out


def _last_line_length(block: tuple[int, int], text: str) -> int:
    """Length of the last line of a block."""
    return block[1] - max(block[0], text.rfind("\n", block[0], block[1]) + 1)


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    full = lines[:-1]
    if len(full) < _WRAP_LINES - 1:
        return False
    lengths = [end - start for start, end in full]
    even = min(lengths) >= _WRAP_MIN and max(lengths) <= _WRAP_MAX
    open_ended = sum(text[end - 1] not in ".!?…" + _CLOSERS for _, end in full)
    return even and open_ended * 2 > len(full)


def _kind(text: str, start: int, end: int, headline_end: int, *, more: bool) -> Kind:
    """What a block is; ``more`` says whether another block follows."""
    if end <= headline_end:
        return "headline"
    line = text[start : min(end, start + _HEADING_CHARS + 1)]
    folded, words = line.casefold(), _words()
    short = end - start <= _HEADING_CHARS
    if short and folded.startswith(words.bylines) and text[end - 1] not in "!?":
        return "byline" if _is_byline(line, folded) else "body"
    if short and folded.startswith(words.datelines) and any(map(str.isdigit, line)):
        return "dateline"
    bare = line.rstrip(_CLOSERS)
    # A question standing alone is a heading ("What led to the protests?").
    if more and short and bare and bare[-1] not in ".!…:,;-" and not _inner_stop(bare):
        return "heading"
    return "body"


def _is_byline(line: str, folded: str) -> bool:
    """Tell "By Anna Smith" from "By Thursday the city was calm"."""
    if not folded.startswith("by "):
        return True
    names = [w for w in line[3:].replace(",", " ").split() if w not in _BESIDE_NAMES]
    return (
        bool(names)
        and not line.endswith(".")
        and all(n[0].isupper() or n[0] in "@(|" for n in names)
    )


def _inner_stop(line: str) -> bool:
    """Whether a full sentence ends inside the line."""
    return any(
        line[m.end() : m.end() + 1] == " "
        and _ends(line, m.start(), m.end(), m.end() + 1, lower=False)
        for m in _STOP.finditer(line, 0, len(line) - 1)
    )


def _sentences(text: str, start: int, end: int, *, lower: bool) -> Iterator[tuple[int, int]]:
    """Sentences of one block."""
    first = start
    position = start
    while match := _STOP.search(text, position, end):
        stop = match.end()
        while stop < end and (_STOP.match(text, stop) or text[stop] in _CLOSERS):
            stop += 1
        after = stop
        while after < end and text[after].isspace():
            after += 1
        if after > stop and after < end and _ends(text, match.start(), stop, after, lower=lower):
            yield first, stop
            first = after
        position = max(stop, position + 1)
    if first < end:
        yield first, end


def _ends(text: str, mark: int, stop: int, after: int, *, lower: bool) -> bool:
    """Whether the stop at ``mark`` ends a sentence, given that one may begin at ``after``."""
    opener = after
    while opener < len(text) - 1 and text[opener] in _OPENERS:
        opener += 1
    nxt = text[opener]
    begins = not nxt.islower() and (nxt.isalnum() or nxt in "-–—$£€#@*•" or opener > after)
    if text[mark] != "." or (stop - mark > 1 and text[mark : mark + 2] == ".."):
        return begins or (lower and nxt.isalnum() and text[mark] != "…")
    if not begins and not lower:
        return False
    return _full_stop(
        text, mark, opener, closed=text[mark + 1 : mark + 2] in set(_CLOSERS), lower=lower
    )


def _full_stop(text: str, mark: int, opener: int, *, closed: bool, lower: bool) -> bool:
    """Whether one full stop after a word is more than the stop of an abbreviation."""
    head = mark
    while head > 0 and mark - head < 12 and not text[head - 1].isspace():  # noqa: PLR2004 (no abbreviation is longer)
        head -= 1
    word = text[head:mark].lstrip(_OPENERS + "-").casefold()
    words = _words()
    tail = opener
    while tail < len(text) and tail - opener < 20 and (text[tail].isalnum() or text[tail] in "'’"):  # noqa: PLR2004 (openers are short)
        tail += 1
    following = text[opener:tail].casefold()
    if word in _BEFORE_NUMBER:
        return not following[:1].isdigit() and word != "v"
    if closed and word not in words.never:
        return True
    if word in words.never:
        return False
    initial = (len(word) == 1 and word.isalpha()) or _is_initials(word)
    if word in words.sometimes or initial:
        return following in words.openers
    return not lower or not following[:1].isdigit() or not word[-1:].isdigit()


def _is_initials(word: str) -> bool:
    """Letters with stops between them: "j.r.r", "u.s", "d.c"."""
    return (
        len(word) > 1 and "." in word and all(len(p) == 1 and p.isalpha() for p in word.split("."))
    )


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut what is longer than ``MAX_CHARS`` at the last soft point of each stretch."""
    while end - start > MAX_CHARS:
        cut = start + MAX_CHARS
        for mark in _SOFT:
            found = text.rfind(mark, start + MAX_CHARS // 2, cut)
            if found > 0:
                cut = found + 1
                break
        if piece := _strip(text, start, cut):
            yield piece
        start = cut
    if piece := _strip(text, start, end):
        yield piece
