"""How the candidates of each name came out: their order, which are one spot, and how sure it is.

Resolution ─▶ Standing of each group ─▶ Toponym (``resolve_reasons``), calibration (``bench``)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from geo.frozen import quicken
from geo.toponyms.gazetteer import NameMatch
from geo.toponyms.resolution.blocks import FEATURES
from geo.toponyms.resolution.groups import Group
from geo.toponyms.resolution.resolve import Resolution
from geo.toponyms.sphere import EARTH_KM

#: Candidates this near to the chosen one (a city and its province) count as the same answer, km.
SAME_KM = 161.0
_SAME_COSINE = math.cos(SAME_KM / EARTH_KM)
_TOLD = [
    FEATURES.index(name)
    for name in ("inside the place printed behind it", "near others", "same region as others")
]
_AREAS = frozenset({"country", "admin1", "admin2", "region", "physical", "continent"})
#: The middle of a larger area is a matter of opinion: gazetteers differ by more than ``SAME_KM``.
_VAST_KM = 1000.0
_OWN_NAMES = frozenset({"primary", "demonym", "abbreviation"})
#: So many of the best count as rivals.
_RIVALS = 5
#: Beyond this the resolver's own certainty says nothing more.
_MOST = 4.0


@dataclass(frozen=True, slots=True)
class Standing:
    """One group: rows of the table from best to worst, and which of them are the best one's spot.

    ``chances`` are the probabilities of ``order``; ``match`` is the best and how it bears the name.
    ``inside``, ``near`` and ``region`` are features of the best: the share of mentions printed with a
    container that holds it, how near other places of the article are, how many are of its region.
    """

    group: Group
    order: tuple[int, ...]
    same_spot: tuple[bool, ...]
    chances: tuple[float, ...]
    match: NameMatch
    inside: float
    near: float
    region: float

    @property
    def lead(self) -> float:
        """How far the chosen spot leads; a city and its own province are one spot, no rivals."""
        pairs = list(zip(self.chances, self.same_spot, strict=True))[:_RIVALS]
        same = sum(chance for chance, near in pairs if near)
        return max(0.0, same - max((chance for chance, near in pairs if not near), default=0.0))

    @property
    def signs(self) -> dict[str, float]:
        """What the calibration looks at, by the names that ``calibration.toml`` gives a weight."""
        place = self.match.place
        pairs = zip(self.chances, self.same_spot, strict=True)
        mass = min(0.999, max(0.001, sum(chance for chance, near in pairs if near)))
        return {
            "log-odds of the chosen place": max(-_MOST, min(_MOST, math.log(mass / (1 - mass)))),
            "only candidate": float(len(self.order) == 1),
            "country": float(place.kind == "country"),
            "first-level region": float(place.kind == "admin1"),
            "population": math.log10(place.population + 1) / 6,
            "printed with its container": self.inside,
            "mentions": math.log(len(self.group.mentions)),
            "alternate name": float(self.match.kind not in _OWN_NAMES),
            "vast area": float(place.kind in _AREAS and (place.radius_km or 0) > _VAST_KM),
            "near others": min(1.0, self.near),
            "same region as others": min(0.5, self.region),
        }


quicken(Standing)


def standings(resolution: Resolution) -> Iterator[Standing]:
    """The standing of every group, in the order of the groups."""
    table = resolution.table
    if table is None:
        return
    scores, chances = resolution.scores.tolist(), resolution.probability.tolist()
    known = resolution.features[:, _TOLD].tolist()
    for start, one in zip(table.first.tolist(), resolution.groups, strict=True):
        stop = start + len(one.matches)
        order = tuple(
            sorted(range(start, stop), key=lambda row: (-scores[row], table.places[row].id))
        )
        best = order[0]
        near = [True]
        if stop - start > 1:
            near = (table.xyz[start:stop] @ table.xyz[best] >= _SAME_COSINE).tolist()
            near[best - start] = True
        yield Standing(
            group=one,
            order=order,
            same_spot=tuple(near[row - start] for row in order),
            chances=tuple(chances[row] for row in order),
            match=one.matches[best - start],
            inside=known[best][0],
            near=known[best][1],
            region=known[best][2],
        )
