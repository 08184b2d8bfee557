"""Mentions -> groups that share one meaning, with the candidates each group may mean.

One sense per name and article is the usual case in news. A mention with its container printed
("Springfield, Ohio") makes a group of its own; bare mentions join the one printed before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.model import Place
from geo.toponyms.fold import fold
from geo.toponyms.gazetteer import NameMatch
from geo.toponyms.recognize import Mention
from geo.toponyms.store import NameKind

#: Candidates kept a group: the best known, then any in a place that the article names.
MAX_CANDIDATES = 30
#: Candidates kept of all names together, about: their relations take the square of it.
MAX_ROWS = 1200
_FEWEST = 4
_GAP = 3
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
        if len(gap) > _GAP or gap.strip() not in {",", ".,", "("} or following.info is None:
            continue
        if following.info.kinds & _CONTAINER_KINDS and not following.info.demonym:
            found[index] = index + 1
    return found


def group(
    mentions: Sequence[Mention], inside: dict[int, int], *, one_sense: bool = True
) -> list[Group]:
    """Gather the mentions that mean the same place, in order of first mention."""
    groups: list[Group] = []
    latest: dict[str, Group] = {}
    by_container: dict[tuple[str, str], Group] = {}
    for index, mention in enumerate(mentions):
        if mention.info is None:
            continue
        key = _key(mention)
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
