"""The gate: does the sentence assert that the event happened.

Everything that keeps a trigger off the map has a name (``REASONS``), kept in ``Event.gate``.
Announced acts change their type instead of being lost (PLOVER's own rule): help still to come is
AGREE, sanctions still to come are THREATEN, what "must" be done is REQUEST. Word lists are
``data/ontology/triggers/operators.<language>.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo import grammar
from geo.events.clauses import VerbGroup, is_nobody, verb_group, why_not_meant
from geo.events.inflect import noun_forms, verb_forms
from geo.events.lexicon import irregular_verbs
from geo.events.triggers import BOUNDARY, Trigger
from geo.frozen import quicken
from geo.packs import pack_path
from geo.resources import read_toml
from geo.syntax import Analysis

#: Why a trigger is no event, in the words of docs/codebook.md.
REASONS = frozenset({
    "question", "negated", "denied", "rumoured", "hypothetical", "possible", "future", "requested",
    "threatened", "refused", "purpose", "attributive", "modifier", "generic", "state", "imperative",
    "historical", "background", "sport", "market", "culture", "disaster", "private", "no anchor", "unsure",
})  # fmt: skip
#: An act still to come becomes the announcement of it.
_COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
#: What is done by setting out to do it: "flew to Cairo to discuss", "sent experts to investigate".
#: Tags of what says the time of a clause.
_MAIN = frozenset({"MD", "VBD", "VBZ", "VBP"})
_PURPOSES = frozenset({"CONSULT", "ACCUSE", "SUPPORT", "PROTEST"})
_GOVERNOR_REACH = 12
_UNREAL_BEFORE_ING = grammar.words("events.gate.before_ing")
_GOVERNORS = ("threatened", "refused", "requested", "planned", "attempted", "asserted", "possible")
_COPULA = grammar.words("events.gate.copula")
_FINITE_COPULA = grammar.words("common.verbs.be_finite")
_THINKING = grammar.words("events.gate.thinking")
_OF_WHOM = grammar.words("events.gate.of_whom")
_JOINS = grammar.words("events.gate.joins") | {","}
_CLAUSE_ENDS = BOUNDARY | {"and"}
_ORDERS = grammar.words("events.gate.orders")
#: From "demanded that" to the verb of its clause.
_CLAUSE = 8
_NOUN_SPAN = 6
_CLAUSE_SPAN = 18
#: Nouns of less weight than this name a state of affairs ("the war"), never one event.
_STATE = 0.45


@dataclass(frozen=True, slots=True)
class Verdict:
    """``reason`` is "" when the event is asserted; ``event_type`` may differ from the lexicon's."""

    reason: str
    event_type: str
    attempted: bool = False
    factors: tuple[str, ...] = ()


quicken(Verdict)


