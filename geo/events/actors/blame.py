"""Who is said to be behind an act: claims, blame and suspicion around the word that names it.

"The Front claimed responsibility for the attack", "a bomb allegedly planted by rebels", "the raid was the
work of X". A parser seldom ties such a name to the act, so the words around are read by position.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo import grammar
from geo.events.actors.phrases import Phrase, lowered
from geo.syntax import Analysis

__all__ = ["DOING", "behind_act"]

_BEFORE = tuple(tuple(cue.split()) for cue in grammar.phrases("actors.blame.before"))
_BEHIND = tuple(tuple(cue.split()) for cue in grammar.phrases("actors.blame.behind"))
_NOT = grammar.words("actors.blame.not")
DOING = grammar.words("actors.blame.doing")
#: Kinds of phrase that are somebody.
_SOMEBODY = frozenset({"person", "body", "name"})
#: How far from the act its cue may stand, and how near a denial must be to count.
_REACH, _CLOSE = 14, 6
_STOPS = frozenset({";", ".", "?", "!", ":"})


def behind_act(
    first: int,
    last: int,
    found: Sequence[Phrase],
    analysis: Analysis,
    kind: Callable[[Phrase], str],
) -> list[int]:
    """The head of who is said to be behind an act; empty where nobody is.

    Parameters
    ----------
    first, last
        The tokens that name the act.
    found, analysis, kind
        The phrases of the sentence, the sentence, and what a phrase means.
    """
    low = lowered(analysis.words)
    near = [p for p in found if not p.pronoun and kind(p) in _SOMEBODY]
    who = _behind(last, near, analysis, low) or _before(first, near, low)
    return [] if who is None else [who.head]


def _behind(
    last: int, near: Sequence[Phrase], analysis: Analysis, low: Sequence[str]
) -> Phrase | None:
    """Whoever is named behind the act: "… by X", "… the work of X"."""
    for at in range(last + 1, min(len(low), last + 1 + _REACH)):
        cue = next((c for c in _BEHIND if tuple(low[at : at + len(c)]) == c), None)
        if low[at] in _STOPS or (cue == ("by",) and not _is_doing(range(last + 1, at), analysis)):
            return None
        who = next((p for p in near if cue and p.first == at + len(cue)), None)
        if who is not None and _NOT.isdisjoint(low[max(0, at - _CLOSE) : at]):
            return who
    return None


def _before(first: int, near: Sequence[Phrase], low: Sequence[str]) -> Phrase | None:
    """Whoever stands before the act and before what ties them to it: "X claimed credit for …"."""
    for at in range(first - 1, max(-1, first - _REACH), -1):
        if low[at] in _STOPS:
            return None
        cue = next((c for c in _BEFORE if tuple(low[at - len(c) + 1 : at + 1]) == c), None)
        if cue is not None:
            begin = at - len(cue) + 1
            who = next((p for p in reversed(near) if p.last < begin <= p.last + _REACH), None)
            said = who is not None and _NOT.isdisjoint(low[max(0, who.first - 1) : begin])
            return who if said else None
    return None


def _is_doing(between: range, analysis: Analysis) -> bool:
    """Whether the last verb of a stretch, if it has one, tells of the doing."""
    verbs = [i for i in between if analysis.tags[i].startswith("V")]
    return not verbs or analysis.lemma(verbs[-1]) in DOING
