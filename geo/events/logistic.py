"""A fitted logistic of named features: how its weights are read, and the probability they give."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.errors import OntologyError
from geo.resources import read_toml

#: Beyond this the probability is 0 or 1 to a float.
_FAR = 30.0


def read_weights(path: Path, names: Sequence[str]) -> tuple[dict[str, float], float]:
    """The weights of a file by feature, and its floor.

    Raises
    ------
    OntologyError
        The file names other features than the code.
    """
    raw = read_toml(path)
    weights = {name: float(value) for name, value in raw["weights"].items()}
    if set(weights) != set(names):
        msg = f"{path}: features differ from the code's: {sorted(set(weights) ^ set(names))}."
        raise OntologyError(msg)
    return weights, float(raw["floor"])


def probability(
    weights: Mapping[str, float], features: Mapping[str, float], names: Sequence[str]
) -> float:
    """The logistic of the weighted features, 0 to 1; always summed in the order of ``names``."""
    x = sum([weights[name] * features[name] for name in names])
    return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, x))))
