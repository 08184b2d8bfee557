"""The optional online chain: ask Nominatim or Photon where the embedded gazetteer is unsure.

Off unless the settings switch it on. A name is looked up in the cache first, then, at most once a
second over the whole process, at the server. Only answers are cached: "nothing there" for a week,
a place for half a year. A failure is an error, never a "not found", and is not remembered.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location

from geo.errors import GeocoderError
from geo.settings import Settings
from geo.toponyms.fold import fold

#: Nominatim's usage policy: one request a second for an application, all its users together.
MIN_DELAY_SECONDS = 1.0
TIMEOUT_SECONDS = 10.0
_DAY = 86_400.0
KEEP_FOUND = 183 * _DAY
KEEP_NOTHING = 7 * _DAY
#: A user agent must let the operator reach somebody: a name, and an address or a page.
_CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[a-z]{2,}|https?://\S+\.\S+", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"example\.(?:com|org|net)|my[-_ ]?(?:app|application|user)|specify|your[-_ ]|geopy|changeme",
    re.IGNORECASE,
)


class Cache:
    """What the servers answered, in one SQLite file that survives the process.

    Parameters
    ----------
    path
        The file; None puts it into the user's cache folder.
    clock
        Seconds since the epoch; tests pass their own.
    """

    def __init__(self, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> None:
        self.path = path or _cache_file()
        self._clock = clock
        self._lock = threading.Lock()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock, self._open() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, expires REAL, body TEXT)"
            )

    def get(self, key: str) -> tuple[bool, list[dict[str, Any]]]:
        """Whether the answer is known and still fresh, and the answer (empty: nothing there)."""
        with self._lock, self._open() as connection:
            row = connection.execute(
                "SELECT expires, body FROM answer WHERE key = ?", (key,)
            ).fetchone()
        if row is None or row[0] < self._clock():
            return False, []
        body: list[dict[str, Any]] = json.loads(row[1])
        return True, body

    def put(self, key: str, body: list[dict[str, Any]]) -> None:
        """Remember an answer; an empty one for a shorter time."""
        expires = self._clock() + (KEEP_FOUND if body else KEEP_NOTHING)
        with self._lock, self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)",
                (key, expires, json.dumps(body, ensure_ascii=False)),
            )

    def _open(self) -> _Closing:
        return _Closing(sqlite3.connect(self.path, timeout=10))


class _Closing:
    """A connection that commits and closes at the end of the block (sqlite3's own only commits)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, kind: object, *rest: object) -> None:
        if kind is None:
            self._connection.commit()
        self._connection.close()


def _cache_file() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("dateline") / "geocoder.sqlite"


class Service(Protocol):
    """One online geocoder: a name for the cache key, and the call."""

    name: str
    domain: str

    def ask(self, query: str, country: str | None, language: str) -> list[Location]:
        """Locations, best first; raises geopy's errors."""
        ...


@dataclass(slots=True)
class _Online:
    """Nominatim or Photon behind a rate limiter shared by the whole process."""

    name: str
    domain: str
    call: Callable[..., Any]

    def ask(self, query: str, country: str | None, language: str) -> list[Location]:
        kwargs: dict[str, Any] = {"exactly_one": False, "language": language, "limit": 5}
        if self.name == "nominatim":
            kwargs |= {"country_codes": country, "addressdetails": True}
        elif country:
            query = f"{query}, {country}"
        return self.call(query, **kwargs) or []


_limiters: dict[str, RateLimiter] = {}
_limiters_lock = threading.Lock()


def online_service(settings: Settings, *, min_delay_seconds: float = MIN_DELAY_SECONDS) -> Service:
    """The service that the settings name.

    ``online_domain`` may be a host ("photon.example.org"), or an address with scheme
    ("http://127.0.0.1:8088") for a server of one's own.

    Raises
    ------
    GeocoderError
        It is off, or the user agent does not say whom to reach.
    """
    from geopy.geocoders import Nominatim, Photon

    if settings.online_geocoder == "off":
        msg = "The online geocoder is off. Switch it on in the settings (online_geocoder)."
        raise GeocoderError(msg)
    kind = {"nominatim": Nominatim, "photon": Photon}[settings.online_geocoder]
    options: dict[str, Any] = {
        "user_agent": contact(settings.user_agent),
        "timeout": TIMEOUT_SECONDS,
    }
    if settings.online_domain:
        parts = urlsplit(settings.online_domain)
        options["domain"] = parts.netloc or settings.online_domain
        if parts.scheme in {"http", "https"} and parts.netloc:
            options["scheme"] = parts.scheme
    geocoder = kind(**options)
    domain = str(geocoder.domain)
    limited = _limiter(domain, min_delay_seconds)
    return _Online(
        settings.online_geocoder,
        domain,
        lambda *args, **kwargs: limited(geocoder.geocode, *args, **kwargs),
    )


def _limiter(domain: str, min_delay_seconds: float) -> RateLimiter:
    """The rate limiter of a server: one for the whole process."""
    with _limiters_lock:
        limiter = _limiters.get(domain)
        if limiter is None or limiter.min_delay_seconds != min_delay_seconds:
            limiter = _limiters[domain] = RateLimiter(
                lambda call, *args, **kwargs: call(*args, **kwargs),
                min_delay_seconds=min_delay_seconds,
                max_retries=1,
                error_wait_seconds=max(min_delay_seconds, 0.01),
                swallow_exceptions=False,
            )
        return limiter


def contact(user_agent: str | None) -> str:
    """The user agent, if it names somebody to reach.

    Raises
    ------
    GeocoderError
        It is missing, a placeholder, or without an e-mail address or a page.
    """
    text = (user_agent or "").strip()
    if not text or _PLACEHOLDER.search(text) or not _CONTACT.search(text):
        msg = (
            "The online geocoder needs a user agent that names you and how to reach you, such as "
            "'newsroom-map (maps@newsroom.tld)'. Its operators demand it; set user_agent."
        )
        raise GeocoderError(msg)
    return text


class Chain:
    """Asks online only when the gazetteer's own answer is uncertain.

    Parameters
    ----------
    service
        The online service (``online_service``), or anything with the same ``ask``.
    cache
        Where answers are remembered.
    margin
        Ask when the lead of the best candidate over the second is smaller than this.
    """

    def __init__(self, service: Service, cache: Cache, *, margin: float = 0.1) -> None:
        self.service = service
        self.cache = cache
        self.margin = margin

    @classmethod
    def from_settings(cls, settings: Settings, *, cache: Cache | None = None) -> Chain | None:
        """The chain that the settings ask for; None when the online geocoder is off.

        Raises
        ------
        GeocoderError
            The user agent does not say whom to reach.
        """
        if settings.online_geocoder == "off":
            return None
        return cls(online_service(settings), cache or Cache(), margin=settings.online_margin)

    def wanted(self, margin: float | None) -> bool:
        """True when an answer of this margin (None: no answer at all) is worth a request."""
        return margin is None or margin < self.margin

    def locate(
        self,
        name: str,
        *,
        margin: float | None = None,
        country: str | None = None,
        language: str = "en",
    ) -> list[Location]:
        """What the service knows of a name, best first; empty when it need not or cannot help.

        Parameters
        ----------
        name
            A place name, or one with what it lies in ("Springfield, Illinois").
        margin
            Lead of the gazetteer's best candidate; None when it has none.
        country
            ISO 3166-1 alpha-2 code to search in.

        Raises
        ------
        GeocoderError
            The service could not be asked. Nothing is remembered then.
        """
        if not self.wanted(margin) or not fold(name):
            return []
        key = "\x1f".join(
            (self.service.name, self.service.domain, fold(name), (country or "").upper(), language)
        )
        known, body = self.cache.get(key)
        if not known:
            body = self._ask(name, country, language)
            self.cache.put(key, body)
        return [Location(item["address"], tuple(item["point"]), item["raw"]) for item in body]

    def _ask(self, name: str, country: str | None, language: str) -> list[dict[str, Any]]:
        try:
            found = self.service.ask(name, country, language)
        except GeopyError as error:
            msg = (
                f"{self.service.domain} could not be asked about {name!r}: {error or type(error).__name__}. "
                "The embedded gazetteer's own answer stands."
            )
            raise GeocoderError(msg) from error
        return [
            {"address": location.address, "point": list(location.point)[:2], "raw": location.raw}
            for location in found
        ]
