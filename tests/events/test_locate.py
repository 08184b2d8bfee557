"""Where an event is put, and what never becomes its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events.actors.lexicon import ActorLexicon
from geo.events.places.homes import homes
from geo.events.places.locate import Locator
from geo.model import Actor, Article, Candidate, Place, Span, Toponym
from geo.sentences import split


def place(name: str, kind: str, iso: str, admin1: str | None = None, population: int = 0) -> Place:
    return Place(
        id=f"t:{iso}:{name}:{kind}", name=name, latitude=1.0, longitude=2.0, kind=kind, country=iso,
        country_name=iso, admin1=admin1, population=population,
    )  # fmt: skip


KAZ = place("Kazakhstan", "country", "KAZ")
PLACES = {
    "Kazakhstan": KAZ,
    "Kazakh": KAZ,
    "Almaty": place("Almaty", "city", "KAZ", "Almaty", 2_000_000),
    "Mangystau": place("Mangystau", "admin1", "KAZ"),
    "Aktau": place("Aktau", "city", "KAZ", "Mangystau", 180_000),
    "Russia": place("Russia", "country", "RUS"),
    "Moscow": place("Moscow", "city", "RUS", "Moscow", 10_000_000),
    "Washington": place("Washington", "city", "USA", None, 600_000),
    "Smallville": place("Smallville", "city", "USA", "Kansas", 900),
    "American": place("United States", "country", "USA"),
    "Astana": place("Astana", "city", "KAZ", "Astana", 1_000_000),
}


def toponyms_of(text: str, roles: dict[str, str]) -> list[Toponym]:
    found = []
    for name, where in PLACES.items():
        at = text.find(name)
        while at >= 0:
            found.append(Toponym(at, at + len(name), name, roles.get(name, "literal"), where, 0.9))
            at = text.find(name, at + 1)
    return sorted(found, key=lambda t: t.start)


def located(text: str, trigger: str, kind: str = "ASSAULT", roles=None, actors=(), modes=()):
    article = Article("a", text)
    sentences = split(article)
    locator = Locator(article, sentences, toponyms_of(text, roles or {}))
    at = text.index(trigger)
    sentence = next(s for s in sentences if s.start <= at < s.end)
    where, why = locator.locate(
        Span(at, at + len(trigger), trigger), sentence, kind, actors=actors, modes=modes
    )
    assert why
    return (where.place.name if where else None), why


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        ("Two people were killed in Almaty.", "killed", "Almaty"),
        ("In the oil-rich western Mangystau region protests began.", "protests", "Mangystau"),
        ("Protests began in Aktau, Mangystau, Kazakhstan.", "Protests", "Aktau"),
        ("Police arrested men in Almaty after a bomb killed two in Aktau.", "arrested", "Almaty"),
        ("Police arrested men in Almaty after a bomb killed two in Aktau.", "killed", "Aktau"),
        ("A blast shook an Almaty market and killed two.", "killed", "Almaty"),
    ],
)
def test_the_own_clause_names_the_place(text, trigger, name):
    assert located(text, trigger)[0] == name


def test_the_city_points_back_and_forward():
    forward = (
        "Crowds burned the city's main office. Two thousand were arrested in Almaty. Kazakhstan."
    )
    name, why = located(forward, "burned")
    assert (name, "named next" in why) == ("Almaty", True)
    back = "Two thousand were arrested in Almaty. Crowds burned the city's main office. Kazakhstan."
    name, why = located(back, "burned")
    assert (name, "named before" in why) == ("Almaty", True)


def test_the_country_only_when_nothing_finer_is_said():
    text = "Troops arrived in Kazakhstan. The Kazakhstan government resigned."
    name, why = located(text, "resigned", "RETREAT", modes=("resign",))
    assert name == "Kazakhstan"
    assert "country the story tells of" in why


def test_a_national_measure_is_not_put_in_the_city_of_the_sentence_before():
    text = "Kazakhstan is tense. People were arrested in Almaty. The internet was shut down."
    assert located(text, "shut down", "COERCE", modes=("withhold",))[0] == "Kazakhstan"


def test_a_speakers_capital_is_no_place():
    text = "The minister spoke with his Kazakh counterpart, Moscow said. Russia is worried."
    name, why = located(text, "spoke", "CONSULT", roles={"Kazakh": "demonym", "Moscow": "metonym"})
    assert name is None
    assert "no place is named" in why


def test_talks_are_put_where_they_are_held():
    assert located("The ministers met in Moscow on Friday.", "met", "CONSULT")[0] == "Moscow"


def test_an_actors_origin_is_no_place():
    text = "Troops from Russia killed two people. Kazakhstan mourned."
    russian = Actor("Troops from Russia", 0, 18, "Troops from Russia", "RUS")
    assert located(text, "killed", actors=(russian,))[0] != "Russia"


def test_where_somebody_was_going_is_no_place():
    text = "The gunman fired on people queueing for tickets to Moscow. Kazakhstan was shocked."
    assert located(text, "fired")[0] != "Moscow"


def test_a_small_town_abroad_is_a_place_only_where_its_country_is_spoken_of_near_it():
    told = "Kazakhstan mourned, Almaty too, and Aktau. Kazakhstan buried the dead. " * 2
    far = f"Two were killed in Smallville. {told} Officials talked to an American envoy."
    near = f"American police said that two were killed in Smallville. {told}"
    assert located(far, "killed", roles={"American": "demonym"})[0] == "Kazakhstan"
    assert located(near, "killed", roles={"American": "demonym"})[0] == "Smallville"


def test_a_lone_town_of_a_country_never_spoken_of_is_no_place():
    text = "Two were killed in Smallville. Kazakhstan mourned, Almaty too. Kazakhstan buried them."
    assert located(text, "killed")[0] != "Smallville"


def test_a_smaller_unknown_place_is_not_replaced_by_a_far_city():
    text = (
        "Rebels killed ten in the village of Zhanaqala, said officers back at their base in Almaty."
        " Kazakhstan."
    )
    name, why = located(text, "killed")
    assert name == "Kazakhstan"
    assert "does not know" in why


def test_a_capital_dateline_places_nothing_and_a_town_dateline_does():
    body = "Two people were shot dead. Kazakhstan mourned. Kazakhstan."
    assert (
        located(f"ASTANA, Jan 6 (Reuters) - {body}".replace("ASTANA", "Astana"), "shot")[0]
        == "Kazakhstan"
    )
    name, why = located(f"Aktau, Jan 6 (Reuters) - {body}", "shot")
    assert (name, "was filed" in why) == ("Aktau", True)


def test_no_place_at_all_has_a_reason():
    name, why = located("Two people were killed.", "killed")
    assert name is None
    assert "no place is named" in why


@given(
    st.lists(
        st.sampled_from(
            [*PLACES, "in", "the city", "killed", ".", ",", "to", "near", "said", "here"]
        ),
        max_size=25,
    )
)
def test_any_order_of_names_is_survived_and_only_literal_names_win(words):
    text = " ".join([*words, "killed"])
    article = Article("a", text)
    sentences = split(article)
    names = [replace(t, role="metonym") for t in toponyms_of(text, {})]
    locator = Locator(article, sentences, names)
    trigger = Span(len(text) - 6, len(text), "killed")
    where, _ = locator.locate(trigger, sentences[-1], "ASSAULT")
    assert where is None or where.place.kind == "country"


def test_a_neighbourhood_no_gazetteer_knows_is_put_at_its_city_and_kept_in_words():
    text = "Two bombs exploded in the Samal neighbourhood in Almaty."
    sentences = split(Article("a", text))
    locator = Locator(Article("a", text), sentences, toponyms_of(text, {}))
    where, _ = locator.locate(Span(10, 18, "exploded"), sentences[0], "ASSAULT")
    assert where.place.name == "Almaty"
    assert where.text == text[where.start : where.end] == "Samal neighbourhood in Almaty"


def test_an_armed_group_speaks_for_the_country_of_a_story_that_hardly_names_it():
    text = (
        "The FMLN said that its units had fought for two days. The American ambassador asked who killed the priests. "
        "The FMLN command said that the priests were murdered by soldiers. The FMLN asked for an inquiry."
    )
    article = Article("a", text)
    lexicon = ActorLexicon.load()
    sentences = split(article)
    found = homes(text, sentences, lexicon)
    names = [t for t in found if t.role == "metonym"]
    assert [text[t.start : t.end] for t in names] == ["FMLN"] * 3
    assert {t.place.country for t in names} == {"SLV"}
    locator = Locator(article, sentences, (), homes=found)
    at = text.index("murdered")
    where, reason = locator.locate(Span(at, at + 8, "murdered"), sentences[2], "ASSAULT")
    assert (where.place.country, where.place.kind) == ("SLV", "country")
    assert reason == "no place is named: the country the story tells of"


def test_a_reporter_abroad_tells_of_another_country():
    """The dateline's town and its country are one sign, not two; who reports there tells of elsewhere."""
    text = (
        "MOSCOW (Russia), Jan 6 - Kazakh exiles condemned the killing of two miners. "
        "A Kazakh official said that the men were shot by Kazakh rebels. "
        "Many have died so in Kazakhstan."
    )
    name, why = located(text, "shot", roles={"Kazakh": "demonym"})
    assert name == "Kazakhstan", why


