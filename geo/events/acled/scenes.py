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

from geo.events.acled.demonstrations import demonstration
from geo.events.acled.look import Look, cues_of, look_at
from geo.events.acled.words import AcledWords, acled_words
from geo.model import Event

__all__ = ["Scene", "add_acled", "scenes"]

#: Tokens between a verb of taking and what is taken, a find and the weapons found.
_TAKE_REACH, _FIND_REACH, _BASE_REACH, _TOWN_REACH, _ALLIED_REACH = 9, 9, 9, 4, 4

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


#: Weapons that both sides of a fight use: told with a fight they are part of it.
_SIDE_ARMS = frozenset({"grenade", "shelling", "ied"})


@dataclass(frozen=True, slots=True)
class Scene:
    """Records of one place and day, which ACLED would keep as one event."""

    events: tuple[Event, ...]
    sub_event_type: str


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
    within: dict[str, list[Event]] = defaultdict(list)
    for event in told:
        if not event.gate:
            beside[_key(event)].append(event)
            within[event.article.id].append(event)
    return tuple(
        _labelled(e, beside.get(_key(e), ()), within.get(e.article.id, ()), words) for e in told
    )


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


def _labelled(
    event: Event, beside: Sequence[Event], within: Sequence[Event], words: AcledWords
) -> Event:
    if event.gate:
        return event
    sub = _sub_event_type(look_at(event, beside, within), words)
    return replace(
        event, acled_sub_event_type=sub, acled_event_type=words.types[sub] if sub else None
    )


def _sub_event_type(look: Look, words: AcledWords) -> str | None:
    if look.kind in words.homes["violence"]:
        for rule in (_weapons_found, _territory, demonstration):
            if sub := rule(look, words):
                return sub
    if look.kind in words.homes["accords"] and look.kind != "RETREAT":
        both = "agreement" in look.own and ("parties" in look.own or "parties" in look.around)
        return "Agreement" if both else None
    home = {"MOBILIZE": _movement, "AID": _movement, "RETREAT": _yielding, "COERCE": _coercion}
    if look.kind == "ASSAULT":
        return _violence(look, words)
    return home[look.kind](look) if look.kind in home else None


# -- weapons found, territory -------------------------------------------------------------------


def _weapons_found(look: Look, _words: AcledWords) -> str | None:
    """Weapons seized, bombs defused: "Disrupted weapons use"."""
    own = look.own
    if look.kind == "PROTEST" or look.mode("arrest", "abduct") or "air" in own:
        return None
    harmed = "lethal" in own or look.mode("firearms", "aerial", "suicide-attack")
    taken = own.after("takes", "territory", _TOWN_REACH)
    found = own.near("found", "weapons", _FIND_REACH) and not harmed and not taken
    return "Disrupted weapons use" if found else None


def _territory(look: Look, words: AcledWords) -> str | None:
    """A place taken: by the state, by others, or without a fight."""
    own = look.own
    taken = (
        own.after("takes", "territory", _TAKE_REACH)
        or own.near("takes", "territory", _TOWN_REACH)
        or _town_taken(look)
    )
    if not taken or "failed" in own or look.kind == "PROTEST":
        return None
    if any(e.event_type == "PROTEST" for e in look.beside):
        return None
    if "handover" in look.around and "violent" not in look.around:
        return "Non-violent transfer of territory"
    if not ("state" in own or "nonstate" in own or look.by & words.armed):
        return None
    state = _state_took(look, words)
    return "Government regains territory" if state else "Non-state actor overtakes territory"


def _town_taken(look: Look) -> bool:
    """Whether what was taken is the named place itself: "seized Damascus"."""
    trigger, place = look.event.trigger, look.event.toponym
    if place is None or look.mode("abduct") or "takes" not in cues_of(trigger.text):
        return False
    return place.start - trigger.end == 1 or trigger.start < place.start < trigger.end


