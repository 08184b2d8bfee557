"""Fetch one address of the open web, as if every answer were an attack.

Only this module opens a connection. Names are resolved once and pinned (``address.py``), again
after every redirect; size, time, redirects and decompression are limited; no cookie is kept and
no password sent; messages never hold a query string. The limits are in ``Limits``.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from geo.articles.address import Resolve, Target, checked_addresses, parse_target, system_resolve
from geo.articles.formats import MEDIA_TYPES
from geo.errors import FetchError

Connect = Callable[[str, int, float], socket.socket]
USER_AGENT = "Dateline/0.1 (reads news articles for event maps)"
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_OK, _NOT_MODIFIED = 200, 304
_BLOCK = 1 << 16
_MAX_TRIES = 3
_MAX_RETRY_AFTER_S = 7 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch may cost: decoded bytes, seconds of wall time in all, redirects."""

    max_bytes: int = 20_000_000
    seconds: float = 20.0
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server sent. ``data`` is empty where nothing changed (``status`` 304)."""

    url: str
    status: int
    data: bytes
    media_type: str | None
    encoding: str | None
    etag: str | None = None
    modified: str | None = None


class HttpStatusError(FetchError):
    """The server answered with an error; ``retry_after`` seconds if it said so."""

    def __init__(self, message: str, status: int, retry_after: float | None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


def connect_to(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an IP address; no name is looked up."""
    return socket.create_connection((address, port), timeout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """How addresses are fetched.

    ``loopback_port`` is for tests only: 127.0.0.1 is accepted on that one port. ``resolve`` and
    ``connect`` are the two ways out of the machine, so that a test can watch them.
    """

    limits: Limits = field(default_factory=Limits)
    user_agent: str = USER_AGENT
    loopback_port: int | None = None
    resolve: Resolve = system_resolve
    connect: Connect = connect_to

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        media_types: frozenset[str] | None = None,
    ) -> Answer:
        """Fetch an address and follow its redirects.

        Parameters
        ----------
        etag, modified
            What the last answer carried; if nothing changed the answer has status 304.
        media_types
            Types that are accepted; None accepts every type Dateline reads.

        Raises
        ------
        FetchError
            The address must not be contacted, cannot be reached, takes too long, is too large,
            or is not of an accepted type. The message says which.
        """
        deadline = time.monotonic() + self.limits.seconds
        target = self._target(url)
        accepted = frozenset(MEDIA_TYPES) if media_types is None else media_types
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        for _ in range(self.limits.redirects + 1):
            with self._asked(target, headers, deadline) as response:
                if response.status not in _REDIRECTS:
                    return self._answer(target, response, accepted, deadline)
                target = self._next(target, response.headers.get("Location"))
        msg = f"{target.shown}: more than {self.limits.redirects} redirects."
        raise FetchError(msg)

    def _target(self, url: str) -> Target:
        return parse_target(url, any_port=self.loopback_port is not None)

    def _next(self, target: Target, location: str | None) -> Target:
        if not location:
            msg = f"{target.shown} redirects to nowhere."
            raise FetchError(msg)
        try:
            # Headers are Latin-1 on the wire; addresses in them are UTF-8 where not ASCII.
            location = location.encode("latin-1").decode("utf-8", "replace")
            following = self._target(urljoin(target.url, location.strip()))
        except ValueError as error:
            msg = f"{target.shown} redirects to something that is no address."
            raise FetchError(msg) from error
        if target.scheme == "https" and following.scheme == "http":
            msg = f"{target.shown} redirects from a secure to an open connection."
            raise FetchError(msg)
        return following

    @contextmanager
    def _asked(
        self, target: Target, headers: dict[str, str | None], deadline: float
    ) -> Iterator[http.client.HTTPResponse]:
        """Send the request; the socket is shut when the time is over, whatever the peer does."""
        held = [self._connected(target, deadline)]
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), _shut, (held,))
        timer.daemon = True
        timer.start()
        connection = http.client.HTTPConnection(target.host, target.port)
        try:
            if target.scheme == "https":
                held[0] = secured = _secured(held[0], target)
                secured.do_handshake()
            connection.sock = held[0]
            sent = {
                "Host": target.netloc,
                "User-Agent": self.user_agent,
                "Accept": "text/html, application/xml;q=0.9, */*;q=0.5",
                "Accept-Encoding": "gzip",
                "Connection": "close",
                **{name: value for name, value in headers.items() if value},
            }
            connection.request("GET", target.path, headers=sent)
            yield connection.getresponse()
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if isinstance(error, FetchError):
                raise
            raise _failure(target, deadline, self.limits.seconds) from error
        finally:
            timer.cancel()
            connection.close()
            held[0].close()

    def _connected(self, target: Target, deadline: float) -> socket.socket:
        left = max(0.1, deadline - time.monotonic())
        addresses = checked_addresses(
            target, self.resolve, timeout=left, loopback_port=self.loopback_port
        )
        for address in addresses[:_MAX_TRIES]:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            try:
                return self.connect(address, target.port, left)
            except OSError:
                continue
        raise _failure(target, deadline, self.limits.seconds)

    def _answer(
        self,
        target: Target,
        response: http.client.HTTPResponse,
        accepted: frozenset[str],
        deadline: float,
    ) -> Answer:
        media_type = (
            response.headers.get_content_type() if "Content-Type" in response.headers else None
        )
        status = response.status
        if status not in {_OK, _NOT_MODIFIED}:
            msg = f"{target.shown}: the server answered {status} {_reason(status)}."
            raise HttpStatusError(msg, status, _retry_after(response.headers.get("Retry-After")))
        data = b""
        if status == _OK:
            if media_type is not None and media_type not in accepted:
                msg = f"{target.shown} is {media_type[:60]}, which is not read as an article."
                raise FetchError(msg)
            data = self._body(target, response)
            if time.monotonic() > deadline:
                # A shut socket looks like the end of the page; half an article is none.
                raise _failure(target, deadline, self.limits.seconds)
        return Answer(
            url=target.url,
            status=status,
            data=data,
            media_type=media_type,
            encoding=response.headers.get_content_charset(),
            etag=_short(response.headers.get("ETag")),
            modified=_short(response.headers.get("Last-Modified")),
        )

    def _body(self, target: Target, response: http.client.HTTPResponse) -> bytes:
        """The decoded body, counted as it comes out of the decompressor."""
        limit = self.limits.max_bytes
        too_large = f"{target.shown} is larger than {limit:,} bytes."
        if (response.length or 0) > limit:
            raise FetchError(too_large)
        inflate = _inflater(response.headers.get("Content-Encoding"), target)
        out = bytearray()
        while block := response.read1(_BLOCK):
            while block:
                out += inflate.decompress(block, _BLOCK) if inflate else block
                block = inflate.unconsumed_tail if inflate else b""
                if len(out) > limit:
                    raise FetchError(too_large)
        if response.length or (inflate and not inflate.eof):
            msg = f"{target.shown} broke off before its end."
            raise FetchError(msg)
        return bytes(out)


