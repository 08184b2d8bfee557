"""Token runs that could be a place name: names of the gazetteer, and spans with a generic word.

Longest first, left to right; the judgement whether a span *is* one comes later
(``recognize_features``, ``recognize_model``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from geo.toponyms.gazetteer import Gazetteer, NameMatch
from geo.toponyms.recognize_lexicon import Lexicon
from geo.toponyms.recognize_tokens import Tokens

#: Longest name in tokens, punctuation inside included ("Rostov - on - Don").
MAX_TOKENS = 7
_INNER = frozenset("-–.'’/")
_MAX_ABBREVIATION = 4
_CACHE_LIMIT = 100_000
_SHORTEST = 3
_LONGEST_UNKNOWN = 4

SpanKind = Literal["name", "suffix", "facility", "site", "unknown", "seat"]


@dataclass(frozen=True, slots=True)
class NameInfo:
    """What the gazetteer knows of a name, in the few figures a judgement needs."""

    matches: tuple[NameMatch, ...]
    kinds: frozenset[str]
    match_kinds: frozenset[str]
    log_population: int
    demonym: bool
    abbreviation: bool
    primary: bool


@dataclass(frozen=True, slots=True)
class SpanCandidate:
    """Tokens ``first`` to ``last`` (end exclusive), and how they came to be a candidate.

    ``name`` is the key to look up; for a generic span ("Van Dorn Street") ``info`` is None unless
    the gazetteer holds the whole or its head ("Rapides" of "Rapides Parish").
    """

    first: int
    last: int
    kind: SpanKind
    name: str
    info: NameInfo | None


class CandidateFinder:
    """Finds candidate spans; keeps what the gazetteer said about a name for the next article."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._known: dict[str, NameInfo | None] = {}

    def info(self, name: str) -> NameInfo | None:
        """The gazetteer's knowledge of a name, or None."""
        try:
            return self._known[name]
        except KeyError:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            found = self._known[name] = self._look_up(name)
            return found

    def _look_up(self, name: str) -> NameInfo | None:
        matches = self._gazetteer.matches(name)
        if not matches:
            return None
        match_kinds = frozenset(match.kind for match in matches)
        population = max(match.place.population for match in matches)
        named = match_kinds - {"demonym"}
        return NameInfo(
            matches=matches,
            kinds=frozenset(m.place.kind for m in matches if m.kind != "demonym"),
            match_kinds=match_kinds,
            log_population=int(math.log10(population + 1)),
            demonym=not named,
            abbreviation="abbreviation" in match_kinds and not match_kinds & {"primary"},
            primary="primary" in match_kinds,
        )

    def find(self, tokens: Tokens) -> Iterator[SpanCandidate]:
        """Candidates from left to right, none overlapping another."""
        index, count = 0, len(tokens)
        while index < count:
            if not self._may_start(tokens, index):
                index += 1
                continue
            found = (
                self._generic(tokens, index)
                or self._named(tokens, index)
                or self._unknown(tokens, index)
            )
            if found is None:
                index += 1
                continue
            yield found
            index = found.last

    def _may_start(self, tokens: Tokens, index: int) -> bool:
        word = tokens.words[index]
        if tokens.capital[index]:
            return True
        first = word[0]
        if tokens.caseless:
            return first.isalpha() and tokens.lower[index] not in self._lexicon.stop_words
        # scripts without case: every word may be a name
        return first.isalpha() and not first.isupper() and not first.islower()

    def _named(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """The longest gazetteer name that begins here."""
        begin = first
        if tokens.lower[first] == "the" and first + 1 < len(tokens):
            begin += 1
        for last in reversed(self._ends(tokens, first)):
            name = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
            if "\n" in name or "  " in name:
                name = " ".join(name.split())
            info = self.info(name)
            if info is None:
                continue
            if name[-1] == "." and "abbreviation" not in info.match_kinds and "." not in name[:-1]:
                continue
            if begin > first:
                if last == begin:
                    return None
                if not any(m.place.name.startswith("The ") for m in info.matches[:3]):
                    return None  # the article is not part of the name: start at the next word
            return SpanCandidate(first, last, "name", name, info)
        return None

    def _unknown(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """A capitalised run that the gazetteer lacks, where the words beside it speak of a place."""
        lexicon, lower = self._lexicon, tokens.lower
        word = lower[first]
        if tokens.shouted[first] or tokens.caseless or not tokens.capital[first]:
            return None
        if word in lexicon.stop_words or word in lexicon.time_words or len(word) < _SHORTEST:
            return None
        last = first + 1
        while last < len(tokens) and last < first + _LONGEST_UNKNOWN and tokens.capital[last]:
            last += 1
        before = lower[first - 1] if first else ""
        after = lower[last] if last < len(tokens) else ""
        placed = before in lexicon.locatives or before in lexicon.nouns or after in lexicon.nouns
        if not placed and not (before == "of" and first > 1 and lower[first - 2] in lexicon.nouns):
            return None
        name = " ".join(tokens.text[tokens.starts[first] : tokens.ends[last - 1]].split())
        return SpanCandidate(first, last, "unknown", name, None)

    def _ends(self, tokens: Tokens, first: int) -> list[int]:
        """Where a name that begins at ``first`` may end: after each capitalised word of its run."""
        ends = [first + 1]
        lexicon, words, lower, starts = self._lexicon, tokens.words, tokens.lower, tokens.starts
        any_case = not tokens.capital[first]
        index = first + 1
        limit = min(len(words), first + MAX_TOKENS)
        while index < limit:
            word = words[index]
            tight = starts[index] == tokens.ends[index - 1]
            if tokens.capital[index] or (any_case and word[0].isalpha()):
                ends.append(index + 1)
            elif word in _INNER:
                if not tight or (word == "." and len(words[index - 1]) > _MAX_ABBREVIATION):
                    break
                if word == ".":
                    ends.append(index + 1)
            elif lower[index] not in lexicon.connectors:
                break
            index += 1
        return ends

    def _generic(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """A capitalised run that ends in a generic word: "Rapides Parish", "Van Dorn Street"."""
        lexicon, lower = self._lexicon, tokens.lower
        if tokens.shouted[first] or tokens.caseless or lower[first] in lexicon.stop_words:
            return None
        index = first
        limit = min(len(tokens), first + MAX_TOKENS - 1)
        while index < limit and tokens.capital[index]:
            word = lower[index]
            if index > first and "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]:
                return None
            if index > first and not (index + 1 < limit and tokens.capital[index + 1]):
                kind = self._generic_kind(word)
                if kind is None:
                    return None
                return self._whole(tokens, first, index, kind)
            index += 1
        return None

    def _generic_kind(self, word: str) -> SpanKind | None:
        lexicon = self._lexicon
        if word in lexicon.facilities:
            return "facility"
        if word in lexicon.suffixes:
            return "suffix"
        return "site" if word in lexicon.sites else None

    def _whole(
        self, tokens: Tokens, first: int, head: int, kind: SpanKind
    ) -> SpanCandidate | None:
        text, starts, ends = tokens.text, tokens.starts, tokens.ends
        name = " ".join(text[starts[first] : ends[head]].split())
        info = self.info(name)
        if info is not None:
            return SpanCandidate(first, head + 1, "name", name, info)
        if kind == "suffix":
            info = self.info(" ".join(text[starts[first] : ends[head - 1]].split()))
        return SpanCandidate(first, head + 1, kind, name, info)
