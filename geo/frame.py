"""Events -> GeoDataFrame (EPSG:4326). ``COLUMNS`` is the only schema; docs/codebook.md mirrors it.

One row an event, unlocated ones included (null geometry, the reason in ``geo_reason``). Names are
ACLED's where the meaning is the same. ``actor1`` acts and ``actor2`` receives: unlike ACLED's, the
order carries direction. Several values in one cell are joined by "; ". Unknown is null, never 0.

``geometry`` is the representative point of the place. It is *drawn* as a point only where
``geo_precision`` is 1; maps draw coarser rows as areas (see ``geo.maps``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, Any, Final

from geo.model import Event, Place, Quantity, QuantityKind, Toponym

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

#: Column -> pandas dtype, in the order of the frame; ``geometry`` comes last.
COLUMNS: Final[dict[str, str]] = {
    "event_id": "str",
    "event_date": "datetime64[s]",
    "date_end": "datetime64[s]",
    "time_precision": "Int8",
    "date_basis": "category",
    "date_text": "str",
    "date_reason": "str",
    "event_type": "category",
    "mode": "category",
    "quad_class": "Int8",
    "acled_event_type": "category",
    "acled_sub_event_type": "category",
    "actor1": "category",
    "actor1_country": "category",
    "actor1_sector": "category",
    "actor2": "category",
    "actor2_country": "category",
    "actor2_sector": "category",
    "location": "category",
    "admin2": "category",
    "admin1": "category",
    "country": "category",
    "iso3": "category",
    "latitude": "float64",
    "longitude": "float64",
    "place_kind": "category",
    "precision": "category",
    "geo_precision": "Int8",
    "geo_radius_km": "float64",
    "place_id": "category",
    "admin1_id": "category",
    "geonameid": "Int64",
    "disputed": "category",
    "geo_score": "float64",
    "pin_score": "float64",
    "geo_candidates": "str",
    "geo_reason": "str",
    "fatalities_low": "Int64",
    "fatalities_high": "Int64",
    "injured_low": "Int64",
    "injured_high": "Int64",
    "arrested_low": "Int64",
    "arrested_high": "Int64",
    "displaced_low": "Int64",
    "displaced_high": "Int64",
    "crowd_low": "Int64",
    "crowd_high": "Int64",
    "quantity_text": "str",
    "contexts": "category",
    "evidence": "str",
    "evidence_start": "Int64",
    "evidence_end": "Int64",
    "trigger": "category",
    "trigger_start": "Int64",
    "trigger_end": "Int64",
    "gate": "category",
    "confidence": "float64",
    "review_status": "category",
    "article_id": "category",
    "title": "category",
    "source": "category",
    "url": "category",
    "published": "datetime64[s]",
    "language": "category",
    "n_sources": "Int64",
    "sources": "category",
}

SEPARATOR: Final = "; "
#: The columns that ``counted_days`` reads.
DAY_COLUMNS: Final = ("event_date", "date_end", "date_basis")
#: Columns that put an event on a map.
_DRAWN = (
    "latitude", "longitude", "geo_precision", "geo_radius_km", "place_id", "admin1_id", "geonameid",
)  # fmt: skip
_ARTICLES: Final = frozenset({"the", "a", "an"})
QUANTITY_COLUMNS: Final[dict[QuantityKind, str]] = {
    "killed": "fatalities",
    "injured": "injured",
    "arrested": "arrested",
    "displaced": "displaced",
    "crowd": "crowd",
}


def events_to_gdf(events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Lay events out as a table with point geometries.

    Parameters
    ----------
    events
        Coded events, in any order; they become rows in that order.

    Returns
    -------
    GeoDataFrame
        ``COLUMNS`` plus ``geometry`` (Point or None), CRS EPSG:4326, index 0…n-1.
    """
    return frame_from_rows([event_row(event) for event in events])


