"""How sure an event is: a logistic of few features, its weights fitted on the development sets.

Weights stand in ``data/ontology/confidence.toml`` (written by ``bench/fit_confidence.py``), the
reliability table in docs/quality.md. Below ``floor`` an event is not told but only possible: the
gate keeps it as "unsure".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.events.gate import Verdict
from geo.events.logistic import probability, read_weights
from geo.events.triggers import Trigger
from geo.model import Actor, EventDate, Quantity, Sentence, Toponym
from geo.resources import data_path

FEATURES = (
    "bias", "weight", "words", "noun", "phrase", "participle", "gerund", "purpose", "announced",
    "actor", "recipient", "public", "own_place", "near_place", "no_place", "dated", "lead",
    "headline", "numbers", "assault", "armed", "attached", "apart", "story", "story_assault",
)  # fmt: skip
_LEAD = 2


@dataclass(frozen=True, slots=True)
class Confidence:
    """The fitted weights, by feature, and the floor below which nothing is told."""

    weights: Mapping[str, float]
    floor: float

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Confidence:
        """Read the weights (once a process).

        Raises
        ------
        OntologyError
            The file names other features than the code.
        """
        return _load(data_dir)

    def of(self, features: Mapping[str, float]) -> float:
        """The probability that the event is of its type and happened, to three digits."""
        return round(probability(self.weights, features, FEATURES), 3)


def features_of(  # noqa: PLR0913 (the event, part by part)
    trigger: Trigger,
    verdict: Verdict,
    sentence: Sentence,
    *,
    actors: Sequence[Actor],
    recipients: Sequence[Actor],
    toponym: Toponym | None,
    day: EventDate | None,
    numbers: Sequence[Quantity],
    public: bool,
    attached: bool | None,
    story: float,
) -> dict[str, float]:
    """What is known of an event when its confidence is asked for."""
    violent = verdict.event_type == "ASSAULT"
    own = toponym is not None and sentence.start <= toponym.start < sentence.end
    values = {
        "bias": 1.0,
        "weight": trigger.entry.weight,
        "words": min(3, len(trigger.tokens) - 1),
        "noun": trigger.entry.kind == "noun",
        "phrase": trigger.entry.kind == "phrase",
        "actor": any(not actor.implied for actor in actors),
        "recipient": bool(recipients),
        "public": public,
        "own_place": own,
        "near_place": toponym is not None and not own,
        "no_place": toponym is None,
        "dated": day is not None and day.basis != "publication",
        "lead": sentence.index < _LEAD,
        "headline": sentence.kind in {"headline", "heading"},
        "numbers": bool(numbers),
        "assault": violent,
        # Its words say how it was done (shot, bombed, gassed), which leaves less to be mistaken.
        "armed": violent and bool(trigger.entry.modes),
        "attached": attached is True,
        "apart": attached is False,
        "story": story,
        "story_assault": story if violent else 0.0,
    }
    for factor in ("participle", "gerund", "purpose", "announced"):
        values[factor] = factor in verdict.factors
    return {name: float(value) for name, value in values.items()}


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> Confidence:
    path = data_path("ontology", "confidence.toml", override=data_dir)
    return Confidence(*read_weights(path, FEATURES))
