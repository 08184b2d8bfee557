"""Who stands where around a trigger: subject, object, possessor, "by", "with" ….

Two readers behind one interface: ``ParsedSlots`` follows the dependency parse, ``TaggedSlots``
walks over tags. Both answer with tokens; geo.events.actors.phrases turns them into mentions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geo import grammar
from geo.events.actors.phrases import TIME_WORDS, Phrase, dateline_end, lowered
from geo.events.triggers import Trigger
from geo.syntax import Analysis

OBJECT_CONTROL = grammar.words("actors.slots.object_control")
LIGHT = grammar.words("actors.slots.light")
_RELATIVE = grammar.words("common.clauses.relative")
_APPROXIMATE = grammar.words("actors.slots.approximate")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_TOPICS = grammar.words("actors.slots.topics")
_TIMES = grammar.words("actors.slots.times")
_DEPTH = 6
#: What ties the front of a name, or a title, to the word that heads it.
_NAME_PARTS = frozenset({"compound", "nmod:desc", "flat"})


_FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: Tags of what may stand between a subject and its verb.
_AUXILIARY = frozenset({"VBD", "VBZ", "VBP", "VBN", "MD", "RB"})
_OPENERS = grammar.words("actors.slots.openers")
_OPENS_PHRASE = frozenset({"DT", "CD", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$"})
_THIRD = grammar.words("actors.slots.third")


class Slots(Protocol):
    """What a reader of a sentence answers; every answer is a token that heads a phrase."""

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """Surface subject, found through coordination, control and relative clauses."""

    def objects(self, verb: int) -> list[int]:
        """Indirect object ("gave *Kyiv* arms"), then the direct one."""

    def indirect(self, verb: int) -> list[int]:
        """Whom something is given or sent to, where no preposition says so."""

    def oblique(self, token: int, word: str) -> list[int]:
        """What a preposition ties to a verb or noun."""

    def possessor(self, noun: int) -> int | None:
        """Whose."""

    def governor(self, noun: int) -> tuple[int, bool] | None:
        """The verb that a noun depends on, and whether the noun is its subject."""

    def is_passive(self, verb: int) -> bool:
        """Voice of a verb."""


def reader(analysis: Analysis, found: Sequence[Phrase], trigger: Trigger) -> Slots:
    """The better reader for what is known of the sentence."""
    if analysis.heads is not None:
        return ParsedSlots(analysis, found, trigger)
    from geo.events.actors.tagged import TaggedSlots

    return TaggedSlots(analysis, found, trigger)


class ParsedSlots:
    """Reads the dependency parse."""

    def __init__(self, analysis: Analysis, found: Sequence[Phrase], trigger: Trigger) -> None:
        self._a = analysis
        self._found = found
        self._heads = analysis.heads or ()
        self._deps = analysis.deps or ()
        self._kids = analysis.child_table()
        self._low = lowered(analysis.words)
        self._own = frozenset(trigger.tokens)
        self._text = trigger.entry.text
        self._begin = dateline_end(analysis)
        self._force = trigger.entry.event_type == "ASSAULT"
        self._apart = _TOPICS | _TIMES if self._force else _TOPICS

    def is_passive(self, verb: int) -> bool:
        """By its auxiliary or subject; a bare participle that describes a noun is passive too."""
        deps = {self._deps[k] for k in self._kids[verb]}
        past = self._a.tags[verb] in {"VBN", "VBD"}
        # "Were on Monday prevented": the parser took the auxiliary for a copula.
        harmed = self._force and verb in self._own and self._a.tags[verb] == "JJ"
        was = past or harmed  # "18 were wounded"
        was = was and any(self._deps[k] == "cop" for k in self._kids[verb])
        was = was or "aux:pass" in deps
        # A tagger often takes "-ed" without an auxiliary for a participle, and the parser follows.
        acts = past and not was and (self._points_on(verb) or self._goes_on(verb))
        if was or ("nsubj:pass" in deps and not acts):
            return True
        if acts or not past or "aux" in deps or "obj" in deps:
            return False
        if self._a.tags[verb] == "VBD":
            return self._deps[verb] == "acl" or any(self._case(k) == "by" for k in self._kids[verb])
        if self._deps[verb] == "conj" and "nsubj" not in deps:
            head = self._heads[verb]
            return self._a.tags[head] == "VBN" and self.is_passive(head)
        return self._deps[verb] in {"acl", "amod", "root", "advcl", "parataxis", "ccomp"}

    def _goes_on(self, verb: int) -> bool:
        """Whether its own infinitive follows: "threatened today to close", not "forced to close"."""
        after = verb + 1
        while after < len(self._low) and self._low[after] in TIME_WORDS | {"on"}:
            after += 1
        infinitive = after + 1 < len(self._low) and self._a.tags[after] == "TO"
        return (
            infinitive
            and self._a.tags[after + 1] == "VB"
            and self._a.lemma(verb) not in OBJECT_CONTROL
        )

    def _points_on(self, verb: int) -> bool:
        """Whether an object, or a preposition of the pattern, follows a bare participle at once."""
        after = verb + 1
        if after >= len(self._low):
            return False
        if after in self._own and self._a.tags[after] in {"IN", "TO", "RP"}:
            # "A man accused of …": of a pattern with room for an object, nothing fills it.
            return f".. {self._low[after]}" not in self._text
        while after + 1 < len(self._low) and self._low[after] in _APPROXIMATE:
            after += 1
        if self._a.tags[after] == "CD":  # "arrested about 300 protesters", not "about 3 days ago"
            head = self._heads[after]
            return head < 0 or self._low[head] not in TIME_WORDS
        return self._a.tags[after] in _OPENS_PHRASE and self._low[after] not in TIME_WORDS

    def subject(self, verb: int, depth: int = 0) -> int | None:
        """See ``Slots``."""
        found = self._governed(verb, depth)
        if not self._force or found is None or found > verb:
            return found  # of other acts as many subjects were lost as mended
        opener = self._opener(verb, found)
        # "The army said that four men were killed": the army stands outside the clause.
        inside = None if opener is None else self._first_behind(opener, verb)
        return found if inside is None else inside

    def _opener(self, verb: int, subject: int) -> int | None:
        """The conjunction behind a subject that opens the clause of a finite verb, if there is one."""
        tags = self._a.tags
        at = verb - 1
        while at > subject and tags[at] in _AUXILIARY:
            at -= 1
        # A tagger often takes "-ed" for a participle: "after death squads *killed* ten men".
        acts = tags[verb] == "VBN" and self._points_on(verb)
        if tags[verb] not in _FINITE and at == verb - 1 and not acts:
            return None
        while at > subject and tags[at] not in _FINITE and tags[at] != "MD":
            if self._low[at] in _OPENERS and tags[at] in {"IN", "WRB"}:
                return at
            at -= 1
        return None

    def _first_behind(self, opener: int, verb: int) -> int | None:
        """The head of the first phrase behind a conjunction that no preposition ties to another word."""
        for phrase in self._found:
            apart = phrase.first > opener + 1 and self._a.tags[phrase.first - 1] in {"IN", "TO"}
            named = self._low[phrase.head] not in TIME_WORDS
            if opener < phrase.first and phrase.last < verb and named and not apart:
                # "The minister said that he would …" has been understood already.
                return None if phrase.pronoun else phrase.head
        return None

    def _governed(self, verb: int, depth: int) -> int | None:
        if depth > _DEPTH:
            return None
        tags = self._a.tags
        past = {"VBD", "VBN"} if tags[verb] == "VBD" else {tags[verb]} & _FINITE
        if (
            verb > 1 and tags[verb - 1] == "CC" and tags[verb - 2] in past
        ):  # "planned and carried out …"
            return self.subject(verb - 2, depth + 1)
        for kid in self._kids[verb]:
            named = self._low[kid] not in TIME_WORDS  # "rebels this morning staged …"
            if self._deps[kid] in _SUBJECTS and kid >= self._begin and named and not self._led(kid):
                return self._speaker(verb, self._antecedent(verb, kid), depth)
        finite = tags[verb] in _FINITE
        if finite:
            for kid in self._kids[verb]:
                if self._begin <= kid < verb and self._bare(kid):
                    return kid
        return self._borrowed(verb, depth, finite=finite) if self._heads[verb] >= 0 else None

    def _led(self, token: int) -> bool:
        """Whether a preposition leads a word all the same: "*In the north* rebels took over a town"."""
        return self._force and any(self._deps[k] == "case" and k < token for k in self._kids[token])

    def _borrowed(self, verb: int, depth: int, *, finite: bool) -> int | None:
        """Subject that a verb without one of its own takes from above it."""
        dep, head = self._deps[verb], self._heads[verb]
        if dep == "conj":
            return self._shared(head, depth)
        if dep in {"xcomp", "ccomp"}:
            return self._controller(head, depth, open_=dep == "xcomp")
        if self._force and dep in {"acl", "conj"} and (over := self._told_by(verb)) is not None:
            return self._doer(over, depth)
        if dep.startswith("acl"):
            return self._of_noun(head, depth) if self._infinitive(verb) else head
        clause = dep in {"advcl", "parataxis"} and not finite and self._verbal(head)
        return self.subject(head, depth + 1) if clause or dep in {"aux", "cop"} else None

    def _told_by(self, verb: int) -> int | None:
        """The verb whose outcome a participle behind a comma gives: "*bombed* the office, killing four"."""
        if self._a.tags[verb] != "VBG" or verb == 0 or self._low[verb - 1] != ",":
            return None
        head = self._heads[verb]
        while head >= 0 and not self._verbal(head):
            head = self._heads[head]
        return head if 0 <= head < verb else None

    def _doer(self, verb: int, depth: int) -> int | None:
        """Who does what a verb says, whatever its voice."""
        if not self.is_passive(verb):
            return self.subject(verb, depth + 1)
        return next(iter(self.oblique(verb, "by")), None)

    def _shared(self, head: int, depth: int) -> int | None:
        """Subject of a coordinated verb: the first verb's, or the noun's both describe."""
        if self._verbal(head) or any(self._deps[k] in _SUBJECTS for k in self._kids[head]):
            return self.subject(head, depth + 1)
        return None

    def _speaker(self, verb: int, subject: int, depth: int) -> int:
        """Whoever says so, for a pronoun ("The group said *it* will …")."""
        if self._low[subject] not in _THIRD or depth > _DEPTH:
            return subject
        top = verb
        while self._deps[top] == "conj" and self._heads[top] >= 0:
            top = self._heads[top]
        head = self._heads[top]
        if (
            head < 0
            or self._deps[top] not in {"ccomp", "advcl", "parataxis"}
            or not self._verbal(head)
        ):
            return subject
        other = self.subject(head, depth + 1)
        if other is None or other == subject:
            return subject
        plural = self._a.tags[other] in {"NNS", "NNPS"}
        fits = plural if self._low[subject] == "they" else not plural
        return other if fits or self._low[subject] == "they" else subject

    def _antecedent(self, verb: int, subject: int) -> int:
        if self._low[subject] in _RELATIVE and self._heads[subject] >= 0:
            top = verb
            for _ in range(3):
                if self._deps[top] in {"acl:relcl", "advcl:relcl"}:
                    return self._heads[top]
                if self._deps[top] not in {"conj", "xcomp", "ccomp"}:
                    break
                top = self._heads[top]
        return subject

    def _controller(self, head: int, depth: int, *, open_: bool) -> int | None:
        """Who does what an infinitive says: the object of "urge", the subject of "agree"."""
        if not self._verbal(head):
            return self.subject(head, depth + 1)
        if self._a.lemma(head) in OBJECT_CONTROL:
            if self.is_passive(head):
                return self.subject(head, depth + 1)
            for kid in self._kids[head]:
                if self._deps[kid] in {"obj", "iobj"}:
                    return kid
            for kid in self._kids[head]:
                if self._deps[kid].startswith("obl") and self._case(kid) in {"on", "to", "for"}:
                    return kid
        return self.subject(head, depth + 1) if open_ else None

    def _of_noun(self, noun: int, depth: int) -> int | None:
        """Who is behind "decision to …": its possessor, or the subject of the light verb over it."""
        owner = self.possessor(noun)
        if owner is not None:
            return owner
        by = self.oblique(noun, "by")
        over = None if by else self.governor(noun)
        foreign = over is not None and not over[1] and self._a.lemma(over[0]) not in LIGHT
        if over is None or (self._force and foreign):
            return by[0] if by else None  # who foils "an attempt to …" did not attempt it
        return self.subject(over[0], depth + 1)

    def objects(self, verb: int) -> list[int]:
        """See ``Slots``."""
        if self.is_passive(verb):
            subject = self.subject(verb)
            if subject is not None:
                return [subject]
            return []
        found = [
            k
            for k in self._kids[verb]
            if self._deps[k] == "obj" and not self._case(k) and self._low[k] not in TIME_WORDS
        ]
        found = self.indirect(verb) + found
        if not found:
            found = [k for k in self._kids[verb] if self._bare(k) and k > verb][:1]
        if not found and self._deps[verb] == "acl:relcl":
            pronouns = [k for k in self._kids[verb] if self._low[k] in _RELATIVE]
            used = any(self._deps[k] in _SUBJECTS and k in pronouns for k in self._kids[verb])
            if not used:
                return [self._heads[verb]]
        if not found:
            found = [
                s
                for k in self._kids[verb]
                if self._deps[k] in {"ccomp", "xcomp"}
                for s in self._kids[k]
                if self._deps[s] in _SUBJECTS
            ]
        return found

    def indirect(self, verb: int) -> list[int]:
        """See ``Slots``."""
        return [k for k in self._kids[verb] if self._deps[k] == "iobj"]

    def _bare(self, token: int) -> bool:
        """A phrase tied to a verb by no preposition and no time of day: most likely an object."""
        return (
            self._deps[token] in {"obl", "obl:unmarked", "nmod", "obj"}
            and not self._case(token)
            and self._low[token] not in TIME_WORDS
            and self._a.tags[token] in {"NN", "NNS", "NNP", "NNPS", "PRP"}
        )

    def oblique(self, token: int, word: str) -> list[int]:
        """See ``Slots``."""
        found = [k for k in self._kids[token] if self._case(k) == word]
        if found or token not in self._own:
            return found
        # Of a pattern of several words the preposition may hang from any ("open fire on").
        for own in sorted(self._own - {token}):
            found += [k for k in self._kids[own] if self._case(k) == word and k not in self._own]
        return found

    def _case(self, token: int) -> str:
        if not self._deps[token].startswith(
            ("obl", "nmod", "obj", "advcl", "conj", "acl", "xcomp")
        ):
            return ""
        for kid in self._kids[token]:
            if self._deps[kid] in {"case", "mark"} and kid < token:
                return self._low[kid]
        for kid in self._kids[token]:
            if kid >= token:
                break
            if self._deps[kid] in _NAME_PARTS:  # "of" hung on the given name, or on the title
                for below in self._kids[kid]:
                    if self._deps[below] == "case" and below < kid:
                        return self._low[below]
        return ""

    def possessor(self, noun: int) -> int | None:
        """See ``Slots``."""
        for kid in self._kids[noun]:
            if self._deps[kid] == "nmod:poss":
                return kid
        return None

    def governor(self, noun: int) -> tuple[int, bool] | None:
        """See ``Slots``."""
        node = noun
        for _ in range(3):
            dep, head = self._deps[node], self._heads[node]
            if head < 0 or (dep.startswith(("nmod", "obl")) and self._case(node) in self._apart):
                return (
                    None  # who orders an inquiry into a shooting, or speaks after it, did not shoot
                )
            if self._verbal(head) and dep.startswith(("obj", "obl", "nsubj", "xcomp", "iobj")):
                return head, dep.startswith("nsubj")
            if dep not in {"conj", "nmod", "compound", "appos"}:
                return None
            node = head
        return None

    def _verbal(self, token: int) -> bool:
        return self._a.tags[token].startswith(("V", "MD"))

    def _infinitive(self, verb: int) -> bool:
        return any(self._low[k] == "to" for k in self._kids[verb])