def fetch(url: str, *, user_agent: str | None = None) -> Answer:
    """Fetch one address with the default limits; see :meth:`Fetcher.fetch`."""
    return Fetcher(user_agent=user_agent or USER_AGENT).fetch(url)


def _secured(raw: socket.socket, target: Target) -> ssl.SSLSocket:
    """TLS over the pinned connection, its certificate checked against the host's name."""
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    return context.wrap_socket(raw, server_hostname=target.host, do_handshake_on_connect=False)


def _inflater(encoding: str | None, target: Target) -> zlib._Decompress | None:
    match (encoding or "identity").strip().lower():
        case "identity" | "":
            return None
        case "gzip" | "x-gzip" | "deflate":
            # 32: gzip or zlib header, whichever comes
            return zlib.decompressobj(32 + zlib.MAX_WBITS)
        case _:
            msg = f"{target.shown} is packed in a way that was not asked for."
            raise FetchError(msg)


def _shut(held: list[socket.socket]) -> None:
    """End both directions of the connection under whatever is reading from it."""
    try:
        # The plain socket's own method: that of TLS would switch to reading in the clear.
        socket.socket.shutdown(held[0], socket.SHUT_RDWR)
    except OSError:
        return


def _failure(target: Target, deadline: float, seconds: float) -> FetchError:
    if time.monotonic() >= deadline:
        return FetchError(f"{target.shown} took longer than {seconds:g} seconds.")
    return FetchError(f"{target.shown} cannot be reached, or broke off its answer.")


def _reason(status: int) -> str:
    return http.client.responses.get(status, "(unknown)")


def _short(header: str | None) -> str | None:
    """A header that will be sent back later: kept only if it is short and printable."""
    return header if header and len(header) <= 500 and header.isprintable() else None  # noqa: PLR2004


def _retry_after(header: str | None) -> float | None:
    """Seconds to wait, from a number or a date; at most a week."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(min(int(header.strip()[:9]), _MAX_RETRY_AFTER_S))
    try:
        wait = parsedate_to_datetime(header).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(wait, 0.0), float(_MAX_RETRY_AFTER_S))
