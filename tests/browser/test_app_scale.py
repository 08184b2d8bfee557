"""A file of many rows: paged, drawn by what is in view, and never sent whole."""

from __future__ import annotations

import numpy as np
import pytest

from geo.exports.tables import to_geoparquet
from tests.browser.conftest import SLOW, app_running
from tests.map_frames import frame_of, rows

pytestmark = pytest.mark.browser
COUNT = 3_000


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Protests and arrests at as many spots, a day each."""
    rng = np.random.default_rng(4)
    days = np.datetime64("2020-01-01") + np.arange(COUNT)
    groups = (
        rows(
            "Almaty", "PROTEST" if i % 3 else "COERCE", latitude=rng.uniform(-45, 60),
            longitude=rng.uniform(-150, 170), place_id=f"gn:{i}", event_date=day, date_end=day,
            quad_class=4, article_id=f"a{i}", title=f"Story {i}", evidence=f"Sentence {i}.",
            place_kind="city", review_status="unreviewed", date_basis="stated", n_sources=1,
        )
        for i, day in enumerate(days)
    )  # fmt: skip
    path = tmp_path_factory.mktemp("many") / "events.parquet"
    path.write_bytes(to_geoparquet(frame_of(*groups)))
    with app_running(str(path)) as address:
        yield address


def test_a_large_file_is_paged_filtered_and_drawn_by_the_view(many, tab):
    received = []
    tab.page.on("websocket", lambda ws: ws.on("framereceived", lambda p: received.append(len(p))))
    tab.open(many)
    assert tab.counts() == (COUNT, COUNT, 0)
    tab.choose_row(0)
    card = tab.page.locator(".dl-card")
    assert f"Sentence {COUNT - 1}." in card.inner_text()
    assert tab.page.get_by_role("button", name="Accept").count() == 0, "a row cannot be corrected"
    side = tab.page.locator(".st-key-side").inner_text()
    assert "Read only" in side
    assert "geo app events.jsonl" in side, "what to do is said"
    assert "text of the article" in side.lower() or "article's text" in side.lower()
    tab.page.get_by_role("button", name="Older").click()
    tab.settled()
    assert "201–400" in tab.page.locator(".st-key-pager").inner_text()
    tab.choose_row(0)
    assert f"Sentence {COUNT - 201}." in card.inner_text()
    received.clear()
    tab.page.get_by_role("button", name="Coercion").first.click()
    tab.page.wait_for_function(
        "n => document.querySelector('.dl-count b').textContent.replace(/\\D/g, '') == n",
        arg=str(COUNT // 3), timeout=SLOW,
    )  # fmt: skip
    tab.settled()
    assert sum(received) < 500_000, "neither all rows nor all spots are sent"
    assert tab.page.locator(".st-key-pager").count() == 0, "so few need no pages"
    tab.shot("many")


def test_articles_added_beside_a_file_of_rows_do_not_replace_it_unsaid(many, tab):
    tab.open(many)
    tab.page.locator(".st-key-add-articles button").click()
    tab.settled()
    assert "by themselves" in tab.page.get_by_role("dialog").inner_text(), "said before"
    tab.page.get_by_role("dialog").locator("textarea").first.fill(
        "Police arrested 40 protesters in Almaty on Wednesday."
    )
    tab.page.locator(".st-key-run-paste button").click()
    tab.page.locator(".st-key-close-adding button").click(timeout=SLOW)
    tab.settled()
    assert tab.counts()[1] == 1
    tab.page.locator(".st-key-settings button").first.click()
    tab.page.get_by_text("Show the opened file").click()
    tab.settled()
    assert tab.counts()[:2] == (COUNT, COUNT), "the file is there as it was"
