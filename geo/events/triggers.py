"""Which words of a sentence may tell of an event: lexicon patterns laid over tokens and tags.

    words ─▶ patterns that the words alone allow ─▶ tags and guards agree ─▶ the longest win

The first step needs no tags, so that only sentences that may hold a trigger are ever tagged.

Nothing here asks whether the event happened; that is :mod:`geo.events.gate`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo import grammar
from geo.events.inflect import Form
from geo.events.lexicon import GAP, Entry, Lexicon, Pattern
from geo.frozen import quicken
from geo.syntax import Analysis

BOUNDARY = grammar.words("events.triggers.boundary") | frozenset("“ ” \" `` '' . ; : ? ! -- — –".split())  # fmt: skip
_STOPS = frozenset({"IN", "TO", "CC", "VBD", "VBZ", "VBP", "WDT", "WP", "WRB"})
_PREPOSITIONS = grammar.words("events.lexicon.prepositions")
_PASSED = grammar.words("events.triggers.passed")
_OPENS_OBJECT = ("DT", "PDT", "CD", "JJ", "NN", "PRP", "$")
_DAYS = grammar.words("events.triggers.days")
#: What may stand right before a verb that looks like a noun.
_MAY_ACT = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
_NOUN_REACH = 3
_OBJECT_REACH = 10


@dataclass(frozen=True, slots=True)
class Trigger:
    """An entry found in a sentence; all numbers are token indexes of the sentence's analysis.

    ``anchor`` is the token that carries the event, ``tokens`` every token the pattern matched, in order,
    ``forms`` what the anchor can be as a verb form (empty for nouns and phrases).
    """

    entry: Entry
    anchor: int
    tokens: tuple[int, ...]
    forms: frozenset[Form]

    @property
    def first(self) -> int:
        """First token of the pattern."""
        return self.tokens[0]

    @property
    def last(self) -> int:
        """Last token of the pattern."""
        return self.tokens[-1]


quicken(Trigger)


def lower(words: Sequence[str]) -> tuple[str, ...]:
    """Words as the lexicon knows them: lower case, straight apostrophes."""
    return _lower(tuple(words))


@lru_cache(maxsize=256)  # every rule of a sentence asks for the same words again
def _lower(words: tuple[str, ...]) -> tuple[str, ...]:
    # No token holds a line break, so all can be changed in one string.
    return tuple("\n".join(words).lower().replace("’", "'").split("\n")) if words else ()


#: A pattern that the words of a sentence allow, with the tokens of its steps.
Laid = tuple[Pattern, tuple[int, ...]]


def lay_patterns(lexicon: Lexicon, words: Sequence[str]) -> list[Laid]:
    """The patterns that the words of a sentence allow, whatever their tags; mostly none."""
    low = lower(words)
    found: list[Laid] = []
    known = lexicon.patterns
    for position in [position for position, word in enumerate(low) if word in known]:
        opened = lexicon.opened[low[position]]
        following = low[position + 1 : position + GAP + 2]
        # Most words that open a pattern ("said", "was") open none here: none of its second words follows.
        alone = opened.seconds.isdisjoint(following)
        for pattern in opened.single if alone else opened.candidates(following):
            tokens = _lay(pattern, low, position)
            if tokens is not None and _words_agree(pattern.entry, low, position):
                found.append((pattern, tokens))
    return found


def find_triggers(
    lexicon: Lexicon, analysis: Analysis, laid: Sequence[Laid] | None = None
) -> tuple[Trigger, ...]:
    """The triggers of one sentence, in text order, none sharing a token with another.

    Parameters
    ----------
    lexicon, analysis
        The language's lexicon; the sentence, tagged.
    laid
        What ``lay_patterns`` found in its words, where that was asked before.
    """
    low, tags = lower(analysis.words), analysis.tags
    found = []
    for pattern, tokens in lay_patterns(lexicon, low) if laid is None else laid:
        if len(tokens) > 1 and _stopped(pattern, low, tags, tokens):
            continue
        trigger = _trigger(pattern, low, tags, tokens)
        if _tag_agrees(trigger, tags, low) and _guards(trigger, tags, low):
            found.append(trigger)
    return _longest(found)


def _words_agree(entry: Entry, low: Sequence[str], first: int) -> bool:
    """Whether the guards that look at words alone let an entry through."""
    if entry.near and entry.near.isdisjoint(low):
        return False
    if entry.avoid and not entry.avoid.isdisjoint(low):
        return False
    if entry.subject:
        return not entry.subject.isdisjoint(low[max(0, first - 12) : first])
    return True


def _lay(pattern: Pattern, low: Sequence[str], position: int) -> tuple[int, ...] | None:
    """Token indexes of the steps, the first at ``position``; None when they do not fit."""
    if len(pattern.steps) == 1:
        return (position,)
    tokens = [position]
    for words, skip in pattern.steps[1:]:
        here = tokens[-1] + 1
        if not skip:
            if here == len(low) or low[here] not in words:
                return None
            tokens.append(here)
            continue
        limit = min(len(low), here + skip + 1)
        for candidate in range(here, limit):
            if low[candidate] in words and not _owns(low, candidate):
                tokens.append(candidate)
                break
            if low[candidate] in BOUNDARY:
                return None
        else:
            return None
    return tuple(tokens)


def _stopped(
    pattern: Pattern, low: Sequence[str], tags: Sequence[str], tokens: tuple[int, ...]
) -> bool:
    """Whether a gap of the pattern passes a word that no gap may pass."""
    if pattern.entry.kind == "phrase" or pattern.entry.reversed:
        return False
    return any(
        _stops(low, tags, passed, words)
        for (words, _), before, token in zip(pattern.steps[1:], tokens, tokens[1:], strict=False)
        for passed in range(before + 1, token)
    )


def _owns(low: Sequence[str], position: int) -> bool:
    """Whether a noun only owns what follows: "the president's decision"."""
    return position + 1 < len(low) and low[position + 1] in {"'s", "'"}


def _stops(low: Sequence[str], tags: Sequence[str], position: int, wanted: frozenset[str]) -> bool:
    """Whether a gap may not pass a word: most prepositions ("more than ten" apart), finite verbs."""
    if wanted & _PREPOSITIONS:
        return tags[position] in {"VBD", "VBZ", "VBP"}
    return tags[position] in _STOPS and low[position] not in _PASSED


def _trigger(
    pattern: Pattern, low: Sequence[str], tags: Sequence[str], tokens: tuple[int, ...]
) -> Trigger:
    anchor = tokens[pattern.anchor]
    if pattern.entry.kind == "phrase":
        verbs = (i for i in tokens if tags[i].startswith("VB") and low[i] not in _BE)
        anchor = next(verbs, anchor)
    forms = pattern.forms.get(low[anchor], frozenset()) if pattern.forms else frozenset()
    return Trigger(pattern.entry, anchor, tokens, forms)


def _tag_agrees(trigger: Trigger, tags: Sequence[str], low: Sequence[str]) -> bool:
    tag, word = tags[trigger.anchor], low[trigger.anchor]
    kind = trigger.entry.kind
    if kind == "phrase":
        return True
    if kind == "verb":
        return _verb_agrees(trigger, tags, low)
    if tag.startswith("NN"):
        return not (word == "march" and tag == "NNP")  # the month
    if len(trigger.tokens) > 1:
        return not (tag.startswith("VB") and not word.endswith("ing"))
    before = tags[trigger.anchor - 1] if trigger.anchor else ""
    return tag in {"VBG", "JJ"} and before in {"DT", "JJ", "PRP$", "POS", "CD", "NN"}


def _verb_agrees(trigger: Trigger, tags: Sequence[str], low: Sequence[str]) -> bool:
    tag, word = tags[trigger.anchor], low[trigger.anchor]
    if _is_phrasal(trigger, tags):
        return False
    if trigger.entry.reversed:
        between = range(trigger.first + 1, trigger.anchor)
        return (
            tag in {"VBN", "VBD", "JJ"}
            and all(
                low[i] in _BE or low[i] in _HAVE or tags[i] == "MD" or tags[i].startswith("RB")
                for i in between
            )
            and (any(low[i] in _BE for i in between) or not _acts(trigger, between, tags, low))
        )
    if tag.startswith("VB"):
        return not (word in _HAVE and _is_auxiliary(trigger.anchor, tags))
    if tag == "NN" and len(trigger.tokens) > 1 and {"base", "ed"} <= trigger.forms:
        # A tagger takes "police beat protesters", "the junta cut off power" for compounds.
        before = tags[trigger.anchor - 1] if trigger.anchor else ""
        after = trigger.anchor + 1
        goes_on = after in trigger.tokens or (
            after < len(tags) and tags[after] in {"DT", "PRP$", "CD", "NNS", "NNP"}
        )
        return before in _MAY_ACT and goes_on
    return tag in {"JJ", "NNP", "NN"} and (
        word.endswith("ed") or (word.endswith("ing") and len(trigger.tokens) > 1)
    )


def _is_phrasal(trigger: Trigger, tags: Sequence[str]) -> bool:
    """Whether a particle that the pattern does not name makes another verb: "kick off", "beat back"."""
    after = trigger.anchor + 1
    return after < len(tags) and tags[after] == "RP" and after not in trigger.tokens


def _is_auxiliary(position: int, tags: Sequence[str]) -> bool:
    """Whether a participle follows: "has suspended talks" is not "has talks"."""
    after = position + 1
    while after < len(tags) and tags[after].startswith("RB"):
        after += 1
    return after < len(tags) and tags[after] in {"VBN", "VBD"}


def _acts(trigger: Trigger, between: range, tags: Sequence[str], low: Sequence[str]) -> bool:
    """Whether the noun before a verb without "be" does it: "gunmen shot the mayor", "they had shot"."""
    if any(low[i] in _HAVE or tags[i] == "MD" for i in between) or "&" in trigger.entry.args:
        return True
    after = trigger.last + 1
    return after < len(tags) and tags[after].startswith(_OPENS_OBJECT) and low[after] not in _DAYS


def _guards(trigger: Trigger, tags: Sequence[str], low: Sequence[str]) -> bool:
    entry = trigger.entry
    if entry.bars or entry.needs:
        # What the pattern itself says is no other sense of it: "traded fire".
        own = frozenset(low[i] for i in trigger.tokens) if entry.bars else frozenset()
        near = object_words(trigger, tags, low)
        if entry.bars and not entry.bars.isdisjoint(near - own):
            return False
        if entry.needs and entry.needs.isdisjoint(near):
            return False
    return True


def object_words(trigger: Trigger, tags: Sequence[str], low: Sequence[str]) -> frozenset[str]:
    """Words of what is acted on (verbs) or of the noun's own modifiers, by position alone."""
    if trigger.entry.kind == "noun":
        start = max(0, trigger.first - _NOUN_REACH)
        return frozenset(low[start : trigger.last + 2])
    if is_passive(trigger, tags, low):
        return frozenset(low[max(0, trigger.first - _OBJECT_REACH) : trigger.first])
    words = []
    for position in range(trigger.anchor + 1, min(len(low), trigger.anchor + 1 + _OBJECT_REACH)):
        if low[position] in BOUNDARY or tags[position] in {"VBD", "VBZ", "VBP", "MD"}:
            break
        words.append(low[position])
    return frozenset(words)


