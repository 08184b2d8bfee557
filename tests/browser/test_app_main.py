"""The main path in a real browser, with every other host blocked."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from tests.browser.app_server import MAP_FRAME, MARK
from tests.browser.conftest import ARTIFACTS

pytestmark = pytest.mark.browser


def test_opens_on_the_samples_filters_and_downloads_exactly_that(app, tab):
    tab.open(app)
    shown, total, _ = tab.counts()
    assert shown == total >= 100
    assert tab.map.locator("canvas").count() > 0, "the basemap is drawn"
    assert tab.map.locator(".dl-mark, .dl-chip").count() >= 10, "marks and areas are on it"

    tab.page.get_by_role("button", name="Protest").first.click()
    tab.settled()
    fewer, total_after, _ = tab.counts()
    assert 0 < fewer < total
    assert total_after == total

    found = json.loads(tab.download("geojson").read_text(encoding="utf-8"))
    assert len(found["features"]) == fewer
    assert {f["properties"]["event_type"] for f in found["features"]} == {"PROTEST"}
    assert len({f["id"] for f in found["features"]}) == fewer
    grid = tab.page.locator("[data-testid=stDataFrame] canvas table[role=grid]").first
    assert int(grid.get_attribute("aria-rowcount")) == fewer + 1, "the table has a row for each"
    places = {f["properties"]["location"] or "no place" for f in found["features"]}
    rows = grid.locator("tbody tr").all()
    assert len(rows) >= 4
    for row in rows:
        cells = row.locator("td").all_inner_texts()
        assert places & set(cells), f"{cells} is a row of no downloaded feature"
        assert any(cell.startswith("Protest") for cell in cells)
    tab.shot("main-filtered")


def test_a_tab_does_not_grow_with_every_filter(app, tab):
    """streamlit-folium kept every group of marks it had ever drawn: 1,400 nodes and 5 MB a filter."""
    tab.open(app)
    chip = tab.page.get_by_role("button", name="Protest").first
    devtools = tab.page.context.new_cdp_session(tab.page)
    devtools.send("Performance.enable")

    def nodes():
        devtools.send("HeapProfiler.collectGarbage")
        told = devtools.send("Performance.getMetrics")["metrics"]
        return next(m["value"] for m in told if m["name"] == "Nodes")

    def filtered(times):
        for _ in range(times):
            chip.click()
            tab.settled()
        return nodes()

    before = filtered(2)
    assert filtered(6) < before + 1000


def test_a_row_opens_its_sentence_in_the_article(app, tab):
    tab.open(app)
    tab.choose_row(0)
    quote = tab.page.locator(".dl-quote").inner_text().strip()
    lit = "".join(tab.page.locator(".dl-article .dl-evidence").all_inner_texts())
    assert tab.page.locator(".dl-article .dl-trigger").count() >= 1
    for word in quote.split()[:5]:
        assert word in lit
    assert "event=" in tab.page.url
    tab.shot("event-open")


def test_a_marked_place_is_shown_on_the_map_by_keyboard_and_by_click(app, tab):
    tab.open(app + "/?text=Almaty&at=10,-60,3")
    tab.choose_row(0)

    def seen(word):
        """Wait until the address says that the map looks at the place of the word."""
        tab.page.wait_for_function(
            """([lat, lon]) => {
                const at = new URLSearchParams(location.search).get("at").split(",").map(Number);
                return Math.abs(at[0] - lat) < 1 && Math.abs(at[1] - lon) < 1;
            }""",
            arg=[float(x) for x in word.get_attribute("data-look").split(",")[:2]],
        )

    word = tab.page.locator('.dl-article .dl-look[data-look$=",1"]').first
    assert word.get_attribute("role") == "button"
    word.press("Enter")
    seen(word)
    assert tab.map.locator(".dl-ring").count() == 1, "a point is ringed"
    assert tab.page.url.endswith("8"), "near enough to see the place"
    tab.shot("place-shown")
    named = tab.page.locator(".dl-card .dl-look")
    named.click()
    seen(named)


def seen_by(page):
    """What the map of a page looks at: zoom, latitude, longitude."""
    frame = next(f for f in page.frames if "st_folium" in f.url)
    return frame.evaluate(
        """() => {
            const map = Object.values(window).find(v => v && v.getZoom && v.dateline);
            return [map.getZoom(), map.getCenter().lat, map.getCenter().lng];
        }"""
    )


def linked_view(page):
    """Zoom, latitude and longitude of the link, as it stands in the address."""
    lat, lon, zoom = parse_qs(urlsplit(page.url).query)["at"][0].split(",")
    return [int(zoom), float(lat), float(lon)]


def wait_until_linked(page):
    """A map that moves tells the address when it stands still."""
    for _ in range(60):
        if linked_view(page) == pytest.approx(seen_by(page), abs=0.01):
            return
        page.wait_for_timeout(250)
    assert linked_view(page) == pytest.approx(seen_by(page), abs=0.01)


def test_a_permalink_restores_filters_view_and_event_in_a_fresh_browser(app, tab, chromium):
    tab.open(app)
    tab.page.get_by_role("button", name="Protest").first.click()
    tab.settled()
    tab.map.locator(".leaflet-control-zoom-in").click()
    tab.page.wait_for_function("location.search.endsWith('%2C3')")
    tab.choose_row(0)
    title = tab.page.locator(".dl-title").inner_text()
    wait_until_linked(tab.page)
    counts, address = tab.counts(), tab.page.url

    page = chromium.new_context().new_page()
    page.goto(address)
    page.locator(".dl-card").wait_for(timeout=120_000)
    assert page.locator(".dl-title").inner_text() == title
    again = page.locator(".dl-count").inner_text()
    assert again.startswith(str(counts[0]))
    page.frame_locator(MAP_FRAME).locator(MARK).first.wait_for(timeout=120_000)
    wanted = pytest.approx(seen_by(tab.page), abs=0.01)
    for _ in range(40):  # the frame takes its height first, and the view moves back then
        if seen_by(page) == wanted:
            break
        page.wait_for_timeout(250)
    assert seen_by(page) == wanted
    page.context.close()


def test_a_mark_on_the_map_leads_to_its_events(app, tab):
    tab.open(app)
    tab.map.locator(".dl-icon:has(.dl-chip)").first.click(force=True)
    tab.page.locator(".dl-card, .st-key-show-all").first.wait_for(timeout=120_000)
    assert tab.counts()[0] == tab.counts()[1], "choosing is not filtering"


def test_nothing_matches_says_which_filter_to_loosen(app, tab):
    tab.open(app + "/?text=zzzqqq&event_types=PROTEST", wait_for_map=False)
    tab.page.locator(".dl-empty").wait_for(timeout=120_000)
    tab.shot("nothing-matches")
    tab.page.locator(".st-key-loosen-text button").click()
    tab.settled()
    assert tab.counts()[0] > 0


def test_a_link_that_cannot_be_read_is_said_and_not_fatal(app, tab):
    tab.open(app + "/?date_from=yesterday&event_types=NOTATYPE&at=here&view=no")
    assert tab.page.get_by_text("could not be read").count() == 1


def test_brushing_the_histogram_is_a_date_filter(app, tab):
    tab.open(app)
    total = tab.counts()[0]
    bars = tab.page.locator("[data-testid=stSidebarContent] [data-testid=stVegaLiteChart] svg")
    box = bars.bounding_box()
    tab.page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + 20)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20, steps=6)
    tab.page.mouse.up()
    tab.page.wait_for_function(
        "location.search.includes('date_from') && location.search.includes('date_to')",
        timeout=120_000,
    )
    tab.settled()
    assert 0 < tab.counts()[0] < total
    tab.shot("brushed")
    tab.page.locator(".st-key-filter-preset").get_by_text("All").click()
    tab.settled()
    assert tab.counts()[0] == total


def test_acled_types_and_actors_filter_and_count(app, tab):
    tab.open(app)
    total = tab.counts()[0]
    tab.page.get_by_text("ACLED types").click()
    tab.settled()
    chip = tab.page.locator(".st-key-filter-acled_types").get_by_text("Protests")
    said = int(chip.inner_text().split()[-1])
    chip.click()
    tab.settled()
    assert tab.counts()[0] == said < total
    option = tab.open_options("filter-actors").first
    said = int(option.inner_text().split()[-1])
    option.click()
    tab.page.wait_for_function("location.search.includes('actors=')", timeout=120_000)
    tab.settled()
    assert tab.counts()[0] == said
    assert "acled_types=Protests" in tab.page.url


def test_time_plays_in_the_map_goes_on_and_never_shows_an_empty_window(app, tab):
    tab.open(app)
    total = tab.counts()[0]
    tab.page.locator(".st-key-drawing").get_by_text("Over time").click()
    player = tab.map.locator(".dl-player")
    player.wait_for()
    tab.settled()
    days, count = player.locator("strong"), player.locator(".dl-when span")
    first = days.inner_text()
    player.locator(".dl-pace").click()
    player.locator(".dl-play").click()
    seen = [first]
    for _ in range(3):
        before = days.inner_text()
        tab.page.wait_for_function(
            "w => document.querySelector('iframe[title=\"streamlit_folium.st_folium\"]')"
            ".contentDocument.querySelector('.dl-when strong').textContent !== w",
            arg=before,
        )
        assert int(count.inner_text().split()[0]) > 0
        assert tab.map.locator(".dl-mark, .dl-area").count() > 0
        seen.append(days.inner_text())
    assert len(set(seen)) == 4, "each window is another"
    tab.page.locator(".st-key-panel").get_by_text("List").click()  # a rerun of the page
    tab.settled()
    assert player.locator(".dl-play").get_attribute("aria-label") == "Pause", "it goes on"
    tab.shot("play")
    player.locator(".dl-play").click()
    stopped = days.inner_text()
    tab.page.wait_for_timeout(1000)
    assert days.inner_text() == stopped
    slider = player.locator("input")
    slider.focus()
    tab.page.keyboard.press("End")
    assert "2025" in days.inner_text()
    # A mark leads to the events of these days only, and the map stays where it was.
    held = int(count.inner_text().split()[0])
    tab.map.locator(".dl-icon").first.dispatch_event("click")
    tab.page.locator(".dl-card, .st-key-show-all").first.wait_for()
    tab.settled()
    assert "2025" in days.inner_text()
    at_mark = tab.page.locator(".st-key-side .dl-heading").first.inner_text()
    if "at this mark" in at_mark:
        assert int(at_mark.split()[0]) <= held
    assert tab.counts()[0] == total, "playing filters nothing"


@pytest.mark.parametrize("drawing", ["Events", "By region"])
def test_the_map_is_saved_as_a_picture_that_says_what_it_is(app, tab, drawing):
    tab.open(app + "/?event_types=PROTEST")
    tab.page.locator(".st-key-drawing").get_by_text(drawing).click()
    tab.settled()
    with tab.page.expect_download(timeout=120_000) as waiting:
        tab.map.locator(".dl-save").click()
    path = ARTIFACTS / f"map-{drawing.replace(' ', '-').lower()}.png"
    waiting.value.save_as(path)
    assert waiting.value.suggested_filename == "dateline-map.png"
    picture = Image.open(path).convert("RGB")
    frame = tab.page.locator('iframe[title="streamlit_folium.st_folium"]').bounding_box()
    assert picture.width >= 2 * (frame["width"] - 4)
    assert picture.height > 2 * frame["height"], "a caption stands below the map"
    whole = picture.crop((0, 0, picture.width, int(2 * frame["height"]) - 8))
    colours = {c for _, c in whole.getcolors(maxcolors=1 << 24)}
    assert max(max(c) - min(c) for c in colours) > 90, "the events are in it: the basemap is pale"


@pytest.mark.parametrize(
    ("view", "name", "picture"),
    [("numbers", "by-type", "Events by type"), ("actors", "who-to-whom", "Who did what to whom")],
)
def test_a_chart_is_saved_as_a_picture_with_its_numbers(app, tab, chromium, view, name, picture):
    tab.open(f"{app}/?view={view}&event_types=PROTEST", wait_for_map=False)
    tab.page.locator(".st-key-pictures button").first.click()
    with tab.page.expect_download() as waiting:
        tab.page.locator(f".st-key-download-picture-{name} button").click()
    assert waiting.value.suggested_filename == f"dateline-{name}.svg"
    path = ARTIFACTS / waiting.value.suggested_filename
    waiting.value.save_as(path)
    if view == "numbers":
        numbers = [str(tab.counts()[0])]
    else:
        cells = tab.page.locator(".dl-matrix tbody td").all_inner_texts()
        numbers = sorted(c for c in cells if c)
    page = chromium.new_page()
    page.goto(path.as_uri())  # a file that does not parse has no svg in it
    texts = page.locator("svg text").evaluate_all("es => es.map(e => e.textContent)")
    assert texts[0] == picture
    assert sorted(t for t in texts if t.isdigit()) == numbers
    assert any("Event type: Protest" in t for t in texts)
    assert any("CC BY 4.0" in t and "Dateline 0." in t for t in texts)
    page.screenshot(path=ARTIFACTS / f"picture-{name}.png")
    page.close()
