"""How many people, with the bounds the words leave open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events.quantities.find import find_quantities, quantities_of
from geo.events.quantities.totals import tells_total
from geo.model import Sentence, Span

CASES = [
    ("At least 26 people were killed.", [("killed", 26, None)]),
    ("Nearly 2,000 people have reportedly been arrested in Almaty.", [("arrested", 2000, 2000)]),
    ("Dozens of demonstrators killed by security forces.", [("killed", 24, 99)]),
    ("No one was killed in the blast.", [("killed", 0, 0)]),
    ("Nobody was injured.", [("injured", 0, 0)]),
    ("A 22-year-old man was shot dead.", []),
    ("A 22-year-old was killed.", []),
    ("Three people, including two children, were wounded.", [("injured", 3, 3)]),
    ("26 people, 18 of them police, were killed.", [("killed", 26, 26)]),
    ("Hundreds of thousands marched through the capital.", [("crowd", 200_000, 999_999)]),
    ("Tens of thousands of people rallied.", [("crowd", 20_000, 99_999)]),
    ("A couple of soldiers were abducted.", [("abducted", 2, 2)]),
    ("Scores were injured.", [("injured", 40, 199)]),
    ("More than 1.5 lakh people were displaced.", [("displaced", 150_001, None)]),
    ("Two crore people fled.", [("displaced", 20_000_000, 20_000_000)]),
    ("Up to 30 miners were killed.", [("killed", None, 30)]),
    ("Clashes left 5 dead and dozens injured on May 3.", [("killed", 5, 5), ("injured", 24, 99)]),
    (
        "Gunmen killed five soldiers and wounded 12 others.",
        [("killed", 5, 5), ("injured", 12, 12)],
    ),
    ("A bomb killed a policeman and injured four.", [("killed", 1, 1), ("injured", 4, 4)]),
    ("Twenty-five villagers were killed.", [("killed", 25, 25)]),
    ("Two dozen people were detained.", [("arrested", 24, 24)]),
    ("Several hundred people were arrested.", [("arrested", 300, 900)]),
    ("He was sentenced to 10 years for killing a man.", [("killed", 1, 1)]),
    ("Police fired 30 rounds and killed two men.", [("killed", 2, 2)]),
    ("The attack 30 km north of the city killed four.", [("killed", 4, 4)]),
    ("In 2019 the army killed hundreds.", [("killed", 200, 999)]),
    (
        "Officials said 12 died, while doctors counted 20 dead.",
        [("killed", 12, 12), ("killed", 20, 20)],
    ),
    ("A crowd gathered outside the mosque.", []),
    ("The $30 million plan was signed.", []),
    ("On May 3 protesters marched.", []),
]

#: Who kills is not among the killed, and who does something else is not what is told near by.
DOERS = [
    ("About 30 soldiers killed 5 rebels in Maiduguri.", [("killed", 5, 5)]),
    ("Five soldiers shot dead two protesters.", [("killed", 2, 2)]),
    ("Six gunmen killed three farmers.", [("killed", 3, 3)]),
    ("Six gunmen on motorcycles killed Mayor Ana Ruiz.", []),
    ("Four rebels killed the governor and wounded two guards.", [("injured", 2, 2)]),
    ("Ten officers had arrested a dozen students.", [("arrested", 12, 12)]),
    ("Three farmers were killed by six gunmen.", [("killed", 3, 3)]),
    ("Six gunmen stormed the farm, killing three workers.", [("killed", 3, 3)]),
    ("Three soldiers who killed two boys were arrested.", [("arrested", 3, 3), ("killed", 2, 2)]),
    ("The blast that killed two soldiers injured the mayor.", [("killed", 2, 2)]),
    ("Two deputies stepped down over the deaths of marchers.", []),
    ("A man from Oslo was charged with murder after 12 died.", [("killed", 12, 12)]),
    ("A judge issued an arrest warrant.", []),
    ("Two officers were sentenced to death.", []),
    ("One man died and dozens of people were taken to hospital.", [("killed", 1, 1)]),
    ("Two men were killed in an attack on 30 worshippers.", [("killed", 2, 2)]),
    ("Gunmen killed Luis Reis, a party official, in his car.", []),
    ("Some 90 people were killed, among them 13 police officers.", [("killed", 90, None)]),
    ("Marchers set fire to a guard house and a bus with two passengers on it.", []),
]
#: The harmed stay so in every other order of words.
HARMED = [
    ("Five villagers were hacked to death.", [("killed", 5, 5)]),
    ("Fourteen miners lost their lives.", [("killed", 14, 14)]),
    ("Five soldiers killed last week were buried.", [("killed", 5, 5)]),
    ("Five soldiers killed the day before were buried.", [("killed", 5, 5)]),
    ("Two protesters killed Monday in Lagos", [("killed", 2, 2)]),
    ("Three killed police say", [("killed", 3, 3)]),
    ("Five soldiers and three civilians were killed.", [("killed", 5, 5), ("killed", 3, 3)]),
    ("Six men were shot dead.", [("killed", 6, 6)]),
    ("The toll rose by 26 people killed overnight.", [("killed", 26, 26)]),
    ("More than 40 arrests have been made.", [("arrested", 41, None)]),
    ("The 30 arrested farmers will be questioned.", [("arrested", 30, 30)]),
    ("The mayor was killed along with two guards.", [("killed", 2, 2)]),
    ("The murder of six priests and other crimes were reported.", [("killed", 6, 6)]),
    ("Hundreds of people have lost their lives.", [("killed", 200, 999)]),
    ("Two militants set off a bomb, killing themselves.", [("killed", 2, 2)]),
    ("Dozens Killed In Kabul Blast", [("killed", 24, 99)]),
]


@pytest.mark.parametrize(("text", "want"), [*CASES, *DOERS, *HARMED])
def test_people_are_counted(text, want):
    found = find_quantities(text, 10)
    assert [(q.kind, q.low, q.high) for q in found] == want
    assert all(text[q.start - 10 : q.end - 10] == q.text for q in found)


@given(st.text(max_size=200))
def test_any_text_is_survived_with_true_offsets(text):
    for q in find_quantities(text):
        assert text[q.start : q.end] == q.text


def test_a_protest_has_its_crowd_and_not_the_dead_of_the_sentence():
    text = "Thousands of people rallied and police killed three men."
    sentence = Sentence(0, 0, len(text), text)
    trigger = Span(20, 27, "rallied")
    assert [q.kind for q in quantities_of(trigger, sentence, "PROTEST")] == ["crowd"]
    assert [q.low for q in quantities_of(trigger, sentence, "ASSAULT")] == [3]
    assert quantities_of(trigger, sentence, "CONSULT") == ()


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("More than 900 people have been killed since the war began.", True),
        ("Since Monday, 20 people have been killed.", True),
        ("It was the worst attack since May and killed five people.", False),
        ("Police shot two men dead, bringing to 40 the number of people killed since May.", False),
        ("At least 12 people have been killed so far.", False),
        ("Troops have left since Monday.", False),
    ],
)
def test_a_sum_over_a_longer_time_is_told_from_the_toll_of_an_act(text, total):
    assert tells_total(text) is total


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("A few hundred protesters marched in Lyon.", 300, 900),
        ("A few thousand people marched in Lyon.", 3000, 9000),
        ("A few protesters marched in Lyon.", 3, 9),
    ],
)
def test_a_few_hundred_are_hundreds(text, low, high):
    assert [(q.low, q.high) for q in find_quantities(text)] == [(low, high)]


def test_whoever_tells_of_it_is_not_counted():
    assert find_quantities("Police shot dead some of them in Nairobi, a lawyer said.") == ()
