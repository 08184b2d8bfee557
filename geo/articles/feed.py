"""RSS and Atom: the articles of a feed, when to ask for it again, and what of it is new.

``read_feed`` asks a server; ``parse`` reads bytes (in the child process). What must be kept
between two polls is a :class:`FeedState`, plain data that the store writes down.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import urljoin

from geo.articles.clean import clean
from geo.articles.decode import decode
from geo.articles.draft import Document, Draft, Skipped
from geo.articles.formats import Context
from geo.articles.markup import parsed, text_of
from geo.articles.plain import read_all
from geo.articles.published import parse_published
from geo.articles.web import web_address
from geo.errors import UnsupportedFormatError

MAX_FEED_BYTES = 20_000_000
_MAX_ENTRIES = 5_000
_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml"))
_MAX_ADDRESS = 300
_XML_ENCODING = re.compile(r"(<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][\w.:-]{1,40}[\"']")
#: Where an entry says when it was published; the first one that can be read counts.
_DATES = ("published", "date", "issued", "created", "updated")


def read(stream: BinaryIO, context: Context) -> Iterator[Document]:
    """The entries of a feed, to be parsed in a process of its own."""
    data = read_all(stream, context, limit=MAX_FEED_BYTES)
    yield Document(format="feed", data=data, context=context)


def parse(data: bytes, context: Context) -> Iterator[Draft | Skipped]:
    """The entries of a feed, each as an article: its text or, failing that, its summary.

    Raises
    ------
    UnsupportedFormatError
        It is no feed, or declares entities (no honest feed does).
    """
    import feedparser

    text = decode(data, declared=context.encoding, name=context.name)
    if "<!ENTITY" in text or "<!entity" in text.lower():
        msg = f"{context.name} declares XML entities, which feeds do not need; it is not read."
        raise UnsupportedFormatError(msg)
    text = _XML_ENCODING.sub(r"\1", text, count=1)
    # Only what is parsed here is wanted: no relative addresses resolved, no HTML cleaned twice.
    found = feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.get("version") and not found.entries:
        msg = f"{context.name} is no RSS or Atom feed.{_hint(text, context)}"
        raise UnsupportedFormatError(msg)
    source = _plain(found.feed.get("title"))
    for number, entry in enumerate(found.entries[:_MAX_ENTRIES], start=1):
        yield _entry(entry, number, source, context)


def _hint(text: str, context: Context) -> str:
    """Where the feed is, if this is a web page that says so."""
    tree = parsed(text) if "<link" in text.lower() else None
    if tree is None:
        return ""
    for link in tree.iter("link"):
        if (link.get("type") or "").lower() in _FEED_TYPES and link.get("href"):
            with contextlib.suppress(ValueError):
                address = web_address(urljoin(context.url or "", link.get("href")))
                if address and address.isprintable():
                    return f" It is a web page; its feed is {address[:_MAX_ADDRESS]}"
    return ""


def _entry(entry: Any, number: int, source: str | None, context: Context) -> Draft:  # noqa: ANN401
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    body = max([*contents, str(entry.get("summary") or "")], key=len)
    title = _plain(entry.get("title"))
    text = clean(html_text(body))
    return Draft(
        text=text or title or "",
        title=title,
        url=web_address(entry.get("link")),
        source=source,
        published=_published(entry),
        name=f"{context.name}, entry {number}",
    )


def _published(entry: Any) -> Any:  # noqa: ANN401 (feedparser has no types)
    # feedparser's own parsed date is in UTC; the day of the writer's clock is wanted.
    days = (parse_published(str(entry[key])) for key in _DATES if entry.get(key))
    return next((day for day in days if day), None)


def _plain(value: str | None) -> str | None:
    text = " ".join(html_text(value or "").split())
    return text or None


def html_text(markup: str) -> str:
    """The text of a piece of HTML, a blank line between its blocks."""
    if "<" not in markup and "&" not in markup:
        return markup
    tree = parsed(f"<div>{markup}</div>")
    return "" if tree is None else text_of(tree)
