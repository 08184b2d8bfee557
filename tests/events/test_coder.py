from datetime import date

import pytest

from geo.articles import article_from_text
from geo.pipeline import Pipeline
from geo.settings import Settings


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Settings(keep_nonevents=True))


@pytest.fixture(scope="module")
def coded(pipeline):
    def run(text, published=None, **more):
        return pipeline.code(article_from_text(text, published=published, **more))

    return run


def told(events):
    return [e for e in events if not e.gate]


def test_offsets_index_the_article(coded):
    for event in coded(
        "Police arrested 40 people in Nairobi on Monday. The opposition condemned the arrests.",
        date(2024, 7, 3),
    ):
        text = event.article.text
        assert text[event.trigger.start : event.trigger.end] == event.trigger.text
        assert text[event.evidence.start : event.evidence.end] == event.evidence.text


def test_who_what_whom_where_when(coded):
    first = told(coded("Police arrested 40 protesters in Nairobi on Monday.", date(2024, 7, 3)))[0]
    assert (first.event_type, first.modes) == ("COERCE", ("arrest",))
    assert [a.text for a in first.actors] == ["Police"]
    assert first.recipients[0].text.endswith("protesters")
    assert first.place.name == "Nairobi"
    assert first.event_date.start == first.event_date.end == date(2024, 7, 1)
    assert first.quantities[0].low == 40


def test_victims_named_in_the_sentence_behind_are_victims(coded):
    text = "Three teachers were shot dead by gunmen in Cali on Monday. They were {}. Police came."
    first = told(coded(text.format("Ana Ruiz, 42, Luis Paz and Maria Torres")))[0]
    assert [a.text for a in first.recipients[1:]] == ["Ana Ruiz", "Luis Paz", "Maria Torres"]
    assert all(a.text == text_at(first, a) for a in first.recipients)
    assert len(told(coded(text.format("buried on Tuesday")))[0].recipients) == 1


@pytest.mark.parametrize(
    ("sentence", "actors"),
    [
        ("The interior minister blamed the Red Star for it.", ["the Red Star"]),
        ("The Red Star claimed responsibility for the attack.", ["The Red Star"]),
        ("Nobody has claimed the attack, but the police suspect the Red Star.", ["the Red Star"]),
        ("The Red Star denied that it had taken part in the attack.", []),
        ("Nobody knows whether the Red Star carried out the crime.", []),
    ],
)
def test_who_is_blamed_in_a_sentence_behind_is_who_acts(coded, sentence, actors):
    text = (
        f"A car bomb killed four people in Lima on Monday. The police closed a street. {sentence}"
    )
    first = next(e for e in told(coded(text)) if e.event_type == "ASSAULT")
    assert [a.text for a in first.actors] == actors
    assert (sentence in {e.text for e in first.more_evidence}) == bool(actors)


def text_at(event, actor):
    return event.article.text[actor.start : actor.end]


def test_the_main_act_comes_first(coded):
    events = told(
        coded(
            "France condemned on Tuesday the attack in which gunmen killed nine people.",
            date(2024, 5, 8),
        )
    )
    assert events[0].event_type == "ACCUSE"


def test_without_a_publication_day_the_day_stays_open(coded):
    event = told(coded("Gunmen killed nine villagers near Maiduguri on Thursday."))[0]
    assert event.event_date is None
    assert event.date_reason


def test_the_speaker_promises(coded):
    event = told(coded("Foreign Minister Ana Brnabic said that food aid would be sent to Chad."))[0]
    assert event.event_type == "AGREE"
    assert "Brnabic" in event.actors[0].text


def test_non_events_carry_their_reason(coded):
    gates = {e.gate for e in coded("Police did not arrest anyone in Lagos on Monday.")}
    assert gates == {"negated"}


