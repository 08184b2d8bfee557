"""How a place name stands in its sentence: behind which preposition, as part of what.

Small questions about the words around a toponym, asked by ``geo.events.places.locate``. All offsets index
``Article.text``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from geo import grammar
from geo.events.places.words import LocateWords
from geo.model import Actor, Sentence, Toponym

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
#: A preposition is looked for over at most so many describing words.
_REACH = 9
#: Names of a chain ("X, Y", "X in Y province") stand at most so many characters apart.
_CHAIN_GAP = 45
_CHAIN_TOKENS = 6
#: Words between two names of a list.
_LIST_TOKENS = 12
#: Words in the longest name of a settlement ("Florencia del Este").
_NAME_TOKENS = 4
_OTHERS = grammar.words("places.cues.others")
_OFFICES = grammar.words("places.cues.offices")
_LOWER_PARTICLES = grammar.words("places.cues.lower_particles")
_NAME_PARTICLES = grammar.words("places.cues.name_particles")
_SEVERED = grammar.words("places.cues.severed") | {",", ";", ":"}
#: Words of a name that the gazetteer cut short may stand before what goes on behind it.
_CUT = 2
_INSIDE = grammar.words("places.cues.inside")
_LISTING = grammar.words("places.cues.listing")
_TOWNS = frozenset({"city", "town"})
_COMPASS = grammar.words("places.cues.compass")
_DETERMINERS = grammar.words("places.cues.determiners")
_OPEN = grammar.words("places.cues.open") | {",", ".", "’", "'", ";", ":", "(", ")"}


@dataclass(frozen=True, slots=True)
class Description:
    """Such as "the city": its noun, the kind of place it may stand for, and where it is said."""

    noun: str
    kind: str
    start: int
    near: bool


class Cues:
    """The words of one sentence, for questions about the names in it.

    ``low`` are its tokens in lower case, ``starts`` says where each begins in the article.
    """

    def __init__(self, sentence: Sentence, words: LocateWords) -> None:
        self.sentence = sentence
        self.words = words
        self.shouting = sentence.text.isupper()
        begin = sentence.start
        self._found = list(_TOKEN.finditer(sentence.text))
        self.low = [match.group().lower() for match in self._found]
        self.starts = [match.start() + begin for match in self._found]

    def index(self, offset: int) -> int:
        """The first token at or behind an offset."""
        return bisect_left(self.starts, offset)

    def at(self, i: int) -> str:
        """Token ``i`` in lower case, "" outside the sentence."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def end(self, i: int) -> int:
        """Where token ``i`` ends in the article."""
        return self._found[i].end() + self.sentence.start

    def is_upper(self, i: int) -> bool:
        """Whether token ``i`` is printed with a capital."""
        return self._found[i].group()[0].isupper()

    def preposition(self, toponym: Toponym, names: Sequence[Toponym] = ()) -> str | None:
        """The word that says the act was *there*, looked for over describing words and names.

        Parameters
        ----------
        toponym
            The name.
        names
            Other names of the sentence: "in X and Y" puts Y behind the preposition of X.
        """
        i = self.index(toponym.start) - 1
        covered = {k for n in names for k in range(self.index(n.start), self.index(n.end))}
        for _ in range(_REACH):
            word = self.at(i)
            if word in self.words.strong or (word in self.words.inside and word != "of"):
                return word
            if not word or (word not in self.words.between and i not in covered):
                return None
            if word == "of" and self.at(i - 1) in _COMPASS and self.at(i - 2) != "the":
                return None  # "in X, north of the capital, Y": not in Y
            i -= 1
        return None

    def is_bare_adjunct(self, toponym: Toponym) -> bool:
        """A name without a preposition that still says where: "Kabul's airport", "a Lima restaurant"."""
        j = self.index(toponym.end)
        if self.at(j) in {"'", "’"} and self.at(j + 1) == "s":
            j += 2
        return any(self.at(k) in self.words.sites for k in range(j, j + 3))

    def is_modifier(self, toponym: Toponym) -> bool:
        """A country's name before a noun is an adjective: "Kazakhstan security forces"."""
        place = toponym.place
        if place is None or not (place.kind == "country" or place.country is None):
            return False  # "the Caribbean coast", "Kazakhstan security forces"
        j = self.index(toponym.end)
        if self.at(j) in {"'", "’"} and self.at(j + 1) == "s":
            return not self.is_bare_adjunct(toponym)
        return self.at(j).isalpha() and self.at(j) not in self.words.after_name

    def is_description(self, toponym: Toponym) -> bool:
        """A common noun read as a name: "the CAPITAL", "NORTHWEST"."""
        name = toponym.text.casefold()
        never = name in self.words.descriptions or name in self.words.between
        return never or (self.shouting and name in self.words.not_names)

    def chained(self, inner_end: int, outer_start: int) -> bool:
        """Whether two names are one address: "X, Y", "X (Y)", "X in Y", "X in the department of Y"."""
        if not 0 <= outer_start - inner_end <= _CHAIN_GAP:
            return False
        between = self.low[self.index(inner_end) : self.index(outer_start)]
        return len(between) <= _CHAIN_TOKENS and all(w in self.words.chain for w in between)

    def addressed(self, end: int, start: int, *, listed: bool) -> bool:
        """Whether two names are one address whose first is cut short: "San Juan Nonualco, in X department".

        ``listed`` says that a comma alone may part two towns that are far from each other.
        """
        between = self.low[self.index(end) : self.index(start)]
        cuts = [i for i, w in enumerate(between[: _CUT + 1]) if w == "," or w in _INSIDE]
        rest = between[cuts[0] :] if cuts else []
        if not rest or len(rest) > _CHAIN_TOKENS or not _LISTING.isdisjoint(rest):
            return False
        inside = not _INSIDE.isdisjoint(rest)
        return (inside or not listed) and all(w in self.words.chain for w in rest)

    def narrowed(self, outer_end: int, inner_start: int) -> bool:
        """Whether a wide name leads to a finer one: "the X province city of Y", "in X near the port of Y"."""
        if not 0 <= inner_start - outer_end <= _CHAIN_GAP:
            return False
        between = self.low[self.index(outer_end) : self.index(inner_start)]
        if len(between) > _CHAIN_TOKENS or not _SEVERED.isdisjoint(between):
            return False
        if between[-1:] == ["of"]:
            return self.words.descriptions.get(between[-2]) in _TOWNS if between[1:] else False
        return bool(between) and (
            between[0] == "near" or self.words.descriptions.get(between[-1]) in _TOWNS
        )

    def listed(self, end: int, start: int) -> str:
        """How two names stand in one list: "and" in "X and Y", "," in "X, Y"; "" if they do not."""
        between = range(self.index(end), self.index(start))
        texts = self.low[between.start : between.stop]
        if not texts or len(texts) > _LIST_TOKENS or texts[0] not in {",", "and", "as"}:
            return ""
        if not all(
            self.low[i] in self.words.listing or (self.is_upper(i) and not self.shouting)
            for i in between
        ):
            return ""
        return "and" if "and" in texts or texts[:3] == ["as", "well", "as"] else ","

    def goes_on(self, end: int) -> bool:
        """Whether a list ends with what it does not name: "in X, Y and elsewhere"."""
        i = self.index(end)
        i += self.at(i) == ","
        return self.at(i) == "and" and self.at(i + 1) in _OTHERS

    def ruled(self, names: Sequence[Toponym], actors: Sequence[Actor]) -> Toponym | None:
        """What an office rules: X in "the governor of X, …", where that is no country."""
        for name in names:
            held = any(a.start < name.start < a.end for a in actors if not a.implied)
            below = name.place is not None and name.place.kind not in {"country", "continent"}
            if held and below and self.at(self.index(name.start) - 1) == "of":
                return name
        return None

    def owned(self, toponym: Toponym, start: int) -> bool:
        """Whether what begins at ``start`` is said to be a name's own: "Lima's X neighborhood"."""
        between = self.low[self.index(toponym.end) : self.index(start)]
        return start > toponym.end and between in (["'", "s"], ["’", "s"])

    def descriptions(self) -> list[Description]:
        """Every "the city", "this country" of the sentence; ``near`` marks "this" and "here"."""
        found = []
        for i, word in enumerate(self.low):
            kind = self.words.descriptions.get(word)
            if kind is None or self.at(i + 1) == "of" or self.at(i + 1) in _OFFICES:
                continue
            article = self._article(i)
            if article:
                found.append(Description(word, kind, self.starts[i], article == "this"))
        return found

    def _article(self, i: int) -> str:
        """The determiner of a noun, looked for over describing words but over no other name."""
        country = self.words.descriptions.get(self.at(i)) == "country"
        for back in range(1, 4):
            word = self.at(i - back)
            if word in _DETERMINERS:
                return word
            if not word or word in _OPEN:
                return ""
            named = self.shouting or self.is_upper(i - back)
            if named and not country and word not in self.words.between:
                return ""  # "the Sarabena township" is a name of its own
        return ""

    def unknown_places(self, names: Sequence[Toponym]) -> list[tuple[int, int]]:
        """Spans of places told of by kind and name that no toponym covers: "the village of X"."""
        covered = {k for n in names for k in range(self.index(n.start), self.index(n.end))}
        found = []
        for i, word in enumerate(self.low):
            if word not in self.words.settlements or i in covered:
                continue
            named = self._named(i)
            if named is not None and not covered.intersection(range(*named)):
                first, last = min(i, named[0]), max(i + 1, named[1])
                found.append((self.starts[first], self.end(last - 1)))
        return found

    def _named(self, i: int) -> tuple[int, int] | None:
        """The tokens that name the settlement of token ``i``: "village of X Y", "X Y neighborhood"."""
        first = last = i + 2 if self.at(i + 1) == "of" else i
        if last > i:
            while self._is_name(last) and last < i + 2 + _NAME_TOKENS:
                last += 1
        else:
            while self._is_name(first - 1) and first > i - _NAME_TOKENS:
                first -= 1
        return (first, last) if last > first else None

    def _is_name(self, i: int) -> bool:
        word = self.at(i)
        if word in _LOWER_PARTICLES:
            return True
        if not 0 <= i < len(self.low) or not self.is_upper(i) or not word.isalpha():
            return False
        plain = self.words.inside | self.words.between | self.words.after_name
        return (word not in plain and word not in _DETERMINERS) or word in _NAME_PARTICLES
