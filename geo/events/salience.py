"""Which of a sentence's acts is the main one: it comes first, and single labels are taken from it."""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.gate import Verdict
from geo.events.triggers import Trigger

_SUBORDINATE = grammar.words("events.salience.subordinate")


def salience(trigger: Trigger, verdict: Verdict, low: Sequence[str]) -> float:
    """A score to order the acts of one sentence by; higher is more central."""
    score = trigger.entry.weight
    score += {"verb": 0.6, "phrase": 0.5, "noun": 0.0}[trigger.entry.kind]
    score += 0.05 * (len(trigger.tokens) - 1)
    score -= 0.012 * trigger.anchor
    score -= 0.5 * _is_subordinate(trigger, low)
    if "gerund" in verdict.factors:
        score -= 0.35
    if "participle" in verdict.factors:
        score -= 0.4
    if "purpose" in verdict.factors:
        score -= 0.8
    if "ordered" in verdict.factors:
        score += 0.6
    if verdict.reason:
        score -= 3
    return score


def _is_subordinate(trigger: Trigger, low: Sequence[str]) -> bool:
    """Whether a subordinating word stands between the trigger and the start of its clause."""
    for position in range(trigger.first - 1, max(-1, trigger.first - 9), -1):
        if low[position] in {",", ";"}:
            return False
        if low[position] in _SUBORDINATE:
            return low[position] != "that" or not (position and low[position - 1] in _SAYING)
    return False


_SAYING = grammar.words("events.salience.saying")
