"""Playing through time: every day is shown once, and whatever the reader does ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from geo.app import play
from geo.app.session import Session
from geo.filters import Filters

FIRST, LAST = date(2022, 1, 1), date(2022, 3, 1)


@pytest.mark.parametrize("days", [0, 1, 23, 24, 25, 59, 2500])
def test_the_windows_hold_every_day_once(days):
    last = FIRST + timedelta(days=days)
    found = play.windows(FIRST, last)
    told = [a + timedelta(days=n) for a, b in found for n in range((b - a).days + 1)]
    assert told == [FIRST + timedelta(days=n) for n in range(days + 1)]
    assert len(found) <= 24


def test_it_goes_through_all_windows_and_gives_the_old_filters_back():
    state = Session(filters=Filters(event_types=("PROTEST",), date_from=date(2022, 2, 1)))
    before = state.filters
    play.show(state, play.windows(FIRST, LAST)[0], before=before)
    seen = []
    while state.playing is not None:
        seen.append((state.filters.date_from, state.filters.date_to))
        assert state.filters.event_types == ("PROTEST",)
        play.step(state, FIRST, LAST)
    assert seen == list(play.windows(FIRST, LAST))
    assert state.filters == before


@pytest.mark.parametrize(
    "act",
    [
        lambda s: s.change(event_types=("PROTEST",)),
        lambda s: s.clear(),
        lambda s: s.select("an event"),
        lambda s: setattr(s, "view", "numbers"),
    ],
)
def test_what_the_reader_does_ends_it(act):
    state = Session()
    play.show(state, (FIRST, FIRST), before=state.filters)
    assert play._untouched(state, state.playing)
    act(state)
    assert not play._untouched(state, state.playing)
