"""What a date phrase means, and which of them dates an event."""

from __future__ import annotations

import time
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events.dates.calendar import Calendar, find_dates
from geo.model import Article, EventDate, Span
from geo.sentences import split

GOLD = tomllib.loads((Path(__file__).parent / "dates_gold.toml").read_text("utf-8"))["case"]
#: Bar of the release on each half of the gold.
BAR = 0.95


def reading(case: dict[str, str]) -> str:
    published = date.fromisoformat(case["day"]) if case["day"] else None
    got = []
    for phrase in find_dates(case["say"], 0, published):
        assert case["say"][phrase.start : phrase.end] == phrase.text
        if case["want"] == "history" and phrase.historical:
            got.append("history")
        elif phrase.first:
            one = phrase.first == phrase.last
            got.append(str(phrase.first) if one else f"{phrase.first}..{phrase.last}")
    return " | ".join(got) or "none"


@pytest.mark.parametrize("half", ["before", "after"])
def test_gold_expressions_resolve(half):
    cases = [c for c in GOLD if c["half"] == half]
    wrong = [(c["say"], c["want"], got) for c in cases if (got := reading(c)) != c["want"]]
    assert len(cases) >= 100
    assert len(wrong) <= (1 - BAR) * len(cases), wrong


def test_unknown_publication_day_gives_a_reason_not_a_day():
    (phrase,) = find_dates("He was shot on Thursday.")
    assert phrase.first is None
    assert "not known" in phrase.reason


def test_ambiguous_numeric_date_is_read_only_with_a_home_order():
    (phrase,) = find_dates("On 1/2/2022 he fell.")
    assert phrase.first is None
    assert "day first or month first" in phrase.reason
    (british,) = find_dates("On 1/2/2022 he fell.", dayfirst=True)
    assert british.first == date(2022, 2, 1)
    (american,) = find_dates("On 1/2/2022 he fell.", dayfirst=False)
    assert american.first == date(2022, 1, 2)


@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets(text):
    for phrase in find_dates(text, 7, date(2022, 1, 6)):
        assert text[phrase.start - 7 : phrase.end - 7] == phrase.text
        assert phrase.first is None or phrase.last is None or phrase.first <= phrase.last


@given(
    st.lists(
        st.sampled_from(
            [
                "from",
                "31",
                "May",
                "2022",
                "to",
                "between",
                "the",
                "last",
                "next",
                "Friday",
                "and",
                ",",
                "-",
                "3",
                "1980",
                "s",
                "since",
                "weekend",
                "two",
                "days",
                "ago",
                "earlier",
                "99",
                "February",
                "29",
                "(",
                "mid",
                "end",
                "of",
                "late",
                "winter",
                "New",
                "Year",
                "'",
                "s",
                "Day",
                "0",
                "12",
                "/",
                ".",
            ]
        ),
        max_size=14,
    ),
    st.dates(),
)
def test_any_heap_of_date_words_is_survived(words, published):
    find_dates(" ".join(words), 0, published)


def dated(
    text: str, trigger: str, published: str = "2022-01-06", **kw
) -> tuple[EventDate | None, str]:
    article = Article("a", text, published=date.fromisoformat(published) if published else None)
    sentences = split(article)
    start = text.index(trigger)
    sentence = next(s for s in sentences if s.start <= start < s.end)
    return Calendar(article, sentences).date_of(
        Span(start, start + len(trigger), trigger), sentence, **kw
    )


def test_each_act_takes_the_date_of_its_own_clause():
    text = "Police arrested four men on Tuesday after a bomb killed two people on Sunday."
    assert dated(text, "arrested")[0].start == date(2022, 1, 4)
    assert dated(text, "killed")[0].start == date(2022, 1, 2)


def test_a_day_after_dates_what_follows_it_and_nothing_else():
    text = "The cabinet resigned on Tuesday, a day after gunmen killed the mayor in the north."
    assert dated(text, "resigned")[0].start == date(2022, 1, 4)
    assert dated(text, "killed")[0].start == date(2022, 1, 3)
    text = "Two days after gunmen killed the mayor, police arrested four men on Tuesday."
    assert dated(text, "killed")[0].start == date(2022, 1, 2)
    assert dated(text, "arrested")[0].start == date(2022, 1, 4)
    text = "He was held for two days after police stopped him."
    assert dated(text, "stopped")[0].basis == "publication"


def test_a_paragraph_stays_at_its_day_until_another_is_told():
    text = "Rioters marched in Almaty on Monday. They burned a station. On Tuesday police came.\n\nShops were looted."
    assert dated(text, "burned")[0].start == date(2022, 1, 3)
    assert dated(text, "looted")[0].basis == "publication"