def test_a_threat_among_people_at_home_is_put_at_their_country_and_one_between_states_nowhere():
    text = "A strike began in Almaty. Rebels threatened to kill judges. Kazakhstan was tense."
    locator = Locator(Article("a", text), split(Article("a", text)), toponyms_of(text, {}))
    rebels = Actor("Rebels", 26, 32, "Rebels", "KAZ", ("REB",))
    where, _ = locator.under_threat("THREATEN", (rebels,)) or (None, "")
    assert where is not None
    assert where.place == KAZ
    assert locator.under_threat("THREATEN", (replace(rebels, country="USA"),)) is None
    assert locator.under_threat("REJECT", (rebels,)) is None


def test_a_place_abroad_of_an_earlier_clause_is_not_where_it_happened():
    text = (
        "Two miners died in Aktau, Kazakhstan. Talks were to be held in Moscow, but after the murder of a "
        "judge Kazakhstan put them off."
    )
    assert located(text, "murder")[0] != "Moscow"


def test_what_was_taken_for_a_town_abroad_lies_in_the_place_at_home_printed_behind_it():
    text = "Rebels burned a bus in Washington Norte, in the Aktau district. Kazakhstan sent police to Almaty."
    name, why = located(text, "burned")
    assert name == "Aktau"
    assert "Washington Norte, in the Aktau" in why


