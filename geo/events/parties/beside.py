"""Everybody who stands in the sentence of an act, and how he stands to its words.

Grammar finds the people of an act in the slots of its words. Who stands in none of them ("the judge, whose
car was hit, …") may still be the one it was done to: position, the preposition before him and the parse
say how likely. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.harmed import BESIDE, HARM_WORDS
from geo.events.actors.phrases import Phrase, extended, lowered, phrases
from geo.events.found import Found
from geo.frozen import quicken
from geo.model import Actor, Event, Sentence, Toponym
from geo.syntax import Analysis

__all__ = ["Beside", "beside_acts"]

#: Kinds of phrase that are somebody.
_SOMEBODY = frozenset({"person", "people", "body", "name", "owned"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LINKS = frozenset({"IN", "TO"})
_RELATIVE = grammar.words("common.clauses.relative")
_BE = grammar.words("common.verbs.be")
_DEPS = frozenset({"nsubj", "nsubj:pass", "obj", "nmod", "appos"})
#: How far an auxiliary may stand before its participle.
_BACK = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody in the sentence of an act, and the signs of how he stands to its words."""

    actor: Actor
    signs: Mapping[str, float]


quicken(Beside)


def beside_acts(
    events: Sequence[Event],
    acts: Mapping[int, Found],
    context: ActorContext,
    within: Callable[[Sentence], Sequence[Toponym]],
) -> dict[int, tuple[Beside, ...]]:
    """Who stands in the sentence of each act of violence, by where its words begin.

    Parameters
    ----------
    events
        Of one article, not merged; what a gate holds back is left out.
    acts
        What the coder found, by where its words begin.
    context
        What the article tells of its people.
    within
        The place names of a sentence.
    """
    starts = {e.trigger.start for e in events if e.event_type == "ASSAULT" and not e.gate}
    return {
        start: _beside(acts[start], context, within(acts[start].sentence))
        for start in sorted(starts & acts.keys())
    }


def _beside(found: Found, context: ActorContext, toponyms: Sequence[Toponym]) -> tuple[Beside, ...]:
    analysis = context.with_names(found.analysis)
    listed = phrases(analysis)
    trigger = _of_trigger(found, analysis)
    down = _above(found.trigger.first, analysis.heads) if analysis.heads else []
    beside = []
    for phrase in listed:
        kind = "" if phrase.pronoun else context.kind_of(analysis, phrase)
        if kind not in _SOMEBODY:
            continue
        whole = extended(phrase, listed, analysis)
        actor = _actor(whole, analysis, context)
        signs = trigger | _of_words(whole, analysis) | _between(whole, found, analysis)
        signs |= _of_parse(whole, down, found, analysis)
        signs[kind] = 1.0
        signs["toponym"] = any(
            t.start < actor.end and actor.start < t.end and t.role == "literal" for t in toponyms
        )
        beside.append(Beside(actor, signs))
    return tuple(beside)


def _actor(phrase: Phrase, analysis: Analysis, context: ActorContext) -> Actor:
    start, end = analysis.starts[phrase.first], analysis.ends[phrase.last]
    inside = slice(phrase.first, phrase.last + 1)
    who = context.identify(analysis.words[inside], analysis.tags[inside], before=end)
    text = context.text[start:end]
    return Actor(text, start, end, who.name, who.country, who.sectors, rule=BESIDE)


def _of_trigger(found: Found, analysis: Analysis) -> dict[str, float]:
    at, low = found.trigger.first, lowered(analysis.words)
    tag = analysis.tags[at]
    helped = not _BE.isdisjoint(low[max(0, at - _BACK) : at])
    return {
        "verbal": tag.startswith("V"),
        "passive": tag == "VBN" and helped,
        "mutual": "&" in found.trigger.entry.args,
        "words": len(found.trigger.tokens),
        "quotes": '"' in found.sentence.text or "“" in found.sentence.text,
        "triggers": len(found.beside),
    }


def _of_words(phrase: Phrase, analysis: Analysis) -> dict[str, float]:
    low = lowered(analysis.words)
    before = low[phrase.first - 1] if phrase.first else ""
    after = phrase.last + 1
    behind = low[after] if after < len(low) else ""
    return {
        "behind by": before == "by",
        "behind of": before == "of",
        "behind comma": before == ",",
        "behind and": before == "and",
        "before comma": behind == ",",
        "before of": behind == "of",
        "before verb": after < len(low) and analysis.tags[after] in _FINITE,
    }


def _between(phrase: Phrase, found: Found, analysis: Analysis) -> dict[str, float]:
    """What stands between a phrase and the words of the act."""
    ahead = phrase.last < found.trigger.first
    first, last = (
        (phrase.last + 1, found.trigger.first) if ahead else (found.trigger.last + 1, phrase.first)
    )
    words, tags = lowered(analysis.words)[first:last], analysis.tags[first:last]
    return {
        "ahead": ahead,
        "apart": len(words),
        "commas": words.count(","),
        "by": words.count("by"),
        "relatives": sum(w in _RELATIVE for w in words),
        "finite": sum(t in _FINITE for t in tags),
        "links": sum(t in _LINKS for t in tags),
        "nouns": sum(t.startswith("N") for t in tags),
    }


def _of_parse(
    phrase: Phrase, down: Sequence[int], found: Found, analysis: Analysis
) -> dict[str, float]:
    """The way from a phrase to the act in the parse: how far up, and how far down again."""
    if analysis.heads is None or analysis.deps is None:
        return {}
    up = _above(phrase.head, analysis.heads)
    climbed = len(list(takewhile(lambda i: i not in down, up)))
    met = climbed < len(up)
    signs: dict[str, float] = {
        "up": climbed if met else len(analysis),
        "down": down.index(up[climbed]) if met else len(analysis),
    }
    dep = analysis.deps[phrase.head]
    if dep in _DEPS:
        signs[dep] = 1.0
    if (head := analysis.heads[phrase.head]) >= 0:
        signs["under verb"] = analysis.tags[head].startswith("V")
        signs["under harm"] = analysis.words[head].lower() in HARM_WORDS
        signs["under act"] = found.trigger.first <= head <= found.trigger.last
    return signs


def _above(token: int, heads: Sequence[int]) -> list[int]:
    """A token and what it hangs from, up to the root."""
    way = [token]
    while heads[way[-1]] >= 0 and len(way) <= len(heads):
        way.append(heads[way[-1]])
    return way
