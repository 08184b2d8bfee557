"""PLOVER modes of an event: the trigger's own, and those its sentence's words add."""

from __future__ import annotations

from geo.events.ontology import Ontology
from geo.events.triggers import Trigger

#: What is threatened, by the type and mode of the act announced.
_THREAT = {
    "SANCTION": "relations", "COERCE": "restrict", "ASSAULT": "violence", "MOBILIZE": "violence",
    "arrest": "arrest", "deport": "expel", "expel": "expel",
}  # fmt: skip


def modes_of(trigger: Trigger, event_type: str, ontology: Ontology) -> tuple[str, ...]:
    """Modes of one event, the surest first; empty when nothing fits.

    Parameters
    ----------
    trigger
        As found.
    event_type
        The type after the gate, which may not be the trigger's.
    """
    entry = trigger.entry
    own = tuple(m for m in entry.modes if m in ontology.types[event_type].modes)
    if event_type == entry.event_type:
        return own
    if event_type == "THREATEN":
        mode = next(
            (_THREAT[m] for m in entry.modes if m in _THREAT), _THREAT.get(entry.event_type)
        )
        return (mode,) if mode else ()
    return own if event_type in {"CONSULT", "RETREAT"} else ()
