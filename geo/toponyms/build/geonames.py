"""Build a gazetteer from a full GeoNames dump (``allCountries.zip``), streaming.

The dump is read twice: once for countries and their units, once for everything that lies in them.
The bundled gazetteer is laid over it, so that Dateline's own places, aliases, demonyms, abbreviations
and claims are there as well. Memory stays well under a gigabyte; the file appears only when whole.

Format: https://download.geonames.org/export/dump/readme.txt (19 tab-separated columns; alternate names
in ``alternateNamesV2.txt``, 10 columns).
"""

from __future__ import annotations

import math
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import numpy as np

from geo.errors import DataError
from geo.model import Place
from geo.resources import data_path
from geo.toponyms.build.bundled import SEAT_BONUS, city_radius
from geo.toponyms.build.lists import BONUS, read_words
from geo.toponyms.build.names import is_noise, variants
from geo.toponyms.build.writer import Entry, StoreWriter
from geo.toponyms.fold import MAX_EXACT, fold
from geo.toponyms.gazetteer import FILE_NAME, Gazetteer
from geo.toponyms.store import NAME_KINDS, NONE

#: Besides populated places (class P) and administrative units (class A), these are kept.
KEPT_CODES = frozenset(
    [
        "CONT",
        "RGN",
        "OCN",
        "SEA",
        "GULF",
        "STRT",
        "CNL",
        "MTS",
        "ISL",
        "ISLS",
        "DSRT",
        "PEN",
        "AIRP",
        "AIRB",
        "MILB",
        "NVB",
        "NUCL",
        "DAM",
        "OILF",
    ]
)
_KINDS = {"CONT": "continent", "RGN": "region"}
_POI = frozenset(["AIRP", "AIRB", "MILB", "NVB", "NUCL", "DAM", "OILF"])
_LEVEL = {"country": 6.0, "admin1": -0.4, "admin2": -1.0, "city": 0.0}
#: Kinds of alternate names that are not names (isolanguage column of alternateNamesV2).
_NOT_NAMES = frozenset(
    ["link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "phon", "piny"]
)
_COLUMNS, _ALTERNATE_COLUMNS = 19, 10
_REPORT_EVERY = 1 << 16
Progress = Callable[[str, float], None]


@dataclass(slots=True)
class _Build:
    """What the passes share."""

    writer: StoreWriter
    known: Gazetteer
    common: frozenset[str]
    numbers: dict[int, int] = field(default_factory=dict)  # bundled place -> new place
    countries: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)  # "KZ.09", "KZ.09.123" -> new place
    disputed: dict[int, str] = field(default_factory=dict)  # new place -> claimants


def build_from_geonames(
    zip_path: Path,
    out: Path,
    *,
    alternate_names: Path | None = None,
    base: Gazetteer | None = None,
    progress: Progress | None = None,
) -> Path:
    """Build ``out`` from a dump.

    Parameters
    ----------
    zip_path
        ``allCountries.zip``, a country's zip in the same format, or the unpacked text file.
    out
        The file to write, or the folder to write ``places.dlg`` into. It is replaced in one step
        when everything went well.
    alternate_names
        ``alternateNamesV2.zip``: marks historic names and abbreviations; without it the dump's own
        column of alternate names is used.
    base
        The gazetteer laid over the dump; None opens the bundled one.
    progress
        Called with what is done and the share of it, 0 to 1.

    Raises
    ------
    DataError
        The file is not a GeoNames dump.
    """
    out = out if out.suffix else out / FILE_NAME
    say = progress or (lambda _text, _share: None)
    common = read_words(data_path("gazetteer", "common_words.txt"))
    build = _Build(StoreWriter(), base or Gazetteer.open(), common)
    try:
        _gather(build, zip_path, alternate_names, say)
        say("writing", 0.0)
        build.writer.finish(out, _info(zip_path, alternate_names))
        say("writing", 1.0)
    finally:
        build.writer.close()
    return out


def _gather(build: _Build, dump: Path, alternate_names: Path | None, say: Progress) -> None:
    """The passes over the dump, in their order."""
    _add_countries(build)
    for row in _rows(dump, _COLUMNS, lambda share: say("units", share), only=b"\tA\tADM"):
        _add_unit(build, row)
    inline = alternate_names is None
    for row in _rows(dump, _COLUMNS, lambda share: say("places", share)):
        _add_place(build, row, inline=inline)
    if alternate_names is not None:
        _add_alternates(build, alternate_names, say)
    say("own places", 0.0)
    _overlay(build)


