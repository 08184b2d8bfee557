"""Attack strings in every foreign field go through every view: nothing runs, nothing is lost."""

from __future__ import annotations

import json

import pytest

from tests.browser.conftest import app_running
from tests.made_world import ATTACKS, main  # noqa: F401 (main is the writer used by hand)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory):
    from geo.app.data import write_records
    from tests.made_world import hostile_events

    path = tmp_path_factory.mktemp("hostile") / "events.jsonl"
    path.write_text(write_records(hostile_events()), encoding="utf-8")
    with app_running(str(path)) as address:
        yield address


def inert(tab):
    assert tab.page.title() == "Dateline"
    for frame in tab.page.frames:
        assert frame.evaluate("document.title") != "owned"
    bad = "a[href^='javascript:'], a[href^='data:'], img[onerror], svg[onload], [onclick]"
    assert tab.page.locator(bad).count() == 0
    evil = "img[src*='evil'], .stHtml script, .stHtml iframe, .dl-article img, .dl-card img"
    assert tab.page.locator(evil).count() == 0


def test_every_article_is_shown_as_it_is_written(hostile_app, tab):
    tab.open(hostile_app)
    inert(tab)
    assert tab.counts() == (len(ATTACKS), len(ATTACKS), 0)
    from tests.made_world import hostile_events

    for event in hostile_events():
        tab.page.goto(f"{hostile_app}/?event={event.id}")
        tab.page.locator(".dl-article").wait_for(timeout=120_000)
        inert(tab)
        shown = tab.page.locator(".dl-article").evaluate(
            "e => {const c = e.cloneNode(true);"
            "c.querySelectorAll('.dl-tag').forEach(t => t.remove()); return c.textContent}"
        )
        written = event.article.text.replace("\x00", "\u2400").replace("\x07", "\u2407")
        assert shown == written
    tab.shot("hostile-article")


def test_the_other_views_and_the_filters_run_nothing(hostile_app, tab):
    tab.open(hostile_app)
    for view in ("actors", "numbers", "review", "about"):
        tab.page.goto(f"{hostile_app}/?view={view}")
        tab.page.locator(".dl-count").wait_for(timeout=120_000)
        tab.settled()
        inert(tab)
        tab.shot(f"hostile-{view}")
    tab.page.goto(f"{hostile_app}/?view=actors")
    tab.page.locator(".st-key-matrix-by").get_by_text("Names").click()
    tab.settled()
    inert(tab)
    tab.open(hostile_app)
    for key in ("filter-actors", "filter-countries", "filter-admin1"):
        tab.open_options(key)
        inert(tab)
        tab.page.keyboard.press("Escape")
    tab.page.locator(".st-key-panel button, .st-key-panel label").filter(has_text="List").click()
    tab.settled()
    inert(tab)
    tab.shot("hostile-list")


def test_the_download_holds_every_attack_as_data(hostile_app, tab):
    tab.open(hostile_app)
    found = json.loads(tab.download("geojson").read_text(encoding="utf-8"))
    titles = {f["properties"]["title"] for f in found["features"]}
    assert titles == set(ATTACKS)
