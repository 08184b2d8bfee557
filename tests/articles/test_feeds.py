"""Feeds: entries as articles, polled politely, nothing taken in twice."""

from __future__ import annotations

import json
from datetime import date
from xml.sax.saxutils import escape

import pytest
from conftest import PAGE, xml_bomb

from geo.articles import read_articles
from geo.articles.fetch import Fetcher, Limits
from geo.articles.polling import FeedState, poll
from geo.articles.robots import Visitor
from geo.errors import ArticleError, FetchError, UnsupportedFormatError

LONG = "Police fired tear gas at dock workers in Oran on Tuesday, a union official said. " * 12


def rss(*entries: dict[str, str]) -> str:
    items = "".join(
        "<item>"
        + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in entry.items())
        + "</item>"
        for entry in entries
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>The Test Courier</title>{items}</channel></rss>"
    )


ENTRY = {
    "title": "Police break up march in Oran",
    "link": "https://x.test/march",
    "pubDate": "Tue, 05 Mar 2024 23:40:00 -0500",
    "description": f"<p>{LONG}</p><p>Five people were <b>hurt</b>.</p><p>Read more</p>",
}


def read(feed: str | bytes):
    data = feed.encode() if isinstance(feed, str) else feed
    skipped = []
    return list(read_articles(data, name="feed.xml", on_skip=skipped.append)), skipped


def test_an_entry_is_an_article():
    ((article,), _) = read(rss(ENTRY))
    assert article.title == "Police break up march in Oran"
    assert article.text.endswith("\n\nFive people were hurt.")
    assert (article.source, article.url) == ("The Test Courier", "https://x.test/march")


def test_the_writers_day_is_kept_and_not_that_of_utc():
    ((article,), _) = read(rss(ENTRY))
    assert (article.published, article.published_basis) == (date(2024, 3, 5), "stated")


def test_atom_with_whole_content():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><title>March</title>'
        '<link href="https://x.test/a"/><published>2024-03-05T01:00:00+09:00</published>'
        "<updated>2024-03-09T01:00:00Z</updated><summary>short</summary>"
        f'<content type="html">{escape(ENTRY["description"])}</content></entry></feed>'
    )
    ((article,), _) = read(feed)
    assert "Five people were hurt." in article.text
    assert article.published == date(2024, 3, 5)


def test_scripts_styles_and_hostile_links_do_not_come_along():
    entry = {**ENTRY, "link": "javascript:alert(1)",
             "description": "<script>alert(1)</script><style>p{}</style><p onclick=x()>{{7*7}} Calm.</p>"}  # fmt: skip
    ((article,), _) = read(rss(entry))
    assert article.url is None
    assert article.text == "Police break up march in Oran\n\n{{7*7}} Calm."


def test_an_entry_without_words_is_skipped_and_named():
    articles, skipped = read(rss(ENTRY, {"title": "", "description": "<img src=x>"}))
    assert len(articles) == 1
    assert skipped[0].name == "feed.xml, entry 2"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_feeds_in_other_encodings(encoding):
    feed = rss({**ENTRY, "title": "Marche à Oran, où cinq blessés"}).replace("utf-8", encoding, 1)
    ((article,), _) = read(feed.encode(encoding))
    assert article.title == "Marche à Oran, où cinq blessés"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(encoding):
    with pytest.raises(UnsupportedFormatError, match="entities"):
        read(xml_bomb().decode().encode(encoding))


@pytest.mark.parametrize(
    "feed",
    ["<rss>" + "<a>" * 20_000, "<rss", "<?xml version='1.0'?><foo/>", rss() * 2, "<rss></rss>"],
)
def test_what_is_no_feed_gives_a_message(feed):
    with pytest.raises(ArticleError, match=r"^feed\.xml"):
        read(feed)


# ---- polling -----------------------------------------------------------------


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now, self.slept = 1000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def visitor(server, clock):
    fetcher = Fetcher(limits=Limits(seconds=20.0), loopback_port=server.server_port)
    return Visitor(fetcher=fetcher, clock=clock, sleep=clock.sleep)


pytestmark = pytest.mark.network


def test_only_what_is_new_is_taken_in(server, visitor, at):
    server.feed = rss(ENTRY)
    first = poll(at("feed"), visitor=visitor, now=0)
    assert [article.title for article in first.articles] == [ENTRY["title"]]
    other = {**ENTRY, "title": "Calm returns to Oran", "link": "https://x.test/calm",
             "description": LONG.replace("tear gas", "nothing")}  # fmt: skip
    server.feed = rss(other, {**ENTRY, "link": "https://www.x.test/march?utm_source=rss#top"})
    forgetful = FeedState(seen=first.state.seen)
    second = poll(at("feed"), forgetful, visitor=visitor, now=1000)
    assert [article.title for article in second.articles] == ["Calm returns to Oran"]


