"""One browser tab of bench/scale.py: what is drawn, when it was drawn anew, and what that cost."""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from relay import Relay

#: Milliseconds; an answer that takes longer (an opening: twice as long) is written down as none.
PATIENCE = 60_000
MARKS = {"dateline": ".dl-mark", "cluster": ".marker-cluster", "fast": ".marker-cluster",
         "pydeck": "canvas"}  # fmt: skip
FILTERS = ("PROTEST", "ASSAULT", "COERCE")
#: What the real app's chips call them.
CHIPS = {"PROTEST": "Protest", "ASSAULT": "Violence", "COERCE": "Coercion"}
_IDLE = """() => {
    const busy = '.stApp:not([data-test-script-state=notRunning]), [data-testid=stSkeleton]';
    const now = performance.now();
    if (document.querySelector(busy) || !document.querySelector('.stApp') || !window.idleSince)
        window.idleSince = now;
    return now - window.idleSince > 800;
}"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one act took: until the map was redrawn, and until all was quiet."""

    seconds: float
    cpu: float
    wire: int
    messages: int


class Visit:
    """One way of drawing so many events, in one tab."""

    def __init__(self, page: Any, relay: Relay, way: str, pid: int) -> None:  # noqa: ANN401 (playwright)
        self.page, self.relay, self.way, self.pid = page, relay, way, pid
        self.messages = 0
        page.on("websocket", self._opened)

    def _opened(self, socket: Any) -> None:  # noqa: ANN401
        for event in ("framereceived", "framesent"):
            socket.on(event, self._count)

    def _count(self, payload: bytes | str) -> None:
        self.messages += len(payload)

    @property
    def frame(self) -> Any:  # noqa: ANN401
        """The frame that the map is in."""
        if self.way == "pydeck":
            return self.page.main_frame
        return next(f for f in self.page.frames if "st_folium" in f.url)

    def measure(self) -> dict[str, object]:
        """Open, filter, and move where moving asks the server."""
        start = time.perf_counter()
        self.page.goto(f"http://127.0.0.1:{self.relay.port}/")
        self._first_marks()
        opened = time.perf_counter() - start
        self._settle()
        row: dict[str, object] = {"open s": round(opened, 2), "open wire KB": self._kb(0)}
        row |= self._told("filter", [self._filter(kind) for kind in FILTERS])
        if self.way == "dateline":
            self._chip("COERCE").click()  # the last one off again: all events
            self._settle()
            for _ in range(2):
                self.frame.locator(".leaflet-control-zoom-in").click()
                self._settle()
            row |= self._told("play", [self._play()])
            self._drawing("Events")
            try:
                row |= self._told("pan", [self._pan(dx) for dx in (-420, 300, -420)])
            except Exception:  # noqa: BLE001 (few spots travel whole: a pan asks nobody)
                row |= {"pan s": "nothing to ask"}
        return row

    def _first_marks(self) -> None:
        inner = self.page
        if self.way != "pydeck":
            inner = self.page.frame_locator('iframe[title*="st_folium"]').first
        inner.locator(MARKS[self.way]).first.wait_for(timeout=2 * PATIENCE, state="attached")

    def _told(self, what: str, runs: list[Cost]) -> dict[str, object]:
        return {
            f"{what} s": round(statistics.median(run.seconds for run in runs), 2),
            f"{what} s, all": [round(run.seconds, 2) for run in runs],
            f"{what} server cpu s": round(statistics.median(run.cpu for run in runs), 2),
            f"{what} wire KB": round(max(run.wire for run in runs) / 1000, 1),
            f"{what} messages KB": round(max(run.messages for run in runs) / 1000, 1),
        }

    def _kb(self, before: int) -> float:
        return round((self.relay.bytes - before) / 1000, 1)

    def _settle(self) -> None:
        self.page.evaluate("window.idleSince = 0")
        self.page.wait_for_function(_IDLE, timeout=4 * PATIENCE)

    def _timed(self, act: Any, patience: int = PATIENCE) -> Cost:  # noqa: ANN401
        """Seconds until marks are new; bytes and processor time until all is quiet."""
        wire, messages, cpu = self.relay.bytes, self.messages, cpu_seconds(self.pid)
        self._mark_old()
        start = time.perf_counter()
        act()
        self._redrawn(patience)
        took = time.perf_counter() - start
        self._settle()
        return Cost(
            took,
            cpu_seconds(self.pid) - cpu,
            self.relay.bytes - wire,
            self.messages - messages,
        )

    def _filter(self, kind: str) -> Cost:
        if self.way == "dateline":  # chips add up: choose this one, and no other
            index = FILTERS.index(kind)
            if index:
                self._chip(FILTERS[index - 1]).click()
                self._settle()
        return self._timed(self._chip(kind).click)

    def _chip(self, kind: str) -> Any:  # noqa: ANN401
        if self.way == "dateline":
            chips = self.page.locator('[class*="st-key-types-"]')
            return chips.get_by_role("button", name=CHIPS[kind]).first
        role = self.page.get_by_role("radio", name=kind)
        return role.or_(self.page.get_by_role("button", name=kind)).first

    def _pan(self, dx: int) -> Cost:
        box = self.page.locator('iframe[title*="st_folium"]').bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + dx / 2, y, steps=3)
        self.page.mouse.move(x + dx, y, steps=3)
        time.sleep(0.15)  # held still: no throw
        return self._timed(self.page.mouse.up, patience=PATIENCE // 4)

    def _play(self) -> Cost:
        """From the choice of "Over time" to its first marks, and three windows played on."""
        cost = self._timed(lambda: self._drawing("Over time"))
        before = self.relay.bytes
        self.frame.locator(".dl-play").click()
        time.sleep(4)
        self.frame.locator(".dl-play").click()
        return replace(cost, wire=cost.wire + self.relay.bytes - before)

    def _drawing(self, name: str) -> None:
        self.page.locator(".st-key-drawing").get_by_text(name, exact=True).click()
        self._settle()

    def _mark_old(self) -> None:
        if self.way == "pydeck":
            self.page.evaluate("window.drawn = document.querySelector('.bench-done').textContent")
            return
        self.frame.evaluate(
            "s => document.querySelectorAll(s).forEach(e => e.setAttribute('data-old', 1))",
            MARKS[self.way],
        )

    def _redrawn(self, patience: int) -> None:
        if self.way == "pydeck":
            self.page.wait_for_function(
                "document.querySelector('.bench-done').textContent != window.drawn",
                timeout=patience,
            )
            return
        self.frame.wait_for_function(
            "s => document.querySelector(s + ':not([data-old])')",
            arg=MARKS[self.way],
            timeout=patience,
        )


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used, in seconds (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peak_mb(pid: int) -> int:
    """Peak resident memory of a process, in MB (Linux)."""
    return memory_mb(pid, "VmHWM")


def memory_mb(pid: int, field: str = "VmRSS") -> int:
    """Resident memory of a process now, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith(field))
    return int(line.split()[1]) // 1024
