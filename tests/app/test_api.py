"""The interface for other programs, as they meet it: over HTTP on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import requests

from geo.app.data import sample_articles, write_records
from geo.app.ledger import Ledger
from geo.app.served import begins_with_base
from geo.settings import Settings
from geo.store import Store
from geo.store.corrections import By, correct
from tests.builders import TEXT, make_article, make_event
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
#: Days far enough apart that the papers tell of three events.
PAPERS = [("one", date(2022, 1, 5)), ("two", date(2022, 2, 9)), ("three", date(2022, 3, 16))]


@contextmanager
def serving(*arguments):
    """A running `geo app`; gives its address."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "geo", "app", *arguments, "--port", str(port)],
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
    with serving("--store", url) as base:
        yield base


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


def test_the_file_that_was_opened_is_served_with_the_corrections_the_page_shows(tmp_path):
    told = [make_event(make_article(f"{TEXT} {paper}", published=day)) for paper, day in PAPERS]
    days = [replace(e.event_date, start=e.article.published, end=e.article.published) for e in told]
    told = [replace(event, event_date=day) for event, day in zip(told, days, strict=True)]
    (tmp_path / "told.jsonl").write_text(write_records(told), "utf-8")
    url = f"sqlite:///{tmp_path / 'events.db'}"
    with closing(Store.open(url)) as store:
        run = store.begin_run(Settings())
        for event in told[:2]:
            store.save(event.article, [event], run_id=run)
        correct(store, told[0].id, "review_status", "rejected", By(who="ana"))
        correct(store, told[1].id, "review_status", "accepted", By(who="ana"))
    with serving(str(tmp_path / "told.jsonl"), "--store", url) as base:
        found = {
            f["properties"]["event_id"]: f["properties"] for f in events(base).json()["features"]
        }
        assert set(found) == {event.id for event in told[1:]}
        assert found[told[1].id]["review_status"] == "accepted"
        rejected = events(base, "?review=rejected").json()["features"]
        assert [f["properties"]["event_id"] for f in rejected] == [told[0].id]


def test_samples_are_not_mixed_into_a_store_with_articles_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.argv", ["streamlit_app.py"])
    settings = Settings(store_url=f"sqlite:///{tmp_path / 'events.db'}")
    with closing(Store.open(settings.store_url)) as store:
        corrections = Ledger(settings, store)
        assert begins_with_base(settings, corrections)
        run = store.begin_run(settings)
        store.save(sample_articles()[0], [], run_id=run)
        assert begins_with_base(settings, corrections), "a corrected sample is still a sample"
        store.save(make_article(), [], run_id=run)
        assert not begins_with_base(settings, corrections)
