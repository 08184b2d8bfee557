"""Who the victims were, where the sentence after the act says it: "They were identified as A, B and C".

An act's own sentence counts its victims ("five farmers were killed"); their names come next, in a
sentence that tells of no act, and so no trigger would read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.lists import conjuncts
from geo.events.actors.phrases import Phrase, extended, phrases
from geo.model import Actor, Event, Sentence
from geo.syntax import Analysis, Syntax, tokenize

__all__ = ["with_identified"]

#: How a sentence begins that says who those were whom the one before counted.
_OPENING = re.compile(
    r"\W*(?:they|(?:the|those|all|both)\s+(?:\w+\s+)?"
    rf"(?:{'|'.join(sorted(grammar.words('actors.identified.counted')))})\b[^.;:]{{0,40}}?)\s+"
    r"(?:(?:were|are|have\s+been|had\s+been)(?:\s+later|\s+today)?(?:\s+(?:identified|named)(?:\s+as)?)?"
    r"|includ(?:e|ed))\s*:?\s+",
    re.IGNORECASE,
)
#: So many sentences behind the act it may stand.
_REACH = 2
_NAMES = frozenset({"NNP", "NNPS"})
_PLURAL = re.compile(r"(?:s|men|people|others|children)$", re.IGNORECASE)


def with_identified(
    events: Sequence[Event], sentences: Sequence[Sentence], syntax: Syntax, context: ActorContext
) -> list[Event]:
    """The events, those whose victims are named in a sentence behind them with the names.

    Parameters
    ----------
    events
        Of one article, not merged.
    sentences
        Of the same article.
    syntax, context
        Tag the sentence and say who is somebody.
    """
    named: dict[str, tuple[Actor, ...]] = {}
    for i, sentence in enumerate(sentences):
        opening = _OPENING.match(sentence.text)
        act = _counted(sentences[max(0, i - _REACH) : i], events) if opening else None
        if opening is None or act is None:
            continue
        analysis = syntax.tag_tokens([tokenize(sentence.text, sentence.start)])[0]
        found = _listed(analysis, sentence.start + opening.end(), context)
        named[act.id] = named.get(act.id, ()) + found
    return [_with(e, named) for e in events]


def _with(event: Event, named: Mapping[str, tuple[Actor, ...]]) -> Event:
    more = named.get(event.id, ())
    return replace(event, recipients=(*event.recipients, *more)) if more else event


def _counted(before: Sequence[Sentence], events: Sequence[Event]) -> Event | None:
    """The last act of violence of these sentences, if it was done to several who have no names yet."""
    starts = {sentence.start for sentence in before}
    acts = [
        e for e in events
        if e.event_type == "ASSAULT" and e.evidence.start in starts and e.recipients and not e.gate
    ]  # fmt: skip
    last = max(acts, key=lambda e: e.evidence.start, default=None)
    several = last is not None and any(_PLURAL.search(a.text) for a in last.recipients)
    return last if several else None


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