def test_the_day_of_saying_is_not_the_day_of_doing():
    day, _ = dated("Two people were killed in the north, police said on Wednesday.", "killed")
    assert day is None or day.text != "Wednesday" or day.basis == "publication"


def test_a_speech_act_is_dated_by_its_saying():
    day, _ = dated("The minister said on Wednesday that he would resign.", "said", verbal=True)
    assert day.start == date(2022, 1, 5)


def test_background_does_not_date_an_event():
    text = "Dozens have been killed in the worst unrest since independence 30 years ago."
    assert dated(text, "killed")[0].basis == "publication"


def test_an_ongoing_story_gives_an_interval_to_what_is_undated():
    text = "Unrest continues. Protests started at the weekend. The government resigned."
    day, why = dated(text, "resigned")
    assert (day.start, day.end, day.basis) == (date(2022, 1, 1), date(2022, 1, 6), "publication")
    assert "first day of the story" in why


def test_without_any_date_there_is_none():
    day, why = dated("The government resigned.", "resigned", published="")
    assert day is None
    assert "not known" in why


def test_the_dateline_stands_in_for_the_publication_day():
    day, _ = dated("LIMA, 3 JAN 90 -- [TEXT] A JUDGE WAS KILLED YESTERDAY.", "KILLED", published="")
    assert day.start == date(1990, 1, 2)


def test_time_grows_with_the_length_of_the_text_and_no_faster():
    unit = "From 3 to 5 May two days ago the last week between Monday and "
    times = []
    for n in (500, 4000):
        start = time.process_time()
        find_dates(unit * n, 0, date(2022, 1, 6))
        times.append(time.process_time() - start)
    assert times[1] < times[0] * 8 * 3


def test_the_sources_home_says_how_numbers_are_read():
    article = Article("a", "He fell on 1/2/2022.", published=date(2022, 3, 1))
    sentences = split(article)
    american = Calendar(article, sentences, home="US").phrases(sentences[0])
    british = Calendar(article, sentences, home="GB").phrases(sentences[0])
    assert (american[0].first, british[0].first) == (date(2022, 1, 2), date(2022, 2, 1))
    assert Calendar(article, sentences).phrases(sentences[0])[0].first is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("On Monday police arrested a man who killed two women.", "killed"),
        ("Since starting the siege in October, soldiers have burned two villages.", "burned"),
        ("A fanatic murdered twelve people at a Christmas market.", "murdered"),
    ],
)
def test_the_day_of_the_clause_above_of_a_beginning_or_in_a_name_is_not_the_act_s(text, word):
    day, _ = dated(text, word, published="2022-01-06")
    assert day.basis == "publication"


def test_a_day_that_nobody_said_is_not_exact():
    undated, _ = dated("A judge was killed in Lyon.", "killed")
    said, _ = dated("A judge was killed in Lyon on Monday.", "killed")
    assert (undated.time_precision, said.time_precision) == (3, 1)


def days(text: str, trigger: str) -> tuple[date, date]:
    day, _ = dated(text, trigger)
    return day.start, day.end


def test_what_no_day_is_said_of_lies_in_the_days_that_the_story_tells_of():
    later = " Nobody was hurt. The mayor was there. Rioters looted shops.\n\nHe left on Tuesday."
    assert days("The unrest went on." + later, "looted") == (date(2022, 1, 4), date(2022, 1, 6))
    timeless = later.replace(" on Tuesday", "")
    assert days("The unrest went on." + timeless, "looted") == (
        date(2021, 12, 31),
        date(2022, 1, 6),
    )


def test_the_news_a_story_opens_with_is_of_the_day_of_publication_when_that_is_told_first():
    text = "A bomb killed two people in Kabul.\n\nIt went off early on Thursday. Talks ended on Monday."
    assert days(text, "killed") == (date(2022, 1, 6), date(2022, 1, 6))


def test_another_act_of_an_earlier_day_is_no_day_of_the_news():
    story = "A bomb killed two people in Kabul.\n\nNobody claimed it.\n\nIt was loud.\n\n"
    told = "On Monday, another bomb went off in Herat."
    assert days(story + told, "killed") == (date(2021, 12, 31), date(2022, 1, 6))


def test_what_came_before_an_act_was_done_by_its_day():
    text = "Soldiers were deployed on Wednesday after nine people were killed in clashes."
    assert days(text, "deployed") == (date(2022, 1, 5), date(2022, 1, 5))
    assert days(text, "killed") == (date(2021, 12, 30), date(2022, 1, 5))


