"""Which words of harm may say something of a number: "five soldiers killed two" tells of two dead.

People are harmed by a word in front of their number ("killed five", "the death of five") or by one
behind it that has no object of its own ("five were killed", "five died"). Whoever is the subject of
an active verb of harm, or stands behind "by", did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo import grammar
from geo.events.dates.words import date_words
from geo.events.quantities.people import Count, Token
from geo.events.quantities.words import NumberWords
from geo.model import QuantityKind

__all__ = ["Harm", "Reading", "harms"]

_ACTIVE = grammar.words("quantities.doers.active")
_SHOT = grammar.words("quantities.doers.shot")
_DEAD = grammar.words("quantities.doers.dead")
_FRONT = grammar.words("quantities.doers.front")
_TO = grammar.words("quantities.doers.to")
_SENTENCED = grammar.words("quantities.doers.sentenced")
_OWN = grammar.words("quantities.doers.own")
_OBJECTS = grammar.words("quantities.doers.objects")
_TIMES = grammar.words("quantities.doers.times")
_SAYING = grammar.words("quantities.doers.saying")
_BREAKS = grammar.words("quantities.doers.breaks")
_LISTING = grammar.words("quantities.doers.listing")
_AGENT = grammar.words("quantities.doers.agent")
_GROWING = grammar.words("quantities.doers.growing")
_SEVERAL = grammar.words("quantities.doers.several")
_SINGLE = grammar.words("quantities.doers.single")
_WITHIN = grammar.words("quantities.doers.within")
_ALONG = grammar.words("quantities.doers.along")
_LIVES = grammar.words("quantities.doers.lives")
_SELVES = grammar.words("quantities.doers.selves")
_RELATIVE = grammar.words("common.clauses.relative")
_PASSIVE = grammar.words("common.verbs.be") | grammar.words("common.verbs.get")
#: What is done to people rather than by them.
_HARM: frozenset[QuantityKind] = frozenset({"killed", "injured", "arrested", "abducted"})
#: So many words may stand between "were" and "killed", or between "a" and "day".
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Harm:
    """A word that says what befell people, by its token."""

    kind: QuantityKind
    index: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its tokens, the numbers of people in it and the words that may go to them."""

    text: str
    tokens: Sequence[Token]
    counts: Sequence[Count]
    verbs: Sequence[Harm]
    words: NumberWords

    def claims(self, count: Count) -> Iterator[Harm]:
        """The words that may say something of a number, in the order of the text."""
        if self._is_teller(count):
            return
        if verb := self._done_to(count):
            yield verb
            return
        behind, doer = self._behind(count)
        within = [v for v in self.verbs if count.first <= v.index < count.last]
        if not (doer or (self._has_verb(count) and not (behind or within))):
            yield from (v for v in self.verbs if v.index < count.first and self._takes(v, count))
        yield from within
        yield from behind

    def _is_teller(self, count: Count) -> bool:
        """Whether somebody only tells of it: "…, a lawyer said"."""
        return count.high == 1 and self._word(count.last) in _SAYING

    def _done_to(self, count: Count) -> Harm | None:
        """The active verb of harm right before a number, whose object it is."""
        at = count.first - 1
        harm = next((v for v in self.verbs if v.index == at and v.kind in _HARM), None)
        return harm if harm and self._has_object(at) else None

    def _takes(self, verb: Harm, count: Count) -> bool:
        """Whether a word in front may take the number: a passive has its people before it."""
        if verb.kind not in _HARM or self._word(verb.index) in _FRONT:
            return True
        if not self._is_passive(verb.index) or self._word(count.first - 2) in _ALONG:
            return True
        return self._word(count.first - 1) not in _WITHIN

    def _behind(self, count: Count) -> tuple[list[Harm], bool]:
        """The words behind a number that may go to it, and whether it counts those who did it."""
        if self._is_agent(count):
            return [], True
        kept = []
        for verb in self.verbs:
            if verb.index < count.last:
                continue
            between = [t.text for t in self.tokens[count.last : verb.index]]
            if not between and self._is_counted(count):
                kept.append(verb)
                continue
            if verb.kind in _HARM and self._has_object(verb.index):
                if not _RELATIVE.isdisjoint(between):
                    continue
                told = self._word(count.first - 1) in self.words.kinds
                return kept, not told and not kept and _BREAKS.isdisjoint(between)
            if self._passes_another(count, verb.index):
                break
            if verb.kind not in _HARM or not self._looks_ahead(verb.index):
                kept.append(verb)
        return kept, False

    def _is_counted(self, count: Count) -> bool:
        """Whether a number has no noun but the word behind it: "30 arrests", "30 arrested farmers"."""
        bare = self._word(count.last - 1) not in self.words.people
        return bare and not any(other.first == count.last + 1 for other in self.counts)

    def _is_agent(self, count: Count) -> bool:
        """Whether the number is of those who did it: "by six gunmen", not "rose by six"."""
        before = self._word(count.first - 1)
        return before in _AGENT and self._word(count.first - 2) not in _GROWING

    def _passes_another(self, count: Count, verb: int) -> bool:
        """Whether other people stand between a number and a word, who are not listed with it."""
        return any(
            count.last <= other.first < verb
            and not other.high == count.high == 1
            and self._word(other.first - 1) not in _LISTING
            and not self._done_to(other)
            for other in self.counts
        )

    def _has_object(self, verb: int) -> bool:
        """Whether a word of harm is an active verb that says whom it befell: "killed the mayor"."""
        word = self._word(verb)
        shot = word in _DEAD and self._word(verb - 1) in _SHOT
        if not shot and word not in _ACTIVE:
            return False
        if word not in _FRONT and self._is_passive(verb):
            return False
        return self._is_object(verb + 1 + (self._word(verb + 1) in _DEAD), verb)

    def _is_object(self, at: int, verb: int) -> bool:
        """Whether somebody or something begins at a token, and no time ("killed last week")."""
        word = self._word(at)
        if any(other.first == at for other in self.counts):
            return True
        if word in _OBJECTS:
            following = {self._word(k) for k in range(at + 1, at + 1 + _NEAR)}
            return _TIMES.isdisjoint(following)
        if word in self.words.people:
            return self._word(at + 1) not in _SAYING
        return self._is_name(at) and not self._is_name(verb)

    def _is_name(self, at: int) -> bool:
        """Whether a word is printed with a capital, days and months apart."""
        if not 0 <= at < len(self.tokens):
            return False
        word = self._word(at)
        dated = word in date_words().weekdays or word in date_words().months
        return self.text[self.tokens[at].start].isupper() and not dated

    def _is_passive(self, verb: int) -> bool:
        return any(self._word(k) in _PASSIVE for k in range(verb - _NEAR, verb))

    def _looks_ahead(self, verb: int) -> bool:
        """Whether a word takes only people behind it: "the deaths of five", not "hacked to death"."""
        if self._word(verb) not in _FRONT:
            return False
        before = self._word(verb - 1)
        done = before in _TO and self._word(verb - 2) not in _SENTENCED
        lost = self._word(verb + 1) in _OWN and self._word(verb + 2) in _LIVES
        return not (done or lost or before in _OWN or self._word(verb + 1) in _SELVES)

    def _has_verb(self, count: Count) -> bool:
        """Whether a number is the subject of what follows: "dozens of people were taken …"."""
        before = self._word(count.first - 1)
        if before in _WITHIN or before in self.words.kinds:
            return False
        one = count.low == count.high == 1
        return self._word(count.last) in (_SINGLE if one else _SEVERAL)

    def _word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""


def harms(tokens: Sequence[Token], kinds: dict[str, QuantityKind]) -> list[Harm]:
    """The words of a text that say what befell people."""
    return [Harm(kind, i) for i, t in enumerate(tokens) if (kind := kinds.get(t.text))]
