"""Fetching is hostile ground: every attack is played by a real server on loopback."""

from __future__ import annotations

import logging
import socket
import time

import pytest

from geo.articles import read_articles
from geo.articles.address import checked_addresses, is_public, parse_target
from geo.articles.fetch import Fetcher, HttpStatusError, Limits
from geo.errors import FetchError

pytestmark = pytest.mark.network

#: Time enough on a busy machine; where time is the point, there is little of it.
FAST = Limits(max_bytes=1_000_000, seconds=20.0, redirects=5)
HASTY = Limits(max_bytes=1_000_000, seconds=1.0)


@pytest.fixture
def fetcher(server):
    return Fetcher(limits=FAST, loopback_port=server.server_port)


def test_a_page_arrives_whole_with_what_conditional_requests_need(fetcher, at):
    answer = fetcher.fetch(at("page"))
    assert answer.status == 200
    assert b"march of several thousand" in answer.data
    assert (answer.media_type, answer.encoding) == ("text/html", "utf-8")
    assert answer.etag == '"v1"'
    assert answer.modified == "Tue, 05 Mar 2024 10:00:00 GMT"


def test_a_packed_page_is_unpacked(fetcher, at):
    assert fetcher.fetch(at("packed")).data == fetcher.fetch(at("page")).data


def test_an_unchanged_page_is_not_sent_again(fetcher, at):
    answer = fetcher.fetch(at("changed"), etag='"v1"')
    assert (answer.status, answer.data) == (304, b"")


def test_redirects_are_followed_and_the_last_address_is_recorded(fetcher, at):
    assert fetcher.fetch(at("to//page")).url == at("page")


def test_no_cookie_and_no_password_is_ever_sent(fetcher, server, at):
    fetcher.fetch(at("page"))
    fetcher.fetch(at("page"))
    for _, headers in server.seen:
        assert not {"Cookie", "Authorization", "Proxy-Authorization", "Referer"} & set(headers)


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/", "http://127.0.0.1:22/", "http://127.0.0.2/", "http://localhost/",
        "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/", "http://10.0.0.1/", "http://192.168.1.1/admin", "http://172.16.0.1/",
        "http://100.100.100.200/", "http://168.63.129.16/", "http://2130706433/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://[64:ff9b::7f00:1]/",
        "http://[fd00:ec2::254]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
        "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:6379/_x",
        "javascript:alert(1)", "data:text/html,x", "http://user:secret@127.0.0.1/", "//127.0.0.2/x",
        "\\\\127.0.0.1\\x", "http://127.0.0.1%2f.example/",
    ],
)  # fmt: skip
def test_a_redirect_to_the_inside_is_refused(fetcher, server, at, location):
    with pytest.raises(FetchError) as refused:
        fetcher.fetch(at(f"to/{location}"))
    assert "secret" not in str(refused.value)
    assert len(server.seen) <= 1, "nothing was asked after the redirect"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.0.1",  # noqa: S104
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
        "192.88.99.1", "198.18.0.1", "224.0.0.251", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::8.8.8.8",
        "64:ff9b:1::1", "2001:0:1::1", "2002:808:808::1", "fc00::1", "fd00:ec2::254", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1", "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_the_public_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "151.101.1.1", "2606:4700::6810:84e5"])
def test_addresses_of_the_public_internet(address):
    assert is_public(address)


def test_one_inside_address_among_public_ones_refuses_the_host():
    target = parse_target("https://news.example/a")
    with pytest.raises(FetchError, match="not on the public internet"):
        checked_addresses(target, lambda *_: ["8.8.8.8", "10.0.0.1"], timeout=1)


def test_a_name_server_that_changes_its_answer_gains_nothing():
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    asked, connected = [], []

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    def connect(address, port, timeout):
        connected.append((address, port))
        raise OSError

    with pytest.raises(FetchError, match="cannot be reached"):
        Fetcher(limits=FAST, resolve=resolve, connect=connect).fetch("http://rebind.example/")
    assert asked == ["rebind.example"], "resolved once"
    assert connected == [("93.184.215.14", 80)], "and connected to what was checked"


def test_a_name_that_turns_inside_after_a_redirect_is_refused(server, at):
    answers = {"first.example": iter([["93.184.215.14"], ["127.0.0.1"]])}

    def connect(address, port, timeout):
        assert address == "93.184.215.14"
        return socket.create_connection(("127.0.0.1", server.server_port), timeout)

    fetcher = Fetcher(limits=FAST, resolve=lambda host, _: next(answers[host]), connect=connect)
    with pytest.raises(FetchError, match="not on the public internet"):
        fetcher.fetch("http://first.example/to//page")
    assert len(server.seen) == 1


