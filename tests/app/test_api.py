"""The interface for other programs, as they meet it: over HTTP on loopback."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests

from geo.settings import Settings
from geo.store import Store
from tests.builders import TEXT, make_article, make_event

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A running `geo app` on a store with three events, one of them told by two papers."""
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'events.db'}"
    store = Store.open(url)
    run = store.begin_run(Settings())
    for number, paper in ((5, "one"), (5, "two"), (10, "three"), (20, "four")):
        event = make_event(make_article(f"{TEXT} {paper}"))
        day = replace(event.event_date, start=date(2022, 1, number), end=date(2022, 1, number))
        store.save(event.article, [replace(event, event_date=day)], run_id=run)
    store.close()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "geo", "app", "--port", str(port), "--store", url],
        cwd=ROOT,
        env={**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                requests.get(f"{base}/api/openapi.json", timeout=5)
                break
            except requests.ConnectionError:
                time.sleep(0.2)
        yield base
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)


def events(base, query=""):
    return requests.get(f"{base}/api/events.geojson{query}", timeout=30)


def test_the_events_of_the_store_are_served_as_geojson(address):
    answer = events(address)
    assert answer.headers["content-type"].startswith("application/geo+json")
    assert sorted(f["properties"]["n_sources"] for f in answer.json()["features"]) == [1, 1, 2]
    assert "access-control-allow-origin" not in answer.headers


def test_filters_and_paging_are_those_of_the_address_bar(address):
    assert events(address, "?event_types=PROTEST").json()["features"] == []
    page = events(address, "?event_types=COERCE&limit=2&offset=2")
    assert len(page.json()["features"]) == 1
    assert page.headers["x-total-count"] == "3"


def test_a_repeated_question_with_its_etag_costs_no_body(address):
    tag = events(address, "?text=almaty").headers["etag"]
    again = requests.get(
        f"{address}/api/events.geojson?text=almaty", headers={"If-None-Match": tag}, timeout=30
    )
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "query", ["?date_from=soon", "?limit=-1", "?box=1,2", "?event_types=WAR", "?limit=99999999999"]
)
def test_a_bad_question_is_answered_with_what_is_wrong(address, query):
    answer = events(address, query)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_nothing_can_be_written(address):
    assert requests.post(f"{address}/api/events.geojson", timeout=30).status_code == 405


def test_the_page_is_served_beside_it(address):
    assert "<title>" in requests.get(address, timeout=30).text


def test_the_description_names_every_filter(address):
    from dataclasses import fields

    from geo.filters import Filters

    found = requests.get(f"{address}/api/openapi.json", timeout=30).json()
    names = {p["name"] for p in found["paths"]["/api/events.geojson"]["get"]["parameters"]}
    assert {f.name for f in fields(Filters)} | {"limit", "offset"} == names
    assert json.dumps(found)
