"""Why an act is not drawn where it is: each question by itself, then all signs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.events.pins.case import Case
from geo.events.pins.pinning import Pinning
from geo.events.pins.signs import signs_of
from geo.events.pins.trust import UNSURE, Trust
from geo.model import Event

if TYPE_CHECKING:
    from geo.events.story import Story

__all__ = ["UNSURE", "Doubts"]


class Doubts:
    """The questions of ``Pinning``, and the fitted ``Trust`` in what they leave.

    Parameters
    ----------
    pinning
        The questions, with the probability from which an act is drawn.
    trust
        The trees.
    """

    def __init__(self, pinning: Pinning, trust: Trust) -> None:
        self.pinning = pinning
        self.trust = trust

    @classmethod
    def load(cls, pinning: Pinning, data_dir: Path | None = None) -> Doubts:
        """With the bundled trees, or those in ``data_dir``.

        Raises
        ------
        DataError
            The trees are missing or of another version.
        """
        return cls(pinning, Trust.load(data_dir))

    def why_not(self, name: str, case: Case, story: Story) -> str:  # noqa: ARG002 (bench)
        """What a question says against drawing an act; "" when none does, or it has no place below its country.

        How sure all signs together make it is left with the story, for ``settled``: who is whose
        telling, and what is an incident, is asked of all that pass the questions. ``name`` is the
        event's; a fit overrides this to see the signs of each.
        """
        doubt = self.pinning.why_not(case)
        if doubt or not case.is_placed:
            return doubt
        sure = self.trust.of(signs_of(case, story.article, story.manner, doubt))
        story.sure[case.span[0], case.kind] = sure
        return ""

    def settled(self, events: Sequence[Event], story: Story) -> list[Event]:
        """The events of a story with their ``pin_score``, those too unsure by it no longer drawn."""
        return [self._settled(event, story) if event.pinned else event for event in events]

    def _settled(self, event: Event, story: Story) -> Event:
        sure = story.sure.get((event.trigger.start, event.event_type))
        if sure is None:
            return event
        scored = replace(event, pin_score=round(sure, 3))
        if sure >= self.pinning.limits["trust"]:
            return scored
        return replace(scored, pin_doubt=UNSURE, review_status="needs review")
