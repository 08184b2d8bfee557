"""The words that tell a place from a person, an organisation or a plain word: load and check.

``data/ontology/toponyms/``: cues.toml (cue words by list), first_names.txt, last_names.txt,
common_words.txt (a word and how common it is).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.errors import OntologyError
from geo.packs import pack_path
from geo.resources import data_path, read_toml

_FOLDER = ("ontology", "toponyms")
#: (table, list) of cues.toml -> field of Lexicon.
_LISTS = {
    ("titles", "words"): "titles",
    ("titles", "address"): "address",
    ("titles", "particles"): "particles",
    ("titles", "surnames_first"): "surnames_first",
    ("organisations", "heads"): "org_heads",
    ("organisations", "of_heads"): "org_of_heads",
    ("places", "suffixes"): "suffixes",
    ("places", "administrative"): "administrative",
    ("places", "streets"): "streets",
    ("places", "facilities"): "facilities",
    ("places", "sites"): "sites",
    ("places", "roads"): "roads",
    ("places", "prefixes"): "prefixes",
    ("places", "of_prefixes"): "of_prefixes",
    ("places", "nouns"): "nouns",
    ("places", "connectors"): "connectors",
    ("roles", "locatives"): "locatives",
    ("roles", "actions"): "actions",
    ("roles", "recipients"): "recipients",
    ("roles", "heads"): "modifier_heads",
    ("stops", "time"): "time_words",
    ("stops", "words"): "stop_words",
    ("stops", "people_and_brands"): "people_and_brands",
    ("stops", "phrases"): "stop_phrases",
    ("roles", "speech"): "speech",
    ("roles", "bodies"): "bodies",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Cue words, all lower case; see the comments of ``cues.toml`` for what each list means.

    ``common`` gives the SCOWL size level of a word (10 commonest … 60); ``seats`` the city of a
    seat of power ("kremlin" -> "Moscow").
    """

    titles: frozenset[str]
    address: frozenset[str]
    particles: frozenset[str]
    surnames_first: frozenset[str]
    org_heads: frozenset[str]
    org_of_heads: frozenset[str]
    suffixes: frozenset[str]
    administrative: frozenset[str]
    streets: frozenset[str]
    facilities: frozenset[str]
    sites: frozenset[str]
    roads: frozenset[str]
    prefixes: frozenset[str]
    of_prefixes: frozenset[str]
    nouns: frozenset[str]
    connectors: frozenset[str]
    locatives: frozenset[str]
    actions: frozenset[str]
    recipients: frozenset[str]
    modifier_heads: frozenset[str]
    time_words: frozenset[str]
    stop_words: frozenset[str]
    people_and_brands: frozenset[str]
    stop_phrases: frozenset[str]
    speech: frozenset[str]
    bodies: frozenset[str]
    seats: dict[str, str]
    first_names: frozenset[str]
    last_names: frozenset[str]
    common: dict[str, int]

    @classmethod
    def load(cls, data_dir: Path | None = None) -> Lexicon:
        """Read the lists of ``data_dir`` (None: the bundled ones); read once per process.

        Raises
        ------
        OntologyError
            An entry is malformed; the message names file and entry.
        DataError
            A file is missing.
        """
        return _load(data_dir)


@cache
def _load(data_dir: Path | None) -> Lexicon:
    path = pack_path("cues", data_dir=data_dir)
    tables = read_toml(path)
    lists = {
        field: _checked(path, f"{table}.{name}", tables.get(table, {}).get(name))
        for (table, name), field in _LISTS.items()
    }
    seats = tables.get("seats", {})
    _checked(path, "seats", list(seats))
    return Lexicon(
        **lists,
        seats=dict(seats),
        first_names=frozenset(_lines("first_names.txt", data_dir)),
        last_names=frozenset(_lines("last_names.txt", data_dir)),
        common=_levels("common_words.txt", data_dir),
    )


def _checked(path: Path, name: str, entries: object) -> frozenset[str]:
    if not isinstance(entries, list) or not entries:
        msg = f"{path}: the list {name} is missing or empty. Restore it from the release."
        raise OntologyError(msg)
    for entry in entries:
        if not isinstance(entry, str) or not entry or entry != entry.lower().strip():
            msg = f"{path}: {name}: {entry!r} must be a lower-case word. Correct it."
            raise OntologyError(msg)
    return frozenset(entries)


def _lines(name: str, data_dir: Path | None) -> list[str]:
    text = data_path(*_FOLDER, name, override=data_dir).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _levels(name: str, data_dir: Path | None) -> dict[str, int]:
    levels: dict[str, int] = {}
    for line in _lines(name, data_dir):
        word, _, level = line.partition(" ")
        if not level.isdigit():
            msg = f"{name}: {line!r} must be a word, a blank and a number."
            raise OntologyError(msg)
        levels[word] = int(level)
    return levels


def plain(word: str) -> str:
    """A word as the name lists hold it: marks dropped, lower case."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
