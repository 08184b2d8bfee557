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
from functools import lru_cache

from geo.events.acled.words import AcledWords, Cues, acled_words
from geo.model import Event

__all__ = ["Scene", "add_acled", "scenes"]

#: Text around the evidence that belongs to the scene, in characters to each side.
_AROUND = 400
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


@dataclass(frozen=True, slots=True)
class _Look:
    """One record as the rules see it: its own sentence, the text around it, who is in it."""

    event: Event
    near: tuple[int, int]
    beside: tuple[Event, ...]
    by: frozenset[str]
    on: frozenset[str]

    @property
    def own(self) -> Cues:
        """The cues of its own sentence; acts of words ask for none."""
        return _cues(self.event.evidence.text)

    @property
    def around(self) -> Cues:
        """The cues of the text around the record, its own sentence included."""
        return _cues(self.event.article.text[self.near[0] : self.near[1]])

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
    sub = _sub_event_type(_look(event, beside), words)
    return replace(
        event, acled_sub_event_type=sub, acled_event_type=words.types[sub] if sub else None
    )


@lru_cache(maxsize=512)
def _cues(text: str) -> Cues:
    """A text is read once for all the events in it."""
    return acled_words().cues(text)


def _look(event: Event, beside: Sequence[Event]) -> _Look:
    text, evidence = event.article.text, event.evidence
    start, end = max(0, evidence.start - _AROUND), min(len(text), evidence.end + _AROUND)
    near = tuple(
        e
        for e in beside
        if e is not event and (e.article.id != event.article.id or start <= e.evidence.start <= end)
    )
    return _Look(
        event=event,
        near=(start, end),
        beside=near,
        by=frozenset(s for a in event.actors for s in a.sectors[:1]),
        on=frozenset(s for a in event.recipients for s in a.sectors[:1]),
    )


def _sub_event_type(look: _Look, words: AcledWords) -> str | None:
    if look.kind in words.homes["violence"]:
        for rule in (_weapons_found, _territory, _demonstration):
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


def _weapons_found(look: _Look, _words: AcledWords) -> str | None:
    """Weapons seized, bombs defused: "Disrupted weapons use"."""
    own = look.own
    if look.kind == "PROTEST" or look.mode("arrest", "abduct") or "air" in own:
        return None
    harmed = "lethal" in own or look.mode("firearms", "aerial", "suicide-attack")
    taken = own.after("takes", "territory", _TOWN_REACH)
    found = own.near("found", "weapons", _FIND_REACH) and not harmed and not taken
    return "Disrupted weapons use" if found else None


def _territory(look: _Look, words: AcledWords) -> str | None:
    """A place taken: by the state, by others, or without a fight."""
    own = look.own
    taken = own.after("takes", "territory", _TAKE_REACH) or own.near(
        "takes", "territory", _TOWN_REACH
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


def _state_took(look: _Look, words: AcledWords) -> bool:
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


# -- demonstrations -------------------------------------------------------------------------------

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


def _demonstration(look: _Look, words: AcledWords) -> str | None:
    """A demonstration and what was done to it."""
    own = look.own
    if not (look.kind == "PROTEST" or "demo" in own or look.mode("crowd-control")):
        return None
    if look.kind in {"MOBILIZE", "RETREAT"} or look.mode(*_APART):
        return None
    if look.kind == "COERCE" and not (look.mode("arrest", "restrict") and "demo" in own):
        return None
    if look.kind == "ASSAULT" and (look.by & words.rebel or "nonstate" in own):
        return None
    if (
        look.mode("riot")
        or "riot" in own
        or ("riot" in look.around and "peaceful" not in look.around)
    ):
        calm = "peaceful" in look.around and "state" in own and "lethal" in own
        return "Excessive force against protesters" if calm else "Violent demonstration"
    return _met_with(look, words)


def _met_with(look: _Look, words: AcledWords) -> str | None:
    """What a demonstration that did not itself turn violent was met with."""
    own = look.own
    state = "state" in own or bool(look.by & words.state)
    assaulted = look.kind == "ASSAULT" and not look.mode("crowd-control")
    if "lethal" in own and (state or assaulted):
        return "Excessive force against protesters"
    intervened = state and ("intervention" in own or look.mode("arrest", "restrict"))
    if intervened or look.mode("crowd-control") or any(_intervenes(e, words) for e in look.beside):
        return "Protest with intervention"
    if look.mode("vandalize") or "riot" in look.around:
        return "Violent demonstration"
    stayed_away = look.mode("strike", "boycott", "hunger") and "demo" not in look.around
    return None if stayed_away else "Peaceful protest"


def _intervenes(other: Event, words: AcledWords) -> bool:
    by = {s for a in other.actors for s in a.sectors}
    return "crowd-control" in other.modes or bool(by & words.state and "arrest" in other.modes)


# -- violence ---------------------------------------------------------------------------------------


def _violence(look: _Look, words: AcledWords) -> str:
    """What an act of violence outside demonstrations is."""
    fight = "twosided" in look.own and _two_sides(look, words)
    return (
        next((sub for mode, sub in _BY_MODE if look.mode(mode)), None)
        or _by_weapon(look, fight=fight)
        or _by_victim(look, words)
        or ("Armed clash" if fight else None)
        or _weapon_around(look)
        or ("Armed clash" if _two_sides(look, words) else None)
        or "Attack"
    )


def _by_weapon(look: _Look, *, fight: bool) -> str | None:
    """The weapon of the trigger itself, or else of its sentence, unless two sides fought."""
    trigger = _cues(look.event.trigger.text)
    for cues in (trigger, look.own):
        for group, sub in _BY_WEAPON:
            if group in cues and not (fight and cues is look.own and group in _SIDE_ARMS):
                return sub
    return None


def _by_victim(look: _Look, words: AcledWords) -> str | None:
    own = look.own
    if look.mode("abduct"):
        return "Abduction/forced disappearance"
    crowd = "mob" in own and not look.by & words.armed and "nonstate" not in own
    if crowd or (look.by and look.by <= {"CVL"}):
        return "Mob violence"
    if "sexual" in own:
        return "Sexual violence"
    if look.mode("destroy", "vandalize") and "lethal" not in own:
        return "Looting/property destruction"
    return None


def _weapon_around(look: _Look) -> str | None:
    """The weapon told in the next sentence, where the own one only counts the dead."""
    if look.event.modes or "twosided" in look.around:
        return None
    return next((sub for group, sub in _BY_WEAPON if group in look.around), None)


def _two_sides(look: _Look, words: AcledWords) -> bool:
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
