"""Who else was harmed, where the sentence of an attack says it in another clause than the attack.

"A bomb in Cali *in which two people were killed and 30 wounded*": the attack is told by a noun, its
victims by verbs of their own. What is only feared, denied or planned harms nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from geo import grammar
from geo.events.actors.phrases import lowered
from geo.events.quantities.words import number_words
from geo.syntax import Analysis

__all__ = ["BESIDE", "DOUBTED", "HARMED", "HARM_WORDS", "SITE", "harm_verbs"]

#: Ends the rule of somebody who most likely has no part in the act: see ``geo.events.parties``.
DOUBTED = ", doubted"

#: The rule of somebody in whom only his place in the sentence of an act speaks for a part in it.
BESIDE = "beside"

#: Begins the rule of a recipient whom a verb beside the act says to be harmed.
HARMED = "harmed"

#: Ends the rule of a recipient that is a place.
SITE = ", place"
#: The words that say of people that they were killed, hurt or taken.
HARM_WORDS = frozenset(
    word
    for word, kind in number_words().kinds.items()
    if kind in {"killed", "injured", "abducted"} and word.isalpha()
)
_DYING = grammar.words("actors.harmed.dying")
#: Words of harm that say so only beside "be" or a number ("was wounded", "injured 36").
_STATES = frozenset({"JJ", "NN", "NNP"})
_BE = grammar.words("common.verbs.be")
_NOT = grammar.words("actors.harmed.not")
_BACK = 3


def harm_verbs(analysis: Analysis, taken: Collection[int]) -> Iterator[tuple[int, str]]:
    """The verbs of a sentence that say whom harm befell, each with the slot of those people.

    Parameters
    ----------
    analysis
        The sentence.
    taken
        Tokens that tell of an act of their own.
    """
    low = lowered(analysis.words)
    for token, (word, tag) in enumerate(zip(low, analysis.tags, strict=True)):
        if token in taken or word not in HARM_WORDS or tag in {"VB", "VBP"}:
            continue
        before = low[max(0, token - _BACK) : token]
        if tag.startswith("NN") and low[token + 1 : token + 2] == ["of"]:
            yield token, "prep:of"
        elif not _NOT.isdisjoint(before):
            continue
        elif tag.startswith("V"):
            yield token, "subj" if word in _DYING else "obj|ahead"
        elif tag in _STATES and analysis.tags[token + 1 : token + 2] == ("CD",):
            yield token, "obj"
        elif tag in _STATES and not _BE.isdisjoint(before):
            yield token, "obj|subj|ahead"
