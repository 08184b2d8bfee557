"""The words of place: ``data/ontology/locate.toml``, loaded and checked once."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from geo.errors import OntologyError
from geo.model import Place
from geo.packs import pack_path
from geo.resources import data_path, read_toml


@dataclass(frozen=True, slots=True)
class LocateWords:
    """What ``locate.toml`` says; all words lower case."""

    inside: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    motion: frozenset[str]
    moving: frozenset[str]
    between: frozenset[str]
    sites: frozenset[str]
    settlements: frozenset[str]
    chain: frozenset[str]
    listing: frozenset[str]
    after_name: frozenset[str]
    not_names: frozenset[str]
    descriptions: dict[str, str]
    wide: tuple[str, ...]
    diplomatic: frozenset[str]
    national: frozenset[str]
    sentences_back: int
    sentences_forward: int
    dominant_share: float
    dominant_lead: float
    sure_share: float
    physical: frozenset[str]
    at_home: frozenset[str]
    capitals: frozenset[tuple[str, str]]

    def capital_country(self, name: str) -> str | None:
        """The country whose capital bears a name, if only one does."""
        countries = {iso3 for iso3, capital in self.capitals if capital == _fold(name)}
        return countries.pop() if len(countries) == 1 else None

    def is_capital(self, place: Place) -> bool:
        """Whether a city is the seat of its country's government."""
        return (place.country or "", _fold(place.name)) in self.capitals


@lru_cache(maxsize=4)
def locate_words(folder: Path | None = None) -> LocateWords:
    """Load the words of place.

    Raises
    ------
    OntologyError
        A table or a list is missing.
    """
    path = pack_path("places", data_dir=folder)
    table = read_toml(path)
    try:
        prepositions, descriptions = table["prepositions"], table["descriptions"]
        scope, limits = table["scope"], table["limits"]
        return LocateWords(
            inside=frozenset(prepositions["inside"]),
            strong=frozenset(prepositions["strong"]),
            weak=frozenset(prepositions["weak"]),
            motion=frozenset(prepositions["motion"]),
            moving=frozenset(scope["moving"]),
            between=frozenset(prepositions["between"]),
            sites=frozenset(table["nouns"]["sites"]),
            settlements=frozenset(table["nouns"]["settlements"]),
            chain=frozenset(table["nouns"]["chain"]),
            listing=frozenset(table["nouns"]["listing"]),
            not_names=frozenset(table["nouns"]["not_names"]),
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
            sure_share=float(limits["sure_share"]),
            at_home=frozenset(scope["at_home"]),
            physical=frozenset(scope["physical"]),
            dominant_lead=float(limits["dominant_lead"]),
            dominant_share=float(limits["dominant_share"]),
            capitals=_capitals(folder),
        )
    except KeyError as error:
        msg = f"{path}: {error.args[0]!r} is missing."
        raise OntologyError(msg) from error


def _capitals(folder: Path | None) -> frozenset[tuple[str, str]]:
    path = data_path("ontology", "capitals.csv", override=folder)
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines)
    return frozenset((r["iso3"], _fold(name)) for r in rows for name in r["capitals"].split(";"))


def _fold(name: str) -> str:
    """A name without case and accents."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).casefold()
