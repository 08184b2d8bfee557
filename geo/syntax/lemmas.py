"""Base forms by rule, with the irregular ones from ``data/ontology/irregular.csv``."""

from __future__ import annotations

import csv
from functools import cache, lru_cache

from geo import grammar
from geo.packs import pack_path

_VOWELS = "aeiou"
_CLITIC = grammar.pairs("syntax.lemmas.short_forms")
#: Stems that end in a doubled consonant of their own, or take an e that the rule would not give.
_DOUBLE_KEPT = ("ll", "ss", "zz", "ff")
#: After dropping -ed/-ing these endings want their e back: releas(e), believ(e), exchang(e) …
_WANTS_E = (
    "c",
    "v",
    "u",
    "dg",
    "ng",
    "rg",
    "s",
    "z",
    "at",
    "iz",
    "ir",
    "ur",
    "or",
    "ut",
    "in",
    "uc",
)
_NO_E = (
    "ss",
    "ain",
    "oin",
    "ein",
    "eat",
    "oat",
    "out",
    "our",
    "oor",
    "air",
    "oin",
    "ring",
    "uing",
)


@cache
def _irregular() -> dict[tuple[str, str], str]:
    """(form, V | N) -> base form."""
    table: dict[tuple[str, str], str] = {}
    with pack_path("irregular").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for form in row["forms"].split():
                table.setdefault((form, row["kind"]), row["lemma"])
    return table


@lru_cache(maxsize=100_000)
def lemma(word: str, tag: str) -> str:
    """Base form of a word, lower case.

    Parameters
    ----------
    word
        As printed, in any case.
    tag
        Its Penn Treebank tag.
    """
    low = word.lower().replace("’", "'")
    if tag.startswith("V"):
        return _irregular().get((low, "V")) or _CLITIC.get(low) or _verb(low)
    if tag in ("NNS", "NNPS"):
        return _irregular().get((low, "N")) or _noun(low)
    if tag in ("MD", "RB"):
        return _CLITIC.get(low, low)
    return low


def _noun(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:  # noqa: PLR2004 (ties, pies)
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "is")):
        return low[:-1]
    if low.endswith("men"):
        return low[:-2] + "an"
    return low


def _verb(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:  # noqa: PLR2004
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "is")):
        return low[:-1]
    if low.endswith("ied"):
        return low[:-3] + "y"
    for ending in ("ing", "ed"):
        stem = low.removesuffix(ending)
        if stem != low and any(c in "aeiouy" for c in stem) and len(stem) > 1:
            return _undouble(stem)
    return low


def _undouble(stem: str) -> str:
    """Undo what a spelling rule did to a stem: stopp -> stop, releas -> release."""
    if len(stem) > 2 and stem[-1] == stem[-2] and not stem.endswith(_DOUBLE_KEPT):  # noqa: PLR2004
        return stem[:-1]
    if stem.endswith(_NO_E):
        return stem
    if stem.endswith(_WANTS_E):
        return stem + "e"
    short = len(stem) <= 4 and len(stem) > 1  # noqa: PLR2004 (us, fir, mak: one syllable + e)
    if (
        short
        and stem[-1] not in _VOWELS + "wxy"
        and stem[-2] in _VOWELS
        and stem[:-2]
        and stem[-3] not in _VOWELS
    ):
        return stem + "e"
    return stem
