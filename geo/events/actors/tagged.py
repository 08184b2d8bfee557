"""Who stands where, read from tags alone (the "fast" setting, and where a parse finds nothing)."""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.actors.phrases import TIME_WORDS, Phrase, dateline_end, lowered
from geo.events.triggers import Trigger
from geo.syntax import Analysis

_BE = grammar.words("common.verbs.be") | grammar.words("common.verbs.get")
_HAVE = grammar.words("common.verbs.have") | grammar.words("common.verbs.had_short")
_AUXILIARIES = _BE | _HAVE
_DO = grammar.words("common.verbs.do")
_RELATIVE = grammar.words("common.clauses.relative")
_JOINS = grammar.words("actors.tagged.joins")
_CONJUNCTIONS = grammar.words("actors.tagged.conjunctions")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_STOPS = frozenset({";", ":", "--", "—", "–", ".", "?", "!"})
_REACH = 14
_DEPTH = 4


class TaggedSlots:
    """Reads positions and tags."""

    def __init__(self, analysis: Analysis, found: Sequence[Phrase], trigger: Trigger) -> None:
        self._a = analysis
        self._found = found
        self._tags = analysis.tags
        self._low = lowered(analysis.words)
        self._own = frozenset(trigger.tokens)
        self._at = {i: p for p in found for i in range(p.first, p.last + 1)}

    def is_passive(self, verb: int) -> bool:
        """By the auxiliary before it, or "by" behind it."""
        if self._tags[verb] not in {"VBN", "VBD", "JJ"}:
            return False
        place = self._group(verb)
        words = set(self._low[place:verb])
        if words & _BE:
            return True
        if words & _HAVE:
            return False
        after = verb + 1
        while after < len(self._low) and self._tags[after].startswith("RB"):
            after += 1
        if after < len(self._low) and self._low[after] == "by":
            return True
        open_ = after >= len(self._low) or (
            after not in self._at and self._tags[after] not in {"DT", "PRP"}
        )
        return self._tags[verb] == "VBN" and open_

    def _group(self, verb: int) -> int:
        """First token of a verb with its auxiliaries, adverbs and "to"."""
        place = verb
        while place and (
            self._tags[place - 1].startswith(("RB", "MD", "TO"))
            or self._low[place - 1] in _BE
            or self._low[place - 1] in _HAVE
            or self._low[place - 1] in _DO
        ):
            place -= 1
        return place

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """See ``Slots``."""
        if depth > _DEPTH:
            return None
        place = self._group(verb)
        to = "to" in self._low[place:verb]
        before = place - 1
        if (
            before >= 0
            and self._low[before] in _RELATIVE
            and self._tags[before] in {"WP", "WDT", "IN"}
        ):
            return self._left_of(before, comma=True) if self._tags[before] != "IN" else None
        gerund = self._tags[verb] == "VBG" and place == verb
        joined = before >= 0 and self._low[before] in _JOINS
        if to or gerund or joined:
            if gerund and before in self._at:
                return self._at[before].head
            other = self._verb_left(place)
            if other is not None:
                return self.subject(other, depth + 1)
        return self._left_of(place, comma=False)

    def _verb_left(self, place: int) -> int | None:
        for i in range(place - 1, max(-1, place - _REACH), -1):
            if (
                self._tags[i].startswith(_FINITE)
                and self._tags[i] != "MD"
                and self._low[i] not in _AUXILIARIES
            ):
                return i
            if self._low[i] in _STOPS:
                return None
        return None

    def _left_of(self, place: int, *, comma: bool) -> int | None:
        """Head of the phrase that ends before a place and is not itself behind a preposition."""
        i = place - 1
        skipped = 0
        begin = dateline_end(self._a)
        while i >= begin and skipped < 2 * _REACH:
            phrase = self._at.get(i)
            if phrase is None:
                if self._low[i] in _STOPS:
                    return None
                if self._tags[i].startswith(_FINITE) and not comma:
                    opened = self._clause_comma(i)
                    if opened is None:
                        return None
                    i = opened
                i -= 1
                skipped += 1
                continue
            ahead = phrase.first - 1
            if self._low[phrase.head] in TIME_WORDS:
                i = ahead
                continue
            if (
                ahead >= 0
                and self._tags[ahead] in {"IN", "TO"}
                and self._low[ahead] not in _CONJUNCTIONS
            ):
                i = ahead - 1
                continue
            apart = ahead >= 1 and self._low[ahead] == "," and (ahead - 1) in self._at
            if apart and place - 1 > phrase.last:
                outer = self._at[ahead - 1]
                if "," in {self._low[phrase.last + 1], self._low[place - 1]}:
                    i = outer.last
                    continue
            return phrase.head
        return None

    def _clause_comma(self, place: int) -> int | None:
        """Start of a clause between commas that holds a place ("X, who is …, said")."""
        for i in range(place - 1, max(-1, place - _REACH), -1):
            if self._low[i] in _RELATIVE and i and self._low[i - 1] == ",":
                return i - 1
            if self._low[i] in _STOPS:
                return None
        return None

    def objects(self, verb: int) -> list[int]:
        """See ``Slots``."""
        if self.is_passive(verb):
            subject = self.subject(verb)
            return [] if subject is None else [subject]
        last = max((t for t in self._own if t >= verb), default=verb) if verb in self._own else verb
        i = last + 1
        while i < len(self._low) and (self._tags[i].startswith("RB") or self._tags[i] == "RP"):
            i += 1
        phrase = self._at.get(i)
        return [phrase.head] if phrase is not None else []

    def indirect(self, verb: int) -> list[int]:
        """See ``Slots``: the first of two phrases that follow the verb at once."""
        first = self._at.get(verb + 1)
        second = self._at.get(first.last + 1) if first is not None else None
        return [first.head] if first is not None and second is not None else []

    def oblique(self, token: int, word: str) -> list[int]:
        """See ``Slots``."""
        last = max(self._own) if token in self._own else token
        for i in range(last + 1, min(len(self._low), last + _REACH)):
            if self._low[i] in _STOPS or self._tags[i] in {"VBD", "VBZ", "VBP", "MD"}:
                break
            if self._low[i] == word and i + 1 in self._at:
                return [self._at[i + 1].head]
        return []

    def possessor(self, noun: int) -> int | None:
        """See ``Slots``."""
        phrase = self._at.get(noun)
        if phrase is None:
            return None
        for i in range(noun - 1, phrase.first - 1, -1):
            if self._tags[i] == "POS":
                return i - 1
            if self._tags[i] == "PRP$":
                return i
        return None

    def governor(self, noun: int) -> tuple[int, bool] | None:
        """See ``Slots``."""
        phrase = self._at.get(noun)
        first = phrase.first if phrase else noun
        for i in range(first - 1, max(-1, first - 4), -1):
            if self._tags[i].startswith("V") and self._low[i] not in _BE:
                return i, False
            if self._tags[i] not in {"IN", "RP", "RB", "DT"}:
                break
        return None
