"""The words of place: ``data/ontology/locate.toml``, loaded and checked once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import OntologyError
from geo.resources import data_path


@dataclass(frozen=True, slots=True)
class LocateWords:
    """What ``locate.toml`` says; all words lower case."""

    inside: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    between: frozenset[str]
    sites: frozenset[str]
    settlements: frozenset[str]
    chain: frozenset[str]
    after_name: frozenset[str]
    descriptions: dict[str, str]
    wide: tuple[str, ...]
    diplomatic: frozenset[str]
    national: frozenset[str]
    sentences_back: int
    sentences_forward: int
    dominant_share: float


@lru_cache(maxsize=4)
def locate_words(folder: Path | None = None) -> LocateWords:
    """Load the words of place.

    Raises
    ------
    OntologyError
        A table or a list is missing.
    """
    path = data_path("ontology", "locate.toml", override=folder)
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        prepositions, descriptions = table["prepositions"], table["descriptions"]
        scope, limits = table["scope"], table["limits"]
        return LocateWords(
            inside=frozenset(prepositions["inside"]),
            strong=frozenset(prepositions["strong"]),
            weak=frozenset(prepositions["weak"]),
            between=frozenset(prepositions["between"]),
            sites=frozenset(table["nouns"]["sites"]),
            settlements=frozenset(table["nouns"]["settlements"]),
            chain=frozenset(table["nouns"]["chain"]),
            after_name=frozenset(table["nouns"]["after_name"]),
            descriptions={
                w: kind
                for kind in ("city", "town", "admin1", "country")
                for w in descriptions[kind]
            },
            wide=tuple(descriptions["wide"]),
            diplomatic=frozenset(scope["diplomatic"]),
            national=frozenset(scope["national"]),
            sentences_back=int(limits["sentences_back"]),
            sentences_forward=int(limits["sentences_forward"]),
            dominant_share=float(limits["dominant_share"]),
        )
    except KeyError as error:
        msg = f"{path}: {error.args[0]!r} is missing."
        raise OntologyError(msg) from error
