"""Which numbers are told of more than one act: "20 people have died since March".

Such a sum stands for itself: no attack of that time, and no town of that war, may have it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from geo import grammar
from geo.events.quantities.find import find_quantities
from geo.model import QuantityKind

__all__ = ["is_sum", "tells_total", "totals_of"]

_HARM: frozenset[QuantityKind] = frozenset({"killed", "injured", "abducted"})
_SPANS = grammar.phrases("quantities.totals.spans")
_SUMS = grammar.phrases("quantities.totals.sums")
_EXTREMES = grammar.words("quantities.totals.extremes")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=512)
def totals_of(text: str, *, running: bool = False) -> frozenset[int]:
    """Where the numbers of a sentence begin that sum up a longer time or several places.

    Parameters
    ----------
    text
        A sentence.
    running
        Whether running tolls ("so far") are taken for sums too: they may be those of one act.
    """
    starts = _harmed(text)
    if not starts:
        return frozenset()
    marks = _marks(text, (*_SPANS, *_SUMS) if running else _SPANS)
    # A phrase goes to the number before it, one that opens the sentence to the first.
    return frozenset(max((s for s in starts if s < mark), default=starts[0]) for mark in marks)


@lru_cache(maxsize=2048)  # every telling is compared with many
def tells_total(text: str) -> bool:
    """Whether a sentence tells of people harmed and every number of them is a sum."""
    harmed = _harmed(text)
    return bool(harmed) and totals_of(text).issuperset(harmed)


@lru_cache(maxsize=512)  # asked of a sentence three ways
def _harmed(text: str) -> tuple[int, ...]:
    """Where the numbers of people harmed begin, in order."""
    return tuple(sorted(q.start for q in find_quantities(text) if q.kind in _HARM))


def is_sum(text: str, start: int) -> bool:
    """Whether the number that begins at ``start`` of a sentence is a sum or a running toll."""
    return start in totals_of(text, running=True)


def _marks(text: str, phrases: Collection[str]) -> list[int]:
    """Where the phrases stand in a text; "the worst attack since May" sums up nothing."""
    words = list(_WORD.finditer(text.lower()))
    plain = " ".join(w.group() for w in words)
    begins, at = {}, 0
    for word in words:
        begins[at] = word.start()
        at += len(word.group()) + 1
    if _EXTREMES.intersection(plain.split()):
        return []
    return [
        begins[hit.start()]
        for phrase in phrases
        for hit in re.finditer(rf"\b{re.escape(phrase)}\b", plain)
    ]
