"""Events in the shape of an ACLED export: one plain dict a scene, ACLED's 31 columns in its order.

The shape only: these are Dateline's records, not ACLED data, and no ACLED id is used. What ACLED
has and Dateline does not know stays blank: ``region``, ``admin3``, ``source_scale``, ``tags``; a
place known only by its country has a blank ``geo_precision`` and no coordinates. ``fatalities``
follows ACLED's wording rules ("dozens" is 12, "several" 3, none reported 0).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from geo import grammar
from geo.events.acled.scenes import Scene, scenes
from geo.events.acled.words import AcledWords, acled_words
from geo.events.countries import country_name, country_number
from geo.model import Actor, Event, EventDate, Quantity

__all__ = ["ACLED_COLUMNS", "acled_rows"]

#: The columns of an export, in ACLED's order.
ACLED_COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip

#: ACLED's ``inter`` codes, in order: the lower one comes first in ``interaction``.
_INTER: Final = {
    "State forces": 1, "Rebel group": 2, "Political militia": 3, "Identity militia": 4,
    "Rioters": 5, "Protesters": 6, "Civilians": 7, "External/Other forces": 8,
}  # fmt: skip
_BY_SECTOR: Final = {
    "GOV": 1, "MIL": 1, "COP": 1, "JUD": 1, "SPY": 1, "REB": 2, "PRM": 3, "UAF": 3, "CRM": 3,
    "PTY": 3,
}  # fmt: skip
_CODE_NAMES: Final = {code: name for name, code in _INTER.items()}
_EXTERNAL: Final = frozenset({"IGO", "UNO", "EUR", "IMG"})
#: ACLED's reading of vague numbers of dead (its codebook, "fatalities").
_VAGUE_DEAD: Final = grammar.numbers("events.acled.vague_dead")


def acled_rows(events: Iterable[Event], *, made: datetime | None = None) -> list[dict[str, Any]]:
    """Lay events out as an ACLED export would.

    Parameters
    ----------
    events
        Out of ``add_acled``; those without an ACLED label are left out.
    made
        Written as ``timestamp``; None writes none, so that the same events give the same rows.

    Returns
    -------
    list of dict
        Keys ``ACLED_COLUMNS`` in order; blank is "". One row a scene (place, day, sub-event type).
    """
    words = acled_words()
    return [_row(scene, words, made) for scene in scenes(events)]


def _row(scene: Scene, words: AcledWords, made: datetime | None) -> dict[str, Any]:
    head = scene.events[0]
    sides = _sides(scene, words)
    row: dict[str, Any] = dict.fromkeys(ACLED_COLUMNS, "")
    row |= {
        "event_id_cnty": head.id,
        "disorder_type": words.disorder[scene.sub_event_type],
        "event_type": words.types[scene.sub_event_type],
        "sub_event_type": scene.sub_event_type,
        "civilian_targeting": "Civilians targeted" if _on_civilians(scene, sides) else "",
        "source": "; ".join(dict.fromkeys(_sources(scene))),
        "notes": " ".join(dict.fromkeys(e.evidence.text for e in scene.events)),
        "fatalities": _fatalities(scene),
        "timestamp": int(made.astimezone(UTC).timestamp()) if made else "",
    }
    return row | _when(head.event_date) | _where(head) | _who(sides)


def _sources(scene: Scene) -> list[str]:
    pieces = [p for e in scene.events for p in (e.evidence, *e.more_evidence)]
    return [p.source for p in pieces if p.source]


def _when(day: EventDate | None) -> dict[str, Any]:
    """The day; of a longer period its middle, as ACLED does."""
    if day is None:
        return {}
    middle = day.start + (day.end - day.start) // 2
    return {
        "event_date": middle.isoformat(),
        "year": middle.year,
        "time_precision": day.time_precision,
    }


def _where(event: Event) -> dict[str, Any]:
    place = event.place
    if place is None:
        return {}
    fine = place.geo_precision is not None
    return {
        "iso": country_number(place.country),
        "country": place.country_name or (place.name if place.kind == "country" else ""),
        "admin1": place.region or "",
        "admin2": place.admin2 or "",
        "location": place.name,
        # Numbers, not words: a minus sign must not look like a formula.
        "latitude": round(place.latitude, 4) if fine else "",
        "longitude": round(place.longitude, 4) if fine else "",
        "geo_precision": place.geo_precision or "",
    }


def _sides(scene: Scene, words: AcledWords) -> list[list[tuple[str, int]]]:
    """Two sides of (name, inter code): who acted, who was acted upon."""
    home = scene.events[0].place.country if scene.events[0].place else None
    crowd = {"Riots": "Rioters", "Protests": "Protesters"}.get(words.types[scene.sub_event_type])
    first: dict[str, int] = {}
    second: dict[str, int] = {}
    for event in scene.events:
        protest = crowd is not None and event.event_type == "PROTEST"
        for actor in event.actors:
            name, code = _named(actor, home, crowd if protest else None, target=False)
            first.setdefault(name, code)
        for actor in event.recipients:
            on_crowd = crowd is not None and event.event_type != "PROTEST" and _is_civil(actor)
            name, code = _named(actor, home, crowd if on_crowd else None, target=True)
            second.setdefault(name, code)
    if crowd is None:
        return [list(first.items()), [x for x in second.items() if x[0] not in first]]
    everyone = first | second
    marching = {n: c for n, c in everyone.items() if c == _INTER[crowd]}
    marching = marching or {f"{crowd} ({country_name(home)})": _INTER[crowd]}
    return [list(marching.items()), [x for x in everyone.items() if x[0] not in marching]]


def _named(actor: Actor, home: str | None, crowd: str | None, *, target: bool) -> tuple[str, int]:
    """ACLED's name of an actor and its inter code."""
    country = actor.country or home
    label = country_name(country)
    if crowd:
        return f"{crowd} ({label})", _INTER[crowd]
    sectors = [s for s in actor.sectors if s in _BY_SECTOR]
    if actor.country in _EXTERNAL or (sectors and country and home and country != home):
        return actor.name, _INTER["External/Other forces"]
    if not sectors:
        return f"Civilians ({label})", _INTER["Civilians"]
    forces = {"COP": f"Police Forces of {label}", "MIL": f"Military Forces of {label}"}
    if sectors[0] == "UAF" and not target:
        forces["UAF"] = f"Unidentified Armed Group ({label})"
    return forces.get(sectors[0], actor.name), _BY_SECTOR[sectors[0]]