@pytest.mark.parametrize(
    "text",
    [
        "Families who were preparing for Christmas were murdered in the town.",
        "Forty people were murdered in November of that year.",
        "Two people were murdered in the north. (01.03.2017)",
        "The cabinet, a day after the general said that rebels murdered two men, met.",
        "The men murdered one envoy and will meet another this week.",
        "Marches are held on Wednesday in the square where he was murdered.",
    ],
)
def test_a_day_that_belongs_to_something_else_dates_no_murder(text):
    day, _ = dated(text, "murdered")
    assert day is None or day.basis == "publication"


def test_a_reported_act_was_done_by_the_day_of_the_report():
    text = "On Wednesday authorities announced that they had murdered nobody and arrested four men."
    assert days(text, "arrested") == (date(2021, 12, 30), date(2022, 1, 5))
    text = "On Wednesday, police said, gunmen killed three men."
    assert days(text, "killed") == (date(2022, 1, 5), date(2022, 1, 5))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("One officer was charged on Tuesday with the rape of a boy.", "rape"),
        ("Since rebels took the town on Tuesday, soldiers have killed forty people.", "killed"),
    ],
)
def test_a_charge_or_a_beginning_dates_no_other_act(text, act):
    day, _ = dated(text, act)
    assert day.basis == "publication"


def test_the_act_of_a_since_clause_has_its_day():
    text = "Thousands have fled since rebels attacked the town on Tuesday."
    assert days(text, "attacked") == (date(2022, 1, 4), date(2022, 1, 4))


def test_a_day_on_which_nothing_was_published_is_no_anchor():
    for day in ("0001-01-01", "9999-12-31"):
        assert dated("Two people were killed in the north.", "killed", published=day)[0] is None


def test_the_yesterday_of_somebody_quoted_is_not_that_of_the_story():
    told = "Soldiers killed four people yesterday"
    plain = f"{told}, police said."
    assert days(plain, "killed") == (date(2022, 1, 5), date(2022, 1, 5))
    for quoted in (f"“{told},” she wrote.", f'"{told}," she wrote.'):
        assert days(quoted, "killed") == (date(2021, 12, 30), date(2022, 1, 5))
    behind = f'"We mourn," he said, and added that {told[0].lower()}{told[1:]}.'
    assert days(behind, "killed") == (date(2022, 1, 5), date(2022, 1, 5))


def test_a_day_until_which_something_goes_on_is_not_when_it_was():
    text = "A court remanded two men in custody till January 20 on Tuesday."
    assert days(text, "remanded") == (date(2022, 1, 4), date(2022, 1, 4))
    day, _ = dated("A court remanded two men in custody until January 20.", "remanded")
    assert day.basis == "publication"


def test_below_a_dateline_today_is_its_day_and_in_the_headline_that_of_publication():
    text = "Shops shut today\n\nPatna, Jan. 4: Police arrested four men this morning. Gunmen killed two on Monday."
    assert dated(text, "shut")[0].start == date(2022, 1, 6)
    assert dated(text, "arrested")[0].start == date(2022, 1, 4)
    assert dated(text, "killed")[0].start == date(2022, 1, 3)
    old = "Patna, Dec. 4: Police arrested four men this morning."  # no day to count from
    assert dated(old, "arrested")[0].start == date(2022, 1, 6)


@pytest.mark.parametrize(
    ("text", "act", "day"),
    [
        ("Hundreds were held in the riots of January, in which eight were killed.", "killed", date(2022, 1, 1)),
        ("Many have been held since the attack on the camp on Jan. 3, which killed ten.", "killed", date(2022, 1, 3)),
        ("It came a month after a blast at the stadium on Dec. 1.", "blast", date(2021, 12, 1)),
        ("Many were held after the attack on the camp on Jan. 3, which killed ten, and one outside the station on Jan. 4.", "killed", date(2022, 1, 3)),
    ],
)  # fmt: skip
def test_an_act_has_the_day_that_stands_with_it(text, act, day):
    assert dated(text, act)[0].start == day


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Six men were held in the north, a prosecutor told the BBC on Tuesday.", "held"),
        ("Police held two students suspected of torching cars on Tuesday.", "held"),
    ],
)
def test_the_day_of_telling_and_of_the_crime_are_not_that_of_the_arrest(text, act):
    assert dated(text, act)[0].basis == "publication"


def test_a_headline_without_a_day_may_be_of_the_day_before_the_story_s():
    text = "Guard shot dead at the gate\n\nPolice searched the town on Thursday. The guard had worked there for years."
    article = Article("a", text, title="Guard shot dead at the gate", published=date(2022, 1, 6))
    sentences = split(article)
    assert sentences[0].kind == "headline"
    day, why = Calendar(article, sentences).date_of(Span(6, 15, "shot dead"), sentences[0])
    assert (day.start, day.end) == (date(2022, 1, 5), date(2022, 1, 6))
    assert "or a day before" in why
