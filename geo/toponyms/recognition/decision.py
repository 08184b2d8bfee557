"""From the model's four scores to a verdict on every span.

The model is trained on encyclopaedia and web text, where a place inside another name counts as
part of that name. Here such places are kept with the role "modifier", so a second, very small
linear step with named weights (``data/ontology/toponyms/decision.toml``) has the last word. It
also lets the mentions of one name in one article support each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo import grammar
from geo.errors import OntologyError
from geo.frozen import quicken
from geo.resources import data_path, read_toml
from geo.toponyms.recognition.candidates import SpanCandidate
from geo.toponyms.recognition.context import (
    APOSTROPHES,
    capital_at,
    follows_surname,
    is_addressed,
    is_full_name,
    is_hyphenated,
    is_located,
    leads_organisation,
    lower_at,
)
from geo.toponyms.recognition.features import DocumentEvidence, FeatureMaker
from geo.toponyms.recognition.generic import is_apposed
from geo.toponyms.recognition.lexicon import Lexicon, plain
from geo.toponyms.recognition.scripts import has_case
from geo.toponyms.recognition.tokens import Tokens

_FILE = ("ontology", "toponyms", "decision.toml")
_CLIP = 6.0
#: Inhabitants (power of ten) from which a place that "says" something is a government, not a man.
_WELL_KNOWN = 6
#: Words behind a demonym that are looked at.
_PEOPLE = 2
#: A place of fewer inhabitants than this power of ten may owe its entry to a man of that name.
_SMALL = 5
_SAINTS = grammar.words("toponyms.recognition.saints")
_DASHES = frozenset("-–")
_DOERS = grammar.words("toponyms.recognition.doers")
_OFFICE = grammar.words("toponyms.recognition.office")
_HALVES = grammar.words("toponyms.recognition.halves")
_ZONE = 3
_MONEY = grammar.words("toponyms.recognition.money") | {"$", "€", "£"}
Logits = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Log-odds that the span is a toponym, and whether that is enough."""

    accepted: bool
    score: float


quicken(Verdict)


