"""Famous acts of the past that a story only names: told as history, never as the news of the day."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.articles import article_from_text
from geo.errors import OntologyError
from geo.events import merge_events
from geo.events.known.table import KnownEvents
from geo.events.merging.sameness import is_history
from geo.frame import event_row
from geo.model import EventDate
from geo.pipeline import Pipeline
from geo.settings import Settings
from tests.builders import make_event

HEAD = "The mayor spoke to reporters about the budget. He was asked about the past. "
TAIL = " Residents spoke of it all day. The mayor went home early on Monday."
PUBLISHED = date(2017, 3, 10)
HEADER = "name,first,last,country,types,names,venues,places,acts,deaths"


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Settings())


def told(pipeline, text, published=PUBLISHED, head=HEAD):
    article = article_from_text(head + text + TAIL, published=published)
    return {e.trigger.text: e for e in pipeline.code(article)}


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Officers were on alert after Robert Kennedy was shot in Los Angeles.", "shot", "the assassination of Robert Kennedy"),
        ("Survivors of the Sousse shooting met the minister in London.", "shooting", "the Sousse beach attack"),
        ("The Nice attack killed dozens of people.", "attack", "the Nice truck attack"),
        ("A gunman killed 38 people at a hotel in Sousse.", "killed", "the Sousse beach attack"),
        ("Gunmen attacked the Westgate mall in Nairobi, killing shoppers.", "attacked", "the Westgate mall attack"),
        ("Soldiers remembered the 69 people whom police killed at Sharpeville in South Africa.", "killed", "the Sharpeville massacre"),
        ("He recalled the protests in Daraa that began the war.", "protests", "the Daraa protests that began the Syrian uprising"),
        ("Protests in Daraa sparked the civil war, and soldiers shot demonstrators.", "Protests", "the Daraa protests that began the Syrian uprising"),
        ("Anis Amri drove a truck into a crowd at a Berlin Christmas market, killing 12 people.", "killing", "the Berlin Christmas market attack"),
        ("Serbian police arrested Ratko Mladic in the village of Lazarevo.", "arrested", "the arrest of Ratko Mladic"),
        ("A gunman killed 69 people on the island of Utøya in Norway.", "killed", "the Norway attacks"),
    ],
)  # fmt: skip
def test_a_famous_act_named_without_a_day_is_not_todays(pipeline, text, trigger, name):
    event = told(pipeline, text)[trigger]
    assert not event.pinned
    assert is_history(event)
    assert f": {name} (" in event.date_reason
    assert event.event_date.basis == "publication"  # what is not told is not taken from the table
    row = event_row(event)
    if event.place is not None:
        assert row["geo_reason"].endswith(f"not drawn: {event.date_reason}")
        assert row["latitude"] is None


@pytest.mark.parametrize(
    "text",
    [
        "Three people were shot in Nice on Tuesday.",
        "Three people were shot in Nice.",
        "An attack in Nice wounded three soldiers, police said.",
        "A new attack in Nice wounded three soldiers, police said.",
        "Police arrested two men in Paris.",
        "Police arrested two men near Martin Luther King Boulevard in Memphis.",
        "Gunmen killed two soldiers on Martin Luther King Boulevard in Memphis.",
        "Gunmen shot dead three soldiers at Hariri airport in Beirut.",
        "A gunman killed 7 people at a hotel in Tunisia.",
        "After the fall of Aleppo, rebels killed three soldiers in Idlib.",
        "Rebels have killed many soldiers in Crimea since Russia annexed Crimea.",
        "Police arrested two men in Crimea, which Russia annexed from Ukraine.",
        "Police detained 20 people in Ankara whom they link to the failed coup in Turkey.",
        "Two men were shot dead by soldiers in Sharpeville.",
        "Police detained a man with a banner in Tiananmen Square in Beijing.",
        "Thousands of people protested in Sidi Bouzid against unemployment.",
        "Police arrested 15 protesters with portraits of Abdullah Ocalan in Cologne.",
    ],
)
def test_a_new_act_in_the_same_place_is_news(pipeline, text):
    events = told(pipeline, text)
    assert events
    assert [
        trigger for trigger, e in events.items() if is_history(e) and trigger != "annexed"
    ] == []


@pytest.mark.parametrize(
    ("published", "history"),
    [("2015-06-01", False), ("2015-06-27", False), ("2015-07-27", False), ("2015-07-28", True), (None, False)],
)  # fmt: skip
def test_only_what_was_over_a_month_before_publication_is_history(pipeline, published, history):
    day = date.fromisoformat(published) if published else None
    event = told(pipeline, "A gunman killed 38 people at a beach hotel in Sousse.", day)["killed"]
    assert is_history(event) is history
    assert event.pinned is not history


def test_what_the_article_tells_as_its_news_is_not_history(pipeline):
    events = told(
        pipeline,
        "Gunmen stormed the Bataclan in Paris on Thursday, killing two people. The Bataclan attack shocked "
        "France. The attackers also shot two guards at the Bataclan in Paris.",
        head="",
    ).values()
    assert any(e.pinned for e in events)
    assert [e for e in events if is_history(e)] == []


def test_the_sentence_behind_goes_on_about_the_same_act(pipeline):
    text = "Relatives recalled the massacre at Sousse. {} killed tourists in Tunisia, police said."
    assert is_history(told(pipeline, text.format("The gunman"))["killed"])
    assert not is_history(told(pipeline, text.format("A gunman"))["killed"])


def test_the_day_of_another_act_does_not_date_a_famous_one(pipeline):
    text = "On Monday soldiers killed two rebels in Lyon, a week after survivors of the Bataclan attack spoke."
    events = told(pipeline, text)
    assert is_history(events["attack"])
    assert events["attack"].event_date.basis == "publication"
    assert events["killed"].event_date.start == date(2017, 3, 6)


def test_history_is_not_merged_with_the_news(pipeline):
    events = told(
        pipeline, "Gunmen killed two soldiers in Sousse on Thursday. The Sousse attack of Seifeddine "
        "Rezgui killed 38 people.", head="",
    )  # fmt: skip
    assert [(t, len(e.more_evidence)) for t, e in events.items() if not is_history(e)] == [
        ("killed", 0)
    ]
    assert any(map(is_history, events.values()))


def _load(folder, text):
    (folder / "ontology").mkdir(exist_ok=True)
    path = folder / "ontology" / "known_events.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    from geo.events.known import table

    table._load.cache_clear()  # the same folder holds another table
    return KnownEvents.load(folder)


ROW = "the Oz attack,1999-05,,AUS,ASSAULT,Dorothy Gale,Oz + tornado,Oz,attack,12"


def test_a_researcher_adds_a_row(tmp_path):
    (row,) = _load(tmp_path, f"# a remark\n{HEADER}\n{ROW}\n").rows
    assert (row.first, row.last) == (date(1999, 5, 1), date(1999, 5, 31))
    assert row.when == "1999-05"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("1999-05", "1999-13", "month"),
        ("1999-05,", "1999-05,1998", "ends before it begins"),
        ("1999-05", "May 1999", "no ISO day"),
        ("AUS", "OZZ", "ISO 3166"),
        ("ASSAULT", "ATTACK", "PLOVER"),
        ("12", "a dozen", "whole numbers"),
        ("Oz,attack", "Oz,", "needs acts"),
        ("Dorothy Gale", "Dorothy + ", "no cue"),
        ("Dorothy Gale,Oz + tornado,Oz", ",,", "which words"),
        ("attack,12", "attack", "9 cells"),
        ("the Oz attack", "", "a name of its own"),
    ],
)
def test_a_row_that_is_wrong_is_named(tmp_path, old, new, why):
    with pytest.raises(OntologyError, match=why):
        _load(tmp_path, f"{HEADER}\n{ROW.replace(old, new)}\n")
    with pytest.raises(OntologyError, match="name of its own"):
        _load(tmp_path, f"{HEADER}\n{ROW}\n{ROW}\n")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet='"+;,-\n\x00Aé1 ', max_size=60).map(str.encode))
def test_a_damaged_table_is_refused_in_words(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("known")
    for text in (raw, f"{HEADER}\n".encode() + raw):
        with suppress(OntologyError):
            _load(folder, text)


def test_the_table_spans_the_world_and_the_decades():
    rows = KnownEvents.load().rows
    assert len(rows) > 600
    assert len({code for row in rows for code in row.countries}) > 100
    assert all(row.last <= date(2025, 12, 31) for row in rows)


def test_a_mention_joins_what_the_article_dates(pipeline):
    text = "{} a gunman killed 38 tourists in Sousse. The Sousse attack killed mostly British tourists."
    for day, first in (("On 26 June", date(2015, 6, 26)), ("In June", date(2015, 6, 1))):
        (event,) = told(pipeline, text.format(day), date(2015, 8, 5)).values()
        assert (event.event_date.start, event.pinned) == (first, True)


def test_a_mention_that_says_no_more_is_history_too():
    why = "told as history: the murder of Boris Nemtsov (2015-02-27)"
    day = EventDate(date(2022, 1, 6), date(2022, 1, 6), "publication")
    known = make_event(event_date=day, date_reason=why, pin_doubt=why, review_status="needs review")
    undated = make_event(id="2", event_date=day, date_reason="not dated")
    bare = replace(undated, actors=(), recipients=(), toponym=None)
    (one,) = merge_events([bare, known])
    assert (one.date_reason, one.pin_doubt, one.review_status) == (why, why, "needs review")
    (one,) = merge_events([replace(undated, pin_doubt="told as a habit"), known])  # it names people
    assert (one.date_reason, one.pinned) == ("not dated", False)
    assert len(merge_events([undated, known])) == 2
