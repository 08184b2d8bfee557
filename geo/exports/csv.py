"""CSV: plain for machines, and one that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geo.exports.rows import plain_rows
from geo.frame import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

MIME = "text/csv"
#: What a file of rows says of itself, of ``export_metadata``.
_OF_THE_FILE = ("generated_at", "version", "filters", "attribution")
#: First characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection"),
#: full-width forms included, which some spreadsheets fold to ASCII.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠|%")


def to_csv(gdf: pd.DataFrame, *, metadata: Mapping[str, Any] | None = None) -> str:
    """The rows as CSV (RFC 4180), UTF-8 without BOM, one column for each of ``COLUMNS``.

    CSV has no place for what a file says of itself: with ``metadata`` (``export_metadata``) the
    time, version, filters and licences stand in columns at the end, ``export_…``, in every row.
    """
    told = _told(metadata)
    return _write(({**row, **told} for row in plain_rows(gdf)), [*COLUMNS, *told])


def to_excel_csv(gdf: pd.DataFrame, *, metadata: Mapping[str, Any] | None = None) -> bytes:
    """The rows as CSV for a spreadsheet: UTF-8 with BOM, and no text cell that is a formula.

    A text cell whose first visible character would start a formula gets an apostrophe before
    it; numbers stay numbers, negative ones too. ``metadata`` is as for ``to_csv``.
    """
    told = _told(metadata)
    rows = ({k: _inert(v) for k, v in {**row, **told}.items()} for row in plain_rows(gdf))
    return _write(rows, [*COLUMNS, *told]).encode("utf-8-sig")


def csv_parts(
    frames: Iterable[pd.DataFrame],
    *,
    metadata: Mapping[str, Any] | None = None,
    spreadsheet: bool = False,
) -> Iterator[str]:
    """What ``to_csv`` (``to_excel_csv`` with ``spreadsheet``) writes, piece by piece."""
    told = _told(metadata)
    names = [*COLUMNS, *told]
    yield ("\ufeff" if spreadsheet else "") + _write((), names)
    for frame in frames:
        full = ({**row, **told} for row in plain_rows(frame))
        safe = ({k: _inert(v) for k, v in row.items()} if spreadsheet else row for row in full)
        yield _write(safe, names, head=False)


def _told(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"export_{name}": metadata[name] for name in _OF_THE_FILE} if metadata else {}


def write_rows(
    rows: list[dict[str, Any]],
    names: list[str],
    *,
    metadata: Mapping[str, Any] | None = None,
    spreadsheet: bool = False,
) -> str:
    """Dicts as CSV under the given column names.

    ``metadata`` is as for ``to_csv``; ``spreadsheet`` makes text cells inert.
    """
    told = _told(metadata)
    full = ({**row, **told} for row in rows)
    safe = ({k: _inert(v) for k, v in row.items()} if spreadsheet else row for row in full)
    return _write(safe, [*names, *told])


def _write(rows: Any, names: list[str], *, head: bool = True) -> str:  # noqa: ANN401 (any iterable of dicts)
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\r\n")
    if head:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _inert(value: Any) -> Any:  # noqa: ANN401 (any cell)
    if isinstance(value, str):
        value = value.replace("\x00", "")
        visible = value.lstrip(" \u00a0\u200b\ufeff")
        if visible[:1] in _FORMULA and visible:
            return "'" + value
    return value
