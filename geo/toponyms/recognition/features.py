"""What speaks for and against a span being a place name, as named features.

One string a feature; ``recognize_model`` holds the weight of each. The same code makes the
features for training (``bench/train_recognizer.py``) and for use, so they cannot drift apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo import grammar
from geo.toponyms.recognition.candidates import SpanCandidate
from geo.toponyms.recognition.context import (
    APOSTROPHES,
    DASHES,
    adjacent,
    capital_at,
    follower,
    has_organisation_right,
    is_located,
    is_said_before,
    lower_at,
)
from geo.toponyms.recognition.lexicon import Lexicon, plain
from geo.toponyms.recognition.tokens import Tokens

_LOWER_TITLES = grammar.words("toponyms.recognition.lower_titles")
_KIND_ORDER = ("country", "continent", "admin1", "region", "physical", "city", "admin2", "poi")
_RARE = 99
_CURRENCY = frozenset("$€£¥₹")


@dataclass(slots=True)
class DocumentEvidence:
    """What the whole article says about a word, counted once for all its mentions."""

    located: Counter[str] = field(default_factory=Counter)
    person: Counter[str] = field(default_factory=Counter)
    surname: Counter[str] = field(default_factory=Counter)
    organised: Counter[str] = field(default_factory=Counter)
    speaking: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)


class FeatureMaker:
    """Features of the candidates of one article."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def evidence(self, tokens: Tokens, spans: Sequence[SpanCandidate]) -> DocumentEvidence:
        """Count, over the article, where each name stands."""
        found = DocumentEvidence()
        lexicon = self.lexicon
        for span in spans:
            key = span.name.lower()
            found.seen[key] += 1
            if is_located(tokens, span.first, lexicon):
                found.located[key] += 1
            elif is_said_before(tokens, span.first) or (
                lower_at(tokens, span.last) in lexicon.speech
                and lower_at(tokens, span.first - 1) not in {"of", "and", ","}
            ):
                found.speaking[key] += 1
            if self.is_person_left(tokens, span.first):
                found.person[key] += 1
            if lower_at(tokens, span.last) in lexicon.org_heads and capital_at(tokens, span.last):
                found.organised[key] += 1
        for index in tokens.capitals:
            if index and not tokens.opening[index] and not tokens.shouted[index]:
                before = tokens.words[index - 1]
                initial = before == "." and index > 1 and len(tokens.words[index - 2]) == 1
                title = tokens.lower[index - 1] in lexicon.titles and tokens.capital[index - 1]
                if initial or title or self._is_first_name(tokens, index - 1):
                    found.surname[tokens.lower[index]] += 1
        return found

    def _is_first_name(self, tokens: Tokens, index: int) -> bool:
        word = tokens.words[index]
        return (
            index >= 0
            and tokens.capital[index]
            and len(word) > 1
            and plain(word) in self.lexicon.first_names
            and tokens.lower[index] not in self.lexicon.stop_words
        )

    def is_person_left(self, tokens: Tokens, first: int) -> bool:
        """A title, a given name or an initial stands before the token."""
        index = first - 1
        if index < 0:
            return False
        word = tokens.lower[index]
        if word == "." and index > 0 and adjacent(tokens, index):
            index -= 1
            word = tokens.lower[index]
            if len(word) == 1 and tokens.capital[index]:
                return True
        if word in self.lexicon.titles and (tokens.capital[index] or word not in _LOWER_TITLES):
            return True
        return self._is_first_name(tokens, index)

    def make(self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence) -> list[str]:
        """The features of one candidate."""
        return self.of_name(tokens, span) + self.beside(tokens, span, evidence)

    def beside(self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence) -> list[str]:
        """The features of what stands beside the candidate and elsewhere in the article."""
        words = self._left(tokens, span)
        words += self._right(tokens, span)
        words += self._of_document(tokens, span, evidence)
        end = tokens.ends[span.last - 1]
        if tokens.text[end : end + 1] in _CURRENCY:
            words.append("money")
        return words

    def name_key(self, tokens: Tokens, span: SpanCandidate) -> tuple[str, str, bool, bool, bool]:
        """All that ``of_name`` depends on: mentions of one key have the same features of name."""
        first, last = span.first, span.last
        surface = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
        opening, shouted = tokens.opening[first], tokens.shouted[first]
        return surface, span.kind, opening, shouted, lower_at(tokens, last) in APOSTROPHES

    def of_name(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        """The features of the name itself."""
        lexicon, info = self.lexicon, span.info
        single = span.last - span.first == 1
        word = plain(tokens.words[span.first])
        last = plain(tokens.words[span.last - 1])
        out = ["bias", "span=" + span.kind, "single" if single else "multi"]
        if span.kind != "name":
            out.append("head=" + last)
        rank = "unknown"
        if info is not None:
            rank = (
                "demonym"
                if info.demonym
                else next((k for k in _KIND_ORDER if k in info.kinds), "demonym")
            )
            out += [
                f"rank={rank}",
                f"pop={info.log_population}",
                f"rankpop={rank}{info.log_population}",
            ]
            out += ["match=" + kind for kind in sorted(info.match_kinds)]
            out.append(f"senses={min(info.senses, 5)}")
        if single:
            level = lexicon.common.get(word, _RARE)
            opening = "open" if tokens.opening[span.first] else "mid"
            given, family = word in lexicon.first_names, word in lexicon.last_names
            caps = "caps" if tokens.words[span.first].isupper() and len(word) > 1 else "cap"
            out += [f"common={level}", f"common={level}/{opening}", f"common={level}/{rank}", caps]
            out += [f"given={given}", f"family={family}", f"person={given}{family}/{rank}"]
            out += [f"{opening}/{rank}", f"len={min(len(word), 6)}", f"{caps}/{rank}"]
            if word in lexicon.stop_words:
                out.append("stop")
            if word in lexicon.people_and_brands:
                out.append("famous")
            if info is not None:
                out.append(f"pop/person={info.log_population}{given}{family}")
                out.append(f"pop/common={info.log_population}/{level}")
        elif span.kind in {"name", "unknown"}:
            out.append(f"firstgiven={word in lexicon.first_names}")
            out.append(f"lastfamily={last in lexicon.last_names}")
            if word == "st":
                out.append("saint/" + ("s" if lower_at(tokens, span.last) in APOSTROPHES else "-"))
        if tokens.shouted[span.first]:
            out.append("shouted")
        return out

    def _left(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        lexicon, first = self.lexicon, span.first
        word = lower_at(tokens, first - 1)
        capital = capital_at(tokens, first - 1) and not tokens.shouted[first]
        out = ["w-1=" + word, "w-2=" + lower_at(tokens, first - 2) + "_" + word]
        kind = "plain"
        if tokens.opening[first]:
            kind = "opening"
        elif self.is_person_left(tokens, first):
            kind = "person"
        elif capital:
            kind = "capital"
        elif is_located(tokens, first, lexicon):
            kind = "locative"
        elif word in DASHES:
            kind = "dash"
        elif not word[:1].isalnum():
            kind = "punct"
        out.append("left=" + kind)
        single = span.last - span.first == 1
        out.append(f"left={kind}/{single}")
        if word == "of" and lower_at(tokens, first - 2) in lexicon.org_of_heads:
            out.append("orgof")
        if word in {",", "and"}:
            before = first - 2
            if before >= 0 and tokens.capital[before]:
                out.append("list-left" + word)
        return out

    def _right(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        last = span.last
        word = lower_at(tokens, last)
        kind = follower(tokens, span.first, last, self.lexicon)
        out = ["w+1=" + word, "w+2=" + word + "_" + lower_at(tokens, last + 1), "right=" + kind]
        out.append(f"right={kind}/{last - span.first == 1}")
        capital = capital_at(tokens, last) and not tokens.shouted[span.first]
        if capital and has_organisation_right(tokens, last, self.lexicon):
            out.append("org-right")
        return out

    def _of_document(
        self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence
    ) -> list[str]:
        key = span.name.lower()
        last = tokens.lower[span.last - 1]
        out = [f"seen={min(evidence.seen[key], 4)}"]
        if key in evidence.located:
            out.append(f"located={min(evidence.located[key], 3)}")
        if key in evidence.person:
            out.append(f"personal={min(evidence.person[key], 3)}")
        if span.last - span.first == 1:
            if last in evidence.surname:
                out.append(f"surname={min(evidence.surname[last], 3)}")
                out.append(f"surname/located={key in evidence.located}")
            if last[0].isalpha() and last in tokens.written:
                out.append("lower-seen")
            if tokens.opening[span.first] and tokens.words[span.first] in tokens.upper_seen:
                out.append("upper-seen")
        if key in evidence.organised:
            out.append("organised")
        if key in evidence.speaking:
            out.append(f"speaking={min(evidence.speaking[key], 2)}")
        return out
