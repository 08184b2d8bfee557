"""The child process that parses hostile formats; started by ``isolation.py``, never imported.

It reads requests from standard input and answers on standard output. After its libraries are
loaded it gives up what a parser has no use for: connections, other programs, writing files.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from importlib import import_module
from typing import Any

from geo.articles.formats import Context
from geo.articles.isolation import receive_frame, send_frame, to_record
from geo.errors import ArticleError

#: Format -> the module whose ``parse(data, context)`` reads it here.
_PARSERS = {
    "html": "geo.articles.web",
    "pdf": "geo.articles.pdf",
    "docx": "geo.articles.docx",
    "feed": "geo.articles.feed",
}
#: Longest request, in bytes; sources are capped well below it by their readers.
_MAX_REQUEST = 256_000_000
_FORBIDDEN = (
    "socket.", "subprocess.", "shutil.", "os.system", "os.exec", "os.fork", "os.spawn", "os.posix_",
    "os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod",
    "os.chown", "os.truncate", "os.startfile",
)  # fmt: skip
_WRITING = frozenset("wax+")
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main(memory: int) -> None:
    """Answer requests until standard input ends."""
    answers = sys.stdout.buffer
    # A parser that prints must not be taken for an answer.
    sys.stdout = sys.stderr
    _limit_memory(memory)
    sys.addaudithook(_refuse)
    while frame := receive_frame(sys.stdin.buffer, _MAX_REQUEST):
        answer = _answer(json.loads(frame[0]), frame[1])
        send_frame(answers, json.dumps(answer).encode())


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    format_ = request.pop("format")
    context = Context(**request)
    try:
        parser = import_module(_PARSERS[format_])
        return {"parts": [to_record(part) for part in parser.parse(data, context)]}
    except ArticleError as error:
        return {"kind": type(error).__name__, "error": str(error)}
    except ImportError as error:
        lost = error.name or "a library"
        reason = f"cannot be read: {lost} is missing. Install Dateline anew with what it needs"
    except MemoryError:
        reason = "needs more memory than is allowed"
    except RecursionError:
        reason = "is nested too deeply to be an article"
    except Exception as error:  # noqa: BLE001 (a parser may raise anything; none of it may pass)
        reason = f"is damaged: its {format_} cannot be read ({type(error).__name__})"
    return {"kind": "ArticleError", "error": f"{context.name} {reason}."}


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the wall clock still holds
        return
    # macOS refuses some limits; the wall clock still holds there too.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: no connections, no programs, nothing written, moved or removed."""
    if event.startswith(_FORBIDDEN) and event != "socket.__new__":
        msg = f"{event} is not allowed while parsing"
        raise PermissionError(msg)
    if event == "open":
        _, mode, flags = arguments
        writes = isinstance(mode, str) and _WRITING & set(mode)
        if writes or (isinstance(flags, int) and flags & _WRITING_FLAGS):
            msg = "no file is written while parsing"
            raise PermissionError(msg)
