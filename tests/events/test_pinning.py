"""What is drawn as a pin and what only stays in the list: sense, telling and place."""

from datetime import date

import pytest

from geo.articles import article_from_text
from geo.frame import event_row
from geo.pipeline import Pipeline
from geo.settings import Settings

TAIL = " Residents spoke of it all day. Nobody else had seen anything, and the shops were open."


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Settings())


def told(pipeline, text, tail=TAIL):
    return pipeline.code(article_from_text(text + tail))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Gunmen shot dead three villagers in Maiduguri on Monday, police said.", "ASSAULT"),
        ("Police arrested two suspects in Lyon on Monday.", "COERCE"),
        ("Thousands of demonstrators protested in Warsaw on Monday against the law.", "PROTEST"),
    ],
)
def test_an_act_with_its_actors_and_its_place_is_drawn(pipeline, text, kind):
    assert kind in {e.event_type for e in told(pipeline, text) if e.pinned}


@pytest.mark.parametrize(
    "text",
    [
        "A rollover near Lyon injured the driver on Monday.",
        "A swarm of bees attacked a gardener in Tucson on Monday.",
        "Ten years ago a gunman shot dead seven people in Lyon.",
        "The film tells of the murder of a journalist in Lyon.",
        "The club will meet its members in Lyon on Monday.",
        "The tower has been the backdrop for many famous marches through Paris.",
        "The minister arrived in Quito on Monday, kicking off three days of celebrations.",
        "Three women were killed as a bus overturned in Lyon on Monday, the police said.",
        "The president will be back on the road on Monday, holding a rally in Lyon.",
        "The candidate told a rally in Lyon on Monday that he would cut taxes.",
        "Ten girls were killed in a fire at a home in Lyon on Monday.",
        "A man was killed in a suspected hit-and-run in Lyon on Monday, police said.",
        "Hawaii sued over the new travel ban of the president on Monday.",
        "The army appeared to have sent soldiers to a base in Lyon on Monday.",
        "Boycotting the courts would show that people in Lyon refuse such a system.",
        "In the past the air force has hit militia positions in Manbij.",
        "A federal judge in Hawaii blocked the new travel ban of the president on Monday.",
        "The company launched a rocket with a satellite from Cape Canaveral on Monday.",
        "In Cologne some 20,000 people took to the streets for the carnival on Monday.",
        "A candlelight vigil was held in Lyon on Monday for the drowned boy.",
        "Hundreds of mourners marched through Lyon on Monday in memory of the teacher.",
        "Troops attacked a mock village near Lyon on Monday.",
        "Hackers attacked a bank in Lyon on Monday, the police said.",
        "The footage shot in Lyon was shown by the army on Monday.",
        "A soldier killed himself in Lyon on Monday.",
        "A reported shooting in Lyon on Monday was a hoax, police said.",
        "No one was arrested in Lyon on Monday.",
        "The protest in Lyon was called off on Monday.",
        "The lawyer protested that his client was innocent in Lyon on Monday.",
        "The leaders were to have met in Lyon on Monday, but the trip was put off.",
        "Police launched a manhunt in Lyon on Monday.",
        "A warrant was issued in Lyon on Monday for the arrest of the singer.",
        "The mayor cracked down on litter in Lyon on Monday.",
        "A council in Lyon withdrew a plan to close a library on Monday after protests.",
        "Police blew up a suspicious package in Lyon on Monday.",
        "The minister came under fire in Lyon on Monday for his remarks.",
        "The minister fought back tears in Lyon on Monday.",
        "Candidates of the army's party clashed in a debate in Lyon on Monday.",
        "Veterans marched in Lyon on Monday to mark the end of the war.",
        "A surge in shootings in Lyon has alarmed the police.",
        "Foreign minister to meet army commanders in Lyon.",
        "The police chief reminded officers in Lyon on Monday not to help in deporting migrants.",
        "The suspect was put on the wanted list by the police in Lyon on Monday.",
    ],
)
def test_another_sense_a_retelling_or_private_life_is_not_drawn(pipeline, text):
    assert [e for e in told(pipeline, text) if e.pinned] == []


def test_a_doubted_event_stays_in_the_list_with_its_place_and_the_reason(pipeline):
    text = "The bombing of Lyon is told in a new book. Gunmen killed people in Lyon, the book says."
    doubted = [e for e in told(pipeline, text) if e.pin_doubt]
    assert doubted
    row = event_row(doubted[0])
    assert row["location"] == "Lyon"
    assert row["latitude"] is None
    assert row["precision"] == "none"
    assert row["review_status"] == "needs review"
    assert "not drawn" in row["geo_reason"]


