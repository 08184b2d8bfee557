"""The company of a place in its story: what else is named in its country, near it, in its province.

Worked out once a story, so that asking of every name of a book takes time linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from geo.model import Place, Toponym

__all__ = ["SEVERAL", "Company"]

#: A country named so many characters from a place says where the place is.
_NEAR: Final = 80
#: So many places in one country, or in one province, make a story speak of it.
SEVERAL: Final = 3


class Company:
    """The resolved names of one story, by country and province.

    Parameters
    ----------
    toponyms
        All of them, with those that stand for a country only; in any order.
    """

    def __init__(self, toponyms: Iterable[Toponym]) -> None:
        self._of: dict[str, list[Toponym]] = defaultdict(list)
        self._literal: dict[str, set[str]] = defaultdict(set)
        provinces: dict[str, str] = {}
        for toponym in sorted(toponyms, key=lambda t: t.start):
            place = toponym.place
            if place is None or place.country is None:
                continue
            self._of[place.country].append(toponym)
            if toponym.role == "literal" and place.kind != "country":
                self._literal[place.country].add(place.id)
            if place.admin1_id:
                provinces[place.id] = place.admin1_id
        self._starts = {c: [t.start for t in named] for c, named in self._of.items()}
        self._provinces = Counter(provinces.values())
        self._most = max(self._provinces.values(), default=0)
        self._placed = provinces.keys()

    def told(self) -> frozenset[str]:
        """Countries the story speaks of: named, or with several places in it."""
        return frozenset(
            country
            for country, named in self._of.items()
            if any((t.place and t.place.kind == "country") or t.role == "demonym" for t in named)
            or len({t.place.id for t in named if t.place}) >= SEVERAL
        )

    def in_country(self, place: Place) -> bool:
        """Whether another place of its country is named as a place."""
        ids = self._literal.get(place.country or "", set())
        return len(ids) > (place.id in ids)

    def near(self, toponym: Toponym, *, literal: bool) -> bool:
        """Whether its country, its people or another place there is named near a place.

        ``literal`` leaves out the people: "Philippine troops in Jolo".
        """
        place = toponym.place
        starts = self._starts.get(place.country or "", []) if place else []
        if place is None or not starts:
            return False
        first = bisect_left(starts, toponym.start - _NEAR)
        last = bisect_right(starts, toponym.start + _NEAR)
        return any(
            t.place is not None and t.place.id != place.id and (t.role == "literal" or not literal)
            for t in self._of[place.country or ""][first:last]
        )

    def is_out_of_province(self, place: Place) -> bool:
        """Whether a place lies in another province than all the others, and several of these in one."""
        beside = self._provinces[place.admin1_id or ""] - (place.id in self._placed)
        return beside <= 0 and self._most >= SEVERAL
