"""An article that tells of no political event gives none, however warlike its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.articles import read_articles
from geo.pipeline import code_events

SILENT = Path(__file__).parent / "silent"


@pytest.mark.parametrize("name", ["football.txt", "museum.txt"])
def test_sport_and_history_give_no_event(name):
    (article,) = read_articles(SILENT / name)
    assert [(event.event_type, event.trigger.text) for event in code_events(article)] == []
