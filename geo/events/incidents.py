"""Which acts of violence that a story mentions are incidents that it tells of: a fitted judgement.

A story of violence names more of it than it tells: "such murders must end", "the offensive of last
November", "we have struck at the enemy everywhere". One sentence seldom shows which is which, the whole
telling does: whether a day and a place are said, whether somebody is named or counted, how often the
story comes back to it, whether it is said in somebody's own words. So the tellings of an article are
put together as merging does it, and a logistic of few features says which of them are incidents.
The others are kept as flagged "background".

An act that is asserted of a town of its own is not asked about, nor is a note of a few sentences. The
gate's "generic" ("the murder of Enrique Lopez") and "unsure" are asked again here: what no verb
asserts may still be what the story is about. Weights are ``data/ontology/incidents.toml``, written by
``bench/fit_incidents.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from geo import grammar
from geo.events.logistic import probability, read_weights
from geo.events.merging.merge import tellings_of_article
from geo.events.merging.sameness import has_own_day, has_own_place, specific
from geo.events.merging.tellings import merged
from geo.model import Actor, Event
from geo.resources import data_path

__all__ = [
    "BRIEF",
    "FEATURES",
    "MAYBE",
    "Incidents",
    "features_of",
    "groups_of",
    "is_counted",
    "is_settled",
]

#: Gates that the whole telling may lift again.
MAYBE = frozenset({"generic", "unsure"})
FEATURES = (
    "bias", "confidence", "asserted", "twice", "often", "position", "own_day", "no_day", "long_day",
    "country", "no_place", "actor", "named_actor", "recipient", "named_recipient", "counted", "number",
    "abducted", "explosives", "shot", "destroyed", "plural", "gerund", "first", "only", "speech",
    "own_words", "quoted",
)  # fmt: skip
_OWN_WORDS = grammar.words("events.incidents.own")
_NUMBERS = grammar.words("events.incidents.numbers")
#: Sectors of those who use force.
_ARMED = frozenset({"REB", "UAF", "CRM", "PRM", "MIL", "COP"})
_WORD = re.compile(r"[a-z']+")
_READ_CHARS = 20_000
#: Told so often, it is what the story is about.
_OFTEN = 5
#: Longer than this, "the day" is a season.
_LONG_DAYS = 6
#: A story in which a tenth of the words is the speaker's "we" is a speech.
_SPEECH = 10
#: In a shorter text there is no room to mention what is not its news.
BRIEF = 600
_NAMED_ONLY = "named in the story, and not told of by itself"


@dataclass(frozen=True, slots=True)
class Incidents:
    """The fitted weights, by feature, and the probability from which an act is an incident."""

    weights: Mapping[str, float]
    floor: float

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Incidents:
        """Read the weights (once a process).

        Raises
        ------
        OntologyError
            The file names other features than the code.
        """
        return _load(data_dir)

    def of(self, features: Mapping[str, float]) -> float:
        """The probability that an act is an incident which the story tells of."""
        return probability(self.weights, features, FEATURES)

    def sort_out(self, events: Sequence[Event], text: str) -> tuple[Event, ...]:
        """The events of one article, its acts of violence flagged or unflagged by the whole telling.

        Parameters
        ----------
        events
            All of them, not merged, with those that the gate calls ``MAYBE``.
        text
            ``Article.text``.
        """
        if len(text) < BRIEF:
            return tuple(events)
        judged: dict[str, Event] = {}
        groups = groups_of(events)
        for rank, group in enumerate(groups):
            if is_settled(group):
                continue
            told = features_of(group, text, rank=rank, among=len(groups))
            incident = self.of(told) >= self.floor
            judged.update((e.id, _flagged(e, incident=incident)) for e in group)
        return tuple(judged.get(e.id, e) for e in events)


def groups_of(events: Sequence[Event]) -> list[list[Event]]:
    """The acts of violence of one article, each with all its tellings, in the order of the text."""
    acts = {e.id: e for e in events if e.event_type == "ASSAULT" and e.gate in {"", *MAYBE}}
    groups = tellings_of_article([_ungated(e) for e in acts.values()])
    return sorted(
        ([acts[e.id] for e in group] for group in groups),
        key=lambda group: min(e.trigger.start for e in group),
    )


def _ungated(event: Event) -> Event:
    return replace(event, gate="") if event.gate else event


def is_settled(group: Sequence[Event]) -> bool:
    """Whether an act needs no judgement: asserted of a place of its own that may be drawn."""
    return any(not e.gate and e.pinned and has_own_place(e) for e in group)


def _flagged(event: Event, *, incident: bool) -> Event:
    if not incident:
        return event if event.gate else replace(event, gate="background")
    if event.gate != "generic":
        return replace(event, gate="")
    # That it happened is said; that it happened at that place is not, and who did it seldom is.
    actors = tuple(a for a in event.actors if not _ARMED.isdisjoint(a.sectors))
    return replace(
        event,
        gate="",
        actors=actors,
        pin_doubt=event.pin_doubt or _NAMED_ONLY,
        review_status="needs review",
    )


def features_of(group: Sequence[Event], text: str, *, rank: int, among: int) -> dict[str, float]:
    """What the tellings of one act say together.

    Parameters
    ----------
    group
        The tellings of one act in one article.
    text
        ``Article.text``.
    rank, among
        Which of the article's acts of violence it is, and of how many.
    """
    event = merged([_ungated(e) for e in group])
    day = event.event_date
    sure = max(e.confidence for e in group)
    sentences = {e.evidence.start: e.evidence.text.lower() for e in group}
    told = 1 + len(event.more_evidence)
    firsts = [e.trigger.text.lower().split()[0] for e in group]
    values = {
        "bias": 1.0,
        "confidence": math.log(sure / (1 - sure)) if 0 < sure < 1 else 0.0,
        "asserted": any(not e.gate for e in group),
        "twice": told > 1,
        "often": told >= _OFTEN,
        "position": min(sentences) / max(300, len(text)),
        "own_day": any(map(has_own_day, group)),
        "no_day": day is None,
        "long_day": day is not None and (day.end - day.start).days > _LONG_DAYS,
        "country": event.precision == "country",
        "no_place": event.place is None,
        "actor": bool(event.actors),
        "named_actor": bool(specific(event.actors)),
        "recipient": bool(event.recipients),
        "named_recipient": any(map(_is_named, event.recipients)),
        "counted": any(map(is_counted, event.recipients)),
        "number": any(e.quantities for e in group),
        "abducted": "abduct" in event.modes,
        "explosives": "explosives" in event.modes,
        "shot": not {"firearms", "targeted"}.isdisjoint(event.modes),
        "destroyed": "destroy" in event.modes,
        "plural": all(word.endswith("s") for word in firsts),
        "gerund": all(word.endswith("ing") for word in firsts),
        "first": rank == 0,
        "only": among == 1,
        "speech": min(1.0, _SPEECH * _own_share(text[:_READ_CHARS])),
        "own_words": any(_OWN_WORDS.intersection(_WORD.findall(s)) for s in sentences.values()),
        "quoted": all('"' in s or "“" in s for s in sentences.values()),
    }
    return {name: float(value) for name, value in values.items()}


@lru_cache(maxsize=8)  # asked for every act of a story
def _own_share(text: str) -> float:
    words = _WORD.findall(text.lower())
    return sum(word in _OWN_WORDS for word in words) / max(50, len(words))


def is_counted(actor: Actor) -> bool:
    """Whether a mention opens with a number."""
    first = actor.text.lower().split()[0]
    return first in _NUMBERS or first[0].isdigit()


def _is_named(actor: Actor) -> bool:
    """Whether a mention of several words is no article, number or bare plural: most likely a name."""
    words = actor.text.lower().split()
    return (
        len(words) > 1
        and words[0] != "the"
        and not words[-1].endswith("s")
        and not is_counted(actor)
    )


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> Incidents:
    path = data_path("ontology", "incidents.toml", override=data_dir)
    return Incidents(*read_weights(path, FEATURES))
