"""The embedded gazetteer seen through geopy's eyes."""

from __future__ import annotations

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.toponyms.geocoder import EmbeddedGeocoder


@pytest.fixture(scope="module")
def geocoder():
    return EmbeddedGeocoder()


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("Aktau")
    assert isinstance(location, Location)
    assert location.raw["geonameid"] == 610612
    assert location.raw["country"] == "KAZ"
    assert location.address == "Aktau, Mangystau Region, Kazakhstan"


@pytest.mark.parametrize(
    ("query", "country", "admin1", "kind"),
    [
        ("Aktau, Mangystau, Kazakhstan", "KAZ", "Mangystau Region", "city"),
        ("Paris, Texas", "USA", "Texas", "city"),
        ("Paris", "FRA", "Île-de-France", "city"),
        ("Springfield, Illinois, USA", "USA", "Illinois", "city"),
        ("London, Ontario", "CAN", "Ontario", "city"),
        ("Portland, Maine", "USA", "Maine", "city"),
        ("Birmingham, Ala.", "USA", "Alabama", "city"),
        ("St. Petersburg, Fla.", "USA", "Florida", "city"),
        ("Victoria, B.C.", "CAN", "British Columbia", "city"),
        ("Tripoli, Lebanon", "LBN", "North Lebanon", "city"),
        ("Cambridge, England", "GBR", "England", "city"),
        ("Atlanta, Georgia", "USA", "Georgia", "city"),
        ("Tbilisi, Georgia", "GEO", "Tbilisi", "city"),
        ("Moscow, Idaho", "USA", "Idaho", "city"),
        ("Mangystau region", "KAZ", None, "admin1"),
        ("Almaty Region", "KAZ", None, "admin1"),
        ("Orange County, California", "USA", "California", "admin2"),
        ("Victoria, Australia", "AUS", None, "admin1"),
        ("Washington, D.C.", "USA", "District of Columbia", "city"),
        ("Жаңаөзен", "KAZ", "Mangystau Region", "city"),
    ],
)
def test_a_query_with_what_it_lies_in(geocoder, query, country, admin1, kind):
    raw = geocoder.geocode(query).raw
    assert (raw["country"], raw["admin1"], raw["kind"]) == (country, admin1, kind)


def test_what_it_lies_in_must_agree(geocoder):
    assert geocoder.geocode("Almaty, Texas") is None
    assert geocoder.geocode("Paris, Nosuchland") is None


@pytest.mark.parametrize(
    "query", ["Nowhereville", "xyzzy, Kazakhstan", "Kazakhs", ",", "...", "{{7*7}}"]
)
def test_nothing_is_none_not_an_error(geocoder, query):
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_an_error(geocoder, query):
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


def test_a_list_on_demand(geocoder):
    many = geocoder.geocode("Springfield", exactly_one=False)
    assert len(many) > 20
    three = geocoder.geocode("Springfield", exactly_one=False, limit=3)
    assert [location.raw["id"] for location in three] == [m.raw["id"] for m in many[:3]]
    assert all(location.raw for location in many)


@pytest.mark.parametrize("codes", ["ca", "CAN", ["CA"], "ca,gb", ["CAN", "GBR"]])
def test_country_codes_filter(geocoder, codes):
    found = geocoder.geocode("London", exactly_one=False, country_codes=codes)
    assert {location.raw["country"] for location in found} <= {"CAN", "GBR"}
    assert "CAN" in {location.raw["country"] for location in found}


def test_an_unknown_country_code_is_an_error(geocoder):
    with pytest.raises(GeocoderQueryError, match="ZZ"):
        geocoder.geocode("London", country_codes="ZZ")


@pytest.mark.parametrize("point", [(43.65, 51.17), "43.65, 51.17", Point(43.65, 51.17)])
def test_reverse(geocoder, point):
    location = geocoder.reverse(point)
    assert location.raw["name"] == "Aktau"
    assert location.raw["admin1"] == "Mangystau Region"


def test_reverse_of_the_open_sea_is_none(geocoder):
    assert geocoder.reverse((0.0, -30.0)) is None


@pytest.mark.parametrize("point", ["somewhere", object(), "", (1000, "x")])
def test_reverse_of_no_point_is_an_error(geocoder, point):
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(point)


def test_the_network_is_refused(geocoder):
    with pytest.raises(GeocoderServiceError):
        geocoder._call_geocoder("https://nominatim.invalid/search", lambda answer: answer)


def test_places_for_the_command_line(geocoder):
    places = geocoder.places("Paris", country="US", limit=2)
    assert [place.country for place in places] == ["USA", "USA"]
