"""The real app in a process of its own, and how long it takes until the map can be used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
ARTIFACTS = ROOT / "artifacts"
#: What `make run` runs. Streamlit Community Cloud runs streamlit_app.py, the page without /api.
SCRIPT = "geo/app/server.py"
#: Debian's name, Ubuntu's (a snap) and Google's own.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: The last one: no name and no number of any host but this machine is found. A test that stops requests
#: itself has Chromium ask about each, and keep none in its cache.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]  # fmt: skip
MAP_FRAME = 'iframe[title="streamlit_folium.st_folium"]'
#: A mark, a chip or an area's count: the first thing of the events that the map shows.
MARK = ".dl-icon"
_SLOW_MS = 180_000


class AppError(AssertionError):
    """The app did not start, or raised while it ran."""


def chromium_path() -> str | None:
    """Where this machine's Chromium is, None when it has none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def app_process(
    *arguments: str, env: dict[str, str] | None = None, script: str = SCRIPT
) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """Start ``streamlit run SCRIPT -- ARGUMENTS``: address, process, log, at once."""
    port = free_port()
    ARTIFACTS.mkdir(exist_ok=True)
    log = ARTIFACTS / f"app-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.headless", "true", "--", *arguments]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=out, env={**os.environ, **(env or {})}
        )
        try:
            yield f"http://127.0.0.1:{port}", process, log
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
    text = log.read_text(encoding="utf-8", errors="replace")
    if "Traceback" in text:
        msg = f"the app raised; see {log}"
        raise AppError(msg)
    log.unlink()


@contextmanager
def app_running(
    *arguments: str, env: dict[str, str] | None = None, script: str = SCRIPT
) -> Iterator[str]:
    """The app's address while it runs."""
    with app_process(*arguments, env=env, script=script) as (address, process, log):
        wait_until_up(address, process, log)
        yield address


def wait_until_up(
    address: str, process: subprocess.Popen[bytes], log: Path, *, seconds: float = 120
) -> None:
    """Return when the server answers; raise when it has ended or stays silent."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            msg = f"the app did not start:\n{log.read_text(errors='replace')}"
            raise AppError(msg)
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310 (ours)
                return
        except OSError:
            time.sleep(0.02)
    msg = f"the app did not answer within {seconds:g} seconds"
    raise AppError(msg)


def map_visible_seconds(script: str = SCRIPT) -> float:
    """Seconds from starting the app's process to the first mark or area on the map in Chromium.

    The browser is open before the clock starts, with nothing in its cache, and every host but this
    machine blocked.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        start = time.perf_counter()
        with app_process(script=script) as (address, process, log):
            wait_until_up(address, process, log)
            page.goto(address)
            mark = page.frame_locator(MAP_FRAME).locator(MARK).first
            mark.wait_for(state="visible", timeout=_SLOW_MS)
            seconds = time.perf_counter() - start
            page.close()
        browser.close()
    return seconds


if __name__ == "__main__":
    print(f"{map_visible_seconds():.2f}")  # noqa: T201 (a script that prints its figure)
