"""How the map stands up to 1,000 … 1,000,000 events, and beside folium's clusters and pydeck.

    python bench/scale.py                     the server's part: milliseconds and bytes
    python bench/scale.py --browser           also headless Chromium around bench/scale_app.py
    python bench/scale.py --browser --peers   also the peers, as far as they get in a minute

"Wire" is what the WebSocket carried between the click on the filter and the marks being redrawn.
Wall times depend on the machine and on what else it does; compare rows of one run only.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
SIZES = (1_000, 10_000, 100_000, 1_000_000)
VIEWS = {
    "world, zoom 2": (2, None),
    "continent, zoom 4": (4, (-10.0, 20.0, 90.0, 70.0)),
    "country, zoom 6": (6, (20.0, 40.0, 45.0, 52.0)),
    "city, zoom 9": (9, (29.0, 49.0, 32.0, 51.0)),
}
RUNS = 5
PORT = 18_970
PEERS = {
    "leaflet@1.9.4": ("dist/leaflet.js", "dist/leaflet.css"),
    "jquery@3.7.1": ("dist/jquery.min.js",),
    "leaflet.markercluster@1.5.3": ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css",
                                    "dist/MarkerCluster.Default.css"),
}  # fmt: skip
PATIENCE = 60_000  # milliseconds; a map that takes longer is written down as "more than a minute"


def server(sizes: list[int]) -> list[dict[str, object]]:
    """Filter, aggregate, encode: median milliseconds of CPU and of wall time, and bytes."""
    from made_events import made_events

    from geo.filters import Filters, filter_events
    from geo.maps.layers import draw_list
    from geo.maps.payload import encode

    rows = []
    for n in sizes:
        gdf = made_events(n)
        chosen = Filters(event_types=("PROTEST", "ASSAULT"))
        for view, (zoom, box) in VIEWS.items():
            for drawing in ("points", "heat", "choropleth"):
                wall, cpu, size = [], [], 0
                for _ in range(RUNS):
                    start, used = time.perf_counter(), time.process_time()
                    size = len(encode(draw_list(gdf, zoom=zoom, box=box, view=drawing)))
                    wall.append(time.perf_counter() - start)
                    cpu.append(time.process_time() - used)
                rows.append(_row(n, f"{drawing}, {view}", wall, cpu, size))
        wall, cpu = [], []
        for _ in range(RUNS):
            start, used = time.perf_counter(), time.process_time()
            filter_events(gdf, chosen)
            wall.append(time.perf_counter() - start)
            cpu.append(time.process_time() - used)
        rows.append(_row(n, "filter by two types", wall, cpu, 0))
    return rows


def _row(n: int, what: str, wall: list[float], cpu: list[float], size: int) -> dict[str, object]:
    middle = len(wall) // 2
    return {
        "events": n,
        "what": what,
        "wall ms": round(1000 * sorted(wall)[middle], 1),
        "cpu ms": round(1000 * sorted(cpu)[middle], 1),
        "bytes": size,
    }


@contextmanager
def app(n: int, way: str) -> Iterator[subprocess.Popen[bytes]]:
    """The small app on its port; gives its process."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "bench" / "scale_app.py"),
               "--server.port", str(PORT), "--server.headless", "true", "--", str(n), way]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(240):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=2)
                    break
                except OSError:
                    time.sleep(0.25)
            yield process
        finally:
            process.terminate()


class Wire:
    """Bytes over the WebSockets of a page."""

    def __init__(self, page) -> None:  # noqa: ANN001 (playwright is optional)
        self.bytes = 0
        page.on("websocket", self._opened)

    def _opened(self, socket) -> None:  # noqa: ANN001
        for event in ("framereceived", "framesent"):
            socket.on(event, self._count)

    def _count(self, payload: bytes | str) -> None:
        self.bytes += len(payload)


MARKS = {
    "ours": ".dl-mark",
    "cluster": ".marker-cluster",
    "fast": ".marker-cluster",
    "pydeck": "canvas",
}


def browser(sizes: list[int], ways: list[str]) -> list[dict[str, object]]:
    """First marks, a filter change, a zoom: seconds and bytes, in headless Chromium."""
    from playwright.sync_api import sync_playwright

    rows = []
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"), args=flags
        )
        for n in sizes:
            for way in ways:
                with app(n, way) as process:
                    tab = chromium.new_page(viewport={"width": 1280, "height": 900})
                    try:
                        rows.append(_visit(tab, n, way, process.pid))
                    except Exception as error:  # noqa: BLE001 (a peer that never answers is a finding)
                        found = repr(error).splitlines()[0][:120]
                        rows.append({"events": n, "way": way, "failed": found})
                    tab.close()
                print(json.dumps(rows[-1]), flush=True)
        chromium.close()
    return rows


