"""A name without an entry is placed where the text around it is, and says so.

"Van Dorn Street" stands in the town that the sentences around it speak of. The place given is that
town (never a made-up point in it), so precision stays what it is: a town's.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from geo.model import Place, Sentence, Toponym
from geo.toponyms.recognize import Mention

#: How much a mention of each kind of place says about where an unknown spot lies.
_VOICE = {"city": 1.0, "poi": 0.9, "admin2": 0.7, "admin1": 0.35, "region": 0.15, "country": 0.12}
#: Sentences after which a mention's voice has fallen to 1/e.
_REACH = 4.0
_LEAST_SCORE = 0.3
#: An area ("X Valley") may lie in a region or country; a street or hospital must lie in a town.
_TOWN = frozenset({"city", "poi", "admin2"})


def place_by_context(
    index: int,
    mentions: Sequence[Mention],
    resolved: Mapping[int, Toponym],
    sentences: Sequence[Sentence],
    inside: Mapping[int, int],
) -> Place | None:
    """Where the unknown mention ``index`` most likely lies, or None.

    Parameters
    ----------
    mentions
        The article's mentions, in text order.
    resolved
        Toponym by mention, for the mentions that the gazetteer knows.
    sentences
        The article's sentences.
    inside
        For a mention printed with its container ("Xville, Ohio"), the container's index.
    """
    container = resolved.get(inside.get(index, -1))
    if container is not None and container.place is not None:
        return container.place
    starts = [sentence.start for sentence in sentences]
    here = bisect_right(starts, mentions[index].start)
    votes: dict[str, float] = {}
    places: dict[str, Place] = {}
    for toponym in resolved.values():
        place = toponym.place
        if place is None or toponym.role == "demonym" or (toponym.score or 0) < _LEAST_SCORE:
            continue
        voice = _VOICE.get(place.kind, 0.0)
        if toponym.role != "literal":
            voice *= 0.6
        away = abs(bisect_right(starts, toponym.start) - here)
        votes[place.id] = votes.get(place.id, 0.0) + voice * math.exp(-away / _REACH)
        places[place.id] = place
    wanted = mentions[index].kind in {"facility", "site"}
    ranked = sorted(votes, key=lambda key: (-votes[key], key))
    for key in ranked:
        if not wanted or places[key].kind in _TOWN:
            return places[key]
    return places[ranked[0]] if ranked else None
