"""Why an act is not drawn where it is: each question by itself, then all signs together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.events.pins.case import Case
from geo.events.pins.pinning import Pinning
from geo.events.pins.signs import signs_of
from geo.events.pins.trust import Trust

if TYPE_CHECKING:
    from geo.events.story import Story

__all__ = ["Doubts"]


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
        """Why an act is not drawn; "" when it is, or has no place below its country anyway.

        ``name`` is the event's; a fit overrides this to see the signs of each.
        """
        doubt = self.pinning.why_not(case)
        if doubt or case.toponym.place is None or case.toponym.place.kind == "country":
            return doubt
        sure = self.trust.of(signs_of(case, story.article, story.manner, doubt))
        if sure < self.pinning.limits["trust"]:
            return "all signs together leave it too unsure to be drawn"
        return ""
