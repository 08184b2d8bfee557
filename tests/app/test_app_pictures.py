"""Charts as files: they parse, hold the numbers and what made them, and hostile names stay text."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import pytest
from defusedxml import ElementTree

from geo.app import pictures
from geo.app.strings import Words
from geo.filters import Filters
from tests.made_world import ATTACKS

WORDS = Words("en")
TOLD = pictures.Told(("Dateline: 12 events",), Filters(event_types=("PROTEST",)), 12)
SVG = "{http://www.w3.org/2000/svg}"
AXIS = pictures.Axis(date(2024, 1, 1), date(2024, 2, 1), str)
BAR = (date(2024, 1, 1), date(2024, 1, 8))


def drawn(draw, title="A chart"):
    picture = pictures.Picture("chart", title, "note", draw)
    return ElementTree.fromstring(pictures.svg(picture, TOLD, WORDS))


def test_a_picture_says_when_by_what_under_which_filters_and_licences_it_was_made():
    root = drawn(partial(pictures.ranked, rows=[("Protest", 12, "#c00")]))
    about = json.loads(root.findtext(f"{SVG}metadata"))
    assert about["filters"] == "event_types=PROTEST"
    assert about["events"] == 12
    assert {"generated_at", "version", "attribution"} <= set(about)
    texts = [t.text for t in root.iter(f"{SVG}text")]
    assert {"A chart", "note", "Protest", "12", "Dateline: 12 events"} <= set(texts)
    assert any(t.startswith("Made 20") for t in texts)


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_names_are_letters_in_every_chart(attack):
    charts = {
        "ranked": partial(pictures.ranked, rows=[(attack, 3, "#c00")]),
        "grid": partial(pictures.grid, rows=[attack], heads=[attack], counts={(attack, attack): 3}),
        "dots": partial(
            pictures.dots, rows=[(attack, date(2024, 1, 3), 3, "#c00", attack)], axis=AXIS
        ),
        "columns": partial(
            pictures.columns, bars=[pictures.Bar(*BAR, 0, 3, "#c00", attack)], axis=AXIS
        ),
    }
    for draw in charts.values():
        kinds = {e.tag.removeprefix(SVG) for e in drawn(draw, attack).iter()}
        assert kinds <= {"svg", "title", "metadata", "rect", "text", "line", "circle"}


def test_bars_are_as_high_as_their_numbers():
    bars = [pictures.Bar(*BAR, 0, 2, "#c00", "a"), pictures.Bar(*BAR, 2, 6, "#0c0", "b")]
    low, high = (
        float(r.get("height"))
        for r in drawn(partial(pictures.columns, bars=bars, axis=AXIS)).iter(f"{SVG}rect")
        if r.get("fill") in {"#c00", "#0c0"}
    )
    assert high == pytest.approx(2 * low, abs=0.2)
