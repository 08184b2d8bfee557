"""The hand-written lists of ``data/gazetteer/``: read, checked, and put into the working set.

``countries.csv`` and ``admin1.csv`` correct what the packages say; ``places_*.csv`` add places;
``aliases.csv`` and ``demonyms.csv`` add names; ``english.csv`` says which name to show;
``disputed.csv`` says who claims what. A line that starts with ``#`` is a remark. Each mistake is
reported with file and row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from geo.errors import DataError
from geo.toponyms.build.names import variants
from geo.toponyms.build.sources import Point, Sources
from geo.toponyms.build.units import Unit, Units
from geo.toponyms.fold import MAX_EXACT, fold
from geo.toponyms.sphere import distance_km
from geo.toponyms.store import KINDS, NAME_KINDS

#: Importance of a listed place where the list does not say.
BONUS = {"continent": 9.0, "region": 6.0, "physical": 5.5, "poi": 4.0, "city": 5.0, "admin2": 4.0}
#: A GeoNames region of the same name is the listed one when its point is no farther away.
_SAME_REGION_KM = 900.0
#: A listed district is the town of the same name when that is no farther away.
_SAME_TOWN_KM = 12.0


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of a list with the place of each for messages ("aliases.csv:12")."""
    _must_exist(path)
    with path.open(encoding="utf-8", newline="") as stream:
        lines = [line for line in stream if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(lines)
    for row in reader:
        where = f"{path.name}, row {reader.line_num}"
        if None in row or None in row.values():
            msg = f"{where}: {len(reader.fieldnames or ())} columns are needed: {row}"
            raise DataError(msg)
        yield where, {key: value.strip() for key, value in row.items()}


def _must_exist(path: Path) -> None:
    if not path.is_file():
        msg = f"{path} is missing; the gazetteer cannot be built without its lists."
        raise DataError(msg)


def read_keyed(path: Path, key: str) -> dict[str, dict[str, str]]:
    """A list as a dictionary by one of its columns."""
    return {row[key]: row for _, row in read_rows(path)}


def read_words(path: Path) -> frozenset[str]:
    """The words of a list of words, one a line."""
    _must_exist(path)
    lines = path.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def add_listed(units: Units, sources: Sources, path: Path) -> None:
    """Add the places of one list: ``name,kind,lat,lon,radius_km,country,importance,names``.

    A region of GeoNames that has the same name and lies near lends its number and its names; a town
    that is there already takes the names of the listed one.
    """
    regions = _regions(sources)
    iso2 = {iso3: cc for cc, iso3 in units.iso3.items()} | {"": ""}
    towns = _towns(units)
    for where, row in read_rows(path):
        if row["country"] not in iso2:
            msg = f"{where}: no such country (ISO 3166-1 alpha-3): {row}"
            raise DataError(msg)
        unit = _listed(where, {**row, "country": iso2[row["country"]]})
        slug = str(unit.ref)
        if unit.kind == "city" and (town := _lend_names(units, unit)):
            units.slugs[slug] = town
            continue
        _put_into_unit(unit, towns)
        _take_number(units, unit, regions.get(fold(unit.name), []))
        if unit.ref in units.by_ref:
            unit.ref = f"{unit.ref}-{unit.kind}"
        units.slugs.setdefault(slug, unit)
        try:
            units.add(unit)
        except ValueError as error:
            msg = f"{where}: {error}"
            raise DataError(msg) from error


def _regions(sources: Sources) -> dict[str, list[Point]]:
    """GeoNames' regions and continents by folded name."""
    regions: dict[str, list[Point]] = {}
    for point in sources.points.values():
        if point.type in {"region", "continent"}:
            for key in {fold(text) for text in [point.name, *point.names]}:
                regions.setdefault(key, []).append(point)
    return regions


def _take_number(units: Units, unit: Unit, points: list[Point]) -> None:
    """Take over GeoNames' number and names of the same region."""
    if unit.kind not in {"region", "continent"}:
        return
    for point in points:
        near = distance_km(unit.lat, unit.lon, point.lat, point.lon) <= _SAME_REGION_KM
        if near and point.gid not in units.by_ref:
            unit.ref, unit.fcode = point.gid, "CONT" if unit.kind == "continent" else "RGN"
            for text in variants(point.names, 0, frozenset(), keep_all=True):
                unit.call(text)
            return


def _listed(where: str, row: dict[str, str]) -> Unit:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
        radius = float(row["radius_km"] or 0)
        bonus = float(row["importance"] or BONUS[row["kind"]])
    except (ValueError, KeyError) as error:
        msg = f"{where}: not understood ({error}): {row}"
        raise DataError(msg) from error
    if row["kind"] not in KINDS or abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 (degrees)
        msg = f"{where}: no such kind, or not on Earth: {row}"
        raise DataError(msg)
    ref = f"dl:{fold(row['name']).replace(' ', '-')}"
    unit = Unit(
        ref, row["name"], lat, lon, row["kind"], row["country"], radius_km=radius, bonus=bonus
    )
    for text in [row["name"], *filter(None, row["names"].split("|"))]:
        name = text.removeprefix("h:")
        kind = "primary" if text == row["name"] else "historic" if text != name else "alternate"
        initials = name.isascii() and name.isupper() and len(name) <= MAX_EXACT
        unit.call(name, "abbreviation" if initials else kind, case=initials)
    return unit


def _lend_names(units: Units, unit: Unit) -> Unit | None:
    """Give the names and the importance to the town that is there already, if there is one."""
    known = [u for u in units.named(unit.name, "city", unit.cc) if u.km(unit) <= _SAME_TOWN_KM]
    if not known:
        return None
    town = min(known, key=unit.km)
    town.bonus = max(town.bonus, unit.bonus - town.weight + town.bonus)
    for (text, case), kind in unit.names.items():
        town.call(text, kind, case=case)
    return town


def _towns(units: Units) -> dict[tuple[str, int, int], list[Unit]]:
    """Towns by country and whole degree."""
    towns: dict[tuple[str, int, int], list[Unit]] = {}
    for unit in units.all:
        if unit.kind == "city" and unit.a1:
            towns.setdefault((unit.cc, int(unit.lat), int(unit.lon)), []).append(unit)
    return towns


def _put_into_unit(unit: Unit, towns: dict[tuple[str, int, int], list[Unit]]) -> None:
    """A site or district lies in the units of the nearest town of its country, within 60 km."""
    if unit.kind not in {"poi", "city"} or not unit.cc:
        return
    lat, lon = int(unit.lat), int(unit.lon)
    near = [
        (unit.km(town), str(town.ref), town)
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        for town in towns.get((unit.cc, lat + i, lon + j), [])
    ]
    best = min(near, default=None, key=lambda n: n[:2])
    if best and best[0] <= 60:  # noqa: PLR2004 (km)
        unit.a1, unit.a2 = best[2].a1, best[2].a2


def add_aliases(units: Units, path: Path) -> None:
    """Add ``name,target,kind,case`` lines; ``case`` is "exact" for a name found only as printed.

    The list knows better than GeoNames which kind of name it is; kind "none" takes the name away.
    """
    for where, row, unit in _targets(units, path):
        if row["kind"] not in {*NAME_KINDS, "none"} or row["case"] not in {"exact", "fold"}:
            msg = f"{where}: no such kind or case of name: {row}"
            raise DataError(msg)
        for name in row["name"].split("|"):
            same = [key for key in unit.names if not key[1] and fold(key[0]) == fold(name)]
            for key in same:
                if unit.names[key] != "primary":
                    del unit.names[key]
            if row["kind"] != "none":
                unit.call(name, row["kind"], case=row["case"] == "exact")


def add_demonyms(units: Units, path: Path) -> None:
    """Add ``target,demonyms`` lines: what people and things of a place are called."""
    for _, row, unit in _targets(units, path):
        for name in row["demonyms"].split("|"):
            # some language's name of the country that is spelt like the demonym ("Israeli", "Saudi")
            # must not hide it
            for text, case in [key for key, kind in unit.names.items() if kind == "alternate"]:
                if fold(text) == fold(name):
                    unit.names[text, case] = "demonym"
            unit.call(name, "demonym")


def rename(units: Units, path: Path) -> None:
    """Apply ``target,name``: the name to show; the old one stays as a name to be found by."""
    for _, row, unit in _targets(units, path):
        unit.name = row["name"]
        unit.call(row["name"], "primary")


def mark_disputed(units: Units, path: Path) -> None:
    """Apply ``target,claimants``: to the place, and to everything that lies in it."""
    claims: dict[int, str] = {}
    for _, row, unit in _targets(units, path):
        unit.disputed = row["claimants"]
        claims[id(unit)] = row["claimants"]
    for unit in units.all:
        country = units.countries.get(unit.cc)
        for outer in (unit.a2, unit.a1, country):
            if outer and not unit.disputed:
                unit.disputed = claims.get(id(outer))


def _targets(units: Units, path: Path) -> list[tuple[str, dict[str, str], Unit]]:
    """Rows of a list with the place each points at; every row without one is reported at once."""
    rows = [(where, row, units.target(row["target"])) for where, row in read_rows(path)]
    lost = [f"{where}: {row['target']}" for where, row, unit in rows if unit is None]
    if lost:
        msg = "No such place in the gazetteer:\n" + "\n".join(lost)
        raise DataError(msg)
    return [(where, row, unit) for where, row, unit in rows if unit is not None]
