"""Feeds: from an address to events in the store, through a real server on loopback."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from geo.articles.duplicates import Copies
from geo.articles.fetch import Fetcher
from geo.articles.polling import INTERVAL_S
from geo.articles.robots import Visitor
from geo.cli import main, parser
from geo.cli.feeds import Poller, interval
from geo.events import merge_events
from geo.pipeline import Pipeline
from geo.store import Store
from geo.store.feeds import add_feed, feeds, keep_state

STORY = (
    "Police arrested about {n} protesters in Almaty on Wednesday, the interior ministry said. "
    "Hundreds of people had gathered on the main square since the morning. "
) + "Residents said that shops and banks stayed closed all day while patrols stood guard. " * 12
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Test
Courier</title>{items}</channel></rss>"""
ITEM = (
    "<item><title>Arrests {n}</title><link>http://127.0.0.1/{n}</link>"
    "<pubDate>Thu, 06 Jan 2022 10:00:00 GMT</pubDate><description>{text}</description></item>"
)


class Handler(BaseHTTPRequestHandler):
    """Serves the numbers of stories the test asks for, and 500 for /broken."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        if self.path.startswith("/feed"):
            self.server.asked.append(self.path)
            told = self.server.told or {n: STORY.format(n=n) for n in self.server.stories}
            items = "".join(ITEM.format(n=n, text=text) for n, text in told.items())
            self.reply(200, FEED.format(items=items).encode(), "application/rss+xml")
        else:
            self.reply(404 if "robots" in self.path else 500, b"", "text/plain")

    def reply(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.stories, running.told, running.asked = [200, 300], {}, []
        Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path / 'events.db'}")
    yield opened
    opened.close()


def address(server, path="/feed"):
    return f"http://127.0.0.1:{server.server_address[1]}{path}"


def visitor(server):
    return Visitor(fetcher=Fetcher(loopback_port=server.server_address[1]), pause=0.0)


def poll(store, server):
    return Poller(Pipeline(), visitor(server), Copies(), INTERVAL_S).go_round(store)


def forget_wait(store, url):
    keep_state(store, url, {**feeds(store)[url], "next_poll": 0.0})


def test_what_is_new_in_a_feed_is_coded_once(store, server):
    url = address(server)
    add_feed(store, url)
    assert poll(store, server) == 0
    assert len(store.articles()) == 2
    assert any(e.event_type == "COERCE" for e in store.events())
    found = len(store.events())
    server.stories.append(400)
    forget_wait(store, url)
    assert poll(store, server) == 0
    assert len(store.articles()) == 3
    assert len(store.events()) > found


WIRE = (
    "Police arrested about 200 protesters in {town} on Wednesday, the interior ministry said. "
    "Hundreds of people had gathered on the main square since the morning, angry about fuel prices. "
    "Shops and banks stayed closed all day while patrols stood guard at every crossing. "
    "The governor called for calm and promised to meet the organisers before the end of the week. "
    "Trains ran late and the airport cancelled its evening flights. "
)


def test_ten_edited_copies_are_named_and_are_one_event_of_ten_sources(store, server, capsys):
    add_feed(store, address(server))
    server.told = {
        n: WIRE.format(town="Almaty").replace("angry", f"furious, says desk {n},")
        + f"Desk {n} added to this report."
        for n in range(10)
    }
    assert poll(store, server) == 0
    said = capsys.readouterr().out
    assert "10 new articles, 9 of them near copies" in said
    assert said.count("nearly the same text as “Arrests 0”") == 9
    arrests = [e for e in merge_events(store.events()) if e.event_type == "COERCE"]
    assert [e.n_sources for e in arrests if "arrested" in e.evidence.text] == [10]


def test_two_reports_of_one_template_are_named_and_stay_two_events(store, server, capsys):
    add_feed(store, address(server))
    server.told = {1: WIRE.format(town="Almaty")}
    assert poll(store, server) == 0
    server.told[2] = WIRE.format(town="Shymkent").replace("200", "70")
    forget_wait(store, address(server))
    capsys.readouterr()
    assert poll(store, server) == 0  # a run of its own: the original is in the store
    assert (
        "Arrests 2 (The Test Courier): nearly the same text as “Arrests 1”"
        in capsys.readouterr().out
    )
    arrests = [e for e in merge_events(store.events()) if "arrested" in e.evidence.text]
    assert {e.place.name for e in arrests} == {"Almaty", "Shymkent"}


def test_a_page_in_two_feeds_of_a_paper_is_one_article(store, server, capsys):
    for path in ("/feed", "/feed/world?key=geheim"):
        add_feed(store, address(server, path))
    assert poll(store, server) == 0
    assert server.asked == ["/feed", "/feed/world?key=geheim"]
    assert len(store.articles()) == 2
    said = capsys.readouterr().out
    assert "/feed/world?…: 0 new articles" in said
    assert "geheim" not in said


def test_every_asks_again_in_the_interval_named_and_outlives_a_store_that_fails(
    store, server, capsys
):
    """Ten minutes between rounds, less than the usual interval of a feed; the clock is turned by hand."""
    add_feed(store, address(server))
    add_feed(store, address(server, "/broken"))
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt
        (url, state), (_, failing) = feeds(store).items()
        if len(slept) == 1:
            assert state["next_poll"] - state["polled_at"] == 600
            assert failing["next_poll"] - failing["polled_at"] == 1200
        keep_state(store, url, {**state, "next_poll": 0.0})
        with store.writing() as connection:
            name = ("change", "gone") if len(slept) == 1 else ("gone", "change")
            connection.exec_driver_sql("ALTER TABLE {} RENAME TO {}".format(*name))
        server.stories.append(400)

    told = parser().parse_args(
        ["feed", "--store", store.engine.url.render_as_string(), "poll", "--every", "10m"]
    )
    told.visitor, told.sleep = visitor(server), sleep
    with pytest.raises(KeyboardInterrupt):
        told.run(told)
    assert slept == [600, 600, 600]
    assert server.asked == ["/feed"] * 3
    assert len(store.articles()) == 3
    out, err = capsys.readouterr()
    assert "/broken: not asked before 2" in out
    assert err.count("The next round tries again.") == 1


def test_a_feed_that_fails_is_named_asked_later_and_stops_no_other(store, server, capsys):
    add_feed(store, address(server))
    add_feed(store, address(server, "/broken"))
    assert poll(store, server) == 3
    state = feeds(store)[address(server, "/broken")]
    assert state["failures"] == 1
    assert state["next_poll"] > state["polled_at"]
    assert len(store.articles()) == 2
    assert "/broken" in capsys.readouterr().out


def test_a_feed_is_added_once_and_listed(tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    for _ in range(2):
        assert main(["feed", "--store", url, "add", "https://news.example/rss"]) == 0
    assert main(["feed", "--store", url, "list"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines() == [
        "added",
        "it is there already",
        "https://news.example/rss\tnever polled\tok",
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("file:///etc/passwd", "begin with http:// or https://"),
        ("https://me:geheim@news.example/rss", "with a user name or password"),
        ("https://news.example:22/rss", "Port 22"),
    ],
)
def test_what_no_poll_would_ask_is_refused_at_once(tmp_path, capsys, wrong, says):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    assert main(["feed", "--store", url, "add", wrong]) == 1
    err = capsys.readouterr().err
    assert says in err
    assert "geheim" not in err
    assert main(["feed", "--store", url, "list"]) == 0
    assert capsys.readouterr().out == ""


def test_a_feed_that_is_given_up_is_forgotten(tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'events.db'}"
    assert main(["feed", "--store", url, "add", "https://news.example/rss"]) == 0
    assert main(["feed", "--store", url, "remove", "https://news.example/rss"]) == 0
    assert main(["feed", "--store", url, "remove", "https://news.example/rss"]) == 1
    assert "is not one of the feeds" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("15m", 900), ("2h", 7200)])
def test_intervals(text, seconds):
    assert interval(text) == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "0m", "-1h", "1.5h"])
def test_what_is_no_interval_is_refused(text):
    import argparse

    with pytest.raises(argparse.ArgumentTypeError, match="15m"):
        interval(text)
