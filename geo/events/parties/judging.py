"""Who of the people around an act of violence has a part in it: a fitted judgement.

Grammar finds the people of an act by the slots of its words, and by position where that fails. These are
guesses of very different worth: who stands behind "of" is mostly a victim, who merely follows is seldom
one, and a name in the lead of a story of one murder is worth more than "the country" in its tenth
paragraph. Others stand in the sentence of an act and in no slot at all. So, as for incidents, the tellings
of an act are put together, and boosted trees, some for each side, say how likely each mention has a part in
it (``signs``): who is unlikely to is doubted, and whom grammar missed joins those it was done to. What a
verb says outright ("rebels attacked the village") is doubted only when everything else speaks against it.
A note of a few sentences (``BRIEF``) is not asked about.

The trees are ``data/models/parties-actors.npz`` and ``parties-recipients.npz``, written by
``bench/fit_parties.py``; the probabilities asked for are ``data/ontology/parties.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.events.actors.harmed import BESIDE, DOUBTED
from geo.events.parties.beside import Beside
from geo.events.parties.signs import ARMED, SIDES, Told, is_bodily
from geo.events.trees import Trees
from geo.model import Actor, Event
from geo.resources import data_path, read_toml

__all__ = ["Limits", "Parties", "is_said"]

#: The rules that read an act's own verb.
_OUTRIGHT = {"actors": frozenset({"subj"}), "recipients": frozenset({"obj", "ahead", "prep:of"})}
_OPPOSED = frozenset({"prep:between", "prep:with"})
_CROWDS = frozenset({"crowd-control", "primitive"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The probability from which somebody stays on a side, stays if a verb says so, and joins it."""

    found: float
    said: float
    beside: float


@dataclass(frozen=True, slots=True)
class Parties:
    """The fitted trees of each side, and its limits."""

    trees: Mapping[str, Trees]
    limits: Mapping[str, Limits]

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Parties:
        """Read trees and limits (once a process).

        Raises
        ------
        DataError, OntologyError
            A file is missing or of another version.
        """
        return _load(data_dir)

    def sort_out(
        self, events: Sequence[Event], beside: Mapping[int, Sequence[Beside]]
    ) -> list[Event]:
        """The events of one article, with who joins its violence, and those marked who most likely have no part in it.

        These are kept until the tellings are merged: whom a story names there still tells one act
        from another.

        Parameters
        ----------
        events
            All of them, not merged.
        beside
            Who stands in the sentence of each act, by where its words begin.
        """
        if not events:
            return []
        told = Told(events, beside)
        actors, recipients = (self._side(told, side) for side in SIDES)
        return [
            replace(e, actors=actors[e.id], recipients=recipients[e.id]) if e.id in actors else e
            for e in events
        ]

    def _side(self, told: Told, side: str) -> dict[str, tuple[Actor, ...]]:
        """By event id: who is on a side of each act, the doubted ones marked."""
        limits = self.limits[side]
        unread = told.unread(side) if limits.beside < 1 else {}
        asked: list[tuple[Event, Actor, float]] = []
        signs = []
        for rank, group in enumerate(told.groups):
            for event in group:
                new = [one.actor for one in unread.get(event.id, ())]
                for actor in (*getattr(event, side), *new):
                    limit = limits.said if is_said(actor, side, event) else limits.found
                    asked.append((event, actor, limits.beside if actor.rule == BESIDE else limit))
                    signs.append(told.signs(actor, side, event, rank))
        found: dict[str, tuple[Actor, ...]] = {e.id: () for group in told.groups for e in group}
        sure = self.trees[side].of_each(signs)
        for (event, actor, limit), probability in zip(asked, sure, strict=True):
            if actor.implied or probability >= limit:
                found[event.id] += (actor,)
            elif actor.rule != BESIDE:
                found[event.id] += (replace(actor, rule=f"{actor.rule}{DOUBTED}"),)
        return found


def is_said(actor: Actor, side: str, event: Event) -> bool:
    """Whether a verb that says that people were killed, hurt or taken names somebody outright, or a state acts.

    Also of what police and crowds do to each other the fit has seen too little.
    """
    police = any("COP" in a.sectors for a in (*event.actors, *event.recipients))
    if actor.implied or _CROWDS.intersection(event.modes) or (police and actor.rule in _OPPOSED):
        return True
    if actor.rule not in _OUTRIGHT[side]:
        return False
    state = side == "actors" and not actor.sectors and actor.country is not None
    if not is_bodily(event) or not actor.sectors:
        return state
    return side == "actors" or bool(event.actors) or ARMED.isdisjoint(actor.sectors)


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> Parties:
    path = data_path("ontology", "parties.toml", override=data_dir)
    raw = read_toml(path)
    if set(raw) != set(SIDES):
        msg = f"{path} has limits for {sorted(raw)}, not for {sorted(SIDES)}."
        raise OntologyError(msg)
    try:
        limits = {side: Limits(**raw[side]) for side in SIDES}
    except TypeError as error:
        msg = f"{path}: {error}."
        raise OntologyError(msg) from error
    trees = {
        side: Trees.read(
            data_path("models", f"parties-{side}.npz", override=data_dir), "bench/fit_parties.py"
        )
        for side in SIDES
    }
    return Parties(trees, limits)
