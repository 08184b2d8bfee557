"""A frame of made-up events of any size, shaped like real ones: for bench/scale.py.

Places are the gazetteer's own; towns are drawn with a weight that falls with their rank, as news
does. One event in four is known no finer than its region or country, one in fifty not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.model import Place

TYPES = ("PROTEST", "ASSAULT", "COERCE", "CONSULT", "ACCUSE", "AGREE", "MOBILIZE", "SANCTION",
         "AID", "REQUEST", "THREATEN", "RETREAT")  # fmt: skip
WEIGHTS = np.array([22, 18, 14, 12, 9, 7, 5, 4, 3, 3, 2, 1], dtype=float)
ACTORS = 200
TOWNS = 20_000


def _places() -> tuple[list[Place], np.ndarray]:
    """Towns, regions and countries, and how often each is told of."""
    from geo.toponyms.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    every = map(gazetteer.place, range(2 * TOWNS))  # they ascend with falling importance
    kinds: dict[str, list[Place]] = {"city": [], "admin1": [], "country": []}
    for place in every:
        if place.kind in kinds:
            kinds[place.kind].append(place)
    towns = sorted(kinds["city"], key=lambda p: -p.population)[:TOWNS]
    regions, countries = kinds["admin1"], kinds["country"]
    shares = ((towns, 0.75), (regions, 0.13), (countries, 0.12))
    weights = []
    for places, share in shares:
        falling = 1 / np.arange(10, 10 + len(places)) ** 0.9
        weights.append(share * falling / falling.sum())
    return [*towns, *regions, *countries], np.concatenate(weights)


def made_events(n: int, *, seed: int = 11) -> gpd.GeoDataFrame:
    """``n`` events in the columns of ``geo.frame``, in a second or so a million."""
    import geopandas as gpd
    import pandas as pd

    from geo.frame import COLUMNS

    rng = np.random.default_rng(seed)
    places, weights = _places()
    at = rng.choice(len(places), n, p=weights)
    nowhere = rng.random(n) < 0.02
    made: dict[str, object] = {
        "event_id": np.char.mod("%016x", np.arange(n)),
        "event_date": np.datetime64("2015-01-01", "s") + rng.integers(0, 3650, n) * 86_400,
        "event_type": pd.Categorical.from_codes(
            rng.choice(len(TYPES), n, p=WEIGHTS / WEIGHTS.sum()), TYPES
        ),
        "actor1": pd.Categorical.from_codes(
            rng.integers(0, ACTORS, n), [f"Actor {i}" for i in range(ACTORS)]
        ),
        "confidence": rng.random(n),
        "longitude": np.where(nowhere, np.nan, np.array([p.longitude for p in places])[at]),
        "latitude": np.where(nowhere, np.nan, np.array([p.latitude for p in places])[at]),
        "geo_radius_km": np.array([p.radius_km or np.nan for p in places])[at],
    }
    for column, field in (
        ("location", "name"), ("place_id", "id"), ("admin1_id", "admin1_id"), ("iso3", "country"),
        ("country", "country_name"), ("precision", "precision"), ("disputed", "disputed"),
    ):  # fmt: skip
        made[column] = _category([getattr(p, field) for p in places], at, nowhere)
    made["date_end"] = made["event_date"]
    table = pd.DataFrame(made)
    for name, dtype in COLUMNS.items():
        if name not in table:
            table[name] = pd.Series(None, index=table.index, dtype=dtype)
    return gpd.GeoDataFrame(table, geometry=[None] * n, crs="EPSG:4326")


def _category(values: list[str | None], at: np.ndarray, nowhere: np.ndarray) -> object:
    import pandas as pd

    codes, names = pd.factorize(np.array(values, dtype=object))
    return pd.Categorical.from_codes(np.where(nowhere, -1, codes[at]), names)
