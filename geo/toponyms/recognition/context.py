"""What the words beside a span say, asked by features, decision and roles alike."""

from __future__ import annotations

from geo import grammar
from geo.toponyms.recognition.generic import is_apposed
from geo.toponyms.recognition.lexicon import Lexicon, plain
from geo.toponyms.recognition.tokens import Tokens

APOSTROPHES = frozenset("'’")
DASHES = frozenset("-–—")
#: Words of a run that are looked at to the right for the head of an organisation.
_REACH = 5
_NO_PLACE_TO = grammar.words("toponyms.recognition.no_place_to")
_SAID = grammar.words("toponyms.recognition.said")
_INSIDE = grammar.words("toponyms.recognition.inside") | {"&"}


def follower(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> str:
    """The kind of what follows the span ``first`` to ``last`` (end exclusive), as one word."""
    word = lower_at(tokens, last)
    if capital_at(tokens, last) and not tokens.shouted[first]:
        return _capital_follower(tokens, first, last, lexicon)
    kinds = (
        (lexicon.nouns, "noun"),
        (lexicon.speech, "speech"),
        (lexicon.actions, "act"),
        (lexicon.modifier_heads, "modified"),
        (APOSTROPHES, "possessive"),
    )
    for words, kind in kinds:
        if word in words:
            return kind
    if word == ",":
        if is_apposed(tokens, last, lexicon):
            return "apposed"
        return "comma-capital" if capital_at(tokens, last + 1) else "punct"
    if word in DASHES:
        return "dash"
    return "plain" if word[:1].isalnum() else "punct"


def _capital_follower(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> str:
    word = tokens.lower[last]
    if word in lexicon.time_words:
        return "time"  # "in Kabul Monday"
    if word in lexicon.org_heads:
        return "org"
    if word in lexicon.suffixes or word in lexicon.facilities or word in lexicon.streets:
        return "suffix"
    if is_full_name(tokens, first, last, lexicon):
        return "fullname"
    return "family" if plain(word) in lexicon.last_names else "capital"


def has_organisation_right(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """An organisation's head within the capitalised run that goes on here."""
    for at in range(index, min(len(tokens.words), index + _REACH)):
        if tokens.lower[at] in lexicon.org_heads and tokens.capital[at]:
            return True
        if not tokens.capital[at] and tokens.lower[at] not in _INSIDE:
            return False
    return False


def leads_organisation(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """The span opens a capitalised run that holds an organisation's head: "[X] Fire Department"."""
    if first and tokens.capital[first - 1] and not tokens.opening[first]:
        return False
    for at in range(last, min(len(tokens.words), last + _REACH)):
        if not tokens.capital[at]:
            return False
        if tokens.lower[at] in lexicon.org_heads:
            return True
    return False


def is_located(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """The words before speak of a place: "in X", "residents of X"; but not "according to X"."""
    before, earlier = lower_at(tokens, first - 1), lower_at(tokens, first - 2)
    if before == "of":
        return earlier in lexicon.nouns or earlier in lexicon.modifier_heads
    if before not in lexicon.locatives:
        return False
    return before != "to" or earlier not in _NO_PLACE_TO


def is_full_name(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """A given name with a family name behind it that is no organisation's head: "Paris Hilton".

    Or the other way round, where the family name comes first: "Hu Jintao".
    """
    if last - first != 1 or not capital_at(tokens, last) or tokens.shouted[first]:
        return False
    turned = tokens.lower[first] in lexicon.surnames_first
    if not turned and plain(tokens.words[first]) not in lexicon.first_names:
        return False
    family = tokens.lower[last]
    generic = (
        lexicon.org_heads,
        lexicon.suffixes,
        lexicon.facilities,
        lexicon.streets,
        lexicon.sites,
        lexicon.stop_words,
        lexicon.titles,
    )
    if any(family in words for words in generic):
        return False
    if turned or family in lexicon.people_and_brands:
        return family not in lexicon.time_words
    return plain(family) in lexicon.last_names and plain(family) not in lexicon.common


def follows_surname(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """The given name behind a family name that comes first: "Hu [Jintao]"."""
    return (
        last - first == 1
        and capital_at(tokens, first - 1)
        and tokens.lower[first - 1] in lexicon.surnames_first
        and not tokens.shouted[first]
    )


def is_hyphenated(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """A particle of names is joined to the span by a hyphen, or is it: "Abdel-[Salam]", "[Al]-Ahly"."""
    if first > 1 and tokens.words[first - 1] in DASHES and adjacent(tokens, first):
        return tokens.lower[first - 2] in lexicon.particles
    joined = last < len(tokens.words) and tokens.words[last] in DASHES and adjacent(tokens, last)
    return joined and last - first == 1 and tokens.lower[first] in lexicon.particles


def is_addressed(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """A form of address stands before the token: "Sgt. Paris"."""
    index = first - 1
    if index > 0 and tokens.words[index] == "." and adjacent(tokens, index):
        index -= 1
    return index >= 0 and tokens.capital[index] and tokens.lower[index] in lexicon.address


def is_said_before(tokens: Tokens, first: int) -> bool:
    """Whether "said X" or "according to X" is printed."""
    before = lower_at(tokens, first - 1)
    return before in _SAID or (before == "to" and lower_at(tokens, first - 2) == "according")


def lower_at(tokens: Tokens, index: int) -> str:
    """The word at a position in lower case, or "<edge>" beyond the text."""
    return tokens.lower[index] if 0 <= index < len(tokens.lower) else "<edge>"


def capital_at(tokens: Tokens, index: int) -> bool:
    """Whether there is a capitalised word at a position."""
    return 0 <= index < len(tokens.lower) and tokens.capital[index]


def adjacent(tokens: Tokens, index: int) -> bool:
    """Whether a token follows the one before it without a blank."""
    return tokens.starts[index] == tokens.ends[index - 1]
