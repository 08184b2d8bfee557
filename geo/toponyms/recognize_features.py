"""What speaks for and against a span being a place name, as named features.

One string a feature; ``recognize_model`` holds the weight of each. The same code makes the
features for training (``bench/train_recognizer.py``) and for use, so they cannot drift apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geo.toponyms.recognize_candidates import SpanCandidate
from geo.toponyms.recognize_generic import is_apposed
from geo.toponyms.recognize_lexicon import Lexicon, plain
from geo.toponyms.recognize_tokens import Tokens

_APOSTROPHE = frozenset("'’")
_DASHES = frozenset("-–—")
_KIND_ORDER = ("country", "continent", "admin1", "region", "physical", "city", "admin2", "poi")
#: Words of a run that are looked at to the right for the head of an organisation.
_REACH = 5
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
            elif _said_before(tokens, span.first) or (
                _lower_at(tokens, span.last) in lexicon.speech
                and _lower_at(tokens, span.first - 1) not in {"of", "and", ","}
            ):
                found.speaking[key] += 1
            if self.is_person_left(tokens, span.first):
                found.person[key] += 1
            if _lower_at(tokens, span.last) in lexicon.org_heads and _capital_at(tokens, span.last):
                found.organised[key] += 1
        for index in range(1, len(tokens)):
            if tokens.capital[index] and not tokens.opening[index] and not tokens.shouted[index]:
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
        index = first - 1
        if index < 0:
            return False
        word = tokens.lower[index]
        if word == "." and index > 0 and _adjacent(tokens, index):
            index -= 1
            word = tokens.lower[index]
            if len(word) == 1 and tokens.capital[index]:
                return True
        if word in self.lexicon.titles and (tokens.capital[index] or word not in {"by", "called"}):
            return True
        return self._is_first_name(tokens, index)

    def make(
        self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence
    ) -> list[str]:
        """The features of one candidate."""
        words = self._of_name(tokens, span)
        if tokens.text[tokens.ends[span.last - 1] : tokens.ends[span.last - 1] + 1] in _CURRENCY:
            words.append("money")
        words += self._left(tokens, span)
        words += self._right(tokens, span)
        words += self._of_document(tokens, span, evidence)
        return words

    def _of_name(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        lexicon, info = self.lexicon, span.info
        single = span.last - span.first == 1
        word = plain(tokens.words[span.first])
        last = plain(tokens.words[span.last - 1])
        out = ["bias", "span=" + span.kind, "single" if single else "multi"]
        if span.kind != "name":
            out.append("head=" + last)
        rank = "unknown"
        if info is not None:
            rank = "demonym" if info.demonym else next(
                (k for k in _KIND_ORDER if k in info.kinds), "demonym"
            )
            out += [f"rank={rank}", f"pop={info.log_population}", f"rankpop={rank}{info.log_population}"]
            out += ["match=" + kind for kind in sorted(info.match_kinds)]
            out.append(f"senses={min(len(info.matches), 5)}")
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
                out.append("saint/" + ("s" if _lower_at(tokens, span.last) in _APOSTROPHE else "-"))
        if tokens.shouted[span.first]:
            out.append("shouted")
        return out

    def _left(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        lexicon, first = self.lexicon, span.first
        word = _lower_at(tokens, first - 1)
        capital = _capital_at(tokens, first - 1) and not tokens.shouted[first]
        out = ["w-1=" + word, "w-2=" + _lower_at(tokens, first - 2) + "_" + word]
        kind = "plain"
        if tokens.opening[first]:
            kind = "opening"
        elif self.is_person_left(tokens, first):
            kind = "person"
        elif capital:
            kind = "capital"
        elif is_located(tokens, first, lexicon):
            kind = "locative"
        elif word in _DASHES:
            kind = "dash"
        elif not word[:1].isalnum():
            kind = "punct"
        out.append("left=" + kind)
        single = span.last - span.first == 1
        out.append(f"left={kind}/{single}")
        if word == "of" and _lower_at(tokens, first - 2) in lexicon.org_of_heads:
            out.append("orgof")
        if word == "," or word == "and":
            before = first - 2
            if before >= 0 and tokens.capital[before]:
                out.append("list-left" + word)
        return out

    def _right(self, tokens: Tokens, span: SpanCandidate) -> list[str]:
        lexicon, last = self.lexicon, span.last
        word = _lower_at(tokens, last)
        capital = _capital_at(tokens, last) and not tokens.shouted[span.first]
        out = ["w+1=" + word, "w+2=" + word + "_" + _lower_at(tokens, last + 1)]
        kind = "plain"
        if capital:
            kind = "capital"
            if word in lexicon.org_heads:
                kind = "org"
            elif word in lexicon.suffixes or word in lexicon.facilities or word in lexicon.streets:
                kind = "suffix"
            elif is_full_name(tokens, span.first, last, lexicon):
                kind = "fullname"
            elif plain(word) in lexicon.last_names:
                kind = "family"
        elif word in lexicon.nouns:
            kind = "noun"
        elif word in lexicon.speech:
            kind = "speech"
        elif word in lexicon.actions:
            kind = "act"
        elif word in lexicon.modifier_heads:
            kind = "modified"
        elif word in _APOSTROPHE:
            kind = "possessive"
        elif word == "," and is_apposed(tokens, last, lexicon):
            kind = "apposed"
        elif word == "," and _capital_at(tokens, last + 1):
            kind = "comma-capital"
        elif word in _DASHES:
            kind = "dash"
        elif not word[:1].isalnum():
            kind = "punct"
        out.append("right=" + kind)
        out.append(f"right={kind}/{span.last - span.first == 1}")
        if capital and self._organisation_right(tokens, last):
            out.append("org-right")
        return out

    def _organisation_right(self, tokens: Tokens, index: int) -> bool:
        """An organisation's head within the capitalised run that goes on here."""
        for at in range(index, min(len(tokens), index + _REACH)):
            if tokens.lower[at] in self.lexicon.org_heads and tokens.capital[at]:
                return True
            if not tokens.capital[at] and tokens.lower[at] not in {"of", "and", "for", "the", "&"}:
                return False
        return False

    def _of_document(
        self, tokens: Tokens, span: SpanCandidate, evidence: DocumentEvidence
    ) -> list[str]:
        key = span.name.lower()
        last = tokens.lower[span.last - 1]
        out = [f"seen={min(evidence.seen[key], 4)}"]
        if evidence.located[key]:
            out.append(f"located={min(evidence.located[key], 3)}")
        if evidence.person[key]:
            out.append(f"personal={min(evidence.person[key], 3)}")
        if span.last - span.first == 1:
            if evidence.surname[last]:
                out.append(f"surname={min(evidence.surname[last], 3)}")
                out.append(f"surname/located={bool(evidence.located[key])}")
            if last in tokens.lower_seen:
                out.append("lower-seen")
            if tokens.opening[span.first] and tokens.upper_seen[tokens.words[span.first]]:
                out.append("upper-seen")
        if evidence.organised[key]:
            out.append("organised")
        if evidence.speaking[key]:
            out.append(f"speaking={min(evidence.speaking[key], 2)}")
        return out


