"""Let the online chain settle what the embedded gazetteer left uncertain (off by default).

Only names whose best candidate leads by less than ``Settings.online_margin``, or that have no
candidate at all, are sent; nothing else of the article leaves the machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from geopy.location import Location

from geo.errors import GeocoderError
from geo.model import Place, PlaceKind, Toponym
from geo.toponyms.gazetteer import Gazetteer, distance_km
from geo.toponyms.nominatim import Chain

#: A candidate is what the service means when it lies this close to the service's point.
SAME_PLACE_KM = 40.0
#: Nominatim's ``addresstype`` and Photon's ``type`` -> kind of place.
_KINDS: dict[str, PlaceKind] = {
    "country": "country", "state": "admin1", "region": "admin1", "province": "admin1",
    "county": "admin2", "district": "admin2", "municipality": "city", "city": "city",
    "town": "city", "village": "city", "hamlet": "city", "suburb": "city", "quarter": "city",
    "neighbourhood": "city", "borough": "city", "locality": "city",
}  # fmt: skip


def consult(toponyms: Sequence[Toponym], chain: Chain, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The toponyms, the uncertain ones settled where the service has an answer.

    A service that fails is not asked again for this article; the reason says so.
    """
    settled, failure = [], ""
    for toponym in toponyms:
        result = toponym
        if toponym.role != "demonym" and chain.wanted(toponym.margin if toponym.place else None):
            try:
                if not failure:
                    result = _settle(toponym, chain, gazetteer)
            except GeocoderError as error:
                failure = str(error)
            if failure:
                result = _because(toponym, "online geocoder could not be asked")
        settled.append(result)
    return tuple(settled)


def _settle(toponym: Toponym, chain: Chain, gazetteer: Gazetteer) -> Toponym:
    margin = toponym.margin if toponym.place else None
    answers = chain.locate(toponym.text, margin=margin)
    if not answers:
        return _because(toponym, f"{chain.service.name} knows no such place")
    best = answers[0]
    near = [
        (
            distance_km(best.latitude, best.longitude, c.place.latitude, c.place.longitude),
            -c.score,
            c,
        )
        for c in toponym.candidates
    ]
    closest = min(near, default=None, key=lambda n: n[:2])
    if closest and closest[0] <= max(SAME_PLACE_KM, closest[2].place.radius_km or 0):
        chosen = closest[2]
        said = "agrees" if chosen.place == toponym.place else f"prefers {chosen.place.name}"
        settled = replace(toponym, place=chosen.place, score=chosen.score)
        return _because(settled, f"{chain.service.name} {said}")
    if toponym.place is None:
        place = _place(best, gazetteer)
        return _because(replace(toponym, place=place), f"found by {chain.service.name} only")
    return _because(toponym, f"{chain.service.name} means another place ({best.address})")


def _because(toponym: Toponym, reason: str) -> Toponym:
    joined = f"{toponym.reason}; {reason}" if toponym.reason else reason
    return replace(toponym, reason=joined)


def _place(location: Location, gazetteer: Gazetteer) -> Place:
    """A place that only the service knows, under its OpenStreetMap number."""
    raw: dict[str, Any] = location.raw
    details: dict[str, Any] = raw.get("properties", raw)
    address = details.get("address", {})
    code = str(address.get("country_code") or details.get("countrycode") or "")
    country = gazetteer.country(code) if code else None
    kind = str(details.get("addresstype") or details.get("type") or "")
    osm_type = str(details.get("osm_type") or "")[:1].upper()
    return Place(
        id=f"osm:{osm_type}{details.get('osm_id') or ''}",
        name=str(details.get("name") or location.address.partition(",")[0]),
        latitude=location.latitude,
        longitude=location.longitude,
        kind=_KINDS.get(kind, "poi"),
        country=country.country if country else None,
        country_name=country.name if country else None,
        admin1=address.get("state") or details.get("state"),
    )
