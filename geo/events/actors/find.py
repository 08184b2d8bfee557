"""Who did it, to whom: the slots that a trigger's entry names, filled from the sentence.

    trigger + entry.args ─▶ slots (parse or tags) ─▶ phrases ─▶ is it somebody? ─▶ who is meant

An entry's ``args`` reads ``ACTOR>RECIPIENT``; each side lists slots, "|" between alternatives and
"&" between slots that all count. The speaker of a reported act is never its actor, because only
slots of the trigger itself are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo import grammar
from geo.events.actors.context import ActorContext
from geo.events.actors.harmed import HARMED, SITE, harm_verbs
from geo.events.actors.lexicon import fold
from geo.events.actors.lists import conjuncts
from geo.events.actors.phrases import Phrase, extended, phrase_at, phrases
from geo.events.actors.subjects import SOMEBODY, as_verb
from geo.events.actors.tokens import PLACES, TriggerTokens
from geo.events.lexicon import Entry
from geo.events.triggers import Trigger
from geo.frozen import quicken
from geo.model import Actor
from geo.syntax import Analysis

_CONCERNS = grammar.words("actors.find.concerns")
#: Types whose recipient may be a thing ("rejected the plan"), or a bare number of people ("killed
#: 12"). Of the other types' things 3 of 43 were right in the tune part of the development sets; of
#: attacks' things half, but what is blown up is seldom somebody.
_TO_THINGS = frozenset({"ACCUSE", "COERCE", "PROTEST", "REJECT", "RETREAT"})
_TO_NUMBERS = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "REQUEST", "RETREAT"})
_SENDS = grammar.words("actors.find.sends")
_TOWARDS = "|".join(("iobj", *(f"prep:{word}" for word in grammar.phrases("actors.find.sent_to"))))
_SITES = frozenset(f"prep:{word}" for word in grammar.words("actors.find.sites"))
_HOLDS = grammar.words("actors.find.holds")
_OUTLAWS = frozenset({"REB", "CRM", "PRM", "UAF"})
_NAMED = SOMEBODY | {"name"}
#: Acts that are done to people one by one.
_TO_PEOPLE = frozenset({"ASSAULT", "COERCE"})
#: How far behind the trigger somebody is looked for by position alone.
_FAR = 12
_LEADS = grammar.words("actors.find.leads")
#: What ends a clause for that search.
_CLAUSE = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP"})
_ENDS = grammar.words("actors.find.ends") | {";", ":", "--", "—", "–"}


#: What a verb that says who was harmed is read as.
_HARM = Entry("harm", "verb", "ASSAULT")


@dataclass(frozen=True, slots=True)
class ActorsFound:
    """Actors and recipients of one trigger, and the slots that gave them."""

    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    rule: str = ""


quicken(ActorsFound)


def find_actors(
    trigger: Trigger, analysis: Analysis, context: ActorContext, beside: Sequence[Trigger] = ()
) -> ActorsFound:
    """The actors and recipients of one trigger.

    Parameters
    ----------
    trigger
        Found in the sentence that ``analysis`` describes.
    analysis
        Parsed, or tagged only (then positions decide).
    context
        What the article has told of its people so far.
    beside
        The other triggers of the sentence: whom they harmed is theirs.
    """
    analysis = as_verb(trigger, context.with_names(analysis))
    return _Finder(trigger, analysis, context).find(beside)


def find_harmed(
    analysis: Analysis,
    context: ActorContext,
    *,
    taken: frozenset[int] = frozenset(),
    used: set[int] | None = None,
) -> tuple[Actor, ...]:
    """Whom the verbs of a sentence say to be killed, wounded or abducted.

    Parameters
    ----------
    analysis, context
        As ``find_actors``.
    taken
        Tokens that tell of an act of their own.
    used
        First tokens of the mentions found already; the new ones are added.
    """
    named = context.with_names(analysis)
    found: list[Actor] = []
    used = set() if used is None else used
    for verb, slot in harm_verbs(named, taken):
        other = _Finder(Trigger(_HARM, verb, (verb,), frozenset()), named, context, used)
        found += [replace(a, rule=f"{HARMED} {a.rule}") for a in other.hit(slot)]
    return tuple(found)


class _Finder:
    """The work on one trigger."""

    def __init__(
        self,
        trigger: Trigger,
        analysis: Analysis,
        context: ActorContext,
        used: set[int] | None = None,
    ) -> None:
        self.trigger = trigger
        self.a = analysis
        self.context = context
        self.found = phrases(analysis)
        self.tokens = TriggerTokens(trigger, analysis, self.found, context)
        self.used = set() if used is None else used

    def find(self, beside: Sequence[Trigger]) -> ActorsFound:
        """Fill both sides."""
        left, _, right = self.trigger.entry.args.partition(">")
        if not self.tokens.verbal and self.context.lexicon.is_person_noun(
            self.a.words[self.tokens.anchor]
        ):
            left, right = "doer", "hit"  # "a suicide bomber killed six"
        actors, rule, opposed, mutual = self._acting(left.split("&"))
        if self._is_sending(actors):
            right = _TOWARDS
        slot = "|".join(part for part in (mutual, right) if part)
        recipients, other = (opposed, rule) if opposed else self._side(slot, recipient=True)
        taken = {(a.start, a.end) for a in actors}
        recipients = tuple(a for a in recipients if (a.start, a.end) not in taken)
        if not recipients and self.trigger.entry.event_type in _TO_PEOPLE:
            recipients, other = self._side("ahead", recipient=True)
        if self.trigger.entry.event_type == "ASSAULT":
            others = (t.tokens for t in beside if t.entry.event_type == "ASSAULT")
            taken_words = self.tokens.own.union(*others)
            recipients += find_harmed(self.a, self.context, taken=taken_words, used=self.used)
            other = other or "harmed"
        if not recipients:
            recipients, other = self._further(sent=right == _TOWARDS)
        return ActorsFound(actors, recipients, f"{rule}>{other}")

    def _acting(
        self, slots: Sequence[str]
    ) -> tuple[tuple[Actor, ...], str, tuple[Actor, ...], str]:
        """Who acts and the slot that says so, who fights them, and the slots of partners still to be read."""
        named = not self.tokens.verbal
        force = self.trigger.entry.event_type == "ASSAULT"
        # A noun's own neighbours say less of who did it than words of blame around it.
        actors, rule = self._accused("behind") if named and force else ((), "")
        if not actors:
            actors, rule = self._side(slots[0], recipient=False)
        mutual = "&".join(slots[1:])  # "A met B", "A held talks with B": A acts and B receives
        opposed: tuple[Actor, ...] = ()
        if mutual and not actors:  # "talks between A and B": both act
            actors, rule = self._side(mutual, recipient=False)
            mutual = ""
            if force:
                # "clashes between A and B": the two sides; "clashes with B": who fights B is not told
                together = 0 if rule == "prep:with" else 1
                actors, opposed = actors[:together], actors[together:]
        if not actors and not opposed and (named or force):
            actors, rule = self._accused("blamed" if named else "behind")
        if not actors and self.trigger.entry.tag == "abduct":
            actors, rule = self._holders(), "holds"
        return actors, rule, opposed, mutual

    def hit(self, slots: str) -> tuple[Actor, ...]:
        """Whom the act is done to, by the first of some slots that holds somebody."""
        return self._side(slots, recipient=True)[0]

    def _holders(self) -> tuple[Actor, ...]:
        """Who holds or has released an abducted person: no authority, and so the abductor."""
        for verb in range(len(self.a)):
            if self.a.tags[verb].startswith("V") and self.a.lemma(verb) in _HOLDS:
                other = _Finder(Trigger(_HARM, verb, (verb,), frozenset()), self.a, self.context)
                found = other._side("subj", recipient=False)[0]
                if any(_OUTLAWS & {*a.sectors} for a in found):
                    return found
        return ()

    def _accused(self, slot: str) -> tuple[tuple[Actor, ...], str]:
        """Who is said to be behind the act; a state mostly denies it, so its accuser's word is not enough."""
        actors, rule = self._side(slot, recipient=False)
        return tuple(a for a in actors if a.sectors or not a.country), rule

    def _is_sending(self, actors: Sequence[Actor]) -> bool:
        """Whether what is acted on is only moved; without a sender the moved are who acts."""
        tokens, kind = self.tokens, self.trigger.entry.event_type
        moving = kind == "MOBILIZE" or (kind == "AID" and self.a.lemma(tokens.anchor) in _SENDS)
        passive = tokens.verbal and (tokens.reversed or tokens.slots.is_passive(tokens.anchor))
        return moving and bool(actors) and not passive

    def _further(self, *, sent: bool) -> tuple[tuple[Actor, ...], str]:
        """Last resort: somebody behind the trigger in its clause, best one led to by "to" or "for".

        A country behind "in" is taken last ("agreed to a truce in Yemen"). What is ``sent`` goes to
        somebody, and nobody is hit whom an attack comes from.
        """
        if not self.tokens.verbal or self.tokens.slots.is_passive(self.tokens.anchor):
            return (), ""
        near = self._clause_phrases()
        low = [self.a.words[p.first - 1].lower() for p in near]
        ranked = [p for p, before in zip(near, low, strict=True) if before in _LEADS]
        if self.trigger.entry.event_type == "ASSAULT":
            ranked = [p for p in ranked if self.a.words[p.first - 1].lower() != "from"]
            near = [p for p in near if self.a.words[p.first - 1].lower() != "from"]
            low = [self.a.words[p.first - 1].lower() for p in near]
        if not sent:
            ranked += [p for p, before in zip(near, low, strict=True) if before not in PLACES]
        ranked = [
            p for p in ranked if self.context.kind_of(self.a, p) in SOMEBODY | {"owned", "name"}
        ]
        ranked += [
            p
            for p, before in zip(near, low, strict=True)
            if before in PLACES and self.context.is_country(self.a, p)
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
            if ended or len(between) > _FAR or self._tells(phrase):
                break
            near.append(phrase)
        return near

    def _tells(self, phrase: Phrase) -> bool:
        """Whether a phrase behind a comma is who told of it: ", the agency reported"."""
        after = phrase.last + 1
        finite = after < len(self.a) and self.a.tags[after] in {"VBD", "VBZ"}
        return finite and self.a.words[phrase.first - 1] in {",", '"', "”", "''"}

    def _own_thing(self, phrase: Phrase) -> bool:
        """Whether a thing is the actor's own ("its troops"), so not whom it acts on."""
        mine = self.a.tags[phrase.first] == "PRP$"
        return mine and self.context.kind_of(self.a, phrase) in {"thing", "body"}

    def _side(self, args: str, *, recipient: bool) -> tuple[tuple[Actor, ...], str]:
        """Fill one side: the first alternative that holds somebody, every slot of an "&" list."""
        if recipient and not self.tokens.verbal and args:
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
        for token in self.tokens.of_slot(slot):
            phrase = phrase_at(self.found, token)
            if (
                phrase is not None
                and slot in _SITES
                and self.context.kind_of(self.a, phrase) not in _NAMED
            ):
                continue
            if phrase is not None and not implied and self.tokens.is_own(phrase):
                phrase = phrase if slot == "doer" else self._part(phrase, token)
            if phrase is None:
                continue
            yield from self._mentions(phrase, slot, recipient=recipient, implied=implied)

    def _mentions(
        self, phrase: Phrase, slot: str, *, recipient: bool, implied: bool
    ) -> Iterable[Actor]:
        """The phrase and those coordinated with it; things are not split up."""
        first = True
        for one in (phrase, *self._listed(phrase, slot, recipient=recipient)):
            if one.first in self.used:
                continue
            if not first and self._listed_kind(one) == "thing":
                break
            if not first and self.a.words[one.first].isdigit() and one.first == one.last:
                continue  # an age: "Ruiz, 45, and …"
            if recipient and (self._own_thing(one) or not self._may_receive(one)):
                break
            if not recipient and self.tokens.subjects.is_area(one):
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

    def _listed(self, phrase: Phrase, slot: str, *, recipient: bool) -> tuple[Phrase, ...]:
        """The phrases coordinated with one."""
        return conjuncts(
            extended(phrase, self.found, self.a),
            self.found,
            self.a,
            self._listed_kind,
            verb=self.tokens.anchor if self.tokens.verbal else None,
            people=recipient and self.trigger.entry.event_type in _TO_PEOPLE,
            back=slot == "behind",
        )

    def _listed_kind(self, phrase: Phrase) -> str:
        """What a member of a list is: several words with a name among them are somebody's name."""
        kind = self.context.kind_of(self.a, phrase)
        tags = self.a.tags[phrase.first : phrase.last + 1]
        named = len(tags) > 1 and tags[0] not in {"DT", "CD", "PRP$"} and "NNP" in tags
        return "name" if kind == "thing" and named else kind

    def _may_receive(self, phrase: Phrase) -> bool:
        """Whether an act of this type is done to such a phrase (or to whom it concerns)."""
        kind, act = self._listed_kind(phrase), self.trigger.entry.event_type
        if kind == "people":
            return act in _TO_NUMBERS
        if act in _TO_THINGS or phrase.pronoun:
            return True
        if act == "ASSAULT" and self._is_head(phrase, self.context.lexicon.held):
            return True
        owned = self.context.owner(self.a, phrase) is not None
        return kind != "thing" or owned or self._inside(phrase) is not None

    def _is_head(self, phrase: Phrase, nouns: frozenset[str]) -> bool:
        return fold(self.a.words[phrase.head]) in nouns

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
            if self.context.kind_of(self.a, nxt) in _NAMED:
                return nxt
            at = nxt
        return None

    def _part(self, phrase: Phrase, token: int) -> Phrase | None:
        """The part of the trigger's own phrase that names somebody ("the *police* raid").

        Where the object itself belongs to the pattern, the whole phrase ("summoned *the French
        ambassador*"), if it means somebody and does not go on ("a state of siege").
        """
        if token in self.tokens.own:
            somebody = phrase.pronoun or self.context.kind_of(self.a, phrase) in SOMEBODY
            after = phrase.last + 1
            goes_on = (
                after in self.tokens.own and self.a.tags[after] == "IN"
            )  # "a *state* of siege"
            return phrase if somebody and not goes_on and token != self.tokens.anchor else None
        cut = (t + 1 for t in range(phrase.first, token) if t in self.tokens.own)
        part = Phrase(max(cut, default=phrase.first), token, token)
        # "denied any *part*": what the trigger leaves of a thing is a scrap
        return part if self._inside(part) is not None else None

    def _mention(
        self, phrase: Phrase, slot: str, *, recipient: bool, implied: bool
    ) -> Actor | None:
        whole = extended(phrase, self.found, self.a) if not implied else phrase
        actor = self.context.mention(self.a, whole, recipient=recipient, implied=implied, rule=slot)
        if actor is not None and recipient and self._is_head(whole, self.context.lexicon.areas):
            return replace(actor, rule=f"{actor.rule}{SITE}")
        if actor is not None and implied and self.trigger.entry.event_type == "PROTEST":
            # "Protests rocked the capital": whoever protests, and unarmed until the text says more.
            return replace(actor, name="protesters", sectors=("CVL",))
        return actor
