"""Candidates of an article as one table, and the features that speak for each.

A row is a candidate of a group. Features that need no other group are computed once (`own`);
those that depend on what the other groups mean (`context`) are computed from the present
probabilities of all rows, so that a few passes let the article's places agree with each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.model import Place
from geo.toponyms.recognize import Mention
from geo.toponyms.resolve_groups import Group
from geo.toponyms.resolve_signs import Signs

Floats = NDArray[np.float64]

OWN = (
    "population", "no population", "country", "admin1", "admin2", "city", "region", "physical",
    "site", "alternate name", "historic name", "derived name", "most important", "capital", "capital that speaks", "type agrees",
    "type differs", "inside the place printed behind it", "not inside it", "home country",
    "signs of its country", "signs of its region",
)  # fmt: skip
CONTEXT = (
    "same country as others", "same region as others", "near others", "nearest other",
    "country is named", "region is named", "contains others", "same dateline",
)  # fmt: skip
FEATURES = OWN + CONTEXT
_COLUMN = {name: i for i, name in enumerate(FEATURES)}
_KIND_FEATURE = {
    "country": "country", "continent": "region", "region": "region", "admin1": "admin1",
    "admin2": "admin2", "city": "city", "physical": "physical", "poi": "site",
}  # fmt: skip
_NAME_FEATURE = {
    "alternate": "alternate name", "historic": "historic name", "derived": "derived name",
    "skeleton": "derived name",
}  # fmt: skip
_POPULATION, _NO_POPULATION = _COLUMN["population"], _COLUMN["no population"]
_MOST, _CAPITAL = _COLUMN["most important"], _COLUMN["capital"]
_AGREES, _DIFFERS = _COLUMN["type agrees"], _COLUMN["type differs"]
_SPEAKS, _HOME = _COLUMN["capital that speaks"], _COLUMN["home country"]
_OF_COUNTRY, _OF_REGION = _COLUMN["signs of its country"], _COLUMN["signs of its region"]
_INSIDE = _COLUMN["inside the place printed behind it"]
_NOT_INSIDE = _COLUMN["not inside it"]
#: Distance at which nearness has fallen to 1/e, km.
NEAR_KM = 150.0
_EARTH_KM = 6371.0088


@dataclass(slots=True)
class Table:
    """All candidates of an article; arrays run in step, ``owner`` is the number of the group."""

    places: list[Place]
    owner: NDArray[np.int64]
    first: NDArray[np.int64]
    own: Floats
    weight: Floats
    near: Floats
    same_country: Floats
    same_region: Floats
    names_country: Floats
    names_region: Floats
    inside: Floats
    dateline: Floats

    def __len__(self) -> int:
        return len(self.places)


def tabulate(
    groups: Sequence[Group],
    mentions: Sequence[Mention],
    types: Sequence[frozenset[str]],
    signs: Signs,
    *,
    home: str | None = None,
    dateline: frozenset[int] = frozenset(),
) -> Table:
    """Build the table of an article.

    Parameters
    ----------
    groups
        With at least one candidate each.
    mentions
        The article's mentions.
    types
        For each group the kinds that the words beside it ask for ("town of X"), may be empty.
    signs
        What the article's words say about where it is from.
    home
        ISO3 code of the source's home country.
    dateline
        Numbers of the groups that the dateline names.
    """
    places = [place for one in groups for place in one.places]
    owner = np.repeat(np.arange(len(groups)), [len(one.matches) for one in groups])
    first = np.concatenate(([0], np.cumsum([len(one.matches) for one in groups])[:-1]))
    rows: list[list[float]] = []
    for one, wanted in zip(groups, types, strict=True):
        outer = [mentions[i] for i in one.containers]
        speaks = any(mentions[i].role == "metonym" for i in one.mentions)
        for rank, match in enumerate(one.matches):
            place = match.place
            row = _own(place, match.kind, rank, wanted)
            row[_SPEAKS] = float(speaks and place.feature_code == "PPLC")
            row[_HOME] = float(home is not None and place.country == home)
            row[_OF_COUNTRY] = signs.of_country(place)
            row[_OF_REGION] = signs.of_region(place)
            if outer:
                share = sum(_may_contain(o, place) for o in outer) / len(outer)
                row[_INSIDE], row[_NOT_INSIDE] = share, 1 - share
            rows.append(row)
    own = np.array(rows)
    weight = np.array([min(3.0, 1 + math.log(len(one.mentions))) for one in groups])
    return _related(places, owner, first, own, weight, dateline)


def _own(place: Place, kind: str, rank: int, wanted: frozenset[str]) -> list[float]:
    """Features of a candidate that need nothing but itself, its name and the words beside it."""
    row = [0.0] * len(FEATURES)
    row[_POPULATION] = math.log10(place.population + 1) / 6
    row[_NO_POPULATION] = float(place.population == 0)
    row[_COLUMN[_KIND_FEATURE[place.kind]]] = 1.0
    if kind in _NAME_FEATURE:
        row[_COLUMN[_NAME_FEATURE[kind]]] = 1.0
    row[_MOST] = float(rank == 0)
    row[_CAPITAL] = float(place.feature_code == "PPLC")
    if wanted:
        row[_AGREES if place.kind in wanted else _DIFFERS] = 1.0
    return row


def _may_contain(outer: Mention, place: Place) -> bool:
    """Whether a sense of the outer name contains the place by country, region or district."""
    if outer.info is None:
        return False
    for match in outer.info.matches[:10]:
        container = match.place
        if container.id == place.id:
            continue
        if container.kind == "country" and container.country == place.country:
            return True
        if container.kind == "admin1" and container.id == place.admin1_id:
            return True
        if container.kind == "admin2" and container.name == place.admin2:
            return container.admin1_id == place.admin1_id
    return False


def _related(
    places: list[Place],
    owner: NDArray[np.int64],
    first: NDArray[np.int64],
    own: Floats,
    weight: Floats,
    dateline: frozenset[int],
) -> Table:
    """The relations between candidates of different groups, as matrices."""
    latitude = np.radians([place.latitude for place in places])
    longitude = np.radians([place.longitude for place in places])
    xyz = np.stack(
        (
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        )
    )
    km = _EARTH_KM * np.arccos(np.clip(xyz.T @ xyz, -1, 1))
    others = (owner[:, None] != owner[None, :]).astype(np.float64)
    codes: dict[str | None, int] = {None: -1}
    country = np.array([codes.setdefault(p.country, len(codes)) for p in places])
    region = np.array(
        [codes.setdefault(p.id if p.kind == "admin1" else p.admin1_id, len(codes)) for p in places]
    )
    kinds = np.array([p.kind for p in places])
    point = np.isin(kinds, ("city", "poi", "admin2"))
    local = others * (point | (kinds == "admin1"))[None, :]
    same_country = others * ((country[:, None] == country[None, :]) & (country >= 0)[:, None])
    same_region = others * ((region[:, None] == region[None, :]) & (region >= 0)[:, None])
    is_country, is_region = kinds == "country", kinds == "admin1"
    return Table(
        places=places,
        owner=owner,
        first=first,
        own=own,
        weight=weight,
        near=np.exp(-km / NEAR_KM) * local,
        same_country=same_country,
        same_region=same_region * ~is_country[None, :],
        names_country=same_country * is_country[None, :] * ~is_country[:, None],
        names_region=same_region * is_region[None, :] * ~is_region[:, None],
        inside=same_country * is_country[:, None] * ~is_country[None, :]
        + same_region * is_region[:, None] * point[None, :],
        dateline=np.isin(owner, list(dateline)).astype(np.float64),
    )


def with_context(table: Table, probability: Floats) -> Floats:
    """The full feature matrix, given the present probability of each candidate."""
    features = table.own.copy()
    votes = probability * table.weight[table.owner]
    total = table.weight.sum() - table.weight[table.owner] + 1.0
    features[:, _COLUMN["same country as others"]] = table.same_country @ votes / total
    features[:, _COLUMN["same region as others"]] = table.same_region @ votes / total
    features[:, _COLUMN["near others"]] = np.minimum(2.0, table.near @ votes / np.sqrt(total))
    features[:, _COLUMN["nearest other"]] = (table.near * probability).max(axis=1, initial=0.0)
    features[:, _COLUMN["country is named"]] = np.minimum(1, table.names_country @ probability)
    features[:, _COLUMN["region is named"]] = np.minimum(1, table.names_region @ probability)
    features[:, _COLUMN["contains others"]] = np.minimum(2, table.inside @ probability)
    line = table.near * table.dateline[None, :]
    features[:, _COLUMN["same dateline"]] = np.minimum(1, line @ probability)
    return features


def softmax(table: Table, scores: Floats) -> Floats:
    """Probabilities within each group."""
    top = np.maximum.reduceat(scores, table.first)
    powers = np.exp(scores - top[table.owner])
    return powers / np.add.reduceat(powers, table.first)[table.owner]
