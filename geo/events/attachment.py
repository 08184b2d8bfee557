"""Does a place name belong to this act, by the parse: "met in Brussels", not "a man from Brussels".

A name belongs to the act when it hangs below the trigger, or below the same verb as the trigger.
"""

from __future__ import annotations

from geo.events.triggers import Trigger
from geo.model import Toponym
from geo.syntax import Analysis

_MAX_STEPS = 30


def attached(trigger: Trigger, analysis: Analysis, toponym: Toponym) -> bool | None:
    """Whether a toponym of the sentence belongs to the trigger; None when nobody can tell.

    Parameters
    ----------
    trigger, analysis
        The act and its sentence; without a parse the answer is None.
    toponym
        Any toponym of the article; outside the sentence the answer is None.
    """
    inside = analysis.between(toponym.start, toponym.end)
    if analysis.heads is None or not inside:
        return None
    path = _path(inside[-1], analysis.heads)
    if not set(trigger.tokens).isdisjoint(path):
        return True
    return _verb(path, analysis) == _verb(_path(trigger.anchor, analysis.heads), analysis)


def _path(token: int, heads: tuple[int, ...]) -> list[int]:
    """A token and what it hangs from, up to the root."""
    path = [token]
    while heads[path[-1]] >= 0 and len(path) < _MAX_STEPS:
        path.append(heads[path[-1]])
    return path


def _verb(path: list[int], analysis: Analysis) -> int | None:
    """The nearest verb on a path."""
    return next((i for i in path if analysis.tags[i].startswith("VB")), None)
