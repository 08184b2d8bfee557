"""One ``Filters`` value drives map, table, histogram, counters, exports and the address bar.

``filter_events`` keeps the rows of a frame that pass; every field left at its default passes all.
Several values in one field are alternatives; several fields must all hold. Masks are taken on the
categories of a column, not on its rows, so a million events cost tens of milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast, get_args
from urllib.parse import parse_qs, urlencode

from geo.errors import FilterError
from geo.model import PRECISIONS, QUAD_CLASS, ReviewStatus

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

ActorRole = Literal["either", "actor", "recipient"]
_SEPARATOR = "; "  # as geo.frame joins several values in a cell; rooms of one row share no import
_BOX_ENDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to show.

    Attributes
    ----------
    date_from, date_to
        First and last day, both included. An event passes when its interval overlaps them; an
        undated event passes only when both are None.
    actors, actor_role
        Actor names, exact; looked for as actor, as recipient or as either.
    event_types
        PLOVER types. ``acled_types`` are ACLED event types; ``modes`` PLOVER modes.
    countries, admin1
        ISO 3166-1 alpha-3 codes; ids of first-level regions (``admin1_id`` of the frame).
    precisions
        Of ``geo.model.PRECISIONS``; "none" stands for the unlocated.
    min_confidence
        0 to 1.
    sources, review
        Source names; review statuses.
    text
        Words that must all occur in evidence, title, actors or place, whatever their case.
    box
        (west, south, east, north) in degrees; west > east crosses the antimeridian.
    """

    date_from: date | None = None
    date_to: date | None = None
    actors: tuple[str, ...] = ()
    actor_role: ActorRole = "either"
    event_types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    acled_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    min_confidence: float = 0.0
    sources: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    text: str = ""
    box: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        """Refuse what can never be meant."""
        if self.date_from and self.date_to and self.date_from > self.date_to:
            msg = f"The first day ({self.date_from}) is after the last ({self.date_to}): swap them."
            raise FilterError(msg)
        if not 0 <= self.min_confidence <= 1:
            msg = f"min_confidence is {self.min_confidence}; it runs from 0 to 1."
            raise FilterError(msg)
        _check("event type", self.event_types, QUAD_CLASS)
        _check("precision", self.precisions, PRECISIONS)
        _check("review status", self.review, get_args(ReviewStatus))
        _check("actor role", (self.actor_role,), get_args(ActorRole))
        if self.box is not None:
            _check_box(self.box)

    def to_query(self) -> str:
        """The filters as a URL query, without a leading "?"; defaults are left out."""
        pairs: list[tuple[str, str]] = []
        for spec in fields(self):
            value = getattr(self, spec.name)
            if value == spec.default:
                continue
            if spec.name == "box":
                pairs.append(("box", ",".join(f"{x:g}" for x in value)))
            elif isinstance(value, tuple):
                pairs += [(spec.name, str(v)) for v in value]
            else:
                pairs.append((spec.name, str(value)))
        return urlencode(pairs)

    @classmethod
    def from_query(cls, query: str | Mapping[str, Iterable[str] | str]) -> Filters:
        """Read what ``to_query`` wrote; names that are not filters are ignored.

        Raises
        ------
        FilterError
            A value cannot be understood; the message names it and says what is expected.
        """
        given: Mapping[str, Any] = (
            parse_qs(query.removeprefix("?")) if isinstance(query, str) else query
        )
        values: dict[str, Any] = {}
        for spec in fields(cls):
            if spec.name not in given:
                continue
            raw = given[spec.name]
            items = [raw] if isinstance(raw, str) else list(raw)
            if items:
                values[spec.name] = _parse(spec.name, items)
        return cls(**values)

    @property
    def is_empty(self) -> bool:
        """True when nothing is filtered out."""
        return self == Filters()

    def without(self, *names: str) -> Filters:
        """The same filters with the named fields back at their defaults."""
        defaults: dict[str, Any] = {f.name: f.default for f in fields(self) if f.name in names}
        return replace(self, **defaults)


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
    masks = [test(gdf, filters) for name, test in _TESTS.items() if _is_set(filters, name)]
    if not masks:
        return None
    result = masks[0]
    for mask in masks[1:]:
        result = result & mask
    return result


