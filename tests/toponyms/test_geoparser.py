"""The whole geoparser on own-written news: found, not found, rightly placed, rightly used."""

from __future__ import annotations

import pytest
from gold_reader import read
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model import Article
from geo.sentences import split
from geo.settings import Settings
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.geoparser import Geoparser
from geo.toponyms.sphere import distance_km

RIGHT_KM = 161


@pytest.fixture(scope="module")
def parser():
    return Geoparser(Gazetteer.open(), None, Settings())


def parse(parser, text):
    article = Article(id="x", text=text)
    return parser.parse(article, split(article))


def named(parser, text):
    return {t.text: t for t in parse(parser, text)}


def is_right(toponym, gold):
    place = toponym.place
    if place is None:
        return False
    if place.kind == "country":
        return place.country == gold.country
    return distance_km(*gold.point, place.latitude, place.longitude) <= RIGHT_KM


def test_own_gold_is_found_placed_and_told_apart(parser):
    found = wrong_place = placed = same_role = missed = extra = 0
    for text, golds in read():
        toponyms = parse(parser, text)
        for gold in golds:
            hit = next((t for t in toponyms if t.start < gold.end and gold.start < t.end), None)
            if hit is None:
                missed += 1
                continue
            found += 1
            same_role += hit.role == gold.role
            if gold.point:
                placed += 1
                wrong_place += not is_right(hit, gold)
        extra += sum(all(t.end <= g.start or g.end <= t.start for g in golds) for t in toponyms)
    precision, recall = found / (found + extra), found / (found + missed)
    assert precision >= 0.97
    assert recall >= 0.93
    assert 1 - wrong_place / placed >= 0.95
    assert same_role / found >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Henderson scored twice.",
        "May Chandler thanked the Rev. Lincoln and Sgt. Paris on Sunday in March.",
        "The Times, Reuters and the Ministry of Defence declined to comment.",
        "He said Police and Central bank officials were there. The But She Who.",
        "HIV, the CEO, GDP and DNA were discussed on Thursday.",
        "Manchester United and Real Madrid drew.",
        "",
        "   \n\n ",
        "no capital letters and no place at all in this line",
        "THE MEN PLACED A CAR BOMB AND FIRED AT US FROM SOME DISTANCE.",
    ],
)
def test_people_bodies_months_and_plain_words_are_no_places(parser, text):
    assert parse(parser, text) == ()


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("A bomb went off in Paris, Texas, on Monday.", "Paris", "USA"),
        ("The museum in Paris, France, was closed.", "Paris", "FRA"),
        ("A fire broke out in London, Ontario.", "London", "CAN"),
        ("Troops left Tripoli, Lebanon, at noon.", "Tripoli", "LBN"),
        ("Police in Birmingham, Alabama, made an arrest.", "Birmingham", "USA"),
        ("Police in Birmingham, England, made an arrest.", "Birmingham", "GBR"),
        ("Students marched in Valencia, Venezuela.", "Valencia", "VEN"),
        ("Students marched in Córdoba (Argentina).", "Córdoba", "ARG"),
    ],
)
def test_a_container_printed_behind_the_name_decides(parser, text, name, country):
    assert named(parser, text)[name].place.country == country


def test_bare_mentions_follow_the_one_with_a_container(parser):
    text = (
        "The council of Manchester, New Hampshire, met on Friday. "
        "Residents of Manchester had asked for it, and Manchester police were there."
    )
    found = [t.place.admin1 for t in parse(parser, text) if t.text == "Manchester"]
    assert found == ["New Hampshire"] * 3


def test_other_places_of_the_article_decide(parser):
    text = "Crews from Lima, Toledo and Dayton fought the fire near Cleveland, the governor of Ohio said."
    found = named(parser, text)
    assert found["Lima"].place.admin1 == "Ohio"
    assert found["Toledo"].place.admin1 == "Ohio"


def test_home_country_is_a_mild_preference():
    gazetteer, text = Gazetteer.open(), "The mayor of Cambridge resigned."
    british = Geoparser(gazetteer, None, Settings(home_country="GB"))
    american = Geoparser(gazetteer, None, Settings(home_country="US"))
    assert named(british, text)["Cambridge"].place.country == "GBR"
    assert named(american, text)["Cambridge"].place.country == "USA"
    abroad = "The mayor of Paris met the president of France in Lyon."
    assert named(american, abroad)["Paris"].place.country == "FRA"


