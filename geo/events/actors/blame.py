"""Who is said to be behind an act: claims, blame and suspicion around the word that names it.

"The Front claimed responsibility for the attack", "a bomb allegedly planted by rebels", "the raid was the
work of X", "blamed X for the attack". A parser seldom ties such a name to the act, so the words around
are read by position. The words are ``data/ontology/grammar/en/actors.toml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from geo import grammar
from geo.events.actors.lists import conjuncts
from geo.events.actors.phrases import (
    TIME_WORDS,
    Phrase,
    dateline_end,
    extended,
    lowered,
    named_before,
)
from geo.syntax import Analysis

__all__ = ["DOING", "SIGNS", "Blame"]

Cue = tuple[str, ...]


def _by_word(cues: Iterable[str], place: int) -> Mapping[str, tuple[Cue, ...]]:
    """Cues by their first or last word, the longest first."""
    found: dict[str, list[Cue]] = {}
    for cue in sorted((tuple(cue.split()) for cue in cues), key=len, reverse=True):
        found.setdefault(cue[place], []).append(cue)
    return {word: tuple(listed) for word, listed in found.items()}


_BEFORE = _by_word(grammar.phrases("actors.blame.before"), -1)
_BEHIND = _by_word(grammar.phrases("actors.blame.behind"), 0)
_OBJECT = grammar.words("actors.blame.object")
_ASCRIBE = grammar.words("actors.blame.ascribe")
_WHICH = grammar.words("actors.blame.which")
_PART = grammar.words("actors.blame.part")
_SUSPECT = grammar.words("actors.blame.suspect")
_CALLED = grammar.words("actors.blame.called")
_TIES = grammar.words("actors.blame.ties")
_NAMELESS = grammar.words("actors.blame.nameless")
_PLACED = grammar.words("actors.blame.placed")
_NOT = grammar.words("actors.blame.not")
_SUPPOSED = grammar.words("actors.blame.supposed")
DOING = grammar.words("actors.blame.doing")
_BE = grammar.words("common.verbs.be")
#: A sentence without any of these says of nobody that he is behind an act.
SIGNS = _WHICH | {cue[0] for cues in _BEFORE.values() for cue in cues}
#: A day may stand inside a cue.
_BETWEEN = TIME_WORDS | {"on", "this", "last"}
_CALLS = _BE | {"as"}
#: Kinds of phrase that are somebody.
_SOMEBODY = frozenset({"person", "body", "name", "owned"})
#: How far from the act its cue may stand, and a cue that is a verb; how near a denial must be to count.
_REACH, _NEXT, _CLOSE = 16, 3, 6
_STOPS = frozenset({";", ".", "?", "!", ":"})
#: Classes of words that may stand before a mention: "by *presumably* rebels", "by *paid* assassins".
_LED = frozenset({"RB", "RBR", "VBN", "JJ"})
_QUOTES = frozenset({'"', "“", "``", "'", "‘"})


class Blame:
    """What one sentence says of who is behind what.

    Parameters
    ----------
    found, analysis, kind
        The phrases of the sentence, the sentence, and what a phrase means.
    pointing
        The words asked about only point at an act ("it", "the crime"), as they do at much that is
        none: nobody is taken from a distance, or from what is only supposed.
    """

    def __init__(
        self,
        found: Sequence[Phrase],
        analysis: Analysis,
        kind: Callable[[Phrase], str],
        *,
        pointing: bool = False,
    ) -> None:
        self._found = found
        self._a = analysis
        self._kind = kind
        self._low = lowered(analysis.words)
        self._pointing = pointing
        self._opens = dateline_end(analysis)
        self._near = [p for p in found if not p.pronoun and kind(p) in _SOMEBODY]

    def behind_act(self, first: int, last: int) -> list[int]:
        """The heads of who is said to be behind an act; empty where nobody is.

        Parameters
        ----------
        first, last
            The tokens that name the act.
        """
        if self._pointing and not _SUPPOSED.isdisjoint(self._low[max(0, first - _REACH) : first]):
            return []
        who = self._behind(first, last) or self._of_which(last) or self._object(first)
        who = who or (self._suspect() if self._pointing else None)
        return [who.head] if who is not None else self._before(first)

    def _behind(self, first: int, last: int) -> Phrase | None:
        """Whoever is named behind the act: "… by X", "… the work of X"; "blamed the attack on X"."""
        low = self._low
        for at in range(last + 1, min(len(low), last + 1 + _REACH)):
            cues = _BEHIND.get(low[at], ())
            cue = next((c for c in cues if tuple(low[at : at + len(c)]) == c), None)
            between = range(last + 1, at)
            if low[at] in _STOPS or (cue == ("by",) and not self._is_doing(between)):
                return None
            if low[at] in {"on", "to"} and cue is None and self._ascribes(first, at):
                cue = (low[at],)
            who = self._starting(at + len(cue)) if cue else None
            if who is not None and _NOT.isdisjoint(low[max(0, at - _CLOSE) : at]):
                return who
        return None

    def _ascribes(self, first: int, at: int) -> bool:
        """Whether a verb of blame stands before the act, or between it and a preposition."""
        verbs = [i for i in range(max(0, first - _CLOSE), at) if self._a.tags[i].startswith("V")]
        return any(self._a.lemma(i) in _ASCRIBE for i in verbs)

    def _starting(self, place: int) -> Phrase | None:
        """Somebody whose mention begins at a token, a word that leads up to it or a quotation mark aside."""
        tags = self._a.tags
        quoted = self._low[place + 1 : place + 2] == ['"']
        begins = [place]
        if place < len(tags) and (self._low[place] in _QUOTES or tags[place] in _LED or quoted):
            begins += [place + 1, place + 2] if quoted else [place + 1]
        found = (p for at in begins for p in self._near if p.first == at)
        return next(found, None)

    def _of_which(self, last: int) -> Phrase | None:
        """Whoever is tied to it in a clause of its own: "the attack, for which X claimed credit"."""
        low = self._low
        for at in range(last + 2, min(len(low) - 1, last + 1 + _REACH)):
            if low[at] in _STOPS:
                return None
            if low[at] == "which" and low[at - 1] in _TIES:
                who = self._starting(at + 1)
                told = low[who.last + 1 : who.last + 1 + _CLOSE + 2] if who else []
                said = not _WHICH.isdisjoint(told)
                return who if said and _NOT.isdisjoint(told) else None
        return None

    def _object(self, first: int) -> Phrase | None:
        """Whoever is accused of it: "blamed *X* for the attack", "arrested *X* in the murder of …"."""
        low, tags = self._low, self._a.tags
        tie = next(
            (i for i in range(first - 1, max(-1, first - _CLOSE), -1) if tags[i] in {"IN", "TO"}), 0
        )
        if low[tie] not in _TIES:
            return None
        for at in range(tie - 2, max(-1, first - _REACH - _CLOSE), -1):
            if low[at] in _STOPS:
                return None
            if not tags[at].startswith("V") or self._a.lemma(at) not in _OBJECT:
                continue
            passive = tags[at] == "VBN" and any(w in _BE for w in low[max(0, at - 3) : at])
            who = None if passive else self._starting(at + 1)
            if who is not None and who.last < tie:
                said = _NOT.isdisjoint(low[max(0, at - _NEXT) : first])
                return who if said else None
        return None

    def _suspect(self) -> Phrase | None:
        """Whoever a sentence suspects or blames, and does not say of what."""
        low = self._low
        for at in range(len(low) - 1):
            verb = self._a.tags[at].startswith("V") and self._a.lemma(at) in _SUSPECT
            who = self._starting(at + 1) if verb else None
            more = set() if who is None else {*low[who.last + 1 : who.last + 2]}
            if (
                who is not None
                and not more & _TIES
                and _NOT.isdisjoint(low[max(0, at - _CLOSE) : at])
            ):
                return who
        return None

    def _before(self, first: int) -> list[int]:
        """Whoever stands before the act and before what ties them to it: "X claimed credit for …"."""
        low = self._low
        for at in range(first - 1, max(-1, first - _REACH), -1):
            if low[at] in _STOPS:
                return []
            part = self._part(at)
            if part is not None:
                return [part.head]
            begin = self._cue_before(at)
            if begin is None or (low[at] not in _TIES and at < first - _NEXT):
                continue
            if (
                self._pointing and low[begin - 1] == "to"
            ):  # "called the police to claim credit for it"
                return []
            if not _NAMELESS.isdisjoint(low[max(0, begin - _NEXT) : begin]):
                return []
            who = self._ending(begin)
            said = who and _NOT.isdisjoint(low[max(0, who.first - _NEXT) : begin])
            return self._with_listed(who, begin) if who is not None and said else []
        return []

    def _cue_before(self, at: int) -> int | None:
        """Where a cue that ends at a token begins: "claimed responsibility *on Monday* for"."""
        for cue in _BEFORE.get(self._low[at], ()):
            begin = at
            for word in reversed(cue[:-1]):
                begin -= 1
                while begin > 0 and self._low[begin] in _BETWEEN:
                    begin -= 1
                if begin < 0 or self._low[begin] != word:
                    break
            else:
                return begin
        return None

    def _part(self, at: int) -> Phrase | None:
        """Whoever had part in it: "the involvement of *X* in …"."""
        if self._low[at] not in _TIES:
            return None
        who = next((p for p in self._near if p.last == at - 1), None)
        if who is None or who.first < 2 or self._low[who.first - 1] != "of":  # noqa: PLR2004
            return None
        return who if self._low[who.first - 2] in _PART else None

    def _ending(self, begin: int) -> Phrase | None:
        """The last somebody before a cue, with the phrases that belong to it, and no place."""
        for phrase in reversed(self._found):
            if phrase.first < self._opens:
                return None  # the town of the dateline
            if phrase.pronoun or not phrase.last < begin <= phrase.last + _REACH:
                continue
            before = phrase.first - 1
            if phrase.first and self._low[before] in _PLACED:
                continue
            if self._kind(phrase) not in _SOMEBODY:
                tied = phrase.first and self._a.tags[before] in {"IN", "TO"}
                if phrase.last + _NEXT >= begin and self._kind(phrase) == "thing" and not tied:
                    return None  # "the bombs responsible for the deaths"
                continue
            name = named_before(phrase, self._found, self._a)
            if name is not None and self._kind(name) in _SOMEBODY:
                return name
            whole = (
                extended(p, self._found, self._a) for p in self._near if p.first < phrase.first
            )
            return next((w for w in whole if w.last >= phrase.last), phrase)
        return None

    def _with_listed(self, who: Phrase, verb: int) -> list[int]:
        """Who it is, and those listed before: "a colonel, two sergeants and two soldiers were involved"."""
        whole = extended(who, self._found, self._a)
        others = conjuncts(whole, self._found, self._a, self._kind, verb=verb, people=True)
        return [who.head, *(p.head for p in others if p.last < who.first)]

    def _is_doing(self, between: range) -> bool:
        """Whether the last verb of a stretch, if it has one, tells of the doing."""
        tags = self._a.tags
        verbs = [i for i in between if tags[i].startswith("V") and self._low[i] != "according"]
        if self._pointing and between:
            last = verbs[-1] if verbs else between[0]
            far = any(
                tags[i].startswith("N") and self._low[i] not in TIME_WORDS
                for i in range(last + 1, between[-1] + 1)
            )
            return bool(verbs) and not far and self._a.lemma(last) in DOING
        return not verbs or self._a.lemma(verbs[-1]) in DOING
