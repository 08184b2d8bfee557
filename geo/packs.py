"""Language packs: which files of ``data/`` hold what Dateline knows of a language.

``data/ontology/languages.toml`` names them; every loader of words asks here for its file, so that a
language is added as data (docs/codebook.md, "Add a language").

The lists of small words by which a stage reads grammar (``geo/grammar.py``) are one part of a pack.

A process reads the words of one pack: of ``DATELINE_LANGUAGE`` (else English) in ``DATELINE_DATA`` (else the
bundled folder). What is loaded by folder and language may be another's; what is read once may not
(``check_bound``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Final

from geo.errors import OntologyError
from geo.resources import data_path, read_toml
from geo.settings import Settings

__all__ = [
    "KINDS",
    "Pack",
    "bound",
    "check_bound",
    "language_name",
    "own_folder",
    "pack_path",
    "packs",
]

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
#: Parts that every stage reads for itself, once a process.
_ONCE = ("grammar", "dates", "numbers", "places", "acled", "sentences", "irregular")
_MANIFEST = ("ontology", "languages.toml")
_NAMES = ("ontology", "language_names.toml")
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
    path = data_path(*_MANIFEST, override=own_folder(data_dir))
    table = read_toml(path)
    return MappingProxyType({code: _pack(path, code, entry) for code, entry in table.items()})


def own_folder(data_dir: Path | None) -> Path | None:
    """A data folder, if it has packs of its own; None, the bundled one, if not."""
    return data_dir if data_dir and data_dir.joinpath(*_MANIFEST).exists() else None


@cache
def bound() -> tuple[str, Path | None]:
    """Language and folder of the words that this process reads; None is the bundled folder."""
    settings = Settings.from_env()
    return settings.language, own_folder(settings.data_dir)


def check_bound(language: str, data_dir: Path | None) -> None:
    """Refuse a pack of whose words this process has read another's.

    Raises
    ------
    OntologyError
        It has; the message says how the process is to be started.
    """
    if (language, own_folder(data_dir)) == bound():
        return
    if language != bound()[0]:
        msg = f"Words are read once a process: set DATELINE_LANGUAGE={language} before it starts."
        raise OntologyError(msg)
    for kind in _ONCE if own_folder(data_dir) else ():
        path = pack_path(kind, language=language, data_dir=data_dir)
        if _content(path) != _content(pack_path(kind)):
            msg = f"{path} is read once a process: set DATELINE_DATA={data_dir} before it starts."
            raise OntologyError(msg)


def language_name(code: str) -> str:
    """What a language is called in English, by its ISO 639 code; the code itself where it has no name.

    Raises
    ------
    DataError
        The list of names is missing or malformed.
    """
    return str(_names().get(code, code))


@cache
def _names() -> Mapping[str, str]:
    return read_toml(data_path(*_NAMES))


def _content(path: Path) -> list[tuple[str, bytes]]:
    """A file, or the files of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [(file.name, file.read_bytes()) for file in files]


def pack_path(kind: str, *, language: str | None = None, data_dir: Path | None = None) -> Path:
    """Path of one part of a language's pack; without language or folder, of the process's own.

    Raises
    ------
    OntologyError
        There is no such pack, or it has no such part.
    DataError
        The file is missing.
    """
    language, data_dir = language or bound()[0], data_dir or bound()[1]
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
