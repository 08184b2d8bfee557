"""Mentions -> groups that share one meaning, with the candidates each group may mean.

One sense per name and article is the usual case in news. A mention with its container printed
("Springfield, Ohio") makes a group of its own; bare mentions join the one printed before them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from geo import grammar
from geo.model import Place
from geo.toponyms.fold import fold
from geo.toponyms.gazetteer import NameMatch
from geo.toponyms.recognition.recognize import Mention
from geo.toponyms.store import NameKind

#: Candidates kept a group: the best known, then any in a place that the article names.
MAX_CANDIDATES = 30
#: Candidates kept of all names together, about: their relations take the square of it.
MAX_ROWS = 1200
_FEWEST = 4
#: Inhabitants from which a town is not taken for an unknown namesake.
_FAMOUS = 500_000
_GAP = 4
#: What stands between a name and its container: "Xville, Ohio", "Xville (Ohio)", "Eastern Province of Y".
_CONTAINER_GAPS = frozenset({",", ".,", "(", "of"})
#: A name or list that goes on behind what looked like a container.
_GOES_ON = re.compile(r" (?:and |or |& )?[A-Z]")
_LINKS = grammar.words("toponyms.resolution.links")
_UNKNOWN_TOWN = re.compile(
    rf"\b(?:{'|'.join(sorted(grammar.words('toponyms.resolution.in_town')))})"
    r" (?:[A-Z][\w.'’-]* ?){1,3}, \Z"
)
_LOOK_BACK = 50
_LIST_GAPS = frozenset(
    {", ", *(f" {word} " for word in _LINKS), *(f", {word} " for word in _LINKS)}
)
_CONTAINER_KINDS = frozenset({"country", "admin1", "admin2", "region", "continent"})


@dataclass(slots=True)
class Group:
    """Mentions of one name that are taken to mean one place.

    ``containers`` are the mentions printed right behind one of these ("X, Y" and "X (Y)"), as
    indices into the article's mentions.
    """

    name: str
    mentions: list[int] = field(default_factory=list)
    containers: list[int] = field(default_factory=list)
    matches: tuple[NameMatch, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The candidate places, best known first."""
        return tuple(match.place for match in self.matches)

    @property
    def kinds(self) -> tuple[NameKind, ...]:
        """In which way each candidate bears the name."""
        return tuple(match.kind for match in self.matches)


def containers(text: str, mentions: Sequence[Mention]) -> dict[int, int]:
    """For each mention followed by its container, the index of that container.

    "Springfield, Ohio" and "Springfield (Ohio)"; the container must be able to contain.
    """
    found: dict[int, int] = {}
    for index in range(len(mentions) - 1):
        mention, following = mentions[index], mentions[index + 1]
        gap = text[mention.end : following.start]
        if gap.strip() not in _CONTAINER_GAPS or len(gap) > _GAP or following.info is None:
            continue
        kinds = following.info.kinds & _CONTAINER_KINDS
        if not kinds or following.info.demonym:
            continue
        if kinds == {"admin2"} and _GOES_ON.match(text, following.end):
            continue  # "moved to Arlington, Nadia Moayyad said"
        found[index] = index + 1
    for index in [one for one in found if one + 1 in found]:
        if _are_equals(mentions[index : index + 3]):
            # "Georgia, Oklahoma, Pennsylvania" is a list, not a town in a state
            for one in (index, index + 1):
                found.pop(one, None)
    return found


def _are_equals(mentions: Sequence[Mention]) -> bool:
    """Whether all of them may be countries, or all first-level regions."""
    kinds = [mention.info.kinds for mention in mentions if mention.info is not None]
    return len(kinds) == len(mentions) and any(
        all(level in one for one in kinds) for level in ("country", "admin1")
    )


