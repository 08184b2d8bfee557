"""The real app on a free port, and a Chromium that reaches nothing but it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.app_server import (
    ARTIFACTS,
    FLAGS,
    MAP_FRAME,
    MARK,
    ROOT,
    app_running,
    chromium_path,
)

__all__ = ["ARTIFACTS", "ROOT", "SLOW", "Tab", "app_running"]
#: Milliseconds that anything may take: nothing waits so long that does not fail, and a machine may
#: be five times as slow as a developer's.
SLOW = 120_000
#: True when for a third of a second no script has run, nothing waits to be drawn and the map has stood
#: still: its frame takes its height late, and what is clicked at where a mark was is not the mark.
_IDLE = """map => {
    const busy = '.stApp:not([data-test-script-state=notRunning]), [data-testid=stSkeleton]';
    const now = performance.now();
    const frame = document.querySelector(map);
    const pane = frame?.contentDocument?.querySelector('.leaflet-map-pane');
    const stands = JSON.stringify([frame?.getBoundingClientRect(), pane?.style.transform]);
    if (document.querySelector(busy) || !document.querySelector('.stApp') || !window.idleSince
            || window.stood !== stands)
        window.idleSince = now;
    window.stood = stands;
    return now - window.idleSince > 350;
}"""


@pytest.fixture(scope="session")
def app():
    """The app on the bundled samples, shared by the tests that do not need their own."""
    with app_running() as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if path is None:
        pytest.fail("no Chromium on this machine: `make test` installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Tab:
    """One browser tab: what it asked of other hosts, what went wrong in it, and its downloads."""

    def __init__(self, page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("dialog", self._dialog)
        page.context.on("request", self._request)

    def _dialog(self, dialog) -> None:
        self.errors.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _request(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.outside.append(request.url)

    def close(self) -> None:
        """Close it, and forget all that a page may have kept but the files in the cache."""
        context = self.page.context
        site = urlsplit(self.page.url)
        if site.netloc:
            devtools = context.new_cdp_session(self.page)
            every = {"origin": f"{site.scheme}://{site.netloc}", "storageTypes": "all"}
            devtools.send("Storage.clearDataForOrigin", every)
        context.clear_cookies()
        for page in context.pages[1:]:
            page.close()
        context.remove_listener("request", self._request)

    @property
    def map(self):
        """Inside the map's frame."""
        return self.page.frame_locator(MAP_FRAME)

    def open(self, address: str, *, wait_for_map: bool = True):
        self.page.goto(address)
        self.page.locator(".dl-count").wait_for(timeout=SLOW)
        if wait_for_map:
            self.map.locator(MARK).first.wait_for(timeout=SLOW)
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the script is not running."""
        self.page.evaluate("window.idleSince = 0")
        self.page.wait_for_function(_IDLE, arg=MAP_FRAME, timeout=SLOW)

    def counts(self) -> tuple[int, int, int]:
        """(shown, of all, not drawn), as the counter says."""
        words = self.page.locator(".dl-count").inner_text().replace("\u202f", "")
        numbers = [
            int("".join(c for c in w if c.isdigit())) for w in words.split() if w[:1].isdigit()
        ]
        shown, total, unplaced = numbers
        return shown, total, unplaced

    def choose_row(self, row: int = 0) -> None:
        table = self.page.locator('.st-key-table [data-testid="stDataFrame"] .dvn-scroller')
        table.click(position={"x": 20, "y": 36 + 29 * row + 14})
        self.page.locator(".dl-card").wait_for(timeout=SLOW)
        self.settled()

    def open_options(self, key: str):
        """Open the list of a type-ahead box. Brought into view first: a list closes when the page
        scrolls, also when it is the test's own click that made it scroll."""
        box = self.page.locator(f".st-key-{key} input").first
        box.scroll_into_view_if_needed()
        self.settled()
        box.click()
        options = self.page.get_by_role("option")
        options.first.wait_for()
        return options

    def download(self, name: str) -> Path:
        self.page.get_by_test_id("stPopoverButton").filter(has_text="Download").click()
        button = self.page.locator(f".st-key-download-{name} button").first
        with self.page.expect_download(timeout=SLOW) as waiting:
            button.click()
        path = self.folder / f"{name}-{waiting.value.suggested_filename}"
        waiting.value.save_as(path)
        self.page.keyboard.press("Escape")
        return path

    def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png")


@pytest.fixture(scope="session")
def window(chromium):
    """What the tabs open in: a page's files are fetched and compiled once, not for every test.

    Its first tab stays open, so that the next ones are tabs and not windows: a window costs a second.
    """
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", accept_downloads=True
    )
    context.set_default_timeout(SLOW)
    context.new_page()
    yield context
    context.close()


@pytest.fixture
def tab(window, tmp_path):
    """A tab that finds nothing remembered, and nothing reachable but this machine."""
    one = Tab(window.new_page(), tmp_path)
    yield one
    one.close()
    assert one.outside == [], "the page asked another host"
    assert one.errors == []