@dataclass(frozen=True, slots=True)
class Gate:
    """The word lists of one language, and the questions asked with them."""

    words: dict[str, frozenset[str]]

    @classmethod
    def load(cls, data_dir: Path | None = None, language: str = "en") -> Gate:
        """Read the word lists (once a process).

        Raises
        ------
        OntologyError
            The file is malformed.
        """
        return _load(data_dir, language)

    def judge(
        self,
        trigger: Trigger,
        analysis: Analysis,
        low: Sequence[str],
        anchored: Callable[[], bool] = lambda: True,
    ) -> Verdict:
        """Whether one trigger is asserted, and as which type.

        Parameters
        ----------
        trigger, analysis, low
            As found; ``low`` are the sentence's words in lower case.
        anchored
            Whether the sentence names a day or a place; few nouns need to know.
        """
        kind = trigger.entry.event_type
        if trigger.first and low[trigger.first - 1] == "no":
            return Verdict("negated", kind)
        if "?" in low[-2:]:
            return Verdict("question", kind)
        if trigger.entry.kind == "verb":
            group = verb_group(trigger, low, analysis.tags)
            verdict = self._verb(trigger, group, analysis, low)
        else:
            verdict = self._noun(trigger, analysis, low, anchored)
        if not verdict.reason:
            reason = self._clause(trigger, analysis, low)
            if reason:
                return Verdict(reason, verdict.event_type)
        return verdict

    def _verb(  # noqa: PLR0911 (one return a reading)
        self, trigger: Trigger, group: VerbGroup, analysis: Analysis, low: Sequence[str]
    ) -> Verdict:
        kind = trigger.entry.event_type
        own = {low[i] for i in trigger.tokens}  # "not allow .. to" is a refusal, not its denial
        negated = not (group.words & self.words["negation"]).issubset(own) or is_nobody(
            low[: group.start]
        )
        if group.words & self.words["future"] or group.words & self.words["conditional"]:
            return self._announced(kind, negated=negated)
        if group.words & self.words["obligation"]:
            return Verdict("" if not negated else "requested", "REQUEST", factors=("must",))
        if group.words & self.words["possible"]:
            return self._possible(kind, group, negated=negated)
        if group.tense == "infinitive":
            return self._infinitive(kind, group.start, analysis, low, negated=negated)
        after = trigger.last + 1
        if negated or (after < len(low) and low[after] == "no"):  # "offered no evidence"
            return Verdict("negated", kind)
        if group.tense == "attributive":
            return Verdict("attributive", kind)
        if group.tense == "gerund":
            return self._gerund(kind, group, analysis, low)
        if group.tense == "bare" and self._demanded(group.start, low):
            return Verdict("requested", kind)
        if group.tense == "bare" and not _has_subject(group.start, analysis.tags, low):
            return Verdict("imperative", kind)
        return Verdict("", kind, factors=(group.tense,))

    def _announced(self, kind: str, *, negated: bool) -> Verdict:
        if negated:
            return Verdict("", "REJECT", factors=("will not",))
        if kind in _COOPERATIVE:
            return Verdict("", "AGREE", factors=("announced",))
        if kind in _HOSTILE:
            return Verdict("", "THREATEN", factors=("announced",))
        return Verdict("", kind, factors=("announced",))

    def _possible(self, kind: str, group: VerbGroup, *, negated: bool) -> Verdict:
        if not negated and kind in {"SANCTION", "COERCE"} and group.words & {"may", "might"}:
            return Verdict("", "THREATEN", factors=("may",))
        return Verdict("possible", kind)

    def _infinitive(  # noqa: PLR0911 (one return a governor)
        self, kind: str, to: int, analysis: Analysis, low: Sequence[str], *, negated: bool
    ) -> Verdict:
        due = to > 0 and low[to - 1] in _FINITE_COPULA  # "were to have met"
        if to + 1 < len(low) and low[to + 1] == "have" and not due:
            return Verdict("negated" if negated else "", kind, factors=("governed",))
        governor = self._governor(to, analysis, low)
        if governor == "planned":
            return self._announced(kind, negated=negated)
        if governor == "asserted":
            return Verdict("negated" if negated else "", kind, factors=("governed",))
        if governor == "requested" and kind in _HOSTILE and self._ordered(to, analysis):
            return Verdict("", kind, factors=("ordered",))
        if governor == "purpose" and kind == "AID" and self._sent(to, low):
            return Verdict("", kind, factors=("purpose",))
        if governor in {"purpose", "requested"} and kind in _PURPOSES:
            sure = governor == "purpose" or self._called(to, low)
            return Verdict("" if sure else governor, kind, factors=("purpose",))
        if governor == "attempted":
            return Verdict("", kind, attempted=True, factors=("attempted",))
        return Verdict(governor, kind)

    def _governor(self, to: int, analysis: Analysis, low: Sequence[str]) -> str:
        if to and low[to - 1] in _COPULA and analysis.tags[to - 1].startswith("VB"):
            return "planned"  # "the rebels are to give up their weapons"
        passed = False
        for position in range(to - 1, max(-1, to - _GOVERNOR_REACH), -1):
            word, tag = low[position], analysis.tags[position]
            if word in {";", ".", ":"}:
                break
            # Behind a copula only a noun governs: "the plan is to", not "he said it was his duty to".
            governs = not passed or tag.startswith("NN")
            for name in _GOVERNORS:
                if (
                    governs
                    and word in self.words[f"infinitive.{name}"]
                    and not (name == "asserted" and tag.startswith("NN"))
                ):
                    return name
            passed = passed or (word in _FINITE_COPULA and tag.startswith("VB"))
            if tag == "VB" and position and low[position - 1] == "to" and _joins(low, to):
                continue  # "was due to arrive and to travel"
            if tag.startswith("VB") and word not in _COPULA:
                break
        return "purpose"

    def _ordered(self, to: int, analysis: Analysis) -> bool:
        """Whether an authority orders the act: "ordered the newspaper to suspend publication"."""
        reach = range(to - 1, max(-1, to - _GOVERNOR_REACH), -1)
        return any(
            analysis.words[i].lower() in _ORDERS and analysis.tags[i].startswith("VB")
            for i in reach
        )

    def _demanded(self, start: int, low: Sequence[str]) -> bool:
        """Whether somebody wants it done: "demanded that the minister resign"."""
        that = next(
            (i for i in range(start - 1, max(0, start - _CLAUSE), -1) if low[i] == "that"), 0
        )
        return that > 0 and low[that - 1] in self.words["infinitive.requested"]

    def _sent(self, to: int, low: Sequence[str]) -> bool:
        """Whether somebody was sent or came to do it: "doctors arrived to help"."""
        sent = self.words["infinitive.sent"]
        return not sent.isdisjoint(low[max(0, to - _GOVERNOR_REACH) : to])

    def _called(self, to: int, low: Sequence[str]) -> bool:
        """Whether somebody called somebody "to discuss": a telephone call, no request."""
        reach = low[max(0, to - _GOVERNOR_REACH) : to]
        return "called" in reach or "phoned" in reach or "telephoned" in reach

    def _gerund(
        self, kind: str, group: VerbGroup, analysis: Analysis, low: Sequence[str]
    ) -> Verdict:
        before = low[group.start - 1] if group.start else ""
        if group.start and analysis.tags[group.start - 1] in {"DT", "PRP$"}:
            return Verdict("attributive", kind)
        main = next((i for i in range(group.start - 1, -1, -1) if analysis.tags[i] in _MAIN), None)
        near = low[max(main or 0, group.start - _CLAUSE) : group.start]
        if reason := "purpose" if before in _UNREAL_BEFORE_ING else why_not_meant(near):
            return Verdict(reason, kind)
        if main is None and self._would_be(group.start, analysis, low):
            return Verdict("hypothetical", kind)
        if main is not None and low[main] in self.words["future"]:
            # "Will be there on Friday, holding a rally".
            return self._announced(kind, negated=False)
        return Verdict("", kind, factors=("gerund",))

    def _would_be(self, start: int, analysis: Analysis, low: Sequence[str]) -> bool:
        """Whether a gerund is the subject of what only would be: "boycotting them would show"."""
        tags = analysis.tags
        main = next((i for i in range(start, len(tags)) if tags[i] in _MAIN), None)
        unreal = self.words["future"] | self.words["conditional"] | self.words["possible"]
        return main is not None and low[main] in unreal

    def _noun(
        self,
        trigger: Trigger,
        analysis: Analysis,
        low: Sequence[str],
        anchored: Callable[[], bool],
    ) -> Verdict:
        kind = trigger.entry.event_type
        before = low[max(0, trigger.first - 4) : trigger.first]
        if self.words["noun.unreal"].intersection(before) or self.words[
            "noun.governor"
        ].intersection(before):
            return Verdict("hypothetical", kind)
        if trigger.entry.kind == "phrase":
            return Verdict("", kind, factors=("finite",))
        after = trigger.last + 1
        if (
            after < len(low)
            and analysis.tags[trigger.last].startswith("NN")
            and analysis.tags[after].startswith("NN")
            and low[after] not in self.words["noun.occur"]
        ):
            return Verdict("modifier", kind)
        if trigger.entry.weight < _STATE:
            return Verdict("state", kind)
        if not self._particular(trigger, analysis, low, anchored):
            return Verdict("generic", kind)
        return Verdict("", kind, factors=("noun",))

    def _particular(
        self,
        trigger: Trigger,
        analysis: Analysis,
        low: Sequence[str],
        anchored: Callable[[], bool],
    ) -> bool:
        """Whether a noun tells of one event: "the attack killed five", "in an attack on Monday"."""
        after = low[trigger.last + 1 : trigger.last + 1 + _NOUN_SPAN]
        verb = _next_verb(trigger.last + 1, analysis.tags)
        if self.words["noun.occur"].intersection((*after, low[verb] if verb else "")):
            return True
        start = max(0, trigger.first - _NOUN_SPAN)
        before = low[start : trigger.first]
        if self.words["noun.light"].intersection(before):
            return True
        if self.words["noun.scene"].intersection(before) and anchored():
            return True
        return _of_somebody(trigger, analysis)

    def _clause(self, trigger: Trigger, analysis: Analysis, low: Sequence[str]) -> str:
        """A conditional or denied clause around the trigger."""
        present = analysis.tags[trigger.anchor] in {"VBZ", "VBP"}
        for position in range(trigger.first - 1, max(-1, trigger.first - 25), -1):
            word = low[position]
            if word in {";", "."}:
                break
            if word in self.words["clause.hypothetical"]:
                return "hypothetical"
            if word == "until" and present:
                return "future"  # "until the president leaves office"
            if word in _THINKING:
                return "hypothetical"
            if word in self.words["clause.rumoured"]:
                return "rumoured"
            if word in self.words["clause.denied"] and trigger.entry.event_type != "REJECT":
                return "denied"
            if word == "," and trigger.first - position > 1 and low[position + 1] in _CLAUSE_ENDS:
                break
        return ""


