"""Choose the place each toponym means, keep the others and the reasons.

    mentions ─▶ groups ─▶ table of candidates ─▶ passes of scoring ─▶ Toponym

The score of a candidate is a weighted sum of named features (``resolve_features``); the weights
are in ``data/ontology/toponyms/resolve.toml``. Context features look at what the *other* names of
the article probably mean, so scoring is repeated until the places agree with each other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from geo.errors import OntologyError
from geo.resources import data_path
from geo.toponyms.recognize import Mention
from geo.toponyms.resolve_blocks import FEATURES, OWN, Blocks, Floats
from geo.toponyms.resolve_features import Table, softmax, tabulate, with_context
from geo.toponyms.resolve_groups import Group, containers, group, shorten
from geo.toponyms.resolve_signs import Signs
from geo.toponyms.sphere import distance_km

_FILE = ("ontology", "toponyms", "resolve.toml")
#: Passes over the context; the choices no longer change after the third in 99 of 100 articles.
PASSES = 3


@dataclass(slots=True)
class Resolution:
    """What became of the groups of an article."""

    groups: list[Group]
    inside: dict[int, int]
    weights: Floats
    table: Table | None
    features: Floats
    scores: Floats
    probability: Floats


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
            table = tomllib.loads(path.read_text(encoding="utf-8"))["weights"]
            weights = {str(name): float(value) for name, value in table.items()}
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
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
        groups = group(mentions, inside, one_sense=one_sense)
        shorten(groups)
        if not groups:
            empty = np.zeros(0)
            none = np.zeros((0, len(FEATURES)))
            return Resolution([], inside, self.weights, None, none, empty, empty)
        types = [asked_types(text, mentions, one) for one in groups]
        line = frozenset(
            i for i, one in enumerate(groups) if mentions[one.mentions[0]].end <= dateline_end
        )
        table = tabulate(groups, mentions, types, signs, self._blocks, home=home, dateline=line)
        features, scores, probability = self.score(table)
        if prefer_towns(groups, table, types, scores):
            probability = softmax(table, scores)
        return Resolution(groups, inside, self.weights, table, features, scores, probability)

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
#: Farther apart (New York) they are two answers, and the scores decide between them.
_SAME_SPOT_KM = 161.0
_UNITS = frozenset({"admin1", "admin2"})


def prefer_towns(
    groups: Sequence[Group], table: Table, types: Sequence[frozenset[str]], scores: Floats
) -> bool:
    """Of a region and the chief town it is named after, take the town, unless a region is asked for.

    "Kabul" alone is the city; "Kabul province" is not. Changes ``scores`` in place; True if it did.
    """
    changed = False
    for number, (one, wanted) in enumerate(zip(groups, types, strict=True)):
        if wanted & _UNITS:
            continue
        first = int(table.first[number])
        rows = range(first, first + len(one.matches))
        best = max(rows, key=lambda row: (scores[row], -row))
        region = table.places[best]
        if region.kind not in _UNITS:
            continue
        for row in rows:
            town = table.places[row]
            if (
                town.kind == "city"
                and town.country == region.country
                and one.matches[row - first].kind in {"primary", one.matches[best - first].kind}
                and town.population >= _NAMESAKE * max(1, region.population)
                and distance_km(town.latitude, town.longitude, region.latitude, region.longitude)
                <= _SAME_SPOT_KM
            ):
                scores[row] = scores[best] + _STEP
                changed = True
                break
    return changed


_TYPE_WORDS: dict[str, frozenset[str]] = {
    "county": frozenset({"admin2", "admin1"}),
    "parish": frozenset({"admin2", "admin1"}),
    "district": frozenset({"admin2", "admin1"}),
    "province": frozenset({"admin1", "admin2"}),
    "region": frozenset({"admin1", "region", "admin2"}),
    "oblast": frozenset({"admin1"}),
    "governorate": frozenset({"admin1"}),
    "prefecture": frozenset({"admin1", "admin2"}),
    "state": frozenset({"admin1"}),
    "city": frozenset({"city"}),
    "town": frozenset({"city"}),
    "village": frozenset({"city"}),
    "suburb": frozenset({"city"}),
    "airport": frozenset({"city", "poi"}),
    "river": frozenset({"physical"}),
    "lake": frozenset({"physical"}),
    "island": frozenset({"physical", "region", "admin1", "city", "country"}),
}
_BEFORE, _AFTER = 24, 16


def asked_types(text: str, mentions: Sequence[Mention], one: Group) -> frozenset[str]:
    """The kinds of place that the words beside a group's mentions ask for, if any."""
    for index in one.mentions:
        mention = mentions[index]
        after = text[mention.end : mention.end + _AFTER].split()[:1]
        before = text[max(0, mention.start - _BEFORE) : mention.start].split()[-2:]
        printed = mention.text.split()[-1:]
        for word in (*printed, *after):
            wanted = _TYPE_WORDS.get(word.strip(".,;:'’").lower())
            if wanted and (word is not printed[0] or len(mention.text.split()) > 1):
                return wanted
        if len(before) == 2 and before[1] == "of":  # noqa: PLR2004 ("city of")
            wanted = _TYPE_WORDS.get(before[0].lower())
            if wanted:
                return wanted
    return frozenset()
