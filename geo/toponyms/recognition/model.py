"""The learned judge of candidate spans: a linear model over named features.

Weights are in ``data/models/recognizer.npz`` (no pickle): ``features`` (UTF-8 names joined by line
feeds), ``weights`` (features × classes) and ``classes``. Trained by ``bench/train_recognizer.py``
on openly licensed text; licence and attribution stand beside it and in ``data/README.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from geo.errors import DataError
from geo.resources import data_path, open_model

FILE = ("models", "recognizer.npz")
#: What a candidate span can be: a place, (part of) a person's or an organisation's name, else.
CLASSES = ("LOC", "PER", "ORG", "OTHER")


class LinearModel:
    """Softmax over the sums of feature weights."""

    def __init__(self, weights: dict[str, tuple[float, ...]]) -> None:
        self._weights = weights

    @classmethod
    def load(cls, data_dir: Path | None = None) -> LinearModel:
        """The bundled model, or the one in ``data_dir``/models; read once per process.

        Raises
        ------
        DataError
            The file is missing or not a model of this version.
        """
        return _load(data_dir)

    def __len__(self) -> int:
        return len(self._weights)

    def logits(self, features: Iterable[str]) -> tuple[float, float, float, float]:
        """Unnormalised log-probabilities of ``CLASSES``; unknown features count nothing."""
        place = person = body = other = 0.0
        get = self._weights.get
        for of_place, of_person, of_body, of_other in filter(None, map(get, features)):
            place += of_place
            person += of_person
            body += of_body
            other += of_other
        return place, person, body, other

    def probabilities(self, features: Iterable[str]) -> tuple[float, ...]:
        """Probabilities of ``CLASSES``, in their order."""
        scores = self.logits(features)
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return tuple(power / total for power in powers)


@cache
def _load(data_dir: Path | None) -> LinearModel:
    path = data_path(*FILE, override=data_dir)
    with open_model(path) as stored:
        names = bytes(stored["features"]).decode("utf-8").split("\n")
        rows = stored["weights"].astype("float64").tolist()
        classes = tuple(bytes(stored["classes"]).decode("ascii").split())
    if classes != CLASSES or len(names) != len(rows):
        msg = f"{path} is a model of another version. Rebuild it with bench/train_recognizer.py."
        raise DataError(msg)
    return LinearModel(dict(zip(names, map(tuple, rows), strict=True)))
