"""Corrections of a session and of a shared store; samples coded once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.app import correct, place_form, same_form
from geo.app.adding import Adding, Source
from geo.app.data import combine, make_dataset, read_records, sample_events, write_records
from geo.app.inputs import About, pasted
from geo.app.ledger import Ledger
from geo.app.page import dataset_of
from geo.app.review import entry
from geo.app.session import Session
from geo.app.strings import Words
from geo.articles import article_from_text, samples
from geo.errors import ArticleError
from geo.model import EventDate
from geo.pipeline import Pipeline
from geo.settings import Settings
from tests.made_world import PLACES, made_events

WORDS = Words("en")


@pytest.fixture
def world():
    return made_events(12)


@pytest.fixture
def ledger():
    return Ledger(Settings())


def test_nothing_is_opened_before_the_first_correction(ledger, world):
    assert ledger.version == 0
    assert ledger.apply(world) == tuple(world)
    assert ledger.undoable() is None


def test_a_correction_is_applied_undone_and_done_again(ledger, world):
    event = world[0]
    ledger.correct(world, {event.id: {"review_status": "accepted"}}, "read it")
    assert by_id(ledger, world)[event.id].review_status == "accepted"
    assert [e.id for e in ledger.apply(world)] == [e.id for e in world]
    ledger.take_back(ledger.undoable())
    assert by_id(ledger, world)[event.id] == event
    ledger.take_back(ledger.redoable())
    assert by_id(ledger, world)[event.id].review_status == "accepted"
    when, who, field, before, after, why = entry(ledger.changes()[0], WORDS)
    was = WORDS.label("status", event.review_status)
    assert (field, before, after, why) == ("review", was, "accepted", "read it")
    assert who
    assert when.startswith("2")


def test_a_place_chosen_by_hand_keeps_the_machines_candidates(ledger, world):
    event = next(e for e in world if e.place and e.place.name != "Paris")
    paris = next(p for p in PLACES if p and p.name == "Paris")
    ledger.correct(world, {event.id: {"toponym": place_form.with_place(event, paris)}}, "")
    changed = by_id(ledger, world)[event.id]
    assert changed.place == paris
    assert changed.toponym.candidates == event.toponym.candidates
    assert changed.article.text[changed.toponym.start : changed.toponym.end] == changed.toponym.text


def test_two_sessions_do_not_see_each_other(world):
    one, other = Ledger(Settings()), Ledger(Settings())
    one.correct(world, {world[0].id: {"review_status": "rejected"}}, "")
    assert other.apply(world) == tuple(world)
    other.correct(world, {world[1].id: {"review_status": "accepted"}}, "")
    assert by_id(other, world)[world[0].id] == world[0]


def test_a_shared_store_keeps_articles_and_corrections(tmp_path, world):
    settings = Settings(store_url=f"sqlite:///{tmp_path / 'events.db'}")
    first = Ledger(settings)
    mine = [e for e in world if e.article.id == world[0].article.id]
    first.add(world[0].article, mine)
    first.correct(mine, {mine[0].id: {"review_status": "accepted"}}, "")
    second = Ledger(settings)
    stored = {e.id: e for e in second.stored()}
    assert set(stored) == {e.id for e in mine}
    assert stored[mine[0].id].review_status == "accepted"


def test_merged_events_become_one(ledger, world):
    ledger.merge(world, world[0].id, world[1].id, "the same march")
    events = by_id(ledger, world)
    assert world[1].id not in events
    assert world[1].evidence in events[world[0].id].more_evidence


def test_a_name_everywhere_means_every_event_of_that_name(world):
    dataset = make_dataset(world)
    event = next(e for e in world if e.toponym)
    everywhere = place_form.in_scope(dataset, event, "all")
    assert {e.toponym.text for e in everywhere} == {event.toponym.text}
    here = place_form.in_scope(dataset, event, "article")
    assert {e.article.id for e in here} == {event.article.id}
    assert place_form.in_scope(dataset, event, "event") == [event]


def test_people_named_by_hand_keep_what_was_known_of_them(world):
    event = world[0]
    known = event.actors[0]
    told = correct.named(event.actors, f"{known.name}\n\n  miners of the north \n", event)
    assert told[0] is known
    assert told[1].name == "miners of the north"
    assert event.article.text[told[1].start : told[1].end] == told[1].text == ""


def test_a_number_with_neither_end_is_no_number(world):
    assert correct.with_number(world[0], "injured", None, None) == world[0].quantities
    added = correct.with_number(world[0], "injured", 3, None)[-1]
    assert (added.low, added.high) == (3, None)


def test_records_lose_nothing(world):
    assert read_records(write_records(world)) == tuple(world)


def test_the_version_of_a_dataset_follows_what_it_says(world):
    one = make_dataset(world)
    day = EventDate(world[0].article.published, world[0].article.published, "stated")
    other = make_dataset([replace(world[0], event_date=day), *world[1:]])
    assert one.version == make_dataset(world).version != other.version
    assert combine(world, ()) == tuple(world)


class _Pipeline:
    """Codes nothing, and counts how often it is asked."""

    def __init__(self, events):
        self.settings, self.events, self.asked = Settings(), tuple(events), 0

    def code_many(self, _articles):
        self.asked += 1
        return self.events


def test_the_samples_are_coded_once_for_a_version(tmp_path, monkeypatch, world):
    monkeypatch.setattr("geo.app.data._cache_folder", lambda: tmp_path)
    one = _Pipeline(world)
    assert sample_events(one) == tuple(world)
    assert sample_events(one) == tuple(world)
    assert one.asked == 1
    next(tmp_path.glob("*.jsonl")).write_text("damaged", encoding="utf-8")
    assert sample_events(one) == tuple(world)
    assert one.asked == 2


def session(settings=None):
    return Session(corrections=Ledger(settings or Settings()))


def test_one_bad_source_costs_only_itself(world):
    state = session()

    def fails(_on_skip):
        msg = "broken.pdf is damaged"
        raise ArticleError(msg)

    def reads(_on_skip):
        yield world[0].article

    adding = Adding(state, lambda _: (world[0],), WORDS)
    adding.sources += [Source("broken.pdf", fails), Source("good", reads), Source("again", reads)]
    adding.work(60)
    said = state.report
    assert [o.events for o in said] == [None, 1, None]
    assert "broken.pdf is damaged" in said[0].text
    assert said[2].text == WORDS("add.duplicate")
    assert state.own == {world[0].article.id: (world[0],)}


def test_what_was_open_and_listed_is_not_what_was_added(world):
    old, new = world[0], next(e for e in world if e.article.id != world[0].article.id)
    state = session()
    state.own = {old.article.id: (old,)}
    state.select(old.id)
    state.at_mark = (old.id,)
    adding = Adding(state, lambda _: (new,), WORDS)
    adding.sources.append(Source("x", lambda _: iter([new.article])))
    adding.work(60)
    assert (state.selected, state.at_mark) == (None, ())


def test_only_what_a_link_asks_for_is_missed(world):
    state = session()
    state.dataset, state.with_samples = make_dataset(()), False
    state.own = {world[0].article.id: (world[0],)}
    state.select("gone with its article")
    assert world[0].id in dataset_of(state, Settings(), WORDS).events
    assert state.selected is None
    state.select(world[0].id)
    state.own[world[-1].article.id] = (world[-1],)
    assert len(dataset_of(state, Settings(), WORDS).events) == 2
    assert state.selected == world[0].id, "what is still there stays open"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_near_copies_are_kept_and_said(language):
    words, state = Words(language), session()
    first = samples()[0]
    lines = first.text.split("\n\n")
    papers = [first] + [
        replace(first, id=f"{n}", title=None, text="\n\n".join([f"Told by desk {n}", *lines[1:-1]]))
        for n in range(10)
    ]
    adding = Adding(state, lambda _: (), words)
    adding.sources.append(Source("x", lambda _: iter(papers)))
    adding.work(60)
    said = state.report
    told = {"en": "nearly the same text as “", "ru": "почти тот же текст, что и «"}[language]
    named = [told + first.title[:40] in outcome.text for outcome in said]
    assert named == [False] + [True] * 10
    assert all(f"({first.source})" in outcome.text for outcome in said[1:])
    assert len(state.own) == 11


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_article_in_another_language_is_said_to_be_not_coded_and_in_which(language):
    words, state, coder = Words(language), session(), Pipeline()
    texts = {
        "Отчёт <b>о протесте</b>": "Полиция задержала в Алматы сорок участников протеста.",
        "Recipe": "The recipe calls for two eggs and a cup of sugar.",
        "Arrests": "Gunmen killed three farmers in Jos, Nigeria on Tuesday.",
    }
    read = [article_from_text(text, title=title) for title, text in texts.items()]
    adding = Adding(state, coder.code, words, why_not=coder.why_not)
    adding.sources.append(Source("x", lambda _: iter(read)))
    adding.work(60)
    russian, recipe, killing = state.report
    assert {"en": "is in Russian", "ru": "русский"}[language] in russian.text
    assert russian.uncoded
    assert russian.events == 0
    assert recipe.text == words("add.found_none")
    assert killing.events
    assert not killing.uncoded


def test_stopping_keeps_what_is_done_and_names_what_is_not(world):
    state = session()
    articles = list({e.article.id: e.article for e in world}.values())[:4]
    sources = [
        Source("one.txt", lambda _: iter(articles[:1])),
        Source("many.zip", lambda _: iter(articles[1:])),
        Source("last.txt", lambda _: iter(articles[:1])),
    ]
    adding = Adding(state, lambda a: tuple(e for e in world if e.article.id == a.id), WORDS)
    adding.sources += sources
    adding.work(0)
    assert adding.done == 1, "a source is over with its last article"
    adding.work(0)
    adding.stop()
    assert not adding.waits
    assert list(state.own) == [a.id for a in articles[:2]]
    left = [(o.name, o.text) for o in state.report if o.stopped]
    from_here = WORDS("add.stopped_within", name=articles[2].title or articles[2].text[:80])
    assert left == [("many.zip", from_here), ("last.txt", WORDS("add.stopped"))]


def test_pasted_html_is_read_as_html_and_text_as_text():
    page = (
        "<html><body><h1>March</h1><p>Police arrested nine people in Oslo. " + "They marched. " * 30
    )
    article = next(pasted(page + "</p></body></html>", About(), lambda _: None))
    assert "<p>" not in article.text
    text = next(pasted("5 < 6 and {{7*7}}\nPolice arrested nine.", About(), lambda _: None))
    assert "5 < 6 and {{7*7}}" in text.text


def by_id(ledger, events):
    return {e.id: e for e in ledger.apply(events)}


def test_only_events_that_may_be_the_same_are_offered_as_one(world):
    event = next(e for e in world if e.event_date)
    for other in same_form.alike(make_dataset(world), event):
        assert other.event_type == event.event_type
        assert other.id != event.id


@pytest.mark.parametrize("shared", [False, True])
def test_what_a_name_means_everywhere_holds_for_articles_added_later(tmp_path, shared):
    world = made_events(60)
    settings = Settings(store_url=f"sqlite:///{tmp_path / 'e.db'}" if shared else None)
    ledger = Ledger(settings)
    event = next(e for e in world if e.toponym and e.place)
    place = next(p for p in PLACES if p.id != event.place.id)
    same = [e for e in world if e.toponym and e.toponym.text == event.toponym.text]
    first = same[0]
    later = next(e for e in same if e.article.id != first.article.id)
    changes = {first.id: {"toponym": place_form.with_place(first, place)}}
    ledger.correct([first], changes, "", everywhere=first.toponym.text)
    state = Session(corrections=ledger)
    adding = Adding(state, lambda _: (later,), WORDS)
    adding.sources.append(Source("x", lambda _: iter([later.article])))
    adding.work(60)
    (found,) = (e for e in ledger.apply([first, later]) if e.id == later.id)
    assert found.place == place
    assert "by a person's rule" in found.geo_reason
    assert "rules" in ledger.as_json()
    ledger.take_back(ledger.undoable())
    (found,) = (e for e in ledger.apply([first, later]) if e.id == later.id)
    assert found.place == later.place
