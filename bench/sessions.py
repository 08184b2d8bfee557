"""Twenty readers on one server: each sees only its own filter, and memory stays flat.

    python bench/sessions.py                              20 sessions on a million events, 3 rounds
    python bench/sessions.py --minutes 30                 the soak: rounds until the time is over
    python bench/sessions.py --events 10000 --sessions 5  smaller
    python bench/sessions.py --samples                    on the bundled articles

Every session is a real browser tab with a filter of its own. In each round all of them change it at
the same moment; then each tab's counter must say what ``filter_events`` says of the same file in
this process, and its address must hold its own filter. Printed: a JSON line a round, with the
server's memory, its processor time, the errors in its log, and the script memory and nodes of the
first tab. Exit status 1 when a count was wrong, the server raised, or the memory of the server or of
that tab grew: the median of the last third of the rounds is held against that of the second (the
first fills the caches). It needs about 100 MB of memory a tab, and the tabs are
what takes the time on a small machine, not the server.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from scale import made_file  # noqa: E402
from scale_page import CHIPS, cpu_seconds, memory_mb  # noqa: E402

from geo.filters import Filters, filter_mask  # noqa: E402
from tests.browser.app_server import FLAGS, app_process, chromium_path, wait_until_up  # noqa: E402

SLOW = 240_000
#: Growth of the server between the second and the last third that is still "flat".
GROWTH = 1.05
_SHOWN = """() => (document.querySelector('.dl-count b') || {textContent: ''})
    .textContent.replace(/\\D/g, '')"""


class Reader:
    """One tab: a year of its own, and chips that it switches."""

    def __init__(self, page: Any, address: str, number: int, frame: Any) -> None:  # noqa: ANN401
        self.page, self.frame = page, frame
        self.chips = [list(CHIPS)[(number >> bit) % len(CHIPS)] for bit in (0, 1)]
        self.filters = Filters(min_confidence=0.04 * (number % 20))
        self.round = 0
        page.goto(f"{address}/?{self.filters.to_query()}")
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable")

    def weight(self) -> tuple[int, int]:
        """Megabytes of script memory and nodes of the tab, its frames with it, after a collection."""
        self._devtools.send("HeapProfiler.collectGarbage")
        told = self._devtools.send("Performance.getMetrics")["metrics"]
        by_name = {metric["name"]: metric["value"] for metric in told}
        return round(by_name["JSHeapUsedSize"] / 1e6), int(by_name["Nodes"])

    def act(self) -> None:
        """Press a chip; do not wait for the answer."""
        kind = self.chips[self.round % 2]
        self.round += 1
        chips = self.page.locator('[class*="st-key-types-"]')
        chips.get_by_role("button", name=CHIPS[kind]).first.click()
        on = set(self.filters.event_types) ^ {kind}
        self.filters = Filters(
            min_confidence=self.filters.min_confidence, event_types=tuple(sorted(on))
        )

    def wrong(self) -> str:
        """Wait for the answer; what is wrong with it, or nothing."""
        mask = filter_mask(self.frame, self.filters)
        expected = str(len(self.frame) if mask is None else int(mask.sum()))
        try:
            self.page.wait_for_function(f"({_SHOWN})() === '{expected}'", timeout=SLOW)
        except Exception:  # noqa: BLE001 (whatever it was, the count is what is told)
            return f"{self.filters.to_query()}: {self.page.evaluate(_SHOWN)}, not {expected}"
        try:
            self.page.wait_for_url(self._is_mine, timeout=SLOW)
        except Exception:  # noqa: BLE001 (the same)
            return f"{self.filters.to_query()}: the address is {self.page.url}"
        return ""

    def _is_mine(self, address: str) -> bool:
        said = Filters.from_query(urlsplit(address).query)
        return replace(said, event_types=tuple(sorted(said.event_types))) == self.filters


def frame_of(path: Path | None) -> Any:  # noqa: ANN401
    """The columns that the filters of this bench read, of the file or of the samples."""
    if path is None:
        from geo.app.data import sample_dataset
        from geo.settings import Settings

        return sample_dataset(Settings.from_env()).frame
    from geo.exports.rows_file import RowsFile

    return RowsFile(path).columns(["event_type", "confidence"])


def run(asked: argparse.Namespace) -> int:
    """Open, act in rounds, and judge."""
    from playwright.sync_api import sync_playwright

    path = None if asked.samples else made_file(asked.events)
    frame = frame_of(path)
    arguments = [] if path is None else [str(path)]
    with app_process(*arguments) as (address, process, log), sync_playwright() as play:
        wait_until_up(address, process, log)
        chromium = play.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        readers = []
        for number in range(asked.sessions):
            context = chromium.new_context(viewport={"width": 1280, "height": 800})
            context.set_default_timeout(SLOW)
            readers.append(Reader(context.new_page(), address, number, frame))
        faults = [f for reader in readers if (f := reader.wrong())]
        memory, tab = [memory_mb(process.pid)], [readers[0].weight()[0]]
        _tell({"opened": len(readers), "wrong": faults, "server MB": memory[0]})
        end = time.monotonic() + 60 * asked.minutes
        number = 0
        while number < asked.rounds or time.monotonic() < end:
            number += 1
            start, cpu = time.perf_counter(), cpu_seconds(process.pid)
            for reader in readers:
                reader.act()
            found = [f for reader in readers if (f := reader.wrong())]
            faults += found
            memory.append(memory_mb(process.pid))
            heap, nodes = readers[0].weight()
            tab.append(heap)
            _tell({
                "round": number,
                "wrong": found,
                "seconds": round(time.perf_counter() - start, 1),
                "server cpu s": round(cpu_seconds(process.pid) - cpu, 1),
                "server MB": memory[-1],
                "tab MB": heap,
                "tab nodes": nodes,
            })  # fmt: skip
        raised = log.read_text(errors="replace").count("Traceback")
        peak = memory_mb(process.pid, "VmHWM")
        chromium.close()
    grew, tab_grew = growth(memory), growth(tab)
    flat = all(one is None or one <= GROWTH for one in (grew, tab_grew))
    _tell({
        "sessions": asked.sessions, "rounds": number, "wrong": len(faults), "raised": raised,
        "server peak MB": peak, "growth": grew, "tab growth": tab_grew, "flat": flat,
    })  # fmt: skip
    return int(bool(faults or raised or not flat))


def growth(memory: list[int]) -> float | None:
    """Median of the last third over that of the second; None of too few rounds to tell."""
    third = len(memory) // 3
    if third < 3:
        return None
    middle, last = memory[third : 2 * third], memory[2 * third :]
    return round(statistics.median(last) / statistics.median(middle), 3)


def _tell(row: dict[str, object]) -> None:
    print(json.dumps(row), flush=True)


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--samples", action="store_true")
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
