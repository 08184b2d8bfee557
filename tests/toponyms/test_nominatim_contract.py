"""The chain against a real Nominatim on loopback (opt-in: ``make nominatim``).

``bench/nominatim.sh`` sets the server up and fills it with ``nominatim/tiny.osm``.
"""

from __future__ import annotations

import os

import pytest

from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.nominatim import Cache, Chain, online_service
from geo.toponyms.resolution.online import ask_online

SERVER = os.environ.get("DATELINE_NOMINATIM", "")
pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(
        not SERVER, reason="opt-in: DATELINE_NOMINATIM names no server (make nominatim)"
    ),
]


@pytest.fixture
def chain(tmp_path):
    settings = Settings(
        online_geocoder="nominatim",
        online_domain=f"http://{SERVER}",
        user_agent="dateline-contract-test (tests@dateline.test)",
    )
    service = online_service(settings, min_delay_seconds=0.1)
    return Chain(service, Cache(tmp_path / "cache.sqlite"))


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [("Aktau", 43.6481, 51.1722), ("Zhanaozen", 43.3412, 52.8619), ("Актау", 43.6481, 51.1722)],
)
def test_a_real_server_answers(chain, name, lat, lon):
    best = chain.locate(name)[0]
    assert (best.latitude, best.longitude) == pytest.approx((lat, lon), abs=0.001)
    assert best.raw["osm_type"] == "node"


def test_english_names_are_asked_for(chain):
    assert chain.locate("Жаңаөзен")[0].address.startswith("Zhanaozen")


def test_the_most_important_bearer_comes_first(chain):
    assert chain.locate("Paris")[0].latitude == pytest.approx(48.8566, abs=0.01)


def test_nothing_there_is_an_empty_answer(chain):
    assert chain.locate("Nowhereville") == []


def test_the_second_time_comes_from_the_cache(chain):
    first = chain.locate("Almaty")
    again = Chain(Unreachable(), chain.cache)
    assert again.locate("Almaty")[0].point == first[0].point


class Unreachable:
    name = "nominatim"
    domain = SERVER

    def ask(self, *_):
        pytest.fail("the service was asked although the cache knows")


def test_a_doubt_is_settled_by_the_real_server(chain):
    from geo.model import Candidate, Toponym

    gazetteer = Gazetteer.open()
    texas, france = gazetteer.get("gn:4717560"), gazetteer.get("gn:2988507")
    doubt = Toponym(
        0, 5, "Paris", place=texas, score=0.4, margin=0.01,
        candidates=(Candidate(texas, 0.4), Candidate(france, 0.39)),
    )  # fmt: skip
    (settled,) = ask_online((doubt,), chain, gazetteer)
    assert settled.place == france
