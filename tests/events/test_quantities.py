"""How many people, with the bounds the words leave open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events.quantities.find import find_quantities, quantities_of
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


@pytest.mark.parametrize(("text", "want"), CASES)
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
