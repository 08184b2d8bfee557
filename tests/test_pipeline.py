"""From one sentence to who did what to whom, where: the whole path, on sentences of our own."""

from __future__ import annotations

import gc
from datetime import date

import pytest

from geo.articles import article_from_text
from geo.pipeline import Pipeline

PIPELINE = Pipeline()
CASES = [
    ("Police arrested about 300 protesters in Almaty on Wednesday.",
     "COERCE", "Police", "about 300 protesters", "Almaty"),
    ("The army arrested more than 300 protesters in Almaty.",
     "COERCE", "army", "more than 300 protesters", "Almaty"),
    ("Five soldiers were killed by gunmen near Gao on Tuesday.",
     "ASSAULT", "gunmen", "Five soldiers", "Gao"),
    ("Russian forces shelled Kharkiv overnight, killing at least 12 civilians, the governor said.",
     "ASSAULT", "Russian forces", "at least 12 civilians", "Kharkiv"),
    ("Thousands of teachers went on strike in Lagos on Monday over unpaid wages.",
     "PROTEST", "Thousands of teachers", None, "Lagos"),
    ("The United States imposed sanctions on two Russian banks on Friday.",
     "SANCTION", "United States", "two Russian banks", None),
    ("Up to 40 people were killed when Saudi-led aircraft bombed a market in Saada.",
     "ASSAULT", None, "Up to 40 people", "Saada"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "event_type", "actor", "recipient", "place"), CASES)
def test_who_did_what_to_whom_where(text, event_type, actor, recipient, place):
    event = PIPELINE.code(article_from_text(text, published=date(2022, 1, 6)))[0]
    assert event.event_type == event_type
    assert actor is None or actor in [a.name for a in event.actors]
    assert recipient is None or recipient in [r.name for r in event.recipients]
    assert (event.place.name if event.place else None) == place
    for who in (*event.actors, *event.recipients):
        assert text[who.start : who.end] == who.text


@pytest.mark.parametrize(
    "text",
    [
        "France coach fired after defeat in Lyon.",
        "Shares in Tokyo exploded on Monday.",
        "Protesters may march through Nairobi next week.",
        "Will the army attack Goma?",
    ],
)
def test_what_did_not_happen_is_no_pin(text):
    events = PIPELINE.code(article_from_text(text, published=date(2022, 1, 6)))
    assert not [e for e in events if e.place and not e.gate and e.event_type != "THREATEN"]


def test_the_same_text_gives_the_same_events():
    article = article_from_text(CASES[0][0], published=date(2022, 1, 6))
    assert PIPELINE.code(article) == Pipeline().code(article)


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_the_tables_leaves_the_garbage_collector_as_it_was(collecting):
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        Pipeline().open()
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()


def test_an_article_without_an_act_asks_for_no_place():
    pipeline = Pipeline()
    article = article_from_text("The garden is green.\n\nIn Lagos the rain was warm on Monday.")
    assert pipeline.code(article) == ()
    assert "gazetteer" not in vars(pipeline)  # what is cached there has been opened
    assert [t.text for t in pipeline.geoparse(article)] == ["Lagos"]
