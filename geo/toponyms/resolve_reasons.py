"""Resolution -> Toponyms: the chosen place, how sure, and the reason in plain words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.model import Article, Candidate, Place, Sentence, Toponym
from geo.toponyms.recognize import Mention
from geo.toponyms.resolve import Resolution
from geo.toponyms.resolve_features import FEATURES, Floats

#: Candidates kept on a toponym.
TOP = 5
_TOLD = 3


def toponyms(
    article: Article,  # noqa: ARG001
    sentences: Sequence[Sentence],  # noqa: ARG001
    mentions: Sequence[Mention],
    resolution: Resolution,
) -> tuple[Toponym, ...]:
    """One Toponym for each mention."""
    chosen: dict[int, Toponym] = {}
    weighted = resolution.features
    for number, one in enumerate(resolution.groups):
        table = resolution.table
        assert table is not None
        rows = np.flatnonzero(table.owner == number)
        order = sorted(rows, key=lambda r: (-resolution.scores[r], table.places[r].id))
        candidates = tuple(
            Candidate(table.places[r], round(float(resolution.probability[r]), 4), _features(weighted[r]))
            for r in order[:TOP]
        )
        margin = candidates[0].score - (candidates[1].score if len(candidates) > 1 else 0.0)
        for index in one.mentions:
            mention = mentions[index]
            chosen[index] = Toponym(
                mention.start, mention.end, mention.text, mention.role,
                place=candidates[0].place, score=candidates[0].score, margin=margin,
                reason="", candidates=candidates,
            )
    return tuple(
        chosen.get(i) or Toponym(m.start, m.end, m.text, m.role, reason="not in the gazetteer")
        for i, m in enumerate(mentions)
    )


def _features(row: Floats) -> tuple[tuple[str, float], ...]:
    return tuple((n, round(float(v), 3)) for n, v in zip(FEATURES, row, strict=True) if v)
