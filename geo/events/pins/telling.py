"""Whether an act is told as news: not retold, planned, denied, or a habit.

The word lists and limits are those of ``data/ontology/pins.toml``, read by :mod:`geo.events.pins.pinning`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from geo import grammar
from geo.events.pins.case import Case, is_habit, is_head, is_quoted, is_topic

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BE = grammar.words("common.verbs.be")
_BE_FINITE = grammar.words("common.verbs.be_finite")
_YEAR = re.compile(r"(1[5-9]|20)\d\d")
#: Between a year and the noun that it dates: "the 2001 anthrax attacks".
_YEAR_REACH = 3
#: From "frequently" to its verb: "frequently bomb or shoot".
_HABIT_REACH = 4
#: From "inquiry into" to the noun.
_RETOLD_REACH, _ABOUT = 6, grammar.words("pins.topics.retold")
#: From "called on" to the rally.
_CALL_REACH = 16
_RELATIVE = grammar.words("common.clauses.apart")
_FUTURE = grammar.words("pins.telling.future")
#: From "previously been" to the participle.
_FORMER_REACH = 2
#: From a noun to the verb that says that it happened.
_VERB_REACH = 4
#: From "a surge in" to its noun.
_TREND_REACH = 4
#: From an act to "denied by police".
_DENIAL_REACH = 8
#: Days; what is told of a longer time is a sum.
_MONTH = 31
#: From "planned" to the act, within its clause.
_PLAN_REACH = 9


@dataclass(frozen=True, slots=True)
class TellingQuestions:
    """The questions, with their word lists and limits."""

    words: Mapping[str, frozenset[str]]
    limits: Mapping[str, float]
    #: Phrases that put their whole sentence into another year.
    frames: tuple[str, ...]

    def why_not(self, case: Case, *, conflict: bool) -> str:
        """Why an event is not told as news; "" when it is.

        Parameters
        ----------
        case
            The event.
        conflict
            Whether its story is one of violence in public affairs.
        """
        news = self._is_news(case, conflict=conflict)
        return self._retold(case, news=news) or self._unreal(case) or self._habit(case)

    def _retold(self, case: Case, *, news: bool) -> str:  # noqa: PLR0911 (one return a question)
        """Why an act is of the past, of somebody's telling, or of none in particular."""
        low = set(case.low)
        if _is_sum(case):
            return "told of months, not of one act"
        if case.kind == "ASSAULT" and low & self.words["court"] and not news:
            return "a court hears of an act of the past"
        if "JJS" in case.analysis.tags:  # "the worst attack in its history" is news
            low.discard("history")
        remembered = not self.words["remembered"].isdisjoint(case.low[: case.trigger.first])
        if remembered or self._is_retold_in(case) or (low & self.words["told"] and not news):
            return "told of a book, a warning, a memorial or the past"
        if case.guessed and (doubt := self._undated(case, low)):
            return doubt
        if _is_in_a_name(case):
            return "the word is part of a name"
        if is_quoted(case):
            return "somebody's own words, not the story's"
        if (
            (self.words["past"] & low and "ago" in low)
            or self._is_past(case)
            or self._is_former(case)
        ):
            return "told of years ago"
        if case.trigger.entry.kind == "noun" and (self._is_general(case) or self._is_passing(case)):
            return "told of such acts in general"
        return ""

    def _undated(self, case: Case, low: set[str]) -> str:
        """Why an act for which nothing says a day is no news."""
        if case.sentence.index >= self.limits["late"]:
            return "not dated, and told late in the story"
        if case.timeless and not is_head(case.sentence):
            return "not dated, in a story that tells of no day of that week"
        # "executed thousands over four years"
        return "" if low.isdisjoint(self.words["spans"]) else "told of years ago"

    def _habit(self, case: Case) -> str:
        """Why an act is what somebody does again and again."""
        near = case.low[max(0, case.trigger.first - _HABIT_REACH) : case.trigger.first]
        if not self.words["often"].isdisjoint(near):
            return "told as a habit"
        if case.trigger.entry.kind == "verb" and is_habit(case):
            return "told as a habit, in the present tense"
        return ""

    def _is_news(self, case: Case, *, conflict: bool) -> bool:
        """Whether a sentence tells the story's news: its head, or the lead of a story of conflict."""
        lead = case.sentence.index < self.limits["lead"] and case.trigger.entry.kind == "verb"
        return is_head(case.sentence) or (lead and conflict)

    def _unreal(self, case: Case) -> str:
        """Why an act may not have happened: somebody plans or denies it."""
        if (
            case.ahead
            or _is_set(case)
            or self._is_planned(case)
            or is_topic(case, self.words["topic"])
        ):
            return "planned, and not yet done"
        behind = case.low[case.trigger.last + 1 : case.trigger.last + _DENIAL_REACH]
        held = behind[:2] == ("to", "be") or not self.words["coming"].isdisjoint(behind[:1])
        if case.trigger.entry.kind == "noun" and (held or self._is_called_off(case)):
            return "planned, and not yet done"  # "the protest planned for Sunday"
        told = behind if case.trigger.entry.kind == "verb" else case.low
        untrue = case.trigger.entry.kind == "noun" and not self.words["untrue"].isdisjoint(told)
        such = ("any", "such") in pairwise(case.low)  # "said that any such deployment was invented"
        return "somebody denies it" if untrue or such or self.words["denied"] & {*behind} else ""

    def _is_called_off(self, case: Case) -> bool:
        """Whether a verb says of a noun that it did not take place: "the protest in X was called off"."""
        low = case.low
        for i in range(case.trigger.last + 1, min(len(low), case.trigger.last + _DENIAL_REACH)):
            if low[i] in _BE:
                told = low[i + 1 : i + 3]
                return told == ("called", "off") or not self.words["called_off"].isdisjoint(told)
        return False

    def _is_planned(self, case: Case) -> bool:
        """Whether somebody only means to do it: "a plan according to which they will attack"."""
        if case.trigger.entry.kind == "noun" and (self._is_invited(case) or _is_to_come(case)):
            return True
        for i in range(case.trigger.first - 1, max(-1, case.trigger.first - _PLAN_REACH), -1):
            if case.low[i] in {",", ";", ":"}:
                return False
            if case.low[i] in self.words["planned"]:
                return True
        return False

    def _is_aside(self, case: Case) -> bool:
        """Whether another year is only told of somebody: "a man who fled X last year was shot on Monday"."""
        before = case.low[: case.trigger.first]
        opener = next((i for i in range(len(before) - 1, -1, -1) if before[i] in _RELATIVE), None)
        if opener is None:
            return False
        told = next(
            (i for i in range(opener, len(before)) if case.analysis.tags[i] in _FINITE), len(before)
        )
        aside, rest = " ".join(before[told:]), " ".join((*before[:told], *case.low[len(before) :]))
        return any(p in aside for p in self.frames) and not any(p in rest for p in self.frames)

    def _is_invited(self, case: Case) -> bool:
        """Whether people are only called to it: "called on supporters to join a rally"."""
        before = case.low[max(0, case.trigger.first - _CALL_REACH) : case.trigger.first]
        return "to" in before and any(
            a in self.words["calls"] and b in {"on", "upon", "for"} for a, b in pairwise(before)
        )

    def _is_past(self, case: Case) -> bool:
        """Whether a sentence is set in another year: "the 2001 attacks", "the following year"."""
        low = case.low
        if any(a == "last" and b in self.words["months"] for a, b in pairwise(low)):
            return True
        told = " ".join(low)
        if any(phrase in told for phrase in self.frames) and not self._is_aside(case):
            return True
        first, tags = case.trigger.first, (*case.analysis.tags, "")
        return any(
            _YEAR.fullmatch(word)
            and i > 0
            and (
                (tags[i - 1] in {"DT", "PRP$"} and tags[i + 1].startswith("NN"))
                or (case.trigger.entry.kind == "noun" and 0 < first - i <= _YEAR_REACH)
            )
            for i, word in enumerate(case.low)
        )

    def _is_retold_in(self, case: Case) -> bool:
        """Whether a noun is what an inquiry or a film is about: "the inquiry into the shooting in X"."""
        if case.trigger.entry.kind != "noun":
            return False
        before = case.low[max(0, case.trigger.first - _RETOLD_REACH) : case.trigger.first]
        return any(a in self.words["retelling"] and b in _ABOUT for a, b in pairwise(before))

    def _is_former(self, case: Case) -> bool:
        """Whether a participle is of another time: "previously arrested", "districts earlier held by"."""
        first, tags = case.trigger.first, case.analysis.tags
        if case.trigger.entry.kind != "verb" or first < _FORMER_REACH:
            return False
        if not self.words["former"].isdisjoint(case.low[first - _FORMER_REACH : first]):
            return True
        ours = tags[first] == "VBN" or case.low[case.trigger.last + 1 :][:1] == ("by",)
        return case.low[first - 1] == "earlier" and ours and tags[first - 2].startswith("NN")

    def _is_passing(self, case: Case) -> bool:
        """Whether a noun only names an act: nobody in it, no number, no day ("not affected by the riots").

        Unrest and restraint are named in passing more often than violence, so these must be sure.
        """
        if is_head(case.sentence) or case.numbers:
            return False
        if _is_told_of(case):
            return False
        if case.kind != "ASSAULT" and case.sure < self.limits["noun"]:
            return True
        people = any(not actor.implied for actor in (*case.actors, *case.recipients))
        return not (people or case.dated)

    def _is_general(self, case: Case) -> bool:
        """Whether a noun names acts at large: "many marches through Paris", "there are protests".

        One with a day, or done by bodies that the sentence names, is a particular one.
        """
        last = case.trigger.last
        plural = case.analysis.tags[last] == "NNS"
        before = case.low[max(0, case.trigger.first - _TREND_REACH) : case.trigger.first]
        many = plural and not self.words["trend"].isdisjoint(before)
        if many or not self.words["likened"].isdisjoint(before):
            return True  # "a surge in shootings", "unlike the attack in X"
        if case.dated or case.public > 1:
            return False
        if case.low[last] in self.words["state"]:
            return True
        if not plural:
            return False
        if "there" in case.low[max(0, case.trigger.first - 5) : case.trigger.first]:
            return True
        return not case.numbers and case.share < self.limits["story_share"]


