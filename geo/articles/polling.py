"""Poll feeds: ask only when due and only for what changed, take in only what is new.

    FeedState ─▶ poll ─▶ Poll(articles, FeedState)

The state between two polls is plain data; the store writes it down (``to_record``).
"""

from __future__ import annotations

import io
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from geo.articles.draft import Draft, Skipped
from geo.articles.duplicates import canonical_url, fingerprint
from geo.articles.fetch import Answer, HttpStatusError
from geo.articles.formats import HEAD_BYTES, Context, format_of, reader_of
from geo.articles.isolation import parsed_parts
from geo.articles.robots import Visitor
from geo.articles.text import MAX_CHARS, to_article
from geo.errors import ArticleError, FetchError
from geo.model import Article

#: Seconds between two polls of a feed that answers.
INTERVAL_S = 15 * 60.0
#: A feed that fails is asked half as often each time, down to once a day.
_MAX_WAIT_S = 24 * 3600.0
_MAX_DOUBLINGS = 10
#: Addresses and contents remembered; feeds list far fewer entries than this.
_REMEMBERED = 5_000
_NOT_MODIFIED, _GONE = 304, 410
FEED_TYPES = frozenset((
    "application/rss+xml", "application/atom+xml", "application/xml", "text/xml",
    "application/rdf+xml", "text/plain", "text/html", "application/octet-stream",
))  # fmt: skip
#: An entry with less text than this is a teaser; its page is read instead.
TEASER_CHARS = 900


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is known of a feed between two polls. Times are seconds since 1970 (UTC).

    ``seen`` holds the addresses and content fingerprints taken in so far, oldest first.
    """

    etag: str | None = None
    modified: str | None = None
    polled_at: float | None = None
    next_poll: float = 0.0
    failures: int = 0
    error: str | None = None
    seen: tuple[str, ...] = ()

    def is_due(self, now: float) -> bool:
        """Whether the feed may be asked at this time."""
        return now >= self.next_poll

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses taken in so far."""
        return frozenset(key for key in self.seen if "/" in key)

    def to_record(self) -> dict[str, Any]:
        """The state as plain JSON."""
        return {**asdict(self), "seen": list(self.seen)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> FeedState:
        """The state from plain JSON; unknown keys of a newer version are left out."""
        known = {key: record[key] for key in cls.__dataclass_fields__ if key in record}
        return cls(**{**known, "seen": tuple(known.get("seen") or ())})


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll gave: new articles, the state to keep, and what was left out and why."""

    articles: tuple[Article, ...]
    state: FeedState
    skipped: tuple[Skipped, ...] = field(default=())


def poll(
    url: str,
    state: FeedState | None = None,
    *,
    visitor: Visitor | None = None,
    now: float | None = None,
    interval: float = INTERVAL_S,
    full_text: bool = True,
    elsewhere: Collection[str] = (),
) -> Poll:
    """Ask a feed for what is new; the same words from another feed are another paper's, and new.

    Parameters
    ----------
    visitor
        Fetches politely; keep one for all feeds, so that pauses hold across them.
    now, interval
        Seconds. A feed that is not due yet is not asked.
    full_text
        Read the page of an entry that gives only a teaser, if its site allows it.
    elsewhere
        Addresses that other feeds brought: a page that a paper lists in two feeds is one article.

    Returns
    -------
    Never raises for a feed that fails: the state says why, and when it is asked again.
    """
    state = state or FeedState()
    now = time.time() if now is None else now
    if not state.is_due(now):
        return Poll((), state)
    visitor = visitor or Visitor()
    try:
        answer, parts = _asked(url, state, visitor)
    except (FetchError, ArticleError) as error:
        return Poll((), _failed(state, error, now, interval))
    taken = _Intake(dict.fromkeys(state.seen), elsewhere, visitor, full_text)
    for part in parts:
        taken.add(part)
    state = _answered(state, answer, taken, now + interval)
    return Poll(tuple(taken.articles), replace(state, polled_at=now), tuple(taken.skipped))


def _asked(
    url: str, state: FeedState, visitor: Visitor
) -> tuple[Answer, tuple[Draft | Skipped, ...]]:
    """The feed's answer and its entries; none of a feed that has not changed."""
    answer = visitor.fetch(url, etag=state.etag, modified=state.modified, media_types=FEED_TYPES)
    return answer, () if answer.status == _NOT_MODIFIED else tuple(_entries(answer))


def _answered(state: FeedState, answer: Answer, taken: _Intake, next_poll: float) -> FeedState:
    """What to keep of a feed that answered; an unchanged one keeps its marks where it gives no new."""
    same = answer.status == _NOT_MODIFIED
    return replace(
        state,
        etag=answer.etag or (state.etag if same else None),
        modified=answer.modified or (state.modified if same else None),
        next_poll=next_poll,
        failures=0,
        error=None,
        seen=tuple(taken.seen)[-_REMEMBERED:],
    )


def _entries(answer: Answer) -> Iterator[Draft | Skipped]:
    context = Context(
        name=answer.url.partition("?")[0],
        max_chars=MAX_CHARS,
        url=answer.url,
        encoding=answer.encoding,
    )
    parts = reader_of("feed", context.name)(io.BytesIO(answer.data), context)
    yield from parsed_parts(parts, context.name)


def _failed(state: FeedState, error: Exception, now: float, interval: float) -> FeedState:
    """Ask half as often after each failure, and never before the server's own wish."""
    failures = state.failures + 1
    wait = min(interval * 2.0 ** min(failures, _MAX_DOUBLINGS), _MAX_WAIT_S)
    if isinstance(error, HttpStatusError):
        wait = max(wait, error.retry_after or 0.0)
        if error.status == _GONE:
            wait = _MAX_WAIT_S
    return replace(
        state, polled_at=now, next_poll=now + wait, failures=failures, error=str(error)[:500]
    )


@dataclass(slots=True)
class _Intake:
    """The entries of one poll on their way to articles."""

    seen: dict[str, None]
    elsewhere: Collection[str]
    visitor: Visitor
    full_text: bool
    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, part: Draft | Skipped) -> None:
        """Take in an entry unless its address or its words are known."""
        if isinstance(part, Skipped):
            self.skipped.append(part)
            return
        # An entry without an address is known by its words alone.
        address = canonical_url(part.url) if part.url else None
        if address and address in self.seen:
            return
        if address and address in self.elsewhere:
            self.seen[address] = None  # kept here too, should the other feed be given up
            return
        draft = self._whole(part) if self.full_text else part
        try:
            article = to_article(draft)
        except ArticleError as error:
            self.skipped.append(Skipped.because(part.name, error))
            return
        words = fingerprint(article.text)
        known = words in self.seen
        self.seen.update(dict.fromkeys(key for key in (address, words) if key))
        if not known:
            self.articles.append(article)

    def _whole(self, part: Draft) -> Draft:
        """The page of a teaser; the teaser itself where the page cannot be read."""
        if not part.url or len(part.text) >= TEASER_CHARS:
            return part
        try:
            page = next(self._page(part.url), None)
        except (FetchError, ArticleError) as error:
            self.skipped.append(Skipped(part.name, f"only its teaser was read: {error}"))
            return part
        if not isinstance(page, Draft) or len(page.text) <= len(part.text):
            return part
        return replace(
            page,
            title=part.title or page.title,
            url=part.url,
            source=part.source or page.source,
            name=part.name,
            **_day_of(part, page),
        )

    def _page(self, url: str) -> Iterator[Draft | Skipped]:
        answer = self.visitor.fetch(url)
        context = Context(
            name=answer.url.partition("?")[0],
            max_chars=MAX_CHARS,
            url=answer.url,
            encoding=answer.encoding,
        )
        head = answer.data[:HEAD_BYTES]
        format_ = format_of(context.name, head, media_type=answer.media_type)
        parts = reader_of(format_, context.name)(io.BytesIO(answer.data), context)
        yield from parsed_parts(parts, context.name)


def _day_of(part: Draft, page: Draft) -> dict[str, Any]:
    """The feed's day where it gives one, else the page's."""
    chosen = part if part.published else page
    day: date | None = chosen.published
    return {"published": day, "published_basis": chosen.published_basis}
