"""Rule 1 of ``geo.events.places.locate``: the place that the trigger's own sentence names.

Which names of a sentence can be places of events, what it costs to reach each from the trigger, and
where the nearest is honestly to be put.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo import grammar
from geo.events.places.cues import Cues
from geo.events.places.story import FINENESS, StoryPlaces, country_of, fineness, lies_in
from geo.events.places.words import LocateWords
from geo.model import Actor, Sentence, Span, Toponym

__all__ = ["MAX_COST", "NAMED", "Found", "Named"]

Found = tuple[Toponym, str]

#: How the reason of a place ends that is said of the event itself.
NAMED = "is named in the same sentence"
_CLAUSE_MARKS = ("; ", *(f" {word} " for word in grammar.phrases("places.named.clauses")), ", and ")
#: Costs of reaching a place from a trigger, in characters of distance. Set by hand so that a
#: clause weighs about as much as its usual length; see docs/quality.md for what they give.
_CLAUSE_COST, _BEFORE_COST, _WEAK_COST, _MOTION_COST = 40, 20, 30, 60
_BARE_COST, _ACTOR_COST = 60, 150
_MOST_CUES = 1000  # sentences whose words are kept
#: A place of the trigger's sentence that costs more than this belongs to something else.
MAX_COST = 400


class Named:
    """The names of one article's sentences, asked as places of acts.

    Parameters
    ----------
    story
        What the article says of places as a whole.
    words
        ``data/ontology/locate.toml``.
    """

    def __init__(self, story: StoryPlaces, words: LocateWords) -> None:
        self.story = story
        self.words = words
        self.country = story.country
        self._cues: dict[int, Cues] = {}

    def names(self, sentence: Sentence) -> list[Toponym]:
        """The literal, resolved names of a sentence that can be places of events."""
        told = [
            t
            for t in self.story.names_in(sentence)
            if t.role == "literal" and t.place is not None and t.place.kind != "continent"
        ]
        if not told:  # as of most sentences, whose words need not be cut for it
            return []
        cues = self.cues(sentence)
        return [
            t
            for t in told
            if not cues.is_description(t) and not cues.is_modifier(t) and self.story.is_likely(t)
        ]

    def cues(self, sentence: Sentence) -> Cues:
        """The words of a sentence, cut once, or a few times in a book, which would fill the memory."""
        if sentence.index not in self._cues:
            if len(self._cues) >= _MOST_CUES:
                self._cues.clear()
            self._cues[sentence.index] = Cues(sentence, self.words)
        return self._cues[sentence.index]

    def own(
        self, trigger: Span, sentence: Sentence, actors: Sequence[Actor], event_type: str
    ) -> Found | None:
        """The place that the trigger's own sentence names, and why; None where it names none.

        Parameters
        ----------
        trigger, sentence
            The act, and the sentence that tells it.
        actors, event_type
            Who is in it, and what it is: acts of saying are strict about their place.
        """
        if not self.story.names_in(sentence):
            return None
        names = self.names(sentence)
        costs = {
            id(t): cost
            for t in names
            if (cost := self._cost(trigger, sentence, t, names, actors, event_type)) is not None
        }
        reached = [t for t in names if id(t) in costs]
        if not reached:
            return None
        best = min(reached, key=lambda t: costs[id(t)])
        chosen = self.finest(best, names, sentence)
        if holder := self._holder(chosen, names, sentence):
            worded = self._worded(holder, chosen.start, chosen.end, sentence)
            return worded, f"“{worded.text}” {NAMED}"
        return self._honest(chosen, trigger, sentence, names, costs[id(best)])

    def _cost(
        self,
        trigger: Span,
        sentence: Sentence,
        toponym: Toponym,
        names: Sequence[Toponym],
        actors: Sequence[Actor],
        event_type: str,
    ) -> int | None:
        """What it costs to reach a name from the trigger; None where it cannot be its place."""
        strict = event_type in self.words.diplomatic
        cues = self.cues(sentence)
        preposition = cues.preposition(toponym, names)
        at_home = self.story.home in {None, country_of(toponym)}
        before = toponym.start < trigger.start
        if before and not at_home and _clauses(_between(trigger, toponym, sentence)):
            return None
        cost = _distance(trigger, toponym, sentence)
        if preposition is None:
            if strict or not at_home or not cues.is_bare_adjunct(toponym):
                return None
            cost += _BARE_COST
        elif preposition in self.words.weak:
            if strict:
                return None
            moving = preposition in self.words.motion
            if moving and event_type not in self.words.moving:
                return None  # "tickets to Bogota": nobody says that it happened there
            cost += _MOTION_COST if moving else _WEAK_COST
        inside = any(a.start <= toponym.start < a.end for a in actors if not a.implied)
        if inside and preposition not in self.words.strong:
            cost += _ACTOR_COST
        return cost if cost <= MAX_COST else None

    def finest(self, toponym: Toponym, names: Sequence[Toponym], sentence: Sentence) -> Toponym:
        """The finest name of an address: "Almaty, Kazakhstan", "the X province city of Y"."""
        cues = self.cues(sentence)
        best = toponym
        for other in reversed(names[: names.index(toponym)]):
            if not (lies_in(other, best) and cues.chained(other.end, best.start)):
                break
            best = other
        for other in names[names.index(toponym) + 1 :]:
            if not (lies_in(other, best) and cues.narrowed(best.end, other.start)):
                break
            best = other
        return best

    def _holder(
        self, toponym: Toponym, names: Sequence[Toponym], sentence: Sentence
    ) -> Toponym | None:
        """The place at home that holds what was taken for a namesake abroad: "San Juan Nonualco, in La Paz"."""
        behind = names[names.index(toponym) + 1 :]
        if not behind or self.story.home in {None, country_of(toponym)}:
            return None
        if country_of(behind[0]) != self.story.home or fineness(behind[0]) >= FINENESS["country"]:
            return None
        listed = self.story.is_well_known(toponym)
        inside = self.cues(sentence).addressed(toponym.end, behind[0].start, listed=listed)
        return behind[0] if inside else None

    def _honest(
        self,
        chosen: Toponym,
        trigger: Span,
        sentence: Sentence,
        names: Sequence[Toponym],
        cost: int,
    ) -> Found | None:
        """Step back to what is sure where a nearer place is named that no gazetteer knows."""
        reason = f"“{chosen.text}” {NAMED}"
        cues = self.cues(sentence)
        for start, end in cues.unknown_places(names):
            nearer = _distance(trigger, Span(start, end, ""), sentence) < cost
            if cues.chained(end, chosen.start) or cues.owned(chosen, start):
                return self._worded(chosen, start, end, sentence), reason
            if not nearer or fineness(chosen) >= FINENESS["admin1"]:
                continue
            if self.country and self.story.home == country_of(chosen):
                return self.country, "a smaller place is named that the gazetteer does not know"
        return chosen, reason

    def _worded(self, holder: Toponym, start: int, end: int, sentence: Sentence) -> Toponym:
        """The city, worded as printed: "the X neighborhood in Lima" is put at Lima and says X."""
        first, last = min(start, holder.start), max(end, holder.end)
        text = sentence.text[first - sentence.start : last - sentence.start]
        return replace(holder, start=first, end=last, text=text)

    def placed(self, sentence: Sentence) -> list[Toponym]:
        """Names of a sentence that stand behind a preposition of place, at home in the story."""
        names = self.names(sentence)
        return [
            t
            for t in names
            if (word := self.cues(sentence).preposition(t, names)) is not None
            and word not in self.words.weak
            and self.story.home in {None, country_of(t)}
        ]


def _distance(trigger: Span, other: Span | Toponym, sentence: Sentence) -> int:
    """Characters between trigger and place, clauses crossed at a cost."""
    between = _between(trigger, other, sentence)
    before = other.start < trigger.start
    return len(between) + _CLAUSE_COST * _clauses(between) + _BEFORE_COST * before


def _between(trigger: Span, other: Span | Toponym, sentence: Sentence) -> str:
    """The words between trigger and place, in lower case."""
    low, high = sorted([(trigger.start, trigger.end), (other.start, other.end)])
    return sentence.text[max(0, low[1] - sentence.start) : max(0, high[0] - sentence.start)].lower()


def _clauses(between: str) -> int:
    return sum(map(between.count, _CLAUSE_MARKS))
