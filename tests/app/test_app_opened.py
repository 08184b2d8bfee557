"""A file of rows is shown as the events it was made from, and a million rows need not be copied."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.app import histogram, matrix, numbers
from geo.app.data import make_dataset
from geo.app.matrix import types_over_time
from geo.app.numbers import deaths_over_time
from geo.app.opened import RowsDataset, opened_dataset
from geo.app.shown import newest_rows
from geo.app.sidebar import names_by
from geo.app.strings import Words
from geo.errors import DatelineError
from geo.exports.row_events import event_of_row
from geo.exports.rows import plain_rows
from geo.exports.tables import to_geoparquet
from geo.filters import FACETS, Filters, facet_counts, filter_events
from geo.frame import event_row
from geo.maps import Selection, ids_of
from geo.maps.moments import moments
from geo.maps.selection import MARKED
from geo.model import EventDate
from tests.made_world import made_events

FILTERS = (
    Filters(),
    Filters(event_types=("PROTEST",)),
    Filters(text="police", min_confidence=0.3),
    Filters(countries=("KAZ",), precisions=("city", "country")),
    Filters(event_types=("SANCTION",), text="no such word"),
)


@pytest.fixture(scope="module")
def events():
    """A made world in which the text of every third event says no day: the week up to publication."""
    made = [
        _unsaid(e) if i % 3 == 0 and e.event_date else e for i, e in enumerate(made_events(120))
    ]
    return [replace(made[0], review_status="rejected"), *made[1:]]


def _unsaid(event):
    day = event.article.published
    return replace(event, event_date=EventDate(day - timedelta(days=6), day, "publication"))


@pytest.fixture(scope="module")
def whole(events):
    return make_dataset(events)


@pytest.fixture
def rows(whole, tmp_path, monkeypatch):
    """The same events by way of two files in a folder, as a batch leaves them."""
    for name, part in (("a", whole.frame.iloc[:70]), ("b", whole.frame.iloc[70:])):
        path = tmp_path / "month=2022-01" / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(to_geoparquet(part))
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", str(tmp_path)])
    opened = opened_dataset()
    assert isinstance(opened, RowsDataset)
    return opened


@pytest.mark.parametrize("filters", FILTERS)
def test_a_file_of_rows_shows_counts_and_gives_what_the_events_do(whole, rows, filters):
    one, other = whole.shown(filters), rows.shown(filters)
    assert (len(one), one.unlocated) == (len(other), other.unlocated)
    assert list(one.newest(30)["event_id"]) == list(other.newest(30)["event_id"])
    for facet in FACETS:
        assert one.sieve.counts(facet) == other.sieve.counts(facet)
        assert one.sieve.counts(facet) == facet_counts(one.frame, filters, facet)
    assert names_by(one.frame, "iso3", "country") == names_by(other.frame, "iso3", "country")
    given, found = whole.chosen(filters), rows.chosen(filters)
    assert [*plain_rows(given)] == [*plain_rows(found)]
    assert given.geometry.to_wkb().tolist() == found.geometry.to_wkb().tolist()
    assert [e.id for e in rows.chosen_events(filters)] == list(given["event_id"])
    passing = whole.chosen(filters)
    page, total = rows.page(filters, 3, 40)
    assert total == len(passing)
    assert list(page["event_id"]) == list(passing["event_id"].iloc[3:43])


def test_an_event_of_a_row_says_what_the_row_says(events, whole, rows):
    for event in events:
        if event.pin_doubt:
            continue
        again = rows.events[event.id]
        told, expected = event_row(again), event_row(event)
        several = {
            f"{c}_{kind}"
            for c, people in (("actor1", event.actors), ("actor2", event.recipients))
            if len(people) > 1
            for kind in ("country", "sector")
        }
        lost = several | {"n_sources", "sources", "quantity_text"}
        assert {k: v for k, v in told.items() if k not in lost} == {
            k: v for k, v in expected.items() if k not in lost
        }
    assert [e.id for e in rows.in_article(events[5].article.id)] == [
        e.id for e in whole.in_article(events[5].article.id)
    ]
    assert "no such id" not in rows.events
    assert not rows.may_correct(rows.events[events[1].id])


def test_rows_of_several_people_give_codes_to_nobody(whole):
    row = {**next(plain_rows(whole.frame)), "actor1": "Army; Police", "actor1_country": "KAZ"}
    row |= {"actor1_sector": "MIL; COP", "event_date": None, "date_end": None, "published": None}
    assert [(a.name, a.country, a.sectors) for a in event_of_row(row).actors] == [
        ("Army", None, ()), ("Police", None, ()),
    ]  # fmt: skip


def test_a_file_without_a_row_is_an_empty_map(whole, tmp_path, monkeypatch):
    (tmp_path / "none.parquet").write_bytes(to_geoparquet(whole.frame.iloc[:0]))
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", str(tmp_path)])
    opened = opened_dataset()
    assert (len(opened.shown(Filters())), len(opened.chosen(Filters()))) == (0, 0)
    assert opened.shown(Filters(text="police")).sieve.counts("actor") == {}


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all", None])
def test_what_is_no_file_of_events_is_said(tmp_path, monkeypatch, content):
    path = tmp_path / "x.parquet"
    if content is None:
        pd.DataFrame({"a": [1]}).to_parquet(path)
    else:
        path.write_bytes(content)
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", str(path)])
    with pytest.raises(DatelineError, match=r"x\.parquet"):
        opened_dataset()


@pytest.mark.parametrize("kind", ["whole", "rows"])
def test_what_no_day_is_said_of_counts_under_publication_in_every_view(kind, events, request):
    dataset = request.getfixturevalue(kind)
    shown = dataset.shown(Filters())
    counting = [e for e in events if e.event_date and e.review_status != "rejected"]
    by_hand = Counter(e.article.published for e in counting)
    found = histogram.bins(shown.frame)
    bars = Counter()
    for row in found.rows:
        bars[histogram.day_of(row["start"])] += row["n"]
    assert bars == by_hand
    assert (found.first, found.last) == (min(by_hand), max(by_hand)), "no days without a bar"
    assert all(len(dataset.shown(Filters(date_from=d, date_to=d))) == n for d, n in bars.items())
    _, types = types_over_time(shown.gdf(*matrix.COLUMNS), Words())
    assert sum((Counter({t["start"]: t["n"]}) for t in types), Counter()) == {
        d.isoformat(): n for d, n in by_hand.items()
    }
    _, deaths = deaths_over_time(shown.gdf(*numbers.COLUMNS))
    assert set(deaths["start"]) == {str(e.article.published) for e in counting if e.quantities}
    newest = [dataset.events[i] for i in shown.newest(len(counting))["event_id"]]
    assert [e.article.published for e in newest] == sorted(by_hand.elements(), reverse=True)


@pytest.mark.parametrize("kind", ["whole", "rows"])
def test_the_map_plays_what_a_click_and_the_date_filter_then_show(kind, request):
    dataset = request.getfixturevalue(kind)
    shown = dataset.shown(Filters())
    _, _, (windows, spots, areas, _) = moments(shown.table, zoom=5, box=None, whole=True)
    played = Counter()
    for flat in (spots, areas):
        for window, n in zip(flat[1::4], flat[3::4], strict=True):
            played[windows[window][0]] += n
    world = Selection("cluster", box=(-180.0, -90.0, 180.0, 90.0))
    for first, last in windows:
        day = date.fromisoformat(first)
        that_day = dataset.shown(Filters(date_from=day, date_to=date.fromisoformat(last)))
        assert played[first] == len(that_day) - that_day.unlocated
        clicked = ids_of(shown.gdf(*MARKED), replace(world, days=(day, day)))
        assert len(clicked) == int(that_day.table.is_point.sum())


days = st.lists(st.none() | st.integers(0, 40), max_size=30)


@given(days, st.integers(1, 8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_newest_rows_are_those_a_stable_sort_gives(numbers, n, random):
    column = pd.Series(
        [
            None if d is None else np.datetime64("2022-01-01") + np.timedelta64(d, "D")
            for d in numbers
        ]
    )
    day = column.astype("datetime64[s]")
    frame = pd.DataFrame({"event_date": day, "date_end": day, "date_basis": "stated"})
    mask = np.array([random.random() < 0.7 for _ in numbers], dtype=bool)
    kept = frame[mask]["event_date"].sort_values(ascending=False, na_position="last", kind="stable")
    assert newest_rows(frame, n, mask).tolist() == kept.index[:n].tolist()


@pytest.mark.parametrize("filters", FILTERS[1:4])
def test_the_histogram_under_a_filter_counts_the_filtered_rows(whole, filters):
    shown = whole.shown(filters)
    found = histogram.bins(shown.frame, shown.sieve.mask(without="date"))
    left = filter_events(shown.frame, filters)
    assert sum(row["n"] for row in found.rows) == left["event_date"].notna().sum()
    assert json.dumps(found.rows) == json.dumps(histogram.bins(shown.frame, shown.mask).rows)
