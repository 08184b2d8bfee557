"""PLOVER records in ACLED's words, and laid out in ACLED's shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.events.acled.rows import ACLED_COLUMNS, acled_rows
from geo.events.acled.scenes import add_acled
from geo.events.acled.words import acled_words
from geo.model import (
    Actor,
    Article,
    Event,
    EventDate,
    Evidence,
    Place,
    Quantity,
    Span,
    Toponym,
    event_id,
)

HOMS = Place(
    "p:h",
    "Homs",
    34.73,
    36.72,
    "city",
    country="SYR",
    country_name="Syria",
    admin1="Homs",
    radius_km=9,
)
POLICE = Actor("police", 0, 6, "police", "SYR", ("COP",))
CROWD = Actor("protesters", 0, 10, "protesters", "SYR", ("CVL",))
ARMY = Actor("army", 0, 4, "army", "SYR", ("MIL",))
REBELS = Actor("rebels", 0, 6, "rebels", "SYR", ("REB",))


def event(  # noqa: PLR0917
    text: str,
    kind: str = "ASSAULT",
    modes=(),
    actors=(),
    recipients=(),
    at: int = 0,
    place=HOMS,
    quantities=(),
    article=None,
) -> Event:
    whole = article or text
    start = whole.index(text)
    return Event(
        id=event_id("a", at, at + 3, kind),
        article=Article("a", whole),
        event_type=kind,
        trigger=Span(at, at + 3, whole[at : at + 3]),
        evidence=Evidence("a", start, start + len(text), text, source="Test"),
        modes=tuple(modes),
        actors=tuple(actors),
        recipients=tuple(recipients),
        event_date=EventDate(date(2024, 3, 1), date(2024, 3, 3), "relative"),
        toponym=Toponym(0, 4, "Homs", place=place) if place else None,
        quantities=tuple(quantities),
    )


@pytest.mark.parametrize(
    ("text", "kind", "modes", "want"),
    [
        ("Thousands rallied in the square.", "PROTEST", ("demo",), "Peaceful protest"),
        ("Protesters threw stones and burned tyres.", "PROTEST", ("riot",), "Violent demonstration"),
        ("Police fired tear gas to disperse protesters.", "ASSAULT", ("crowd-control",), "Protest with intervention"),
        ("Security forces shot dead six peaceful protesters.", "ASSAULT", ("firearms",), "Excessive force against protesters"),
        ("The army clashed with rebels near the village.", "ASSAULT", (), "Armed clash"),
        ("Militants attacked a checkpoint, killing four soldiers.", "ASSAULT", (), "Armed clash"),
        ("Government forces recaptured the town from rebels.", "ASSAULT", (), "Government regains territory"),
        ("Rebels seized control of the town.", "ASSAULT", (), "Non-state actor overtakes territory"),
        ("Rebels took over the town after the army withdrew without a fight.", "RETREAT", ("withdraw",), "Non-violent transfer of territory"),
        ("Warplanes bombed the market.", "ASSAULT", ("aerial",), "Air/drone strike"),
        ("A suicide bomber killed nine people.", "ASSAULT", ("suicide-attack",), "Suicide bomb"),
        ("Artillery shelled the suburb.", "ASSAULT", ("heavy-weapons",), "Shelling/artillery/missile attack"),
        ("A roadside bomb killed two.", "ASSAULT", ("explosives",), "Remote explosive/landmine/IED"),
        ("A grenade was thrown into the bar.", "ASSAULT", ("explosives",), "Grenade"),
        ("A chlorine attack left dozens dead.", "ASSAULT", ("unconventional",), "Chemical weapon"),
        ("Gunmen abducted two teachers.", "ASSAULT", ("abduct",), "Abduction/forced disappearance"),
        ("A mob lynched a man accused of theft.", "ASSAULT", (), "Mob violence"),
        ("Soldiers raped three women.", "ASSAULT", ("sexual",), "Sexual violence"),
        ("Gunmen shot dead a teacher.", "ASSAULT", ("firearms",), "Attack"),
        ("Police seized rifles and ammunition.", "COERCE", ("seize",), "Disrupted weapons use"),
        ("Police arrested two hundred people.", "COERCE", ("arrest",), "Arrests"),
        ("A curfew was imposed.", "COERCE", ("curfew",), "Other"),
        ("The army set up a new base near the border.", "MOBILIZE", ("troops",), "Headquarters or base established"),
        ("Troops were deployed to the border.", "MOBILIZE", ("troops",), "Change to group/activity"),
        ("Government and rebels signed a ceasefire agreement.", "SUPPORT", (), "Agreement"),
        ("The two ministers signed a trade agreement.", "SUPPORT", (), None),
        ("The minister criticised the report.", "ACCUSE", (), None),
        ("The president visited the city.", "CONSULT", ("visit",), None),
    ],
)  # fmt: skip
def test_a_scene_has_its_sub_event_type(text, kind, modes, want):
    (labelled,) = add_acled([event(text, kind, modes)])
    assert labelled.acled_sub_event_type == want
    assert labelled.acled_event_type == (acled_words().types[want] if want else None)


def test_a_protest_and_the_force_against_it_become_one_event():
    text = "Thousands rallied. Police fired tear gas at protesters."
    protest = event("Thousands rallied.", "PROTEST", ("demo",), (CROWD,), at=1, article=text)
    force = event(
        "Police fired tear gas at protesters.",
        "ASSAULT",
        ("crowd-control",),
        (POLICE,),
        (CROWD,),
        at=20,
        article=text,
    )
    labelled = add_acled([protest, force])
    assert {e.acled_sub_event_type for e in labelled} == {"Protest with intervention"}
    (row,) = acled_rows(labelled)
    assert {row["actor1"], row["actor2"]} == {"Protesters (Syria)", "Police Forces of Syria"}
    assert row["interaction"] == "State forces-Protesters"


ALEPPO = replace(HOMS, id="p:a", name="Aleppo")
RIOT = "Crowds in Aleppo torched cars and smashed windows."


@pytest.mark.parametrize(
    ("march", "place", "want"),
    [
        ("Thousands marched in Homs for democracy.", HOMS, "Peaceful protest"),
        ("Thousands marched in Aleppo for democracy.", ALEPPO, "Violent demonstration"),
    ],
)
def test_a_march_is_a_riot_only_where_the_riot_was(march, place, want):
    text = f"{RIOT} {march}"
    told = add_acled(
        [
            event(RIOT, "PROTEST", ("riot",), place=ALEPPO, article=text),
            event(march, "PROTEST", ("demo",), at=60, place=place, article=text),
        ]
    )
    assert [e.acled_sub_event_type for e in told] == ["Violent demonstration", want]


def test_a_violent_word_of_the_next_paragraph_makes_no_riot():
    march = "Thousands marched in Homs."
    told = add_acled(
        [event(march, "PROTEST", ("demo",), article=f"{march}\n\nShe disowned the rioters.")]
    )
    assert told[0].acled_event_type == "Protests"


def test_a_strike_without_a_gathering_is_none_of_acleds():
    told = add_acled([event("Dockers have been on strike since May.", "PROTEST", ("strike",))])
    assert told[0].acled_event_type is None
    told = add_acled(
        [event("Striking dockers marched to the port.", "PROTEST", ("strike", "demo"))]
    )
    assert told[0].acled_sub_event_type == "Peaceful protest"


def test_a_town_by_name_is_territory():
    town = Actor("Homs", 14, 18, "Homs", "SYR")
    taken = event("Rebels seized Homs on Sunday.", actors=(REBELS,), recipients=(town,))
    taken = replace(
        taken,
        trigger=Span(7, 13, "seized"),
        toponym=Toponym(14, 18, "Homs", place=HOMS),
    )
    (told,) = add_acled([taken])
    assert told.acled_sub_event_type == "Non-state actor overtakes territory"


def test_fighting_of_sides_not_told_is_a_battle_unless_crowds_were_out():
    clash = "Clashes were reported in Homs."
    (told,) = add_acled([replace(event(clash), trigger=Span(0, 7, "Clashes"))])
    assert told.acled_sub_event_type == "Armed clash"
    march = "Protesters marched in Aleppo."
    text = f"{march}\n\n{clash}"
    told = add_acled(
        [
            event(march, "PROTEST", ("demo",), place=ALEPPO, article=text),
            replace(event(clash, at=31, article=text), trigger=Span(31, 38, "Clashes")),
        ]
    )
    assert told[1].acled_sub_event_type == "Violent demonstration"


@pytest.mark.parametrize(("who", "want"), [("A man", "Attack"), ("A group of men", "Mob violence")])
def test_one_alone_is_no_mob(who, want):
    actor = Actor(who, 0, len(who), who, "SYR", ("CVL",))
    (told,) = add_acled([event(f"{who} stabbed a shopkeeper.", actors=(actor,))])
    assert told.acled_sub_event_type == want


def test_police_as_a_source_are_no_party():
    (labelled,) = add_acled([event("Gunmen killed two farmers, police said.")])
    assert labelled.acled_sub_event_type == "Attack"


def test_non_events_stay_blank():
    (labelled,) = add_acled([replace(event("A bomb killed two."), gate="future")])
    assert labelled.acled_sub_event_type is None


def test_the_row_has_acleds_columns_and_its_rules():
    dead = Quantity("killed", 24, 99, "dozens", 0, 6)
    told = add_acled(
        [
            event(
                "The army killed dozens of rebels in clashes.",
                actors=(ARMY,),
                recipients=(REBELS,),
                quantities=(dead,),
            )
        ]
    )
    (row,) = acled_rows(told)
    assert tuple(row) == ACLED_COLUMNS
    assert (row["event_date"], row["time_precision"]) == ("2024-03-02", 2)
    assert (row["iso"], row["country"], row["geo_precision"]) == ("760", "Syria", 1)
    assert (row["latitude"], row["longitude"]) == (34.73, 36.72)
    assert row["fatalities"] == 12
    assert row["interaction"] == "State forces-Rebel group"
    assert row["civilian_targeting"] == ""
    assert row["timestamp"] == ""


def test_a_country_is_no_point_in_the_row():
    land = Place("p:s", "Syria", 35.0, 38.0, "country", country="SYR", country_name="Syria")
    (row,) = acled_rows(add_acled([event("A bomb killed two.", place=land)]))
    assert (row["latitude"], row["geo_precision"], row["country"]) == ("", "", "Syria")


def test_every_sub_event_type_has_its_type_and_disorder():
    words = acled_words()
    assert len(words.types) == 25
    assert set(words.disorder) == set(words.types)
