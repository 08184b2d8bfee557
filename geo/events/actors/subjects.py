"""Who acts, where a parser does not say it, or says it of the wrong word.

Long sentences of news lead a parser astray: it takes the uniform for the subject of "a man in a uniform
shot three people", and what a group is for the group ("X, an armed band, shot …"). A subject that is
nobody is therefore asked for again by position, and a description gives way to the name before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.lists import BEGINS
from geo.events.actors.phrases import TIME_WORDS, Phrase, named_before, phrase_at
from geo.events.actors.slots import Slots
from geo.events.actors.tagged import TaggedSlots
from geo.events.triggers import Trigger
from geo.syntax import Analysis

__all__ = ["SOMEBODY", "Subjects", "as_verb"]

#: Kinds of phrase that are surely somebody.
SOMEBODY = frozenset({"person", "body", "people"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_RELATIVE = grammar.words("common.clauses.relative")
_AREAS = grammar.words("actors.find.areas")
_IN = grammar.words("actors.find.within")
_NAMES = frozenset({"NNP", "NNPS"})
_BE = grammar.words("common.verbs.be")
_PLACED = grammar.words("actors.blame.placed")
#: So long may a clause in commas be.
_REACH = 20


class Subjects:
    """The subjects of one sentence.

    Parameters
    ----------
    analysis, found
        The sentence and its phrases.
    context
        Says which phrases mean somebody.
    slots, trigger
        The reader of the sentence, and the act it reads for.
    """

    def __init__(
        self,
        analysis: Analysis,
        found: Sequence[Phrase],
        context: ActorContext,
        slots: Slots,
        trigger: Trigger,
    ) -> None:
        self._a = analysis
        self._found = found
        self._context = context
        self._slots = slots
        self._trigger = trigger

    def of(self, verb: int) -> int | None:
        """The head of a verb's subject, None where nothing is it.

        Parameters
        ----------
        verb
            Its token.
        """
        outer = self._before_clause(verb)
        subject = self._slots.subject(verb) if outer is None else outer
        tags = self._a.tags
        finite = tags[verb] in _FINITE or "MD" in tags[max(0, verb - 3) : verb]
        if finite and self._is_nobody(subject):
            other = TaggedSlots(self._a, self._found, self._trigger).subject(verb)
            lone = subject is None and self._a.heads is not None
            subject = other if lone or self._opens_clause(other) else subject
        subject = self._told_of(subject)
        phrase = None if subject is None else phrase_at(self._found, subject)
        described = phrase is not None and tags[phrase.first] == "DT"
        name = phrase and described and named_before(phrase, self._found, self._a)
        return name.head if name and self.is_somebody(name.head) else subject

    def _before_clause(self, verb: int) -> int | None:
        """Whoever a clause in commas right before the verb tells more of: "*X*, who …, killed"."""
        words = self._a.words
        if verb < 4 or words[verb - 1] != ",":  # noqa: PLR2004
            return None
        for at in range(verb - 2, max(1, verb - _REACH), -1):
            if words[at - 1] == "," and words[at].lower() in _RELATIVE:
                phrase = phrase_at(self._found, at - 2)
                somebody = phrase is not None and self.is_somebody(phrase.head)
                return phrase.head if phrase is not None and somebody else None
        return None

    def _told_of(self, subject: int | None) -> int | None:
        """Whom a "who" means that the parse ties to nobody: "peasants of the town, *who* attacked …"."""
        force = self._trigger.entry.event_type == "ASSAULT"
        if subject is None or not force or self._a.words[subject].lower() != "who":
            return subject
        before = [p for p in self._found if max(0, subject - _REACH) <= p.first < subject]
        people = [p for p in before if not p.pronoun and self._kind(p) in SOMEBODY]
        return people[-1].head if people else subject

    def is_somebody(self, token: int) -> bool:
        """Whether a token stands in a mention of somebody."""
        phrase = phrase_at(self._found, token)
        return phrase is not None and self._kind(phrase) in SOMEBODY | {"name"}

    def is_area(self, phrase: Phrase) -> bool:
        """Whether an act of force would be done by a stretch of land ("Lima Department")."""
        words = self._a.words
        named = phrase.last > phrase.first and self._a.tags[phrase.head - 1] in _NAMES
        area = named and words[phrase.head].lower() in _AREAS
        doing = phrase.last + 1 in self._trigger.tokens  # "killed in *police* firing"
        placed = not doing and phrase.first > 0 and words[phrase.first - 1].lower() in _IN
        body = self._kind(phrase) not in {"person", "people"}
        return self._trigger.entry.event_type == "ASSAULT" and (area or (placed and body))

    def _kind(self, phrase: Phrase) -> str:
        return self._context.kind_of(self._a, phrase)

    def _is_nobody(self, token: int | None) -> bool:
        phrase = None if token is None else phrase_at(self._found, token)
        if phrase is None or phrase.pronoun:
            return phrase is None
        if phrase.first and self._a.words[phrase.first - 1].lower() in _PLACED:
            return True  # "in the north rebels killed …"
        return self._kind(phrase) in {"thing", "never"}

    def _opens_clause(self, token: int | None) -> bool:
        """Whether a token heads a mention of somebody that a clause begins with."""
        phrase = None if token is None else phrase_at(self._found, token)
        if phrase is None or not self.is_somebody(phrase.head):
            return False
        before = self._a.words[phrase.first - 1].lower()
        return phrase.first == 0 or before in BEGINS | TIME_WORDS


def as_verb(trigger: Trigger, analysis: Analysis) -> Analysis:
    """The analysis with a verb tagged as one, and no parse, where the tagger took it for no verb.

    Rare verbs ("machinegunned"), and any in capitals, look like adjectives or names.
    """
    at = trigger.anchor
    if (
        trigger.entry.kind != "verb"
        or len(trigger.tokens) > 1
        or analysis.tags[at].startswith(("V", "MD"))
    ):
        return analysis
    before = at - 1
    while before > 0 and analysis.tags[before].startswith("RB"):
        before -= 1
    passive = before >= 0 and analysis.words[before].lower() in _BE
    tags = (*analysis.tags[:at], "VBN" if passive else "VBD", *analysis.tags[at + 1 :])
    return replace(analysis, tags=tags, heads=None, deps=None)
