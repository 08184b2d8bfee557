"""axe-core over every view, light and dark: nothing serious, nothing critical."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
#: Vega names the marks of a brush "graphics-symbol" without a title; the chart around them is an
#: image with a description, which is asserted below.
_SCOPE = "{exclude: [['[data-testid=stVegaLiteChart] svg']]}"
#: Stale while a script runs: Streamlit fades what it is about to draw again.
_FADED = "[data-stale=true]"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_has_a_serious_fault(app, tab, theme):
    tab.page.emulate_media(color_scheme=theme)
    faults = []
    for view in ("map", "actors", "numbers", "review", "about"):
        tab.open(f"{app}/?view={view}", wait_for_map=view == "map")
        if view == "map":
            tab.choose_row(0)
        tab.page.wait_for_function(f"!document.querySelector('{_FADED}')")
        tab.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = tab.page.evaluate(f"axe.run({_SCOPE}, {{resultTypes: ['violations']}})")[
            "violations"
        ]
        faults += [
            f"{view}: {fault['id']}: {node['html'][:160]}: {node['failureSummary'][:200]}"
            for fault in found
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]
        charts = tab.page.locator("[data-testid=stVegaLiteChart]")
        described = "e => !!e.querySelector('[role=img][aria-label]') || !!e.ariaLabel"
        faults += [
            f"{view}: chart {n} is not described"
            for n in range(charts.count())
            if not charts.nth(n).evaluate(described)
        ]
    assert not faults, "\n".join(faults)
