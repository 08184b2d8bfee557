"""HTML to article: the text, the headline, and dates only from where dates are kept."""

from __future__ import annotations

import json

import pytest
from conftest import PAGE

from geo.articles import read_articles
from geo.articles.web import from_url
from geo.errors import ArticleError

BODY = PAGE.partition("<body>")[2]


def page(head: str = "", body: str = BODY) -> bytes:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}".encode()


def read(data: bytes, **said):
    (article,) = read_articles(data, name="page.html", **said)
    return article


def test_the_article_is_found_among_the_furniture():
    article = read(PAGE.encode())
    assert article.title == "Police break up march in Oran"
    assert article.source == "The Test Courier"
    assert article.text.startswith("Police break up march in Oran\n\nORAN, Algeria — Police fired")
    for furniture in ("Home", "World", "Advertisement", "Read more", "All rights reserved"):
        assert furniture not in article.text


def test_paragraphs_stay_apart_and_lines_inside_them_do_not():
    paragraphs = read(PAGE.encode()).text.split("\n\n")
    assert len(paragraphs) == 4
    assert "several thousand dock workers" in paragraphs[1]


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-03-05T23:40:00-05:00">',
        '<meta name="pubdate" content="March 5, 2024">',
        '<meta itemprop="datePublished" content="2024-03-05">',
        '<meta name="DC.date.issued" content="2024-03-05">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-03-05T10:00Z"}</script>',
        (
            '<script type="application/ld+json">{"@graph":[{"@type":["Thing"],"datePublished":"1999-01-01"},'
            '{"@type":["NewsArticle"],"datePublished":"2024-03-05"}]}</script>'
        ),
    ],
)
def test_a_stated_date_is_read_from_the_head(head):
    article = read(page(head))
    assert (str(article.published), article.published_basis) == ("2024-03-05", "stated")


def test_the_writers_day_counts_and_not_that_of_utc():
    assert str(read(PAGE.encode()).published) == "2024-03-05"


def test_a_time_element_of_the_article_states_the_date():
    body = BODY.replace("<h1>", '<time datetime="2024-03-05T01:00">yesterday</time><h1>', 1)
    assert read(page(body=body)).published_basis == "stated"


def test_times_of_teasers_do_not():
    teasers = (
        '<ul><li><time datetime="2011-01-02">a</time><li><time datetime="2012-02-03">b</time></ul>'
    )
    article = read(page(body=teasers + BODY))
    assert article.published_basis != "stated"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.test/world/2024/03/05/riot-in-oran", "2024-03-05"),
        ("https://x.test/world/riot-in-oran-2024-03-05/", "2024-03-05"),
        ("https://x.test/2024/mar/05/riot", "2024-03-05"),
        ("https://x.test/news/20240305/riot.html", "2024-03-05"),
        ("https://x.test/article-20249999/", None),
        ("https://x.test/p/12345678", None),
        (None, None),
    ],
)
def test_the_address_may_state_the_day(url, day):
    found = from_url(url)
    assert (found.isoformat() if found else None) == day


def test_a_copyright_line_is_no_date():
    article = read(page())
    assert article.published is None
    assert article.published_basis == "unknown"


def test_what_the_user_says_overrules_a_guess_but_not_the_page():
    assert str(read(page(), published="2024-03-06").published) == "2024-03-06"
    assert str(read(PAGE.encode(), published="2024-03-06").published) == "2024-03-05"


def test_an_address_that_is_none_is_not_taken_from_the_page():
    head = '<link rel="canonical" href="javascript:alert(1)">'
    assert read(page(head)).url is None


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [("utf-8", ""), ("windows-1251", '<meta charset="windows-1251">'), ("utf-16", "")],
)
def test_encodings(encoding, declaration):
    text = "Полиция применила слезоточивый газ против демонстрантов во вторник вечером. " * 4
    html = f"<html><head>{declaration}</head><body><article><p>{text}</p></article></body></html>"
    assert text.strip() in read(html.encode(encoding)).text


def test_a_lying_charset_is_not_believed():
    html = f'<html><head><meta charset="zlib_codec"></head><body>{BODY}'
    assert "Five people were hurt" in read(html.encode()).text


@pytest.mark.parametrize(
    "soup",
    [
        b"<a " * 100_000, b"<!--" * 50_000, b"<![", b"<html>", b"<p>" * 50_000, b"<table>" * 20_000,
        b"<html><body>" + b"<div>" * 100_000, b"<html><p>&#0;&#xD800;</p>", b"<html>" + b"\xff" * 500,
        b"<html><script>" + b"x" * 100_000, b"<html><svg><foreignObject>" * 1000,
        b"<html><body><p>" + b"&amp;" * 50_000,
        b"<html><script type='application/ld+json'>" + b"[" * 50_000,
    ],
)  # fmt: skip
def test_tag_soup_gives_a_result_or_a_clear_message(soup):
    try:
        articles = list(read_articles(soup, name="soup.html"))
    except ArticleError as refused:
        assert str(refused).startswith("soup.html")  # noqa: PT017 (either outcome is right)
        assert "Traceback" not in str(refused)  # noqa: PT017 (either outcome is right)
    else:
        assert all(article.text for article in articles)


def test_hostile_strings_pass_as_plain_letters():
    hostile = "{{7*7}} {% of ${alert(1)} `x` =cmd|' /C calc'!A0"
    body = BODY.replace("Five people", f"{hostile} &lt;img src=x onerror=alert(1)&gt; Five people")
    article = read(page(f"<meta property='og:title' content='{json.dumps(hostile)[1:9]}'>", body))
    assert f"{hostile} <img src=x onerror=alert(1)> Five people" in article.text
