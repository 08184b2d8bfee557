"""Find the place names of an article: the first half of the geoparser.

    tokens ─▶ candidates ─▶ features ─▶ model ─▶ Mention (with role)

Anything that offers ``find(article, sentences) -> tuple[Mention, ...]`` can take this place
(``recognize_spacy`` does).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geo.dateline import dateline
from geo.frozen import quicken
from geo.model import Article, Sentence, ToponymRole
from geo.toponyms.gazetteer import Gazetteer
from geo.toponyms.recognition.candidates import CandidateFinder, NameInfo, SpanCandidate
from geo.toponyms.recognition.decision import Decision, Logits, Verdict
from geo.toponyms.recognition.features import DocumentEvidence, FeatureMaker
from geo.toponyms.recognition.lexicon import Lexicon
from geo.toponyms.recognition.model import LinearModel
from geo.toponyms.recognition.roles import RoleMarker
from geo.toponyms.recognition.tokens import Tokens, tokenize

_CACHE_LIMIT = 100_000
#: A longer text is read in pieces of about so many characters, each a document of its own, so that
#: memory does not grow with a book. News articles are a hundredth of it.
PIECE = 250_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in the text, not yet resolved.

    ``name`` is what to look up (it may be shorter or fuller than the span). ``kind`` says how it
    was found: "name" (in the gazetteer), "suffix" ("X County"), "facility" ("X Street"), "site"
    ("X Hospital"), "seat" ("the Kremlin"). ``probability`` is the recogniser's, not the resolver's.
    """

    start: int
    end: int
    text: str
    name: str
    kind: str
    role: ToponymRole
    probability: float
    info: NameInfo | None = None


quicken(Mention)


class Recognizer(Protocol):
    """What the geoparser needs of a recogniser."""

    def find(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
        """The place names of an article, in text order, none overlapping another."""
        ...


class RuleRecognizer:
    """The default recogniser: gazetteer names and generic spans, judged by a small linear model."""

    def __init__(self, gazetteer: Gazetteer, data_dir: Path | None = None) -> None:
        self._lexicon = Lexicon.load(data_dir)
        self.finder = CandidateFinder(gazetteer, self._lexicon)
        self._maker = FeatureMaker(self._lexicon)
        self._model = LinearModel.load(data_dir)
        self._decision = Decision.load(self._lexicon, data_dir)
        self._roles = RoleMarker(self._lexicon)
        self._of_name: dict[tuple[str, str, bool, bool, bool], Logits] = {}

    def find(self, article: Article, sentences: Sequence[Sentence]) -> tuple[Mention, ...]:
        """The place names of an article, in text order, none overlapping another."""
        line = dateline(article.text)
        told = (line.place.start, line.place.end) if line else (0, 0)
        found: list[Mention] = []
        for begin, end, inside in _pieces(article.text, sentences):
            text = article.text[begin:end]
            tokens = tokenize(text, [(s.start - begin, s.end - begin) for s in inside])
            spans = list(self.finder.find(tokens))
            found += [
                self._mention(tokens, span, verdict, begin)
                for span, verdict in zip(spans, self.judge(tokens, spans), strict=True)
                # what a dateline names is a place, whatever its capitals may mean elsewhere
                if verdict.accepted
                or (
                    span.info
                    and told[0] <= begin + tokens.starts[span.first]
                    and begin + tokens.ends[span.last - 1] <= told[1]
                )
            ]
        return tuple(found)

    def judge(self, tokens: Tokens, spans: Sequence[SpanCandidate]) -> list[Verdict]:
        """A verdict for each candidate."""
        return [self._decision.verdict(row) for row in self.features(tokens, spans)]

    def features(self, tokens: Tokens, spans: Sequence[SpanCandidate]) -> list[dict[str, float]]:
        """What the last step weighs, one row a candidate."""
        evidence = self._maker.evidence(tokens, spans)
        logits = [self._logits(tokens, span, evidence) for span in spans]
        return self._decision.features(tokens, spans, logits, evidence)

    def _logits(self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence) -> Logits:
        """The model's scores; the part that depends on the name alone is kept for its next mention."""
        key = self._maker.name_key(tokens, span)
        known = self._of_name.get(key)
        if known is None:
            if len(self._of_name) >= _CACHE_LIMIT:
                self._of_name.clear()
            known = self._of_name[key] = self._model.logits(self._maker.of_name(tokens, span))
        place, person, body, other = self._model.logits(self._maker.beside(tokens, span, evidence))
        return known[0] + place, known[1] + person, known[2] + body, known[3] + other

    def _mention(
        self, tokens: Tokens, span: SpanCandidate, verdict: Verdict, shift: int
    ) -> Mention:
        start, end = tokens.starts[span.first], tokens.ends[span.last - 1]
        if span.within is not None:
            start += span.within
            end = start + len(span.name)
        return Mention(
            start=start + shift,
            end=end + shift,
            text=tokens.text[start:end],
            name=span.name,
            kind=span.kind,
            role=self._roles.role(tokens, span),
            probability=1 / (1 + math.exp(-verdict.score)),
            info=span.info,
        )


def _pieces(
    text: str, sentences: Sequence[Sentence]
) -> Iterator[tuple[int, int, Sequence[Sentence]]]:
    """Start, end and sentences of each piece; a piece ends where a sentence begins."""
    begin = first = 0
    for index, sentence in enumerate(sentences):
        if sentence.start - begin >= PIECE:
            yield begin, sentence.start, sentences[first:index]
            begin, first = sentence.start, index
    yield begin, len(text), sentences[first:]