class Decision:
    """The last word on every candidate of an article."""

    def __init__(self, lexicon: Lexicon, weights: dict[str, float]) -> None:
        self._lexicon = lexicon
        self._maker = FeatureMaker(lexicon)
        self._weights = weights

    @classmethod
    def load(cls, lexicon: Lexicon, data_dir: Path | None = None) -> Decision:
        """Read the weights.

        Raises
        ------
        OntologyError
            The file cannot be read or a weight is no number.
        """
        path = data_path(*_FILE, override=data_dir)
        try:
            table = read_toml(path)["weights"]
            weights = {str(name): float(value) for name, value in table.items()}
        except (KeyError, TypeError, ValueError) as error:
            msg = f"{path}: {error}. Every entry of [weights] must be a number."
            raise OntologyError(msg) from error
        return cls(lexicon, weights)

    def verdict(self, row: dict[str, float]) -> Verdict:
        """The verdict on one row of ``features``."""
        if "certain" in row:
            return Verdict(accepted=True, score=_CLIP)
        if "never" in row:
            return Verdict(accepted=False, score=-_CLIP)
        get, score = self._weights.get, 0.0
        for name, value in row.items():
            score += value * get(name, 0.0)
        return Verdict(score > 0, score)

    def features(
        self,
        tokens: Tokens,
        spans: Sequence[SpanCandidate],
        logits: Sequence[Logits],
        evidence: DocumentEvidence,
    ) -> list[dict[str, float]]:
        """The named figures that the weights apply to, one row a span."""
        best: dict[str, float] = {}
        for span, (place, person, body, other) in zip(spans, logits, strict=True):
            margin = place - max(person, body, other)
            key = span.name.lower()
            best[key] = max(best.get(key, -math.inf), margin)
        return [
            self._row(tokens, span, scores, best[span.name.lower()], evidence)
            for span, scores in zip(spans, logits, strict=True)
        ]

    def _row(
        self,
        tokens: Tokens,
        span: SpanCandidate,
        scores: Logits,
        best: float,
        evidence: DocumentEvidence,
    ) -> dict[str, float]:
        settled = self._settled(tokens, span)
        if settled:
            return {settled: 1.0}
        place, person, body, other = scores
        info = span.info
        row = {
            "bias": 1.0,
            "over person": _clip(place - person),
            "over organisation": _clip(place - body),
            "over other": _clip(place - other),
            "best mention": _clip(best),
            "kind " + span.kind: 1.0,
        }
        self._add_beside(tokens, span, row, evidence)
        if info is None:
            return row
        if "admin1" in info.kinds and "country" not in info.kinds:
            row["admin1"] = 1.0
        row["population"] = info.log_population / 6
        return row

    def _settled(self, tokens: Tokens, span: SpanCandidate) -> str:
        """What a rule settles whatever the model says: "certain", "never", or "" for neither."""
        lexicon, first = self._lexicon, span.first
        demonym = span.info is not None and span.info.demonym
        money = tokens.text.startswith("$", tokens.ends[span.last - 1])  # US$
        person = is_full_name(tokens, first, span.last, lexicon) or (
            is_addressed(tokens, first, lexicon) and not demonym
        )
        if (
            money
            or person
            or self._is_namesake(tokens, span)
            or is_hyphenated(tokens, first, span.last, lexicon)
            or follows_surname(tokens, first, span.last, lexicon)
            or _is_time_zone(tokens, first)
        ):
            return "never"
        if demonym and span.kind != "seat":
            return "certain" if self._acts(tokens, span) else "never"
        village = span.kind == "unknown" and self._is_village(tokens, span)
        foreign = not has_case(tokens.words[first])
        return "certain" if village or foreign or span.kind == "seat" else ""

    def _is_namesake(self, tokens: Tokens, span: SpanCandidate) -> bool:
        """A small place that bears a man's full name ("Pedro Sánchez"): here it is the man."""
        lexicon, info = self._lexicon, span.info
        if span.last - span.first != 2 or span.kind != "name" or info is None:  # noqa: PLR2004
            return False
        given, family = plain(tokens.words[span.first]), plain(tokens.words[span.last - 1])
        person = given in lexicon.first_names and family in lexicon.last_names
        return (
            (person or given in lexicon.surnames_first)
            and family not in lexicon.common
            and given not in _SAINTS
            and info.log_population < _SMALL
            and not is_located(tokens, span.first, lexicon)
            and not (
                lower_at(tokens, span.last) == "," and capital_at(tokens, span.last + 1)
            )  # "Xville, Ohio"
        )

    def _is_village(self, tokens: Tokens, span: SpanCandidate) -> bool:
        """Whether "the village of X" is printed: then X is one, known or not."""
        before = tokens.lower[max(0, span.first - 2) : span.first]
        return before[1:] == ["of"] and before[0] in self._lexicon.administrative

    def _acts(self, tokens: Tokens, span: SpanCandidate) -> bool:
        """Whether the demonym says whose people or government acts: only then it is kept.

        "Kazakh officials", "Turkish President", "Saudi-led", "Russians"; not "Danish pastry",
        "fluent French", "Canadian Coast Guard".
        """
        lexicon, lower, last = self._lexicon, tokens.lower, span.last
        after = lower[last : last + _PEOPLE]
        if not after:
            return False
        if tokens.capital[last] and not tokens.shouted[span.first]:
            keep = after[0] in lexicon.titles or after[0] in _OFFICE
        elif after[0] in _DASHES:
            keep = len(after) > 1 and after[1] in _DOERS
        else:
            keep = not lexicon.modifier_heads.isdisjoint(after) and after[0].isalpha()
        if not keep and lower[span.last - 1].endswith("s"):
            keep = not lower[span.last - 1].endswith("ss") and not after[0][0].isalpha()
        return keep

    def _add_beside(
        self,
        tokens: Tokens,
        span: SpanCandidate,
        row: dict[str, float],
        evidence: DocumentEvidence,
    ) -> None:
        """What stands beside the span, and beside its other mentions."""
        lexicon, key = self._lexicon, span.name.lower()
        first, last = span.first, span.last
        after = tokens.lower[last] if last < len(tokens.words) else ""
        word = plain(tokens.words[first])
        located = is_located(tokens, first, lexicon)
        single = last - first == 1
        famous = word in lexicon.people_and_brands and not located
        signs = (
            ("preposition of place", located),
            ("located elsewhere", not located and key in evidence.located),
            ("person before", self._maker.is_person_left(tokens, first)),
            ("stop word", single and (word in lexicon.stop_words or famous)),
            ("surname here", single and not located and key in evidence.surname),
            ("speaks", key in evidence.speaking and not _is_great(span)),
            ("apposed", is_apposed(tokens, last, lexicon)),
            ("local noun after", after in lexicon.modifier_heads or after in lexicon.nouns),
            ("leads organisation", leads_organisation(tokens, first, last, lexicon)),
            ("saint's", word == "st" and after in APOSTROPHES),
            ("money", after in _MONEY),
        )
        for name, holds in signs:
            if holds:
                row[name] = 1.0


def _is_time_zone(tokens: Tokens, first: int) -> bool:
    """Short capitals behind an hour: "9 p.m. CT" is no Connecticut."""
    zone = tokens.words[first]
    return lower_at(tokens, first - 1) in _HALVES and zone.isupper() and len(zone) <= _ZONE


def _is_great(span: SpanCandidate) -> bool:
    """A country or metropolis: what it "says", a government says."""
    info = span.info
    return info is not None and ("country" in info.kinds or info.log_population >= _WELL_KNOWN)


def _clip(value: float) -> float:
    if value > _CLIP:
        return _CLIP / 2
    return value / 2 if value > -_CLIP else -_CLIP / 2
