"""The words of time: ``data/ontology/dates.toml``, loaded and checked once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo import grammar
from geo.errors import OntologyError
from geo.packs import pack_path
from geo.resources import read_toml

_TABLES = ("weekdays", "months", "days", "seasons", "units", "numbers", "ordinals", "holidays")
_LISTS = (
    "day_parts", "parts", "start_words", "end_words", "middle_words", "last", "this", "next", "to",
    "before_month", "before_year", "names", "future", "speech", "ongoing", "mention", "charge", "not_dates", "clock",
    "behind_holiday",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)  # hashed by identity: rules are kept by it
class DateWords:
    """What ``dates.toml`` says. All keys are lower case; see the file for what each list means."""

    historical_days: int
    story_days: int
    undated_days: int
    month_first: frozenset[str]
    recent: dict[str, int]
    weekdays: dict[str, int]
    months: dict[str, int]
    ambiguous: frozenset[str]
    days: dict[str, tuple[int, int]]
    seasons: dict[str, tuple[int, int]]
    units: dict[str, int]
    numbers: dict[str, tuple[int, int]]
    ordinals: dict[str, int]
    holidays: dict[tuple[str, ...], tuple[int, int]]
    lists: dict[str, frozenset[str]]
    hints: frozenset[str]


@lru_cache(maxsize=4)
def date_words(folder: Path | None = None) -> DateWords:
    """Load the words of time.

    Raises
    ------
    OntologyError
        The file lacks a table, or an entry is not of its kind.
    """
    path = pack_path("dates", data_dir=folder)
    table = read_toml(path)
    for name in _TABLES:
        if not isinstance(table.get(name), dict):
            msg = f"{path}: the table [{name}] is missing."
            raise OntologyError(msg)
    lists = table.get("lists", {})
    for name in _LISTS:
        entries = lists.get(name)
        if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
            msg = f"{path}: [lists] {name} must be a list of words."
            raise OntologyError(msg)
    _check_range(path, "weekdays", table["weekdays"], 0, 6)
    _check_range(path, "months", table["months"], 1, 12)
    pairs = {
        name: {k: (v[0], v[1]) for k, v in table[name].items()}
        for name in ("days", "seasons", "numbers")
    }
    sets = {name: frozenset(lists[name]) for name in _LISTS}
    holidays = {_words_of(k): (v[0], v[1]) for k, v in table["holidays"].items()}
    return DateWords(
        historical_days=int(table["historical_days"]),
        story_days=int(table["story_days"]),
        undated_days=int(table["undated_days"]),
        month_first=frozenset(table["month_first"]),
        recent=dict(table["recent"]),
        weekdays=table["weekdays"],
        months=table["months"],
        ambiguous=frozenset(table["ambiguous"]["weekdays"])
        | frozenset(table["ambiguous"]["months"]),
        days=pairs["days"],
        seasons=pairs["seasons"],
        units=table["units"],
        numbers=pairs["numbers"],
        ordinals=table["ordinals"],
        holidays=holidays,
        lists=sets,
        hints=_hints(table, sets, holidays),
    )


def _hints(
    table: dict[str, Any],
    sets: dict[str, frozenset[str]],
    holidays: dict[tuple[str, ...], tuple[int, int]],
) -> frozenset[str]:
    """Words of which a sentence with a date phrase holds one, if no digits are the date."""
    words = {w for name in ("weekdays", "months", "days", "seasons", "units") for w in table[name]}
    words |= sets["day_parts"] | {max(phrase, key=len) for phrase in holidays}
    words |= grammar.words("dates.words.hints")
    return frozenset(words)


def _words_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokens of a text: "new year's" is new, year, ', s."""
    return tuple(phrase.replace("'", " ' ").split())


def _check_range(path: Path, name: str, entries: dict[str, int], low: int, high: int) -> None:
    for word, number in entries.items():
        if not isinstance(number, int) or not low <= number <= high:
            msg = f"{path}: [{name}] {word} is {number!r}; it must be {low} to {high}."
            raise OntologyError(msg)
