"""Gzip files (``.jsonl.gz``, ``.csv.gz``, …): unpacked as they are read, never to disk."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from geo.articles.draft import Part
from geo.articles.formats import HEAD_BYTES, Context, format_of, reader_of
from geo.errors import ArticleTooLargeError, UnsupportedFormatError

#: Bytes that may come out of one file; an archive of millions of articles is cut into several.
MAX_UNPACKED_BYTES = 20_000_000_000
_CONTAINERS = frozenset(("zip", "warc", "gzip"))


class _Counted(io.RawIOBase):
    """Unpacked bytes, refused when too many have come out."""

    def __init__(self, packed: BinaryIO, context: Context) -> None:
        super().__init__()
        self._unpacked = gzip.GzipFile(fileobj=packed, mode="rb")
        self._left = MAX_UNPACKED_BYTES
        self._name = context.name

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (a writable buffer has no name in 3.11)
        """Fill a buffer with unpacked bytes."""
        count = self._unpacked.readinto(buffer)
        self._left -= count
        if self._left < 0:
            msg = f"{self._name} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes."
            raise ArticleTooLargeError(msg)
        return count


def read(stream: BinaryIO, context: Context) -> Iterator[Part]:
    """The articles of the file inside.

    Raises
    ------
    UnsupportedFormatError
        It is damaged, or holds another archive.
    """
    inner = context.name[:-3] if context.name.lower().endswith(".gz") else context.name
    unpacked = io.BufferedReader(_Counted(stream, context), 1 << 16)
    try:
        head = unpacked.peek(HEAD_BYTES)[:HEAD_BYTES]
        format_ = format_of(inner, head)
        if format_ in _CONTAINERS:
            msg = f"{context.name}: an archive inside an archive is not read."
            raise UnsupportedFormatError(msg)
        inside = replace(context, depth=context.depth + 1)
        yield from reader_of(format_, context.name)(unpacked, inside)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        msg = f"{context.name} is damaged and cannot be unpacked."
        raise UnsupportedFormatError(msg) from error
