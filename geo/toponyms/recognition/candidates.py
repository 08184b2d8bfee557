"""Token runs that could be a place name: names of the gazetteer, and spans with a generic word.

Longest first, left to right; the judgement whether a span *is* one comes later
(``recognize_features``, ``recognize_model``, ``recognize_decision``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from geo import grammar
from geo.frozen import quicken
from geo.toponyms.gazetteer import Gazetteer, NameMatch, NameSketch
from geo.toponyms.recognition.generic import GenericSpans, one_line, shared_unit
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.scripts import LEAST_POPULATION, LONGEST_DENSE, is_dense, stems
from geo.toponyms.recognition.tokens import Tokens

#: Longest name in tokens, punctuation inside included ("Rostov - on - Don").
MAX_TOKENS = 7
_INNER = frozenset("-–.'’/")
_MAX_ABBREVIATION = 4
_ACRONYM = 3
_CACHE_LIMIT = 100_000
_TOWN_WORDS = grammar.words("toponyms.recognition.towns")

SpanKind = Literal["name", "suffix", "facility", "street", "site", "unknown", "seat"]


class NameInfo:
    """What the gazetteer knows of a name, in the few figures a judgement needs.

    The places themselves (``matches``) are read when somebody asks: most names are turned down
    before, and "Smith" is the name of forty hamlets.
    """

    __slots__ = (
        "_matches", "_sketch", "demonym", "kinds", "log_population", "match_kinds", "senses", "well_known",
    )  # fmt: skip

    def __init__(
        self, sketch: NameSketch, matches: Callable[[], tuple[NameMatch, ...]], *, demonym: bool
    ) -> None:
        self._sketch = sketch
        self.senses = sketch.senses
        self.kinds: frozenset[str] = sketch.kinds
        self.match_kinds: frozenset[str] = sketch.match_kinds
        self.log_population = int(math.log10(sketch.population + 1))
        self.well_known = (
            bool(sketch.kinds & {"country", "admin1"}) or sketch.population >= LEAST_POPULATION
        )
        self.demonym = demonym
        self._matches: tuple[NameMatch, ...] | Callable[[], tuple[NameMatch, ...]] = matches

    @property
    def matches(self) -> tuple[NameMatch, ...]:
        """Every place that bears the name, best known first."""
        if callable(self._matches):
            self._matches = self._matches()
        return self._matches

    def meaning(self, matches: tuple[NameMatch, ...]) -> NameInfo:
        """The same name with these places only."""
        return NameInfo(self._sketch, lambda: matches, demonym=self.demonym)


@dataclass(frozen=True, slots=True)
class SpanCandidate:
    """Tokens ``first`` to ``last`` (end exclusive), and how they came to be a candidate.

    ``name`` is the key to look up; for a generic span ("Van Dorn Street") ``info`` is None unless
    the gazetteer holds the whole, or the name before the word ("Rapides" of "Rapides Parish").
    ``within`` is the name's offset in its token, for scripts that print no blanks; None otherwise.
    """

    first: int
    last: int
    kind: SpanKind
    name: str
    info: NameInfo | None
    within: int | None = None


quicken(SpanCandidate)


class CandidateFinder:
    """Finds candidate spans; keeps what the gazetteer said about a name for the next article."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self._gazetteer = gazetteer
        self._lexicon = lexicon
        self._generic = GenericSpans(lexicon)
        self._institutions = (
            lexicon.org_heads | lexicon.modifier_heads | lexicon.bodies | lexicon.sites | {"hall"}
        )
        self._known: dict[str, NameInfo | None] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(lexicon.stop_phrases | set(lexicon.seats), key=len, reverse=True):
            words = tuple(phrase.replace("-", " - ").split())
            self._phrases.setdefault(words[0], []).append(words)

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
        sketch = self._gazetteer.sketch(name)
        if sketch is None:
            return None
        places = partial(self._gazetteer.matches, name)
        demonym = name[:1].isupper() and "demonym" in sketch.match_kinds
        return NameInfo(sketch, places, demonym=demonym)

    def find(self, tokens: Tokens) -> Iterator[SpanCandidate]:
        """Candidates from left to right, none overlapping another."""
        lower, end = tokens.lower, 0
        for index in self._starts(tokens):
            if index < end:
                continue
            if is_dense(tokens.words[index]):
                yield from self._dense(tokens, index)
                continue
            phrase = self._phrase(tokens, index) if lower[index] in self._phrases else ()
            if phrase:
                seat = self._lexicon.seats.get(" ".join(phrase))
                end = index + len(phrase)
                if seat:
                    yield SpanCandidate(index, end, "seat", seat, self._city(seat))
                continue
            found = self._longest(tokens, index)
            if found is not None:
                end = found.last
                yield found

    def _starts(self, tokens: Tokens) -> Sequence[int]:
        """The words that a name can begin with: capitals, and words of scripts without them."""
        if tokens.text.isascii() and not tokens.caseless:
            return tokens.capitals
        return [
            index
            for index, capital in enumerate(tokens.capital)
            if capital
            or (
                (tokens.caseless or not tokens.words[index].isascii())
                and self._may_start(tokens, index)
            )
        ]

    def _city(self, name: str) -> NameInfo | None:
        """What is known of the best known town of a name (a seat of power stands in one)."""
        info = self.info(name)
        if info is None:
            return None
        towns = tuple(match for match in info.matches if match.place.kind == "city")
        return info.meaning(towns[:1]) if towns else None

    def _dense(self, tokens: Tokens, index: int) -> Iterator[SpanCandidate]:
        """Names inside a run of letters that is printed without blanks, longest at each letter."""
        run = tokens.words[index]
        at = 0
        while at < len(run):
            for length in range(min(LONGEST_DENSE, len(run) - at), 1, -1):
                name = run[at : at + length]
                info = self.info(name)
                if info is not None and info.well_known:
                    yield SpanCandidate(index, index + 1, "name", name, info, at)
                    at += length - 1
                    break
            at += 1

    def _foreign(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """A name in a script without capitals, or a declined one: well-known places only."""
        word = tokens.words[first]
        for name in (word, *stems(word)):
            info = self.info(name)
            if info is not None and info.well_known:
                return SpanCandidate(first, first + 1, "name", name, info)
        return None

    def _may_start(self, tokens: Tokens, index: int) -> bool:
        """Of words without a capital: those of an all-lower-case text or of a caseless script."""
        first = tokens.words[index][0]
        if tokens.caseless:
            return first.isalpha() and tokens.lower[index] not in self._lexicon.stop_words
        return not first.isascii() and first.isalpha() and not first.islower()

    def _phrase(self, tokens: Tokens, index: int) -> tuple[str, ...]:
        """The listed phrase that begins here, if any."""
        for words in self._phrases[tokens.lower[index]]:
            if tuple(tokens.lower[index : index + len(words)]) == words:
                return words
        return ()

    def _longest(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """The best span that begins here: a generic one, a gazetteer name, or an unknown name."""
        generic = self._generic.ending_in_type(tokens, first)
        named = self._named(tokens, first)
        if generic is not None and (
            named is None or (named.last < generic[0] and generic[1] != "site")
        ):
            return self._of_type(tokens, first, *generic, named)
        if named is None and not tokens.words[first].isascii():
            named = self._foreign(tokens, first)
        if named is not None:
            return named
        last = self._generic.unknown(tokens, first)
        name = one_line(tokens, first, last) if last else ""
        return SpanCandidate(first, last, "unknown", name, None) if last else None

    def _of_type(
        self, tokens: Tokens, first: int, last: int, kind: SpanKind, named: SpanCandidate | None
    ) -> SpanCandidate:
        """A span with a generic word at its end; where the whole is not known, its head may be."""
        name = one_line(tokens, first, last)
        info = self.info(name)
        if info is not None:
            return SpanCandidate(first, last, "name", name, info)
        if kind == "suffix" and self._leaves_name(tokens, last):
            head = one_line(tokens, first, last - 1)
            info = self.info(head)
            name = head if info else name
        elif kind == "facility" and named is not None and not _is_demonym(named):
            # "Da Nang International Airport" is where Da Nang is
            return SpanCandidate(first, last, kind, named.name, named.info)
        return SpanCandidate(first, last, kind, name, info)

    def _leaves_name(self, tokens: Tokens, last: int) -> bool:
        """Whether the generic word before ``last`` leaves the name before it what it is.

        "Idlib Province" is Idlib and "Dublin City Council" sits in Dublin; but "Grants Town" and
        "Harbor City", where the name never stands alone, are places of their own.
        """
        word, lexicon = tokens.lower[last - 1], self._lexicon
        if word not in _TOWN_WORDS:
            return word in lexicon.administrative
        if last < len(tokens.words) and tokens.lower[last] in self._institutions:
            return True
        head, lower = tokens.lower[last - 2], tokens.lower
        return any(
            lower[i] == head and lower[i + 1] not in _TOWN_WORDS
            for i in tokens.capitals
            if i + 1 < len(lower)
        )

    def _named(self, tokens: Tokens, first: int) -> SpanCandidate | None:
        """The longest gazetteer name that begins here."""
        article = tokens.lower[first] == "the"
        for last in reversed(self._ends(tokens, first)):
            if last == first + 1 and self._is_no_name(tokens, first):
                return None
            name = one_line(tokens, first, last)
            info = self.info(name)
            if "." in name[1:-1] and not (info and "abbreviation" in info.match_kinds):
                # "the U.S" lacks the last stop; "U.S." it is, and not a hamlet called Us
                info = self.info(name + ".") or info
                name = name + "." if self.info(name + ".") else name
            if info is None or not self._fits(tokens, first, last, name, info):
                continue
            if article and not any(m.place.name.startswith("The ") for m in info.matches[:3]):
                return None  # the article is not part of the name: start at the next word
            if (
                last == first + 1
                and len(name) <= _ACRONYM
                and not self._acronym(tokens, first, info)
            ):
                return None
            unit = shared_unit(tokens, last)
            shared = self.info(f"{name} {unit}") if unit and not info.demonym else None
            if shared is not None:
                name, info = f"{name} {unit}", shared
            return SpanCandidate(first, last, "name", name, info)
        return None

    def _fits(self, tokens: Tokens, first: int, last: int, name: str, info: NameInfo) -> bool:
        """Whether the way the tokens are printed lets them be this name of the gazetteer."""
        if not _ends_well(name, info):
            return False
        if not tokens.capital[first] and not self._fits_lower(tokens, first, info):
            return False
        if last > first + 1 and tokens.lower[last - 1 : last + 1] == ["department", "of"]:
            return False  # "Illinois Department of Health" is no department of the map
        # "Australia and New Zealand" are two places here
        return not (" and " in name and info.kinds == {"region"})

    def _fits_lower(self, tokens: Tokens, first: int, info: NameInfo) -> bool:
        """Without capitals: well-known places, and in a text in lower case any behind "in"."""
        if not tokens.caseless:
            return info.well_known
        if tokens.lower[first] in self._lexicon.common or "primary" not in info.match_kinds:
            return "country" in info.kinds
        before = tokens.lower[first - 1] if first else ""
        return info.well_known or before in self._lexicon.locatives

    def _is_no_name(self, tokens: Tokens, index: int) -> bool:
        """A word that is never a place by itself, whatever the gazetteer holds."""
        word = tokens.lower[index]
        if word in self._lexicon.time_words:
            return True
        if word in self._lexicon.titles and tokens.capital[index]:
            return index + 1 < len(tokens.words) and (
                tokens.capital[index + 1] or tokens.lower[index + 1] == "of"
            )
        # "US" is a country, "us" and "Us" are not; in a line of capitals only "THE US" is
        if word not in self._lexicon.stop_words or not tokens.words[index].isupper():
            return word in self._lexicon.stop_words
        return _in_capitals(tokens, index) and tokens.lower[index - 1 : index] != ["the"]

    def _acronym(self, tokens: Tokens, index: int, info: NameInfo) -> bool:
        """Short capitals are a place only where the gazetteer lists the abbreviation."""
        if not tokens.words[index].isupper():
            return True
        if tokens.shouted[index]:  # "A CAR BOMB": printed so, every word could be an abbreviation
            everyday = tokens.lower[index] in self._lexicon.common and _in_capitals(tokens, index)
            return not everyday or tokens.lower[max(0, index - 1)] in self._lexicon.locatives
        return bool(info.match_kinds & {"abbreviation", "demonym"}) or "country" in info.kinds

    def _ends(self, tokens: Tokens, first: int) -> list[int]:
        """Where a name that begins at ``first`` may end: after each capitalised word of its run."""
        ends = [first + 1]
        connectors, words, lower = self._lexicon.connectors, tokens.words, tokens.lower
        any_case = not tokens.capital[first]
        index = first + 1
        limit = min(len(words), first + MAX_TOKENS)
        while index < limit:
            word = words[index]
            if tokens.capital[index] or (any_case and word[0].isalpha()):
                ends.append(index + 1)
            elif word in _INNER:
                if tokens.starts[index] != tokens.ends[index - 1]:
                    break
                if word == ".":
                    if len(words[index - 1]) > _MAX_ABBREVIATION:
                        break
                    ends.append(index + 1)
            elif lower[index] not in connectors:
                break
            index += 1
        return ends


def _is_demonym(span: SpanCandidate) -> bool:
    return span.info is not None and span.info.demonym


def _in_capitals(tokens: Tokens, index: int) -> bool:
    """Whether a word stands in a line of capitals, not only of capitalised words."""
    near = [w for w in tokens.words[max(0, index - 2) : index + 3] if w.isalpha()]
    return tokens.shouted[index] and len(near) > 1 and all(map(str.isupper, near))


def _ends_well(name: str, info: NameInfo) -> bool:
    """A full stop belongs to an abbreviation, not to a name that ends the sentence."""
    return name[-1] != "." or "." in name[:-1] or "abbreviation" in info.match_kinds
