"""Whether an event may be drawn on the map: is it of its type, in that sense, and at that place.

The gate asks whether an act is asserted, the locator which place is nearest. Neither asks whether
"Rollover injures driver" is an assault, or whether "the only place the story names" is where it
happened. A wrong pin costs more than a missing one, so these are asked here, strictly, and an event
that fails loses its place: it stays in the list with the reason, marked for review.

Word lists and limits are ``data/ontology/pins.toml``. Texts of one sentence are not questioned:
they have no story around them that could make a second meaning likely.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.events.gate import Verdict
from geo.events.locate import BORROWED
from geo.events.triggers import Trigger
from geo.model import Actor, Quantity, Sentence, Toponym
from geo.resources import data_path
from geo.syntax import Analysis

__all__ = ["Case", "Pinning"]

_WORDS = (
    "violent",
    "cues",
    "mishap",
    "court",
    "told",
    "past",
    "festive",
    "wide",
    "story",
    "intangible",
    "authority",
)
_LIMITS = (
    "own", "borrowed", "own_conflict", "borrowed_conflict", "story_share", "conflict_share",
    "conflict_politics", "lead",
)  # fmt: skip
_WORD = re.compile(r"[a-z][a-z'-]*")
_READ_CHARS = 20_000
#: Words of the headline and the first sentence, which tell what a story is about.
_OPENING = 40
#: Acts that bodies do to bodies; all others are pinned only between public actors.
_BODILY = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE"})
_HARM = frozenset({"killed", "wounded", "injured", "abducted"})
#: Acts of one public body on anybody.
_ONE_SIDED = frozenset({"SANCTION", "RETREAT"})
#: Acts of words alone: a place beside them is as often their subject as where they were spoken.
_SAID = frozenset({"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "CONCEDE"})
#: Talks and their results: the other side is often "the agreement was signed".
_TALKS = frozenset({"CONSULT", "AGREE"})
#: Tags of ASSAULT that are damage to things.
_DAMAGE = frozenset({"destroy", "loot"})
_AUXILIARIES = frozenset({"has", "have", "had", "was", "were", "been", "is", "are", "being", "'s"})


@dataclass(frozen=True, slots=True)
class Case:
    """One event with what its place and its sense are judged by.

    ``kind`` is the PLOVER type, ``share`` the story's share of words of violence and unrest,
    ``politics`` how much of it is about public affairs (0 to 1), ``public`` how many of actor and recipient take part in public affairs (0 to 2).
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


