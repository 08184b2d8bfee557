"""The trigger lexicon of one language, compiled from ``data/ontology/triggers/<language>/*.toml``.

A file holds word classes, groups of entries and irregular forms; docs/codebook.md explains the
notation for people who want to add an entry. A group gives what its entries share (event type,
modes, argument pattern, weight, tag, guards); an entry is one line of words:

    condemn                    a verb (all its forms), because it stands under ``verbs``
    hit|lash out at            a choice of words, then words that follow at once
    carry out .. <attack>      ``..`` skips up to five words, ``<attack>`` is a word class
    exchange of fire           under ``nouns`` the head (before a preposition) takes a plural

From every verb entry with a gap ("impose .. <sanction>") the passive order ("sanctions were
imposed") is derived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from geo import grammar
from geo.errors import OntologyError
from geo.events.inflect import Form, noun_forms, verb_forms
from geo.events.ontology import Ontology
from geo.packs import pack_path
from geo.resources import read_toml

GAP = 5
_PREPOSITIONS = grammar.words("events.lexicon.prepositions")
Kind = Literal["verb", "noun", "phrase"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in which a text may tell of an event.

    ``args`` says who acts and who receives, ``ACTOR>RECIPIENT``; each side is a list of slots
    joined by "|" (the first that is filled wins) or "&" (all are taken): ``subj``, ``obj``,
    ``iobj``, ``poss``, ``self`` (the trigger names the actor: "protests"), ``bearer`` (who
    "must"), ``prep:with``.
    ``weight`` is how surely the words mean this type (0-1). ``tag`` is the finer label that the
    ACLED view uses. ``needs`` and ``bars`` are words of which one must, or none may, stand in
    the object (of a verb) or the modifiers (of a noun); ``subject`` must stand before it;
    ``near`` must, and ``avoid`` must not, stand anywhere in the sentence.
    """

    text: str
    kind: Kind
    event_type: str
    modes: tuple[str, ...] = ()
    args: str = "subj>obj"
    weight: float = 0.8
    tag: str = ""
    needs: frozenset[str] = frozenset()
    bars: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    reversed: bool = False


#: One step of a pattern: the words accepted, and how many words may be skipped before it.
Step = tuple[frozenset[str], int]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An entry compiled: ``steps`` in text order, ``anchor`` the step that carries the entry."""

    entry: Entry
    steps: tuple[Step, ...]
    anchor: int
    forms: Mapping[str, frozenset[Form]] | None


class Opened:
    """The patterns that one word opens, found by their second word without trying each.

    Parameters
    ----------
    patterns
        In the order of the lexicon, which is also the order of the candidates.
    """

    __slots__ = ("_after", "_alone", "_anywhere", "_patterns", "seconds", "single")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._alone = tuple(n for n, pattern in enumerate(patterns) if len(pattern.steps) == 1)
        self._after: dict[str, tuple[int, ...]] = {}
        self._anywhere: dict[str, tuple[int, ...]] = {}
        by_step: dict[Step, list[int]] = {}
        for number, pattern in enumerate(patterns):
            if len(pattern.steps) > 1:
                by_step.setdefault(pattern.steps[1], []).append(number)
        for (words, skip), numbers in by_step.items():
            index, shared = self._anywhere if skip else self._after, tuple(numbers)
            for word in words:  # most are in one step alone, and share its numbers
                known = index.get(word)
                index[word] = tuple(sorted((*known, *shared))) if known else shared
        #: Those of the one word, which need no other; and the second words of all others.
        self.single = tuple(patterns[number] for number in self._alone)
        self.seconds = frozenset(self._after).union(self._anywhere)

    def candidates(self, following: tuple[str, ...]) -> Sequence[Pattern]:
        """The patterns whose second word is the next one, or one of the few that a gap can reach.

        Parameters
        ----------
        following
            The ``GAP`` + 1 words behind the opening one, or as many as there are.
        """
        after, anywhere = self._after.get(following[0], ()), self._anywhere
        behind = [anywhere[word] for word in following if word in anywhere]
        rows = [numbers for numbers in (self._alone, after, *behind) if numbers]
        found = rows[0] if len(rows) == 1 else sorted(set().union(*rows))
        return [self._patterns[number] for number in found]


class Openers(dict[str, Opened]):
    """The patterns by the word that opens them, each word's indexed when it is first met.

    The forms of a word ("attack", "attacks") mostly open the same ones and share an index.
    """

    def __init__(self, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        super().__init__()
        self._patterns = patterns
        self._made: dict[tuple[int, ...], Opened] = {}

    def __missing__(self, word: str) -> Opened:
        patterns = self._patterns[word]
        same = tuple(map(id, patterns))
        opened = self[word] = self._made.get(same) or Opened(patterns)
        self._made[same] = opened
        return opened


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by their first word, and the word classes they were made from."""

    patterns: Mapping[str, tuple[Pattern, ...]]
    opened: Openers
    classes: Mapping[str, frozenset[str]]
    entries: tuple[Entry, ...]

    @classmethod
    def load(cls, ontology: Ontology, language: str = "en") -> Lexicon:
        """Compile a language pack (once a process).

        Raises
        ------
        OntologyError
            An entry is malformed; the message names file and entry.
        """
        return _load(ontology.data_dir, language)


