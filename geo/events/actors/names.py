"""Names as an article prints them: the words that lead up to one, and the name without its office."""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.actors.phrases import ARTICLES

__all__ = ["lead_of", "name_after"]

_PARTICLES = grammar.words("actors.phrases.particles") | {","}
#: Those of them that stand inside a name.
_LINKS = _PARTICLES - {",", "'s", "’s"}
_NO_LEAD = grammar.words("actors.phrases.no_lead")
_LEAD_WORDS = 8


def lead_of(before: Sequence[str]) -> list[str]:
    """The words right before a name that belong to it: given names, titles, origin."""
    found: list[str] = []
    for word in reversed(before):
        low = word.lower()
        if low in _NO_LEAD:  # also in capitals
            break
        title = bool(found) and low.isalpha() and len(found) < _LEAD_WORDS
        if not (word[:1].isupper() or low in _PARTICLES or title) or (low == "," and "," in found):
            break
        found.append(word)
        if low in ARTICLES:
            break
    return found[::-1]


def name_after(lead: Sequence[str], word: str) -> str:
    """The name that a word ends, without the office before it: "the mayor of Lima, *Ana Ruiz*".

    Parameters
    ----------
    lead
        The words before it, by ``lead_of``.
    word
        The last word of the name.
    """
    found = [word]
    for before in reversed(lead):
        low = before.lower()
        if low in ARTICLES or not (before[:1].isupper() or low in _LINKS):
            break
        found.insert(0, before)
    small = next(i for i, w in enumerate(found) if w[:1].isupper() or i == len(found) - 1)
    # "the mayor of Novi Sad Milan Djuric": where the name begins nobody says
    return word if "of" in found[:small] else " ".join(found[small:])
