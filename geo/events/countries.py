"""Countries as places of last resort: ``data/ontology/country_places.csv``.

A story may tell of a country without naming it ("in Medellin … in Bogota …"); what is only known to
have happened somewhere in it is put at the country, never at one of the cities.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.model import Place
from geo.resources import data_path

__all__ = ["country_name", "country_number", "country_place"]


def country_place(iso3: str) -> Place | None:
    """The country of a code as a place; None for codes that are no country's."""
    return _places().get(iso3)


def country_name(iso3: str | None) -> str:
    """The English name of a country; the code itself where there is none."""
    place = _places().get(iso3 or "")
    return place.name if place else iso3 or "unknown"


def country_number(iso3: str | None) -> str:
    """The ISO 3166-1 numeric code, three digits; "" where there is none."""
    return _rows().get(iso3 or "", {}).get("numeric", "").replace("000", "")


@lru_cache(maxsize=4)
def _rows(folder: Path | None = None) -> dict[str, dict[str, str]]:
    path = data_path("ontology", "country_places.csv", override=folder)
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {row["iso3"]: row for row in csv.DictReader(lines)}


@lru_cache(maxsize=4)
def _places(folder: Path | None = None) -> dict[str, Place]:
    try:
        return {iso3: _place(row) for iso3, row in _rows(folder).items()}
    except (KeyError, ValueError) as error:
        msg = f"country_places.csv: {error}"
        raise OntologyError(msg) from error


def _place(row: dict[str, str]) -> Place:
    return Place(
        id=row["id"],
        name=row["name"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        kind="country",
        country=row["iso3"],
        country_name=row["name"],
        feature_code=row["feature_code"] or None,
        population=int(row["population"]),
        radius_km=float(row["radius_km"]) if row["radius_km"] else None,
        disputed=row["disputed"] or None,
    )
