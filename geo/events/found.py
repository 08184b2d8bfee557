"""What the coder holds between its steps: a sentence with its patterns, a judged trigger, who is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.events.gate import Verdict
from geo.events.triggers import Laid, Trigger
from geo.frozen import quicken
from geo.model import Actor, Sentence, Span
from geo.syntax import Analysis

__all__ = ["Found", "Held", "Who"]


@dataclass(frozen=True, slots=True)
class Held:
    """A tagged sentence with the patterns that its words allow."""

    sentence: Sentence
    analysis: Analysis
    laid: Sequence[Laid]


@dataclass(frozen=True, slots=True)
class Found:
    """A trigger with what the gate said of it."""

    trigger: Trigger
    verdict: Verdict
    sentence: Sentence
    analysis: Analysis
    span: Span
    #: Every trigger of the sentence, this one and those that the gate refused among them.
    beside: tuple[Trigger, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether the gate only missed that something is told of it: "attacks in Quito"."""
        return self.verdict.reason == "generic"


@dataclass(frozen=True, slots=True)
class Who:
    """What an act is and who is in it; ``public`` tells an act of public affairs."""

    kind: str
    modes: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    public: bool

    @property
    def people(self) -> tuple[Actor, ...]:
        """Actors and recipients."""
        return (*self.actors, *self.recipients)


quicken(Held, Found, Who)
