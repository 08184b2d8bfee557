"""The online chain against a canned server on loopback: what is asked, when, and what is kept."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from geo.errors import GeocoderError
from geo.model import Candidate, Toponym
from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.nominatim import KEEP_NOTHING, Cache, Chain, contact, online_service
from geo.toponyms.resolution.online import ask_online

pytestmark = pytest.mark.network
AGENT = "dateline-tests (tests@dateline.test)"
AKTAU = {
    "place_id": 1, "osm_type": "node", "osm_id": 27, "lat": "43.6481", "lon": "51.1722",
    "display_name": "Aktau, Mangystau Region, Kazakhstan", "name": "Aktau", "addresstype": "city",
    "address": {"country_code": "kz", "state": "Mangystau Region"},
}  # fmt: skip
PHOTON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [51.1722, 43.6481]},
            "properties": {"name": "Aktau", "country": "Kazakhstan", "countrycode": "KZ"},
        }
    ],
}


class Canned(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append((time.monotonic(), self.path, dict(self.headers)))
        status, body = server.answer(parse_qs(urlsplit(self.path).query).get("q", [""])[0])
        blob = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(blob)))
        self.end_headers()
        self.wfile.write(blob)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Canned)
    server.asked = []
    server.answer = lambda query: (200, [AKTAU] if "Aktau" in query else [])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def settings(server, kind="nominatim", **more):
    domain = f"http://127.0.0.1:{server.server_port}"
    return Settings(online_geocoder=kind, online_domain=domain, **{"user_agent": AGENT, **more})


def chain(server, tmp_path, *, clock=time.time, delay=0.0, kind="nominatim"):
    service = online_service(settings(server, kind), min_delay_seconds=delay)
    return Chain(service, Cache(tmp_path / "cache.sqlite", clock=clock))


def test_off_unless_switched_on(tmp_path):
    assert Chain.from_settings(Settings()) is None
    with pytest.raises(GeocoderError, match="off"):
        online_service(Settings())


@pytest.mark.parametrize(
    "agent",
    [None, "", "my-application", "geopy/2.5.0", "dateline", "app (me@example.com)", "your-name@x.org",
     "specify_your_app_name_here a@b.cd", "https://", "me@localhost"],
)  # fmt: skip
def test_a_user_agent_must_name_somebody(agent):
    with pytest.raises(GeocoderError, match="user agent"):
        contact(agent)


def test_the_user_agent_is_sent(server, tmp_path):
    chain(server, tmp_path).locate("Aktau")
    (_, path, headers) = server.asked[0]
    assert headers["User-Agent"] == AGENT
    assert "q=Aktau" in path


def test_asked_only_when_the_gazetteer_is_unsure(server, tmp_path):
    online = chain(server, tmp_path)
    assert online.locate("Aktau", margin=0.9) == []
    assert server.asked == []
    assert online.locate("Aktau", margin=0.01)[0].latitude == pytest.approx(43.6481)
    assert len(server.asked) == 1


def test_an_answer_is_remembered_over_processes_and_spellings(server, tmp_path):
    chain(server, tmp_path).locate("Aktau")
    again = chain(server, tmp_path).locate("  AKTAU ")
    assert again[0].raw["osm_id"] == 27
    assert again[0].address == AKTAU["display_name"]
    assert len(server.asked) == 1


def test_country_and_language_are_part_of_the_question(server, tmp_path):
    online = chain(server, tmp_path)
    online.locate("Aktau", country="kz")
    online.locate("Aktau", country="ru")
    online.locate("Aktau", country="kz", language="kk")
    assert len(server.asked) == 3
    assert "countrycodes=kz" in server.asked[0][1]


def test_nothing_there_is_remembered_for_a_short_time(server, tmp_path):
    now = [1_000_000.0]
    online = chain(server, tmp_path, clock=lambda: now[0])
    assert online.locate("Nowhereville") == []
    assert online.locate("Nowhereville") == []
    assert len(server.asked) == 1
    now[0] += KEEP_NOTHING + 1
    online.locate("Nowhereville")
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 502, 503, 403])
def test_a_failure_is_an_error_and_is_not_remembered_as_nothing(server, tmp_path, status):
    online = chain(server, tmp_path)
    well = server.answer
    server.answer = lambda _query: (status, {"error": "no"})
    with pytest.raises(GeocoderError, match="could not be asked"):
        online.locate("Aktau")
    server.answer = well
    assert online.locate("Aktau")[0].raw["osm_id"] == 27


def test_a_server_that_is_not_there_is_an_error(server, tmp_path):
    online = chain(server, tmp_path)
    server.shutdown()
    server.server_close()
    with pytest.raises(GeocoderError):
        online.locate("Aktau")


def test_the_cache_is_asked_before_the_limiter(server, tmp_path):
    online = chain(server, tmp_path, delay=0.4)
    for _ in range(6):
        online.locate("Aktau")
    assert len(server.asked) == 1
    online.locate("Nowhereville")
    (first, *_), (second, *_) = server.asked
    assert second - first >= 0.2  # the server may hear of the first a little late


def test_the_limit_holds_over_all_chains_and_threads(server, tmp_path):
    chains = [chain(server, tmp_path, delay=0.5) for _ in range(3)]
    threads = [
        threading.Thread(target=online.locate, args=(f"Town{i}",))
        for i, online in enumerate(chains)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(when for when, *_ in server.asked)
    assert len(times) == 3
    assert times[-1] - times[0] >= 0.7  # two waits of half a second, with slack for a busy machine


def test_photon_is_asked_the_same_way(server, tmp_path):
    server.answer = lambda _query: (200, PHOTON)
    online = chain(server, tmp_path, kind="photon")
    location = online.locate("Aktau", country="KZ")[0]
    assert (location.latitude, location.longitude) == pytest.approx((43.6481, 51.1722))


def unsure(name, *places):
    candidates = tuple(Candidate(place, 0.5 - i / 100) for i, place in enumerate(places))
    place = places[0] if places else None
    return Toponym(0, len(name), name, place=place, score=0.5, margin=0.01, candidates=candidates)


def test_the_service_settles_what_was_unsure(server, tmp_path):
    gazetteer = Gazetteer.open()
    aktau = gazetteer.get("gn:610612")
    almaty = gazetteer.get("gn:1526384")
    (settled,) = ask_online((unsure("Aktau", almaty, aktau),), chain(server, tmp_path), gazetteer)
    assert settled.place == aktau
    assert "online geocoder preferred" in settled.reason


def test_a_place_only_the_service_knows(server, tmp_path):
    (found,) = ask_online((unsure("Aktau"),), chain(server, tmp_path), Gazetteer.open())
    assert found.place.id == "osm:N27"
    assert (found.place.country, found.place.kind) == ("KAZ", "city")


def test_an_outage_leaves_the_gazetteers_answer_and_says_so(server, tmp_path):
    gazetteer = Gazetteer.open()
    almaty = gazetteer.get("gn:1526384")
    server.answer = lambda _query: (500, {})
    both = ask_online(
        (unsure("A", almaty), unsure("B", almaty)), chain(server, tmp_path), gazetteer
    )
    assert [toponym.place for toponym in both] == [almaty, almaty]
    assert all("could not be asked" in toponym.reason for toponym in both)
    assert len({path for _, path, _ in server.asked}) == 1
