"""Who announces: "the minister said that troops would be sent" promises in the minister's name.

An act still to come is an act of the one who tells of it (PLOVER's AGREE, THREATEN and REQUEST), so
its actor is the speaker. For acts that have happened the speaker is nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.find import find_actors
from geo.events.gate import Verdict
from geo.events.lexicon import Entry
from geo.events.triggers import Trigger, lower
from geo.model import Actor
from geo.syntax import Analysis

_ANNOUNCED = frozenset({"announced", "must", "will not", "may"})
_SAYING = grammar.words("actors.speakers.saying")
_SPEECH = Entry("say", "verb", "REQUEST", args="subj>", weight=0.5)


Actors = tuple[Actor, ...]


def spoken(
    trigger: Trigger,
    verdict: Verdict,
    analysis: Analysis,
    context: ActorContext,
    actors: Actors,
    recipients: Actors,
) -> tuple[Actors, Actors]:
    """Actors and recipients of an act, with the one who tells of it where it is still to come.

    Parameters
    ----------
    trigger, verdict, analysis, context
        The act, what the gate says of it, its sentence and the people of the article.
    actors, recipients
        Who does it to whom.
    """
    speaker = _announcer(trigger, verdict, analysis, lower(analysis.words))
    if speaker is None:
        return actors, recipients
    said = find_actors(speaker, analysis, context).actors
    if _obliges(trigger, verdict):  # "Oslo said that Lima must …": Lima is asked
        recipients = tuple(a for a in actors if a not in said) or recipients
    return said or actors, recipients


def _announcer(
    trigger: Trigger, verdict: Verdict, analysis: Analysis, low: Sequence[str]
) -> Trigger | None:
    """The verb of saying that governs an announced act, as a trigger; None when there is none."""
    if _ANNOUNCED.isdisjoint(verdict.factors) and not _obliges(trigger, verdict):
        return None
    for position in range(trigger.first - 1, -1, -1):
        if low[position] in {";", "."}:
            break
        if low[position] in _SAYING and analysis.tags[position].startswith("VB"):
            return Trigger(_SPEECH, position, (position,), frozenset({"ed"}))
    return None


def _obliges(trigger: Trigger, verdict: Verdict) -> bool:
    """Whether the act is one that somebody must do: whoever says so asks it of them."""
    return "must" in verdict.factors or trigger.entry.args == "bearer>"
