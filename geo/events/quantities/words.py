"""The words of number: ``data/ontology/numbers.toml``, loaded and checked once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from geo import grammar
from geo.errors import OntologyError
from geo.model import QuantityKind
from geo.packs import pack_path
from geo.resources import read_toml


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What ``numbers.toml`` says; keys are lower case, phrases are tuples of words."""

    exact: dict[str, int]
    multipliers: dict[str, int]
    vague: dict[str, tuple[int, int]]
    compound: dict[tuple[str, ...], tuple[int, int]]
    bounds: dict[tuple[str, ...], str]
    people: frozenset[str]
    things: frozenset[str]
    kinds: dict[str, QuantityKind]
    #: Every word, digits apart, that a number of people can begin with.
    openers: frozenset[str]


@lru_cache(maxsize=4)
def number_words(folder: Path | None = None) -> NumberWords:
    """Load the words of number.

    Raises
    ------
    OntologyError
        A table is missing or a kind is not one of the model's.
    """
    path = pack_path("numbers", data_dir=folder)
    table = read_toml(path)
    for name in (
        "exact",
        "multipliers",
        "vague",
        "compound",
        "bounds",
        "people",
        "things",
        "kinds",
    ):
        if not isinstance(table.get(name), dict):
            msg = f"{path}: the table [{name}] is missing."
            raise OntologyError(msg)
    kinds: dict[str, QuantityKind] = {}
    for kind, words in table["kinds"].items():
        if kind not in get_args(QuantityKind):
            msg = f"{path}: [kinds] {kind} is not one of {', '.join(get_args(QuantityKind))}."
            raise OntologyError(msg)
        for word in words:
            kinds.setdefault(word.casefold(), kind)
    bounds: dict[tuple[str, ...], str] = {}
    for bound in ("about", "near_below", "low_open", "high_open", "strict"):
        for phrase in table["bounds"][bound]:
            bounds[tuple(phrase.split())] = bound
    compound = {tuple(k.split()): (v[0], v[1]) for k, v in table["compound"].items()}
    return NumberWords(
        exact=table["exact"],
        multipliers=table["multipliers"],
        vague={k: (v[0], v[1]) for k, v in table["vague"].items()},
        compound=compound,
        bounds=bounds,
        people=frozenset(w.casefold() for w in table["people"]["words"]),
        things=frozenset(w.casefold() for w in table["things"]["words"]),
        kinds=kinds,
        openers=grammar.words("quantities.words.openers").union(
            table["exact"], table["vague"], (phrase[0] for phrase in (*compound, *bounds))
        ),
    )