def test_one_sense_can_be_switched_off():
    gazetteer = Gazetteer.open()
    text = "Protests in Valencia, Spain. Days later, Valencia, Venezuela, saw the same."
    parser = Geoparser(gazetteer, None, Settings(one_sense=False))
    assert [t.place.country for t in parse(parser, text) if t.text == "Valencia"] == ["ESP", "VEN"]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Washington said it would not attend.", "Washington", "metonym"),
        ("Turkey fired on the town of Kobani.", "Turkey", "metonym"),
        ("The Kremlin denied it.", "Kremlin", "metonym"),
        ("Delegates signed the Paris Agreement.", "Paris", "modifier"),
        ("Delegates praised the Minsk accords.", "Minsk", "modifier"),
        ("Shells fell in Turkey on Monday.", "Turkey", "literal"),
        ("Protests in Iran and Iraq continued.", "Iraq", "literal"),
        ("France's interior ministry said nothing.", "France", "modifier"),
        ("Residents of Goma said shots were heard.", "Goma", "literal"),
    ],
)
def test_roles(parser, text, name, role):
    assert named(parser, text)[name].role == role


def test_a_street_stands_in_the_town_the_text_speaks_of(parser):
    found = named(parser, "Police closed Harbour Mill Street in Tromsø on Friday.")
    street = found["Harbour Mill Street"]
    assert street.place.name == "Tromsø"
    assert "no entry" in street.reason


def test_an_unknown_name_without_a_place_around_it_stays_unplaced(parser):
    found = named(parser, "Rebels burned the village of Qyzzarvolo at dawn.")
    unknown = found["Qyzzarvolo"]
    assert unknown.place is None
    assert unknown.score is None
    assert unknown.reason


def test_candidates_and_reasons_are_kept(parser):
    toponym = named(parser, "A fire broke out in Springfield on Monday.")["Springfield"]
    assert 2 <= len(toponym.candidates) <= 5
    assert toponym.candidates[0].place == toponym.place
    scores = [c.score for c in toponym.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(c.features for c in toponym.candidates)
    assert "places bear this name" in toponym.reason
    assert 0 <= toponym.score <= 1


def test_a_sure_place_scores_higher_than_a_doubtful_one(parser):
    sure = named(parser, "Protests shook Almaty, Kazakhstan.")["Almaty"]
    doubtful = named(parser, "Protests shook Springfield.")["Springfield"]
    assert sure.score > 0.9 > doubtful.score


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("В Алматы и Астане прошли митинги.", {"Алматы", "Астане"}),
        ("قتل عشرة في حلب وبغداد.", {"حلب", "وبغداد"}),
        ("数千人在香港游行。", {"香港"}),
        ("東京と大阪で抗議", {"東京", "大阪"}),
        ("Протести в Одесі", {"Одесі"}),
    ],
)
def test_other_scripts(parser, text, found):
    assert found <= set(named(parser, text))


def test_the_same_text_gives_the_same_toponyms(parser):
    text = "Clashes in Tripoli and Benghazi, Libya. Springfield police said so, and so did Paris."
    again = Geoparser(Gazetteer.open(), None, Settings())
    assert parse(parser, text) == parse(parser, text) == parse(again, text)


@pytest.mark.parametrize(
    "text",
    [
        "{{7*7}} in Paris {% of ${alert(1)} `London` <img onerror=x>",
        "A." * 3000,
        "Paris, " * 2000,
        "(" * 4000 + "Rome",
        "Ａｌｍａｔｙ \u202e Paris \x00 Berlin",
        "'s’s'’" * 500,
    ],
)
def test_hostile_text_is_only_text(parser, text):
    for toponym in parse(parser, text):
        assert text[toponym.start : toponym.end] == toponym.text


_WORDS = st.sampled_from(
    ["Paris", "London,", "Ontario", "said", "in", "the", "St.", "U.S.", "Kazakh", "'s", "\n", "Lake",
     "Street", "42", "—", "(", "北京", "Москве", "of", "University", "İstanbul", "ß", "\u0301", "\x00"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)))
def test_spans_are_true_and_never_overlap(text):
    parser = _shared()
    end = 0
    for toponym in parse(parser, text):
        assert text[toponym.start : toponym.end] == toponym.text
        assert end <= toponym.start < toponym.end
        assert toponym.reason
        end = toponym.end


def _shared(cache={}):  # noqa: B006 (one parser for all examples)
    if "parser" not in cache:
        cache["parser"] = Geoparser(Gazetteer.open(), None, Settings())
    return cache["parser"]


def test_a_long_text_takes_time_in_proportion(parser):
    import time

    def seconds(text):
        begin = time.process_time()
        parse(parser, text)
        return time.process_time() - begin

    cities = [c.name for c in parser.gazetteer.nearest(50.1, 8.7, limit=600, max_km=300)]
    unit = " ".join(f"A fire broke out in {name} on Monday." for name in cities)
    seconds(unit)
    assert seconds("\n".join([unit] * 6)) < 6 * 4 * max(0.05, seconds(unit))
