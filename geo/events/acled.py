"""The second view: ACLED event and sub-event types over PLOVER records.

ACLED keeps one event for a place, a day and a pair of actors, so a protest and the police force
against it are one: records that share place and days make a *scene* and are judged together.
What is asked, in ACLED's order: did territory change hands, was it a demonstration (and what was
done to it), did two armed sides fight, which weapon, who was the victim. The answers come from the
PLOVER modes, the actors' sectors and the cue words of ``data/ontology/acled.toml``. PLOVER types
outside ACLED's scope stay blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geo.events.acledwords import AcledWords, Cues, acled_words
from geo.model import Event

__all__ = ["Scene", "add_acled", "scenes"]

#: Text around the evidence that belongs to the scene, in characters to each side.
_AROUND = 400
#: Tokens between a verb of taking and what is taken, a find and the weapons found.
_TAKE_REACH, _FIND_REACH, _BASE_REACH = 9, 9, 9

#: PLOVER mode -> sub-event type, where the mode alone decides; the earlier one wins.
_BY_MODE = (
    ("suicide-attack", "Suicide bomb"),
    ("drone", "Air/drone strike"),
    ("aerial", "Air/drone strike"),
    ("sexual", "Sexual violence"),
)
#: Cue group -> sub-event type, in ACLED's order.
_BY_WEAPON = (
    ("chemical", "Chemical weapon"),
    ("suicide", "Suicide bomb"),
    ("air", "Air/drone strike"),
    ("grenade", "Grenade"),
    ("shelling", "Shelling/artillery/missile attack"),
    ("ied", "Remote explosive/landmine/IED"),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Records of one place and day, which ACLED would keep as one event."""

    events: tuple[Event, ...]
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class _Look:
    """One record as the rules see it: its own sentence, the text around it, who is in it."""

    event: Event
    own: Cues
    around: Cues
    beside: tuple[Event, ...]
    by: frozenset[str]
    on: frozenset[str]

    @property
    def kind(self) -> str:
        return self.event.event_type

    def mode(self, *names: str) -> bool:
        return any(name in self.event.modes for name in names)


def add_acled(events: Iterable[Event]) -> tuple[Event, ...]:
    """Fill ``acled_event_type`` and ``acled_sub_event_type``.

    Parameters
    ----------
    events
        Merged events.

    Returns
    -------
    tuple of Event
        The same events in the same order; non-events and types outside ACLED's scope blank.
    """
    words = acled_words()
    told = list(events)
    beside: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in told:
        if not event.gate:
            beside[_key(event)].append(event)
    return tuple(_labelled(e, beside.get(_key(e), ()), words) for e in told)


def scenes(events: Iterable[Event]) -> tuple[Scene, ...]:
    """Group labelled events into what ACLED would keep as one event each.

    Parameters
    ----------
    events
        Out of ``add_acled``.

    Returns
    -------
    tuple of Scene
        In the order of first mention; events without an ACLED label are left out.
    """
    groups: dict[tuple[str, str, str], list[Event]] = {}
    for event in events:
        if event.acled_sub_event_type:
            groups.setdefault((*_key(event), event.acled_sub_event_type), []).append(event)
    return tuple(Scene(tuple(group), key[2]) for key, group in groups.items())


def _key(event: Event) -> tuple[str, str]:
    """What ACLED aggregates by: place and day; the article where one is not known."""
    place = event.place.id if event.place else f"article {event.article.id}"
    day = event.event_date.start.isoformat() if event.event_date else f"article {event.article.id}"
    return place, day


def _labelled(event: Event, beside: Sequence[Event], words: AcledWords) -> Event:
    if event.gate:
        return event
    sub = _sub_event_type(_look(event, beside, words), words)
    return replace(
        event, acled_sub_event_type=sub, acled_event_type=words.types[sub] if sub else None
    )


def _look(event: Event, beside: Sequence[Event], words: AcledWords) -> _Look:
    text, evidence = event.article.text, event.evidence
    start, end = max(0, evidence.start - _AROUND), min(len(text), evidence.end + _AROUND)
    near = tuple(
        e
        for e in beside
        if e is not event and (e.article.id != event.article.id or start <= e.evidence.start <= end)
    )
    return _Look(
        event=event,
        own=words.cues(evidence.text),
        around=words.cues(text[start:end]),
        beside=near,
        by=frozenset(s for a in event.actors for s in a.sectors[:1]),
        on=frozenset(s for a in event.recipients for s in a.sectors[:1]),
    )


def _sub_event_type(look: _Look, words: AcledWords) -> str | None:
    if look.kind in words.homes["violence"]:
        for rule in (_weapons_found, _territory, _demonstration):
            if sub := rule(look, words):
                return sub
    match look.kind:
        case "ASSAULT":
            return _violence(look, words)
        case "MOBILIZE" | "AID":
            return _movement(look)
        case "RETREAT":
            return _yielding(look)
        case "COERCE":
            return _coercion(look)
        case kind if kind in words.homes["accords"]:
            both = "agreement" in look.own and ("parties" in look.own or "parties" in look.around)
            return "Agreement" if both else None
    return None


# -- weapons found, territory -------------------------------------------------------------------


def _weapons_found(look: _Look, words: AcledWords) -> str | None:
    """Weapons seized, bombs defused: "Disrupted weapons use"."""
    if look.kind == "PROTEST" or look.mode("arrest", "abduct"):
        return None
    harmed = "lethal" in look.own or look.mode("firearms", "aerial", "suicide-attack")
    if look.own.near("found", "weapons", _FIND_REACH) and not harmed:
        return None if look.own.after("takes", "territory", 4) else "Disrupted weapons use"
    return None


