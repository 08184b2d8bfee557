"""Web archives (WARC): the HTML and text pages among their responses, one record at a time.

Records are read with ``warcio``, which knows the dialects in use (chunked bodies, gzip members,
revisits). Bytes are counted as they come out, so that a packed record cannot fill the memory.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from geo.articles.draft import Part, Skipped
from geo.articles.formats import HEAD_BYTES, Context, format_of, reader_of
from geo.errors import ArticleError, UnsupportedFormatError

_MAX_RECORD_BYTES = 12_000_000
_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain", "application/pdf"))
_OK = "200"
_TYPES = frozenset(("response", "resource"))


def read(stream: BinaryIO, context: Context) -> Iterator[Part]:
    """The articles of an archive's pages; other records (pictures, requests) are passed over.

    Raises
    ------
    UnsupportedFormatError
        It lies inside another archive.
    """
    from warcio.archiveiterator import ArchiveIterator

    if context.depth:
        msg = f"{context.name}: an archive inside an archive is not read."
        raise UnsupportedFormatError(msg)
    records = iter(ArchiveIterator(stream))
    for number in itertools.count(1):
        try:
            record = next(records, None)
            wanted = record is not None and record.rec_type in _TYPES and _is_page(record)
            parts = tuple(_page(record, context)) if wanted else ()
        except Exception as error:  # noqa: BLE001 (warcio raises anything on damaged records)
            reason = f"damaged at record {number} ({type(error).__name__}); the rest was left out"
            yield Skipped(context.name, reason)
            return
        if record is None:
            return
        yield from parts


def _is_page(record: Any) -> bool:  # noqa: ANN401 (warcio has no types)
    headers = record.http_headers
    if headers is None:
        return _media_type(record.rec_headers.get_header("Content-Type")) in _PAGES
    return (
        headers.get_statuscode() == _OK
        and _media_type(headers.get_header("Content-Type")) in _PAGES
    )


def _media_type(header: str | None) -> str:
    return (header or "").partition(";")[0].strip().lower()


def _page(record: Any, context: Context) -> Iterator[Part]:  # noqa: ANN401
    url = record.rec_headers.get_header("WARC-Target-URI")
    label = f"{context.name} › {(url or 'a page')[:200]}"
    headers = record.http_headers or record.rec_headers
    content_type = headers.get_header("Content-Type")
    charset = (content_type or "").lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        data = record.content_stream().read(_MAX_RECORD_BYTES + 1)
        if len(data) > _MAX_RECORD_BYTES:
            yield Skipped(label, f"larger than {_MAX_RECORD_BYTES:,} bytes")
            return
        part = replace(
            context, name=label, url=url, encoding=charset or None, depth=context.depth + 1
        )
        format_ = format_of("page", data[:HEAD_BYTES], media_type=content_type)
        yield from reader_of(format_, label)(io.BytesIO(data), part)
    except ArticleError as error:
        yield Skipped.because(label, error)
