"""Choose the place each toponym means, keep the others and the reasons.

    mentions ─▶ groups ─▶ table of candidates ─▶ passes of scoring ─▶ Toponym

The score of a candidate is a weighted sum of named features (``resolve_features``); the weights
are in ``data/ontology/toponyms/resolve.toml``. Context features look at what the *other* names of
the article probably mean, so scoring is repeated until the places agree with each other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from geo import grammar
from geo.errors import OntologyError
from geo.model import Place
from geo.resources import data_path, read_toml
from geo.toponyms.recognition.recognize import Mention
from geo.toponyms.resolution.blocks import FEATURES, OWN, Blocks, Floats
from geo.toponyms.resolution.features import Table, softmax, tabulate, with_context
from geo.toponyms.resolution.groups import (
    Group,
    among_regions,
    containers,
    group,
    shorten,
    without_entry,
)
from geo.toponyms.resolution.signs import Signs
from geo.toponyms.sphere import distance_km

_FILE = ("ontology", "toponyms", "resolve.toml")
#: Passes over the context; the choices no longer change after the third in 99 of 100 articles.
PASSES = 3


@dataclass(slots=True)
class Resolution:
    """What became of the groups of an article.

    ``units`` are the mentions that mean the unit round the town that their group means, and its row
    of the table: "Donetsk region" in a story about Donetsk.
    """

    groups: list[Group]
    inside: dict[int, int]
    weights: Floats
    table: Table | None
    features: Floats
    scores: Floats
    probability: Floats
    units: dict[int, int] = field(default_factory=dict)


class Resolver:
    """Scores the candidates of an article's mentions."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = np.array([weights[name] for name in FEATURES])
        self._blocks = Blocks()

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Resolver:
        """Read the weights.

        Raises
        ------
        OntologyError
            A feature has no weight, or an unknown one has.
        """
        path = data_path(*_FILE, override=data_dir)
        try:
            table = read_toml(path)["weights"]
            weights = {str(name): float(value) for name, value in table.items()}
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{path}: {error}. Every entry of [weights] must be a number."
            raise OntologyError(msg) from error
        if set(weights) != set(FEATURES):
            odd = ", ".join(sorted(set(weights) ^ set(FEATURES)))
            msg = f"{path}: weights missing or unknown: {odd}. Restore the file from the release."
            raise OntologyError(msg)
        return cls(weights)

    def resolve(
        self,
        text: str,
        mentions: Sequence[Mention],
        signs: Signs,
        *,
        one_sense: bool = True,
        home: str | None = None,
        dateline_end: int = 0,
    ) -> Resolution:
        """Score every candidate of every mention.

        Parameters
        ----------
        text
            The article's text.
        mentions
            In text order.
        signs
            What the article's words say about where it is from.
        one_sense
            One meaning per name and article.
        home
            ISO3 code of the source's home country.
        dateline_end
            Offset at which the dateline ends; 0 without one.
        """
        inside = containers(text, mentions)
        groups = []
        for one in group(mentions, inside, one_sense=one_sense):
            if without_entry(text, one, mentions):
                inside.update(dict.fromkeys(one.mentions, one.containers[0]))
            else:
                groups.append(one)
        shorten(groups)
        if not groups:
            empty = np.zeros(0)
            none = np.zeros((0, len(FEATURES)))
            return Resolution([], inside, self.weights, None, none, empty, empty)
        holders = frozenset(inside.values())
        types = [
            asked_types(text, mentions, one)
            or (_AREAS if holders.issuperset(one.mentions) else frozenset())
            for one in groups
        ]
        line = frozenset(
            i for i, one in enumerate(groups) if mentions[one.mentions[0]].end <= dateline_end
        )
        table = tabulate(groups, mentions, types, signs, self._blocks, home=home, dateline=line)
        features, scores, probability = self.score(table)
        reach = [
            town_reach(text, mentions, one, wanted, inside)
            for one, wanted in zip(groups, types, strict=True)
        ]
        if prefer_towns(groups, table, features, scores, reach):
            probability = softmax(table, scores)
        units = units_meant(text, mentions, groups, table, scores)
        return Resolution(groups, inside, self.weights, table, features, scores, probability, units)

    def score(self, table: Table) -> tuple[Floats, Floats, Floats]:
        """Run the passes: features, scores and probability of every row."""
        own = len(OWN)
        scores = table.own[:, :own] @ self.weights[:own]
        probability = softmax(table, scores)
        features = table.own
        for _ in range(PASSES):
            features = with_context(table, probability)
            scores = features @ self.weights
            probability = softmax(table, scores)
        return features, scores, probability


#: A town of this share of its region's inhabitants gives the region its name, not the reverse
#: (Idlib .09, Kandahar .5; but Québec city .06, and a hamlet called Sinaloa .002).
_NAMESAKE = 0.08
_STEP = 0.01
#: Farther apart (New York, Washington) they are two answers.
_SAME_SPOT_KM = 161.0
_UNITS = frozenset({"admin1", "admin2"})
_CONTAINS = FEATURES.index("contains others")
#: So much of another name of the article in the region, and the region may be meant.
_HOLDS = 0.5
#: A town whose score is so much lower is not the one that is meant: in an article that names another
#: country, and in a local one.
_FAR_BEHIND, _LOCAL_BEHIND = 3.0, 0.8


