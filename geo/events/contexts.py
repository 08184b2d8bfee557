"""PLOVER contexts of an event: read off the words of its sentence."""

from __future__ import annotations

from collections.abc import Sequence


def contexts_of(low: Sequence[str], event_type: str, modes: Sequence[str]) -> tuple[str, ...]:
    """Contexts of one event, alphabetically."""
    return ()
