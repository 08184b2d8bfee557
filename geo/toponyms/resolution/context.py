"""A name without an entry is placed where the text around it is, and says so.

"Van Dorn Street" stands in the town that the sentences around it speak of. The place given is that
town (never a made-up point in it), so precision stays what it is: a town's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from geo.model import Place, Toponym
from geo.toponyms.recognition.recognize import Mention

#: How much a literal mention of each kind of place says about where an unknown spot lies.
_VOICE = {"city": 1.0, "poi": 0.9, "admin2": 0.8, "admin1": 0.5, "country": 0.3}
#: Sentences to look back; what comes later, or stands for a government, places nothing.
_REACH = 1
_LEAST_SCORE = 0.5
#: An area ("X Valley") may lie in a region or country; a street or hospital must lie in a town.
_TOWN = frozenset({"city", "poi", "admin2"})


def place_by_context(
    index: int,
    mentions: Sequence[Mention],
    resolved: Mapping[int, Toponym],
    starts: Sequence[int],
    inside: Mapping[int, int],
) -> Place | None:
    """Where the unknown mention ``index`` most likely lies, or None.

    Parameters
    ----------
    mentions
        The article's mentions, in text order.
    resolved
        Toponym by mention, for the mentions that the gazetteer knows.
    starts
        Offsets at which the article's sentences start.
    inside
        For a mention printed with its container ("Xville, Ohio"), the container's index.
    """
    container = resolved.get(inside.get(index, -1))
    if container is not None and container.place is not None:
        return container.place
    here = bisect_right(starts, mentions[index].start)
    wanted = _TOWN if mentions[index].kind in {"facility", "street", "site"} else frozenset(_VOICE)
    votes: dict[str, float] = {}
    places: dict[str, Place] = {}
    for toponym in resolved.values():
        place = toponym.place
        if place is None or toponym.role != "literal" or (toponym.score or 0) < _LEAST_SCORE:
            continue
        away = here - bisect_right(starts, toponym.start)
        if place.kind not in wanted or not 0 <= away <= _REACH:
            continue
        votes[place.id] = votes.get(place.id, 0.0) + _VOICE[place.kind] / (1 + away)
        places[place.id] = place
    best = max(votes, key=lambda key: (votes[key], key), default=None)
    return places[best] if best else None
