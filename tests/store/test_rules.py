"""What a person says a name means everywhere holds for articles saved later, until it is undone."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace

import pytest

from geo.articles import article_from_text
from geo.cli import main
from geo.errors import StoreError
from geo.pipeline import pipeline
from geo.settings import Settings
from geo.store import Store
from geo.store.corrections import By, correct, correct_all, undo
from geo.store.maintenance import check, export
from geo.store.rules import rules
from tests.builders import ALMATY, KAZAKHSTAN, make_article, make_event

ME = By(who="ana", why="the paper means the country")


def saved(store, *events):
    run = store.begin_run(Settings())
    for event in events:
        store.save(event.article, [event], run_id=run)


def moved(event, place=KAZAKHSTAN):
    toponym = replace(event.toponym, place=place, score=None, reason="chosen by hand")
    return {event.id: {"toponym": toponym, "geo_reason": "chosen by hand", "pin_doubt": ""}}


def told_elsewhere(number):
    text = f"Police arrested about 300 protesters in Almaty on Wednesday. It rained {number} mm."
    return make_event(make_article(text))


def test_articles_saved_later_follow_the_rule_and_one_undo_takes_all_back(store):
    first, later, shouted = make_event(), told_elsewhere(40), told_elsewhere(50)
    shouted = replace(shouted, toponym=replace(shouted.toponym, text="ALMATY"))
    other = replace(told_elsewhere(60), toponym=None, geo_reason="no place is named")
    saved(store, first)
    batch = correct_all(store, moved(first), ME, everywhere="Almaty")
    saved(store, later, shouted, other)

    assert store.event(first.id).place == KAZAKHSTAN
    for one in (later, shouted):
        found = store.event(one.id)
        assert found.place == KAZAKHSTAN
        assert found.toponym.candidates == one.toponym.candidates, "the machine's stay"
        assert "Kazakhstan by a person's rule: the paper means" in found.geo_reason
        (entry,) = (c for c in store.journal(one.id) if c.op == "correct")
        assert (entry.batch, entry.who) == (batch, "ana"), "the correction is its source"
    assert store.event(other.id).place is None
    assert check(store)["integrity"] == "ok"

    back = undo(store, batch, ME)
    assert rules(store) == ()
    assert [store.event(e.id) for e in (first, later, shouted)] == [first, later, shouted]
    third = told_elsewhere(70)
    saved(store, third)
    assert store.event(third.id) == third, "a rule taken back binds nobody"
    undo(store, back, ME)
    assert {store.event(e.id).place for e in (first, later, shouted)} == {KAZAKHSTAN}
    assert [rule.name for rule in rules(store)] == ["almaty"]


def test_a_rule_survives_recoding_and_yields_to_a_persons_word_on_one_event(store):
    first, later, special = make_event(), told_elsewhere(40), told_elsewhere(50)
    saved(store, first, special)
    correct(store, special.id, "toponym", replace(special.toponym, place=ALMATY), ME)
    batch = correct_all(store, moved(first), ME, everywhere="Almaty")
    saved(store, later, special)
    assert store.event(special.id).place == ALMATY
    saved(store, replace(later, confidence=0.11), replace(first, confidence=0.12))
    assert store.event(later.id).place == KAZAKHSTAN
    assert store.event(later.id).confidence == 0.11
    undo(store, batch, ME)
    assert store.event(later.id) == replace(later, confidence=0.11), "newly coded, uncorrected"
    assert store.event(special.id).place == ALMATY


def test_the_last_word_on_a_name_counts_and_no_place_is_a_word_too(store):
    first, second, third = make_event(), told_elsewhere(40), told_elsewhere(50)
    saved(store, first)
    correct_all(store, moved(first), ME, everywhere="Almaty")
    nowhere = {first.id: {"toponym": None, "geo_reason": "no such place"}}
    last = correct_all(store, nowhere, ME, everywhere="Almaty")
    saved(store, second)
    assert store.event(second.id).place is None
    undo(store, last, ME)
    saved(store, third)
    assert store.event(third.id).place == KAZAKHSTAN, "the rule before it is in force again"


def test_only_the_doubt_which_place_is_meant_is_taken_away(store):
    first = make_event()
    saved(store, first)
    correct_all(store, moved(first), ME, everywhere="Almaty")
    unsure = replace(told_elsewhere(40), pin_doubt="which place of that name is too unsure")
    habit = replace(told_elsewhere(50), pin_doubt="told as a habit")
    saved(store, unsure, habit)
    assert store.event(unsure.id).pin_doubt == ""
    assert store.event(habit.id).pin_doubt == "told as a habit"


def test_a_later_word_on_one_of_the_events_keeps_the_rule_from_being_undone(store):
    first, later = make_event(), told_elsewhere(40)
    saved(store, first)
    batch = correct_all(store, moved(first), ME, everywhere="Almaty")
    saved(store, later)
    correct(store, later.id, "event_type", "ASSAULT", ME)
    with pytest.raises(StoreError, match="later change"):
        undo(store, batch, ME)
    assert store.event(first.id).place == KAZAKHSTAN


def test_the_pipeline_and_the_command_line_follow_it(tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    coder = pipeline(Settings(parser="fast"))
    first = article_from_text("Police arrested 40 protesters in Almaty on Wednesday.")
    with closing(Store.open(url)) as store:
        run = store.begin_run(coder.settings)
        store.save(first, coder.code(first), run_id=run)
        event = next(e for e in store.events() if e.toponym)
        batch = correct_all(store, moved(event), ME, everywhere=event.toponym.text)
        second = article_from_text("Soldiers shot dead three students in Almaty on Friday.")
        store.save(second, coder.code(second), run_id=run)
        assert {e.place.id for e in store.events() if e.toponym} == {KAZAKHSTAN.id}
        told = [json.loads(line) for line in export(store)]
    assert [one["name"] for one in told if one["kind"] == "rule"] == ["almaty"]

    assert main(["store", "--store", url, "recode", "--fast"]) == 0
    assert main(["store", "--store", url, "rules"]) == 0
    assert "almaty\tKazakhstan\tana" in capsys.readouterr().out
    with closing(Store.open(url)) as store:
        assert {e.place.id for e in store.events() if e.toponym} == {KAZAKHSTAN.id}
    assert main(["store", "--store", url, "undo", batch]) == 0
    capsys.readouterr()
    assert main(["store", "--store", url, "rules"]) == 0
    assert capsys.readouterr().out == ""
    with closing(Store.open(url)) as store:
        assert KAZAKHSTAN.id not in {e.place.id for e in store.events() if e.toponym}
