"""One sentence as it is compared with the table: folded words, the phrases in it, and how an act is named.

"The Nice attack", "the massacre at Srebrenica", "victims of the Halle shooting" name one act that the
reader knows; "an attack in Nice" and "attacks in Nice" tell of one. Words alone decide: the sentence may
hold no act that was coded, and then it has no tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal

from geo import grammar
from geo.events.known.table import Cue, Known, KnownEvents, Phrase, fold
from geo.model import Sentence, Span
from geo.syntax import sentence_tokens

__all__ = ["Reading", "read"]

_DEFINITE: Final = grammar.words("events.known.definite")
_INDEFINITE: Final = grammar.words("events.known.indefinite")
_BREAKS: Final = grammar.words("events.known.breaks")
_TIED: Final = grammar.words("events.known.tied")
_LOOKING_BACK: Final = grammar.words("events.known.looking_back")
_WAKE: Final = grammar.words("events.known.wake")
_RELATIVE: Final = grammar.words("events.known.relative")
_NAMESAKES: Final = grammar.words("events.known.namesakes")
_ACTS: Final = grammar.words("events.known.acts")
_APART: Final = grammar.words("events.known.apart")
_GENERATIONS: Final = grammar.words("events.known.generations")
_RESUMED: Final = grammar.words("events.known.resumed")
_POINTING: Final = grammar.words("events.known.pointing")
#: From a determiner to the first word of what it determines; from a place to the act named by it and back.
_REACH, _BEHIND = 4, 6
#: From "after" to the name of what happened before.
_OPENING = 6
#: From a phrase to its verb there is at most an auxiliary.
_NEXT = 2
#: From the name of a person or a venue to what was done there, within its clause.
_CLAUSE = 20
_ENDS: Final = frozenset({";", ":"})
_QUOTES: Final = frozenset({('"',), ("”",), ("''",)})
#: A toll of fewer is that of too many other acts.
_TELLING_TOLL = 5

#: How an act is named by its place: as one that the reader knows, as a new one, as neither, or not at all.
Naming = Literal["known", "new", "bare", ""]
#: Positions of a stretch of words, the end included.
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence: its words folded and as printed, where each begins and ends, its phrases of the table."""

    sentence: Sentence
    low: tuple[str, ...]
    printed: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    found: dict[Phrase, list[Stretch]]

    @property
    def acts(self) -> list[Stretch]:
        """The words that may call an act."""
        return [(i, i) for i, word in enumerate(self.low) if word in _ACTS]

    def cues(self, table: KnownEvents) -> Iterator[tuple[Cue, Stretch]]:
        """The cues that stand in it whole, each with every place of its main phrase."""
        for main, places in self.found.items():
            for cue in table.cues.get(main, ()):
                if all(beside in self.found for beside in cue.beside):
                    yield from ((cue, place) for place in places)

    def at(self, span: Span) -> Stretch | None:
        """Where a span of the article stands in it."""
        inside = [i for i, start in enumerate(self.starts) if span.start <= start < span.end]
        return (inside[0], inside[-1]) if inside else None

    def phrase(self, act: Stretch, place: Stretch) -> Naming:
        """How the noun of an act and a place make one phrase; "" where they make none."""
        between = self._between(act, place)
        if between is None:
            return ""
        opens, behind = min(act[0], place[0]), max(act[1], place[1])
        owned = act[0] > place[1] and not _DEFINITE.isdisjoint(between)  # "Norway's attacks"
        determiner = self._determiner(opens)
        if determiner in _INDEFINITE and not owned:
            return "new"
        known = owned or determiner in _DEFINITE or self._looks_back(opens, behind)
        return "known" if known else "bare"

    def _between(self, act: Stretch, place: Stretch) -> Sequence[str] | None:
        """The words between an act and the place that belongs to it; None where it does not."""
        (first, last), (start, end) = act, place
        if last < start:  # "the attack at the Bataclan"
            between = self.low[last + 1 : start]
            tied = 0 < len(between) <= _BEHIND and between[0] in _TIED
        else:  # "the Bataclan attack", "Norway's attacks"
            between = self.low[end + 1 : first]
            tied = first > end and len(between) < _REACH and _BREAKS.isdisjoint(between)
        return between if tied and _is_plain(between) else None

    def _determiner(self, opens: int) -> str:
        """The nearest determiner before a noun phrase; "" where something else stands before it."""
        for word in reversed(self.low[max(0, opens - _REACH) : opens]):
            if word in _DEFINITE or word in _INDEFINITE:
                return word
            if word in _BREAKS or not word[0].isalnum():
                break
        return ""

    def _looks_back(self, opens: int, closes: int) -> bool:
        """Whether a bare phrase is told as known: "since protests in X", "protests in X that began"."""
        before = self.low[max(0, opens - _REACH) : opens]
        behind = self.low[closes + 1 : closes + 2]
        return not (_LOOKING_BACK.isdisjoint(before) and (_WAKE | _RELATIVE).isdisjoint(behind))

    def goes_on(self, named: Stretch, act: Stretch) -> bool:
        """Whether an act is what a phrase before does or tells of: "the Nice attack(, which) killed 86"."""
        between = [word for word in self.low[named[1] + 1 : act[0]] if word != ","]
        if act[0] <= named[1] or len(between) > _BEHIND or not _is_plain(between):
            return False
        return len(between) < _NEXT or between[0] in _RELATIVE

    def tells(self, act: Stretch, name: Stretch) -> bool:
        """Whether a name stands within reach of an act, and is not called after somebody."""
        between = self._inside(act, name)
        return len(between) <= _CLAUSE and _ENDS.isdisjoint(between) and not self._is_longer(name)

    def is_apart(self, act: Stretch, name: Stretch) -> bool:
        """Whether a name only says since when: "incursions since X", "after X, fighting broke out"."""
        between = self._inside(act, name)
        if not _APART.isdisjoint(between):
            return True
        before = self.low[max(0, name[0] - _OPENING) : name[0]]
        return name < act and "," in between and not _APART.isdisjoint(before)

    def _inside(self, act: Stretch, name: Stretch) -> Sequence[str]:
        low, high = sorted((act, name))
        return self.low[low[1] + 1 : high[0]]

    def _is_longer(self, name: Stretch) -> bool:
        """Whether a name goes on: "Martin Luther King Boulevard", "Hariri airport", 'the "King" fund'."""
        behind = name[1] + 1
        if self.low[behind : behind + 1] in _QUOTES:
            behind += 1
        if behind >= len(self.low):
            return False
        return self.low[behind] in _NAMESAKES or (
            self.printed[behind][:1].isupper() and self.low[behind] not in _GENERATIONS
        )

    def calls(self, act: Stretch, known: Known) -> bool:
        """Whether an act is called what the table calls it: "beach attack", "bombings"."""
        return any(
            self.low[max(0, last + 1 - len(words)) : last + 1] == words
            for words in known.acts
            for last in range(act[0], act[1] + 1)
        )

    def counts(self, known: Known, figures: frozenset[int]) -> bool:
        """Whether a toll of the table is told, in the sentence or as a figure of the act."""
        printed = (w.replace(",", "") for w in self.low if w[0].isdigit())
        told = figures.union(int(w) for w in printed if w.isascii() and w.isdigit() and len(w) < 9)  # noqa: PLR2004
        return any(toll >= _TELLING_TOLL for toll in told & known.deaths)

    def resumes(self, act: Stretch) -> bool:
        """Whether it goes on about an act told before: "the attack killed 38", "the gunman shot"."""
        return any(
            self.low[i] in _RESUMED and not _POINTING.isdisjoint(self.low[max(0, i - 2) : i])
            for i in range(1, act[1] + 1)
        )


def _is_plain(between: Sequence[str]) -> bool:
    """Whether no mark but that of an owner parts two words."""
    return all(word[0].isalnum() or word[0] in "'\"“”" for word in between)


def read(sentence: Sentence, table: KnownEvents) -> Reading:
    """Read a sentence.

    Parameters
    ----------
    sentence
        Of an article.
    table
        Whose phrases are looked for.
    """
    words, starts, ends = sentence_tokens(sentence.text, sentence.start)
    parts = [fold(word) or [word] for word in words]
    low = tuple(chain.from_iterable(parts))
    if len(low) > len(words):  # the parts of a word share its place
        tokens = [i for i, own in enumerate(parts) for _ in own]
        words, starts = [words[i] for i in tokens], [starts[i] for i in tokens]
        ends = [ends[i] for i in tokens]
    found: dict[Phrase, list[Stretch]] = {}
    for first, word in enumerate(low):
        for phrase in table.phrases.get(word, ()):
            last = first + len(phrase.words) - 1
            if low[first : last + 1] == phrase.words and (
                not phrase.capital or words[first][:1].isupper()
            ):
                found.setdefault(phrase, []).append((first, last))
    return Reading(sentence, low, tuple(words), tuple(starts), tuple(ends), found)