def test_one_sentence_alone_is_not_questioned(pipeline):
    events = told(pipeline, "A blast killed ten people in Kabul.", tail="")
    assert [e.place.name for e in events if e.pinned] == ["Kabul"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        # arrested for it, taken there, wanted there: not arrested there
        (
            "Police arrested two men on Monday accused of plotting a raid on a bank in Lyon.",
            "arrested",
        ),
        ("A suspect in a January theft near Lyon was arrested on Monday.", "arrested"),
        ("A man who shot a guard last week in Lyon was jailed on Monday.", "jailed"),
        # another act of the sentence has the place
        ("The killings of two villagers followed a march in Lyon.", "killings"),
        ("The minister said in Lyon that an explosion damaged a bridge on Monday.", "explosion"),
        ("The minister resigned on Monday after five villagers were killed in Lyon.", "resigned"),
        ("Guard killed in Annecy bank raid: three men held in Lyon on Monday.", "raid"),
        ("A teacher shot by gunmen on Monday died in a Lyon hospital.", "shot"),
        ("The guard, 56, of Lyon's Bron district, was stabbed by a gang on Monday.", "stabbed"),
        ("Gunmen ambushed a bus on the road between Lyon and Annecy on Monday.", "ambushed"),
        ("Gunmen ambushed a bus on the road between Annecy and Lyon on Monday.", "ambushed"),
        # another year
        ("The following year the foreign minister visited the army command in Lyon.", "visited"),
        ("Guards spoke of the 2001 gas attacks, in which five people died in Lyon.", "attacks"),
        ("Their 2009 offensive drove the rebels out of villages near Lyon.", "drove"),
        # habits, accidents, thefts, words for what nobody fought
        ("Militants frequently bomb buses in Lyon, police said.", "bomb"),
        ("A hunting accident led to a shooting in Lyon on Monday.", "shooting"),
        ("A man was charged with a burglary in Lyon on Monday.", "burglary"),
        ("The new prison in Lyon clashes with the renewal of its centre.", "clashes"),
        # planned, denied, in words, in passing, a state, to come
        ("The group wanted to plant bombs in Lyon, police said on Monday.", "bombs"),
        ("Police said that stabbings in Lyon were denied by both sides on Monday.", "stabbings"),
        ("The mayor made a scathing attack on the governor in Lyon on Monday.", "attack"),
        ("It was noon. Trade in Lyon had not been hurt by the riots.", "riots"),
        ("It was noon. Some 600 suspected militants are detained in Lyon.", "detained"),
        # where somebody speaks, comes from, served; another act beside it
        ("A spokesman in Lyon said that the army had shot six villagers.", "shot"),
        ("Police arrested two men from Lyon on Monday.", "arrested"),
        ("A sergeant who served in Lyon was shot dead on Monday.", "shot"),
        ("Troops captured ten rebels on Monday and were holding them in Lyon.", "captured"),
        ("Priests in Lyon condemned the murder of a bishop on Monday.", "murder"),
        ("The marches were provoked by the assault on Lyon on Monday.", "marches"),
        # talked of, remembered, in a clause behind the place's own act
        (
            "British envoys in Lyon ended talks without agreement on the deployment of a force.",
            "deployment",
        ),
        (
            "A service in Lyon on Monday remembered the nine guards whom gunmen shot dead.",
            "shot",
        ),
        (
            "The army carried out raids in Lille and Lyon after nine people were killed at the weekend.",
            "killed",
        ),
        # the crime somebody is held for, the court that hears of it, the next of several attacks
        ("Man arrested over Lyon shop murder. It was noon.", "arrested"),
        ("A court in Lyon heard on Monday that the man had stabbed his wife.", "stabbed"),
        (
            "An air raid killed ten people on Monday, and a bomb attack in Lyon wounded two.",
            "killed",
        ),
        ("The bodies of ten soldiers killed in Mali were flown to Lyon on Monday.", "killed"),
        ("Thousands marched on Monday to demand the release of men held in Lyon.", "marched"),
        ("A general was convicted on Monday of killing prisoners in Lyon.", "convicted"),
        # the verb that the act only tells of somebody, what was made ready, brought, looked for
        ("The body of a man shot dead on Monday was buried in Lyon.", "shot"),
        ("The gang that killed the guard on Monday has its base in Lyon.", "killed"),
        ("Ten people were killed on Monday in an attack that was planned in Lyon.", "killed"),
        ("The suspect bought the gun in Lyon before he shot the guard on Monday.", "shot"),
        ("The man was brought to a hospital in Lyon after the shooting on Monday.", "shooting"),
        ("Police investigating the murder of a man in Lyon have arrested two men.", "arrested"),
        ("A suspect in the Marseille stabbings was arrested in Lyon on Monday.", "stabbings"),
        # who speaks of it in the capital or far from it, and what went on meanwhile
        ("Fighters sent ten tanks to the front on Monday, the coalition in Baghdad said.", "sent"),
        ("Militants retook a village on Monday while the army was busy in Lyon.", "retook"),
        ("Travellers were detained by police on Monday under an order signed in Lyon.", "detained"),
        # with words, compared
        ("The senator attacked the media at a rally in Lyon on Monday.", "attacked"),
        ("Unlike the attack in Lyon, that of Monday was the work of one man.", "attack"),
        ("The mayor spoke on Monday of an attack by the paper in Lyon on his policies.", "attack"),
        # on whom it is done; one of a pair; still to come, called for, said to be invented
        ("The minister spoke on Monday of the sanctions imposed on Lyon by the union.", "imposed"),
        ("Troops seized two stations of the Lyon-Turin railway on Monday.", "seized"),
        ("The president will meet the army chief of Spain at a summit in Lyon.", "summit"),
        ("Activists had called on students to join thousands at a rally in Lyon.", "rally"),
        ("Officials said the army sent troops to Lyon and that any such move was false.", "troops"),
        # another time
        ("It was noon. The police had previously arrested the man in Lyon.", "arrested"),
        ("It was noon. An inquiry into the shooting in Lyon was announced on Monday.", "shooting"),
        # part of another name
        ("Gunmen shot dead two students in the Lyon Street neighbourhood on Monday.", "shot"),
        # no strike
        ("One customer walked out of a shop in Lyon with a ticket on Monday.", "walked"),
    ],
)
def test_the_place_of_another_act_or_time_is_no_pin(pipeline, text, word):
    assert [e for e in told(pipeline, text) if e.pinned and word in e.trigger.text] == []


