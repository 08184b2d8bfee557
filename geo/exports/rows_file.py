"""GeoParquet of events read in parts: the columns of a screen, some rows whole, or one row.

A million events fill a gigabyte and more when read at once. Here a column is read at a time, repeated
text as categories, and what only a download or a card needs stays in the file until it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.frame import COLUMNS, with_points

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray


#: Rows of ``RowsFile.frames`` that stand in memory at once.
_AT_ONCE = 5_000


class RowsFile:
    """A file that ``to_geoparquet`` wrote, or a folder of them (what ``geo batch`` makes).

    Parameters
    ----------
    path
        The file, or a folder with ``*.parquet`` at any depth; read in the order of their names.

    Raises
    ------
    ExportError
        Nothing is there, or it is no Parquet with the columns of events.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files = [_opened(one) for one in _files(path)]
        self._lock = Lock()  # an open Parquet file is not said to bear several readers at once
        if not self._files:
            msg = f"{path} holds no .parquet file; make one with `geo export` or `geo batch`."
            raise ExportError(msg)

    def __len__(self) -> int:
        """How many rows there are."""
        return sum(file.metadata.num_rows for file in self._files)

    @property
    def stamp(self) -> str:
        """A word that differs when the files do: names, sizes and times of change."""
        told = [(p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in _files(self.path)]
        return f"{self.path}:{told}"

    def columns(self, names: Iterable[str]) -> pd.DataFrame:
        """These columns of all rows, in the dtypes of ``COLUMNS``."""
        import pandas as pd
        import pyarrow as pa

        made = {}
        for name in names:
            made[name] = self._column(name)
            pa.default_memory_pool().release_unused()
        return pd.DataFrame(made, copy=False)

    def _column(self, name: str) -> pd.Series[Any]:
        import pyarrow as pa

        with self._lock:
            parts = [file.read(columns=[name]) for file in self._files]
        whole = _joined(parts).column(0)
        if COLUMNS[name] == "category":
            whole = whole.cast(pa.string()).dictionary_encode().combine_chunks()
        return _as_schema(pa.table({name: whole}))[name]

    def whole_rows(self, mask: NDArray[np.bool_] | None = None) -> gpd.GeoDataFrame:
        """The rows that are marked (all without a mask), with all columns and their points."""
        import numpy as np

        table = _as_schema(_joined([*self._marked(mask)] or [self._nothing()]))
        where = np.arange(len(self)) if mask is None else np.flatnonzero(mask)
        return with_points(table.set_index(where))

    def frames(self, mask: NDArray[np.bool_] | None = None) -> Iterator[pd.DataFrame]:
        """The marked rows some thousands at a time, without points, by a reader of their own.

        For what is written piece by piece, however large the file's row groups are.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        start = 0
        for path in _files(self.path):
            with pq.ParquetFile(path, memory_map=True) as file:
                for batch in file.iter_batches(_AT_ONCE, columns=list(COLUMNS)):
                    end = start + batch.num_rows
                    if mask is None or mask[start:end].any():
                        table = pa.Table.from_batches([batch])
                        kept = table if mask is None else table.filter(pa.array(mask[start:end]))
                        yield _as_schema(_joined([kept]))
                    start = end

    def rows(self, mask: NDArray[np.bool_] | None = None) -> Iterator[dict[str, Any]]:
        """The rows that are marked (all without a mask) as plain values over ``COLUMNS``."""
        for table in self._marked(mask):
            yield from table.to_pylist()

    def _marked(self, mask: NDArray[np.bool_] | None) -> Iterator[pa.Table]:
        """The marked rows of each row group that has any; the others are not read."""
        import pyarrow as pa

        start = 0
        for file in self._files:
            for number in range(file.num_row_groups):
                end = start + file.metadata.row_group(number).num_rows
                if mask is None or mask[start:end].any():
                    with self._lock:
                        table = file.read_row_group(number, columns=list(COLUMNS))
                    yield table if mask is None else table.filter(pa.array(mask[start:end]))
                start = end

    def _nothing(self) -> pa.Table:
        return self._files[0].schema_arrow.empty_table().select(list(COLUMNS))


def _files(path: Path) -> list[Path]:
    """The file, or those of a folder; a batch that is not whole yet has none to show."""
    found = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    return [one for one in found if not any(p.name.endswith(".partial") for p in one.parents)]


def _opened(path: Path) -> pq.ParquetFile:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, memory_map=True)
    except (OSError, pa.ArrowException) as error:
        msg = f"{path} cannot be read as Parquet: {error}"
        raise ExportError(msg) from error
    missing = [name for name in COLUMNS if name not in file.schema_arrow.names]
    if missing:
        msg = f"{path} is no file of events: it has no {', '.join(missing[:3])}."
        raise ExportError(msg)
    return file


def _joined(tables: list[pa.Table]) -> pa.Table:
    """Tables of the same columns as one; a column that one of them has no value of has no type there."""
    import pyarrow as pa

    plain = [table.replace_schema_metadata(None) for table in tables]
    return pa.concat_tables(plain, promote_options="permissive")


def _as_schema(table: pa.Table) -> pd.DataFrame:
    """A table of some columns as pandas has them in a frame of events."""
    frame: pd.DataFrame = table.to_pandas(types_mapper=None)
    return frame.astype({name: COLUMNS[name] for name in frame.columns})
