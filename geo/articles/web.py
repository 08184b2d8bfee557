"""Web pages: the article on the page, its headline, and a date only from where dates are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, Literal
from urllib.parse import urlsplit

from geo.articles.clean import clean
from geo.articles.decode import decode
from geo.articles.draft import Document, Draft
from geo.articles.formats import Context
from geo.articles.markup import parsed, text_of
from geo.articles.plain import read_all
from geo.articles.published import parse_published
from geo.errors import EmptyArticleError, UnsupportedFormatError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Basis = Literal["stated", "guessed"]

#: The largest page of mark-up that is parsed, in bytes; news pages reach about 3 MB.
MAX_PAGE_BYTES = 12_000_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w-]{2,30})", re.IGNORECASE)
_ENCODING_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
#: Where publishers state the day, most explicit first (attribute, value).
_META_DATES = (
    ("property", "article:published_time"),
    ("property", "og:article:published_time"),
    ("property", "og:published_time"),
    ("name", "article:published_time"),
    ("itemprop", "datepublished"),
    ("name", "datepublished"),
    ("name", "parsely-pub-date"),
    ("name", "sailthru.date"),
    ("name", "cxenseparse:recs:publishtime"),
    ("name", "pubdate"),
    ("name", "publishdate"),
    ("name", "publish-date"),
    ("name", "publish_date"),
    ("name", "publication_date"),
    ("name", "publication-date"),
    ("name", "citation_publication_date"),
    ("name", "dc.date.issued"),
    ("name", "dcterms.issued"),
    ("name", "dcterms.created"),
    ("name", "dc.date"),
    ("name", "dcterms.date"),
    ("name", "date"),
)
_ARTICLE_TYPES = frozenset(
    ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BlogPosting",
     "LiveBlogPosting", "Report", "BackgroundNewsArticle", "WebPage")
)  # fmt: skip
_URL_DAY = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_.-]|$)")
_URL_MONTH_NAME = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d{1,2})/")
_URL_COMPACT = re.compile(r"[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?=[/_.-]|$)")
#: Larger pages are extracted once, without the second opinion that doubles the time.
_FAST_FROM_BYTES = 1_500_000
#: The extensive search for a date loads dozens of languages (seconds) and guesses wildly.
_PLAIN_DATES = {"original_date": True, "extensive_search": False}
#: JSON-LD is walked no deeper than this; real pages nest five levels.
_MAX_DEPTH = 12


def read(stream: BinaryIO, context: Context) -> Iterator[Document]:
    """The article of a page of HTML, to be parsed in a process of its own."""
    data = read_all(stream, context, limit=MAX_PAGE_BYTES)
    yield Document(format="html", data=data, context=context)


def parse(data: bytes, context: Context) -> Iterator[Draft]:
    """The article of a page of HTML.

    Raises
    ------
    EmptyArticleError
        There is no article on the page.
    """
    import trafilatura

    found: Any = trafilatura.bare_extraction(
        _tree(data, context),
        url=context.url,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        date_extraction_params=_PLAIN_DATES,
        fast=len(data) > _FAST_FROM_BYTES,
    )
    # A page without an article's frame (a few bare paragraphs) is taken as it stands.
    text = clean(found.text or "") if found is not None else ""
    text = text or clean(text_of(_tree(data, context)))
    if not text:
        msg = f"{context.name}: no article text was found on this page."
        raise EmptyArticleError(msg)
    url = context.url or web_address(found.url if found else None)
    published, basis = published_of(_tree(data, context), url)
    if published is None and found is not None:
        published, basis = _guess(found.date)
    yield Draft(
        text=text,
        title=found.title if found else None,
        url=url,
        source=found.sitename if found else None,
        published=published,
        published_basis=basis,
        name=context.name,
    )


def web_address(value: str | None) -> str | None:
    """An address that a page or a feed gives for itself, if it is one of the web."""
    value = (value or "").strip()
    return value if value.lower().startswith(("http://", "https://")) else None


def _tree(data: bytes, context: Context) -> HtmlElement:
    found = _CHARSET.search(data[:4096])
    declared = context.encoding or (found[1].decode("ascii", "replace") if found else None)
    text = decode(data, declared=declared, name=context.name)
    tree = parsed(_ENCODING_DECLARATION.sub("", text, count=1))
    if tree is None:
        msg = f"{context.name} holds no readable HTML."
        raise UnsupportedFormatError(msg)
    return tree


def published_of(tree: HtmlElement, url: str | None) -> tuple[date | None, Basis]:
    """The publication day, where the page states it: meta tags, JSON-LD, ``<time>``, address.

    A copyright line or a date somewhere in the page is not taken for it.
    """
    found = _from_meta(tree) or _from_json_ld(tree) or _from_time(tree) or from_url(url)
    return found, "stated"


def _from_meta(tree: HtmlElement) -> date | None:
    stated: dict[tuple[str, str], str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            key = (attribute, (meta.get(attribute) or "").strip().lower())
            if meta.get("content"):
                stated.setdefault(key, meta.get("content"))
    return next((day for key in _META_DATES if (day := parse_published(stated.get(key)))), None)


def _from_json_ld(tree: HtmlElement) -> date | None:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        if day := next(_days_published(data, 0), None):
            return day
    return None


def _days_published(data: Any, depth: int) -> Iterator[date]:  # noqa: ANN401 (any JSON)
    if depth > _MAX_DEPTH:
        return
    if isinstance(data, dict):
        kinds = data.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        stated = data.get("datePublished")
        if isinstance(stated, str) and any(kind in _ARTICLE_TYPES for kind in kinds):
            day = parse_published(stated)
            if day:
                yield day
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for value in values:
        yield from _days_published(value, depth + 1)


def _from_time(tree: HtmlElement) -> date | None:
    """The first ``<time>`` that is marked as publication, else the first one of the article."""
    times = [t for t in tree.iter("time") if t.get("datetime")]
    for time in times:
        marks = " ".join((time.get("itemprop") or "", time.get("class") or "")).lower()
        if time.get("pubdate") is not None or "publi" in marks:
            return parse_published(time.get("datetime"))
    inside = [t for t in times if any(a.tag in {"article", "main"} for a in t.iterancestors())]
    # Several times on a page without an article are teasers of other articles.
    chosen = inside[:1] or (times if len(times) == 1 else [])
    return parse_published(chosen[0].get("datetime")) if chosen else None


def from_url(url: str | None) -> date | None:
    """The day that an address carries, as in ``/2022/01/06/`` or ``-20220106``."""
    path = urlsplit(url).path.lower() if url else ""
    for pattern, form in (
        (_URL_DAY, "{}-{}-{}"),
        (_URL_COMPACT, "{}-{}-{}"),
        (_URL_MONTH_NAME, "{2} {1} {0}"),
    ):
        if found := pattern.search(path):
            return parse_published(form.format(*found.groups()))
    return None


def _guess(value: str | None) -> tuple[date | None, Basis]:
    """What the extractor guessed. It reads "(c) 2015" as 1 January, so that day says nothing."""
    day = parse_published(value)
    if day is None or (day.month, day.day) == (1, 1):
        return None, "stated"
    return day, "guessed"
