"""Which mentions of the people of one event stay: each of them once, by the name that says most.

A story calls the same people by many words ("three members of the brigade", "the two women", "the
victims"). Told together they are one side of one event, so a later, poorer word for people who are
named or counted already is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geo import grammar
from geo.events.actors.harmed import DOUBTED, SITE
from geo.events.merging.sameness import specific
from geo.events.quantities.words import number_words
from geo.model import Actor, Event

__all__ = ["best_named", "is_doubted", "sides"]

_DEFINITE = grammar.words("merging.naming.definite")
_POINTERS = grammar.words("merging.naming.pointers")
_NOBODY = grammar.words("merging.naming.nobody")
#: Number words and their bounds ("at least five").
_NUMBERS = number_words().openers.union(
    grammar.words("merging.naming.count"),
    number_words().multipliers,
    *number_words().compound,
    *number_words().bounds,
)
_COUNTS = grammar.words("merging.naming.counts")


def best_named(sides: Iterable[Sequence[Actor]]) -> tuple[Actor, ...]:
    """The actors of all tellings of an event, each once; printed ones before implied ones.

    "Blinken" beside "U.S. Secretary of State Antony Blinken" is one actor: the fuller mention stays.
    "The two women" beside "three members of the brigade" points back at them: it goes. A town stands
    for its people, and gives way to them.
    """
    kept: dict[str, Actor] = {}
    for actor in (a for side in sides for a in side if not is_doubted(a)):
        same = kept.setdefault(actor.name.casefold(), actor)
        if len(actor.text) > len(same.text) and not actor.implied:
            kept[actor.name.casefold()] = actor
    printed = [a for a in kept.values() if not a.implied] or list(kept.values())
    words = {id(a): frozenset(map(_singular, frozenset().union(*specific((a,))))) for a in printed}
    told = [a for i, a in enumerate(printed) if not _is_said_better(i, printed, words)]
    first = [a for a in told if not _points_back(a)]
    first = [a for a in first if not _only_counts(a)] or first
    people = [a for a in first if not a.rule.endswith(SITE)]
    return tuple(people or first or told[:1])


def sides(told: Sequence[Event]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who acts in an event and who undergoes it.

    Tellings of one fight may begin from either side ("rebels attacked soldiers", "the rebels were
    shot"): whoever is told on both sides of an act of force is on the one that is told first.

    Parameters
    ----------
    told
        Its tellings, the first one first.
    """
    actors, recipients = best_named(e.actors for e in told), best_named(e.recipients for e in told)
    if told[0].event_type != "ASSAULT":
        return actors, recipients
    acts: dict[str, bool] = {}
    for event in told:
        here = [(a.start, True, a.name) for a in event.actors if not is_doubted(a)]
        here += [(a.start, False, a.name) for a in event.recipients if not is_doubted(a)]
        for _, does, name in sorted(here):
            acts.setdefault(name, does)
    return (
        tuple(a for a in actors if acts[a.name]),
        tuple(a for a in recipients if not acts[a.name]),
    )


def is_doubted(actor: Actor) -> bool:
    """Whether somebody most likely has no part in the act he was found beside."""
    return actor.rule.endswith(DOUBTED)


def _is_said_better(place: int, printed: Sequence[Actor], words: dict[int, frozenset[str]]) -> bool:
    """Whether another mention holds all the telling words of one, or the same ones earlier."""
    own, count = words[id(printed[place])], _count(printed[place])
    return bool(own) and any(
        (own < words[id(other)] or (own == words[id(other)] and i < place))
        and (not count or _count(other) in {"", count})  # two captains are not one captain
        for i, other in enumerate(printed)
    )


def _count(actor: Actor) -> str:
    """The number that a mention opens with, as it is printed; "" where none does."""
    first = actor.text.casefold().split()[0]
    return first if first.isdigit() or first in _COUNTS else ""


def _points_back(actor: Actor) -> bool:
    """Whether a mention only refers to people told elsewhere ("the two women", "the attackers")."""
    first, *others = actor.text.casefold().split()
    return first in _DEFINITE and all(w in _POINTERS or w.isdigit() for w in others)


def _only_counts(actor: Actor) -> bool:
    """Whether a mention says no more of people than that they are, or how many: "36", "others"."""
    words = actor.text.casefold().replace(",", "").split()
    return _NOBODY.issuperset(words) or all(w in _NUMBERS or w.isdigit() for w in words)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word  # noqa: PLR2004 (not "us")