_HAVE = grammar.words("common.verbs.have") | grammar.words("common.verbs.had_short")
_BE = grammar.words("common.verbs.be") | grammar.words("common.verbs.get")


def is_passive(trigger: Trigger, tags: Sequence[str], low: Sequence[str]) -> bool:
    """Whether the anchor is a passive participle, by the auxiliary before it or "by" behind it."""
    if trigger.entry.reversed:
        return True
    if "pp" not in trigger.forms:
        return False
    position = trigger.anchor - 1
    while position >= 0 and (tags[position].startswith("RB") or low[position] in {"not", "n't"}):
        position -= 1
    if position >= 0 and low[position] in _BE:
        return True
    if position >= 0 and low[position] in _HAVE:
        return False
    after = trigger.last + 1
    return after < len(low) and low[after] == "by" and tags[trigger.anchor] in {"VBN", "VBD"}


def _longest(found: list[Trigger]) -> tuple[Trigger, ...]:
    """Drop what shares a token with a longer or surer trigger."""
    found.sort(
        key=lambda t: (t.entry.kind == "noun", -len(t.tokens), -t.entry.weight, t.last, t.anchor)
    )
    taken: set[int] = set()
    kept = []
    for trigger in found:
        if taken.isdisjoint(trigger.tokens):
            taken.update(trigger.tokens)
            kept.append(trigger)
    kept.sort(key=lambda t: t.anchor)
    return tuple(kept)
