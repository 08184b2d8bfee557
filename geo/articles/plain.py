"""Text files: one article a file, with optional front matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from geo.articles.decode import decode
from geo.articles.draft import Draft
from geo.articles.formats import Context
from geo.articles.text import read_text
from geo.errors import ArticleTooLargeError

#: Bytes that one character of UTF-8 or UTF-16 may take.
_BYTES_A_CHARACTER = 4


def read(stream: BinaryIO, context: Context) -> Iterator[Draft]:
    """The one article of a text file."""
    data = read_all(stream, context)
    text = decode(data, declared=context.encoding, name=context.name)
    yield from read_text(text, name=context.name, url=context.url)


def read_all(stream: BinaryIO, context: Context, *, limit: int | None = None) -> bytes:
    """A whole stream, unless it is longer than any article that is accepted.

    Raises
    ------
    ArticleTooLargeError
        It is longer than ``limit`` bytes.
    """
    limit = limit or _BYTES_A_CHARACTER * context.max_chars + 4
    data = stream.read(limit + 1)
    if len(data) > limit:
        msg = (
            f"{context.name} is larger than {limit:,} bytes, the most that is read as one article."
        )
        raise ArticleTooLargeError(msg)
    return data
