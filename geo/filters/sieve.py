"""A frame under one ``Filters`` value: the rows that pass, and the count beside every option.

Several values in one field are alternatives; several fields must all hold. Masks are taken on the
categories of a column, not on its rows, so a million events cost tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, cast

from geo.filters.value import Filters
from geo.frame import counted_days

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_SEPARATOR = "; "  # as geo.frame joins several values in a cell; rooms of one row share no import


def filter_events(gdf: gpd.GeoDataFrame, filters: Filters) -> gpd.GeoDataFrame:
    """The rows that pass, in their order and with their index.

    Parameters
    ----------
    gdf
        A frame with ``geo.frame.COLUMNS`` (EPSG:4326).
    filters
        What to show.
    """
    mask = filter_mask(gdf, filters)
    return gdf if mask is None else cast("gpd.GeoDataFrame", gdf.loc[mask])


def filter_mask(gdf: pd.DataFrame, filters: Filters) -> Mask | None:
    """Boolean mask of the rows that pass; None when every row does."""
    return Sieve(gdf, filters).mask()


def facet_counts(gdf: pd.DataFrame, filters: Filters, facet: str) -> dict[str, int]:
    """How many events each option of a facet would leave under all *other* filters.

    ``facet`` is one of ``FACETS``. Cells with several values count once for each. Options are
    ordered by count, then name.
    """
    return Sieve(gdf, filters).counts(facet)


class Sieve:
    """A frame under one ``Filters`` value: which rows pass, and the count beside every option.

    Each filter is tested once, however much is asked for. The frame is never copied or changed, so
    many sieves can share it; one holds a byte a row for each filter that is set.
    """

    def __init__(self, gdf: pd.DataFrame, filters: Filters) -> None:
        self.gdf = gdf
        self.filters = filters
        self._masks = {n: test(gdf, filters) for n, test in _TESTS.items() if _is_set(filters, n)}
        self._counts: dict[str, dict[str, int]] = {}
        self._others: dict[Filters, int] = {}

    def __len__(self) -> int:
        """How many rows pass."""
        mask = self.mask()
        return len(self.gdf) if mask is None else int(mask.sum())

    def mask(self, *, without: str = "") -> Mask | None:
        """Which rows pass all filters but the one named; None when every row does."""
        import numpy as np

        found: Mask | None = None
        for name, mask in self._masks.items():
            if name != without:
                found = mask if found is None else np.asarray(found & mask)
        return found

    def counts(self, facet: str) -> dict[str, int]:
        """How many events each option of a facet would leave; see ``facet_counts``."""
        if facet not in self._counts:
            field, columns = FACETS[facet]
            self._counts[facet] = _tally([self.gdf[c] for c in columns], self.mask(without=field))
        return self._counts[facet]

    def count_if(self, name: str, **values: Any) -> int:  # noqa: ANN401 (fields of Filters)
        """How many rows would pass with other values of one filter (``name`` as for ``mask``)."""
        filters = replace(self.filters, **values)
        if filters not in self._others:
            mask = self.mask(without=name)
            if _is_set(filters, name):
                own = _TESTS[name](self.gdf, filters)
                mask = own if mask is None else own & mask
            self._others[filters] = len(self.gdf) if mask is None else int(mask.sum())
        return self._others[filters]

    def roles(self) -> dict[str, int]:
        """Events by the role that the chosen actors have in them; any actors when none is chosen."""
        if self.filters.actors:
            return {role: self.count_if("actors", actor_role=role) for role in _SIDES}
        mask = self.mask()
        named = {c: self.gdf[c].notna().to_numpy(dtype=bool) for c in ("actor1", "actor2")}
        seen = {role: _either([named[c] for c in sides]) for role, sides in _SIDES.items()}
        return {r: int((m if mask is None else m & mask).sum()) for r, m in seen.items()}


def _tally(columns: list[pd.Series[Any]], mask: Mask | None) -> dict[str, int]:
    """How many rows hold each value in any of the columns, counted on the codes of categories.

    A value on both sides of one event is one event. Only where a cell holds several values, or
    two cells the same, are rows looked at together.
    """
    import numpy as np

    counts: dict[str, int] = {}
    held = [column.astype("category") for column in columns]
    codes = [c.cat.codes.to_numpy() if mask is None else c.cat.codes.to_numpy()[mask] for c in held]
    names = [[str(name).split(_SEPARATOR) for name in c.cat.categories] for c in held]
    joint = np.zeros(len(codes[0]), dtype=bool)  # rows that more than one cell may count twice
    if len(held) > 1:
        for one, known in zip(codes, names, strict=True):
            joint |= np.array([len(parts) > 1 for parts in known] + [False], dtype=bool)[one]
        joint |= _same(held, codes)
        left, right = (one[joint].astype("int64") for one in codes)
        key = left * (len(names[1]) + 1) + right
        _, first, numbers = np.unique(key, return_index=True, return_counts=True)
        cells = zip(left[first].tolist(), right[first].tolist(), numbers.tolist(), strict=True)
        for i, j, n in cells:
            for name in {*(names[0][i] if i >= 0 else ()), *(names[1][j] if j >= 0 else ())}:
                counts[name] = counts.get(name, 0) + n
    for one, known in zip(codes, names, strict=True):
        alone = np.bincount(one[~joint].astype("int64") + 1, minlength=len(known) + 1)[1:]
        for i in np.flatnonzero(alone).tolist():
            for name in dict.fromkeys(known[i]):
                counts[name] = counts.get(name, 0) + int(alone[i])
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _same(held: list[pd.Series[Any]], codes: list[Any]) -> Mask:
    """Rows in which two columns hold the same value."""
    import numpy as np

    first, second = held
    table = first.cat.categories.get_indexer(second.cat.categories)  # code of second -> of first
    table = np.append(np.where(table < 0, -2, table), -2)  # null is like nothing, not even null
    return np.asarray(table[codes[1]] == codes[0])


#: Role of an actor -> the columns in which it is looked for.
_SIDES: dict[str, tuple[str, ...]] = {
    "either": ("actor1", "actor2"), "actor": ("actor1",), "recipient": ("actor2",),
}  # fmt: skip
#: Facet -> (field of Filters, columns of the frame it counts).
FACETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "event_type": ("event_types", ("event_type",)),
    "mode": ("modes", ("mode",)),
    "acled_event_type": ("acled_types", ("acled_event_type",)),
    "actor": ("actors", ("actor1", "actor2")),
    "actor1": ("actors", ("actor1",)),
    "actor2": ("actors", ("actor2",)),
    "iso3": ("countries", ("iso3",)),
    "admin1_id": ("admin1", ("admin1_id",)),
    "precision": ("precisions", ("precision",)),
    "source": ("sources", ("sources",)),
    "review_status": ("review", ("review_status",)),
}


def _is_set(filters: Filters, name: str) -> bool:
    if name == "date":
        return filters.date_from is not None or filters.date_to is not None
    default = next(f.default for f in fields(filters) if f.name == name)
    return bool(getattr(filters, name) != default)


def _where(column: pd.Series[Any], keep: Callable[[str], bool]) -> Mask:
    """Rows whose value satisfies ``keep``; asked once per category."""
    import numpy as np

    if column.dtype == "category":
        table = np.fromiter((keep(str(c)) for c in column.cat.categories), dtype=bool)
        table = np.append(table, False)  # code -1, null, is the last element
        return table[column.cat.codes.to_numpy()]
    return np.fromiter((isinstance(v, str) and keep(v) for v in column), dtype=bool)


def _any_of(column: str, field: str) -> Callable[[pd.DataFrame, Filters], Mask]:
    def test(gdf: pd.DataFrame, filters: Filters) -> Mask:
        wanted = frozenset(getattr(filters, field))
        return _where(gdf[column], lambda cell: not wanted.isdisjoint(cell.split(_SEPARATOR)))

    return test


def _dates(gdf: pd.DataFrame, filters: Filters) -> Mask:
    import numpy as np
    import pandas as pd

    days = counted_days(gdf)
    mask = ~np.isnat(days)
    if filters.date_from:
        mask &= (gdf["date_end"] >= pd.Timestamp(filters.date_from)).to_numpy(dtype=bool)
    if filters.date_to:
        mask &= days <= np.datetime64(filters.date_to)
    return mask


def _actors(gdf: pd.DataFrame, filters: Filters) -> Mask:
    sides = _SIDES[filters.actor_role]
    return _either([_any_of(column, "actors")(gdf, filters) for column in sides])


def _either(masks: list[Mask]) -> Mask:
    return masks[0] if len(masks) == 1 else masks[0] | masks[1]


def _confidence(gdf: pd.DataFrame, filters: Filters) -> Mask:
    return (gdf["confidence"] >= filters.min_confidence).to_numpy(dtype=bool)


_TEXT_COLUMNS = ("evidence", "title", "actor1", "actor2", "location", "admin1", "country")


def _text(gdf: pd.DataFrame, filters: Filters) -> Mask:
    import numpy as np

    words = filters.text.casefold().split()
    if not words:
        return np.ones(len(gdf), dtype=bool)
    found = np.zeros((len(words), len(gdf)), dtype=bool)
    for name in _TEXT_COLUMNS:
        column = gdf[name]
        if column.dtype == "category":
            per_value = _holding(column.cat.categories, words)
            none = np.zeros((len(words), 1), dtype=bool)  # code -1, null, is the last element
            found |= np.hstack([per_value, none])[:, column.cat.codes.to_numpy()]
        else:
            found |= _holding(column, words)
    return np.asarray(found.all(axis=0))


def _holding(values: Any, words: list[str]) -> Mask:  # noqa: ANN401 (a Series or an Index of str)
    """Which values contain which word, whatever the case: (words, values).

    Arrow's search reads a million sentences in tenths of a second, but knows upper and lower case
    only as ASCII does; values with other letters are folded one by one.
    """
    import numpy as np
    import pyarrow as pa
    from pyarrow import compute as pc

    texts = pa.array(values, type=pa.large_string(), from_pandas=True)
    lower = pc.ascii_lower(texts)
    hits = (pc.match_substring(lower, word).fill_null(fill_value=False) for word in words)
    found = np.stack([hit.to_numpy(zero_copy_only=False) for hit in hits])
    plain = pc.string_is_ascii(texts).fill_null(fill_value=True)
    foreign = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    for row, text in zip(foreign, texts.take(foreign).to_pylist(), strict=True):
        folded = text.casefold()
        found[:, row] = [word in folded for word in words]
    return found


def _box(gdf: pd.DataFrame, filters: Filters) -> Mask:
    west, south, east, north = cast("tuple[float, float, float, float]", filters.box)
    lon, lat = gdf["longitude"].to_numpy(), gdf["latitude"].to_numpy()
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return across & (lat >= south) & (lat <= north)


_TESTS: dict[str, Callable[[pd.DataFrame, Filters], Mask]] = {
    "date": _dates,
    "actors": _actors,
    "event_types": _any_of("event_type", "event_types"),
    "modes": _any_of("mode", "modes"),
    "acled_types": _any_of("acled_event_type", "acled_types"),
    "countries": _any_of("iso3", "countries"),
    "admin1": _any_of("admin1_id", "admin1"),
    "precisions": _any_of("precision", "precisions"),
    "min_confidence": _confidence,
    "sources": _any_of("sources", "sources"),
    "review": _any_of("review_status", "review"),
    "text": _text,
    "box": _box,
}
