"""Whom an act of violence is told of stays beside it; whom a story only names near it does not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.articles import article_from_text, read_articles
from geo.events.actors.harmed import BESIDE
from geo.events.merging.merge import merge_events
from geo.events.merging.naming import is_doubted
from geo.events.parties.judging import Limits, Parties
from geo.events.parties.signs import SIDES, Told

STORY = """\
CASTELLO, March 4 (Wire) - Gunmen of the Red Star killed a judge and wounded two of his guards in Castello \
on Sunday night, police said. The judge, Pedro Aldana, was shot as he left his house.

The attack was the third this year against the courts of the province, after a bombing on the road to the \
coast that the government of the country called a crime. A spokesman for the ministry said that the \
offensive of the rebels in the region, launched with the support of a neighbouring state, had damaged \
the economy and the image of the nation abroad.

Lawyers in the capital stopped work for an hour on Monday and asked for more protection. The president of \
the court said that nobody would be intimidated, and that trials would go on as planned.
"""


@pytest.fixture(scope="module")
def tellings(pipeline):
    return pipeline.tellings(article_from_text(STORY, published=date(2024, 3, 4)))


@pytest.fixture(scope="module")
def pipeline():
    from geo.pipeline import Pipeline

    return Pipeline()


def test_whom_a_verb_kills_stays(tellings):
    killed = next(e for e in merge_events(tellings) if "killed" in e.trigger.text.lower())
    assert any("judge" in a.text for a in killed.recipients)
    assert any("Gunmen" in a.text for a in killed.actors)


def test_a_doubted_mention_is_on_no_side_of_the_merged_event(tellings):
    assert any(is_doubted(a) for e in tellings for a in (*e.actors, *e.recipients))
    assert not any(
        is_doubted(a) for e in merge_events(tellings) for a in (*e.actors, *e.recipients)
    )


def test_the_subject_of_a_clause_behind_a_conjunction_did_it(pipeline):
    text = (
        "The delegates met the minister, who spoke of talks after death squads assassinated ten teachers. "
        "Nobody said more about it in the capital."
    )
    act = next(e for e in pipeline.tellings(article_from_text(text)) if e.event_type == "ASSAULT")
    assert [a.text for a in act.actors] == ["death squads"]


def test_who_stands_beside_an_act_may_join_whom_it_was_done_to(pipeline, monkeypatch):
    known = pipeline.coder.parties
    everybody = {side: Limits(0.0, 0.0, 0.0 if side == "recipients" else 1.0) for side in SIDES}
    monkeypatch.setattr(pipeline.coder, "parties", Parties(known.trees, everybody))
    told = pipeline.tellings(article_from_text(STORY, published=date(2024, 3, 4)))
    joined = [a for e in told for a in e.recipients if a.rule == BESIDE]
    assert joined
    assert all(STORY[a.start : a.end] == a.text for a in joined)
    assert not any(a.rule == BESIDE for e in told for a in e.actors)


def test_the_trees_ask_for_signs_that_the_coder_sees(pipeline, monkeypatch):
    # A sign renamed in the code and not in the trees would count as absent, and nobody would notice.
    seen: set[str] = set()
    signs = Told.signs

    def watched(self, *args):
        found = signs(self, *args)
        seen.update(found)
        return found

    monkeypatch.setattr(Told, "signs", watched)
    for path in sorted((Path(__file__).parents[2] / "data" / "samples").glob("*.txt")):
        pipeline.code(next(iter(read_articles(path))))
    asked = {name for trees in pipeline.coder.parties.trees.values() for name in trees.names}
    assert asked - seen == set()
