"""PLOVER contexts of an event: read off the words of its sentence, its type and its modes.

A label that a speaker throws at somebody sets no context: words inside quotation marks are left
out ("a band of 'international terrorists'"). Words are data: ``data/ontology/contexts.en.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.events.ontology import Ontology
from geo.packs import pack_path
from geo.resources import read_toml

_OPEN, _CLOSE = frozenset({"“", "``"}), frozenset({"”", "''"})
#: Never more than so many contexts: the first named in the sentence are kept.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Contexts:
    """Words, types and modes that put an event into a context."""

    words: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    types: dict[str, tuple[str, ...]]
    modes: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, ontology: Ontology, language: str = "en") -> Contexts:
        """Read the word lists (once a process).

        Raises
        ------
        OntologyError
            A context or mode is not one of the ontology's.
        """
        return _load(ontology.data_dir, language)

    def of(self, low: Sequence[str], event_type: str, modes: Sequence[str]) -> tuple[str, ...]:
        """Contexts of one event, in the order of the text.

        Parameters
        ----------
        low
            The sentence's words, lower case.
        event_type, modes
            PLOVER's.
        """
        found = [c for mode in modes for c in self.modes.get(mode, ())]
        found += self.types.get(event_type, ())
        quoted = False
        told = () if self.words.keys().isdisjoint(low) else low
        for position, word in enumerate(told):
            if word in _OPEN or (word == '"' and not quoted):
                quoted = True
            elif word in _CLOSE or word == '"':
                quoted = False
            elif not quoted:
                for words, context in self.words.get(word, ()):
                    if tuple(low[position : position + len(words)]) == words:
                        found.append(context)
        return tuple(dict.fromkeys(found))[:_MOST]


@lru_cache(maxsize=4)
def _load(data_dir: Path | None, language: str) -> Contexts:
    path = pack_path("contexts", language=language, data_dir=data_dir)
    raw = read_toml(path)
    known = Ontology.load(data_dir).contexts
    named = {*raw["words"], *(c for v in raw["types"].values() for c in v)}
    named |= {c for v in raw["modes"].values() for c in v}
    wrong = sorted(named - set(known))
    if wrong:
        msg = f"{path}: {', '.join(wrong)} is no context of plover.toml."
        raise OntologyError(msg)
    words: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for context, entries in raw["words"].items():
        for entry in entries.split():
            parts = tuple(entry.split("_"))
            words.setdefault(parts[0], []).append((parts, context))
    return Contexts(
        {word: tuple(found) for word, found in words.items()},
        {kind: tuple(found) for kind, found in raw["types"].items()},
        {mode: tuple(found) for mode, found in raw["modes"].items()},
    )