def is_located(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """The words before speak of a place: "in X", "residents of X"; but not "according to X"."""
    before, earlier = _lower_at(tokens, first - 1), _lower_at(tokens, first - 2)
    if before == "of":
        return earlier in lexicon.nouns or earlier in lexicon.modifier_heads
    if before not in lexicon.locatives:
        return False
    return before != "to" or earlier not in {"according", "due", "thanks"}


def is_full_name(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> bool:
    """A given name with a family name behind it that is no organisation's head: "Paris Hilton"."""
    if last - first != 1 or not _capital_at(tokens, last) or tokens.shouted[first]:
        return False
    if plain(tokens.words[first]) not in lexicon.first_names:
        return False
    family = tokens.lower[last]
    if family in lexicon.org_heads or family in lexicon.suffixes or family in lexicon.facilities:
        return False
    if family in lexicon.streets:
        return False
    if family in lexicon.sites or family in lexicon.stop_words or family in lexicon.titles:
        return False
    return plain(family) in lexicon.last_names and plain(family) not in lexicon.common


def is_addressed(tokens: Tokens, first: int, lexicon: Lexicon) -> bool:
    """A form of address stands before the token: "Sgt. Paris"."""
    index = first - 1
    if index > 0 and tokens.words[index] == "." and _adjacent(tokens, index):
        index -= 1
    return index >= 0 and tokens.capital[index] and tokens.lower[index] in lexicon.address


def _said_before(tokens: Tokens, first: int) -> bool:
    before = _lower_at(tokens, first - 1)
    return before in {"said", "says"} or (
        before == "to" and _lower_at(tokens, first - 2) == "according"
    )


def _lower_at(tokens: Tokens, index: int) -> str:
    return tokens.lower[index] if 0 <= index < len(tokens) else "<edge>"


def _capital_at(tokens: Tokens, index: int) -> bool:
    return 0 <= index < len(tokens) and tokens.capital[index]


def _adjacent(tokens: Tokens, index: int) -> bool:
    return tokens.starts[index] == tokens.ends[index - 1]
