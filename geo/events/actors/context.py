"""What an article tells of its people: turns phrases into actors and remembers them.

A pronoun or a later short name is resolved within the article only: "he" to the last person named,
"they" to the last group, "Tokayev" to the fuller name printed earlier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geo import grammar
from geo.events.actors.capitals import GivenNames, is_noun, name_tokens
from geo.events.actors.lexicon import ActorLexicon, Identity, Match, fold
from geo.events.actors.names import lead_of, name_after
from geo.events.actors.phrases import ARTICLES, TIME_WORDS, Phrase, is_bare, measured
from geo.model import Actor
from geo.syntax import Analysis, tokenize

_NAMES = frozenset({"NNP", "NNPS"})
_SINGULAR = grammar.words("actors.pronouns.singular")
_PLURAL = grammar.words("actors.pronouns.plural")
_NEUTRAL = grammar.words("actors.pronouns.neutral")
_SELF = grammar.words("actors.pronouns.self")
_PEOPLE_WORDS = grammar.words("actors.context.people")
_NEVER = TIME_WORDS | grammar.words("actors.context.never")
#: How far back in the text the first full mention of a name is looked for, and how much of it read.
_LOOK_BACK = 20_000
_LEAD_CHARS = 80
_CAPITALS_SHARE = 0.7
_CAPITALS_WORDS = 3
_PLACES = grammar.words("actors.context.places")
_CUTS = grammar.words("actors.context.cuts") | {",", "("}
_GROUPS = grammar.words("actors.context.groups")
_BACK = grammar.words("actors.context.back")
_FIGHT = frozenset({"REB", "CRM", "PRM"})
_FORMER = grammar.words("actors.context.former")


@dataclass(slots=True)
class ActorContext:
    """One article's people.

    Parameters
    ----------
    lexicon
        The actor tables.
    text
        ``Article.text``.
    """

    lexicon: ActorLexicon
    text: str
    _persons: list[Actor] = field(default_factory=list)
    _groups: list[Actor] = field(default_factory=list)
    _bodies: list[Actor] = field(default_factory=list)
    _known: dict[str, Identity] = field(default_factory=dict)
    _kinds: dict[tuple[int, int, int], str] = field(default_factory=dict)
    _cases: dict[int, bool] = field(default_factory=dict)
    #: The sentence asked about last and what came of it: each of its triggers asks again.
    _named: tuple[Analysis, Analysis] | None = None

    def last_actor(
        self, analysis: Analysis, first: int, last: int, *, named: bool = False
    ) -> int | None:
        """Offset from ``first`` of the last word before ``last`` that is somebody, or None.

        With ``named`` only names count, not roles ("police").
        """
        words = analysis.words[first:last]
        ends = [m.last - 1 for m in self.lexicon.names_in(words, mono=self._one_case(analysis))]
        if named:
            return max(ends, default=None)
        ends += [
            m.last - 1
            for m in self.lexicon.roles_in(words)
            if analysis.tags[first + m.last - 1].startswith("NN")
        ]
        return max(ends, default=None)

    def with_names(self, analysis: Analysis) -> Analysis:
        """The analysis with every word of a known name of several words tagged as a name.

        In capitals a tagger takes "SHINING PATH" for a participle and a noun.
        """
        if self._named is None or self._named[0] is not analysis:
            self._named = analysis, self._tagged_names(analysis)
        return self._named[1]

    def _tagged_names(self, analysis: Analysis) -> Analysis:
        tags = list(analysis.tags)
        for match in self.lexicon.names_in(analysis.words, mono=self._one_case(analysis)):
            if match.last - match.first > 1:
                for place in range(match.first, match.last):
                    if tags[place] not in {"POS", "IN", "DT", "CC"}:
                        tags[place] = "NNP"
        if self._one_case(analysis) and not analysis.words[0].islower():
            given = GivenNames.load(self.lexicon.data_dir)
            for place in name_tokens(analysis.words, tags, given, self.lexicon):
                tags[place] = "NNP"
        return analysis if tuple(tags) == analysis.tags else replace(analysis, tags=tuple(tags))

    def is_country(self, analysis: Analysis, phrase: Phrase) -> bool:
        """Whether a phrase is the name of a country."""
        words = analysis.words[phrase.first : phrase.last + 1]
        mono = self._one_case(analysis)
        return any(
            m.entry is not None and m.entry.kind == "country" and m.last == len(words)
            for m in self.lexicon.names_in(words, mono=mono)
        )

    def mention(
        self, analysis: Analysis, phrase: Phrase, *, recipient: bool, implied: bool, rule: str
    ) -> Actor | None:
        """An actor for a phrase, or None when it means nobody.

        Parameters
        ----------
        analysis, phrase
            The sentence and the phrase in it.
        recipient
            Recipients may also be things that are somebody's ("Iran's nuclear programme").
        implied
            The phrase is the act itself, and its actor is only implied.
        rule
            Kept on the actor.
        """
        start, end = analysis.starts[phrase.first], analysis.ends[phrase.last]
        words = analysis.words[phrase.first : phrase.last + 1]
        if phrase.pronoun:
            return self._pronoun(analysis, phrase, rule)
        group = self._told_group(words) if not recipient else None
        if group is not None:
            return replace(group, implied=False, rule=f"{rule}, group")
        kind = self.kind_of(analysis, phrase)
        if kind == "never" or (kind == "thing" and not recipient and not implied):
            return None
        owner = self.owner(analysis, phrase) if kind in {"thing", "owned"} else None
        if owner is not None:
            return self.mention(analysis, owner, recipient=recipient, implied=implied, rule=rule)
        tags = analysis.tags[phrase.first : phrase.last + 1]
        identity = self.identify(words, tags, before=end)
        actor = Actor(
            text=self.text[start:end], start=start, end=end, name=identity.name,
            country=identity.country, sectors=identity.sectors, implied=implied, rule=rule,
        )  # fmt: skip
        if not implied:
            self._remember(actor, analysis, phrase, kind)
        return actor

    def owner(self, analysis: Analysis, phrase: Phrase) -> Phrase | None:
        """Whose thing it is ("*Iran*'s nuclear programme"), where that is somebody."""
        for place in range(phrase.first + 1, phrase.last + 1):
            if analysis.tags[place] == "POS":
                owner = Phrase(phrase.first, place - 1, place - 1)
                return owner if self.kind_of(analysis, owner) not in {"thing", "never"} else None
        return None

    def kind_of(self, analysis: Analysis, phrase: Phrase) -> str:
        """Person, people, body, name, owned, thing or never."""
        key = (analysis.starts[phrase.first], analysis.ends[phrase.last], phrase.head)
        if key not in self._kinds:
            self._kinds[key] = self._kind_of(analysis, phrase)
        return self._kinds[key]

    def _one_case(self, analysis: Analysis) -> bool:
        """Whether a sentence is in one case throughout."""
        key = analysis.starts[0]
        if key not in self._cases:
            self._cases[key] = _mono(analysis.words)
        return self._cases[key]

    def _kind_of(self, analysis: Analysis, phrase: Phrase) -> str:
        words = analysis.words[phrase.first : phrase.last + 1]
        head = fold(analysis.words[phrase.head])
        if head in _NEVER or fold(words[0]) == "no":
            return "never"
        known = self._known_kind(analysis, phrase)
        if known:
            return known
        tag = analysis.tags[phrase.head]
        bare = is_bare(analysis, phrase)
        if not bare and (head in _PEOPLE_WORDS or tag == "CD"):
            return "never" if measured(analysis, phrase) else "people"
        if tag in _NAMES and not head.isdigit() and not self._is_noun(analysis, phrase):
            return "name"
        if bare or tag.startswith(("JJ", "DT")):
            return "never"
        named = self.lexicon.names_in(words, mono=self._one_case(analysis))
        return "owned" if named else "thing"

    def _is_noun(self, analysis: Analysis, phrase: Phrase) -> bool:
        """Whether, in capitals, an everyday noun was tagged as a name."""
        words, head = analysis.words[phrase.first : phrase.last + 1], phrase.head - phrase.first
        shouted = words[head].isupper() and self._one_case(analysis)
        return shouted and is_noun(words, head, GivenNames.load(self.lexicon.data_dir))

    def _known_kind(self, analysis: Analysis, phrase: Phrase) -> str:
        """Person or body where a table knows the head; "" otherwise."""
        words = analysis.words[phrase.first : phrase.last + 1]
        place = phrase.head - phrase.first
        names = self.lexicon.names_in(words, mono=self._one_case(analysis))
        for match in names:
            if match.first <= place < match.last and match.entry is not None:
                return "person" if match.entry.kind == "leader" else "body"
        roles = self.lexicon.roles_in(words)
        for match in roles:
            if match.first <= place < match.last:
                return "body" if match.body else "person"
        whose = any(match.last <= place for match in (*names, *roles))
        if whose and fold(words[place]) in self.lexicon.parts:  # "guerrilla units", "FMLN columns"
            return "body"
        return "person" if self.lexicon.is_person_noun(words[place]) else ""

    # -- identity ----------------------------------------------------------------------------

    def identify(
        self, words: Sequence[str], tags: Sequence[str], *, before: int | None = None
    ) -> Identity:
        """Name, country and sectors of a mention.

        Parameters
        ----------
        words, tags
            The mention's own tokens.
        before
            Where in the text the mention ends; fuller names are looked for ahead of it.
        """
        text = _joined(words)
        identity = _resolved(self.lexicon, tuple(words))
        names = [i for i, tag in enumerate(tags) if tag in _NAMES]
        if identity.sectors and identity.country:
            return identity
        if names and not identity.known:
            fuller = self._first_mention(
                words[names[-1]], text, len(self.text) if before is None else before
            )
            if fuller is not None and not self.lexicon.is_namesake(words, names, fuller.name):
                return Identity(
                    fuller.name,
                    identity.country or fuller.country,
                    identity.sectors or fuller.sectors,
                    known=True,
                )
        return identity

    def _first_mention(self, word: str, mention: str, end: int) -> Identity | None:
        """What the article said when it first named a person or body."""
        key = fold(word)
        if len(key) < 3:  # noqa: PLR2004 (initials)
            return None
        if key in self._known:
            return self._known[key]
        at = self.text.find(word, max(0, end - _LOOK_BACK), end)
        found: Identity | None = None
        if at >= 0:
            before, _, _ = tokenize(self.text[max(0, at - _LEAD_CHARS) : at])
            lead = lead_of(before)
            if lead:
                whole = [*lead, word]
                identity = _resolved(self.lexicon, tuple(whole))
                name = name_after(lead, word)
                found = Identity(
                    name if len(name) > len(word) else mention,
                    identity.country,
                    identity.sectors,
                    known=True,
                )
                self._known[key] = found
        return found

    # -- memory ------------------------------------------------------------------------------

    def _remember(self, actor: Actor, analysis: Analysis, phrase: Phrase, kind: str) -> None:
        tag = analysis.tags[phrase.head]
        if kind == "thing":
            return
        if tag in {"NNS", "NNPS"} or kind == "people":
            self._groups.append(actor)
        elif kind in {"person", "name"}:
            self._persons.append(actor)
        else:
            self._bodies.append(actor)

    def _told_group(self, words: Sequence[str]) -> Actor | None:
        """The armed group named last, for "this organization", "the same group"."""
        low = [w.lower() for w in words]
        if low[-1] not in _GROUPS or _BACK.isdisjoint(low[:2]):
            return None
        told = [a for a in (*self._bodies, *self._groups) if _FIGHT & {*a.sectors}]
        for actor in sorted(told, key=lambda a: -a.start):
            found = self.lexicon.names_in(tuple(actor.text.split()), mono=actor.text.isupper())
            if any(m.entry is not None and m.entry.kind == "group" for m in found):
                return actor
        return None

    def _pronoun(self, analysis: Analysis, phrase: Phrase, rule: str) -> Actor | None:
        word = fold(analysis.words[phrase.head])
        start, end = analysis.starts[phrase.first], analysis.ends[phrase.last]
        pool: list[Actor] = []
        if word in _SINGULAR:
            pool = self._persons
        elif word in _PLURAL:
            pool = self._groups or self._bodies
        elif word in _NEUTRAL:
            pool = self._bodies
        else:
            return None
        last = next((a for a in reversed(pool) if a.start < start), None)
        if last is None:
            said = self.text[start:end]
            return None if word in _NEUTRAL else Actor(said, start, end, said, rule=rule)
        return replace(last, implied=False, rule=f"{rule}, pronoun")


@lru_cache(maxsize=2048)  # "police", "the president": much of what is asked was asked before
def _resolved(lexicon: ActorLexicon, words: tuple[str, ...]) -> Identity:
    mono = _mono(words)
    given = GivenNames.load(lexicon.data_dir)
    names = [m for m in lexicon.names_in(words, mono=mono) if not given.is_namesake(words, m)]
    taken = {
        i for m in names if m.entry and m.entry.kind != "country" for i in range(m.first, m.last)
    }
    roles = [
        m for m in lexicon.roles_in(words)
        if not (m.last - m.first == 1 and m.first in taken)
    ]  # fmt: skip
    named = next(
        (m for m in names if m.entry and m.entry.kind in {"group", "organization", "leader"}),
        None,
    )
    origin = next((m for m in names if m.entry and not _after_place_word(words, m)), None)
    country = named.entry.country if named and named.entry else None
    if country is None and origin is not None and origin.entry is not None:
        country = origin.entry.country
    sectors: list[str] = []
    if named is not None and named.entry is not None:
        sectors.extend(named.entry.sectors)
    sectors.extend(
        "ELI" if _was(words, role) and role.sector == "GOV" else role.sector
        for role in _by_weight(roles, words)
    )
    if not sectors and origin is not None and origin.entry is not None:
        sectors.extend(origin.entry.sectors)
    name = _joined(_bare(words))
    if named is not None and named.entry is not None:
        person = named.entry.kind == "leader" and named.last == len(words)
        whole = person or named.last - named.first >= len(_bare(words))
        # "FMLN guerrillas", "members of the FMLN": the group itself.
        its_men = named.entry.kind == "group" and any(
            fold(w).endswith(("s", "men")) for w in (*words[: named.first], *words[named.last :])
        )
        name = named.entry.name if whole or its_men else name
    return Identity(name, country, tuple(dict.fromkeys(s for s in sectors if s)), named is not None)


def _mono(words: Sequence[str]) -> bool:
    """Whether words are in one case throughout, so that a capital tells nothing."""
    letters = [w for w in words if w.isalpha() and len(w) > 1]
    if not letters:
        return False
    capitals = sum(map(str.isupper, letters)) >= _CAPITALS_SHARE * len(letters)
    return (capitals and len(letters) >= _CAPITALS_WORDS) or not any(
        w[:1].isupper() for w in letters
    )


def _after_place_word(words: Sequence[str], match: Match) -> bool:
    return match.first > 0 and words[match.first - 1].lower() in _PLACES


def _was(words: Sequence[str], role: Match) -> bool:
    return any(
        fold(w).removesuffix("-") in _FORMER or fold(w).startswith("ex-")
        for w in words[: role.last]
    )


def _by_weight(roles: list[Match], words: Sequence[str]) -> list[Match]:
    """Roles by how much they decide: at the head first, longer before shorter."""
    cut = next(
        (i for i, w in enumerate(words) if i and w.lower() in _CUTS),
        len(words),
    )
    return sorted(roles, key=lambda m: (m.first >= cut, -m.last, -(m.last - m.first)))


def _joined(words: Sequence[str]) -> str:
    """Tokens as running text again."""
    text = " ".join(words)
    for apart, together in ((" 's", "'s"), (" ’s", "’s"), (" ,", ","), ("( ", "("), (" )", ")")):
        text = text.replace(apart, together)
    return text


def _bare(words: Sequence[str]) -> list[str]:
    """Words without a leading article."""
    return list(words[1:]) if words and words[0].lower() in ARTICLES else list(words)
