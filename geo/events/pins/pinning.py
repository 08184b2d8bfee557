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
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.events.pins.case import (
    BODILY,
    Case,
    is_arrest,
    is_attributive,
    is_head,
    is_named,
    is_round,
)
from geo.events.pins.figures import is_disposal, is_figure, is_own_hand, is_verbal
from geo.events.pins.place import PlaceQuestions
from geo.events.pins.telling import TellingQuestions
from geo.events.readings import DAMAGE
from geo.packs import pack_path
from geo.resources import read_toml

__all__ = ["Case", "Pinning"]

_WORDS = """
violent cues mishap court told past spans festive wide story intangible authority away offence
sentence sequel saying national sailing part talks staff often accident theft calendar wake
charge cause part_of_town natural undone victim signed address rally grievance seat coming
beside_name planned topic remembered denied vague contraband months verbal units report posted
meetings seized mourning candles drill filmed computers hit idle called_off trend state former
bench sought untrue retelling writers happened readied hospital healed likened papers drawn petty whose debate disposal claims calls raids probing berated published
""".split()
_LIMITS = (
    "own", "borrowed", "own_conflict", "borrowed_conflict", "story_share", "conflict_share",
    "conflict_politics", "lead", "place", "wide_place", "word", "noun",
    "late", "vast", "far", "long", "trust",
)  # fmt: skip
_WORD = re.compile(r"[a-z][a-z'-]*")
_READ_CHARS = 20_000
#: Words of the headline and the first sentence, which tell what a story is about.
_OPENING = 40
_HARM = frozenset({"killed", "wounded", "injured", "abducted"})
#: Acts of one public body on anybody.
_ONE_SIDED = frozenset({"SANCTION", "RETREAT"})
#: Acts of words alone: a place beside them is as often their subject as where they were spoken.
_SAID = frozenset({"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "CONCEDE", "THREATEN"})
#: Talks and their results: the other side is often "the agreement was signed".
_TALKS = frozenset({"CONSULT", "AGREE"})
#: COERCE that only an authority can do, so that a passive needs none.
_OFFICIAL = frozenset({"censor", "deport", "curfew", "martial-law", "withhold"})
#: From "banned" to what, and from "a warrant" to the arrest.
_PETTY_REACH, _SOUGHT_REACH = 6, 12
#: From "released" to the report.
_SAID_REACH = 4
#: From "blocked" to the ban.
_UNDONE_REACH = 8


@dataclass(frozen=True, slots=True)
class Pinning:
    """The questions, with their word lists and limits."""

    words: dict[str, frozenset[str]]
    limits: dict[str, float]
    people: frozenset[str]
    #: Phrases that put their whole sentence into another year: "the following year".
    frames: tuple[str, ...]
    #: Phrases of accidents whose words alone are of violence too: "killed in a fire".
    accidents: tuple[str, ...]

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
        words, limits, frames, accidents = _load(data_dir)
        return cls(words, limits, people, frames, accidents)

    def story_of(self, text: str) -> tuple[float, frozenset[str]]:
        """Share of a story's words that tell of violence or unrest, and the words it opens with."""
        words = _WORD.findall(text[:_READ_CHARS].lower())
        share = sum(map(self.words["story"].__contains__, words)) / max(40, len(words))
        return share, frozenset(words[:_OPENING])

    def why_not(self, case: Case) -> str:
        """Why an event is not drawn; "" when it is, or has no place below its country anyway."""
        if not case.is_placed:
            return ""
        conflict = self._is_conflict(case)
        return (
            self._sense(case)
            or TellingQuestions(self.words, self.limits, self.frames).why_not(
                case, conflict=conflict
            )
            or PlaceQuestions(self.words, self.limits).why_not(case, conflict=conflict)
        )

    def _is_conflict(self, case: Case) -> bool:
        """Whether the story is about violence or unrest in public affairs, not in private life.

        There an unnamed victim or a bare "attack" is what it says; elsewhere it seldom is.
        """
        return (
            case.share >= self.limits["conflict_share"]
            and case.politics >= self.limits["conflict_politics"]
        )

    # -- is it that act --------------------------------------------------------------------------

    def _sense(self, case: Case) -> str:  # noqa: PLR0911 (one return a question)
        if is_attributive(case):
            return "the word describes a person or thing, it does not tell of an act"
        if case.kind in _SAID:
            return "words have no place of their own, and the place may be what they are about"
        if case.kind not in BODILY:
            return self._public_act(case)
        if case.kind == "ASSAULT":
            return self._assault(case)
        if case.kind == "PROTEST":
            return self._gathering(case)
        if case.kind == "MOBILIZE" and not self._own(case).isdisjoint(self.words["posted"]):
            return "told as a habit"
        if case.kind == "COERCE" and (doubt := self._restraint(case)):
            return doubt
        # Who drives drunk is arrested.
        if not is_arrest(case) and self.words["mishap"].intersection(case.low):
            return "the sentence tells of an accident, an illness or the weather"
        if is_arrest(case) and not self._has_authority(case):
            return "nothing says that an authority did it"
        return ""

    def _own(self, case: Case) -> set[str]:
        """The words of the act itself."""
        return {case.low[i] for i in case.trigger.tokens}

    def _public_act(self, case: Case) -> str:
        """Why an act of words or help is none between public bodies."""
        own = self._own(case)
        talks = case.kind in _TALKS and (
            (
                case.politics >= self.limits["conflict_politics"]
                and own.isdisjoint(self.words["meetings"])
            )
            or is_round(case)
        )
        wanted = 1 if case.kind in _ONE_SIDED or talks else 2
        if case.public < wanted:
            return "an act of words or help, not told of two public bodies"
        if case.kind == "CONSULT" and any("MED" in actor.sectors for actor in case.recipients):
            return "an act of words or help, not told of two public bodies"  # an interview
        if case.kind == "RETREAT" and self._is_published(case):
            return "the word describes a person or thing, it does not tell of an act"
        if not own.isdisjoint(self.words["festive"]):
            return "a gathering for a feast, a race or a show"
        met = self.words["talks"].intersection(case.low)
        if case.kind == "AGREE" and not met and self.words["signed"].isdisjoint(own):
            return "announced, and not yet done"
        return ""

    def _is_published(self, case: Case) -> bool:
        """Whether what is let go is to be read or seen: "a report released in December"."""
        behind = case.low[case.trigger.last + 1 : case.trigger.last + _PETTY_REACH]
        if "withdraw" in case.trigger.entry.modes and not self.words["papers"].isdisjoint(behind):
            return True  # "withdrew a plan"
        near = case.low[max(0, case.trigger.first - _SAID_REACH) : case.trigger.last + _SAID_REACH]
        return "release" in case.trigger.entry.modes and not self.words["published"].isdisjoint(
            near
        )

    def _gathering(self, case: Case) -> str:
        """Why a crowd is no protest: it is another act's purpose, a campaign's, or a feast."""
        if self._is_purpose(case) or _is_manner(case):
            return "what another act was done for"
        if case.trigger.entry.kind == "verb" and case.low[case.trigger.last + 1 :][:1] == ("that",):
            return "somebody's own words, not the story's"  # "protested that he was innocent"
        told = {*case.low, *case.title}
        own = self._own(case)
        rally = not own.isdisjoint(self.words["rally"])
        if rally and (self.words["grievance"] | self.words["candles"]).isdisjoint(told):
            return "a rally for nothing that is said, as of a campaign"
        mourns = not self.words["mourning"].isdisjoint(case.low)
        if mourns and self.words["grievance"].isdisjoint(told - own):  # to march is no grievance
            return "a rally for nothing that is said, as of a campaign"
        if not self._is_conflict(case) and not self.words["festive"].isdisjoint(told):
            return "a gathering for a feast, a race or a show"
        return ""

    def _is_purpose(self, case: Case) -> bool:
        """Whether a protest is only why another act was done: "kidnapped them to protest the visit"."""
        return "purpose" in case.verdict.factors and any(
            t.last < case.trigger.first and t.entry.event_type != "PROTEST" for t in case.beside
        )

    def _restraint(self, case: Case) -> str:
        """Why COERCE is none: it was stopped, or nobody who could do it did."""
        if not is_arrest(case) and self._is_undone(case):
            return "it was stopped, not done"
        sought = self._own(case)
        if is_arrest(case) and case.trigger.entry.kind == "noun":
            sought |= {*case.low[max(0, case.trigger.first - _SOUGHT_REACH) : case.trigger.first]}
        if not sought.isdisjoint(self.words["sought"]):
            return "planned, and not yet done"  # "put on the wanted list"
        if not case.public and not self._is_official(case):
            return "nobody in authority is named who did it"
        behind = case.low[case.trigger.last + 1 : case.trigger.last + _PETTY_REACH]
        if not is_arrest(case) and not self.words["petty"].isdisjoint(behind):
            return "a rule of everyday life, done to nobody"
        return ""

    def _is_undone(self, case: Case) -> bool:
        """Whether somebody stops a restraint: "a judge blocked the ban"."""
        before = case.low[max(0, case.trigger.first - _UNDONE_REACH) : case.trigger.last + 1]
        return not self.words["undone"].isdisjoint(before)

    def _is_official(self, case: Case) -> bool:
        """Whether COERCE says by itself that an authority acts: arrests; bans in public affairs."""
        if is_arrest(case):
            return True
        return (
            not _OFFICIAL.isdisjoint(case.trigger.entry.modes)
            and case.politics >= self.limits["conflict_politics"]
        )

    def _has_authority(self, case: Case) -> bool:
        """Whether an authority acts: "picked up several students" may be a school bus."""
        return case.public > 0 or bool(self.words["authority"].intersection(case.low))

    def _assault(self, case: Case) -> str:  # noqa: PLR0911 (one return a question)
        own = self._own(case)
        beside = {word for i, word in enumerate(case.low) if i not in case.trigger.tokens}
        clear = bool(self.words["violent"] & own)
        cued = bool((self.words["cues"] | self.words["violent"]) & beside) or case.public > 0
        if not self.words["victim"].isdisjoint(own):
            return "the word describes a person or thing, it does not tell of an act"
        if is_figure(case, self.words):
            return "an exercise, a film or a figure of speech"
        if is_own_hand(case):
            return "nobody is named who was harmed"
        if self._is_accident(case, beside, clear=clear):
            return "the sentence tells of an accident, an illness or the weather"
        if is_verbal(case, self.words) or is_disposal(case, self.words):
            return "nothing in the sentence says that the harm was meant"
        if doubt := self._thing(case, beside, clear=clear):
            return doubt
        if self._is_conflict(case):
            return ""
        if not clear and not cued:
            return "nothing in the sentence says that the harm was meant"
        fight = case.trigger.entry.tag == "clash"  # "the plan clashes with another"
        if not self._somebody(case) and not (
            (clear and not fight and is_head(case.sentence)) or (case.public and (clear or cued))
        ):
            return "nobody is named who was harmed"
        return ""

    def _thing(self, case: Case, beside: set[str], *, clear: bool) -> str:
        """Why what was done to a thing is no assault: a theft, a seizure, a figure of speech."""
        own = self._own(case)
        if self.words["theft"] & own or (
            own & self.words["seized"] and self.words["contraband"] & beside
        ):
            return "a theft harms nobody"
        if case.trigger.entry.tag not in DAMAGE:
            return ""
        if self.words["intangible"].intersection(case.low):
            return "what was destroyed is no thing"
        if not case.public and not clear and not self._is_conflict(case):
            return "nothing says who destroyed it"
        return ""

    def _is_accident(self, case: Case, beside: set[str], *, clear: bool) -> bool:
        """Whether nobody meant the harm; a word of violence outweighs a fire and the weather."""
        if self.words["accident"] & (set(case.low) | case.title):
            return True
        told = " ".join(case.low)
        mishap = self.words["mishap"] & (beside | case.opening)
        return not clear and (bool(mishap) or any(phrase in told for phrase in self.accidents))

    def _somebody(self, case: Case) -> bool:
        """Whether a person or a force was harmed, by name, noun or number."""
        if any(q.kind in _HARM for q in case.numbers):
            return True
        clear = not self.words["violent"].isdisjoint(case.low[i] for i in case.trigger.tokens)
        return any(
            actor.sectors
            or self.people.intersection(actor.text.lower().split())
            or (clear and is_named(actor, case.analysis))
            for actor in case.recipients
        )


def _is_manner(case: Case) -> bool:
    """Whether "in protest" only says how something else is done."""
    first = case.trigger.first
    return case.low[max(0, first - 1) : first + 1] == ("in", "protest")


@lru_cache(maxsize=4)
def _load(
    data_dir: Path | None,
) -> tuple[dict[str, frozenset[str]], dict[str, float], tuple[str, ...], tuple[str, ...]]:
    path = pack_path("pins", data_dir=data_dir)
    try:
        raw = read_toml(path)
        words = {name: frozenset(raw["words"][name].split()) for name in _WORDS}
        limits = {name: float(raw["limits"][name]) for name in _LIMITS}
        frames, accidents = (tuple(raw["phrases"][name]) for name in ("frames", "accidents"))
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        msg = f"{path}: {error!r}; it needs the word lists {_WORDS} and the limits {_LIMITS}."
        raise OntologyError(msg) from error
    return words, limits, frames, accidents