def among_regions(
    text: str, mentions: Sequence[Mention], one: Group, inside: Mapping[int, int]
) -> bool:
    """Whether a name is printed as a region: behind a town ("Buffalo, New York"), or mostly in lists of them.

    One list ("in Almaty and Mangystau") makes no region of a town that the story names by itself.
    """
    holders, listed = set(inside.values()), 0
    for index in one.mentions:
        start = mentions[index].start
        unknown = not index or mentions[index - 1].end < start - len(", ")
        if index in holders or (
            unknown and _UNKNOWN_TOWN.search(text, max(0, start - _LOOK_BACK), start)
        ):
            return True
        for left, right in ((index - 1, index), (index, index + 1)):
            if left < 0 or right >= len(mentions):
                continue
            other = mentions[left if right == index else right].info
            gap = text[mentions[left].end : mentions[right].start]
            if other and gap in _LIST_GAPS and other.matches[0].place.kind == "admin1":
                listed += 1
                break
    return 2 * listed > len(one.mentions)


def _is_area(mention: Mention) -> bool:
    """Whether the best known place of the name is an area, not a town that gave its district a name."""
    info = mention.info
    return info is not None and info.matches[0].place.kind in _CONTAINER_KINDS


def may_contain(outer: Mention, place: Place) -> bool:
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


def without_entry(text: str, one: Group, mentions: Sequence[Mention]) -> bool:
    """Whether the gazetteer lacks this place: "Xville, Ohio" where it knows an Xville in Kent only.

    A metropolis or capital is none of these, nor is a name in a list ("Kunduz, Pakistan and India").
    """
    outer = [
        mentions[index]
        for index in one.containers
        if _is_area(mentions[index]) and not _GOES_ON.match(text, mentions[index].end)
    ]
    return bool(outer) and not any(
        place.population >= _FAMOUS
        or place.feature_code == "PPLC"
        or place.kind in _CONTAINER_KINDS - {"admin2"}
        or any(may_contain(other, place) for other in outer)
        for place in one.places
    )


def group(
    mentions: Sequence[Mention], inside: dict[int, int], *, one_sense: bool = True
) -> list[Group]:
    """Gather the mentions that mean the same place, in order of first mention."""
    groups: list[Group] = []
    latest: dict[str, Group] = {}
    holders = set(inside.values())
    by_container: dict[tuple[str, str], Group] = {}
    for index, mention in enumerate(mentions):
        if mention.info is None:
            continue
        key = _key(mention)
        if index in holders and {"city", "admin1"} <= mention.info.kinds:
            key = "area of " + key  # "Buffalo, New York" says nothing of a bare "New York"
        container = fold(mentions[inside[index]].name) if index in inside else ""
        current = latest.get(key) if one_sense else None
        if container:
            known = by_container.get((key, container))
            if known is None and current is not None and not current.containers:
                known = current
            current = known
        if current is None:
            current = Group(mention.name, matches=mention.info.matches)
            groups.append(current)
        current.mentions.append(index)
        if container:
            current.containers.append(inside[index])
            by_container[key, container] = current
        latest[key] = current
    return groups


def _key(mention: Mention) -> str:
    """What mentions of one sense have in common: the folded name; abbreviations as printed."""
    if mention.kind == "seat":
        return "seat of " + mention.name
    if "." in mention.name[:-1] or (mention.info and "abbreviation" in mention.info.match_kinds):
        return mention.name
    return fold(mention.name)


def shorten(groups: Sequence[Group]) -> None:
    """Cut long candidate lists: the best known, and those in a country or region that is named."""
    named: set[str] = set()
    for one in groups:
        for match in one.matches[:3]:
            if match.place.kind == "country" and match.place.country:
                named.add(match.place.country)
            elif match.place.kind == "admin1":
                named.add(match.place.id)
    limit = min(MAX_CANDIDATES, max(_FEWEST, MAX_ROWS // max(1, len(groups))))
    for one in groups:
        if len(one.matches) <= limit:
            continue
        best, rest = one.matches[:limit], one.matches[limit:]
        extra = [m for m in rest if m.place.admin1_id in named]
        extra += [m for m in rest if m.place.country in named and m.place.admin1_id not in named]
        one.matches = best + tuple(extra[:limit])
