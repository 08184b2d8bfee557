"""The embedded gazetteer as a geopy geocoder: the same calls as geopy's online services, no network.

    EmbeddedGeocoder().geocode("Aktau, Mangystau, Kazakhstan")  ->  geopy.location.Location

A query is a name, or a name and what it lies in, separated by commas. What lies in what must agree:
"Paris, Texas" never answers with the French one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Never

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo import grammar
from geo.model import Place
from geo.toponyms.fold import fold
from geo.toponyms.gazetteer import Gazetteer, NameMatch

#: How far a place may lie from a point that it answers for (``reverse``).
REVERSE_KM = 100.0
#: A region outranks a village of its name; a town of so many people outranks a second-level unit.
_TOWN_FROM = 50_000
#: A type word at the end of a name says which kinds are meant.
_TYPE_WORDS = {
    word: frozenset(kinds.split())
    for word, kinds in grammar.pairs("toponyms.geocoder.kinds").items()
}


class NoNetworkAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """A geopy adapter that refuses: whoever asks for the network has made a mistake."""

    def __init__(self, *, proxies: object, ssl_context: object) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_json(self, url: str, *, timeout: object, headers: object) -> Never:  # noqa: ARG002 (geopy's signature)
        """Refuse."""
        raise GeocoderServiceError(_REFUSAL)

    def get_text(self, url: str, *, timeout: object, headers: object) -> Never:  # noqa: ARG002 (geopy's signature)
        """Refuse."""
        raise GeocoderServiceError(_REFUSAL)


_REFUSAL = "The embedded geocoder answers from its own file and never asks the network."


class EmbeddedGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocode and reverse-geocode from the embedded gazetteer.

    Parameters
    ----------
    gazetteer
        The gazetteer to ask; None opens the bundled one.
    data_dir
        Data folder of the bundled gazetteer; None finds it.
    """

    def __init__(self, gazetteer: Gazetteer | None = None, *, data_dir: Path | None = None) -> None:
        super().__init__(adapter_factory=NoNetworkAdapter, timeout=None)
        self.gazetteer = gazetteer or Gazetteer.open(data_dir)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Collection[str] | None = None,
        language: object = None,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Find the place of a name, e.g. ``"Aktau"`` or ``"Springfield, Illinois, USA"``.

        Parameters
        ----------
        query
            A name, optionally followed by what it lies in, separated by commas.
        exactly_one
            One location (the default) or a list.
        limit
            At most so many locations, where a list is asked for.
        country_codes
            Only places in these countries: ISO 3166-1 alpha-2 or alpha-3 codes.
        language, timeout
            Taken for compatibility with geopy; names are given in English, at once.

        Returns
        -------
        Location, or a list of locations, or None when nothing is found. ``raw`` is the entry of
        the gazetteer as a dictionary, with the way the name matched under ``match``.
        """
        del language, timeout
        found = self.matches(query, country_codes=country_codes)
        locations = [_location(match) for match in found[: 1 if exactly_one else limit]]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def places(
        self, query: str, *, country: str | None = None, limit: int | None = None
    ) -> list[Place]:
        """The places behind ``geocode``, best first; ``country`` is an ISO 3166-1 code."""
        return [match.place for match in self.matches(query, country_codes=country)[:limit]]

    def matches(
        self, query: str, *, country_codes: str | Collection[str] | None = None
    ) -> list[NameMatch]:
        """The matches behind ``geocode``, best first.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            The query is empty, or a country code is unknown.
        """
        if not query.strip():
            msg = "Nothing to look up: the query is empty."
            raise GeocoderQueryError(msg)
        countries = self._countries(country_codes)
        name, *around = [part.strip() for part in query.split(",") if part.strip()] or [query]
        found = self._named(query) if around else []
        found = found or self._within(self._named(name), around)
        if countries is not None:
            found = [match for match in found if match.place.country in countries]
        return sorted(found, key=lambda match: _rank(match, name))

    def reverse(
        self,
        query: object,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        language: object = None,
        timeout: object = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """The nearest town or site to a point, within 100 km.

        Parameters
        ----------
        query
            A ``geopy.Point``, a (latitude, longitude) pair, or a string ``"latitude, longitude"``.
        exactly_one, limit, language, timeout
            As in ``geocode``.
        """
        del language, timeout
        try:
            point = query if isinstance(query, Point) else Point(query)
        except (TypeError, ValueError) as error:
            msg = f"Not a point: {query!r}. Give latitude and longitude in degrees."
            raise GeocoderQueryError(msg) from error
        near = self.gazetteer.nearest(
            point.latitude, point.longitude, limit=limit or 1, max_km=REVERSE_KM
        )
        locations = [_location(NameMatch(place, "primary")) for place in near]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _countries(self, codes: str | Collection[str] | None) -> set[str | None] | None:
        if codes is None:
            return None
        wanted = [codes] if isinstance(codes, str) else list(codes)
        wanted = [code.strip() for text in wanted for code in text.split(",")]
        places = [self.gazetteer.country(code) for code in wanted]
        if None in places:
            unknown = wanted[places.index(None)]
            msg = f"No such country code: {unknown!r} (ISO 3166-1 alpha-2 or alpha-3)."
            raise GeocoderQueryError(msg)
        return {place.country for place in places if place}

    def _named(self, name: str) -> list[NameMatch]:
        found = [m for m in self.gazetteer.matches(name, loose=True) if m.kind != "demonym"]
        strict = [match for match in found if match.kind != "skeleton"]
        return strict or found

    def _within(self, matches: Sequence[NameMatch], around: Sequence[str]) -> list[NameMatch]:
        """Those that lie in every unit or country that is named after them."""
        kept = list(matches)
        for outer in around:
            holders = [match.place for match in self.gazetteer.matches(outer) if _holds(match)]
            kept = [match for match in kept if any(_lies_in(match.place, h) for h in holders)]
        return kept


def _holds(match: NameMatch) -> bool:
    return match.kind != "demonym" and match.place.kind in {"country", "admin1", "admin2"}


def _lies_in(place: Place, holder: Place) -> bool:
    if place.country != holder.country or place.id == holder.id:
        return False
    match holder.kind:
        case "country":
            return True
        case "admin1":
            return place.admin1_id == holder.id
        case _:
            return place.admin2 == holder.name and place.admin1_id == holder.admin1_id


def _rank(match: NameMatch, name: str) -> tuple[bool, bool, bool]:
    """Sort key on top of the store's order of importance (the sort is stable)."""
    place = match.place
    wanted = _TYPE_WORDS.get(fold(name).rpartition(" ")[2])
    wrong_type = wanted is not None and place.kind not in wanted
    village = (
        place.kind == "city" and place.population < _TOWN_FROM and place.feature_code != "PPLC"
    )
    return (
        wrong_type,
        match.kind not in {"primary", "abbreviation", "historic"} and village,
        village,
    )


def _location(match: NameMatch) -> Location:
    place = match.place
    parts = [place.name]
    for part in (place.admin1, place.country_name):
        if part and part not in parts:
            parts.append(part)
    raw: dict[str, Any] = {**asdict(place), "geonameid": place.geonameid, "match": match.kind}
    return Location(", ".join(parts), Point(place.latitude, place.longitude), raw)
