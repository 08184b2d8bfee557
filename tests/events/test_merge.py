"""What is one event told twice, and what are two."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from geo.events.merging.merge import merge_events
from geo.events.quantities.find import find_quantities
from geo.events.quantities.owners import owned
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

LIMA = Place(
    "p:lima", "Lima", -12.0, -77.0, "city", country="PER", country_name="Peru", admin1="Lima"
)
CUSCO = Place(
    "p:cusco", "Cusco", -13.5, -72.0, "city", country="PER", country_name="Peru", admin1="Cusco"
)
PERU = Place("p:peru", "Peru", -10.0, -76.0, "country", country="PER", country_name="Peru")
DAY = date(2024, 3, 4)


def actor(name: str, *sectors: str) -> Actor:
    return Actor(name, 0, len(name), name, "PER", sectors)


def event(
    at: int = 0, *, article: str = "a", kind: str = "ASSAULT", day: date | None = DAY, place: Place | None = LIMA,
    actors=(), recipients=(), modes=(), quantities=(), published: date = date(2024, 3, 5), reason: str = "named",
) -> Event:  # fmt: skip
    text = f"Told at {at}."
    return Event(
        id=event_id(article, at, at + 4, kind),
        article=Article(article, "x" * 500, published=published),
        event_type=kind,
        trigger=Span(at, at + 4, "xxxx"),
        evidence=Evidence(article, at, at + len(text), text, source=f"source {article}"),
        event_date=EventDate(day, day, "relative")
        if day
        else EventDate(published, published, "publication"),
        toponym=Toponym(at, at + 4, place.name, place=place) if place else None,
        geo_reason=reason,
        actors=tuple(actors),
        recipients=tuple(recipients),
        modes=tuple(modes),
        quantities=tuple(quantities),
    )


def test_the_same_act_told_twice_in_an_article_is_one_with_both_sentences():
    (one,) = merge_events([event(0), event(100)])
    assert one.id == event(0).id
    assert [e.start for e in one.more_evidence] == [100]
    assert one.n_sources == 1


def test_two_articles_about_one_act_are_two_sources():
    (one,) = merge_events([event(0), event(0, article="b")])
    assert one.n_sources == 2


@pytest.mark.parametrize(
    "other",
    [
        {"day": date(2024, 3, 2)},
        {"place": CUSCO},
        {"kind": "COERCE"},
        {"modes": ("abduct",)},
        {"recipients": (actor("Judge Ana Ruiz", "JUD"),)},
        {"quantities": (Quantity("killed", 40, 40, "40", 0, 2),)},
    ],
)
@pytest.mark.parametrize("article", ["a", "b"])
def test_another_day_town_type_way_victim_or_toll_is_another_event(other, article):
    first = event(
        modes=("explosives",), recipients=(actor("Mayor Luis Diaz", "GOV"),),
        quantities=(Quantity("killed", 3, 3, "three", 0, 5),),
    )  # fmt: skip
    assert len(merge_events([first, event(100, article=article, **other)])) == 2


def test_how_a_paper_hedges_a_number_is_nobodys_name():
    told = [
        "about 200 protesters",
        "some 200 demonstrators",
        "more than 200 people",
        "200 protesters",
    ]
    papers = [event(article=f"{n}", recipients=[actor(who, "CVL")]) for n, who in enumerate(told)]
    assert [e.n_sources for e in merge_events(papers)] == [4]
    farmers = event(article="z", recipients=[actor("about 200 farmers", "CVL")])
    villagers = event(article="y", recipients=[actor("about 200 villagers", "CVL")])
    assert len(merge_events([farmers, villagers])) == 2


def test_a_poorer_mention_joins_and_takes_nothing_away():
    rich = event(recipients=(actor("Mayor Luis Diaz", "GOV"),), modes=("explosives",))
    bare = event(200, day=None, place=PERU)
    (one,) = merge_events([bare, rich])
    assert (one.place, one.event_date.start, one.modes) == (LIMA, DAY, ("explosives",))
    assert [a.name for a in one.recipients] == ["Mayor Luis Diaz"]


def test_a_country_said_of_the_act_goes_before_a_town_abroad_that_is_only_near():
    lent = event(0, place=LIMA, reason="Lima is the only place the story names")
    chile = Place("p:chile", "Chile", -33.0, -70.0, "country", country="CHL", country_name="Chile")
    said = event(60, place=chile, reason="“Chile” is named in the same sentence")
    (merged,) = merge_events([lent, said])
    assert merged.place == chile


def test_a_protest_in_one_town_is_not_the_unrest_of_the_country():
    town = event(kind="PROTEST")
    land = event(100, kind="PROTEST", place=PERU)
    assert len(merge_events([town, land])) == 2


def test_country_level_events_of_two_articles_are_kept_apart():
    assert len(merge_events([event(place=PERU), event(place=PERU, article="b")])) == 2


def test_one_actor_named_twice_is_one_actor():
    full, short = actor("President Ana Ruiz", "GOV"), actor("Ruiz", "GOV")
    (one,) = merge_events([event(actors=(short,)), event(100, actors=(full,))])
    assert [a.name for a in one.actors] == ["President Ana Ruiz"]


def test_nobody_is_on_both_sides_of_a_fight():
    rebels, troops = actor("rebels", "REB"), actor("troops", "MIL")
    (one,) = merge_events([
        event(actors=(rebels,), recipients=(troops,)),
        event(100, actors=(troops,), recipients=(rebels,)),
    ])  # fmt: skip
    assert [a.name for a in one.actors] == ["rebels"]
    assert [a.name for a in one.recipients] == ["troops"]


def test_two_lieutenants_are_not_one_second_lieutenant():
    both = actor("two lieutenants", "MIL"), actor("one second lieutenant", "MIL")
    (one,) = merge_events([event(actors=both), event(100)])
    assert [a.name for a in one.actors] == [a.name for a in both]


def test_figures_that_differ_are_all_kept():
    three = Quantity("killed", 24, 99, "dozens", 0, 6)
    four = Quantity("killed", 26, None, "at least 26", 0, 11)
    (one,) = merge_events([event(quantities=(three,)), event(100, quantities=(four,))])
    assert {q.text for q in one.quantities} == {"dozens", "at least 26"}


def test_flagged_non_events_do_not_mix_with_events():
    assert len(merge_events([event(), replace(event(100), gate="negated")])) == 2


def test_the_order_of_the_input_changes_nothing():
    told = [
        event(i * 10, article=f"a{i % 3}", place=[LIMA, CUSCO, PERU][i % 3], day=[DAY, None][i % 2])
        for i in range(12)
    ]
    want = {e.id: len(e.more_evidence) for e in merge_events(told)}
    for seed in range(5):
        shuffled = told[:]
        random.Random(seed).shuffle(shuffled)  # noqa: S311 (a fixed order, no secret)
        assert {e.id: len(e.more_evidence) for e in merge_events(shuffled)} == want


def test_merging_again_changes_nothing():
    once = merge_events([event(0), event(100), event(0, article="b"), event(50, place=CUSCO)])
    assert merge_events(once) == once


def test_a_reviewer_can_hold_two_apart():
    a, b = event(0), event(100)
    assert len(merge_events([a, b], apart={frozenset((a.id, b.id))})) == 2


def test_attackers_nobody_could_name_may_be_the_group_that_claims_the_attack():
    (one,) = merge_events(
        [
            event(actors=(actor("unidentified armed men", "UAF"),)),
            event(100, actors=(actor("Shining Path", "REB"),)),
        ]
    )
    assert [a.name for a in one.actors] == ["unidentified armed men", "Shining Path"]
    two = merge_events(
        [
            event(actors=(actor("Sendero Rojo", "REB"),)),
            event(100, actors=(actor("Shining Path", "MIL"),)),
        ]
    )
    assert len(two) == 2


SENTENCE = "Rebels in the north killed eleven villagers and burned their houses, officials said"


def copy(article: str, *, words: str = SENTENCE, **changes) -> Event:
    """A sentence as a paper prints it."""
    told = event(article=article, **changes)
    return replace(told, evidence=replace(told.evidence, text=words))


def test_a_wire_story_without_place_and_day_is_one_event_in_all_its_copies():
    papers = [copy(f"{n}", day=None, place=None, words=SENTENCE + "." * (n % 2)) for n in range(10)]
    (one,) = merge_events(papers)
    assert one.n_sources == 10


def test_copies_of_which_nobody_knows_the_day_are_one_event():
    dated = [copy(f"{n}", day=None, place=None) for n in range(3)]
    undated = [
        replace(e, event_date=None, article=replace(e.article, published=None)) for e in dated
    ]
    assert [e.n_sources for e in merge_events(undated)] == [3]


def test_a_copy_that_is_printed_the_next_day_is_no_second_event():
    late = copy("b", day=None, published=date(2024, 3, 6))
    (one,) = merge_events([copy("a", day=None), late])
    assert one.n_sources == 2


@pytest.mark.parametrize(
    "other",
    [
        {"published": date(2024, 4, 5)},
        {
            "words": "Rebels in the south killed eleven villagers and burned their houses, officials said"
        },
        {"place": PERU},
        {"kind": "COERCE"},
    ],
)
def test_the_same_words_much_later_or_other_words_are_another_event(other):
    first = {"day": None, "place": None}
    assert len(merge_events([copy("a", **first), copy("b", **{**first, **other})])) == 2


def test_a_short_sentence_is_said_of_many_events():
    told = [copy(name, day=None, place=None, words="Police made three arrests.") for name in "ab"]
    assert len(merge_events(told)) == 2


def test_two_acts_of_one_sentence_stay_two_in_every_copy():
    papers = []
    for name in "abc":
        one = copy(name, day=None, place=None, modes=("explosives",))
        trigger = replace(one.trigger, start=31, end=35)
        papers += [one, replace(one, id=name * 3, trigger=trigger, modes=("abduct",))]
    told = {e.modes: e.n_sources for e in merge_events(papers)}
    assert told == {("explosives",): 3, ("abduct",): 3}


def test_a_mention_that_only_points_back_is_dropped():
    told = event(0, recipients=[actor("three members of the brigade", "CVL")])
    again = event(100, recipients=[actor("the two women", "CVL")])
    (one,) = merge_events([told, again])
    assert [a.text for a in one.recipients] == ["three members of the brigade"]


def test_one_sentence_tells_one_attack_with_all_it_did():
    fired = event(0, recipients=[actor("President Ruiz", "GOV")])
    killed = replace(event(40, recipients=[actor("two policemen", "COP")]), evidence=fired.evidence)
    assert len(merge_events([fired, killed])) == 1


def test_what_two_people_say_is_two_events_and_what_one_says_twice_is_one():
    said = {"kind": "ACCUSE", "place": None}
    first = event(0, **said, actors=(actor("Prime Minister Ana Diaz", "GOV"),))
    other = event(100, **said, actors=(actor("the French embassy", "GOV"),))
    again = event(200, **said, actors=(actor("Diaz", "GOV"),))
    assert [len(e.more_evidence) for e in merge_events([first, other, again])] == [1, 0]


def test_a_day_taken_from_a_sentence_before_does_not_hold_two_tellings_apart():
    own = event(0)
    carried = replace(
        event(100),
        event_date=EventDate(date(2024, 3, 3), date(2024, 3, 3), "relative", "Sunday", 300, 306),
    )
    (one,) = merge_events([own, carried])
    assert one.event_date.start == DAY


def test_an_event_is_seen_in_acleds_view_as_most_papers_see_it():
    seen = ["Attack", "Armed clash", "Armed clash", None]
    told = [
        replace(event(0, article=name), acled_event_type="x", acled_sub_event_type=sub)
        for name, sub in zip("abcd", seen, strict=True)
    ]
    (one,) = merge_events(told)
    assert one.acled_sub_event_type == "Armed clash"


def test_today_s_attack_is_not_that_of_last_month_though_the_tolls_are_close():
    now = event(0, day=None, quantities=(Quantity("killed", 48, 48, "48", 0, 2),))
    then = event(100, day=date(2024, 2, 4), quantities=(Quantity("killed", 35, 35, "35", 0, 2),))
    assert len(merge_events([now, then])) == 2
    same = replace(then, quantities=now.quantities)
    assert len(merge_events([now, same])) == 1


@pytest.mark.parametrize(
    ("sentence", "found"),
    [("On Monday, another bomb went off.", 2), ("It went off on Monday.", 1)],
)
def test_a_story_that_turns_to_an_earlier_day_tells_of_another_act(sentence, found):
    """Tell "On Monday, another bomb went off" from "The bomb went off on Monday"."""
    news = event(0, day=None)
    told = event(100)
    at = told.evidence.start + sentence.index("Monday")
    day = date(2024, 3, 2)
    turned = replace(
        told,
        evidence=replace(told.evidence, end=told.evidence.start + 200, text=sentence),
        event_date=EventDate(day, day, "relative", "Monday", at, at + 6),
    )
    assert len(merge_events([news, turned])) == found


def test_a_pin_is_as_sure_as_its_surest_telling_at_that_place():
    told = [
        replace(event(0, article=a), pin_score=score)
        for a, score in zip("abc", (0.75, 0.9, None), strict=True)
    ]
    (one,) = merge_events(told)
    assert one.n_sources == 3
    assert one.pin_score == 0.9


FIVE = "Five farmers were killed."
SUM = "Some 200 people have been killed since May."


def telling(at: int, text: str, **more) -> Event:
    """A telling in a sentence of its own, with the numbers that it gives."""
    made = event(at, **more)
    return replace(
        made, evidence=replace(made.evidence, text=text, end=at + len(text)),
        quantities=find_quantities(text, at),
    )  # fmt: skip


def test_a_figure_of_another_sentence_is_taken_from_the_same_act():
    shown = telling(0, "A bomb went off in Lima on Monday.")
    (one,) = merge_events(
        [shown, telling(100, FIVE, day=None, reason="named in a sentence before")]
    )
    assert [q.low for q in one.quantities] == [5]


@pytest.mark.parametrize(
    "more",
    [
        {"place": PERU, "reason": "“Peru” is named in the same sentence"},
        {"text": "In all, five farmers were killed.", "day": None},
    ],
)
def test_a_figure_of_a_country_or_a_running_toll_is_not_that_of_one_act(more):
    shown = telling(0, "A bomb went off in Lima on Monday.")
    text = more.pop("text", FIVE)
    (one,) = merge_events([shown, telling(100, text, **more)])
    assert one.quantities == ()
    (own,) = merge_events([telling(0, FIVE), telling(100, text, **more)])
    assert [q.low for q in own.quantities] == [5]


def test_a_sum_since_a_day_is_told_of_no_one_act_and_counted_once():
    acts = [telling(0, "A bomb went off in Lima."), telling(60, "A mine hit Cusco.", place=CUSCO)]
    total = telling(120, SUM, day=None, reason="named in a sentence before")
    events = merge_events([*acts, total])
    assert [[q.low for q in e.quantities] for e in events] == [[], [], [200]]


def test_a_number_goes_to_the_act_that_counts_it():
    text = "The army killed two rebels, a day after a bomber struck Lima."
    numbers = find_quantities(text)
    said = replace(event(0).evidence, text=text, end=len(text))
    army, bomber = (
        replace(
            event(0, day=day), trigger=Span(text.index(word), text.index(word) + len(word), word),
            evidence=said, quantities=numbers, id=word,
        )
        for word, day in (("killed", DAY), ("bomber", date(2024, 3, 3)))
    )  # fmt: skip
    assert [len(e.quantities) for e in owned([bomber, army])] == [0, 1]