def test_non_events_are_dropped_by_default():
    pipeline = Pipeline(Settings())
    article = article_from_text("Police did not arrest anyone in Lagos on Monday.")
    assert pipeline.code(article) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The striker attacked the goal and the champions beat their rivals 3-1 in the league match.",
        "Shares rallied as traders attacked the dollar; the index, futures and bonds gained.",
        "In 1916 soldiers attacked the fort, a hundred years before today's festival of 2016.",
        "We met friends in Cusco and visited the market.",
    ],
)
def test_sport_markets_history_and_private_life_give_no_event(coded, text):
    assert told(coded(text, date(2016, 8, 1))) == []


def test_another_language_is_not_coded(coded, pipeline):
    article = article_from_text("La policía detuvo a 40 manifestantes en Lima el lunes.")
    object.__setattr__(article, "language", "es")
    assert pipeline.coder.code(article, (), ()) == ()
    assert pipeline.why_not(article) == "not coded yet: the text is in Spanish"


def test_unsure_events_ask_for_review():
    article = article_from_text("Police arrested 40 protesters in Nairobi on Monday.")
    strict = Pipeline(Settings(review_below=1.0)).code(article)
    lax = Pipeline(Settings(review_below=0.0)).code(article)
    assert {e.review_status for e in strict} == {"needs review"}
    assert {e.review_status for e in lax} == {"unreviewed"}


def test_the_same_text_gives_the_same_ids(coded):
    text = "Troops clashed with rebels in Goma on Friday, killing six soldiers."
    assert [e.id for e in coded(text)] == [e.id for e in coded(text)]


def test_contexts_leave_out_what_a_speaker_calls_others(coded):
    events = told(coded("The president called the marchers “terrorists” in Minsk on Sunday."))
    assert all("terrorism" not in e.contexts for e in events)


@pytest.mark.parametrize("text", ["", " \n ", "?!", "a" * 5000, "{{7*7}} ${x} <img onerror=1>"])
def test_odd_texts_give_no_event(pipeline, text):
    from geo.model import Article
    from geo.sentences import split

    article = Article(id="x", text=text)
    assert pipeline.coder.code(article, split(article), ()) == ()


def test_a_lone_sentence_that_only_names_an_act_tells_of_it(coded):
    lone = "A gang notorious for kidnappings, by all accounts"
    assert [e.event_type for e in told(coded(lone))] == ["ASSAULT"]
    assert told(coded(f"{lone}. Nobody had seen anything. The shops were open.")) == []


def test_an_act_told_of_several_towns_is_an_event_in_each(coded):
    text = (
        "Demonstrators marched in Mombasa, Kisumu and Nakuru on Monday. Kenya's government said so."
    )
    marches = [e for e in told(coded(text, date(2024, 7, 3))) if e.event_type == "PROTEST"]
    assert [e.place.name for e in marches] == ["Mombasa", "Kisumu", "Nakuru"]
    assert len({e.id for e in marches}) == 3
    address = "Gunmen shot a man dead in Naivasha, Nakuru on Monday. Kenya's police said so."
    shots = [e for e in told(coded(address, date(2024, 7, 3))) if e.event_type == "ASSAULT"]
    assert len({e.place.id for e in shots}) == 1


