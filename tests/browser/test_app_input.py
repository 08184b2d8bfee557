"""Adding articles in a real browser: paste, files, duplicates, what failed and why."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import app_running

pytestmark = pytest.mark.browser

ARTICLE = """Police arrest dozens at a march in Nairobi

NAIROBI, Kenya (Sample Wire) - Police arrested 40 protesters in Nairobi on Wednesday, witnesses said.
On Thursday rebels attacked an army base near Garissa and killed three soldiers.
"""


def open_dialog(tab):
    tab.page.get_by_role("button", name="Add articles").click()
    tab.page.get_by_role("dialog").wait_for()


def paste(tab, text, *, title=None, day="05.06.2024"):
    dialog = tab.page.get_by_role("dialog")
    dialog.locator("textarea").first.fill(text)
    if title is not None:
        dialog.get_by_label("Title (optional)").fill(title)
    if day:
        fill_day(tab, day)
    dialog.get_by_role("button", name="Find the events").first.click()
    tab.page.locator(".st-key-report").wait_for(timeout=120_000)
    tab.settled()


def fill_day(tab, day):
    field = tab.page.locator(".st-key-day-paste [role=spinbutton]").first
    field.focus()
    tab.page.keyboard.type(day.replace(".", ""))
    tab.page.get_by_role("dialog").get_by_text("Add articles").first.click(force=True)
    tab.settled()


def close_dialog(tab):
    tab.page.get_by_role("button", name="Close and look at the map").click()
    tab.page.get_by_role("dialog").wait_for(state="detached")
    tab.settled()


def test_a_pasted_article_shows_its_events_with_dates_and_places(app, tab):
    tab.open(app)
    open_dialog(tab)
    paste(tab, ARTICLE)
    tab.shot("add-report")
    close_dialog(tab)
    shown, total, _ = tab.counts()
    assert shown == total >= 2
    found = json.loads(tab.download("geojson").read_text(encoding="utf-8"))
    rows = {f["properties"]["event_type"]: f["properties"] for f in found["features"]}
    assert rows["COERCE"]["location"] == "Nairobi"
    assert rows["COERCE"]["event_date"] == "2024-06-05"
    assert rows["COERCE"]["evidence"].startswith(
        "NAIROBI, Kenya (Sample Wire) - Police arrested 40"
    )
    tab.shot("own-article")


def test_the_same_article_twice_is_recognised(app, tab):
    tab.open(app)
    open_dialog(tab)
    paste(tab, ARTICLE)
    close_dialog(tab)
    before = tab.counts()
    open_dialog(tab)
    paste(tab, ARTICLE)
    close_dialog(tab)
    assert tab.counts() == before


def test_a_file_that_cannot_be_read_costs_only_itself(app, tab):
    tab.open(app)
    open_dialog(tab)
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Files").click()
    hostile = '<img src=x onerror="document.title=1">.txt'
    dialog.locator("input[type=file]").set_input_files(
        [
            {"name": hostile, "mimeType": "text/plain", "buffer": ARTICLE.encode()},
            {"name": "broken.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nothing"},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b"   "},
        ]
    )
    tab.settled()
    dialog.get_by_role("button", name="Find the events").first.click()
    tab.page.locator(".st-key-report").wait_for(timeout=120_000)
    tab.shot("add-files-report")
    close_dialog(tab)
    assert tab.counts()[0] >= 2
    assert tab.page.title() == "Dateline"


def test_the_demonstration_fetches_nothing(tab):
    with app_running(env={"DATELINE_DEMO": "1"}, script="streamlit_app.py") as address:
        tab.open(address)
        open_dialog(tab)
        dialog = tab.page.get_by_role("dialog")
        for name in ("Web address", "Feed"):
            dialog.get_by_role("tab", name=name).click()
        assert tab.page.get_by_text("switched off in this public demonstration").count() == 2
        assert dialog.get_by_label("Address of an article").count() == 0
