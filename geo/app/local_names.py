"""Names of countries, first-level regions and large cities in the reader's language.

``data/basemap/names.<language>.json`` holds them by the gazetteer's id; the map reads the same file.
A place that is not in it keeps the one name that the data has.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

from geo.resources import data_path

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.app.strings import Words
    from geo.model import Place
    from geo.toponyms.gazetteer import Gazetteer


_NAMING: Final = ("place_id", "location", "admin1_id", "admin1", "iso3", "country")


@cache
def by_id(language: str) -> Mapping[str, str]:
    """Id of a place -> its name."""
    path = data_path("basemap") / f"names.{language}.json"
    if not path.is_file():
        return {}
    told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["places"]
    return told


@cache
def _by_name(language: str) -> Mapping[tuple[str, str], str]:
    """(ISO3 of the country, name in the data) -> name."""
    known = ((gazetteer().get(one), told) for one, told in by_id(language).items())
    return {
        (place.country or "", place.name): told
        for place, told in known
        if place and place.kind != "city"
    }


def country(words: Words, iso3: str | None, name: str) -> str:
    """A country by its ISO 3166-1 alpha-3 code and the name in the data."""
    return _by_name(words.language).get((iso3 or "", name), name)


def nation_of(words: Words, code: str) -> str:
    """A country by its ISO 3166-1 code; the code itself when it is none."""
    place = gazetteer().country(code)
    return named(words, place.id, place.name) if place else code


@cache
def gazetteer() -> Gazetteer:
    """The bundled gazetteer, for the names of codes."""
    from geo.toponyms.gazetteer import Gazetteer as Opened

    return Opened.open()


def named(words: Words, place_id: str | None, name: str) -> str:
    """A place by its id and the name in the data."""
    return by_id(words.language).get(place_id or "", name)


def parts(words: Words, place: Place) -> tuple[str, ...]:
    """Place, region and country, as far as they are known, each once."""
    known = _by_name(words.language)
    found = [named(words, place.id, place.name)]
    found += [
        known.get((place.country or "", n), n) for n in (place.admin1, place.country_name) if n
    ]
    return tuple(dict.fromkeys(found))


def frame_in(words: Words, gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The frame with its places, regions and countries named in the reader's language."""
    if words.language == "en":
        return gdf
    cells = {name: gdf[name].astype("object").tolist() for name in _NAMING}
    places = zip(cells["place_id"], cells["location"], strict=True)
    regions = zip(cells["admin1_id"], cells["admin1"], strict=True)
    nations = zip(cells["iso3"], cells["country"], strict=True)
    return gdf.assign(
        location=[n and named(words, one, n) for one, n in places],
        admin1=[n and named(words, one, n) for one, n in regions],
        country=[n and country(words, code, n) for code, n in nations],
    )
