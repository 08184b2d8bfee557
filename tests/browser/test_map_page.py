"""The map alone in Chromium: the saved file by double click, and the same map served as a page.

Everything outside is blocked and counted; every attack string is on the page, and none may run.
"""

from __future__ import annotations

import http.server
import threading
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from geo.maps import assets, base_map, event_layers, make_map, save_map
from tests.map_frames import HOSTILE, few_events, frame_of, hostile_events, rows

pytestmark = pytest.mark.browser
ARTIFACTS = Path(__file__).resolve().parents[2] / "artifacts"


class Watch:
    """What a page tried to do beyond showing a map."""

    def __init__(self, page) -> None:
        self.page = page
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog) -> None:
        self.errors.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _request(self, request) -> None:
        if not request.url.startswith(("file://", "data:", "blob:", "http://127.0.0.1:")):
            self.outside.append(request.url)

    def quiet(self) -> None:
        assert self.errors == []
        assert self.outside == []
        assert self.page.evaluate("typeof window.owned") == "undefined"


@pytest.fixture
def watch(window):
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    yield Watch(page)
    page.close()


class _Files(http.server.SimpleHTTPRequestHandler):
    """The folders an app would serve, and one page."""

    def __init__(self, *arguments, page: Path, **options) -> None:
        self.folders = {**assets.component_folders(), "page": page.parent}
        super().__init__(*arguments, **options)

    def translate_path(self, path: str) -> str:
        _, name, *rest = path.split("?", maxsplit=1)[0].split("/")
        return str(self.folders.get(name, Path("/nowhere")).joinpath(*rest))

    def log_message(self, *arguments) -> None:
        """Say nothing."""


@pytest.fixture
def served(tmp_path):
    """Serve a folium map as an app would; gives a function from a map to its address."""
    page = tmp_path / "map.html"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, page=page))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def put(made) -> str:
        page.write_text(made.get_root().render(), encoding="utf-8")
        return f"http://127.0.0.1:{server.server_port}/page/map.html"

    yield put
    server.shutdown()
    server.server_close()


def _map(gdf, **options):
    theme = options.pop("theme", "light")
    made = base_map(
        asset_url="/dateline_assets",
        theme=theme,
        location=options.pop("location", (46, 55)),
        zoom=options.pop("zoom", 4),
    )
    event_layers(gdf, theme=theme, **options).add_to(made)
    return made


def _drawn_atlas(page) -> None:
    page.wait_for_function(
        "document.querySelectorAll('canvas.leaflet-tile-loaded').length >= 4", timeout=120_000
    )


def test_a_saved_map_opens_by_double_click_and_shows_the_evidence(watch, tmp_path):
    gdf = few_events().assign(evidence=[f"Sentence number {i}." for i in range(20)])
    first, last = pd.Timestamp("2022-01-04"), pd.Timestamp("2022-01-10")
    gdf = gdf.assign(event_date=first, date_end=last, date_basis="publication")
    path = save_map(gdf, tmp_path / "map.html", title="Test <b>map</b>")
    page = watch.page
    page.goto(path.as_uri())
    _drawn_atlas(page)
    assert page.title() == "Test <b>map</b>"
    assert page.locator("#panel article").count() == 20
    assert "20 of 20 events · 2 not drawn" in page.locator("#panel .counts").inner_text()
    page.locator(".dl-chip", has_text="Mangystau").click()
    assert page.locator("#panel article blockquote").all_inner_texts() == [
        "Sentence number 6.", "Sentence number 7.",
    ]  # fmt: skip
    days = page.locator("#panel article .facts").first.inner_text().replace("\u00a0", " ")
    assert days == "4–10 Jan 2022 (day not stated)"
    page.get_by_role("button", name="show all").click()
    assert page.locator("#panel article").count() == 20
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / "map-saved.png")
    watch.quiet()


def test_no_attack_runs_in_a_saved_map(watch, tmp_path):
    page = watch.page
    page.goto(save_map(hostile_events(), tmp_path / "map.html").as_uri())
    _drawn_atlas(page)
    told = set(page.locator("#panel blockquote").evaluate_all("es => es.map(e => e.textContent)"))
    # A browser shows the null character of an attack as it was given.
    assert told <= set(HOSTILE)
    while page.get_by_role("button", name="more", exact=True).count():
        page.get_by_role("button", name="more", exact=True).click()
    told = page.locator("#panel blockquote").evaluate_all("es => es.map(e => e.textContent)")
    assert set(told) == set(HOSTILE)
    hrefs = page.locator("#panel a").evaluate_all("es => es.map(e => e.protocol)")
    assert set(hrefs) == {"https:"}
    for mark in page.locator(".dl-icon").all():
        mark.hover(force=True)
        mark.click(force=True)
    assert page.locator("#panel img, #panel script, .dl-tip img, .dl-tip script").count() == 0
    watch.quiet()


@pytest.mark.parametrize("view", ["points", "heat", "choropleth"])
def test_no_attack_runs_in_a_served_map(watch, served, view):
    page = watch.page
    page.goto(served(_map(hostile_events(), view=view)))
    _drawn_atlas(page)
    for mark in page.locator(".dl-icon").all():
        mark.hover(force=True)
    assert page.locator(".dateline img, .dateline .dl-tip script").count() == 0
    watch.quiet()


