"""The best-known acts of the past: ``data/ontology/known_events.csv``, checked row by row when it is read.

Each row has the words by which a sentence names it. They are kept in one index by their first word, so
that a sentence is looked up once, whatever the number of rows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from geo.errors import OntologyError
from geo.events.countries import country_place
from geo.events.dates.daymath import month_span
from geo.events.inflect import noun_forms
from geo.model import QUAD_CLASS
from geo.resources import data_path
from geo.syntax import tokenize

__all__ = ["Cue", "Known", "KnownEvents", "Phrase", "fold"]

Kind = Literal["names", "venues", "places"]
_COLUMNS: Final = ("name", "first", "last", "country", "types", "names", "venues", "places", "acts", "deaths")  # fmt: skip
_KINDS: Final[tuple[Kind, ...]] = ("names", "venues", "places")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
#: Letters that Unicode does not take apart into a letter and a mark.
_LETTERS: Final = str.maketrans("øØłŁıđĐß’", "oOlLidDs'")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words as :func:`fold` makes them; ``capital`` where it only counts with its capital."""

    words: tuple[str, ...]
    capital: bool


@dataclass(frozen=True, slots=True)
class Known:
    """One act: what it is called, when it was (as printed and as days), where, of which types.

    ``acts`` are what it is called, word by word, plurals included; ``deaths`` the tolls that are told of it.
    """

    name: str
    when: str
    first: date
    last: date
    countries: frozenset[str]
    types: frozenset[str]
    acts: frozenset[tuple[str, ...]]
    deaths: frozenset[int]

    @property
    def once(self) -> bool:
        """Whether those it names are told of no other act: who was killed is not killed again."""
        return self.types == {"ASSAULT"}


@dataclass(frozen=True, slots=True)
class Cue:
    """One way to name an act: ``main`` with every one of ``beside`` in the same sentence."""

    known: Known
    kind: Kind
    main: Phrase
    beside: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class KnownEvents:
    """The rows, every phrase by its first word, and the cues by their main phrase."""

    rows: tuple[Known, ...]
    phrases: Mapping[str, tuple[Phrase, ...]]
    cues: Mapping[Phrase, tuple[Cue, ...]]

    @classmethod
    def load(cls, data_dir: Path | None = None) -> KnownEvents:
        """Read the table (once a process and folder).

        Raises
        ------
        OntologyError
            It is malformed; the message names the row and what is wrong with it.
        DataError
            It is missing.
        """
        return _load(data_dir)


def fold(word: str) -> list[str]:
    """The parts of a word between hyphens, lower case and without accents."""
    if word.isalpha() and word.isascii():  # most are
        return [word.lower()]
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    parts = "".join(c for c in plain if not unicodedata.combining(c)).lower().split("-")
    return [part for part in parts if part]


@lru_cache(maxsize=4)
def _load(data_dir: Path | None) -> KnownEvents:
    path = data_path("ontology", "known_events.csv", override=data_dir)
    try:
        lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
        table = list(csv.reader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        msg = f"{path} is no table: {error}. Correct the line, or restore the file."
        raise OntologyError(msg) from error
    if not table or tuple(table[0]) != _COLUMNS:
        msg = f"{path}: its first line must be {','.join(_COLUMNS)}."
        raise OntologyError(msg)
    rows: dict[str, Known] = {}
    cues: list[Cue] = []
    for cells in table[1:]:
        try:
            known, own = _row(cells, rows)
        except ValueError as error:
            msg = f"{path}, {','.join(cells[:3])}: {error}."
            raise OntologyError(msg) from error
        rows[known.name] = known
        cues += own
    return _indexed(tuple(rows.values()), cues)


def _indexed(rows: tuple[Known, ...], cues: Sequence[Cue]) -> KnownEvents:
    by_main: dict[Phrase, list[Cue]] = defaultdict(list)
    by_word: dict[str, dict[Phrase, None]] = defaultdict(dict)
    for cue in cues:
        by_main[cue.main].append(cue)
        for phrase in (cue.main, *cue.beside):
            by_word[phrase.words[0]][phrase] = None
    return KnownEvents(
        rows,
        {word: tuple(found) for word, found in by_word.items()},
        {main: tuple(found) for main, found in by_main.items()},
    )


def _row(cells: Sequence[str], before: Collection[str]) -> tuple[Known, list[Cue]]:
    """One row and its cues; a ValueError says what is wrong with it."""
    cell = dict(zip(_COLUMNS, (c.strip() for c in cells), strict=False))
    if wrong := _fault(cell, len(cells), before):
        raise ValueError(wrong)
    known = Known(
        name=cell["name"],
        when=" – ".join(filter(None, (cell["first"], cell["last"]))),
        first=_days(cell["first"])[0],
        last=_days(cell["last"] or cell["first"])[1],
        countries=frozenset(cell["country"].split()),
        types=frozenset(cell["types"].split()),
        acts=frozenset(called for act in _parts(cell["acts"]) for called in _called(act)),
        deaths=frozenset(map(int, cell["deaths"].split())),
    )
    return known, [_cue(known, kind, text) for kind in _KINDS for text in _parts(cell[kind])]


def _fault(cell: Mapping[str, str], cells: int, before: Collection[str]) -> str:
    """What is wrong with a row; "" for a whole one. A ValueError tells of a day that is none."""
    if cells != len(_COLUMNS):
        return f"it has {cells} cells, not {len(_COLUMNS)}"
    countries, types = cell["country"].split(), set(cell["types"].split())
    questions = {
        "it needs a name of its own": cell["name"] and cell["name"] not in before,
        "country must be codes of ISO 3166-1 alpha-3": countries and all(map(country_place, countries)),
        "types must be PLOVER types": types and types <= QUAD_CLASS.keys(),
        "deaths must be whole numbers": re.fullmatch(r"[0-9 ]*", cell["deaths"]),
        "nothing says by which words a sentence names it": any(cell[kind] for kind in _KINDS),
        "a row with places needs acts": cell["acts"] or not cell["places"],
        "it ends before it begins": (
            _days(cell["first"])[0] <= _days(cell["last"] or cell["first"])[1]
        ),
    }  # fmt: skip
    return next((wrong for wrong, whole in questions.items() if not whole), "")


@lru_cache(maxsize=4096)  # most rows tell of an attack or a killing
def _called(act: str) -> tuple[tuple[str, ...], ...]:
    """What an act is called, in the forms of its noun."""
    *before, noun = _phrase(act).words
    return tuple((*before, form) for form in {noun, *noun_forms(noun)})


def _parts(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def _cue(known: Known, kind: Kind, text: str) -> Cue:
    main, *beside = (_phrase(part) for part in text.split("+"))
    return Cue(known, kind, main, tuple(beside))


@lru_cache(maxsize=8192)
def _phrase(text: str) -> Phrase:
    text = text.strip()
    printed = text.split(" ")
    if not all(map(str.isalpha, printed)):  # plain words are tokens already
        printed = tokenize(text)[0]
    words = tuple(part for word in printed for part in fold(word))
    if not any(c.isalnum() for c in "".join(words)):
        msg = f"{text!r} is no cue"
        raise ValueError(msg)
    return Phrase(words, capital=text[0].isupper())


def _days(text: str) -> tuple[date, date]:
    """First and last day of a day, a month or a year as ISO 8601 writes it."""
    found = _DAY.fullmatch(text)
    if not found:
        msg = f"{text!r} is no ISO day, month or year"
        raise ValueError(msg)
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day), date(year, month, day)
    if month:
        return month_span(year, month)
    return date(year, 1, 1), date(year, 12, 31)
