"""The build's working set: every place once, with its names, before it is written.

The hand-written lists name places as a person would ("KZ", "UA/Crimea", "Kyiv@UA"); ``Units.target``
finds what they mean.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from geo.toponyms.fold import fold
from geo.toponyms.sphere import distance_km
from geo.toponyms.store import NAME_KINDS

Case = tuple[str, bool]


@dataclass(slots=True, eq=False)
class Unit:
    """A place in the making. ``names`` maps (text, only-as-printed) to the kind of name."""

    ref: int | str
    name: str
    lat: float
    lon: float
    kind: str
    cc: str = ""
    population: int = 0
    fcode: str | None = None
    radius_km: float = 0.0
    disputed: str | None = None
    a1: Unit | None = None
    a2: Unit | None = None
    bonus: float = 0.0
    names: dict[Case, str] = field(default_factory=dict)

    def call(self, name: str, kind: str = "alternate", *, case: bool = False) -> None:
        """Add a name; of two kinds for one name the better one stays."""
        name = name.strip()
        if not case and not fold(name):
            return
        old = self.names.get((name, case))
        if old is None or NAME_KINDS.index(kind) < NAME_KINDS.index(old):
            self.names[name, case] = kind

    @property
    def weight(self) -> float:
        """Importance: the order of the places in the store."""
        return math.log10(self.population + 1) + self.bonus

    def km(self, other: Unit) -> float:
        """Great-circle distance to another place."""
        return distance_km(self.lat, self.lon, other.lat, other.lon)


class Units:
    """All places of the build, found by reference, country, code or name."""

    def __init__(self) -> None:
        self.all: list[Unit] = []
        self.by_ref: dict[int | str, Unit] = {}
        self.slugs: dict[str, Unit] = {}
        self.countries: dict[str, Unit] = {}
        self.iso3: dict[str, str] = {}
        self.admin1: dict[str, Unit] = {}
        self.admin2: dict[str, Unit] = {}
        self._named: defaultdict[tuple[str, str, str], list[Unit]] | None = None

    def add(self, unit: Unit) -> Unit:
        """Take a place in; its reference must be new."""
        if unit.ref in self.by_ref:
            msg = f"{unit.ref} ({unit.name}) is there already: {self.by_ref[unit.ref].name}"
            raise ValueError(msg)
        self.all.append(unit)
        self.by_ref[unit.ref] = unit
        if self._named is not None:
            self._index(unit)
        return unit

    def _index(self, unit: Unit) -> None:
        if self._named is None:
            self._named = defaultdict(list)
        for key in {fold(text) for text, _ in unit.names} | {fold(unit.name)}:
            self._named[key, unit.kind, unit.cc].append(unit)

    def named(self, name: str, kind: str, cc: str) -> list[Unit]:
        """Places of a kind that bear a name in a country, most important first."""
        if self._named is None:
            self._named = defaultdict(list)
            for unit in self.all:
                self._index(unit)
        found = self._named.get((fold(name), kind, cc), [])
        return sorted(found, key=lambda u: (fold(u.name) != fold(name), -u.weight))

    def target(self, text: str) -> Unit | None:
        """What a list entry points at.

        ``KZ`` a country; ``UA/Crimea`` a first-level unit; ``Kyiv@UA`` a city, the most populous
        of the name; ``Springfield@US/Illinois`` one within a unit; ``dl:sahel`` or ``gn:703448``
        an entry by its reference (a listed place keeps its ``dl:`` name
        here even where GeoNames lends it a number).
        """
        if text[:3] in {"gn:", "dl:"}:
            return self.slugs.get(text) or self.by_ref.get(
                int(text[3:]) if text[0] == "g" else text
            )
        city, at, where = text.rpartition("@")
        if not at:
            cc, slash, name = text.partition("/")
            if not slash:
                return self.countries.get(cc)
            return next(iter(self.named(name, "admin1", cc)), None)
        cc, slash, name = where.partition("/")
        cities = self.named(city, "city", cc)
        if slash:
            unit = next(iter(self.named(name, "admin1", cc)), None)
            cities = [c for c in cities if c.a1 is unit]
        return next(iter(cities), None)
