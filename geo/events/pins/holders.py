"""Whether the place beside an act is that of somebody or something else: of a court, a speaker, a home.

The word lists are those of ``data/ontology/pins.toml``, read by :mod:`geo.events.pins.pinning`; ``at`` is
always the token where the sentence names the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from geo import grammar
from geo.events.pins.case import Case, is_arrest
from geo.events.places.story import holds
from geo.model import Toponym

Words = Mapping[str, frozenset[str]]
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_WITHIN = grammar.words("pins.places.within")
_SPOKEN = grammar.words("pins.places.spoken")
_RELATIVE = grammar.words("common.clauses.apart")
_JOINTS = grammar.words("pins.places.joints") | {",", ";"}
_BREAKS = grammar.words("pins.places.breaks") | {",", ";", ":", "—", "-"}
#: From "planned in a flat in" to the place.
_READY_REACH = 6
_MARKS = frozenset({"“", "”", '"', ";", ":", "—", "--", "(", ")"})
#: Roles of a name before a noun; a government's is no place.
_NAMING = frozenset({"literal", "modifier"})
_CAPITALS = frozenset({"PPLC"})
_AUXILIARIES = grammar.words("pins.persons.auxiliaries")
_OPENERS = grammar.words("pins.places.openers")
_SUBORDINATE = grammar.words("pins.places.subordinate")
_BETWEEN = grammar.words("pins.places.between")
_DIED = grammar.words("pins.places.died")
#: From "between" to the second of two places.
_PAIR_REACH = 6
#: From "an address at" to the place.
_ADDRESS_REACH = 4


def is_seat(case: Case, at: int, words: Words) -> bool:
    """Whether the place is where somebody sits: "undermined the government in X", "a court in X heard that"."""
    if case.low[at - 1] not in _WITHIN:
        return False
    sits = case.low[at - 2]
    if sits in words["seat"] and case.kind != "PROTEST":
        return True
    told = case.kind == "ASSAULT" or is_arrest(case)
    hears = told and not _FINITE.isdisjoint(case.analysis.tags[at + 1 : case.trigger.first])
    return hears and sits in words["bench"]


def is_named_nearer(case: Case) -> bool:
    """Whether another place stands right behind the act: "the dead, killed in Y, were brought to X"."""
    last = case.trigger.last
    by = (_WITHIN | _SPOKEN).intersection(case.low[last + 1 : last + 2])
    behind = {last + 2, last + 3} if by else {last + 1}  # "terrorised Y"
    return any(
        t.role == "literal"
        and (by or (t.place is not None and t.place.kind != "country"))
        and behind.intersection(case.analysis.between(t.start, t.end)[:1])
        and _is_apart(case, t)
        and not _is_listed(case, t)
        for t in case.named
    ) or _is_named_by(case)


def _is_apart(case: Case, other: Toponym) -> bool:
    """Whether neither of two places is the other, or holds it."""
    return not (holds(other, case.toponym) or holds(case.toponym, other))


def _is_named_by(case: Case) -> bool:
    """Whether a noun bears the name of another town: "the suspect in the Y stabbings was held in X"."""
    if case.trigger.entry.kind != "noun":
        return False
    return any(
        t.role in _NAMING
        and t.place is not None
        and t.place.kind != "country"
        and _is_right_before(case, t)
        and _is_apart(case, t)
        for t in case.named
    )


def _is_right_before(case: Case, other: Toponym) -> bool:
    """Whether at most nouns stand between a name and a noun of an act: "the Y bus attack"."""
    last = max(case.analysis.between(other.start, other.end), default=case.trigger.first)
    tags = case.analysis.tags[last + 1 : case.trigger.first]
    return last < case.trigger.first and all(tag.startswith("NN") for tag in tags)


def is_between(case: Case) -> bool:
    """Whether the act was on the way from one place to another: "on the road between X and Y"."""
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    if not inside:
        return False
    at, last = inside[0], inside[-1]
    if case.low[at - 1] in _BETWEEN:
        behind = last + 1
        return case.low[behind : behind + 1] == ("and",) and case.analysis.tags[
            behind + 1 : behind + 2
        ] == ("NNP",)
    before = case.low[max(0, at - _PAIR_REACH) : at - 1]
    return case.low[at - 1] == "and" and not _BETWEEN.isdisjoint(before)


def is_ward(case: Case, words: Words) -> bool:
    """Whether somebody hurt elsewhere lay or died there: "died on Sunday in a X hospital"."""
    if case.kind != "ASSAULT" or words["hospital"].isdisjoint(_word_behind(case)):
        return False
    return not (words["healed"] | _DIED).isdisjoint(case.low)


def _word_behind(case: Case) -> tuple[str, ...]:
    """The word right behind the name of the place; none at the end of the sentence."""
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    return tuple(case.low[inside[-1] + 1 : inside[-1] + 2]) if inside else ()


def _is_listed(case: Case, other: Toponym) -> bool:
    """Whether only names stand between two places: "protests in X, Y and Z"."""
    first, last = sorted([(other.start, other.end), (case.toponym.start, case.toponym.end)])
    between = case.analysis.between(first[1], last[0])
    return all(
        case.analysis.tags[i].startswith("NNP") or case.low[i] in _JOINTS | _WITHIN | _SPOKEN
        for i in between
    )


def is_of_offence(case: Case, words: Words) -> bool:
    """Whether the place says which crime: "arrested over the X murder", "X murder: man held"."""
    inside = case.analysis.between(case.toponym.start, case.toponym.end)
    for i in range(inside[-1] + 1, len(case.low)) if inside else ():
        if case.low[i] in words["offence"]:
            return True
        if not case.analysis.tags[i].startswith(("NN", "JJ", "CD", "POS")):
            return False
    return False


def is_readied(case: Case, at: int, words: Words) -> bool:
    """Whether an act was only made ready there, or its wounded were brought there: "planned in X"."""
    near = range(max(0, at - _READY_REACH), at)
    tags = case.analysis.tags
    if any(case.low[i] in words["readied"] and tags[i] in {"VBN", "VBD"} for i in near):
        return True
    if case.low[at - 2] in words["drawn"] and case.low[at - 1] in _WITHIN:
        return True  # "held under an order signed in X"
    healed = case.low[at - 2] in words["hospital"] and case.low[at - 1] in _WITHIN
    return healed and case.kind == "ASSAULT" and not words["healed"].isdisjoint(case.low[:at])


def is_speakers(case: Case, at: int, words: Words) -> bool:
    """Whether whoever speaks of the act is there: "a spokesman in X said"; "in X, police said" is not."""
    told = (i for i in range(at) if case.low[i : i + 2] == ("according", "to"))
    source = next(told, at)
    if source < at and _FINITE.isdisjoint(case.analysis.tags[source:at]):
        return True  # "according to X, who teaches in Y" has a verb, "X, a teacher in Y" none
    start = next((i for i in range(at - 1, -1, -1) if case.low[i] in _WITHIN), 0)
    opens = start == 0 or case.low[start - 1] in _BREAKS
    between = case.low[at + 1 : case.trigger.first]
    claimed = any(a in words["claims"] and b == "that" for a, b in pairwise(between))
    return not opens and (claimed or not words["saying"].isdisjoint(between))


def is_lived(case: Case, at: int) -> bool:
    """Whether the place is told of a person: "a man who served in X was shot"."""
    for i in range(at - 1, -1, -1):
        if case.low[i] in _RELATIVE:
            return True
        if case.low[i] in _JOINTS:
            return False
    return False


def is_home(case: Case, at: int, words: Words) -> bool:
    """Whether a place is somebody's address: "with an address in X", "Mr Doe, of X in Y, was held"."""
    if not words["address"].isdisjoint(case.low[max(0, at - _ADDRESS_REACH) : at]):
        return True
    i, written = at - 1, case.analysis.words
    while i > 0 and (
        written[i][0].isupper() or case.low[i] in {",", "in", "at", "the", "'s", "’s"}
    ):
        i -= 1
    if case.low[i] in words["address"]:
        return True  # "with an address at Mill Road, X"
    return case.low[max(0, i - 1) : i + 1] == (",", "of")