def _info(zip_path: Path, alternate_names: Path | None) -> dict[str, object]:
    return {
        "licence": "GeoNames (geonames.org), CC BY 4.0; Dateline's own lists, MIT",
        "sources": {
            "dump": zip_path.name,
            "alternate names": alternate_names.name if alternate_names else "column of the dump",
        },
    }


def _rows(
    path: Path, columns: int, report: Callable[[float], None], *, only: bytes = b""
) -> Iterator[list[str]]:
    """Rows of a dump; lines without the bytes ``only`` are passed over undecoded."""
    with _opened(path) as (stream, size):
        done = 0
        for number, line in enumerate(stream):
            done += len(line)
            if number % _REPORT_EVERY == 0:
                report(done / max(1, size))
            if only and only not in line:
                continue
            row = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
            if len(row) != columns:
                msg = (
                    f"{path.name}, line {number + 1}: {columns} columns are needed, not {len(row)}. "
                    "It is not the GeoNames dump it should be."
                )
                raise DataError(msg)
            yield row
    report(1.0)


class _opened:  # noqa: N801 (a context manager used like a function)
    """The text inside a dump's zip, or a plain text file, with its size in bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> tuple[IO[bytes], int]:
        try:
            if not zipfile.is_zipfile(self._path):
                self._stream: IO[bytes] = self._path.open("rb")
                return self._stream, self._path.stat().st_size
            archive = zipfile.ZipFile(self._path)
            members = [m for m in archive.infolist() if m.filename.endswith(".txt")]
            member = max(members, key=lambda m: m.file_size)
            self._stream = archive.open(member)
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            msg = f"{self._path} cannot be read as a GeoNames dump: {error}"
            raise DataError(msg) from error
        return self._stream, member.file_size

    def __exit__(self, *exc: object) -> None:
        self._stream.close()


def _add_countries(build: _Build) -> None:
    """Countries come from the bundled gazetteer: the dump has no ISO alpha-3 codes."""
    for row in build.known.countries():
        place = row.place
        entry = _entry_of(place, weight=_LEVEL["country"] + math.log10(place.population + 1))
        country = build.writer.add_country(row.iso2, row.iso3, place.name, entry)
        build.countries[row.iso2] = country
        number = build.writer.country_place(country)
        build.numbers[row.number] = number
        if place.disputed:
            build.disputed[number] = place.disputed


def _entry_of(place: Place, *, weight: float, country: int = 0) -> Entry:
    return Entry(
        ref=place.geonameid or place.id, name=place.name, lat=place.latitude, lon=place.longitude,
        kind=place.kind, weight=weight, country=country, fcode=place.feature_code,
        population=place.population, radius_km=place.radius_km or 0.0, disputed=place.disputed,
    )  # fmt: skip


def _add_unit(build: _Build, row: list[str]) -> None:
    """First- and second-level units, by their code."""
    fcode, cc = row[7], row[8]
    level = {"ADM1": 1, "ADM2": 2}.get(fcode)
    if level is None or cc not in build.countries:
        return
    code = ".".join([cc, row[10], row[11]][: level + 1])
    if code in build.units:
        return
    parent = build.units.get(f"{cc}.{row[10]}", NONE) if level == 2 else NONE  # noqa: PLR2004 (level)
    kind = f"admin{level}"
    known = build.known.number_of(f"gn:{row[0]}")
    known = build.known.number_of(f"dl:adm-{code.lower()}") if known is None else known
    number = build.writer.add(_entry(build, row, kind, known, a1=parent))
    build.units[code] = number
    _name(build, number, row, known, population=10**6, inline=True)


def _add_place(build: _Build, row: list[str], *, inline: bool) -> None:
    """Towns, further units, regions and sites of the dump."""
    fclass, fcode, cc = row[6], row[7], row[8]
    if fclass not in {"P", "A"} and fcode not in KEPT_CODES:
        return
    if fcode in {"ADM1", "ADM2"} or fcode.startswith("PCL") or fcode.endswith("H"):
        return
    if cc and cc not in build.countries:
        return
    kind = _KINDS.get(fcode) or ("poi" if fcode in _POI else "physical")
    kind = {"P": "city", "A": "admin2"}.get(fclass, kind)
    a1 = build.units.get(f"{cc}.{row[10]}", NONE)
    a2 = build.units.get(f"{cc}.{row[10]}.{row[11]}", NONE) if row[11] else NONE
    known = build.known.number_of(f"gn:{row[0]}")
    number = build.writer.add(_entry(build, row, kind, known, a1=a1, a2=a2))
    _name(build, number, row, known, population=int(row[14] or 0), inline=inline)


def _entry(
    build: _Build, row: list[str], kind: str, known: int | None, *, a1: int = NONE, a2: int = NONE
) -> Entry:
    """An entry of the dump; a place of the bundled gazetteer keeps its name, kind and radius."""
    population, fcode = int(row[14] or 0), row[7] or None
    country = build.countries.get(row[8], 0)
    claims = [build.disputed.get(unit) for unit in (a2, a1)]
    claims.append(build.disputed.get(build.writer.country_place(country)) if country else None)
    disputed = next(filter(None, claims), None)
    name, radius = row[1], city_radius(population) if kind == "city" else 0.0
    if known is not None:
        place = build.known.place(known)
        name, kind, disputed = place.name, place.kind, place.disputed
        radius = place.radius_km or radius
        build.numbers[known] = len(build.writer)
    if disputed and kind in {"admin1", "admin2"}:
        build.disputed[len(build.writer)] = disputed
    try:
        lat, lon = float(row[4]), float(row[5])
    except ValueError as error:
        msg = f"GeoNames entry {row[0]}: no coordinates ({row[4]!r}, {row[5]!r})"
        raise DataError(msg) from error
    level = _LEVEL.get(kind, 1.0 if known is None else BONUS.get(kind, 1.0))
    bonus = SEAT_BONUS.get(fcode or "", 0.0) if kind == "city" else 0.0
    return Entry(
        ref=int(row[0]), name=name, lat=lat, lon=lon, kind=kind, country=country, a1=a1, a2=a2,
        weight=math.log10(population + 1) + level + bonus, fcode=fcode, population=population,
        radius_km=radius, disputed=disputed,
    )  # fmt: skip


def _name(
    build: _Build, number: int, row: list[str], known: int | None, *, population: int, inline: bool
) -> None:
    build.writer.add_name(number, row[1], "primary")
    if row[2] and fold(row[2]) != fold(row[1]):
        build.writer.add_name(number, row[2], "alternate")
    if inline and row[3] and known is None:
        for text in variants(row[3].split(","), population, build.common):
            build.writer.add_name(number, text, "alternate")


def _add_alternates(build: _Build, path: Path, say: Progress) -> None:
    """Names of ``alternateNamesV2``; those of bundled places are there already, better chosen."""
    gids = np.array(build.writer.column("gid"), dtype="u4")  # a copy: the column still grows
    order = np.argsort(gids, kind="stable").astype("u4")
    sorted_gids = array("I", gids[order].tobytes())
    places = array("I", order.tobytes())
    for row in _rows(path, _ALTERNATE_COLUMNS, lambda s: say("alternate names", s)):
        language, name = row[2], row[3]
        if language in _NOT_NAMES or row[6] == "1":
            continue
        if is_noise(name) and (language != "abbr" or not 1 < len(name) <= MAX_EXACT):
            continue
        gid = int(row[1])
        at = bisect_left(sorted_gids, gid)
        if at == len(sorted_gids) or sorted_gids[at] != gid or fold(name) in build.common:
            continue
        kind = "historic" if row[7] == "1" else "alternate"
        if language == "abbr":
            build.writer.add_name(places[at], name, "abbreviation", case=True)
        else:
            build.writer.add_name(places[at], name, kind)


def _overlay(build: _Build) -> None:
    """Add the bundled places that the dump lacks, and every bundled name."""
    for number in range(len(build.known)):
        if number in build.numbers:
            continue
        place = build.known.place(number)
        country = build.countries.get(build.known.iso2(place.country), 0)
        bonus = _LEVEL.get(place.kind, BONUS.get(place.kind, 1.0))
        entry = _entry_of(place, weight=math.log10(place.population + 1) + bonus, country=country)
        build.numbers[number] = build.writer.add(entry)
    build.writer.allow_words(build.known.max_words)
    for owner, digest, kind in build.known.name_rows():
        build.writer.add_digest(build.numbers[owner], digest, NAME_KINDS[kind])