def test_a_name_server_that_never_answers_costs_no_more_than_the_limit():
    def resolve(host, port):
        time.sleep(3)
        return ["8.8.8.8"]

    started = time.monotonic()
    with pytest.raises(FetchError, match="cannot be found"):
        Fetcher(limits=Limits(seconds=0.3), resolve=resolve).fetch("http://slow.example/")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["slow-body", "slow-header", "endless-headers"])
def test_a_server_that_stalls_is_left_when_the_time_is_over(server, at, path):
    fetcher = Fetcher(limits=HASTY, loopback_port=server.server_port)
    started = time.monotonic()
    with pytest.raises(FetchError, match=r"took longer than 1 seconds|cannot be reached"):
        fetcher.fetch(at(path))
    assert time.monotonic() - started < 5.0


@pytest.mark.parametrize("path", ["endless", "gzip-bomb", "huge-length"])
def test_what_is_too_large_is_refused_without_being_held(fetcher, at, path):
    with pytest.raises(FetchError, match=r"larger than 1,000,000 bytes"):
        fetcher.fetch(at(path))


@pytest.mark.parametrize("path", ["twice-packed", "brotli"])
def test_packings_that_were_not_asked_for(fetcher, at, path):
    with pytest.raises(FetchError, match="packed in a way that was not asked for"):
        fetcher.fetch(at(path))


@pytest.mark.parametrize("path", ["not-gzip", "nonsense", "cut-off"])
def test_half_answers_are_no_answers(fetcher, at, path):
    with pytest.raises(FetchError, match="broke off"):
        fetcher.fetch(at(path))


def test_redirects_that_never_end(fetcher, server, at):
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetcher.fetch(at("loop"))
    assert len(server.seen) == 6


@pytest.mark.parametrize("path", ["picture", "program"])
def test_types_that_are_no_article_are_refused_by_name(fetcher, at, path):
    with pytest.raises(FetchError, match="which is not read as an article"):
        fetcher.fetch(at(path))


def test_a_refusal_says_when_to_come_again(fetcher, at):
    with pytest.raises(HttpStatusError, match="429") as refused:
        fetcher.fetch(at("busy"))
    assert refused.value.retry_after == 7200


def test_a_query_never_reaches_a_message_or_a_log(fetcher, at, caplog):
    with caplog.at_level(logging.DEBUG), pytest.raises(FetchError) as refused:
        fetcher.fetch(at("missing?key=SECRET"))
    assert "SECRET" not in str(refused.value)
    assert "SECRET" not in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://user:pass@example.org/", "http://user@example.org/", "file:///etc/passwd",
        "http://example.org:22/", "http://example.org:6379/", "https://", "http://", "nonsense",
        "http://exa mple.org/", "http://example.org/\r\nX-Evil: 1", "http://example.org\\@127.0.0.1/",
        "http://[::1", "http://example.org:99999/", "http://[fe80::1%25eth0]/", "http://" + "a" * 5000,
        "http://" + "é" * 300 + ".example/",
    ],
)  # fmt: skip
def test_addresses_that_are_refused_by_their_form(url):
    def never(*_):
        pytest.fail("a name server was asked, or a connection made")

    with pytest.raises(FetchError):
        Fetcher(resolve=never, connect=never).fetch(url)


def test_secure_pages_do_not_lead_to_open_ones(server, at):
    fetcher = Fetcher(limits=FAST, loopback_port=server.server_port)
    secure = parse_target("https://news.example/a")
    with pytest.raises(FetchError, match="secure to an open"):
        fetcher._next(secure, "http://news.example/a")


def test_a_certificate_nobody_vouches_for_is_refused(server, at):
    # The server speaks no TLS at all: the handshake must fail, not fall back.
    fetcher = Fetcher(limits=FAST, loopback_port=server.server_port)
    with pytest.raises(FetchError, match="cannot be reached"):
        fetcher.fetch(at("page").replace("http:", "https:"))
    assert server.seen == []


def test_by_default_loopback_is_refused(server, at):
    with pytest.raises(FetchError):
        list(read_articles(at("page")))
    assert server.seen == []


def test_switched_off_means_no_connection():
    with pytest.raises(FetchError, match="switched off"):
        list(read_articles("https://news.example/a", allow_fetch=False))


@pytest.fixture
def allowed(monkeypatch, fetcher):
    """Let ``read_articles`` reach the test server."""
    monkeypatch.setattr("geo.articles.fetch.fetch", fetcher.fetch)


@pytest.mark.usefixtures("allowed")
def test_from_address_to_article(at):
    (article,) = read_articles(at("page"))
    assert article.title == "Police break up march in Oran"
    assert article.url == at("page")
    assert (str(article.published), article.published_basis) == ("2024-03-05", "stated")
    assert "Advertisement" not in article.text


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize("path", ["xml-bomb", "deep", "disguised"])
def test_bombs_behind_an_address_end_in_a_clear_message(at, path):
    with pytest.raises(ValueError, match=r"entities|no article text|picture"):
        list(read_articles(at(path)))
