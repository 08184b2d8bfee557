"""How a verb stands in its sentence: tense, voice, modality, negation, and what governs it.

Read off tokens and tags alone, in one walk to the left, so that it also works without a parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from geo import grammar
from geo.events.triggers import Trigger, is_passive
from geo.frozen import quicken

Tense = Literal["finite", "participle", "attributive", "infinitive", "gerund", "bare"]

_BE = grammar.words("common.verbs.be")
_BE_FINITE = grammar.words("common.verbs.be_finite")
_HAVE = grammar.words("common.verbs.have")
_DO = grammar.words("common.verbs.do")
_GET = grammar.words("common.verbs.get")
_SKIP = grammar.words("events.clauses.skip")
_NP_START = ("DT", "CD", "JJ", "NN", "PRP", "WP", "$", "``", "PDT", "VBG", "``")
#: What only an object begins with: "police arrested a man", whatever the tagger says.
_OBJECT_START = frozenset({"DT", "CD", "PRP", "PRP$"})
_NOBODY = grammar.words("events.gate.nobody")
_AIM, _AT = grammar.words("events.gate.aim"), grammar.words("events.gate.at")
_REACH = 8
_SHARED_REACH = 16


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """The verb with its auxiliaries.

    ``start`` is the first token of the group (auxiliaries included), ``words`` the auxiliaries,
    particles and negations in it.
    """

    start: int
    tense: Tense
    passive: bool
    words: frozenset[str]


quicken(VerbGroup)


def verb_group(trigger: Trigger, low: Sequence[str], tags: Sequence[str]) -> VerbGroup:
    """Auxiliaries, tense and voice of a verbal trigger."""
    anchor = trigger.anchor
    words: list[str] = []
    position = anchor - 1
    start = anchor
    while position >= 0 and anchor - position <= _REACH:
        word, tag = low[position], tags[position]
        auxiliary = word in _BE or word in _HAVE or word in _DO or word in _GET or tag == "MD"
        if auxiliary or tag == "TO":
            words.append(word)
            start = position
            if tag == "TO":
                if position and low[position - 1] == "not":
                    words.append("not")
                break
        elif word in _SKIP or tag.startswith("RB"):
            words.append(word)
        else:
            break
        position -= 1
    if start == anchor and "base" in trigger.forms and anchor and tags[anchor - 1] == "CC":
        start = _shared(anchor - 1, low, tags, words)
    held = frozenset(words)
    passive = is_passive(trigger, tags, low)
    return VerbGroup(start, _tense(trigger, held, low, tags, passive=passive), passive, held)


def _shared(conjunction: int, low: Sequence[str], tags: Sequence[str], words: list[str]) -> int:
    """The modal or "to" that a coordinated verb shares: "will close it and expel them"."""
    for position in range(conjunction - 1, max(-1, conjunction - _SHARED_REACH), -1):
        if low[position] in {".", ";", ":"}:
            break
        if tags[position] in {"MD", "TO"}:
            words.append(low[position])
            return position
    return conjunction + 1


def _tense(  # noqa: PLR0911 (one return a tense)
    trigger: Trigger,
    held: frozenset[str],
    low: Sequence[str],
    tags: Sequence[str],
    *,
    passive: bool,
) -> Tense:
    forms = trigger.forms
    if "to" in held:
        return "infinitive"
    finite_aux = bool(held & (_HAVE | _DO | _BE | _GET)) or any(
        tags[i] == "MD"
        for i in range(max(0, trigger.anchor - _REACH), trigger.anchor)
        if low[i] in held
    )
    if finite_aux and held & {"being", "having"} and not held & _BE_FINITE:
        return "gerund"
    if finite_aux:
        return "finite"
    if "ing" in forms:
        return "gerund"
    if "s" in forms or ("ed" in forms and tags[trigger.anchor] == "VBD" and "pp" not in forms):
        return "finite"
    if "ed" in forms or "pp" in forms:
        return _bare_participle(trigger, tags, passive=passive)
    return "bare"


def _bare_participle(trigger: Trigger, tags: Sequence[str], *, passive: bool) -> Tense:
    """Tell "police arrested 20" (finite), "the arrested men" and "men arrested on Friday" apart."""
    anchor = trigger.anchor
    tag = tags[anchor]
    after = anchor + 1
    if tag in {"VBN", "JJ"} and _attributive(anchor, tags):
        return "attributive"
    if passive or "ed" not in trigger.forms:
        return "participle"
    if tag == "VBD":
        return "finite"
    while after < len(tags) and tags[after].startswith("RB"):
        after += 1
    takes_object = trigger.entry.args.split(">")[-1].startswith("obj")
    if not takes_object or (after < len(tags) and tags[after].startswith(_NP_START)):
        sure = len(trigger.tokens) > 1 or (after < len(tags) and tags[after] in _OBJECT_START)
        return "finite" if tag != "VBN" or sure else "participle"
    return "participle"


def _attributive(anchor: int, tags: Sequence[str]) -> bool:
    """Whether a participle only describes the noun behind it: "the alleged members"."""
    after = anchor + 1
    if after < len(tags) and tags[after] == "``":
        after += 1
    if after >= len(tags) or not tags[after].startswith(("NN", "JJ")):
        return False
    before = anchor - 1
    while before >= 0 and tags[before] == "RB":
        before -= 1
    return before < 0 or tags[before].startswith(_BEFORE_NOUN)


_BEFORE_NOUN = ("DT", "JJ", "PRP$", "POS", "IN", "CD", "VBG", "VBZ", "VBP", "TO", "``")


def why_not_meant(near: Sequence[str]) -> str:
    """Why a gerund shortly behind some words is no act; "" when it may be one."""
    if "," in near:
        return ""
    if any(a in _AIM and b in _AT for a, b in pairwise(near)):
        return "purpose"  # "with a view to rescuing them and arresting"
    # "Reminded officers not to help in deporting".
    return "negated" if ("not", "to") in pairwise(near) else ""


def is_nobody(before: Sequence[str]) -> bool:
    """Whether the subject says that nobody did or suffered it: "no one was killed"."""
    return tuple(before[-2:]) == ("no", "one") or not _NOBODY.isdisjoint(before[-1:])
