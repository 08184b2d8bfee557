"""Correcting in a real browser: accept, move to the right place, undo, redo, reject, export."""

from __future__ import annotations

import json

import pytest

from geo.app.data import write_records
from tests.browser.conftest import app_running
from tests.made_world import made_events

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world_app(tmp_path_factory):
    path = tmp_path_factory.mktemp("world") / "events.jsonl"
    path.write_text(write_records(made_events(60)), encoding="utf-8")
    with app_running(str(path)) as address:
        yield address


def status(tab, word):
    tab.page.locator(".dl-status", has_text=word).wait_for(timeout=120_000)
    tab.settled()


def test_accept_undo_redo(world_app, tab):
    tab.open(world_app)
    tab.choose_row(0)
    before = tab.page.locator(".dl-status").inner_text()
    tab.page.get_by_role("button", name="Accept").click()
    status(tab, "accepted")
    tab.page.locator(".st-key-undo-card button").first.click()
    status(tab, before)
    tab.page.locator(".st-key-redo-card button").first.click()
    status(tab, "accepted")
    journal = json.loads(tab.download("journal").read_text(encoding="utf-8"))
    assert [c["op"] for c in journal["corrections"]] == ["correct", "undo", "undo"]


def test_a_wrong_place_is_set_right_from_the_gazetteer(world_app, tab):
    event = next(e for e in made_events(60) if e.place and e.place.name == "Almaty")
    tab.open(f"{world_app}/?event={event.id}")
    tab.page.get_by_role("button", name="Wrong?").click()
    field = tab.page.get_by_label("Search the gazetteer")
    field.fill("Astana")
    field.press("Enter")
    choice = (
        tab.page.locator(".st-key-wrong, [data-testid=stPopoverBody]").get_by_text("Astana").first
    )
    choice.wait_for(timeout=120_000)
    choice.click()
    tab.settled()
    tab.shot("correct-place")
    tab.page.get_by_role("button", name="Save correction").click()
    status(tab, "corrected")
    tab.page.keyboard.press("Escape")
    rows = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    row = next(r for r in rows if r["id"] == event.id)
    assert row["properties"]["location"] == "Astana"
    assert row["properties"]["geo_reason"] == "chosen by hand"
    assert row["properties"]["review_status"] == "corrected"
    assert abs(row["geometry"]["coordinates"][1] - 51.2) < 0.5


def test_what_is_not_an_event_leaves_the_map_and_can_come_back(world_app, tab):
    tab.open(world_app)
    tab.choose_row(1)
    total = tab.counts()[1]
    tab.page.get_by_role("button", name="Not an event").click()
    tab.page.wait_for_function(
        f"!document.querySelector('.dl-count').innerText.includes('of {total} ')", timeout=120_000
    )
    assert tab.counts()[1] == total - 1
    tab.page.locator(".st-key-view").get_by_text("Review").first.click()
    tab.page.locator(".st-key-undo-journal button").first.click()
    tab.page.wait_for_function(
        f"document.querySelector('.dl-count').innerText.includes('of {total} ')", timeout=120_000
    )
    tab.shot("review")


def test_another_reader_sees_none_of_it(world_app, tab, chromium):
    tab.open(world_app)
    tab.choose_row(0)
    tab.page.get_by_role("button", name="Accept").click()
    status(tab, "accepted")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(tab.page.url)
    page.locator(".dl-status").wait_for(timeout=120_000)
    assert page.locator(".dl-status").inner_text() != "accepted"
    context.close()
