"""Language packs: which files of ``data/`` hold what Dateline knows of a language.

``data/ontology/languages.toml`` names them; every loader of words asks here for its file, so that a
language is added as data (docs/codebook.md, "Add a language").

The lists of small words by which a stage reads grammar (``geo/grammar.py``) are one part of a pack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final

from geo.errors import OntologyError
from geo.resources import data_dir as find_data
from geo.resources import data_path, read_toml

__all__ = ["KINDS", "Pack", "pack_path", "packs"]

#: What a pack consists of, and what each part is.
KINDS: Final[Mapping[str, str]] = MappingProxyType({
    "triggers": "folder of the trigger lexicon: verbs, nouns, idioms by type; words.toml: irregular forms, word classes",
    "operators": "the gate: modals, negation, hedges, hypotheticals, domains",
    "contexts": "words that put an event into a context",
    "dates": "weekdays, months, holidays, words that count from today",
    "numbers": "number words, words for people and for what happened to them",
    "places": "prepositions and nouns that tie an event to a place",
    "pins": "what must be said for an event to be drawn",
    "acled": "cue words of the ACLED view",
    "actors": "folder of roles, nouns of persons, countries, groups, organisations, leaders",
    "grammar": "folder of the small words each stage reads grammar by, a file a stage",
    "cues": "words that tell the name of a place from that of a person or a body",
    "boilerplate": "lines of a page that are no part of the story",
    "sentences": "abbreviations and what opens a sentence",
    "irregular": "irregular forms with their lemma",
    "tagger": "trained tagger",
    "parser": "trained parser",
})  # fmt: skip
_MANIFEST = ("ontology", "languages.toml")
_CODE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Pack:
    """One language: its ISO 639 code, its name, whether its articles are coded, and its files."""

    code: str
    name: str
    coded: bool
    files: Mapping[str, str]


@lru_cache(maxsize=4)
def packs(data_dir: Path | None = None) -> Mapping[str, Pack]:
    """The packs by language code (once a process and folder).

    Parameters
    ----------
    data_dir
        Folder that holds ``ontology/``; None finds the bundled one. A folder without a list of
        its own is laid out as the bundled one.

    Raises
    ------
    OntologyError
        The list is malformed, a pack that is coded lacks a part, or a file it names is missing.
    """
    own = find_data(data_dir).joinpath(*_MANIFEST).exists()
    path = data_path(*_MANIFEST, override=data_dir if own else None)
    table = read_toml(path)
    return MappingProxyType({code: _pack(path, code, entry) for code, entry in table.items()})


def pack_path(kind: str, *, language: str = "en", data_dir: Path | None = None) -> Path:
    """Path of one part of a language's pack.

    Raises
    ------
    OntologyError
        There is no such pack, or it has no such part.
    DataError
        The file is missing.
    """
    pack = packs(data_dir).get(language)
    if pack is None or kind not in pack.files:
        msg = f"languages.toml names no {kind!r} for the language {language!r}."
        raise OntologyError(msg)
    return data_path(*PurePosixPath(pack.files[kind]).parts, override=data_dir)


def _pack(path: Path, code: str, entry: Any) -> Pack:  # noqa: ANN401 (whatever the file holds)
    where = f"{path}, [{code}]"
    if not _CODE.fullmatch(code) or not isinstance(entry, dict):
        msg = f"{where}: a pack is a table under the language's ISO 639 code."
        raise OntologyError(msg)
    files = {key: value for key, value in entry.items() if key not in {"name", "coded"}}
    unknown = sorted(files.keys() - KINDS.keys())
    if unknown:
        msg = f"{where}: unknown key {', '.join(unknown)}."
        raise OntologyError(msg)
    if not isinstance(entry.get("name"), str) or not isinstance(entry.get("coded"), bool):
        msg = f"{where}: needs a name and coded = true or false."
        raise OntologyError(msg)
    lacking = sorted(KINDS.keys() - files.keys())
    if entry["coded"] and lacking:
        msg = f"{where}: cannot be coded without {', '.join(lacking)}."
        raise OntologyError(msg)
    for kind, name in files.items():
        parts = PurePosixPath(name).parts if isinstance(name, str) else ("..",)
        if (
            not parts
            or ".." in parts
            or name.startswith("/")
            or not (path.parents[1] / name).exists()
        ):
            msg = f"{where}: {kind} is {name!r}, which is not there."
            raise OntologyError(msg)
    return Pack(code, entry["name"], entry["coded"], MappingProxyType(files))
