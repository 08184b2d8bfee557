"""Playing through time: every dated event is in one window, every window is days that follow on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps import Selection, ids_of, selection_of
from geo.maps.layers import draw_list
from geo.maps.moments import MAX_WINDOWS, windows_of
from tests.map_frames import frame_of, rows

JAN = [date(2022, 1, day) for day in (3, 4, 4, 9)]


@pytest.fixture
def told():
    return frame_of(
        rows("Almaty", "PROTEST", 2, event_date=JAN[0]),
        rows("Almaty", "ASSAULT", 1, event_date=JAN[1]),
        rows("Mangystau", "PROTEST", 3, event_date=JAN[3]),
        rows("Kyiv", "PROTEST", 1),
        rows(None, "PROTEST", 1, event_date=JAN[2]),
    )


def test_each_dated_event_is_in_the_window_of_its_day(told):
    spots, (areas, _), _, (windows, in_spots, in_areas, undated) = draw_list(told, view="time")[3]
    assert windows[0] == ["2022-01-03", "2022-01-03"]
    assert windows[-1] == ["2022-01-09", "2022-01-09"]
    assert undated == 1, "Kyiv has a place and no date"
    cells = [tuple(in_spots[i : i + 4]) for i in range(0, len(in_spots), 4)]
    almaty = next(i for i, spot in enumerate(spots) if spot[2] == "Almaty")
    assert {(w, n) for place, w, _, n in cells if place == almaty} == {(0, 2), (1, 1)}
    assert in_areas == [0, 6, in_areas[2], 3]
    assert areas[in_areas[0]][2] == "Mangystau"


def test_a_large_frame_keeps_every_count():
    rng = np.random.default_rng(7)
    many = frame_of(
        *(
            rows("Almaty", kind, 1, latitude=float(lat), longitude=float(lon),
                 event_date=date(2022, 1, 1) + timedelta(days=int(day)))
            for lat, lon, day, kind in zip(
                rng.uniform(40, 50, 900), rng.uniform(60, 80, 900), rng.integers(0, 700, 900),
                rng.choice(["PROTEST", "ASSAULT", "COERCE", "AID"], 900), strict=True)
        )
    )  # fmt: skip
    spots, _, _, (windows, counts, _, undated) = draw_list(many, zoom=5, view="time")[3]
    assert len(windows) <= 40
    assert undated == 0
    assert sum(counts[3::4]) == 900
    assert max(counts[0::4]) < len(spots)


@given(st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), min_size=1, max_size=40))
def test_windows_follow_each_other_and_hold_their_days(days):
    windows, at = windows_of(np.array(days, dtype="datetime64[D]"), MAX_WINDOWS)
    for day, w in zip(days, at, strict=True):
        assert windows[w][0] <= day.isoformat() <= windows[w][1]
    for (_, end), (start, _) in pairwise(windows):
        assert date.fromisoformat(start) - date.fromisoformat(end) == timedelta(days=1)


def test_a_click_while_playing_means_the_events_of_those_days(told):
    chosen = selection_of(
        {"kind": "area", "place": "gn:608879", "count": 3, "days": ["2022-01-09", "2022-01-09"]}
    )
    assert len(ids_of(told, chosen)) == 3
    other = selection_of(
        {"kind": "area", "place": "gn:608879", "days": ["2022-01-01", "2022-01-08"]}
    )
    assert ids_of(told, other) == ()


@pytest.mark.parametrize("at", [None, [1], ["a", 2], [91, 0], [0, 181], "1,2"])
def test_a_point_that_is_none_is_nothing(at, told):
    assert selection_of({"kind": "point", "at": at}) is None
    good = selection_of({"kind": "point", "at": [43.2, 76.9]})
    assert good == Selection("point", at=(43.2, 76.9))
    assert ids_of(told, good) == ()
