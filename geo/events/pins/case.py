"""One event with what its place and its sense are judged by, and what can be read off it at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo import grammar
from geo.events.gate import Verdict
from geo.events.standing import is_public
from geo.events.triggers import Trigger
from geo.frozen import quicken
from geo.model import Actor, EventDate, Quantity, Sentence, Toponym
from geo.syntax import Analysis

_FIRST_PERSON = grammar.words("pins.persons.first")
_ADDRESSED = _FIRST_PERSON | grammar.words("pins.persons.addressed")
_QUOTES = frozenset({"“", "”", '"', "``", "''"})
_PRESENT = grammar.words("pins.persons.present")
_AUXILIARIES = grammar.words("pins.persons.auxiliaries")
#: Words behind "the city's" that may name who acts: "the city's SWAT team".
_OWNED = 3
#: From "agreement on" to the noun.
_TOPIC_REACH, _ABOUT = 5, grammar.words("pins.topics.about")
#: Acts that bodies do to bodies; all others are pinned only between public actors.
BODILY = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})


@dataclass(frozen=True, slots=True)
class Case:
    """One event with what its place and its sense are judged by.

    ``kind`` is the PLOVER type, ``share`` the story's share of words of violence and unrest,
    ``politics`` how much of it is about public affairs (0 to 1), ``public`` how many of actor and recipient take part in public affairs (0 to 2), ``day`` when it was, ``named`` the place names of the sentence, ``remote`` whether the place is a
    small one of a country that the story names only as an actor, ``scene`` whether the sentence
    before tells of an act of bodies that is drawn there, ``beside`` all triggers of the sentence,
    ``ahead`` whether its day lies behind the day of publication, ``timeless`` whether no day is said
    of it and the story tells of none of the week up to publication.
    """

    kind: str
    trigger: Trigger
    verdict: Verdict
    analysis: Analysis
    low: Sequence[str]
    sentence: Sentence
    toponym: Toponym
    reason: str
    attached: bool | None
    actors: Sequence[Actor]
    recipients: Sequence[Actor]
    numbers: Sequence[Quantity]
    public: int
    share: float
    politics: float
    sure: float
    opening: frozenset[str]
    title: frozenset[str]
    day: EventDate | None
    named: Sequence[Toponym]
    remote: bool
    scene: bool
    beside: Sequence[Trigger]
    ahead: bool
    timeless: bool

    @property
    def dated(self) -> bool:
        """Whether the text says when."""
        return self.day is not None and not self.guessed

    @property
    def span(self) -> tuple[int, int]:
        """Where its words begin and end in the article."""
        starts, ends = self.analysis.starts, self.analysis.ends
        return starts[self.trigger.first], ends[self.trigger.last]

    @property
    def is_placed(self) -> bool:
        """Whether its place lies below a country, so that it could be drawn."""
        place = self.toponym.place
        return place is not None and place.kind != "country"

    @property
    def own_place(self) -> bool:
        """Whether its own sentence names the place."""
        return self.sentence.start <= self.toponym.start < self.sentence.end

    @property
    def says_day(self) -> bool:
        """Whether its own sentence says the day."""
        start = self.day.start_offset if self.day is not None else None
        return start is not None and self.sentence.start <= start < self.sentence.end

    @property
    def guessed(self) -> bool:
        """Whether the day of publication stands for the day."""
        return self.day is not None and self.day.basis == "publication"


quicken(Case)


def is_head(sentence: Sentence) -> bool:
    """Whether a sentence opens its story."""
    return sentence.index == 0 or sentence.kind in {"headline", "heading"}


def is_arrest(case: Case) -> bool:
    """Whether somebody is held: an arrest, not another restraint."""
    return case.kind == "COERCE" and "arrest" in case.trigger.entry.modes


def is_round(case: Case) -> bool:
    """Whether several public bodies sit on one side of the talks: "A and B took part"."""
    return sum(map(is_public, case.actors)) > 1


def is_named(actor: Actor, analysis: Analysis) -> bool:
    """Whether an actor is called by a name."""
    inside = analysis.between(actor.start, actor.end)
    return bool(inside) and analysis.tags[inside[-1]].startswith("NNP")


def is_owner(case: Case, staff: frozenset[str]) -> bool:
    """Whether the place is that of a description that only owns who acts: "the city's police"."""
    description = case.reason.partition("” stands for")[0].lstrip("“").lower()
    told = case.sentence.text.lower().replace("’", "'")
    _, owns, owned = told.partition(f"{description}'s ")
    return "stands for" in case.reason and bool(owns) and bool(staff & set(owned.split()[:_OWNED]))


def is_quoted(case: Case) -> bool:
    """Whether a speaker tells it of himself or to somebody: "you took part in the assault"."""
    first = case.trigger.first
    opened = max((i for i in range(first) if case.low[i] in _QUOTES), default=None)
    if opened is None:
        return False
    said = case.low[opened:first] if case.low[opened] != "”" else ()
    return not _FIRST_PERSON.isdisjoint(case.low[first : case.trigger.last + 3]) or not (
        _ADDRESSED.isdisjoint(said)
    )


def is_topic(case: Case, talk: frozenset[str]) -> bool:
    """Whether a noun is what is talked about: "without agreement on the deployment of troops"."""
    if case.trigger.entry.kind != "noun" or case.kind in BODILY - {"MOBILIZE"}:
        return False
    first = case.trigger.first
    near = range(max(1, first - _TOPIC_REACH), first)
    return any(case.low[i] in _ABOUT and case.low[i - 1] in talk for i in near)


def place_at(case: Case) -> int | None:
    """The token where the sentence names its place, or says "the city" for it; None if it does not."""
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    description, stands, _ = case.reason.lower().lstrip("“").partition("” stands for")
    if not stands:
        return inside[0] if inside else None
    noun, anchor = description.split()[-1:], case.trigger.anchor
    said = [i for i, word in enumerate(case.low) if [word] == noun]
    return min(said, key=lambda i: abs(i - anchor), default=None)


def is_attributive(case: Case) -> bool:
    """Whether the trigger stands before a noun as its adjective: "the jailed leader"."""
    first, last, tags = case.trigger.first, case.trigger.last, case.analysis.tags
    if case.trigger.entry.kind != "verb" or not first or last + 1 >= len(tags) or first != last:
        return False
    return tags[first - 1] in {"DT", "PRP$"} and tags[last + 1].startswith(("NN", "JJ"))


def is_habit(case: Case) -> bool:
    """Whether a verb of the body stands in the present: "security forces beat people", "are detained".

    With a day in the sentence it does not: "soldiers beat people yesterday".
    """
    anchor, tags = case.trigger.anchor, case.analysis.tags
    if is_head(case.sentence) or case.says_day:
        return False
    if tags[anchor] == "VBN" and anchor and case.low[anchor - 1] in _PRESENT:
        return True
    if tags[anchor] not in {"VBP", "VBZ"}:
        return False
    return not _AUXILIARIES.intersection(case.low[max(0, anchor - 3) : anchor])
