"""Manners towards the sites that feeds come from: robots.txt, and a pause between requests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from geo.articles.fetch import Answer, Fetcher, HttpStatusError, Limits
from geo.errors import FetchError

#: Seconds between two requests to one host, unless its robots.txt asks for more.
PAUSE_S = 2.0
#: A site may ask for a longer pause, up to this.
_MAX_PAUSE_S = 60.0
_KEPT_FOR_S = 24 * 3600.0
_MAX_ROBOTS_BYTES = 500_000
_PLAIN = frozenset(("text/plain", "text/html", "application/octet-stream"))
_SERVER_ERROR = 500
_TOO_MANY = 429


@dataclass(slots=True)
class _Site:
    """What is known of one host."""

    rules: RobotFileParser
    read_at: float
    next_at: float = 0.0


@dataclass(slots=True)
class Visitor:
    """Fetches politely: one request at a time and host, none that robots.txt forbids.

    ``clock`` and ``sleep`` can be replaced in tests.
    """

    fetcher: Fetcher = field(default_factory=Fetcher)
    pause: float = PAUSE_S
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _sites: dict[str, _Site] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        media_types: frozenset[str] | None = None,
    ) -> Answer:
        """Fetch an address when its site allows it and is due.

        Raises
        ------
        FetchError
            robots.txt forbids it, or as :meth:`Fetcher.fetch`.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        with self._lock:
            site = self._site(origin)
            if not site.rules.can_fetch(self.fetcher.user_agent, url):
                msg = f"{origin} asks robots not to read this address (robots.txt)."
                raise FetchError(msg)
            wait = site.next_at - self.clock()
            site.next_at = max(self.clock(), site.next_at) + self._pause_of(site)
        if wait > 0:
            self.sleep(wait)
        return self.fetcher.fetch(url, etag=etag, modified=modified, media_types=media_types)

    def _site(self, origin: str) -> _Site:
        site = self._sites.get(origin)
        if site is None or self.clock() - site.read_at > _KEPT_FOR_S:
            site = self._sites[origin] = _Site(rules=self._rules(origin), read_at=self.clock())
        return site

    def _rules(self, origin: str) -> RobotFileParser:
        """The site's robots.txt, read as RFC 9309 says: missing allows, failing forbids."""
        rules = RobotFileParser()
        rules.modified()
        limits = Limits(max_bytes=_MAX_ROBOTS_BYTES, seconds=self.fetcher.limits.seconds)
        reader = replace(self.fetcher, limits=limits)
        try:
            answer = reader.fetch(f"{origin}/robots.txt", media_types=_PLAIN)
        except HttpStatusError as error:
            failing = error.status >= _SERVER_ERROR or error.status == _TOO_MANY
            rules.parse(["User-agent: *", "Disallow: /"] if failing else [])
            return rules
        rules.parse(answer.data.decode("utf-8", "replace").splitlines())
        return rules

    def _pause_of(self, site: _Site) -> float:
        try:
            asked = float(site.rules.crawl_delay(self.fetcher.user_agent) or 0)
        except ValueError:
            asked = 0.0
        return max(self.pause, min(asked, _MAX_PAUSE_S))
