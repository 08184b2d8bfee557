"""Resolution -> Toponyms: the chosen place, how sure, and the reason in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from geo.model import Candidate, Place, Toponym
from geo.toponyms.recognition.recognize import Mention
from geo.toponyms.resolution.blocks import FEATURES, Floats
from geo.toponyms.resolution.context import place_by_context
from geo.toponyms.resolution.resolve import Resolution
from geo.toponyms.resolution.score import Calibration
from geo.toponyms.resolution.standing import Standing, standings

#: Candidates kept on a toponym.
TOP = 5
_TOLD = 3
_LEAST = 0.15
#: Feature -> what it says in a sentence about the chosen place.
_WORDS = {
    "population": "it is the more populous",
    "no population": "its size is not known",
    "country": "it is a country",
    "admin1": "it is a first-level region",
    "city": "it is a town",
    "region": "it is a world region",
    "physical": "it is a natural feature",
    "most important": "it is the best known of that name",
    "capital": "it is a capital",
    "capital that speaks": "its name stands for a government here, and it is a capital",
    "extent": "it is a great natural feature or region",
    "type agrees": "the words beside the name ask for this kind of place",
    "inside the place printed behind it": "it lies in the place printed behind it",
    "signs of its country": "words of the article point to its country",
    "signs of its region": "telephone numbers of the article point to its region",
    "home country": "it is in the source's home country",
    "same country as others": "other places of the article are in the same country",
    "same region as others": "other places of the article are in the same region",
    "near others": "it is near other places of the article",
    "nearest other": "another place of the article is close by",
    "country is named": "the article names its country",
    "region is named": "the article names its region",
    "contains others": "other places of the article lie in it",
    "same dateline": "it is near the place of the dateline",
}


def toponyms(
    mentions: Sequence[Mention],
    starts: Sequence[int],
    resolution: Resolution,
    calibration: Calibration,
) -> tuple[Toponym, ...]:
    """One Toponym for each mention, in text order; ``starts`` are those of the sentences."""
    chosen = _chosen(mentions, resolution, calibration)
    found = dict(chosen)
    for index, mention in enumerate(mentions):
        if index not in chosen:
            place = place_by_context(index, mentions, chosen, starts, resolution.inside)
            found[index] = _without_entry(mention, place, calibration)
    return tuple(found[index] for index in range(len(mentions)))


def _chosen(
    mentions: Sequence[Mention], resolution: Resolution, calibration: Calibration
) -> dict[int, Toponym]:
    """Toponym by mention, for the mentions that the gazetteer knows."""
    if resolution.table is None:
        return {}
    table, chosen = resolution.table, {}
    ranked = list(standings(resolution))
    rows = [row for standing in ranked for row in standing.order[:TOP]]
    rows += resolution.units.values()
    shares = (resolution.features[rows] * resolution.weights).round(3)
    told = dict(zip(rows, _told(shares), strict=True))
    known = {
        row: Candidate(table.places[row], round(float(resolution.probability[row]), 4), told[row])
        for row in rows
    }
    for standing in ranked:
        best = tuple(known[row] for row in standing.order[:TOP])
        alike: dict[int | None, list[int]] = {}
        for index in standing.group.mentions:
            alike.setdefault(resolution.units.get(index), []).append(index)
        for unit, indices in alike.items():
            candidates = best
            if unit is not None:
                candidates = (known[unit], *(c for c in best if c is not known[unit]))[:TOP]
            chosen.update(_alike(standing, candidates, mentions, indices, calibration))
    return chosen


def _alike(
    standing: Standing,
    candidates: tuple[Candidate, ...],
    mentions: Sequence[Mention],
    indices: Sequence[int],
    calibration: Calibration,
) -> dict[int, Toponym]:
    """The toponyms of one group, or of those that mean a unit: they share place, score, candidates and reason."""
    score = round(calibration.probability(standing.signs), 3)
    reason, lead = _reason(candidates, len(standing.order)), round(standing.lead, 4)
    return {
        index: Toponym(
            start=mentions[index].start,
            end=mentions[index].end,
            text=mentions[index].text,
            role=mentions[index].role,
            place=candidates[0].place,
            score=score,
            margin=lead,
            reason=reason,
            candidates=candidates,
        )
        for index in indices
    }


def _without_entry(mention: Mention, place: Place | None, calibration: Calibration) -> Toponym:
    """A mention that the gazetteer does not hold."""
    if place is None:
        reason = (
            "The gazetteer has no entry of this name, and the article names no place around it."
        )
    else:
        reason = (
            f"The gazetteer has no entry of this name; the article speaks of {describe(place)}"
            " around it, so it is placed there."
        )
    return Toponym(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        role=mention.role,
        place=place,
        score=None if place is None else calibration.by_context,
        reason=reason,
    )


def describe(place: Place) -> str:
    """A place with its region and country: "Paris (Texas, United States)"."""
    parts = [part for part in (place.admin1, place.country_name) if part and part != place.name]
    return f"{place.name} ({', '.join(parts)})" if parts else place.name


def _told(shares: Floats) -> Iterator[tuple[tuple[str, float], ...]]:
    """Of each row the feature contributions that are not nothing, largest first."""
    rows, columns = np.nonzero(shares)
    values = shares[rows, columns]
    order = np.lexsort((-np.abs(values), rows))
    names = [FEATURES[column] for column in columns[order].tolist()]
    parts = tuple(zip(names, values[order].tolist(), strict=True))
    ends = np.searchsorted(rows, np.arange(len(shares) + 1)).tolist()
    return (parts[first:last] for first, last in pairwise(ends))


def _reason(candidates: tuple[Candidate, ...], count: int) -> str:
    """Why the first candidate and not the second."""
    if count == 1:
        return "The only place of this name in the gazetteer."
    best, second = candidates[0], candidates[1]
    other = dict(second.features)
    gains = [
        (value - other.get(name, 0.0), name)
        for name, value in best.features
        if name in _WORDS and value - other.get(name, 0.0) > _LEAST
    ]
    words = [_WORDS[name] for _, name in sorted(gains, reverse=True)[:_TOLD]]
    why = ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""
    start = f"{count} places bear this name; next best {describe(second.place)}"
    return f"{start}. Chosen because {why}." if why else f"{start}, nearly as likely."
