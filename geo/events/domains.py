"""Articles on sport, markets, culture, a disaster or an accident: the same words tell of something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from geo.events.gate import Gate, Verdict
from geo.events.triggers import Trigger

_WORD = re.compile(r"[a-z][a-z-]+")
#: Only so much of a text is read to tell its subject.
_HEAD_CHARS = 20_000
#: Share of the article's words that makes it an article about the domain.
_ABOUT = {"sport": 0.022, "market": 0.03, "culture": 0.025, "disaster": 0.02}
_FIGURATIVE = {
    "sport": frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "COERCE", "RETREAT", "CONSULT", "SANCTION", "AID", "CONCEDE"}),
    "market": frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "RETREAT"}),
    "culture": frozenset({"ASSAULT", "PROTEST", "MOBILIZE", "RETREAT", "COERCE"}),
    "disaster": frozenset({"MOBILIZE"}),
}  # fmt: skip
#: In a story of a disaster these tell of the disaster, whatever their type.
_DISASTER_TAGS = frozenset({"kill", "destroy", "martial-law", "curfew", "restrict", "withdraw", "withhold"})  # fmt: skip
#: So many signs of an accident make an explosion one, where no word tells of an attack.
_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Domain:
    """How densely an article uses the words of each domain (share of its words).

    ``accident``: what explodes in it was set off by nobody.
    """

    share: dict[str, float]
    words: dict[str, frozenset[str]]
    accident: bool = False

    @classmethod
    def of(cls, text: str, gate: Gate) -> Domain:
        """Read the subject of a text off its first part."""
        words = _WORD.findall(text[:_HEAD_CHARS].lower())
        lists = {name: gate.words[f"domain.{name}"] for name in _ABOUT}
        total = max(60, len(words))
        every = gate.words["domain"]
        told = [word for word in words if word in every]  # few: the lists are read over these
        share = {n: sum(map(held.__contains__, told)) / total for n, held in lists.items()}
        said = frozenset(words)
        meant = not gate.words["accident.attack"].isdisjoint(said)
        lists["explosion"] = gate.words["accident.explosion"]
        exploded = not meant and not lists["explosion"].isdisjoint(said)
        signs = gate.words["accident.signs"] & said
        return cls(share, lists, accident=exploded and len(signs) >= _SIGNS)

    def judge(self, trigger: Trigger, verdict: Verdict, low: Sequence[str]) -> Verdict:
        """The verdict, unless the domain gives the words another meaning."""
        # "It destroyed whole streets": the explosion told of before.
        exploded = low[0] == "it" or not self.words["explosion"].isdisjoint(low)
        if self.accident and exploded and verdict.event_type == "ASSAULT":
            return replace(verdict, reason="disaster")
        if verdict.reason:
            return verdict
        for name, limit in _ABOUT.items():
            figurative = verdict.event_type in _FIGURATIVE[name] or (
                name == "disaster"
                and (trigger.entry.tag in _DISASTER_TAGS or "investigate" in trigger.entry.modes)
            )
            if not figurative:
                continue
            here = sum(map(self.words[name].__contains__, low))
            if self.share[name] >= limit or (here >= 3 and self.share[name] >= limit / 2):  # noqa: PLR2004 (a sentence full of them)
                return replace(verdict, reason=name)
        return verdict