def frame_from_rows(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Make the frame from dicts keyed by ``COLUMNS``; missing keys are null."""
    import pandas as pd

    table = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype="object").astype(dtype)  # type: ignore[call-overload]
            for name, dtype in COLUMNS.items()
        }
    )
    return with_points(table)


def with_points(table: pd.DataFrame) -> gpd.GeoDataFrame:
    """A table with ``COLUMNS`` as the frame: a point for each row that has coordinates."""
    import geopandas as gpd  # 0.5 s, paid only by those who want a frame

    points = gpd.points_from_xy(table["longitude"], table["latitude"])
    located = (table["latitude"].notna() & table["longitude"].notna()).to_numpy()
    geometry = gpd.GeoSeries(points, index=table.index, crs="EPSG:4326").where(located, None)
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")


def counted_days(table: pd.DataFrame) -> NDArray[np.datetime64]:
    """The day that each row is counted, sorted and played under (datetime64[D]; NaT: undated).

    It is the first day, but publication where no day is said: what publication permits reaches days
    back, and none of them is known. Reads ``DAY_COLUMNS``; ``EventDate.counted`` says it of one event.
    """
    days = table["event_date"].to_numpy().astype("datetime64[D]")
    unsaid = (table["date_basis"] == "publication").to_numpy(dtype=bool, na_value=False)
    days[unsaid] = table["date_end"].to_numpy()[unsaid].astype("datetime64[D]")
    return days


def event_row(event: Event) -> dict[str, Any]:
    """One event as a dict keyed by ``COLUMNS``, in plain Python values."""
    place, day = event.place, event.event_date
    row: dict[str, Any] = {
        "event_id": event.id,
        "event_date": day.start if day else None,
        "date_end": day.end if day else None,
        "time_precision": day.time_precision if day else None,
        "date_basis": day.basis if day else None,
        "date_text": day.text if day else None,
        "date_reason": event.date_reason or None,
        "event_type": event.event_type,
        "mode": _join(event.modes),
        "quad_class": event.quad_class,
        "acled_event_type": event.acled_event_type,
        "acled_sub_event_type": event.acled_sub_event_type,
        "contexts": _join(event.contexts),
        "evidence": event.evidence.text,
        "evidence_start": event.evidence.start,
        "evidence_end": event.evidence.end,
        "trigger": event.trigger.text,
        "trigger_start": event.trigger.start,
        "trigger_end": event.trigger.end,
        "gate": event.gate or None,
        "geo_reason": _geo_reason(event),
        "precision": "none" if event.pin_doubt else event.precision,
        "confidence": event.confidence,
        "review_status": event.review_status,
        "article_id": event.article.id,
        "title": event.article.title,
        "source": event.article.source,
        "url": event.article.url,
        "published": event.article.published,
        "language": event.article.language,
        "n_sources": event.n_sources,
        "sources": _join(_sources(event)),
    }
    for column, people in (("actor1", event.actors), ("actor2", event.recipients)):
        row[column] = _join(actor_label(a.name) for a in people)
        row[f"{column}_country"] = _join(a.country for a in people if a.country)
        row[f"{column}_sector"] = _join(s for a in people for s in a.sectors)
    if place:
        row |= _where(place)
    if event.pin_doubt:  # named, but not sure enough to be put on a map
        row |= dict.fromkeys(_DRAWN)
    if event.toponym:
        row["geo_score"] = event.toponym.score
        row["geo_candidates"] = _candidates(event.toponym)
        row["pin_score"] = event.pin_score
    row |= _quantities(event.quantities)
    return row


def _where(place: Place) -> dict[str, Any]:
    """The columns of a place; a region belongs to itself, so that a filter by region finds it."""
    return {
        "location": place.name,
        "admin2": place.name if place.kind == "admin2" else place.admin2,
        "admin1": place.region,
        "country": place.country_name,
        "iso3": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "place_kind": place.kind,
        "geo_precision": place.geo_precision,
        "geo_radius_km": place.radius_km,
        "place_id": place.id,
        "admin1_id": place.region_id,
        "geonameid": place.geonameid,
        "disputed": place.disputed,
    }


def _geo_reason(event: Event) -> str | None:
    """How the place was found, and why it is not drawn where it is in doubt."""
    if event.pin_doubt:
        return f"{event.geo_reason}; not drawn: {event.pin_doubt}"
    return event.geo_reason or None


def actor_label(name: str) -> str:
    """The name of an actor as filters, tables and exports show it: one spelling for one name.

    "police", "Police" and "the police" differ by where they stand in a sentence; all are "Police".
    A capital "The" before a capital stays ("The Hague", "The Gambia").
    """
    article, _, rest = name.partition(" ")
    if article.casefold() in _ARTICLES and rest and (article.islower() or rest[0].islower()):
        name = rest
    return name[:1].upper() + name[1:]


def _join(values: Iterable[str | None]) -> str | None:
    return SEPARATOR.join(dict.fromkeys(v for v in values if v)) or None


def _sources(event: Event) -> Iterable[str | None]:
    return (event.article.source, *(e.source for e in event.more_evidence))


def _candidates(toponym: Toponym) -> str | None:
    """Ranked candidates as compact JSON: id, name, country, lat, lon, score, features."""
    if not toponym.candidates:
        return None
    return json.dumps(
        [
            {
                "id": c.place.id,
                "name": c.place.name,
                "admin1": c.place.admin1,
                "iso3": c.place.country,
                "lat": round(c.place.latitude, 4),
                "lon": round(c.place.longitude, 4),
                "kind": c.place.kind,
                "score": round(c.score, 3),
                "why": {name: round(value, 3) for name, value in c.features},
            }
            for c in toponym.candidates
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _quantities(quantities: tuple[Quantity, ...]) -> dict[str, Any]:
    """Ranges per kind.

    Figures that can all be true are narrowed to what all allow ("hundreds" and "about 300" are
    about 300); figures that conflict are kept as the range from the lowest to the highest.
    """
    row: dict[str, Any] = {}
    for kind, column in QUANTITY_COLUMNS.items():
        told = [q for q in quantities if q.kind == kind]
        if not told:
            continue
        lows = [q.low or 0 for q in told]
        highs = [inf if q.high is None else q.high for q in told]
        agree = max(lows) <= min(highs)
        low, high = (max(lows), min(highs)) if agree else (min(lows), max(highs))
        row[f"{column}_low"] = low if any(q.low is not None for q in told) else None
        row[f"{column}_high"] = None if high == inf else high
    row["quantity_text"] = _join(f"{q.kind}: {q.text}" for q in quantities)
    return row
