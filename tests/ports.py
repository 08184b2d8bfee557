"""Ports for the servers that tests start, while other tests start theirs beside them."""

from __future__ import annotations

import random
import socket
from contextlib import suppress

#: Below the ports that the system gives to connections, of which a browser takes hundreds while a
#: server starts, and above the last one that browsers refuse to open (10080).
_PORTS = range(10_100, 32_000)
_TRIES = 20


def free_port() -> int:
    """A port that nothing listens on; drawn, so that two who ask at one moment get two."""
    for port in random.SystemRandom().sample(_PORTS, _TRIES):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    msg = f"no port of {_TRIES} in {_PORTS} is free"
    raise OSError(msg)
