"""CSV and TSV tables, one article a row; larger than memory if need be."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from geo.articles.columns import map_columns, row_draft
from geo.articles.decode import encoding_of
from geo.articles.draft import Draft, Skipped
from geo.articles.formats import Context
from geo.articles.joined import Joined

_DELIMITERS = ",;\t|"
#: The encoding is told from this much of a table.
_SAMPLE_BYTES = 1 << 20
#: A cell of CSV may hold a whole article.
csv.field_size_limit(50_000_000)


def read(stream: BinaryIO, context: Context) -> Iterator[Draft | Skipped]:
    """The articles of a CSV or TSV table, one a row; the delimiter is found out.

    Raises
    ------
    UnsupportedFormatError
        There is no header, or no column holds text.
    """
    lines = _text_lines(stream, context)
    head = list(itertools.islice(lines, 50))
    rows = csv.reader(itertools.chain(head, lines), delimiter=_delimiter("".join(head)))
    header: list[str] = []
    columns: dict[str, str] = {}
    for number in itertools.count(1):
        try:
            row = next(rows, None)
        except csv.Error as error:
            reason = f"damaged ({error}); the rest was left out"
            yield Skipped(f"{context.name}, line {rows.line_num}", reason)
            return
        if number == 1:
            header = row or []
            columns = map_columns(header, context)
        elif row is None:
            return
        elif any(cell.strip() for cell in row):
            cells = dict(zip(header, row, strict=False))
            yield row_draft(cells, columns, f"{context.name}, row {number}")


def _text_lines(stream: BinaryIO, context: Context) -> Iterator[str]:
    """Decoded lines with their ends, so that a quoted newline stays in its cell.

    UTF-8 is decoded line by line, so a table may be larger than memory; another encoding is
    told from the first megabyte.
    """
    head = stream.read(_SAMPLE_BYTES)
    # The last character of a longer table's sample may be cut in two.
    sample = head if len(head) < _SAMPLE_BYTES else head[: head.rfind(b"\n") + 1] or head
    encoding = encoding_of(sample, declared=context.encoding, name=context.name)
    rest = io.BufferedReader(Joined(head, stream))
    yield from io.TextIOWrapper(rest, encoding=encoding, errors="replace", newline="")


def _delimiter(sample: str) -> str:
    first = sample.split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count) if any(d in first for d in _DELIMITERS) else ","
