"""Adding articles in a real browser: paste, files, duplicates, what failed and why."""

from __future__ import annotations

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

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


def read_pasted(tab, text):
    """Paste an article, have it read and look at the map again."""
    open_dialog(tab)
    paste(tab, text)
    close_dialog(tab)


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


def test_a_pasted_text_outlives_escape_and_close_and_the_old_card_does_not_outlive_the_new_text(
    app, tab
):
    tab.open(app)
    tab.choose_row(0)
    open_dialog(tab)
    dialog = tab.page.get_by_role("dialog")
    pasted = dialog.locator("textarea").first
    pasted.fill(ARTICLE)
    tab.page.keyboard.press("Escape")
    tab.settled()
    assert pasted.input_value() == ARTICLE
    assert "event=" in tab.page.url, "the card behind stays open"
    dialog.get_by_role("button", name="Close", exact=True).click()
    dialog.wait_for(state="detached")
    tab.settled()
    open_dialog(tab)
    assert pasted.input_value() == ARTICLE
    dialog.get_by_role("button", name="Find the events").first.click()
    tab.page.locator(".st-key-report").wait_for()
    tab.settled()
    close_dialog(tab)
    assert tab.page.locator(".dl-card").count() == 0
    assert tab.page.get_by_text("The event of this link").count() == 0
    open_dialog(tab)
    assert pasted.input_value() == "", "what was read is not offered again"


def test_the_same_article_twice_is_recognised(app, tab):
    tab.open(app)
    read_pasted(tab, ARTICLE)
    before = tab.counts()
    read_pasted(tab, ARTICLE)
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


def test_the_saved_session_is_opened_again_beside_an_article_in_another_language(app, tab):
    tab.open(app)
    read_pasted(tab, ARTICLE)
    before = tab.counts()
    saved = tab.download("records").read_bytes()
    tab.open(app)
    open_dialog(tab)
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("tab", name="Files").click()
    russian = "<b>Протест</b>\n\nПолиция задержала в Алматы сорок участников протеста."
    dialog.locator("input[type=file]").set_input_files(
        [
            {"name": "saved.jsonl", "mimeType": "application/json", "buffer": saved},
            {"name": "a.txt", "mimeType": "text/plain", "buffer": russian.encode()},
        ]
    )
    tab.settled()
    tab.page.locator(".st-key-run-files button").click()
    told = wait_for_report(tab, "<b>Протест</b>")
    tab.shot("add-saved-report")
    assert "not coded yet: the text is in Russian" in told
    assert f"opened as saved: {before[1]} events" in told
    assert "Not coded yet, because in another language: 1 of 2." in dialog.inner_text()
    close_dialog(tab)
    assert tab.counts() == before


def test_the_demonstration_fetches_nothing(tab):
    with app_running(env={"DATELINE_DEMO": "1"}, script="streamlit_app.py") as address:
        tab.open(address)
        open_dialog(tab)
        dialog = tab.page.get_by_role("dialog")
        for name in ("Web address", "Feed"):
            dialog.get_by_role("tab", name=name).click()
        assert tab.page.get_by_text("switched off in this public demonstration").count() == 2
        assert dialog.get_by_label("Address of an article").count() == 0


PAGE = """<!doctype html><html lang="en"><head><title>Police break up a march in Nairobi</title>
<meta property="article:published_time" content="2024-06-05T18:00:00+03:00"></head><body><article>
<h1>Police break up a march in Nairobi</h1>
<p>NAIROBI, Kenya - Police arrested 40 protesters in Nairobi on Wednesday, witnesses said, after
several thousand people had marched to the parliament over a new tax on bread and fuel.</p>
<p>The march had been forbidden on Monday. A lawyer of the organisers said that most of those who
were taken away were students, and that none of them had been seen by a judge so far.</p>
</article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Test Courier</title>
<item><title>Rebels attack an army base near Garissa</title><link>https://x.test/base</link>
<pubDate>Fri, 07 Jun 2024 09:00:00 +0300</pubDate><description>GARISSA, Kenya - Rebels attacked an
army base near Garissa on Thursday and killed three soldiers, the army said.</description></item>
<item><link>https://x.test/nothing</link><description> </description></item>
</channel></rss>"""
SERVED = {"/march": (PAGE, "text/html"), "/feed": (FEED, "application/rss+xml")}


class _News(BaseHTTPRequestHandler):
    """One article and one feed."""

    def log_message(self, *_):
        """Be quiet."""

    def do_GET(self):
        text, kind = SERVED[self.path]
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())


@pytest.fixture(scope="module")
def news():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _News)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def fetching_app(news):
    """The app that may fetch from the server of this test, and from nowhere else on this machine."""
    env = {"TEST_PORT": str(news.server_port)}
    with app_running(env=env, script="tests/browser/fetching_app.py") as address:
        yield address


