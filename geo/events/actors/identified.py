"""Who the victims were, where a sentence after the act says it: "They were identified as A, B and C".

An act's own sentence counts its victims ("five farmers were killed"); their names, and who else was
hurt ("His driver was wounded"), come next, in sentences that tell of no act of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.find import find_harmed
from geo.events.actors.harmed import HARM_WORDS
from geo.events.actors.lists import conjuncts
from geo.events.actors.phrases import Phrase, extended, phrases
from geo.model import Actor, Event, Sentence
from geo.syntax import Analysis, Syntax

__all__ = ["with_identified"]

#: How a sentence begins that says who those were whom the one before counted.
_OPENING = re.compile(
    r"\W*(?:they|(?:the|those|all|both)\s+(?:\w+\s+)?"
    rf"(?:{'|'.join(sorted(grammar.words('actors.identified.counted')))})\b[^.;:]{{0,40}}?)\s+"
    r"(?:(?:were|are|have\s+been|had\s+been)(?:\s+later|\s+today)?(?:\s+(?:identified|named)(?:\s+as)?)?"
    r"|includ(?:e|ed))\s*:?\s+",
    re.IGNORECASE,
)
#: What says that people were harmed.
_HARM = re.compile(rf"\b(?:{'|'.join(sorted(HARM_WORDS))})\b", re.IGNORECASE)
#: So many sentences behind the act it may stand.
_REACH = 2
_NAMES = frozenset({"NNP", "NNPS"})
_PLURAL = re.compile(r"(?:s|men|people|others|children)$", re.IGNORECASE)


def with_identified(
    events: Sequence[Event],
    sentences: Sequence[Sentence],
    syntax: Syntax,
    context: ActorContext,
    *,
    parse: bool,
) -> list[Event]:
    """The events, those whose victims are told of in a sentence behind them with those people.

    Parameters
    ----------
    events
        Of one article, not merged.
    sentences
        Of the same article.
    syntax, context
        Tag the sentence and say who is somebody.
    parse
        Whether the sentence is parsed as well.
    """
    acts = {e.evidence.start: e for e in events if e.event_type == "ASSAULT" and not e.gate}
    named: dict[str, tuple[Actor, ...]] = {}
    told: list[tuple[Event, Sentence, re.Match[str] | None]] = []
    for i, sentence in enumerate(sentences if acts else ()):
        opening = _OPENING.match(sentence.text)
        reach = _REACH if opening else 1
        before = [acts[s.start] for s in sentences[max(0, i - reach) : i] if s.start in acts]
        if not before or sentence.start in acts:
            continue
        if opening is None:
            wanted = _HARM.search(sentence.text) is not None
        else:
            wanted = any(_PLURAL.search(a.text) for a in before[-1].recipients)
        if wanted:
            told.append((before[-1], sentence, opening))
    analyses = syntax.tag_all((sentence.text, sentence.start) for _, sentence, _ in told)
    for (act, sentence, opening), analysis in zip(told, analyses, strict=True):
        if opening is None:
            found = find_harmed(syntax.parse(analysis) if parse else analysis, context)
        else:
            found = _listed(analysis, sentence.start + opening.end(), context)
        named[act.id] = named.get(act.id, ()) + found
    return [_with(e, named) for e in events]


def _with(event: Event, named: Mapping[str, tuple[Actor, ...]]) -> Event:
    more = named.get(event.id, ())
    return replace(event, recipients=(*event.recipients, *more)) if more else event


def _listed(analysis: Analysis, start: int, context: ActorContext) -> tuple[Actor, ...]:
    """The people listed from an offset on; empty where the first of them has no name."""
    analysis = context.with_names(analysis)
    found = phrases(analysis)
    first = next((p for p in found if analysis.starts[p.first] >= start), None)
    if first is None or analysis.starts[first.first] > start or not _is_named(first, analysis):
        return ()

    def kind(phrase: Phrase) -> str:
        return context.kind_of(analysis, phrase)

    whole = extended(first, found, analysis)
    members = (first, *conjuncts(whole, found, analysis, kind, people=True))
    mentions = (
        context.mention(analysis, m, recipient=True, implied=False, rule="identified")
        for m in members
    )
    return tuple(m for m in mentions if m is not None)


def _is_named(phrase: Phrase, analysis: Analysis) -> bool:
    """Whether a phrase is a name of several words, a title counted."""
    return phrase.last > phrase.first and analysis.tags[phrase.head] in _NAMES
