"""The embedded gazetteer: names to places, places by id, the places near a point.

Everything answers from one read-only file (``geo.toponyms.store``) that is memory-mapped: opening
takes milliseconds, and only the pages that are asked for are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from geo import grammar
from geo.model import Place, PlaceKind
from geo.resources import data_path
from geo.toponyms.fold import MAX_EXACT, digest, exact, fold, skeleton
from geo.toponyms.sphere import cells_within, distance_km
from geo.toponyms.store import KINDS, LISTED, NAME_KINDS, NONE, NameKind, StoreFile

_K = TypeVar("_K")
_V = TypeVar("_V")
FILE_NAME = "places.dlg"
_DEMONYM = NAME_KINDS.index("demonym")
_SKELETON = NAME_KINDS.index("skeleton")
_DERIVED = NAME_KINDS.index("derived")
_UNIT_KINDS = frozenset({"admin1", "admin2", "region"})
_UNIT_WORDS = grammar.words("toponyms.gazetteer.units")
#: Answers kept in memory; the oldest half is dropped when there are more.
_CACHED = 65_536
#: Abbreviations have capitals or dots inside, or are as short as this ("Calif").
_SHORT = 5
#: GeoNames numbers have at most 9 digits so far; ours must fit 31 bits.
_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A place that bears a name, and in which way it bears it."""

    place: Place
    kind: NameKind


