"""Which tokens a trigger's slots lead to: subject, object, possessor, "by" and "with" phrases.

Between the raw readers (geo.events.actors.slots) and the mentions (geo.events.actors.find): here verbs,
nouns and patterns of several words are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.actors.blame import DOING, Blame
from geo.events.actors.context import ActorContext
from geo.events.actors.phrases import Phrase, phrase_at
from geo.events.actors.slots import LIGHT, Slots, reader
from geo.events.actors.subjects import SOMEBODY, Subjects
from geo.events.actors.tagged import TaggedSlots
from geo.events.triggers import Trigger
from geo.syntax import Analysis

_TOWARDS = grammar.phrases("actors.tokens.towards")
_DONE_TO = grammar.phrases("actors.tokens.done_to")
#: Acts that a case, a measure or a threat is brought against somebody with.
_AGAINST = frozenset({"ACCUSE", "COERCE", "SANCTION", "THREATEN"})
_UNDERGO = grammar.words("actors.tokens.undergo")
_SPEAK_OF = grammar.words("actors.tokens.speak_of")
_FORCE = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_BLAME = grammar.words("actors.tokens.blame")
_ASCRIBE = grammar.words("actors.tokens.ascribe")
_SUFFERED = grammar.words("actors.tokens.suffered")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_BE = grammar.words("common.verbs.be") | grammar.words("common.verbs.get")
#: How far behind the trigger its recipient is looked for by position alone.
_NEAR = 8
_KINDS = grammar.words("actors.tokens.kinds")
PLACES = grammar.words("actors.tokens.places")


class TriggerTokens:
    """The tokens around one trigger.

    Parameters
    ----------
    trigger, analysis
        The trigger and its sentence.
    found
        The sentence's phrases.
    context
        Says which phrases mean somebody.
    """

    def __init__(
        self,
        trigger: Trigger,
        analysis: Analysis,
        found: Sequence[Phrase],
        context: ActorContext,
    ) -> None:
        self.trigger = trigger
        self.a = analysis
        self.found = found
        self.context = context
        self.slots: Slots = reader(analysis, found, trigger)
        self.subjects = Subjects(analysis, found, context, self.slots, trigger)
        self.own = frozenset(trigger.tokens)
        self.anchor = self._main_token()
        #: A pattern's passive order ("sanctions were imposed"), unless the verb is plainly active
        #: ("police detained the editor" is no passive of "detain police").
        self.reversed = trigger.entry.reversed and not self._is_active()
        self.verbal = analysis.tags[self.anchor].startswith("V") or trigger.entry.kind == "verb"

    def _main_token(self) -> int:
        """The anchor; the verb where the anchor is its auxiliary or subject ("police detained")."""
        anchor = self.trigger.anchor
        low, tag = self.a.words[anchor].lower(), self.a.tags[anchor]
        for token in self.trigger.tokens:
            if token <= anchor:
                continue
            if low in _BE and self.a.tags[token] in {"VBN", "VBG", "VBD"}:
                return token
            if (
                tag.startswith("NN")
                and self.a.tags[token] in _FINITE
                and token == self.trigger.last
            ):
                return token
        return anchor

    def _is_active(self) -> bool:
        """Whether the verb has an object of its own outside the pattern."""
        if self.slots.is_passive(self.anchor):
            return False
        return any(token not in self.own for token in self.slots.objects(self.anchor))

    def is_own(self, phrase: Phrase) -> bool:
        """Whether a phrase shares a token with the trigger."""
        return not self.own.isdisjoint(range(phrase.first, phrase.last + 1))

    def of_slot(self, slot: str) -> list[int]:
        """Tokens that head the phrases of a slot; empty when nothing fills it."""
        match slot.split(":"):
            case ["self"] | ["doer"]:
                return [self.anchor]
            case ["prep", word]:
                return self._prep(word)
            case ["bearer"]:
                return self._bearer()
            case ["undergo" | "blamed" | "behind" | "ahead"]:
                return self._around(slot)
        return self._of_verb(slot) if self.verbal else self._of_noun(slot)

    def _around(self, slot: str) -> list[int]:
        """Slots that no entry names: what other words of the sentence tell of the act."""
        if slot == "undergo":
            return self._over_noun(undergo=True)
        if slot == "blamed":
            return self._blamed()
        return self._behind() if slot == "behind" else self._ahead()

    def _ahead(self) -> list[int]:
        """Subject of a passive by position, where the parse has none or a wrong one."""
        if not self.verbal or self.a.heads is None:
            return []
        tagged = TaggedSlots(self.a, self.found, self.trigger)
        state = self.a.tags[self.anchor] == "JJ" and tagged.is_passive(self.anchor)
        passive = state or self.slots.is_passive(self.anchor)
        return tagged.objects(self.anchor) if passive else []

    def _bearer(self) -> list[int]:
        """Who must: the subject of the verb that a modal, or "needs to", stands before."""
        verb, heads = self.anchor, self.a.heads
        if heads is not None and self.a.tags[verb] == "MD" and heads[verb] >= 0:
            verb = heads[verb]
        subject = self.slots.subject(verb)
        return [] if subject is None else [subject]

    def _prep(self, word: str) -> list[int]:
        found = self.slots.oblique(self.anchor, word)
        if not found and not self.verbal:
            over = self.slots.governor(self.anchor)
            lent = over is not None and (word == "by" or self.a.lemma(over[0]) in LIGHT)
            if over is not None and lent and word != "of" and not over[1]:
                found = self.slots.oblique(over[0], word)
        return found

    def _of_verb(self, slot: str) -> list[int]:
        if slot == "subj":
            if self.slots.is_passive(self.anchor) or self.reversed:
                return self.slots.oblique(self.anchor, "by")
            subject = self.subjects.of(self.anchor)
            return [] if subject is None else [subject]
        if slot == "iobj":
            return self.slots.indirect(self.anchor)
        if slot == "obj":
            return self._object()
        owner = self.slots.possessor(self.anchor) if slot == "poss" else None
        return [] if owner is None else [owner]

    def _object(self) -> list[int]:
        """The verb's object; where that is part of the pattern, what the pattern points at."""
        between = self._between()
        if between is not None:
            return [between]
        found = self.slots.objects(self.anchor)
        if found and self.own.isdisjoint(found) and not self.reversed:
            return [] if self._is_site(found[0]) else found[:1]
        return self._own_people() or self._behind_trigger()

    def _is_site(self, token: int) -> bool:
        """Whether what a parser took for the subject of a passive is only where: "In Lima, A was …"."""
        phrase = phrase_at(self.found, token)
        if phrase is None or not phrase.first or phrase.last > self.anchor:
            return False
        return self.a.words[phrase.first - 1].lower() in PLACES

    def _behind_trigger(self) -> list[int]:
        """Object of a pattern of several words: what its noun or its verb points at."""
        if len(self.own) == 1:
            return []
        against = self._against() if self.trigger.entry.event_type in _AGAINST else None
        if against is not None:
            return [against]
        nouns = [t for t in sorted(self.own) if t != self.anchor]
        for token in nouns:
            owner = self.slots.possessor(token)
            if owner is not None and owner not in self.own and self.a.tags[owner] != "PRP$":
                return [owner]
            by = self.slots.oblique(token, "by") if not self.reversed else []
            modifier = None if by else self._modifier(token, named=True)
            if by or modifier is not None:
                return by or [modifier or 0]
        return self._pointed_at() or self._next_phrase()

    def _against(self) -> int | None:
        """Somebody behind "against" in the clause, whatever a parser tied that to."""
        for token in range(self.trigger.last + 1, len(self.a) - 1):
            if self.a.tags[token] in {"VBD", "VBZ", "VBP", "MD", ":", "."}:
                return None
            if self.a.words[token].lower() == "against":
                phrase = phrase_at(self.found, token + 1)
                known = phrase is not None and self.subjects.is_somebody(phrase.head)
                return phrase.head if phrase is not None and known else None
        return None

    def _between(self) -> int | None:
        """Somebody in the gap of a pattern ("killed *Ana Ruiz*, a leader")."""
        for phrase in self.found:
            inside = self.anchor < phrase.first and phrase.last < self.trigger.last
            if inside and not self.is_own(phrase) and self.subjects.is_somebody(phrase.head):
                before = self.a.words[phrase.first - 1].lower()
                return phrase.head if phrase.first - 1 in self.own or before not in PLACES else None
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
        ranked = sorted(
            found, key=lambda t: (not self.subjects.is_somebody(t), abs(t - self.trigger.last))
        )
        return ranked[:1]

    def _own_people(self) -> list[int]:
        """People who belong to the pattern itself ("freed *prisoners*", "*guards* were shot")."""
        undergone = self.reversed or self.slots.is_passive(self.anchor)
        for token in self.trigger.tokens:
            ahead = token < self.anchor and not undergone
            phrase = None if ahead or token == self.anchor else phrase_at(self.found, token)
            if phrase is None or phrase.head != token:
                continue
            if phrase.pronoun and undergone:
                return [token]
            if phrase.first == phrase.last and self.a.tags[token] == "NN":
                continue  # "took hostage", "held captive": what they became
            if self.context.kind_of(self.a, phrase) in SOMEBODY:
                return [token]
        return []

    def _next_phrase(self) -> list[int]:
        """By position: the first phrase behind the trigger that follows it or such a preposition."""
        last = self.trigger.last
        for phrase in self.found:
            if self.trigger.first < phrase.first < last and not self.is_own(phrase):
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
            for word in _DONE_TO:
                found = self.slots.oblique(self.anchor, word)
                if found:
                    return found
        if slot == "hit" and self._is_suffered():
            owner = self._owner()
            return [] if owner is None else [owner]
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
        owner = self._owner()
        if owner is not None:
            return [] if self._is_suffered() else [owner]
        modifier = self._modifier(self.anchor)
        if modifier is not None:
            return [modifier]
        return self._over_noun(undergo=False) or self.slots.oblique(self.anchor, "from")

    def _owner(self) -> int | None:
        """Whose act, or whose suffering; of a long name a parser ties the title only."""
        owner = self.slots.possessor(self.anchor)
        behind = self.anchor > 1 and self.a.tags[self.anchor - 1] == "POS"
        return self.anchor - 2 if owner is None and behind and self._is_suffered() else owner

    def _is_suffered(self) -> bool:
        """Whether the possessor of this noun is whom it was done to."""
        return self.a.lemma(self.anchor) in _SUFFERED and not self.slots.oblique(self.anchor, "of")

    def _blamed(self) -> list[int]:
        """Who is said to be behind an act: "blamed on", "blamed X for", "attributed to"."""
        if self.trigger.entry.event_type not in _FORCE:
            return []
        over = self.slots.governor(self.anchor)
        if over is None:
            return self._ascribed()
        verb, is_subject = over
        lemma = self.a.lemma(verb)
        if lemma in _ASCRIBE:
            return self.slots.oblique(verb, "to")
        if lemma in _BLAME:
            named = [] if is_subject else self.slots.objects(verb)[:1]
            return self.slots.oblique(verb, "on") or named
        return []

    def _behind(self) -> list[int]:
        """Who is said around the act to be behind it; an active verb's subject is asked for elsewhere."""
        active = self.verbal and not (self.reversed or self.slots.is_passive(self.anchor))
        if active and self.a.tags[self.anchor] != "VBG":
            return []
        kind = lambda phrase: self.context.kind_of(self.a, phrase)  # noqa: E731
        said = Blame(self.found, self.a, kind)
        return said.behind_act(self.trigger.first, self.trigger.last)

    def _ascribed(self) -> list[int]:
        """Behind a participle next to the noun: "the attack, attributed to the rebels, …"."""
        for token in range(self.trigger.last + 1, min(len(self.a), self.trigger.last + 4)):
            if self.a.tags[token] == "VBN" and self.a.lemma(token) in _ASCRIBE:
                return self.slots.oblique(token, "to")
        return []

    def _done_by(self) -> list[int]:
        """The agent of a participle behind the noun ("an attack carried out by …")."""
        for token in range(self.trigger.last + 1, min(len(self.a), self.trigger.last + 4)):
            if self.a.tags[token] in {"VBN", "VBD"}:
                return self.slots.oblique(token, "by")
        return []

    def _over_noun(self, *, undergo: bool) -> list[int]:
        """Subject of the verb that carries the noun, if that verb does it (or undergoes it)."""
        over = self.slots.governor(self.anchor)
        if over is None or (over[1] and undergo):
            return []
        lemma, kind = self.a.lemma(over[0]), self.trigger.entry.event_type
        if over[1]:  # "the attack was carried out by …"
            done = self.slots.is_passive(over[0]) and (lemma in DOING or kind not in _FORCE)
            return self.slots.oblique(over[0], "by") if done else []
        if undergo != (lemma in _UNDERGO) or (not undergo and lemma not in LIGHT):
            return []
        if (lemma in _SPEAK_OF and kind in _FORCE) or (lemma == "announce" and kind == "ASSAULT"):
            return []
        if self.slots.is_passive(over[0]):
            return self.slots.oblique(over[0], "by")
        subject = self.slots.subject(over[0])
        return [] if subject is None else [subject]

    def _modifier(self, noun: int, *, named: bool = False) -> int | None:
        """Somebody before a noun in its phrase ("a *U.S.* air strike"), by name where asked for.

        "The *police* raid" is theirs, but "a *sniper* attack" is done to no sniper.
        """
        phrase = phrase_at(self.found, noun)
        if phrase is None:
            return None
        last = noun
        while last > phrase.first and last - 1 in self.own:
            last -= 1
        if last == phrase.first:
            return None
        found = self.context.last_actor(self.a, phrase.first, last, named=named)
        if found is not None and self.a.words[phrase.first + found].lower() in _KINDS:
            return None
        return None if found is None else phrase.first + found
