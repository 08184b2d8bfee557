"""Spans that a generic word makes a place name, whether or not the gazetteer knows it.

"Rapides Parish", "Van Dorn Street", "Highway 403", "St. Mary's Hospital", and an unknown capitalised
name beside a word of place ("in the village of Xville").
"""

from __future__ import annotations

from typing import Literal

from geo import grammar
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.tokens import Tokens

GenericKind = Literal["suffix", "facility", "street", "site"]
_MAX_TOKENS = 6
_MAX_UNKNOWN = 4
_SHORTEST = 3
_APPOSITION = 5
#: Words of a list that are looked at for the unit at its end.
_LIST = 12
_ARTICLES = grammar.words("common.determiners.articles")
_LINKS = grammar.words("toponyms.recognition.links") | {",", "&"}
_SHARED_UNITS = grammar.pairs("toponyms.recognition.shared_units")


class GenericSpans:
    """Finds them from a given first token."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._kinds: dict[str, GenericKind] = {
            **dict.fromkeys(lexicon.sites, "site"),
            **dict.fromkeys(lexicon.facilities, "facility"),
            **dict.fromkeys(lexicon.streets, "street"),
            **dict.fromkeys(lexicon.suffixes, "suffix"),
        }

    def ending_in_type(self, tokens: Tokens, first: int) -> tuple[int, GenericKind] | None:
        """End (exclusive) and kind of the span that begins here and ends in a generic word.

        An area ends at its first such word ("Tarrant County | Medical Examiner"), a site or a
        street only where the capitals end.
        """
        lexicon, lower, capital = self._lexicon, tokens.lower, tokens.capital
        plain = not capital[first] or tokens.shouted[first] or lower[first] in lexicon.stop_words
        plain = plain or lower[first] in lexicon.time_words  # "10:22 AM CT"
        if plain and not self._direction(tokens, first):
            return None
        numbered = self._numbered(tokens, first)
        if numbered:
            return numbered, "street"
        limit = min(len(tokens.words), first + _MAX_TOKENS)
        for index in range(first + 1, limit):
            if (
                not capital[index]
                or "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]
            ):
                return None
            kind = self._kinds.get(lower[index])
            if kind is None:
                continue
            court = kind == "street" and all(w in lexicon.org_heads for w in lower[first:index])
            if court or f"{lower[index - 1]} {lower[index]}" in lexicon.stop_phrases:
                return None  # "Supreme Court", "High Court", "Red Crescent"
            if kind == "suffix" or not (index + 1 < len(tokens.words) and capital[index + 1]):
                return index + 1, kind
        return None

    def _direction(self, tokens: Tokens, first: int) -> bool:
        """Whether a word that is no name by itself may begin one: "North Main Street"."""
        word = tokens.lower[first]
        return (
            tokens.capital[first]
            and not tokens.shouted[first]
            and word in self._lexicon.locatives
            and word in self._lexicon.stop_words
        )

    def _numbered(self, tokens: Tokens, first: int) -> int:
        """End of "Highway 403" or "County Road 35", 0 if there is none here."""
        roads, lower = self._lexicon.roads, tokens.lower
        for at in (first, first + 1):
            if at + 1 < len(tokens.words) and lower[at] in roads and tokens.capital[at]:
                return at + 2 if tokens.words[at + 1][0].isdigit() else 0
        return 0

    def unknown(self, tokens: Tokens, first: int) -> int:
        """End of a capitalised run where the words beside it speak of a place, 0 if they do not."""
        lexicon, lower = self._lexicon, tokens.lower
        word = lower[first]
        if tokens.shouted[first] or tokens.caseless or not tokens.capital[first]:
            return 0
        if word in lexicon.stop_words or word in lexicon.time_words or len(word) < _SHORTEST:
            return 0
        last = first + 1
        while last < len(tokens.words) and last < first + _MAX_UNKNOWN and tokens.capital[last]:
            last += 1
        before = lower[first - 1] if first else ""
        after = lower[last] if last < len(tokens.words) else ""
        placed = before in lexicon.locatives or before in lexicon.nouns or after in lexicon.nouns
        if (
            placed
            or is_apposed(tokens, last, lexicon)
            or (before == "of" and first > 1 and lower[first - 2] in lexicon.nouns)
        ):
            return last
        return 0


def shared_unit(tokens: Tokens, last: int) -> str:
    """The unit that a list of names shares: "County" for each of "Harris, Polk and Hays counties"."""
    for index in range(last, min(len(tokens.words), last + _LIST)):
        word = tokens.lower[index]
        if word in _SHARED_UNITS:
            return _SHARED_UNITS[word]
        if word not in _LINKS and not tokens.capital[index]:
            break
    return ""


def is_apposed(tokens: Tokens, last: int, lexicon: Lexicon) -> bool:
    """A noun of place explains the name that ends here: "Xville, a small town …"."""
    following = tokens.lower[last : last + _APPOSITION]
    return (
        len(following) > 2  # noqa: PLR2004 (comma, article, noun)
        and following[0] == ","
        and following[1] in _ARTICLES
        and not lexicon.nouns.isdisjoint(following[2:])
    )


def one_line(tokens: Tokens, first: int, last: int) -> str:
    """The text of tokens ``first`` to ``last`` (end exclusive), a line break as a blank."""
    name = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
    return " ".join(name.split()) if "\n" in name or "  " in name else name
