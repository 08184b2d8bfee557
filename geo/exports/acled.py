"""ACLED's shape: 31 columns in its order, one row a scene. Dateline's records, not ACLED data.

Unlike the other exports it is made of whole events, not of rows of the frame: a scene joins the
protest and the police force used on it, and needs their actors one by one. What cannot be mapped
is in docs/codebook.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from geo.events.acled.rows import ACLED_COLUMNS, acled_rows
from geo.exports.csv import write_rows
from geo.model import Event


def to_acled_csv(
    events: Iterable[Event],
    *,
    generated_at: datetime | None = None,
    metadata: Mapping[str, Any] | None = None,
    spreadsheet: bool = True,
) -> str:
    """Events as CSV with ACLED's columns; those that ACLED would not record are left out.

    Parameters
    ----------
    events
        Coded events with their ACLED labels.
    generated_at
        Written as ``timestamp``; blank when None.
    metadata
        What the file says of itself (``export_metadata``), in ``export_…`` columns after ACLED's.
    spreadsheet
        Make text cells inert as formulas (this file is opened in spreadsheets more than any).
    """
    rows = acled_rows(events, made=generated_at)
    return write_rows(rows, list(ACLED_COLUMNS), metadata=metadata, spreadsheet=spreadsheet)