def is_other_deed(case: Case, at: int) -> bool:
    """Whether the deed that is punished has the place: "convicted of killing prisoners in X"."""
    return any(
        case.trigger.last < t.first < at and t.entry.event_type == "ASSAULT" for t in case.beside
    )


def is_topic(case: Case, at: int, words: Words) -> bool:
    """Whether the place is that of what a crowd is for or against: "the release of men held in X"."""
    if case.trigger.entry.kind == "noun":
        near = case.low[max(case.trigger.last + 1, at - 2) : at]
        return (
            bool(near) and case.low[at - 1] not in _WITHIN and (not words["cause"].isdisjoint(near))
        )
    held = case.analysis.tags[at - 2] == "VBN" and case.low[at - 1] in _WITHIN
    return held and case.trigger.last < at - 2


def is_speaking(case: Case, at: int, words: Words) -> bool:
    """Whether whoever tells of the act behind it is there: "rebels shelled Y, officials in X said".

    So it is in a capital, or beside a place nearer to the act; else people speak of their own town.
    """
    place = case.toponym.place
    told = not words["saying"].isdisjoint(_word_behind(case))
    if not told or place is None or "," not in case.low[case.trigger.last + 1 : at]:
        return False
    nearer = any(
        t.role == "literal" and t.end < case.toponym.start and _is_apart(case, t)
        for t in case.named
    )
    return nearer or place.feature_code in _CAPITALS


