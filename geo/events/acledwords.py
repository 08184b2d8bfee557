"""The ACLED crosswalk: ``data/ontology/acled.toml``, loaded and checked once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import OntologyError
from geo.model import QUAD_CLASS
from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the crosswalk: PLOVER type, mode and words of the sentence -> sub-event type."""

    event_type: str
    mode: str
    words: tuple[str, ...]
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class AcledWords:
    """What ``acled.toml`` says. ``types`` maps sub-event type -> event type, in ACLED's order."""

    types: dict[str, str]
    disorder: dict[str, str]
    rules: tuple[Rule, ...]
    state: frozenset[str]
    armed: frozenset[str]
    unarmed: frozenset[str]


@lru_cache(maxsize=4)
def acled_words(folder: Path | None = None) -> AcledWords:
    """Load the crosswalk.

    Raises
    ------
    OntologyError
        A rule names a type or sub-event type that does not exist.
    """
    path = data_path("ontology", "acled.toml", override=folder)
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    types = {row["sub"]: row["type"] for row in table["sub_event_type"]}
    rules = []
    for row in table["rule"]:
        if row["plover"] not in QUAD_CLASS or row["sub"] not in types:
            msg = f"{path}: a rule leads from {row['plover']} to {row['sub']!r}; one of them does not exist."
            raise OntologyError(msg)
        rules.append(
            Rule(row["plover"], row.get("mode", ""), tuple(row.get("words", ())), row["sub"])
        )
    sectors = table["sectors"]
    return AcledWords(
        types=types,
        disorder={row["sub"]: row["disorder"] for row in table["sub_event_type"]},
        rules=tuple(rules),
        state=frozenset(sectors["state"]),
        armed=frozenset(sectors["armed"]),
        unarmed=frozenset(sectors["unarmed"]),
    )
