"""``python -m geo.toponyms.build.local_names``: names of places in Russian, for the Russian screen.

Countries and the cities that time zones are named after are CLDR's (Babel); first-level regions are
GeoNames' own Russian names by GeoNames number, as iso3166-2-db carries them. What none of them names
in Russian keeps its one name on the screen.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from geo.model import Place
from geo.resources import data_dir, data_path
from geo.toponyms.build.sources import member
from geo.toponyms.gazetteer import Gazetteer

LANGUAGE: Final = "ru"
_TARBALL: Final = "iso3166-2-db-2.3.11.tgz"
#: GeoNames writes the word for the kind of unit with a capital ("Мангистауская Область").
_KINDS: Final = re.compile(
    r"\b(Область|Край|Район|Округ|Провинция|Штат|Регион|Департамент|Республики|Губернаторство|Остров"
    r"|Автономный|Автономная|Автономного|Города|Вилайет|Мухафаза|Префектура|Графство|Кантон|Земля)\b"
)
#: Renamed since the package was made.
_RENAMED: Final = {"gn:1524787": "Туркестанская область"}
_CYRILLIC: Final = re.compile(r"[а-яё]", re.IGNORECASE)
#: A city that a time zone is named after has at least so many people, or is a hamlet of that name.
_LEAST: Final = 20_000


def local_names(gazetteer: Gazetteer, sources: Path) -> dict[str, dict[str, str]]:
    """``places``: id -> name; ``spots``: "name longitude latitude" as the map's labels have them."""
    from babel import Locale

    nations = Locale(LANGUAGE).territories
    regions = json.loads(member(sources, _TARBALL, "data/names_geonames.json"))
    places = {}
    for country in gazetteer.countries():
        if told := nations.get(country.iso2):
            places[country.place.id] = told
        for unit in gazetteer.admin1s(country.iso2):
            told = regions.get(unit.id.removeprefix("gn:"), {}).get(LANGUAGE, "")
            if _CYRILLIC.search(told):
                places[unit.id] = _RENAMED.get(unit.id) or _tidy(told)
    cities = list(_cities(gazetteer))
    places |= {city.id: told for city, told in cities}
    towns = {(city.country, city.name): told for city, told in cities}
    for country in gazetteer.countries():  # a city that is a region of its own
        for unit in gazetteer.admin1s(country.iso2):
            if unit.id not in places and (unit.country, unit.name) in towns:
                places[unit.id] = towns[unit.country, unit.name]
    spots = {f"{c.name} {c.longitude:.3f} {c.latitude:.3f}": told for c, told in cities}
    return {"places": dict(sorted(places.items())), "spots": dict(sorted(spots.items()))}


def _cities(gazetteer: Gazetteer) -> Iterator[tuple[Place, str]]:
    """The cities of CLDR's time zones, each the largest of its name in its country."""
    from babel import Locale
    from babel.core import get_global

    english, told = Locale("en").time_zones, Locale(LANGUAGE).time_zones
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    for zone in map(str, told):
        iso2 = str(territories.get(zone) or territories.get(aliases.get(zone, "")))
        local = told[zone].get("city", "")
        name = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        found = [
            place
            for place in gazetteer.find(str(name))
            if place.kind == "city"
            and gazetteer.iso2(place.country) == iso2
            and place.population >= _LEAST
        ]
        if found and _CYRILLIC.search(str(local)):
            yield max(found, key=lambda place: place.population), str(local)


def _tidy(name: str) -> str:
    first, *rest = name.split(" ", 1)
    return " ".join([first, *(_KINDS.sub(lambda m: m.group().lower(), part) for part in rest)])


def main() -> None:
    """Write the file of the checkout anew, and say what it holds."""
    names = local_names(Gazetteer.open(), Path("build/gazetteer"))
    path = data_path("basemap", override=data_dir()) / f"names.{LANGUAGE}.json"
    path.write_text(json.dumps(names, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(names['places']):,} names in {path}\n")


if __name__ == "__main__":
    main()
