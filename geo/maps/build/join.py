"""Which gazetteer entry each polygon is, or is a part of.

Two witnesses: the names Natural Earth gives, looked up among the first-level units of the same
country; and the gazetteer's own cities, each of which knows its unit and lies in some polygon.
Where Natural Earth is finer than the gazetteer (French departments, British districts), several
polygons are one unit. Where its outlines are older (Kazakhstan before June 2022), the cities
disagree inside one polygon: the name decides, and without one the polygon stays unjoined.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from geo.toponyms.fold import fold, skeleton

if TYPE_CHECKING:
    from geo.maps.build.lines import Unit
    from geo.model import Place
    from geo.toponyms.gazetteer import Gazetteer

#: Of the cities inside a polygon, so many must lie in the unit that claims it.
MAJORITY: Final = 0.7
#: A name is not believed where fewer of the cities than this agree, if there are any.
DOUBT: Final = 0.2
_GENERIC: Final = re.compile(
    r"\b(?:oblast|oblysy|oblisi|respublika|republic|region|province|provincia|provincie|state|"
    r"county|district|department|departement|governorate|prefecture|territory|krai|kray|okrug|"
    r"autonomous|avtonomna|municipality|city|misto|qalasy|land|wilayat|muhafazat|of|the|de|du)\b"
)


def gazetteer_ids(
    units: Sequence[Unit], polygons: np.ndarray, gazetteer: Gazetteer
) -> dict[int, Place]:
    """Place of the unit in the file -> the first-level place it is, or is a part of."""
    votes = _votes(polygons, gazetteer)
    named = _by_name(units, gazetteer)
    found: dict[int, Place] = {}
    for i, unit in enumerate(units):
        inside = votes[i]
        total = sum(inside.values())
        place = named.get(i)
        if place and (not total or inside[place.id] >= DOUBT * total):
            found[i] = place
        elif inside:
            winner, n = max(inside.items(), key=lambda item: (item[1], item[0]))
            voted = gazetteer.get(winner)
            if n >= MAJORITY * total and voted and _same_country(voted, unit, gazetteer):
                found[i] = voted
    return found


def _same_country(place: Place, unit: Unit, gazetteer: Gazetteer) -> bool:
    country = gazetteer.country(unit.iso2) if unit.iso2 else None
    return country is not None and place.country == country.country


def _votes(polygons: np.ndarray, gazetteer: Gazetteer) -> dict[int, Counter[str]]:
    """First-level units of the cities in each polygon; a larger city has no larger voice."""
    cities = [p for p in _cities(gazetteer) if p.admin1_id]
    points = shapely.points([c.longitude for c in cities], [c.latitude for c in cities])
    which_point, which_polygon = shapely.STRtree(polygons).query(points, predicate="within")
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for point, polygon in zip(which_point.tolist(), which_polygon.tolist(), strict=True):
        votes[polygon][str(cities[point].admin1_id)] += 1
    return votes


def _cities(gazetteer: Gazetteer) -> list[Place]:
    places = map(gazetteer.place, range(len(gazetteer)))
    return [place for place in places if place.kind == "city"]


def _by_name(units: Sequence[Unit], gazetteer: Gazetteer) -> dict[int, Place]:
    """Units whose name only one first-level place of the country answers to."""
    found: dict[int, Place] = {}
    tables: dict[str, dict[str, set[str]]] = {}
    for i, unit in enumerate(units):
        if unit.iso2 and unit.iso2 not in tables:
            tables[unit.iso2] = _keys(gazetteer.admin1s(unit.iso2))
        table = tables.get(unit.iso2, {})
        for key in (k for name in unit.names for k in _spellings(name)):
            ids = table.get(key, set())
            place = gazetteer.get(next(iter(ids))) if len(ids) == 1 else None
            if place:
                found[i] = place
                break
    return found


def _keys(places: Sequence[Place]) -> dict[str, set[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for place in places:
        for key in _spellings(place.name):
            table[key].add(place.id)
    return table


def _spellings(name: str) -> list[str]:
    """Keys of a name, most exact first: whole, without generic words, by consonants."""
    whole = fold(name)
    bare = " ".join(_GENERIC.sub(" ", whole).split())
    keys = [f"={whole}", f"-{bare}", f"~{skeleton(bare)}"]
    return [key for key in keys if len(key) > 3]  # noqa: PLR2004 (a key of two letters says nothing)