def _is_sum(case: Case) -> bool:
    """Whether a sentence counts what was done in months: "64 were killed in X this year"."""
    day = case.day
    return day is not None and case.says_day and (day.end - day.start).days > _MONTH


def _is_to_come(case: Case) -> bool:
    """Whether the verb before a noun is of the future: "will meet the minister at a summit in X"."""
    tags, low = case.analysis.tags, case.low
    verb = next((i for i in range(case.trigger.first - 1, -1, -1) if tags[i] in _FINITE), None)
    return verb is not None and low[verb] in _FUTURE


def _is_set(case: Case) -> bool:
    """Whether a headline says what somebody is to do: "Minister to meet rebels in X"."""
    before = case.analysis.tags[: case.trigger.first]
    return "purpose" in case.verdict.factors and _FINITE.isdisjoint(before)


def _is_told_of(case: Case) -> bool:
    """Whether a verb says of a noun that it happened: "clashes were reported in X", not "riots are a cause"."""
    tags, low = (*case.analysis.tags, ""), case.low
    behind = range(case.trigger.last + 1, min(len(low), case.trigger.last + _VERB_REACH))
    return any(
        tags[i] in {"VBD", "VBZ", "VBP"}
        and (low[i] not in _BE_FINITE or tags[i + 1] in {"VBN", "VBG", "RB"})
        for i in behind
    )


def _is_in_a_name(case: Case) -> bool:
    """Whether an act stands in the name of something: "the Inquiry into Child Sexual Abuse in X"."""
    if is_head(case.sentence) or case.sentence.text.isupper():
        return False
    own = [case.analysis.words[i] for i in case.trigger.tokens]
    before = case.analysis.words[max(1, case.trigger.first - 2) : case.trigger.first]
    if case.trigger.entry.kind == "verb":  # "the report Deported to Nowhere"
        words, anchor = case.analysis.words, case.trigger.anchor
        return anchor > 1 and words[anchor][0].isupper() and words[anchor - 1].isalpha()
    named = any(word[0].isupper() and word.isalpha() for word in before)  # "Violence and Torture"
    return case.trigger.entry.kind == "noun" and named and all(word[0].isupper() for word in own)
