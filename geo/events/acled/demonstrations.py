"""Demonstrations in ACLED's words: peaceful, met with force, or violent themselves.

A demonstration is a riot where the demonstrators are told to be violent or destructive; a violent
word about another town or another day does not make it one. A strike without a gathering is no
event of ACLED's.
"""

from __future__ import annotations

from geo.events.acled.look import Look
from geo.events.acled.words import AcledWords
from geo.model import Event

__all__ = ["demonstration"]

#: Acts that are no part of a demonstration, whatever else went on that day.
_APART = (
    "abduct",
    "sexual",
    "suicide-attack",
    "aerial",
    "drone",
    "heavy-weapons",
    "unconventional",
)


def demonstration(look: Look, words: AcledWords) -> str | None:
    """The sub-event type of a demonstration and what was done to it; None for all else.

    Parameters
    ----------
    look, words
        The record, and ``acled.toml``.
    """
    own = look.own
    if not _is_crowds(look, words):
        return None
    if _is_violent(look):
        calm = "peaceful" in look.here and "state" in own and "lethal" in own
        return "Excessive force against protesters" if calm else "Violent demonstration"
    return _met_with(look, words)


def _is_crowds(look: Look, words: AcledWords) -> bool:
    """Whether a record is part of a demonstration."""
    told = "demo" in look.own
    if not (look.kind == "PROTEST" or told or look.mode("crowd-control")) or look.mode(*_APART):
        return False
    if look.kind == "COERCE":
        return told and look.mode("arrest", "restrict")
    if look.kind == "ASSAULT":
        return not (look.by & words.rebel or "nonstate" in look.own)
    if look.mode("strike", "boycott", "hunger"):
        return told or look.mode("demo", "riot", "obstruct", "vandalize")
    return look.kind not in {"MOBILIZE", "RETREAT"}


def _is_violent(look: Look) -> bool:
    """Whether the demonstrators themselves are told to be violent, here or beside."""
    if "riot" in look.own or any("riot" in e.modes for e in (look.event, *look.beside)):
        return True
    return "riot" in look.here and "peaceful" not in look.here


def _met_with(look: Look, words: AcledWords) -> str | None:
    """What a demonstration that did not itself turn violent was met with."""
    own = look.own
    state = "state" in own or bool(look.by & words.state)
    assaulted = look.kind == "ASSAULT" and not look.mode("crowd-control")
    if "lethal" in own and (state or assaulted):
        return "Excessive force against protesters"
    intervened = state and ("intervention" in own or look.mode("arrest", "restrict"))
    if intervened or look.mode("crowd-control") or any(_intervenes(e, words) for e in look.beside):
        return "Protest with intervention"
    if look.mode("vandalize") or "riot" in look.here:
        return "Violent demonstration"
    return "Peaceful protest"


def _intervenes(other: Event, words: AcledWords) -> bool:
    by = {s for a in other.actors for s in a.sectors}
    return "crowd-control" in other.modes or bool(by & words.state and "arrest" in other.modes)
