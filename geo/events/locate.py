"""The place of an event: which toponym of the story belongs to its trigger, and by which rule.

Rules in order; the first that finds a place wins, and ``geo_reason`` says which one it was:

1. a literal toponym in the trigger's own sentence, nearest clause first, the finer of nested names;
2. "the city", "the region", "the country" near the trigger, for the last such place named, or the
   next one where none was named before;
3. a place named in the sentences before, in the same paragraph;
4. the dateline's place, for the first sentences of a story filed from the country it tells of;
5. the country of the story, where its actors are that country's own.

Demonyms, names that stand for a government and a speaker's capital are no places. Acts of saying
(CONSULT, REQUEST …) use rule 1 only: without a place in their own clause they stay unlocated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from geo.dateline import dateline
from geo.events.locatewords import LocateWords, locate_words
from geo.model import Actor, Article, Sentence, Span, Toponym

__all__ = ["Locator", "locate"]

_TOKEN = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[^\w\s]")
_FINENESS = {
    "poi": 0,
    "city": 1,
    "admin2": 2,
    "admin1": 3,
    "region": 4,
    "physical": 4,
    "country": 5,
    "continent": 6,
}
_CLAUSE_MARKS = (
    "; ",
    " that ",
    " which ",
    " who ",
    " after ",
    " before ",
    " when ",
    " while ",
    " as ",
    " but ",
    ", and ",
)
_CLAUSE_COST = 40
_WEAK_COST, _BARE_COST, _ACTOR_COST = 30, 60, 150
#: A toponym in the trigger's sentence that costs more than this belongs to something else.
_MAX_COST = 400
_CHAIN = re.compile(
    r"(?:,? (?:in|of|the|province|region|department|state|district|city|capital|near)\b| ?,| ?\()+ ?$"
)


class Locator:
    """Places the events of one article.

    Parameters
    ----------
    article, sentences, toponyms
        As the earlier stages made them; toponyms in the order of the text.
    """

    def __init__(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        toponyms: Sequence[Toponym],
        words: LocateWords | None = None,
    ) -> None:
        self.words = words or locate_words()
        self.article = article
        self.sentences = tuple(sentences)
        self.line = dateline(article.text)
        self._in: dict[int, list[Toponym]] = {s.index: [] for s in self.sentences}
        self._filed: Toponym | None = None
        self._share(toponyms)
        self.country = self._dominant(toponyms)

    def _share(self, toponyms: Sequence[Toponym]) -> None:
        """Put each resolved toponym into its sentence; the dateline's own is kept apart."""
        index = 0
        for toponym in toponyms:
            while index < len(self.sentences) and self.sentences[index].end <= toponym.start:
                index += 1
            if index == len(self.sentences) or toponym.place is None:
                continue
            if self.line and self.line.start <= toponym.start < self.line.end:
                if self._filed is None or _fineness(toponym) < _fineness(self._filed):
                    self._filed = toponym
                continue
            self._in[self.sentences[index].index].append(toponym)

    def _dominant(self, toponyms: Sequence[Toponym]) -> Toponym | None:
        """The mention that names the country most of the story's places lie in."""
        counts: Counter[str] = Counter()
        for toponym in toponyms:
            if toponym.place and toponym.place.country:
                lead = (
                    2
                    if self.sentences
                    and toponym.start < self.sentences[min(2, len(self.sentences) - 1)].end
                    else 1
                )
                counts[toponym.place.country] += lead * (2 if toponym.role == "literal" else 1)
        if not counts:
            return None
        country, most = counts.most_common(1)[0]
        if most < self.words.dominant_share * sum(counts.values()):
            return None
        named = (
            t
            for t in toponyms
            if t.place and t.place.kind == "country" and t.place.country == country
        )
        return next(named, None)

    def locate(
        self,
        trigger: Span,
        sentence: Sentence,
        event_type: str,
        *,
        modes: Sequence[str] = (),
        actors: Sequence[Actor] = (),
    ) -> tuple[Toponym | None, str]:
        """Place one event.

        Parameters
        ----------
        trigger
            Offsets in ``Article.text``.
        sentence
            The sentence that holds it.
        event_type, modes
            PLOVER's.
        actors
            Actors and recipients of the event: a name inside one of them is no place.

        Returns
        -------
        (Toponym or None, reason)
            The mention that names the place; its offsets may lie in another sentence.
        """
        own = self._own(trigger, sentence, actors, strict=event_type in self.words.diplomatic)
        described = self._described(trigger, sentence)
        if own and described and _fineness(described[0]) < _fineness(own[0]):
            return described
        if own:
            return own
        if event_type in self.words.diplomatic:
            return None, "an act of saying, and no place is named with it"
        if described:
            return described
        if not self.words.national.intersection(modes) and not self._is_wide(sentence):
            if before := self._before(sentence):
                return before
            if filed := self._from_dateline(sentence):
                return filed
        if self.country and self._domestic(actors):
            return self.country, "no place is named: the country the story tells of"
        return None, "no place is named in the sentence or near it"

    # -- the rules ---------------------------------------------------------------------------

    def _own(
        self, trigger: Span, sentence: Sentence, actors: Sequence[Actor], *, strict: bool
    ) -> tuple[Toponym, str] | None:
        best: tuple[int, Toponym] | None = None
        for toponym in self._in[sentence.index]:
            if (
                toponym.role != "literal"
                or toponym.place is None
                or toponym.place.kind == "continent"
            ):
                continue
            cost = self._cost(trigger, sentence, toponym, actors, strict=strict)
            if cost <= _MAX_COST and (best is None or cost < best[0]):
                best = (cost, toponym)
        if best is None:
            return None
        chosen = self._finest(best[1], sentence)
        return chosen, f"“{chosen.text}” is named in the same sentence"

    def _cost(
        self,
        trigger: Span,
        sentence: Sentence,
        toponym: Toponym,
        actors: Sequence[Actor],
        *,
        strict: bool,
    ) -> int:
        low, high = (
            (trigger.end, toponym.start)
            if toponym.start >= trigger.end
            else (toponym.end, trigger.start)
        )
        between = sentence.text[
            max(0, low - sentence.start) : max(0, high - sentence.start)
        ].lower()
        cost = len(between) + _CLAUSE_COST * sum(between.count(mark) for mark in _CLAUSE_MARKS)
        if toponym.start < trigger.start:
            cost += _CLAUSE_COST // 2
        preposition = self._preposition(sentence, toponym)
        if preposition is None:
            cost += _MAX_COST + 1 if strict else _BARE_COST
        elif preposition in self.words.weak:
            cost += _MAX_COST + 1 if strict else _WEAK_COST
        if (
            any(a.start <= toponym.start < a.end for a in actors if not a.implied)
            and preposition not in self.words.strong
        ):
            cost += _ACTOR_COST
        return cost

    def _preposition(self, sentence: Sentence, toponym: Toponym) -> str | None:
        """The preposition that governs a place name, looked for over describing words."""
        before = [
            t.lower()
            for t in _TOKEN.findall(
                sentence.text[
                    max(0, toponym.start - sentence.start - 90) : toponym.start - sentence.start
                ]
            )
        ]
        for word in reversed(before[-8:]):
            if word in self.words.strong or (word in self.words.inside and word != "of"):
                return word
            if word not in self.words.between:
                return None
        return None

    def _finest(self, toponym: Toponym, sentence: Sentence) -> Toponym:
        """The finest name of a chain: "Almaty, Kazakhstan", "the village of X in Y province"."""
        here = self._in[sentence.index]
        best = toponym
        at = here.index(toponym)
        for other in reversed(here[:at]):
            gap = sentence.text[other.end - sentence.start : best.start - sentence.start]
            if (
                other.role == "literal"
                and _inside(other, best)
                and len(gap) < 40
                and _CHAIN.match(gap + " " if not gap.endswith(" ") else gap)
            ):  # noqa: PLR2004
                best = other
            else:
                break
        return best

    def _described(self, trigger: Span, sentence: Sentence) -> tuple[Toponym, str] | None:
        """Resolve "the city" near the trigger."""
        found = self._description(trigger, sentence)
        if found is None:
            return None
        word, kind = found
        kinds = {
            "city": {"city"},
            "town": {"city", "poi", "admin2"},
            "admin1": {"admin1", "region", "admin2"},
            "country": {"country"},
        }[kind]
        if kind == "country" and self.country:
            return (
                self.country,
                f"“the {word}” stands for {self.country.text}, the country of the story",
            )
        at = (
            self.sentences.index(sentence)
            if sentence.index >= len(self.sentences)
            else sentence.index
        )
        for step in range(self.words.sentences_back + self.words.sentences_forward + 1):
            forward = step > self.words.sentences_back
            index = at + (step - self.words.sentences_back if forward else -step)
            if not 0 <= index < len(self.sentences):
                continue
            names = [
                t
                for t in self._in[self.sentences[index].index]
                if t.place and t.place.kind in kinds and t.role == "literal"
            ]
            if word == "capital":
                names = [t for t in names if t.place and t.place.feature_code == "PPLC"]
            if names:
                name = names[0] if forward else names[-1]
                where = "named next" if forward else "named before"
                return name, f"“the {word}” stands for {name.text}, {where}"
        return None

    def _description(self, trigger: Span, sentence: Sentence) -> tuple[str, str] | None:
        """The nearest "the city", "the country" … of the sentence."""
        text = sentence.text.lower()
        best: tuple[int, str, str] | None = None
        tokens = [(m.group(), m.start()) for m in _TOKEN.finditer(text)]
        for i, (word, start) in enumerate(tokens):
            kind = self.words.descriptions.get(word)
            if kind is None or not self._is_definite(tokens, i):
                continue
            if i + 1 < len(tokens) and tokens[i + 1][0] == "of":
                continue
            distance = abs(start + sentence.start - trigger.start)
            if best is None or distance < best[0]:
                best = (distance, word, kind)
        return (best[1], best[2]) if best and best[0] <= _MAX_COST else None

    def _is_definite(self, tokens: Sequence[tuple[str, int]], i: int) -> bool:
        for back in range(1, 4):
            if i - back < 0:
                return False
            word = tokens[i - back][0]
            if word in {"the", "this", "that"}:
                return True
            if word in {",", ".", "a", "an", "in", "of", "and", "’", "'"}:
                return False
        return False

    def _is_wide(self, sentence: Sentence) -> bool:
        text = sentence.text.lower()
        return any(phrase in text for phrase in self.words.wide)

    def _before(self, sentence: Sentence) -> tuple[Toponym, str] | None:
        if sentence.kind in {"headline", "heading"}:
            return self._after_headline(sentence)
        for back in range(1, self.words.sentences_back + 1):
            index = sentence.index - back
            if index < 0:
                break
            previous = self.sentences[index]
            if previous.kind != sentence.kind or (
                previous.paragraph != sentence.paragraph and back > 1
            ):
                break
            names = self._literal(previous)
            if names:
                finest = self._finest(names[-1], previous)
                return finest, f"“{finest.text}” is named in the sentence before"
        return None

    def _after_headline(self, sentence: Sentence) -> tuple[Toponym, str] | None:
        """A headline's place is told in the sentence below it."""
        for following in self.sentences[sentence.index + 1 : sentence.index + 2]:
            names = self._literal(following)
            if names:
                return names[0], f"“{names[0].text}” is named below the headline"
        return None

    def _literal(self, sentence: Sentence) -> list[Toponym]:
        return [
            t
            for t in self._in[sentence.index]
            if t.role == "literal"
            and t.place
            and t.place.kind != "continent"
            and self._preposition(sentence, t) is not None
        ]

    def _from_dateline(self, sentence: Sentence) -> tuple[Toponym, str] | None:
        filed = self._filed
        if filed is None or filed.place is None or sentence.index > 6:  # noqa: PLR2004 (the lead of a story)
            return None
        if (
            self.country
            and self.country.place
            and filed.place.country != self.country.place.country
        ):
            return None
        return filed, f"the story is filed from {filed.text}"

    def _domestic(self, actors: Sequence[Actor]) -> bool:
        """Whether all named actors are of the story's country."""
        home = self.country.place.country if self.country and self.country.place else None
        return all(a.country in {None, home} for a in actors)


def locate(
    trigger: Span,
    sentence: Sentence,
    locator: Locator,
    event_type: str,
    *,
    modes: Sequence[str] = (),
    actors: Sequence[Actor] = (),
) -> tuple[Toponym | None, str]:
    """Place one event; see ``Locator.locate``."""
    return locator.locate(trigger, sentence, event_type, modes=modes, actors=actors)


def _fineness(toponym: Toponym) -> int:
    return _FINENESS[toponym.place.kind] if toponym.place else len(_FINENESS)


def _inside(inner: Toponym, outer: Toponym) -> bool:
    """Whether one place lies in the other and is finer."""
    a, b = inner.place, outer.place
    if a is None or b is None or _FINENESS[a.kind] >= _FINENESS[b.kind]:
        return False
    if b.kind == "country":
        return a.country == b.country
    return a.country == b.country and (a.admin1_id in {b.admin1_id, b.id} or a.admin1 == b.name)