def is_behind_clause(case: Case, at: int) -> bool:
    """Whether a clause of another act has the place, and the act its own: "attacked Y after a raid on X"."""
    opener = next((i for i in range(case.trigger.last + 1, at) if case.low[i] in _SUBORDINATE), at)
    if case.low[opener] == "while" and case.trigger.entry.kind == "verb":
        # "Retook the town while the army was busy in X", but not "shot while he drove in X".
        return not case.analysis.tags[opener + 1].startswith(("VBG", "PRP", "IN"))
    between = range(case.trigger.last + 1, opener)
    return opener < at and any(
        t.role == "literal"
        and case.analysis.between(t.start, t.end)[:1][0] in between
        and _is_apart(case, t)
        for t in case.named
        if case.analysis.between(t.start, t.end)
    )


def is_main(case: Case, at: int, words: Words) -> bool:
    """Whether a verb of which the act is only told has the place: "the man who shot him lives in X".

    Where no clause ends or begins between two verbs, the first one hangs on the second one's subject.
    """
    first, tags = case.trigger.first, case.analysis.tags
    before = next((i for i in range(first - 1, -1, -1) if case.low[i] not in _AUXILIARIES), -1)
    relative = before >= 0 and case.low[before] in _OPENERS
    reduced = before == first - 1 >= 0 and tags[before].startswith("NN")
    if not (relative or reduced) or tags[case.trigger.anchor] == "VBG":
        return False  # "forces battling the rebels advanced in X"
    for i in range(case.trigger.last + 1, at):
        if case.low[i] in _JOINTS | _OPENERS | _SUBORDINATE | _MARKS:
            return False
        if tags[i] in _FINITE:
            other = words["happened"].isdisjoint(case.low[i : i + 3])
            ours = tags[i - 1] == "PRP"  # "shot by a man she met in X"
            return other and not ours and "JJS" not in tags[i:at]
    return False


def verb_behind(case: Case) -> str:
    """The verb whose subject a noun is; "" when it has none."""
    behind = range(case.trigger.last + 1, len(case.low))
    return next((case.low[i] for i in behind if case.analysis.tags[i] in _FINITE), "")
