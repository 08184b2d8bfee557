"""A file of whole events (JSON lines), opened again among a reader's own articles.

What it holds is shown as it was saved, corrections included; nothing is coded anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from geo.app.adding import Coded, OnSkip
from geo.app.telling import ontology
from geo.articles import Skipped
from geo.articles.columns import is_event_record
from geo.errors import ArticleError
from geo.model import Event
from geo.records import event_from_record

_ID: Final = re.compile(r"[0-9a-f]{16}")
_BLANK: Final = b"\xef\xbb\xbf \t\r\n"


def holds_events(content: bytes) -> bool:
    """Whether the first line of an upload is a whole event."""
    first = content.lstrip(_BLANK).partition(b"\n")[0]
    if not first.startswith(b"{"):
        return False
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and is_event_record(record)


def read_events(content: bytes, name: str, on_skip: OnSkip) -> Iterator[Coded]:
    """The articles of a file of events, each with its events; a line that is no event is skipped."""
    groups: dict[str, list[Event]] = {}
    for number, line in enumerate(content.lstrip(_BLANK).split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            event = _event(line)
        except ArticleError as error:
            on_skip(Skipped(f"{name}, line {number}", str(error)))
        except (ValueError, RecursionError):
            on_skip(Skipped(f"{name}, line {number}", "not a JSON object"))
        else:
            groups.setdefault(event.article.id, []).append(event)
    for events in groups.values():
        yield Coded(events[0].article, tuple(events))


def _event(line: bytes) -> Event:
    """One event, of which nothing can stop the screen from showing the others."""
    record = json.loads(line)
    event = event_from_record(record if isinstance(record, dict) else {})
    place = event.place
    if not _ID.fullmatch(event.id):
        why = "its id is none"
    elif event.event_type not in ontology().types:
        why = "its type is not known"
    elif place and not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180):  # noqa: PLR2004
        why = "its place is not on Earth"
    else:
        return event
    msg = f"This is not an event record of Dateline ({why}). Make it with `geo code`."
    raise ArticleError(msg)
