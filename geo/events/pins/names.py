"""Whether the name of a place is only a part of another name: "X Street", "the X river", "Central X".

The word lists are those of ``data/ontology/pins.toml``, read by :mod:`geo.events.pins.pinning`.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.events.pins.case import Case, is_head

_OWNS = frozenset({"'s", "'"})
_HYPHENS = frozenset("-–")
_PROVINCES = frozenset({"admin1", "admin2"})


def is_part_of_name(case: Case, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether more of a name stands beside it: "X Y" that nobody knows is not X, nor is X Street.

    Parameters
    ----------
    case
        The event with its place.
    words
        The word lists: ``part_of_town``, ``natural``, ``calendar``, ``beside_name``.
    """
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    if not inside:
        return False
    known = {i for t in case.named for i in case.analysis.between(t.start, t.end)}
    first, last, low = inside[0], inside[-1], (*case.low, "")
    place = case.toponym.place
    kind = place.kind if place else ""
    street = kind == "city" and low[last + 1] in words["part_of_town"]
    # "The X river" is not the province of that name.
    if street or (kind not in {"", "physical"} and low[last + 1] in words["natural"]):
        return True
    joined = kind != "region" and _is_joined(case, inside)
    if joined or _is_owned_elsewhere(case, first):
        return True
    if kind in _PROVINCES and _is_other_province(case, first, words["beside_name"]):
        return True
    return any(
        0 <= beside < len(case.low)
        and case.analysis.tags[beside].startswith("NNP")
        and beside not in known
        and low[beside].isalpha()
        and low[beside] not in words["calendar"] | words["beside_name"]
        for beside in (first - 1, last + 1)
    )


def _is_joined(case: Case, inside: range) -> bool:
    """Whether a hyphen joins it with another name: "the X-Y road", not "X-based"."""
    rest = case.analysis.words[inside[-1]][case.toponym.end - case.analysis.starts[inside[-1]] :]
    return len(rest) > 1 and rest[0] in _HYPHENS and rest[1].isupper()


def _is_owned_elsewhere(case: Case, first: int) -> bool:
    """Whether the name is said to be another place's, which this one does not lie in: "Y's X district"."""
    if not first or case.low[first - 1] not in _OWNS:
        return False
    end, place = case.analysis.ends[first - 2], case.toponym.place
    owner = next((t.place for t in case.named if t.end == end), None)
    if place is None or owner is None or owner.kind not in {*_PROVINCES, "city", "country"}:
        return False  # a range or a disputed region may hold any town
    if owner.country != place.country:
        return True
    return (
        owner.kind != "country"
        and None not in {owner.admin1, place.admin1}
        and (owner.admin1 != place.admin1)
    )


def _is_other_province(case: Case, first: int, sides: frozenset[str]) -> bool:
    """Whether a capital makes a side part of the name: "Central X" is a province beside X, "central X" a part of it."""
    if first == 0 or is_head(case.sentence):
        return False
    side = case.analysis.words[first - 1]
    return first > 1 and side.lower() in sides and side[0].isupper() and not side.isupper()
