"""Articles cut into sentences: true offsets over any text, and ends where a reader sees them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import Article
from geo.sentences import MAX_CHARS, dateline, split


def cut(text: str, title: str | None = None) -> list[str]:
    return [s.text for s in split(Article("a", text, title=title))]


def kinds(text: str, title: str | None = None) -> list[str]:
    return [s.kind for s in split(Article("a", text, title=title))]


@given(st.text(max_size=400), st.integers(0, 60))
def test_offsets_are_true_over_any_text(text, headline):
    sentences = split(Article("a", text, title=text[:headline] or None))
    end = 0
    for index, sentence in enumerate(sentences):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.index == index
        assert sentence.start >= end
        assert 0 < len(sentence.text) <= MAX_CHARS
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. J. K. Smith of the U.S. Army resigned. He left on Jan. 2.", 2),
        ("Gen. Ali met Col. Omar at 5 p.m. on Friday. They spoke.", 2),
        ("He lives in the U.S. The vote is close.", 2),
        ("“We will stay.” They left. “No!” she said.", 3),
        ("It cost 3.5 million. Then it fell 1.2 percent.", 2),
        ("Police fired... Then it was quiet.", 2),
        ("Really? Yes! It is so.", 3),
        ("No. 5 was hit. No. He was not.", 3),
        ("THE JUDGE WAS KILLED. GEN. BUSTILLO RESIGNED.", 2),
        ("police fired. 5 people died on jan. 5 in delhi. they were young. mr. singh wept.", 4),
        ("The firm, Acme Inc., closed. Its head, A. B. Roe, wept.", 2),
    ],
)
def test_ends_are_where_a_reader_sees_them(text, count):
    assert len(cut(text)) == count


def test_a_newline_ends_a_headline_without_a_stop():
    text = "Dozens killed as unrest continues\nTroops arrived on Thursday. They stayed."
    assert kinds(text) == ["headline", "body", "body"]


def test_headings_bylines_and_date_lines_are_told_from_the_body():
    text = (
        "Unrest continues\nBy Anna Smith\nPublished: 6 January 2022\nTroops arrived.\n"
        "What led to the protests?\nFuel prices rose."
    )
    assert kinds(text) == ["headline", "byline", "dateline", "body", "heading", "body"]


def test_by_thursday_is_no_byline():
    assert kinds("A headline\nBy Thursday the city was calm.")[1] == "body"


def test_the_title_is_a_headline_even_with_stops_in_it():
    assert (
        kinds("Mob kills man. Police look on.\nHe died.", "Mob kills man. Police look on.")[0]
        == "headline"
    )


def test_hard_wrapped_lines_are_joined():
    text = (
        "The soldiers came in the night and took the men of the village away\n"
        "to the barracks near the river, where they were held for three days\n"
        "and then let go. Nobody said why."
    )
    assert len(cut(text)) == 2


def test_nothing_gives_nothing():
    assert cut("") == cut(" \n\t ") == []


def test_a_stretch_without_stops_is_cut_at_soft_points():
    pieces = cut("word, " * 2000)
    assert max(map(len, pieces)) <= MAX_CHARS
    assert all(p.endswith(",") for p in pieces)


def test_time_is_linear():
    unit = "Mr. A. said no. “Go,” she told the U.S. envoy... on Jan. 5 in St. Louis\n"
    times = []
    for n in (1_000, 8_000):
        start = time.process_time()
        split(Article("a", unit * n))
        times.append(time.process_time() - start)
    assert times[1] < times[0] * 8 * 3


@pytest.mark.parametrize(
    ("text", "place", "date", "agency"),
    [
        ("ALMATY, Jan 6 (Reuters) - Troops came.", "ALMATY", "Jan 6", "Reuters"),
        ("SAN SALVADOR, 3 JAN 90 -- [TEXT] A BOMB", "SAN SALVADOR", "3 JAN 90", None),
        (
            "SAN JOSE (COSTA RICA), 9 JUN 89 (ACAN-EFE) -- X",
            "SAN JOSE (COSTA RICA)",
            "9 JUN 89",
            "ACAN-EFE",
        ),
        ("KYIV, Ukraine (AP) — Shells fell.", "KYIV, Ukraine", None, "AP"),
        ("Unrest goes on\nNAIROBI — Police fired.", "NAIROBI", None, None),
        ("new delhi: the house met", "new delhi", None, None),
        ("Mexico City, March 3 (EFE).- Two died.", "Mexico City", "March 3", "EFE"),
    ],
)
def test_datelines_are_found(text, place, date, agency):
    line = dateline(text)
    assert line.place.text == place
    assert (line.date.text if line.date else None) == date
    assert (line.agency.text if line.agency else None) == agency
    assert text[line.end] not in " -—"
    for span in (line.place, line.date, line.agency):
        assert span is None or text[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "text",
    [
        "Biden: we will win",
        "The U.S. -- which is large",
        "He said - and left",
        "",
        "WATCH: a video",
    ],
)
def test_what_is_no_dateline_is_not_taken_for_one(text):
    assert dateline(text) is None


@given(st.text(max_size=200))
def test_any_text_has_a_dateline_or_none(text):
    line = dateline(text)
    assert line is None or text[line.place.start : line.place.end] == line.place.text
