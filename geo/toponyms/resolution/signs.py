"""Signs of where an article is from: words of a country's public life, telephone area codes.

They name no place, but they lean an ambiguous name the right way: a "Dublin" among sheriffs,
touchdowns and numbers that begin with 614 is the one in Ohio. Data: ``signs.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from geo.errors import OntologyError
from geo.model import Place
from geo.resources import data_path, read_toml
from geo.toponyms.gazetteer import Gazetteer

_FILE = ("ontology", "toponyms", "signs.toml")
# The look-behind stands inside so that the search can run for the first digit, ten times as fast.
_PHONE = re.compile(r"([2-9](?<![\d-].)\d\d)\)?[-. /]{1,2}[2-9]\d\d[-. ]\d{4}(?!\d)")
_ASCII_PUNCTUATION = '.,;:!?"()[]{}/'
_PUNCTUATION = _ASCII_PUNCTUATION + "“”„«»—–"
#: So many different words of one country are as good as certain.
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Signs:
    """How strongly an article speaks for a country (ISO3) or a first-level region (id), 0 to 1."""

    countries: dict[str, float]
    regions: dict[str, float]

    def of_region(self, place: Place) -> float:
        """How strongly it speaks for the place's first-level region."""
        return self.regions.get(place.region_id or "", 0.0)


class SignReader:
    """Reads the signs of an article."""

    def __init__(self, words: dict[str, frozenset[str]], codes: dict[str, tuple[str, str]]) -> None:
        self._words = words
        self._codes = codes
        self._all = frozenset(word for listed in words.values() for word in listed)

    @classmethod
    def load(cls, gazetteer: Gazetteer, data_dir: Path | None = None) -> SignReader:
        """Read ``signs.toml``; regions are looked up in the gazetteer by name.

        Raises
        ------
        OntologyError
            The file is malformed.
        """
        path = data_path(*_FILE, override=data_dir)
        try:
            tables = read_toml(path)
            words = {code: frozenset(listed) for code, listed in tables["words"].items()}
            codes: dict[str, tuple[str, str]] = {}
            for country, regions in tables["area_codes"].items():
                ids = {place.name: place.id for place in gazetteer.admin1s(country)}
                for name, numbers in regions.items():
                    if name in ids:
                        codes.update(dict.fromkeys(map(str, numbers), (country, ids[name])))
        except (KeyError, TypeError, AttributeError) as error:
            msg = f"{path}: {error}. Restore the file from the release."
            raise OntologyError(msg) from error
        return cls(words, codes)

    def read(self, text: str) -> Signs:
        """The signs of one article; linear in its length."""
        low = text.lower()
        # faster than str.translate, which looks up every character
        for mark in _ASCII_PUNCTUATION if low.isascii() else _PUNCTUATION:
            low = low.replace(mark, " ")
        seen = self._all.intersection(low.split())
        found = {code: len(seen & listed) for code, listed in self._words.items()} if seen else {}
        regions: Counter[str] = Counter()
        for match in _PHONE.finditer(text):
            known = self._codes.get(match.group(1))
            if known:
                regions[known[1]] += 1
                found[known[0]] = found.get(known[0], 0) + 2
        most = max(found.values(), default=0)
        # a word of several countries ("rs", "metres") must not speak for all of them alike
        countries = {
            code: min(1.0, count / _ENOUGH) * count / most for code, count in found.items() if count
        }
        calls = sum(regions.values())
        return Signs(countries, {region: count / calls for region, count in regions.items()})
