"""Which column of a table holds what, told by the usual names, and a row as a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geo.articles.draft import Draft
from geo.articles.formats import Context
from geo.articles.published import parse_published
from geo.errors import UnsupportedFormatError

#: Names under which tables of news keep their fields, most telling first (folded to a-z0-9).
COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "articletext", "fulltext", "content", "body", "articlebody", "maintext", "article",
        "story", "plaintext", "cleantext", "notes", "description", "summary", "snippet", "abstract",
    ),
    "title": ("title", "headline", "heading", "articletitle", "name", "subject"),
    "date": (
        "published", "publishedat", "publicationdate", "publisheddate", "publishdate", "pubdate",
        "datepublished", "datepublish", "published_parsed", "date", "articledate", "pubtime",
        "timestamp", "datetime", "day", "when", "created", "createdat",
    ),
    "url": ("url", "link", "sourceurl", "articleurl", "href", "permalink", "uri", "webpage"),
    "source": (
        "source", "publisher", "publication", "outlet", "newspaper", "site", "sitename", "sourcename",
        "sourcedomain", "domain", "feed", "medium",
    ),
}  # fmt: skip
#: Last words that say nothing by themselves: "author name" is no headline.
_NOT_ALONE = frozenset({"name", "article", "day", "created", "site"})
#: Keys of what Dateline itself writes of events: whole ones, rows, and rows in ACLED's shape.
_EVENT_RECORD = frozenset({"id", "article", "event_type", "trigger", "evidence"})
_EVENT_ROWS = (
    frozenset({"event_id", "event_type", "trigger_start", "evidence_start"}),
    frozenset({"event_id_cnty", "export_generated_at"}),
)
_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_NOT_LETTERS = re.compile(r"[^a-z0-9]")


def map_columns(header: Sequence[str], context: Context) -> dict[str, str]:
    """Which column holds what: as the caller said, else by the usual names.

    Raises
    ------
    UnsupportedFormatError
        A column that the caller named is missing, or none can be the text; or they are the columns of
        events that Dateline wrote, and the caller named none.
    """
    given: Mapping[str, str] = context.columns or {}
    if not given:
        refuse_events(header, context.name)
    by_folded = {_NOT_LETTERS.sub("", str(name).lower()): name for name in reversed(header)}
    columns: dict[str, str] = {}
    for field, names in COLUMN_NAMES.items():
        if field in given:
            if given[field] not in header:
                msg = f"{context.name} has no column {given[field]!r}; it has {_listed(header)}."
                raise UnsupportedFormatError(msg)
            columns[field] = given[field]
            continue
        found = next((by_folded[name] for name in names if name in by_folded), None)
        if found is not None:
            columns[field] = found
    for field, names in COLUMN_NAMES.items():
        if field not in columns:
            left = {_last_word(n): n for n in reversed(header) if n not in columns.values()}
            found = next((left[name] for name in names if name in left), None)
            if found is not None:
                columns[field] = found
    if "text" not in columns and "title" not in columns:
        msg = (
            f"{context.name}: no column holds text (it has {_listed(header)}). "
            "Say which one does: --column text=NAME, or columns={'text': 'NAME'} in Python."
        )
        raise UnsupportedFormatError(msg)
    return columns


def is_event_record(keys: Iterable[str]) -> bool:
    """Whether an object with these keys is a whole event (``geo.records``), to be opened and not read."""
    return _EVENT_RECORD.issubset(keys)


def refuse_events(keys: Iterable[str], name: str) -> None:
    """Refuse to read as articles what Dateline wrote of events: their headlines would be coded again.

    Raises
    ------
    UnsupportedFormatError
        These are the keys of such a file.
    """
    keys = set(keys)
    if is_event_record(keys) or any(row <= keys for row in _EVENT_ROWS):
        msg = (
            f"{name} holds events that Dateline wrote, not articles. To see events again, open the file"
            " of complete events (JSON lines): in the app under “Add articles”, or with"
            " `geo app events.jsonl`."
        )
        raise UnsupportedFormatError(msg)


def _last_word(name: str) -> str:
    """What a name of several words names: "Body text" is a text, "article_id" is none."""
    words = _WORD.findall(str(name))
    last: str = words[-1].lower() if len(words) > 1 else ""
    return "" if last in _NOT_ALONE else last


def _listed(header: Sequence[str]) -> str:
    return ", ".join(repr(str(name)[:40]) for name in header[:12]) or "none"


def row_draft(row: Mapping[str, Any], columns: Mapping[str, str], name: str) -> Draft:
    """One row as a draft; a row with a headline only is an article of one line."""
    cells = {field: _cell(row.get(column)) for field, column in columns.items()}
    title = cells.get("title") or None
    return Draft(
        text=cells.get("text") or title or "",
        title=title,
        url=cells.get("url") or None,
        source=cells.get("source") or None,
        published=parse_published(cells.get("date")),
        name=name,
    )


def _cell(value: Any) -> str:  # noqa: ANN401 (any JSON or Parquet value)
    """A cell as text; an object is known by its name (``{"source": {"name": …}}``)."""
    if value is None or value != value:  # noqa: PLR0124 (NaN is no text)
        return ""
    if isinstance(value, Mapping):
        return _cell(value.get("name") or value.get("title") or value.get("text"))
    if isinstance(value, list):
        return "\n\n".join(_cell(item) for item in value if isinstance(item, str))
    return str(value)
