"""One question to an OpenAI-compatible server, one answer: the transport of ``geo.events.llm.coder``.

Whatever is asked leaves this process, so the address must be https, or http to this very machine.
Redirects are not followed (the text would go to somebody else), proxy settings of the environment
are not read, and time and size of an answer are bounded.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from geo.errors import CoderError

__all__ = ["Endpoint"]

#: Seconds for one whole answer; a model on a small machine takes its time.
TIMEOUT_SECONDS = 120.0
#: Longest answer that is read, in bytes.
MAX_BYTES = 2_000_000
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server and a model on it.

    Parameters
    ----------
    host, port, path, secure
        Where ``/chat/completions`` is asked.
    model
        Name of the model, as the server knows it.
    key
        Sent as a bearer token; never printed.
    timeout
        Seconds for one whole answer.
    """

    host: str
    port: int
    path: str
    secure: bool
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = TIMEOUT_SECONDS

    @classmethod
    def of(cls, url: str, model: str, key: str | None = None) -> Self:
        """An endpoint from a base address such as ``https://models.example.org/v1``.

        Raises
        ------
        CoderError
            The address is none that text may be sent to, or no model is named.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            host, port = "", None
        local = host in _LOOPBACK
        if not host or parts.scheme not in {"https", "http"} or parts.username or parts.query:
            msg = "The coder's endpoint must be an address like https://host/v1, without a password or a query."
            raise CoderError(msg)
        if parts.scheme == "http" and not local:
            msg = f"The coder's endpoint at {host} must be https: article text would cross the network in the clear."
            raise CoderError(msg)
        if not model:
            msg = "Name the model of the coder's endpoint as well."
            raise CoderError(msg)
        secure = parts.scheme == "https"
        path = parts.path.rstrip("/") + "/chat/completions"
        return cls(host, port or (443 if secure else 80), path, secure, model, key)

    def ask(self, rules: str, text: str) -> str:
        """What the model says to a text under some rules.

        Raises
        ------
        CoderError
            The server cannot be reached, takes too long, or answers with an error.
        """
        body = {
            "model": self.model,
            "temperature": 0,
            "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": rules}, {"role": "user", "content": text}],
        }
        status, answer = self._post(json.dumps(body).encode("ascii"))
        if status != http.client.OK:
            msg = f"The coder's endpoint at {self.host} answered with status {status}."
            raise CoderError(msg)
        return _content(answer)

    def _post(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = self._connection()
        # A socket's own timeout starts again with every byte; this one does not.
        alarm = threading.Timer(self.timeout, _shut, (connection,))
        alarm.daemon = True
        alarm.start()
        try:
            connection.request("POST", self.path, body, headers)
            response = connection.getresponse()
            answer = response.read(MAX_BYTES + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            msg = f"The coder's endpoint at {self.host} could not be asked: {type(error).__name__}."
            raise CoderError(msg) from error
        finally:
            alarm.cancel()
            connection.close()
        if len(answer) > MAX_BYTES:
            msg = (
                f"The coder's endpoint at {self.host} answered with more than {MAX_BYTES:,} bytes."
            )
            raise CoderError(msg)
        return response.status, answer

    def _connection(self) -> http.client.HTTPConnection:
        if self.secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(
                self.host, self.port, timeout=self.timeout, context=context
            )
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)


def _shut(connection: http.client.HTTPConnection) -> None:
    """End a connection under whoever reads from it."""
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _content(answer: bytes) -> str:
    """The text of the first choice; "" where the answer has none."""
    found: Any = None
    with suppress(ValueError, RecursionError, LookupError, TypeError):
        found = json.loads(answer)["choices"][0]["message"]["content"]
    return found if isinstance(found, str) else ""
