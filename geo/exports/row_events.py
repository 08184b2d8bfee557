"""A row of the frame -> the event it tells of, as far as a row can tell: for files that hold rows only.

A row has no text of the article, no offsets of people and numbers, and one list of codes for all who
act. What it does not say is left out, never guessed: of several people none has codes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from geo.frame import QUANTITY_COLUMNS, SEPARATOR
from geo.model import (
    Actor,
    Article,
    Candidate,
    DateBasis,
    Event,
    EventDate,
    Evidence,
    Place,
    Quantity,
    Span,
    Toponym,
)


def event_of_row(row: Mapping[str, Any]) -> Event:
    """The event of a row.

    Parameters
    ----------
    row
        Plain values by the names of ``geo.frame.COLUMNS``; null is None.

    Returns
    -------
    Event
        With an article without text. ``geo.frame.event_row`` of it gives the row again, but for
        the codes of several people, other sources, and what was named but not drawn.
    """
    article = Article(
        id=row["article_id"] or "",
        text="",
        title=row["title"],
        url=row["url"],
        source=row["source"],
        published=_day(row["published"]),
        published_basis="stated" if row["published"] else "unknown",
        language=row["language"],
    )
    return Event(
        id=row["event_id"],
        article=article,
        event_type=row["event_type"],
        trigger=Span(row["trigger_start"] or 0, row["trigger_end"] or 0, row["trigger"] or ""),
        evidence=_evidence(row, article),
        modes=_parts(row["mode"]),
        actors=_people(row, "actor1"),
        recipients=_people(row, "actor2"),
        event_date=_event_date(row),
        date_reason=row["date_reason"] or "",
        toponym=_toponym(row),
        geo_reason=row["geo_reason"] or "",
        quantities=_quantities(row),
        contexts=_parts(row["contexts"]),
        gate=row["gate"] or "",
        acled_event_type=row["acled_event_type"],
        acled_sub_event_type=row["acled_sub_event_type"],
        confidence=row["confidence"],
        pin_score=row["pin_score"],
        review_status=row["review_status"],
    )


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(cell.split(SEPARATOR)) if cell else ()


def _day(value: date | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _evidence(row: Mapping[str, Any], article: Article) -> Evidence:
    return Evidence(
        article_id=article.id,
        start=row["evidence_start"] or 0,
        end=row["evidence_end"] or 0,
        text=row["evidence"] or "",
        title=article.title,
        source=article.source,
        url=article.url,
    )


def _people(row: Mapping[str, Any], column: str) -> tuple[Actor, ...]:
    names = _parts(row[column])
    country, sectors = row[f"{column}_country"], _parts(row[f"{column}_sector"])
    if len(names) == 1:
        return (Actor(names[0], 0, 0, names[0], country, sectors),)
    return tuple(Actor(name, 0, 0, name) for name in names)


def _event_date(row: Mapping[str, Any]) -> EventDate | None:
    start, end = _day(row["event_date"]), _day(row["date_end"])
    if start is None or end is None:
        return None
    return EventDate(start, end, cast("DateBasis", row["date_basis"]), row["date_text"])


def _toponym(row: Mapping[str, Any]) -> Toponym | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    place = Place(
        id=row["place_id"],
        name=row["location"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        kind=row["place_kind"],
        country=row["iso3"],
        country_name=row["country"],
        admin1=row["admin1"],
        admin1_id=row["admin1_id"],
        admin2=row["admin2"],
        radius_km=row["geo_radius_km"],
        disputed=row["disputed"],
    )
    return Toponym(
        0, 0, place.name, place=place, score=row["geo_score"],
        candidates=_candidates(row["geo_candidates"]),
    )  # fmt: skip


def _candidates(cell: str | None) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            Place(
                id=one["id"], name=one["name"], latitude=one["lat"], longitude=one["lon"],
                kind=one["kind"], country=one["iso3"], admin1=one["admin1"],
            ),
            one["score"],
            tuple(one["why"].items()),
        )
        for one in json.loads(cell or "[]")
    )  # fmt: skip


def _quantities(row: Mapping[str, Any]) -> tuple[Quantity, ...]:
    """One range a kind; the words are those of the first figure of the kind."""
    words: dict[str, str] = {}
    for part in _parts(row["quantity_text"]):
        kind, _, text = part.partition(": ")
        words.setdefault(kind, text)
    found = []
    for kind, column in QUANTITY_COLUMNS.items():
        low, high = row[f"{column}_low"], row[f"{column}_high"]
        if low is not None or high is not None:
            found.append(Quantity(kind, low, high, words.get(kind, ""), 0, 0))
    return tuple(found)
