"""The small words by which the stages read grammar, by name: ``grammar.words("common.verbs.be")``.

They stand in the ``grammar`` folder of a language's pack, a file a stage: the name is the file, the
table and the list. A list is written in one of four ways, and checked when the folder is read:

    get = "get gets got getting"            words, in any order             ``words``
    joins = ["as well as", "along with"]    phrases, the first match wins   ``phrases``
    steps = { day = -1, week = -7 }         words with a number             ``numbers``
    clitics = { "n't" = "not" }             words with another word         ``pairs``

A stage takes its lists when it is imported, so that reading a word costs no look-up. Hence they are
read once a process (``geo.packs.bound``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from geo.errors import OntologyError
from geo.packs import bound, own_folder, pack_path
from geo.resources import data_dir as bundled
from geo.resources import read_toml

__all__ = ["lists", "numbers", "pairs", "phrases", "words"]

#: What a name stands for, as it was written: a string, an array or a table.
Value: TypeAlias = "frozenset[str] | tuple[str, ...] | Mapping[str, int | str]"
_Entry = TypeVar("_Entry", int, str)
#: The language whose bundled lists are the ones that the code asks for.
_MODEL = "en"


def words(name: str) -> frozenset[str]:
    """A list of words, lower case.

    Raises
    ------
    OntologyError
        There is no such list, or it is not written as words.
    """
    found = _value(name)
    if not isinstance(found, frozenset):
        msg = f'The grammar needs {name} as words: {name.rpartition(".")[2]} = "one two".'
        raise OntologyError(msg)
    return found


def phrases(name: str) -> tuple[str, ...]:
    """A list of phrases, lower case, in the order of the file.

    Raises
    ------
    OntologyError
        There is no such list, or it is not written as phrases.
    """
    found = _value(name)
    if not isinstance(found, tuple):
        msg = f'The grammar needs {name} as phrases: {name.rpartition(".")[2]} = ["one two"].'
        raise OntologyError(msg)
    return found


def numbers(name: str) -> Mapping[str, int]:
    """Words with the number each stands for, in the order of the file.

    Raises
    ------
    OntologyError
        There is no such table, or it is not one of numbers.
    """
    return _table(name, int, "numbers")


def pairs(name: str) -> Mapping[str, str]:
    """Words with what each stands for, in the order of the file.

    Raises
    ------
    OntologyError
        There is no such table, or it is not one of words.
    """
    return _table(name, str, "words")


def _table(name: str, kind: type[_Entry], told: str) -> Mapping[str, _Entry]:
    found = _value(name)
    if not isinstance(found, Mapping):
        msg = f"The grammar needs {name} as a table: {name.rpartition('.')[2]} = {{ one = 1 }}."
        raise OntologyError(msg)
    typed = {word: entry for word, entry in found.items() if isinstance(entry, kind)}
    if len(typed) < len(found):
        msg = f"The grammar needs {name} as a table of {told}."
        raise OntologyError(msg)
    return MappingProxyType(typed)


def _value(name: str) -> Value:
    known = _bound()
    if name not in known:
        msg = f"The grammar has no list {name}; restore its file from the release."
        raise OntologyError(msg)
    return known[name]


@cache
def _bound() -> Mapping[str, Value]:
    """The lists this process reads by."""
    return lists(*bound())


def lists(language: str = _MODEL, data_dir: Path | None = None) -> Mapping[str, Value]:
    """Every list of a language by name, checked (once a process and folder).

    Parameters
    ----------
    language
        Code of the pack.
    data_dir
        Folder that holds ``ontology/``. None, or a folder without packs of its own, is the bundled one.

    Raises
    ------
    OntologyError
        A file is malformed, or a list is missing or not one that the code asks for; the message
        names file and list.
    """
    return _grammar(language, own_folder(data_dir) or bundled())


@cache
def _grammar(language: str, data_dir: Path) -> Mapping[str, Value]:
    folder = pack_path("grammar", language=language, data_dir=data_dir)
    found = {
        name: value for path in sorted(folder.glob("*.toml")) for name, value in _read_file(path)
    }
    if (language, data_dir) != (_MODEL, bundled()):
        _compare(folder, found)
    return MappingProxyType(found)


def _compare(folder: Path, found: Mapping[str, Value]) -> None:
    """Hold the lists of a pack against the bundled English ones: the same names, in the same form."""
    model = _grammar(_MODEL, bundled())
    faults = (
        ("lacks", model.keys() - found.keys()),
        ("has no use for", found.keys() - model.keys()),
        ("has in another form", {n for n in model if type(found.get(n)) is not type(model[n])}),
    )
    for what, names in faults:
        if names:
            whole = pack_path("grammar", language=_MODEL, data_dir=bundled())
            msg = f"{folder} {what} {', '.join(sorted(names))}; {whole} says what each list is for."
            raise OntologyError(msg)


def _read_file(path: Path) -> list[tuple[str, Value]]:
    """The lists of one file with their names."""
    found: list[tuple[str, Value]] = []
    for table, content in read_toml(path).items():
        if not isinstance(content, dict):
            msg = f"{path}: {table} stands in no table."
            raise OntologyError(msg)
        for key, raw in content.items():
            value, entries = _read(raw)
            where = f"{path}, [{table}] {key}"
            _check(where, entries)
            found.append((f"{path.stem}.{table}.{key}", value))
    return found


def _read(raw: object) -> tuple[Value, list[object]]:
    """A list as the code asks for it, and its entries as they are written."""
    if isinstance(raw, str):
        return frozenset(raw.split()), list(raw.split())
    if isinstance(raw, list) and all(isinstance(entry, str) for entry in raw):
        return tuple(raw), list(raw)
    if isinstance(raw, dict) and all(isinstance(value, int | str) for value in raw.values()):
        return MappingProxyType(raw), list(raw)
    return (), [raw]


def _check(where: str, entries: list[object]) -> None:
    seen: set[object] = set()
    for entry in entries:
        if not isinstance(entry, str) or not entry or entry != entry.lower().strip():
            msg = f"{where}: {entry!r} must be a word in lower case."
            raise OntologyError(msg)
        if entry in seen:
            msg = f"{where}: {entry!r} stands there twice."
            raise OntologyError(msg)
        seen.add(entry)
