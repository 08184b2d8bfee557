"""Whatever comes in: an article that keeps its promises, or an ArticleError. Nothing else."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import docx, pdf, warc, zipped

from geo.articles import article_from_text, read_articles
from geo.articles.address import is_public, parse_target
from geo.articles.clean import clean
from geo.articles.duplicates import canonical_url, fingerprint, is_near_duplicate
from geo.articles.fetch import Fetcher
from geo.articles.formats import format_of
from geo.articles.published import parse_published
from geo.articles.text import normalise, unwrap
from geo.errors import ArticleError, FetchError, UnsupportedFormatError

FORMATS = ("text", "html", "pdf", "docx", "csv", "jsonl", "parquet", "feed", "warc", "zip")
few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
#: Pieces of real files, so that bytes get further into a parser than noise does.
PIECES = st.sampled_from(
    [
        b"<html>", b"<body>", b"<p>", b"</p>", b"<article>", b"<!--", b"-->", b"<script>", b"<![CDATA[",
        b"&amp;", b"&#x110000;", b"<rss>", b"<item>", b"<title>", b"<link>", b"<?xml version='1.0'?>",
        b"%PDF-1.4\n", b"1 0 obj", b"<<", b">>", b"stream\n", b"endstream", b"xref", b"trailer", b"/Root",
        b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PAR1", b"WARC/1.0\r\n", b"Content-Length: 9\r\n",
        b"\r\n\r\n", b'{"text":', b'"', b"[", b"]", b"}", b",", b"\n", b"text,title\n", b"\xff\xfe",
        b"\xef\xbb\xbf", b"\x00", b"---\ntitle: x\n---\n", b"Police fired tear gas in Oran.",
    ]
)  # fmt: skip
hostile_bytes = st.lists(PIECES | st.binary(max_size=40), max_size=40).map(b"".join)


def attempt(data: bytes, **said) -> list:
    try:
        return list(read_articles(data, name="any", on_skip=lambda _: None, **said))
    except ArticleError as refused:
        assert str(refused)  # noqa: PT017 (either outcome is right)
        return []


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_its_promises(text):
    try:
        article = article_from_text(text, title=text[:50], source=text)
    except ArticleError:
        return
    assert article.text == article.text.strip()
    assert normalise(article.text) == article.text, "normalising again changes nothing"
    assert article.text.encode("utf-8").decode("utf-8") == article.text
    assert article.headline_end in {0, len(article.title or "")}
    again = article_from_text(text, title=text[:50], source=text)
    assert again == article, "the same text, the same article"


@given(st.text())
def test_letters_and_digits_are_never_lost(text):
    kept = [c for c in unwrap(normalise(text)) if c.isalnum()]
    assert kept == [c for c in normalise(text) if c.isalnum()]


@given(hostile_bytes)
@settings(max_examples=150, deadline=None)
def test_any_bytes_give_articles_or_a_message(data):
    for article in attempt(data):
        assert article.text.strip()


@pytest.mark.parametrize("format_", FORMATS)
@given(data=hostile_bytes)
@few
def test_any_bytes_as_any_format(format_, data):
    for article in attempt(data, format=format_):
        assert article.text.strip()


VALID = {
    "html": b"<html><body><article><h1>March</h1><p>Police fired tear gas in Oran.</p></article></body></html>",
    "pdf": pdf([["Police fired tear gas in Oran.", "Five people were hurt."]]),
    "docx": docx(["Police fired tear gas in Oran."]),
    "csv": b"text,date\nPolice fired tear gas in Oran.,2024-03-05\n",
    "jsonl": b'{"text": "Police fired tear gas in Oran.", "date": "2024-03-05"}\n',
    "feed": b"<rss><channel><item><title>March in Oran</title><link>http://x.test</link></item></channel></rss>",
    "warc": warc([("http://x.test/a", "text/plain", b"Police fired tear gas in Oran.")]),
    "zip": zipped({"a.txt": "Police fired tear gas in Oran."}),
}


@pytest.mark.parametrize("format_", sorted(VALID))
@given(st.data())
@few
def test_damaged_files_give_articles_or_a_message(format_, data):
    """Bytes flipped, cut out and doubled in files that were right."""
    broken = bytearray(VALID[format_])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, max(0, len(broken) - 1)))
        match data.draw(st.sampled_from(("flip", "cut", "double"))):
            case "flip":
                broken[place : place + 1] = bytes([data.draw(st.integers(0, 255))])
            case "cut":
                del broken[place : place + data.draw(st.integers(1, 30))]
            case _:
                broken[place:place] = broken[place : place + 30]
    for article in attempt(bytes(broken), format=format_):
        assert article.text.strip()


@given(st.dictionaries(st.text(max_size=10), st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8)))  # fmt: skip
def test_any_json_record(record):
    attempt(
        json.dumps({**record, "text": "Police fired tear gas in Oran."}).encode(), format="jsonl"
    )
    attempt(json.dumps(record).encode(), format="jsonl")


@given(st.text(max_size=200))
def test_dates_addresses_and_formats_of_any_text(text):
    parse_published(text)
    fingerprint(text)
    is_near_duplicate(text, text)
    try:
        canonical_url("https://x.test/" + text)
        format_of(text, text.encode("utf-8", "replace"))
    except UnsupportedFormatError:
        pass


@given(st.text(max_size=300))
def test_cleaning_takes_whole_lines_and_nothing_else(text):
    lines = {" ".join(line.split()) for line in text.split("\n")}
    for line in clean(text).split("\n\n"):
        assert not line or any(known.endswith(line) for known in lines)


@given(st.ip_addresses())
def test_no_address_of_the_inside_is_ever_public(address):
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(str(address))


@given(st.text(max_size=60))
def test_any_address_is_refused_or_leads_to_the_web(text):
    for url in (text, "http://" + text, "https://x.test/" + text, "http://x.test:" + text):
        try:
            target = parse_target(url)
        except FetchError:
            continue
        assert target.scheme in {"http", "https"}
        assert not set(target.path) & set(" \r\n\t\x00")
        assert target.path.isascii()
        assert target.host.isascii()


def never(*_: object) -> list[str]:
    msg = "nothing may be contacted"
    raise AssertionError(msg)


@given(st.text(max_size=80))
def test_any_redirect_is_refused_or_leads_to_the_web(location):
    fetcher = Fetcher(resolve=never, connect=never)
    try:
        following = fetcher._next(parse_target("https://x.test/a"), location)
    except FetchError:
        return
    assert following.scheme == "https"


@pytest.mark.parametrize(
    "text",
    [
        " " * 1_000_000, "a" * 1_000_000, "(" * 1_000_000, "a " * 500_000, "\n" * 1_000_000,
        "12:30 " * 170_000, "<" * 1_000_000, "&" * 1_000_000, "é" * 1_000_000, "-\n" * 500_000,
        ("x" * 80 + "\n") * 12_000, "Photo: " * 140_000, "\u0301" * 1_000_000, "---\n" * 250_000,
        "title: x\n" * 110_000, "| " * 500_000,
    ],
    ids=lambda text: repr(text[:8]),
)  # fmt: skip
def test_a_megabyte_of_anything_takes_no_time(text):
    started = time.monotonic()
    for step in (normalise, clean, unwrap, fingerprint):
        step(text)
    attempt(text.encode(), format="text")
    assert time.monotonic() - started < 10
