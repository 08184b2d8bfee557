"""Who is said, in a sentence further on, to be behind an act of force: "Police blamed the Red Star for it".

The sentence that tells of an attack seldom knows who did it; the next ones tell who claims it, whom the
police blame or have arrested for it, and only point back at the act. No trigger would read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from geo import grammar
from geo.events.actors.blame import SIGNS, Blame
from geo.events.actors.context import ActorContext
from geo.events.actors.lists import conjuncts
from geo.events.actors.phrases import Phrase, extended, lowered, phrase_at, phrases
from geo.model import Actor, Event, Evidence, Sentence
from geo.syntax import Analysis, Syntax, Tokens, sentence_tokens

__all__ = ["with_accused"]

_POINTERS = grammar.words("actors.accused.pointers")
#: So many sentences behind the act it may stand.
_REACH = 3


def with_accused(
    events: Sequence[Event], sentences: Sequence[Sentence], syntax: Syntax, context: ActorContext
) -> list[Event]:
    """The events; those whose doers a sentence further on names have them, and that sentence as evidence.

    Parameters
    ----------
    events
        Of one article, not merged.
    sentences
        Of the same article.
    syntax, context
        Tag the sentence and say who is somebody.
    """
    found = list(events)
    acts: dict[int, list[int]] = defaultdict(list)  # by the sentence that tells them
    for i, event in enumerate(found):
        if event.event_type == "ASSAULT" and not event.gate:
            acts[event.evidence.start].append(i)
    known = {start for start, told in acts.items() if any(found[i].actors for i in told)}
    pointing: list[tuple[int, Sentence, Tokens]] = []
    for place, sentence in enumerate(sentences if acts else ()):
        around = sentences[max(0, place - _REACH) : place + 1]
        near = [i for s in around for i in acts.get(s.start, ())]
        if not near or sentence.start in known:
            continue
        words, *_ = tokens = sentence_tokens(sentence.text, sentence.start)
        low = {word.lower() for word in words}
        if not (SIGNS.isdisjoint(low) or _POINTERS.isdisjoint(low)):
            pointing.append((max(near, key=lambda i: found[i].trigger.start), sentence, tokens))
    analyses = syntax.tag_tokens([tokens for _, _, tokens in pointing])
    for (last, sentence, _), analysis in zip(pointing, analyses, strict=True):
        accused = _accused(context.with_names(analysis), context)
        found[last] = _with(found[last], accused, sentence)
    return found


def _with(event: Event, actors: tuple[Actor, ...], sentence: Sentence) -> Event:
    if not actors:
        return event
    article = event.article
    told = Evidence(
        article.id, sentence.start, sentence.end, sentence.text, article.title, article.source, article.url
    )  # fmt: skip
    more = event.more_evidence if told == event.evidence else (*event.more_evidence, told)
    return replace(event, actors=(*event.actors, *actors), more_evidence=more)


def _accused(analysis: Analysis, context: ActorContext) -> tuple[Actor, ...]:
    """Who a sentence says is behind an act that it only points at."""
    listed = phrases(analysis)

    def kind(phrase: Phrase) -> str:
        return context.kind_of(analysis, phrase)

    blame = Blame(listed, analysis, kind, pointing=True)
    for at, word in enumerate(lowered(analysis.words)):
        heads = blame.behind_act(at, at) if word in _POINTERS else []
        if heads:
            who = [p for head in heads if (p := phrase_at(listed, head)) is not None]
            whole = extended(who[0], listed, analysis)
            verbs = (i for i in range(whole.last + 1, at) if analysis.tags[i].startswith("V"))
            verb = next(verbs, None)  # of "A, B and C were charged with it" the last was found
            others = conjuncts(whole, listed, analysis, kind, verb=verb, people=verb is not None)
            people = [whole, *who[1:], *others]
            mentions = [
                context.mention(analysis, p, recipient=False, implied=False, rule="accused")
                for p in people
            ]
            return tuple(m for m in mentions if m is not None and (m.sectors or not m.country))
    return ()
