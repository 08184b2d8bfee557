"""The event ontology as data: PLOVER types, modes, quad classes and contexts.

Loads and validates ``data/ontology/plover.toml``; the map, the app, the exports and the coder
all take labels, colours, letters and shapes from here, so that a type looks the same everywhere.
The trigger lexicon beside it is loaded by :mod:`geo.events.triggers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo.errors import OntologyError
from geo.model import QUAD_CLASS
from geo.resources import data_path, read_toml

SHAPES = frozenset({"circle", "square", "diamond", "triangle"})
_COLOUR = re.compile(r"#[0-9A-F]{6}")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER event type, as coded and as shown.

    ``score`` is PLOVER's conflict-cooperation score (-10 … +10). ``recipient`` says whether an
    event of this type needs a recipient. ``modes`` maps a mode's code to its label.
    """

    code: str
    quad: int
    label: str
    short: str
    definition: str
    colour: str
    letter: str
    shape: str
    score: float
    recipient: bool
    acled: str
    modes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class QuadClass:
    """One of the four quad classes."""

    code: int
    label: str
    definition: str
    colour: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Types, quad classes and contexts, validated.

    ``data_dir`` is remembered so that the lexicons beside ``plover.toml`` are taken from the
    same folder.
    """

    types: Mapping[str, EventType]
    quads: Mapping[int, QuadClass]
    contexts: Mapping[str, str]
    data_dir: Path | None = None

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Ontology:
        """Read and check ``ontology/plover.toml`` (once a process and folder).

        Raises
        ------
        OntologyError
            An entry is missing, malformed or contradicts ``geo.model``.
        """
        return _load(data_dir)

    def label(self, event_type: str, modes: tuple[str, ...] = ()) -> str:
        """Words for the screen: ``label("COERCE", ("arrest",))`` is "Coercion: arrest"."""
        kind = self.types[event_type]
        words = [kind.modes.get(mode, mode) for mode in modes]
        return f"{kind.short}: {', '.join(words)}" if words else kind.short


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> Ontology:
    path = data_path("ontology", "plover.toml", override=data_dir)
    raw = read_toml(path)
    if raw.get("version") != _VERSION:
        msg = f"{path}: version {raw.get('version')!r}, expected {_VERSION}."
        raise OntologyError(msg)
    types = {code: _type(path, code, entry) for code, entry in raw["types"].items()}
    _check_types(path, types)
    quads = {
        int(code): QuadClass(int(code), entry["label"], entry["definition"], entry["colour"])
        for code, entry in raw["quads"].items()
    }
    contexts = MappingProxyType(dict(raw["contexts"]))
    return Ontology(MappingProxyType(types), MappingProxyType(quads), contexts, data_dir)


def _type(path: Path, code: str, entry: dict[str, Any]) -> EventType:
    try:
        return EventType(
            code=code,
            modes=MappingProxyType(dict(entry["modes"])),
            **{name: entry[name] for name in _FIELDS},
        )
    except KeyError as error:
        msg = f"{path}: [types.{code}] lacks {error}."
        raise OntologyError(msg) from error


_FIELDS = (
    "quad", "label", "short", "definition", "colour", "letter", "shape", "score", "recipient",
    "acled",
)  # fmt: skip


def _check_types(path: Path, types: Mapping[str, EventType]) -> None:
    problems = []
    if set(types) != set(QUAD_CLASS):
        problems.append(f"types differ from geo.model: {sorted(set(types) ^ set(QUAD_CLASS))}")
    for kind in types.values():
        if kind.quad != QUAD_CLASS.get(kind.code):
            problems.append(f"{kind.code}: quad class {kind.quad} is not geo.model's")
        if not _COLOUR.fullmatch(kind.colour):
            problems.append(f"{kind.code}: colour {kind.colour!r} is not #RRGGBB (capitals)")
        if kind.shape not in SHAPES:
            problems.append(f"{kind.code}: shape {kind.shape!r} is not one of {sorted(SHAPES)}")
        if not (len(kind.letter) == 1 and kind.letter.isupper()):
            problems.append(f"{kind.code}: letter {kind.letter!r} is not one capital")
    problems.extend(
        f"two types share a {name}"
        for name in ("letter", "colour", "label")
        if len({getattr(kind, name) for kind in types.values()}) != len(types)
    )
    if problems:
        msg = f"{path}: {'; '.join(problems)}."
        raise OntologyError(msg)