def _is_civil(actor: Actor) -> bool:
    return not any(s in _BY_SECTOR for s in actor.sectors)


def _who(sides: list[list[tuple[str, int]]]) -> dict[str, Any]:
    first, second = sides
    if not first:
        first, second = second, []
    codes = [side[0][1] if side else 0 for side in (first, second)]
    known = sorted(c for c in codes if c)
    names = [_CODE_NAMES[c] for c in known]
    interaction = f"{names[0]} only" if len(names) == 1 else "-".join(names)
    return {
        "actor1": first[0][0] if first else "",
        "assoc_actor_1": "; ".join(name for name, _ in first[1:]),
        "inter1": _CODE_NAMES.get(codes[0], ""),
        "actor2": second[0][0] if second else "",
        "assoc_actor_2": "; ".join(name for name, _ in second[1:]),
        "inter2": _CODE_NAMES.get(codes[1], ""),
        "interaction": interaction,
    }


def _on_civilians(scene: Scene, sides: list[list[tuple[str, int]]]) -> bool:
    """Civilians are the main or only target of violence."""
    if scene.sub_event_type == "Excessive force against protesters":
        return True
    violent = any(e.event_type == "ASSAULT" for e in scene.events)
    return (
        violent and bool(sides[1]) and sides[1][0][1] in {_INTER["Civilians"], _INTER["Protesters"]}
    )


def _fatalities(scene: Scene) -> int:
    """The lowest number of dead told, by ACLED's wording rules; 0 where none is reported."""
    dead = [_dead(q) for e in scene.events for q in e.quantities if q.kind == "killed"]
    return min((d for d in dead if d), default=0)


def _dead(quantity: Quantity) -> int:
    said = quantity.text.casefold()
    if quantity.low != quantity.high and quantity.high is not None:
        for word, number in _VAGUE_DEAD.items():
            if word in said:
                return number
    return quantity.low if quantity.low is not None else quantity.high or 0
