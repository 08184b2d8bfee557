"""Violence told in general: habits, and sums that are the toll of a war. It is no incident, so no event.

"Guerrillas attack villages", "the war has killed 70,000": such a sentence asserts that force was used and
tells nothing that could be put on a day. What is given a day of its own passes.
"""

from __future__ import annotations

from typing import Final

from geo import grammar
from geo.events.merging.sameness import is_headline
from geo.events.triggers import Trigger
from geo.model import Event
from geo.syntax import Analysis

__all__ = ["is_background"]

#: From so many people on a sum without a day is a toll of years (9 of 55 were one incident in the
#: tune part of MUC-4; phrases like "in recent years", tried as well, cost more incidents than tolls).
_TOLL: Final = 200
_HARM: Final = frozenset({"killed", "injured", "abducted"})
_AUXILIARIES: Final = grammar.words("events.background.auxiliaries")
#: Tags of the simple present, and how far before it an auxiliary may stand.
_PRESENT: Final = frozenset({"VBP", "VB"})
_REACH: Final = 4


def is_background(event: Event, trigger: Trigger, analysis: Analysis, *, lead: bool) -> bool:
    """Whether an asserted act of force is told in general, and not as one incident.

    Parameters
    ----------
    event
        As coded so far. Headlines, whose present tense is news, never are background.
    trigger, analysis
        Its trigger and the sentence it stands in.
    lead
        The sentence opens the story: a great number there is its news.
    """
    if event.event_type != "ASSAULT" or is_headline(event):
        return False
    if _is_habit(trigger, analysis):
        return True
    day = event.event_date
    if lead or (day is not None and day.basis != "publication"):
        return False
    return any((q.low or 0) >= _TOLL for q in event.quantities if q.kind in _HARM)


def _is_habit(trigger: Trigger, analysis: Analysis) -> bool:
    """Whether a verb stands in the simple present: "guerrillas attack villages"."""
    anchor = trigger.anchor
    if analysis.tags[anchor] not in _PRESENT or trigger.forms != {"base"}:
        return False
    before = (word.lower() for word in analysis.words[max(0, anchor - _REACH) : anchor])
    return _AUXILIARIES.isdisjoint(before)
