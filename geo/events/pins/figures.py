"""What words of violence tell of besides violence: a drill, a film, one's own life, a figure of speech.

The word lists are those of ``data/ontology/pins.toml``, read by :mod:`geo.events.pins.pinning`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from geo import grammar
from geo.events.pins.case import Case
from geo.events.standing import is_crowd, is_force

_HIMSELF = grammar.words("pins.persons.himself")
_JOINED = grammar.words("pins.persons.joined")
_FOR = grammar.words("pins.persons.blamed")
_ON = grammar.words("pins.persons.upon")
#: From an attack to what it is on.
_OBJECT_REACH = 7
#: From "killed himself" to "and four others".
_OTHERS_REACH = 4


def is_figure(case: Case, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether an act of violence is played, filmed, done to a computer or only a way of speaking.

    Parameters
    ----------
    case
        An ASSAULT.
    words
        The word lists: ``drill``, ``filmed``, ``computers``, ``hit``, ``idle``, ``whose``, ``debate``.
    """
    if any(
        word in words["drill"] and case.analysis.tags[i].startswith(("NN", "JJ"))
        for i, word in enumerate(case.low)
    ):
        return True  # "an exercise in which troops attacked a mock village"
    if not words["computers"].isdisjoint(case.low):
        return True
    own = [case.low[i] for i in case.trigger.tokens]
    behind = case.low[case.trigger.last + 1 : case.trigger.last + 1 + _OBJECT_REACH]
    before = case.low[_before(case) : case.trigger.last]
    if "shot" in own and not words["filmed"].isdisjoint(before):
        return True  # "footage shot in X"
    if own[0] in words["hit"] and not words["idle"].isdisjoint(
        (*own[1:], *behind[: 2 if len(own) == 1 else 1])
    ):
        return True  # "hit the roads"
    return _is_spoken(case, words, own, behind)


def _is_spoken(
    case: Case, words: Mapping[str, frozenset[str]], own: Sequence[str], behind: Sequence[str]
) -> bool:
    """Whether a fight is one of words: "clashed over", "came under fire for her remarks"."""
    if own[-2:] == ["under", "fire"]:
        return any(a in _FOR and b in words["whose"] for a, b in pairwise(behind))
    debated = behind[:1] == ("over",) or not words["debate"].isdisjoint(behind)
    people = (*case.actors, *case.recipients)
    return (
        case.trigger.entry.tag == "clash" and debated and not (is_force(people) or is_crowd(people))
    )


def is_own_hand(case: Case) -> bool:
    """Whether somebody did it to himself alone: "killed himself", not "killed himself and four others"."""
    behind = case.low[case.trigger.last + 1 : case.trigger.last + 1 + _OTHERS_REACH]
    return not _HIMSELF.isdisjoint(behind[:1]) and _JOINED.isdisjoint(behind)


def is_verbal(case: Case, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether an attack is made with words: "a scathing attack", "attacked the media", "by critics"."""
    told = case.low[case.trigger.last + 1 : case.trigger.last + 1 + _OBJECT_REACH]
    on = next((i for i, word in enumerate(told) if word in _ON), len(told))
    # "An attack by the paper on government policies".
    behind = (*told[:2], *told[on + 1 : on + 3])
    berated = words["berated"] if case.trigger.entry.tag == "attack" else frozenset()
    around = case.low[_before(case) : case.trigger.last + 1]
    return not (
        words["verbal"].isdisjoint(around) and (words["writers"] | berated).isdisjoint(behind)
    )


def is_disposal(case: Case, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether something is blown up for safety: "police blew up a suspicious package"."""
    entry, last = case.trigger.entry, case.trigger.last
    around = (*case.low[_before(case) : case.trigger.first], *case.low[last + 1 : last + 4])
    told = entry.kind == "verb" and entry.tag == "explosion"
    return told and not words["disposal"].isdisjoint(around)


def _before(case: Case) -> int:
    """Two words before the act."""
    return max(0, case.trigger.first - 2)
