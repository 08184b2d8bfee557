"""Parquet tables, one article a row, read in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from geo.articles.columns import map_columns, row_draft
from geo.articles.draft import Draft, Skipped
from geo.articles.formats import Context
from geo.errors import UnsupportedFormatError

_BATCH_ROWS = 500


def read(stream: BinaryIO, context: Context) -> Iterator[Draft | Skipped]:
    """The articles of a Parquet file; only the columns that are needed are read.

    Raises
    ------
    UnsupportedFormatError
        It is damaged, or no column holds text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        table = pq.ParquetFile(stream)
        columns = map_columns(table.schema_arrow.names, context)
        wanted = sorted(set(columns.values()))
        for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                yield row_draft(row, columns, f"{context.name}, row {number}")
    except (pa.ArrowException, OSError) as error:
        msg = f"{context.name} is damaged: it cannot be read as Parquet."
        raise UnsupportedFormatError(msg) from error
