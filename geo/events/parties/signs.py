"""What is known of one mention beside an act of violence: the signs that trees judge its part by.

Of the mention itself, of the rule that found it, of where it stands, of the act by all its tellings, and of
the article's other acts. None of them is a word. Probabilities of other fits are left out on purpose: they
were fitted on the same documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from geo import grammar
from geo.events.actors.harmed import HARM_WORDS, SITE
from geo.events.incidents import features_of, is_counted
from geo.events.merging.merge import tellings_of_article
from geo.events.merging.sameness import has_own_day
from geo.events.merging.tellings import merged
from geo.events.parties.beside import Beside
from geo.model import Actor, Event

__all__ = ["ARMED", "SIDES", "Told", "is_bodily"]

SIDES = ("actors", "recipients")
#: What kind of guess each rule that finds people is.
_GUESSES = {
    "subj": "subject", "obj": "object", "ahead": "object", "identified": "named",
    "harmed obj": "harmed", "harmed subj": "harmed", "harmed ahead": "harmed",
    "harmed prep:of": "of", "prep:of": "of", "prep:against": "towards", "prep:on": "towards",
    "further": "further", "prep:between": "opposed", "prep:with": "opposed", "poss": "owner",
    "behind": "blamed", "accused": "blamed", "blamed": "blamed",
}  # fmt: skip
#: Sectors of people who bear no arms and hold no office.
_CIVIL = frozenset({"CVL", "REL", "LAB", "EDU", "MED", "JRN", "AGR", "BUS", "ELI", "REF"})
ARMED = frozenset({"MIL", "REB", "UAF", "CRM", "PRM"})
_STATE = frozenset({"GOV", "LEG", "JUD", "PTY", "OPP"})
_OUTLAW = ARMED - {"MIL"}
_NEAR, _FAR, _LEAD = 60, 300, 500
_MANY = 5
_DEFINITE = grammar.words("events.parties.definite")
_INDEFINITE = grammar.words("events.parties.indefinite")
_PLURAL = tuple(grammar.words("events.parties.plural"))
#: Of these signs of its acts the mean tells what kind of story an article is.
_OF_STORY = (
    "own_day", "counted", "named_recipient", "abducted", "explosives", "shot", "actor", "recipient",
    "number", "no_place",
)  # fmt: skip


class Told:
    """The acts of violence of one article, each with all its tellings, and who is told of in them.

    Parameters
    ----------
    events
        All of the article, at least one, not merged.
    beside
        Who stands in the sentence of each act, by where its words begin.
    """

    def __init__(self, events: Sequence[Event], beside: Mapping[int, Sequence[Beside]]) -> None:
        acts = [e for e in events if e.event_type == "ASSAULT" and not e.gate]
        self.groups = sorted(
            tellings_of_article(acts), key=lambda group: min(e.trigger.start for e in group)
        )
        self._text = events[0].article.text
        self._beside = {e.trigger.start: beside.get(e.trigger.start, ()) for e in acts}
        self._known = [self._of_act(rank, group) for rank, group in enumerate(self.groups)]
        self._story = self._of_story(events)
        self._names: dict[str, dict[str, set[int]]] = {side: defaultdict(set) for side in SIDES}
        self._often: dict[str, Counter[str]] = {side: Counter() for side in SIDES}
        self._sectors: dict[str, Counter[str]] = {side: Counter() for side in SIDES}
        for rank, group in enumerate(self.groups):
            for event in group:
                for side in SIDES:
                    for actor in getattr(event, side):
                        self._names[side][actor.name].add(rank)
                        self._often[side][actor.name] += 1
                        self._sectors[side].update(set(actor.sectors))
        everybody = {b.actor.start: b.actor.name for bs in self._beside.values() for b in bs}
        self._everywhere = Counter(everybody.values())

    def unread(self, side: str) -> dict[str, list[Beside]]:
        """By event id: who stands in the sentence of an act without being found on a side, with the nearest act."""
        taken = [(a.start, a.end) for g in self.groups for e in g for a in getattr(e, side)]
        nearest: dict[int, tuple[int, str, Beside]] = {}
        for group in self.groups:
            for event in group:
                for one in self._beside[event.trigger.start]:
                    who = one.actor
                    if any(start < who.end and who.start < end for start, end in taken):
                        continue
                    mine = (abs(event.trigger.start - who.start), event.id, one)
                    if who.start not in nearest or mine[:2] < nearest[who.start][:2]:
                        nearest[who.start] = mine
        found: dict[str, list[Beside]] = defaultdict(list)
        for _, name, one in nearest.values():
            found[name].append(one)
        return found

    def signs(self, actor: Actor, side: str, event: Event, rank: int) -> dict[str, float]:
        """What is known of one mention on one side of an act.

        Parameters
        ----------
        actor, side
            The mention, and the side it was found on or may belong to.
        event, rank
            The telling that has it, and which of ``groups`` that is one of.
        """
        own, other = SIDES if side == SIDES[0] else SIDES[::-1]
        apart = actor.start - event.trigger.start
        return {
            **_of_mention(actor),
            **self._known[rank],
            **self._story,
            **self._place(actor, event),
            **self._of_side("own", actor, own, event),
            **self._of_side("other", actor, other, event),
            "bodily": is_bodily(event),
            "everywhere": self._everywhere[actor.name],
            "start": actor.start,
            "position": actor.start / max(_FAR, len(self._text)),
            "from act": apart,
            "from act at all": abs(apart),
            "elsewhere": not event.evidence.start <= actor.start < event.evidence.end,
        }

    def _place(self, actor: Actor, event: Event) -> Mapping[str, float]:
        """How he stands to the words of an act; empty where he is told of elsewhere."""
        for one in self._beside[event.trigger.start]:
            if one.actor.start < actor.end and actor.start < one.actor.end:
                return one.signs
        return {}

    def _of_side(self, name: str, actor: Actor, side: str, event: Event) -> dict[str, float]:
        here: Sequence[Actor] = getattr(event, side)
        mine = [i for i, a in enumerate(here) if a.start < actor.end and actor.start < a.end]
        return {
            f"{name} side": bool(mine),
            f"{name} first": mine[:1] == [0],
            f"{name} many": len(here),
            f"{name} name": self._often[side][actor.name],
            f"{name} acts": len(self._names[side][actor.name]),
            f"{name} sector": sum(self._sectors[side][s] for s in set(actor.sectors)),
        }

    def _of_act(self, rank: int, group: Sequence[Event]) -> dict[str, float]:
        act = merged(group)
        told = features_of(group, self._text, rank=rank, among=len(self.groups))
        known: dict[str, float] = {
            "tellings": len(group),
            "told": 1 + len(act.more_evidence),
            "acts": len(self.groups),
            "rank": rank,
            "day": has_own_day(act),
            "placed": act.place is not None and act.precision != "country",
            "actors": len(act.actors),
            "recipients": len(act.recipients),
        }
        return known | {f"act {name}": value for name, value in told.items()}

    def _of_story(self, events: Sequence[Event]) -> dict[str, float]:
        if not self._known:
            return {}
        means = {
            f"story {name}": sum(one[f"act {name}"] for one in self._known) / len(self._known)
            for name in _OF_STORY
        }
        coded = [e for e in events if not e.gate]
        return means | {
            "story length": len(self._text),
            "story events": len(coded),
            "story types": len({e.event_type for e in coded}),
        }


def _of_mention(actor: Actor) -> dict[str, float]:
    rule, _, way = actor.rule.removesuffix(SITE).partition(", ")
    words = actor.text.lower().split()
    plural = words[-1].endswith(_PLURAL)
    number = is_counted(actor)
    named_too = "," in actor.text  # "the judge, Pedro Aldana"
    definite = words[0] in _DEFINITE and not named_too
    indefinite = words[0] in _INDEFINITE and not named_too
    led = number or definite or indefinite
    sectors = set(actor.sectors)
    found = {guess: 1.0} if (guess := _GUESSES.get(rule)) else {}
    return found | {
        "pronoun": bool(way),
        "site": actor.rule.endswith(SITE),
        "number": number,
        "definite": definite and not plural,
        "definite plural": definite and plural,
        "indefinite": indefinite,
        "one word": len(words) == 1,
        "full name": len(words) > 1 and not led and not plural,
        "length": len(words),
        "civil": not sectors.isdisjoint(_CIVIL),
        "state": not sectors.isdisjoint(_STATE),
        "armed": not sectors.isdisjoint(ARMED),
        "outlaw": not sectors.isdisjoint(_OUTLAW),
        "army": "MIL" in sectors,
        "police": "COP" in sectors,
        "unknown": not sectors and actor.country is None,
        "country": not sectors and actor.country is not None,
    }


def is_bodily(event: Event) -> bool:
    """Whether the act's own words say that people were killed, hurt or taken."""
    return not HARM_WORDS.isdisjoint(event.trigger.text.lower().split())