def town_reach(
    text: str,
    mentions: Sequence[Mention],
    one: Group,
    wanted: frozenset[str],
    inside: Mapping[int, int],
) -> float:
    """How far from a region's point the town of its name may lie to be taken for it, km.

    0 where the words ask for a region ("Kabul province", "Buffalo, New York"); any distance where a
    mention says where something is ("talks in Washington").
    """
    if wanted & _UNITS or among_regions(text, mentions, one, inside):
        return 0.0
    literal = any(mentions[index].role == "literal" for index in one.mentions)
    return math.inf if literal else _SAME_SPOT_KM


def prefer_towns(
    groups: Sequence[Group],
    table: Table,
    features: Floats,
    scores: Floats,
    reach: Sequence[float],
) -> bool:
    """Of a region and the chief town of its name take the town within ``reach`` of the region.

    "Kabul" alone is the city. Where the two lie far apart (Washington), the town must be the best
    known of the name, not be far behind, and the article name no place of the region.
    Changes ``scores`` in place; True if it did.
    """
    changed = False
    ends = [*table.first[1:].tolist(), len(table)]
    best_rows = [
        start + int(np.argmax(scores[start:end]))
        for start, end in zip(table.first.tolist(), ends, strict=True)
    ]
    leaders = [table.places[row] for row in best_rows]
    for number, (one, limit) in enumerate(zip(groups, reach, strict=True)):
        first = int(table.first[number])
        region, best = leaders[number], best_rows[number]
        if not limit or region.kind not in _UNITS:
            continue
        worldly = any(place.country not in {region.country, None} for place in leaders)
        behind = _FAR_BEHIND if worldly else _LOCAL_BEHIND
        own = {"primary", one.matches[best - first].kind}
        alone = features[best, _CONTAINS] < _HOLDS
        for row in range(first, first + len(one.matches)):
            town = table.places[row]
            rival = alone and row == first and scores[best] - scores[row] < behind
            if (
                town.kind == "city"
                and town.country == region.country
                and one.matches[row - first].kind in own
                and town.population >= _NAMESAKE * max(1, region.population)
                and _apart_km(town, region) <= (limit if rival else _SAME_SPOT_KM)
            ):
                scores[row] = scores[best] + _STEP
                changed = True
                break
    return changed


def units_meant(
    text: str, mentions: Sequence[Mention], groups: Sequence[Group], table: Table, scores: Floats
) -> dict[int, int]:
    """Rows of the units that mentions ask for by a word of their own, where their group means the town.

    One name means one place, but "shells fell on Donetsk and in the Donetsk region" names two.
    """
    found: dict[int, int] = {}
    for one, first in zip(groups, table.first.tolist(), strict=True):
        rows = range(first, first + len(one.matches))
        if not any(table.places[row].kind in _UNITS for row in rows):
            continue
        asking = {i: kinds for i in one.mentions if (kinds := _unit_asked(text, mentions[i]))}
        if not asking:
            continue
        town = table.places[max(rows, key=lambda row: float(scores[row]))]
        if town.kind != "city":
            continue
        around = [
            row
            for row in rows
            if (unit := table.places[row]).kind in _UNITS
            and unit.country == town.country
            and (unit.id == town.region_id or _apart_km(town, unit) <= _SAME_SPOT_KM)
        ]
        for index, kinds in asking.items():
            fit = [row for row in around if table.places[row].kind in kinds]
            if fit:
                found[index] = max(fit, key=lambda row: float(scores[row]))
    return found


def _unit_asked(text: str, mention: Mention) -> frozenset[str]:
    """The kinds of unit that a word right beside a name says it is: "X region", "province of X"."""
    after, before = _words_beside(text, mention)
    for word in (*after, *before):
        if word in _UNIT_NOUNS:
            return _TYPE_WORDS[word] & _UNITS
    return frozenset()


def _apart_km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)


_TYPE_WORDS = {
    word: frozenset(kinds.split())
    for word, kinds in grammar.pairs("toponyms.resolution.kinds").items()
}
#: Those of them that are units themselves ("governor" is not). In capitals they may begin another name.
_UNIT_NOUNS = grammar.words("toponyms.gazetteer.units").intersection(_TYPE_WORDS)
#: What a name printed behind another ("Bronx, New York") stands for.
_AREAS = frozenset({"admin1", "admin2", "country", "region", "continent"})
_BEFORE, _AFTER = 24, 16
_MARKS = ".,;:'’"


def asked_types(text: str, mentions: Sequence[Mention], one: Group) -> frozenset[str]:
    """The kinds of place that the words beside a group's mentions ask for, if any."""
    for index in one.mentions:
        mention = mentions[index]
        after, before = _words_beside(text, mention)
        # the name that is looked up may end in the unit of the whole list ("X, Y and Z counties")
        endings = [name.split()[-1] for name in (mention.text, mention.name) if " " in name]
        for word in (*(ending.strip(_MARKS) for ending in endings), *after, *before):
            wanted = _TYPE_WORDS.get(word.lower())
            if wanted:
                return wanted
    return frozenset()


def _words_beside(text: str, mention: Mention) -> tuple[list[str], list[str]]:
    """The word right behind a name, and the word that it is "of" ("city of X"); none, or one each."""
    after = text[mention.end : mention.end + _AFTER].split()[:1]
    before = text[max(0, mention.start - _BEFORE) : mention.start].split()[-2:]
    led = len(before) == 2 and before[1] == "of"  # noqa: PLR2004
    return [word.strip(_MARKS) for word in after], before[:1] if led else []
