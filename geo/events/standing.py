"""What an actor is to public affairs: an office, a force, a state; soldiers sent; a crowd."""

from __future__ import annotations

from collections.abc import Sequence

from geo import grammar
from geo.events.triggers import lower
from geo.model import Actor, Span

#: PLOVER sectors that act in public affairs by what they are.
PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "PRM", "PTY", "SPY", "UAF", "OPP", "PRE", "JRN", "REF", "LAB", "REL", "SOC", "ELI"})  # fmt: skip
_OUTLAWS = frozenset({"REB", "UAF", "CRM"})
_CROWD = grammar.words("events.standing.crowd")
_BODIES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG"})
_ISO3 = 3


def is_within(actor: Actor, span: Span) -> bool:
    """Whether an actor is a word of the trigger itself ("joining forces")."""
    return actor.start < span.end and span.start < actor.end


def is_public(actor: Actor) -> bool:
    """Whether an actor takes part in public affairs by what it is."""
    return bool(PUBLIC.intersection(actor.sectors)) or (
        (actor.country is not None and (len(actor.country) == _ISO3 and not actor.sectors))
        or actor.country in _BODIES
    )


def is_force(people: Sequence[Actor]) -> bool:
    """Whether soldiers or police are sent: "troops were deployed" is their act."""
    return any({"MIL", "COP", "PRM", "IGO"}.intersection(actor.sectors) for actor in people)


def is_outlaw(people: Sequence[Actor]) -> bool:
    """Whether all who act are rebels, gunmen or criminals, who can arrest nobody."""
    return bool(people) and all(not _OUTLAWS.isdisjoint(actor.sectors) for actor in people)


def is_crowd(people: Sequence[Actor]) -> bool:
    """Whether protesters act: what they burn on the way belongs to the riot (PLOVER)."""
    return any(_CROWD.intersection(lower(actor.text.split())) for actor in people)


def public_sides(actors: Sequence[Actor], recipients: Sequence[Actor], trigger: Span) -> int:
    """How many of actor and recipient are public, words of the trigger itself aside (0 to 2)."""
    return sum(
        any(is_public(a) and not is_within(a, trigger) for a in side)
        for side in (actors, recipients)
    )
