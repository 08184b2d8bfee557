"""Filters: what they keep, what they count, and that an address brings them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Filters, events_to_gdf, filter_events
from geo.errors import FilterError
from geo.filters import FACETS, Sieve, facet_counts, filter_mask
from geo.frame import frame_from_rows
from geo.model import PRECISIONS, QUAD_CLASS, Actor, EventDate
from tests.builders import KAZAKHSTAN, make_event

ARMY = Actor("soldiers", 0, 1, "Army", "KAZ", ("MIL",))
ARREST = make_event()
BATTLE = make_event(
    id="b", event_type="ASSAULT", modes=("firearms",), actors=(ARMY,), recipients=(), confidence=0.3,
    event_date=EventDate(date(2022, 1, 1), date(2022, 1, 8), "stated"),
    toponym=replace(ARREST.toponym, place=KAZAKHSTAN),
)  # fmt: skip
RUMOUR = make_event(id="r", event_type="PROTEST", toponym=None, event_date=None, recipients=(ARMY,))
GDF = events_to_gdf([ARREST, BATTLE, RUMOUR])


def kept(**fields):
    return list(filter_events(GDF, Filters(**fields))["event_type"])


def test_no_filter_keeps_everything():
    assert filter_events(GDF, Filters()) is GDF


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event_types": ("ASSAULT", "PROTEST")}, ["ASSAULT", "PROTEST"]),
        ({"date_from": date(2022, 1, 6)}, ["ASSAULT"]),
        ({"date_to": date(2022, 1, 5)}, ["COERCE", "ASSAULT"]),
        ({"actors": ("Army",)}, ["ASSAULT", "PROTEST"]),
        ({"actors": ("Army",), "actor_role": "actor"}, ["ASSAULT"]),
        ({"actors": ("Army",), "actor_role": "recipient"}, ["PROTEST"]),
        ({"precisions": ("none",)}, ["PROTEST"]),
        ({"precisions": ("country", "city")}, ["COERCE", "ASSAULT"]),
        ({"min_confidence": 0.5}, ["COERCE", "PROTEST"]),
        ({"text": "ALMATY police"}, ["COERCE", "ASSAULT", "PROTEST"]),
        ({"text": "nowhere"}, []),
        ({"box": (70.0, 40.0, 80.0, 45.0)}, ["COERCE"]),
        ({"box": (60.0, -90.0, 50.0, 90.0)}, ["COERCE", "ASSAULT"]),
        ({"countries": ("KAZ",), "modes": ("arrest",)}, ["COERCE"]),
        ({"admin1": ("gn:1537162",)}, ["COERCE"]),
    ],
)
def test_each_filter_keeps_what_it_says(fields, expected):
    assert kept(**fields) == expected


@pytest.mark.parametrize("day", [4, 9, 10, 11])
def test_what_no_day_is_said_of_passes_by_its_day_of_publication(day):
    """Not by each of the days that publication permits, none of which is known."""
    span = EventDate(date(2022, 1, 4), date(2022, 1, 10), "publication")
    frame = events_to_gdf([make_event(event_date=span)])
    on = Filters(date_from=date(2022, 1, day), date_to=date(2022, 1, day))
    assert len(filter_events(frame, on)) == (day == 10)
    assert len(filter_events(frame, Filters(date_to=date(2022, 1, day)))) == (day >= 10)


def test_an_actor_name_is_matched_whole_not_as_a_part():
    assert kept(actors=("Arm",)) == []


def test_text_is_never_a_pattern():
    assert kept(text=".*") == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"date_from": date(2022, 2, 1), "date_to": date(2022, 1, 1)}, "swap"),
        ({"event_types": ("WAR",)}, "not a known event type"),
        ({"min_confidence": 3}, "0 to 1"),
        ({"box": (1.0, 50.0, 2.0, 40.0)}, "west,south,east,north"),
    ],
)
def test_impossible_filters_say_what_to_do(fields, says):
    with pytest.raises(FilterError, match=says):
        Filters(**fields)


@pytest.mark.parametrize("query", ["date_from=yesterday", "box=1,2", "min_confidence=high"])
def test_an_address_that_cannot_be_read_says_so(query):
    with pytest.raises(FilterError):
        Filters.from_query(query)


def test_foreign_names_in_an_address_are_ignored():
    assert Filters.from_query("?utm_source=x&event=abc") == Filters()


days = st.dates(date(1990, 1, 1), date(2030, 1, 1))
some = st.builds(
    Filters,
    date_from=st.none() | days.filter(lambda d: d.year < 2010),
    date_to=st.none() | days.filter(lambda d: d.year >= 2010),
    actors=st.lists(st.text(min_size=1), max_size=3, unique=True).map(tuple),
    event_types=st.lists(st.sampled_from(list(QUAD_CLASS)), max_size=3, unique=True).map(tuple),
    precisions=st.lists(st.sampled_from(PRECISIONS), max_size=3, unique=True).map(tuple),
    min_confidence=st.sampled_from([0.0, 0.25, 0.5, 0.9]),
    text=st.text(max_size=8).map(str.strip),
)


@given(some)
@settings(deadline=None)
def test_an_address_brings_the_same_filters_back(filters):
    assert Filters.from_query(filters.to_query()) == filters


@given(some, some)
@settings(deadline=None)  # a busy machine is no failure
def test_filters_commute_and_are_idempotent(one, two):
    both = filter_events(filter_events(GDF, one), two)
    assert list(both.index) == list(filter_events(filter_events(GDF, two), one).index)
    assert list(filter_events(both, one).index) == list(both.index)


@pytest.mark.parametrize("facet", FACETS)
def test_the_count_beside_an_option_is_what_choosing_it_shows(facet):
    field, _ = FACETS[facet]
    role = {"actor1": "actor", "actor2": "recipient"}.get(facet, "either")
    base = Filters(min_confidence=0.2, actor_role=role)
    for option, count in facet_counts(GDF, base, facet).items():
        chosen = replace(base, **{field: (option,)})
        assert len(filter_events(GDF, chosen)) == count


@given(some, st.sampled_from([0.0, 0.5, 1.0]), st.none() | days)
@settings(deadline=None, max_examples=40)
def test_the_count_of_a_date_a_confidence_or_a_role_is_what_choosing_it_shows(filters, least, day):
    sieve = Sieve(GDF, filters)
    sure = replace(filters, min_confidence=least)
    assert sieve.count_if("min_confidence", min_confidence=least) == len(filter_events(GDF, sure))
    since = replace(filters, date_from=day, date_to=None)
    assert sieve.count_if("date", date_from=day, date_to=None) == len(filter_events(GDF, since))
    army = replace(filters, actors=("Army",))
    for role, count in Sieve(GDF, army).roles().items():
        assert count == len(filter_events(GDF, replace(army, actor_role=role)))


def test_without_a_chosen_actor_a_role_counts_the_events_that_name_anybody_in_it():
    assert Sieve(GDF, Filters()).roles() == {
        "either": GDF[["actor1", "actor2"]].notna().any(axis=1).sum(),
        "actor": GDF["actor1"].notna().sum(),
        "recipient": GDF["actor2"].notna().sum(),
    }


def test_counts_are_taken_under_the_other_filters_only():
    filters = Filters(event_types=("COERCE",), countries=("KAZ",))
    assert facet_counts(GDF, filters, "event_type") == {"ASSAULT": 1, "COERCE": 1}


#: Cells that are hard to count or to fold: several values, nothing, letters of many kinds.
cells = st.none() | st.sampled_from(
    [
        "Army",
        "Police",
        "Army; Police",
        "Police; Army",
        "Straße",
        "\u212aing",
        "ARMY",
        "ﬁre",
        "İzmir",
    ]
)
rows = st.lists(
    st.fixed_dictionaries({"actor1": cells, "actor2": cells, "evidence": cells, "sources": cells}),
    max_size=8,
)


@given(rows, st.sampled_from(["actor", "actor1", "actor2", "source"]))
@settings(deadline=None, max_examples=60)
def test_counts_are_those_of_looking_at_every_row(rows, facet):
    _, columns = FACETS[facet]
    expected: dict[str, int] = {}
    for row in rows:
        for name in {n for c in columns if row[c] for n in row[c].split("; ")}:
            expected[name] = expected.get(name, 0) + 1
    assert Sieve(frame_from_rows(rows), Filters()).counts(facet) == expected


@given(rows, st.sampled_from(["army", "STRASSE", "king", "fire police", "i\u0307z", "\u212a", " "]))
@settings(deadline=None, max_examples=60)
def test_words_are_found_whatever_their_case_in_any_alphabet(rows, text):
    held = [
        " | ".join(row[c] for c in ("actor1", "actor2", "evidence") if row[c]).casefold()
        for row in rows
    ]
    expected = [all(word in one for word in text.casefold().split()) for one in held]
    mask = filter_mask(frame_from_rows(rows), Filters(text=text))
    assert mask.tolist() == expected