def open_without_map(tab, address):
    tab.open(f"{address}/?view=about", wait_for_map=False)
    open_dialog(tab)
    return tab.page.get_by_role("dialog")


def fetch(tab, where, address):
    dialog = tab.page.get_by_role("dialog")
    dialog.get_by_role("tab", name={"url": "Web address", "feed": "Feed"}[where]).click()
    field = dialog.locator(f".st-key-{where} input")
    field.fill(address)
    field.press("Tab")
    tab.settled()
    dialog.locator(f".st-key-run-{where} button").click()


def wait_for_report(tab, name):
    """The cells of the report (source, what became of it, …) once it names this source."""
    cells = tab.page.locator(".st-key-report canvas [role=gridcell]")
    cells.filter(has_text=name).first.wait_for(state="attached")
    tab.settled()
    return [cell for cell in cells.all_text_contents() if cell]


def test_an_article_by_its_address_and_a_feed_with_an_empty_entry(fetching_app, news, tab):
    site = f"http://127.0.0.1:{news.server_port}"
    open_without_map(tab, fetching_app)
    fetch(tab, "url", f"{site}/march")
    wait_for_report(tab, "Police break up a march in Nairobi")
    fetch(tab, "feed", f"{site}/feed")
    told = wait_for_report(tab, "entry 2")
    tab.shot("add-feed-report")
    assert f"{site}/feed, entry 2" in told
    assert "skipped: holds no text." in told
    assert "Rebels attack an army base near Garissa" in told
    close_dialog(tab)
    found = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    rows = {f["properties"]["event_type"]: f["properties"] for f in found}
    assert rows["COERCE"]["event_date"] == "2024-06-05"
    assert rows["COERCE"]["location"] == "Nairobi"
    assert rows["ASSAULT"]["event_date"] == "2024-06-06"
    assert rows["ASSAULT"]["source"] == "The Test Courier"


def test_stopping_in_the_midst_keeps_what_is_done_and_names_the_rest(fetching_app, tab):
    dialog = open_without_map(tab, fetching_app)
    dialog.get_by_role("tab", name="Files").click()
    many = "".join(
        json.dumps({"title": f"Report {n}", "text": f"{ARTICLE} It was report {n}."}) + "\n"
        for n in range(1, 2001)
    )
    dialog.locator("input[type=file]").set_input_files(
        [
            {"name": "many.jsonl", "mimeType": "application/json", "buffer": many.encode()},
            {"name": "last.txt", "mimeType": "text/plain", "buffer": ARTICLE.encode()},
        ]
    )
    tab.settled()
    tab.page.locator(".st-key-run-files button").click()
    working = tab.page.locator(".st-key-adding")
    working.get_by_text("Reading 1 of 2").wait_for()
    working.get_by_role("button", name="Stop").click()
    told = wait_for_report(tab, "last.txt")
    tab.shot("add-stopped")
    name, left, last, never = told[:4]
    assert (name, last) == ("many.jsonl", "last.txt")
    done = int(re.search(r"from “Report (\d+)” on it is not done", left)[1]) - 1
    assert 0 < done < 2000
    assert "you stopped before it was read" in never
    read = tab.page.locator(".st-key-report").inner_text().replace("\u202f", "")
    assert "Stopped. What was read before is kept." in read
    assert re.search(rf"\b{done} articles? read", read)
    close_dialog(tab)
    assert tab.counts()[1] >= 1


def test_what_a_name_means_everywhere_holds_for_an_article_added_later(fetching_app, tab):
    tab.open(f"{fetching_app}/?view=review", wait_for_map=False)
    read_pasted(tab, "Police arrested 40 protesters in Nairobi on Wednesday, witnesses said.")
    tab.page.get_by_role("button", name="Wrong?").click()
    form = tab.page.locator(".st-key-wrong")
    field = form.get_by_label("Search the gazetteer")
    field.fill("Mombasa")
    field.press("Enter")
    form.locator("[role=radiogroup]").get_by_text("Mombasa").first.click()
    tab.settled()
    form.get_by_text("this name everywhere").click()
    tab.settled()
    tab.page.get_by_role("button", name="Save correction").click()
    form.wait_for(state="detached")
    read_pasted(tab, "Rebels attacked a market in Nairobi on Monday and killed five traders.")
    found = json.loads(tab.download("geojson").read_text(encoding="utf-8"))["features"]
    rows = {f["properties"]["event_type"]: f["properties"] for f in found}
    assert set(rows) == {"COERCE", "ASSAULT"}
    assert {row["location"] for row in rows.values()} == {"Mombasa"}
    assert "by a person's rule" in rows["ASSAULT"]["geo_reason"]
