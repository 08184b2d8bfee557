"""Recipients that are only where the act was: "marched in Lima, Cusco and Puno", "a strike across Peru"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from geo import grammar
from geo.events.actors.harmed import SITE
from geo.model import Actor, Toponym

__all__ = ["without_sites"]

#: Acts in a place that are done to it ("agreed to a truce in Yemen", "imposed a curfew in Kano").
_TO_PLACES = frozenset({"AGREE", "AID", "COERCE", "CONCEDE", "MOBILIZE", "RETREAT", "SANCTION"})
_PLACES = grammar.words("actors.sites.places")
#: Characters looked back over for the word before a mention.
_WORD = 40
_AND = grammar.words("actors.lists.and")


def without_sites(
    recipients: Sequence[Actor],
    actors: Sequence[Actor],
    within: Callable[[], Sequence[Toponym]],
    text: str,
    *,
    act: str,
) -> tuple[Actor, ...]:
    """The recipients without the places where an act only happened.

    A town behind "in" or "across", or listed with one that is, is nobody, unless as a capital it may
    stand for its government; to a protest the protesters' own country and capital are no more than that.
    But help, force, troops and truces in a place are for or against those who live there. A town that is attacked stands for its people until the article says who they were, and is marked:
    see ``geo.events.merging.naming``.

    Parameters
    ----------
    recipients, actors
        Of one act.
    within
        Finds the place names of its sentence; asked only where a recipient may be one.
    text
        ``Article.text``.
    act
        Its PLOVER type.
    """
    if act == "ASSAULT":
        toponyms = within()
        marked = [(a, any(_is_town(a, t) for t in toponyms)) for a in recipients]
        return tuple(
            replace(a, rule=f"{a.rule}{SITE}") if town else a
            for a, town in marked
            if not (town and a.rule == "further")
        )
    if act in _TO_PLACES or not any(_may_be_where(a, text) for a in recipients):
        return tuple(recipients)
    home = {a.country for a in actors} - {None}
    kept = []
    for actor in recipients:
        stands = actor.country is not None  # a country, or a capital for its government
        if act == "PROTEST":
            stands = stands and bool(home) and actor.country not in home
        if stands or not _is_where(actor, within(), text):
            kept.append(actor)
    return tuple(kept)


def _is_town(actor: Actor, toponym: Toponym) -> bool:
    """Whether a mention is the name of a place below the country."""
    known = toponym.place is not None and toponym.place.kind != "country"
    return known and _covers(actor, toponym)


def _covers(actor: Actor, toponym: Toponym) -> bool:
    """Whether a mention is no more than the name of a place, an article or adjective before it."""
    if toponym.role != "literal":
        return False
    lead = actor.text[: max(0, toponym.start - actor.start)]
    covered = actor.start <= toponym.start < actor.end <= toponym.end
    return covered and len(lead.split()) <= 1


def _may_be_where(actor: Actor, text: str) -> bool:
    """Whether a mention stands where a place would."""
    listed = _listed_before(text, actor.start) is not None
    return listed or _word_before(text, actor.start) in _PLACES


def _is_where(actor: Actor, toponyms: Sequence[Toponym], text: str) -> bool:
    """Whether a mention is the name of a place that the text says the act was at."""
    if not any(_covers(actor, t) for t in toponyms):
        return False
    start = actor.start
    while (listed := _listed_before(text, start)) is not None:
        other = next((t for t in toponyms if t.end == listed), None)
        if other is None:
            return False
        start = other.start
    return _word_before(text, start) in _PLACES


def _word_before(text: str, start: int) -> str:
    """The word before an offset, lower case."""
    words = text[max(0, start - _WORD) : start].split()
    return words[-1].lower() if words else ""


def _listed_before(text: str, start: int) -> int | None:
    """Where the member of a list before the one at an offset ends; None where none is."""
    word = _word_before(text, start)
    first = max(0, start - _WORD)
    before = text[first:start].rstrip()
    if word in _AND:
        before = before[: -len(word)]
    elif not word.endswith(","):
        return None
    return first + len(before.rstrip(" ,"))
