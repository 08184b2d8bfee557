"""Run a parser of hostile formats in a process of its own, with limits that cannot be talked away.

HTML, PDF, Word files and feeds come from strangers and go through large parsers. They are parsed
in a child process (``worker.py``) which has no environment, a ceiling on memory and a wall clock:
a page that hangs or crashes its parser costs that page and nothing else. The child stays alive
for the next page, so that its start is paid once.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO, Any

from geo.articles.draft import Document, Draft, Part, Skipped
from geo.articles.formats import Context
from geo.errors import (
    ArticleError,
    ArticleTooLargeError,
    EmptyArticleError,
    UnsupportedFormatError,
)

#: Seconds of wall time a source may take. The slowest honest page measured took 0.4 s.
TIME_LIMIT_S = 30.0
#: Address space of the child in bytes; with its libraries it starts at 175 MB.
MEMORY_LIMIT = 1_500_000_000
#: A child is replaced after so many sources, so that a leak in a parser stays small.
_SOURCES_A_CHILD = 2_000
#: Longest answer taken from a child, in bytes.
_MAX_ANSWER = 256_000_000
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from geo.articles.worker import main; main(int(sys.argv[2]))"
)


class ParserProcess:
    """The child process: started when first needed, replaced when it died or fell silent."""

    def __init__(self, *, time_limit: float = TIME_LIMIT_S, memory: int = MEMORY_LIMIT) -> None:
        self._time_limit = time_limit
        self._memory = memory
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def parse(self, format_: str, data: bytes, context: Context) -> Iterator[Draft | Skipped]:
        """Parse the bytes of one source in the child.

        Raises
        ------
        ArticleError
            The parser refused the source, took too long, or died of it.
        """
        request = {
            "format": format_,
            "name": context.name,
            "url": context.url,
            "encoding": context.encoding,
            "max_chars": context.max_chars,
            "depth": context.depth,
        }
        with self._lock:
            answer = self._ask(request, data, context.name)
        if "error" in answer:
            raise _error_of(str(answer["kind"]), str(answer["error"]))
        return iter([_from_record(record) for record in answer["parts"]])

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None or self._owner != os.getpid():
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                pipe.close()

    def _ask(self, request: dict[str, Any], data: bytes, name: str) -> dict[str, Any]:
        child = self._running()
        timed_out = threading.Event()

        def give_up() -> None:
            timed_out.set()
            child.kill()

        timer = threading.Timer(self._time_limit, give_up)
        timer.daemon = True
        timer.start()
        try:
            assert child.stdin  # noqa: S101 (both are pipes)
            assert child.stdout  # noqa: S101
            send_frame(child.stdin, json.dumps(request).encode(), data)
            frame = receive_frame(child.stdout, _MAX_ANSWER)
        except OSError:
            frame = None
        finally:
            timer.cancel()
        if frame is None:
            self.close()
            why = (
                f"took longer than {self._time_limit:g} seconds to read"
                if timed_out.is_set()
                else "needs more memory than is allowed, or is damaged"
            )
            msg = f"{name} {why}; it was left out."
            raise ArticleError(msg)
        answer: dict[str, Any] = json.loads(frame[0])
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork the child still belongs to the parent process.
        if self._owner != os.getpid():
            self._child = None
        if self._child and (self._served >= _SOURCES_A_CHILD or self._child.poll() is not None):
            self.close()
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 (our own interpreter, fixed arguments)
                [sys.executable, "-c", _START, json.dumps(sys.path), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_bare_environment(),
            )
            self._owner = os.getpid()
            self._served = 0
        self._served += 1
        return self._child


def _bare_environment() -> dict[str, str]:
    """No secrets for a parser that may be taken over; only what Windows needs to start at all."""
    keep = (
        "SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DATELINE_DATA",
        "DATELINE_LANGUAGE",
    )  # fmt: skip
    return {key: os.environ[key] for key in keep if key in os.environ}


_PROCESS = ParserProcess()
atexit.register(_PROCESS.close)


def parse_isolated(document: Document) -> Iterator[Draft | Skipped]:
    """Parse a document in the shared child process; see :meth:`ParserProcess.parse`."""
    return _PROCESS.parse(document.format, document.data, document.context)


def parsed_parts(parts: Iterable[Part], name: str) -> Iterator[Draft | Skipped]:
    """The parts of the source of this name, the documents among them parsed.

    Raises
    ------
    ArticleError
        The source is one document, and cannot be parsed; among others one that fails is skipped.
    """
    for part in parts:
        if not isinstance(part, Document):
            yield part
            continue
        try:
            yield from parse_isolated(part)
        except ArticleError as error:
            if part.context.name == name:
                raise
            yield Skipped.because(part.context.name, error)


def send_frame(pipe: IO[bytes], head: bytes, data: bytes = b"") -> None:
    """Write one message: two lengths, a JSON head, raw bytes."""
    pipe.write(len(head).to_bytes(8, "big") + len(data).to_bytes(8, "big"))
    pipe.write(head)
    pipe.write(data)
    pipe.flush()


def receive_frame(pipe: IO[bytes], limit: int) -> tuple[bytes, bytes] | None:
    """Read one message; None at the end of the pipe or when it is longer than ``limit``."""
    lengths = _exactly(pipe, 16)
    if lengths is None:
        return None
    head_length, length = int.from_bytes(lengths[:8], "big"), int.from_bytes(lengths[8:], "big")
    if head_length + length > limit:
        return None
    head, data = _exactly(pipe, head_length), _exactly(pipe, length)
    return None if head is None or data is None else (head, data)


def _exactly(pipe: IO[bytes], count: int) -> bytes | None:
    data = pipe.read(count)
    return data if len(data) == count else None


def to_record(part: Draft | Skipped) -> dict[str, Any]:
    """A part as plain JSON."""
    if isinstance(part, Skipped):
        return {"skipped": part.name, "reason": part.reason}
    return {
        "text": part.text,
        "title": part.title,
        "url": part.url,
        "source": part.source,
        "published": part.published.isoformat() if part.published else None,
        "basis": part.published_basis,
        "name": part.name,
    }


def _from_record(record: dict[str, Any]) -> Draft | Skipped:
    if "skipped" in record:
        return Skipped(record["skipped"], record["reason"])
    return Draft(
        text=record["text"],
        title=record["title"],
        url=record["url"],
        source=record["source"],
        published=date.fromisoformat(record["published"]) if record["published"] else None,
        published_basis="guessed" if record["basis"] == "guessed" else "stated",
        name=record["name"],
    )


_ERRORS: dict[str, type[ArticleError]] = {
    error.__name__: error
    for error in (EmptyArticleError, ArticleTooLargeError, UnsupportedFormatError)
}


def _error_of(kind: str, message: str) -> ArticleError:
    return _ERRORS.get(kind, ArticleError)(message)