def _joins(low: Sequence[str], to: int) -> bool:
    return to > 0 and low[to - 1] in _JOINS


def _next_verb(start: int, tags: Sequence[str]) -> int:
    """The first finite verb behind a noun; 0 when its clause has none."""
    for position in range(start, min(len(tags), start + _CLAUSE_SPAN)):
        if tags[position] in {"VBD", "VBZ", "VBP", "MD"}:
            return position
        if tags[position] in {":", "."}:
            break
    return 0


def _of_somebody(trigger: Trigger, analysis: Analysis) -> bool:
    """Whether a victim is named, which makes a noun one event ("the murder of Enrique Lopez")."""
    position = trigger.last + 1
    if position < len(analysis) and analysis.words[position].lower() in _OF_WHOM:
        position += 1
    return position + 1 < len(analysis) and all(
        tag.startswith("NNP") for tag in analysis.tags[position : position + 2]
    )


def _has_subject(start: int, tags: Sequence[str], low: Sequence[str]) -> bool:
    if start == 0:
        return False
    position = start - 1
    while position > 0 and (
        tags[position].startswith("RB") or low[position] in {",", "”", '"', ")"}
    ):
        position -= 1
    return tags[position].startswith(("NN", "PRP", "CD", "DT", "WDT", "WP", "CC", "JJ", "MD"))


@lru_cache(maxsize=4)
def _load(data_dir: Path | None, language: str) -> Gate:
    path = pack_path("operators", language=language, data_dir=data_dir)
    raw = read_toml(path)
    words = _flatten(raw)
    irregular = irregular_verbs(data_dir, language)
    for name in (*_GOVERNORS, "sent"):
        key = f"infinitive.{name}"
        words[key] = frozenset(
            form
            for lemma in words[key]
            for form in (*verb_forms(lemma, irregular), *noun_forms(lemma))
        )
    words["domain"] = frozenset().union(*(w for n, w in words.items() if n.startswith("domain.")))
    return Gate(words)


def _flatten(table: dict[str, Any], prefix: str = "") -> dict[str, frozenset[str]]:
    flat: dict[str, frozenset[str]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = frozenset(value.split() if isinstance(value, str) else value)
    return flat
