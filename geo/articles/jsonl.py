"""JSON lines, and JSON documents that hold a list of articles."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from geo.articles.columns import map_columns, refuse_events, row_draft
from geo.articles.draft import Draft, Skipped
from geo.articles.formats import Context
from geo.articles.joined import Joined
from geo.errors import ArticleError, ArticleTooLargeError, UnsupportedFormatError

_LIST_KEYS = ("articles", "items", "entries", "results", "data", "docs", "documents", "stories")
#: A JSON document (not lines) is read whole.
_MAX_JSON_BYTES = 300_000_000
#: A character of an article may take as much as an escaped surrogate pair.
_BYTES_A_CHARACTER = 12
_EXTRA_FIELDS = 100_000


def read(stream: BinaryIO, context: Context) -> Iterator[Draft | Skipped]:
    """The articles of JSON lines, or of one JSON document that holds a list of them.

    A line that is no JSON object is skipped and named.

    Raises
    ------
    UnsupportedFormatError, ArticleTooLargeError
        A single document is damaged, or too large to be read whole; or it is a file of events.
    """
    start = stream.read(1)
    while start and (start.isspace() or start in b"\xef\xbb\xbf"):
        start = stream.read(1)
    whole = io.BufferedReader(Joined(start, stream), 1 << 16)
    if start == b"[":
        yield from _document(_limited(whole, b"", context), context)
        return
    limit = _BYTES_A_CHARACTER * context.max_chars + _EXTRA_FIELDS
    first = whole.readline(limit)
    record = _loads(first)
    _refuse_events(record, context)
    if start == b"{" and (record is None or _listed(record) is not None):
        rest = _limited(whole, first, context)
        if _loads(rest) is not None:
            yield from _document(rest, context)
            return
        whole = io.BufferedReader(Joined(rest[len(first) :], io.BytesIO()))
    yield from _lines(itertools.chain([first], iter(lambda: whole.readline(limit), b"")), context)


def _limited(stream: BinaryIO, before: bytes, context: Context) -> bytes:
    data = before + stream.read(_MAX_JSON_BYTES + 1)
    if len(data) > _MAX_JSON_BYTES:
        msg = f"{context.name} is too large for one JSON document; write it as JSON lines."
        raise ArticleTooLargeError(msg)
    return data


def _lines(lines: Iterator[bytes], context: Context) -> Iterator[Draft | Skipped]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _record(_loads(line), context, f"{context.name}, line {number}")


def _document(data: bytes, context: Context) -> Iterator[Draft | Skipped]:
    document = _loads(data)
    _refuse_events(document, context)
    records = document if isinstance(document, list) else _listed(document)
    if records is None and isinstance(document, dict):
        records = [document]
    if records is None:
        msg = f"{context.name} is damaged: it cannot be read as JSON."
        raise UnsupportedFormatError(msg)
    for number, record in enumerate(records, start=1):
        yield _record(record, context, f"{context.name}, item {number}")


def _refuse_events(document: Any, context: Context) -> None:  # noqa: ANN401 (any JSON)
    """Refuse events that Dateline wrote, as records or as GeoJSON."""
    if isinstance(document, dict) and isinstance(document.get("features"), list):
        document = [f.get("properties") for f in document["features"][:1] if isinstance(f, dict)]
    first = document[0] if isinstance(document, list) and document else document
    if isinstance(first, dict) and not context.columns:
        refuse_events(first, context.name)


def _listed(document: Any) -> list[Any] | None:  # noqa: ANN401 (any JSON)
    """The list of articles inside an object, as news APIs answer."""
    if not isinstance(document, dict):
        return None
    lists = (document[key] for key in _LIST_KEYS if isinstance(document.get(key), list))
    return next((found for found in lists if found and isinstance(found[0], dict)), None)


def _record(record: Any, context: Context, name: str) -> Draft | Skipped:  # noqa: ANN401 (any JSON)
    if not isinstance(record, dict):
        return Skipped(name, "not a JSON object")
    try:
        return row_draft(record, map_columns(list(record), replace(context, name=name)), name)
    except ArticleError as error:
        return Skipped.because(name, error)


def _loads(data: bytes) -> Any:  # noqa: ANN401 (any JSON)
    try:
        return json.loads(data.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
