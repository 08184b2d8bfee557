"""A pin must look right in all its signs together, not only pass each question by itself."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.app.event_card import card_html
from geo.app.strings import Words
from geo.articles import article_from_text, samples
from geo.errors import DataError
from geo.events.pins.doubts import UNSURE, Doubts
from geo.events.pins.signs import manner_of, signs_of
from geo.events.pins.trust import FILE, Trust
from geo.frame import events_to_gdf
from geo.pipeline import Pipeline

OPEN = (
    "entry ",
    "finer ",
    "actor ",
    "recipient ",
    "tag ",
    "factor ",
    "before ",
    "led by ",
    "place led by ",
)


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline()


def coded(pipeline, text, title=None):
    return pipeline.code(article_from_text(text, title=title, published=date(2024, 5, 7)))


def test_plain_news_is_drawn(pipeline):
    text = (
        "Gunmen killed four soldiers in Lyon on Monday, police said. "
        "The attackers fled in a car and the army searched for them."
    )
    [event] = [e for e in coded(pipeline, text, "Four soldiers killed in Lyon") if e.place]
    assert event.pinned
    assert pipeline.coder.doubts.pinning.limits["trust"] <= event.pin_score < 1
    assert events_to_gdf([event])["pin_score"].tolist() == [event.pin_score]
    card = card_html(event, Words("en"))
    assert f"{event.pin_score:.2f} <" in card, "the headline is the pin's"
    assert "how likely type, place and day are all right" in card
    assert f"that it happened and is of this type: {event.confidence:.2f}" in card
    assert "not drawn" not in card
    undated = card_html(replace(event, event_date=None), Words("en"))
    assert "how likely type and place are both right" in undated
    assert "и тип, и место" in card_html(replace(event, event_date=None), Words("ru"))


@pytest.mark.parametrize(
    "told",
    [
        "She was at work when police arrested her husband, whom we all know, in Lyon on Monday.",
        "The story begins in Lyon, where a man was killed by a gunman on Monday, and it might end.",
    ],
)
def test_what_each_question_lets_pass_is_still_listed_and_not_drawn(pipeline, told):
    around = (
        "What would you do? I ask myself this, and you should too. My mother says we might have "
        "gone. {} She is old, and he is not. Who could say what you may want? "
    )
    text = around.format(told) + around.format("") * 3
    [event] = [
        e for e in coded(pipeline, text, "How we live now, and why you might not") if e.place
    ]
    assert event.place.name == "Lyon"
    assert not event.pinned
    assert event.pin_doubt == UNSURE
    assert event.review_status == "needs review"
    assert 0 < event.pin_score < pipeline.coder.doubts.pinning.limits["trust"]
    least = pipeline.coder.doubts.pinning.limits["trust"]
    reason = events_to_gdf([event])["geo_reason"].iloc[0]
    of_a_row = replace(event, toponym=None, pin_doubt="", geo_reason=reason)
    for shown in (event, of_a_row):
        card = card_html(shown, Words("en"))
        assert f"{event.pin_score:.2f} <" in card
        assert f"all right; not drawn below {least:.2f}" in card
    assert f"ниже {least:.2f}".replace(".", ",") in card_html(event, Words("ru"))
    corrected = card_html(replace(event, review_status="corrected"), Words("en"))
    assert "how likely" not in corrected, "a person has decided"
    accepted = card_html(replace(event, pin_doubt=""), Words("en"))
    assert "not drawn" not in accepted, "a person has put it on the map"


def test_the_answers_of_all_trees_add_up():
    nodes = [(0, 0.5, 1, 2, 0.0), (-1, 0, -1, -1, -2.0), (-1, 0, -1, -1, 2.0), (-1, 0, -1, -1, 1.0)]
    trust = Trust(["own place"], nodes, [0, 3], 0.0)
    assert trust.of({"own place": 1.0}) == pytest.approx(1 / (1 + np.exp(-3)))
    assert trust.of({}) == pytest.approx(1 / (1 + np.exp(1)))


def test_a_folder_without_trees_says_so(tmp_path):
    (tmp_path / "models").mkdir()
    with pytest.raises(DataError):
        Trust.load(tmp_path)


def test_trees_of_other_signs_are_refused(tmp_path):
    path = tmp_path.joinpath(*FILE)
    path.parent.mkdir()
    one = np.array([0], np.int16)
    np.savez(
        path, signs=np.frombuffer(b"own place", np.uint8), sign=one + 7, limit=one, low=one,
        high=one, value=one, roots=one, base=0.0,
    )  # fmt: skip
    with pytest.raises(DataError, match="another version"):
        Trust.load(tmp_path)


def test_the_trees_ask_for_signs_that_the_coder_sees():
    # A sign renamed in the code and not in the trees would count as absent, and nobody would notice.
    seen: set[str] = set()

    class Watching(Doubts):
        def why_not(self, name, case, story):
            if case.toponym.place is not None:
                seen.update(signs_of(case, story.article, story.manner, ""))
            return super().why_not(name, case, story)

    pipeline = Pipeline()
    known = pipeline.coder.doubts
    pipeline.coder.doubts = Watching(known.pinning, known.trust)
    for article in samples():
        pipeline.code(article)
        pipeline.code(replace(article, published=None))
    # Of the open classes (each entry of the lexicon, each sector) the samples hold only some.
    absent = set(known.trust.names) - seen
    assert {name for name in absent if not name.startswith(OPEN)} == set()


@given(st.text(max_size=400))
def test_any_text_has_a_manner(text):
    assert all(0 <= share < 10_000 for share in manner_of(text).values())