def _territory(look: _Look, words: AcledWords) -> str | None:
    """A place taken: by the state, by others, or without a fight."""
    own = look.own
    taken = own.after("takes", "territory", _TAKE_REACH) or (
        own.near("takes", "territory", 4) and "takes" in own
    )
    if not taken or "demo" in own or look.kind == "PROTEST":
        return None
    if not ("state" in own or "nonstate" in own or look.by & words.armed):
        return None
    if "handover" in look.around and "violent" not in look.around:
        return "Non-violent transfer of territory"
    return _taker(look, words)


def _taker(look: _Look, words: AcledWords) -> str:
    """Who took it: the armed side named last before the verb; a passive names the loser."""
    verb = look.own.at["takes"][0]
    state, other = look.own.last_before("state", verb), look.own.last_before("nonstate", verb)
    if look.by & words.rebel and not look.by & words.state:
        government = False
    elif look.by & words.state and not look.by & words.rebel:
        government = True
    elif state < 0 and other < 0:
        government = "nonstate" in look.own
    else:
        government = state > other
    passive = look.event.evidence.text.casefold().find("were pushed back") >= 0
    if passive:
        government = not government
    return "Government regains territory" if government else "Non-state actor overtakes territory"


# -- demonstrations -------------------------------------------------------------------------------


def _demonstration(look: _Look, words: AcledWords) -> str | None:
    """A demonstration and what was done to it."""
    protests = look.kind == "PROTEST" or any(e.event_type == "PROTEST" for e in look.beside)
    own, around = look.own, look.around
    if not (look.kind == "PROTEST" or "demo" in own or (protests and look.mode("crowd-control"))):
        return None
    if look.kind in {"MOBILIZE", "RETREAT"} or (look.kind == "COERCE" and not _on_protest(look)):
        return None
    if look.kind == "ASSAULT" and look.by & words.rebel:
        return None
    if look.mode("riot") or "riot" in own:
        calm = "peaceful" in around and "state" in own and "lethal" in own
        return "Excessive force against protesters" if calm else "Violent demonstration"
    return _met_with(look, words)


def _on_protest(look: _Look) -> bool:
    """Whether an arrest or a ban is part of a demonstration, and not only about demonstrators."""
    return look.mode("arrest", "restrict") and "demo" in look.own


def _met_with(look: _Look, words: AcledWords) -> str | None:
    own = look.own
    state = "state" in own or bool(look.by & words.state)
    if state and "lethal" in own:
        return "Excessive force against protesters"
    if look.kind == "ASSAULT" and "lethal" in own and not look.mode("crowd-control"):
        return "Excessive force against protesters"
    if state and ("intervention" in own or look.mode("crowd-control", "arrest", "restrict")):
        return "Protest with intervention"
    for other in look.beside:
        by = {s for a in other.actors for s in a.sectors}
        if "crowd-control" in other.modes or (by & words.state and "arrest" in other.modes):
            return "Protest with intervention"
    if look.mode("vandalize") or "riot" in look.around:
        return "Violent demonstration"
    if look.mode("strike", "boycott", "hunger") and "demo" not in look.around:
        return None
    return "Peaceful protest"


# -- violence ---------------------------------------------------------------------------------------


def _violence(look: _Look, words: AcledWords) -> str:
    own = look.own
    fight = "twosided" in own and _two_sides(look, words)
    for mode, sub in _BY_MODE:
        if look.mode(mode):
            return sub
    if "sexual" in own and not fight:
        return "Sexual violence"
    if not fight:
        for group, sub in _BY_WEAPON:
            if group in own:
                return sub
    if look.mode("abduct"):
        return "Abduction/forced disappearance"
    if "mob" in own and not (look.by & words.armed):
        return "Mob violence"
    if look.mode("destroy", "vandalize") and "lethal" not in own:
        return "Looting/property destruction"
    if fight or _two_sides(look, words):
        return "Armed clash"
    if look.by and look.by <= {"CVL"}:
        return "Mob violence"
    return _weapon_around(look) or "Attack"


def _weapon_around(look: _Look) -> str | None:
    """The weapon told in the next sentence, where the own one only counts the dead."""
    if look.event.modes:
        return None
    return next((sub for group, sub in _BY_WEAPON[:3] if group in look.around), None)


def _two_sides(look: _Look, words: AcledWords) -> bool:
    """Whether both sides are armed, by the actors' sectors or else by the words."""
    if look.by and look.on:
        return bool(look.by & words.armed and look.on & words.armed)
    if look.on and look.on <= words.unarmed:
        return False
    own = look.own
    if "state" in own and "nonstate" in own:
        return "civilians" not in own or "twosided" in own or "armed_target" in own
    return "twosided" in own and "armed_target" in own


# -- the rest -----------------------------------------------------------------------------------------


def _movement(look: _Look) -> str | None:
    if look.own.near("establish", "base", _BASE_REACH):
        return "Headquarters or base established"
    if look.kind == "AID" and "change" not in look.own:
        return None
    return "Change to group/activity"


def _yielding(look: _Look) -> str | None:
    if look.mode("release", "ceasefire", "disarm"):
        return "Agreement"
    if look.mode("withdraw"):
        land = "territory" in look.own
        return "Non-violent transfer of territory" if land else "Change to group/activity"
    return "Change to group/activity" if "change" in look.own else "Other"


def _coercion(look: _Look) -> str | None:
    if look.mode("arrest"):
        return "Arrests"
    if look.mode("seize"):
        return "Looting/property destruction"
    if look.own.near("establish", "base", _BASE_REACH):
        return "Headquarters or base established"
    return "Other"
