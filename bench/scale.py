"""How the map stands up to 1,000 … 1,000,000 events, and beside folium's clusters and pydeck.

    python bench/scale.py                     the server's part: milliseconds and bytes
    python bench/scale.py --browser           the real app in headless Chromium, on a file of events
    python bench/scale.py --browser --peers   also the peers, as far as they get in a minute or two

"Wire" is the TCP stream of both directions from the click until all is quiet, as it is sent, that is
packed; "messages" the same unpacked. Seconds end when the first new mark is drawn. Wall times depend
on the machine and on what else it does; compare rows of one run only. The server's processor time
depends on it much less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from relay import Relay  # noqa: E402
from scale_page import Visit, memory_mb  # noqa: E402

from tests.browser.app_server import FLAGS, app_process, chromium_path, wait_until_up  # noqa: E402

SIZES = (1_000, 10_000, 100_000, 1_000_000)
VIEWS = {
    "world, zoom 2": (2, None),
    "continent, zoom 4": (4, (-10.0, 20.0, 90.0, 70.0)),
    "country, zoom 6": (6, (20.0, 40.0, 45.0, 52.0)),
    "city, zoom 9": (9, (29.0, 49.0, 32.0, 51.0)),
}
RUNS = 5
PEERS = {
    "leaflet@1.9.4": ("dist/leaflet.js", "dist/leaflet.css"),
    "jquery@3.7.1": ("dist/jquery.min.js",),
    "leaflet.markercluster@1.5.3": ("dist/leaflet.markercluster.js", "dist/MarkerCluster.css",
                                    "dist/MarkerCluster.Default.css"),
}  # fmt: skip


def server(sizes: list[int]) -> list[dict[str, object]]:
    """Filter, aggregate, encode: median milliseconds of CPU and of wall time, and bytes."""
    from made_events import made_events

    from geo.filters import Filters, filter_mask
    from geo.maps.layers import draw_list
    from geo.maps.payload import encode
    from geo.maps.table import Table

    rows = []
    for n in sizes:
        table = Table.of(made_events(n))
        chosen = Filters(event_types=("PROTEST", "ASSAULT"))
        rows.append(_row(n, "filter and all counts", partial(_counted, table.gdf, chosen)))
        mask = filter_mask(table.gdf, chosen)
        first = partial(lambda table, mask: encode(draw_list(table.only(mask))), table, mask)
        rows.append(_row(n, "first map of a filter", first))
        shown = table.only(mask)
        for view, (zoom, box) in VIEWS.items():
            for drawing in ("points", "time", "heat", "choropleth"):
                what = f"{drawing}, {view}"
                draw = partial(draw_list, shown, zoom=zoom, box=box, view=drawing)
                rows.append(_row(n, what, partial(lambda draw: encode(draw()), draw)))
    return rows


def _counted(gdf: Any, filters: Any) -> str:  # noqa: ANN401
    from geo.filters import FACETS, Sieve

    sieve = Sieve(gdf, filters)
    for facet in FACETS:
        sieve.counts(facet)
    sieve.roles()
    for step in range(20):
        sieve.count_if("min_confidence", min_confidence=step / 20)
    return ""


def _row(n: int, what: str, work: Callable[[], str]) -> dict[str, object]:
    wall, cpu, size = [], [], 0
    for _ in range(RUNS):
        start, used = time.perf_counter(), time.process_time()
        size = len(work())
        wall.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
    return {
        "events": n,
        "what": what,
        "wall ms": round(1000 * statistics.median(wall), 1),
        "cpu ms": round(1000 * statistics.median(cpu), 1),
        "bytes": size,
    }


@contextmanager
def app(n: int, way: str) -> Iterator[tuple[int, int]]:
    """An app on its port, up: port and process id. Dateline's is the real one, on a file."""
    if way == "dateline":
        with app_process(str(made_file(n))) as (address, process, log):
            wait_until_up(address, process, log)
            yield int(address.rpartition(":")[2]), process.pid
        return
    with app_process(str(n), way, script="bench/scale_app.py") as (address, process, log):
        wait_until_up(address, process, log)
        yield int(address.rpartition(":")[2]), process.pid


def made_file(n: int) -> Path:
    """The GeoParquet file of ``n`` made events; made when it is not there."""
    import made_events

    stamp = hashlib.sha256(Path(made_events.__file__).read_bytes()).hexdigest()[:8]
    path = ROOT / ".cache" / "scale" / f"events-{n}-{stamp}.parquet"
    if not path.exists():  # by a process of its own: this one shall stay small
        made = [sys.executable, "bench/made_events.py", str(n), str(path)]
        subprocess.run(made, cwd=ROOT, check=True)
    return path


def browser(sizes: list[int], ways: list[str]) -> None:
    """First marks, filter changes, pans: seconds, bytes and memory, in headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        for n in sizes:
            for way in ways:
                with app(n, way) as (port, pid):
                    relay = Relay(port)
                    tab = chromium.new_page(viewport={"width": 1440, "height": 900})
                    row: dict[str, object] = {"events": n, "way": way}
                    try:
                        row |= Visit(tab, relay, way, pid).measure()
                    except Exception as error:  # noqa: BLE001 (a peer that never answers is a finding)
                        row["failed"] = repr(error).splitlines()[0][:120]
                    row["server peak MB"] = memory_mb(pid, "VmHWM")
                    row["load of the machine"] = round(os.getloadavg()[0], 1)
                    tab.close()
                print(json.dumps(row), flush=True)
        chromium.close()


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
    ways = ["dateline"]
    if asked.peers:
        fetch_peers()
        ways += ["cluster", "fast", "pydeck"]
    browser(asked.sizes, ways)


if __name__ == "__main__":
    main()
