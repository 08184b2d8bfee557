"""A frame of made-up events of any size, shaped like real ones: for bench/scale.py.

Places are the gazetteer's own; towns and actors are drawn with a weight that falls with their
rank, as news does. One event in four is known no finer than its region or country, one in fifty
not at all. Every event has a sentence of its own, and three events share an article, so that the
memory that a million of them take is that of a real archive.

    python bench/made_events.py 1000000 events.parquet
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.model import Place

#: Type -> share in hundredths, a verb, its ACLED type.
TYPES: dict[str, tuple[int, str, str | None]] = {
    "PROTEST": (22, "marched against", "Protests"),
    "ASSAULT": (18, "attacked", "Battles"),
    "COERCE": (14, "arrested members of", "Strategic developments"),
    "CONSULT": (12, "met", None),
    "ACCUSE": (9, "blamed", None),
    "AGREE": (7, "signed a deal with", "Strategic developments"),
    "MOBILIZE": (5, "sent troops against", None),
    "SANCTION": (4, "imposed sanctions on", None),
    "AID": (3, "sent aid to", None),
    "REQUEST": (3, "called on", None),
    "THREATEN": (2, "threatened", None),
    "RETREAT": (1, "withdrew before", None),
}
ACTORS = 5_000
SOURCES = 300
TOWNS = 20_000
EVENTS_AN_ARTICLE = 3


def _falling(n: int) -> NDArray[np.float64]:
    weights = 1 / np.arange(10, 10 + n) ** 0.9
    return np.asarray(weights / weights.sum())


def _places() -> tuple[list[Place], NDArray[np.float64]]:
    """Towns, regions and countries, and how often each is told of."""
    from geo.toponyms.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    every = map(gazetteer.place, range(2 * TOWNS))  # they ascend with falling importance
    kinds: dict[str, list[Place]] = {"city": [], "admin1": [], "country": []}
    for place in every:
        if place.kind in kinds:
            kinds[place.kind].append(place)
    towns = sorted(kinds["city"], key=lambda p: -p.population)[:TOWNS]
    shares = ((towns, 0.75), (kinds["admin1"], 0.13), (kinds["country"], 0.12))
    weights = [share * _falling(len(places)) for places, share in shares]
    return [p for places, _ in shares for p in places], np.concatenate(weights)


def made_events(n: int, *, seed: int = 11) -> gpd.GeoDataFrame:
    """``n`` events in the columns of ``geo.frame``, newest last, in some seconds a million."""
    import geopandas as gpd
    import pandas as pd

    from geo.frame import COLUMNS

    rng = np.random.default_rng(seed)
    made = _acts(n, rng)
    made |= _where(n, rng)
    made |= _told(n, rng, made)
    table = pd.DataFrame(
        {
            name: made[name] if name in made else pd.Series(None, index=range(n), dtype=dtype)
            for name, dtype in COLUMNS.items()
        }
    )
    points = gpd.points_from_xy(table["longitude"], table["latitude"])
    geometry = gpd.GeoSeries(points, crs="EPSG:4326").where(table["latitude"].notna(), None)
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")


def _acts(n: int, rng: np.random.Generator) -> dict[str, Any]:
    """Who did what to whom, when, with how many dead."""
    import pandas as pd

    from geo.model import QUAD_CLASS

    weights = np.array([share for share, _, _ in TYPES.values()], dtype=float)
    kind = rng.choice(len(TYPES), n, p=weights / weights.sum())
    day = np.datetime64("2015-01-01", "s") + np.sort(rng.integers(0, 3650, n)) * 86_400
    dead = pd.array(rng.integers(1, 40, n), dtype="Int64")
    dead[(kind != list(TYPES).index("ASSAULT")) | (rng.random(n) > 0.3)] = pd.NA
    names = [f"Actor {i} of the made-up world" for i in range(ACTORS)]
    second = rng.choice(ACTORS, n, p=_falling(ACTORS))
    second[rng.random(n) < 0.4] = -1
    status = np.where(rng.random(n) < 0.1, 1, 0)
    return {
        "event_id": pd.array(np.char.mod("%016x", rng.permutation(n)), dtype="str"),
        "event_date": day,
        "date_end": day,
        "time_precision": pd.array(np.ones(n), dtype="Int8"),
        "date_basis": pd.Categorical.from_codes(np.zeros(n, dtype=int), ["stated"]),
        "event_type": pd.Categorical.from_codes(kind, list(TYPES)),
        "quad_class": pd.array(np.array([QUAD_CLASS[t] for t in TYPES])[kind], dtype="Int8"),
        "acled_event_type": _category([acled for _, _, acled in TYPES.values()], kind),
        "actor1": pd.Categorical.from_codes(rng.choice(ACTORS, n, p=_falling(ACTORS)), names),
        "actor1_sector": pd.Categorical.from_codes(
            rng.integers(0, 5, n), ["GOV", "MIL", "COP", "CVL", "OPP"]
        ),
        "actor2": pd.Categorical.from_codes(second, names),
        "fatalities_low": dead,
        "fatalities_high": dead,
        "confidence": rng.random(n).round(3),
        "review_status": pd.Categorical.from_codes(status, ["unreviewed", "needs review"]),
        "trigger": _category([verb.split()[0] for _, verb, _ in TYPES.values()], kind),
        "trigger_start": pd.array(rng.integers(0, 2000, n), dtype="Int64"),
    }


def _where(n: int, rng: np.random.Generator) -> dict[str, Any]:
    """A place of the gazetteer for each event, in all columns that tell of it."""
    import pandas as pd

    places, weights = _places()
    at = rng.choice(len(places), n, p=weights)
    nowhere = rng.random(n) < 0.02
    at[nowhere] = len(places)
    made: dict[str, Any] = {}
    for column, field in (("longitude", "longitude"), ("latitude", "latitude"),
                          ("geo_radius_km", "radius_km")):  # fmt: skip
        found = [getattr(p, field) for p in places]
        made[column] = np.array([np.nan if v is None else v for v in [*found, None]])[at]
    for column, field in (
        ("location", "name"), ("place_id", "id"), ("admin1_id", "admin1_id"), ("iso3", "country"),
        ("country", "country_name"), ("precision", "precision"), ("disputed", "disputed"),
        ("admin1", "admin1"), ("place_kind", "kind"),
    ):  # fmt: skip
        none = "none" if column == "precision" else None
        made[column] = _category([*(getattr(p, field) for p in places), none], at)
    for column, dtype in (("geo_precision", "Int8"), ("geonameid", "Int64")):
        every = pd.array([*(getattr(p, column) for p in places), pd.NA], dtype=dtype)
        made[column] = every.take(at)
    made["pin_score"] = np.where(nowhere, np.nan, rng.random(n).round(2))
    made["geo_score"] = np.where(nowhere, np.nan, rng.random(n).round(2))
    reasons = ["named in the sentence", "named in the sentence before", "the dateline"]
    made["geo_reason"] = pd.array(np.array(reasons)[rng.integers(0, 3, n)], dtype="str")
    return made


def _told(n: int, rng: np.random.Generator, made: dict[str, Any]) -> dict[str, Any]:
    """The sentence of each event, and the article it stands in."""
    import pandas as pd
    import pyarrow as pa
    from pyarrow import compute as pc

    def words(column: Any) -> Any:  # noqa: ANN401
        names = pa.array([*column.categories, "others"], type=pa.string())
        return names.take(pa.array(column.codes % len(names)))

    verbs = pa.array([v for _, v, _ in TYPES.values()]).take(pa.array(made["event_type"].codes))
    number = pc.cast(pa.array(rng.integers(2, 5_000, n)), pa.string())
    evidence = pc.binary_join_element_wise(
        words(made["actor1"]), pc.cast(verbs, pa.string()), words(made["actor2"]), "in",
        words(made["location"]), "on that day,", number, "people who had seen it told reporters.",
        " ",
    )  # fmt: skip
    article = np.arange(n) // EVENTS_AN_ARTICLE
    articles = article[-1] + 1 if n else 0
    source = rng.integers(0, SOURCES, articles)
    sources = [f"The Made-up Paper of town {i}" for i in range(SOURCES)]

    def numbered(form: str) -> Any:  # noqa: ANN401
        names = np.char.mod(form, np.arange(articles))
        return pd.Categorical.from_codes(article, pd.Index(names, dtype="str"))

    told: dict[str, Any] = {
        "evidence": pd.array(evidence, dtype="str"),
        "evidence_start": made["trigger_start"],
        "article_id": numbered("%016x"),
        "title": numbered("A made-up headline of some length, number %d"),
        "url": numbered("https://news.example/world/2020/made-up-story-%d"),
        "published": made["event_date"] + np.timedelta64(1, "D"),
        "language": pd.Categorical.from_codes(np.zeros(n, dtype=int), ["en"]),
        "n_sources": pd.array(np.ones(n), dtype="Int64"),
    }
    for column in ("source", "sources"):
        told[column] = pd.Categorical.from_codes(source[article], sources)
    return told


def _category(values: list[str | None], at: NDArray[Any]) -> Any:  # noqa: ANN401
    import pandas as pd

    codes, names = pd.factorize(np.array(values, dtype=object))
    return pd.Categorical.from_codes(codes[at], names)


def write(n: int, path: Path) -> None:
    """The events as the GeoParquet file that the app opens."""
    from geo.exports.tables import to_geoparquet

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_geoparquet(made_events(n)))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
