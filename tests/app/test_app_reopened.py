"""The saved session opened again: events stay what they were, and are never read as articles."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from geo.app import served
from geo.app.adding import Adding
from geo.app.data import make_dataset, write_records
from geo.app.inputs import About, _upload
from geo.app.ledger import Ledger
from geo.app.reopened import holds_events
from geo.app.session import Session
from geo.app.strings import Words
from geo.settings import Settings
from tests.made_world import made_events

WORDS = Words("en")


@pytest.fixture
def saved():
    """Events as a reader left them: one rejected, one with another type."""
    first, second, *rest = made_events(6)
    told = replace(second, event_type="COERCE", modes=("arrest",), review_status="corrected")
    return (replace(first, review_status="rejected"), told, *rest)


def added(content, name="dateline-events.jsonl", *, words=WORDS, settings=None):
    """The session after an upload; coding anything is an error."""
    state = Session(corrections=Ledger(settings or Settings()))

    def code(article):
        raise AssertionError(article)

    adding = Adding(state, code, words)
    adding.sources.append(_upload(name, content, About()))
    adding.work(60)
    return state


def test_the_download_of_complete_events_opens_as_it_was_saved(saved):
    state = added(write_records(saved).encode())
    own = [e for events in state.own.values() for e in events]
    assert {e.id: e for e in own} == {e.id: e for e in saved}
    assert sum(o.events for o in state.report) == len(saved)
    assert all(o.text.startswith("opened as saved: ") for o in state.report)


def test_events_of_the_samples_are_shown_as_they_were_corrected(saved):
    state = added(write_records(saved).encode())
    samples = make_dataset(made_events(8))
    own = [e for events in state.own.values() for e in events]
    shown = served.combined(samples, state.corrections, own)
    assert shown.events[saved[0].id].review_status == "rejected"
    assert shown.events[saved[1].id].event_type == "COERCE"


def test_opened_events_can_be_corrected_and_the_correction_undone(saved):
    state = added(write_records(saved).encode())
    target = saved[2]
    state.corrections.correct(saved, {target.id: {"review_status": "accepted"}}, "seen")
    status = {e.id: e.review_status for e in state.corrections.apply(saved)}
    assert status[target.id] == "accepted"
    assert status[saved[0].id] == "rejected"
    state.corrections.take_back(state.corrections.undoable())
    assert {e.id: e for e in state.corrections.apply(saved)} == {e.id: e for e in saved}


def test_a_line_that_is_no_event_costs_that_line_only(saved):
    lines = write_records(saved[:1]).encode().splitlines()
    record = json.loads(lines[0])
    bad = [
        b"{broken",
        b"[1]",
        json.dumps({**record, "event_type": "<script>"}).encode(),
        json.dumps({**record, "id": "../x"}).encode(),
        json.dumps({**record, "trigger": 7}).encode(),
    ]
    state = added(b"\xef\xbb\xbf" + b"\r\n".join([*lines, *bad]))
    assert [o.events for o in state.report].count(None) == len(bad)
    assert [e for events in state.own.values() for e in events] == [saved[0]]


def test_articles_are_no_file_of_events():
    assert not holds_events(b'{"title": "Arrests", "text": "Police arrested ten."}\n')
    assert not holds_events(b'{"id": [' * 100_000)
    assert not holds_events(b"Police arrested ten.")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_table_of_events_is_refused_with_what_to_open_instead(saved, language):
    from geo.exports.csv import to_excel_csv
    from geo.frame import events_to_gdf

    content = to_excel_csv(events_to_gdf(saved))
    state = added(content, "dateline-events.excel.csv", words=Words(language))
    (outcome,) = state.report
    assert outcome.events is None
    assert "`geo app events.jsonl`" in outcome.text
    assert {"en": "not articles", "ru": "а не статьи"}[language] in outcome.text
    assert state.own == {}
