"""What of a candidate no article changes, as numbers: made once a name and kept for its next mention.

A block holds the candidates of one name: the features that need nothing but the place and its name,
the point on the unit sphere, and codes that say which country and region it lies in.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from geo.model import Place
from geo.toponyms.gazetteer import NameMatch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OWN = (
    "population", "no population", "country", "admin1", "admin2", "city", "region", "physical",
    "site", "alternate name", "historic name", "derived name", "most important", "capital", "extent", "capital that speaks", "type agrees",
    "type differs", "inside the place printed behind it", "not inside it", "home country",
    "signs of its country", "signs of its region",
)  # fmt: skip
CONTEXT = (
    "same country as others", "same region as others", "near others", "nearest other",
    "country is named", "region is named", "contains others", "same dateline",
)  # fmt: skip
FEATURES = OWN + CONTEXT
COLUMN = {name: i for i, name in enumerate(FEATURES)}
#: What a place can be to the others: a spot in a region, a region, a country, or none of these.
SPOT, REGION, COUNTRY, OTHER = range(4)
_LEVEL = {"city": SPOT, "poi": SPOT, "admin2": SPOT, "admin1": REGION, "country": COUNTRY}
#: The code of a place without a country or region.
NOWHERE = -1
_KIND_FEATURE = {
    "country": "country", "continent": "region", "region": "region", "admin1": "admin1",
    "admin2": "admin2", "city": "city", "physical": "physical", "poi": "site",
}  # fmt: skip
_NAME_FEATURE = {
    "alternate": "alternate name", "historic": "historic name", "derived": "derived name",
    "skeleton": "derived name",
}  # fmt: skip
#: Places without inhabitants, known for their size.
_WIDE = frozenset({"physical", "region", "continent"})
_CACHED = 16_384


@dataclass(frozen=True, slots=True)
class Block:
    """The candidates of one name, best known first; the arrays run in step with ``matches``.

    ``own`` has a column for each of ``FEATURES`` (those of context are 0), ``xyz`` the point on the
    unit sphere, ``codes`` country, first-level region and level (``SPOT`` …).
    """

    matches: tuple[NameMatch, ...]
    places: tuple[Place, ...]
    own: Floats
    xyz: Floats
    codes: Ints


class Blocks:
    """Makes blocks and keeps them; safe between threads, like the codes it gives out."""

    def __init__(self) -> None:
        self._made: dict[int, Block] = {}
        number = count()
        self._codes: defaultdict[str, int] = defaultdict(lambda: next(number))

    def code(self, key: str | None) -> int:
        """The number of a country (ISO3) or first-level region (id) in the blocks."""
        return NOWHERE if key is None else self._codes[key]

    def of(self, matches: tuple[NameMatch, ...]) -> Block:
        """The block of these candidates.

        Kept by identity: the finder hands out the same tuple for the same name, and a block holds
        its tuple, so that no other can come to have its identity.
        """
        block = self._made.get(id(matches))
        if block is None:
            if len(self._made) >= _CACHED:
                self._made.clear()
            block = self._made[id(matches)] = self._make(matches)
        return block

    def _make(self, matches: tuple[NameMatch, ...]) -> Block:
        places = tuple(match.place for match in matches)
        return Block(
            matches,
            places,
            np.array([_own(m.place, m.kind, rank) for rank, m in enumerate(matches)]),
            np.array([_on_sphere(place) for place in places]),
            np.array(
                [
                    (
                        self.code(place.country),
                        self.code(place.region_id),
                        _LEVEL.get(place.kind, OTHER),
                    )
                    for place in places
                ]
            ),
        )


def _own(place: Place, kind: str, rank: int) -> list[float]:
    """Features of a candidate that need nothing but itself and its name."""
    row = [0.0] * len(FEATURES)
    row[COLUMN["population"]] = math.log10(place.population + 1) / 6
    row[COLUMN["no population"]] = float(place.population == 0)
    row[COLUMN[_KIND_FEATURE[place.kind]]] = 1.0
    wide = place.kind in _WIDE
    if (
        kind in _NAME_FEATURE and not wide
    ):  # seas and regions are listed by hand, with all their names
        row[COLUMN[_NAME_FEATURE[kind]]] = 1.0
    if wide and place.radius_km:
        row[COLUMN["extent"]] = math.log10(place.radius_km + 1) / 3
    row[COLUMN["most important"]] = float(rank == 0)
    row[COLUMN["capital"]] = float(place.feature_code == "PPLC")
    return row


def _on_sphere(place: Place) -> tuple[float, float, float]:
    latitude, longitude = math.radians(place.latitude), math.radians(place.longitude)
    across = math.cos(latitude)
    return across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)