def _state_took(look: Look, words: AcledWords) -> bool:
    """Who took it: the armed side named last before the verb; a passive names the loser."""
    verb = look.own.at["takes"][0]
    state, other = look.own.last_before("state", verb), look.own.last_before("nonstate", verb)
    if look.by & words.rebel and not look.by & words.state:
        return False
    if look.by & words.state and not look.by & words.rebel:
        return True
    if "driven" in look.own:
        return other >= state
    if state < 0 and other < 0:
        return "nonstate" in look.own
    allied = state >= 0 and 0 < other - state <= _ALLIED_REACH  # "army and allied fighters"
    return state > other or allied


# -- violence ---------------------------------------------------------------------------------------


def _violence(look: Look, words: AcledWords) -> str:
    """What an act of violence outside demonstrations is."""
    fight = "twosided" in look.own and _two_sides(look, words)
    return (
        next((sub for mode, sub in _BY_MODE if look.mode(mode)), None)
        or _by_weapon(look, fight=fight)
        or _by_victim(look, words)
        or ("Armed clash" if fight else None)
        or _weapon_around(look)
        or ("Armed clash" if _two_sides(look, words) else None)
        or _clash(look, words)
        or "Attack"
    )


def _clash(look: Look, words: AcledWords) -> str | None:
    """Fighting of sides that are not told: of demonstrators where there is unrest, else of armed ones."""
    told = "mutual" in cues_of(look.event.trigger.text) or ("mutual" in look.own and not look.by)
    if not told or (look.by and not look.by & words.armed):
        return None
    return "Violent demonstration" if look.unrest and not look.by else "Armed clash"


def _by_weapon(look: Look, *, fight: bool) -> str | None:
    """The weapon of the trigger itself, or else of its sentence, unless two sides fought."""
    trigger = cues_of(look.event.trigger.text)
    for cues in (trigger, look.own):
        for group, sub in _BY_WEAPON:
            if group in cues and not (fight and cues is look.own and group in _SIDE_ARMS):
                return sub
    return None


def _by_victim(look: Look, words: AcledWords) -> str | None:
    own = look.own
    if look.mode("abduct"):
        return "Abduction/forced disappearance"
    crowd = "mob" in own and not look.by & words.armed and "nonstate" not in own
    many = any("alone" not in cues_of(a.text) for a in look.event.actors)
    if crowd or (many and look.by <= {"CVL"} and look.by):
        return "Mob violence"
    if "sexual" in own:
        return "Sexual violence"
    if look.mode("destroy", "vandalize") and "lethal" not in own:
        return "Looting/property destruction"
    return None


def _weapon_around(look: Look) -> str | None:
    """The weapon told in the next sentence, where the own one only counts the dead."""
    if look.event.modes or "twosided" in look.around:
        return None
    return next((sub for group, sub in _BY_WEAPON if group in look.around), None)


def _two_sides(look: Look, words: AcledWords) -> bool:
    """Whether both sides are armed, by the actors' sectors or else by the words."""
    if look.by and look.on:
        return bool(look.by & words.armed and look.on & words.armed)
    if look.on and look.on <= words.unarmed:
        return False
    own = look.own
    if "state" in own and "nonstate" in own:
        return "civilians" not in own or "twosided" in own or "armed_target" in own
    if "nonstate" in own and "civilians" not in own and "armed_target" in look.around:
        return "state" in look.around
    return "twosided" in own and "armed_target" in own


# -- the rest -----------------------------------------------------------------------------------------


def _movement(look: Look) -> str | None:
    if look.own.near("establish", "base", _BASE_REACH):
        return "Headquarters or base established"
    if look.kind == "AID" and "change" not in look.own:
        return None
    return "Change to group/activity"


def _yielding(look: Look) -> str | None:
    if look.mode("release", "ceasefire", "disarm"):
        return "Agreement"
    if look.mode("withdraw"):
        land = "territory" in look.own
        return "Non-violent transfer of territory" if land else "Change to group/activity"
    return "Change to group/activity" if "change" in look.own else "Other"


def _coercion(look: Look) -> str | None:
    if look.mode("arrest"):
        return "Arrests"
    if look.mode("seize"):
        return "Looting/property destruction"
    if look.own.near("establish", "base", _BASE_REACH):
        return "Headquarters or base established"
    return "Other"
