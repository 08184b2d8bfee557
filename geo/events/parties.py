"""Who of the people found around an act of violence has a part in it: a fitted judgement.

Grammar finds the people of an act by the slots of its words, and by position where that fails. What a
verb says outright ("rebels attacked the village") stands. The others are guesses of very different
worth: who stands behind "of" is mostly a victim, who merely follows is seldom one, and a name in the
lead of a story of one murder is worth more than "the country" in its tenth paragraph. So, as for
incidents, the tellings of an act are put together, and a logistic of few features, one for each side,
says who stays. A note of a few sentences is not asked about.

Weights are ``data/ontology/parties-actors.toml`` and ``parties-recipients.toml``, written by
``bench/fit_parties.py``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from geo import grammar
from geo.events.actors.harmed import DOUBTED, HARM_WORDS, SITE
from geo.events.incidents import BRIEF, is_counted
from geo.events.logistic import probability, read_weights
from geo.events.merging.merge import tellings_of_article
from geo.events.merging.sameness import has_own_day
from geo.events.merging.tellings import merged
from geo.model import Actor, Event
from geo.resources import data_path

__all__ = ["FEATURES", "SIDES", "Parties", "acts_of", "features_of", "is_said"]

SIDES = ("actors", "recipients")
#: What kind of guess each rule that finds people is.
_GUESSES = {
    "subj": "subject", "obj": "object", "ahead": "object", "identified": "named",
    "harmed obj": "harmed", "harmed subj": "harmed", "harmed ahead": "harmed",
    "harmed prep:of": "of", "prep:of": "of", "prep:against": "towards", "prep:on": "towards",
    "further": "further", "prep:between": "opposed", "prep:with": "opposed", "poss": "owner",
    "behind": "blamed", "accused": "blamed", "blamed": "blamed",
}  # fmt: skip
FEATURES = (
    "bias", "subject", "object", "named", "harmed", "of", "towards", "further", "opposed", "owner",
    "blamed", "pronoun", "site", "number", "definite", "definite_plural", "indefinite", "one_word",
    "name", "length", "civil", "state", "unknown", "country", "first", "several", "again",
    "other_side", "told", "confidence", "bodily", "shot", "abducted", "explosives", "only",
    "acts", "position", "lead", "near", "far", "elsewhere", "own_day", "no_day", "placed",
)  # fmt: skip
#: Sectors of people who bear no arms and hold no office.
_CIVIL = frozenset({"CVL", "REL", "LAB", "EDU", "MED", "JRN", "AGR", "BUS", "ELI", "REF"})
_ARMED = frozenset({"MIL", "REB", "UAF", "CRM", "PRM"})
_STATE = frozenset({"GOV", "LEG", "JUD", "PTY", "OPP"})
_NEAR, _FAR, _LEAD = 60, 300, 500
_MANY = 5
#: The rules that read an act's own verb.
_OUTRIGHT = {"actors": frozenset({"subj"}), "recipients": frozenset({"obj", "ahead", "prep:of"})}
_OPPOSED = frozenset({"prep:between", "prep:with"})
_CROWDS = frozenset({"crowd-control", "primitive"})
_DEFINITE = grammar.words("events.parties.definite")
_INDEFINITE = grammar.words("events.parties.indefinite")
_PLURAL = tuple(grammar.words("events.parties.plural"))


@dataclass(frozen=True, slots=True)
class Parties:
    """The fitted weights of each side by feature, and the probability from which somebody stays."""

    weights: Mapping[str, Mapping[str, float]]
    floors: Mapping[str, float]

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Parties:
        """Read the weights (once a process).

        Raises
        ------
        OntologyError
            A file names other features than the code.
        """
        return _load(data_dir)

    def keeps(self, side: str, features: Mapping[str, float]) -> bool:
        """Whether somebody stays on a side."""
        return probability(self.weights[side], features, FEATURES) >= self.floors[side]

    def sort_out(self, events: Sequence[Event], text: str) -> list[Event]:
        """The events of one article, those marked who most likely have no part in its violence.

        They are kept until the tellings are merged: whom a story names there still tells one act
        from another.

        Parameters
        ----------
        events
            All of them, not merged.
        text
            ``Article.text``.
        """
        if len(text) < BRIEF:
            return list(events)
        judged: dict[str, Event] = {}
        groups = acts_of(events)
        for group in groups:
            act = merged(group)
            for event in group:
                actors, recipients = (
                    tuple(self._judged(a, side, event, act, group, groups) for a in people)
                    for side, people in zip(SIDES, (event.actors, event.recipients), strict=True)
                )
                judged[event.id] = replace(event, actors=actors, recipients=recipients)
        return [judged.get(e.id, e) for e in events]

    def _judged(
        self, actor: Actor, side: str, event: Event, act: Event, group: Sequence[Event],
        groups: Sequence[Sequence[Event]],
    ) -> Actor:  # fmt: skip
        if is_said(actor, side, event):
            return actor
        known = features_of(actor, side, event, act, group, groups)
        stays = self.keeps(side, known)
        return actor if stays else replace(actor, rule=f"{actor.rule}{DOUBTED}")


def acts_of(events: Sequence[Event]) -> list[list[Event]]:
    """The acts of violence that stand in one article, each with all its tellings."""
    return tellings_of_article([e for e in events if e.event_type == "ASSAULT" and not e.gate])


def is_said(actor: Actor, side: str, event: Event) -> bool:
    """Whether somebody needs no judgement.

    A verb that says that people were killed, hurt or taken names him outright, or a state acts. And
    of what police and crowds do to each other the fit has seen too little.
    """
    police = any("COP" in a.sectors for a in (*event.actors, *event.recipients))
    if actor.implied or _CROWDS.intersection(event.modes) or (police and actor.rule in _OPPOSED):
        return True
    if actor.rule not in _OUTRIGHT[side]:
        return False
    state = side == "actors" and not actor.sectors and actor.country is not None
    if not _is_bodily(event) or not actor.sectors:
        return state
    return side == "actors" or bool(event.actors) or _ARMED.isdisjoint(actor.sectors)


def features_of(
    actor: Actor, side: str, event: Event, act: Event, group: Sequence[Event],
    groups: Sequence[Sequence[Event]],
) -> dict[str, float]:  # fmt: skip
    """What is known of one mention of somebody on one side of an act.

    Parameters
    ----------
    actor, side
        The mention, and the side it was found on.
    event
        The telling that has it.
    act, group
        All tellings of the act as one, and one by one.
    groups
        All acts of the article.
    """
    values = _of_mention(actor) | _of_act(event, act, groups)
    here: Sequence[Actor] = getattr(act, side)
    names = Counter(a.name for e in group for a in getattr(e, side))
    apart = abs(actor.start - event.trigger.start)
    values |= {
        "first": bool(here) and here[0].start == actor.start,
        "several": min(_MANY, len(here)) / _MANY,
        "again": names[actor.name] > 1,
        "other_side": bool(act.recipients if side == "actors" else act.actors),
        "position": actor.start / max(_FAR, len(event.article.text)),
        "lead": actor.start < _LEAD,
        "near": apart < _NEAR,
        "far": apart > _FAR,
        "elsewhere": not event.evidence.start <= actor.start < event.evidence.end,
    }
    return {name: float(values[name]) for name in FEATURES}


def _of_mention(actor: Actor) -> dict[str, float]:
    rule, _, way = actor.rule.removesuffix(SITE).partition(", ")
    guess = _GUESSES.get(rule, "")
    words = actor.text.lower().split()
    plural = words[-1].endswith(_PLURAL)
    number = is_counted(actor)
    named_too = "," in actor.text  # "the judge, Pedro Aldana"
    definite = words[0] in _DEFINITE and not named_too
    indefinite = words[0] in _INDEFINITE and not named_too
    led = number or definite or indefinite
    sectors = set(actor.sectors)
    found = dict.fromkeys(_GUESSES.values(), 0.0)
    if guess:
        found[guess] = 1.0
    return found | {
        "bias": 1.0,
        "pronoun": bool(way),
        "site": actor.rule.endswith(SITE),
        "number": number,
        "definite": definite and not plural,
        "definite_plural": definite and plural,
        "indefinite": indefinite,
        "one_word": len(words) == 1,
        "name": len(words) > 1 and not led and not plural,
        "length": min(_MANY * 2, len(words)) / _MANY,
        "civil": not sectors.isdisjoint(_CIVIL),
        "state": not sectors.isdisjoint(_STATE),
        "unknown": not sectors and actor.country is None,
        "country": not sectors and actor.country is not None,
    }


def _of_act(event: Event, act: Event, groups: Sequence[Sequence[Event]]) -> dict[str, float]:
    sure = event.confidence
    day = act.event_date
    return {
        "told": min(_MANY, 1 + len(act.more_evidence)) / _MANY,
        "confidence": math.log(sure / (1 - sure)) if 0 < sure < 1 else 0.0,
        "bodily": _is_bodily(event),
        "shot": not {"firearms", "targeted"}.isdisjoint(act.modes),
        "abducted": "abduct" in act.modes,
        "explosives": "explosives" in act.modes,
        "only": len(groups) == 1,
        "acts": min(_MANY * 2, len(groups)) / _MANY,
        "own_day": has_own_day(act),
        "no_day": day is None,
        "placed": act.place is not None and act.precision != "country",
    }


def _is_bodily(event: Event) -> bool:
    """Whether the act's own words say that people were killed, hurt or taken."""
    return not HARM_WORDS.isdisjoint(event.trigger.text.lower().split())


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> Parties:
    read = {
        side: read_weights(
            data_path("ontology", f"parties-{side}.toml", override=data_dir), FEATURES
        )
        for side in SIDES
    }
    return Parties({s: w for s, (w, _) in read.items()}, {s: f for s, (_, f) in read.items()})