@dataclass(frozen=True, slots=True)
class Pinning:
    """The questions, with their word lists and limits."""

    words: dict[str, frozenset[str]]
    limits: dict[str, float]
    people: frozenset[str]

    @classmethod
    def load(cls, people: frozenset[str], data_dir: Path | None = None) -> Pinning:
        """Read the lists (once a process).

        Parameters
        ----------
        people
            Nouns of persons, from the trigger lexicon.
        data_dir
            Folder that holds ``ontology/``; None finds the bundled one.

        Raises
        ------
        OntologyError
            A list or limit is missing.
        """
        words, limits = _load(data_dir)
        return cls(words, limits, people)

    def story_of(self, text: str) -> tuple[float, frozenset[str]]:
        """Share of a story's words that tell of violence or unrest, and the words it opens with."""
        words = _WORD.findall(text[:_READ_CHARS].lower())
        share = sum(word in self.words["story"] for word in words) / max(40, len(words))
        return share, frozenset(words[:_OPENING])

    def why_not(self, case: Case) -> str:
        """Why an event is not drawn; "" when it is, or has no place below its country anyway."""
        if case.toponym.place is None or case.toponym.place.kind == "country":
            return ""
        return self._sense(case) or self._telling(case) or self._place(case)

    def _is_conflict(self, case: Case) -> bool:
        """Whether the story is about violence or unrest in public affairs, not in private life.

        There an unnamed victim or a bare "attack" is what it says; elsewhere it seldom is.
        """
        return (
            case.share >= self.limits["conflict_share"]
            and case.politics >= self.limits["conflict_politics"]
        )

    # -- is it that act --------------------------------------------------------------------------

    def _sense(self, case: Case) -> str:  # noqa: C901, PLR0911 (one return a question)
        if _is_attributive(case):
            return "the word describes a person or thing, it does not tell of an act"
        if case.kind in _SAID:
            return "words have no place of their own, and the place may be what they are about"
        if case.kind not in _BODILY:
            talks = case.kind in _TALKS and case.politics >= self.limits["conflict_politics"]
            wanted = 1 if case.kind in _ONE_SIDED or talks else 2
            if case.public < wanted:
                return "an act of words or help, not told of two public bodies"
            if case.kind == "AGREE" and "announced" in case.verdict.factors:
                return "announced, and not yet done"
            return ""
        if case.kind == "ASSAULT":
            return self._assault(case)
        calm = not self._is_conflict(case)
        if case.kind == "PROTEST" and calm and self.words["festive"].intersection(case.low):
            return "a gathering for a feast, a race or a show"
        if case.kind == "COERCE" and "arrest" not in case.trigger.entry.modes and not case.public:
            return "nobody in authority is named who did it"
        if self.words["mishap"].intersection(case.low) and case.kind != "PROTEST":
            return "the sentence tells of an accident, an illness or the weather"
        if case.kind == "COERCE" and not self._is_arrest(case):
            return "nothing says that an authority did it"
        return ""

    def _is_arrest(self, case: Case) -> bool:
        """Whether an authority acts: "picked up several students" may be a school bus."""
        return case.public > 0 or bool(self.words["authority"].intersection(case.low))

    def _assault(self, case: Case) -> str:  # noqa: PLR0911 (one return a question)
        own = {case.low[i] for i in case.trigger.tokens}
        beside = {word for i, word in enumerate(case.low) if i not in case.trigger.tokens}
        clear = bool(self.words["violent"] & own)
        cued = bool((self.words["cues"] | self.words["violent"]) & beside) or case.public > 0
        if self.words["mishap"] & (beside | case.opening) and not clear:
            return "the sentence tells of an accident, an illness or the weather"
        if case.trigger.entry.tag in _DAMAGE:
            if self.words["intangible"].intersection(case.low):
                return "what was destroyed is no thing"
            if not case.public and not clear and not self._is_conflict(case):
                return "nothing says who destroyed it"
        if self._is_conflict(case):
            return ""
        if not clear and not cued:
            return "nothing in the sentence says that the harm was meant"
        if not self._somebody(case) and not (
            (clear and _is_head(case.sentence)) or (case.public and (clear or cued))
        ):
            return "nobody is named who was harmed"
        return ""

    def _somebody(self, case: Case) -> bool:
        """Whether a person or a force was harmed, by name, noun or number."""
        if any(q.kind in _HARM for q in case.numbers):
            return True
        return any(
            actor.sectors or self.people.intersection(actor.text.lower().split())
            for actor in case.recipients
        )

    # -- is it told as news ----------------------------------------------------------------------

    def _telling(self, case: Case) -> str:
        low = set(case.low)
        if case.kind == "ASSAULT" and low & self.words["court"] and not self._is_news(case):
            return "a court hears of an act of the past"
        if low & self.words["told"] and not _is_head(case.sentence):
            return "told of a book, a warning, a memorial or the past"
        if self.words["past"] & low and "ago" in low:
            return "told of years ago"
        if case.trigger.entry.kind == "noun" and self._is_general(case):
            return "told of such acts in general"
        if case.trigger.entry.kind == "verb" and _is_habit(case):
            return "told as a habit, in the present tense"
        return ""

    def _is_news(self, case: Case) -> bool:
        """Whether a sentence tells the story's news: its head, or the lead of a story of conflict."""
        lead = case.sentence.index < self.limits["lead"] and case.trigger.entry.kind == "verb"
        return _is_head(case.sentence) or (lead and self._is_conflict(case))

    def _is_general(self, case: Case) -> bool:
        """Whether a noun names acts at large: "many marches through Paris", "there are protests"."""
        before = case.low[max(0, case.trigger.first - 5) : case.trigger.first]
        if "there" in before:
            return True
        plural = case.analysis.tags[case.trigger.last] == "NNS"
        return plural and not case.numbers and case.share < self.limits["story_share"]

    # -- is it there -----------------------------------------------------------------------------

    def _place(self, case: Case) -> str:  # noqa: PLR0911 (one return a question)
        borrowed = not case.sentence.start <= case.toponym.start < case.sentence.end
        limit = ("borrowed" if borrowed else "own") + "_conflict" * self._is_conflict(case)
        if case.sure < self.limits[limit]:
            return "too unsure to be drawn"
        place = case.toponym.place
        if case.kind not in _BODILY and place is not None and place.kind == "region":
            return "the region is no place where something is said or signed"
        if not borrowed:
            arrest = case.kind == "COERCE" and (
                "arrest" in case.trigger.entry.modes or self._is_conflict(case)
            )
            whole = case.trigger.entry.kind != "noun" and (
                arrest or case.kind in {"ASSAULT", "PROTEST"}
            )
            apart = case.attached is False and not whole
            return "the place stands with another act of the sentence" if apart else ""
        if self.words["wide"].intersection(case.low):
            return "told of many places"
        if case.kind not in _BODILY or case.share < self.limits["story_share"]:
            return "the place is named in another sentence"
        if case.reason.endswith(BORROWED[-1]) and case.sentence.index >= self.limits["lead"]:
            return "the place is named in another sentence"
        return ""


def _is_head(sentence: Sentence) -> bool:
    """Whether a sentence opens its story."""
    return sentence.index == 0 or sentence.kind in {"headline", "heading"}


def _is_attributive(case: Case) -> bool:
    """Whether the trigger stands before a noun as its adjective: "the jailed leader"."""
    first, last, tags = case.trigger.first, case.trigger.last, case.analysis.tags
    if case.trigger.entry.kind != "verb" or not first or last + 1 >= len(tags) or first != last:
        return False
    return tags[first - 1] in {"DT", "PRP$"} and tags[last + 1].startswith(("NN", "JJ"))


def _is_habit(case: Case) -> bool:
    """Whether a verb of the body stands in the simple present: "security forces beat people"."""
    anchor = case.trigger.anchor
    if _is_head(case.sentence) or case.analysis.tags[anchor] not in {"VBP", "VBZ"}:
        return False
    return not _AUXILIARIES.intersection(case.low[max(0, anchor - 3) : anchor])


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> tuple[dict[str, frozenset[str]], dict[str, float]]:
    path = data_path("ontology", "pins.toml", override=data_dir)
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        words = {name: frozenset(raw["words"][name].split()) for name in _WORDS}
        limits = {name: float(raw["limits"][name]) for name in _LIMITS}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, ValueError) as error:
        msg = f"{path}: {error!r}; it needs the word lists {_WORDS} and the limits {_LIMITS}."
        raise OntologyError(msg) from error
    return words, limits
