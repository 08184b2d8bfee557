"""Stage 4: sentences and toponyms -> events.

    ontology   types, modes, contexts and the trigger lexicon (data/ontology)
    triggers   which words of a sentence may tell of an event
    gate       does the sentence assert that it happened?
    actors     who did it, to whom          dates, quantities, locate   when, how many, where
    coder      one Event out of all of it   merge   the same event told twice
    acled      the second view

Everything is imported when it is first asked for, so that ``import geo.events`` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geo.events.acled.scenes import add_acled as add_acled
    from geo.events.coder import Coder as Coder
    from geo.events.merging.merge import merge_events as merge_events
    from geo.events.ontology import Ontology as Ontology

_HOME = {
    "Ontology": "ontology",
    "Coder": "coder",
    "merge_events": "merging.merge",
    "add_acled": "acled.scenes",
}

__all__ = ["Coder", "Ontology", "add_acled", "merge_events"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Import a public name on first use."""
        if name in _HOME:
            return getattr(importlib.import_module(f"geo.events.{_HOME[name]}"), name)
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
