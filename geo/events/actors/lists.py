"""Who else is meant: the phrases listed with one, on both sides of it.

"A, manager of B, and two others", "three journalists: A, a photographer, and B", "a judge, two students
and a driver were shot". A list is read by position, because a parser ties its later members to
anything; an apposition between commas belongs to the name before it and is no member of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo import grammar
from geo.events.actors.phrases import Phrase, lowered
from geo.syntax import Analysis

__all__ = ["BEGINS", "conjuncts"]

#: Says what a phrase means ("person", "name", "thing" …).
Kind = Callable[[Phrase], str]
#: Kinds of phrase that may stand in a list of people.
_MEMBERS = frozenset({"person", "people", "body", "name"})
_AND = grammar.words("actors.lists.and") | {"&"}
_JOINS = tuple(tuple(join.split()) for join in grammar.phrases("actors.lists.joins"))
_OPENS = tuple(tuple(word.split()) for word in grammar.phrases("actors.lists.opens"))
_TIES = grammar.words("actors.lists.ties")
_NAMES = frozenset({"NNP", "NNPS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
#: Behind a member these show that it is the subject of nothing.
_CLOSES = grammar.words("actors.lists.and") | {",", ";"}
BEGINS = grammar.words("actors.lists.begins") | {",", ";", ":", "--", "—", "–", '"', "“"}
_LONGEST = 40
#: The first member of a list stands at most so many words before the last.
_FAR = 90
#: Nouns in the singular that mean several people, who may be named behind them.
_SEVERAL = grammar.words("actors.lists.several")
#: What is said of a member in passing, and how long that may be.
_ASIDES = {"(": ")", "-lrb-": "-rrb-", "[": "]", "--": "--", "—": "—", "–": "–"}
_ASIDE = 20
_RELATIVE = grammar.words("actors.lists.relative")
_CALLED = tuple(tuple(word.split()) for word in grammar.phrases("actors.lists.called"))


@dataclass(frozen=True, slots=True)
class _Step:
    """The way from one member to the next."""

    at: int
    joined: bool
    opened: bool = False


def conjuncts(
    phrase: Phrase,
    found: Sequence[Phrase],
    analysis: Analysis,
    kind: Kind,
    *,
    verb: int | None = None,
    people: bool = False,
    back: bool = False,
) -> tuple[Phrase, ...]:
    """The phrases listed with one.

    Parameters
    ----------
    phrase
        Extended by what belongs to it.
    found, analysis
        The phrases of the sentence, left to right, and the sentence.
    kind
        What a phrase means.
    verb
        The verb that the list is subject or object of, where it is one.
    people
        The act is done to people one by one, so "including", a colon and what is tied to a member
        ("two men from A and a boy") are read through; elsewhere such a list names what it is about.
    back
        The phrase was found by its end ("the arrest of A and *B involved in the attack*"): the one that
        "and" ties to it is listed with it as well.

    Returns
    -------
    tuple of Phrase
        The other members: those behind it, then, for a subject, those before it.
    """
    reader = _Reader(found, analysis, kind, verb, people=people)
    members = reader.behind(phrase)
    if people and verb is not None and phrase.last < verb:
        members += reader.before(phrase)
        members += reader.announced(verb)
    elif back:
        members += reader.paired(phrase)
    return tuple(members)


class _Reader:
    """One sentence's lists."""

    def __init__(
        self,
        found: Sequence[Phrase],
        analysis: Analysis,
        kind: Kind,
        verb: int | None,
        *,
        people: bool,
    ) -> None:
        self.a = analysis
        self.people = people
        self.low = lowered(analysis.words)
        self.kind = kind
        self.verb = verb
        self.first = {p.first: p for p in found}
        self.last = {p.last: p for p in found}

    def behind(self, phrase: Phrase, *, opened: bool = False) -> list[Phrase]:
        """Members to the right; in an opened list no "and" need stand before the last."""
        members: list[Phrase] = []
        pending: list[Phrase] = []
        item, open_, apposed = phrase, opened, False
        for _ in range(_LONGEST):
            end, tied = self._end(item)
            step = self._step(end)
            nxt = self.first.get(step.at) if step else None
            if step is None or nxt is None or (step.opened and open_):
                break
            open_ = open_ or step.opened
            closed = apposed  # the member before it stood in commas with what it is
            parted = step.joined or step.opened or closed or self.low[end] == ";"
            apposed = not parted and self._apposed(item, nxt)
            apposed = apposed or (closed and step.joined and self._is_bare_role(nxt))
            bound = tied and not (closed or self.low[end] in {",", ";"})
            if not apposed and not self._may_join(item, nxt, step, bound=bound):
                break
            if not apposed:
                pending.append(nxt)
                if step.joined:
                    if self._opens_clause(nxt):
                        return members
                    members += pending
                    pending = []
            item = nxt
        return members + (pending if open_ else [])

    def before(self, phrase: Phrase) -> list[Phrase]:
        """Members to the left of a subject that a parser took for the whole of it.

        The list is read from where it begins; that is the first phrase from which it reaches the subject.
        """
        for start in self.first.values():
            if start.first >= phrase.first or phrase.first - start.first > _FAR:
                continue
            if self.kind(start) not in _MEMBERS or not self._begins(start.first):
                continue
            members = [start, *self.behind(start)]
            if any(m.first == phrase.first for m in members):
                return [m for m in members if m.first < phrase.first]
        return []

    def paired(self, phrase: Phrase) -> list[Phrase]:
        """The member right before the "and" of a phrase: "the arrest of *a colonel* and two men"."""
        joint = phrase.first - 1
        if joint < 1 or self.low[joint] not in _AND:
            return []
        other = self.last.get(joint - 1) or self.last.get(joint - 2)
        return [other] if other is not None and self.kind(other) in _MEMBERS else []

    def announced(self, verb: int) -> list[Phrase]:
        """Who is named behind the verb: "the following died: …", "three were hurt, including …"."""
        for at in range(verb + 1, len(self.low) - 1):
            opened = next((o for o in _OPENS if tuple(self.low[at : at + len(o)]) == o), None)
            if self.low[at] == ":":
                opened = (":",)
            if opened is None or (opened != (":",) and self.low[at - 1] != ","):
                continue
            first = self.first.get(at + len(opened))
            if first is None or not (self._is_person(first) or self._is_full_name(first)):
                continue
            return [first, *self.behind(first, opened=True)]
        return []

    def _begins(self, at: int) -> bool:
        """Whether a list may begin at a token: nothing ties it to what stands before."""
        return at == 0 or self.low[at - 1] in BEGINS

    def _is_full_name(self, phrase: Phrase) -> bool:
        return phrase.last > phrase.first and self._is_name(phrase)

    def _end(self, item: Phrase) -> tuple[int, bool]:
        """First token behind a member, its age and what prepositions tie to it; whether any do."""
        at = self._behind_aside(_behind_age(item.last + 1, self.low))
        inner = any(word in _TIES for word in self.low[item.head : item.last])
        tied = at if self.people else len(self.low)
        while tied < len(self.low) and self.low[tied] in _TIES and tied + 1 in self.first:
            tied = self.first[tied + 1].last + 1
        if at < tied < len(self.low) and self._step(tied) is not None:
            return tied, True
        return at, inner

    def _behind_aside(self, at: int) -> int:
        """Past what is said of a member in brackets, between dashes, by a relative clause or a name."""
        low = self.low
        if not self.people or at + 1 >= len(low):
            return at
        at += low[at] == "," and low[at + 1] in _ASIDES  # "Ruiz, (sister of the president) and …"
        close = _ASIDES.get(low[at], "")
        if low[at] == "," and low[at + 1] in _RELATIVE:
            close = ","
        if close:
            end = next(
                (i for i in range(at + 2, min(len(low), at + _ASIDE)) if low[i] == close), -1
            )
            return at if end < 0 else end + (close != ",")
        word = at + (self.a.tags[at] == "RB")
        for called in _CALLED:
            name = self.first.get(word + len(called))
            if tuple(low[word : word + len(called)]) == called and name is not None:
                return name.last + 1
        return at

    def _step(self, at: int) -> _Step | None:
        """The separator at a token and where the next member begins."""
        low = self.low
        if at >= len(low):
            return None
        comma = low[at] in {",", ";"}
        word = at + 1 if comma else at
        for join in _JOINS:
            if tuple(low[word : word + len(join)]) == join:
                return _Step(word + len(join), joined=True)
        for opens in _OPENS if self.people else ():
            if tuple(low[word : word + len(opens)]) == opens:
                return _Step(word + len(opens), joined=False, opened=True)
        if word < len(low) and low[word] in _AND:
            return _Step(word + 1, joined=True)
        if comma:
            return _Step(at + 1, joined=False)
        return _Step(at + 1, joined=False, opened=True) if self.people and low[at] == ":" else None

    def _apposed(self, item: Phrase, nxt: Phrase) -> bool:
        """Whether a phrase in commas only says what the member before it is, or is called."""
        named, role = self._is_name(item), self._is_name(nxt)
        if named == role:
            return False
        plural = any(
            self.a.tags[p.head] == "NNPS"
            or (self.a.tags[p.head] == "NNS" and not self._is_name(p))
            or self.low[p.head] in _SEVERAL
            for p in (item, nxt)
        )
        return self.kind(nxt) in _MEMBERS and not plural and self.a.tags[nxt.first] != "CD"

    def _is_bare_role(self, phrase: Phrase) -> bool:
        """Whether a phrase only goes on to say what somebody is: "rector *and vice rector*"."""
        return (
            self.kind(phrase) == "person"
            and self.a.tags[phrase.head] == "NN"
            and not (
                self._is_name(phrase) or self.a.tags[phrase.first] in {"DT", "CD", "PRP$", "JJ"}
            )
        )

    def _is_name(self, phrase: Phrase) -> bool:
        named = self.a.tags[phrase.head] in _NAMES or self.kind(phrase) == "name"
        return named and self.a.tags[phrase.first] != "DT"

    def _may_join(self, item: Phrase, nxt: Phrase, step: _Step, *, bound: bool) -> bool:
        """Whether a phrase may be a member: not "Y" in "envoys of X and Y", where it is ``bound``."""
        opened = self.a.tags[nxt.first] in {"DT", "CD", "PRP$"}
        if nxt.pronoun or (bound and not opened and not self._is_person(nxt)):
            return False
        if self.low[nxt.first] == "more":  # "five or more people"
            return False
        if not step.joined and self._opens_clause(nxt):
            return False
        return not step.opened or (self._is_person(item) and self.kind(nxt) in _MEMBERS)

    def _is_person(self, phrase: Phrase) -> bool:
        return self.kind(phrase) in {"person", "people"}

    def _opens_clause(self, phrase: Phrase) -> bool:
        """Whether a phrase is the subject of another verb ("... and troops fired")."""
        after = phrase.last + 1
        while after < len(self.a) and self.a.tags[after].startswith("RB"):
            after += 1
        verb = self.verb
        if verb is not None and phrase.last < verb and self._leads_to(after, verb):
            return False
        if self.a.heads is not None and self.a.deps is not None:
            # "urged A and B to stop": B is the subject of the infinitive, and a member all the same.
            head = self.a.heads[phrase.head]
            end, _ = self._end(phrase)
            closed = end < len(self.low) and self.low[end] in _CLOSES
            own = head > phrase.last and self.a.tags[head] != "VB" and not closed
            return own and self.a.deps[phrase.head].startswith("nsubj")
        return after < len(self.a) and self.a.tags[after] in _FINITE

    def _leads_to(self, after: int, verb: int) -> bool:
        """Whether only auxiliaries and adverbs stand between a phrase and the verb."""
        between = self.a.tags[after:verb]
        return all(t.startswith(("RB", "V", "MD")) for t in between) and verb - after <= 4  # noqa: PLR2004


def _behind_age(at: int, low: Sequence[str]) -> int:
    """Past an age in commas: "Ana Ruiz, 42, and …", "Ana Ruiz, 20 years old, and …"."""
    if at + 2 >= len(low) or low[at] != "," or not low[at + 1].isdigit():
        return at
    end = at + 4 if low[at + 2 : at + 4] == ["years", "old"] else at + 2
    return end if end < len(low) and low[end] in {",", ";", "and"} else at
