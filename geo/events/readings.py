"""What an act is, once it is known who does it to what: rebels seize a city, a crowd surrounds one.

The lexicon reads words alone; "seized Damascus" and "seized Enrique Lopez" are one pattern there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.events.standing import is_crowd, is_force, is_outlaw
from geo.events.triggers import Trigger
from geo.model import Actor, Span, Toponym

#: Tags of ASSAULT that are damage to things.
DAMAGE = frozenset({"destroy", "loot"})
#: What protesters do to things and buildings on their way is their riot (PLOVER).
_RIOTOUS = DAMAGE | {"territory-gain"}
_TAKING = frozenset({"seize", "restrict"})
_HOLDING = frozenset({"arrest", "abduct", "seize"})
#: Roles of a place name that is no place of an act but a government or a people.
_PEOPLE = frozenset({"metonym", "demonym"})

Reading = tuple[str, tuple[str, ...]]


def reread(
    kind: str,
    modes: tuple[str, ...],
    trigger: Trigger,
    span: Span,
    actors: Sequence[Actor],
    within: Callable[[], Sequence[Toponym]],
) -> Reading:
    """Type and modes of an act, after a look at who acts on what.

    Parameters
    ----------
    kind, modes
        As lexicon and gate say.
    trigger, span, actors
        The act, where it stands, and who does it.
    within
        Gives the place names of the sentence, which few acts need.
    """
    if is_crowd(actors):
        if kind == "ASSAULT" and trigger.entry.tag in _RIOTOUS:
            return "PROTEST", ("riot",)
        if kind == "MOBILIZE" or (kind == "COERCE" and _TAKING.intersection(modes)):
            return "PROTEST", ("obstruct",)
    if kind == "PROTEST" and "riot" in modes and _is_force_alone(actors):
        return "ASSAULT", ("destroy",)
    if kind == "COERCE" and "arrest" in modes and is_outlaw(actors):
        return "ASSAULT", ("abduct",)  # whom gunmen hold is not arrested
    held = _HOLDING.intersection(modes) and trigger.entry.kind == "verb"
    if held and any(_is_seized(toponym, span) for toponym in within()):
        return "ASSAULT", ()
    return kind, modes


def _is_force_alone(actors: Sequence[Actor]) -> bool:
    return bool(actors) and not is_crowd(actors) and all(is_force((a,)) for a in actors)


def _is_seized(toponym: Toponym, span: Span) -> bool:
    """Whether a place is what is seized: it stands right behind the verb."""
    behind = toponym.start - span.end == 1
    return behind and toponym.place is not None and toponym.role not in _PEOPLE
