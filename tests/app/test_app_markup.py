"""Text becomes HTML in one way only, and stays text."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.app.article_view import Mark, article_html, marks_of, window
from geo.app.event_card import card_html
from geo.app.markup import esc, foreign, link, plain_markdown, safe_link
from geo.app.review import brief
from geo.app.strings import Words
from geo.model import Article, EventDate
from tests.builders import make_event
from tests.made_world import ATTACKS, hostile_events, made_events

WORDS = Words("en")
OURS = {
    "div",
    "span",
    "mark",
    "bdi",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "details",
    "summary",
    "ul",
    "li",
    "a",
    "i",
}


class Reader(HTMLParser):
    """What a browser would find: elements, attributes and the text without our labels."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._label = 0

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._label += dict(attrs).get("class") == "dl-tag"

    def handle_endtag(self, tag):
        if tag == "span" and self._label:
            self._label -= 1

    def handle_data(self, data):
        if not self._label:
            self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@pytest.mark.parametrize("event", hostile_events(), ids=range(len(ATTACKS)))
def test_a_hostile_event_adds_no_element_and_no_handler(event):
    for html in (
        card_html(event, WORDS, on_map=True),
        article_html(event.article, marks_of(event, on_map=True), WORDS, whole=True),
    ):
        assert {name for name, _ in read(html).elements} <= OURS
        for _, attributes in read(html).elements:
            assert not [a for a in attributes if a.startswith("on")]
            assert attributes.get("href", "https://").startswith(("https://", "http://"))
        assert "{" not in html
        assert "`" not in html
        assert "$" not in html


@given(
    st.text(max_size=300),
    st.lists(st.tuples(st.integers(-5, 300), st.integers(-5, 320)), max_size=8),
)
def test_the_article_is_shown_whole_whatever_is_marked(text, spans):
    kinds = ("evidence", "trigger", "place", "actor")
    marks = [Mark(a, b, kinds[i % 4]) for i, (a, b) in enumerate(spans)]
    shown = "".join(read(article_html(Article("x", text), marks, WORDS, whole=True)).text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n")
    expected = "".join(
        chr(0x2400 + ord(c)) if ord(c) < 32 and c not in "\t\n" else c for c in expected
    )
    assert shown == expected.replace("\x7f", "\u2421")


@given(st.text(max_size=200))
def test_escaped_text_is_text(text):
    reader = read(esc(text))
    assert reader.elements == []


def test_a_mark_carries_a_word_and_an_underline_not_only_a_colour():
    event = make_event()
    html = article_html(event.article, marks_of(event), WORDS, whole=True)
    for kind in ("trigger", "place", "date", "actor", "recipient", "number"):
        assert f'class="dl-mark dl-{kind}" title="{WORDS("article." + kind)}"' in html


def test_only_the_sentence_is_lit():
    event = make_event()
    html = article_html(event.article, marks_of(event), WORDS, whole=True)
    before, _, after = html.partition("</mark> Shops stayed shut.")
    assert "dl-evidence" in before
    assert "dl-evidence" not in after


def test_a_long_article_is_shown_around_its_sentence():
    first, last = window(1_000_000, [Mark(500_000, 500_100, "evidence")])
    assert first < 500_000
    assert last > 500_100
    assert last - first < 20_000


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", " https://a.example", "https:\\\\a",
     "https://user:pw@a.example", "ftp://a.example", "//a.example", "http://", "https://a\n.example", ""],
)  # fmt: skip
def test_only_plain_web_links_are_links(url):
    assert safe_link(url) is None
    assert link(url, "x") == "x"


def test_a_web_link_leaks_nothing():
    html = link('https://a.example/?q="><script>', "x")
    assert 'rel="noopener noreferrer nofollow"' in html
    assert read(html).elements[0][1]["href"] == 'https://a.example/?q="><script>'


def test_markdown_labels_show_what_was_written():
    assert "[" not in plain_markdown("[x](javascript:1) **b** :red[c] $x$")


def test_foreign_text_ends_its_own_direction():
    assert foreign("\u202eabc").startswith('<bdi dir="auto">')


def test_an_event_says_what_is_not_known():
    event = make_event(
        actors=(), event_date=None, date_reason="no day is given", quantities=(), toponym=None
    )
    html = card_html(event, WORDS)
    assert html.count("not stated") == 2
    assert "no day is given" in html


@pytest.mark.parametrize(
    ("language", "days", "why"),
    [
        ("en", "4–10\u00a0Jan\u00a02022", "not dated in the text: in the week up to publication"),
        ("ru", "4–10\u00a0янв.\u00a02022", "в тексте даты нет: в течение недели до публикации"),
    ],
)
def test_a_day_that_no_text_says_is_shown_as_the_days_it_may_be(language, days, why):
    span = EventDate(date(2022, 1, 4), date(2022, 1, 10), "publication")
    reason = "not dated in the text: in the week up to publication"
    html = card_html(make_event(event_date=span, date_reason=reason), Words(language))
    assert days in html
    assert why in html
    unexplained = card_html(make_event(event_date=span, date_reason=""), Words(language))
    assert Words(language)("card.basis_publication") in unexplained
    before = {"field": {"start": "2022-01-04", "end": "2022-01-10", "basis": "publication"}}
    assert brief(before["field"], Words(language)) == days, "as the journal of corrections says it"


def test_every_mark_of_a_made_event_is_inside_its_article():
    for event in made_events(60):
        for mark in marks_of(event):
            assert 0 <= mark.start < mark.end <= len(event.article.text)
    assert date(2022, 1, 1)
