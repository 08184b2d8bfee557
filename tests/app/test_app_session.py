"""One filter state, and the link that brings it back."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from geo.app import empty, histogram
from geo.app.about import chapters
from geo.app.controls import labels_of, values_of
from geo.app.event_table import table_of
from geo.app.map_view import box_of, look_at
from geo.app.matrix import matrix_of, types_over_time
from geo.app.numbers import by_place, counted, deaths_over_time
from geo.app.page import counters
from geo.app.review import Queue, doubts
from geo.app.said import said
from geo.app.session import Session, from_query, to_query
from geo.app.shown import Shown, newest_rows
from geo.app.strings import LANGUAGES, Words, catalogue, plural_form
from geo.filters import Filters, facet_counts, filter_events
from geo.frame import events_to_gdf
from geo.maps.table import Table
from geo.model import EventDate
from tests.builders import make_event
from tests.made_world import made_events


@pytest.fixture(scope="module")
def world():
    return events_to_gdf(made_events(120))


def test_a_link_brings_back_filters_view_event_language_and_place():
    state = Session(
        filters=Filters(
            date_from=date(2022, 1, 2), event_types=("PROTEST", "COERCE"), actors=("police & co",),
            text="a=b&c", min_confidence=0.4,
        ),
        view="numbers", selected="abc", language="ru", centre=(43.25, 76.95), zoom=6,
        map_drawing="time",
    )  # fmt: skip
    link = urlencode(to_query(state), doseq=True)
    again = from_query(parse_qs(link))
    assert again.filters == state.filters
    assert (again.view, again.selected, again.language) == ("numbers", "abc", "ru")
    assert again.map_start == ((43.25, 76.95), 6)
    assert again.map_drawing == "time"


@pytest.mark.parametrize(
    "query", ["date_from=x", "event_types=X", "box=1,2", "at=1,2", "at=999,0,3", "view=x&lang=xx&draw=x", "min_confidence=nan"]
)  # fmt: skip
def test_a_link_that_cannot_be_read_costs_only_that_part(query):
    state = from_query(parse_qs(query + "&text=kept"))
    assert state.filters.text == "kept"
    assert state.view == "map"
    named = state.problem.split("\n")
    assert len(named) == len(parse_qs(query)), "each part that was left out is named"
    if "=x&" in query:
        assert [told.split("=")[0] for told in named] == ["view", "lang", "draw"]
        assert all(re.search("[а-яё]", said(Words("ru"), told)) for told in named)


def test_a_link_that_can_be_read_has_no_problem():
    link = "view=review&lang=ru&draw=heat&at=43.25,76.95,6&event=abc&utm_source=x"
    assert from_query(parse_qs(link)).problem == ""


def test_counts_on_options_are_those_under_the_other_filters(world):
    filters = Filters(countries=("KAZ",), event_types=("PROTEST",))
    counts = facet_counts(world, filters, "event_type")
    for code, count in counts.items():
        alone = filter_events(world, Filters(countries=("KAZ",), event_types=(code,)))
        assert len(alone) == count


def test_an_option_is_known_again_by_any_count():
    labels = labels_of({"a": 1200, "b": 3}, ("c",), {"a": "Police", "b": "Army", "c": "Crowd"}.get)
    assert labels["a"] == "Police\u20021\u202f200"
    assert labels["c"].endswith("\u20020")
    assert values_of(["a", "Army\u200299", "Unknown\u20021"], labels) == ("a", "b")


def test_two_options_of_one_name_can_be_told_apart():
    labels = labels_of({"BR-AM": 1, "CO-AM": 2}, (), lambda _: "Amazonas")
    assert len(set(labels.values())) == 2


def test_the_histogram_counts_every_dated_event_once(world):
    found = histogram.bins(world)
    assert sum(row["n"] for row in found.rows) == world["event_date"].notna().sum()
    assert found.unit == "day"
    spec = histogram.spec(found, Filters(date_from=date(2022, 2, 1)), Words("en"))
    pale = [v for v in spec["data"]["values"] if not v["on"]]
    assert all(v["start"] < 1_643_673_600_000 for v in pale)  # 1 February 2022, UTC
    assert pale


def test_what_has_no_date_is_counted_beside_the_charts_over_time(world):
    n = int(world["event_date"].isna().sum())
    assert n > 1
    told = f"{n} events without a date are not in this chart"
    assert histogram.left_out(world, Words("en")) == told
    mask = world["event_date"].notna().to_numpy(copy=True)
    assert histogram.left_out(world, Words("en"), mask) == ""
    mask[world["event_date"].isna().to_numpy().argmax()] = True
    assert histogram.left_out(world, Words("en"), mask).startswith("1 event without")
    for view in ("numbers", "matrix"):
        page = AppTest.from_function(chart, kwargs={"view": view}, default_timeout=60).run()
        assert not page.exception
        assert any(told in h.proto.body for h in page.get("html")), view


def chart(view):
    """A view with charts over time, on the made world."""
    from importlib import import_module

    from geo.app.pictures import Told
    from geo.app.strings import Words
    from geo.filters import Filters
    from geo.frame import events_to_gdf
    from tests.made_world import made_events

    gdf = events_to_gdf(made_events(120))
    import_module(f"geo.app.{view}").draw(gdf, Words("en"), Told((), Filters(), len(gdf)))


def test_a_place_in_doubt_is_not_drawn_and_is_never_called_none():
    withheld = make_event(pin_doubt="too unsure to be drawn")
    nowhere = make_event(id="n", toponym=None)
    frame = events_to_gdf([withheld, nowhere, make_event(id="d")])
    found = {row.event_id: doubts(row) for row in frame.itertuples()}
    assert "not_drawn" in found[withheld.id]
    assert "no_place" not in found[withheld.id]
    assert "no_place" in found["n"]
    assert not {"no_place", "not_drawn"} & set(found["d"])
    told = counters(Shown(frame, Table.of(frame), Filters()), Words("en"))
    assert "<b>2</b> <span>not drawn</span>" in told
    table = table_of(frame, Words("en"))
    assert list(table["place"]) == ["Almaty", "no place", "Almaty"]
    assert list(table["precision"]) == ["not drawn", "not drawn", "town"]


def test_an_event_knows_whether_the_filters_let_it_pass(world):
    table = Table.of(world)
    row = world.iloc[0]
    other = next(code for code in world["event_type"].unique() if code != row["event_type"])
    assert Shown(world, table, Filters()).holds(row["event_id"])
    assert Shown(world, table, Filters(event_types=(row["event_type"],))).holds(row["event_id"])
    assert not Shown(world, table, Filters(event_types=(other,))).holds(row["event_id"])


def panel(hidden):
    """The panel with a card open that the filters leave out or not, and a mark clicked before."""
    from geo.app import side_panel
    from geo.app.data import make_dataset
    from geo.app.ledger import Ledger
    from geo.app.session import Session
    from geo.app.strings import Words
    from geo.filters import Filters
    from geo.settings import Settings
    from tests.made_world import made_events

    events = made_events(30)
    code = next(e.event_type for e in events if (e.event_type != events[0].event_type) == hidden)
    state = Session(corrections=Ledger(Settings()), filters=Filters(event_types=(code,)))
    state.select(events[0].id)
    state.at_mark = (events[0].id, "of an article that is gone")
    shown = make_dataset(events).shown(state.filters)
    side_panel.draw(state, make_dataset(events), shown, Words("en"), Settings())


@pytest.mark.parametrize("hidden", [False, True])
def test_a_card_says_that_the_filters_leave_its_event_out(hidden):
    page = AppTest.from_function(panel, kwargs={"hidden": hidden}, default_timeout=60).run()
    assert not page.exception
    told = [h.proto.body for h in page.get("html")]
    assert any("The filters leave this event out" in body for body in told) == hidden
    assert not any("The event of this link" in body for body in told)
    options = page.get("button_group")[0].options
    assert options[1] == f"List {int(not hidden)}", "as many as it lists"


def test_a_brush_is_read_in_any_direction():
    selection = {"selection": {"brush": {"start": [1_643_760_000_000, 1_643_673_600_000]}}}
    assert histogram.days_of(selection) == (date(2022, 2, 1), date(2022, 2, 2))
    assert histogram.days_of({"selection": {"brush": {}}}) is None


def test_loosening_says_what_each_filter_holds_back(world):
    filters = Filters(text="zzz", event_types=("PROTEST",))
    ways = dict(empty.loosened(world, filters))
    assert ways == {"text": int((world["event_type"] == "PROTEST").sum())}


def test_the_table_tells_unknown_from_nothing(world):
    rows = world.iloc[newest_rows(world, 500)]
    table = table_of(rows, Words("en"))
    assert list(table["date"])[:1] == [world["event_date"].max().date()]
    unplaced = rows["latitude"].isna().to_numpy()
    assert set(table["place"][unplaced]) == {"no place"}
    assert set(table["killed"]) == {"", "24–99"}


def test_the_table_says_both_ends_of_the_days_an_event_may_have_happened_on():
    span = EventDate(date(2022, 1, 4), date(2022, 1, 10), "publication")
    frame = events_to_gdf([make_event(), make_event(id="u", event_date=span)])
    table = table_of(frame, Words("en"))
    assert list(table["date"]) == [date(2022, 1, 5), date(2022, 1, 4)]
    assert list(table["until"]) == ["", "10\u00a0Jan\u00a02022"], "empty, for it is no date unknown"


def test_the_matrix_counts_each_pair_by_hand(world):
    found = matrix_of(world)
    pair = max(found.counts, key=found.counts.get)
    by_hand = ((world["actor1"] == pair[0]) & (world["actor2"] == pair[1])).sum()
    assert found.counts[pair] == by_hand == found.peak
    assert sum(found.types[pair].values()) == by_hand


def test_deaths_leave_the_unknown_out(world):
    _, table = deaths_over_time(world)
    dated = world[world["event_date"].notna()]
    assert table["low"].sum() == dated["fatalities_low"].sum()
    assert table["high"].sum() == dated["fatalities_high"].sum()
    events = by_place(counted(world, "iso3", "events"), world, "country", Words())
    assert events[0]["n"] == world["country"].value_counts().max()
    assert events[0]["name"] == world["country"].value_counts().idxmax()
    deaths = counted(world, "iso3", "deaths")
    assert sum(deaths.values()) == world["fatalities_low"][world["country"].notna()].sum()


def test_types_over_time_count_every_dated_event_once(world):
    unit, rows = types_over_time(world, Words("en"))
    assert unit in {"day", "week", "month"}
    assert sum(r["n"] for r in rows) == int(world["event_date"].notna().sum())


def test_the_measured_figures_are_the_chapters_of_the_document_with_the_coder_first():
    told = chapters((Path(__file__).parents[2] / "docs" / "quality.md").read_text(encoding="utf-8"))
    assert told[0][0] == "Event coder"
    assert {"Geoparser", "Event coder"} <= {title for title, _ in told}
    assert all(text for _, text in told)


def test_the_queue_puts_doubt_about_deaths_first(world):
    ranked = Queue(world)
    assert len(ranked) == len(world)
    by_id = {row.event_id: row for row in world.itertuples()}
    assert [(i, doubts(by_id[i])) for i, _ in ranked] == list(ranked)
    assert {i for i, _ in ranked} == set(by_id)
    first = world.set_index("event_id").loc[ranked[0][0]]
    last = world.set_index("event_id").loc[ranked[-1][0]]
    assert first["confidence"] < last["confidence"]


def test_a_box_across_the_date_line_stays_one_box():
    assert box_of(170.0, -10.0, 190.0, 10.0) == (170.0, -10.0, -170.0, 10.0)
    assert box_of(-400.0, -99.0, 400.0, 99.0) == (-180.0, -90.0, 180.0, 90.0)


def test_looking_at_one_place_twice_moves_the_map_twice():
    state = Session()
    look_at(state, (76.5, 42.9, 77.3, 43.6))
    first = state.map_start
    look_at(state, (76.5, 42.9, 77.3, 43.6))
    assert first != state.map_start
    assert state.map_start[1] == 8


def test_both_languages_say_everything():
    from geo.app import telling

    english, russian = catalogue("en"), catalogue("ru")
    for section, entries in english.items():
        assert set(entries) == set(russian[section]), section
        for name, text in entries.items():
            if isinstance(text, str):
                blanks = {p.split("}")[0] for p in text.split("{")[1:]}
                other = {p.split("}")[0] for p in russian[section][name].split("{")[1:]}
                assert blanks == other, f"{section}.{name}"
    for code, kind in telling.ontology().types.items():
        assert code in russian["type"]
        for mode in kind.modes:
            assert mode in russian["mode"], f"{code}/{mode}"
    assert set(LANGUAGES) == {"en", "ru"}


@pytest.mark.parametrize(
    ("number", "form"),
    [(1, "one"), (2, "few"), (5, "many"), (11, "many"), (21, "one"), (22, "few"), (112, "many"), (0, "many")],
)  # fmt: skip
def test_russian_plurals(number, form):
    assert plural_form("ru", number) == form


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("confidence", 0.0),
        ("fatalities_low", 30),
        ("event_type", "ASSAULT"),
        ("geo_score", 0.1),
        ("pin_score", 0.2),
    ],
)
def test_more_doubt_or_more_weight_brings_an_event_forward(world, column, value):
    sure = world[
        (world["geo_score"] >= 0.8) & world["fatalities_low"].isna()
        & (world["event_type"] != "ASSAULT") & (world["confidence"] < 1)
    ]  # fmt: skip
    plain = sure.iloc[[0, 0]].assign(event_id=["as it is", "changed"])
    plain[column] = [plain[column].iloc[0], value]
    assert [i for i, _ in Queue(plain)] == ["changed", "as it is"]


def test_a_text_that_tells_of_nothing_leads_back_to_the_samples():
    def page():
        import streamlit as st

        from geo.app import empty
        from geo.app.session import Session
        from geo.app.strings import Words
        from geo.frame import events_to_gdf

        state = st.session_state.setdefault("state", Session())
        if "begun" not in st.session_state:
            st.session_state["begun"] = True
            state.own, state.with_samples = {"a": ()}, False
        empty.draw(state, events_to_gdf([]), Words("en"))

    shown = AppTest.from_function(page).run()
    assert not shown.exception
    [back] = shown.button
    assert "samples" in back.label
    back.click().run()
    assert shown.session_state["state"].with_samples
    assert not shown.button
