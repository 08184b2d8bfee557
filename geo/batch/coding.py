"""The pieces of a part coded one by one, each in the sight of the next process should this one die.

An article may end the very process that codes it: by a defect in native code, or by eating memory until
the system ends it. So which piece is being coded is on disk (``Trace``). Who takes up a part that others
died over codes the pieces they died at in a process of their own (``geo.batch.alone``): a piece that ends that
one as well is set aside, one that was not to blame is coded there as anywhere. A worker that is killed
from outside costs nothing but time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.batch.files import trace_file
from geo.batch.pieces import articles_in
from geo.errors import CoderError, DataError, DatelineError, GeocoderError
from geo.model import Event
from geo.records import article_record

if TYPE_CHECKING:
    from geo.articles.draft import Skipped
    from geo.pipeline import Pipeline

#: What no article is to blame for: the run stops, and is taken up when it is mended.
NOT_ITS_FAULT = (CoderError, DataError, GeocoderError, OSError)
#: What a trace says beside numbers of pieces: a process began with the part; no piece is being coded.
_BEGUN, _BETWEEN = "+", "."


@dataclass(slots=True)
class Outcome:
    """What coding pieces came to; ``bad`` are JSON lines for the quarantine.

    ``uncoded`` of the articles are in a language that is not coded yet.
    """

    articles: int = 0
    uncoded: int = 0
    events: list[Event] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Take in what coding other pieces came to."""
        self.articles += other.articles
        self.uncoded += other.uncoded
        self.events += other.events
        self.bad += other.bad


def code_piece(record: dict[str, Any], coder: Pipeline, out: Path, part: str) -> Outcome:
    """Read and code one piece; an error costs the article, or the document, that it is about."""
    outcome = Outcome()
    left_out: list[Skipped] = []
    try:
        articles = articles_in(record, out, part, left_out)
    except NOT_ITS_FAULT:
        raise
    except Exception as error:  # noqa: BLE001 (whatever a stranger's page does to its reader)
        outcome.bad.append(set_aside(_told(error), part, record))
        return outcome
    outcome.bad += [set_aside(f"{s.name}: {s.reason}", part, record) for s in left_out]
    for article in articles:
        outcome.articles += 1
        try:
            outcome.uncoded += bool(coder.why_not(article))
            outcome.events += coder.code(article)
        except NOT_ITS_FAULT:
            raise
        except Exception as error:  # noqa: BLE001 (whatever an article does to the coder)
            found = {"article": article_record(article)}
            outcome.bad.append(set_aside(_told(error), part, found))
    return outcome


def _told(error: Exception) -> str:
    """Our own messages are written for people; of others the kind is told."""
    return str(error) if isinstance(error, DatelineError) else f"{type(error).__name__}: {error}"


def set_aside(error: str, part: str, record: dict[str, Any]) -> str:
    """A line of the quarantine: what went wrong, and the piece it went wrong with."""
    return json.dumps({"error": error, "part": part, **record}, ensure_ascii=False)


class Trace:
    """What is written while a part is coded. ``suspects`` are the pieces that earlier processes died at."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Unbuffered: what is written is there however the process ends.
        self._file = path.open("ab", buffering=0)
        self._write(_BEGUN)
        self.suspects = suspects(path)

    def at(self, number: int) -> None:
        """Piece ``number`` is being coded from now on."""
        self._write(str(number))

    def between(self) -> None:
        """No piece is being coded from now on."""
        self._write(_BETWEEN)

    def close(self) -> None:
        """The part is done, or left to another process."""
        self.between()
        self._file.close()

    def _write(self, word: str) -> None:
        self._file.write(f"{word}\n".encode())


@contextmanager
def trace(out: Path, part: str) -> Iterator[Trace]:
    """The trace of a part, open."""
    opened = Trace(trace_file(out, part))
    try:
        yield opened
    finally:
        opened.close()


def suspects(path: Path) -> frozenset[int]:
    """The pieces that a process was at when another had to begin."""
    words = path.read_text("ascii").split()
    return frozenset(int(a) for a, b in pairwise(words) if a.isdigit() and b == _BEGUN)


def deaths(out: Path) -> int:
    """How many pieces of a run a process died at."""
    return sum(len(suspects(path)) for path in trace_file(out, "").glob("*"))
