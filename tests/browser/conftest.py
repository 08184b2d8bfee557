"""The real app on a free port, and a Chromium that reaches nothing but it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
CHROMIUM = next(
    (p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def app_running(*arguments: str, env: dict[str, str] | None = None):
    """Start ``streamlit run streamlit_app.py -- ARGUMENTS``; its address while it runs."""
    port = free_port()
    log = ARTIFACTS / f"app-{port}.log"
    ARTIFACTS.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    command += ["--server.port", str(port), "--server.headless", "true", "--", *arguments]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **(env or {})}
        )
        try:
            wait_until_up(port, process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    text = log.read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in text, f"the app raised; see {log}"


def wait_until_up(port: int, process: subprocess.Popen, log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the app did not answer within a minute")


@pytest.fixture(scope="session")
def app():
    """The app on the bundled samples, shared by the tests that do not need their own."""
    with app_running() as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.fail("no Chromium on this machine: `make test` installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


class Tab:
    """One browser tab: what it asked of other hosts, and what went wrong in it."""

    def __init__(self, page) -> None:
        self.page = page
        self.outside: list[str] = []
        self.errors: list[str] = []
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("dialog", self._dialog)
        page.context.route("**/*", self._only_the_app)

    def _dialog(self, dialog) -> None:
        self.errors.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _only_the_app(self, route) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(url)
            route.abort()

    @property
    def map(self):
        """Inside the map's frame."""
        return self.page.frame_locator('iframe[title="streamlit_folium.st_folium"]')

    def open(self, address: str, *, wait_for_map: bool = True):
        self.page.goto(address)
        self.page.locator(".dl-count").wait_for(timeout=120_000)
        if wait_for_map:
            self.map.locator(".dl-icon").first.wait_for(timeout=120_000)
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the script is not running."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')",
            timeout=120_000,
        )
        self.page.wait_for_timeout(250)

    def counts(self) -> tuple[int, int, int]:
        """(shown, of all, without a place), as the counter says."""
        words = self.page.locator(".dl-count").inner_text().replace("\u202f", "")
        numbers = [
            int("".join(c for c in w if c.isdigit())) for w in words.split() if w[:1].isdigit()
        ]
        shown, total, unplaced = numbers
        return shown, total, unplaced

    def choose_row(self, row: int = 0) -> None:
        table = self.page.locator('.st-key-table [data-testid="stDataFrame"] .dvn-scroller')
        table.click(position={"x": 20, "y": 36 + 29 * row + 14})
        self.page.locator(".dl-card").wait_for(timeout=30_000)
        self.settled()

    def download(self, name: str) -> Path:
        self.page.get_by_test_id("stPopoverButton").filter(has_text="Download").click()
        button = self.page.locator(f".st-key-download-{name} button").first
        with self.page.expect_download(timeout=120_000) as waiting:
            button.click()
        path = ARTIFACTS / f"download-{name}-{waiting.value.suggested_filename}"
        waiting.value.save_as(path)
        self.page.keyboard.press("Escape")
        return path

    def shot(self, name: str) -> None:
        ARTIFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTIFACTS / f"{name}.png")


@pytest.fixture
def tab(chromium):
    """A fresh browser: nothing remembered, nothing reachable but this machine."""
    context = chromium.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="light", accept_downloads=True
    )
    one = Tab(context.new_page())
    yield one
    assert one.outside == [], "the page asked another host"
    assert one.errors == []
    context.close()