def _visit(page, n: int, way: str, pid: int) -> dict[str, object]:  # noqa: ANN001
    wire = Wire(page)
    page.goto(f"http://127.0.0.1:{PORT}/")
    inner = page if way == "pydeck" else page.frame_locator("iframe").first
    page.get_by_text("done all").wait_for(timeout=4 * PATIENCE)  # makes the events: not timed
    inner.locator(MARKS[way]).first.wait_for(timeout=PATIENCE, state="attached")
    page.wait_for_timeout(1500)
    first = wire.bytes
    filters = []
    for kind in ("PROTEST", "ASSAULT", "COERCE"):
        before, start = wire.bytes, time.perf_counter()
        marked = _mark_old(page, way)
        page.get_by_role("radio", name=kind).or_(
            page.get_by_role("button", name=kind)
        ).first.click()
        _redrawn(page, way, marked)
        took = time.perf_counter() - start
        page.get_by_text(f"done {kind}").wait_for(timeout=PATIENCE)
        took = took if marked else time.perf_counter() - start  # pydeck's canvas has no marks
        filters.append((took, wire.bytes - before))
        page.wait_for_timeout(1200)
    row: dict[str, object] = {
        "events": n,
        "way": way,
        "first load bytes": first,
        "filter s": round(sorted(filters)[1][0], 2),
        "filter bytes": max(size for _, size in filters),
        "server peak MB": _peak(pid),
    }
    if way == "ours":
        row |= _zoom(page, wire, way)
    return row


def _zoom(page, wire: Wire, way: str) -> dict[str, object]:  # noqa: ANN001
    """Seconds from a click on + to the marks of the new view, and what that cost on the wire."""
    start, before = time.perf_counter(), wire.bytes
    marked = _mark_old(page, way)
    _frame(page, way).locator(".leaflet-control-zoom-in").click()
    _redrawn(page, way, marked)  # the browser's own, at once
    first = time.perf_counter() - start
    marked = _mark_old(page, way)
    try:
        _redrawn(page, way, marked, patience=6_000)  # the server's, where it has new cells
        second: float | None = round(time.perf_counter() - start, 2)
    except Exception:  # noqa: BLE001 (few events travel whole: there is no second answer)
        second = None
    return {
        "zoom s": round(first, 2),
        "zoom from server s": second,
        "zoom bytes": wire.bytes - before,
    }


def _frame(page, way: str):  # noqa: ANN001, ANN202
    if way == "pydeck":
        return page.main_frame
    return next(f for f in page.frames if "st_folium" in f.url)


def _mark_old(page, way: str) -> bool:  # noqa: ANN001
    """Put a sign on what is drawn now, so that its replacement is noticed."""
    if way == "pydeck":
        return False
    _frame(page, way).evaluate(
        "s => document.querySelectorAll(s).forEach(e => e.setAttribute('data-old', 1))", MARKS[way]
    )
    return True


def _redrawn(page, way: str, marked: bool, patience: int = PATIENCE) -> None:  # noqa: ANN001, FBT001
    if marked:
        _frame(page, way).wait_for_function(
            "s => document.querySelector(s + ':not([data-old])')", arg=MARKS[way], timeout=patience
        )


def _peak(pid: int) -> int:
    """Peak resident memory of a process, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def fetch_peers() -> None:
    """The peers' own scripts, from npm, into .cache/scale; a later run finds them there."""
    folder = ROOT / ".cache" / "scale"
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or sys.exit("npm is needed to fetch the peers' scripts")
    for package, files in PEERS.items():
        if all((folder / Path(name).name).exists() for name in files):
            continue
        subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True)
        archive = next(folder.glob(f"{package.split('@')[0]}-*.tgz"))
        with tarfile.open(archive) as tar:
            for name in files:
                stream = tar.extractfile(f"package/{name}")
                assert stream is not None
                (folder / Path(name).name).write_bytes(stream.read())
        archive.unlink()


def main() -> None:
    """Measure what was asked for and print one JSON line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    asked = parser.parse_args()
    if not asked.browser:
        for row in server(asked.sizes):
            print(json.dumps(row))
        return
    ways = ["ours"]
    if asked.peers:
        fetch_peers()
        ways += ["cluster", "fast", "pydeck"]
    browser(asked.sizes, ways)


if __name__ == "__main__":
    main()