@pytest.mark.parametrize(
    "text",
    [
        "Nurses walked out in Lyon on Monday over pay.",
        "Police clashed with students in Lyon on Monday and arrested 20 of them.",
        "The worst attack in its history killed 49 people in Lyon on Monday, when gunmen opened fire.",
        "Hundreds held a vigil in Lyon on Monday to protest against the killing of a boy by police.",
        "A bomber killed himself and four soldiers in Lyon on Monday.",
        "Residents and police clashed over evictions in Lyon on Monday.",
        "A man who fled Moscow last year was shot dead by gunmen in Lyon on Monday.",
        "Hundreds held a rally in Lyon on Monday to condemn the shooting of an engineer.",
        "The bomb attack that killed ten soldiers on Monday took place in Lyon.",
        "Police arrested ten men in raids in Lyon on Monday.",
        "Police arrested a man in Lyon on Monday over the murder of his wife.",
    ],
)
def test_what_reads_alike_but_happened_there_is_drawn(pipeline, text):
    assert "Lyon" in {e.place.name for e in told(pipeline, text) if e.pinned}


@pytest.mark.parametrize(("day", "doubt"), [("on Monday", False), ("", True)])
def test_a_verb_that_reads_as_the_present_is_no_habit_with_a_day(pipeline, day, doubt):
    text = f"The unrest goes on. Soldiers beat my brother in Lyon {day}. He left on Tuesday."
    [event] = pipeline.code(article_from_text(text, published=date(2024, 6, 5)))
    assert ("habit" in event.pin_doubt) is doubt


def test_a_merged_pin_shows_the_sentence_that_puts_it_there(pipeline):
    text = (
        "Gunmen killed nine soldiers on Monday, the army said. It gave no names.\n\n"
        "The gunmen killed the nine soldiers in Lyon, a witness said."
    )
    (pin,) = [e for e in told(pipeline, text) if e.pinned and e.event_type == "ASSAULT"]
    assert "Lyon" in pin.evidence.text
    assert pin.more_evidence


def test_a_place_of_the_sentence_before_is_lent_to_what_goes_on_there_alone(pipeline):
    filler = "The shops were open. Nobody had seen it. The day was warm. "
    goes_on = "Gunmen shot dead three villagers in Lyon on Monday. Police arrested two gunmen."
    before = "Ministers met officials of the army in Lyon on Monday. Gunmen killed two soldiers."
    arrests = [e for e in told(pipeline, filler + goes_on) if e.event_type == "COERCE"]
    assert [e.pinned for e in arrests] == [True]
    killed = [e for e in told(pipeline, filler + before) if e.event_type == "ASSAULT"]
    assert not any(e.pinned for e in killed)


def test_the_finest_name_of_an_address_is_taken_though_it_comes_last(pipeline):
    text = "Gunmen killed three soldiers near the Helmand province town of Gereshk on Monday."
    (event,) = [e for e in told(pipeline, text) if e.event_type == "ASSAULT"]
    assert event.place.name == "Gereshk"


