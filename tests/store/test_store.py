"""The store: nothing lost, corrections survive, every change can be taken back."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from geo.errors import StoreError
from geo.model import Evidence
from geo.settings import Settings
from geo.store.corrections import (
    By,
    absorbed,
    correct,
    correct_all,
    merge,
    redoable,
    revision,
    split,
    split_off,
    undo,
    undoable,
)
from geo.store.maintenance import changes_of
from tests.builders import KAZAKHSTAN, TEXT, make_article, make_event

ME = By(who="ana", why="read the article")
OTHER = "Police arrested protesters in Almaty on Wednesday, about 300 of them."


def saved(store, *events):
    run = store.begin_run(Settings())
    for event in events:
        store.save(event.article, [event], run_id=run)
    return run


def test_what_is_saved_comes_back_whole(store):
    event = make_event()
    saved(store, event)
    assert store.events() == (event,)
    assert store.articles() == (event.article,)


def test_saving_again_changes_nothing(store):
    event = make_event()
    run = saved(store, event)
    report = store.save(event.article, [event], run_id=run)
    assert report.unchanged == (event.id,)
    assert store.events() == (event,)


def test_a_correction_survives_recoding_and_keeps_the_machine_value(store):
    event = make_event()
    run = saved(store, event)
    right = replace(event.toponym, place=KAZAKHSTAN)
    correct(store, event.id, "toponym", right, ME)
    better = replace(event, confidence=0.9)
    report = store.save(event.article, [better], run_id=run)
    assert report.changed == (event.id,)
    (now,) = store.events()
    assert now.place == KAZAKHSTAN
    assert now.confidence == 0.9
    assert now.review_status == "corrected"
    machine = next(c for c in store.journal(event.id) if c.op == "correct").before["machine"]
    assert machine["toponym"]["place"]["name"] == "Almaty"


def test_an_event_no_longer_coded_is_gone_unless_a_person_touched_it(store):
    event = make_event()
    run = saved(store, event)
    assert store.save(event.article, [], run_id=run).gone == (event.id,)
    assert store.events() == ()
    assert store.save(event.article, [event], run_id=run).changed == (event.id,)
    correct(store, event.id, "review_status", "accepted", ME)
    assert store.save(event.article, [], run_id=run).gone == ()
    assert len(store.events()) == 1


def test_undo_and_redo_walk_back_and_forth(store):
    event = make_event()
    saved(store, event)
    correct(store, event.id, "event_type", "ASSAULT", ME)
    second = correct(store, event.id, "event_type", "PROTEST", ME)
    assert undoable(store, "ana") == second
    undo(store, second, ME)
    assert store.event(event.id).event_type == "ASSAULT"
    again = redoable(store, "ana")
    undo(store, again, ME)
    assert store.event(event.id).event_type == "PROTEST"
    assert undoable(store, "ana") == second
    assert redoable(store, "ana") is None or store.event(event.id).event_type == "PROTEST"
    assert undoable(store, "ben") is None


def test_undo_of_an_older_change_is_refused_while_a_later_one_stands_on_it(store):
    event = make_event()
    saved(store, event)
    first = correct(store, event.id, "event_type", "ASSAULT", ME)
    correct(store, event.id, "event_type", "PROTEST", ME)
    with pytest.raises(StoreError, match="later change"):
        undo(store, first, ME)
    assert store.event(event.id).event_type == "PROTEST"


def test_merge_keeps_the_evidence_and_split_gives_it_back(store):
    one = make_event()
    article = make_article("Police arrested protesters in Almaty on Wednesday, about 300 of them.")
    other = make_event(article)
    saved(store, one, other)
    merge(store, one.id, other.id, by=ME)
    (kept,) = store.events()
    assert kept.n_sources == 2
    assert isinstance(kept.more_evidence[0], Evidence)
    split(store, other.id, ME)
    assert {e.id: e.n_sources for e in store.events()} == {one.id: 1, other.id: 1}


def test_what_is_corrected_as_one_step_is_undone_as_one(store):
    one, other = make_event(), make_event(make_article(OTHER))
    saved(store, one, other)
    place = {"toponym": None, "geo_reason": "no place is known"}
    batch = correct_all(store, {one.id: place, other.id: place}, ME)
    assert {e.place for e in store.events()} == {None}
    assert {e.review_status for e in store.events()} == {"corrected"}
    undo(store, batch, ME)
    assert set(store.events()) == {one, other}
    with pytest.raises(StoreError, match="no event"):
        correct_all(store, {one.id: place, "unknown": place}, ME)
    assert set(store.events()) == {one, other}, "all of it happens or none"


def test_what_the_machine_merged_is_taken_apart_and_stays_so(store):
    telling = make_event(make_article(OTHER))
    host = replace(make_event(), more_evidence=(telling.evidence,))
    run = saved(store, host)
    batch = split_off(store, host.id, telling, ME)
    assert {e.id: e.n_sources for e in store.events()} == {host.id: 1, telling.id: 1}
    with pytest.raises(StoreError, match="not merged"):
        split_off(store, host.id, telling, ME)
    store.save(telling.article, [], run_id=run)  # coded again, and merged again by the machine
    assert telling.id in {e.id for e in store.events()}
    assert undoable(store, "ana") == batch
    undo(store, batch, ME)
    assert store.events() == (host,)
    undo(store, redoable(store, "ana"), ME)
    assert {e.id for e in store.events()} == {host.id, telling.id}


def test_what_a_person_merged_can_be_listed(store):
    one, other = make_event(), make_event(make_article(OTHER))
    saved(store, one, other)
    assert absorbed(store, one.id) == ()
    merge(store, one.id, other.id, by=ME)
    assert [e.id for e in absorbed(store, one.id)] == [other.id]


def test_a_stale_correction_is_refused(store):
    event = make_event()
    saved(store, event)
    seen = revision(store, event.id)
    correct(store, event.id, "event_type", "ASSAULT", ME, rev=seen)
    with pytest.raises(StoreError, match="meanwhile"):
        correct(store, event.id, "event_type", "PROTEST", By(who="ben"), rev=seen)


@pytest.mark.parametrize("field", ["id", "machine", "article", "nonsense"])
def test_what_cannot_be_corrected_is_named(store, field):
    event = make_event()
    saved(store, event)
    with pytest.raises(StoreError, match="cannot be corrected"):
        correct(store, event.id, field, "x", ME)


def test_writers_side_by_side_lose_nothing(store):
    run = store.begin_run(Settings())
    texts = [f"Police arrested about 300 protesters in Almaty on Wednesday. {n}" for n in range(20)]
    errors = []

    def write(part):
        try:
            for text in part:
                event = make_event(make_article(text))
                store.save(event.article, [event], run_id=run)
        except Exception as error:  # noqa: BLE001 (shown by the assertion below)
            errors.append(error)

    threads = [threading.Thread(target=write, args=(texts[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(store.events()) == 20
    adds = [c for c in store.journal() if c.op == "add"]
    assert len(adds) == 20


def side_by_side(*writers, rounds):
    """Each writer, called with the number of the round, all at the same moment."""
    errors = []
    together = threading.Barrier(len(writers))

    def write(writer):
        try:
            for number in range(rounds):
                together.wait(60)
                writer(number)
        except Exception as error:  # noqa: BLE001 (shown by the assertion below)
            errors.append(error)
            together.abort()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_those_who_save_the_same_article_at_once_save_it_once(store):
    run = store.begin_run(Settings())
    events = [make_event(make_article(f"{TEXT} {n}")) for n in range(15)]

    def save(number):
        store.save(events[number].article, [events[number]], run_id=run)

    side_by_side(save, save, save, save, rounds=len(events))
    assert sorted(e.id for e in store.events()) == sorted(e.id for e in events)
    assert len([c for c in store.journal() if c.op == "add"]) == len(events)


def test_a_correction_at_the_moment_of_a_recoding_is_not_lost(store):
    run = store.begin_run(Settings())
    events = [make_event(make_article(f"{TEXT} {n}")) for n in range(15)]
    saved(store, *events)

    def recode(number):
        better = replace(events[number], confidence=0.9)
        store.save(better.article, [better], run_id=run)

    def person(number):
        correct(store, events[number].id, "event_type", "ASSAULT", ME)

    side_by_side(recode, person, rounds=len(events))
    assert {(e.event_type, e.confidence) for e in store.events()} == {("ASSAULT", 0.9)}


def test_a_run_says_which_version_settings_and_gazetteer_made_its_events(store):
    from geo import __version__
    from geo.resources import digest
    from geo.store.schema import run

    saved(store, make_event())
    with store.reading() as connection:
        (row,) = connection.execute(run.select())
    assert (row.version, row.settings["parser"]) == (__version__, "accurate")
    assert row.gazetteer == digest("gazetteer")
    assert len(row.gazetteer) == 16


def recoded(store, events):
    """A new run that codes the article of the first event otherwise."""
    run = store.begin_run(Settings())
    store.save(events[0].article, events, run_id=run)
    return run


def test_recoding_says_what_changed_and_what_a_person_had_corrected(store):
    old = make_event()
    saved(store, old)
    correct(store, old.id, "event_type", "ASSAULT", ME)
    other = replace(old, id="f" * 16, trigger=replace(old.trigger, start=0, end=6, text="Police"))
    run = recoded(store, [replace(old, event_type="PROTEST", confidence=0.2), other])
    lines = list(changes_of(store, run))
    assert f"new\t{other.id}\tCOERCE\tAlmaty" in lines
    (changed,) = [line for line in lines if line.startswith("changed")]
    assert changed.endswith("event_type, confidence\tcorrected by hand, kept: event_type")
    assert store.event(old.id).event_type == "ASSAULT"
    gone = recoded(store, [replace(old, event_type="PROTEST", confidence=0.2)])
    assert [line.split("\t")[:2] for line in changes_of(store, gone)] == [["gone", other.id]]


def test_a_recoding_is_undone_and_keeps_what_people_corrected_before_and_since(store):
    old = make_event()
    saved(store, old)
    correct(store, old.id, "event_type", "ASSAULT", ME)
    other = replace(old, id="f" * 16)
    run = recoded(store, [replace(old, confidence=0.2), other])
    correct(store, old.id, "review_status", "accepted", ME)
    back = undo(store, run, ME)
    (now,) = store.events()
    assert (now.id, now.confidence) == (old.id, old.confidence)
    assert (now.event_type, now.review_status) == ("ASSAULT", "accepted")
    undo(store, back, ME)
    assert {e.id: e.confidence for e in store.events()} == {old.id: 0.2, other.id: 0.86}


def test_a_recoding_is_not_undone_over_the_head_of_a_later_one(store):
    old = make_event()
    saved(store, old)
    run = recoded(store, [replace(old, confidence=0.2)])
    recoded(store, [replace(old, confidence=0.3)])
    with pytest.raises(StoreError, match="later change"):
        undo(store, run, ME)
    assert store.event(old.id).confidence == 0.3
