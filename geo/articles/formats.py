"""What a source is, told by its first bytes and its name, and which module reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import BinaryIO, Protocol

from geo.articles.draft import Part
from geo.errors import UnsupportedFormatError


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a reader needs to know beside the bytes.

    ``name`` is what to call the source in messages. ``columns`` maps a field (text, title,
    date, url, source) to the name of a table's column. ``depth`` counts the containers
    around the source: an archive inside an archive is refused.
    """

    name: str
    max_chars: int
    columns: Mapping[str, str] | None = None
    url: str | None = None
    encoding: str | None = None
    depth: int = 0


class Reader(Protocol):
    """A format's reader: what a stream of bytes holds, and what of it was skipped."""

    def __call__(self, stream: BinaryIO, context: Context) -> Iterator[Part]:
        """Read the stream's parts one by one."""


#: Format -> the module that holds its ``read``. Imported when first used.
_MODULES = {
    "text": "geo.articles.plain",
    "html": "geo.articles.web",
    "feed": "geo.articles.feed",
    "pdf": "geo.articles.pdf",
    "docx": "geo.articles.docx",
    "csv": "geo.articles.table",
    "jsonl": "geo.articles.jsonl",
    "parquet": "geo.articles.parquet",
    "warc": "geo.articles.warc",
    "zip": "geo.articles.archive",
    "gzip": "geo.articles.gz",
}
_EXTENSIONS = {
    ".txt": "text", ".text": "text", ".md": "text", ".asc": "text",
    ".htm": "html", ".html": "html", ".xhtml": "html", ".mhtml": "",
    ".pdf": "pdf", ".docx": "docx",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".parquet": "parquet", ".pq": "parquet",
    ".rss": "feed", ".atom": "feed", ".xml": "feed", ".rdf": "feed",
    ".warc": "warc", ".zip": "zip", ".gz": "gzip",
}  # fmt: skip
#: Types of answers from the web that are read, and as what.
MEDIA_TYPES: dict[str, str | None] = {
    "text/plain": "text", "text/markdown": "text",
    "text/html": "html", "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/xml": "feed",
    "text/xml": "feed", "application/rdf+xml": "feed",
    "text/csv": "csv", "text/tab-separated-values": "csv",
    "application/json": "jsonl", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl",
    "application/zip": "zip", "application/octet-stream": None,
}  # fmt: skip
_HTML_START = re.compile(
    rb"<(?:!doctype html|html|head|body|article|div|p|main|h1)\b", re.IGNORECASE
)
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
#: A whole event of Dateline's, and GeoJSON, whatever the file is called: no prose begins so.
_JSON_START = re.compile(
    rb'\s*\{"(?:id": ?"[0-9a-f]{16}", ?"article": ?\{|type": ?"FeatureCollection")'
)
#: As far into a file as its first tag is looked for.
HEAD_BYTES = 4096


def format_of(name: str, head: bytes, *, media_type: str | None = None) -> str:
    """Format of a source: by its first bytes where they say so, else its type or its name.

    Parameters
    ----------
    head
        The first ``HEAD_BYTES`` bytes.
    media_type
        ``Content-Type`` of an answer from the web.

    Raises
    ------
    UnsupportedFormatError
        The name or the type says that it is something Dateline does not read.
    """
    suffix = PurePath(name.lower()).suffix
    if by_bytes := _by_magic(name.lower(), suffix, head):
        return by_bytes
    by_name = _EXTENSIONS.get(suffix)
    if media_type:
        by_name = MEDIA_TYPES.get(media_type.partition(";")[0].strip().lower()) or by_name
    by_markup = _by_markup(head)
    if by_markup and by_name in {None, "text", "feed", "html"}:
        return by_markup
    if by_name == "":
        msg = f"{name}: Dateline does not read {suffix or media_type} files."
        raise UnsupportedFormatError(msg)
    return by_name or "text"


def _by_magic(name: str, suffix: str, head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if suffix == ".docx" or b"word/" in head else "zip"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        return "warc" if name.endswith(".warc.gz") else "gzip"
    return "jsonl" if _JSON_START.match(head) else None


def _by_markup(head: bytes) -> str | None:
    start = head[:HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"<"):
        return None
    if _FEED_START.search(start):
        return "feed"
    if _HTML_START.search(start):
        return "html"
    return None


def known_suffixes() -> frozenset[str]:
    """Endings of the files that a folder or an archive is searched for."""
    return frozenset(suffix for suffix, format_ in _EXTENSIONS.items() if format_ in _MODULES)


def reader_of(format_: str, name: str) -> Reader:
    """The reader of a format.

    Raises
    ------
    UnsupportedFormatError
        There is none.
    """
    # "txt" or "rss" is as good a name of a format as "text" or "feed".
    module = _MODULES.get(_EXTENSIONS.get(f".{format_.lower()}") or format_.lower())
    if module is None:
        msg = f"{name}: Dateline does not read {format_!r}. It reads {', '.join(sorted(_MODULES))}."
        raise UnsupportedFormatError(msg)
    reader: Reader = import_module(module).read
    return reader
