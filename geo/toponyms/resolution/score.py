"""How sure: the calibrated probability that the chosen place is within 161 km of the truth.

A logistic model of a few signs (``data/ontology/toponyms/calibration.toml``), fitted on articles
whose places are known; the reliability table on other articles is in docs/quality.md.
"""

from __future__ import annotations

import math
from pathlib import Path

from geo.errors import OntologyError
from geo.resources import data_path, read_toml

_FILE = ("ontology", "toponyms", "calibration.toml")
SIGNS = (
    "log-odds of the chosen place", "only candidate", "country", "first-level region", "population",
    "printed with its container", "mentions", "alternate name", "vast area", "near others",
    "same region as others",
)  # fmt: skip


class Calibration:
    """Signs to probability."""

    def __init__(self, weights: dict[str, float], context: float) -> None:
        self._weights = weights
        self._context = context

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Calibration:
        """Read the weights.

        Raises
        ------
        OntologyError
            A weight is missing or no number.
        """
        path = data_path(*_FILE, override=data_dir)
        try:
            tables = read_toml(path)
            weights = {name: float(tables["weights"][name]) for name in ("bias", *SIGNS)}
            context = float(tables["context"]["probability"])
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{path}: {error}. Restore the file from the release."
            raise OntologyError(msg) from error
        return cls(weights, context)

    @property
    def by_context(self) -> float:
        """Probability for a name without an entry that is placed where the text around it is."""
        return self._context

    def probability(self, signs: dict[str, float]) -> float:
        """The probability for one group's chosen place."""
        weights = self._weights
        total = weights["bias"] + sum([weights[name] * value for name, value in signs.items()])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
