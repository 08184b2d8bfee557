"""Who did it, to whom: the slots that a trigger's entry names, filled from the sentence.

    trigger + entry.args ─▶ slots (parse or tags) ─▶ phrases ─▶ is it somebody? ─▶ who is meant

An entry's ``args`` reads ``ACTOR>RECIPIENT``; each side lists slots, "|" between alternatives and
"&" between slots that all count. The speaker of a reported act is never its actor, because only
slots of the trigger itself are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo.events.actor_context import ActorContext
from geo.events.actor_phrases import Phrase, conjuncts, extended, phrase_at, phrases
from geo.events.actor_slots import LIGHT, Slots, reader
from geo.events.actor_tagged import TaggedSlots
from geo.events.triggers import Trigger
from geo.model import Actor
from geo.syntax import Analysis

#: Prepositions that lead to whom an act is done, tried where the object is part of the trigger
#: ("opened fire on protesters", "imposed sanctions on Iran").
_TOWARDS = ("on", "against", "into", "upon", "at", "to", "of", "over", "from", "with", "for")
#: Verbs whose subject undergoes the noun they carry ("Iran faces criticism", "came under fire").
_UNDERGO = frozenset("face receive draw suffer undergo get win earn endure sustain attract meet come survive escape fear".split())  # fmt: skip
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_BE = frozenset("be is are was were been being am get got gets getting".split())
#: Prepositions that tie a thing to whom it concerns.
_CONCERNS = frozenset("of from by for against to on with between toward towards over".split())
#: Types whose recipient may be a thing or a bare number ("shelled a base", "killed 12"). Of the
#: others' things 3 of 43 were right in the tune part of the development sets.
_TO_THINGS = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "REJECT", "RETREAT"})
#: How far behind the trigger its recipient is looked for by position alone.
_NEAR = 8
_FAR = 12
_LEADS = frozenset("to for with against from on between toward towards upon".split())
_SOMEBODY = frozenset({"person", "body", "people"})
#: What ends a clause for that search, and what makes a phrase a place or a time.
_CLAUSE = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP"})
_ENDS = frozenset({";", ":", "--", "—", "–", "after", "as", "while", "because", "when", "since", "before", "if", "amid", "during", "until", "despite", "following"})  # fmt: skip
_PLACES = frozenset("in at near inside outside around across throughout along since during by through within between".split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorsFound:
    """Actors and recipients of one trigger, and the slots that gave them."""

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    rule: str = ""


def find_actors(trigger: Trigger, analysis: Analysis, context: ActorContext) -> ActorsFound:
    """The actors and recipients of one trigger.

    Parameters
    ----------
    trigger
        Found in the sentence that ``analysis`` describes.
    analysis
        Parsed, or tagged only (then positions decide).
    context
        What the article has told of its people so far.
    """
    return _Finder(trigger, analysis, context).find()


class _Finder:
    """The work on one trigger."""

    def __init__(self, trigger: Trigger, analysis: Analysis, context: ActorContext) -> None:
        self.trigger = trigger
        self.a = analysis
        self.context = context
        self.found = phrases(analysis)
        self.slots: Slots = reader(analysis, self.found, trigger)
        self.own = frozenset(trigger.tokens)
        self.anchor = self._main_token()
        self.verbal = analysis.tags[self.anchor].startswith("V") or trigger.entry.kind == "verb"
        self.used: set[int] = set()

    def _main_token(self) -> int:
        """The anchor; the participle where the anchor is its auxiliary ("were accused of")."""
        anchor = self.trigger.anchor
        if self.a.words[anchor].lower() in _BE:
            for token in self.trigger.tokens:
                if token > anchor and self.a.tags[token] in {"VBN", "VBG", "VBD"}:
                    return token
        return anchor

    def find(self) -> ActorsFound:
        left, _, right = self.trigger.entry.args.partition(">")
        slots = left.split("&")
        actors, rule = self._side(slots[0], recipient=False)
        mutual = "&".join(slots[1:])
        if mutual and not actors:  # "talks between A and B": both act
            actors, rule = self._side(mutual, recipient=False)
            mutual = ""
        # "A met B", "A held talks with B": A acts and B receives.
        recipients, other = self._side(
            "|".join(part for part in (mutual, right) if part), recipient=True
        )
        taken = {(a.start, a.end) for a in actors}
        recipients = tuple(a for a in recipients if (a.start, a.end) not in taken)
        if not recipients:
            recipients, other = self._further()
        return ActorsFound(actors, recipients, f"{rule}>{other}")

    def _further(self) -> tuple[tuple[Actor, ...], str]:
        """Last resort: somebody behind the trigger, in its clause; best one led to by "to", "for" …

        A country behind "in" is taken last ("agreed to a truce in Yemen").
        """
        if not self.verbal or self.slots.is_passive(self.anchor):
            return (), ""
        near = self._clause_phrases()
        low = [self.a.words[p.first - 1].lower() for p in near]
        ranked = [p for p, before in zip(near, low, strict=True) if before in _LEADS]
        ranked += [p for p, before in zip(near, low, strict=True) if before not in _PLACES]
        ranked = [p for p in ranked if self.context.kind_of(self.a, p) in _SOMEBODY]
        ranked += [
            p
            for p, before in zip(near, low, strict=True)
            if before in _PLACES and self.context.is_country(self.a, p)
        ]
        for phrase in ranked:
            if not self._own_thing(phrase):
                found = tuple(self._mentions(phrase, "further", recipient=True, implied=False))
                if found:
                    return found, "further"
        return (), ""

    def _clause_phrases(self) -> list[Phrase]:
        """Unused phrases behind the trigger up to the end of its clause."""
        near = []
        for phrase in self.found:
            if phrase.first <= self.trigger.last or phrase.first in self.used or phrase.pronoun:
                continue
            between = range(self.trigger.last + 1, phrase.first)
            ended = any(self.a.tags[i] in _CLAUSE or self.a.words[i] in _ENDS for i in between)
            if ended or len(between) > _FAR:
                break
            near.append(phrase)
        return near

    def _own_thing(self, phrase: Phrase) -> bool:
        """ "Its troops", "their demands": the actor's own, so not whom it acts on."""
        mine = self.a.tags[phrase.first] == "PRP$"
        return mine and self.context.kind_of(self.a, phrase) in {"thing", "body"}

    def _side(self, args: str, *, recipient: bool) -> tuple[tuple[Actor, ...], str]:
        """Fill one side: the first alternative that holds somebody, every slot of an "&" list."""
        if recipient and not self.verbal and args:
            args = f"undergo|{args}|hit"
        for together in args.split("|"):
            mentions: list[Actor] = []
            for slot in together.split("&"):
                if slot:
                    mentions.extend(self._fill(slot, recipient=recipient))
            if mentions:
                return tuple(mentions), together
        return (), ""

    def _fill(self, slot: str, *, recipient: bool) -> Iterable[Actor]:
        implied = slot == "self"
        for token in self._tokens(slot):
            phrase = phrase_at(self.found, token)
            if phrase is not None and not implied and not self.own.isdisjoint(self._span(phrase)):
                phrase = self._part(phrase, token)
            if phrase is None:
                continue
            yield from self._mentions(phrase, slot, recipient=recipient, implied=implied)

    def _mentions(
        self, phrase: Phrase, slot: str, *, recipient: bool, implied: bool
    ) -> Iterable[Actor]:
        """The phrase and those coordinated with it; things are not split up."""
        first = True
        for one in (phrase, *conjuncts(extended(phrase, self.found, self.a), self.found, self.a)):
            if one.first in self.used:
                continue
            if not first and self.context.kind_of(self.a, one) == "thing":
                break
            if not first and self.a.words[one.first].isdigit() and one.first == one.last:
                continue  # an age: "Ruiz, 45, and …"
            if recipient and (self._own_thing(one) or not self._may_receive(one)):
                break
            inner = self._inside(one) if recipient and not implied else one
            if inner is None:
                # A thing is kept only where the act is done to it itself ("rejected the plan").
                if slot not in {"obj", "iobj"}:
                    break
                inner = one
            actor = self._mention(inner, slot, recipient=recipient, implied=implied)
            if actor is not None:
                self.used.update((one.first, inner.first))
                yield actor
            first = False

    def _may_receive(self, phrase: Phrase) -> bool:
        """Whether an act of this type is done to such a phrase (or to whom it concerns)."""
        if self.trigger.entry.event_type in _TO_THINGS or phrase.pronoun:
            return True
        kind = self.context.kind_of(self.a, phrase)
        if kind == "people":
            return False
        owned = self.context.owner(self.a, phrase) is not None
        return kind != "thing" or owned or self._inside(phrase) is not None

    def _inside(self, phrase: Phrase) -> Phrase | None:
        """Whom a thing concerns ("the rights of *Palestinians*", "demands from *rebels*")."""
        kind = self.context.kind_of(self.a, phrase)
        if phrase.pronoun or kind != "thing" or self.context.owner(self.a, phrase) is not None:
            return phrase
        at = phrase
        for _ in range(3):
            nxt = phrase_at(self.found, at.last + 2) if at.last + 2 < len(self.a) else None
            if nxt is None or nxt.first != at.last + 2 or nxt.pronoun:
                return None
            if self.a.words[at.last + 1].lower() not in _CONCERNS:
                return None
            if self.context.kind_of(self.a, nxt) in {"person", "body", "people", "name"}:
                return nxt
            at = nxt
        return None

    def _span(self, phrase: Phrase) -> range:
        return range(phrase.first, phrase.last + 1)

    def _part(self, phrase: Phrase, token: int) -> Phrase | None:
        """The part of the trigger's own phrase that names somebody ("the *police* raid").

        Where the object itself belongs to the pattern, the whole phrase ("summoned *the French
        ambassador*"), if it means somebody.
        """
        if token in self.own:
            somebody = self.context.kind_of(self.a, phrase) in {"person", "body", "people"}
            return phrase if somebody and token != self.anchor else None
        first = token
        while first > phrase.first and (first - 1) not in self.own:
            first -= 1
        return Phrase(first, token, token)

    # -- slots -------------------------------------------------------------------------------

    def _tokens(self, slot: str) -> list[int]:
        if slot == "self":
            return [self.anchor]
        if slot == "undergo":
            return self._over_noun(undergo=True)
        if slot.startswith("prep:"):
            return self._prep(slot.removeprefix("prep:"))
        if self.verbal:
            return self._of_verb(slot)
        return self._of_noun(slot)

    def _prep(self, word: str) -> list[int]:
        found = self.slots.oblique(self.anchor, word)
        if not found and not self.verbal:
            over = self.slots.governor(self.anchor)
            if over is not None and word != "of" and not over[1]:
                found = self.slots.oblique(over[0], word)
        return found

    def _of_verb(self, slot: str) -> list[int]:
        if slot == "subj":
            if self.slots.is_passive(self.anchor) or self.trigger.entry.reversed:
                return self.slots.oblique(self.anchor, "by")
            return self._subject()
        if slot in {"obj", "iobj"}:
            found = self.slots.objects(self.anchor)
            inside = [t for t in found if t in self.own]
            if found and not inside and not self.trigger.entry.reversed:
                return found[:1]
            between = self._between()
            if between is not None:
                return [between]
            return self._own_people() or self._behind_trigger()
        if slot == "poss":
            owner = self.slots.possessor(self.anchor)
            return [] if owner is None else [owner]
        return []

    def _behind_trigger(self) -> list[int]:
        """Object of a pattern of several words: what its noun or its verb points at."""
        if len(self.own) == 1:
            return []
        nouns = [t for t in sorted(self.own) if t != self.anchor]
        for token in nouns:
            owner = self.slots.possessor(token)
            if owner is not None and owner not in self.own and self.a.tags[owner] != "PRP$":
                return [owner]
            by = self.slots.oblique(token, "by") if not self.trigger.entry.reversed else []
            modifier = None if by else self._modifier(token)
            if by or modifier is not None:
                return by or [modifier or 0]
        return self._pointed_at() or self._next_phrase()

    def _between(self) -> int | None:
        """Somebody in the gap of a pattern ("killed *Ana Ruiz*, a leader")."""
        for phrase in self.found:
            inside = self.anchor < phrase.first and phrase.last < self.trigger.last
            if inside and self.own.isdisjoint(self._span(phrase)) and self._somebody(phrase.head):
                before = self.a.words[phrase.first - 1].lower()
                return phrase.head if phrase.first - 1 in self.own or before not in _PLACES else None
        return None

    def _pointed_at(self) -> list[int]:
        """What the pattern's words point at by a preposition: somebody first, then the nearest."""
        found = {
            t
            for token in self.own
            for word in _TOWARDS
            for t in self.slots.oblique(token, word)
            if t not in self.own
        }
        ranked = sorted(found, key=lambda t: (not self._somebody(t), abs(t - self.trigger.last)))
        return ranked[:1]

    def _somebody(self, token: int) -> bool:
        phrase = phrase_at(self.found, token)
        return phrase is not None and self.context.kind_of(self.a, phrase) in _SOMEBODY | {"name"}

    def _subject(self) -> list[int]:
        """The subject by the parse; by position where the parse has none."""
        subject = self.slots.subject(self.anchor)
        finite = self.a.tags[self.anchor] in _FINITE or "MD" in self.a.tags[max(0, self.anchor - 3) : self.anchor]
        if subject is None and self.a.heads is not None and finite:
            subject = TaggedSlots(self.a, self.found, self.trigger).subject(self.anchor)
        return [] if subject is None else [subject]

    def _own_people(self) -> list[int]:
        """People who belong to the pattern itself ("freed *prisoners*")."""
        for token in self.trigger.tokens:
            phrase = phrase_at(self.found, token) if token != self.anchor else None
            if phrase is not None and phrase.head == token:
                if self.context.kind_of(self.a, phrase) in {"person", "body", "people"}:
                    return [token]
        return []

    def _next_phrase(self) -> list[int]:
        """By position: the first phrase behind the trigger that follows it or such a preposition."""
        last = self.trigger.last
        for phrase in self.found:
            if self.trigger.first < phrase.first < last and self.own.isdisjoint(self._span(phrase)):
                return [phrase.head]
            if phrase.first <= last:
                continue
            before = self.a.words[phrase.first - 1].lower()
            between = self.a.tags[last + 1 : phrase.first]
            if phrase.first - last > _NEAR or any(
                t in {"VBD", "VBZ", "VBP", "MD", "."} for t in between
            ):
                break
            if phrase.first == last + 1 or before in _TOWARDS:
                return [phrase.head]
        return []

    def _of_noun(self, slot: str) -> list[int]:
        if slot in {"subj", "poss"}:
            return self._behind_noun()
        if slot in {"obj", "iobj"}:
            for word in ("of", "on", "against", "to", "upon", "into", "at", "with", "over"):
                found = self.slots.oblique(self.anchor, word)
                if found:
                    return found
        if slot == "hit":
            over = self.slots.governor(self.anchor)
            if over is not None and over[1] and not self.slots.is_passive(over[0]):
                return self.slots.objects(over[0])[:1]
        return []

    def _behind_noun(self) -> list[int]:
        """Who is behind a noun: "by", its possessor, a modifier, the subject of its light verb."""
        found = self.slots.oblique(self.anchor, "by") or self._done_by()
        if found:
            return found
        owner = self.slots.possessor(self.anchor)
        if owner is not None:
            return [owner]
        modifier = self._modifier(self.anchor)
        if modifier is not None:
            return [modifier]
        return self._over_noun(undergo=False) or self.slots.oblique(self.anchor, "from")

    def _done_by(self) -> list[int]:
        """ "An attack carried out by …": the agent of a participle behind the noun."""
        for token in range(self.trigger.last + 1, min(len(self.a), self.trigger.last + 4)):
            if self.a.tags[token] in {"VBN", "VBD"}:
                return self.slots.oblique(token, "by")
        return []

    def _over_noun(self, *, undergo: bool) -> list[int]:
        """Subject of the verb that carries the noun, if that verb does it (or undergoes it)."""
        over = self.slots.governor(self.anchor)
        if over is None or over[1]:
            return []
        lemma = self.a.lemma(over[0])
        if undergo != (lemma in _UNDERGO) or (not undergo and lemma not in LIGHT):
            return []
        if self.slots.is_passive(over[0]):
            return self.slots.oblique(over[0], "by")
        subject = self.slots.subject(over[0])
        return [] if subject is None else [subject]

    def _modifier(self, noun: int) -> int | None:
        """Somebody named before a noun in its phrase ("a *U.S.* air strike")."""
        phrase = phrase_at(self.found, noun)
        if phrase is None:
            return None
        last = noun
        while last > phrase.first and last - 1 in self.own:
            last -= 1
        if last == phrase.first:
            return None
        named = self.context.last_actor(self.a, phrase.first, last)
        return None if named is None else phrase.first + named

    # -- mentions ----------------------------------------------------------------------------

    def _mention(
        self, phrase: Phrase, slot: str, *, recipient: bool, implied: bool
    ) -> Actor | None:
        whole = extended(phrase, self.found, self.a) if not implied else phrase
        return self.context.mention(self.a, whole, recipient=recipient, implied=implied, rule=slot)


def words_of(analysis: Analysis, phrase: Phrase) -> Sequence[str]:
    """The tokens of a phrase."""
    return analysis.words[phrase.first : phrase.last + 1]