@lru_cache(maxsize=4)
def _load(data_dir: Path | None, language: str) -> Lexicon:
    ontology = Ontology.load(data_dir)
    folder = pack_path("triggers", language=language, data_dir=data_dir)
    raw = {path: read_toml(path) for path in sorted(folder.glob("*.toml"))}
    compiler = _Compiler(ontology)
    for path, content in raw.items():
        compiler.add_words(path, content)
    index: dict[str, list[Pattern]] = {}
    entries: list[Entry] = []
    for path, content in raw.items():
        for pattern in compiler.compile(path, content):
            if not pattern.entry.reversed:
                entries.append(pattern.entry)
            for word in pattern.steps[0][0]:
                index.setdefault(word, []).append(pattern)
    patterns = {word: tuple(found) for word, found in index.items()}
    return Lexicon(patterns, Openers(patterns), compiler.classes, tuple(entries))


def irregular_verbs(data_dir: Path | None, language: str) -> dict[str, tuple[str, str]]:
    """Lemma -> past tense and past participle, from the language pack's ``words.toml``."""
    path = pack_path("triggers", language=language, data_dir=data_dir) / "words.toml"
    return {
        lemma: (forms.partition(" ")[0], forms.partition(" ")[2] or forms.partition(" ")[0])
        for lemma, forms in read_toml(path).get("irregular", {}).items()
    }


def lines(text: str) -> Iterator[str]:
    """Entries of a block: one a line or separated by commas; ``#`` starts a comment."""
    for line in text.splitlines():
        for part in line.split("#", 1)[0].split(","):
            if part.strip():
                yield " ".join(part.lower().split())


