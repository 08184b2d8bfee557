"""Correcting in a real browser: accept, move to the right place, undo, redo, reject, export."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.app.data import make_dataset, write_records
from geo.app.same_form import alike
from tests.browser.conftest import app_running
from tests.made_world import made_events

pytestmark = pytest.mark.browser


#: One of the events is listed in doubt: it has a place, and is not drawn.
WORLD = made_events(60)
DOUBTED = next(e for e in WORLD if e.place and e.place.name == "Paris")
WORLD = [replace(e, pin_doubt="too unsure to be drawn") if e is DOUBTED else e for e in WORLD]
DATASET = make_dataset(WORLD)


@pytest.fixture(scope="module")
def world_app(tmp_path_factory):
    path = tmp_path_factory.mktemp("world") / "events.jsonl"
    path.write_text(write_records(WORLD), encoding="utf-8")
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


def test_accepting_an_event_that_was_listed_in_doubt_draws_it(world_app, tab):
    tab.open(f"{world_app}/?event={DOUBTED.id}")
    *_, unplaced = tab.counts()
    before = tab.page.locator(".dl-status").inner_text()
    tab.page.get_by_role("button", name="Accept").click()
    status(tab, "accepted")
    assert tab.counts()[2] == unplaced - 1
    tab.page.locator(".st-key-undo-card button").first.click()
    status(tab, before)
    assert tab.counts()[2] == unplaced, "one undo takes the whole step back"


def test_a_place_is_pointed_at_on_the_map(world_app, tab):
    tab.open(f"{world_app}/?event={DOUBTED.id}")
    tab.page.get_by_role("button", name="Wrong?").click()
    tab.page.locator(".st-key-point-at-map button").click()
    tab.map.locator(".dl-hint").wait_for()
    tab.settled()
    frame = tab.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    tab.page.mouse.click(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    said = tab.page.get_by_text("exactly the point you clicked")
    said.wait_for()
    tab.settled()
    pointed = [float(part) for part in said.inner_text().split(": ")[1].split(", ")]
    assert tab.map.locator(".dl-hint").count() == 0
    tab.shot("correct-pointed")
    tab.page.get_by_role("button", name="Save correction").click()
    status(tab, "corrected")
    rows = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    row = next(r for r in rows if r["id"] == DOUBTED.id)
    lon, lat = row["geometry"]["coordinates"]
    assert [lat, lon] == pytest.approx(pointed, abs=0.001)
    assert 18 < lon < 22, "the middle of the map as it opens"
    assert row["properties"]["geo_reason"] == "chosen by hand"


def test_what_the_machine_took_for_one_event_is_taken_apart_and_joined_again(app, tab):
    tab.open(app)
    lines = tab.download("records").read_text(encoding="utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    host = next(r["id"] for r in found if r["more_evidence"])
    tab.open(f"{app}/?event={host}")
    total = tab.counts()[1]
    tab.page.get_by_role("button", name="Wrong?").click()
    tab.settled()
    tab.page.get_by_role("combobox", name="What is wrong").click()
    tab.page.get_by_role("option", name="Two events were taken for one").click()
    tab.settled()
    tab.page.locator(".st-key-wrong [role=radiogroup] label").first.click()
    tab.settled()
    tab.shot("correct-split")
    tab.page.get_by_role("button", name="Save correction").click()
    status(tab, "corrected")
    assert tab.counts()[1] == total + 1
    assert host not in tab.page.url, "the event that was taken out is open"
    tab.page.locator(".st-key-undo-card button").first.click()
    tab.page.wait_for_function(
        f"document.querySelector('.dl-count').innerText.includes('of {total} ')", timeout=120_000
    )


def test_a_wrong_place_is_set_right_from_the_gazetteer(world_app, tab):
    event = next(e for e in made_events(60) if e.place and e.place.name == "Almaty")
    tab.open(f"{world_app}/?event={event.id}")
    tab.page.get_by_role("button", name="Wrong?").click()
    field = tab.page.get_by_label("Search the gazetteer")
    field.fill("Islamabad")
    field.press("Enter")
    choice = tab.page.locator(".st-key-wrong [role=radiogroup]").get_by_text(
        "Islamabad, Pakistan, town"
    )
    choice.wait_for(timeout=120_000)
    choice.click()
    tab.settled()
    tab.shot("correct-place")
    tab.page.get_by_role("button", name="Save correction").click()
    status(tab, "corrected")
    rows = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    row = next(r for r in rows if r["id"] == event.id)
    assert row["properties"]["location"] == "Islamabad"
    assert row["properties"]["place_kind"] == "city", "the one clicked, not the region of its name"
    assert row["properties"]["geo_reason"] == "chosen by hand"
    assert row["properties"]["review_status"] == "corrected"
    assert abs(row["geometry"]["coordinates"][1] - 33.7) < 0.5


def test_type_date_actors_and_numbers_are_set_right_and_exported(world_app, tab):
    event = next(e for e in WORLD if e.place and e.place.name == "Almaty")
    tab.open(f"{world_app}/?event={event.id}")

    def correct(what, fill):
        tab.page.get_by_role("button", name="Wrong?").click()
        tab.page.get_by_role("combobox", name="What is wrong").click()
        tab.page.get_by_role("option", name=what, exact=True).click()
        tab.settled()
        fill(tab.page.locator(".st-key-wrong"))
        tab.settled()
        tab.page.get_by_role("button", name="Save correction").click()
        tab.page.locator(".st-key-wrong").wait_for(state="detached")
        tab.settled()

    def of_type(form):
        form.get_by_role("combobox", name="Type").click()
        tab.page.get_by_role("option", name="Aid", exact=True).click()

    def write(label, text):
        def fill(form):
            form.get_by_label(label).fill(text)
            form.get_by_label(label).press("Tab")

        return fill

    correct("Type", of_type)
    correct("Who / to whom", write("Who acts (one a line)", "Red Crescent"))
    correct("Numbers", write("At least", "7"))
    correct("Date", lambda form: form.get_by_text("No date is known").click())
    status(tab, "corrected")
    rows = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    told = next(r["properties"] for r in rows if r["id"] == event.id)
    assert told["event_type"] == "AID"
    assert told["actor1"] == "Red Crescent"
    assert 7 in {v for k, v in told.items() if k.endswith("_low")}
    assert told["event_date"] is None
    journal = json.loads(tab.download("journal").read_text(encoding="utf-8"))["corrections"]
    changed = ("event_type", "actors", "quantities", "event_date")
    assert len(journal) == len(changed)
    for step, field in zip(journal, changed, strict=True):
        assert field in step["before"]["machine"], "the machine's value is kept"
        assert field in step["after"]["overrides"], "beside the human's"
        assert step["who"]
        assert step["ts"]


def test_an_event_that_is_told_twice_is_joined_and_taken_apart_again(world_app, tab):
    event = next(e for e in WORLD if alike(DATASET, e))
    tab.open(f"{world_app}/?event={event.id}")
    total = tab.counts()[1]
    tab.page.get_by_role("button", name="Wrong?").click()
    tab.page.get_by_role("combobox", name="What is wrong").click()
    tab.page.get_by_role("option", name="Told twice: it is the same event as another").click()
    tab.settled()
    tab.page.locator(".st-key-wrong [role=radiogroup] label").first.click()
    tab.settled()
    tab.page.get_by_role("button", name="Save correction").click()
    counted = "n => document.querySelector('.dl-count').innerText.includes(`of ${n} `)"
    tab.page.wait_for_function(counted, arg=total - 1, timeout=120_000)
    tab.page.locator(".st-key-undo-card button").first.click()
    tab.page.wait_for_function(counted, arg=total, timeout=120_000)


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