def facet_counts(gdf: pd.DataFrame, filters: Filters, facet: str) -> dict[str, int]:
    """How many events each option of a facet would leave under all *other* filters.

    ``facet`` is one of ``FACETS``. Cells with several values count once for each. Options are
    ordered by count, then name.
    """
    field, columns = FACETS[facet]
    mask = filter_mask(gdf, filters.without(field))
    # Only the columns that are counted are cut out: copying all of a million rows takes seconds.
    rows = gdf[list(columns)] if mask is None else gdf.loc[mask, list(columns)]
    counts: dict[str, int] = {}
    for cell, number in _tally(rows).items():
        names = {v for part in cell if isinstance(part, str) for v in part.split(_SEPARATOR)}
        for name in names:
            counts[name] = counts.get(name, 0) + int(number)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _tally(rows: pd.DataFrame) -> dict[tuple[object, ...], int]:
    """How often each combination of cells occurs, counted on the codes of the categories.

    Over two columns pairs are counted: an actor on both sides of one event is one event.
    """
    import numpy as np

    columns = [rows[name].astype("category") for name in rows]
    code = np.zeros(len(rows), dtype="int64")
    for column in columns:
        code = code * (len(column.cat.categories) + 1) + column.cat.codes.to_numpy() + 1
    seen, numbers = np.unique(code, return_counts=True)
    found: dict[tuple[object, ...], int] = {}
    for key, number in zip(seen.tolist(), numbers.tolist(), strict=True):
        cell: list[object] = []
        for column in reversed(columns):
            key, one = divmod(key, len(column.cat.categories) + 1)  # noqa: PLW2901 (the rest of the key)
            cell.append(column.cat.categories[one - 1] if one else None)
        found[tuple(reversed(cell))] = number
    return found


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


def _check(what: str, values: Iterable[str], allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    for value in values:
        if value not in known:
            msg = f"{value!r} is not a known {what}. Known: {', '.join(known)}."
            raise FilterError(msg)


def _check_box(box: tuple[float, ...]) -> None:
    ok = (
        len(box) == _BOX_ENDS
        and all(-180 <= x <= 180 for x in box[::2])  # noqa: PLR2004 (degrees)
        and -90 <= box[1] <= box[3] <= 90  # noqa: PLR2004
    )
    if not ok:
        msg = f"box is {box}; it is west,south,east,north in degrees, south not above north."
        raise FilterError(msg)


def _parse(name: str, items: list[str]) -> Any:  # noqa: ANN401 (the type of the named field)
    last = items[-1]
    try:
        match name:
            case "date_from" | "date_to":
                return date.fromisoformat(last)
            case "min_confidence":
                return float(last)
            case "box":
                return tuple(float(x) for x in last.split(","))
            case "text" | "actor_role":
                return last
            case _:
                return tuple(dict.fromkeys(items))
    except ValueError as error:
        expected = {"box": "west,south,east,north", "min_confidence": "a number from 0 to 1"}
        msg = f"{name}={last!r} cannot be read; expected {expected.get(name, 'YYYY-MM-DD')}."
        raise FilterError(msg) from error


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
    import pandas as pd

    mask = gdf["event_date"].notna()
    if filters.date_from:
        mask &= gdf["date_end"] >= pd.Timestamp(filters.date_from)
    if filters.date_to:
        mask &= gdf["event_date"] <= pd.Timestamp(filters.date_to)
    return mask.to_numpy(dtype=bool)


def _actors(gdf: pd.DataFrame, filters: Filters) -> Mask:
    sides = {"actor": ("actor1",), "recipient": ("actor2",)}.get(
        filters.actor_role, ("actor1", "actor2")
    )
    masks = [_any_of(column, "actors")(gdf, filters) for column in sides]
    return masks[0] if len(masks) == 1 else masks[0] | masks[1]


def _confidence(gdf: pd.DataFrame, filters: Filters) -> Mask:
    return (gdf["confidence"] >= filters.min_confidence).to_numpy(dtype=bool)


_TEXT_COLUMNS = ("evidence", "title", "actor1", "actor2", "location", "admin1", "country")


def _text(gdf: pd.DataFrame, filters: Filters) -> Mask:
    import numpy as np

    result = np.ones(len(gdf), dtype=bool)
    for word in filters.text.casefold().split():
        found = np.zeros(len(gdf), dtype=bool)
        for column in _TEXT_COLUMNS:
            found |= _where(gdf[column], lambda cell, word=word: word in cell.casefold())  # type: ignore[misc]
        result &= found
    return result


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