class _Compiler:
    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.classes: dict[str, frozenset[str]] = {}
        self.irregular: dict[str, tuple[str, str]] = {}
        self.plurals: dict[str, str] = {}
        self._forms: dict[str, dict[str, frozenset[Form]]] = {}

    def add_words(self, path: Path, content: dict[str, Any]) -> None:
        """Take in irregular forms and word classes, before any entry is compiled."""
        for lemma, forms in content.get("irregular", {}).items():
            past, _, participle = forms.partition(" ")
            self.irregular[lemma] = (past, participle or past)
        self.plurals.update(content.get("plurals", {}))
        for name, words in content.get("classes", {}).items():
            if name in self.classes:
                raise OntologyError(f"{path}: the class {name!r} is defined twice.")  # noqa: TRY003, EM102
            self.classes[name] = frozenset(
                form for word in lines(words) for form in noun_forms(word, self.plurals)
            )

    def compile(self, path: Path, content: dict[str, Any]) -> Iterator[Pattern]:
        for number, group in enumerate(content.get("group", []), start=1):
            where = f"{path}, group {number}"
            yield from self._group(where, group)

    def _group(self, where: str, group: dict[str, Any]) -> Iterator[Pattern]:
        self._check(where, group)
        blocks: tuple[tuple[Kind, str], ...] = (
            ("verb", group.get("verbs", "")),
            ("noun", group.get("nouns", "")),
            ("phrase", group.get("phrases", "")),
        )
        for kind, block in blocks:
            if not block:
                continue
            told = Entry(
                text="",
                kind=kind,
                event_type=group["type"],
                modes=tuple(group.get("modes", ())),
                args=group.get("args", _DEFAULT_ARGS[kind]),
                weight=float(group.get("weight", 0.8)),
                tag=group.get("tag", ""),
                needs=self._words(where, group.get("needs", [])),
                bars=self._words(where, group.get("bars", [])),
                subject=self._words(where, group.get("subject", [])),
                near=self._words(where, group.get("near", [])),
                avoid=self._words(where, group.get("avoid", [])),
            )
            for text in lines(block):
                yield from self._patterns(where, replace(told, text=text))

    def _check(self, where: str, group: dict[str, Any]) -> None:
        unknown = set(group) - _GROUP_KEYS
        if unknown:
            msg = f"{where}: unknown key {', '.join(sorted(unknown))}."
            raise OntologyError(msg)
        kind = self.ontology.types.get(group.get("type", ""))
        if kind is None:
            msg = f"{where}: type {group.get('type')!r} is not a PLOVER type."
            raise OntologyError(msg)
        wrong = [mode for mode in group.get("modes", ()) if mode not in kind.modes]
        if wrong:
            msg = f"{where}: {kind.code} has no mode {', '.join(wrong)}."
            raise OntologyError(msg)

    def _words(self, where: str, names: list[str]) -> frozenset[str]:
        words: set[str] = set()
        for name in names:
            if name.startswith("<"):
                words |= self._class(where, name)
            else:
                words.update(noun_forms(name, self.plurals))
        return frozenset(words)

    def _class(self, where: str, name: str) -> frozenset[str]:
        try:
            return self.classes[name.strip("<>")]
        except KeyError:
            msg = f"{where}: there is no word class {name}."
            raise OntologyError(msg) from None

    def _patterns(self, where: str, entry: Entry) -> Iterator[Pattern]:
        tokens = entry.text.split()
        head = next((i for i, t in enumerate(tokens) if not _is_adverb(t)), 0)
        if entry.kind == "noun":
            head = next((i for i, t in enumerate(tokens) if t in _PREPOSITIONS and i), len(tokens))
            head -= 1
        steps: list[Step] = []
        forms: dict[str, frozenset[Form]] | None = None
        anchor, skip = 0, 0
        for position, token in enumerate(tokens):
            if token == "..":  # noqa: S105 (a word of a text)
                skip = GAP
                continue
            if position == head and entry.kind != "phrase":
                words, forms = self._head(where, token, entry.kind)
                anchor = len(steps)
            else:
                words = self._plain(where, token)
            steps.append((words, skip))
            skip = 0
        if not steps:
            msg = f"{where}: the entry {entry.text!r} holds no word."
            raise OntologyError(msg)
        yield Pattern(entry, tuple(steps), anchor, forms)
        yield from self._passive(entry, steps, forms)

    def _passive(
        self, entry: Entry, steps: list[Step], forms: dict[str, frozenset[Form]] | None
    ) -> Iterator[Pattern]:
        """The passive order of a gapped verb: "impose .. <sanction>" as "sanctions were imposed"."""
        gapped = [i for i, (_, skip) in enumerate(steps) if skip]
        if entry.kind != "verb" or forms is None or len(gapped) != 1:
            return
        cut = gapped[0]
        if len(steps) - cut > 1 or steps[cut][0] & _PREPOSITIONS:
            return
        participles = frozenset(word for word, kinds in forms.items() if "pp" in kinds)
        moved = [(steps[cut][0], 0), (participles, GAP), *steps[1:cut]]
        passive = replace(entry, reversed=True)
        yield Pattern(passive, tuple(moved), 1, forms)

    def _head(
        self, where: str, token: str, kind: Kind
    ) -> tuple[frozenset[str], dict[str, frozenset[Form]] | None]:
        if token.startswith("<"):
            return self._class(where, token), None
        if kind == "noun":
            return frozenset(
                form for word in token.split("|") for form in noun_forms(word, self.plurals)
            ), None
        forms: dict[str, frozenset[Form]] = {}
        for lemma in token.split("|"):
            for surface, kinds in self._verb(lemma).items():
                forms[surface] = forms.get(surface, frozenset()) | kinds
        return frozenset(forms), forms

    def _verb(self, lemma: str) -> dict[str, frozenset[Form]]:
        if lemma not in self._forms:
            self._forms[lemma] = verb_forms(lemma, self.irregular)
        return self._forms[lemma]

    def _plain(self, where: str, token: str) -> frozenset[str]:
        if token.startswith("<"):
            return self._class(where, token)
        words: set[str] = set()
        for word in token.split("|"):
            words.update(noun_forms(word, self.plurals) if word.isalpha() else (word,))
        return frozenset(words) if token not in _PREPOSITIONS else frozenset((token,))


_LY_VERBS = grammar.words("events.lexicon.ly_verbs")


def _is_adverb(word: str) -> bool:
    return word == "not" or (word.endswith("ly") and word not in _LY_VERBS)


_DEFAULT_ARGS: dict[Kind, str] = {
    "verb": "subj>obj",
    "noun": "prep:by|poss>prep:of|prep:on|prep:against",
    "phrase": "subj>obj",
}
_GROUP_KEYS = frozenset({
    "type", "modes", "args", "weight", "tag", "needs", "bars", "subject", "near", "avoid", "note",
    "verbs", "nouns", "phrases",
})  # fmt: skip
