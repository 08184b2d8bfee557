"""How likely a pin is right: boosted trees over what is known of an act (``signs``).

The trees are ``data/models/pins.npz``, fitted by ``bench/fit_pins.py`` on 5,905 acts of news
that were judged one by one: is it a real act of that type, at that place, on the days claimed. They hold
names of signs and numbers, no words of a text. The probability from which an act is drawn is ``trust`` in
``data/ontology/pins.toml``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geo.events.trees import Trees
from geo.packs import pack_path
from geo.resources import data_path, read_toml

__all__ = ["FILE", "UNSURE", "Trust", "least_sure"]

FILE = ("models", "pins.npz")
UNSURE = "all signs together leave it too unsure to be drawn"


class Trust(Trees):
    """The trees that say how likely a pin is right."""

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Trust:
        """The bundled trees, or those in ``data_dir``/models; read once per process.

        Raises
        ------
        DataError
            The file is missing or not a model of this version.
        """
        return _load(data_dir)


@cache
def least_sure() -> float:
    """The probability from which an act is drawn, for who only tells of it."""
    return float(read_toml(pack_path("pins"))["limits"]["trust"])


@cache
def _load(data_dir: Path | None) -> Trust:
    return Trust.read(data_path(*FILE, override=data_dir), "bench/fit_pins.py")
