"""Which addresses may be contacted: the public web, and nothing of the machine's own network.

A name is resolved here once; every address it has must be public, and the connection goes to the
address that was checked, so that a second answer of the name server changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from geo.errors import FetchError

Resolve = Callable[[str, int], list[str]]
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
#: Ports on which pages are served; the others belong to mail, databases and the like.
_WEB_PORTS = frozenset((80, 443, 8000, 8008, 8080, 8443, 8888))
_MAX_URL = 4_000
#: ``ipaddress`` calls these public. They carry an IPv4 address inside (NAT64, 6to4, Teredo,
#: IPv4-compatible), are answered by the local network, or are a cloud's metadata service; or
#: older Pythons have not learnt yet that they are not public.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "::/96", "fec0::/10",
        "100::/64", "3fff::/20", "192.0.0.0/24",
        "fd00:ec2::/32", "168.63.129.16/32", "192.88.99.0/24", "100.64.0.0/10",
    )
)  # fmt: skip
_SAFE_IN_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the web, taken apart and checked in form."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """The address as it is requested and recorded."""
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def netloc(self) -> str:
        """Host as sent to the server, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address for messages and logs: a query may hold a key, so it is left out."""
        return f"{self.scheme}://{self.netloc}{self.path.partition('?')[0]}"[:200]


def parse_target(url: str, *, any_port: bool = False) -> Target:
    """Take an address apart and refuse what no news site needs.

    Raises
    ------
    FetchError
        Not http or https, a password in it, control characters, no host, an unusual port.
    """
    if len(url) > _MAX_URL or any(ord(c) <= 32 or ord(c) == 127 or c == "\\" for c in url.strip()):  # noqa: PLR2004
        msg = "This is no web address: it is too long or holds spaces or control characters."
        raise FetchError(msg)
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        msg = "This is no web address: its host or port cannot be read."
        raise FetchError(msg) from error
    if parts.scheme.lower() not in _PORTS:
        msg = "Only addresses that begin with http:// or https:// are read."
        raise FetchError(msg)
    if parts.username is not None or parts.password is not None:
        msg = "Addresses with a user name or password in them are not read."
        raise FetchError(msg)
    scheme = parts.scheme.lower()
    port = _PORTS[scheme] if port is None else port
    if not any_port and port not in _WEB_PORTS:
        msg = f"Port {port} is not one on which web pages are served."
        raise FetchError(msg)
    return Target(scheme=scheme, host=_host(host), port=port, path=_path(parts))


def _host(host: str | None) -> str:
    host = (host or "").rstrip(".").lower()
    if not host or "%" in host:
        msg = "This is no web address: it has no host."
        raise FetchError(msg)
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        msg = "This is no web address: its host name is malformed."
        raise FetchError(msg) from error


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe=_SAFE_IN_PATH)
    query = quote(parts.query, safe=_SAFE_IN_PATH + "?")
    return f"{path}?{query}" if query else path


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet and to nobody's inside."""
    try:
        ip: IPAddress = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        return False
    if any(ip.version == network.version and ip in network for network in _REFUSED):
        return False
    refused = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    return ip.is_global and not refused


def checked_addresses(
    target: Target, resolve: Resolve, *, timeout: float, loopback_port: int | None = None
) -> list[str]:
    """Resolve a host once and return its addresses, all of them checked.

    Parameters
    ----------
    timeout
        Seconds that the name server may take.
    loopback_port
        For tests only: 127.0.0.1 is accepted on this one port.

    Raises
    ------
    FetchError
        The host is unknown, or one of its addresses must not be contacted.
    """
    addresses = _resolve_in_time(target, resolve, timeout)
    for address in addresses:
        if loopback_port is not None and (address, target.port) == ("127.0.0.1", loopback_port):
            continue
        if not is_public(address):
            msg = f"{target.host} is not on the public internet, so it is not contacted."
            raise FetchError(msg)
    return addresses


def _resolve_in_time(target: Target, resolve: Resolve, timeout: float) -> list[str]:
    """Ask the name server in a thread: the system's resolver knows no deadline of ours."""
    answer: list[str] = []

    def ask() -> None:
        try:
            answer.extend(resolve(target.host, target.port))
        except (OSError, UnicodeError):
            return

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(timeout)
    found = list(dict.fromkeys(answer))
    if not found:
        msg = f"{target.host} cannot be found. Check the address and the network."
        raise FetchError(msg)
    return found


def system_resolve(host: str, port: int) -> list[str]:
    """Every address the system's resolver has for a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]