@pytest.mark.parametrize(
    ("text", "violent"),
    [
        ("A blast at the port of Lima killed 40 people. It destroyed two schools. Nitrate had been stored in a warehouse.", False),
        ("A fire at a fuel tanker caused an explosion that killed nine people in Lima on Friday.", False),
        ("Four workers were killed when a concrete canopy fell on them in Lima on Monday.", False),
        ("An explosion at a depot killed nine people in Lima. Rebels had attacked it and set it on fire.", True),
        ("A bomb exploded near a tanker in Lima on Monday, killing six people and starting a fire.", True),
        ("A blast in a mosque in Lima killed six people on Monday.", True),
    ],
)  # fmt: skip
def test_what_blew_up_by_accident_is_no_violence(coded, text, violent):
    events = told(coded(text, date(2024, 7, 3)))
    assert ("ASSAULT" in {e.event_type for e in events}) == violent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Israel sent troops into a buffer zone on Sunday.", "MOBILIZE"),
        ("The United Nations sent peacekeeping troops into East Timor on Sunday.", "AID"),
        ("France sent troops to help flood victims in Valencia on Sunday.", "AID"),
    ],
)
def test_troops_sent_into_a_place_help_nobody_there(coded, text, kind):
    assert told(coded(text, date(2024, 7, 3)))[0].event_type == kind


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("Demonstrators marched in Mombasa, Kisumu, Nakuru and Eldoret on Tuesday.", []),
        ("Lorry drivers went on strike across Uganda on Monday.", []),
        ("Workers went on strike in Lyon, France, on Tuesday.", []),
        ("Thousands of people marched against Uganda in Nairobi on Monday.", ["Uganda"]),
    ],
)
def test_where_a_protest_was_is_nobody_it_was_aimed_at(coded, text, recipients):
    first = told(coded(text, date(2024, 7, 3)))[0]
    assert [a.text for a in first.recipients] == recipients


def test_those_who_act_are_not_taken_for_those_acted_on(coded):
    text = "Gunmen shot dead the mayor of Gombe on Monday. Nigerian police detained two men."
    shot, detained = told(coded(text, date(2024, 7, 3)))[:2]
    assert "Gunmen" not in [a.text for a in shot.recipients]
    assert [a.text for a in detained.actors] == ["Nigerian police"]


@pytest.mark.parametrize(
    ("who", "kind", "mode"),
    [("Police", "COERCE", "arrest"), ("Gunmen", "ASSAULT", "abduct"), ("Rebels", "ASSAULT", "abduct")],
)  # fmt: skip
def test_whom_gunmen_hold_is_not_arrested(coded, who, kind, mode):
    [event] = told(coded(f"{who} detained three teachers in Nairobi on Monday.", date(2024, 7, 3)))
    assert (event.event_type, event.modes) == (kind, (mode,))


def test_a_decree_is_placed_where_its_office_rules(coded):
    text = (
        "ABUJA, Nigeria — Protests went on for a third day. Nigeria is tense.\n\n"
        "The governor of Lagos, Babajide Sanwo-Olu, imposed a curfew on Tuesday, saying that"
        " criminals had hijacked the protests. He ordered an inquiry into the shooting."
    )
    events = told(coded(text, date(2020, 10, 21)))
    (curfew,) = [e for e in events if "curfew" in e.modes]
    assert curfew.place.name == "Lagos"
    assert not [
        e for e in events if e.event_type == "ASSAULT" and (e.actors or "abduct" in e.modes)
    ]


SPEECH = (
    "We have always said that our people want peace, and we will not rest until our children can sleep. "
    "The enemy has murdered our brothers for years, and our forces have attacked wherever they were found. "
) * 3


def test_violence_that_a_speech_only_mentions_is_background(coded):
    news = "Gunmen killed the mayor of Tumaco on Monday. "
    acts = [e for e in coded(news + SPEECH, date(2024, 7, 3)) if e.event_type == "ASSAULT"]
    assert [e.trigger.text for e in acts if not e.gate] == ["killed"]
    assert "background" in {e.gate for e in acts}


def test_a_note_is_about_all_that_it_tells(coded):
    acts = coded(SPEECH[:200], date(2024, 7, 3))
    assert "background" not in {e.gate for e in acts if e.event_type == "ASSAULT"}


def test_what_no_verb_tells_may_be_what_the_story_is_about_and_is_no_pin(coded):
    text = (
        "BOGOTA — A commission of the senate met on Monday. Its members spoke about the budget. "
        "They spoke too about the murder of a senator by gunmen. "
        + "The commission spoke about the budget of the coming year and its many costs. "
        * 6
    )
    acts = [e for e in coded(text, date(2024, 7, 3)) if e.event_type == "ASSAULT" and not e.gate]
    assert [a.text for e in acts for a in e.recipients] == ["a senator"]
    assert not acts[0].pinned
