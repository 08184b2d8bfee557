"""Which names are worth keeping: the noise of a volunteer database goes, real variants stay."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from geo.toponyms.fold import fold

#: Latin-script variants are kept from this population on, other scripts from the second.
LATIN_FROM = 1_000
NATIVE_FROM = 5_000
_SHORTEST_LATIN = 4
_MOST_WORDS = 6
_NOT_A_NAME = re.compile(r"[0-9/\\=@#*?+<>{}|]|\bor\b")
#: A word is generic ("Region", "Oblast") when so many units of the world carry it.
_GENERIC_FROM = 25


def script(name: str) -> str:
    """Name of the script of the first letter, as Unicode has it ("LATIN", "ARABIC"); "" without."""
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "").partition(" ")[0]
    return ""


def is_noise(name: str) -> bool:
    """True for codes, glosses, and romanised dictionary forms ("a la mu tu")."""
    if _NOT_A_NAME.search(name) or name.count(" ") >= _MOST_WORDS:
        return True
    if script(name) in {"LATIN", "MODIFIER"}:
        return len(fold(name)) < _SHORTEST_LATIN or not any(map(str.isupper, name))
    return not script(name) or any(letter.isascii() and letter.isalpha() for letter in name)


def variants(
    names: Iterable[str], population: int, common: frozenset[str], *, keep_all: bool = False
) -> list[str]:
    """The alternate names of a place that are kept, one for each key, in a fixed order."""
    kept: dict[str, str] = {}
    for name in sorted(set(names)):
        latin = script(name) == "LATIN"
        least = LATIN_FROM if latin else NATIVE_FROM
        if (population < least and not keep_all) or is_noise(name):
            continue
        key = fold(name)
        if key and key not in common:
            kept.setdefault(key, name)
    return list(kept.values())


def generic_words(names: Iterable[str]) -> frozenset[str]:
    """First and last words that so many units share that they say only what kind of unit it is."""
    first_or_last: Counter[str] = Counter()
    for name in names:
        words = fold(name).split()
        if len(words) > 1:
            first_or_last.update({words[0], words[-1]})
    never = {"north", "south", "east", "west", "northern", "southern", "eastern", "western",
             "central", "new", "san", "saint", "la", "el", "al", "santa", "upper", "lower",
             "los", "le", "port", "greater", "bad", "sao", "as", "ash", "an", "ar", "ad", "at",
             "az", "les", "big", "fort", "lake", "mount", "grand"}  # fmt: skip
    return frozenset(word for word, n in first_or_last.items() if n >= _GENERIC_FROM) - never


def stripped(name: str, generic: frozenset[str]) -> str | None:
    """The name without its generic words ("Almaty Region" -> "almaty"); None when none is left."""
    words = fold(name).split()
    while len(words) > 1 and words[-1] in generic:
        words.pop()
    while len(words) > 1 and (words[0] in generic or words[0] in {"of", "de", "do", "da", "del"}):
        words.pop(0)
    rest = " ".join(words)
    return (
        rest
        if rest != fold(name) and rest not in generic and len(rest) >= _SHORTEST_LATIN
        else None
    )