def test_make_map_needs_no_server(watch, tmp_path):
    path = tmp_path / "notebook.html"
    make_map(few_events()).save(path)
    watch.page.goto(path.as_uri())
    _drawn_atlas(watch.page)
    assert watch.page.locator(".dl-mark").count() == 2
    watch.quiet()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_regions_and_countries_are_areas_and_towns_are_marks(watch, served, theme):
    page = watch.page
    page.goto(served(_map(few_events(), theme=theme)))
    _drawn_atlas(page)
    page.locator("path.dl-area").first.wait_for(state="attached")
    assert page.locator(".dl-mark").count() == 2  # Almaty and Kyiv
    assert page.locator("path.dl-area").count() == 3  # Kazakhstan, Mangystau, a circle for Donbas
    assert page.locator("path.dl-area[stroke-dasharray]").count() == 1
    chips = {c.inner_text().replace("\n", " ").upper() for c in page.locator(".dl-chip").all()}
    assert chips == {"KAZAKHSTAN 4", "MANGYSTAU 2", "DONBAS 6"}
    spoken = page.locator(".dl-icon[role=button]").evaluate_all("es => es.map(e => e.ariaLabel)")
    assert "Almaty: 5 events. 3 Protest, 2 Coercion" in spoken
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"map-areas-{theme}.png")
    watch.quiet()


def test_the_map_speaks_russian(watch, served):
    page = watch.page
    names = {"PROTEST": "Протест", "COERCE": "Принуждение"}
    page.goto(served(_map(few_events(), language="ru", type_names=names)))
    _drawn_atlas(page)
    spoken = page.locator(".dl-icon[role=button]").evaluate_all("es => es.map(e => e.ariaLabel)")
    assert "Алматы: 5 событий. 3 Протест, 2 Принуждение" in spoken
    page.locator(".dl-chip", has_text="Казахстан").hover()
    assert "известна только страна" in page.locator(".dl-tip").inner_text()
    watch.quiet()


def test_many_events_come_as_cells_and_none_is_lost(watch, served):
    types = ("PROTEST", "COERCE", "ASSAULT", "CONSULT", "AID", "ACCUSE", "AGREE", "RETREAT")
    groups = [
        rows("Almaty", types[i % 8], latitude=-40 + i % 97, longitude=-120 + i // 97 * 11.0)
        for i in range(1940)
    ]
    page = watch.page
    page.goto(served(_map(frame_of(*groups), zoom=2, location=(10, 0))))
    _drawn_atlas(page)
    numbers = page.locator(".dl-count").evaluate_all("es => es.map(e => +e.textContent)")
    assert sum(numbers) + page.locator(".dl-letter").count() == 1940
    page.locator(".dl-icon").first.hover(force=True)
    assert "Other types" in page.locator(".dl-tip").inner_text()
    watch.quiet()


def test_marks_never_overlap_and_no_event_is_lost_by_clustering(watch, served):
    groups = [
        rows("Almaty", "PROTEST", 1 + i % 4, latitude=40 + i % 7 * 0.9, longitude=50 + i // 7 * 0.7)
        for i in range(140)
    ]
    gdf = frame_of(*groups)
    page = watch.page
    page.goto(served(_map(gdf, zoom=4, location=(43, 57))))
    _drawn_atlas(page)
    for _ in range(3):
        page.wait_for_timeout(600)
        boxes = page.locator(".dl-mark").evaluate_all(
            "es => es.map(e => { const b = e.getBoundingClientRect();"
            " return [b.x + b.width / 2, b.y + b.height / 2]; })"
        )
        near = [
            (a, b)
            for i, a in enumerate(boxes)
            for b in boxes[:i]
            if (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 < 38**2
        ]
        assert near == []
        numbers = page.locator(".dl-count").evaluate_all("es => es.map(e => +e.textContent)")
        singles = page.locator(".dl-letter").count()
        assert sum(numbers) + singles == len(gdf)
        page.locator(".leaflet-control-zoom-out").click()
    watch.quiet()


def test_a_click_says_what_was_meant_and_says_it_twice(watch, served):
    page = watch.page
    page.goto(served(_map(few_events())))
    _drawn_atlas(page)
    page.evaluate(
        """() => {
            window.told = [];
            const map = Object.entries(window).find(([k, v]) => k.startsWith("map_") && v.eachLayer)[1];
            map.eachLayer(layer => layer.on && layer.on("click", e => {
                if (e.layer && e.layer.toGeoJSON && layer.getLayers)
                    window.told.push(JSON.stringify(e.layer.toGeoJSON().properties));
            }));
        }"""
    )
    chip = page.locator(".dl-chip", has_text="Donbas")
    chip.click()
    chip.click()
    told = list(dict.fromkeys(page.evaluate("window.told")))
    assert len(told) == 2, "the second click must be a new value, or Streamlit hears nothing"
    assert all('"kind":"area"' in t and '"place":"dl:donbas"' in t for t in told)
    watch.quiet()


def test_marks_are_reached_and_opened_by_keyboard(watch, tmp_path):
    page = watch.page
    page.goto(save_map(few_events(), tmp_path / "map.html").as_uri())
    _drawn_atlas(page)
    page.locator('.dl-icon[aria-label^="Almaty"]').focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel .bar strong").inner_text() == "This spot (5)"
    watch.quiet()


def test_the_map_stands_without_its_basemap(watch, served):
    """A missing file costs the outlines, never the events."""
    page = watch.page
    page.route("**/world.json", lambda route: route.abort())
    page.goto(served(_map(few_events())))
    page.locator(".dl-mark").first.wait_for()
    page.locator(".dateline-no-atlas").wait_for()
    assert page.locator(".dl-mark").count() == 2
    assert page.locator(".dl-chip").count() == 3