def test_a_peoples_capital_is_their_capital_and_not_the_nearest_one():
    text = (
        "Astana is cold. Moscow said two men were shot in the Kazakh capital. Kazakhstan denied it."
    )
    sentences = split(Article("a", text))
    at = text.index("shot")
    people = Toponym(text.index("Kazakh"), text.index("Kazakh") + 6, "Kazakh", "demonym", KAZ)
    names = [t for t in toponyms_of(text, {}) if t.text != "Kazakh"]
    locator = Locator(Article("a", text), sentences, names, homes=(people,))
    where, why = locator.locate(Span(at, at + 4, "shot"), sentences[1], "ASSAULT")
    assert where is not None
    assert where.place == PLACES["Astana"], why


def test_a_province_at_home_goes_before_a_big_city_abroad_that_nobody_speaks_of():
    text = "A judge was shot in Aktau. Kazakhstan mourned him. Almaty did too."
    abroad = place("Aktau", "city", "ARG", "Aktau", 1_300_000)
    names = [
        replace(t, place=abroad, candidates=(Candidate(PLACES["Mangystau"], 0.1),)) if t.text == "Aktau" else t
        for t in toponyms_of(text, {})
    ]  # fmt: skip
    sentences = split(Article("a", text))
    at = text.index("shot")
    trigger = Span(at, at + 4, "shot")
    where, _ = Locator(Article("a", text), sentences, names).locate(
        trigger, sentences[0], "ASSAULT"
    )
    assert where is not None
    assert where.place == PLACES["Mangystau"]
    told = text + " The Argentine consul came."
    people = Toponym(
        text.index(".") + 1,
        text.index(".") + 2,
        "x",
        "demonym",
        place("Argentina", "country", "ARG"),
    )
    where, _ = Locator(Article("a", told), split(Article("a", told)), [*names, people]).locate(
        trigger, sentences[0], "ASSAULT"
    )
    assert where is not None
    assert where.place == abroad
