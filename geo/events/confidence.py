"""How sure an event is, as a probability calibrated on the development sets (docs/quality.md)."""

from __future__ import annotations

import math

from geo.events.gate import Verdict
from geo.events.triggers import Trigger
from geo.model import Actor, EventDate, Toponym


def confidence(
    trigger: Trigger,
    verdict: Verdict,
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
    toponym: Toponym | None,
    day: EventDate | None,
) -> float:
    """Probability that the event is of this type and happened."""
    x = -3.2 + 4.0 * trigger.entry.weight + 0.25 * (len(trigger.tokens) - 1)
    x += 0.5 * bool(actors) + 0.4 * bool(recipients) + 0.3 * (toponym is not None)
    x += 0.2 * (day is not None and day.basis != "publication")
    x -= 0.6 * (trigger.entry.kind == "noun") + 0.3 * ("gerund" in verdict.factors)
    return round(1 / (1 + math.exp(-x)), 3)
