"""How sure: the calibrated probability that the chosen place is within 161 km of the truth.

A logistic model of a few signs (``data/ontology/toponyms/calibration.toml``), fitted on articles
whose places are known; the reliability table on other articles is in docs/quality.md.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import OntologyError
from geo.model import Place
from geo.resources import data_path
from geo.toponyms.gazetteer import distance_km
from geo.toponyms.resolve_features import Floats, Table

_FILE = ("ontology", "toponyms", "calibration.toml")
#: Candidates this near to the chosen one (a city and its province) count as the same answer, km.
_SAME_KM = 161.0
#: Beyond this the resolver's own certainty says nothing more.
_MOST = 4.0
SIGNS = (
    "log-odds of the chosen place", "only candidate", "country", "first-level region", "population",
    "printed with its container", "mentions", "alternate name",
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
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            weights = {name: float(tables["weights"][name]) for name in ("bias", *SIGNS)}
            context = float(tables["context"]["probability"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
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
        total = weights["bias"] + sum(weights[name] * value for name, value in signs.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def signs(
    table: Table,
    probability: Floats,
    rows: NDArray[np.int64],
    best: int,
    *,
    mentions: int,
    inside: float,
    kind: str,
) -> dict[str, float]:
    """The signs of one group: its rows of the table, the chosen row, how its name is printed."""
    place = table.places[best]
    mass = sum(float(probability[row]) for row in rows if is_close(place, table.places[row]))
    mass = min(0.999, max(0.001, mass))
    return {
        "log-odds of the chosen place": max(-_MOST, min(_MOST, math.log(mass / (1 - mass)))),
        "only candidate": float(len(rows) == 1),
        "country": float(place.kind == "country"),
        "first-level region": float(place.kind == "admin1"),
        "population": math.log10(place.population + 1) / 6,
        "printed with its container": inside,
        "mentions": math.log(mentions),
        "alternate name": float(kind not in {"primary", "demonym", "abbreviation"}),
    }


def is_close(one: Place, other: Place) -> bool:
    """Whether two places are the same answer at the precision that is measured."""
    km = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    return km <= _SAME_KM
