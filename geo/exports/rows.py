"""Rows of the frame as plain Python values, the same for every text format."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from geo.frame import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

#: Decimals of a coordinate by geo_precision: a region's point is no better than a kilometre.
_DECIMALS = {1: 5, 2: 3, 3: 2}
_COUNTRY_DECIMALS = 1


def plain_rows(gdf: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Each row as a dict over ``COLUMNS``: ISO days, ints, floats, str, and None for null.

    Coordinates are rounded to what the precision of the place supports.
    """
    table = gdf[list(COLUMNS)].astype("object")
    for values in table.itertuples(index=False, name=None):
        row = {name: _plain(value) for name, value in zip(COLUMNS, values, strict=True)}
        yield _round_coordinates(row)


def _plain(value: Any) -> Any:  # noqa: ANN401 (any cell)
    if value is None or value != value:  # noqa: PLR0124 (NaN and NaT differ from themselves)
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return value if isinstance(value, int) else None


def _round_coordinates(row: dict[str, Any]) -> dict[str, Any]:
    if row["latitude"] is not None:
        decimals = _DECIMALS.get(row["geo_precision"], _COUNTRY_DECIMALS)
        row["latitude"] = round(row["latitude"], decimals)
        row["longitude"] = round(row["longitude"], decimals)
    return row
