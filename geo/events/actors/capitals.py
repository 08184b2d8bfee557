"""People's names in text printed in capitals, where a tagger takes half of a name for a noun.

"MINISTER ANTONIO RODRIGUEZ PORTH" ends in a noun by its tags, and a noun nobody knows is a thing, so
the minister is lost as a victim. A chain of words that begins with a given name, or holds two words of
the name lists, is a name to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.events.actors.lexicon import ActorLexicon, Match, fold
from geo.resources import data_path

__all__ = ["GivenNames", "is_noun", "name_tokens"]

#: Tags under which a name hides; a verb in its plain past or a preposition never is one.
_HIDES = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "FW", "VB"})
#: A name has at least so many words, and so many of them on the lists unless the first is given.
_WORDS = 2
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class GivenNames:
    """Given names and family names; words that are everyday English are in neither."""

    first: frozenset[str]
    last: frozenset[str]
    common: frozenset[str]

    @classmethod
    def load(cls, data_dir: Path | None = None) -> GivenNames:
        """Read the lists (once a process)."""
        return _load(data_dir)

    def is_namesake(self, words: Sequence[str], match: Match) -> bool:
        """Whether a leader's last name stands behind another's given name ("Luis Putin")."""
        if match.entry is None or match.entry.kind != "leader" or not match.first:
            return False
        given = fold(words[match.first - 1])
        return given in self.first and given not in fold(match.entry.name).split()


def name_tokens(
    words: Sequence[str], tags: Sequence[str], names: GivenNames, lexicon: ActorLexicon
) -> set[int]:
    """Positions of the words that make up people's names.

    Parameters
    ----------
    words, tags
        One sentence in capitals throughout.
    names
        The lists of names.
    lexicon
        Its roles and nouns for people end a name ("GARCIA GUERRILLAS").

    Returns
    -------
    set of int
        Token positions; empty where no name is known.
    """
    found: set[int] = set()
    place = 0
    while place < len(words):
        last = place
        while last < len(words) and last - place < _LONGEST and _may(words, tags, last, names):
            if lexicon.is_person_noun(words[last]):
                break
            last += 1
        chain = [fold(word) for word in words[place:last]]
        listed = sum(word in names.first or word in names.last for word in chain)
        known = bool(chain) and chain[0] in names.first
        if len(chain) >= _WORDS and (known or (listed >= _WORDS and chain[0] in names.last)):
            found.update(range(place, last))
            place = last
        else:
            place += 1
    return found


def is_noun(words: Sequence[str], head: int, names: GivenNames) -> bool:
    """Whether a phrase in capitals ends in an everyday noun ("SEVERAL POSITIONS") and names nobody."""
    low = [fold(word) for word in words]
    return low[head] in names.common and names.first.isdisjoint(low)


def _may(words: Sequence[str], tags: Sequence[str], place: int, names: GivenNames) -> bool:
    """Whether a word may be part of a name."""
    word = words[place]
    return (
        tags[place] in _HIDES
        and word.isalpha()
        and word.isupper()
        and len(word) > 1
        and fold(word) not in names.common
    )


@cache
def _load(data_dir: Path | None) -> GivenNames:
    def lines(*path: str) -> frozenset[str]:
        text = data_path("ontology", *path, override=data_dir).read_text(encoding="utf-8")
        return frozenset(
            line.partition(" ")[0] for line in text.splitlines() if line and line[0] != "#"
        )

    common = lines("toponyms", "common_words.txt")
    first = lines("toponyms", "first_names.txt") - common
    return GivenNames(first, lines("toponyms", "last_names.txt") - common, common)
