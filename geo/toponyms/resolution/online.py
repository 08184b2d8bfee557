"""Second opinion: where the gazetteer's margin is small, an online geocoder may decide.

Only when ``Settings.online_geocoder`` switches it on; what is asked is the bare name (and the
container printed behind it), never the article. A failing service changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.errors import GeocoderError
from geo.model import Candidate, Place, PlaceKind, Toponym
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.sphere import distance_km

if TYPE_CHECKING:
    from geo.toponyms.nominatim import Chain

#: An online answer this near to one of our candidates means that candidate, km.
_SAME_KM = 50.0
#: Probability given to a place that only the online service knows; not calibrated.
_ONLINE_ONLY = 0.5
_KINDS: dict[str, PlaceKind] = {
    "country": "country",
    "state": "admin1",
    "province": "admin1",
    "region": "admin1",
    "county": "admin2",
    "district": "admin2",
    "city": "city",
    "town": "city",
    "village": "city",
    "hamlet": "city",
    "suburb": "city",
    "municipality": "city",
}


def ask_online(
    toponyms: tuple[Toponym, ...], chain: Chain, gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The toponyms, the uncertain ones decided or placed by the online service where it can.

    Parameters
    ----------
    toponyms
        As the gazetteer resolved them.
    chain
        Asks only below its margin, after its cache, behind its rate limiter.
    gazetteer
        Names the country of a place that only the service knows.
    """
    answers: dict[str, Any] = {}
    failure: GeocoderError | None = None
    decided = []
    for toponym in toponyms:
        margin = toponym.margin if toponym.place else None
        if toponym.role == "demonym" or not chain.wanted(margin):
            decided.append(toponym)
            continue
        if toponym.text not in answers and failure is None:
            try:
                answers[toponym.text] = chain.locate(toponym.text, margin=margin)
            except GeocoderError as error:
                failure = error  # a service that is down is not waited for again in this article
        decided.append(_decided(toponym, answers.get(toponym.text, failure), gazetteer))
    return tuple(decided)


def _decided(toponym: Toponym, answer: Any, gazetteer: Gazetteer) -> Toponym:  # noqa: ANN401 (error or locations)
    if isinstance(answer, GeocoderError):
        return replace(toponym, reason=f"{toponym.reason} {answer}")
    if not answer:
        return toponym
    best = answer[0]
    for candidate in toponym.candidates:
        place = candidate.place
        if distance_km(best.latitude, best.longitude, place.latitude, place.longitude) <= _SAME_KM:
            return _with(toponym, candidate)
    if toponym.place is not None:
        return toponym  # an answer far from everything the gazetteer knows decides nothing
    place = _place(best, gazetteer)
    reason = "The gazetteer has no entry of this name; the online geocoder found it."
    return replace(toponym, place=place, score=_ONLINE_ONLY, reason=reason)


def _with(toponym: Toponym, candidate: Candidate) -> Toponym:
    if candidate.place == toponym.place:
        return replace(toponym, reason=f"{toponym.reason} The online geocoder agrees.")
    rest = tuple(one for one in toponym.candidates if one != candidate)
    reason = f"{toponym.reason} The online geocoder preferred another of them."
    return replace(toponym, place=candidate.place, reason=reason, candidates=(candidate, *rest))


def _place(location: Any, gazetteer: Gazetteer) -> Place:  # noqa: ANN401 (geopy.Location)
    raw: dict[str, Any] = location.raw if isinstance(location.raw, dict) else {}
    raw = raw.get("properties", raw)  # Photon answers in GeoJSON
    printed = raw.get("address")
    address: dict[str, Any] = printed if isinstance(printed, dict) else {}
    country = gazetteer.country(str(address.get("country_code") or raw.get("countrycode") or ""))
    kind = _KINDS.get(str(raw.get("addresstype") or raw.get("type") or ""), "poi")
    return Place(
        id=f"osm:{str(raw.get('osm_type') or '')[:1].upper()}{raw.get('osm_id') or ''}",
        name=str(location.address).split(",", maxsplit=1)[0],
        latitude=float(location.latitude),
        longitude=float(location.longitude),
        kind=kind,
        country=country.country if country else None,
        country_name=country.name if country else None,
        admin1=address.get("state") or raw.get("state"),
    )
