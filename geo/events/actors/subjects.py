"""Who acts, where a parser does not say it, or says it of the wrong word.

Long sentences of news lead a parser astray: it takes the uniform for the subject of "a man in a uniform
shot three people", and what a group is for the group ("X, an armed band, shot …"). A subject that is
nobody is therefore asked for again by position, and a description gives way to the name before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo.events.actors.context import ActorContext
from geo.events.actors.lists import BEGINS
from geo.events.actors.phrases import TIME_WORDS, Phrase, phrase_at
from geo.events.actors.slots import Slots
from geo.events.actors.tagged import TaggedSlots
from geo.events.triggers import Trigger
from geo.syntax import Analysis

__all__ = ["SOMEBODY", "Subjects"]

#: Kinds of phrase that are surely somebody.
SOMEBODY = frozenset({"person", "body", "people"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_NAMES = frozenset({"NNP", "NNPS"})
_QUOTES = frozenset({'"', "”", "''", "'", "’"})


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
        subject = self._slots.subject(verb)
        tags = self._a.tags
        finite = tags[verb] in _FINITE or "MD" in tags[max(0, verb - 3) : verb]
        if finite and self._is_nobody(subject):
            other = TaggedSlots(self._a, self._found, self._trigger).subject(verb)
            lone = subject is None and self._a.heads is not None
            subject = other if lone or self._opens_clause(other) else subject
        return None if subject is None else self._named_before(subject)

    def is_somebody(self, token: int) -> bool:
        """Whether a token stands in a mention of somebody."""
        phrase = phrase_at(self._found, token)
        return phrase is not None and self._kind(phrase) in SOMEBODY | {"name"}

    def _kind(self, phrase: Phrase) -> str:
        return self._context.kind_of(self._a, phrase)

    def _is_nobody(self, token: int | None) -> bool:
        phrase = None if token is None else phrase_at(self._found, token)
        if phrase is None or phrase.pronoun:
            return phrase is None
        return self._kind(phrase) in {"thing", "never"}

    def _opens_clause(self, token: int | None) -> bool:
        """Whether a token heads a mention of somebody that a clause begins with."""
        phrase = None if token is None else phrase_at(self._found, token)
        if phrase is None or not self.is_somebody(phrase.head):
            return False
        before = self._a.words[phrase.first - 1].lower()
        return phrase.first == 0 or before in BEGINS | TIME_WORDS

    def _named_before(self, token: int) -> int:
        """The name before a description that was taken for the subject: "*X*, an armed group, …"."""
        phrase = phrase_at(self._found, token)
        words, tags = self._a.words, self._a.tags
        if phrase is None or phrase.first < 2 or words[phrase.first - 1] != ",":  # noqa: PLR2004
            return token
        described = tags[phrase.first] == "DT" and tags[phrase.head] not in _NAMES
        at = phrase.first - 2
        name = phrase_at(self._found, at - 1 if words[at] in _QUOTES else at)
        if name is None or not described or tags[name.first - 1] in {"IN", "TO"}:
            return token
        return name.head if tags[name.head] in _NAMES and self.is_somebody(name.head) else token
