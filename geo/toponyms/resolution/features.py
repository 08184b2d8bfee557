"""Candidates of an article as one table, and the features that speak for each.

A row is a candidate of a group. Features that need no other group are in `own`;
those that depend on what the other groups mean (`context`) are computed from the present
probabilities of all rows, so that a few passes let the article's places agree with each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import Place
from geo.toponyms.recognition.recognize import Mention
from geo.toponyms.resolution.blocks import COLUMN, COUNTRY, REGION, SPOT, Blocks, Floats, Ints
from geo.toponyms.resolution.groups import Group, may_contain
from geo.toponyms.resolution.signs import Signs
from geo.toponyms.sphere import EARTH_KM

_SPEAKS, _CAPITAL, _HOME = COLUMN["capital that speaks"], COLUMN["capital"], COLUMN["home country"]
_AGREES, _DIFFERS = COLUMN["type agrees"], COLUMN["type differs"]
_OF_COUNTRY, _OF_REGION = COLUMN["signs of its country"], COLUMN["signs of its region"]
_INSIDE = COLUMN["inside the place printed behind it"]
_NOT_INSIDE = COLUMN["not inside it"]
#: What the other groups say: of each relation between rows its column, what it is multiplied with
#: (a group's say, or the bare probability), and the most it counts.
_BY_SAY = slice(COLUMN["same country as others"], COLUMN["near others"] + 1)
_MOST_BY_SAY = np.array([[math.inf], [math.inf], [2.0]])
_BY_CHANCE = slice(COLUMN["country is named"], COLUMN["same dateline"] + 1)
_MOST_BY_CHANCE = np.array([[1.0], [1.0], [2.0], [1.0]])
_NEAREST = COLUMN["nearest other"]
#: Distance at which nearness has fallen to 1/e, km.
NEAR_KM = 150.0


@dataclass(slots=True)
class Table:
    """All candidates of an article; arrays run in step, ``owner`` is the number of the group.

    ``weight`` is what a row's group has to say to the others, ``others`` what they have to say to it
    (once for each of the relations ``by_say``). ``by_say`` and ``by_chance`` hold a square matrix for
    each relation that a row (down) may have to one of another group (across).
    """

    places: list[Place]
    owner: Ints
    first: Ints
    own: Floats
    xyz: Floats
    weight: Floats
    others: Floats
    by_say: Floats
    by_chance: Floats

    def __len__(self) -> int:
        return len(self.places)


def tabulate(
    groups: Sequence[Group],
    mentions: Sequence[Mention],
    types: Sequence[frozenset[str]],
    signs: Signs,
    blocks: Blocks,
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
    blocks
        What is known of each name's candidates.
    home
        ISO3 code of the source's home country.
    dateline
        Numbers of the groups that the dateline names.
    """
    made = [blocks.of(one.matches) for one in groups]
    counts = [len(block.places) for block in made]
    owner = np.repeat(np.arange(len(groups)), counts)
    first = np.cumsum([0, *counts[:-1]])
    own = np.concatenate([block.own for block in made])
    codes = np.concatenate([block.codes for block in made])
    for one, wanted, block, start in zip(groups, types, made, first.tolist(), strict=True):
        _add_words(own[start : start + len(block.places)], one, block.places, mentions, wanted)
    if home is not None:
        own[codes[:, 0] == blocks.code(home), _HOME] = 1.0
    for country, strength in signs.countries.items():
        own[codes[:, 0] == blocks.code(country), _OF_COUNTRY] = strength
    for region, strength in signs.regions.items():
        own[codes[:, 1] == blocks.code(region), _OF_REGION] = strength
    xyz = np.concatenate([block.xyz for block in made])
    line = np.array([float(number in dateline) for number in range(len(groups))])[owner]
    by_say, by_chance = _related(xyz, codes, owner, line)
    weights = [min(3.0, 1 + math.log(len(one.mentions))) for one in groups]
    weight = np.array(weights)[owner]
    others = sum(weights) - weight + 1.0
    return Table(
        places=[place for block in made for place in block.places],
        owner=owner,
        first=first,
        own=own,
        xyz=xyz,
        weight=weight,
        others=np.stack((others, others, np.sqrt(others))),
        by_say=by_say,
        by_chance=by_chance,
    )


def _add_words(
    own: Floats,
    one: Group,
    places: Sequence[Place],
    mentions: Sequence[Mention],
    wanted: frozenset[str],
) -> None:
    """What the words beside a group's mentions say about each of its candidates, put into ``own``."""
    if any(mentions[i].role == "metonym" for i in one.mentions):
        own[:, _SPEAKS] = own[:, _CAPITAL]
    outer = [mentions[i] for i in one.containers]
    for row, place in enumerate(places) if wanted or outer else ():
        if wanted:
            own[row, _AGREES if place.kind in wanted else _DIFFERS] = 1.0
        if outer:
            share = sum(may_contain(o, place) for o in outer) / len(outer)
            own[row, _INSIDE], own[row, _NOT_INSIDE] = share, 1 - share


def _related(xyz: Floats, codes: Ints, owner: Ints, dateline: Floats) -> tuple[Floats, Floats]:
    """The relations between candidates of different groups, as two stacks of matrices."""
    country, region, level = codes.T
    others = owner[:, None] != owner
    in_country = others & (country[:, None] == country) & (country >= 0)
    in_region = others & (region[:, None] == region) & (region >= 0)
    spot, is_region, is_country = level == SPOT, level == REGION, level == COUNTRY
    no_country = ~is_country
    km = EARTH_KM * np.arccos(np.minimum(np.maximum(xyz @ xyz.T, -1), 1))
    near = np.exp(km / -NEAR_KM) * (others & (spot | is_region))
    inside = (in_country & is_country[:, None] & no_country) | (
        in_region & is_region[:, None] & spot
    )
    names_country = in_country & is_country & no_country[:, None]
    names_region = in_region & is_region & ~is_region[:, None]
    by_say = np.stack((in_country, in_region & no_country, near))
    return by_say, np.stack((names_country, names_region, inside, near * dateline))


def with_context(table: Table, probability: Floats) -> Floats:
    """The full feature matrix, given the present probability of each candidate."""
    features = table.own.copy()
    said = table.by_say @ (probability * table.weight) / table.others
    features[:, _BY_SAY] = np.minimum(_MOST_BY_SAY, said).T
    features[:, _BY_CHANCE] = np.minimum(_MOST_BY_CHANCE, table.by_chance @ probability).T
    features[:, _NEAREST] = (table.by_say[2] * probability).max(axis=1, initial=0.0)
    return features


def softmax(table: Table, scores: Floats) -> Floats:
    """Probabilities within each group."""
    top = np.maximum.reduceat(scores, table.first)
    powers = np.exp(scores - top[table.owner])
    return powers / np.add.reduceat(powers, table.first)[table.owner]
