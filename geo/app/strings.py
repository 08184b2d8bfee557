"""The words of the interface: one catalogue a language, under ``strings/``.

``Words`` is made once a run and passed down. A key that is missing is a defect that the tests find;
in front of a reader it falls back to English and then to the key, never to an exception.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("en", "ru")
THIN_SPACE: Final = "\u202f"  # narrow no-break space: groups of three digits stay on one line
_FOLDER: Final = Path(__file__).with_name("strings")


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The catalogue of one language, as nested dicts."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def plural_form(language: str, number: int) -> str:
    """CLDR plural category of a whole number: one, few, many or other."""
    if language != "ru":
        return "one" if number == 1 else "other"
    tens, ones = number % 100, number % 10
    if ones == 1 and tens != 11:  # noqa: PLR2004 (CLDR rule for Russian)
        return "one"
    if 2 <= ones <= 4 and not 12 <= tens <= 14:  # noqa: PLR2004
        return "few"
    return "many"


def grouped(number: int) -> str:
    """A whole number with thin spaces between groups of three digits."""
    return f"{number:,}".replace(",", THIN_SPACE)


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language."""

    language: str = "en"

    def __call__(self, key: str, **values: object) -> str:
        """The sentence ``section.name`` with its blanks filled."""
        found = _lookup(self.language, key)
        if isinstance(found, dict):
            found = found.get("other", key)
        return str(found).format(**values) if values else str(found)

    def plural(self, key: str, number: int) -> str:
        """The form of ``key`` that agrees with ``number``, which fills ``{n}``."""
        forms = _lookup(self.language, key)
        form = forms.get(plural_form(self.language, number)) or forms["other"]
        return str(form.format(n=grouped(number)))

    def listed(self, key: str) -> tuple[str, ...]:
        """A list of sentences."""
        return tuple(_lookup(self.language, key))

    def label(self, section: str, name: str) -> str:
        """The word for a code (``label("type", "COERCE")``); the code itself when there is none."""
        return str(_section(self.language, section).get(name, name))

    def section(self, name: str) -> dict[str, str]:
        """Every word of a section, by code; the data's own words stand in for what it lacks."""
        return {code: str(told) for code, told in _section(self.language, name).items()}

    def decimal(self, value: float, places: int = 2) -> str:
        """A fraction with the decimal sign of the language."""
        return f"{value:.{places}f}".replace(".", str(_lookup(self.language, "language.decimal")))

    def day(self, day: date, *, weekday: bool = False) -> str:
        """A day as 6 Jan 2022, with "Thu" before it when asked."""
        months = self.listed("language.months")
        text = f"{day.day}\u00a0{months[day.month - 1]}\u00a0{day.year}"
        return f"{self.listed('language.weekdays')[day.weekday()]} {text}" if weekday else text

    def days(self, first: date, last: date, *, weekday: bool = False) -> str:
        """An interval of days, shortened where both ends share month or year; "Thu" as ``day``."""
        if first == last:
            return self.day(first, weekday=weekday)
        months = self.listed("language.months")
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{self.day(last)}"
        if first.year == last.year:
            return f"{first.day}\u00a0{months[first.month - 1]} – {self.day(last)}"
        return f"{self.day(first)} – {self.day(last)}"


def _lookup(language: str, key: str) -> Any:  # noqa: ANN401 (a sentence, a list or plural forms)
    section, _, name = key.partition(".")
    for code in (language, "en"):
        found = catalogue(code).get(section, {}).get(name)
        if found is not None:
            return found
    return key


def _section(language: str, section: str) -> dict[str, Any]:
    found: dict[str, Any] = catalogue(language).get(section, {})
    return found
