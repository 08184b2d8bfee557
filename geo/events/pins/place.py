"""Whether the place beside an act is where it was done: "arrested for a murder in X" was not.

The word lists and limits are those of ``data/ontology/pins.toml``, read by :mod:`geo.events.pins.pinning`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from geo import grammar
from geo.events.pins.case import BODILY, Case, is_arrest, is_head, is_owner, place_at
from geo.events.pins.holders import (
    is_behind_clause,
    is_between,
    is_home,
    is_lived,
    is_main,
    is_named_nearer,
    is_of_offence,
    is_other_deed,
    is_readied,
    is_seat,
    is_speakers,
    is_speaking,
    is_topic,
    is_ward,
    verb_behind,
)  # fmt: skip
from geo.events.pins.names import is_part_of_name
from geo.events.places.locate import BORROWED
from geo.events.places.story import holds
from geo.events.triggers import Trigger
from geo.model import PLACE_UNSURE

_POLICE = frozenset({"COP"})
_VIOLENT = frozenset({"ASSAULT", "PROTEST"})
_SUBORDINATE = grammar.words("pins.places.subordinate")
_OPENERS = grammar.words("pins.places.openers")
_RELATIVE = grammar.words("common.clauses.apart")
_MOVING = frozenset({"MOBILIZE", "RETREAT"})
_JOINTS = grammar.words("pins.places.joints") | {",", ";"}
_DIRECTIONS = grammar.words("pins.places.directions")
_WITHIN = grammar.words("pins.places.within")
_SPOKEN = grammar.words("pins.places.spoken")
_WATERS = frozenset({"OCN", "SEA", "GULF", "BAY", "STRT", "CHN", "LK", "STM"})
#: From an office to its verb of saying: "Interior Minister Jane Doe said".
_TITLE_REACH = 5
#: Kinds of place that a name alone seldom settles.
_WIDE = frozenset({"region", "physical"})
_UPON = grammar.words("pins.persons.upon")
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: From "a third of them" and from "said on Monday" to the place behind.
_PART_REACH = 4
_SAYING_REACH = 3
#: From "to be held" to the place of the meeting.
_HELD_REACH = 6
#: From a word of talks to the place where they were held.
_WORDS_REACH = 12
#: Acts of one side, and how far their place may be.
_ALONE, _ALONE_REACH = frozenset({"SANCTION", "RETREAT"}), 6
#: From "attacks on" to the last place of a list.
_OWNER_REACH = 5
_CLAUSES = grammar.words("pins.places.clauses")
#: From "in the wake of" to the noun.
_SEQUEL_REACH = 5


@dataclass(frozen=True, slots=True)
class PlaceQuestions:
    """The questions, with their word lists and limits."""

    words: Mapping[str, frozenset[str]]
    limits: Mapping[str, float]

    def why_not(self, case: Case, *, conflict: bool) -> str:
        """Why the place of an event is not to be trusted; "" when it is.

        Parameters
        ----------
        case
            The event.
        conflict
            Whether its story is one of violence in public affairs.
        """
        borrowed = not case.own_place
        limit = ("borrowed" if borrowed else "own") + "_conflict" * conflict
        if case.kind not in BODILY:
            limit = "word"
        if case.sure < self.limits[limit]:
            return "too unsure to be drawn"
        said = self._wrong_name(case)
        if not said and place_at(case) is not None:
            said = self._own_place(case) or self._crowded(case)
        if not said and case.reason.endswith(BORROWED[2]):
            said = self._filed_place(case)
        return said or (self._borrowed_place(case) if borrowed else "")

    def _filed_place(self, case: Case) -> str:
        """Why the place of the dateline is none for the act; "" when it may be."""
        if case.trigger.entry.kind == "noun":
            return "the place is only where the story was filed"
        return "the sentence names another place" if self._is_set_elsewhere(case) else ""

    def _wrong_name(self, case: Case) -> str:
        """Why a name may not be that of the place it was taken for; "" when it is."""
        place, score = case.toponym.place, case.toponym.score
        wide = place is not None and place.kind in _WIDE
        if score is not None and score < self.limits["wide_place" if wide else "place"]:
            return PLACE_UNSURE
        if (
            place is not None
            and place.country is None
            and (place.radius_km or 0) > self.limits["vast"]
        ):
            return "a region of several countries is no place to be drawn"
        if is_part_of_name(case, self.words):
            return "the name is part of another name"
        if case.kind not in BODILY and place is not None and place.kind == "region":
            return "the region is no place where something is said or signed"
        if self._is_afloat(case):
            return "a sea is where it came from"
        return (
            "a small place of a country where nothing else of the story lies" if case.remote else ""
        )

    def _borrowed_place(self, case: Case) -> str:  # noqa: PLR0911 (one return a question)
        """Why a place of another sentence is none for the act; "" when it may be."""
        if self.words["wide"].intersection(case.low) or self._is_total(case):
            return "told of many places"
        if (
            case.kind not in BODILY
            or self._is_sentence(case)
            or is_owner(case, self.words["staff"])
        ):
            return "the place is named in another sentence"
        if self._is_set_elsewhere(case):
            return "the sentence names another place"
        goes_on = case.scene and case.trigger.entry.kind != "noun"
        if case.reason.endswith(BORROWED[3]):
            return "the place is named in another sentence"
        if case.reason.endswith(BORROWED) and not (is_head(case.sentence) or goes_on):
            return "the place is named in another sentence"
        if self._is_aftermath(case):
            return "what went before may have been elsewhere"
        police = any(_POLICE.intersection(actor.sectors) for actor in case.actors)
        if is_arrest(case) and police and not self.words["court"].intersection(case.low):
            return ""
        if case.share < self.limits["story_share"]:
            return "the place is named in another sentence"
        return ""

    def _is_aftermath(self, case: Case) -> bool:
        """Whether a noun is only what another act follows: "launched in the wake of bombings"."""
        first = case.trigger.first
        near = case.low[max(0, first - _SEQUEL_REACH) : first]
        return case.trigger.entry.kind == "noun" and not self.words["wake"].isdisjoint(near)

    def _is_set_elsewhere(self, case: Case) -> bool:
        """Whether a sentence names a place that the borrowed one does not lie in: "bombing of X".

        A name that no gazetteer knows counts too, where "in" or "near" stands before it.
        """
        if any(t.role == "literal" and not holds(t, case.toponym) for t in case.named):
            return True
        known = {i for t in case.named for i in case.analysis.between(t.start, t.end)}
        tags = case.analysis.tags
        return any(
            word in _WITHIN and tags[i + 1].startswith("NNP") and i + 1 not in known
            and case.low[i + 1] not in self.words["calendar"]
            for i, word in enumerate(case.low[:-1])
        )  # fmt: skip

    def _own_place(self, case: Case) -> str:
        """Whether a place of the act's own sentence goes with another act of it."""
        if case.kind not in BODILY and not self._is_near(case):
            return "words have no place of their own, and the place may be what they are about"
        bodily = case.kind in {"ASSAULT", "PROTEST"} or is_arrest(case)
        whole = bodily and case.trigger.entry.kind != "noun"
        if (case.attached is False and not whole) or self._is_elsewhere(case):
            return "the place stands with another act of the sentence"
        return "somewhere between two places" if is_between(case) else ""

    def _crowded(self, case: Case) -> str:
        """Why so much stands around an act or before its place that another may lie between."""
        starts, ends = case.analysis.starts, case.analysis.ends
        at, first, last = place_at(case) or 0, case.trigger.first, case.trigger.last
        if max(starts[at] - ends[last], starts[first] - ends[at]) > self.limits["far"]:
            return "the place stands far from the act"
        long = len(case.sentence.text) > self.limits["long"]
        return "told in a long sentence, among other things" if long else ""

    def _is_elsewhere(self, case: Case) -> bool:  # noqa: PLR0911 (one return a question)
        """Whether words between act and place lead away: "arrested for a murder in X", "brought to X".

        What follows or is followed by another act ("the killings followed an attack in X") has no
        place of its own, nor has a prisoner: a court jails, and the crime has the place.
        """
        at, first = place_at(case), case.trigger.first
        if at is None:
            return False
        if "stands for" in case.reason and self._is_loose(case, at):
            return True
        # The second of a pair too: "from X and Y".
        before = case.low[max(0, at - 3) : at - 2] if case.low[at - 1] in _JOINTS else ()
        ways = _DIRECTIONS.intersection((*before, *case.low[max(0, at - 1) : at]))
        if ways and case.kind not in _MOVING:
            return True  # "the arrest of two men from X", "on a flight to X"
        if case.kind == "MOBILIZE" and "from" in case.low[max(0, at - _PART_REACH) : at]:
            return True  # "sent to Y from a base in X"
        if not self.words["part"].isdisjoint(case.low[max(0, at - _PART_REACH) : at]):
            return True  # "a third of them in Minsk"
        if not self.words["saying"].isdisjoint(case.low[max(0, at - _SAYING_REACH) : at]):
            return True  # "said in Moscow that"
        if "that" in case.low[at + 1 : at + _PART_REACH] and not self.words["report"].isdisjoint(
            case.low[max(0, at - _SAYING_REACH) : at]
        ):
            return True  # "reported in Moscow that", but not "clashes were reported in Moscow"
        if (
            is_seat(case, at, self.words)
            or is_named_nearer(case)
            or is_readied(case, at, self.words)
            or is_ward(case, self.words)
            or is_speaking(case, at, self.words)
            or is_behind_clause(case, at)
        ):
            return True
        if is_arrest(case) and is_of_offence(case, self.words):
            return True
        return self._before(case, at) if at < first else self._behind(case, at)

    def _is_loose(self, case: Case, at: int) -> bool:
        """Whether "the city" is part of a name of somebody, or "the district" may be any."""
        behind = case.analysis.tags[at + 1 : at + 2]
        described = behind[:1] and behind[0].startswith("NN")  # "the city police"
        return bool(described) or case.low[at] in self.words["vague"] or "named next" in case.reason

    def _before(self, case: Case, at: int) -> bool:
        """Whether a place before the act, at a token, is that of something else."""
        if self._is_sentence(case):
            return any(tag.startswith("VB") for tag in case.analysis.tags[:at])
        between = case.low[max(0, at - _PART_REACH) : case.trigger.first]
        # "The rally to be held in X".
        held = ("to", "be") in pairwise(case.low[max(0, at - _HELD_REACH) : at])
        lived = is_lived(case, at) or is_home(case, at, self.words)
        if held or lived or is_speakers(case, at, self.words) or self._is_cause(case, at):
            return True
        if case.trigger.entry.kind == "noun" and not self.words["charge"].isdisjoint(between):
            return True  # "clerics in X condemned the killing"
        # "Arrested 12 men in X in connection with the killing".
        taken = any(t.last < at for t in case.beside) and self._is_aftermath(case)
        another = self._is_of_another(case, at) or self._is_behind_clause(case, at)
        if taken or another or self._has_owner(case, at):
            return True
        if not is_arrest(case):
            return False
        passive = "pp" in case.trigger.forms and not case.actors
        told = self.words["probing"] | (self.words["offence"] if passive else frozenset())
        return not told.isdisjoint(case.low[:at])  # "police investigating a murder in X have held"

    def _is_cause(self, case: Case, at: int) -> bool:
        """Whether a place is that of what led to a decree: "following the attacks in X, it declared"."""
        decree = case.kind == "COERCE" and not is_arrest(case)
        return (
            decree
            and not _SUBORDINATE.isdisjoint(case.low[:2])
            and "," in case.low[at : case.trigger.first]
        )

    def _is_near(self, case: Case) -> bool:
        """Whether a place stands where words were spoken: shortly behind an act, with "in" or "at".

        What a court or an army does alone may have its place before it too ("the court in X fined").
        """
        at, last = place_at(case), case.trigger.last
        if at is None:
            return False
        if case.kind in _ALONE and abs(at - last) <= _ALONE_REACH:
            return True
        if not 0 < at - last <= _WORDS_REACH:
            return False
        return not _SPOKEN.isdisjoint(case.low[max(case.trigger.first, at - _PART_REACH) : at])

    def _behind(self, case: Case, at: int) -> bool:  # noqa: PLR0911 (one return a question)
        """Whether words between an act and the place behind it give the place to another act."""
        between = set(case.low[case.trigger.last + 1 : at])
        if case.kind not in BODILY and not self.words["coming"].isdisjoint(between):
            return True
        if case.kind == "SANCTION" and (is_other_deed(case, at) or case.low[at - 1] in _UPON):
            return True  # "sanctions imposed on X"
        if case.kind == "PROTEST" and is_topic(case, at, self.words):
            return True
        violent = case.kind in _VIOLENT or is_arrest(case)
        if not violent and not between.isdisjoint(_SUBORDINATE):
            return self.words["talks"].isdisjoint(between)
        if case.trigger.entry.kind == "noun":
            return self._is_nearer(case, at) or verb_behind(case) in self.words["sequel"]
        if is_arrest(case) and not between.isdisjoint(self.words["offence"]):
            return True
        if case.kind != "ASSAULT" and self._is_nearer(case, at):
            return True
        if case.kind == "PROTEST" and not between.isdisjoint(self.words["cause"]):
            return True
        if self._is_passed_on(case, at) or self._is_next(case, at) or is_main(case, at, self.words):
            return True
        abduct = case.kind == "ASSAULT" and case.trigger.entry.tag == "abduct"
        return (is_arrest(case) or abduct) and not between.isdisjoint(self.words["away"])

    def _is_of_another(self, case: Case, at: int) -> bool:
        """Whether an act hangs on a noun behind the verb that has the place: "said in X that Y, who killed"."""
        told = False
        for i in range(at + 1, case.trigger.first):
            if told and case.low[i] in _RELATIVE:
                return True
            told = told or case.analysis.tags[i] in _FINITE
        return False

    def _is_behind_clause(self, case: Case, at: int) -> bool:
        """Whether an act opens a clause behind another with the place: "raids in X after men were killed".

        A place that opens its sentence is that of all that follows.
        """
        opener = next((i for i in range(at + 1, case.trigger.first) if case.low[i] in _CLAUSES), 0)
        gerund = case.analysis.tags[case.trigger.first] == "VBG"  # "attacked X before killing two"
        return opener > 0 and not gerund and any(t.last < at for t in case.beside)

    def _has_owner(self, case: Case, at: int) -> bool:
        """Whether a noun of violence has the place, and another the act: "after the attacks on X, raids have killed"."""
        nouns = self._violence(case)
        owner = any(0 < at - t.last <= _OWNER_REACH for t in nouns)
        return owner and any(at < t.first < case.trigger.first for t in nouns)

    def _is_nearer(self, case: Case, at: int) -> bool:
        """Whether a noun of violence stands between act and place: "provoked by the assault on X".

        Whoever is arrested "in raids in X" was arrested there.
        """
        own = self.words["raids"] if is_arrest(case) else frozenset()
        return any(
            case.trigger.last < t.first < at and case.low[t.last] not in own
            for t in self._violence(case)
        )

    def _violence(self, case: Case) -> list[Trigger]:
        """The nouns of violence in the sentence."""
        return [
            t for t in case.beside if t.entry.kind == "noun" and t.entry.event_type == "ASSAULT"
        ]

    def _is_passed_on(self, case: Case, at: int) -> bool:
        """Whether a second main verb has the place: "captured ten and were holding them in X"."""
        joined = False
        for i in range(case.trigger.last + 1, at):
            if self._is_other_time(case, i, at):
                return True
            if case.low[i] in _OPENERS:
                return False
            if joined and case.analysis.tags[i] in _FINITE:
                return True
            joined = joined or case.low[i] in _JOINTS
        return False

    def _is_next(self, case: Case, at: int) -> bool:
        """Whether the next of a list of acts has the place: "a raid killed ten, and an attack in X two"."""
        tags = case.analysis.tags
        for t in self._violence(case):
            i = t.first - 1
            while i > case.trigger.last and tags[i].startswith(("NN", "JJ", "CD")):
                i -= 1
            listed = tags[i] == "DT" and case.low[i - 1] in _JOINTS
            if listed and case.trigger.last < i < at:
                return True
        return False

    def _is_other_time(self, case: Case, i: int, at: int) -> bool:
        """Whether "before" or "hours after" leads to another act that has the place."""
        word, unit = case.low[i], case.low[i - 1]
        other = word == "before" or (word == "after" and unit in self.words["units"])
        return other and any(i < t.first < at for t in case.beside)

    def _is_total(self, case: Case) -> bool:
        """Whether a ministry gives a sum, which is the country's and not the last town's."""
        return bool(case.numbers) and any(
            word in self.words["saying"]
            and not self.words["national"].isdisjoint(case.low[max(0, i - _TITLE_REACH) : i])
            for i, word in enumerate(case.low)
        )

    def _is_afloat(self, case: Case) -> bool:
        """Whether the place is a sea and nobody is at sea: missiles come from there."""
        place = case.toponym.place
        water = place is not None and place.feature_code in _WATERS
        return water and self.words["sailing"].isdisjoint(case.low)

    def _is_sentence(self, case: Case) -> bool:
        """Whether a court locks somebody away, which it does far from the crime."""
        own = {case.low[i] for i in case.trigger.tokens}
        return case.kind == "COERCE" and not own.isdisjoint(self.words["sentence"])