@pytest.mark.parametrize(
    "text",
    [
        "Rebels seized Aleppo on Monday.",
        "Fighters took the town of Aleppo on Monday.",
        "The army seized two oil fields near Aleppo on Monday.",
    ],
)
def test_a_seized_town_is_taken_not_arrested(pipeline, text):
    (event, *_) = told(pipeline, text)
    assert (event.event_type, event.modes) == ("ASSAULT", ())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rioters overturned cars in Lyon on Monday and burned tyres.", "PROTEST"),
        ("Police officers beat a student in Lyon on Monday with batons.", "ASSAULT"),
    ],
)
def test_the_same_words_of_a_crowd_or_a_beating_are_drawn(pipeline, text, kind):
    assert kind in {e.event_type for e in told(pipeline, text) if e.pinned}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        # Only beside what bears on the act, whoever speaks of it and wherever else it lies.
        ("Bombers attacked Samarra, north of the capital, Baghdad, on Monday, killing ten people.", "Baghdad"),
        ("According to Adam Korhan, a lecturer at a college in Istanbul, the opposition boycott began on Monday.", "Istanbul"),
        ("A man with an address in Belfast was arrested by police in Letterkenny on Monday.", "Belfast"),
        ("Mr Doe, of Old Road, Schull in Co Cork, was arrested by police on Monday.", "Schull"),
        ("Gunmen shot dead three villagers in the Sahel on Monday, police said.", "Sahel"),
        ("Suspects from Chad and Tangier were arrested by police on Monday, the minister said.", "Tangier"),
        ("The army test-fired a ballistic missile on Monday during a visit of the president in Florida.", "Florida"),
        ("The general said Moscow undermined the government in Kabul as insurgents were fighting the militia.", "Kabul"),
        ("An organizer of the protest to be held in Minsk on Saturday was detained by police on Monday.", "Minsk"),
        ("Fighter jets destroyed all bridges across the Euphrates river on Monday.", "Euphrates"),
    ],
)  # fmt: skip
def test_where_the_speaker_works_and_what_lies_near_is_no_pin(pipeline, text, place):
    assert place not in {e.toponym.text for e in told(pipeline, text) if e.pinned}


def test_the_only_place_of_a_story_is_no_pin(pipeline):
    text = "Troops launched an attack on an oil terminal on Monday, killing nine. Reporters in Tripoli heard of it."
    assert [e for e in told(pipeline, text) if e.pinned] == []


def test_what_has_no_day_and_is_told_late_is_no_pin(pipeline):
    news = "Gunmen shot dead three villagers in Maiduguri on Monday, police said." + 5 * TAIL
    late = " Soldiers have shot dead four traders in Kano."
    found = pipeline.code(article_from_text(news + late, published="2024-03-06"))
    drawn = {e.place.name: e.pinned for e in found if e.place}
    assert drawn["Maiduguri"]
    assert not drawn["Kano"]


def test_the_crime_somebody_is_arrested_for_is_not_where_he_was_arrested(pipeline):
    text = "On Monday soldiers arrested 12 men in Kano in connection with the killing."
    assert {e.event_type for e in told(pipeline, text) if e.pinned} == {"COERCE"}


def test_what_is_decreed_after_an_attack_is_not_decreed_there(pipeline):
    text = "Following the attacks around Paris, the government declared a state of emergency on Monday."
    assert "COERCE" not in {e.event_type for e in told(pipeline, text) if e.pinned}


def test_an_act_without_a_day_is_not_drawn_where_the_story_tells_of_no_day(pipeline):
    story = (
        "The mayor of Lyon spoke of his childhood. He was fond of the river. His wife wrote books."
        " Gunmen shot dead three villagers in Maiduguri. He then went home."
    )
    known = story.replace("He then went home.", "He then went home on Monday.")
    drawn = [
        [e for e in pipeline.code(article_from_text(text, published="2024-03-06")) if e.pinned]
        for text in (story, known)
    ]
    assert [len(pins) for pins in drawn] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot dead three villagers on Monday, while the mayor and his wife and four of their friends were away at a wedding in Lyon.",
        "Gunmen shot dead three villagers in Lyon on Monday, the ministers agreed to raise the pensions, the cup final was put off because of rain, a new bridge was opened by the mayor, two singers announced a tour, the price of bread went up again, a film won a prize, and the zoo showed its young elephants to the children.",
    ],
)  # fmt: skip
def test_a_place_far_from_the_act_and_an_act_among_many_things_are_not_drawn(pipeline, text):
    assert [e for e in told(pipeline, text) if e.pinned and e.event_type == "ASSAULT"] == []


def test_a_sum_of_months_is_no_act(pipeline):
    text = "Gunmen killed {} soldiers in Lyon {}." + TAIL
    for number, when, drawn in (("two", "on Monday", True), ("sixty", "this year", False)):
        article = article_from_text(text.format(number, when), published=date(2024, 5, 7))
        assert any(e.pinned for e in pipeline.code(article)) is drawn