def test_the_same_words_under_another_address_are_the_same_report(server, visitor, at):
    server.feed = rss(ENTRY, {**ENTRY, "link": "https://other.test/copy"})
    assert len(poll(at("feed"), visitor=visitor, now=0).articles) == 1


def test_an_unchanged_feed_costs_one_short_answer(server, visitor, at):
    server.feed = rss(ENTRY)
    first = poll(at("feed"), visitor=visitor, now=0)
    second = poll(at("feed"), first.state, visitor=visitor, now=1000)
    assert second.articles == ()
    assert server.seen[-1][1]["If-None-Match"] == '"f1"'
    assert second.state.etag == '"f1"'
    assert second.state.failures == 0


def test_a_feed_that_is_not_due_is_not_asked(server, visitor, at):
    server.feed = rss(ENTRY)
    state = poll(at("feed"), visitor=visitor, now=0).state
    asked = len(server.seen)
    assert poll(at("feed"), state, visitor=visitor, now=10).state is state
    assert len(server.seen) == asked


def test_a_failing_feed_is_asked_less_and_less_and_forgiven_at_once(server, visitor, at):
    state, now, waits = FeedState(), 0.0, []
    for _ in range(12):
        state = poll(at("broken"), state, visitor=visitor, now=now, interval=900).state
        waits.append(state.next_poll - now)
        now = state.next_poll
    assert waits[:4] == [1800, 3600, 7200, 14400]
    assert max(waits) == 86400
    assert "500" in state.error
    server.feed = rss(ENTRY)
    recovered = poll(at("feed"), state, visitor=visitor, now=now, interval=900).state
    assert (recovered.failures, recovered.error) == (0, None)
    assert recovered.next_poll - now == 900


def test_a_servers_wish_to_be_left_alone_is_respected(server, visitor, at):
    state = poll(at("busy"), visitor=visitor, now=0, interval=60).state
    assert state.next_poll == 7200
    assert poll(at("gone"), visitor=visitor, now=0, interval=60).state.next_poll == 86400


def test_robots_txt_is_respected(server, visitor, at):
    server.robots = "User-agent: *\nDisallow: /feed\n"
    with pytest.raises(FetchError, match=r"robots\.txt"):
        visitor.fetch(at("feed"))
    assert [path for path, _ in server.seen] == ["/robots.txt"]
    assert visitor.fetch(at("page")).status == 200


def test_a_site_whose_robots_txt_fails_is_left_alone(server, visitor, at):
    server.robots = 503
    with pytest.raises(FetchError, match=r"robots\.txt"):
        visitor.fetch(at("page"))


def test_there_is_a_pause_between_two_requests_to_one_host(server, visitor, at, clock):
    server.robots = "User-agent: *\nCrawl-delay: 7\n"
    for _ in range(3):
        visitor.fetch(at("page"))
    assert clock.slept == [7.0, 7.0]


def test_a_teaser_is_filled_from_its_page(server, visitor, at):
    server.feed = rss(
        {"title": "March in Oran", "link": at("page"), "description": "A march was broken up."}
    )
    (article,) = poll(at("feed"), visitor=visitor, now=0).articles
    assert article.title == "March in Oran"
    assert "several thousand dock workers" in article.text
    assert article.published == date(2024, 3, 5)


def test_a_teaser_whose_page_cannot_be_read_stays_and_it_is_said(server, visitor, at):
    server.feed = rss(
        {"title": "March in Oran", "link": at("to/http://10.0.0.1/"), "description": "Broken up."}
    )
    polled = poll(at("feed"), visitor=visitor, now=0)
    assert polled.articles[0].text == "March in Oran\n\nBroken up."
    assert "only its teaser was read" in polled.skipped[0].reason


def test_the_state_survives_the_store():
    state = FeedState(
        etag='"x"',
        modified="m",
        polled_at=1.0,
        next_poll=2.0,
        failures=3,
        error="e",
        seen=("a", "b"),
    )
    assert FeedState.from_record(json.loads(json.dumps(state.to_record()))) == state
    assert FeedState.from_record({"etag": "y", "of a newer version": 1}).etag == "y"


def test_a_page_given_as_feed_says_so(server, visitor, at):
    state = poll(at("page"), visitor=visitor, now=0).state
    assert "is no RSS or Atom feed" in state.error
    assert PAGE.startswith("<!doctype html>")


def test_a_page_says_where_its_feed_is():
    page = PAGE.replace(
        "<title>", '<link rel="alternate" type="application/rss+xml" href="/rss.xml"><title>', 1
    )
    with pytest.raises(ArticleError, match=r"its feed is https://x\.test/rss\.xml"):
        list(read_articles(page.encode(), format="feed", url="https://x.test/news"))