@dataclass(frozen=True, slots=True)
class NameSketch:
    """How many places bear a name, of which kinds and in which ways; the greatest's inhabitants.

    Places that only lend the name as a demonym ("Kazakh") count as senses, not among the ``kinds``.
    """

    senses: int
    kinds: frozenset[PlaceKind]
    match_kinds: frozenset[NameKind]
    population: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 alpha-2 and alpha-3, position in the store, place."""

    iso2: str
    iso3: str
    number: int
    place: Place


class Gazetteer:
    """Names and places of the world, read-only; one instance serves every thread."""

    def __init__(self, store: StoreFile) -> None:
        self._store = store
        self._columns = store.columns
        self._countries: list[dict[str, Any]] = store.header["countries"]
        self._by_code = {c[key]: c for c in self._countries[1:] for key in ("iso2", "iso3")}
        self._refs: list[str] = store.header["refs"]
        self._ref_at: dict[str, int] = {}
        self.max_words: int = store.header["max_words"]
        self._rows: dict[str, tuple[tuple[int, int], ...]] = {}
        self._places: dict[int, Place] = {}
        self._units: dict[int, tuple[str, str]] = {}
        self._found: dict[str, tuple[Place, ...]] = {}

    @classmethod
    def open(cls, data_dir: Path | None = None) -> Gazetteer:
        """Open the bundled gazetteer, or the one in ``data_dir``/gazetteer.

        Raises
        ------
        DataError
            The file is missing, damaged or of another version.
        """
        return cls(StoreFile(data_path("gazetteer", FILE_NAME, override=data_dir)))

    @classmethod
    def open_file(cls, path: Path) -> Gazetteer:
        """Open a gazetteer file that lies anywhere, e.g. one built from a full GeoNames dump."""
        return cls(StoreFile(path))

    def __len__(self) -> int:
        return len(self._store)

    def has(self, name: str) -> bool:
        """True when ``find`` would find something; the cheapest question there is."""
        return any(kind != _DEMONYM for _, kind in self._named(name))

    def find(self, name: str) -> tuple[Place, ...]:
        """Every place that bears the name, best known first; demonyms are left out.

        Case, diacritics, apostrophes and hyphens do not matter, except for abbreviations, which
        are found only as they are printed ("US", never "us"). A leading "the" may be missing or
        too many.
        """
        found = self._found.get(name)
        if found is None:
            numbers = dict.fromkeys(n for n, kind in self._named(name) if kind != _DEMONYM)
            found = tuple(map(self.place, numbers))
            _keep(self._found, name, found)
        return found

    def matches(self, name: str, *, loose: bool = False) -> tuple[NameMatch, ...]:
        """Every place that bears the name, with the way it bears it, best known first.

        A place that bears it twice (its own name and its county's) is told once, in the best way.

        Parameters
        ----------
        loose
            Where nothing else is found, also places whose name has the same consonant skeleton,
            marked "skeleton": about one in five of those is right by accident only.
        """
        rows = self._named(name)
        if loose and not rows:
            rows = self._lookup(skeleton(name), _SKELETON)
        return tuple([NameMatch(self.place(number), NAME_KINDS[kind]) for number, kind in rows])

    def sketch(self, name: str) -> NameSketch | None:
        """What bears the name, in brief: a fraction of the cost of ``matches``. None for nothing."""
        rows = self._named(name)
        if not rows:
            return None
        kinds, populations = self._columns["kind"], self._columns["pop"]
        own = [number for number, kind in rows if kind != _DEMONYM]
        return NameSketch(
            senses=len(rows),
            kinds=frozenset([KINDS[kinds[number]] for number in own]),
            match_kinds=frozenset([NAME_KINDS[kind] for _, kind in rows]),
            population=max([populations[number] for number, _ in rows]),
        )

    def demonym(self, name: str) -> tuple[Place, ...]:
        """Places whose people or things are called so ("Kazakh", "Parisian"); needs a capital."""
        return tuple(map(self.place, self._demonym_rows(name)))

    def is_demonym(self, name: str) -> bool:
        """True for a demonym with its capital, whether or not it is a place name as well."""
        return bool(self._demonym_rows(name))

    def _demonym_rows(self, name: str) -> list[int]:
        if not name[:1].isupper():
            return []
        rows = self._named(name)
        if not rows and name.endswith("s"):
            rows = self._named(name[:-1])
        return [number for number, kind in rows if kind == _DEMONYM]

    def get(self, place_id: str) -> Place | None:
        """The place of this id, e.g. ``gn:1526384``; None when it is not in the gazetteer."""
        number = self.number_of(place_id)
        return None if number is None else self.place(number)

    def number_of(self, place_id: str) -> int | None:
        """Position in the store of the place of this id."""
        prefix, _, number = place_id.partition(":")
        if prefix == "gn" and number.isdecimal() and len(number) < _LONGEST_NUMBER:
            return self._number_of(int(number))
        if not self._ref_at:  # filled on first use: opening must stay a matter of milliseconds
            self._ref_at = {ref: LISTED | i for i, ref in enumerate(self._refs)}
        return self._number_of(self._ref_at.get(place_id, NONE))

    def country(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 alpha-2 or alpha-3 code (``XK``/``XKX`` for Kosovo)."""
        country = self._by_code.get(code.upper())
        return self.place(country["place"]) if country else None

    def countries(self) -> tuple[Country, ...]:
        """Every country with its ISO codes, in the order of the codes."""
        rows = (c for c in self._countries[1:])
        return tuple(
            Country(c["iso2"], c["iso3"], c["place"], self.place(c["place"])) for c in rows
        )

    def iso2(self, code: str | None) -> str:
        """ISO 3166-1 alpha-2 of an alpha-2 or alpha-3 code; "" for none."""
        country = self._by_code.get(code.upper()) if code else None
        return country["iso2"] if country else ""

    def admin1s(self, code: str) -> tuple[Place, ...]:
        """The first-level units of a country, by its ISO code, sorted by name."""
        country = self._by_code.get(code.upper())
        places = map(self.place, country["admin1s"]) if country else ()
        return tuple(sorted(places, key=lambda place: (place.name, place.id)))

    def nearest(
        self, latitude: float, longitude: float, *, limit: int = 1, max_km: float = 100.0
    ) -> tuple[Place, ...]:
        """Cities and sites around a point, nearest first.

        Parameters
        ----------
        latitude, longitude
            WGS 84 degrees.
        limit
            At most so many places.
        max_km
            Nothing farther than this is returned.
        """
        near = sorted(self._around(latitude, longitude, max_km))
        return tuple(self.place(number) for _, number in near[:limit])

    def info(self) -> dict[str, Any]:
        """What the file holds: counts, sources, licences, versions (for ``gazetteer info``)."""
        return {
            "file": str(self._store.path),
            "bytes": self._store.header["size"],
            "places": len(self),
            "names": len(self._columns["prints"]),
            **self._store.header["info"],
        }

    def place(self, number: int) -> Place:
        """The place at a position in the store; positions ascend with falling importance."""
        place = self._places.get(number)
        if place is None:
            place = self._read(number)
            _keep(self._places, number, place)
        return place

    def name_rows(self) -> Iterator[tuple[int, int, int]]:
        """Place number, digest (its upper 48 bits) and kind of every name, for a builder."""
        buckets, prints = self._columns["buckets"], self._columns["prints"]
        owners, kinds = self._columns["owners"], self._columns["nkinds"]
        for bucket in range(len(buckets) - 1):
            for row in range(buckets[bucket], buckets[bucket + 1]):
                yield owners[row], (bucket << 48) | (prints[row] << 16), kinds[row]

    def _read(self, number: int) -> Place:
        col, header = self._columns, self._store.header
        a1, a2, radius = col["a1"][number], col["a2"][number], col["radius"][number]
        country = self._countries[col["cc"][number]]
        return Place(
            id=self._id(number),
            name=self._store.text(number),
            latitude=col["lat"][number] / 1e6,
            longitude=col["lon"][number] / 1e6,
            kind=KINDS[col["kind"][number]],
            country=country["iso3"],
            country_name=country["name"],
            admin1=None if a1 == NONE else self._unit(a1)[0],
            admin1_id=None if a1 == NONE else self._unit(a1)[1],
            admin2=None if a2 == NONE else self._unit(a2)[0],
            feature_code=header["fcodes"][col["fcode"][number]],
            population=col["pop"][number],
            radius_km=radius / 10 if radius else None,
            disputed=header["disputed"][col["disputed"][number]],
        )

    def _unit(self, number: int) -> tuple[str, str]:
        """Name and id of an administrative unit, kept: many places lie in the same."""
        unit = self._units.get(number)
        if unit is None:
            unit = self._store.text(number), self._id(number)
            _keep(self._units, number, unit)
        return unit

    def _id(self, number: int) -> str:
        gid = self._columns["gid"][number]
        return self._refs[gid ^ LISTED] if gid & LISTED else f"gn:{gid}"

    def _number_of(self, gid: int) -> int | None:
        order, gids = self._columns["byid"], self._columns["gid"]
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            if gids[order[middle]] < gid:
                low = middle + 1
            else:
                high = middle
        return order[low] if low < len(order) and gids[order[low]] == gid else None

    def _named(self, name: str) -> tuple[tuple[int, int], ...]:
        """Pairs of place number and name kind, best known place first, each place once."""
        rows = self._rows.get(name)
        if rows is None:
            rows = self._search(name)
            _keep(self._rows, name, rows)
        return rows

    def _search(self, name: str) -> tuple[tuple[int, int], ...]:
        key = fold(name)
        rows = self._lookup(key) if key else ()
        if len(name) <= MAX_EXACT and (
            len(name) <= _SHORT or "." in name or not name[1:].islower()
        ):
            rows = _merged(rows, self._lookup(exact(name)))
        if not rows and key.startswith("the "):
            rows = self._lookup(key[4:])
        return rows or self._units_named(key)

    def _units_named(self, key: str) -> tuple[tuple[int, int], ...]:
        """Units that a name with a word for their kind means ("Idlib province", "state of Kano")."""
        first, _, rest = key.partition(" of ")
        base, _, last = key.rpartition(" ")
        if first in _UNIT_WORDS and rest:
            base = rest
        elif last not in _UNIT_WORDS or not base:
            return ()
        kinds = self._columns["kind"]
        rows = self._lookup(base, _DERIVED)
        return tuple(row for row in rows if KINDS[kinds[row[0]]] in _UNIT_KINDS)

    def _lookup(self, key: str, default: int | None = None) -> tuple[tuple[int, int], ...]:
        rows = self._store.find(digest(key)) if key else ()
        if not rows:  # most of what stands in capitals is no name of a place
            return ()
        owners, kinds = self._columns["owners"], self._columns["nkinds"]
        best: dict[int, int] = {}
        for row in rows:
            kind = kinds[row] if default is None else default
            best[owners[row]] = min(kind, best.get(owners[row], kind))
        return tuple(best.items())

    def _around(self, lat: float, lon: float, max_km: float) -> Iterator[tuple[float, int]]:
        """Distance in km and number of every point place within ``max_km``."""
        cells, incell = self._columns["cells"], self._columns["incell"]
        lats, lons = self._columns["lat"], self._columns["lon"]
        for cell in cells_within(lat, lon, max_km):
            for number in incell[cells[cell] : cells[cell + 1]]:
                km = distance_km(lat, lon, lats[number] / 1e6, lons[number] / 1e6)
                if km <= max_km:
                    yield km, number


def _merged(
    rows: tuple[tuple[int, int], ...], more: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    if not more:
        return rows
    best = dict(rows)
    for number, kind in more:
        best[number] = min(kind, best.get(number, kind))
    return tuple(sorted(best.items()))


def _keep(cache: dict[_K, _V], key: _K, value: _V) -> None:
    """Remember an answer; a full cache starts anew (rare, and safe between threads)."""
    if len(cache) >= _CACHED:
        cache.clear()
    cache[key] = value
