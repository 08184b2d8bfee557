"""The seed article, beside the checkout: all required events, nothing pinned that has no place."""

import importlib.util
import json
from datetime import date
from pathlib import Path

import pytest

from geo.articles import article_from_text
from geo.pipeline import Pipeline
from geo.settings import Settings

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(
        not (SHARED / "seed" / "gold.json").exists(),
        reason="NOT RUN: the seed article is not beside the checkout",
    ),
]


@pytest.fixture(scope="module")
def seed():
    text = (SHARED / "seed" / "article.txt").read_text(encoding="utf-8")
    article = article_from_text(text, published=date(2022, 1, 6))
    return [e for e in Pipeline(Settings()).code(article) if not e.gate]


@pytest.fixture(scope="module")
def gold():
    return json.loads((SHARED / "seed" / "gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tools():
    path = SHARED / "tools" / "score_events.py"
    spec = importlib.util.spec_from_file_location("seed_scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def record(event):
    place, day = event.place, event.event_date
    return {
        "plover": event.event_type,
        "source": [a.text for a in event.actors],
        "target": [a.text for a in event.recipients],
        "date": day.start.isoformat() if day else None,
        "date_end": day.end.isoformat() if day else None,
        "country": place.country_name if place else None,
        "place": place.name if place and place.kind != "country" else None,
    }


def overlaps(event, gold_event):
    spans = gold_event["evidence"] + gold_event["other_mentions"]
    tellings = (event.evidence, *event.more_evidence)
    return any(e.start < s["end"] and s["start"] < e.end for s in spans for e in tellings)


def test_every_required_event_is_found_with_its_type(seed, gold):
    missing = [
        e["event_id"]
        for e in gold["events"]
        if not e["optional"]
        and not any(p.event_type in e["plover"].split("|") and overlaps(p, e) for p in seed)
    ]
    assert missing == []


def test_dates_and_actors_of_the_required_events(seed, gold, tools):
    predicted = [record(e) for e in seed]
    scores = [[tools.pair_score(e, p) for p in predicted] for e in gold["events"]]
    pairs = dict(tools.assign(scores))
    required = [i for i, e in enumerate(gold["events"]) if not e["optional"]]
    dated = [
        i
        for i in required
        if i in pairs and tools.date_ok(gold["events"][i], predicted[pairs[i]])[0]
    ]
    assert len(dated) >= len(required) - 1


def test_the_three_places_below_the_country(seed):
    placed = {
        (e.event_type, e.place.name.split()[0])
        for e in seed
        if e.precision not in {"country", "none"}
    }
    assert ("COERCE", "Almaty") in placed
    assert ("PROTEST", "Mangystau") in placed
    assert {name for _, name in placed} <= {"Almaty", "Mangystau"}


def test_acts_of_saying_have_no_pin(seed):
    talk = [e for e in seed if e.event_type in {"AGREE", "CONSULT", "SUPPORT"}]
    assert talk
    assert all(e.precision in {"country", "none"} for e in talk)


def test_nearly_two_thousand_arrests(seed):
    arrests = next(e for e in seed if e.modes[:1] == ("arrest",))
    assert [q.low for q in arrests.quantities if q.kind == "arrested"] == [2000]


def test_troops_arrive_once(seed):
    assert sum(e.event_type in {"AID", "MOBILIZE"} for e in seed) == 1
