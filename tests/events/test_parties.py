"""Whom an act of violence is told of stays beside it; whom a story only names near it does not."""

from __future__ import annotations

from datetime import date

import pytest

from geo.articles import article_from_text
from geo.events.merging.merge import merge_events
from geo.events.merging.naming import is_doubted

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
